//! Applies fixes until a document is stable, in the bytes that it was read from: a file keeps its
//! encoding and its line ends, a page its markup, a record its other fields.
//!
//! Nothing is believed: after each round the bytes are read again as `check` would read them, and must
//! hold the text that the fixes make.
//!
//! ```
//! use copydesk::check::Auditor;
//! use copydesk::document::Format;
//! use copydesk::finding::Applicability;
//! use copydesk::fixer::{Source, fix, up_to_choice};
//!
//! let bytes = b"<p>The talks <b>have have</b> begun.</p>";
//! let source = Source::File { name: "a.html", bytes, format: Format::Html };
//! let auditor = Auditor::default();
//! let settings = auditor.default_settings();
//! let fixed = fix(source, &|document| auditor.audit(document, &settings), &mut |_, finding| {
//!     up_to_choice(finding, Applicability::Safe)
//! })?;
//! assert_eq!(fixed.bytes, b"<p>The talks <b>have</b> begun.</p>");
//! # Ok::<(), copydesk::fixer::FixError>(())
//! ```

mod emptied;
mod file;
mod markup;
mod plan;
mod record;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::check::{Audit, Auditor};
use crate::document::{Document, Format, RecordError};
use crate::finding::{Applicability, Category, Finding, Fix, Location};
use crate::settings::Settings;
use plan::{Edit, Memory};

/// Rounds after which a text counts as not converging, but for those that are long.
const MOST_ROUNDS: usize = 10;

/// Rounds of a document in which a rule finds more than is kept at a time.
const MOST_LONG_ROUNDS: usize = 200;

/// Why a text could not be fixed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FixError {
    /// Fixes go on finding work for each other.
    #[error("fixing does not come to an end: {rules} still apply after {n_rounds} rounds")]
    NotConverging {
        /// The rules of the last round.
        rules: String,
        /// How many rounds were made.
        n_rounds: usize,
    },
    /// The fixed bytes would be taken for something else.
    #[error("once fixed it could not be read as {encoding} any more; convert it to UTF-8 first")]
    Encoding {
        /// What it is read as.
        encoding: &'static str,
    },
    /// The line is no record.
    #[error("{0}")]
    Record(#[from] RecordError),
}

/// What is to be fixed.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// The bytes of a file of one document.
    File {
        /// Its name.
        name: &'a str,
        /// What it holds.
        bytes: &'a [u8],
        /// What it is written in.
        format: Format,
    },
    /// A line of a batch, without its end.
    Record {
        /// The name of the batch.
        name: &'a str,
        /// The number of the line, from 1.
        line: usize,
        /// What it holds.
        bytes: &'a [u8],
    },
    /// A text that is at hand.
    Text(&'a Document),
}

/// What is done about a finding that has a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The fix is applied.
    Apply,
    /// The finding stays, and is not asked about again.
    Leave,
}

/// A document after its fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The bytes; of a text at hand, the text.
    pub bytes: Vec<u8>,
    /// The document that they are read as.
    pub document: Document,
    /// What is found in it now.
    pub audit: Audit,
    /// How many fixes of each rule were applied.
    pub applied: BTreeMap<&'static str, usize>,
    /// What was to be applied and could not be.
    pub refused: Vec<Refused>,
    /// The encoding that the file had, where it became UTF-8 because that was the defect.
    pub converted_from: Option<&'static str>,
}

impl Fixed {
    /// Whether anything was applied.
    pub fn is_changed(&self) -> bool {
        !self.applied.is_empty()
    }
}

/// A fix that was not applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The code of the rule.
    pub rule: &'static str,
    /// Where it stands.
    pub location: Location,
    /// Why.
    pub reason: Reason,
}

/// Why a fix was not applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Reason {
    /// A character that the encoding of the file lacks.
    #[error("its repair cannot be written in {0}; convert the file to UTF-8 first")]
    Encoding(&'static str),
    /// The page would be read in another way.
    #[error("its repair would change the markup; mend it by hand")]
    Markup,
}

/// What a round has made.
struct Round {
    bytes: Vec<u8>,
    document: Document,
    applied: Vec<Edit>,
    refused: Vec<(Edit, Reason)>,
    converted_from: Option<&'static str>,
}

/// Applies the fixes that are chosen, again and again until none is left. `audit` finds what there is
/// in a document; `choose` decides about each finding that has a fix.
pub fn fix(
    source: Source<'_>,
    audit: &dyn Fn(&Document) -> Audit,
    choose: &mut dyn FnMut(&Document, &Finding) -> Choice,
) -> Result<Fixed, FixError> {
    let (mut bytes, mut document) = read(source)?;
    let n_bytes_at_first = bytes.len();
    let mut memory = Memory::default();
    let mut applied = BTreeMap::new();
    let mut converted_from = None;
    let (mut n_rounds, mut n_long_rounds) = (0, 0);
    let mut direction = Ordering::Equal;
    loop {
        let found = audit(&document);
        let edits = plan::edits(&document, &found.findings, &mut memory, choose);
        let codes = |edits: &[Edit]| -> BTreeSet<&str> {
            let code = |edit: &Edit| found.findings[edit.finding_idx].rule.code;
            edits.iter().map(code).collect()
        };
        let rules = codes(&edits);
        let round = if edits.is_empty() {
            None
        } else {
            Some(match source {
                Source::File { name, format, .. } => {
                    file::apply((name, format), &bytes, &document, &found.findings, edits)?
                }
                Source::Record { name, line, .. } => {
                    record::apply((name, line), &bytes, &document, edits)?
                }
                Source::Text(_) => rewrite(&document, edits),
            })
        };
        let refused = round
            .as_ref()
            .map(|round| refused(&found.findings, &round.refused));
        let Some(round) = round.filter(|round| !round.applied.is_empty()) else {
            // What nothing needs any more goes last, and once.
            if let Some((code, round)) = idle_orders(source, &bytes, &document, &found, choose) {
                *applied.entry(code).or_default() += found.ignored.idle_orders.len();
                (bytes, document) = (round.bytes, round.document);
                continue;
            }
            return Ok(Fixed {
                bytes,
                document,
                audit: found,
                applied,
                refused: refused.unwrap_or_default(),
                converted_from,
            });
        };
        if n_rounds == MOST_ROUNDS || n_long_rounds == MOST_LONG_ROUNDS {
            return Err(FixError::NotConverging {
                rules: Vec::from_iter(rules).join(", "),
                n_rounds: n_rounds + n_long_rounds,
            });
        }
        // Where a rule finds more than is kept, the next round goes on with the rest; and fixes that undo
        // each other do not make a text longer in each round, or shorter in each. Those that breed do:
        // what is mended never gets twice as long.
        let before = std::mem::replace(&mut direction, round.bytes.len().cmp(&bytes.len()));
        let is_on_its_way =
            direction.is_ne() && direction == before && round.bytes.len() / 2 < n_bytes_at_first;
        if found.n_omitted > 0 || is_on_its_way {
            n_long_rounds += 1;
        } else {
            n_rounds += 1;
        }
        for edit in &round.applied {
            *applied
                .entry(found.findings[edit.finding_idx].rule.code)
                .or_default() += 1;
        }
        memory.follow(&round.applied);
        (bytes, document) = (round.bytes, round.document);
        converted_from = converted_from.or(round.converted_from);
    }
}

/// Applies the fixes of up to this applicability to the text of a document, again and again until none
/// is left. The result is what `audit` of it finds nothing to apply in.
pub fn fix_text(
    auditor: &Auditor,
    settings: &Settings,
    document: &Document,
    up_to: Applicability,
) -> Result<String, FixError> {
    let settings = Settings {
        says_each: true,
        ..settings.clone()
    };
    let audit = |document: &Document| auditor.audit(document, &settings);
    let fixed = fix(Source::Text(document), &audit, &mut |_, finding| {
        up_to_choice(finding, up_to)
    })?;
    Ok(fixed.document.page().to_owned())
}

/// One round: the page of a document after the fixes of up to this applicability that do not overlap,
/// from left to right; `None` where there is none.
pub fn apply(document: &Document, findings: &[Finding], up_to: Applicability) -> Option<String> {
    let mut choose = |_: &Document, finding: &Finding| up_to_choice(finding, up_to);
    let edits = plan::edits(document, findings, &mut Memory::default(), &mut choose);
    (!edits.is_empty()).then(|| plan::replace(document.page(), &edits))
}

/// Whatever is as trustworthy as this is applied, the rest is left.
pub fn up_to_choice(finding: &Finding, up_to: Applicability) -> Choice {
    match &finding.fix {
        Some(fix) if fix.applicability <= up_to => Choice::Apply,
        _ => Choice::Leave,
    }
}

/// A record without the entries of its own that ignore nothing, and the code of the rule about them.
fn idle_orders(
    source: Source<'_>,
    bytes: &[u8],
    document: &Document,
    audit: &Audit,
    choose: &mut dyn FnMut(&Document, &Finding) -> Choice,
) -> Option<(&'static str, Round)> {
    let entries = &audit.ignored.idle_orders;
    let Source::Record { name, line, .. } = source else {
        return None;
    };
    if entries.is_empty() {
        return None;
    }
    let is_about = |finding: &&Finding| finding.rule.category == Category::Suppression;
    let mut finding = audit.findings.iter().find(is_about)?.clone();
    finding.fix = Some(Fix::safe(""));
    if choose(document, &finding) == Choice::Leave {
        return None;
    }
    let round = record::without_orders((name, line), bytes, document, entries)?;
    Some((finding.rule.code, round))
}

fn read(source: Source<'_>) -> Result<(Vec<u8>, Document), FixError> {
    Ok(match source {
        Source::File {
            name,
            bytes,
            format,
        } => (
            bytes.to_vec(),
            Document::parse(name, bytes.to_vec(), format),
        ),
        Source::Record { name, line, bytes } => {
            (bytes.to_vec(), Document::from_record(name, line, bytes)?)
        }
        Source::Text(document) => {
            let text = if document.is_markup() {
                document.text()
            } else {
                document.page()
            };
            let text = text.to_owned();
            let bytes = text.clone().into_bytes();
            (bytes, document.rewritten(text, document.body_start()))
        }
    })
}

/// A round over a text that is at hand.
fn rewrite(document: &Document, edits: Vec<Edit>) -> Round {
    let text = plan::replace(document.page(), &edits);
    let body_start = plan::body_start_after(document, &edits);
    Round {
        bytes: text.clone().into_bytes(),
        document: document.rewritten(text, body_start),
        applied: edits,
        refused: Vec::new(),
        converted_from: None,
    }
}

fn refused(findings: &[Finding], refused: &[(Edit, Reason)]) -> Vec<Refused> {
    let tell = |(edit, reason): &(Edit, Reason)| {
        let finding = &findings[edit.finding_idx];
        Refused {
            rule: finding.rule.code,
            location: finding.location,
            reason: *reason,
        }
    };
    refused.iter().map(tell).collect()
}
