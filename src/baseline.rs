//! Findings that are known: of an old archive, so that only new ones are told.
//!
//! An entry names the document, the rule, the text, and by hashes the three words on either side. A
//! finding is known if an entry of its document has its rule and text: first the entry with the same
//! words around it is taken, then one with the same words on one side, then any. Each entry stands
//! for one finding, so that of three equal ones the third is new where two are known, whatever was
//! edited around them. Lines and messages play no part.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::document::json_reason;
use crate::finding::{Finding, fingerprint_hash};

/// What a baseline is called where nobody names it.
pub const FILE_NAME: &str = "copydesk-baseline.json";

/// The version of the layout; it changes when an older program could not read the file.
const VERSION: u32 = 1;
/// Characters of a text that are written for the reader.
const LONGEST_TEXT: usize = 80;
const ABOUT: &str = "Findings that are known. `copydesk check --baseline` passes them over; \
`copydesk baseline prune` drops those that are gone. One a line, in order.";

/// Why a file is no baseline.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum BaselineError {
    /// It is no JSON, or lacks what a baseline has.
    #[error("line {line}, column {column}: {reason}; `copydesk baseline write` writes a baseline")]
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// Another version of the layout.
    #[error(
        "is a baseline of version {found}, and this program reads version {VERSION}; take the newer \
         program, or write the baseline anew"
    )]
    Version {
        /// What the file says.
        found: u64,
    },
}

/// One known finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The path of its document from the directory of the baseline, with `#` and the id of a record.
    pub document: String,
    /// The code of its rule.
    pub rule: String,
    /// The text, shortened: for the reader.
    pub text: String,
    /// As in the reports.
    pub fingerprint: String,
    /// Hashes of rule and text, of the three words before and of those after.
    pub context: String,
}

impl Entry {
    /// The entry of a finding.
    pub fn of(document: &str, finding: &Finding) -> Self {
        let mut text: String = finding.text.chars().take(LONGEST_TEXT).collect();
        if text.len() < finding.text.len() {
            text.push('…');
        }
        let [before, after] = finding.around;
        let what = fingerprint_hash(finding.rule.code, &finding.text, &[], 0);
        Self {
            document: document.to_owned(),
            rule: finding.rule.code.to_owned(),
            text,
            fingerprint: finding.fingerprint.clone(),
            context: format!("{what:016x}.{before:08x}.{after:08x}"),
        }
    }

    /// What makes it the same as another, the most telling first.
    fn keys(&self, document: &str) -> [u64; TIERS] {
        let mut parts = self.context.split('.');
        let [what, before, after] = [(); 3].map(|()| parts.next().unwrap_or_default());
        let key = |tier: u64, parts: [&str; 3]| {
            let mut seed = tier;
            for part in [document].into_iter().chain(parts) {
                // The length parts them.
                seed = xxh3_64_with_seed(part.as_bytes(), seed ^ (part.len() as u64) << 32);
            }
            seed
        };
        [
            key(0, [what, &self.fingerprint, ""]),
            key(1, [what, before, after]),
            key(2, [what, before, ""]),
            key(3, [what, "", after]),
            key(4, [what, "", ""]),
        ]
    }
}

/// Ways to be the same finding, see [`Entry::keys`].
const TIERS: usize = 5;

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

#[derive(Deserialize)]
struct File {
    findings: Vec<Entry>,
}

/// The known findings of an archive, and which of them a run has found again.
#[derive(Debug, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
    /// The document in which an entry was found again.
    found_in: Vec<Option<String>>,
    by_key: HashMap<u64, Vec<u32>>,
    /// Documents of entries: whether they exist still.
    documents: BTreeMap<String, bool>,
}

impl Baseline {
    /// Reads a file.
    pub fn parse(json: &str) -> Result<Self, BaselineError> {
        let fault = |error: serde_json::Error| BaselineError::Json {
            line: error.line(),
            column: error.column(),
            reason: json_reason(&error),
        };
        let Versioned { version } = serde_json::from_str(json).map_err(fault)?;
        if version != u64::from(VERSION) {
            return Err(BaselineError::Version { found: version });
        }
        let file: File = serde_json::from_str(json).map_err(fault)?;
        Ok(Self::new(file.findings))
    }

    fn new(entries: Vec<Entry>) -> Self {
        let mut by_key: HashMap<u64, Vec<u32>> = HashMap::with_capacity(entries.len() * TIERS);
        let mut documents = BTreeMap::new();
        // Taken from the end: the first entry comes first.
        for (idx, entry) in entries.iter().enumerate().rev() {
            for key in entry.keys(&entry.document) {
                by_key.entry(key).or_default().push(idx as u32);
            }
            documents.entry(entry.document.clone()).or_insert(true);
        }
        Self {
            found_in: vec![None; entries.len()],
            entries,
            by_key,
            documents,
        }
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Asks of every document whether it exists still. What is known of one that does not is known of
    /// a document that has taken its place: one of another name, of which nothing is known.
    pub fn look_for_documents(&mut self, exists: impl Fn(&str) -> bool) {
        for (document, is_there) in &mut self.documents {
            *is_there = exists(document);
        }
        let mut gone = Vec::new();
        for (idx, entry) in self.entries.iter().enumerate().rev() {
            if !self.documents.get(&entry.document).copied().unwrap_or(true) {
                gone.push((entry.keys("")[0], idx as u32));
            }
        }
        for (key, idx) in gone {
            self.by_key.entry(key).or_default().push(idx);
        }
    }

    /// Takes the known findings of a document out, and says how many they are. A document may come
    /// several times.
    pub fn take_known(&mut self, document: &str, findings: &mut Vec<Finding>) -> usize {
        if self.entries.is_empty() || findings.is_empty() {
            return 0;
        }
        let n_before = findings.len();
        let is_listed = self.documents.contains_key(document);
        let mut is_new = vec![true; findings.len()];
        let own: Vec<Entry> = findings.iter().map(|it| Entry::of(document, it)).collect();
        // Of a document that has come from elsewhere only what is the same in all.
        let tiers = if is_listed { TIERS } else { 1 };
        let name = if is_listed { document } else { "" };
        let keys: Vec<_> = own.iter().map(|entry| entry.keys(name)).collect();
        for tier in 0..tiers {
            for (is_new, keys) in is_new.iter_mut().zip(&keys) {
                *is_new = *is_new && !self.take(keys[tier], document);
            }
        }
        let mut is_new = is_new.into_iter();
        findings.retain(|_| is_new.next().unwrap_or(true));
        n_before - findings.len()
    }

    /// Takes an entry with this key that stands for no finding yet.
    fn take(&mut self, key: u64, document: &str) -> bool {
        let Some(entries) = self.by_key.get_mut(&key) else {
            return false;
        };
        while let Some(idx) = entries.pop() {
            let found = &mut self.found_in[idx as usize];
            if found.is_none() {
                *found = Some(document.to_owned());
                return true;
            }
        }
        false
    }

    /// The entries that were not found again though their document was read, or is gone.
    pub fn n_gone(&self, was_read: impl Fn(&str) -> bool) -> usize {
        let entries = self.entries.iter().zip(&self.found_in);
        entries
            .filter(|(entry, found)| found.is_none() && self.is_gone(entry, &was_read))
            .count()
    }

    fn is_gone(&self, entry: &Entry, was_read: &impl Fn(&str) -> bool) -> bool {
        was_read(&entry.document) || !self.documents.get(&entry.document).copied().unwrap_or(true)
    }

    /// The entries without those that are gone; what has moved is named anew.
    pub fn pruned(self, was_read: impl Fn(&str) -> bool) -> Vec<Entry> {
        let mut kept = Vec::new();
        for (entry, found) in self.entries.iter().zip(&self.found_in) {
            match found {
                Some(document) => kept.push(Entry {
                    document: document.clone(),
                    ..entry.clone()
                }),
                None if self.is_gone(entry, &was_read) => {}
                None => kept.push(entry.clone()),
            }
        }
        kept
    }
}

/// The file: an entry a line, in an order that edits elsewhere do not change.
pub fn write(mut entries: Vec<Entry>) -> String {
    entries.sort();
    let mut file = format!("{{\n  \"version\": {VERSION},\n  \"about\": ");
    file.push_str(&serde_json::Value::from(ABOUT).to_string());
    file.push_str(",\n  \"findings\": [");
    for (idx, entry) in entries.iter().enumerate() {
        let line = serde_json::to_string(entry).unwrap_or_default();
        let comma = if idx > 0 { "," } else { "" };
        let _ = write!(file, "{comma}\n    {line}");
    }
    file.push_str("\n  ]\n}\n");
    file
}
