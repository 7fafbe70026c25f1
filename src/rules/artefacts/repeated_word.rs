use crate::finding::{Draft, Fix};
use crate::lang::Lang;
use crate::language;
use crate::repeat::doubled;
use crate::repeat::particles::{is_written_elsewhere, name_behind};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::chars::{Script, properties};
use crate::text::passages::is_quoted;
use crate::text::words::Word;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a word that stands twice in a row where the grammar of the language does not double it:
    /// `have have`, `The the`.
    ///
    /// Words that may meet (`had had`, German `die die`, French `nous nous`), emphasis (`very very`),
    /// interjections and names (`Bora Bora`) are left alone. In languages that double words by
    /// grammar (Turkish, Indonesian, Hindi, Swahili and most others) only the conjunctions, articles
    /// and adpositions count that never are; where the language is not known, only the most frequent
    /// words.
    ///
    /// ## Why it matters
    ///
    /// A sentence was edited halfway, or a machine translated two words by one. The reader sees a
    /// slip at once.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// Both ministers ⟦have have⟧ agreed. ⟦The the⟧ talks go on, and the number ⟦of
    /// of⟧ those who wait outside the building in the rain for some news of the two
    /// grows from hour to hour.
    /// ```
    ///
    /// ```text,fixed
    /// Both ministers have agreed. The talks go on, and the number of those who wait outside the building in the rain for some news of the two
    /// grows from hour to hour.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Zug fährt ⟦und und⟧ fährt. Die Kommission hat den Vorschlag ⟦gestern gestern⟧ abgelehnt.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le conseil s'est réuni ⟦dans dans⟧ la nuit.
    /// ```
    ///
    /// ```text,bad,ru
    /// Совет собрался ⟦для для⟧ обсуждения бюджета.
    /// ```
    ///
    /// ```text,bad,tr
    /// Bakanlar ⟦için için⟧ yeni bir bina yapıldı.
    /// ```
    ///
    /// ```text,bad,hi
    /// मंत्री ⟦के के⟧ पास समय नहीं था।
    /// ```
    ///
    /// ```text,bad,sw
    /// Waziri alisema ⟦kwamba kwamba⟧ hakuna njia nyingine.
    /// ```
    ///
    /// ```text,bad,ko
    /// 회담 ⟦그리고 그리고⟧ 회의가 끝났다.
    /// ```
    ///
    /// ```text,bad
    /// The talks ⟦have have⟧ begun.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// She had had enough of Bora Bora, Duran Duran and the mahi mahi. “No, no no no!” It was very very late.
    /// He said that that's a no-no, in 10 10 watts, with “deep deep” love; the The Hague court, A A A.
    /// ```
    ///
    /// ```text,good,de
    /// Ursula von der Leyen kam nach Bonn. Die Pläne von von der Leyen stoßen auf Kritik.
    /// Die, die die Kinder kennen, lachen. Er sagt, dass das das Ende ist.
    /// ```
    ///
    /// ```text,good,en
    /// The French say “nous nous sommes trompés”, the Turks “yavaş yavaş”, and the Italians “piano piano”.
    /// ```
    ///
    /// ```text,good,tr
    /// Zaman zaman durdu, yavaş yavaş geri döndü.
    /// ```
    ///
    /// ```text,good,ur
    /// وہ گھر میں میں تھا، اور ساتھ ساتھ چلا۔
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: one of the two equal words goes, and the reader sees the same words. Unsafe where the second
    /// may begin a name (`von von der Leyen`).
    ///
    /// ## References
    ///
    /// MQM `textual-conventions`. What may be doubled: `glossaries/repeated_words.toml`.
    pub(crate) static REPEATED_WORD = "ART005" "repeated-word" {
        category: Artefacts, mqm: "textual-conventions", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let words = context.doc.words();
    let text = context.doc.text().as_bytes();
    for at in 1..words.len() {
        let (first, second) = (words[at - 1].span, words[at].span);
        // Most pairs differ in length, or after the first letter (two bytes, outside ASCII: that
        // the first letter alone differs, and in case only, is looked at below).
        let lead = 1 + usize::from(!text[first.start()].is_ascii());
        if first.len() != second.len()
            || second.start() - first.end() > WIDEST_GAP
            || text[(first.start() + lead).min(first.end())..first.end()]
                != text[(second.start() + lead).min(second.end())..second.end()]
        {
            continue;
        }
        if !is_slip(context, at) {
            continue;
        }
        if out.is_full() {
            return;
        }
        let word = context.doc.slice(first);
        let message = format!("`{word}` stands twice; delete one");
        let fix = match name_behind(context.doc, at) {
            Some(name) if is_written_elsewhere(context.doc, name) => continue,
            Some(_) => Fix::not_safe(word),
            None => Fix::safe(word),
        };
        out.report(Draft::new(first.cover(second), message).fix(fix));
    }
}

/// Bytes between the two: a space of any kind, or a line end.
const WIDEST_GAP: usize = 3;

/// Whether word number `at` repeats the one before it, and should not.
fn is_slip(context: &Context<'_>, at: usize) -> bool {
    let doc = context.doc;
    let (first, second) = (doc.words()[at - 1], doc.words()[at]);
    let (a, b) = (doc.slice(first.span), doc.slice(second.span));
    if second.has_digit()
        || second.is_all_capitals()
        || (second.script().is_unspaced() && second.script() != Script::HANGUL)
        || !is_one_space(context, first.span, second.span)
    {
        return false;
    }
    let folded = b.to_lowercase();
    (a == b || a.to_lowercase() == folded)
        && stands_free(context, first.span, second.span)
        && is_cased_like_a_slip(context, first, second)
        && !is_third(context, at, &folded)
        && match context.lang() {
            Some(lang) => is_wrong_in(context, lang, at, &folded),
            None => is_wrong_anywhere(context, at, &folded),
        }
}

/// Whether between the two is a single space, or a line end inside a wrapped paragraph.
fn is_one_space(context: &Context<'_>, first: Span, second: Span) -> bool {
    let gap = &context.doc.text()[first.end()..second.start()];
    match gap {
        " " | "\u{A0}" | "\u{202F}" => true,
        "\n" | "\r\n" | " \n" => {
            let paragraphs = context.doc.paragraphs();
            let idx = paragraphs.partition_point(|p| p.end() < second.end());
            paragraphs.get(idx).is_some_and(|p| p.contains(first))
        }
        _ => false,
    }
}

/// Whether neither word is part of something larger: joined by a hyphen or apostrophe, a handle, an
/// address; nor a stammer (`the … the the …`), nor the two alone in quotation marks.
fn stands_free(context: &Context<'_>, first: Span, second: Span) -> bool {
    let before = context.doc.before(first).chars().next_back();
    let mut rest = context.doc.after(second).chars();
    let after = rest.next();
    let is_quoted = is_quoted(context.doc.text(), first.start(), second.end());
    // `the the.example`, but not `of of.”`
    let goes_on =
        matches!(after, Some('.' | ':')) && rest.next().is_some_and(|c| properties(c).is_word());
    !is_quoted && !goes_on && !before.is_some_and(is_joiner) && !after.is_some_and(is_joiner)
}

fn is_quotation_mark(c: char) -> bool {
    "\"“”„‟«»‘’‚'‹›「」".contains(c)
}

fn is_joiner(c: char) -> bool {
    "-‐‑–—'’ʼ‘`@#_/\\&+*~…$%=".contains(c)
}

/// Two capitals are a name; a capital and a small letter are a slip where a sentence begins.
fn is_cased_like_a_slip(context: &Context<'_>, first: Word, second: Word) -> bool {
    !second.is_capitalised() && (!first.is_capitalised() || begins_sentence(context, first.span))
}

fn begins_sentence(context: &Context<'_>, span: Span) -> bool {
    let before = context.doc.before(span).trim_end_matches([' ', '\u{A0}']);
    let before = before.trim_end_matches(|c| is_quotation_mark(c) || matches!(c, '(' | '[' | ' '));
    let last = before.chars().next_back();
    last.is_none_or(|c| "\n\r.!?:…–—•".contains(c))
}

/// Whether the word stands a third time, or next to another doubled one: emphasis, a refrain, a
/// table.
fn is_third(context: &Context<'_>, at: usize, folded: &str) -> bool {
    let words = context.doc.words();
    let same = |idx: usize| {
        let word = words.get(idx).map(|word| context.doc.slice(word.span));
        word.is_some_and(|word| word.len() == folded.len() && word.to_lowercase() == folded)
    };
    let text = |idx: usize| words.get(idx).map(|word| context.doc.slice(word.span));
    (at >= 2 && same(at - 2))
        || same(at + 1)
        || (text(at + 1).is_some() && text(at + 1) == text(at + 2))
        || (at >= 3 && text(at - 2) == text(at - 3))
}

/// Words on either side that are looked at.
const REACH: usize = 4;

/// Whether the doubled word is a slip in this language, and the passage is in it.
fn is_wrong_in(context: &Context<'_>, lang: Lang, at: usize, word: &str) -> bool {
    if !doubled::languages().contains(&lang.without_variety()) {
        let is_slip = doubled::slips_in(word).contains(&lang.without_variety());
        return (is_slip || is_too_long(context, at, word)) && has_neighbours(context, at);
    }
    let is_single = word.chars().nth(1).is_none();
    if doubled::is_right(lang, word) || (is_single && !(word == "a" && lang.is_one_of(&["en"]))) {
        return false;
    }
    // A rarer word must not be one that another language doubles, nor stand in a passage that
    // shows no word of this language.
    is_frequent(lang, word)
        || (!doubled::is_right_somewhere(word) && has_company(context, lang, at, word))
}

/// Whether it has more letters, vowel signs not counted, than what is doubled by grammar.
fn is_too_long(context: &Context<'_>, at: usize, word: &str) -> bool {
    let (first, second) = (context.doc.words()[at - 1], context.doc.words()[at]);
    let fewest = match second.script() {
        Script::HANGUL => 5,
        script if script.is_cased() => 9,
        _ => 7,
    };
    !first.is_capitalised()
        && !doubled::is_right_somewhere(word)
        && word.chars().filter(|c| properties(*c).is_letter()).count() >= fewest
}

/// Whether words of its own script stand on either side: the two are no label, nor a foreign name.
fn has_neighbours(context: &Context<'_>, at: usize) -> bool {
    let words = context.doc.words();
    let script = words[at].script();
    let is_own = |idx: usize| words.get(idx).is_some_and(|word| word.script() == script);
    (at >= 2 && is_own(at - 2)) || is_own(at + 1)
}

/// In a text of unknown language, which may be a line long: whether the word is among the most
/// frequent of a language here, of no other, and doubled in none.
fn is_wrong_anywhere(context: &Context<'_>, at: usize, word: &str) -> bool {
    if word.chars().nth(2).is_none() || doubled::is_right_somewhere(word) {
        return false;
    }
    if is_too_long(context, at, word) {
        return has_neighbours(context, at);
    }
    let langs = [doubled::languages(), doubled::slips_in(word)].concat();
    language::is_frequent_only_in(&langs, word)
        && langs
            .iter()
            .any(|lang| is_frequent(*lang, word) && has_company(context, *lang, at, word))
}

fn is_frequent(lang: Lang, word: &str) -> bool {
    language::is_frequent_word(lang, word).unwrap_or(false)
}

/// Whether another of the most frequent words of the language stands near.
fn has_company(context: &Context<'_>, lang: Lang, at: usize, word: &str) -> bool {
    let words = context.doc.words();
    let around = &words[at.saturating_sub(1 + REACH)..words.len().min(at + 1 + REACH)];
    around.iter().any(|near| {
        let near = context.doc.slice(near.span).to_lowercase();
        near != word && is_frequent(lang, &near)
    })
}
