//! The tags of a page, for what goes round its text.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as SourceSpan, State, Tokenizer};

use super::elements::{is_inline, is_nothing_alone, is_void};
use super::html::{is_xml, may_close_itself};

/// A tag, or a comment that stands for one: `<!-- wp:paragraph -->` begins a block of `WordPress` and
/// `<!-- /wp:paragraph -->` ends it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// First byte.
    pub(crate) start: usize,
    /// The byte after the last.
    pub(crate) end: usize,
    /// The element, or `wp:paragraph`.
    pub(crate) name: String,
    pub(crate) kind: TagKind,
    /// Whether something may refer to the element.
    pub(crate) has_id: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    Start,
    End,
    /// Of an element without content.
    Empty,
}

impl Tag {
    /// Whether a paragraph ends or begins here.
    pub(crate) fn is_break(&self) -> bool {
        !is_inline(&self.name)
    }

    /// Whether its element, or block of `WordPress`, is nothing without content; what has an `id` may be
    /// referred to.
    pub(crate) fn is_nothing_alone(&self) -> bool {
        !self.has_id && (is_nothing_alone(&self.name) || self.name.starts_with("wp:"))
    }

    fn of_comment(value: &[u8], (start, end): (usize, usize)) -> Option<Self> {
        let value = str::from_utf8(value).ok()?.trim();
        let (kind, name) = match value.strip_prefix('/') {
            Some(name) => (TagKind::End, name),
            None if value.ends_with('/') => (TagKind::Empty, value),
            None => (TagKind::Start, value),
        };
        let name = name.split_whitespace().next().unwrap_or_default();
        name.starts_with("wp:").then(|| Self {
            start,
            end,
            name: name.to_owned(),
            kind,
            has_id: false,
        })
    }
}

/// The tags of a page, in order.
pub(crate) fn tags(page: &str) -> Vec<Tag> {
    let is_xml = is_xml(page);
    let mut open: Option<Tag> = None;
    let mut emitter =
        CallbackEmitter::new(
            |event: CallbackEvent<'_>, span: SourceSpan<usize>| match event {
                CallbackEvent::OpenStartTag { name } => {
                    let name = String::from_utf8_lossy(name).into_owned();
                    let kind = if is_void(&name) {
                        TagKind::Empty
                    } else {
                        TagKind::Start
                    };
                    open = Some(Tag {
                        start: span.start,
                        end: span.end,
                        name,
                        kind,
                        has_id: false,
                    });
                    None
                }
                CallbackEvent::AttributeName { name } => {
                    if let Some(tag) = &mut open {
                        tag.has_id |= matches!(name, b"id" | b"name");
                    }
                    None
                }
                CallbackEvent::CloseStartTag { self_closing } => {
                    let mut tag = open.take()?;
                    tag.end = span.end;
                    if self_closing && may_close_itself(&tag.name, is_xml) {
                        tag.kind = TagKind::Empty;
                    }
                    Some(tag)
                }
                CallbackEvent::EndTag { name } => Some(Tag {
                    start: span.start,
                    end: span.end,
                    name: String::from_utf8_lossy(name).into_owned(),
                    kind: TagKind::End,
                    has_id: false,
                }),
                CallbackEvent::Comment { value } => Tag::of_comment(value, (span.start, span.end)),
                _ => None,
            },
        );
    emitter.naively_switch_states(true);
    let mut tokenizer = Tokenizer::new_with_emitter(page, emitter);
    let mut tags = Vec::new();
    while let Some(Ok(tag)) = tokenizer.next() {
        if tag.kind == TagKind::Empty && !is_void(&tag.name) {
            tokenizer.set_state(State::Data);
        }
        tags.push(tag);
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::{TagKind, tags};

    #[test]
    fn tags_where_they_stand() {
        let page = "a<P id=x title='>'>b<br>c</P ><!-- wp:x {} --><!-- c --><!-- /wp:x -->\
            <script>'<i>'</script><svg/><!--wp:y /-->";
        let found = tags(page);
        let found = found
            .iter()
            .map(|tag| (&page[tag.start..tag.end], &*tag.name, tag.kind, tag.has_id));
        assert!(
            found.clone().eq([
                ("<P id=x title='>'>", "p", TagKind::Start, true),
                ("<br>", "br", TagKind::Empty, false),
                ("</P >", "p", TagKind::End, false),
                ("<!-- wp:x {} -->", "wp:x", TagKind::Start, false),
                ("<!-- /wp:x -->", "wp:x", TagKind::End, false),
                ("<script>", "script", TagKind::Start, false),
                ("</script>", "script", TagKind::End, false),
                ("<svg/>", "svg", TagKind::Empty, false),
                ("<!--wp:y /-->", "wp:y", TagKind::Empty, false),
            ]),
            "{:?}",
            found.collect::<Vec<_>>()
        );
    }
}
