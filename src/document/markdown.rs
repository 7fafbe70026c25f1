//! Markdown (`CommonMark` and the common extensions): the text without marks, code, link targets
//! and front matter.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::references::resolved;
use super::{Comment, Document};
use crate::date::Date;
use crate::text::chars::LEFT_OUT;
use crate::text::decode::decode;
use crate::text::source_map::SourceMap;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
    .union(Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_WIKILINKS);

pub(super) fn parse(name: String, bytes: Vec<u8>) -> Document {
    let decoded = decode(bytes, None);
    let mut text = String::with_capacity(decoded.text.len());
    let mut map = SourceMap::default();
    let mut skipping = 0_u32;
    let mut is_metadata = false;
    let mut date = None;
    let mut comments = Vec::new();
    for (event, range) in Parser::new_ext(&decoded.text, OPTIONS).into_offset_iter() {
        // The text of an item of a list ends where a list within it begins.
        if let Event::Start(tag) = &event
            && !is_inline(tag.to_end())
            && !(text.is_empty() || text.ends_with('\n'))
        {
            text.push_str("\n\n");
        }
        match event {
            Event::Start(Tag::MetadataBlock(_)) => is_metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => is_metadata = false,
            Event::Text(_) if is_metadata => {
                date = date.or_else(|| front_matter_date(&decoded.text[range]));
            }
            _ if is_metadata => {}
            Event::Start(Tag::CodeBlock(_)) => skipping += 1,
            Event::End(TagEnd::CodeBlock) => skipping -= 1,
            Event::Start(Tag::Image { .. }) => text.push(LEFT_OUT),
            Event::Start(Tag::HtmlBlock) => {
                Comment::read_all(&decoded.text, range, (text.len(), false), &mut comments);
            }
            _ if skipping > 0 => {}
            Event::Text(read) => {
                let written = &decoded.text[range.clone()];
                match resolved(written).filter(|(_, len)| *len == written.len()) {
                    Some((c, len)) if *read != *written => {
                        map.push_unit(&mut text, c, range.start, len);
                    }
                    _ => map.push_verbatim(&mut text, written, range.start),
                }
            }
            Event::SoftBreak if text.ends_with('\n') => {}
            Event::SoftBreak => text.push(' '),
            Event::HardBreak => text.push('\n'),
            Event::InlineHtml(tag) if is_line_break(&tag) => text.push('\n'),
            Event::Code(_) | Event::FootnoteReference(_) => text.push(LEFT_OUT),
            Event::InlineHtml(_) => {
                // A paragraph that begins with a comment is the next one.
                let is_inside = !text.is_empty() && !text.ends_with("\n\n");
                Comment::read_all(&decoded.text, range, (text.len(), is_inside), &mut comments);
            }
            Event::End(tag) if !is_inline(tag) && !text.is_empty() => {
                text.push_str("\n\n");
            }
            _ => {}
        }
    }
    let mut document = Document::from_page(name, decoded, text, map);
    document.date = date;
    document.comments = comments;
    document
}

/// Everything that is no text: marks, targets of links, code, what code and front matter hold.
/// A paragraph that a repair has emptied is none any more, so paragraphs are left out.
pub(super) fn markup(page: &str) -> String {
    let mut markup = String::new();
    let mut is_code = false;
    for event in Parser::new_ext(page, OPTIONS) {
        match event {
            Event::Text(text) if is_code => markup.push_str(&text),
            Event::Start(Tag::Paragraph)
            | Event::End(TagEnd::Paragraph)
            | Event::SoftBreak
            | Event::Text(_) => {}
            event => {
                match event {
                    Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => is_code = true,
                    Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => is_code = false,
                    _ => {}
                }
                let _ = writeln!(markup, "{event:?}");
            }
        }
    }
    markup
}

/// `date: 2024-02-01` (YAML) or `date = 2024-02-01` (TOML), in quotes or not.
fn front_matter_date(lines: &str) -> Option<Date> {
    lines.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let is_date = matches!(key.trim_end(), "date" | "published" | "published_at");
        let value = value.trim().trim_matches(['"', '\'']);
        is_date.then(|| Date::of_beginning(value)).flatten()
    })
}

/// `<br>` and `<br />`, in any case.
fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};

    #[test]
    fn marks_code_targets_and_front_matter_are_left_out() {
        let source = "---\ntitle: x\n---\n# A *head*\n\nSee `code` and [a link](http://x.y) &amp; so. \\&amp;\n\n```\nfn\n```\n- item\n";
        let document = Document::parse("a.md", source.into(), Format::Markdown);
        assert_eq!(
            document.text().trim_end(),
            "A head\n\nSee \u{FFFC} and a link & so. &amp;\n\nitem"
        );
        let link = document.text().find("link").unwrap();
        let location = document.locator().locate(document.span(link, link + 4));
        assert_eq!(&source[location.start..location.end], "link");
        assert_eq!((location.line, location.column), (6, 19));
    }

    #[test]
    fn lines_end_where_a_tag_breaks_them() {
        let source = "He came.<br>She left.<BR />\nThey slept.  \nAnd so on, <b>a</b>bc.";
        let document = Document::parse("a.md", source.into(), Format::Markdown);
        assert_eq!(
            document.text().trim_end(),
            "He came.\nShe left.\nThey slept.\nAnd so on, abc."
        );
    }

    #[test]
    fn lists_within_lists_begin_a_line() {
        let source = "- It is open:\n  - For *bikes*\n    1. At night\n- And\n  > closed\n- x\n  ```\n  y\n  ```\n  z";
        let document = Document::parse("a.md", source.into(), Format::Markdown);
        let lines: Vec<&str> = document
            .text()
            .split('\n')
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(
            lines,
            [
                "It is open:",
                "For bikes",
                "At night",
                "And",
                "closed",
                "x",
                "z"
            ]
        );
    }

    #[test]
    fn links_of_notes_and_definitions() {
        let source =
            "See [[Harbour]] and [[Crane|the *new* crane]].\n\n![[a.jpg]]\n\nTerm\n: What it is\n";
        let document = Document::parse("a.md", source.into(), Format::Markdown);
        let lines = document
            .text()
            .split("\n\n")
            .filter(|line| !line.is_empty());
        assert_eq!(
            lines.collect::<Vec<_>>(),
            [
                "See Harbour and the new crane.",
                "\u{FFFC}a.jpg",
                "Term",
                "What it is"
            ]
        );
    }

    #[test]
    fn front_matter_may_hold_the_date() {
        let date = |source: &str| {
            let document = Document::parse("a.md", source.into(), Format::Markdown);
            document.date().map(|date| date.to_string())
        };
        let day = Some(String::from("2024-02-01"));
        assert_eq!(
            date("---\ntitle: x\ndate: \"2024-02-01T08:00\"\n---\ny"),
            day
        );
        assert_eq!(date("+++\ndate = 2024-02-01\n+++\ny"), day);
        assert_eq!(date("---\nupdate: 2024-02-01\n---\ny"), None);
        assert_eq!(date("date: 2024-02-01\n\ny"), None);
    }
}
