//! HTML: the text of the page, references to characters resolved.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as SourceSpan, State, Tokenizer};

use super::page::{Event, Page};
use super::{Comment, Document};
use crate::date::Date;
use crate::text::decode::{Decoded, declared_in_prolog, decode};

/// What the attributes of one element say of when the article appeared.
#[derive(Default)]
struct Dated {
    is_published_time: bool,
    content: Option<Date>,
}

impl Dated {
    fn take(&mut self, element: &str, attribute: &str, value: &[u8]) -> Option<Date> {
        let read = || Date::of_beginning(std::str::from_utf8(value).ok()?);
        match (element, attribute) {
            ("meta", "property") => {
                self.is_published_time = value.eq_ignore_ascii_case(b"article:published_time");
            }
            ("meta", "content") => self.content = read(),
            ("time", "datetime") => return read(),
            _ => {}
        }
        self.content.filter(|_| self.is_published_time)
    }
}

pub(super) fn parse(name: String, bytes: Vec<u8>) -> Document {
    let declared = declared_charset(&bytes);
    read(name, decode(bytes, declared.as_deref()), 0)
}

/// A page that follows the title of a record: it begins at `body_start`.
pub(super) fn read(name: String, decoded: Decoded, body_start: usize) -> Document {
    let (title, body) = decoded.text.split_at(body_start);
    let mut page = Page::behind(title, body);
    read_into(&mut page, &decoded.text);
    if page.is_empty() {
        // Its main part is not where it says, or is shown by a script.
        page = Page::of_all_behind(title);
        read_into(&mut page, &decoded.text);
    }
    let (lang, date, comments) = (page.lang, page.date, page.comments);
    let passages = page.marked.passages;
    let mut document = Document::from_page(name, decoded, page.text, page.map);
    document.body_start = body_start;
    document.declared_lang = lang;
    document.date = date;
    document.comments = comments;
    let placed = |(start, end, lang)| (document.span(start, end), lang);
    document.passages = passages.into_iter().map(placed).collect();
    document
}

fn read_into(page: &mut Page, text: &str) {
    let body_start = page.body_start;
    let body = &text[body_start..];
    let is_xml = is_xml(body);
    let mut element = String::new();
    let mut attribute = String::new();
    let mut dated = Dated::default();
    let mut emitter =
        CallbackEmitter::new(
            |event: CallbackEvent<'_>, span: SourceSpan<usize>| match event {
                CallbackEvent::OpenStartTag { name } => {
                    element = String::from_utf8_lossy(name).into_owned();
                    dated = Dated::default();
                    Some(Event::Start(element.clone()))
                }
                CallbackEvent::CloseStartTag { self_closing: true }
                    if may_close_itself(&element, is_xml) =>
                {
                    Some(Event::Closed(element.clone()))
                }
                CallbackEvent::EndTag { name } => {
                    Some(Event::End(String::from_utf8_lossy(name).into_owned()))
                }
                CallbackEvent::String { .. } => {
                    Some(Event::Text(body_start + span.start, body_start + span.end))
                }
                CallbackEvent::Comment { value } => {
                    let (start, end) = (body_start + span.start, body_start + span.end);
                    Comment::read(&String::from_utf8_lossy(value), start, end).map(Event::Comment)
                }
                CallbackEvent::AttributeName { name } => {
                    attribute = String::from_utf8_lossy(name).into_owned();
                    (attribute == "hidden").then_some(Event::Hidden)
                }
                CallbackEvent::AttributeValue { value } if attribute == "style" => {
                    is_undisplayed(value).then_some(Event::Hidden)
                }
                CallbackEvent::AttributeValue { value }
                    if matches!(attribute.as_str(), "lang" | "xml:lang") =>
                {
                    Some(Event::Lang(String::from_utf8_lossy(value).into_owned()))
                }
                CallbackEvent::AttributeValue { value }
                    if matches!(element.as_str(), "meta" | "time") =>
                {
                    dated.take(&element, &attribute, value).map(Event::Date)
                }
                _ => None,
            },
        );
    // A script is no text, whatever it holds.
    emitter.naively_switch_states(true);
    let mut tokenizer = Tokenizer::new_with_emitter(body, emitter);
    while let Some(Ok(event)) = tokenizer.next() {
        if matches!(event, Event::Closed(_)) {
            tokenizer.set_state(State::Data);
        }
        page.take(event, text);
    }
    page.marked.finish(page.text.len());
}

/// The page without its texts: tags with their attributes, comments, declarations.
pub(super) fn markup(page: &str) -> String {
    let is_xml = is_xml(page);
    let mut may_close = false;
    let mut emitter =
        CallbackEmitter::new(
            |event: CallbackEvent<'_>, span: SourceSpan<usize>| match event {
                CallbackEvent::OpenStartTag { name } => {
                    may_close = may_close_itself(&String::from_utf8_lossy(name), is_xml);
                    None
                }
                CallbackEvent::CloseStartTag { self_closing: true } if may_close => Some(None),
                CallbackEvent::String { .. } => Some(Some((span.start, span.end))),
                _ => None,
            },
        );
    emitter.naively_switch_states(true);
    let mut markup = String::new();
    let mut done = 0;
    let mut tokenizer = Tokenizer::new_with_emitter(page, emitter);
    while let Some(Ok(text)) = tokenizer.next() {
        let Some((start, end)) = text else {
            tokenizer.set_state(State::Data);
            continue;
        };
        let start = page.ceil_char_boundary(start).max(done);
        markup.push_str(&page[done..start]);
        done = page.floor_char_boundary(end).max(start);
    }
    markup.push_str(&page[done..]);
    markup
}

/// Whether a page is read as XML: it says so, or is in the namespace of XHTML.
pub(super) fn is_xml(page: &str) -> bool {
    let head = &page[..page.floor_char_boundary(DECLARED)];
    head.trim_start_matches('\u{FEFF}').starts_with("<?xml") || head.contains(XHTML)
}

/// Bytes at the beginning of a page that say what it is (WHATWG: prescan).
const DECLARED: usize = 1024;
const XHTML: &str = "=\"http://www.w3.org/1999/xhtml\"";

/// Whether an element may be empty with a tag as `<svg/>`: in HTML a script goes on to its end tag.
pub(super) fn may_close_itself(element: &str, is_xml: bool) -> bool {
    is_xml || !matches!(element, "script" | "style")
}

/// Whether a style says `display: none`.
fn is_undisplayed(style: &[u8]) -> bool {
    let mut declarations = style.split(|b| *b == b';');
    declarations.any(|declaration| {
        let is_part = |b: &u8| !b.is_ascii_whitespace();
        let declaration: Vec<u8> = declaration.iter().copied().filter(is_part).collect();
        declaration
            .to_ascii_lowercase()
            .starts_with(b"display:none")
    })
}

/// The charset that a page declares at its beginning.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head: String = bytes[..bytes.len().min(DECLARED)]
        .iter()
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect();
    let Some((_, label)) = head.split_once("charset=") else {
        return declared_in_prolog(bytes).map(str::to_owned);
    };
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(['"', '\'', ' ', ';', '>', '/'])?;
    Some(label[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::markup;
    use crate::document::{Document, Format};

    fn page(source: &str) -> Document {
        Document::parse("a.html", source.into(), Format::Html)
    }

    #[test]
    fn the_text_of_the_page_with_references_resolved() {
        let source = "<!doctype html><html lang=de-AT><head><title>T</title><style>p{}</style></head>\
            <body><h1>Kopf &amp; Fuß</h1>\n<p>Ein <b>fetter</b>\n   Satz<br>neu <img src=x> &amp;#39;.\
            <script>if (a<b) {}</script></p><pre>code</pre>Ende</body></html>";
        let document = page(source);
        assert_eq!(
            document.text(),
            "Kopf & Fuß\n\nEin fetter Satz\n\nneu \u{FFFC} &#39;.\n\nEnde"
        );
        assert_eq!(document.declared_lang().unwrap().to_string(), "de-AT");
        for word in document.words() {
            let location = document.locator().locate(word.span);
            assert_eq!(
                &source[location.start..location.end],
                document.slice(word.span)
            );
        }
    }

    #[test]
    fn references_are_characters_that_can_be_replaced() {
        let source = "<p>Ein Caf&eacute;&nbsp;&amp; &#8222;mehr&#x201C;, &amp;lt;b&gt; &eacut; &#0; &nbsp</p>";
        let document = page(source);
        assert_eq!(
            document.text(),
            "Ein Café\u{A0}& „mehr“, &lt;b> &eacut; &#0; &nbsp"
        );
        let place = |text: &str| {
            let at = document.text().find(text).expect("it stands there");
            let span = document.span(at, at + text.len());
            let (start, end) = document.page_range(span).expect("it stands there");
            (&source[start..end], document.is_replaceable(span))
        };
        assert_eq!(
            place("Café\u{A0}& „"),
            ("Caf&eacute;&nbsp;&amp; &#8222;", true)
        );
        assert_eq!(place("é"), ("&eacute;", true));
        assert_eq!(place("&lt;b>"), ("&amp;lt;b&gt;", true));
        assert_eq!(place("mehr"), ("mehr", true));
    }

    #[test]
    fn what_is_cut_by_markup_cannot_be_replaced() {
        let document = page("<p>Çavuş<b>oğlu</b> geldi</p>");
        assert!(!document.is_replaceable(document.span(0, "Çavuşoğlu".len())));
        let cut = page("<p>&Ccedil;avu&#351;<b>o&#287;lu</b> geldi</p>");
        assert!(!cut.is_replaceable(cut.span(0, "Çavuşoğlu".len())));
        let word = document.words()[1].span;
        assert!(document.is_replaceable(word));
    }

    #[test]
    fn the_date_of_the_page() {
        let date = |source: &str| page(source).date().map(|date| date.to_string());
        let day = Some(String::from("2024-02-01"));
        assert_eq!(
            date(
                "<head><meta content='2024-02-01T08:00' property='article:published_time'></head>\
                 <article><time datetime='2020-01-01'>then</time>"
            ),
            day
        );
        assert_eq!(
            date(
                "<nav><time datetime='2019'></time></nav><time datetime='2018'></time>\
                 <article><h1>x</h1><time datetime=2024-02-01>today</time><time datetime=1945>"
            ),
            day
        );
        assert_eq!(date("<meta property=x content=2024-02-01><article>y"), None);
    }

    #[test]
    fn what_is_left_out_ends_where_it_does() {
        for source in [
            "<p>a <svg class='i'/>b <math/><svg><title/><g/></svg> c",
            "<html><head><meta charset=utf-8><title>T</title>\n<p>a b c",
            "<title>T <b></title><style>p{}</style><p>a b c",
            "<head><template><p>T</template></head>a b c",
            "<head>\n<link rel=x>\na b c",
            "<?xml version=\"1.0\"?><html><head><script src=\"a.js\"/><title/></head><p>a b c</p>",
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><style/><p>a b <script/>c</p>",
            "<script src=a.js /><p>T</p></script><p>a b c",
        ] {
            let document = page(source);
            let words: Vec<&str> = document.text().split_whitespace().collect();
            assert_eq!(words, ["a", "b", "c"], "{source}");
            // What stands behind is markup again.
            assert_ne!(markup(source), markup(&format!("{source}<i>")), "{source}");
        }
    }

    #[test]
    fn what_is_around_an_article_is_none_of_it() {
        for source in [
            "<header>H</header><p>N</p><MAIN id=x><header>a</header>b<aside>c</aside></MAIN>F<img>",
            "<header>H</header>a<article><header>b</header><aside>c</aside></article><footer>F</footer>",
            "<main>a<article>b<footer>c</footer></article><aside>S</aside></main><p>F",
            "<header>a</header><p>b</p><footer>c</footer>",
            "<div>a b c<script>'<main>'</script></div>",
            "<main></main><p>a b c</p>",
        ] {
            let document = page(source);
            let words: Vec<&str> = document.text().split_whitespace().collect();
            assert_eq!(words, ["a", "b", "c"], "{source}");
        }
        let source = "<html lang=de><meta property='article:published_time' content='2024-02-01'>\
            <!-- copydesk: ignore ART005: so --><p>x</p><main>a</main>";
        let document = page(source);
        assert_eq!((document.text(), document.comments().len()), ("a", 1));
        assert!(document.declared_lang().is_some() && document.date().is_some());
    }

    #[test]
    fn links_side_by_side_are_words_of_their_own() {
        let text = |source: &str| page(source).text().to_owned();
        assert_eq!(
            text("<a>Harbour</a><a>Sport</a> <a>Art</a>"),
            "Harbour Sport Art"
        );
        assert_eq!(
            text("<p>the <a>harbour</a>s <a>bridge</a>."),
            "the harbours bridge."
        );
    }

    #[test]
    fn what_is_not_shown_is_left_out() {
        for source in [
            "a<div hidden>x<div>y</div></div> b <span style='color:red; DISPLAY : None!important'>x</span>c",
            "a<video><p>x</p></video>b<canvas>x</canvas><audio>x</audio><dialog>x</dialog>c",
            "<p hidden>a<img hidden> b<li style=display:none>c",
            "<article hidden>a b c</article>",
            "<div hidden id=s>a b c</div><script></script>",
        ] {
            let document = page(source);
            let words = document
                .words()
                .iter()
                .map(|word| document.slice(word.span));
            assert_eq!(words.collect::<Vec<_>>(), ["a", "b", "c"], "{source}");
        }
    }

    #[test]
    fn declared_charsets_are_used() {
        let mut bytes = b"<meta charset=\"windows-1251\"><p>".to_vec();
        bytes.extend(encoding_rs::WINDOWS_1251.encode("Да, нет").0.iter());
        let document = Document::parse("a.html", bytes, Format::Html);
        assert_eq!(
            (document.text(), document.encoding()),
            ("Да, нет", "windows-1251")
        );
    }

    #[test]
    fn quotations_and_parts_with_a_language_of_their_own() {
        let source = "<div lang=de><div lang=en xml:lang=en>a</div>b<blockquote lang=fr>c\
            <blockquote lang=it>d</blockquote>e</blockquote>f<p lang=es>g<p>h</div><q>i</q>j<br lang=x>";
        let document = page(source);
        let passages = document.marked_passages().iter();
        let passages = passages.map(|(span, lang)| {
            let text = document.slice(*span).split_whitespace();
            (text.collect::<String>(), lang.map(|lang| lang.to_string()))
        });
        let expected = [
            ("a", Some("en")),
            ("d", Some("it")),
            ("cde", None),
            ("g", Some("es")),
            ("abcdefgh", Some("de")),
            ("i", None),
        ];
        let of = |(text, lang): (&str, Option<&str>)| (text.to_owned(), lang.map(str::to_owned));
        assert_eq!(passages.collect::<Vec<_>>(), expected.map(of));
        assert!(
            page(&"<q><p lang=de>".repeat(10_000))
                .marked_passages()
                .len()
                <= 20_000
        );
    }

    #[test]
    fn broken_pages_are_read() {
        assert_eq!(page("<p>a<div>b</p></div><!-- x").text(), "a\n\nb");
        assert_eq!(page("a < b & c").text(), "a < b & c");
        assert_eq!(page("<head><p>lost?<body>text").text(), "lost?\n\ntext");
        assert_eq!(page(&"<div>".repeat(10_000)).text(), "");
    }
}
