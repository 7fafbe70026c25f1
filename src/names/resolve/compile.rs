//! What the entities of a glossary are resolved by.

use crate::glossary::compiled::{KnownBy, Writer, right_spellings};
use crate::glossary::{CompiledError, Entity, Kind};
use crate::names::keys::{keys_of, surname_keys_of};
use crate::names::parts::{Name, PartKind, hash_of, is_boundary};
use crate::names::signature::signature_of;
use crate::text::chars::{Script, first_script};
use crate::text::fold::fold_into;

/// Compiles a glossary: the content of a file that
/// [`Glossary::with_compiled`](crate::glossary::Glossary::with_compiled) reads in place.
///
/// ```
/// use copydesk::glossary::{Entity, Glossary, Kind};
/// use copydesk::names::{Name, ResolveOptions, Resolver, compile};
///
/// let file = compile([&Entity::new("altun", Kind::Person, "Fahrettin Altun")])?;
/// let glossary = Glossary::new(Vec::new()).with_compiled(file)?;
/// let resolver = Resolver::new(&glossary);
/// let found = resolver.resolve(&Name::new("Fakhreddin Altun"), ResolveOptions::default());
/// assert_eq!(glossary.entity(found[0].entity).id, "altun");
/// # Ok::<(), copydesk::glossary::CompiledError>(())
/// ```
pub fn compile<'e>(
    entities: impl IntoIterator<Item = &'e Entity>,
) -> Result<Vec<u8>, CompiledError> {
    let mut writer = Writer::default();
    for entity in entities {
        writer.add(entity, &known_by(entity))?;
    }
    writer.finish()
}

/// What an entity is looked up by, for those who hand entities to a [`Writer`] one by one.
pub fn known_by(entity: &Entity) -> KnownBy {
    let mut known_by = KnownBy::default();
    // Terms are words, and stand in a text as they are.
    if entity.kind == Kind::Term {
        return known_by;
    }
    for spelling in right_spellings(entity) {
        let name = Name::new(spelling);
        known_by.keys.extend(keys_of(&name));
        known_by.exact.push(exact_key(&name));
        known_by.words.extend(surname_keys_of(&name));
        known_by.signatures.push(signature_of(&name));
    }
    let wrong = entity.variants.iter();
    let wrong = wrong.map(|variant| exact_key(&Name::new(&variant.form)));
    known_by.exact.extend(wrong);
    for keys in [&mut known_by.keys, &mut known_by.exact, &mut known_by.words] {
        keys.sort_unstable();
        keys.dedup();
    }
    known_by
}

/// The key of names of the same words, titles left out, in whatever order.
pub(super) fn exact_key(name: &Name) -> u64 {
    let named = name
        .parts
        .iter()
        .filter(|part| part.kind != PartKind::Title);
    named.fold(0, |sum, part| sum.wrapping_add(part.hash))
}

/// The first of some forms that has the key of a name in a script; `known` is one that has it.
pub(super) fn form_with_key<'f>(
    forms: &(impl Iterator<Item = &'f str> + Clone),
    (key, script): (u64, Script),
    known: Option<&str>,
) -> Option<&'f str> {
    // Namesakes are written alike, and most words are no more than their letters: a name is seldom taken
    // apart.
    let of_known = known.and_then(|known| forms.clone().find(|form| *form == known));
    let has_letters =
        |form: &&str| first_script(form) == Some(script) && key_of_letters(form) == key;
    of_known
        .or_else(|| forms.clone().find(has_letters))
        .or_else(|| {
            forms
                .clone()
                .find(|form| exact_key(&Name::new(form)) == key)
        })
}

/// The key of a form, nothing but the letters of its words known.
fn key_of_letters(form: &str) -> u64 {
    let mut folded = String::with_capacity(form.len());
    let words = form.split(is_boundary).filter(|word| !word.is_empty());
    words.fold(0, |sum: u64, word| {
        folded.clear();
        fold_into(word, &mut folded);
        sum.wrapping_add(hash_of(&folded))
    })
}
