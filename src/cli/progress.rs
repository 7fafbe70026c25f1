//! A line on the terminal that says how far a long run has come.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run that takes longer than this shows its progress.
const PATIENCE: Duration = Duration::from_secs(1);
/// The line is drawn so often at most.
const PER_SECOND: u8 = 10;

/// How far a run has come; shown where a person sees standard error, and nowhere else.
pub(super) struct Progress {
    line: Option<ProgressBar>,
    since: Option<Instant>,
    n_documents: usize,
    n_findings: usize,
}

impl Progress {
    /// At the beginning of a run.
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    pub(super) fn new(quiet: bool) -> Self {
        let is_seen = !quiet && io::stderr().is_terminal();
        Self {
            line: None,
            since: is_seen.then(Instant::now),
            n_documents: 0,
            n_findings: 0,
        }
    }

    /// A document is done.
    pub(super) fn tick(&mut self, n_findings: usize) {
        let Some(since) = self.since else { return };
        self.n_documents += 1;
        self.n_findings += n_findings;
        if since.elapsed() < PATIENCE {
            return;
        }
        let line = self.line.get_or_insert_with(|| {
            let target = ProgressDrawTarget::stderr_with_hz(PER_SECOND);
            let line = ProgressBar::with_draw_target(None, target);
            line.set_style(ProgressStyle::default_spinner());
            line
        });
        line.set_message(format!(
            "{} articles, {} findings …",
            self.n_documents, self.n_findings
        ));
        line.tick();
    }

    /// Whether the line is on the screen, so that it is in the way of what is written there.
    pub(super) fn is_shown(&self) -> bool {
        self.line.is_some()
    }

    /// Takes the line away while something is written.
    pub(super) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.line {
            Some(line) => line.suspend(write),
            None => write(),
        }
    }

    /// At the end of a run.
    pub(super) fn finish(&mut self) {
        if let Some(line) = self.line.take() {
            line.finish_and_clear();
        }
        self.since = None;
    }
}
