//! Which language a text is in.
//!
//! By its script where only one written language uses it, else by its most frequent words: a
//! hundred of them are a third to a half of any running text, and the lists of two languages are
//! hardly ever alike. That is quicker than character trigrams (a look-up a word), and, what counts
//! more here, it is silent about languages it has no list of.

#[doc(hidden)]
pub mod elisions;
#[doc(hidden)]
pub mod enclosed;
#[doc(hidden)]
pub mod foreign;
#[doc(hidden)]
pub mod gaps;
#[doc(hidden)]
pub mod glue;
#[doc(hidden)]
pub mod joins;
#[doc(hidden)]
pub mod letters;
#[doc(hidden)]
pub mod listed;
mod lists;
#[doc(hidden)]
pub mod looks;
#[doc(hidden)]
pub mod loose_accents;
#[doc(hidden)]
pub mod models;
mod names;
#[doc(hidden)]
pub mod open_words;
#[doc(hidden)]
pub mod run_together;
#[doc(hidden)]
pub mod slots;
#[doc(hidden)]
pub mod spaced_marks;
mod spelling;
#[doc(hidden)]
pub mod stops;
#[doc(hidden)]
pub mod vocabulary;

use std::sync::LazyLock;

use crate::lang::Lang;
use crate::text::chars::Script;
use crate::text::words::{Word, scan};
use lists::LISTS;
#[doc(hidden)]
pub use lists::lists_file;
pub use names::name_of;

/// Bytes of a text that are looked at: enough to be sure, few enough to cost little.
const SAMPLE: usize = 1200;
/// A longer text is looked at in this many places: one may be a quotation in another language.
const WINDOWS: usize = 3;
/// Letters of the main script under which nothing is said.
const FEWEST_LETTERS: usize = 12;
/// Words under which nothing is said, where words decide.
const FEWEST_WORDS: usize = 6;
/// A word counts this often at most: it may be a name.
const MOST_OF_A_WORD: u32 = 6;

/// The language of a text; `None` when in doubt.
///
/// Bosnian, Croatian and Serbian in Latin letters, the Nguni and the Sotho languages are not told
/// apart, and so not named.
///
/// ```
/// use copydesk::language::detect;
///
/// let text = "Die Gespräche begannen am Montag, und sie sollen bis zum Ende der Woche dauern.";
/// assert_eq!(detect(text).map(|lang| lang.to_string()).as_deref(), Some("de"));
/// assert_eq!(detect("Ankara"), None);
/// ```
pub fn detect(text: &str) -> Option<Lang> {
    let mut sample = Sample::default();
    if text.len() <= SAMPLE {
        sample.add(text, false, false);
    } else {
        let width = SAMPLE / WINDOWS;
        for window in 0..WINDOWS {
            // In the middle of each third: the ends of a page are seldom prose.
            let middle = text.len() / (2 * WINDOWS) * (2 * window + 1);
            let start = text.floor_char_boundary(middle - width / 2);
            let end = text.ceil_char_boundary(start + width);
            sample.add(&text[start..end], start > 0, end < text.len());
        }
    }
    match sample.writing()? {
        Writing::Of(code) => code.parse().ok(),
        Writing::Words(script) => {
            let words = sample.words_of(script);
            by_words(words, || sample.trigram_opinion())
        }
    }
}

/// Whether a word, in lower case, is among the most frequent of a language; `None` where nothing is
/// known of the language.
pub fn is_frequent_word(lang: Lang, word: &str) -> Option<bool> {
    LISTS.holds(lang, word)
}

/// Whether a word, in lower case, is among the most frequent of these languages at most, and of no
/// other that is known.
pub fn is_frequent_only_in(langs: &[Lang], word: &str) -> bool {
    LISTS.is_held_only_by(word, langs)
}

/// Whether a word, in lower case, is among the most frequent of some language.
pub fn is_frequent_anywhere(word: &str) -> bool {
    LISTS.is_held(word)
}

/// Whether texts of two languages pass for one another: varieties of one, standards written alike.
pub fn pass_for_one(a: Lang, b: Lang) -> bool {
    lists::are_one(a, b)
}

/// What a script says about the language.
enum Writing {
    /// It is this one.
    Of(&'static str),
    /// Its words decide.
    Words(Script),
}

/// Words of some places of a text, in lower case.
#[derive(Default)]
struct Sample {
    lower: String,
    words: Vec<(Script, usize, usize)>,
    letters: Vec<(Script, usize)>,
}

impl Sample {
    /// Adds what stands between two places; a word that may be cut at an end is left out.
    fn add(&mut self, window: &str, cut_before: bool, cut_after: bool) {
        let words = scan(window).words;
        let is_cut = |word: &Word| {
            (cut_before && word.span.start() == 0) || (cut_after && word.span.end() == window.len())
        };
        for word in words {
            let written = &window[word.span.range()];
            let is_unspaced = word.script().is_unspaced();
            if word.has_digit() || (is_cut(&word) && !is_unspaced) {
                continue;
            }
            // A Chinese or Korean character is worth two or three letters.
            let n_chars = written.chars().count();
            let n_letters = if is_dense(word.script()) {
                n_chars * 2
            } else {
                n_chars
            };
            match self.letters.iter_mut().find(|(s, _)| *s == word.script()) {
                Some((_, n)) => *n += n_letters,
                None => self.letters.push((word.script(), n_letters)),
            }
            let start = self.lower.len();
            self.lower.extend(written.chars().map(letters::folded));
            self.words.push((word.script(), start, self.lower.len()));
            self.lower.push(' ');
        }
    }

    fn letters_of(&self, script: Script) -> usize {
        let found = self.letters.iter().find(|(s, _)| *s == script);
        found.map_or(0, |(_, n)| *n)
    }

    fn contains(&self, chars: &[char]) -> bool {
        self.lower.contains(chars)
    }

    fn words_of(&self, script: Script) -> Vec<&str> {
        let of_script = self.words.iter().filter(|(own, ..)| *own == script);
        of_script
            .map(|(_, from, to)| &self.lower[*from..*to])
            .collect()
    }

    /// The script of at least two thirds of the letters, and what it says.
    fn writing(&self) -> Option<Writing> {
        let all: usize = self.letters.iter().map(|(_, n)| n).sum();
        let is_main = |n: usize| n >= FEWEST_LETTERS && n * 3 >= all * 2;
        let kana = self.letters_of(Script::HIRAGANA) + self.letters_of(Script::KATAKANA);
        let han = self.letters_of(Script::HAN);
        if is_main(han + kana) {
            // Japanese is a third kana and more; Chinese has kana in quotations only.
            let is_chinese = kana * 20 <= han && !spelling::is_cantonese(&self.lower);
            let is_japanese = kana * 5 >= han + kana;
            let code = if is_japanese { "ja" } else { "zh" };
            return (is_japanese || is_chinese).then_some(Writing::Of(code));
        }
        let (script, n) = *self.letters.iter().max_by_key(|(_, n)| *n)?;
        if !is_main(n) {
            return None;
        }
        let code = match script {
            Script::HANGUL => "ko",
            Script::GREEK => "el",
            Script::ARMENIAN => "hy",
            Script::GEORGIAN => "ka",
            Script::THAI => "th",
            Script::LAO => "lo",
            Script::KHMER => "km",
            Script::SINHALA => "si",
            Script::TAMIL => "ta",
            Script::TELUGU => "te",
            Script::KANNADA => "kn",
            Script::MALAYALAM => "ml",
            Script::GUJARATI => "gu",
            Script::GURMUKHI => "pa",
            Script::ORIYA => "or",
            Script::THAANA => "dv",
            // Letters of Shan, Mon and Karen.
            Script::MYANMAR if !self.contains_any('\u{1050}', '\u{109D}') => "my",
            // Assamese ro and wo.
            Script::BENGALI if !self.contains(&['ৰ', 'ৱ']) => "bn",
            Script::LATIN
            | Script::CYRILLIC
            | Script::ARABIC
            | Script::DEVANAGARI
            | Script::ETHIOPIC
            | Script::HEBREW => return Some(Writing::Words(script)),
            _ => return None,
        };
        Some(Writing::Of(code))
    }

    /// What the trigrams of the sample say, for a second opinion: slower, and it knows no doubt.
    fn trigram_opinion(&self) -> Option<Lang> {
        let lang = whatlang::detect_lang(&self.lower)?;
        lang.code().parse().ok()
    }

    fn contains_any(&self, first: char, last: char) -> bool {
        self.lower.contains(|c| (first..=last).contains(&c))
    }
}

/// Whether a character of the script stands for a syllable or more.
fn is_dense(script: Script) -> bool {
    matches!(
        script,
        Script::HAN | Script::HIRAGANA | Script::KATAKANA | Script::HANGUL
    )
}

/// The language whose most frequent words these are, if that is clear.
fn by_words(mut words: Vec<&str>, opinion: impl FnOnce() -> Option<Lang>) -> Option<Lang> {
    let lists = &*LISTS;
    words.sort_unstable();
    let mut matches = vec![Match::default(); lists.len()];
    let mut n_words = 0;
    for same in words.chunk_by(|a, b| a == b) {
        let times = (same.len() as u32).min(MOST_OF_A_WORD);
        n_words += times;
        for holder in lists.holders(same[0]) {
            let found = &mut matches[usize::from(holder.list)];
            found.score += lists.weight(*holder) * f64::from(times);
            found.n_distinct += 1;
        }
    }
    let (mut best, mut second) = (0, 0);
    for (list, found) in matches.iter().enumerate() {
        if found.score > matches[best].score {
            (best, second) = (list, best);
        } else if list != best && (second == best || found.score > matches[second].score) {
            second = list;
        }
    }
    let lang = lists.lang(best)?;
    let (found, next) = (matches[best], matches[second].score);
    // Trigrams cannot say that it is not the second where they do not know that language.
    let is_between_known = || next == 0.0 || lists.lang(second).is_some_and(is_known_to_trigrams);
    let is_sure = found.is_clear(next, n_words)
        || (found.is_likely(next, n_words) && is_between_known() && opinion() == Some(lang));
    is_sure.then_some(lang)
}

fn is_known_to_trigrams(lang: Lang) -> bool {
    static KNOWN: LazyLock<Vec<Lang>> = LazyLock::new(|| {
        let all = whatlang::Lang::all().iter();
        all.filter_map(|lang| lang.code().parse().ok()).collect()
    });
    KNOWN.contains(&lang)
}

/// How well a list fits a text.
#[derive(Clone, Copy, Default)]
struct Match {
    score: f64,
    n_distinct: u32,
}

impl Match {
    /// Whether it fits well, and better than the second.
    ///
    /// Running text scores 1 to 2 a word against its own list (0.4 to 1 in languages that put
    /// endings where others have words), 0.1 to 0.4 against a foreign one; several foreign ones then
    /// score alike. A neighbour scores up to 0.95 of the best.
    fn is_clear(self, second: f64, n_words: u32) -> bool {
        let a_word = self.score / f64::from(n_words);
        let ratio = second / self.score;
        n_words as usize >= FEWEST_WORDS
            && self.n_distinct >= 4
            && a_word >= 0.25
            && self.score - second >= 6.0
            && ratio <= if a_word < 0.6 { 0.75 } else { 0.96 }
    }

    /// Whether it fits, and fits best: enough where another method says the same.
    fn is_likely(self, second: f64, n_words: u32) -> bool {
        n_words as usize >= FEWEST_WORDS
            && self.n_distinct >= 2
            && self.score >= 0.2 * f64::from(n_words)
            && self.score - second >= 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::{detect, is_frequent_word};

    fn code(text: &str) -> String {
        detect(text).map_or_else(|| "unknown".to_owned(), |lang| lang.to_string())
    }

    #[test]
    fn languages_are_told_by_their_frequent_words() {
        for (lang, text) in [
            (
                "en",
                "The mayor said that the bridge would be open to all of them by the end of the week.",
            ),
            (
                "de",
                "Der Minister sagte, dass die Brücke bis zum Ende der Woche für alle wieder geöffnet ist.",
            ),
            (
                "fr",
                "Le maire a dit que le pont de la ville serait ouvert à tous avant la fin de la semaine.",
            ),
            (
                "es",
                "El alcalde dijo que el puente de la ciudad no se abriría para los camiones hasta el lunes.",
            ),
            (
                "pt",
                "O prefeito disse que a ponte da cidade não vai ser aberta para os caminhões até o fim do mês.",
            ),
            (
                "nl",
                "De burgemeester zei dat de brug aan het einde van de week weer open is voor het verkeer.",
            ),
            (
                "nb",
                "Ordføreren sa at hun ikke hadde noe å si nå om det som ble gjort, men at broen blir åpnet etter at de er ferdige med å reparere den.",
            ),
            (
                "da",
                "Borgmesteren sagde, at broen ikke ville blive åbnet for alle, før de var færdige med at reparere den af sig selv.",
            ),
            (
                "pl",
                "Burmistrz powiedział, że most nie będzie otwarty dla wszystkich, ale to już się zmieni po tym tygodniu.",
            ),
            (
                "tr",
                "Başkan bu köprünün hafta sonuna kadar herkes için açık olacağını söyledi ve daha sonra bir açıklama da yaptı.",
            ),
            (
                "is",
                "Hann sagði að brúin yrði ekki opin fyrir alla en það er von til þess að það verði í lok vikunnar.",
            ),
            (
                "ru",
                "Мэр сказал, что мост не откроют для всех, но это может быть уже на этой неделе, как они и обещали.",
            ),
            (
                "uk",
                "Мер сказав, що міст не буде відкрито для всіх, але це може бути вже на цьому тижні, як вони й обіцяли.",
            ),
            (
                "bg",
                "Кметът каза, че мостът няма да бъде отворен за всички, но това ще се промени до края на седмицата.",
            ),
            (
                "ar",
                "قال رئيس البلدية إن الجسر لن يكون مفتوحا أمام الجميع حتى نهاية الأسبوع لكن ذلك قد يتغير بعد هذا اليوم",
            ),
            (
                "fa",
                "شهردار گفت که این پل تا پایان هفته برای همه باز خواهد شد و از آن به بعد هم باز است",
            ),
            (
                "hi",
                "महापौर ने कहा कि यह पुल सप्ताह के अंत तक सभी के लिए खुल जाएगा और इस के बाद भी खुला रहेगा",
            ),
            (
                "ja",
                "市長は、橋が週末までにすべての人に開放されると述べた。",
            ),
            ("zh", "市长说，这座桥将在周末前向所有人开放。"),
            (
                "ko",
                "시장은 다리가 주말까지 모두에게 개방될 것이라고 말했다.",
            ),
            ("el", "Ο δήμαρχος είπε ότι η γέφυρα θα ανοίξει."),
            ("hy", "Քաղաքապետն ասաց, որ կամուրջը կբացվի։"),
            ("th", "นายกเทศมนตรีกล่าวว่าสะพานจะเปิดภายในสุดสัปดาห์"),
            (
                "am",
                "ከንቲባው ድልድዩ በሳምንቱ መጨረሻ ላይ ለሁሉም ክፍት ነው ብለዋል ነገር ግን ይህ ደግሞ ሌላ ነገር ነው እና አሁን አለ",
            ),
        ] {
            assert_eq!(code(text), lang, "{text}");
        }
    }

    #[test]
    fn in_doubt_nothing_is_said() {
        for text in [
            "",
            "Reuters, AP",
            "Ankara Istanbul Izmir Adana Bursa Antalya Konya",
            // Croatian (or Bosnian, or Serbian), Zulu, Tibetan, Cantonese, made-up words.
            "Gradonačelnik je rekao da će most biti otvoren za sve do kraja tjedna, ali to još nije sigurno.",
            "Imeya ithe ibhuloho lizovulelwa wonke umuntu ngaphambi kokuphela kwesonto futhi kuzoba njalo.",
            "གྲོང་ཁྱེར་གྱི་ཟམ་པ་གཟའ་འཁོར་འདིའི་མཇུག་ལ་སྒོ་འབྱེད་རྒྱུ་རེད།",
            "市長話條橋會喺週末之前開畀所有人行，佢哋都好開心，咁就冇問題。",
            "Brimel ostrafo nendu kalvir mopsen drato wilfen harduk trombi nelsar.",
        ] {
            assert_eq!(code(text), "unknown", "{text}");
        }
    }

    #[test]
    fn frequent_words() {
        let is_frequent = |tag: &str, word| is_frequent_word(tag.parse().expect("a tag"), word);
        assert_eq!(is_frequent("en", "the"), Some(true));
        assert_eq!(is_frequent("en", "bridge"), Some(false));
        assert_eq!(is_frequent("tlh", "je"), None);
    }
}
