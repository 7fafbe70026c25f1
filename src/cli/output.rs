//! Standard output and standard error.
#![expect(clippy::print_stderr, reason = "this is where the program speaks")]

use std::io;

use anstream::ColorChoice;
use terminal_size::{Width, terminal_size_of};

use super::args::Color;
use crate::report::Display;

use crate::text::visible::visible;

/// An error: what was wrong, where, and what to do.
pub(super) fn error(message: &str) {
    eprintln!("error: {}", visible(message));
}

/// A note that is no error.
pub(super) fn note(message: &str) {
    eprintln!("note: {}", visible(message));
}

/// The last line of a run.
pub(super) fn summary(message: &str) {
    eprintln!("{}", visible(message));
}

/// What a report on standard output is shown on.
pub(super) fn display(color: Color) -> Display {
    let fallback = Display::default();
    let width = terminal_size_of(io::stdout()).map_or(fallback.width, |(Width(n), _)| usize::from(n));
    let colour = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    };
    Display { width, colour }
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
