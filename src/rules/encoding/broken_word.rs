use crate::finding::{Draft, Fix};
use crate::language::elisions;
use crate::language::joins::{self, Gap};
use crate::rule::{Context, Sink};
use crate::text::chars::Script;
use crate::text::visible::{excerpt, visible};

declare_rule! {
    /// ## What it does
    ///
    /// Finds words that were taken apart by a space, by the hyphen of a line break, by a lost
    /// ligature, by an accent that stands beside its letter, or at their apostrophe.
    ///
    /// ## Why it matters
    ///
    /// Text from PDF files and scans keeps the hyphens of its line ends, gets spaces within words,
    /// and loses the letters that its font drew as one sign (`ffi` of `efficient`); accents that were
    /// drawn by themselves come out as characters of their own (`caf´e`). Spelling checkers often
    /// accept the pieces; searches miss the word. Translation programs work on pieces of words and
    /// do not always join them (`L' eau`, `couldn ' t`).
    ///
    /// A word is put together where the word list of the language holds it, does not hold both
    /// pieces (but for a hyphen with a space behind it), and where its letters are clearly likelier
    /// as one word. Hyphenated compounds, words that may be written apart, and languages without a
    /// list are left alone; so are scripts without capitals, where many compounds are written either
    /// way, and ligatures at the edge of a word.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The ⟦govern- ment⟧ wants a more ⟦e cient⟧ railway.
    /// ```
    ///
    /// ```text,fixed
    /// The government wants a more efficient railway.
    /// ```
    ///
    /// ```text,bad,de
    /// Die ⟦Regie-rung⟧ will die ⟦Bevöl kerung⟧ ab ⟦Früh- jahr⟧ besser schützen, sagte der Minister.
    /// ```
    ///
    /// ```text,fixed
    /// Die Regierung will die Bevölkerung ab Frühjahr besser schützen, sagte der Minister.
    /// ```
    ///
    /// ```text,bad,ru
    /// Местное ⟦прави- тельство⟧ обещало, что этот мост откроют весной.
    /// ```
    ///
    /// ```text,bad,de
    /// Die ⟦Br¨ucke⟧ bei ⟦Th¨unau⟧ bleibt gesperrt, ⟦erkl¨arte⟧ die Stadt.
    /// ```
    ///
    /// ```text,fixed
    /// Die Brücke bei Thünau bleibt gesperrt, erklärte die Stadt.
    /// ```
    ///
    /// ```text,bad,es
    /// El ⟦pa´ıs⟧ espera una respuesta y la ⟦ense˜nanza⟧ no puede esperar.
    /// ```
    ///
    /// ```text,bad,fr
    /// ⟦L' architecte⟧ a dit ⟦qu’ il⟧ rendrait sa décision, et ⟦c''est⟧ tout.
    /// ```
    ///
    /// ```text,fixed
    /// L'architecte a dit qu’il rendrait sa décision, et c'est tout.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The boys' toys, James' house and 'the council' stay, and so do the '90s and rock 'n' roll.
    /// ```
    ///
    /// ```text,good,fr
    /// Il a fait 20 ˚C à Nice, puis 18 ¯\_(ツ)_/¯ le soir.
    /// ```
    ///
    /// ```text,good,en
    /// In to the well-known co-operative, any one of them; part- and full-time, e-mail.
    /// The setting is called repr-int-remove.
    /// ```
    ///
    /// ```text,good,de
    /// Der Vor- und Nachteil: Er nimmt an der Sitzung teil und lädt alle ein, auch die Ex-Ministerin.
    /// ```
    ///
    /// ```text,good,tr
    /// Bakan gelecek mi, ya da toplantıya Ankara'dan mı katılacak?
    /// ```
    ///
    /// ```text,good,fr
    /// Peut-être l'après-midi, dit-il, au rez-de-chaussée du porte-parole.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe where pieces are joined, with the letters of a lost ligature between them; safe where an
    /// accent is put on its letter and the word list holds the word, and at apostrophes.
    ///
    /// ## References
    ///
    /// Katz 1987 (the letter statistics). MQM `character-encoding`.
    pub(crate) static BROKEN_WORD = "ENC010" "broken-word" {
        category: Encoding, mqm: "character-encoding", severity: Minor, default: true,
        fix: Always, needs: |text| CASED.iter().any(|script| text.has_script(*script)),
        check: Document(check),
        by_language: true,
    }
}

/// Scripts with capitals of which there are word lists.
const CASED: [Script; 4] = [
    Script::LATIN,
    Script::CYRILLIC,
    Script::GREEK,
    Script::ARMENIAN,
];

fn check(context: &Context<'_>, out: &mut Sink) {
    check_apostrophes(context, out);
    let Some(listed) = context.listed() else {
        return;
    };
    let doc = context.doc;
    for accent in context.loose_accents() {
        let span = doc.span(accent.range.start, accent.range.end);
        let message = format!(
            "`{}` has an accent beside its letter; write `{}`",
            excerpt(doc.slice(span)),
            accent.whole
        );
        let fix = if accent.is_listed {
            Fix::safe(accent.whole.clone())
        } else {
            Fix::not_safe(accent.whole.clone())
        };
        out.report(Draft::new(span, message).fix(fix));
    }
    let words = doc.words();
    joins::find(doc.text(), words, listed, |split| {
        let (left, right) = (words[split.left].span, words[split.left + 1].span);
        let (between, what) = match split.gap {
            Gap::Space => ("", "is one word with a space in it".to_owned()),
            Gap::Hyphen | Gap::HyphenAndSpace => (
                "",
                "is one word with the hyphen of a line break in it".to_owned(),
            ),
            Gap::Ligature(letters) => (letters, format!("has lost the letters `{letters}`")),
        };
        let whole = format!("{}{between}{}", doc.slice(left), doc.slice(right));
        let span = doc.span(left.start(), right.end());
        let shown = visible(doc.slice(span)).replace(['\r', '\n'], " ");
        let message = format!("`{shown}` {what}; write `{whole}`");
        out.report(Draft::new(span, message).fix(Fix::not_safe(whole)));
        !out.is_full()
    });
}

/// Words that are taken apart at their apostrophe.
fn check_apostrophes(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let summary = doc.summary();
    let may_hold = summary.has_ascii(b'\'') || summary.has_non_ascii;
    let Some(lang) = context
        .lang()
        .filter(|lang| may_hold && elisions::has_any(*lang))
    else {
        return;
    };
    for torn in elisions::find(doc.text(), lang) {
        let span = doc.span(torn.range.start, torn.range.end);
        let shown = excerpt(doc.slice(span));
        let message = format!(
            "`{shown}` is taken apart at its apostrophe; write `{}`",
            torn.whole
        );
        out.report(Draft::new(span, message).fix(Fix::safe(torn.whole)));
    }
}
