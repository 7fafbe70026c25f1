//! Whether a number is another one in other units, in another calendar, or at another time of the day: the
//! data of `glossaries/unit_conversions.toml`.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::figures::Figure;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    factors: Vec<Factor>,
    years: Vec<Years>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the names say what the numbers are")]
struct Factor {
    from: String,
    to: String,
    times: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the names say what the numbers are")]
struct Years {
    calendar: String,
    add: Vec<i32>,
}

static DATA: LazyLock<File> = LazyLock::new(|| builtin_data!("unit_conversions"));

/// How far newspapers round what they convert: by so much of it, or to the next whole number.
const ROUNDING: f64 = 0.04;
const HALF: f64 = 0.51;
/// Years of the Gregorian calendar that articles write in another one.
const YEARS: Range<i32> = 1800..2100;

/// Whether one number may be the other in other units, or in another calendar.
pub(super) fn is_converted(a: &Figure, b: &Figure) -> bool {
    let pairs = a.values().flat_map(|a| b.values().map(move |b| (a, b)));
    pairs
        .into_iter()
        .any(|(a, b)| is_measure(a, b) || is_measure(b, a))
        || is_year(a, b)
        || is_year(b, a)
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= (ROUNDING * a.max(b)).max(HALF)
}

fn is_measure(a: f64, b: f64) -> bool {
    let celsius = (a - 32.0) / 1.8;
    is_near(celsius, b) || DATA.factors.iter().any(|of| is_near(a * of.times, b))
}

/// Whether the first is a year and the second the same in another calendar.
fn is_year(year: &Figure, other: &Figure) -> bool {
    let [Ok(year), Ok(other)] = [year, other].map(|of| of.digits.parse::<i32>()) else {
        return false;
    };
    if !YEARS.contains(&year) || year == other {
        return false;
    }
    // A lunar year has 354.367 days (R. H. van Gent, The Islamic Calendar).
    let of_hijra = f64::from(other) * 0.970_229 + 621.577_4;
    (f64::from(year) - of_hijra).abs() < 1.0
        || DATA.years.iter().any(|of| of.add.contains(&(year - other)))
}

/// Whether two times of the day differ by hours alone: in another zone, or by another clock.
pub(super) fn is_same_minute(a: &Figure, b: &Figure) -> bool {
    let minutes = |of: &Figure| {
        let (hours, minutes) = of
            .digits
            .split_at_checked(of.digits.len().checked_sub(2)?)?;
        let is_time = of.n_behind == 2 && minutes < "60" && (1..=2).contains(&hours.len());
        is_time.then(|| minutes.to_owned())
    };
    minutes(a).is_some_and(|of_a| Some(of_a) == minutes(b))
}

/// Whether two hours are the same by the clocks of East Africa, which begin to count at sunrise.
pub(super) fn is_other_clock(a: &Figure, b: &Figure) -> bool {
    let [a, b] = [a, b].map(|of| of.digits.parse::<i32>().unwrap_or_default());
    (a - b).abs() == 6
}

#[cfg(test)]
mod tests {
    use super::{is_converted, is_same_minute};
    use crate::text::figures::figures;

    fn both(of: fn(&super::Figure, &super::Figure) -> bool, a: &str, b: &str) -> bool {
        let [a, b] = [a, b].map(|text| figures(text, 0).remove(0));
        assert_eq!(of(&a, &b), of(&b, &a));
        of(&a, &b)
    }

    #[test]
    fn units_and_calendars() {
        for (a, b) in [
            ("385", "620"),
            ("80", "27"),
            ("2018", "2561"),
            ("1397", "2018"),
            ("1440", "2019"),
            ("2018", "30"),
            ("2.5", "4"),
            ("1,200", "3,108"),
            ("6.1", "10"),
        ] {
            assert!(both(is_converted, a, b), "{a} {b}");
        }
        for (a, b) in [("2317", "2371"), ("2018", "2014")] {
            assert!(!both(is_converted, a, b), "{a} {b}");
        }
    }

    #[test]
    fn clocks() {
        assert!(both(is_same_minute, "14:30", "2.30"));
        assert!(both(is_same_minute, "7.55", "1.55"));
        assert!(!both(is_same_minute, "14:30", "14:03"));
        assert!(!both(is_same_minute, "1430", "1530"));
    }
}
