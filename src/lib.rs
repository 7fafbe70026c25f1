//! copydesk reads articles before they are published and reports what a careful copy editor would
//! mend: garbled encodings, names, leftovers of machine translation.
//!
//! # One article
//!
//! Bytes become a [`Document`](document::Document), an [`Auditor`](check::Auditor) lets the
//! [rules](rules::RULES) read it, and what they find are [`Finding`](finding::Finding)s:
//!
//! ```
//! use copydesk::check::Auditor;
//! use copydesk::document::{Document, Format};
//!
//! let page = "<p>The talks have have begun.</p>";
//! let document = Document::parse("wire/0412.html", page.into(), Format::Html);
//! let auditor = Auditor::default();
//! let finding = &auditor.audit(&document, &auditor.default_settings()).findings[0];
//! assert_eq!((finding.rule.code, finding.text.as_str()), ("ART005", "have have"));
//! assert_eq!(&page[finding.location.start..finding.location.end], "have have");
//! ```
//!
//! [`fixer`] applies the repairs until none is left, in a text or in the bytes of a file:
//!
//! ```
//! # use copydesk::check::Auditor;
//! # use copydesk::document::Document;
//! use copydesk::finding::Applicability;
//! use copydesk::fixer::fix_text;
//!
//! let auditor = Auditor::default();
//! let document = Document::from_text("wire/0412.txt", "The talks have have begun.");
//! let fixed = fix_text(&auditor, &auditor.default_settings(), &document, Applicability::Safe)?;
//! assert_eq!(fixed, "The talks have begun.");
//! # Ok::<(), copydesk::fixer::FixError>(())
//! ```
//!
//! # A batch
//!
//! What a batch must know of a document is its [`Digest`](document::Digest); the batch is a reduction
//! over digests, its [`Coverage`](coverage::Coverage):
//!
//! ```
//! # use copydesk::check::Auditor;
//! # use copydesk::document::Document;
//! use copydesk::coverage::{Coverage, DocumentRef};
//!
//! let auditor = Auditor::default();
//! let settings = auditor.default_settings();
//! let mut coverage = Coverage::default();
//! for (name, text) in [("a.txt", "Mr Altun arrived."), ("b.txt", "Mr Altun left.")] {
//!     let document = Document::from_text(name, text);
//!     let audit = auditor.audit(&document, &settings);
//!     coverage.add(&DocumentRef::of(&document), audit.digest);
//! }
//! assert!(auditor.audit_batch(&coverage, &settings).is_empty());
//! ```
//!
//! # A desk
//!
//! Its names are a [`Glossary`](glossary::Glossary), the rules it wants a [`Config`](config::Config):
//!
//! ```
//! # use copydesk::check::Auditor;
//! use copydesk::config::{CommandLine, Config};
//! use copydesk::glossary::Glossary;
//!
//! let names = "[[entity]]\nid = \"kovac\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\n";
//! let auditor = Auditor::new(Glossary::load(true, &[("desk.toml".to_owned(), names)])?);
//! assert_eq!(auditor.glossary().entities().last().unwrap().canonical, "Ana Kovač");
//!
//! let config = Config::parse("copydesk.toml", "ignore = [\"TYP\"]\nlang = \"en\"\n")?;
//! let settings = config.resolve(CommandLine::default(), false)?;
//! assert!(settings.base().lang.is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`report`] writes what was found in any of its formats, [`score`] weighs it, [`baseline`] and
//! [`suppress`] pass over what is known or ignored, [`vetting`] says what is wrong with a glossary.
//!
//! # The engines
//!
//! Each can be used by itself: [`encoding`] undoes wrong encodings, [`names`] compares names across
//! scripts and looks them up, [`romanise`] reads scripts aloud, [`language`] tells languages apart,
//! [`repeat`] finds what stands twice, [`alignment`] which sentences of a translation render which of its
//! source.
//!
//! Nothing here touches a file, the environment, the clock or the network, and everything gives the same
//! on any number of threads. ARCHITECTURE.md is the map.

/// A built-in data file by its name: `builtin_data!("furniture")` is `glossaries/…/furniture.toml`,
/// made JSON by `build.rs`. The content is tested, so reading it cannot fail.
macro_rules! builtin_data {
    ($name:literal) => {
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")))
            .expect(concat!("the built-in file ", $name, " is tested"))
    };
}

// Floor 0: plain data.
mod bits;
pub mod date;
pub mod finding;
pub mod lang;
pub mod mqm;
pub mod settings;
pub mod severity;
pub mod span;
// Floor 1.
#[doc(hidden)]
pub mod text;
// Floor 2.
pub mod document;
// Floor 3: engines.
pub mod alignment;
pub mod encoding;
pub mod glossary;
pub mod language;
pub mod repeat;
pub mod romanise;
// Floor 4.
pub mod names;
// Floor 5.
pub mod coverage;
#[doc(hidden)]
#[macro_use]
pub mod rule;
pub mod rules;
// Floor 6.
pub mod baseline;
pub mod config;
pub mod report;
pub mod score;
pub mod suppress;
// Floor 7.
pub mod check;
pub mod fixer;
pub mod vetting;
// Floor 8.
#[doc(hidden)]
pub mod cli;
