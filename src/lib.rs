//! copydesk reads articles before they are published and reports what a careful copy editor would
//! mend: garbled encodings, names, leftovers of machine translation.
//!
//! Bytes become a [`Document`](document::Document), rules turn it into
//! [`Finding`](finding::Finding)s, findings become a report:
//!
//! ```
//! use copydesk::check::Auditor;
//! use copydesk::document::Document;
//!
//! let auditor = Auditor::default();
//! let document = Document::from_text("wire/0412.txt", "The talks have have begun.");
//! let audit = auditor.audit(&document, &auditor.default_settings());
//! assert_eq!(audit.findings[0].rule.code, "ART005");
//! assert_eq!(audit.findings[0].text, "have have");
//! ```
//!
//! Auditing touches no file, environment, clock or network, and gives the same findings in the same
//! order on any number of threads. ARCHITECTURE.md is the map.

/// A built-in data file by its name: `builtin_data!("furniture")` is `glossaries/…/furniture.toml`,
/// made JSON by `build.rs`. The content is tested, so reading it cannot fail.
macro_rules! builtin_data {
    ($name:literal) => {
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")))
            .expect(concat!("the built-in file ", $name, " is tested"))
    };
}

// Floor 0: plain data.
pub mod date;
pub mod finding;
pub mod lang;
pub mod mqm;
pub mod settings;
pub mod severity;
pub mod span;
// Floor 1.
pub mod text;
// Floor 2.
pub mod document;
// Floor 3: engines.
pub mod encoding;
pub mod glossary;
pub mod language;
pub mod repeat;
pub mod romanise;
// Floor 4.
pub mod names;
// Floor 5.
pub mod coverage;
#[macro_use]
pub mod rule;
pub mod rules;
// Floor 6.
pub mod config;
pub mod report;
pub mod score;
// Floor 7.
pub mod check;
pub mod fixer;
pub mod vetting;
// Floor 8.
pub mod cli;
