//! Elements of HTML, by what they are to a reader (HTML Standard, chapters 4.1 to 4.13 and 13.1.2).

/// Elements whose content is no text of the article.
pub(super) const SKIPPED: &[&str] = &[
    "script", "style", "template", "noscript", "title", "svg", "math", "iframe", "object",
    "select", "textarea", "button", "nav", "noembed", "noframes", "audio", "video", "canvas",
    "datalist", "dialog",
];
/// Elements that the head consists of; any other one ends it, its tag written or not.
pub(super) const OF_HEAD: &[&str] = &[
    "html", "head", "base", "link", "meta", "noscript", "script", "style", "template", "title",
];
/// Elements that show code, or a thing that is no text, within a line.
pub(super) const OPAQUE: &[&str] = &["code", "pre", "kbd", "samp", "var", "tt"];
/// Elements that stand for themselves within a line.
pub(super) const OBJECTS: &[&str] = &["img", "input", "embed", "picture"];
/// Elements within a line of text; every other begins and ends a paragraph.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font",
    "i", "ins", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "small", "span",
    "strike", "strong", "sub", "sup", "time", "u", "wbr", "code", "kbd", "samp", "var", "tt",
    "img", "input", "embed", "picture", "source", "meta", "link", "script", "style", "template",
];
/// Elements that part a page into blocks and hold its text.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Elements that have no content and no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements that are nothing without content: cells of tables have a place.
const NOTHING_ALONE: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "div",
    "em",
    "figcaption",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "li",
    "ol",
    "p",
    "small",
    "span",
    "strong",
    "u",
    "ul",
];
/// Elements whose end tag may be left out.
const ENDED_BY_OTHERS: &[&str] = &[
    "body", "dd", "dt", "head", "html", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th",
    "thead", "tr",
];

pub(super) fn is_inline(element: &str) -> bool {
    INLINE.contains(&element)
}

pub(super) fn is_block(element: &str) -> bool {
    BLOCKS.contains(&element)
}

pub(super) fn is_void(element: &str) -> bool {
    VOID.contains(&element)
}

pub(super) fn is_nothing_alone(element: &str) -> bool {
    NOTHING_ALONE.contains(&element)
}

pub(super) fn may_lack_end(element: &str) -> bool {
    ENDED_BY_OTHERS.contains(&element)
}

/// Whether it is an element of HTML that a page of text may have.
pub(super) fn is_known(element: &str) -> bool {
    let known = [
        INLINE,
        BLOCKS,
        VOID,
        SKIPPED,
        OF_HEAD,
        OPAQUE,
        OBJECTS,
        &["colgroup", "optgroup", "option"],
    ];
    // Authors may define others, whose names have a hyphen: `amp-img`.
    element.contains('-') || known.iter().any(|elements| elements.contains(&element))
}
