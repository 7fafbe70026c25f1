//! Batches of any size, made from the project's own clean corpus: the same in every run.

use serde::Deserialize;
use serde_json::json;

/// Clean articles, two or three a language at most.
const CORPUS: &str = include_str!("../../tests/clean/news.jsonl");
/// Bytes of text after which a made document ends.
const DOCUMENT_BYTES: usize = 2_000;
/// The languages of the batch `languages`.
const LANGUAGES: [&str; 20] = [
    "en", "de", "fr", "es", "pl", "hu", "fi", "tr", "vi", "ru", "uk", "el", "ar", "fa", "he", "hi",
    "th", "zh", "ja", "ko",
];

/// What a batch is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Clean English.
    English,
    /// Clean text in twenty languages, in turn.
    Languages,
    /// English with a defect on every line.
    Damaged,
    /// A headline a document, in twenty languages.
    Short,
}

#[derive(Deserialize)]
struct Article {
    /// Some say neither.
    #[serde(default)]
    lang: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// The sentences, or lines, of one language.
struct Stock {
    lang: &'static str,
    titles: Vec<String>,
    lines: Vec<String>,
}

/// Makes the records of a batch, one a call, without end.
pub(crate) struct Records {
    kind: Kind,
    stocks: Vec<Stock>,
    random: Random,
    n: usize,
}

impl Records {
    /// The records of one kind.
    pub(crate) fn new(kind: Kind) -> Self {
        let langs: &[&str] = match kind {
            Kind::English | Kind::Damaged => &LANGUAGES[..1],
            Kind::Languages | Kind::Short => &LANGUAGES,
        };
        Self {
            kind,
            stocks: langs.iter().map(|lang| stock(lang)).collect(),
            random: Random(0x00C0_99DE),
            n: 0,
        }
    }
}

impl Iterator for Records {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let stock_idx = self.n % self.stocks.len();
        self.n += 1;
        let stock = &mut self.stocks[stock_idx];
        let text = if self.kind == Kind::Short {
            self.random.pick(&stock.titles).clone()
        } else {
            self.random.shuffle(&mut stock.lines);
            article(&stock.lines, self.kind == Kind::Damaged, &mut self.random)
        };
        Some(json!({"id": format!("r{}", self.n), "lang": stock.lang, "text": text}).to_string())
    }
}

/// Lines until the document is long enough; none twice.
fn article(lines: &[String], is_damaged: bool, random: &mut Random) -> String {
    let mut text = String::with_capacity(DOCUMENT_BYTES + 512);
    for line in lines {
        if is_damaged {
            text.push_str(&damage(line, random));
        } else {
            text.push_str(line);
        }
        text.push('\n');
        if text.len() >= DOCUMENT_BYTES {
            break;
        }
    }
    text
}

fn damage(line: &str, random: &mut Random) -> String {
    let middle = line.ceil_char_boundary(line.len() / 2);
    let at = line[middle..]
        .find(' ')
        .map_or(line.len(), |at| middle + at);
    let (before, after) = line.split_at(at);
    let defect = random.pick(&[
        " it & # 39;s",
        " the the",
        " caf\u{C3}\u{A9}",
        " {{name}}",
        ". .",
        " &amp;#39;",
        " wo\u{200B}rd",
        " ,quot;so,quot;",
        " \u{FFFD}",
        " [object Object]",
        " harb\u{43E}ur",
        " ${author}",
    ]);
    format!("{before}{defect}{after}")
}

fn stock(lang: &'static str) -> Stock {
    let mut stock = Stock {
        lang,
        titles: Vec::new(),
        lines: Vec::new(),
    };
    for line in CORPUS.lines() {
        let article: Article = serde_json::from_str(line).expect("the corpus is tested");
        if article.lang == lang {
            stock.titles.push(article.title);
            stock.lines.extend(article.text.lines().map(str::to_owned));
        }
    }
    assert!(!stock.lines.is_empty(), "the corpus has no {lang}");
    stock
}

/// Knuth's linear congruential generator: the same numbers everywhere, for ever.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
