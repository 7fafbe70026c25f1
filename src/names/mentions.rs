//! Finding mentions: full names first, then the surnames that they license.

use std::cell::Cell;

use super::cited::is_in_address;
use super::given::is_opening;
use super::inflection::{self, Bent};
use super::is_right_in;
use super::unspaced::{self, Surname};
use crate::document::Document;
use crate::glossary::{Form, FormId, Glossary, KEY_CHARS, Opening};
use crate::lang::Lang;
use crate::span::Span;
use crate::text::chars::Script;
use crate::text::fold::{fold, fold_beginning_into, fold_into};
use crate::text::hash::Lately;
use crate::text::words::Word;

/// A name of the glossary in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// Index of the entity.
    pub entity: u32,
    /// The form.
    pub form: FormId,
    /// The whole name, not the surname alone.
    pub is_full: bool,
    /// A word is in capitals that the form does not have, where diacritics are often left out.
    pub has_capitals: bool,
    /// Whether a case ending changes the words.
    pub is_bent: bool,
    /// The surname, without case ending: of a full name with a known surname, or the mention itself.
    pub surname: Option<Span>,
}

/// Finds the mentions of a document, in order.
///
/// A word that can begin a name (a capital in cased scripts) is looked up by its folded beginning;
/// the longest form wins. In scripts that run words together names are looked for at each letter. A
/// surname alone is a mention where a full name of the same entity stands in the document. What stands in
/// addresses is none.
pub fn find_mentions(
    doc: &Document,
    glossary: &Glossary,
    lang: impl Fn() -> Option<Lang>,
) -> Vec<Mention> {
    let mut finder = Finder {
        doc,
        glossary,
        endings: None,
        lang: &lang,
        folded: String::new(),
        other: String::new(),
        found: Vec::new(),
        first: FIRST_LATELY.take(),
        second: SECOND_LATELY.take(),
    };
    let mut mentions = finder.full_names();
    FIRST_LATELY.set(std::mem::take(&mut finder.first));
    SECOND_LATELY.set(std::mem::take(&mut finder.second));
    let is_unspaced = unspaced::is_among(doc.summary());
    if is_unspaced {
        let names = unspaced::Finder::new(doc, glossary).names(&mentions);
        mentions.retain(|mention| !is_inside(mention, &names));
        mentions.extend(names);
        mentions.sort_by_key(|mention| mention.span);
    }
    mentions.retain(|mention| !is_in_address(doc, mention.span));
    let licensed = finder.licensed_surnames(&mentions);
    let mut surnames = finder.surnames(&licensed, &mentions);
    if is_unspaced {
        let licensed = licensed.iter().filter_map(|(_, entity, form)| {
            Some(Surname {
                written: unspaced::surname_of(glossary.form(*form))?,
                entity: *entity,
                form: *form,
            })
        });
        let licensed: Vec<Surname<'_>> = licensed.collect();
        surnames.extend(unspaced::surnames(doc, &licensed, &mentions));
    }
    let in_text = surnames.into_iter();
    mentions.extend(in_text.filter(|surname| !is_in_address(doc, surname.span)));
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

/// Whether a mention stands in one of others, which are in order.
fn is_inside(mention: &Mention, others: &[Mention]) -> bool {
    let after = others.partition_point(|other| other.span.start() <= mention.span.start());
    let before = others[..after].last();
    before.is_some_and(|other| other.span.contains(mention.span))
}

/// Characters of a word that are looked up.
const MOST_CHARS: usize = 40;
/// Letters of an abbreviation in a name: `St. Petersburg`.
const LONGEST_ABBREVIATION: usize = 3;

struct Finder<'a> {
    doc: &'a Document,
    glossary: &'a Glossary,
    lang: &'a dyn Fn() -> Option<Lang>,
    /// Of the document's language, once a word needs them.
    endings: Option<&'static [String]>,
    folded: String,
    other: String,
    found: Vec<(FormId, &'a Form)>,
    first: Lately<Opening>,
    second: Lately<Opening>,
}

thread_local! {
    /// How words may begin names, by glossary and script.
    static FIRST_LATELY: Cell<Lately<Opening>> = Cell::default();
    /// The same of the words behind them.
    static SECOND_LATELY: Cell<Lately<Opening>> = Cell::default();
}

impl<'a> Finder<'a> {
    fn full_names(&mut self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let words = self.doc.words();
        let mut behind = 0;
        for at in self.doc.outstanding_words() {
            if at >= behind && can_begin_name(words[at]) {
                behind = at + self.name_at(words, at, &mut mentions);
            }
        }
        mentions
    }

    /// Looks for a name that begins with the word `at`; the words it takes up.
    fn name_at(&mut self, words: &[Word], at: usize, mentions: &mut Vec<Mention>) -> usize {
        let glossary = self.glossary;
        let mut best: Option<(usize, FormId, bool)> = None;
        let mut found = std::mem::take(&mut self.found);
        self.find_candidates(words, at, &mut found);
        for found in found.drain(..) {
            self.take_longer(words, at, found, &mut best);
        }
        self.found = found;
        let Some((n, form_idx, is_bent)) = best else {
            return 0;
        };
        let form = glossary.form(form_idx);
        let own = &words[at..at + n];
        let span = own[0].span.cover(own[n - 1].span);
        // `IRAN` is a country in capitals, `NATO` is written so.
        let n_capitals = |text: &str| text.chars().filter(|c| c.is_uppercase()).count();
        let has_capitals = own.iter().any(|word| word.is_all_capitals())
            && n_capitals(self.doc.slice(span)) > n_capitals(&form.written);
        let surname = form.short_word.and_then(|idx| {
            let word = own[usize::from(idx)];
            self.stem(word, &form.words[usize::from(idx)])
        });
        mentions.push(Mention {
            span,
            entity: form.entity,
            form: form_idx,
            is_full: true,
            has_capitals,
            is_bent,
            surname,
        });
        n
    }

    /// Takes a form for the best if it is longer and fits.
    fn take_longer(
        &mut self,
        words: &[Word],
        at: usize,
        (id, form): (FormId, &Form),
        best: &mut Option<(usize, FormId, bool)>,
    ) {
        let n = form.words.len();
        if n == 0 || best.is_some_and(|(longest, ..)| n <= longest) || at + n > words.len() {
            return;
        }
        if let Some(bent) = self.fits(form, &words[at..at + n]) {
            *best = Some((n, id, bent));
        }
    }

    /// The forms that may begin with the word `at`.
    fn find_candidates(&mut self, words: &[Word], at: usize, found: &mut Vec<(FormId, &'a Form)>) {
        let word = words[at].span;
        let next = words.get(at + 1).map(|next| next.span);
        let next = next.filter(|next| self.are_joined(word, *next));
        if !self.may_begin(words[at], next.map(|_| words[at + 1])) {
            return;
        }
        self.folded.clear();
        fold_beginning_into(self.doc.slice(word), MOST_CHARS, &mut self.folded);
        self.other.clear();
        if let Some(next) = next {
            fold_beginning_into(self.doc.slice(next), KEY_CHARS, &mut self.other);
        }
        let next = next.map(|_| &*self.other);
        let script = words[at].script();
        self.glossary
            .add_candidates(&self.folded, next, script, found);
    }

    /// Whether some name may begin so: turns most words away.
    fn may_begin(&mut self, word: Word, next: Option<Word>) -> bool {
        let glossary = self.glossary;
        let script = word.script();
        let folded = &mut self.folded;
        let asked = glossary.number() << 8 | u64::from(script.number());
        let first = self.first.ask(word.hash(), asked, || {
            folded.clear();
            fold_beginning_into(self.doc.slice(word.span), MOST_CHARS, folded);
            glossary.opening(folded, script)
        });
        if first.may_be_name {
            return true;
        }
        let Some(next) = next else { return false };
        let second = self.second.ask(next.hash(), asked, || {
            folded.clear();
            fold_beginning_into(self.doc.slice(next.span), KEY_CHARS, folded);
            glossary.opening(folded, script)
        });
        glossary.may_go_on(first, second, script)
    }

    /// Whether the words are the form's, and whether one is bent.
    fn fits(&mut self, form: &Form, words: &[Word]) -> Option<bool> {
        let mut is_bent = false;
        for (idx, (word, name)) in words.iter().zip(&form.words).enumerate() {
            if idx > 0 && !self.are_joined(words[idx - 1].span, word.span) {
                return None;
            }
            self.other.clear();
            fold_into(self.doc.slice(word.span), &mut self.other);
            if self.other != **name {
                let endings = self.endings_here();
                is_bent |= inflection::matches(&self.other, name, endings)? != Bent::No;
            }
        }
        Some(is_bent)
    }

    /// Whether two words may follow one another in one name: behind a full stop only if it is that of an
    /// abbreviation.
    fn are_joined(&self, one: Span, next: Span) -> bool {
        let between = &self.doc.text()[one.end()..next.start()];
        let is_short = || {
            self.doc
                .slice(one)
                .chars()
                .nth(LONGEST_ABBREVIATION)
                .is_none()
        };
        joins(between) || between == ". " && is_short()
    }

    fn endings_here(&mut self) -> &'static [String] {
        self.endings
            .get_or_insert_with(|| inflection::endings((self.lang)()))
    }

    /// The part of a word that is the name, without its ending; `None` where the ending has changed
    /// the name itself.
    fn stem(&mut self, word: Word, name: &str) -> Option<Span> {
        let text = self.doc.slice(word.span);
        self.other.clear();
        fold_into(text, &mut self.other);
        let endings = self.endings_here();
        match inflection::matches(&self.other, name, endings)? {
            Bent::No => Some(word.span),
            Bent::Glued => {
                let end = beginning(text, name.len());
                Some(self.doc.span(word.span.start(), word.span.start() + end))
            }
            Bent::Changed => None,
        }
    }

    /// Whether the word right before a surname makes it somebody's full name.
    fn is_given_name(&mut self, before: Word, surname: Word) -> bool {
        let between = &self.doc.text()[before.span.end()..surname.span.start()];
        if !before.is_capitalised() || before.has_digit() || !matches!(between, " " | "\u{A0}") {
            return false;
        }
        self.other.clear();
        fold_into(self.doc.slice(before.span), &mut self.other);
        !inflection::is_title(&self.other) && !is_opening(self.doc, before, self.lang)
    }

    /// The surnames that full mentions license: their own, and those of the other forms that are
    /// right in the language, so that `Zelensky` after `Volodymyr Zelenskyy` is known.
    fn licensed_surnames(&self, full: &[Mention]) -> Vec<(&'a str, u32, FormId)> {
        let mut licensed: Vec<(&'a str, u32, FormId)> = Vec::new();
        let mut seen: Vec<FormId> = Vec::new();
        for mention in full.iter().filter(|mention| mention.is_full) {
            if seen.contains(&mention.form) {
                continue;
            }
            seen.push(mention.form);
            let script = self.glossary.form(mention.form).script;
            let sisters = self.glossary.sister_forms(mention.form);
            for (id, form) in sisters.filter(|(_, form)| form.script == script) {
                let Some(idx) = form.short_word else { continue };
                let surname = &*form.words[usize::from(idx)];
                let is_new = |(known, entity, _): &(&str, u32, FormId)| {
                    *known != surname || *entity != mention.entity
                };
                let entity = self.glossary.entity(mention.entity);
                let is_right =
                    || id == mention.form || is_right_in(entity, (self.lang)(), &form.words);
                if licensed.iter().all(is_new) && is_right() {
                    licensed.push((surname, mention.entity, id));
                }
            }
        }
        licensed
    }

    /// Surnames of entities that are mentioned in full, outside those mentions.
    fn surnames(&mut self, licensed: &[(&str, u32, FormId)], full: &[Mention]) -> Vec<Mention> {
        let mut mentions = Vec::new();
        if licensed.is_empty() {
            return mentions;
        }
        // Neither case nor an ending changes how a surname begins.
        let mut beginnings = [false; 256];
        for (surname, ..) in licensed {
            beginnings[usize::from(surname.as_bytes().first().copied().unwrap_or_default())] = true;
        }
        let text = self.doc.text().as_bytes();
        let may_be_licensed = |word: Word| {
            let first = text[word.span.start()];
            !first.is_ascii() || beginnings[usize::from(first.to_ascii_lowercase())]
        };
        let mut next_full = full.iter().peekable();
        let words = self.doc.words();
        for at in self.doc.outstanding_words() {
            let word = words[at];
            if !can_begin_name(word) || !may_be_licensed(word) {
                continue;
            }
            while next_full
                .next_if(|mention| mention.span.end() <= word.span.start())
                .is_some()
            {}
            let inside = next_full
                .peek()
                .is_some_and(|mention| mention.span.contains(word.span));
            if inside {
                continue;
            }
            self.folded.clear();
            fold_into(self.doc.slice(word.span), &mut self.folded);
            let endings = self.endings_here();
            let fitting = licensed.iter().find_map(|(surname, entity, form)| {
                inflection::matches(&self.folded, surname, endings)
                    .map(|bent| (*surname, *entity, *form, bent))
            });
            let Some((surname, entity, form, bent)) = fitting else {
                continue;
            };
            // After another given name it is a relative, or a namesake.
            if at > 0 && self.is_given_name(words[at - 1], word) {
                continue;
            }
            // Two people of one surname: the word alone names neither.
            if licensed
                .iter()
                .any(|(other, owner, _)| *other == surname && *owner != entity)
            {
                continue;
            }
            mentions.push(Mention {
                span: word.span,
                entity,
                form,
                is_full: false,
                has_capitals: word.is_all_capitals(),
                is_bent: bent != Bent::No,
                surname: self.stem(word, surname),
            });
        }
        mentions
    }
}

/// Where the beginning of a word ends that has so many bytes when it is folded, marks behind it included.
fn beginning(word: &str, n_folded: usize) -> usize {
    let mut n = 0;
    for (at, c) in word.char_indices() {
        let own = fold(c.encode_utf8(&mut [0; 4])).len();
        if n >= n_folded && own > 0 {
            return at;
        }
        n += own;
    }
    word.len()
}

/// Whether names are looked for at a word: it has a capital, in scripts that have them. Where words are run
/// together they are looked for at each letter.
pub fn can_begin_name(word: Word) -> bool {
    let is_caseless =
        || word.is_non_ascii() && word.script() != Script::COMMON && !word.script().is_cased();
    (word.is_capitalised() || is_caseless())
        && !word.has_digit()
        && !word.script().runs_words_together()
}

/// What may stand between the words of one name.
fn joins(between: &str) -> bool {
    matches!(
        between,
        " " | "-"
            | "'"
            | "’"
            | "\u{A0}"
            | "‑"
            | "·"
            | "・"
            | "/"
            | " / "
            // A word that ends in ʿayn: `Shia' al-Sudani`.
            | "' "
            | "’ "
            | "."
            | "ʼ"
            | "׳"
            | "\u{202F}"
    )
}

#[cfg(test)]
mod tests {
    use super::{beginning, find_mentions};
    use crate::document::Document;
    use crate::glossary::Glossary;

    fn found(text: &str) -> Vec<(String, bool)> {
        let (doc, glossary) = (Document::from_text("a", text), Glossary::default());
        let mentions = find_mentions(&doc, &glossary, || "en".parse().ok());
        let written = mentions.iter();
        written
            .map(|of| (doc.slice(of.span).to_owned(), of.has_capitals))
            .collect()
    }

    #[test]
    fn what_stands_in_addresses_is_no_mention() {
        let names = |text: &str| -> Vec<String> {
            let found = found(text).into_iter();
            found.map(|(name, _)| name).collect()
        };
        let text = "Volodymyr Zelenskyy spoke (https://a.tr/Zelensky-1), wrote @Zelensky.";
        assert_eq!(names(text), ["Volodymyr Zelenskyy"]);
        // It licenses nobody.
        assert!(names("Zelensky came. See https://a.tr/Volodymyr-Zelensky.").is_empty());
    }

    #[test]
    fn a_name_ends_with_its_sentence() {
        let text = "He met Anna and Sergei. Lavrov was there, and St. Petersburg was calm.";
        assert_eq!(found(text), [(String::from("St. Petersburg"), false)]);
    }

    #[test]
    fn surnames_may_be_in_capitals() {
        for (text, has_capitals) in [
            ("Recep Tayyip ERDOĞAN came", true),
            ("RECEP TAYYIP ERDOGAN came", true),
            ("Recep Tayyip Erdoğan came", false),
            ("IRAN and more", true),
            ("NATO and more", false),
        ] {
            let of = found(text).pop().map(|(_, has_capitals)| has_capitals);
            assert_eq!(of, Some(has_capitals), "{text}");
        }
    }

    #[test]
    fn an_ending_begins_where_the_folded_name_ends() {
        for (word, name, own) in [
            ("Straußin", "strauss", "Strauß"),
            ("Erdog\u{306}anin", "erdogan", "Erdog\u{306}an"),
            ("Rese\u{301}n", "rese", "Rese\u{301}"),
            ("Putin", "putin", "Putin"),
        ] {
            assert_eq!(&word[..beginning(word, name.len())], own);
        }
    }
}
