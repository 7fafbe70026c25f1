//! An entity as it is kept.

use std::collections::HashMap;

use crate::bits::{Bytes, put_number, put_str};
use crate::glossary::{Entity, Kind, Role, Variant};

/// Strings that records share, each kept once.
#[derive(Debug, Default)]
pub(super) struct Pool {
    numbers: HashMap<String, u32>,
    pub(super) starts: Vec<u8>,
    pub(super) bytes: Vec<u8>,
}

/// More strings than this are not shared.
const MOST_SHARED: usize = 1 << 16;

/// How a string is referred to.
const NONE: u64 = 0;
const HERE: u64 = 1;
const SHARED: u64 = 2;

impl Pool {
    fn put(&mut self, out: &mut Vec<u8>, text: Option<&str>) {
        let Some(text) = text else {
            return put_number(out, NONE);
        };
        if let Some(number) = self.numbers.get(text) {
            return put_number(out, SHARED + u64::from(*number));
        }
        if self.numbers.len() >= MOST_SHARED {
            put_number(out, HERE);
            return put_str(out, text);
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        self.starts
            .extend_from_slice(&(self.bytes.len() as u32).to_le_bytes());
        self.bytes.extend_from_slice(text.as_bytes());
        put_number(out, SHARED + u64::from(number));
    }

    /// Where the last string ends.
    pub(super) fn finish(&mut self) {
        self.starts
            .extend_from_slice(&(self.bytes.len() as u32).to_le_bytes());
    }
}

/// The strings of a pool that is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared<'a> {
    pub(super) starts: &'a [u8],
    pub(super) bytes: &'a [u8],
}

#[expect(
    clippy::option_option,
    reason = "what cannot be read is not what is not there"
)]
impl<'a> Shared<'a> {
    fn get(self, bytes: &mut Bytes<'a>) -> Option<Option<&'a str>> {
        match bytes.number()? {
            NONE => Some(None),
            HERE => Some(Some(bytes.str()?)),
            number => {
                let number = u32::try_from(number - SHARED).ok()?;
                let text = super::postings::slice(self.starts, self.bytes, number)?;
                Some(Some(std::str::from_utf8(text).ok()?))
            }
        }
    }

    fn parsed<T: std::str::FromStr>(self, bytes: &mut Bytes<'a>) -> Option<Option<T>> {
        match self.get(bytes)? {
            None => Some(None),
            Some(text) => text.parse().ok().map(Some),
        }
    }
}

const KINDS: [Kind; 4] = [Kind::Person, Kind::Place, Kind::Organisation, Kind::Term];

/// The spellings of an entity, each once: the right ones first, then the wrong ones, then the others.
struct Spellings<'e> {
    all: Vec<&'e str>,
    n_right: usize,
    n_wrong: usize,
}

impl<'e> Spellings<'e> {
    fn of(entity: &'e Entity) -> Self {
        let mut all: Vec<&str> = Vec::new();
        let mut add = |form: &'e str| {
            if !all.contains(&form) {
                all.push(form);
            }
            all.len()
        };
        let mut n_right = 0;
        for form in entity.right_forms() {
            n_right = add(form);
        }
        let mut n_known = n_right;
        for variant in &entity.variants {
            n_known = add(&variant.form);
        }
        for form in entity.short.iter().chain(&entity.not) {
            add(form);
        }
        Self {
            all,
            n_right,
            n_wrong: n_known - n_right,
        }
    }

    fn put(&self, out: &mut Vec<u8>, form: &str) {
        let number = self.all.iter().position(|known| *known == form);
        put_number(out, number.unwrap_or(0) as u64);
    }

    fn put_all(&self, out: &mut Vec<u8>, forms: &[String]) {
        put_number(out, forms.len() as u64);
        for form in forms {
            self.put(out, form);
        }
    }
}

/// The right spellings of an entity, each once, in the order in which a record keeps them.
pub fn right_spellings(entity: &Entity) -> Vec<&str> {
    let mut spellings = Spellings::of(entity);
    spellings.all.truncate(spellings.n_right);
    spellings.all
}

/// Writes the record of an entity; `signatures` are those of its right spellings.
pub(super) fn put(entity: &Entity, signatures: &[u64], pool: &mut Pool, out: &mut Vec<u8>) {
    put_str(out, &entity.id);
    let kind = KINDS.iter().position(|kind| *kind == entity.kind);
    out.push(kind.unwrap_or(0) as u8);
    let spellings = Spellings::of(entity);
    put_number(out, spellings.n_right as u64);
    put_number(out, spellings.n_wrong as u64);
    put_number(out, spellings.all.len() as u64);
    for idx in 0..spellings.n_right {
        let signature = signatures.get(idx).copied().unwrap_or_default();
        out.extend_from_slice(&signature.to_le_bytes());
    }
    for form in &spellings.all {
        put_str(out, form);
    }
    let lang = |lang: crate::lang::Lang| lang.to_string();
    pool.put(out, entity.native.map(lang).as_deref());
    match &entity.short {
        None => put_number(out, 0),
        Some(short) => {
            put_number(out, 1);
            spellings.put(out, short);
        }
    }
    put_number(out, entity.forms.len() as u64);
    for (own, forms) in &entity.forms {
        pool.put(out, Some(&lang(*own)));
        spellings.put_all(out, forms);
    }
    spellings.put_all(out, &entity.accepted);
    put_number(out, entity.variants.len() as u64);
    for variant in &entity.variants {
        spellings.put(out, &variant.form);
        out.push(u8::from(variant.is_safe));
        pool.put(out, variant.lang.map(lang).as_deref());
    }
    spellings.put_all(out, &entity.not);
    put_number(out, entity.roles.len() as u64);
    for role in &entity.roles {
        pool.put(out, Some(&role.role));
        pool.put(out, role.of.as_deref());
        pool.put(out, role.from.map(|date| date.to_string()).as_deref());
        pool.put(out, role.to.map(|date| date.to_string()).as_deref());
    }
    put_str(out, &entity.note);
    pool.put(out, Some(&entity.source));
}

/// The beginning of a record: what look-ups need.
#[derive(Debug, Clone)]
pub(super) struct Opening<'a> {
    pub(super) id: &'a str,
    pub(super) kind: Kind,
    pub(super) n_right: usize,
    pub(super) n_wrong: usize,
    n_all: usize,
    /// Of the right spellings, eight bytes each.
    signatures: &'a [u8],
    /// The spellings and what follows.
    rest: Bytes<'a>,
}

impl<'a> Opening<'a> {
    pub(super) fn read(record: &'a [u8]) -> Option<Self> {
        let mut bytes = Bytes(record);
        let id = bytes.str()?;
        let kind = *KINDS.get(usize::from(bytes.byte()?))?;
        let (n_right, n_wrong, n_all) = (bytes.count()?, bytes.count()?, bytes.count()?);
        let (signatures, rest) = bytes.0.split_at_checked(n_right.checked_mul(8)?)?;
        bytes = Bytes(rest);
        (n_right > 0 && n_right + n_wrong <= n_all).then_some(Self {
            id,
            kind,
            n_right,
            n_wrong,
            n_all,
            signatures,
            rest: bytes,
        })
    }

    /// Whether there are spellings that are neither right nor wrong.
    pub(super) fn has_more(&self) -> bool {
        self.n_all > self.n_right + self.n_wrong
    }

    pub(super) fn signatures(&self) -> impl Iterator<Item = u64> + use<'a> {
        let (chunks, _) = self.signatures.as_chunks();
        chunks.iter().map(|bytes| u64::from_le_bytes(*bytes))
    }

    /// The spellings with what they are: right ones, then wrong ones, then names of others and short
    /// forms.
    pub(super) fn spellings(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let mut bytes = self.rest;
        (0..self.n_all).map_while(move |_| bytes.str())
    }
}

/// Reads the whole entity.
pub(super) fn read(record: &[u8], shared: Shared<'_>) -> Option<Entity> {
    let opening = Opening::read(record)?;
    let mut bytes = opening.rest;
    let mut all = Vec::new();
    for _ in 0..opening.n_all {
        all.push(bytes.str()?);
    }
    let form = |bytes: &mut Bytes<'_>| -> Option<String> {
        let number = usize::try_from(bytes.number()?).ok()?;
        all.get(number).map(|form| (*form).to_owned())
    };
    let forms = |bytes: &mut Bytes<'_>| -> Option<Vec<String>> {
        (0..bytes.count()?).map(|_| form(bytes)).collect()
    };
    let mut entity = Entity::new(opening.id, opening.kind, *all.first()?);
    entity.native = shared.parsed(&mut bytes)?;
    entity.short = match bytes.number()? {
        0 => None,
        _ => Some(form(&mut bytes)?),
    };
    for _ in 0..bytes.count()? {
        let lang = shared.parsed(&mut bytes)??;
        entity.forms.push((lang, forms(&mut bytes)?));
    }
    entity.accepted = forms(&mut bytes)?;
    for _ in 0..bytes.count()? {
        entity.variants.push(Variant {
            form: form(&mut bytes)?,
            is_safe: bytes.byte()? != 0,
            lang: shared.parsed(&mut bytes)?,
        });
    }
    entity.not = forms(&mut bytes)?;
    for _ in 0..bytes.count()? {
        entity.roles.push(Role {
            role: shared.get(&mut bytes)??.to_owned(),
            of: shared.get(&mut bytes)?.map(str::to_owned),
            from: shared.parsed(&mut bytes)?,
            to: shared.parsed(&mut bytes)?,
        });
    }
    bytes.str()?.clone_into(&mut entity.note);
    shared.get(&mut bytes)??.clone_into(&mut entity.source);
    Some(entity)
}
