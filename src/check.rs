//! Rules over documents: what an audit is.

use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use crate::coverage::{Coverage, DocumentRef};
use crate::document::{Digest, Document};
use crate::finding::{
    Category, Draft, Finding, Related, Suspicion, fingerprint, fingerprint_hash, shown_fingerprint,
};
use crate::glossary::Glossary;
use crate::lang::Lang;
use crate::names::{self, Suspects};
use crate::rule::{Check, Context, Sink};
use crate::rules::RULES;
use crate::settings::{NameStyle, RuleSetting, Settings};
use crate::severity::Severity;
use crate::span::Span;
use crate::suppress;
use crate::text::quotes;
use crate::text::words::{Summary, Word};

/// Audits documents with a glossary.
#[derive(Debug, Default)]
pub struct Auditor {
    glossary: Glossary,
    /// What its names sound like, once a document has needed it.
    sounds: OnceLock<Suspects>,
}

/// What an audit finds in one document.
#[derive(Debug)]
pub struct Audit {
    /// Findings in the order of their places, then of their rules.
    pub findings: Vec<Finding>,
    /// Findings that were not kept, because a rule found too many: so many, or more.
    pub n_omitted: usize,
    /// Words of the text, as `Document::n_words` counts them.
    pub n_words: usize,
    /// The language, where a rule asked for it.
    pub lang: Option<Lang>,
    /// What the batch keeps.
    pub digest: Digest,
    /// What was ignored.
    pub ignored: suppress::Outcome,
}

impl Auditor {
    /// With the names of a desk.
    pub fn new(glossary: Glossary) -> Self {
        Self {
            glossary,
            sounds: OnceLock::new(),
        }
    }

    /// The names of the desk.
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    /// The rules that run by default, with their own severities.
    pub fn default_settings(&self) -> Settings {
        let rules = RULES
            .iter()
            .map(|rule| RuleSetting {
                enabled: rule.info.default,
                severity: None,
            })
            .collect();
        Settings {
            rules,
            lang: None,
            excerpts: false,
            name_style: NameStyle::default(),
            ignores: Arc::default(),
            today: None,
            is_narrowed: false,
            says_each: false,
        }
    }

    /// Audits one document: a pure function of the document, the settings and the glossary.
    pub fn audit(&self, document: &Document, settings: &Settings) -> Audit {
        let mut open = Open::new(self, document, settings);
        for rule_idx in 0..RULES.len() {
            open.apply(rule_idx);
        }
        open.finish()
    }

    /// Audits several documents, each by itself, rule by rule: what a rule reads besides the text is
    /// at hand for the next document. Quicker than one after the other if all of them fit into the
    /// processor's cache.
    ///
    /// ```
    /// use copydesk::check::Auditor;
    /// use copydesk::document::Document;
    ///
    /// let auditor = Auditor::default();
    /// let settings = auditor.default_settings();
    /// let texts = ["The talks have have begun.", "Nothing is wrong.", "We did not not know that."];
    /// let documents = texts.map(|text| Document::from_text("a.txt", text));
    /// let audits = auditor.audit_all(&documents.each_ref().map(|of| (of, &settings)));
    /// let found = |at: usize| audits[at].findings.iter().map(|of| &*of.text).collect::<Vec<_>>();
    /// assert_eq!([found(0), found(1), found(2)], [vec!["have have"], vec![], vec!["not not"]]);
    /// ```
    pub fn audit_all(&self, documents: &[(&Document, &Settings)]) -> Vec<Audit> {
        let mut all: Vec<Open> = documents
            .iter()
            .map(|(document, settings)| Open::new(self, document, settings))
            .collect();
        for rule_idx in 0..RULES.len() {
            for open in &mut all {
                open.apply(rule_idx);
            }
        }
        all.into_iter().map(Open::finish).collect()
    }

    /// What the batch rules find once all documents are audited; each finding with the document of
    /// its place, in the order of the batch.
    pub fn audit_batch(
        &self,
        coverage: &Coverage,
        settings: &Settings,
    ) -> Vec<(DocumentRef, Finding)> {
        // What single documents left in doubt and their origin has decided.
        let mut found: Vec<(usize, DocumentRef, Finding)> = coverage.confirmed();
        for (rule_idx, rule) in RULES.iter().enumerate() {
            let Check::Batch(check) = rule.check else {
                continue;
            };
            if !settings.rules[rule_idx].enabled {
                continue;
            }
            let mut drafts = Vec::new();
            check(coverage, &mut drafts);
            let setting = settings.rules[rule_idx].severity;
            for draft in drafts {
                let finding = Finding {
                    rule: &rule.info,
                    severity: setting.or(draft.severity).unwrap_or(rule.info.severity),
                    message: draft.message,
                    span: Span::default(),
                    location: draft.location,
                    fix: draft.fix,
                    related: Vec::new(),
                    fingerprint: fingerprint(rule.info.code, &draft.text, &[], 0),
                    text: draft.text,
                    around: [0; 2],
                    excerpt: None,
                };
                found.push((draft.document_idx, draft.document, finding));
            }
        }
        found.sort_by_key(|(document_idx, _, finding)| {
            let place = finding.location;
            (*document_idx, !place.in_title, place.start)
        });
        found
            .into_iter()
            .map(|(_, document, finding)| (document, finding))
            .collect()
    }
}

/// A document under audit, with what was found so far.
struct Open<'a> {
    context: Context<'a>,
    summary: &'a Summary,
    settings: &'a Settings,
    sink: Sink,
}

impl<'a> Open<'a> {
    fn new(auditor: &'a Auditor, document: &'a Document, settings: &'a Settings) -> Self {
        Self {
            context: Context::new(document, &auditor.glossary, &auditor.sounds, settings),
            summary: document.summary(),
            settings,
            sink: Sink::default(),
        }
    }

    /// Applies a rule, if it is one of single documents and the settings want it.
    fn apply(&mut self, rule_idx: usize) {
        let rule = &RULES[rule_idx];
        if let Check::Document(check) = rule.check
            && self.settings.rules[rule_idx].enabled
            && (rule.needs)(self.summary)
        {
            self.sink.begin_rule(rule_idx as u16);
            check(&self.context, &mut self.sink);
        }
    }

    /// What was found, once all rules are applied.
    fn finish(self) -> Audit {
        let Self {
            context,
            summary,
            settings,
            mut sink,
        } = self;
        let document = context.doc;
        let suspicions = sink.take_suspicions();
        let (drafts, n_omitted) = sink.into_drafts();
        let drafts = drafts_of_own(&context, drafts);
        let mut findings = place(document, settings, settle(document, drafts));
        let mut digest = Digest::default();
        let is_batch_rule = |idx: usize| matches!(RULES[idx].check, Check::Batch(_));
        if (0..RULES.len()).any(|idx| settings.rules[idx].enabled && is_batch_rule(idx)) {
            let lang = || context.lang();
            digest = names::digest(document, context.mentions(), context.glossary, lang);
            names::digest_pairs(
                document,
                context.name_pairs(),
                context.mentions(),
                lang,
                &mut digest,
            );
        }
        let lang = document.declared_lang().or(digest.lang);
        digest.origin = document.origin();
        digest.has_non_ascii = summary.has_non_ascii;
        digest.suspicions = suspicions
            .into_iter()
            .map(|(rule_idx, of)| {
                let code = RULES[usize::from(rule_idx)].info.code;
                let placed = place_suspicion(document, settings, rule_idx, of, &findings);
                (code, placed)
            })
            .collect();
        let is_complete = n_omitted == 0;
        let ignored = suppress::apply(document, settings, &mut findings, &mut digest, is_complete);
        Audit {
            findings,
            n_omitted,
            n_words: document.n_words(),
            lang,
            digest,
            ignored,
        }
    }
}

/// The findings without those that judge a passage by the document's language which the page says to be in
/// another one.
fn drafts_of_own(context: &Context<'_>, mut drafts: Vec<(u16, Draft)>) -> Vec<(u16, Draft)> {
    let passages = context.doc.marked_passages();
    let is_other = |of: Option<Lang>| {
        let lang = of.zip(context.lang());
        lang.is_some_and(|(of, own)| of.primary() != own.primary())
    };
    if passages.is_empty() || !passages.iter().any(|(_, of)| is_other(*of)) {
        return drafts;
    }
    drafts.retain(|(rule_idx, draft)| {
        let rule = RULES[usize::from(*rule_idx)];
        let goes_by_language = rule.by_language || rule.info.category == Category::Typography;
        let mut around = passages
            .iter()
            .filter(|(span, _)| span.contains(draft.span));
        !(goes_by_language && around.any(|(_, of)| is_other(*of)))
    });
    drafts
}

/// Orders the findings, and lets one remain where several explain the same damage: an earlier
/// category outranks a later one, a rule of a smaller code the others of its category. A finding
/// about a whole passage stands beside one inside it, unless one of them [rewrites] or [explains] the
/// other.
fn settle(document: &Document, mut drafts: Vec<(u16, Draft)>) -> Vec<(u16, Draft)> {
    drafts.retain(|(_, draft)| document.is_in_input(draft.span));
    drafts.sort_by(|(rule_a, a), (rule_b, b)| {
        (a.span.start(), a.span.end(), rule_a).cmp(&(b.span.start(), b.span.end(), rule_b))
    });
    let rank = |rule_idx: u16| (RULES[usize::from(rule_idx)].info.category, rule_idx);
    // Only what begins before another ends can overlap it: a sweep over the open ones.
    let mut outranked = vec![false; drafts.len()];
    let mut open: Vec<usize> = Vec::new();
    for idx in 0..drafts.len() {
        let (rule, span) = (drafts[idx].0, drafts[idx].1.span);
        open.retain(|other| drafts[*other].1.span.end() > span.start());
        for other in &open {
            let (other_rule, other_span) = (drafts[*other].0, drafts[*other].1.span);
            let (winner, loser, winner_span, loser_span) = if rank(rule) < rank(other_rule) {
                (idx, *other, span, other_span)
            } else {
                (*other, idx, other_span, span)
            };
            let is_wider = loser_span.contains(winner_span) && loser_span != winner_span;
            if outranked[winner] {
                continue;
            }
            if !is_wider || explains(&drafts[winner], &drafts[loser]) {
                outranked[loser] = true;
            } else if !outranked[loser] && rewrites(&drafts[loser], &drafts[winner]) {
                outranked[winner] = true;
            }
        }
        if open.len() < 64 {
            open.push(idx);
        }
    }
    let mut keep = outranked.into_iter().map(|out| !out);
    drafts.retain(|_| keep.next().unwrap_or(true));
    drop_miscounted(document, &mut drafts);
    drafts
}

/// Drops what was told by quotation marks of which some are no such marks, but pieces of garbled letters.
fn drop_miscounted(document: &Document, drafts: &mut Vec<(u16, Draft)>) {
    if drafts.iter().all(|(_, draft)| draft.counted_in.is_none()) {
        return;
    }
    let garbled = drafts.iter().filter(|(rule_idx, draft)| {
        RULES[usize::from(*rule_idx)].info.category == Category::Encoding
            && document.slice(draft.span).contains(quotes::is_curly)
    });
    let garbled: Vec<usize> = garbled.map(|(_, draft)| draft.span.start()).collect();
    drafts.retain(|(_, draft)| {
        draft.counted_in.is_none_or(|passage| {
            let first = garbled.partition_point(|start| *start < passage.start());
            garbled.get(first).is_none_or(|at| *at >= passage.end())
        })
    });
}

/// Whether a finding says that all of its passage went through the wrong encoding, and repairs it:
/// that explains what a rule of the same category finds inside it.
fn rewrites(wide: &(u16, Draft), narrow: &(u16, Draft)) -> bool {
    let info = |rule_idx: u16| &RULES[usize::from(rule_idx)].info;
    info(wide.0).category == Category::Encoding
        && info(narrow.0).category == Category::Encoding
        && info(wide.0).severity > Severity::Neutral
        && wide.1.fix.is_some()
}

/// Whether a finding about the encoding is about so much of a passage that it explains why that reads as
/// another language.
fn explains(narrow: &(u16, Draft), wide: &(u16, Draft)) -> bool {
    let info = |rule_idx: u16| &RULES[usize::from(rule_idx)].info;
    let severity = narrow.1.severity.unwrap_or(info(narrow.0).severity);
    info(narrow.0).category == Category::Encoding
        && info(wide.0).category == Category::Language
        && severity > Severity::Neutral
        && narrow.1.span.len() * EXPLAINED >= wide.1.span.len()
}

/// A passage of which this part went through the wrong encoding is in no other language.
const EXPLAINED: usize = 5;

/// Places drafts in the input of their document.
fn place(document: &Document, settings: &Settings, drafts: Vec<(u16, Draft)>) -> Vec<Finding> {
    if drafts.is_empty() {
        return Vec::new();
    }
    let mut locator = document.locator();
    let mut ordinals = std::collections::HashMap::<u64, u32>::new();
    let mut findings = Vec::with_capacity(drafts.len());
    for (rule_idx, whole, draft) in document.parts_to_replace(drafts) {
        let rule = &RULES[usize::from(rule_idx)].info;
        let setting = settings.rules[usize::from(rule_idx)];
        let related = |locator: &mut crate::document::Locator<'_>, (span, message)| Related {
            location: locator.locate(span),
            message,
        };
        let [before, after] = words_around(document, whole);
        let around: Vec<&str> = before.iter().chain(&after).copied().collect();
        let text = document.slice(whole);
        let unnumbered = fingerprint_hash(rule.code, text, &around, 0);
        let ordinal = ordinals.entry(unnumbered).or_default();
        let hash = match *ordinal {
            0 => unnumbered,
            ordinal => fingerprint_hash(rule.code, text, &around, ordinal),
        };
        findings.push(Finding {
            rule,
            severity: setting.severity.or(draft.severity).unwrap_or(rule.severity),
            message: draft.message,
            span: draft.span,
            location: locator.locate(draft.span),
            text: document.slice(draft.span).to_owned(),
            fix: draft.fix,
            fingerprint: shown_fingerprint(hash),
            around: [hash_of(&before), hash_of(&after)],
            excerpt: settings.excerpts.then(|| locator.excerpt(draft.span)),
            related: draft
                .related
                .into_iter()
                .map(|other| related(&mut locator, other))
                .collect(),
        });
        *ordinal += 1;
    }
    findings
}

/// Places what a rule suspects, but for what is in the way of another finding.
fn place_suspicion(
    document: &Document,
    settings: &Settings,
    rule_idx: u16,
    suspicion: Suspicion<Draft>,
    findings: &[Finding],
) -> Suspicion<Finding> {
    let is_free = |span: Span| {
        document.is_in_input(span)
            && findings
                .iter()
                .all(|other| other.span.end() <= span.start() || other.span.start() >= span.end())
    };
    let (mut drafts, mut weights) = (Vec::new(), Vec::new());
    for (draft, weight) in suspicion.findings {
        if is_free(draft.span) {
            drafts.push((rule_idx, draft));
            weights.push(weight);
        }
    }
    Suspicion {
        cause: suspicion.cause,
        weight: suspicion.weight,
        signs: suspicion.signs,
        findings: place(document, settings, drafts)
            .into_iter()
            .zip(weights)
            .collect(),
    }
}

/// Three words either side of a span.
fn words_around(document: &Document, span: Span) -> [Vec<&str>; 2] {
    let words = document.words();
    let before = words.partition_point(|w| w.span.end() <= span.start());
    let after = words.partition_point(|w| w.span.start() < span.end());
    let shortened = |word: &Word| {
        let word = document.slice(word.span);
        &word[..word.floor_char_boundary(LONGEST_WORD_AROUND)]
    };
    [
        &words[before.saturating_sub(3)..before],
        &words[after..words.len().min(after + 3)],
    ]
    .map(|side| side.iter().map(shortened).collect())
}

/// Bytes of a neighbouring word that count: it may be megabytes long and have many neighbours.
const LONGEST_WORD_AROUND: usize = 64;

/// Of the words of one side.
fn hash_of(words: &[&str]) -> u32 {
    xxh3_64(words.join("\u{1F}").as_bytes()) as u32
}

#[cfg(test)]
mod tests {
    use super::Auditor;
    use crate::document::{Document, Format};

    #[test]
    fn passages_of_other_languages_are_judged_by_no_rule_of_this_one() {
        let auditor = Auditor::default();
        let found = |page: &str| -> Vec<String> {
            let document = Document::parse("a.html", page.into(), Format::Html);
            let audit = auditor.audit(&document, &auditor.default_settings());
            audit.findings.into_iter().map(|found| found.text).collect()
        };
        let page = |lang: &str| {
            format!(
                "<html lang=en><p>The mayor said on Friday that the bridge was closed.</p>\
                 <p lang={lang}>« Vraiment ? » a demandé le ministre ; puis il a cité Vladimir Poutine.\
                 </p><p>It was not the end , she said.</p>"
            )
        };
        assert_eq!(found(&page("fr")), ["end ,"]);
        assert!(found(&page("en")).len() > 1);
    }
}
