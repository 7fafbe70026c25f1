//! Computes `glossaries/language-models.bin` from word lists.
//!
//! ```text
//! cargo run --release --example language-models -- FOLDER
//! ```
//!
//! `FOLDER` holds a list a language, `xx.tsv`: lower-cased words, most frequent first, each with
//! -100 · log10 of its relative frequency after a tab. `src/language/models.rs` says what the file
//! holds. The result depends on nothing but the lists.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "shares of small numbers"
)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool that works on files and may panic"
)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use copydesk::lang::Lang;
use copydesk::language::letters::{is_in_use, is_own};
use copydesk::language::models::{
    DIRECTORY_ENTRY, Entry, MAGIC, MOST, ORDER, Shape, UNITS_PER_NAT, VALUE_BITS, fold_into,
    gram_key, word_key,
};
use copydesk::text::chars::{Script, properties};
use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1252, WINDOWS_1257, WINDOWS_1258};

/// The same languages under other names, and one by films only where the other has books.
const LEFT_OUT: [&str; 4] = ["bs", "hr", "sr", "tl"];
/// N-grams of a language, at most: an alphabet, and a script of thousands of characters.
const MOST_GRAMS: usize = 7_300;
const MOST_GRAMS_OF_MANY: usize = 20_000;
/// Words of a list that are remembered, at most: where one letter more or less can hide, and where
/// damage is seen without.
const MOST_WORDS: usize = 20_000;
const MOST_WORDS_ELSEWHERE: usize = 9_000;
/// A frequency counts by this power: names and rare words are what is judged.
const FLATTEN: f64 = 0.6;
/// Letters that make up less than this of a list's words are slips or foreign.
const RAREST_LETTER: f64 = 2e-5;

struct List {
    code: String,
    script: Script,
    words: Vec<(Vec<char>, f64)>,
}

fn main() {
    let folder = std::env::args()
        .nth(1)
        .expect("usage: language-models FOLDER");
    let mut lists = Vec::new();
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_some_and(|e| e == "tsv") && !LEFT_OUT.contains(&code.as_str()) {
            let list = read_list(&code, &path);
            if code == "sh" {
                lists.push(in_cyrillic(&list));
            }
            lists.push(list);
        }
    }
    let tables: Vec<(Shape, Vec<u8>)> = lists.iter().map(table).collect();
    let (of_filter, filter) = filter(&lists);

    let mut file = Vec::new();
    file.extend(MAGIC);
    let number = |file: &mut Vec<u8>, n: u32| file.extend(n.to_le_bytes());
    let shape = |file: &mut Vec<u8>, shape: Shape| {
        file.extend(shape.seed.to_le_bytes());
        file.extend(shape.segment.to_le_bytes());
        file.extend(shape.n_segments.to_le_bytes());
    };
    number(&mut file, lists.len() as u32);
    let start = 32 + lists.len() * DIRECTORY_ENTRY;
    let in_tables: usize = tables.iter().map(|(_, table)| table.len()).sum();
    number(&mut file, (start + in_tables) as u32);
    shape(&mut file, of_filter);
    let mut at = start;
    for (list, (of_table, table)) in lists.iter().zip(&tables) {
        let mut code = [0; 8];
        code[..list.code.len()].copy_from_slice(list.code.as_bytes());
        file.extend(code);
        file.extend(list.script.code().as_bytes());
        number(&mut file, at as u32);
        shape(&mut file, *of_table);
        at += table.len();
    }
    for (_, table) in &tables {
        file.extend(table);
    }
    file.extend(filter);
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossaries/language-models.bin");
    println!(
        "{} languages, {in_tables} bytes of n-grams, {} bytes in all",
        lists.len(),
        file.len()
    );
    std::fs::write(out, file).unwrap();
}

/// The pieces of letters of all words, with their weights; words with letters of another script or
/// with letters that hardly occur are left out.
fn read_list(code: &str, path: &Path) -> List {
    let mut words: Vec<(Vec<char>, f64)> = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let (word, value) = line.split_once('\t').unwrap();
        let frequency = 10_f64.powf(-value.parse::<f64>().unwrap() / 100.0);
        let is_part = |c: char| properties(c).is_letter() || properties(c).is_mark();
        for piece in word.split(|c| !is_part(c)) {
            if !piece.is_empty() && !(word.contains(|c: char| c.is_numeric())) {
                let mut letters = Vec::new();
                let piece = read_again(piece, code);
                fold_into(piece.chars(), &mut letters);
                words.push((letters, frequency.powf(FLATTEN)));
            }
        }
    }
    let mut scripts: BTreeMap<Script, f64> = BTreeMap::new();
    for (word, weight) in &words {
        for c in word {
            *scripts.entry(properties(*c).script()).or_default() += weight;
        }
    }
    scripts.retain(|script, _| script.is_specific());
    // Lists from films hold much English.
    let all: f64 = scripts.values().sum();
    let is_native = |script: Script, weight: f64| script != Script::LATIN && weight > all * 0.1;
    let by_weight = |a: &(&Script, &f64), b: &(&Script, &f64)| a.1.total_cmp(b.1);
    let native = scripts
        .iter()
        .filter(|(script, weight)| is_native(**script, **weight));
    let native = native.max_by(by_weight);
    let script = *native.or(scripts.iter().max_by(by_weight)).unwrap().0;
    let is_of_script = |c: char| {
        let of = properties(c).script();
        let is_japanese = [Script::HAN, Script::HIRAGANA, Script::KATAKANA].contains(&of);
        of == script || !of.is_specific() || (code == "ja" && is_japanese)
    };
    words.retain(|(word, _)| word.iter().all(|c| is_of_script(*c)));
    let mut letters: BTreeMap<char, f64> = BTreeMap::new();
    for (word, weight) in &words {
        for c in word {
            *letters.entry(*c).or_default() += weight;
        }
    }
    let all: f64 = letters.values().sum();
    if !is_of_many(script) {
        let lang: Lang = code.parse().unwrap();
        let is_kept =
            |c: &char| letters[c] / all >= RAREST_LETTER || is_own(lang, *c) == Some(true);
        words.retain(|(word, _)| word.iter().all(is_kept));
    }
    println!("{code}: {}, {} words", script.name(), words.len());
    List {
        code: code.to_owned(),
        script,
        words,
    }
}

/// The pages that subtitles of some languages were written in and not read in.
const PAGES_OF_FILMS: [(&str, &Encoding); 3] = [
    ("et", WINDOWS_1257),
    ("ro", WINDOWS_1250),
    ("vi", WINDOWS_1258),
];

/// A word as it was written, if it was read as Windows-1252: it then has letters of its language alone.
fn read_again<'a>(word: &'a str, code: &str) -> Cow<'a, str> {
    let lang: Lang = code.parse().unwrap();
    let is_foreign = |c: char| is_in_use(lang, c) == Some(false);
    let page = PAGES_OF_FILMS.iter().find(|(of, _)| *of == code);
    let Some((_, page)) = page.filter(|_| word.contains(is_foreign)) else {
        return Cow::Borrowed(word);
    };
    let (bytes, _, has_failed) = WINDOWS_1252.encode(word);
    let read = page.decode_without_bom_handling(&bytes).0;
    if has_failed || read.contains(is_foreign) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(read.into_owned())
}

/// Serbian in Cyrillic from its Latin letters, one for one but for three digraphs (Serbian
/// orthography, Matica srpska 2010).
fn in_cyrillic(list: &List) -> List {
    let from = "abvgdđežzijklmnoprstćufhcčš";
    let to = "абвгдђежзијклмнопрстћуфхцчш";
    let letter = |c: char| {
        let at = from.chars().position(|l| l == c);
        at.map_or(c, |at| to.chars().nth(at).unwrap())
    };
    let words = list.words.iter().map(|(word, weight)| {
        let word: String = word.iter().collect();
        let word = word
            .replace("lj", "љ")
            .replace("nj", "њ")
            .replace("dž", "џ");
        (word.chars().map(letter).collect(), *weight)
    });
    let is_whole = |word: &Vec<char>| {
        word.iter()
            .all(|c| properties(*c).script() == Script::CYRILLIC)
    };
    List {
        code: "sr".to_owned(),
        script: Script::CYRILLIC,
        words: words.filter(|(word, _)| is_whole(word)).collect(),
    }
}

/// Whether a script has thousands of characters.
fn is_of_many(script: Script) -> bool {
    [
        Script::HAN,
        Script::HANGUL,
        Script::HIRAGANA,
        Script::KATAKANA,
    ]
    .contains(&script)
}

/// Pseudo-occurrences in a list: what Witten and Bell's estimate weighs the number of kinds by.
const OCCURRENCES: f64 = 300_000.0;

/// The n-grams of a list, pruned and hashed.
fn table(list: &List) -> (Shape, Vec<u8>) {
    let total: f64 = list
        .words
        .iter()
        .map(|(word, weight)| weight * (word.len() + 1) as f64)
        .sum();
    let mut counts: Vec<BTreeMap<Vec<char>, f64>> = vec![BTreeMap::new(); ORDER + 1];
    for (word, weight) in &list.words {
        let weight = weight * OCCURRENCES / total;
        let mut edged = vec![' '];
        edged.extend(word);
        edged.push(' ');
        for end in 2..=edged.len() {
            for order in 1..=ORDER.min(end) {
                *counts[order]
                    .entry(edged[end - order..end].to_vec())
                    .or_default() += weight;
            }
        }
    }
    // Interpolated probabilities, from short to long.
    let mut probability: BTreeMap<Vec<char>, f64> = BTreeMap::new();
    let n_letters = counts[1].len() as f64;
    let all: f64 = counts[1].values().sum();
    for (gram, count) in &counts[1] {
        let p = (count + 0.5) / (all + n_letters);
        probability.insert(gram.clone(), p);
    }
    for order in 2..=ORDER {
        let mut kinds: BTreeMap<&[char], (f64, f64)> = BTreeMap::new();
        for (gram, count) in &counts[order] {
            let of = kinds.entry(&gram[..order - 1]).or_default();
            of.0 += count;
            of.1 += 1.0;
        }
        for (gram, count) in &counts[order] {
            let (in_all, n_kinds) = kinds[&gram[..order - 1]];
            let share = n_kinds / (in_all + n_kinds);
            let p = count / (in_all + n_kinds) + share * probability[&gram[1..]];
            probability.insert(gram.clone(), p);
        }
    }
    let kept = prune(&counts, &probability, list.script);
    // What the kept letters leave of a context, and what the shorter context leaves of the same
    // letters.
    let mut left: BTreeMap<&[char], (f64, f64)> = BTreeMap::new();
    for gram in kept.iter().filter(|gram| gram.len() > 1) {
        let of = left.entry(&gram[..gram.len() - 1]).or_insert((1.0, 1.0));
        of.0 -= probability[gram];
        of.1 -= probability[&gram[1..]];
    }
    let units = |p: f64| {
        let value = (-p.ln() * f64::from(UNITS_PER_NAT)).round();
        (value.max(0.0) as u16).min(MOST)
    };
    let mut entries: BTreeMap<u64, u16> = kept
        .iter()
        .map(|gram| (gram_key(Entry::Letter, gram), units(probability[gram])))
        .collect();
    for (context, left) in left {
        let weight = (left.0.max(1e-4) / left.1.max(1e-4)).min(1.0);
        if units(weight) > 0 {
            entries.insert(gram_key(Entry::BackOff, context), units(weight));
        }
    }
    let (shape, entries) = fused(&entries, 0xFFFF << VALUE_BITS, 1.21);
    (
        shape,
        entries
            .iter()
            .flat_map(|entry| entry.to_le_bytes())
            .collect(),
    )
}

/// The grams that say most: by how much more they weigh than the shorter one would.
fn prune(
    counts: &[BTreeMap<Vec<char>, f64>],
    probability: &BTreeMap<Vec<char>, f64>,
    script: Script,
) -> BTreeSet<Vec<char>> {
    let most = if is_of_many(script) {
        MOST_GRAMS_OF_MANY
    } else {
        MOST_GRAMS
    };
    let mut kept: BTreeSet<Vec<char>> = counts[1].keys().cloned().collect();
    let mut ranked: Vec<(f64, &Vec<char>)> = Vec::new();
    for of_order in &counts[2..] {
        for (gram, count) in of_order {
            let gain = (probability[gram] / probability[&gram[1..]]).ln().abs();
            ranked.push((count * gain, gram));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    for (_, gram) in ranked {
        if kept.len() >= most {
            break;
        }
        kept.insert(gram.clone());
    }
    kept
}

/// The binary fuse filter of all words.
fn filter(lists: &[List]) -> (Shape, Vec<u8>) {
    let mut keys = BTreeSet::new();
    for (idx, list) in lists.iter().enumerate() {
        if is_of_many(list.script) && list.script != Script::HANGUL {
            continue;
        }
        let most = if list.script == Script::LATIN {
            MOST_WORDS
        } else {
            MOST_WORDS_ELSEWHERE
        };
        let words = list.words.iter().filter(|(word, _)| word.len() > 1);
        for (word, _) in words.take(most) {
            let word: String = word.iter().collect();
            keys.insert(word_key(idx, &word));
        }
    }
    println!("{} words in the filter", keys.len());
    let keys = keys.into_iter().map(|key| (key, 0)).collect();
    let (shape, entries) = fused(&keys, 0xFFF, 1.13);
    let mut bytes = vec![0; entries.len().div_ceil(2) * 3];
    for (idx, bits) in entries.iter().enumerate() {
        let at = idx / 2 * 3;
        if idx % 2 == 0 {
            bytes[at] = *bits as u8;
            bytes[at + 1] |= (*bits >> 8) as u8;
        } else {
            bytes[at + 1] |= (*bits << 4) as u8;
            bytes[at + 2] = (*bits >> 4) as u8;
        }
    }
    (shape, bytes)
}

/// A binary fuse filter that gives each key its value, beside the bits of `mask` that tell it from
/// others; `room` is entries per key.
fn fused(values: &BTreeMap<u64, u16>, mask: u16, room: f64) -> (Shape, Vec<u16>) {
    let n = values.len() as f64;
    let segment = 1_u32 << ((n.ln() / 3.33_f64.ln() + 2.25).floor() as u32).min(18);
    let n_segments = ((n * room / f64::from(segment)).ceil() as u32).max(3) - 2;
    for seed in 0..1000_u64 {
        let shape = Shape {
            seed: seed.wrapping_mul(0xD134_2543_DE82_EF95),
            segment,
            n_segments,
        };
        if let Some(order) = peel(&shape, values) {
            let mut bits = vec![0_u16; shape.len()];
            for (key, own) in order.into_iter().rev() {
                let (entries, check) = shape.entries(key);
                let wanted = check & mask | values[&key];
                bits[own] = entries
                    .iter()
                    .filter(|entry| **entry as usize != own)
                    .fold(wanted, |so_far, entry| so_far ^ bits[*entry as usize]);
            }
            return (shape, bits);
        }
    }
    panic!("no seed makes a filter of these keys");
}

/// Gives every key an entry of its own, the last to be set first.
fn peel(shape: &Shape, values: &BTreeMap<u64, u16>) -> Option<Vec<(u64, usize)>> {
    let mut degree = vec![0_u32; shape.len()];
    let mut sum = vec![0_u64; shape.len()];
    for key in values.keys() {
        for entry in shape.entries(*key).0 {
            degree[entry as usize] += 1;
            sum[entry as usize] ^= key;
        }
    }
    let mut queue: Vec<usize> = (0..shape.len()).filter(|e| degree[*e] == 1).collect();
    let mut order = Vec::new();
    while let Some(entry) = queue.pop() {
        if degree[entry] != 1 {
            continue;
        }
        let key = sum[entry];
        order.push((key, entry));
        for other in shape.entries(key).0 {
            let other = other as usize;
            degree[other] -= 1;
            sum[other] ^= key;
            if degree[other] == 1 {
                queue.push(other);
            }
        }
    }
    (order.len() == values.len()).then_some(order)
}
