//! The day, for what expires.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::date::Date;

/// The day in UTC; `SOURCE_DATE_EPOCH` (seconds since 1970) sets another, so that a run can be
/// repeated as it was.
#[expect(clippy::disallowed_methods, reason = "this is a shell")]
pub(super) fn today() -> Option<Date> {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok();
    let now = match set.and_then(|seconds| seconds.trim().parse().ok()) {
        Some(seconds) => Duration::from_secs(seconds),
        None => SystemTime::now().duration_since(UNIX_EPOCH).ok()?,
    };
    Some(Date::of_days(i64::try_from(now.as_secs() / 86_400).ok()?))
}
