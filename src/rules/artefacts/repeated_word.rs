use crate::finding::{Draft, Fix};
use crate::lang::Lang;
use crate::language;
use crate::language::models::{self, Model};
use crate::repeat::beside::{WIDEST_GAP, is_amid_words, is_running_text};
use crate::repeat::doubled;
use crate::repeat::particles::{is_written_elsewhere, name_behind};
use crate::rule::{Context, Sink};
use crate::text::chars::{Script, properties};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a word that stands twice in a row where the grammar of the language does not double it:
    /// `have have`, `The the`.
    ///
    /// Words that may meet (`had had`, German `die die`, French `nous nous`), emphasis (`very very`),
    /// interjections, names (`Bora Bora`) and what other languages double (`yavaş yavaş`) are left alone.
    /// In languages that double words by grammar (Turkish, Indonesian, Hindi, Swahili and most others) only
    /// the conjunctions, articles and adpositions count that never are; where the language is not known,
    /// only the most frequent words.
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
    /// ```text,bad,pl
    /// Minister powiedział, że most będzie zamknięty ⟦w w⟧ maju.
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
    /// ```text,bad,ar
    /// قال الوزير إن المجلس سيجتمع غدا ⟦لأنه لأنه⟧ لم يصل إلى اتفاق، وغادر النواب ⟦القاعة القاعة⟧ مبكرا.
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
    /// ```text,good,en
    /// My grandfather used to say: yavaş yavaş, the pot boils slowly. She spoke pelan pelan, as they say in Java.
    /// Opinion: Why why? Because of the money.
    /// ```
    ///
    /// ```text,good,fa
    /// دکتر عبدالله عبدالله روز دوشنبه در کابل با حامد کرزی دیدار و گفت‌وگو کرد.
    /// ```
    ///
    /// ```text,good,ar
    /// وصل الوفد من قبل قبل أيام، ودخل الأعضاء القاعة واحدا واحدا.
    /// ```
    ///
    /// ```text,good,pt
    /// “E aí o que que a gente faz?”, perguntou a moradora aos jornais na manhã de segunda-feira.
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
    /// may begin a name (`von von der Leyen`), or the two may be for emphasis (`un café café`).
    ///
    /// ## References
    ///
    /// MQM `textual-conventions`. What may be doubled: `glossaries/repeated_words.toml`.
    pub(crate) static REPEATED_WORD = "ART005" "repeated-word" {
        category: Artefacts, mqm: "textual-conventions", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
        by_language: true,
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let words = context.doc.words();
    let text = context.doc.text().as_bytes();
    for at in 1..words.len() {
        let (first, second) = (words[at - 1].span, words[at].span);
        // Most pairs differ in length, or after the first letter (two bytes, outside ASCII).
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
            None if !may_be_emphasis(context, word) => Fix::safe(word),
            _ => Fix::not_safe(word),
        };
        out.report(Draft::new(first.cover(second), message).fix(fix));
    }
}

/// Whether a word may stand twice on purpose.
fn may_be_emphasis(context: &Context<'_>, word: &str) -> bool {
    let lang = context.lang().filter(|lang| doubled::is_emphatic(*lang));
    lang.is_some_and(|lang| !is_frequent(lang, &word.to_lowercase()))
}

/// Whether word number `at` repeats the one before it, and should not.
fn is_slip(context: &Context<'_>, at: usize) -> bool {
    let doc = context.doc;
    let (first, second) = (doc.words()[at - 1], doc.words()[at]);
    let (a, b) = (doc.slice(first.span), doc.slice(second.span));
    if second.has_digit()
        || second.is_all_capitals()
        || (second.script().is_unspaced() && second.script() != Script::HANGUL)
        || !is_running_text(doc, at)
    {
        return false;
    }
    let folded = b.to_lowercase();
    (a == b || a.to_lowercase() == folded)
        && match context.lang() {
            Some(lang) => is_wrong_in(context, lang, at, &folded),
            None => is_wrong_anywhere(context, at, &folded),
        }
}

/// Words on either side that are looked at.
const REACH: usize = 4;

/// Whether the doubled word is a slip in this language, and the passage is in it.
fn is_wrong_in(context: &Context<'_>, lang: Lang, at: usize, word: &str) -> bool {
    if !doubled::languages().contains(&lang.without_variety()) {
        let is_slip = doubled::slips_in(word).contains(&lang.without_variety());
        return (is_slip || is_too_long(context, at, word))
            && doubled::has_neighbours(context.doc.words(), at);
    }
    let before = &context.doc.words()[..at - 1];
    let before = before.last().map(|before| context.doc.slice(before.span));
    if doubled::is_right(lang, word) || doubled::is_right_behind(lang, before, word) {
        return false;
    }
    if word.chars().nth(1).is_none() {
        return (word == "a" && lang.is_one_of(&["en"]) && is_frequent(lang, word))
            || (doubled::is_preposition(lang, word) && is_amid_words(context.doc, at));
    }
    // A rarer word must not be one that another language doubles, nor stand in a passage that
    // shows no word of this language.
    is_frequent(lang, word)
        || (!doubled::is_right_somewhere(word)
            && has_company(context, lang, at, word)
            && !is_of_another(context, at, word))
}

/// Letters of a word that the list of the text's language lacks and that is its own all the same: what
/// other languages double is short, or on their lists.
const LONG: usize = 7;

/// Whether a word is likely one of another language: `yavaş yavaş`, `dhire dhire`.
fn is_of_another(context: &Context<'_>, at: usize, word: &str) -> bool {
    let Some(model) = context.model() else {
        return false;
    };
    let is_own_script = context.doc.words()[at].script().family() == model.script;
    let is_doubled_in = |other: &Model| {
        other.script == model.script
            && !doubled::languages().contains(&other.lang.without_variety())
            && other.knows(word)
    };
    let is_foreign = || word.chars().count() < LONG || models::all().iter().any(is_doubled_in);
    !is_own_script || (!model.knows(word) && is_foreign())
}

/// Whether a word in letters without capitals is a name, which may be doubled: of the glossary, or one
/// that a name of it begins with.
fn is_name(context: &Context<'_>, at: usize, word: &str) -> bool {
    let (first, second) = (context.doc.words()[at - 1], context.doc.words()[at]);
    if second.script().is_cased() {
        return false;
    }
    let both = first.span.cover(second.span);
    let is_mention = || {
        let mentions = context.mentions();
        let next = mentions.partition_point(|mention| mention.span.start() <= both.start());
        let last = next.checked_sub(1).map(|idx| &mentions[idx]);
        last.is_some_and(|mention| mention.span.contains(both))
    };
    context.glossary.begins_name(word, second.script()) || is_mention()
}

/// Whether it has more letters, vowel signs not counted, than what is doubled by grammar.
fn is_too_long(context: &Context<'_>, at: usize, word: &str) -> bool {
    let (first, second) = (context.doc.words()[at - 1], context.doc.words()[at]);
    let fewest = match second.script() {
        Script::HANGUL => 5,
        script if script.is_cased() => 9,
        _ => 6,
    };
    !first.is_capitalised()
        && !doubled::is_right_somewhere(word)
        && word.chars().filter(|c| properties(*c).is_letter()).count() >= fewest
        && !is_name(context, at, word)
}

/// In a text of unknown language, which may be a line long: whether the word is among the most
/// frequent of a language here, of no other, and doubled in none.
fn is_wrong_anywhere(context: &Context<'_>, at: usize, word: &str) -> bool {
    if word.chars().nth(2).is_none() || doubled::is_right_somewhere(word) {
        return false;
    }
    if is_too_long(context, at, word) {
        return doubled::has_neighbours(context.doc.words(), at);
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
