//! What a batch has seen: a reduction of the digests of its documents.

mod names;
mod origins;

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::document::{Digest, Document, FormUse};
use crate::finding::Finding;
use crate::lang::Lang;
pub use names::{Names, Spelling};
use origins::Origins;

/// A document, as far as a later finding must name it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentRef {
    /// The name of the input.
    pub name: String,
    /// The record's id.
    pub id: Option<String>,
    /// The record's line in its batch.
    pub record_line: Option<usize>,
    /// Both in one.
    pub label: String,
}

impl DocumentRef {
    /// The reference to a document.
    pub fn of(document: &Document) -> Self {
        Self {
            name: document.name().to_owned(),
            id: document.id().map(str::to_owned),
            record_line: document.record_line(),
            label: document.label(),
        }
    }

    /// A number that is this document's in the run: records of one label are several documents.
    pub fn key(&self) -> u64 {
        let line = self.record_line.unwrap_or_default();
        xxh3_64_with_seed(self.label.as_bytes(), line as u64)
    }
}

/// One form of one name in one language, over all documents: where it first stands and in how many
/// documents.
#[derive(Debug, Clone)]
pub struct CoveredForm {
    /// The language of the documents.
    pub lang: Option<Lang>,
    /// The first use.
    pub first: FormUse,
    /// The document of the first use.
    pub document: DocumentRef,
    /// The place of that document in the batch, from 0.
    pub document_idx: usize,
    /// Documents that use the form.
    pub n_documents: usize,
}

/// What a batch keeps of its documents. Its size grows with the names of the glossary and, within
/// bounds, with the other names and with what is suspected; not with the number of documents.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    uses: Vec<CoveredForm>,
    index: BTreeMap<(Option<Lang>, u32, String), usize>,
    n_documents: usize,
    names: Names,
    origins: Origins,
}

impl Coverage {
    /// Adds a document; call it in the order of the batch.
    pub fn add(&mut self, document: &DocumentRef, digest: Digest) {
        let document_idx = self.n_documents;
        self.n_documents += 1;
        if digest.has_non_ascii {
            self.origins.count(digest.origin);
        }
        for (rule, suspicion) in digest.suspicions {
            let at = (document, document_idx);
            self.origins.add(digest.origin, rule, at, suspicion);
        }
        self.names
            .add(document, document_idx, digest.lang, digest.names);
        for form in digest.forms {
            let key = (digest.lang, form.entity, form.form.clone());
            if let Some(known) = self.index.get(&key) {
                self.uses[*known].n_documents += 1;
                continue;
            }
            self.index.insert(key, self.uses.len());
            self.uses.push(CoveredForm {
                lang: digest.lang,
                first: form,
                document: document.clone(),
                document_idx,
                n_documents: 1,
            });
        }
    }

    /// What documents suspected and their origin confirms, in the order of the batch: the place of
    /// the document, and the finding.
    pub fn confirmed(&self) -> Vec<(usize, DocumentRef, Finding)> {
        self.origins.confirmed()
    }

    /// The names of two words.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// All forms, in the order of their first use.
    pub fn uses(&self) -> &[CoveredForm] {
        &self.uses
    }
}
