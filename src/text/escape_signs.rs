//! Whether escapes of a form are what they look like, by what else of the form a text has.

use memchr::memmem;

use super::escapes::Run;
use super::passages::is_in_token;

/// No address that is read has more escaped spaces.
const MANY_SPACES: usize = 3;

/// Whether bytes of UTF-8 are escaped with a mark somewhere, or two letters of Windows-1252: then
/// single bytes and those of ASCII are as well.
pub fn confirms(text: &str, mark: u8) -> bool {
    let (mut done, mut n_letters) = (0, 0);
    memchr::memchr_iter(mark, text.as_bytes()).any(|at| {
        let run = (at >= done).then(|| Run::at(text, at)).flatten();
        done = run.as_ref().map_or(done, |run| run.end);
        run.is_some_and(|run| {
            n_letters += usize::from(!run.is_certain) * run.letters_beside(text);
            let is_sure = (run.is_certain && !run.is_ascii()) || n_letters > 1;
            is_sure && !is_in_token(text, run.start, run.end)
        })
    })
}

/// Whether a text has so many escaped spaces that it is no address.
pub fn has_escaped_spaces(text: &str) -> bool {
    let mut spaces = memmem::find_iter(text.as_bytes(), "%20");
    spaces.nth(MANY_SPACES).is_some()
}
