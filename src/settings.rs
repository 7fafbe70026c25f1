//! What an audit is asked to do: plain values, resolved before the first document is read.

use crate::lang::Lang;
use crate::severity::Severity;

/// Whether a rule runs, and how its findings weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleSetting {
    /// Whether it runs.
    pub enabled: bool,
    /// Replaces the severity of its findings.
    pub severity: Option<Severity>,
}

/// The settings of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// One entry a rule, in the order of the registry.
    pub rules: Vec<RuleSetting>,
    /// The language of a document that does not declare its own.
    pub lang: Option<Lang>,
    /// Whether findings carry the line around them.
    pub excerpts: bool,
}
