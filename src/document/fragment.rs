//! Whether the text of a record is written in HTML, as content systems give it out, or is plain and
//! has at most tags that were left in it.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::elements::{SKIPPED, is_block, is_known, is_void, may_lack_end};

/// Blocks of a text in HTML, at least: one alone may be what was left of a page.
const FEWEST_BLOCKS: usize = 2;
/// Open elements, at most.
const DEEPEST: usize = 256;

/// Whether all of a text stands in elements of HTML, which are well nested, in two blocks or more. What
/// [fixing](crate::fixer) does to its words does not change that.
pub(super) fn is_html(text: &str) -> bool {
    let text = text.trim_start();
    let begins = text.strip_prefix(['<', '[']);
    if !begins.is_some_and(|rest| rest.starts_with(|c: char| c == '!' || c.is_ascii_alphabetic())) {
        return false;
    }
    let mut nesting = Nesting::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<usize>| {
        let is_right = nesting.take(&event);
        (!is_right).then_some(())
    });
    emitter.naively_switch_states(true);
    let is_wrong = Tokenizer::new_with_emitter(text, emitter).next().is_some();
    !is_wrong
        && nesting.n_blocks >= FEWEST_BLOCKS
        && nesting.open.iter().all(|element| may_lack_end(element))
}

/// White space, and codes of a content system that stand for a block: `[gallery ids="1,2"]`.
fn is_beside_elements(text: &str) -> bool {
    text.split_inclusive(']').all(|piece| {
        let code = piece
            .trim()
            .strip_prefix('[')
            .and_then(|code| code.strip_suffix(']'));
        let is_code = code.is_some_and(|code| {
            let name = code.strip_prefix('/').unwrap_or(code);
            name.starts_with(|c: char| c.is_ascii_lowercase()) && !code.contains(['[', '\n'])
        });
        is_code || piece.trim().is_empty()
    })
}

/// The elements that are open at a place.
#[derive(Default)]
struct Nesting {
    open: Vec<String>,
    /// Whether the element that began last is open.
    is_just_open: bool,
    n_blocks: usize,
}

impl Nesting {
    /// Takes what comes next; false where no page has it there.
    fn take(&mut self, event: &CallbackEvent<'_>) -> bool {
        match event {
            CallbackEvent::OpenStartTag { name } => self.start(&String::from_utf8_lossy(name)),
            CallbackEvent::CloseStartTag { self_closing: true } => {
                if std::mem::take(&mut self.is_just_open) {
                    self.open.pop();
                }
                true
            }
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name)),
            CallbackEvent::String { value } => {
                !self.open.is_empty() || is_beside_elements(&String::from_utf8_lossy(value))
            }
            _ => true,
        }
    }

    fn start(&mut self, element: &str) -> bool {
        self.is_just_open = false;
        if let Some(skipped) = self.skipped() {
            if skipped == element {
                self.push(element);
            }
            return true;
        }
        self.n_blocks += usize::from(is_block(element));
        let last = self.open.last().map(String::as_str);
        if is_block(element)
            && (last == Some("p") || last == Some(element) && may_lack_end(element))
        {
            self.open.pop();
        }
        if !is_void(element) {
            self.push(element);
        }
        is_known(element) && self.open.len() <= DEEPEST
    }

    fn push(&mut self, element: &str) {
        self.open.push(element.to_owned());
        self.is_just_open = true;
    }

    fn end(&mut self, element: &str) -> bool {
        if self.skipped().is_some_and(|skipped| skipped != element) || is_void(element) {
            return true;
        }
        while self
            .open
            .pop_if(|open| open != element && may_lack_end(open))
            .is_some()
        {}
        self.open.pop_if(|open| open == element).is_some()
    }

    /// The element in which all is left out.
    fn skipped(&self) -> Option<&str> {
        let last = self.open.last()?;
        SKIPPED.contains(&last.as_str()).then_some(last)
    }
}

#[cfg(test)]
mod tests {
    use super::is_html;

    #[test]
    fn texts_in_elements() {
        for text in [
            "<p>Ein Satz.</p><p>Noch einer.</p>",
            "\n<p>Ein <b>Satz</b>.<br>\n<p>Noch <img src=x> einer.\n",
            "<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->\n&nbsp;<ul><li>b<li>c</ul>",
            "<!doctype html><html><head><title>T</title></head><body>a<p>b</p></body></html>",
            "<h2>a</h2><figure><img src='x'/><figcaption>b</figcaption></figure>",
            "<p>a</p><script>if (a<b) {}</script><div>b</div><svg><path d=''/><title>t</title></svg>",
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<div><p></p></div>",
            "<p>a</p><amp-img src=x></amp-img><p>b</p>",
            "[gallery ids='1']\n<p>a</p>\n[audio src='x'][/audio]\n<p>b</p>",
        ] {
            assert!(is_html(text), "{text}");
        }
    }

    #[test]
    fn texts_with_tags_in_them() {
        for text in [
            "",
            "<",
            "<<p>a</p><p>b</p>",
            "<p>Only one.</p>",
            "<b>bold</b> and <i>slanted</i>",
            "<p>a</p> between <p>b</p>",
            "<p>a</p><p>b</p> and the rest",
            "<p>a</p></div><p>b</p>",
            "<div><p>a</p><p>b</p>",
            "<p>a</p><p>b <b>c</p>",
            "<name>a</name><p>b</p><p>c</p>",
            "a <p>b</p><p>c</p>",
            "[Photo] <p>b</p><p>c</p>",
            "<p>a</p>[caption]b[/caption]<p>c</p>",
        ] {
            assert!(!is_html(text), "{text}");
        }
        assert!(!is_html(&"<div>".repeat(10_000)));
    }
}
