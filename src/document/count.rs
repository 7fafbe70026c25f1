//! How many words a text has, in any script.
//!
//! Where words are written without spaces, characters count, so many to a word. The numbers come from
//! the same 41 news articles in professional translation (NTREX-128: Federmann, Kocmi, Xin, 2022):
//! the characters of each language by the words of English, so that an article has about as many
//! words in one language as in another. Chinese and Japanese agree with what translators reckon with
//! (1.5 to 1.8, 2.5). Splitting by dictionary (ICU) gives 1.7 for Chinese, 1.8 for Japanese, 3.9 for
//! Thai, and takes ten times as long; the factors of GMX-V 2.0 (2.8, 3.0, 6.0) make fewer words of
//! the same article than English has.

use super::Document;
use crate::text::chars::Script;

/// Characters, marks above and below among them, of ten words.
const HAN: usize = 18;
const JAPANESE: usize = 25;
const THAI: usize = 54;
const LAO: usize = 55;
const KHMER: usize = 65;
const MYANMAR: usize = 67;
const TIBETAN: usize = 53;

/// In Japanese, at least one character of so many is kana: less is a name or a brand in Chinese.
const FEWEST_KANA: usize = 8;

pub(super) fn n_words(document: &Document) -> usize {
    let is_unspaced = |script: Script| !script.has_spaces();
    if !document.summary().scripts().any(is_unspaced) {
        return document.words().len();
    }
    let (mut n_spaced, mut n_han, mut n_kana) = (0, 0, 0);
    // Hundredths of words.
    let mut others = 0;
    for word in document.words() {
        let script = word.script();
        if !is_unspaced(script) {
            n_spaced += 1;
            continue;
        }
        let n_chars = document.slice(word.span).chars().count();
        match script {
            Script::HIRAGANA | Script::KATAKANA => n_kana += n_chars,
            Script::THAI => others += n_chars * 1000 / THAI,
            Script::LAO => others += n_chars * 1000 / LAO,
            Script::KHMER => others += n_chars * 1000 / KHMER,
            Script::MYANMAR => others += n_chars * 1000 / MYANMAR,
            Script::TIBETAN => others += n_chars * 1000 / TIBETAN,
            _ => n_han += n_chars,
        }
    }
    let is_japanese = n_kana * FEWEST_KANA >= n_han + n_kana;
    let han = n_han * 1000 / if is_japanese { JAPANESE } else { HAN };
    let hundredths = han + n_kana * 1000 / JAPANESE + others;
    // A single character is a word too.
    (n_spaced + (hundredths + 50) / 100).max(1)
}

#[cfg(test)]
mod tests {
    use crate::document::Document;

    #[test]
    fn characters_count_where_words_are_written_without_spaces() {
        for (text, n_words) in [
            ("The talks began on Monday in Ankara.", 7),
            ("NATO는 東京で 3 words", 5),
            ("会谈星期一在安卡拉开始。", 6),
            ("協議は月曜日にアンカラで始まった。", 6),
            ("การเจรจาเริ่มขึ้นเมื่อวันจันทร์ที่กรุงอังการา", 8),
            ("회담이 월요일 앙카라에서 시작되었다.", 4),
            // A brand does not make it Japanese.
            ("优の良品公司星期一宣布将在安卡拉开设新的分店。", 12),
            ("在", 1),
            ("", 0),
        ] {
            assert_eq!(Document::from_text("t", text).n_words(), n_words, "{text}");
        }
    }
}
