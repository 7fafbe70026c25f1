//! Standard output and standard error.
#![expect(clippy::print_stderr, reason = "this is where the program speaks")]

use std::io;

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
