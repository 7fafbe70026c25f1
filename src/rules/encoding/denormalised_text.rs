use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::language::letters;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::chars::{Script, first_script, properties};
use crate::text::normal::{Form, composed, parts, plain, split_vowels};
use crate::text::visible::excerpt;

declare_rule! {
    /// ## What it does
    ///
    /// Finds letters in a form that search does not find: taken apart into a letter and its accent,
    /// a syllable into its letters, a vowel into two; with the same accent twice, as a ligature, as
    /// an Arabic presentation form, as wide as a Chinese character, in the letters of mathematics.
    ///
    /// ## Why it matters
    ///
    /// The page looks right or nearly so, but the word is not found, sorted or spoken rightly. Names
    /// of files from macOS and text from PDF files are the usual sources. Where more than three words
    /// of a line are concerned there is one finding for all of them. An accent that stands twice is
    /// minor, since it shows.
    ///
    /// ## Bad
    ///
    /// ```text,bad,fr
    /// Le président a visité le ⟦muse{U+0301}e⟧ hier.
    /// ```
    ///
    /// ```text,fixed
    /// Le président a visité le musée hier.
    /// ```
    ///
    /// ```text,bad,de
    /// Sie war ⟦fu{U+0308}r die Schu{U+0308}ler ein Vorbild, sagten die Schu{U+0308}lerin und der Ko{U+0308}nig⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Sie war für die Schüler ein Vorbild, sagten die Schülerin und der König.
    /// ```
    ///
    /// ```text,bad,es
    /// La ⟦sesió{U+0301}n⟧ empezó tarde.
    /// ```
    ///
    /// ```text,bad,ru
    /// Новы{U+0301}й и ⟦второи{U+0306}⟧ мост закрыты.
    /// ```
    ///
    /// ```text,bad,ko
    /// 대통령은 ⟦{U+1112}{U+1161}{U+11AB}국을⟧ 방문했다.
    /// ```
    ///
    /// ```text,bad,th
    /// ราคาน⟦{U+0E4D}{U+0E49}า⟧มันขึ้น ⟦{U+0E40}{U+0E40}⟧ละ
    /// ```
    ///
    /// ```text,bad,en
    /// The ⟦ﬁrst⟧ ⟦oﬃce⟧ of ⟦ＮＡＴＯ⟧ is ⟦𝐡𝐞𝐫𝐞⟧.
    /// ```
    ///
    /// ```text,bad,ar
    /// قرأ ⟦ﻛﺘﺎب⟧ التاريخ.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,yo
    /// Ilé e{U+0323}jo{U+0323}́ àgbà ti Nàìjíríà sọ bẹ́ẹ̀.
    /// ```
    ///
    /// ```text,good,bn
    /// মেসেডোনিয়া নিয়ে আয়োজিত বড়ো সভা।
    /// ```
    ///
    /// ```text,good,ja
    /// ＮＡＴＯは２０２４年にＡ社と会談した。
    /// ```
    ///
    /// ```text,good,ar
    /// قال النبي ﷺ إن المبلغ ٥٠ ﷼ فقط.
    /// ```
    ///
    /// ```text,good,en
    /// The force 𝐹 acts on 2 m² of 5 µm film; za{U+030D} stays as it is.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where letters are composed and where an accent stands twice: the reader sees the same
    /// words. For other forms there is a proposal.
    ///
    /// ## References
    ///
    /// Unicode Standard Annex #15, Unicode Normalization Forms. MQM `character-encoding`.
    pub(crate) static DENORMALISED_TEXT = "ENC008" "denormalised-text" {
        category: Encoding, mqm: "character-encoding", severity: Neutral, default: true,
        fix: Always, needs: |text| text.has_non_ascii, check: Document(check),
    }
}

/// Bytes of what can be a word: longer ones are data.
const LONGEST_WORD: usize = 512;
/// Words of a line that are reported one by one.
const MOST_OF_A_LINE: usize = 3;
/// Words that are kept before they are reported.
const MOST_ITEMS: usize = 200_000;

fn check(context: &Context<'_>, out: &mut Sink) {
    check_accents(context, out);
    check_forms(context.doc, out);
}

/// A word, or a letter where words are not parted, with what should stand there.
#[derive(Debug)]
struct Item {
    span: Span,
    plain: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Decomposed,
    SplitSyllable,
    SplitVowel,
    Doubled,
    Form(Form),
}

/// Letters that are taken apart, or hold an accent twice.
fn check_accents(context: &Context<'_>, out: &mut Sink) {
    let (doc, text) = (context.doc, context.doc.text());
    let mut items = Vec::new();
    let mut span = Span::default();
    let mut has_loose_accent = false;
    for part in parts(text, doc.summary()) {
        if span.range().contains(&part.start) || items.len() >= MOST_ITEMS {
            continue;
        }
        span = word_around(doc, part.start, part.end);
        let word = composed(&text[span.range()]);
        has_loose_accent |= word.has_loose_accent;
        if word.word == text[span.range()] {
            continue;
        }
        let kind = if word.was_doubled {
            Kind::Doubled
        } else if first_script(&text[part]) == Some(Script::HANGUL) {
            Kind::SplitSyllable
        } else {
            Kind::Decomposed
        };
        items.push(Item {
            span,
            plain: word.word,
            kind,
        });
    }
    // A language with accents that no letter is composed with is typed in both ways.
    let has_own_accents = || context.lang().and_then(letters::has_accents);
    if items.iter().any(|item| item.kind == Kind::Decomposed)
        && has_own_accents().unwrap_or(has_loose_accent)
    {
        items.retain(|item| item.kind == Kind::Doubled);
    }
    let vowels = split_vowels(text, doc.summary()).map(|(range, plain)| Item {
        span: doc.span(range.start, range.end),
        plain,
        kind: Kind::SplitVowel,
    });
    items.extend(vowels.take(MOST_ITEMS));
    items.sort_by_key(|item| item.span.start());
    items.dedup_by_key(|item| item.span.start());
    report(doc, &items, out);
}

/// The word that holds a range; the letter before and the range itself where words are not parted.
fn word_around(doc: &Document, start: usize, end: usize) -> Span {
    let words = doc.words();
    let next = words.partition_point(|word| word.span.start() <= start);
    let word = next.checked_sub(1).map(|idx| words[idx]);
    match word.filter(|word| word.span.end() >= end) {
        Some(word) if word.span.len() <= LONGEST_WORD && word.script().has_spaces() => word.span,
        Some(_) => {
            let letter = doc.text()[..start].chars().next_back();
            let is_mark = letter.is_some_and(|c| properties(c).is_mark());
            let before = letter.filter(|_| !is_mark).map_or(0, char::len_utf8);
            doc.span(start - before, end)
        }
        None => doc.span(start, end),
    }
}

/// Letters in a form that has a plain one.
fn check_forms(doc: &Document, out: &mut Sink) {
    let (text, summary) = (doc.text(), doc.summary());
    let has_any = |scripts: &[Script]| scripts.iter().any(|script| summary.has_script(*script));
    // Korean and Japanese have some characters twice, on purpose.
    let has_twins = has_any(&[Script::HIRAGANA, Script::KATAKANA, Script::HANGUL]);
    // Where they are at home.
    let is_wide_text = has_any(&[Script::HAN, Script::BOPOMOFO]) || has_twins;
    let is_at_home = |c: char, form| match form {
        Form::FullWidth => is_wide_text,
        Form::Radical => has_twins && c >= '\u{F900}',
        _ => false,
    };
    let has_han = summary.has_script(Script::HAN);
    let radicals = has_han.then(|| memchr::memchr_iter(0xE2, text.as_bytes()));
    let places = memchr::memchr2_iter(0xEF, 0xF0, text.as_bytes());
    let mut items: Vec<Item> = Vec::new();
    let mut span = Span::default();
    for at in places.chain(radicals.into_iter().flatten()) {
        let c = text[at..].chars().next().unwrap_or_default();
        let is_new = !span.range().contains(&at) && items.len() < MOST_ITEMS;
        let Some(form) = Form::of(c).filter(|form| is_new && !is_at_home(c, *form)) else {
            continue;
        };
        let whole = word_around(doc, at, at + c.len_utf8());
        span = match form {
            Form::Radical => doc.span(at, at + c.len_utf8()),
            // In a word too long to be taken whole the letter before is a neighbour's own.
            _ => doc.span(whole.start().max(span.end().min(at)), whole.end()),
        };
        let written = &text[span.range()];
        // One letter is a symbol of mathematics.
        if form == Form::Styled && written.chars().nth(1).is_none() {
            continue;
        }
        items.push(Item {
            span,
            plain: plain(written, form),
            kind: Kind::Form(form),
        });
    }
    items.sort_by_key(|item| item.span.start());
    report(doc, &items, out);
}

/// Reports a finding a word, or a line where it holds many.
fn report(doc: &Document, items: &[Item], out: &mut Sink) {
    let line_of = |item: &Item| {
        doc.lines()
            .partition_point(|line| line.start() <= item.span.start())
    };
    for of_line in items.chunk_by(|a, b| a.kind == b.kind && line_of(a) == line_of(b)) {
        let is_few = of_line.len() <= MOST_OF_A_LINE;
        let size = if is_few { 1 } else { of_line.len() };
        for items in of_line.chunks(size) {
            if out.is_full() {
                return;
            }
            out.report(draft(doc, items));
        }
    }
}

/// The finding about words of one line.
fn draft(doc: &Document, items: &[Item]) -> Draft {
    let (first, last) = (&items[0], &items[items.len() - 1]);
    let mut replacement = String::new();
    let mut done = first.span.start();
    for item in items {
        replacement.push_str(&doc.text()[done..item.span.start()]);
        replacement.push_str(&item.plain);
        done = item.span.end();
    }
    let evidence = match first.kind {
        Kind::Decomposed => "holds a letter and its accent as two characters",
        Kind::SplitSyllable => "holds a syllable as the letters it is made of",
        Kind::SplitVowel => "is one vowel as two characters",
        Kind::Doubled => "holds the same accent twice on a letter",
        Kind::Form(Form::Ligature) => "holds several letters as one character",
        Kind::Form(Form::FullWidth) => "is written in full-width letters",
        Kind::Form(Form::Presentation) => "is written in Arabic presentation forms",
        Kind::Form(Form::Styled) => "is written in letters of mathematics",
        Kind::Form(Form::Radical) => "is a second code point for a character",
    };
    let others = match items.len() {
        1 => String::new(),
        n => format!("; so do {} other words of this line", n - 1),
    };
    let message = format!(
        "`{}` {evidence}{others}; write `{}`",
        excerpt(doc.slice(first.span)),
        excerpt(&first.plain)
    );
    let span = doc.span(first.span.start(), last.span.end());
    let draft = Draft::new(span, message);
    match first.kind {
        Kind::Form(_) => draft.fix(Fix::suggestion(replacement)),
        Kind::Doubled => draft.fix(Fix::safe(replacement)).severity(Severity::Minor),
        _ => draft.fix(Fix::safe(replacement)),
    }
}
