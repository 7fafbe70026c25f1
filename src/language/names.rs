//! What languages are called.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameFile {
    names: BTreeMap<String, String>,
}

static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file: NameFile = builtin_data!("language_names");
    file.names
});

/// The English name of a language; its tag in backticks where the table has none.
pub fn name_of(lang: Lang) -> Cow<'static, str> {
    match NAMES.get(lang.primary()) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(format!("`{lang}`")),
    }
}
