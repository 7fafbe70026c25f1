//! The words of names, as damaged words are compared with them: sorted, in the bytes that
//! `glossaries/names.bin` holds.

use std::cmp::Ordering;

use xxhash_rust::xxh3::xxh3_64;

use super::postings::slice;
use crate::glossary::index::{Form, Standing};
use crate::text::fold::{fold, fold_into};
use crate::text::words::scan;

/// Parts of a file that words take.
pub(in crate::glossary) const SECTIONS: usize = 3;

/// The words of names of a group of scripts.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::glossary) struct NameWords<B> {
    /// Of the words in small letters that forms begin with, 32 bits of the XXH3, sorted.
    beginnings: B,
    /// Where each word begins, and the words of right forms as they are written, sorted by how they fold;
    /// those that fold alike once.
    starts: B,
    words: B,
}

impl<B> NameWords<B> {
    /// From the parts of a file.
    pub(in crate::glossary) fn from_sections([beginnings, starts, words]: [B; SECTIONS]) -> Self {
        Self {
            beginnings,
            starts,
            words,
        }
    }

    /// The parts of a file.
    pub(in crate::glossary) fn into_sections(self) -> [B; SECTIONS] {
        [self.beginnings, self.starts, self.words]
    }
}

impl NameWords<Vec<u8>> {
    /// Those of these forms.
    pub(in crate::glossary) fn of(forms: &[Form]) -> Self {
        let first = |form: &Form| form.written.split(' ').next().map(beginning_key);
        let mut keys: Vec<u32> = forms.iter().filter_map(first).collect();
        keys.sort_unstable();
        keys.dedup();
        let is_right = |form: &&Form| form.standing == Standing::Right;
        let mut right: Vec<(&str, String)> = Vec::new();
        for form in forms.iter().filter(is_right) {
            let written = scan(&form.written).words.into_iter();
            let written = written.map(|word| &form.written[word.span.range()]);
            let folded = form.words.iter().map(|word| &**word);
            right.extend(folded.zip(written.map(str::to_owned)));
        }
        // The first spelling of those that fold alike stays.
        right.sort_by_key(|(folded, _)| *folded);
        right.dedup_by(|(a, _), (b, _)| a == b);
        let mut own = Self {
            beginnings: keys.iter().flat_map(|key| key.to_le_bytes()).collect(),
            ..Self::default()
        };
        for (_, written) in &right {
            own.put_start();
            own.words.extend_from_slice(written.as_bytes());
        }
        own.put_start();
        own
    }

    fn put_start(&mut self) {
        let start = self.words.len() as u32;
        self.starts.extend_from_slice(&start.to_le_bytes());
    }
}

impl<B: AsRef<[u8]>> NameWords<B> {
    /// Whether a word in small letters is the first one of a form: one in some hundred thousand that is
    /// not is taken for one.
    pub(in crate::glossary) fn has_beginning(&self, word: &str) -> bool {
        let keys = self.beginnings.as_ref().as_chunks::<4>().0;
        let key = beginning_key(word);
        let found = keys.binary_search_by(|own| u32::from_le_bytes(*own).cmp(&key));
        found.is_ok()
    }

    /// The one word of a right form that begins with `prefix`, ends with `suffix` and has, between them,
    /// about as many letters as were `lost`.
    pub(in crate::glossary) fn repair(
        &self,
        prefix: &str,
        suffix: &str,
        lost: usize,
    ) -> Option<String> {
        let (prefix, suffix) = (fold(prefix), fold(suffix));
        if prefix.chars().count() + suffix.chars().count() < 4 || prefix.is_empty() {
            return None;
        }
        let n_words = (self.starts.as_ref().len() / 4).saturating_sub(1) as u32;
        let mut folded = String::new();
        let (mut low, mut high) = (0, n_words);
        while low < high {
            let middle = low.midpoint(high);
            self.fold_at(middle, &mut folded);
            match folded.as_str().cmp(&prefix) {
                Ordering::Less => low = middle + 1,
                _ => high = middle,
            }
        }
        let mut found = None;
        for idx in low..n_words {
            self.fold_at(idx, &mut folded);
            let Some(rest) = folded.strip_prefix(&*prefix) else {
                break;
            };
            let n = rest
                .strip_suffix(&*suffix)
                .map(|middle| middle.chars().count());
            if n.is_some_and(|n| n > 0 && n <= lost + 1 && n + 2 >= lost)
                && found.replace(idx).is_some()
            {
                return None;
            }
        }
        found.map(|idx| self.at(idx).to_owned())
    }

    fn fold_at(&self, idx: u32, folded: &mut String) {
        folded.clear();
        fold_into(self.at(idx), folded);
    }

    fn at(&self, idx: u32) -> &str {
        let word = slice(self.starts.as_ref(), self.words.as_ref(), idx);
        word.and_then(|word| std::str::from_utf8(word).ok())
            .unwrap_or_default()
    }
}

fn beginning_key(word: &str) -> u32 {
    xxh3_64(word.to_lowercase().as_bytes()) as u32
}

#[cfg(test)]
mod tests {
    use super::NameWords;
    use crate::glossary::index::forms_of_entity;
    use crate::glossary::{Entity, Kind};

    fn words() -> NameWords<Vec<u8>> {
        let names = [
            "Mevlüt Çavuşoğlu",
            "Mevlut Cavuslu",
            "Ömer Çelik",
            "Al-Jazeera",
        ];
        let of = |(idx, name): (u32, &&str)| {
            forms_of_entity(idx, &Entity::new(*name, Kind::Person, *name))
        };
        let forms: Vec<_> = (0..).zip(&names).flat_map(of).collect();
        NameWords::of(&forms)
    }

    #[test]
    fn a_name_begins_with_its_first_word() {
        let words = words();
        for (word, is_first) in [
            ("mevlüt", true),
            ("mevlut", true),
            ("al-jazeera", true),
            ("çelik", false),
            ("mevl", false),
            ("", false),
        ] {
            assert_eq!(words.has_beginning(word), is_first, "{word}");
        }
    }

    #[test]
    fn one_word_that_fits_is_the_repair() {
        let words = words();
        let repair = |prefix, suffix, lost| words.repair(prefix, suffix, lost);
        assert_eq!(repair("Çavuşo", "lu", 2).as_deref(), Some("Çavuşoğlu"));
        // Spellings that fold alike are one word.
        assert_eq!(repair("Mev", "t", 2).as_deref(), Some("Mevlüt"));
        // Two words fit, too much was lost, or too little is left.
        assert_eq!(repair("Çav", "u", 5), None);
        assert_eq!(repair("Çel", "k", 5), None);
        assert_eq!(repair("Ö", "r", 2), None);
        assert_eq!(repair("zz", "zz", 2), None);
    }
}
