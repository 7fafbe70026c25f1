//! The text of a page, told tag by tag.

use memchr::memmem;

use super::Comment;
use super::comment::MOST_COMMENTS;
use super::elements::{OBJECTS, OF_HEAD, OPAQUE, SKIPPED, is_inline, is_void, may_lack_end};
use super::marked::Marked;
use super::references::push_resolved;
use crate::date::Date;
use crate::lang::Lang;
use crate::text::chars::LEFT_OUT;
use crate::text::source_map::SourceMap;

#[derive(Debug, PartialEq)]
pub(super) enum Event {
    Start(String),
    /// The element that began last is empty.
    Closed(String),
    End(String),
    Text(usize, usize),
    /// The language of the element that has just begun.
    Lang(String),
    /// The element that has just begun is not shown.
    Hidden,
    Date(Date),
    Comment(Comment),
}

#[derive(Default)]
pub(super) struct Page {
    /// The title of a record, if there is one, and what was read.
    pub(super) text: String,
    pub(super) map: SourceMap,
    /// Where what was read begins.
    pub(super) body_start: usize,
    pub(super) lang: Option<Lang>,
    /// The page's own, or else that of the first time in the article.
    pub(super) date: Option<Date>,
    is_past_head: bool,
    is_in_article: bool,
    site: Site,
    /// The open element that is left out, and how many of its kind are open inside.
    skipping: Option<(String, u32)>,
    /// The element that began last.
    element: String,
    /// Where the last link ended in the text.
    link_end: usize,
    break_before: bool,
    pub(super) comments: Vec<Comment>,
    pub(super) marked: Marked,
}

impl Page {
    /// Nothing of a page as yet, which follows a title. `body` is what says where its own part is.
    pub(super) fn behind(title: &str, body: &str) -> Self {
        Self {
            site: Site::of(body),
            text: title.to_owned(),
            map: SourceMap::verbatim(0, title.len()),
            body_start: title.len(),
            ..Self::default()
        }
    }

    /// The same of all that the page holds, its own or not, shown or not.
    pub(super) fn of_all_behind(title: &str) -> Self {
        let mut page = Self::behind(title, "");
        page.site.is_all = true;
        page
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.len() == self.body_start
    }

    pub(super) fn take(&mut self, event: Event, source: &str) {
        if let Event::Comment(mut comment) = event {
            // A paragraph that has not begun is the next one.
            let is_inside = !self.break_before && !self.is_empty() && self.skipping.is_none();
            comment.is_inside = is_inside;
            comment.at = self.text.len();
            if self.comments.len() < MOST_COMMENTS {
                self.comments.push(comment);
            }
            return;
        }
        if let Event::Date(date) = event {
            // What stands in the head is said of the page.
            let may_say = !self.is_past_head || self.is_in_article;
            if may_say && self.skipping.is_none() {
                self.date = self.date.or(Some(date));
            }
            return;
        }
        if let Some((element, depth)) = &mut self.skipping {
            match event {
                Event::Start(name) if name == *element => *depth += 1,
                Event::End(name) | Event::Closed(name) if name == *element => *depth -= 1,
                _ => {}
            }
            if *depth == 0
                && let Some((element, _)) = self.skipping.take()
            {
                self.end(&element);
            }
            return;
        }
        match event {
            Event::Start(name) => self.start(name),
            Event::End(name) => {
                self.is_past_head |= name == "head";
                self.end(&name);
            }
            Event::Lang(tag) => {
                let of_page = self.marked.set_lang(tag.parse().ok(), self.text.len());
                self.lang = self.lang.or(of_page);
            }
            Event::Closed(name) => self.end(&name),
            Event::Hidden => self.hide(),
            Event::Date(_) | Event::Comment(_) => {}
            Event::Text(start, end) => self.add_text(source, start, end),
        }
    }

    fn start(&mut self, name: String) {
        let inline = is_inline(&name);
        self.break_before |= !inline;
        self.is_past_head |= !OF_HEAD.contains(&name.as_str());
        self.is_in_article |= name == "article";
        let is_around = self.site.start(&name);
        // Links side by side are buttons or a list.
        if name == "a" && self.link_end == self.text.len() && self.is_amid_words() {
            self.text.push(' ');
        }
        let opaque = OPAQUE.contains(&name.as_str());
        self.marked.start(&name, inline, self.text.len());
        if inline && !self.site.is_around() && (opaque || OBJECTS.contains(&name.as_str())) {
            self.flush_break();
            self.text.push(LEFT_OUT);
        }
        name.clone_into(&mut self.element);
        if opaque || is_around || SKIPPED.contains(&name.as_str()) {
            self.skipping = Some((name, 1));
        }
    }

    /// Leaves out the element that has just begun, if it is sure to end and may be beside the article.
    fn hide(&mut self) {
        let element = std::mem::take(&mut self.element);
        let may_be_all = matches!(element.as_str(), "" | "main" | "article");
        if !(self.site.is_all || may_be_all || is_void(&element) || may_lack_end(&element)) {
            self.skipping = Some((element, 1));
        }
    }

    fn end(&mut self, name: &str) {
        self.break_before |= !is_inline(name);
        if name == "a" {
            self.link_end = self.text.len();
        }
        self.site.end(name);
        self.marked.end(name, self.text.len());
    }

    /// Whether a word of the paragraph stands right before.
    fn is_amid_words(&self) -> bool {
        !self.break_before && !self.is_empty() && !self.text.ends_with([' ', '\n'])
    }

    fn flush_break(&mut self) {
        if self.break_before && !self.is_empty() {
            self.text.push_str("\n\n");
        }
        self.break_before = false;
    }

    /// White space in HTML is one space: line ends of the source become spaces, runs are kept
    /// verbatim otherwise (the browser collapses them, and so no rule may complain of them).
    fn add_text(&mut self, source: &str, start: usize, end: usize) {
        if self.site.is_around() {
            return;
        }
        let raw = &source[source.floor_char_boundary(start)..source.ceil_char_boundary(end)];
        if raw.trim().is_empty() {
            if self.is_amid_words() {
                if raw.len() < 256 && raw.trim_ascii().is_empty() {
                    self.map.push_unit(&mut self.text, ' ', start, raw.len());
                } else {
                    self.text.push(' ');
                }
            }
            return;
        }
        self.is_past_head = true;
        self.flush_break();
        let is_space = |c: char| matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{C}');
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let run = rest.len() - rest.trim_start_matches(is_space).len();
            if run > 0 {
                if !self.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.map.push(
                        self.text.len(),
                        start + at,
                        1,
                        run.min(255),
                        (1, run.min(255) as u8),
                    );
                    self.text.push(' ');
                }
                at += run;
                continue;
            }
            let piece = rest.find(is_space).unwrap_or(rest.len());
            // One verbatim stretch to the next run of white space that is not a single blank.
            let mut length = piece;
            while rest[length..].starts_with(' ') {
                let after = &rest[length + 1..];
                if after.is_empty() || after.starts_with(is_space) {
                    break;
                }
                length += 1 + after.find(is_space).unwrap_or(after.len());
            }
            push_resolved(&rest[..length], start + at, &mut self.text, &mut self.map);
            at += length;
        }
    }
}

/// Which part of a page is its own and which its site's, if it says so: its own is what stands in `main`,
/// and the site's are the elements that belong to it outside an `article` (HTML Accessibility API
/// Mappings: banner, contentinfo, complementary).
#[derive(Default)]
struct Site {
    has_main: bool,
    has_article: bool,
    /// Whether all of a page is read.
    is_all: bool,
    /// How many of these elements are open.
    n_main: u32,
    n_articles: u32,
}

impl Site {
    fn of(body: &str) -> Self {
        let holds = |tags: [&str; 2]| {
            let mut tags = tags.iter();
            tags.any(|tag| memmem::find(body.as_bytes(), tag.as_bytes()).is_some())
        };
        Self {
            has_main: holds(["<main", "<MAIN"]),
            has_article: holds(["<article", "<ARTICLE"]),
            ..Self::default()
        }
    }

    /// Whether the element that begins is the site's.
    fn start(&mut self, element: &str) -> bool {
        match element {
            "main" => self.n_main += 1,
            "article" => self.n_articles += 1,
            _ => {}
        }
        self.has_article
            && self.n_articles == 0
            && (element == "aside" || self.n_main == 0 && matches!(element, "header" | "footer"))
    }

    fn end(&mut self, element: &str) {
        match element {
            "main" => self.n_main = self.n_main.saturating_sub(1),
            "article" => self.n_articles = self.n_articles.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether what comes next is the site's.
    fn is_around(&self) -> bool {
        self.has_main && self.n_main == 0
    }
}
