//! `BIL`: against the source text.
