use crate::document::Document;
use crate::finding::Draft;
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::quotes::{Mark, Quotes};
use crate::text::typography::Habits;

declare_rule! {
    /// ## What it does
    ///
    /// Finds straight and typographic marks mixed in one text: `"one"` beside `“two”`, `isn't` beside
    /// `it’s`.
    ///
    /// Where all are straight, it is told only in languages in which professional copy has none (German,
    /// Chinese, Japanese). In German a hyphen between spaces for a dash is told as well. There is one
    /// finding for each of these in a text, at the place where the two kinds stand nearest to each other.
    ///
    /// ## Why it matters
    ///
    /// The text was put together from several sources, or typed in several programs. A desk sets its
    /// marks one way.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// It’s the mayor’s bridge now. “Everybody knows that it ⟦isn't⟧ safe,” she said.
    /// ```
    ///
    /// ```text,bad,es
    /// Habló de “prudencia” y de un “puente seguro”. El alcalde dijo ⟦"basta"⟧, y su rival, "nunca".
    /// ```
    ///
    /// ```text,bad,de
    /// Die Brücke sei ⟦"sicher"⟧, sagte sie. Der Bürgermeister sprach von "großer Vorsicht".
    /// ```
    ///
    /// ```text,bad,de
    /// Die Brücke ist sicher ⟦-⟧ das sagt sie. Der Bürgermeister schweigt - wie so oft.
    /// ```
    ///
    /// ```text,bad,it
    /// L⟦´⟧alcalde e l'acqua non c'entrano, dice il sindaco della città.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The mayor's "safe bridge" isn't safe. He said "no", and it's not the first time.
    /// ```
    ///
    /// ```text,good,da
    /// Borgmesteren kaldte broen "sikker" og sagde "nej" - som altid.
    /// ```
    ///
    /// ```text,good,fr
    /// « C’est un "grand" projet », dit-il, « et un "beau" pont ». « L’eau monte. »
    /// ```
    ///
    /// ```text,good,de
    /// „Die Brücke ist sicher“, sagt sie. Das Ergebnis: 3 - 1. BERLIN (afp) - Die Brücke ist zu.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// No fix: which of the two the desk sets is for the editor to say.
    ///
    /// ## References
    ///
    /// MQM `inconsistent-style`; Unicode CLDR, delimiters; DIN 5008.
    pub(crate) static QUOTE_STYLE = "TYP006" "quote-style" {
        category: Typography, mqm: "inconsistent-style", severity: Neutral, default: true,
        fix: Never,
        needs: |text| b"\"' ".iter().any(|c| text.has_ascii(*c)),
        check: Document(check),
    }
}

/// Quotations or apostrophes of a kind that are no chance.
const SEVERAL: usize = 2;

fn check(context: &Context<'_>, out: &mut Sink) {
    let (doc, quotes) = (context.doc, context.quotes());
    let habits = context.lang().and_then(Habits::of);
    let found = [
        quotations(doc, quotes, habits),
        apostrophes(doc, quotes),
        accents(context, quotes),
        habits
            .filter(|of| of.hyphen_is_slip)
            .and_then(|_| hyphens(doc)),
    ];
    for draft in found.into_iter().flatten() {
        out.report(draft);
    }
}

/// Quotations in straight marks beside such in typographic ones, or in a language without them.
fn quotations(doc: &Document, quotes: &Quotes, habits: Option<&Habits>) -> Option<Draft> {
    let (mut straight, mut curly): (Vec<Pair<'_>>, Vec<Pair<'_>>) = (Vec::new(), Vec::new());
    let mut reach = 0;
    for (open, close) in quotes.pairs().filter(|(open, _)| !open.is_single()) {
        // What stands in another quotation may be set otherwise.
        if open.at() >= reach {
            reach = close.end();
            match (open.c, close.c) {
                ('"', '"') => straight.push((open, close)),
                ('"', _) | (_, '"') => {}
                _ if !open.is_twin => curly.push((open, close)),
                _ => {}
            }
        }
    }
    if straight.len() >= SEVERAL && curly.len() >= SEVERAL {
        let (few, many) = if straight.len() <= curly.len() {
            (&straight, &curly)
        } else {
            (&curly, &straight)
        };
        let (open, close) = nearest(few, many);
        let other = many.first()?;
        let message = format!(
            "the text quotes with `{}{}` here and with `{}{}` elsewhere; set all one way",
            open.c, close.c, other.0.c, other.1.c
        );
        let there = doc.span(other.0.at(), other.0.end());
        return Some(
            Draft::new(beginning(doc, open, close), message).related(there, "the other way"),
        );
    }
    let slip = habits.filter(|habits| habits.straight_is_slip && curly.is_empty())?;
    let (open, close) = straight.first().filter(|_| straight.len() >= SEVERAL)?;
    let right = slip.pairs.first()?;
    let message = format!(
        "straight marks are not usual in this language; write `{}…{}`",
        right.0, right.1
    );
    Some(Draft::new(beginning(doc, open, close), message))
}

type Pair<'a> = (&'a Mark, &'a Mark);

/// Of some quotations, the one that stands nearest to one of others; both are in order.
fn nearest<'a>(few: &[Pair<'a>], many: &[Pair<'a>]) -> Pair<'a> {
    let distance = |pair: &&Pair<'a>| {
        let next = many.partition_point(|other| other.0.at() < pair.0.at());
        let after = many
            .get(next)
            .map(|other| other.0.at() - pair.1.at().min(other.0.at()));
        let before = next
            .checked_sub(1)
            .map(|at| pair.0.at().saturating_sub(many[at].1.at()));
        after.into_iter().chain(before).min().unwrap_or(usize::MAX)
    };
    *few.iter().min_by_key(distance).unwrap_or(&few[0])
}

/// Bytes of a quotation that is shown as a whole.
const LONGEST: usize = 80;

/// A quotation, or the mark that begins it.
fn beginning(doc: &Document, open: &Mark, close: &Mark) -> Span {
    let is_short = close.end() - open.at() <= LONGEST;
    doc.span(open.at(), if is_short { close.end() } else { open.end() })
}

/// Straight apostrophes beside curly ones.
fn apostrophes(doc: &Document, quotes: &Quotes) -> Option<Draft> {
    let (straight, curly) = (&quotes.straight_apostrophes, &quotes.curly_apostrophes);
    let (few, many) = if straight.n <= curly.n {
        (straight, curly)
    } else {
        (curly, straight)
    };
    if few.n == 0 || many.n < SEVERAL {
        return None;
    }
    // Where both stand nearest to each other it strikes the eye; the straight one is the odd one
    // where the quotation marks are curly.
    let is_curly = |mark: &&Mark| matches!(mark.c, '“' | '”' | '„' | '’' | '‘');
    let mut other: Vec<u32> = quotes
        .marks
        .iter()
        .filter(is_curly)
        .map(|mark| mark.at() as u32)
        .collect();
    let has_curly_marks = !other.is_empty();
    let odd = if has_curly_marks { straight } else { few };
    if odd.first == straight.first {
        other.extend(&curly.first);
    } else {
        other.clone_from(&straight.first);
    }
    other.sort_unstable();
    let distance = |at: &&u32| {
        let next = other.partition_point(|of| of < *at);
        let after = other.get(next).map(|of| of - **at);
        let before = next.checked_sub(1).map(|of| **at - other[of]);
        after.into_iter().chain(before).min().unwrap_or(u32::MAX)
    };
    let at = *odd.first.iter().min_by_key(distance)? as usize;
    let written = doc.text()[at..].chars().next()?;
    let message = format!(
        "the apostrophe is `{written}` here and `{}` elsewhere; set all one way",
        if written == '\'' { '’' } else { '\'' }
    );
    Some(Draft::new(word_around(doc, at), message))
}

/// Accents and backticks in place of apostrophes.
fn accents(context: &Context<'_>, quotes: &Quotes) -> Option<Draft> {
    let (doc, at) = (context.doc, *quotes.accents.first.first()? as usize);
    // Those that letters have lost stand for no apostrophe.
    if !context.loose_accents().is_empty() {
        return None;
    }
    let c = doc.text()[at..].chars().next()?;
    let name = if c == '´' { "an accent" } else { "a backtick" };
    let message = format!("{name} stands for an apostrophe; write `’` or `'`");
    Some(Draft::new(doc.span(at, at + c.len_utf8()), message))
}

/// Bytes of a word on either side of its apostrophe.
const WORD: usize = 40;

/// The two words that an apostrophe joins.
fn word_around(doc: &Document, at: usize) -> Span {
    let words = doc.words();
    let next = words.partition_point(|word| word.span.start() <= at);
    let start = next.checked_sub(1).map_or(at, |of| words[of].span.start());
    let end = words.get(next).map_or(at + 1, |word| word.span.end());
    doc.span(start.max(at.saturating_sub(WORD)), end.min(at + WORD))
}

/// Hyphens between spaces and words.
fn hyphens(doc: &Document) -> Option<Draft> {
    let text = doc.text();
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let stands = |at: &usize| {
        is_letter(text[..*at].chars().next_back()) && is_letter(text[at + 3..].chars().next())
    };
    let mut found = memchr::memmem::find_iter(text.as_bytes(), " - ")
        .filter(stands)
        .take(SEVERAL);
    let (first, _) = (found.next()?, found.next()?);
    let message = "a hyphen between spaces stands for a dash; write `–`";
    Some(Draft::new(doc.span(first + 1, first + 2), message))
}
