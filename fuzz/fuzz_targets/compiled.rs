//! A compiled glossary with damage in it: all that it is asked for is read or is not there.
#![no_main]

use std::sync::LazyLock;

use copydesk::document::Document;
use copydesk::glossary::{Entity, Glossary, Kind};
use copydesk::names::{Name, ResolveOptions, Resolver, compile, find_mentions};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

/// What is damaged.
static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut entities = Glossary::default().entities().to_vec();
    entities.truncate(40);
    let mut all = Entity::new("all", Kind::Person, "Žofie Nováková");
    all.accepted = vec!["Ž. Nováková".into()];
    all.not = vec!["Žofie Novotná".into()];
    entities.push(all);
    compile(&entities).expect("they fit")
});

/// The header has a checksum.
const HEADER: usize = 216;

#[derive(Debug, Arbitrary)]
struct Damage<'a> {
    places: Vec<(u32, u8)>,
    /// In place of all behind the header, if there are any.
    rest: Option<&'a [u8]>,
}

fuzz_target!(|damage: Damage<'_>| {
    let mut bytes = FILE.clone();
    if let Some(rest) = damage.rest {
        bytes.truncate(HEADER);
        bytes.extend(rest);
    }
    let n = bytes.len() - HEADER;
    for (place, value) in damage.places {
        if n > 0 {
            bytes[HEADER + place as usize % n] = value;
        }
    }
    let Ok(glossary) = Glossary::new(Vec::new()).with_compiled(bytes) else {
        return;
    };
    for file in glossary.layers().all() {
        for idx in 0..=file.len().min(100) {
            let _ = file.read(idx);
            let _ = file.spellings(idx, true).count() + file.spellings(idx, false).count();
        }
        let _ = file.find("all");
    }
    let text = "Zofie Nowakova, Vladimir Putin, Recep Tayyip Erdoğan'ın, NATO, Владимиром Путиным.";
    let document = Document::from_text("fuzz", text);
    for mention in find_mentions(&document, &glossary, || None) {
        let _ = glossary.entity(mention.entity).canonical.len();
    }
    let resolver = Resolver::new(&glossary);
    for name in [
        "Wladimir Putin",
        "Нова́кова, Жофие",
        "Erdogan",
        "محمد بن سلمان",
    ] {
        resolver.resolve(&Name::new(name), ResolveOptions::default());
    }
});
