//! The program `copydesk`: see `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk::cli::run()
}
