//! The kinds of damage.

use std::ops::Range;

use copydesk::lang::Lang;

use crate::corpus::{Article, Corpus};
use crate::families::Distance;
use crate::marks;
use crate::names;
use crate::repeats;
use crate::rng::Rng;
use crate::sentences;

/// An article with one piece of damage in it.
pub(crate) struct Planted {
    pub(crate) text: String,
    /// Where the damage stands, in bytes.
    pub(crate) damage: Range<usize>,
}

/// A kind of damage.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// The codes of the rules that should find it.
    pub(crate) rules: &'static [&'static str],
    /// Whether findings that the clean article has too count as false.
    pub(crate) counts_all: bool,
    pub(crate) plant: Plant,
}

/// Plants in an article of a language, if it has a place for it.
type Plant = fn(&mut Rng, Lang, &Article, &Corpus) -> Option<Planted>;

/// A kind of which findings that the clean article has too are not false.
const fn beside_clean(name: &'static str, rules: &'static [&'static str], plant: Plant) -> Kind {
    Kind {
        name,
        rules,
        counts_all: false,
        plant,
    }
}

const LANGUAGE: &[&str] = &["LNG001", "LNG002", "LNG003"];

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "sentence-english",
        rules: LANGUAGE,
        counts_all: true,
        plant: |rng, lang, article, corpus| {
            sentences::plant(rng, lang, article, corpus, Distance::English)
        },
    },
    Kind {
        name: "sentence-other-script",
        rules: LANGUAGE,
        counts_all: true,
        plant: |rng, lang, article, corpus| {
            sentences::plant(rng, lang, article, corpus, Distance::OtherScript)
        },
    },
    Kind {
        name: "sentence-far",
        rules: LANGUAGE,
        counts_all: true,
        plant: |rng, lang, article, corpus| {
            sentences::plant(rng, lang, article, corpus, Distance::Far)
        },
    },
    Kind {
        name: "sentence-close",
        rules: LANGUAGE,
        counts_all: true,
        plant: |rng, lang, article, corpus| {
            sentences::plant(rng, lang, article, corpus, Distance::Close)
        },
    },
    beside_clean(
        "doubled-word-short",
        &["ART005", "ART006"],
        |rng, _, article, _| repeats::word(rng, article, true),
    ),
    beside_clean(
        "doubled-word-any",
        &["ART005", "ART006"],
        |rng, _, article, _| repeats::word(rng, article, false),
    ),
    beside_clean("doubled-phrase", &["ART006"], |rng, _, article, _| {
        repeats::phrase(rng, article, 2)
    }),
    beside_clean("phrase-three-times", &["ART006"], |rng, _, article, _| {
        repeats::phrase(rng, article, 3)
    }),
    beside_clean("doubled-paragraph", &["ART007"], |rng, _, article, _| {
        repeats::paragraph(rng, article, false)
    }),
    beside_clean("near-paragraph", &["ART007"], |rng, _, article, _| {
        repeats::paragraph(rng, article, true)
    }),
    beside_clean("space-before-comma", &["TYP002"], |rng, _, article, _| {
        marks::space_before_comma(rng, article)
    }),
    beside_clean("space-before-stop", &["TYP002"], |rng, _, article, _| {
        marks::space_before_stop(rng, article)
    }),
    beside_clean(
        "no-space-after-comma",
        &["TYP003", "ART008"],
        |rng, _, article, _| marks::no_space_after_comma(rng, article),
    ),
    beside_clean(
        "no-space-after-stop",
        &["ART008", "TYP003"],
        |rng, _, article, _| marks::no_space_after_stop(rng, article),
    ),
    beside_clean(
        "glued-words",
        &["ART008", "TYP010"],
        |rng, _, article, _| marks::glued_words(rng, article),
    ),
    beside_clean(
        "glued-lines",
        &["ART008", "TYP003"],
        |rng, _, article, _| marks::glued_lines(rng, article),
    ),
    beside_clean("doubled-space", &["TYP007"], |rng, _, article, _| {
        marks::doubled_space(rng, article)
    }),
    beside_clean("quote-half-straight", &["TYP005"], |rng, _, article, _| {
        marks::closing_quote(rng, article, "\"")
    }),
    beside_clean("quote-lost", &["TYP005"], |rng, _, article, _| {
        marks::closing_quote(rng, article, "")
    }),
    beside_clean("bracket-lost", &["TYP004"], |rng, _, article, _| {
        marks::closing_bracket(rng, article)
    }),
    beside_clean("number-lost", &["ART009"], |rng, _, article, _| {
        marks::lost_number(rng, article)
    }),
    beside_clean("surname-slip", &["NAM002"], |rng, _, article, _| {
        names::slip(rng, article)
    }),
    beside_clean(
        "known-name-slip",
        &["NAM001", "NAM002"],
        |rng, lang, article, _| names::slip_in_known(rng, lang, article),
    ),
    beside_clean(
        "furniture-english",
        &["ART002", "ART003"],
        |rng, _, article, _| marks::furniture(rng, article),
    ),
    beside_clean("chatbot-english", &["ART004"], |rng, _, article, _| {
        marks::chatbot(rng, article)
    }),
];

/// The lines with one of them replaced or put in, and where it stands.
pub(crate) fn with_line(article: &Article, at: usize, line: &str, replaces: bool) -> Planted {
    let mut text = String::new();
    let mut damage = 0..0;
    for (idx, own) in article.lines.iter().enumerate() {
        if idx > 0 {
            text.push('\n');
        }
        if idx == at {
            damage = text.len()..text.len() + line.len();
            text.push_str(line);
            if replaces {
                continue;
            }
            text.push('\n');
        }
        text.push_str(own);
    }
    Planted { text, damage }
}
