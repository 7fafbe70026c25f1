//! Names in text: where the glossary's entities are mentioned, and by which form.

mod inflection;
mod mentions;

pub use inflection::Habits;
pub use mentions::{Mention, find_mentions};

use crate::document::{Digest, Document, FormUse};
use crate::glossary::{Entity, Glossary, Kind, Standing};
use crate::lang::Lang;
use crate::text::chars::Script;
use crate::text::fold::fold;

/// The canonical form of an entity in a language: its own there, or the default where the text is
/// in Latin script; `None` where the language writes names in its own way and none is recorded.
pub fn canonical_form(entity: &Entity, lang: Option<Lang>, script: Script) -> Option<&str> {
    let own = lang.and_then(|lang| entity.forms_in(lang).first());
    match own {
        Some(form) => Some(form),
        None if script == Script::LATIN && !lang.is_some_and(inflection::respells) => {
            Some(&entity.canonical)
        }
        None => None,
    }
}

/// Whether a folded form is right in a language.
pub fn is_right_in(entity: &Entity, lang: Option<Lang>, folded: &[Box<str>]) -> bool {
    let same = |form: &String| fold_words(form) == folded;
    same(&entity.canonical) || lang.is_some_and(|lang| entity.forms_in(lang).iter().any(same))
}

fn fold_words(form: &str) -> Vec<Box<str>> {
    crate::text::words::scan(form)
        .words
        .iter()
        .map(|word| fold(&form[word.span.range()]).into_boxed_str())
        .collect()
}

/// What the batch keeps: the first full mention of each form of a person or organisation that has
/// several right forms of equal length in the document's language.
pub fn digest(
    doc: &Document,
    mentions: &[Mention],
    glossary: &Glossary,
    lang: impl Fn() -> Option<Lang>,
) -> Digest {
    let mut digest = Digest::default();
    for mention in mentions
        .iter()
        .filter(|mention| mention.is_full && !mention.is_all_capitals)
    {
        let form = glossary.form(mention.form);
        let entity = glossary.entity(mention.entity);
        if form.standing == Standing::Wrong || entity.kind == Kind::Place {
            continue;
        }
        let lang = lang();
        let n_alike = lang.map_or(0, |lang| {
            let same_length = |other: &&String| fold_words(other).len() == form.words.len();
            entity.forms_in(lang).iter().filter(same_length).count()
        });
        if n_alike < 2 || !is_right_in(entity, lang, &form.words) {
            continue;
        }
        let folded = form.words.join(" ");
        if digest
            .forms
            .iter()
            .any(|known| known.entity == mention.entity && known.form == folded)
        {
            continue;
        }
        digest.lang = lang;
        digest.forms.push(FormUse {
            entity: mention.entity,
            form: folded,
            is_canonical: lang
                .and_then(|lang| entity.forms_in(lang).first())
                .is_some_and(|canonical| fold_words(canonical) == form.words),
            written: doc.slice(mention.span).to_owned(),
            location: doc.locator().locate(mention.span),
        });
    }
    digest
}
