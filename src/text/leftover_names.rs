//! Names that programs use and prose does not: the data of `glossaries/leftovers.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Leftovers {
    pub(super) element: Elements,
    pub(super) code: Code,
    pub(super) picture: Pictures,
    pub(super) template: Templates,
    pub(super) key: Keys,
    pub(super) filler: Filler,
    pub(super) machine: Machine,
}

/// Tokens of translation programs and language models.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Machine {
    /// They stand in place of what was lost.
    pub(super) lost: Vec<String>,
    /// They stand for nothing that is read.
    pub(super) marks: Vec<String>,
}

/// Elements of HTML.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elements {
    /// Stand inside words.
    pub(super) inline: Vec<String>,
    /// Part words.
    pub(super) breaks: Vec<String>,
    /// Hold code.
    pub(super) code: Vec<String>,
}

/// Style sheets and scripts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    /// Properties of style sheets, or the beginnings of their names.
    pub(super) properties: Vec<String>,
    /// What style sheets begin with `@`.
    pub(super) at_rules: Vec<String>,
    /// Parts of statements of scripts.
    pub(super) statements: Vec<String>,
    /// Words of scripts.
    pub(super) keywords: Vec<String>,
    /// Pairs of signs.
    pub(super) signs: Vec<String>,
}

/// Files of pictures.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pictures {
    /// Endings of their names.
    pub(super) endings: Vec<String>,
    /// Hosts of the pictures of tweets.
    pub(super) hosts: Vec<String>,
}

/// Templates and content systems.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Templates {
    /// Marks of texts that were never translated.
    pub(super) untranslated: Vec<String>,
    /// Fields that hold a date.
    pub(super) date_fields: Vec<String>,
    /// Codes in braces.
    pub(super) braced: Vec<String>,
    /// Values in braces.
    pub(super) values: Vec<String>,
    /// Codes in brackets, without arguments.
    pub(super) bare: Vec<String>,
    /// What a reader is told to put in for his own: `[Your Name]`.
    pub(super) own: Vec<String>,
    /// Instructions in small letters that are no joke.
    pub(super) instructions: Vec<String>,
    /// Codes of forums.
    pub(super) markup: Vec<String>,
}

/// Keys of translations.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    /// What they begin with.
    pub(super) roots: Vec<String>,
    /// Those of them that no address begins with.
    pub(super) sure: Vec<String>,
    /// Those that are keys inside a sentence, too.
    pub(super) inside: Vec<String>,
    /// What addresses and packages begin with.
    pub(super) addresses: Vec<String>,
    /// What addresses end with.
    pub(super) domains: Vec<String>,
}

/// The filler text of typesetters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filler {
    pub(super) words: Vec<String>,
}

pub(super) static LEFTOVERS: LazyLock<Leftovers> = LazyLock::new(|| builtin_data!("leftovers"));

/// Whether a list holds a name.
pub(super) fn holds(list: &[String], name: &str) -> bool {
    list.iter().any(|of| of == name)
}
