//! `COV`: across the documents of a batch.

pub(super) mod name_variants_in_batch;
