use crate::finding::{Draft, Fix};
use crate::glossary::{Entity, Standing};
use crate::lang::Lang;
use crate::language::letters;
use crate::names::canonical_form;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::chars::{Script, script};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a form of a name that the glossary knows to be wrong: misspelt, transliterated through
    /// another script, or an organisation's name translated word by word.
    ///
    /// A person's full name in a spelling that the glossary does not know is found by its sound, and then
    /// minor: where it reads as one of the forms in any script, and nobody else is called so.
    ///
    /// ## Why it matters
    ///
    /// The reader meets a person who does not exist, and a search for the name finds nothing.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The channel quoted ⟦Fakhreddin Alton⟧ as saying that talks go on.
    /// ```
    ///
    /// ```text,fixed
    /// The channel quoted Fahrettin Altun as saying that talks go on.
    /// ```
    ///
    /// ```text,bad,en
    /// The ⟦Russian Information Agency⟧ reported the call; ⟦Radio Free Europe/Radio Free Liberty⟧ denied it.
    /// ```
    ///
    /// ```text,fixed
    /// The RIA Novosti reported the call; Radio Free Europe/Radio Liberty denied it.
    /// ```
    ///
    /// ```text,bad,ru
    /// Об этом заявил ⟦Реджеб Таип Эрдоган⟧ на встрече в Анкаре.
    /// ```
    ///
    /// ```text,bad,en
    /// Speaking in Ankara, ⟦Fakhreddin Altoun⟧ praised ⟦Rajab Taib Erdoghan⟧ and Minister ⟦Sergy Lavrow⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Speaking in Ankara, Fahrettin Altun praised Recep Tayyip Erdoğan and Minister Sergei Lavrov.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Olaf Schulze met Bilal Erdogan and Kim Yong Nam, and the brother, Vladimir Klitschko, came too.
    /// ```
    ///
    /// ```text,good,en
    /// Fahrettin Altun spoke to Sergey Lavrov; the Russian Information Agency Novosti was quoted.
    /// ```
    ///
    /// ```text,good,de
    /// Fahrettin Altun traf Sergej Lawrow; Wladimir Putin blieb in Moskau.
    /// ```
    ///
    /// ```text,good,lv
    /// Redžeps Tajips Erdogans tikās ar Sergeju Lavrovu.
    /// ```
    ///
    /// ```text,good,en
    /// Alton Towers, a park, was closed when Mr Fakhreddin came.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a name changes. In a language for which the glossary has no form, and where a case
    /// ending or capitals would have to be carried over, there is no fix.
    ///
    /// ## References
    ///
    /// MQM `termbase`. The names are in `glossaries/names`; `--glossary FILE` adds others.
    pub(crate) static NAME_VARIANT = "NAM001" "name-variant" {
        category: Names, mqm: "termbase", severity: Major, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    check_known(context, out);
    check_sounds(context, out);
}

/// Spellings that the glossary does not know.
fn check_sounds(context: &Context<'_>, out: &mut Sink) {
    for suspect in context.suspects() {
        let entity = context.glossary.entity(suspect.entity);
        let written = context.doc.slice(suspect.span);
        let own = script_of(written);
        let Some(canonical) = known_form(entity, context.lang(), own) else {
            continue;
        };
        let through = script_of(&suspect.form);
        let evidence = if through == own {
            String::new()
        } else {
            format!(" through {} `{}`", through.name(), suspect.form)
        };
        let message = format!("`{written}` reads as `{canonical}`{evidence}; write `{canonical}`");
        out.report(
            Draft::new(suspect.span, message)
                .severity(Severity::Minor)
                .fix(Fix::not_safe(canonical)),
        );
    }
}

/// The canonical form in a language of which it is known how it writes the name: its own form is
/// recorded, or it takes over names of Latin script as they are.
fn known_form(entity: &Entity, lang: Option<Lang>, script: Script) -> Option<&str> {
    let lang = lang?;
    let is_recorded = !entity.forms_in(lang).is_empty();
    let is_latin = match entity.native {
        Some(native) => letters::scripts_of(native) == ["Latn"],
        None => !entity.canonical.is_ascii(),
    };
    let canonical = canonical_form(entity, Some(lang), script)?;
    let is_known = is_recorded || is_latin || lang.is_one_of(&["en"]);
    (is_known && script_of(canonical) == script).then_some(canonical)
}

/// The script of the first letter.
fn script_of(text: &str) -> Script {
    let own = text.chars().map(script).find(|script| script.is_specific());
    own.unwrap_or(Script::COMMON)
}

/// Forms that the glossary knows to be wrong.
fn check_known(context: &Context<'_>, out: &mut Sink) {
    for mention in context.mentions() {
        let form = context.glossary.form(mention.form);
        let Standing::Wrong { is_safe, only_in } = form.standing else {
            continue;
        };
        let is_elsewhere = |lang: Lang| !context.lang().is_some_and(|own| lang.covers(&own));
        if !mention.is_full || only_in.is_some_and(is_elsewhere) {
            continue;
        }
        let entity = context.glossary.entity(mention.entity);
        let canonical = canonical_form(entity, context.lang(), form.script);
        let Some(canonical) = canonical.filter(|known| script_of(known) == form.script) else {
            continue;
        };
        let written = context.doc.slice(mention.span);
        let message = format!("`{written}` is a wrong form of `{canonical}`; write `{canonical}`");
        let draft = Draft::new(mention.span, message);
        out.report(if mention.is_bent || mention.is_all_capitals {
            draft
        } else {
            draft.fix(if is_safe {
                Fix::safe(canonical)
            } else {
                Fix::not_safe(canonical)
            })
        });
    }
}
