//! Where a name may begin and end in scripts that run words together: what stands beside it tells.

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use crate::text::chars::{Script, properties};

/// What stands at the edges of names (`glossaries/name_edges.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edges {
    #[serde(deserialize_with = "chars")]
    interpuncts: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    joints: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    before_consonant: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    behind_consonant: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    stackers: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    killers: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    juniors: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    sounds: Box<[char]>,
    #[serde(deserialize_with = "chars")]
    sounds_behind: Box<[char]>,
}

fn chars<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<[char]>, D::Error> {
    Ok(String::deserialize(deserializer)?.chars().collect())
}

static EDGES: LazyLock<Edges> = LazyLock::new(|| builtin_data!("name_edges"));

/// May stand between the words of a name.
pub(super) fn is_joint(c: char) -> bool {
    !properties(c).is_word() && (is_interpunct(c) || EDGES.joints.contains(&c))
}

fn is_interpunct(c: char) -> bool {
    EDGES.interpuncts.contains(&c)
}

/// Whether what begins here goes on a name of several parts.
pub(super) fn is_after_interpunct(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    before.next().is_some_and(is_interpunct)
        && before.next().is_some_and(|c| properties(c).is_word())
}

/// Whether a surname here may stand behind a given name: a space stands between two words of a name where
/// it otherwise ends a phrase.
pub(super) fn may_follow_given_name(text: &str, at: usize) -> bool {
    let script = text[at..].chars().next().map(|c| properties(c).script());
    let mut before = text[..at].chars().rev();
    script != Some(Script::HAN)
        && before.next().is_some_and(|c| matches!(c, ' ' | '\u{A0}'))
        && before.next().map(|c| properties(c).script()) == script
}

pub(super) fn is_after_junior(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_some_and(|c| EDGES.juniors.contains(&c))
}

/// Whether a name may begin here: at a syllable, and at no other name's further part. What stands
/// before it is no name where one is known to end there.
pub(super) fn begins_at(text: &str, at: usize, is_after_name: bool) -> bool {
    let Some(first) = text[at..].chars().next() else {
        return false;
    };
    let Some(before) = text[..at].chars().next_back() else {
        return true;
    };
    let is_inside = || {
        EDGES.before_consonant.contains(&before)
            || EDGES.stackers.contains(&before)
            || !is_after_name && EDGES.sounds.contains(&before) && is_sound(first)
    };
    !is_after_interpunct(text, at) && !is_same_syllable(before, first) && !is_inside()
}

/// Whether a name may end here: at a syllable, and before no other part of it.
pub(super) fn ends_at(text: &str, end: usize) -> bool {
    let Some(last) = text[..end].chars().next_back() else {
        return false;
    };
    let mut behind = text[end..].chars();
    let Some(next) = behind.next() else {
        return true;
    };
    let after_next = behind.next();
    let kind = properties(next);
    let goes_on = kind.is_mark()
        || EDGES.behind_consonant.contains(&next)
        || kind.is_digit() && properties(last).is_digit()
        || is_sound(last) && is_sound(next)
        || is_interpunct(next) && after_next.is_some_and(|c| properties(c).is_word())
        || after_next.is_some_and(|c| EDGES.killers.contains(&c))
        || is_same_syllable(last, next);
    // Kana and Latin letters are words of their own.
    let script = properties(last).script();
    let is_cut = script.is_specific()
        && !script.runs_words_together()
        && kind.is_word()
        && kind.script() == script;
    !goes_on && !is_cut && !EDGES.before_consonant.contains(&last)
}

/// Whether two letters stand in one syllable: Tibetan has a mark between syllables.
fn is_same_syllable(a: char, b: char) -> bool {
    let is_tibetan = |c: char| properties(c).script() == Script::TIBETAN && properties(c).is_word();
    is_tibetan(a) && is_tibetan(b)
}

/// A character of names written by sound.
pub(super) fn is_sound(c: char) -> bool {
    EDGES.sounds.contains(&c) || EDGES.sounds_behind.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{begins_at, ends_at};

    #[test]
    fn names_end_where_syllables_and_longer_names_do() {
        for (before, name, behind, expected) in [
            ("总统", "特朗普", "说", true),
            ("·", "特朗普", "说", true),
            ("伊万卡·", "特朗普", "说", false),
            ("", "特朗普", "·万斯", false),
            ("", "埃尔多安", "尼", false),
            ("斯", "特朗普", "", false),
            ("ใน", "ลอนดอน", "เมื่อ", true),
            ("เ", "ลอนดอน", "", false),
            ("", "ลอนดอน", "า", false),
            ("", "ลอนดอน", "์", false),
            ("", "ลอนดอน", "ส์", false),
            ("្", "កា", "", false),
            ("", "豹2", "2", false),
            ("", "新疆ウイグル", "ズ", false),
        ] {
            let text = [before, name, behind].concat();
            let (at, end) = (before.len(), before.len() + name.len());
            let is_name = begins_at(&text, at, false) && ends_at(&text, end);
            assert_eq!(is_name, expected, "{text}");
        }
        assert!(begins_at("俄罗斯莫斯科", "俄罗斯".len(), true));
    }
}
