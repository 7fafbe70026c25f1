//! One damaged line through the program: what is found, what repair gives.

use copydesk::check::Auditor;
use copydesk::coverage::{Coverage, DocumentRef};
use copydesk::document::Document;
use copydesk::finding::{Applicability, Category, Finding};
use copydesk::fixer;
use copydesk::lang::Lang;
use copydesk::rules::RULES;
use copydesk::settings::Settings;

use crate::kinds::Planted;

/// What came of a damaged line.
#[expect(clippy::struct_excessive_bools, reason = "columns of a table")]
pub(crate) struct Outcome {
    /// A finding on the line; for the kinds of detection, on the damage.
    pub(crate) is_found: bool,
    pub(crate) is_exact: bool,
    pub(crate) is_exact_when_stable: bool,
    /// Changed, not to the original.
    pub(crate) is_wrong: bool,
    /// A safe fix of a line that did not become the original.
    pub(crate) is_safely_wrong: bool,
    pub(crate) got: String,
}

/// Where a damaged line stands.
pub(crate) struct Place {
    /// The lines around it, the damaged one among them.
    pub(crate) lines: Vec<String>,
    pub(crate) idx: usize,
    pub(crate) lang: Option<Lang>,
}

impl Place {
    fn document(&self) -> Document {
        document(self.lines.join("\n"), self.lang)
    }
}

/// The encoding rules alone.
pub(crate) fn settings(auditor: &Auditor) -> Settings {
    let mut settings = auditor.default_settings();
    for (rule, setting) in RULES.iter().zip(&mut settings.rules) {
        setting.enabled = rule.info.category == Category::Encoding;
    }
    settings
}

pub(crate) fn document(text: String, lang: Option<Lang>) -> Document {
    let document = Document::from_text("line", text);
    match lang {
        Some(lang) => document.with_lang(lang),
        None => document,
    }
}

pub(crate) fn measure(
    auditor: &Auditor,
    settings: &Settings,
    planted: &Planted,
    place: &Place,
    is_detection: bool,
) -> Outcome {
    let document = place.document();
    let findings = auditor.audit(&document, settings).findings;
    let mut outcome = outcome(&document, findings, planted, place, is_detection);
    outcome.is_exact_when_stable = !is_detection
        && fixer::fix_text(auditor, settings, &document, Applicability::Unsafe)
            .ok()
            .and_then(|text| text.split('\n').nth(place.idx).map(|got| planted.is(got)))
            .unwrap_or_default();
    outcome
}

/// The cases as one batch, with `beside` as further documents of it; what their batch finds in those.
pub(crate) fn measure_batch(
    auditor: &Auditor,
    settings: &Settings,
    cases: &[(&Planted, &Place, bool)],
    beside: &[String],
) -> (Vec<Outcome>, Vec<Finding>) {
    let mut coverage = Coverage::default();
    let documents: Vec<Document> = cases.iter().map(|(_, place, _)| place.document()).collect();
    let mut found = Vec::new();
    for document in &documents {
        let audit = auditor.audit(document, settings);
        coverage.add(&DocumentRef::of(document), audit.digest);
        found.push(audit.findings);
    }
    for line in beside {
        let audit = auditor.audit(&document(line.clone(), None), settings);
        coverage.add(&DocumentRef::default(), audit.digest);
    }
    let mut alarms = Vec::new();
    for (idx, _, finding) in coverage.confirmed() {
        match found.get_mut(idx) {
            Some(findings) => findings.push(finding),
            None => alarms.push(finding),
        }
    }
    let outcomes = cases.iter().zip(documents.iter().zip(found));
    let outcomes = outcomes.map(|((planted, place, is_detection), (document, findings))| {
        outcome(document, findings, planted, place, *is_detection)
    });
    (outcomes.collect(), alarms)
}

/// What the findings of a document come to.
fn outcome(
    document: &Document,
    mut findings: Vec<Finding>,
    planted: &Planted,
    place: &Place,
    is_detection: bool,
) -> Outcome {
    let start: usize = place.lines[..place.idx]
        .iter()
        .map(|line| line.len() + 1)
        .sum();
    let end = start + planted.damaged.len();
    findings.retain(|finding| finding.span.start() < end && finding.span.end() > start);
    let touches = |finding: &Finding| {
        planted.places.iter().any(|(from, to)| {
            finding.span.start() < start + to && finding.span.end() > start + from
        })
    };
    let is_found = if is_detection {
        findings.iter().any(touches)
    } else {
        !findings.is_empty()
    };
    let text = document.text();
    let once = |up_to| {
        let fixed = fixer::apply(document, &findings, up_to);
        // Only findings of this line were kept: what stands around it is as it was.
        fixed.map(|fixed| {
            let end = fixed.len() - (text.len() - end);
            fixed.get(start..end).unwrap_or_default().to_owned()
        })
    };
    let safe = once(Applicability::Safe);
    let fixed = once(Applicability::Unsafe);
    let is_exact = fixed.as_deref().is_some_and(|got| planted.is(got));
    Outcome {
        is_found,
        is_exact,
        is_exact_when_stable: is_exact,
        is_wrong: fixed.is_some() && !is_exact,
        is_safely_wrong: safe.is_some() && !is_exact,
        got: fixed.unwrap_or_else(|| "(unchanged)".to_owned()),
    }
}
