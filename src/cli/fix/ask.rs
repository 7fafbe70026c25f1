//! Asking about each fix.

use std::collections::HashSet;
use std::io::{self, BufRead as _, Write as _};

use super::add::Addition;
use super::args::FixArgs;
use crate::cli::desk::Desk;
use crate::cli::output;
use crate::coverage::DocumentRef;
use crate::document::Document;
use crate::finding::{Applicability, Finding};
use crate::fixer::Choice;
use crate::report::{DocumentReport, Full, Reporter as _};

/// A person at a terminal, and what was said so far.
pub(super) struct Asker<'a> {
    desk: &'a Desk,
    full: Full,
    addition: Option<Addition>,
    /// Repairs that are applied without asking: the rule, the words, what takes their place.
    always: HashSet<(&'static str, String, String)>,
    /// Words that are right.
    accepted: HashSet<String>,
    has_quit: bool,
    n_problems: usize,
}

/// What can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept,
    Skip,
    Always,
    Glossary,
    Quit,
    Help,
}

const HELP: &str = "\
  a, accept    apply this repair
  s, skip      leave these words as they are
  w, always    apply this repair, and the same one to the same words from now on, without asking
  g, glossary  these words are right: add them to the glossary and leave them
  q, quit      ask no more; what was accepted is written, the rest stays as it is
";

impl<'a> Asker<'a> {
    pub(super) fn new(args: &FixArgs, desk: &'a Desk) -> Self {
        let display = output::display(args.audit.color);
        let is_toml = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "toml");
        let path = args
            .add_to
            .clone()
            .or_else(|| desk.glossary_files().find(is_toml));
        if path.is_none() && !args.audit.quiet {
            output::note(
                "there is no glossary to add words to; name a file with --add-to, or in the \
                 configuration (glossary.files)",
            );
        }
        Self {
            desk,
            full: Full::new(display.width, display.colour),
            addition: path.map(Addition::to),
            always: HashSet::new(),
            accepted: HashSet::new(),
            has_quit: false,
            n_problems: 0,
        }
    }

    pub(super) fn has_quit(&self) -> bool {
        self.has_quit
    }

    /// How often something went wrong.
    pub(super) fn n_problems(&self) -> usize {
        self.n_problems
    }

    /// What is done about a finding. Where standard error cannot be written nobody sees the question,
    /// and nothing is applied.
    pub(super) fn ask(&mut self, document: &Document, finding: &Finding) -> Choice {
        let Some(fix) = &finding.fix else {
            return Choice::Leave;
        };
        let same = (
            finding.rule.code,
            finding.text.clone(),
            fix.replacement.clone(),
        );
        if self.has_quit || self.accepted.contains(finding.text.trim()) {
            return Choice::Leave;
        }
        if self.always.contains(&same) {
            return Choice::Apply;
        }
        let is_suggestion = fix.applicability == Applicability::Suggestion;
        if self.show(document, finding).is_err() {
            self.has_quit = true;
            return Choice::Leave;
        }
        loop {
            let answer = self.answer(is_suggestion);
            match answer {
                Answer::Accept => return Choice::Apply,
                Answer::Always => {
                    self.always.insert(same);
                    return Choice::Apply;
                }
                Answer::Skip => return Choice::Leave,
                Answer::Quit => {
                    self.has_quit = true;
                    return Choice::Leave;
                }
                Answer::Glossary => {
                    if self.add(finding) {
                        return Choice::Leave;
                    }
                }
                Answer::Help => {
                    let _ = io::stderr().write_all(HELP.as_bytes());
                }
            }
        }
    }

    fn show(&mut self, document: &Document, finding: &Finding) -> io::Result<()> {
        let report = DocumentReport {
            document: DocumentRef::of(document),
            findings: vec![finding.clone()],
            ..DocumentReport::default()
        };
        let mut shown = Vec::new();
        self.full.document(&mut shown, &report)?;
        io::stderr().write_all(&shown)
    }

    fn add(&mut self, finding: &Finding) -> bool {
        let Some(addition) = &self.addition else {
            return false;
        };
        match addition.accept(finding, self.desk.auditor.glossary()) {
            Ok(message) => {
                output::note(&message);
                self.accepted.insert(finding.text.trim().to_owned());
                true
            }
            Err(error) => {
                self.n_problems += 1;
                output::error(&format!("{error:#}"));
                false
            }
        }
    }

    /// Asks until the answer can be understood; at the end of the input there is nobody any more.
    fn answer(&self, is_suggestion: bool) -> Answer {
        let repairs = if is_suggestion {
            "only a suggestion, to be made by hand; [s]kip"
        } else {
            "[a]ccept, [s]kip, al[w]ays"
        };
        let glossary = if self.addition.is_some() {
            ", [g]lossary"
        } else {
            ""
        };
        loop {
            let asked = write!(io::stderr(), "{repairs}{glossary}, [q]uit, [?] ")
                .and_then(|()| io::stderr().flush());
            let mut line = String::new();
            let read = io::stdin().lock().read_line(&mut line);
            if asked.is_err() || !matches!(read, Ok(1..)) {
                return Answer::Quit;
            }
            let answer = match line.trim().to_lowercase().as_str() {
                "a" | "accept" | "y" | "yes" if !is_suggestion => Answer::Accept,
                "w" | "always" if !is_suggestion => Answer::Always,
                "s" | "skip" | "n" | "no" => Answer::Skip,
                "g" | "glossary" if self.addition.is_some() => Answer::Glossary,
                "q" | "quit" => Answer::Quit,
                "?" | "h" | "help" => Answer::Help,
                _ => continue,
            };
            return answer;
        }
    }
}
