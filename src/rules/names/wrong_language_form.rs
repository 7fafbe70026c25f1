use crate::finding::{Draft, Fix};
use crate::glossary::{Entity, Kind, Standing};
use crate::lang::Lang;
use crate::names::{Mention, canonical_form, is_in_tongue, is_right_in, keeps_own_order};
use crate::rule::{Context, Sink};
use crate::text::chars::first_script;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a person's full name in the form of another language than the article's: `Vladimir Poutine` in English,
    /// `Sergej Lawrow` in French.
    ///
    /// ## Why it matters
    ///
    /// The form shows where the copy was translated from, and readers of this language know another.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The talks with ⟦Vladimir Poutine⟧ went on until midnight, and nobody spoke to reporters.
    /// ```
    ///
    /// ```text,fixed
    /// The talks with Vladimir Putin went on until midnight, and nobody spoke to reporters.
    /// ```
    ///
    /// ```text,bad,fr
    /// La rencontre avec ⟦Sergej Lawrow⟧ a duré deux heures, a dit une source diplomatique.
    /// ```
    ///
    /// ```text,bad,nl
    /// De woordvoerder van ⟦Vladimir Poutine⟧ noemde het overleg nuttig en kondigde er meer aan.
    /// ```
    ///
    /// ```text,bad,ja
    /// 会談のあと、⟦习近平⟧国家主席は記者団に対し、来月も両国の協議を続けると述べた。
    /// ```
    ///
    /// ```text,fixed
    /// 会談のあと、習近平国家主席は記者団に対し、来月も両国の協議を続けると述べた。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,zh
    /// 日本首相高市早苗周三会见了赖清德的代表；日本报纸写的是「頼清徳」。
    /// ```
    ///
    /// ```text,good,de
    /// Der Sprecher von Wladimir Putin nannte das Treffen nützlich und kündigte weitere an.
    /// ```
    ///
    /// ```text,good,en
    /// The poutine was cold when Vladimir Putin came; “Vladimir Poutine”, Le Monde had written.
    /// ```
    ///
    /// A language that the text names itself is meant.
    ///
    /// ```text,good,fr
    /// Vladimir Poutine, Wladimir Putin en allemand et Vladimir Putin en anglais, est né à Leningrad.
    /// ```
    ///
    /// Japanese, Chinese, Korean and Vietnamese names may keep their order: that is a house style.
    ///
    /// ```text,good,en
    /// Prime Minister Kishida Fumio met ISHIBA Shigeru on Monday, and nobody spoke to reporters.
    /// ```
    ///
    /// ```text,good,ru
    /// Джордж У. Буш выступил в сенате, а журналисты ждали у входа до самого вечера.
    /// ```
    ///
    /// ```text,good,lv
    /// Vladimirs Putins tikās ar Sergeju Lavrovu Maskavā, bet žurnālistiem neko neteica.
    /// ```
    ///
    /// ```text,good,pl
    /// Rozmowa z Władimirem Putinem trwała do północy, a Siergiej Ławrow milczał.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a name changes. A form with a case ending has no fix.
    ///
    /// ## References
    ///
    /// MQM `wrong-term`. The forms of each language are in `glossaries/names`; where none is recorded for
    /// the article's language, nothing is said. A form right before or after a quotation mark is
    /// taken for quoted.
    pub(crate) static WRONG_LANGUAGE_FORM = "NAM005" "wrong-language-form" {
        category: Names, mqm: "wrong-term", severity: Minor, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
        by_language: true,
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    for mention in context.mentions() {
        let form = context.glossary.form(mention.form);
        let entity = context.glossary.entity(mention.entity);
        // Places and acronyms are other words, and parts of other names, in too many languages.
        let counts = form.standing == Standing::Right
            && entity.kind == Kind::Person
            && mention.is_full
            && !mention.is_bent;
        let Some(lang) = context.lang().filter(|_| counts) else {
            continue;
        };
        let is_recorded = !entity.forms_in(lang).is_empty() || lang.is_one_of(&["en"]);
        if !is_recorded
            || is_right_in(entity, Some(lang), &form.words)
            || is_quoted(context, mention)
            || keeps_own_order(entity, Some(lang), &form.words)
        {
            continue;
        }
        let written = context.doc.slice(mention.span);
        // Initials are written in every language, whether or not its list has them.
        let is_shouted = !written.chars().any(char::is_lowercase) && form.script.is_cased();
        if is_shouted || written.split_whitespace().any(is_initial) {
            continue;
        }
        let Some(other) = language_of(entity, written, lang) else {
            continue;
        };
        let canonical = canonical_form(entity, Some(lang), form.script);
        let is_same_script = |known: &&str| first_script(known) == Some(form.script);
        let Some(canonical) = canonical.filter(is_same_script) else {
            continue;
        };
        if is_in_tongue(context.doc, mention.span, Some(lang)) {
            continue;
        }
        let message = format!(
            "`{written}` is a form of another language ({other}); write `{canonical}` in this one"
        );
        let draft = Draft::new(mention.span, message);
        out.report(if mention.has_capitals {
            draft
        } else {
            draft.fix(Fix::not_safe(canonical))
        });
    }
}

/// Whether a word of a name is a letter and a full stop.
fn is_initial(word: &str) -> bool {
    word.strip_suffix('.')
        .is_some_and(|letter| letter.chars().nth(1).is_none())
}

/// The language in which an entity is written so, to the letter.
fn language_of(entity: &Entity, written: &str, own: Lang) -> Option<Lang> {
    let written = written.to_lowercase();
    let is_so = |form: &String| form.to_lowercase() == written;
    let mut others = entity.forms.iter().filter(|(lang, _)| !lang.covers(&own));
    others
        .find(|(_, forms)| forms.iter().any(is_so))
        .map(|(lang, _)| *lang)
}

/// Whether a name stands in quotation marks of its own.
fn is_quoted(context: &Context<'_>, mention: &Mention) -> bool {
    let is_mark =
        |c: Option<char>| c.is_some_and(|c| "\"“”„«»‘’()（）「」『』《》〈〉".contains(c));
    is_mark(context.doc.before(mention.span).chars().next_back())
        || is_mark(context.doc.after(mention.span).chars().next())
}
