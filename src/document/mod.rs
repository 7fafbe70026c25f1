//! Documents: a decoded, parsed text with its words, lines, paragraphs and sentences, and the way
//! back to the bytes of its input.
//!
//! Parsing never fails. Knows nothing of rules or engines, and touches no file.

mod comment;
mod count;
mod digest;
mod elements;
mod format;
mod fragment;
mod html;
mod json_text;
mod jsonl;
mod locator;
mod markdown;
mod marked;
mod page;
mod references;
mod replaceable;
mod tags;
mod wrapped;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use comment::Comment;
pub use digest::{Digest, FormUse, NameUse, TwoWords};
pub use format::{Format, is_structured, markup};
pub(crate) use jsonl::json_reason;
pub use jsonl::{RecordError, json_strings};
pub use locator::Locator;
pub(crate) use tags::{Tag, TagKind, tags};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::date::Date;
use crate::lang::Lang;
use crate::span::Span;
use crate::text::decode::{Decoded, Defect, Evidence, decode, decoded};
use crate::text::joints::{Joint, joints};
use crate::text::lines::LineIndex;
use crate::text::paragraphs::paragraphs;
use crate::text::quotes::Quotes;
use crate::text::sentences;
use crate::text::source_map::SourceMap;
use crate::text::words::{Scan, Summary, Word, scan};

/// The longest input, in bytes: offsets are 32 bits wide, and a legacy encoding can grow threefold.
pub const LONGEST_INPUT: usize = u32::MAX as usize / 3;

/// One article (or other text) under audit.
#[derive(Debug)]
pub struct Document {
    name: String,
    id: Option<String>,
    record_line: Option<usize>,
    /// What the record says of where it comes from.
    record_origin: Option<u64>,
    /// What it was translated from.
    source: Option<Arc<Document>>,
    declared_lang: Option<Lang>,
    date: Option<Date>,
    text: String,
    /// Where the record's `text` begins, after its `title`.
    body_start: usize,
    /// The decoded input and the way from `text` to it, where the parser left something out.
    page: Option<(String, SourceMap)>,
    is_markup: bool,
    /// From the decoded input to its bytes.
    bytes_map: SourceMap,
    encoding: &'static str,
    evidence: Evidence,
    defects: Vec<Defect>,
    comments: Vec<Comment>,
    /// Quotations of the page, and what it says to be in a language of its own.
    passages: Vec<(Span, Option<Lang>)>,
    /// What the record says to copydesk: its `copydesk` field, as it stands.
    orders: Option<Box<str>>,
    scan: OnceLock<Scan>,
    paragraphs: OnceLock<Vec<Span>>,
    /// The indices of each paragraph's words.
    words_of_paragraphs: OnceLock<Vec<Range<usize>>>,
    sentences: OnceLock<Vec<Span>>,
    line_index: OnceLock<LineIndex>,
}

impl Document {
    /// A document from the bytes of a file in any format but [`Format::Jsonl`] (of which each line
    /// is a document of its own, see [`Document::from_record`]; given whole, it is read as plain
    /// text).
    pub fn parse(name: impl Into<String>, bytes: Vec<u8>, format: Format) -> Self {
        match format {
            Format::Plain | Format::Jsonl => Self::plain(name.into(), decode(bytes, None), 0),
            Format::Markdown => markdown::parse(name.into(), bytes),
            Format::Html => html::parse(name.into(), bytes),
        }
    }

    /// A document from a text that is at hand.
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::plain(name.into(), decoded(text.into()), 0)
    }

    /// The decoded input without the breaks of a fixed width; from `body_start` on it follows a title.
    fn plain(name: String, decoded: Decoded, body_start: usize) -> Self {
        let title = decoded.text.get(..body_start).unwrap_or_default();
        // Rules look for what stands for no character where it stands in the text.
        let unwrapped = (decoded.defects.is_empty())
            .then(|| wrapped::unwrapped(&decoded.text))
            .flatten();
        let mut document = match unwrapped.filter(|(text, _)| text.starts_with(title)) {
            Some((text, map)) => Self::from_page(name, decoded, text, map),
            None => Self::from_decoded(name, decoded),
        };
        document.is_markup = false;
        document.body_start = body_start;
        document
    }

    /// A document from one line of a batch, line `line` (from 1) of the input `name`.
    pub fn from_record(name: &str, line: usize, record: &[u8]) -> Result<Self, RecordError> {
        jsonl::parse(name, line, record)
    }

    /// With the language that the caller knows it to be in.
    #[must_use]
    pub fn with_lang(mut self, lang: Lang) -> Self {
        self.declared_lang = Some(lang);
        self
    }

    /// With the text that the caller knows it to be translated from.
    ///
    /// ```
    /// use copydesk::document::Document;
    ///
    /// let source = Document::from_text("de.txt", "Die Brücke kostete 2317 Euro.");
    /// let text = Document::from_text("en.txt", "The bridge cost 2371 euros.").with_source(source);
    /// assert!(text.source().is_some_and(|source| source.text().starts_with("Die")));
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: Self) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// With the date that the caller knows it to be of.
    #[must_use]
    pub fn with_date(mut self, date: Date) -> Self {
        self.date = Some(date);
        self
    }

    /// The same document with another text, of which the part from `body_start` on follows a title:
    /// what repairing it makes.
    #[must_use]
    pub fn rewritten(&self, text: String, body_start: usize) -> Self {
        Self {
            id: self.id.clone(),
            record_line: self.record_line,
            record_origin: self.record_origin,
            source: self.source.clone(),
            declared_lang: self.declared_lang,
            date: self.date,
            ..Self::plain(self.name.clone(), decoded(text), body_start)
        }
    }

    /// The document whose page is another one of the same format: of a record, a title and what follows
    /// from `body_start` on.
    pub(crate) fn reread(&self, page: String, body_start: usize, format: Format) -> Self {
        match self.record_line {
            Some(_) => Self {
                declared_lang: self.declared_lang,
                source: self.source.clone(),
                ..html::read(self.name.clone(), decoded(page), body_start)
            },
            None => Self {
                source: self.source.clone(),
                ..Self::parse(self.name.clone(), page.into_bytes(), format)
            },
        }
    }

    /// For the parsers: a document whose text is the whole decoded input.
    fn from_decoded(name: String, decoded: Decoded) -> Self {
        Self {
            name,
            id: None,
            record_line: None,
            record_origin: None,
            source: None,
            declared_lang: None,
            date: None,
            text: decoded.text,
            body_start: 0,
            page: None,
            is_markup: false,
            bytes_map: decoded.map,
            encoding: decoded.encoding,
            evidence: decoded.evidence,
            defects: decoded.defects,
            comments: Vec::new(),
            passages: Vec::new(),
            orders: None,
            scan: OnceLock::new(),
            paragraphs: OnceLock::new(),
            words_of_paragraphs: OnceLock::new(),
            sentences: OnceLock::new(),
            line_index: OnceLock::new(),
        }
    }

    /// For the parsers: a document whose text is part of the decoded input; `map` leads there.
    fn from_page(name: String, decoded: Decoded, text: String, map: SourceMap) -> Self {
        // The rules see defects where they stand in the text.
        let mut document = Self::from_decoded(name, decoded);
        document.defects.clear();
        let page = std::mem::replace(&mut document.text, text);
        document.page = Some((page, map));
        document.is_markup = true;
        document
    }

    /// The name of the input: a path, or what stands for one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The `id` of a record.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The line of a record in its batch, from 1.
    pub fn record_line(&self) -> Option<usize> {
        self.record_line
    }

    /// The name with the record's id: `batch.jsonl#a17`.
    pub fn label(&self) -> String {
        match (&self.id, self.record_line) {
            (Some(id), _) => format!("{}#{id}", self.name),
            (None, Some(line)) => format!("{}#{line}", self.name),
            (None, None) => self.name.clone(),
        }
    }

    /// The text that it was translated from, where that is known.
    pub fn source(&self) -> Option<&Self> {
        self.source.as_deref()
    }

    /// A number that the documents of one origin share: the files of a directory, the records of a
    /// batch that name the same publisher, or none.
    pub fn origin(&self) -> u64 {
        let seed = self.record_origin.unwrap_or_default();
        let origin = match self.record_line {
            Some(_) => self.name.as_str(),
            None => self
                .name
                .rfind(['/', '\\'])
                .map_or("", |end| &self.name[..end]),
        };
        xxh3_64_with_seed(origin.as_bytes(), seed)
    }

    /// The language that the record, the page or the caller says it is in.
    pub fn declared_lang(&self) -> Option<Lang> {
        self.declared_lang
    }

    /// The date that the record, the page or the caller says it is of.
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// The WHATWG name of the encoding of the input.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// How the encoding was found.
    pub fn evidence(&self) -> Evidence {
        self.evidence
    }

    /// Bytes of the input that stand for no character.
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// What the page says to copydesk in comments.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// What the markup of a page makes a quotation, or says to be in a language.
    pub fn marked_passages(&self) -> &[(Span, Option<Lang>)] {
        &self.passages
    }

    /// A comment as it stands in the page.
    pub fn comment(&self, comment: &Comment) -> &str {
        let page = self.page.as_ref().map_or("", |(page, _)| page);
        page.get(comment.start..comment.end).unwrap_or_default()
    }

    /// What the record says to copydesk: the JSON of its field `copydesk`.
    pub fn orders(&self) -> Option<&str> {
        self.orders.as_deref()
    }

    /// The text under audit: a record's title, an empty line, and its text; the text of a page; or a
    /// plain text, without the breaks of a fixed width.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is part of a page in a markup language, where references to characters
    /// (`&amp;`) are as they should be.
    pub fn is_markup(&self) -> bool {
        self.is_markup
    }

    /// Where a record's own text begins in the text under audit, after its title; 0 without one.
    pub fn body_start(&self) -> usize {
        self.body_start
    }

    /// Whether a place is in a record's title.
    pub fn is_in_title(&self, span: Span) -> bool {
        span.start() < self.body_start
    }

    /// The span of a range of bytes of the text; the ends move outwards to character boundaries.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start = self.text.floor_char_boundary(start);
        let end = self.text.ceil_char_boundary(end.max(start));
        Span::new(start, end)
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The text before a span.
    pub fn before(&self, span: Span) -> &str {
        &self.text[..span.start()]
    }

    /// The text after a span.
    pub fn after(&self, span: Span) -> &str {
        &self.text[span.end()..]
    }

    /// All words, in order.
    pub fn words(&self) -> &[Word] {
        &self.scan().words
    }

    /// What stands between the words, and after the last: all but single spaces.
    pub fn joints(&self) -> impl Iterator<Item = Joint<'_>> {
        let scan = self.scan();
        joints(&self.text, &scan.words, &scan.joints)
    }

    /// Indices of the words that more than one space follows, or nothing.
    pub fn words_before_joints(&self) -> impl Iterator<Item = usize> {
        self.scan().joints.iter().map(|idx| *idx as usize)
    }

    /// Indices of the words that stand out: that have a capital or a digit, are of a script without
    /// cases, or stand behind something else than one space.
    pub fn outstanding_words(&self) -> impl Iterator<Item = usize> {
        self.scan().outstanding.iter().map(|idx| *idx as usize)
    }

    /// The quotation marks.
    pub fn quotes(&self) -> Quotes {
        Quotes::read(&self.text, self.scan(), self.paragraphs())
    }

    /// How many words the text has; where words are written without spaces, characters count, so many
    /// to a word.
    pub fn n_words(&self) -> usize {
        count::n_words(self)
    }

    /// The words that begin in a span.
    pub fn words_in(&self, span: Span) -> &[Word] {
        let words = self.words();
        let from = words.partition_point(|w| w.span.start() < span.start());
        let to = words.partition_point(|w| w.span.start() < span.end());
        &words[from..to]
    }

    /// All lines, without their ends.
    pub fn lines(&self) -> &[Span] {
        &self.scan().lines
    }

    /// What the text holds.
    pub fn summary(&self) -> &Summary {
        &self.scan().summary
    }

    fn scan(&self) -> &Scan {
        self.scan.get_or_init(|| scan(&self.text))
    }

    /// The paragraphs: lines, or, where the text is broken at a fixed width, what stands between
    /// empty lines. Without white space around them.
    pub fn paragraphs(&self) -> &[Span] {
        self.paragraphs
            .get_or_init(|| paragraphs(&self.text, self.lines()))
    }

    /// The paragraphs, each with the indices of its words.
    pub fn paragraphs_of_words(&self) -> impl Iterator<Item = (Span, Range<usize>)> {
        let words = self.words_of_paragraphs.get_or_init(|| {
            // A paragraph ends where no mere space stands.
            let mut ends = self.words_before_joints().peekable();
            let mut n_words = 0;
            let mut skip = |end: usize| {
                let is_before = |at: &usize| self.words()[*at].span.start() < end;
                while let Some(last) = ends.next_if(is_before) {
                    n_words = last + 1;
                }
                n_words
            };
            let paragraphs = self.paragraphs().iter();
            let words_of = |span: &Span| skip(span.start())..skip(span.end());
            paragraphs.map(words_of).collect()
        });
        let paragraphs = self.paragraphs().iter().copied();
        paragraphs.zip(words.iter().cloned())
    }

    /// The sentences of all paragraphs.
    pub fn sentences(&self) -> &[Span] {
        self.sentences.get_or_init(|| {
            let mut all = Vec::new();
            for paragraph in self.paragraphs() {
                sentences::segment(&self.text, *paragraph, self.declared_lang, &mut all);
            }
            all
        })
    }

    /// Whether a span stands in the input as it is.
    pub fn is_verbatim(&self, span: Span) -> bool {
        self.page.as_ref().is_none_or(|(page, map)| {
            map.is_verbatim(span.start(), span.end())
                && map
                    .to_source(span.start(), span.end())
                    .is_some_and(|(start, end)| page[start..end] == *self.slice(span))
        })
    }

    /// Whether a span stands for something in the input (a parser puts in line ends and marks for
    /// what it leaves out).
    pub fn is_in_input(&self, span: Span) -> bool {
        match &self.page {
            Some((_, map)) => map.to_source(span.start(), span.end()).is_some(),
            None => true,
        }
    }

    /// The decoded input: the text, or the page that it was taken from.
    pub fn page(&self) -> &str {
        self.page
            .as_ref()
            .map_or(self.text.as_str(), |(page, _)| page)
    }

    /// The range of the page that a span stands for; `None` where the parser put it in.
    pub fn page_range(&self, span: Span) -> Option<(usize, usize)> {
        match &self.page {
            Some((_, map)) => map.to_source(span.start(), span.end()),
            None => Some((span.start(), span.end())),
        }
    }

    /// The bytes of the input that a range of the page was decoded from; of a record, the range itself.
    pub fn byte_range(&self, start: usize, end: usize) -> (usize, usize) {
        let range = self.bytes_map.to_source(start, end);
        range.unwrap_or((start, end))
    }

    /// Places spans in the input. Ask for them in ascending order: a line of any length is then
    /// read once.
    pub fn locator(&self) -> Locator<'_> {
        let index = self.line_index.get_or_init(|| LineIndex::new(self.page()));
        Locator::new(self, index)
    }
}
