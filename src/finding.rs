//! What a rule reports, and what is said about a rule wherever it is named.

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::mqm::Mqm;
use crate::severity::Severity;
use crate::span::Span;

/// Groups of rules; the first letters of a rule's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// `ENC`: characters that went through the wrong encoding, or got lost.
    Encoding,
    /// `NAM`: names of persons, places and organisations.
    Names,
    /// `ART`: leftovers of machine translation, templates, content systems and chatbots.
    Artefacts,
    /// `TYP`: punctuation and spacing.
    Typography,
    /// `LNG`: the wrong language.
    Language,
    /// `BIL`: against the source text.
    Bilingual,
    /// `COV`: across the documents of a batch.
    Coverage,
    /// `SUP`: what is said so that findings are ignored.
    Suppression,
}

impl Category {
    /// All categories, in the order of precedence: where two findings explain the same damage, the
    /// earlier category's remains.
    pub const ALL: [Self; 8] = [
        Self::Encoding,
        Self::Artefacts,
        Self::Names,
        Self::Typography,
        Self::Language,
        Self::Bilingual,
        Self::Coverage,
        Self::Suppression,
    ];

    /// The three letters that begin the codes of its rules.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Encoding => "ENC",
            Self::Names => "NAM",
            Self::Artefacts => "ART",
            Self::Typography => "TYP",
            Self::Language => "LNG",
            Self::Bilingual => "BIL",
            Self::Coverage => "COV",
            Self::Suppression => "SUP",
        }
    }

    /// The lower-case name, as in reports and selectors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::Names => "names",
            Self::Artefacts => "artefacts",
            Self::Typography => "typography",
            Self::Language => "language",
            Self::Bilingual => "bilingual",
            Self::Coverage => "coverage",
            Self::Suppression => "suppression",
        }
    }
}

/// How far a proposed repair may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The reader sees the same words, repaired.
    Safe,
    /// Wording or a name changes.
    Unsafe,
    /// Shown, never applied.
    Suggestion,
}

/// A repair: text that takes the place of the finding's span.
///
/// A repair that empties a line removes the line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fix {
    /// What stands there afterwards.
    pub replacement: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
}

impl Fix {
    /// A repair after which the reader sees the same words.
    pub fn safe(replacement: impl Into<String>) -> Self {
        Self {
            replacement: replacement.into(),
            applicability: Applicability::Safe,
        }
    }

    /// A repair that changes wording or a name.
    pub fn not_safe(replacement: impl Into<String>) -> Self {
        Self {
            replacement: replacement.into(),
            applicability: Applicability::Unsafe,
        }
    }

    /// A proposal that is shown and never applied.
    pub fn suggestion(replacement: impl Into<String>) -> Self {
        Self {
            replacement: replacement.into(),
            applicability: Applicability::Suggestion,
        }
    }
}

/// Whether the findings of a rule carry fixes, as its page promises and the tests observe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FixPromise {
    /// Every finding.
    Always,
    /// Some findings.
    Sometimes,
    /// No finding.
    Never,
}

/// What is said about a rule: its identity, its place in MQM, its page.
#[derive(Debug)]
pub struct RuleInfo {
    /// The code, as `ENC004`; it never changes its meaning.
    pub code: &'static str,
    /// The name, as `mixed-script-word`; it names the pattern, not the remedy.
    pub name: &'static str,
    /// The group.
    pub category: Category,
    /// The error type.
    pub mqm: Mqm,
    /// The severity of a finding, unless the rule or the configuration says otherwise.
    pub severity: Severity,
    /// Whether the rule runs without being selected.
    pub default: bool,
    /// Whether findings carry fixes.
    pub fix: FixPromise,
    /// The user's page: Markdown, from the doc comment of the rule.
    pub page: &'static str,
}

impl RuleInfo {
    /// The page as it is written: in a doc comment a space begins each line.
    pub fn markdown(&self) -> String {
        let lines = self.page.lines();
        lines
            .flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"])
            .collect()
    }

    /// One sentence: what the rule does.
    pub fn summary(&self) -> String {
        let mut paragraphs = self.section("What it does").into_iter();
        paragraphs.next().unwrap_or_default()
    }

    /// The paragraphs under a heading of the page, each on one line.
    pub fn section(&self, heading: &str) -> Vec<String> {
        let mut paragraphs = Vec::new();
        let mut is_inside = false;
        let mut paragraph = String::new();
        for line in self.page.lines().map(str::trim).chain([""]) {
            if let Some(title) = line.strip_prefix("## ") {
                is_inside = title.trim() == heading;
            } else if is_inside && !line.is_empty() {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line);
                continue;
            }
            if !paragraph.is_empty() {
                paragraphs.push(std::mem::take(&mut paragraph));
            }
        }
        paragraphs
    }
}

/// A finding as a rule makes it: about a span of the document's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The damaged part.
    pub span: Span,
    /// A lower-case clause that names the evidence, then the remedy.
    pub message: String,
    /// Differs from the rule's severity only where the rule's page says so.
    pub severity: Option<Severity>,
    /// The repair.
    pub fix: Option<Fix>,
    /// Other places that explain this one.
    pub related: Vec<(Span, String)>,
    /// The passage whose quotation marks were counted: what is garbled in it may have counted as one.
    pub counted_in: Option<Span>,
}

impl Draft {
    /// A finding without repair, of the rule's severity.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            severity: None,
            fix: None,
            related: Vec::new(),
            counted_in: None,
        }
    }

    /// With a repair.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// With a severity of its own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// With another place that explains it.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }
}

/// A place in the original input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Location {
    /// Whether the offsets count in the record's `title` instead of its `text`.
    pub in_title: bool,
    /// First byte, in the file, or in the field of a record.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Column of the first character, in characters, from 1.
    pub column: usize,
    /// Line of the character after the last, from 1.
    pub end_line: usize,
    /// Column of the character after the last, in characters, from 1.
    pub end_column: usize,
    /// Column of the first character, in bytes of UTF-8, from 1.
    pub byte_column: usize,
    /// Column of the character after the last, in bytes of UTF-8, from 1.
    pub end_byte_column: usize,
}

/// The beginning of the input.
impl Default for Location {
    fn default() -> Self {
        Self {
            in_title: false,
            start: 0,
            end: 0,
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 1,
            byte_column: 1,
            end_byte_column: 1,
        }
    }
}

/// Part of a line of the input, for showing a finding in its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, or the part of it around the finding.
    pub text: String,
    /// First marked byte of `text`.
    pub start: usize,
    /// The byte after the last marked one.
    pub end: usize,
    /// Characters of the line that are left out before `text`.
    pub skipped: usize,
}

/// A finding, placed in its document.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static RuleInfo,
    /// How much it matters here.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub message: String,
    /// Where, in the document's text.
    pub span: Span,
    /// Where, in the input.
    pub location: Location,
    /// The words themselves.
    pub text: String,
    /// The repair.
    pub fix: Option<Fix>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// The same for the same defect after edits elsewhere: 16 hexadecimal digits.
    pub fingerprint: String,
    /// Hashes of the three words before it and of those after it.
    pub around: [u32; 2],
    /// The line around it, where the caller asked for it.
    pub excerpt: Option<Excerpt>,
}

/// Another place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What stands there.
    pub message: String,
}

/// What a rule suspects in a document and only other documents of the same origin can confirm: a
/// mistake of a program befalls many of them. What is confirmed becomes findings once the batch has
/// been read. `F` is [`Draft`] or, once it is placed, [`Finding`].
#[derive(Debug, Clone)]
pub struct Suspicion<F> {
    /// What may have happened, in words that are the same wherever it does.
    pub cause: [&'static str; 2],
    /// How much speaks for it in this document: log-odds in quarter nats.
    pub weight: i32,
    /// Hashes of what speaks for it, each with its weight: repeated elsewhere they say nothing new.
    pub signs: Vec<(u64, i32)>,
    /// The findings, each with what speaks for it; none where the document alone has decided.
    pub findings: Vec<(F, i32)>,
}

/// The same for the same defect after edits elsewhere: of the rule, the text with its white space
/// made one, three words either side, and a number among equals. XXH3, 64 bits.
pub fn fingerprint(code: &str, text: &str, around: &[&str], ordinal: u32) -> String {
    shown_fingerprint(fingerprint_hash(code, text, around, ordinal))
}

/// A fingerprint as it is shown.
pub fn shown_fingerprint(hash: u64) -> String {
    let digit = |n| char::from(b"0123456789abcdef"[(hash >> (60 - 4 * n)) as usize & 0xF]);
    (0..16).map(digit).collect()
}

/// The same as a number.
pub fn fingerprint_hash(code: &str, text: &str, around: &[&str], ordinal: u32) -> u64 {
    let len: usize = around.iter().map(|word| word.len() + 1).sum();
    let mut key = String::with_capacity(code.len() + text.len() + len + 12);
    key.push_str(code);
    for word in text.split_whitespace() {
        key.push(' ');
        key.push_str(word);
    }
    for word in around {
        key.push('\u{1F}');
        key.push_str(word);
    }
    if ordinal < 10 {
        key.push(char::from(b'0' + ordinal as u8));
    } else {
        key.push_str(&ordinal.to_string());
    }
    xxh3_64(key.as_bytes())
}
