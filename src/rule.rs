//! What a rule is, and what it is given.

use std::cell::OnceCell;
use std::sync::OnceLock;

use crate::alignment::Alignment;
use crate::alignment::figures::{self, Differences};
use crate::coverage::{Coverage, DocumentRef};
use crate::date::Date;
use crate::document::Document;
use crate::finding::{Draft, Fix, Location, RuleInfo, Suspicion};
use crate::glossary::Glossary;
use crate::glossary::furniture::{FurnitureLine, furniture_lines};
use crate::lang::Lang;
use crate::language;
use crate::language::foreign::Foreign;
use crate::language::listed::Listed;
use crate::language::loose_accents::{self, LooseAccent};
use crate::language::models::{self, Model};
use crate::names::{self, Against, Mention, Run, SoundPair, Suspect, Suspects};
use crate::settings::{NameStyle, Settings};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::quotes::Quotes;
use crate::text::words::Summary;

/// A rule: its page and facts, when it has anything to do, and its check.
#[derive(Debug)]
pub struct Rule {
    /// Code, name, page and the other facts.
    pub info: RuleInfo,
    /// Whether a text with this summary can hold what the rule looks for.
    pub needs: fn(&Summary) -> bool,
    /// The check.
    pub check: Check,
    /// It judges by the language of the document.
    pub by_language: bool,
}

/// The check of a rule.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Reads one document.
    Document(fn(&Context<'_>, &mut Sink)),
    /// Reads what the batch kept of its documents, once, after the last.
    Batch(fn(&Coverage, &mut Vec<BatchDraft>)),
    /// Judges an entry that ignores findings, once it is known what it has ignored: the message, if
    /// something is wrong with it.
    Ignore(fn(&Entry<'_>) -> Option<String>),
}

/// An entry that ignores findings: of the configuration, of a record, or a comment of a page.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What it ignores, in words: "`NAM001` in `wire/**`".
    pub what: &'a str,
    /// Why it cannot be read as it stands, and what to do.
    pub fault: Option<&'a str>,
    /// Findings that it has ignored; `None` where this run cannot tell whether there are any.
    pub n_ignored: Option<usize>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    /// The day.
    pub today: Option<Date>,
}

impl Entry<'_> {
    /// The day on which it held for the last time, if that is over.
    pub fn expired(&self) -> Option<Date> {
        let is_over = |last: &Date| self.today.is_some_and(|today| last.is_before(today));
        self.expires.filter(is_over)
    }
}

/// A finding of a batch rule: about one place in one document.
#[derive(Debug, Clone)]
pub struct BatchDraft {
    /// The place of the document in the batch, from 0.
    pub document_idx: usize,
    /// The document.
    pub document: DocumentRef,
    /// Where in it.
    pub location: Location,
    /// What stands there.
    pub text: String,
    /// What is wrong and what to do.
    pub message: String,
    /// The repair.
    pub fix: Option<Fix>,
    /// In place of the rule's own severity.
    pub severity: Option<Severity>,
}

/// A document under audit, with all that rules share: each is computed once, on first use.
#[derive(Debug)]
pub struct Context<'a> {
    /// The document.
    pub doc: &'a Document,
    /// The names of the desk.
    pub glossary: &'a Glossary,
    sounds: &'a OnceLock<Suspects>,
    settings: &'a Settings,
    lang: OnceCell<Option<Lang>>,
    source_lang: OnceCell<Option<Lang>>,
    mentions: OnceCell<Vec<Mention>>,
    names_against_source: OnceCell<Against>,
    runs: OnceCell<Vec<Run>>,
    pairs: OnceCell<Vec<SoundPair>>,
    furniture: OnceCell<Vec<FurnitureLine>>,
    foreign: OnceCell<Foreign>,
    listed: OnceCell<Option<(&'static Model, Listed)>>,
    loose_accents: OnceCell<Vec<LooseAccent>>,
    quotes: OnceCell<Quotes>,
    figures: OnceCell<Differences>,
    alignment: OnceCell<Alignment>,
}

/// One slip of typography in so many words does not count.
const WORDS_A_SLIP: usize = 100;

impl<'a> Context<'a> {
    /// A document that is audited with a glossary and settings; `sounds` holds what the glossary's
    /// names sound like, once a document has needed it.
    pub fn new(
        doc: &'a Document,
        glossary: &'a Glossary,
        sounds: &'a OnceLock<Suspects>,
        settings: &'a Settings,
    ) -> Self {
        Self {
            doc,
            glossary,
            sounds,
            settings,
            lang: OnceCell::new(),
            source_lang: OnceCell::new(),
            mentions: OnceCell::new(),
            names_against_source: OnceCell::new(),
            runs: OnceCell::new(),
            pairs: OnceCell::new(),
            furniture: OnceCell::new(),
            foreign: OnceCell::new(),
            listed: OnceCell::new(),
            loose_accents: OnceCell::new(),
            quotes: OnceCell::new(),
            figures: OnceCell::new(),
            alignment: OnceCell::new(),
        }
    }

    /// The declared language, or else the detected one; `None` when in doubt.
    pub fn lang(&self) -> Option<Lang> {
        *self.lang.get_or_init(|| {
            let declared = self.doc.declared_lang().or(self.settings.lang);
            declared.or_else(|| language::detect(self.doc.text()))
        })
    }

    /// The language of what the document was translated from: declared, or else detected.
    pub fn source_lang(&self) -> Option<Lang> {
        let source = self.doc.source()?;
        *self.source_lang.get_or_init(|| {
            let declared = source.declared_lang();
            declared.or_else(|| language::detect(source.text()))
        })
    }

    /// Whether so many slips are few for the length of the text: they do not count as errors.
    pub fn are_rare(&self, n_slips: usize) -> bool {
        n_slips * WORDS_A_SLIP <= self.doc.n_words()
    }

    /// Whether a habit of the text is reported at each of its places: they are to be mended.
    pub fn says_each(&self) -> bool {
        self.settings.says_each
    }

    /// What is not in the document's language.
    pub fn foreign(&self) -> &Foreign {
        self.foreign
            .get_or_init(|| language::foreign::find(self.doc, self.lang(), || self.quotes()))
    }

    /// The statistics of the document's language.
    pub fn model(&self) -> Option<&'static Model> {
        models::of_words(self.lang()?, self.doc.words())
    }

    /// The statistics of the document's language, and which words its list holds.
    pub fn listed(&self) -> Option<(&'static Model, &Listed)> {
        let of_doc = self.listed.get_or_init(|| {
            let model = self.model()?;
            let listed = Listed::of(self.doc.text(), self.doc.words(), model);
            Some((model, listed))
        });
        of_doc.as_ref().map(|(model, listed)| (*model, listed))
    }

    /// Words whose accents stand beside their letters.
    pub fn loose_accents(&self) -> &[LooseAccent] {
        self.loose_accents.get_or_init(|| {
            let model = self.model();
            model.map_or_else(Vec::new, |model| {
                loose_accents::find(self.doc.text(), model)
            })
        })
    }

    /// How the desk writes names.
    pub fn name_style(&self) -> &'a NameStyle {
        &self.settings.name_style
    }

    /// Where names of the glossary stand.
    pub fn mentions(&self) -> &[Mention] {
        self.mentions
            .get_or_init(|| names::find_mentions(self.doc, self.glossary, || self.lang()))
    }

    /// Names of the glossary in spellings that it does not know.
    pub fn suspects(&self) -> Vec<Suspect> {
        let sounds = self.sounds.get_or_init(|| Suspects::new(self.glossary));
        let mentions = self.mentions();
        let is_known = |span: Span| {
            let after = mentions.partition_point(|mention| mention.span.start() < span.end());
            mentions[..after]
                .last()
                .is_some_and(|mention| mention.span.end() > span.start())
        };
        sounds.find(
            self.doc,
            self.glossary,
            self.runs(),
            || self.lang(),
            is_known,
        )
    }

    /// What the names of the text say against those of its source, where it has one.
    pub fn names_against_source(&self) -> &Against {
        self.names_against_source.get_or_init(|| {
            let Some(alignment) = self.alignment() else {
                return Against::default();
            };
            names::against(
                self.doc,
                self.glossary,
                self.mentions(),
                alignment,
                (self.lang(), self.source_lang()),
            )
        })
    }

    /// Where words look like names, known or not.
    pub fn runs(&self) -> &[Run] {
        self.runs.get_or_init(|| names::runs(self.doc))
    }

    /// The names of two words, by how they sound.
    pub fn name_pairs(&self) -> &[SoundPair] {
        self.pairs
            .get_or_init(|| names::pairs(self.doc, self.runs()))
    }

    /// The lines, and pieces of lines, that belong to the page around the article.
    pub fn furniture(&self) -> &[FurnitureLine] {
        self.furniture
            .get_or_init(|| furniture_lines(self.doc, || self.lang()))
    }

    /// Numbers that are others than those of the source, and numbers that are missing.
    pub fn figures(&self) -> Option<&Differences> {
        let (source, alignment) = self.doc.source().zip(self.alignment())?;
        let passages = || figures::passages(source, self.doc, alignment);
        Some(
            self.figures
                .get_or_init(|| figures::differences(&passages())),
        )
    }

    /// The text sentence by sentence beside what it was translated from, where that is known.
    pub fn alignment(&self) -> Option<&Alignment> {
        let source = self.doc.source()?;
        let align = || Alignment::of(source, self.doc, names::sound_of_beginning);
        Some(self.alignment.get_or_init(align))
    }

    /// The quotation marks: which opens, which closes, which belong together.
    pub fn quotes(&self) -> &Quotes {
        let doc = self.doc;
        self.quotes.get_or_init(|| doc.quotes())
    }
}

/// Findings of one rule that are kept for one document: it need not look for more.
pub const MOST_FINDINGS: usize = 10_000;

/// Takes the findings of a document, rule by rule.
#[derive(Debug, Default)]
pub struct Sink {
    drafts: Vec<(u16, Draft)>,
    suspicions: Vec<(u16, Suspicion<Draft>)>,
    rule_idx: u16,
    of_this_rule: usize,
    n_omitted: usize,
}

impl Sink {
    /// What is reported from now on comes from this rule.
    pub(crate) fn begin_rule(&mut self, rule_idx: u16) {
        self.rule_idx = rule_idx;
        self.of_this_rule = 0;
    }

    /// Takes a finding.
    pub fn report(&mut self, draft: Draft) {
        self.of_this_rule += 1;
        if self.of_this_rule <= MOST_FINDINGS {
            self.drafts.push((self.rule_idx, draft));
        }
        // A rule that has so many may look no further: one stands for what it does not find.
        if self.of_this_rule == MOST_FINDINGS || self.of_this_rule > MOST_FINDINGS + 1 {
            self.n_omitted += 1;
        }
    }

    /// Takes what other documents of the same origin may confirm, or what confirms the same in
    /// them; a few of a document.
    pub fn suspect(&mut self, suspicion: Suspicion<Draft>) {
        self.suspicions.push((self.rule_idx, suspicion));
    }

    /// What is suspected, each with the index of its rule.
    pub(crate) fn take_suspicions(&mut self) -> Vec<(u16, Suspicion<Draft>)> {
        std::mem::take(&mut self.suspicions)
    }

    /// Whether a further finding of this rule would not be kept.
    pub fn is_full(&self) -> bool {
        self.of_this_rule >= MOST_FINDINGS
    }

    /// All findings, each with the index of its rule, and how many were left out,
    /// at least.
    pub(crate) fn into_drafts(self) -> (Vec<(u16, Draft)>, usize) {
        (self.drafts, self.n_omitted)
    }
}

/// Declares a rule: the doc comment is the user's page.
///
/// ```text
/// declare_rule! {
///     /// ## What it does
///     /// …
///     pub(crate) static MIXED_SCRIPT_WORD = "ENC004" "mixed-script-word" {
///         category: Encoding, mqm: "character-encoding", severity: Major, default: true,
///         fix: Sometimes, needs: |text| text.has_mixed_script, check: Document(check),
///     }
/// }
/// ```
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])+
        pub(crate) static $ident:ident = $code:literal $name:literal {
            category: $category:ident, mqm: $mqm:literal, severity: $severity:ident,
            default: $default:literal, fix: $fix:ident, needs: $needs:expr,
            check: $kind:ident($check:path) $(, by_language: $by_language:literal)? $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        pub(crate) static $ident: $crate::rule::Rule = $crate::rule::Rule {
            info: $crate::finding::RuleInfo {
                code: $code,
                name: $name,
                category: $crate::finding::Category::$category,
                mqm: $crate::mqm::Mqm::of($mqm),
                severity: $crate::severity::Severity::$severity,
                default: $default,
                fix: $crate::finding::FixPromise::$fix,
                page: concat!($($doc, "\n"),+),
            },
            needs: $needs,
            check: $crate::rule::Check::$kind($check),
            by_language: false $(|| $by_language)?,
        };
    };
}
