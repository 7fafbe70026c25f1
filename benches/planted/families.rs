//! Which languages are near to one another: branches of families, as Glottolog groups them.

use copydesk::lang::Lang;

/// How far the language of a planted sentence is from that of its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distance {
    /// English, whatever the article is in.
    English,
    /// Of the same branch and script.
    Close,
    /// Of another branch, in the same script.
    Far,
    /// In another script.
    OtherScript,
}

/// Branches, each with the languages of it that are near to one another.
const BRANCHES: &[&str] = &[
    "af nl lb de nds gsw fy",
    "da nb nn sv",
    "is fo",
    "es gl pt ca ast oc",
    "it co sc fur",
    "fr",
    "ro",
    "en sco",
    "cs sk pl",
    "hr bs sr sl",
    "bg mk",
    "ru uk be",
    "lt",
    "lv",
    "et fi",
    "hu",
    "tr az tk",
    "kk ky tt ba",
    "uz ug",
    "id ms jv su",
    "tl ceb ilo",
    "mi sm to ty haw fj",
    "mg",
    "zu xh nr nd ss",
    "tn nso st",
    "ny bem sn",
    "rw lg",
    "sw",
    "ve ts",
    "ha",
    "yo ig",
    "ee ak",
    "wo ff",
    "so om",
    "am ti",
    "ar mey",
    "he",
    "fa prs tg",
    "ps",
    "ku ckb",
    "ur hi",
    "mr ne bho",
    "bn",
    "gu",
    "pa",
    "sd",
    "si",
    "dv",
    "ta ml",
    "te kn",
    "el",
    "hy",
    "ka",
    "sq",
    "eu",
    "cy br",
    "ga gd",
    "mt",
    "vi",
    "th lo",
    "km",
    "my",
    "zh yue",
    "ja",
    "ko",
    "mn",
    "bo dz",
    "hmn",
    "shi",
];

/// The branch of a language; one of its own where the table does not know it.
fn branch(lang: Lang) -> Option<usize> {
    let is_in = |branch: &&str| branch.split(' ').any(|code| code == lang.primary());
    BRANCHES.iter().position(is_in)
}

/// Whether two languages are of one branch.
pub(crate) fn are_close(a: Lang, b: Lang) -> bool {
    a.primary() == b.primary() || (branch(a).is_some() && branch(a) == branch(b))
}

/// Whether two languages are one for this measurement: national forms that few sentences tell apart.
pub(crate) fn are_one(a: Lang, b: Lang) -> bool {
    const ONE: &[&str] = &["hr bs sr", "fa prs", "nb nn", "zh yue", "ar mey", "ur hi"];
    let is_in = |codes: &&str, lang: Lang| codes.split(' ').any(|code| code == lang.primary());
    a.primary() == b.primary() || ONE.iter().any(|codes| is_in(codes, a) && is_in(codes, b))
}
