//! Folding: what is left of a word when case and diacritics do not count.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::chars::properties;

/// Appends the folded form of `text`: lower case, without diacritics, `ı` `İ` as `i`, `ß` as `ss`,
/// stroked letters as plain ones, Arabic and Hebrew points and joiners left out, apostrophes and
/// hyphens of every kind made one.
///
/// Two spellings that differ only so are the same name in two styles.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    let table = &*FOLDED;
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            fold_by(table, c, folded);
        }
    }
}

/// The folded form of `text`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// A text without the vowel points of Arabic and Hebrew, which may be written or left out.
pub fn without_points(text: &str) -> Cow<'_, str> {
    let is_point = |c: char| matches!(c, '\u{591}'..='\u{6FF}') && properties(c).is_mark();
    if text.contains(is_point) {
        Cow::Owned(text.replace(is_point, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// The first `n_chars` characters of the folded form (one more where a letter folds to two).
pub fn fold_beginning_into(text: &str, n_chars: usize, folded: &mut String) {
    let head = &text.as_bytes()[..n_chars.min(text.len())];
    if head.is_ascii() {
        return fold_into(&text[..head.len()], folded);
    }
    let table = &*FOLDED;
    let mut n = 0;
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
            n += 1;
        } else {
            let before = folded.len();
            fold_by(table, c, folded);
            n += folded[before..].chars().count();
        }
        if n >= n_chars {
            return;
        }
    }
}

/// The letters of the alphabets of Europe and the Near East, of Latin letters behind ASCII on.
const TABLE: std::ops::Range<u32> = 0x80..0x700;

/// What each of them is folded to, where that is one letter; else zero.
static FOLDED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut folded = String::new();
    let mut of = |c: char| {
        folded.clear();
        fold_char(c, &mut folded);
        let mut letters = folded.chars();
        letters.next().filter(|_| letters.next().is_none())
    };
    let all = TABLE.map(|c| char::from_u32(c).and_then(&mut of));
    all.map(Option::unwrap_or_default).collect()
});

/// [`fold_char`], looked up where that is quicker.
#[inline]
fn fold_by(table: &[char], c: char, folded: &mut String) {
    let idx = u32::from(c).wrapping_sub(TABLE.start) as usize;
    match table.get(idx) {
        Some(found) if *found != '\0' => folded.push(*found),
        _ => fold_char(c, folded),
    }
}

fn fold_char(c: char, folded: &mut String) {
    if properties(c).is_upper() {
        c.to_lowercase().for_each(|c| fold_lower(c, folded));
    } else {
        fold_lower(c, folded);
    }
}

fn fold_lower(c: char, folded: &mut String) {
    match c {
        'ı' => folded.push('i'),
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ł' => folded.push('l'),
        'ħ' => folded.push('h'),
        'þ' => folded.push_str("th"),
        'ə' => folded.push('a'),
        'ς' => folded.push('σ'),
        'ё' => folded.push('е'),
        // Own letters of their alphabets, although they decompose.
        'й' | 'ї' | 'ў' | 'ѓ' | 'ќ' => folded.push(c),
        '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '＇' => folded.push('\''),
        '‐' | '‑' | '‒' | '–' | '־' => folded.push('-'),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | 'ـ' => {}
        'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
        'ى' | 'ی' => folded.push('ي'),
        'ک' => folded.push('ك'),
        'ة' => folded.push('ه'),
        _ if is_accent(c) => {}
        _ if may_be_accented(c) => {
            folded.extend(std::iter::once(c).nfd().filter(|c| !is_accent(*c)));
        }
        _ => folded.push(c),
    }
}

/// Marks are dropped in the scripts where they are accents or optional points; elsewhere (Indic
/// vowel signs, Hangul, Kana voicing) they are the spelling.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{6FF}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}')
        && properties(c).is_mark()
}

/// The letters of Latin, Greek, Cyrillic and Arabic script that decompose are among these.
fn may_be_accented(c: char) -> bool {
    matches!(
        u32::from(c),
        0xC0..=0x24F
            | 0x386..=0x390
            | 0x3AA..=0x3CE
            | 0x450..=0x45E
            | 0x476..=0x477
            | 0x4C1..=0x4F9
            | 0x624..=0x626
            | 0x6C0..=0x6D3
            | 0x1E00..=0x1FFF
    )
}

#[cfg(test)]
mod tests {
    use super::{TABLE, fold, fold_char};

    #[test]
    fn the_table_says_what_letters_are_folded_to() {
        for c in TABLE.filter_map(char::from_u32) {
            let mut slowly = String::new();
            fold_char(c, &mut slowly);
            assert_eq!(fold(c.encode_utf8(&mut [0; 4])), slowly, "{c}");
        }
    }

    #[test]
    fn case_and_diacritics_do_not_count() {
        for (a, b) in [
            ("Çavuşoğlu", "CAVUSOGLU"),
            ("İzmir", "izmir"),
            ("Diyarbakır", "DIYARBAKIR"),
            ("Łódź", "lodz"),
            ("d’Ivoire", "D'Ivoire"),
            ("أردوغان", "اردوغان"),
            ("Γιώργος", "ΓΙΩΡΓΟΣ"),
        ] {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("Андрій"), fold("Андріи"));
        assert_ne!(fold("मोदी"), fold("मादा"));
    }
}
