//! Names of the glossary in spellings that it does not know: found by how they sound.

use std::cell::{Cell, RefCell};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::cited::is_in_address;
use super::given::are_of_two_sexes;
use super::inflection;
use super::misspelt::{SlipsAsked, slip_of_known};
use super::parts::{Name, Part, differ_by_ending};
use super::runs::Run;
use super::similarity_of;
use super::slips::is_listed;
use super::sounds::{LONGEST_WORD, MOST_WORDS, Owner, Sounds, shared, sounds, words_of_form};
use crate::document::Document;
use crate::glossary::{Entity, Glossary};
use crate::lang::Lang;
use crate::language;
use crate::romanise::units;
use crate::span::Span;
use crate::text::chars::Script;
use crate::text::fold::fold;
use crate::text::hash::{Lately, ShortMap};
use crate::text::words::Word;

/// Words of a document that sound like an entity's name and are none of its forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspect {
    /// Where.
    pub span: Span,
    /// Index of the entity.
    pub entity: u32,
    /// The form that they sound like most.
    pub form: String,
    /// That they are one name.
    pub probability: f64,
    /// Whether they are the form but for a slip in one word, whatever the language.
    pub is_slip: bool,
}

/// The words of persons' names, by what is left of them in nearly every spelling.
#[derive(Debug)]
pub struct Suspects {
    sounds: Sounds,
}

/// Entities that share a sound; more say nothing of a word that is not as one of them is written.
const MOST_ALIKE: usize = 64;

impl Suspects {
    /// Of the persons of a glossary.
    pub fn new(glossary: &Glossary) -> Self {
        Self {
            sounds: Sounds::new(glossary),
        }
    }

    /// What a document's runs hold, where no known form stands; `is_known` says of a span whether a
    /// mention covers it.
    pub fn find(
        &self,
        doc: &Document,
        glossary: &Glossary,
        runs: &[Run],
        lang: impl Fn() -> Option<Lang>,
        is_known: impl Fn(Span) -> bool,
    ) -> Vec<Suspect> {
        let words = doc.words();
        let mut found: Vec<Suspect> = Vec::new();
        let mut own: Vec<(usize, &[Owner])> = Vec::new();
        let mut asked = SOUNDS_ASKED.take();
        let mut slips_asked = SLIPS_ASKED.take();
        let bending = inflection::bending(lang());
        let number = glossary.number();
        for run in runs.iter().filter(|run| run.n_capitalised > 1) {
            own.clear();
            let may_be_name = |word: Word| {
                word.is_capitalised() && !word.is_all_capitals() && !word.is_mixed_script()
            };
            let of_name = run.words.clone().filter(|at| may_be_name(words[*at]));
            own.extend(of_name.map(|at| {
                let sharers = self.entities_of(doc, words[at], number, &mut asked);
                (at, sharers)
            }));
            let judge_whole = |first: usize, last: usize, entity: u32, is_slip: bool| {
                let span = words[first].span.cover(words[last].span);
                let mut before = run.words.start..first;
                // `Президент Турции`: whose name goes before is told by its own.
                let is_apart = |at: usize| is_title(doc, at) || is_known(words[at].span);
                let stands_alone = last + 1 == run.words.end && before.all(is_apart);
                (stands_alone && !is_known(span) && !is_in_address(doc, span))
                    .then(|| Self::judge_once(doc, glossary, (entity, is_slip), span, &lang))?
            };
            let mut at = 0;
            while at + 1 < own.len() {
                let two = [own[at], own[at + 1]];
                let is_telling = two.iter().all(|(_, owners)| owners.len() <= MOST_ALIKE);
                let entity = is_telling.then(|| shared(two[0].1, two[1].1).next());
                let by_sound = entity.flatten().and_then(|entity| {
                    // As many further words as are his too, or stand between.
                    let further = own[at + 2..].iter().take(MOST_WORDS - 2);
                    let is_his = |owners: &[Owner]| owners.iter().any(|of| of.entity() == entity);
                    let n_further = further.take_while(|(_, owners)| is_his(owners)).count();
                    let end = at + 2 + n_further;
                    Some((judge_whole(own[at].0, own[end - 1].0, entity, false)?, end))
                });
                let suspect = by_sound.or_else(|| {
                    let found = slip_of_known(
                        (doc, glossary, &self.sounds),
                        two,
                        bending,
                        &mut slips_asked,
                    );
                    let entity = found?;
                    Some((judge_whole(two[0].0, two[1].0, entity, true)?, at + 2))
                });
                match suspect {
                    Some((suspect, end)) => {
                        found.push(suspect);
                        at = end;
                    }
                    None => at += 1,
                }
            }
        }
        SOUNDS_ASKED.set(asked);
        SLIPS_ASKED.set(slips_asked);
        found
    }

    /// [`judge`], but for what has been judged to be nobody.
    fn judge_once(
        doc: &Document,
        glossary: &Glossary,
        (idx, is_slip): (u32, bool),
        span: Span,
        lang: &impl Fn() -> Option<Lang>,
    ) -> Option<Suspect> {
        let entity = glossary.entity(idx);
        let tongue = lang().map_or(0, |lang| xxh3_64(lang.to_string().as_bytes()));
        let key = xxh3_64_with_seed(doc.slice(span).as_bytes(), glossary.number())
            ^ xxh3_64(entity.id.as_bytes()).rotate_left(7)
            ^ tongue
            ^ u64::from(is_slip);
        if NOBODY.with_borrow(|nobody| nobody.contains_key(&key)) {
            return None;
        }
        let found = judge(doc, entity, (idx, is_slip), span, lang);
        if found.is_none() {
            NOBODY.with_borrow_mut(|nobody| remember(nobody, key, 0));
        }
        found
    }

    /// Entities with a word that sounds like this one, each with the word's place; `number`: that of the
    /// glossary.
    fn entities_of(
        &self,
        doc: &Document,
        word: Word,
        number: u64,
        asked: &mut Lately<u64>,
    ) -> &[Owner] {
        let text = doc.slice(word.span);
        if text.len() < 2 || text.len() > LONGEST_WORD {
            return &[];
        }
        let sound = asked.ask(word.hash(), number, || {
            let mut found = sounds(&units(text)).into_iter().flatten();
            let found = found.find(|sound| !self.sounds.owners(*sound).is_empty());
            found.unwrap_or(0)
        });
        if sound == 0 {
            return &[];
        }
        self.sounds.owners(sound)
    }
}

/// Answers that a thread keeps.
const MOST_KEPT: usize = 1 << 15;

thread_local! {
    /// What words sound like: names come again.
    static SOUNDS_ASKED: Cell<Lately<u64>> = Cell::default();
    static SLIPS_ASKED: Cell<SlipsAsked> = Cell::default();
    /// What was no entity's name, by the words and the entity.
    static NOBODY: RefCell<ShortMap<u64, u64>> = RefCell::default();
}

fn remember(kept: &mut ShortMap<u64, u64>, key: u64, answer: u64) {
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
    kept.insert(key, answer);
}

/// Whether a word before a name is none of it: a title, or an ordinary word that begins a sentence.
fn is_title(doc: &Document, at: usize) -> bool {
    let word = doc.words()[at];
    let lower = fold(doc.slice(word.span));
    inflection::is_title(&lower) || !word.is_capitalised() || language::is_frequent_anywhere(&lower)
}

/// What a suspect has to reach.
const LEAST: f64 = 0.9;
/// Below this in its own script a form of another says nothing.
const LEAST_IN_SCRIPT: f64 = 0.1;
/// Letters that a suspect has at least.
const LEAST_LETTERS: usize = 8;

/// Whether the words are the entity's name in a spelling of their own.
fn judge(
    doc: &Document,
    entity: &Entity,
    (idx, is_slip): (u32, bool),
    span: Span,
    lang: &impl Fn() -> Option<Lang>,
) -> Option<Suspect> {
    let written = doc.slice(span);
    if written.chars().filter(|c| c.is_alphabetic()).count() < LEAST_LETTERS {
        return None;
    }
    let name = Name::new(written);
    let folded = fold(written);
    if entity.not.iter().any(|other| fold(other) == folded) {
        return None;
    }
    if name
        .parts
        .iter()
        .any(|part| is_ordinary(&part.folded, entity))
        || has_prefix(written)
    {
        return None;
    }
    let known = Name::new(&entity.canonical);
    let are_apart = |part: &Part| known.parts.iter().any(|other| part.is_never(other));
    if name.parts.iter().any(are_apart) {
        return None;
    }
    let script = name.parts.first()?.script;
    let lang = lang();
    let mut may_be_one = false;
    // What other languages make of a name to their own ear says little.
    let own_forms = std::iter::once(&entity.canonical)
        .chain(&entity.accepted)
        .chain(lang.map_or(&[][..], |lang| entity.forms_in(lang)));
    let mut own: Option<(f64, &String)> = None;
    for form in own_forms {
        let other = Name::new(form);
        if other.plain().count() < 2 || other.parts.first().is_none_or(|part| part.script != script)
        {
            continue;
        }
        if is_bent(&name, &other, lang) || is_turned(&name, &other) {
            return None;
        }
        may_be_one |= !is_of_other_sex(&name, &other);
        let probability = similarity_of(&name, &other);
        if own.is_none_or(|(known, _)| probability > known) {
            own = Some((probability, form));
        }
    }
    let own = own.filter(|(probability, _)| *probability >= LEAST_IN_SCRIPT)?;
    if !may_be_one || has_surname_of_others(&name, &Name::new(own.1), written) {
        return None;
    }
    let best = if own.0 >= LEAST {
        Some(own)
    } else {
        likest(&name, entity, ((!is_slip).then_some(own.1), script), lang)
    };
    let (probability, form) = best?;
    (probability >= LEAST).then(|| Suspect {
        span,
        entity: idx,
        form: form.clone(),
        probability,
        is_slip,
    })
}

/// The form of an entity that a name is likest to, where its own script does not decide: of those of that
/// script and of the scripts that leave vowels out, through which names lose letters. `None` where it is a
/// right form of some language but for an ending. `own` is the form that it is likest to in its
/// script; none where it is that but for a slip, and any script may say so.
fn likest<'e>(
    name: &Name,
    entity: &'e Entity,
    (own, script): (Option<&String>, Script),
    lang: Option<Lang>,
) -> Option<(f64, &'e String)> {
    let mut best: Option<(f64, &String)> = None;
    // What went through another script or language is spelt otherwise throughout.
    let own = own.map(|own| Name::new(own));
    let is_in = |own: &Name, part: &Part| own.parts.iter().any(|own| own.folded == part.folded);
    let has_own = |own: &Name| name.plain().any(|part| is_in(own, part));
    let (is_slip, is_changed) = (own.is_none(), !own.as_ref().is_some_and(has_own));
    for form in entity.right_forms() {
        let other = Name::new(form);
        let through = other.parts.first().map(|part| part.script);
        let is_same = through == Some(script);
        if other.plain().count() < 2 {
            continue;
        }
        if is_same && is_bent(name, &other, lang) {
            return None;
        }
        let leaves_vowels_out = matches!(through, Some(Script::ARABIC | Script::HEBREW));
        if !is_slip && !(is_changed && (is_same || leaves_vowels_out)) {
            continue;
        }
        let probability = similarity_of(name, &other);
        if best.is_none_or(|(known, _)| probability > known) {
            best = Some((probability, form));
        }
    }
    best
}

/// Whether a word is frequent in some language and none of the entity's.
fn is_ordinary(folded: &str, entity: &Entity) -> bool {
    let is_own = |form: &String| fold(form).split([' ', '-']).any(|word| word == folded);
    language::is_frequent_anywhere(folded) && !entity.right_forms().any(is_own)
}

/// Whether a word has a prefix before its capital, as in Zulu and Irish (`UDonald`).
fn has_prefix(written: &str) -> bool {
    let words = written.split([' ', '-']);
    words.into_iter().any(|word| {
        let mut letters = word.chars().skip(1);
        letters.next().is_some_and(char::is_uppercase) || {
            let mut before = None;
            word.chars().any(|c| {
                let is_inner = c.is_uppercase() && before.is_some_and(char::is_lowercase);
                before = Some(c);
                is_inner && !word.starts_with("Mc")
            })
        }
    })
}

/// Whether two names differ by case endings alone; everywhere by the s of a genitive.
fn is_bent(a: &Name, b: &Name, lang: Option<Lang>) -> bool {
    let bends = inflection::bends(lang);
    let is_genitive = |long: &str, short: &str| long.strip_prefix(short) == Some("s");
    let fits = |(a, b): (&Part, &Part)| {
        a.folded == b.folded
            || is_genitive(&a.folded, &b.folded)
            || (bends && differ_by_ending(&a.folded, &b.folded, a.script))
            || (bends && are_short_and_bent(&a.folded, &b.folded))
            || inflection::are_cases(&a.folded, &b.folded, lang)
    };
    a.parts.len() == b.parts.len() && a.parts.iter().zip(&b.parts).all(fits)
}

/// Whether a name is another one with the surname first, or last.
fn is_turned(a: &Name, b: &Name) -> bool {
    let turned = b.parts.iter().rev();
    a.parts.len() == b.parts.len()
        && a.parts
            .iter()
            .map(|part| &part.folded)
            .eq(turned.map(|part| &part.folded))
}

/// Whether a name is a known one but for the surname, which is in a list of words, as those of many people
/// are.
fn has_surname_of_others(name: &Name, known: &Name, written: &str) -> bool {
    let (mut own, mut other): (Vec<&Part>, Vec<&Part>) =
        (name.plain().collect(), known.plain().collect());
    let last = [&mut own, &mut other].map(Vec::pop);
    let [Some(surname), Some(known)] = last else {
        return false;
    };
    surname.folded != known.folded
        && own
            .iter()
            .map(|part| &part.folded)
            .eq(other.iter().map(|part| &part.folded))
        && words_of_form(written).last().is_some_and(is_listed)
}

/// Whether the given name, before others, is that of the other sex: then it is another person.
fn is_of_other_sex(a: &Name, b: &Name) -> bool {
    let given = |name: &Name| {
        let mut plain = name.plain();
        let given = plain.next().map(|part| part.folded.clone());
        given.filter(|_| plain.next().is_some())
    };
    let both = given(a).zip(given(b));
    both.is_some_and(|(a, b)| are_of_two_sexes(&a, &b))
}

/// Whether two words of three letters differ in the last (`Ево`, `Ева`): an ending, where others bend with it.
fn are_short_and_bent(a: &str, b: &str) -> bool {
    let stem = |word: &str| {
        let (last, _) = word.char_indices().nth(2)?;
        (word[last..].chars().count() == 1).then_some(last)
    };
    stem(a)
        .zip(stem(b))
        .is_some_and(|(of_a, of_b)| a[..of_a] == b[..of_b])
}

#[cfg(test)]
mod tests {
    use super::Suspects;
    use crate::document::Document;
    use crate::glossary::{Entity, Glossary, Kind};
    use crate::lang::Lang;
    use crate::names::runs;

    fn found(text: &str) -> Vec<(String, String)> {
        let people = [
            "Sergei Lavrov",
            "Kim Jong-un",
            "Fahrettin Altun",
            "Olaf Scholz",
        ];
        let people = people.map(|name| Entity::new(name, Kind::Person, name));
        let glossary = Glossary::new(people.into());
        let doc = Document::from_text("a", text);
        let lang = || Some(Lang::ENGLISH);
        let suspects = Suspects::new(&glossary);
        let found = suspects.find(&doc, &glossary, &runs(&doc), lang, |_| false);
        found
            .into_iter()
            .map(|one| {
                let id = glossary.entity(one.entity).id.clone();
                (doc.slice(one.span).to_owned(), id)
            })
            .collect()
    }

    #[test]
    fn what_is_nobody_in_one_variety_may_be_somebody_in_the_next() {
        let tag = |tag: &str| tag.parse::<Lang>().expect("it is a tag");
        let mut entity = Entity::new("a", Kind::Person, "Konrad Weissenberg");
        entity.forms = vec![
            (tag("pt"), vec!["Conrado Vaisemberga".into()]),
            (tag("pt-BR"), vec!["Madalena Ferreirinha".into()]),
        ];
        let glossary = Glossary::new(vec![entity]);
        let doc = Document::from_text("a", "A ministra Madalena Fereirinia chegou.");
        let suspects = Suspects::new(&glossary);
        let n_in = |lang: &str| {
            let lang = || Some(tag(lang));
            let found = suspects.find(&doc, &glossary, &runs(&doc), lang, |_| false);
            found.len()
        };
        assert_eq!([n_in("pt-PT"), n_in("pt-BR")], [0, 1]);
    }

    #[test]
    fn unknown_spellings_are_found_and_other_people_are_not() {
        let one = |name: &str, id: &str| vec![(name.to_owned(), id.to_owned())];
        let lavrov = one("Sergy Lavrow", "Sergei Lavrov");
        assert_eq!(found("Then Minister Sergy Lavrow spoke."), lavrov);
        assert_eq!(
            found("Kim Yong Un spoke."),
            one("Kim Yong Un", "Kim Jong-un")
        );
        for (slip, right) in [
            ("Sergei Larvov spoke.", "Sergei Lavrov"),
            ("Sregei Lavrov spoke.", "Sergei Lavrov"),
            ("Fahrettin Altnu spoke.", "Fahrettin Altun"),
        ] {
            assert_eq!(found(slip), one(&slip[..slip.len() - 7], right), "{slip}");
        }
        for other in [
            "Sergei Larov spoke.",
            "Sergei Lavrovic spoke.",
            "Olaf Altnu spoke.",
            "Kim Yong Nam spoke.",
            "Olaf Schulze spoke.",
            "Lavrov Sergeant came.",
            "Anna Sergei Lavrova",
            "Sergei Lavrovs plan",
            "USergei Lavrof",
            "https://a.b/Sergy-Lavrow",
            "The Sergei",
        ] {
            assert!(found(other).is_empty(), "{other}");
        }
    }
}
