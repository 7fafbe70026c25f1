use crate::finding::{Draft, Fix};
use crate::language::{self, open_words::openness};
use crate::repeat::doubled;
use crate::repeat::phrases::{Stutter, stutters};
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::text::chars::{Script, properties};
use crate::text::visible::visible;
use crate::text::words::Word;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a phrase that stands twice or more right after itself: `said the mayor said the mayor`.
    ///
    /// Two words need more evidence than three, and most in languages that double by grammar; a
    /// single word counts from three times on, if it is one that is never doubled. Left alone are
    /// quotations, names, numbers and scores, cries, `more and more and more`, and what repeats line
    /// by line. In scripts without spaces, characters count.
    ///
    /// ## Why it matters
    ///
    /// A translating machine stutters, or a line was pasted twice; the reader stumbles.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The bridge stays closed, ⟦said the mayor said the mayor⟧ on Monday.
    /// It was opened by ⟦the ministry of the ministry of the ministry of⟧ trade.
    /// ```
    ///
    /// ```text,bad,en
    /// The bridge is ⟦owned by the port of owned by the port of⟧ Split.
    /// ```
    ///
    /// ```text,fixed
    /// The bridge is owned by the port of Split.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Zug hielt ⟦in der Nähe der in der Nähe der⟧ Grenze.
    /// ```
    ///
    /// ```text,bad,ru
    /// Совет обсудил ⟦вопрос о новом вопрос о новом⟧ бюджете.
    /// ```
    ///
    /// ```text,bad,es
    /// Hubo ⟦rajadas de rajadas de⟧ viento en la costa durante la noche.
    /// ```
    ///
    /// ```text,bad,ja
    /// 社長は⟦東京の本社で東京の本社で⟧会見した。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// It rained more and more and more, again and again, day after day after day.
    /// They shouted “never again never again never again” and ran. What he did he did, and it is what it is.
    /// New York New York was sung; they won 6 4 6 4. No no no no!
    /// ```
    ///
    /// ```text,good,hi
    /// इसमें कम से कम से दस लोग थे, और धीरे धीरे चले।
    /// ```
    ///
    /// ```text,good,it
    /// Il sindaco non era in fondo in fondo contrario al nuovo ponte.
    /// ```
    ///
    /// ```text,good,ca
    /// Obrirà botigues, a més a més de les altres.
    /// ```
    ///
    /// ```text,good,ja
    /// 雪は少しずつ少しずつ解け、雷がゴロゴロゴロゴロと鳴り、星はキラキラキラキラと光った。
    /// ```
    ///
    /// ```text,good,my
    /// ကျောင်းသားများ တစ်ယောက်တစ်ယောက် ဝင်လာပြီး အိမ်တိုင်းအိမ်တိုင်း မီးထွန်းကြသည်။
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where a phrase of three words or more stands exactly twice: one goes, and the reader sees the same
    /// words. Unsafe from three times on, as more may have been lost than was doubled, and where it begins or
    /// ends with a preposition or an article: `of the mother of the mother` may be meant.
    ///
    /// ## References
    ///
    /// MQM `textual-conventions`. What may be doubled: `glossaries/repeated_words.toml`.
    pub(crate) static REPEATED_PHRASE = "ART006" "repeated-phrase" {
        category: Artefacts, mqm: "textual-conventions", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
        by_language: true,
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let mut quoted: Option<Vec<(usize, usize)>> = None;
    for stutter in stutters(doc, MOST_FINDINGS) {
        if !is_long_enough(context, &stutter) || !is_prose(context, &stutter) {
            continue;
        }
        let quoted = quoted.get_or_insert_with(|| context.quotes().quoted_ranges(doc.paragraphs()));
        if is_chant(quoted, &stutter) {
            continue;
        }
        let phrase = doc.slice(stutter.first);
        let times = match stutter.n_times {
            2 => String::from("twice"),
            n => format!("{n} times"),
        };
        let shown = visible(phrase);
        let message = format!("`{shown}` stands {times} in a row; delete the repetition");
        let fix = if stutter.n_times == 2 && !may_be_chained(context, &stutter) {
            Fix::safe(phrase)
        } else {
            Fix::not_safe(phrase)
        };
        out.report(Draft::new(stutter.all, message).fix(fix));
    }
}

/// Whether the phrase may be linked to itself, as genitives are: `the mother of the mother of the mayor`.
fn may_be_chained(context: &Context<'_>, stutter: &Stutter) -> bool {
    let words = context.doc.words_in(stutter.first);
    let is_open = |word: Option<&Word>| {
        let word = word.map(|word| context.doc.slice(word.span).to_lowercase());
        word.zip(context.lang())
            .is_some_and(|(word, lang)| openness(lang, &word).is_some())
    };
    (1..3).contains(&stutter.n_words) || is_open(words.first()) || is_open(words.last())
}

/// Letters of a phrase of two words, in a language that does not double by grammar; in others.
const TWO_WORDS: (usize, usize) = (8, 12);
/// Letters of a longer phrase that stands twice; three times.
const MORE_WORDS: (usize, usize) = (10, 7);
/// Times from which any word in a row is a slip.
const ENDLESS: usize = 6;

/// Whether there is enough of it that it is no idiom and no emphasis.
fn is_long_enough(context: &Context<'_>, stutter: &Stutter) -> bool {
    let doc = context.doc;
    let words = doc.words_in(stutter.first);
    let n_letters = |slice: &str| slice.chars().filter(|c| properties(*c).is_word()).count();
    let all = n_letters(doc.slice(stutter.first));
    if stutter.n_words == 0 {
        return is_long_unspaced(doc.slice(stutter.first), all, stutter.n_times == 2);
    }
    let shortest = words.iter().map(|word| n_letters(doc.slice(word.span)));
    let shortest = shortest.min().unwrap_or_default();
    let is_twice = stutter.n_times == 2;
    if is_twice && stutter.has_comma {
        return false;
    }
    match stutter.n_words {
        1 => stutter.n_times >= 3 && is_endless(context, stutter),
        // `day after day after day`
        2 if stutter.n_over > 0 && stutter.n_times < 5 => false,
        2 if is_twice => {
            let is_doubling = context
                .lang()
                .is_none_or(|lang| !doubled::languages().contains(&lang.without_variety()));
            if is_doubling {
                all >= TWO_WORDS.1 && shortest >= 4
            } else {
                all >= TWO_WORDS.0 && shortest >= 3 || is_with_preposition(context, words)
            }
        }
        2 => all >= TWO_WORDS.0,
        _ if is_twice => all >= MORE_WORDS.0,
        _ => all >= MORE_WORDS.1,
    }
}

/// Letters of a word that stands twice with a preposition behind it by a slip.
const BEFORE_PREPOSITION: usize = 5;

/// Whether the second of two words is a preposition or article, which ends no phrase: `gusts of gusts of`.
/// One that begins it may be emphasis (Italian `in fondo in fondo`).
fn is_with_preposition(context: &Context<'_>, words: &[Word]) -> bool {
    let [first, second] = words else {
        return false;
    };
    let is_open = |word: &Word| {
        let lower = context.doc.slice(word.span).to_lowercase();
        context
            .lang()
            .is_some_and(|lang| openness(lang, &lower).is_some())
    };
    let n_letters = context.doc.slice(first.span).chars().count();
    is_open(second) && !is_open(first) && !first.is_capitalised() && n_letters >= BEFORE_PREPOSITION
}

/// Characters of a phrase in a script without spaces: four with a Chinese one, six of kana, where
/// sounds are painted, eight of others, whose vowels are characters of their own. Of those that say `one
/// by one` in any way, twice as many.
fn is_long_unspaced(phrase: &str, n_letters: usize, is_twice: bool) -> bool {
    let mut scripts = phrase.chars().map(|c| properties(c).script());
    let fewest = match scripts.clone().next() {
        _ if scripts.any(|script| script == Script::HAN) => 4,
        Some(Script::HIRAGANA | Script::KATAKANA) => 6,
        Some(Script::THAI | Script::LAO | Script::KHMER | Script::MYANMAR) => 8,
        _ => return false,
    };
    let is_idiom = is_twice && n_letters <= 2 * fewest && doubled::is_distributive(phrase);
    n_letters >= fewest && !is_idiom
}

/// Whether a single word is one that is never doubled, or has no end.
fn is_endless(context: &Context<'_>, stutter: &Stutter) -> bool {
    let word = context.doc.slice(stutter.first).to_lowercase();
    if stutter.has_comma {
        return false;
    }
    let is_frequent = |lang| language::is_frequent_word(lang, &word).unwrap_or(false);
    let is_slip = match context.lang() {
        Some(lang) if doubled::reduplicates(lang) => {
            doubled::slips_in(&word).contains(&lang.without_variety())
        }
        Some(lang) => is_frequent(lang) && !doubled::is_right(lang, &word),
        None => {
            let langs = [doubled::languages(), doubled::slips_in(&word)].concat();
            language::is_frequent_only_in(&langs, &word)
                && langs.iter().any(|lang| is_frequent(*lang))
                && !doubled::is_right_somewhere(&word)
        }
    };
    let is_letters = word.chars().nth(1).is_some();
    is_letters && (is_slip || (stutter.n_times >= ENDLESS && is_no_sound(&word)))
}

/// Whether it is no cry, no laughter and no painted sound.
fn is_no_sound(word: &str) -> bool {
    word.chars().count() >= 5 && !doubled::is_right_somewhere(word)
}

/// Whether it is running text: no numbers, no names, no cries, no part of an address.
fn is_prose(context: &Context<'_>, stutter: &Stutter) -> bool {
    let doc = context.doc;
    let words = doc.words_in(stutter.all);
    let is_named = stutter.n_words > 0 && words.iter().all(|word| word.is_capitalised());
    let before = doc.before(stutter.all).chars().next_back();
    let after = doc
        .after(stutter.all)
        .trim_start_matches([' ', ','])
        .chars()
        .next();
    let is_part = |c: Option<char>| c.is_some_and(|c| "@#_/\\&+*~=|".contains(c));
    !is_named
        && !words.iter().any(|word| word.has_digit())
        && !words
            .iter()
            .any(|word| word.is_all_capitals() && word.span.len() > 6)
        && !is_part(before)
        && !is_part(after)
        && !after.is_some_and(|c| matches!(c, '!' | '！' | '…' | '♪'))
}

/// Whether it is the better part of a quotation, or short: a cry, a song. The ranges are in order.
fn is_chant(ranges: &[(usize, usize)], stutter: &Stutter) -> bool {
    let all = stutter.all;
    let idx = ranges.partition_point(|(_, end)| *end <= all.start());
    let Some((start, end)) = ranges.get(idx).filter(|(start, _)| *start < all.end()) else {
        return false;
    };
    let is_short = stutter.n_words < 3 || stutter.n_times > 2;
    is_short || end - start < 3 * all.len()
}
