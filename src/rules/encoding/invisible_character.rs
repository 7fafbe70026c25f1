use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::chars::{Script, properties, script};
use crate::text::visible::{code_point_and_name, within_word};
use crate::text::words::Summary;

declare_rule! {
    /// ## What it does
    ///
    /// Finds characters without a shape where nothing needs them: zero-width spaces and joiners,
    /// byte-order marks, direction marks, variation selectors, fillers, tags.
    ///
    /// ## Why it matters
    ///
    /// Nobody sees them, and yet a search no longer finds the word, a line breaks within it, and
    /// two equal names are not equal. They come along with copied text. A character that turns the
    /// direction of writing (U+202D, U+202E) in a text without right-to-left letters makes the
    /// reader see other words than the computer: major. Soft hyphens are hints for breaking lines:
    /// one neutral finding tells of all. Beside a space a shapeless character parts no word: neutral.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The minis⟦{U+200B}⟧ter left for Ge⟦{U+200D}⟧neva.⟦{U+FEFF}⟧
    /// ```
    ///
    /// ```text,fixed
    /// The minister left for Geneva.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мост⟦{U+200B}{U+200B}⟧ открыли в ⟦{U+200E}⟧среду.
    /// ```
    ///
    /// ```text,fixed
    /// Мост открыли в среду.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le fichier ⟦{U+202E}⟧fdp.exe ⟦{U+FE0F}⟧et le reste.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Bundes⟦{U+00AD}⟧tags{U+00AD}präsident sprach.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,fa
    /// آنها می{U+200C}خواهند به خانه{U+200C}شان بروند.{U+200F} (NATO){U+200E}
    /// ```
    ///
    /// ```text,good,km
    /// រដ្ឋាភិបាល{U+200B}បាន{U+200B}ប្រកាស{U+200B}។
    /// ```
    ///
    /// ```text,good,si
    /// ශ්{U+200D}රී ලංකාව සහ ප්{U+200D}රංශය.
    /// ```
    ///
    /// ```text,good,en
    /// A family 👩{U+200D}👩{U+200D}👧, a heart ❤{U+FE0F}, a key 1{U+FE0F}⃣ and 🏴{U+E0067}{U+E0062}{U+E0065}{U+E006E}{U+E0067}{U+E007F}.
    /// ```
    ///
    /// ```text,good,ja
    /// 葛{U+E0100}飾区と辻{U+E0101}さん。
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the character is deleted, and the reader sees no difference. Soft hyphens and
    /// characters that turn the direction of writing have no fix.
    ///
    /// ## References
    ///
    /// The Unicode Standard, section 23.2, "Layout Controls". UAX #9. UTS #51 (emoji sequences). MQM
    /// `character-encoding`.
    pub(crate) static INVISIBLE_CHARACTER = "ENC006" "invisible-character" {
        category: Encoding, mqm: "character-encoding", severity: Minor, default: true,
        fix: Sometimes, needs: |text| text.has_invisible, check: Document(check),
    }
}

const SOFT_HYPHEN: char = '\u{AD}';

fn check(context: &Context<'_>, out: &mut Sink) {
    let text = context.doc.text();
    let surroundings = Surroundings::of(context.doc.summary());
    let mut soft_hyphens = (0, 0);
    let mut base = None;
    let mut at = 0;
    while let Some(n_ascii) = text.as_bytes()[at..]
        .iter()
        .position(|byte| !byte.is_ascii())
    {
        let start = at + n_ascii;
        base = text[at..start].chars().next_back().or(base);
        let Some(c) = text[start..].chars().next() else {
            break;
        };
        at = start + c.len_utf8();
        if !properties(c).is_invisible() {
            if !properties(c).is_mark() {
                base = Some(c);
            }
            continue;
        }
        if c == SOFT_HYPHEN {
            if soft_hyphens.0 == 0 {
                soft_hyphens.1 = start;
            }
            soft_hyphens.0 += 1;
            continue;
        }
        if out.is_full() {
            return;
        }
        // A run of shapeless characters has one neighbour on either side.
        let run = text[at..].find(|c| !is_in_run(c));
        let end = run.map_or(text.len(), |len| at + len);
        at = end;
        let next = text[end..].chars().next();
        let is_idle = |c: char| surroundings.is_idle(c, base, next);
        let mut rest = start;
        while let Some(from) = text[rest..end].find(is_idle).map(|at| rest + at) {
            let to = text[from..end]
                .find(|c| !is_idle(c))
                .map_or(end, |at| from + at);
            report(context, out, from, to);
            rest = to;
        }
    }
    if soft_hyphens.0 > 0 {
        let (count, at) = soft_hyphens;
        let noun = if count == 1 { "hyphen" } else { "hyphens" };
        let message = format!(
            "`{}`: {count} soft {noun} (U+00AD) in the text; delete them unless they are wanted",
            within_word(text, at, at + SOFT_HYPHEN.len_utf8())
        );
        let span = context.doc.span(at, at + SOFT_HYPHEN.len_utf8());
        out.report(Draft::new(span, message).severity(Severity::Neutral));
    }
}

fn is_in_run(c: char) -> bool {
    !c.is_ascii() && c != SOFT_HYPHEN && properties(c).is_invisible()
}

fn report(context: &Context<'_>, out: &mut Sink, from: usize, to: usize) {
    let text = context.doc.text();
    let part = &text[from..to];
    let first = part.chars().next().unwrap_or_default();
    let turns = part.contains(['\u{202D}', '\u{202E}']);
    let remedy = if turns {
        "see what the text says without it, and delete it"
    } else {
        "delete it"
    };
    let message = format!(
        "`{}` holds the invisible {}; {remedy}",
        within_word(text, from, to),
        code_point_and_name(first)
    );
    let is_space = |c: Option<char>| c.is_none_or(|c| properties(c).is_space());
    let is_at_edge =
        is_space(text[..from].chars().next_back()) || is_space(text[to..].chars().next());
    let draft = Draft::new(context.doc.span(from, to), message);
    out.report(match (turns, is_at_edge) {
        (true, _) => draft.severity(Severity::Major),
        (_, true) => draft.fix(Fix::safe("")).severity(Severity::Neutral),
        _ => draft.fix(Fix::safe("")),
    });
}

/// Scripts that are written from right to left.
const RIGHT_TO_LEFT: [Script; 9] = [
    Script::ARABIC,
    Script::HEBREW,
    Script::SYRIAC,
    Script::THAANA,
    Script::NKO,
    Script::ADLAM,
    Script::MANDAIC,
    Script::SAMARITAN,
    Script::HANIFI_ROHINGYA,
];

/// Scripts without spaces whose texts mark word ends by U+200B.
const PARTED_BY_ZERO_WIDTH_SPACE: [Script; 11] = [
    Script::KHMER,
    Script::LAO,
    Script::THAI,
    Script::MYANMAR,
    Script::TIBETAN,
    Script::JAVANESE,
    Script::BALINESE,
    Script::TAI_LE,
    Script::NEW_TAI_LUE,
    Script::TAI_THAM,
    Script::CHAM,
];

/// Scripts whose letters neither join nor form clusters, so that a joiner does nothing there.
const WITHOUT_JOINERS: [Script; 11] = [
    Script::LATIN,
    Script::GREEK,
    Script::CYRILLIC,
    Script::ARMENIAN,
    Script::GEORGIAN,
    Script::HEBREW,
    Script::ETHIOPIC,
    Script::HAN,
    Script::HIRAGANA,
    Script::KATAKANA,
    Script::HANGUL,
];

/// What the whole text says of shapeless characters.
struct Surroundings {
    has_right_to_left: bool,
    has_zero_width_spaces: bool,
}

impl Surroundings {
    fn of(summary: &Summary) -> Self {
        let any = |scripts: &[Script]| scripts.iter().any(|script| summary.has_script(*script));
        Self {
            has_right_to_left: any(&RIGHT_TO_LEFT),
            has_zero_width_spaces: any(&PARTED_BY_ZERO_WIDTH_SPACE),
        }
    }

    /// Whether a shapeless character between these two does nothing.
    fn is_idle(&self, c: char, before: Option<char>, after: Option<char>) -> bool {
        let either = |test: fn(char) -> bool| before.is_some_and(test) || after.is_some_and(test);
        match c {
            '\u{200B}' => !self.has_zero_width_spaces && !either(|c| script(c).is_unspaced()),
            '\u{200C}' | '\u{200D}' => !either(|c| joins(c) || is_pictograph(c)),
            '\u{200E}'
            | '\u{200F}'
            | '\u{61C}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => !self.has_right_to_left,
            // Beside a mark or a number it keeps a line from breaking there.
            '\u{2060}' => !either(|c| !properties(c).is_letter() && !properties(c).is_space()),
            '\u{FEFF}' | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' => true,
            '\u{FE0E}' | '\u{FE0F}' => !before
                .is_some_and(|c| is_pictograph(c) || c.is_ascii_digit() || matches!(c, '#' | '*')),
            '\u{FE00}'..='\u{FE0D}' | '\u{E0100}'..='\u{E01EF}' => {
                before.is_none_or(|c| c.is_ascii() || properties(c).is_space())
            }
            '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => {
                !either(|c| script(c) == Script::HANGUL)
            }
            '\u{E0001}' | '\u{E0020}'..='\u{E007F}' => before != Some('🏴'),
            _ => false,
        }
    }
}

/// Whether joiners shape the letter: it is of a script that joins or forms clusters.
fn joins(c: char) -> bool {
    let script = script(c);
    script.is_specific() && !WITHOUT_JOINERS.contains(&script)
}

/// Whether a character may be part of an emoji sequence: a symbol that is no letter, space or
/// ordinary punctuation.
fn is_pictograph(c: char) -> bool {
    matches!(c, '©' | '®' | '\u{203C}' | '\u{2049}' | '\u{20E3}' | '\u{2100}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}
