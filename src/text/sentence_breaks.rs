//! Where the rules of UAX #29 (ICU4X) break a text into sentences: they are asked only where a mark is
//! that can end one, with what they look at on either side.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;
use memchr::memrchr;

use super::chars::properties;

/// Calls `each` with the end of each sentence, in order, the last one being that of the text.
pub(super) fn find(text: &str, mut each: impl FnMut(usize)) {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    // A letter, or the beginning: what comes before has no say in what comes after.
    let mut settled = 0;
    while let Some(mark) = next_mark(text, settled) {
        let space = memrchr(b' ', &text.as_bytes()[settled..mark]);
        let from = space.map_or(settled, |space| settled + space + 1);
        // The next letter settles whether a sentence ends before it.
        let mut rest = text[mark..].char_indices();
        let letter = rest.find(|(_, c)| settles(*c));
        let letter = letter.map(|(at, c)| (mark + at, mark + at + c.len_utf8()));
        let to = letter.map_or(text.len(), |(_, to)| to);
        for end in segmenter.segment_str(&text[from..to]) {
            if end > 0 && from + end < to {
                each(from + end);
            }
        }
        match letter {
            Some((at, _)) => settled = at,
            None => break,
        }
    }
    if !text.is_empty() {
        each(text.len());
    }
}

/// The next character that can end a sentence or a paragraph.
fn next_mark(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let is_mark = |b: &u8| matches!(b, b'.' | b'!' | b'?' | b'\n' | b'\r') || !b.is_ascii();
        at += bytes[at..].iter().position(is_mark)?;
        if bytes[at].is_ascii() {
            return Some(at);
        }
        let c = text[at..].chars().next()?;
        if may_end(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Whether a character outside ASCII may end a sentence: some that cannot may be among them.
fn may_end(c: char) -> bool {
    let of = properties(c);
    !(of.is_letter_or_mark() || matches!(c, '’' | '‘' | '“' | '”' | '–' | '—' | '…' | '«' | '»'))
}

/// Whether a character is a letter to these rules.
fn settles(c: char) -> bool {
    let of = properties(c);
    c.is_ascii_alphabetic()
        || (of.is_letter() && (of.is_upper() || of.is_lower()))
        || matches!(c, 'א'..='ת' | 'ؠ'..='ي' | 'अ'..='ह' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9FFF}' | '가'..='힣')
}

#[cfg(test)]
mod tests {
    use super::{SentenceBreakInvariantOptions, SentenceSegmenter, find, may_end, settles};

    fn by_icu(text: &str) -> Vec<usize> {
        let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
        let ends = segmenter.segment_str(text);
        ends.filter(|end| *end > 0).collect()
    }

    fn found(text: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        find(text, |end| ends.push(end));
        ends
    }

    #[test]
    fn breaks_are_those_of_the_rules() {
        let parts = [
            "a",
            "B",
            "é",
            "Я",
            "я",
            "中",
            "の",
            "한",
            "ب",
            "א",
            "क",
            "1",
            "٣",
            ".",
            ".",
            "!",
            "?",
            "…",
            "。",
            "।",
            "؟",
            "։",
            " ",
            " ",
            " ",
            "\u{A0}",
            "\u{3000}",
            "\t",
            ",",
            ";",
            ":",
            "-",
            "–",
            "(",
            ")",
            "\"",
            "’",
            "“",
            "”",
            "«",
            "»",
            "\u{301}",
            "\u{200D}",
            "\u{AD}",
            "\u{FEFF}",
            "\n",
            "\r",
            "\r\n",
            "\u{85}",
            "\u{2029}",
            "\u{2024}",
            "ª",
            "ǅ",
            "ʰ",
            "ー",
            "ﾞ",
            "😀",
            "\u{E0041}",
        ];
        let mut seed = 0x2545_F491_4F6C_DD1D_u64;
        for _ in 0..60_000 {
            let mut text = String::new();
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            for _ in 0..(seed >> 60) + 2 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_041);
                text.push_str(parts[(seed >> 33) as usize % parts.len()]);
            }
            assert_eq!(found(&text), by_icu(&text), "{text:?}");
        }
    }

    #[test]
    fn every_mark_and_letter_is_one_to_the_rules() {
        for c in ('\u{80}'..'\u{20000}').filter(|c| !matches!(c, '\u{3400}'..='\u{4DBF}')) {
            let ends = |text: &str| by_icu(text).len() > 1;
            assert!(may_end(c) || !ends(&format!("a{c} B")), "{c:?}");
            // A stop ends nothing where the next letter is a small one.
            let is_letter = ends(&format!("a. {c}b")) || !ends(&format!("a. {c}B"));
            assert!(is_letter || !settles(c), "{c:?}");
        }
    }
}
