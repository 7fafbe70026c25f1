//! Chinese, Japanese and Korean sentences among each other: Han characters are of all three, and so no
//! script tells them apart, but kana and Hangul do, and the characters that Chinese has for what
//! Japanese and Korean write in those.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::document::Document;
use crate::lang::Lang;
use crate::language::letters::scripts_of;
use crate::text::chars::{Script, script};

/// Characters of a sentence, at least: less is a title or a name.
const FEWEST: usize = 12;
/// Hiragana of a Japanese one, and Hangul of a Korean one, at least; and the share of kana in a Japanese
/// one: one in so many.
const FEWEST_HIRAGANA: usize = 4;
const KANA_OF: usize = 4;
/// Different characters of Chinese grammar in a Chinese one, at least.
const FEWEST_PARTICLES: usize = 2;

#[derive(Deserialize)]
struct File {
    grammar: String,
    simplified: String,
}

/// Characters of Chinese grammar that do not stand in words of Japanese and Korean.
static PARTICLES: LazyLock<Vec<char>> = LazyLock::new(|| {
    let file: File = builtin_data!("chinese_grammar");
    (file.grammar + &file.simplified).chars().collect()
});

/// What a text in Han characters, kana or Hangul is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Chinese,
    Japanese,
    Korean,
}

impl Writing {
    fn lang(self) -> Option<Lang> {
        let tag = match self {
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Korean => "ko",
        };
        tag.parse().ok()
    }

    /// Of a document in this language, or, where none is known, with these words; `None` where its main
    /// script is another one.
    pub(super) fn of_document(doc: &Document, lang: Option<Lang>, main: Script) -> Option<Self> {
        if !matches!(main, Script::HAN | Script::HANGUL) {
            return None;
        }
        match lang.map(scripts_of) {
            Some(scripts) if scripts.contains(&"Hang") => return Some(Self::Korean),
            Some(scripts) if scripts.contains(&"Hira") => return Some(Self::Japanese),
            Some(scripts) if scripts.contains(&"Hani") => return Some(Self::Chinese),
            _ => {}
        }
        if main == Script::HANGUL {
            return Some(Self::Korean);
        }
        let (mut han, mut kana) = (0, 0);
        for word in doc.words() {
            match word.script() {
                Script::HAN => han += word.span.len(),
                Script::HIRAGANA | Script::KATAKANA => kana += word.span.len(),
                _ => {}
            }
        }
        // As the language of a text is told: Chinese has kana in quotations only.
        if kana * 5 >= han + kana {
            Some(Self::Japanese)
        } else {
            (kana * 20 <= han).then_some(Self::Chinese)
        }
    }

    /// Of a sentence, where it is clear.
    pub(super) fn of_sentence(sentence: &str) -> Option<Self> {
        let (mut han, mut hiragana, mut katakana, mut hangul) = (0, 0, 0, 0);
        for c in sentence.chars() {
            match script(c) {
                Script::HAN => han += 1,
                Script::HIRAGANA => hiragana += 1,
                Script::KATAKANA => katakana += 1,
                Script::HANGUL => hangul += 1,
                _ => {}
            }
        }
        let kana = hiragana + katakana;
        if han + kana + hangul < FEWEST {
            return None;
        }
        if hangul > 0 {
            return (hangul >= FEWEST_HIRAGANA && kana == 0).then_some(Self::Korean);
        }
        if hiragana >= FEWEST_HIRAGANA && kana * KANA_OF >= han + kana {
            Some(Self::Japanese)
        } else {
            (kana == 0 && has_grammar(sentence)).then_some(Self::Chinese)
        }
    }

    /// The language of a sentence of such a document that is clearly not written so.
    pub(super) fn other(self, sentence: &str) -> Option<Lang> {
        let found = Self::of_sentence(sentence)?;
        if found == self { None } else { found.lang() }
    }
}

/// Whether a text holds several characters of Chinese grammar.
fn has_grammar(text: &str) -> bool {
    let particles = PARTICLES.iter().filter(|c| text.contains(**c));
    particles.take(FEWEST_PARTICLES).count() == FEWEST_PARTICLES
}

#[cfg(test)]
mod tests {
    use super::Writing;

    #[test]
    fn sentences_of_the_neighbours() {
        for (writing, sentence, expected) in [
            (
                Writing::Chinese,
                "住民は三年前から隣の中庭を通って穴を避けている。",
                Some("ja"),
            ),
            (Writing::Chinese, "他说这座桥已经关闭了三年。", None),
            (Writing::Chinese, "日本作家川端康成的《雪国》", None),
            (
                Writing::Japanese,
                "他说这座桥已经关闭了三年，居民们很不满。",
                Some("zh"),
            ),
            (
                Writing::Japanese,
                "日本銀行金融政策決定会合議事要旨公表",
                None,
            ),
            (
                Writing::Japanese,
                "東京都渋谷区神宮前一丁目国際的研究機構",
                None,
            ),
            (
                Writing::Korean,
                "他说这座桥已经关闭了三年，居民们很不满。",
                Some("zh"),
            ),
            (Writing::Korean, "大韓民國臨時政府樹立記念日行事", None),
        ] {
            let found = writing.other(sentence).map(|lang| lang.to_string());
            assert_eq!(found.as_deref(), expected, "{sentence}");
        }
    }
}
