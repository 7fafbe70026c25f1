use encoding_rs::WINDOWS_1252;

use crate::encoding::is_byte_of_utf8;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::chars::properties;
use crate::text::visible::{code_point_and_name, within_word};

declare_rule! {
    /// ## What it does
    ///
    /// Finds control characters other than tabs and line ends, and code points that are no
    /// characters.
    ///
    /// ## Why it matters
    ///
    /// They come from terminals, broken databases and wrong decoding. Some programs show a box, some
    /// nothing, some stop reading; a search for the word no longer finds it. Those from U+0080 to
    /// U+009F are mostly the quotation marks and dashes of Windows-1252.
    ///
    /// Form feeds and vertical tabs are minor, and where a mark of Windows-1252 was no word is wrong:
    /// as errors are counted in MQM, the first such place is minor, the others are neutral.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The prime min⟦{U+0000}⟧ister did not ans⟦{U+0007}⟧wer.
    /// ```
    ///
    /// ```text,fixed
    /// The prime minister did not answer.
    /// ```
    ///
    /// ```text,bad,bs
    /// Rekao je: ⟦{U+009D}⟧Vidimo se sutra.
    /// ```
    ///
    /// ```text,fixed
    /// Rekao je: Vidimo se sutra.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦{U+001B}[31m⟧Срочно⟦{U+001B}[0m⟧: мост закрыт.
    /// ```
    ///
    /// ```text,fixed
    /// Срочно: мост закрыт.
    /// ```
    ///
    /// ```text,bad,ja
    /// 首相は⟦{U+FFFE}⟧会見した。⟦{U+000C}⟧次の議題。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,de
    /// Spalte	Wert – mit Tabulator, „Anführung“ und weichem Zeilenende.
    /// ```
    ///
    /// ```text,good,fr
    /// Un espace insécable : 12 000 €, « ici ».
    /// ```
    ///
    /// ```text,good,hi
    /// बैठक शुक्रवार को हुई। € 5 — ठीक है।
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where the character is deleted, or a page break between two words becomes a space.
    /// Unsafe where U+0080 to U+009F becomes the character of Windows-1252, or goes because that
    /// has none. U+0085 (next line) as a line end is a suggestion. None where the character is a byte of
    /// a garbled letter.
    ///
    /// ## References
    ///
    /// Unicode Character Database, NameAliases.txt. WHATWG Encoding Standard, index windows-1252.
    /// MQM `character-encoding`.
    pub(crate) static CONTROL_CHARACTER = "ENC005" "control-character" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_control, check: Document(check),
    }
}

/// What a control character is to be replaced by; a run is of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing.
    Junk,
    /// A character of Windows-1252.
    Windows1252,
    /// A C1 control that no code page in use defines: a letter was there, perhaps.
    Undefined,
    /// The same as a byte of a letter in UTF-8.
    ByteOfLetter,
    /// A line end.
    NextLine,
    /// A break of a page or column.
    Break,
}

/// Bytes of a terminal's escape sequence that are looked at.
const LONGEST_ESCAPE: usize = 16;

fn check(context: &Context<'_>, out: &mut Sink) {
    let text = context.doc.text();
    let mut n_marks = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let Some(kind) = kind(c) else {
            continue;
        };
        let kind = match kind {
            Kind::Undefined if is_byte_of_utf8(text, start) => Kind::ByteOfLetter,
            kind => kind,
        };
        if out.is_full() {
            return;
        }
        let mut end = start + c.len_utf8();
        if c == '\u{1B}' {
            end += escape_sequence(&text[end..]);
        }
        while let Some((at, next)) = chars.next_if(|(at, next)| {
            *at < end || (self::kind(*next) == Some(kind) && *next != '\u{1B}')
        }) {
            end = end.max(at + next.len_utf8());
        }
        let (fix, remedy) = repair(text, start, end, kind);
        let message = format!(
            "`{}` holds the control character {}; {remedy}",
            within_word(text, start, end),
            code_point_and_name(c)
        );
        let mut draft = Draft::new(context.doc.span(start, end), message);
        draft.fix = fix;
        let is_mark = kind == Kind::Windows1252 && is_of_marks(&text[start..end]);
        if kind == Kind::Break || (is_mark && n_marks == 0) {
            draft = draft.severity(Severity::Minor);
        } else if is_mark {
            draft = draft.severity(Severity::Neutral);
        }
        n_marks += usize::from(is_mark);
        out.report(draft);
    }
}

fn kind(c: char) -> Option<Kind> {
    match c {
        ' '..='~' | '\n' | '\r' | '\t' => None,
        '\u{B}' | '\u{C}' => Some(Kind::Break),
        '\u{85}' => Some(Kind::NextLine),
        '\u{80}'..='\u{9F}' if windows_1252(c) == c => Some(Kind::Undefined),
        '\u{80}'..='\u{9F}' => Some(Kind::Windows1252),
        _ => properties(c).is_control().then_some(Kind::Junk),
    }
}

/// The character whose byte in Windows-1252 has this number; itself, where there is none.
fn windows_1252(c: char) -> char {
    let byte = [c as u8];
    let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
    decoded.chars().next().unwrap_or(c)
}

/// Whether all of these would be punctuation in Windows-1252, and none a letter.
fn is_of_marks(controls: &str) -> bool {
    controls
        .chars()
        .all(|c| !properties(windows_1252(c)).is_letter())
}

/// Length of the rest of an escape sequence of a terminal (`[31m`, ECMA-48 CSI).
fn escape_sequence(rest: &str) -> usize {
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST_ESCAPE)];
    if bytes.first() != Some(&b'[') {
        return 0;
    }
    let parameters = bytes[1..]
        .iter()
        .take_while(|b| matches!(b, 0x20..=0x3F))
        .count();
    match bytes.get(1 + parameters) {
        Some(0x40..=0x7E) => 2 + parameters,
        _ => 0,
    }
}

fn repair(text: &str, start: usize, end: usize, kind: Kind) -> (Option<Fix>, String) {
    let (fix, remedy) = match kind {
        // Without it the letter would be another one.
        Kind::ByteOfLetter => {
            let remedy = "it is a byte of a garbled letter: take that from the original";
            return (None, remedy.to_owned());
        }
        Kind::Junk => (Fix::safe(""), "delete it".to_owned()),
        Kind::Undefined => (
            Fix::not_safe(""),
            "see what was there, or delete it".to_owned(),
        ),
        Kind::NextLine => (Fix::suggestion("\n"), "put a line end there".to_owned()),
        Kind::Windows1252 => {
            let repaired: String = text[start..end].chars().map(windows_1252).collect();
            let remedy = format!("in Windows-1252 it is `{repaired}`");
            (Fix::not_safe(repaired), remedy)
        }
        Kind::Break => {
            let is_edge = |c: Option<char>| c.is_none_or(|c| properties(c).is_space());
            let parts_words =
                !is_edge(text[..start].chars().next_back()) && !is_edge(text[end..].chars().next());
            if parts_words {
                (Fix::safe(" "), "put a space there".to_owned())
            } else {
                (Fix::safe(""), "delete it".to_owned())
            }
        }
    };
    (Some(fix), remedy)
}
