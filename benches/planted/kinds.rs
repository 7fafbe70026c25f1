//! The kinds of damage.

use std::ops::Range;

use copydesk::lang::Lang;

use crate::corpus::{Article, Corpus};
use crate::families::Distance;
use crate::marks;
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
    pub(crate) plant: fn(&mut Rng, Lang, &Article, &Corpus) -> Option<Planted>,
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
    Kind {
        name: "doubled-word-short",
        rules: &["ART005", "ART006"],
        counts_all: false,
        plant: |rng, _, article, _| repeats::word(rng, article, true),
    },
    Kind {
        name: "doubled-word-any",
        rules: &["ART005", "ART006"],
        counts_all: false,
        plant: |rng, _, article, _| repeats::word(rng, article, false),
    },
    Kind {
        name: "doubled-phrase",
        rules: &["ART006"],
        counts_all: false,
        plant: |rng, _, article, _| repeats::phrase(rng, article, 2),
    },
    Kind {
        name: "phrase-three-times",
        rules: &["ART006"],
        counts_all: false,
        plant: |rng, _, article, _| repeats::phrase(rng, article, 3),
    },
    Kind {
        name: "doubled-paragraph",
        rules: &["ART007"],
        counts_all: false,
        plant: |rng, _, article, _| repeats::paragraph(rng, article, false),
    },
    Kind {
        name: "near-paragraph",
        rules: &["ART007"],
        counts_all: false,
        plant: |rng, _, article, _| repeats::paragraph(rng, article, true),
    },
    Kind {
        name: "space-before-comma",
        rules: &["TYP002"],
        counts_all: false,
        plant: |rng, _, article, _| marks::space_before_comma(rng, article),
    },
    Kind {
        name: "space-before-stop",
        rules: &["TYP002"],
        counts_all: false,
        plant: |rng, _, article, _| marks::space_before_stop(rng, article),
    },
    Kind {
        name: "no-space-after-comma",
        rules: &["TYP003", "ART008"],
        counts_all: false,
        plant: |rng, _, article, _| marks::no_space_after_comma(rng, article),
    },
    Kind {
        name: "no-space-after-stop",
        rules: &["ART008", "TYP003"],
        counts_all: false,
        plant: |rng, _, article, _| marks::no_space_after_stop(rng, article),
    },
    Kind {
        name: "glued-words",
        rules: &["ART008", "TYP010"],
        counts_all: false,
        plant: |rng, _, article, _| marks::glued_words(rng, article),
    },
    Kind {
        name: "glued-lines",
        rules: &["ART008", "TYP003"],
        counts_all: false,
        plant: |rng, _, article, _| marks::glued_lines(rng, article),
    },
    Kind {
        name: "doubled-space",
        rules: &["TYP007"],
        counts_all: false,
        plant: |rng, _, article, _| marks::doubled_space(rng, article),
    },
    Kind {
        name: "quote-half-straight",
        rules: &["TYP005"],
        counts_all: false,
        plant: |rng, _, article, _| marks::closing_quote(rng, article, "\""),
    },
    Kind {
        name: "quote-lost",
        rules: &["TYP005"],
        counts_all: false,
        plant: |rng, _, article, _| marks::closing_quote(rng, article, ""),
    },
    Kind {
        name: "bracket-lost",
        rules: &["TYP004"],
        counts_all: false,
        plant: |rng, _, article, _| marks::closing_bracket(rng, article),
    },
    Kind {
        name: "number-lost",
        rules: &["ART009"],
        counts_all: false,
        plant: |rng, _, article, _| marks::lost_number(rng, article),
    },
    Kind {
        name: "furniture-english",
        rules: &["ART002", "ART003"],
        counts_all: false,
        plant: |rng, _, article, _| marks::furniture(rng, article),
    },
    Kind {
        name: "chatbot-english",
        rules: &["ART004"],
        counts_all: false,
        plant: |rng, _, article, _| marks::chatbot(rng, article),
    },
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
