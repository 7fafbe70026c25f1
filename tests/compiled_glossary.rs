//! Compiled glossaries: they hold what was compiled, lie over one another as other layers do, and no
//! damage to a file stops the program.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::LazyLock;

use copydesk::document::Document;
use copydesk::glossary::{CompiledError, Entity, Glossary, Kind, Variant, is_compiled};
use copydesk::lang::Lang;
use copydesk::names::{Name, ResolveOptions, Resolver, compile, find_mentions};
use proptest::prelude::*;

fn person(id: &str, name: &str) -> Entity {
    Entity::new(id, Kind::Person, name)
}

fn people() -> Vec<Entity> {
    let mut entities = Glossary::default().entities().to_vec();
    entities.truncate(60);
    let mut all = person("all", "Žofie Nováková");
    all.native = "cs".parse().ok();
    all.short = Some("Nováková".into());
    all.forms = vec![
        (Lang::ENGLISH, vec!["Zofie Novak".into(), "Z. Novak".into()]),
        ("zh".parse().unwrap(), vec!["诺瓦科娃".into()]),
    ];
    all.accepted = vec!["Ž. Nováková".into()];
    all.variants = vec![Variant {
        form: "Sofie Nowak".into(),
        is_safe: true,
        lang: Some(Lang::ENGLISH),
    }];
    all.not = vec!["Žofie Novotná".into()];
    all.note = "a note".into();
    all.source = "a source".into();
    entities.push(all);
    entities
}

static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| compile(&people()).unwrap());

fn only(bytes: Vec<u8>) -> Glossary {
    Glossary::new(Vec::new()).with_compiled(bytes).unwrap()
}

/// The canonical forms of the entities that a text mentions.
fn mentioned(glossary: &Glossary, text: &str, lang: &str) -> Vec<String> {
    let document = Document::from_text("t", text);
    let mentions = find_mentions(&document, glossary, || lang.parse().ok());
    mentions
        .iter()
        .map(|mention| glossary.entity(mention.entity).canonical.clone())
        .collect()
}

#[test]
fn names_are_found_where_words_are_run_together() {
    let glossary = only(FILE.clone());
    let text = "周三，总理诺瓦科娃说会谈很有成果。马丁·诺瓦科娃没有来。";
    assert_eq!(mentioned(&glossary, text, "zh"), ["Žofie Nováková"]);
    let glossary = Glossary::default().with_compiled(FILE.clone()).unwrap();
    let text = "总理诺瓦科娃会见了习近平。";
    assert_eq!(
        mentioned(&glossary, text, "zh"),
        ["Žofie Nováková", "Xi Jinping"]
    );
}

#[test]
fn entities_come_back() {
    let mut entities = people();
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    let glossary = only(FILE.clone());
    let [file] = glossary.layers().all() else {
        panic!("one layer");
    };
    assert_eq!(file.len() as usize, entities.len());
    for (idx, entity) in (0..).zip(&entities) {
        assert_eq!(file.read(idx).as_ref(), Some(entity));
        assert_eq!(file.find(&entity.id), Some(idx));
    }
    assert_eq!(file.find("nobody"), None);
    assert!(only(compile(&[]).unwrap()).layers().all()[0].is_empty());
}

#[test]
fn mentions_are_the_same_as_with_the_glossary_in_memory() {
    let in_memory = Glossary::new(people());
    let compiled = only(FILE.clone());
    for (text, lang) in [
        ("Sofie Nowak met Žofie Nováková. Nováková left.", "en"),
        ("Vladimir Putin and Sergei Lavrov spoke. Lavrov left.", "en"),
        ("Переговоры с Владимиром Путиным и Сергеем Лавровым.", "ru"),
        ("Recep Tayyip Erdoğan'ın sözleri. Erdoğan konuştu.", "tr"),
    ] {
        let expected = mentioned(&in_memory, text, lang);
        assert!(!expected.is_empty(), "{text}");
        assert_eq!(mentioned(&compiled, text, lang), expected, "{text}");
    }
}

#[test]
fn all_of_many_forms_are_found() {
    let mut many = person("many", "Ana Kovač");
    let letters = || 'a'..='z';
    let forms = letters().flat_map(|a| letters().map(move |b| format!("Ana Kovačin{a}{b}x")));
    many.accepted = forms.collect();
    many.forms = vec![("ru".parse().unwrap(), vec!["Ана Ковач".into()])];
    let glossary = only(compile(&[many]).unwrap());
    for text in ["Ana Kovač came.", "Ana Kovačinzzx came.", "Ана Ковач."] {
        assert_eq!(mentioned(&glossary, text, "hr"), ["Ana Kovač"], "{text}");
    }
}

#[test]
fn single_words_are_found_with_endings() {
    let places = ["Oulu", "Rovaniemi", "Ii", "Москва"];
    let places = places.map(|name| Entity::new(name, Kind::Place, name));
    let glossary = only(compile(&places).unwrap());
    assert_eq!(
        mentioned(&glossary, "Oulussa ja Rovaniemellä, Ii.", "fi"),
        ["Oulu", "Ii"]
    );
    assert_eq!(
        mentioned(&glossary, "В Москве и под Москвой.", "ru"),
        ["Москва", "Москва"]
    );
}

#[test]
fn namesakes_by_the_hundred_are_found() {
    let namesake = |n: u32| person(&format!("i{n}"), "Ivan Petrov");
    let mut people: Vec<Entity> = (0..600).map(namesake).collect();
    let options = ResolveOptions {
        most: 1_000,
        least: 0.0,
        ..ResolveOptions::default()
    };
    let found = |glossary: &Glossary, name: &str| {
        let found = Resolver::new(glossary).resolve(&Name::new(name), options);
        let forms = found.into_iter().map(|one| one.form);
        forms.collect::<Vec<String>>()
    };
    let glossary = only(compile(&people).unwrap());
    assert_eq!(found(&glossary, "Petrov, Ivan").len(), 600);
    people.push(person("a", "Anna Petrova"));
    let glossary = only(compile(&people).unwrap());
    assert_eq!(found(&glossary, "Petrov, Ivan").len(), 600);
    assert_eq!(found(&glossary, "PETROVA Anna"), ["Anna Petrova"]);
}

#[test]
fn layers_lie_over_one_another() {
    let text = "Ana Kovač, Ana Novak, Ana Horvat and Ana Babić came.";
    let one = compile(&[person("a", "Ana Kovač"), person("b", "Ana Horvat")]).unwrap();
    let two = compile(&[person("a", "Ana Novak"), person("c", "Ana Babić")]).unwrap();
    let below = || Glossary::new(vec![person("a", "Ana Horvat")]);
    let found = |glossary: &Glossary| mentioned(glossary, text, "en");
    // A file over what is in memory.
    let glossary = below().with_compiled(one.clone()).unwrap();
    assert_eq!(found(&glossary), ["Ana Kovač", "Ana Horvat"]);
    // A file over a file.
    let glossary = glossary.with_compiled(two).unwrap();
    assert_eq!(found(&glossary), ["Ana Novak", "Ana Horvat", "Ana Babić"]);
    // Entities over both, and one taken out.
    let glossary = glossary.with_layer(vec![person("a", "Ana Kovač")], &["b".into()]);
    assert_eq!(found(&glossary), ["Ana Kovač", "Ana Babić"]);
    let resolver = Resolver::new(&glossary);
    let best = |name: &str| {
        let found = resolver.resolve(&Name::new(name), ResolveOptions::default());
        found
            .first()
            .map(|best| glossary.entity(best.entity).id.clone())
    };
    assert_eq!(best("Ana Kovač").as_deref(), Some("a"));
    assert_eq!(best("Ana Novak"), None);
    assert_eq!(best("Ана Бабич").as_deref(), Some("c"));
    // The file once more, over the entities.
    let glossary = glossary.with_compiled(one).unwrap();
    assert_eq!(found(&glossary), ["Ana Kovač", "Ana Horvat", "Ana Babić"]);
}

#[test]
fn of_entities_that_a_layer_replaces_none_is_found() {
    let alike = |idx: usize| person(&format!("p{idx}"), "Sergei Lavrov");
    let spelt = |idx: usize| person(&format!("p{idx}"), ["Anna Baker", "Bruno Castle"][idx % 2]);
    let below: Vec<Entity> = (0..13).map(alike).collect();
    let glossary = only(compile(&below).unwrap());
    let glossary = glossary.with_layer((0..12).map(spelt).collect(), &[]);
    let found =
        Resolver::new(&glossary).resolve(&Name::new("Sergey Lawrow"), ResolveOptions::default());
    let ids: Vec<&str> = found
        .iter()
        .map(|one| glossary.entity(one.entity).id.as_str())
        .collect();
    assert_eq!(ids, ["p12"]);
}

#[test]
fn what_is_no_glossary_is_told() {
    let open = |bytes: &[u8]| {
        Glossary::new(Vec::new())
            .with_compiled(bytes.to_vec())
            .err()
    };
    assert!(is_compiled(&FILE) && !is_compiled(b"[[entity]]"));
    assert_eq!(open(b""), Some(CompiledError::Foreign));
    assert_eq!(
        open(b"\x89PNG\r\n\x1A\n and more"),
        Some(CompiledError::Foreign)
    );
    for n in [8, 20, 100, 500, FILE.len() - 1] {
        let error = open(&FILE[..n]).unwrap();
        assert!(
            matches!(error, CompiledError::Truncated { .. }),
            "{n} {error}"
        );
    }
    let changed = |at: usize| {
        let mut bytes = FILE.clone();
        bytes[at] ^= 0x55;
        open(&bytes).unwrap()
    };
    assert!(matches!(changed(8), CompiledError::Version { .. }));
    assert!(changed(8).to_string().contains("glossary build"));
    for at in [12, 24, 60, 210] {
        assert_eq!(changed(at), CompiledError::Damaged);
    }
}

/// Asks a glossary for all that there is.
fn use_all_of(bytes: Vec<u8>) {
    let Ok(glossary) = Glossary::new(Vec::new()).with_compiled(bytes) else {
        return;
    };
    for file in glossary.layers().all() {
        for idx in 0..=file.len() {
            let _ = file.read(idx);
            let _ = file.spellings(idx, true).count() + file.spellings(idx, false).count();
        }
        let _ = file.find("all");
    }
    let text = "Sofie Nowak, Vladimir Putin, Recep Tayyip Erdoğan'ın, NATO, Владимиром Путиным.";
    mentioned(&glossary, text, "en");
    let resolver = Resolver::new(&glossary);
    for name in [
        "Wladimir Putin",
        "Нова́кова, Жофие",
        "Erdogan",
        "محمد بن سلمان",
    ] {
        resolver.resolve(&Name::new(name), ResolveOptions::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn damage_is_no_cause_to_stop(
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 1_usize..40), 1..20),
    ) {
        let mut bytes = FILE.clone();
        // Behind the header, which has a checksum.
        let from = 216;
        for (place, value, n) in damages {
            let at = from + place.index(bytes.len() - from);
            let to = (at + n).min(bytes.len());
            bytes[at..to].fill(value);
        }
        use_all_of(bytes);
    }

    #[test]
    fn any_bytes_are_told_or_read(bytes: Vec<u8>, keeps_header: bool) {
        let mut file = if keeps_header { FILE[..216].to_vec() } else { FILE[..8].to_vec() };
        file.extend(bytes);
        use_all_of(file);
    }

    #[test]
    fn made_up_entities_come_back(
        names in prop::collection::btree_map("\\PC{1,12}", ("\\PC{0,20}", "\\PC{0,20}", any::<bool>()), 0..12),
    ) {
        let entities: Vec<Entity> = names
            .into_iter()
            .map(|(id, (one, other, is_person))| {
                let kind = if is_person { Kind::Person } else { Kind::Term };
                let mut entity = Entity::new(id, kind, one);
                entity.accepted.push(other.clone());
                entity.not.push(other);
                entity
            })
            .collect();
        let glossary = only(compile(&entities).unwrap());
        for (idx, entity) in (0..).zip(&entities) {
            prop_assert_eq!(&glossary.layers().all()[0].read(idx), &Some(entity.clone()));
        }
    }
}
