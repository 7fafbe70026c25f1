//! The entries of the configuration over a run: what each has ignored, and which are needed no more.

use super::{Held, Outcome, is_about_batch, judge};
use crate::config::{Config, IgnoreItem, ignore_ranges};
use crate::finding::{Excerpt, Finding, Fix, fingerprint};
use crate::rule::Entry;
use crate::settings::{Ignore, Ignored, Settings};
use crate::text::lines::{Columns, LineIndex};
use crate::text::visible::visible;

/// Bytes of a line that are shown.
const LONGEST_SHOWN: usize = 240;

/// What is known of each entry of the configuration.
#[derive(Debug, Default)]
pub struct Ledger {
    lines: Vec<Line>,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is known by itself")]
struct Line {
    /// The pattern of documents, as it stands.
    document: Option<String>,
    /// What it ignores, in words.
    says: String,
    what: Ignored,
    n_ignored: usize,
    /// Whether it holds for any document of the run.
    is_seen: bool,
    /// Whether it names one document, and that has been read.
    is_exact: bool,
    /// Whether its rules did not run in a document that it holds for.
    is_untried: bool,
    /// Whether it may hold for a file that was passed over.
    is_passed_over: bool,
}

/// What of the archive a run has read, as the patterns see it: the directories that were walked.
#[derive(Debug, Default, Clone)]
pub struct Walked {
    /// Paths from the directory of the configuration, which itself is the empty one.
    pub directories: Vec<String>,
}

impl Walked {
    /// Whether all that a pattern may hold for has been read.
    fn covers(&self, pattern: Option<&str>) -> bool {
        let base = pattern.map_or("", base_of);
        self.directories.iter().any(|root| {
            let is_above = root.split('/').all(|name| name == "..");
            root.is_empty()
                || is_above && !base.starts_with("../")
                || base == root
                || base
                    .strip_prefix(root.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        })
    }
}

/// A pattern without what surrounds its names, and whether it holds from the directory of the
/// configuration only, not in any directory.
fn core_of(pattern: &str) -> (&str, bool) {
    let mut stem = pattern.trim_end_matches('/');
    while let Some(rest) = stem.strip_prefix("./") {
        stem = rest;
    }
    (stem.trim_start_matches('/'), stem.contains('/'))
}

/// The directory, or file, below which everything lies that a pattern can hold for.
fn base_of(pattern: &str) -> &str {
    let (core, is_anchored) = core_of(pattern);
    if !is_anchored {
        return "";
    }
    let Some(wild) = core.find(['*', '?', '[', '{', '#']) else {
        return core;
    };
    core[..wild].rfind('/').map_or("", |end| &core[..end])
}

impl Ledger {
    /// For the entries of a configuration.
    pub fn new(config: &Config) -> Self {
        let entries = config.ignore.iter().filter_map(IgnoreItem::entry);
        let lines = entries.map(|entry| {
            let rules = entry.rule.as_ref().map_or(&[][..], |rules| rules.list());
            let mut says = super::local::says(rules, entry.text.as_deref());
            if let Some(document) = &entry.document {
                says = format!("{says} in `{}`", visible(document));
            }
            Line {
                document: entry.document.clone(),
                says,
                // A configuration that has been read names no unknown rule.
                what: entry.what().unwrap_or_default(),
                ..Line::default()
            }
        });
        Self {
            lines: lines.collect(),
        }
    }

    /// Whether there is any entry.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds what was ignored in a document; `path` is the document's as the patterns see it.
    pub fn add(&mut self, path: &str, outcome: &Outcome) {
        for held in &outcome.entries {
            let Held {
                entry,
                n_ignored,
                has_run,
                is_record,
            } = *held;
            let Some(line) = self.lines.get_mut(entry) else {
                continue;
            };
            line.n_ignored += n_ignored;
            line.is_seen = true;
            line.is_untried |= !has_run;
            let (named, is_anchored) = core_of(line.document.as_deref().unwrap_or_default());
            let rest = named.strip_prefix(path).filter(|_| is_anchored);
            line.is_exact |=
                rest.is_some_and(|rest| rest.is_empty() || is_record && rest.starts_with('#'));
        }
    }

    /// Adds a finding of the whole batch that an entry has ignored.
    pub fn add_batch(&mut self, entry: usize) {
        if let Some(line) = self.lines.get_mut(entry) {
            line.n_ignored += 1;
        }
    }

    /// Whether anything hangs on the files that the walks have passed over.
    pub fn asks_for_passed_over(&self, walked: &Walked) -> bool {
        self.lines.iter().any(|line| {
            let document = line.document.as_deref();
            line.n_ignored == 0 && document.is_some() && walked.covers(document)
        })
    }

    /// Adds a file that the walks have passed over, by the entries that its path has. One that could
    /// be a document counts; another where an entry holds for nothing else.
    pub fn pass_over(&mut self, entries: &[Ignore], is_document: bool) {
        for ignore in entries {
            let fits = ignore.records.as_ref().is_none_or(|of| of.len() > 1);
            if let Some(line) = self.lines.get_mut(ignore.entry)
                && line.document.is_some()
            {
                line.is_passed_over |= fits && (is_document || !line.is_seen);
            }
        }
    }

    /// What the rules about entries say of those of the configuration, placed in its file. `walked`
    /// is `None` where something could not be read.
    pub fn findings(
        &self,
        settings: &Settings,
        walked: Option<&Walked>,
        toml: &str,
    ) -> Vec<(usize, Finding)> {
        let mut found = Vec::new();
        let mut places = None;
        for (idx, line) in self.lines.iter().enumerate() {
            let covers = |walked: &Walked| walked.covers(line.document.as_deref());
            let is_covered = walked.is_some_and(covers) && !line.is_passed_over;
            if !is_covered && !line.is_seen {
                continue;
            }
            let is_read = is_covered
                || walked.is_some() && line.is_exact && !is_about_batch(settings, &line.what);
            let has_run = if line.is_seen {
                !line.is_untried
            } else {
                super::has_run(settings, &line.what)
            };
            let entry = Entry {
                what: &line.says,
                fault: None,
                n_ignored: (line.n_ignored > 0 || (is_read && has_run)).then_some(line.n_ignored),
                expires: line.what.expires,
                today: settings.today,
            };
            if let Some((mut finding, _)) = judge(settings, &entry, idx) {
                let places =
                    places.get_or_insert_with(|| (ignore_ranges(toml), LineIndex::new(toml)));
                place(&mut finding, toml, places.0.get(idx), &places.1);
                finding.fingerprint =
                    fingerprint(finding.rule.code, &finding.text, &[], idx as u32);
                found.push((idx, finding));
            }
        }
        found
    }
}

/// Puts a finding where its entry stands.
fn place(
    finding: &mut Finding,
    toml: &str,
    range: Option<&std::ops::Range<usize>>,
    lines: &LineIndex,
) {
    let Some((range, text)) = range.and_then(|range| Some((range, toml.get(range.clone())?)))
    else {
        return;
    };
    finding.location = Columns::new(lines, toml).location(range.clone());
    let line_start = lines.line(range.start).1;
    let shown = toml[line_start..].lines().next().unwrap_or_default();
    let shown = &shown[..shown.floor_char_boundary(LONGEST_SHOWN)];
    let start = (range.start - line_start).min(shown.len());
    let first = text.lines().next().unwrap_or_default();
    finding.excerpt = Some(Excerpt {
        text: shown.to_owned(),
        start,
        end: (start + first.len()).min(shown.len()),
        skipped: 0,
    });
    finding.fix = Some(Fix::safe(""));
    text.clone_into(&mut finding.text);
}

#[cfg(test)]
mod tests {
    use super::Walked;

    #[test]
    fn a_walk_covers_what_lies_below_it() {
        let walked = |directory: &str| Walked {
            directories: vec![String::from(directory)],
        };
        for (directory, pattern) in [
            ("", None),
            ("", Some("*.txt")),
            ("..", Some("wire/a.txt")),
            ("..", Some("../other/a.txt")),
            ("wire", Some("wire/**")),
            ("wire", Some("./wire/deep/*.txt")),
            ("wire/deep", Some("wire/deep/a.txt")),
            ("wire", Some("wire/batch.jsonl#a17")),
        ] {
            assert!(walked(directory).covers(pattern), "{directory} {pattern:?}");
        }
        for (directory, pattern) in [
            ("wire", None),
            ("wire", Some("*.txt")),
            ("wire", Some("w*/a.txt")),
            ("wire", Some("./wire")),
            ("index.html", Some("./index.html")),
            ("wire/deep", Some("wire/**")),
            ("wire", Some("wired/a.txt")),
            ("../desk", Some("../other/a.txt")),
        ] {
            assert!(
                !walked(directory).covers(pattern),
                "{directory} {pattern:?}"
            );
        }
        assert!(!Walked::default().covers(Some("wire/a.txt")));
    }
}
