//! Standard output and standard error.

use std::io::{self, Write as _};

use anstream::{AutoStream, ColorChoice};

use super::args::Color;
use crate::report::Display;
use crate::text::visible::visible;

/// What standard output is shown on.
pub(super) fn display(color: Color) -> Display {
    let mut display = Display {
        colour: match color {
            Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        },
        ..Display::default()
    };
    if let Some((width, _)) = terminal_size::terminal_size_of(io::stdout()) {
        display.width = usize::from(width.0);
    }
    display
}

/// An error: what was wrong, where, and what to do.
pub(super) fn error(message: &str) {
    say("error: ", message);
}

/// An error that shows lines of its own, in which nothing is left to make visible.
pub(super) fn error_with_lines(message: &str) {
    let _ = writeln!(io::stderr(), "error: {message}");
}

/// A note that is no error.
pub(super) fn note(message: &str) {
    say("note: ", message);
}

/// Why a run does not pass.
pub(super) fn gate(message: &str) {
    say("not passed: ", message);
}

/// The last line of a run.
pub(super) fn summary(message: &str) {
    say("", message);
}

/// Lines in which nothing is left to make visible.
pub(super) fn table(lines: &str) {
    let _ = io::stderr().write_all(lines.as_bytes());
}

/// Where standard error is closed or full there is nobody to tell, and nothing to stop for.
fn say(kind: &str, message: &str) {
    let _ = writeln!(io::stderr(), "{kind}{}", visible(message));
}

/// Whether the reader of the output has gone away.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
