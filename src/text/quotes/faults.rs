//! What is wrong with the quotation marks of a text.

use super::pairs::{is_curly, is_double, is_known_pair};
use super::{Mark, Quotes, Role, Side};
use crate::text::chars::{Script, properties};
use crate::text::typography::Habits;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The two marks of a quotation are of two kinds: `“text"`.
    Mixed,
    /// A closing mark opens, or an opening one closes: `”text”`, `“text“`.
    Turned,
    /// Two apostrophes, backticks or commas stand for a mark: `''text''`.
    Twin,
    /// Both marks stand twice: `""text""`.
    Doubled,
    /// Primes stand for marks: `″text″`.
    Prime,
    /// A space stands inside: `“ text”`.
    Spaced,
    /// A mark stands in a Hebrew abbreviation: `צה»ל`.
    InWord,
    /// Another quotation begins before this one has ended.
    Unclosed,
    /// A quotation ends that has not begun.
    Unopened,
}

/// Something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: Kind,
    /// The mark, or the one that opens where both are wrong.
    pub mark: usize,
    /// The mark that closes, where both are wrong.
    pub until: Option<usize>,
    /// What should stand in place of the mark or, of both, of the two.
    pub right: Option<(char, char)>,
}

/// Marks of the same quotation habit that are looked at for the next or the last one.
const REACH: usize = 64;
/// Quotations in the same wrong marks that are a habit of the text, not a slip.
const HABIT: usize = 3;

/// How often a text quotes with each pair.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<((char, char), usize)>);

impl Styles {
    /// Counts the pairs of a text.
    pub(super) fn of(quotes: &Quotes) -> Self {
        let mut styles = Self::default();
        for (open, close) in quotes.pairs() {
            if open.is_single() || open.is_twin || close.is_twin {
                continue;
            }
            let pair = (open.c, close.c);
            match styles.0.iter_mut().find(|(of, _)| *of == pair) {
                Some((_, n)) => *n += 1,
                None => styles.0.push((pair, 1)),
            }
        }
        styles
    }

    /// How often it quotes with this pair.
    pub(super) fn count(&self, pair: (char, char)) -> usize {
        self.sum(|of| of == pair)
    }

    /// How often it quotes with such pairs.
    pub(super) fn sum(&self, is_such: impl Fn((char, char)) -> bool) -> usize {
        let such = self.0.iter().filter(|(pair, _)| is_such(*pair));
        such.map(|(_, n)| n).sum()
    }

    /// The pair it quotes with most, of such pairs.
    pub(super) fn usual(&self, is_such: impl Fn((char, char)) -> bool) -> Option<(char, char)> {
        let such = self.0.iter().filter(|(pair, _)| is_such(*pair));
        such.max_by_key(|(_, n)| *n).map(|(pair, _)| *pair)
    }
}

/// A pair whose marks differ as they should, or are straight.
fn is_regular((open, close): (char, char)) -> bool {
    is_known_pair(open, close) && (open != close || open == '"') && (open, close) != ('”', '“')
}

/// What is wrong with the quotation marks, in order.
pub fn faults(text: &str, quotes: &Quotes, habits: Option<&Habits>) -> Vec<Fault> {
    let judge = Judge {
        text,
        marks: &quotes.marks,
        habits,
        styles: Styles::of(quotes),
        tight: tight(text, quotes),
    };
    let mut found = Vec::new();
    for (at, mark) in quotes.marks.iter().enumerate() {
        if mark.is_single() {
            continue;
        }
        match mark.partner.map(|at| at as usize) {
            Some(close) if mark.role == Role::Opens => judge.pair(at, close, &mut found),
            Some(_) => {}
            None => found.extend(judge.lone(at)),
        }
    }
    found
}

/// The marks that quotations without spaces inside begin with.
fn tight(text: &str, quotes: &Quotes) -> Vec<char> {
    let is_space = |c: Option<char>| c.is_some_and(|c| properties(c).is_space());
    let mut tight = Vec::new();
    for (open, close) in quotes.pairs() {
        let is_tight = !is_space(text[open.end()..].chars().next())
            && !is_space(text[..close.at()].chars().next_back());
        if is_tight && !open.is_single() && !tight.contains(&open.c) {
            tight.push(open.c);
        }
    }
    tight
}

struct Judge<'a> {
    text: &'a str,
    marks: &'a [Mark],
    habits: Option<&'a Habits>,
    styles: Styles,
    /// Marks that some quotation opens with and has no spaces inside.
    tight: Vec<char>,
}

impl Judge<'_> {
    /// What is wrong with a quotation.
    fn pair(&self, at: usize, until: usize, found: &mut Vec<Fault>) {
        let (open, close) = (&self.marks[at], &self.marks[until]);
        let fault = |kind, mark, until, right| Fault {
            kind,
            mark,
            until,
            right,
        };
        let is_sure = self.is_at_edge(open, Side::Opens) && self.is_at_edge(close, Side::Closes);
        let pair = (open.c, close.c);
        if open.is_twin && close.is_twin {
            if is_sure && !matches!(open.c, '‘' | '’') {
                let right = self.usual_pair();
                found.push(fault(Kind::Twin, at, Some(until), Some(right)));
            }
        } else if pair == ('″', '″') {
            if is_sure {
                found.push(fault(Kind::Prime, at, Some(until), Some(self.usual_pair())));
            }
        } else if open.is_twin
            || close.is_twin
            || !is_known_pair(open.c, close.c) && open.c != close.c
        {
            if is_sure && open.paragraph == close.paragraph {
                found.push(self.mixed(at, until));
            }
        } else if is_sure && self.is_turned(pair) {
            found.push(self.turned(at, until));
        } else if self.is_doubled(at, until) {
            found.push(fault(Kind::Doubled, at, Some(until), Some(pair)));
        } else {
            self.spaced(at, until, found);
        }
    }

    /// Whether a mark stands where one opens or closes; in scripts without spaces it may stand
    /// between letters.
    fn is_at_edge(&self, mark: &Mark, side: Side) -> bool {
        let before = self.text[..mark.at()].chars().next_back();
        mark.side == side
            || mark.side == Side::Free && matches!(mark.c, '«' | '»')
            || mark.side == Side::Inside
                && before
                    .is_some_and(|c| properties(c).script().is_unspaced() || "，。、：".contains(c))
    }

    /// Whether a pair is one to put in place of a wrong one.
    fn is_right(&self, pair: (char, char)) -> bool {
        is_regular(pair) || self.habits.is_some_and(|habits| habits.has(pair.0, pair.1))
    }

    /// The marks that the text or else its language quotes with.
    fn usual_pair(&self) -> (char, char) {
        let own = self.styles.usual(is_regular);
        own.unwrap_or(('"', '"'))
    }

    /// The right mark in place of one of two that differ in kind.
    fn mixed(&self, at: usize, until: usize) -> Fault {
        let (open, close) = (&self.marks[at], &self.marks[until]);
        let by_open = self
            .styles
            .usual(|of| self.is_right(of) && of.0 == open.c && !open.is_twin);
        // Two commas are a low mark, where the language has one.
        let low = ('„', close.c);
        let has_low = self.habits.is_some_and(|habits| habits.has(low.0, low.1));
        let is_low = open.is_twin && open.c == ',' && !close.is_twin && has_low;
        let by_close = if is_low {
            Some(low)
        } else {
            self.styles
                .usual(|of| self.is_right(of) && of.1 == close.c && !close.is_twin)
        };
        let n = |pair: Option<(char, char)>| pair.map_or(0, |pair| self.styles.count(pair));
        let is_plain = |mark: &Mark| mark.is_twin || mark.c == '"';
        let closes_wrong = match n(by_open).cmp(&n(by_close)) {
            _ if open.is_twin != close.is_twin => close.is_twin,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => is_plain(close) || !is_plain(open),
        };
        let right = if closes_wrong {
            by_open.or_else(|| self.pair_of(|of| of.0 == open.c && !open.is_twin))
        } else {
            by_close.or_else(|| self.pair_of(|of| of.1 == close.c && !close.is_twin))
        };
        Fault {
            kind: Kind::Mixed,
            mark: if closes_wrong { until } else { at },
            until: None,
            right,
        }
    }

    /// A pair of the language, or of all that have such a mark.
    fn pair_of(&self, is_such: impl Fn((char, char)) -> bool) -> Option<(char, char)> {
        let of_lang = self.habits.and_then(|habits| {
            let mut pairs = habits.pairs.iter().copied();
            pairs.find(|pair| self.is_right(*pair) && is_such(*pair))
        });
        of_lang.or_else(|| {
            // What „ is closed with depends on the language.
            let common = [('“', '”'), ('«', '»'), ('"', '"')];
            common.into_iter().find(|pair| is_such(*pair))
        })
    }

    /// Whether a pair of equal marks is not what the language quotes with, nor a habit of the text.
    fn is_turned(&self, pair: (char, char)) -> bool {
        if is_regular(pair) || matches!(pair.0, '"' | '＂') {
            return false;
        }
        let n = self.styles.count(pair);
        let n_other = self.styles.sum(|of| is_regular(of) && of.0 != '"');
        match self.habits {
            Some(habits) => !habits.has(pair.0, pair.1) && (n < HABIT || n_other >= n),
            None => n_other > n,
        }
    }

    fn turned(&self, at: usize, until: usize) -> Fault {
        let (open, close) = (self.marks[at].c, self.marks[until].c);
        if self.is_right((open, open)) {
            return Fault {
                kind: Kind::Turned,
                mark: until,
                until: None,
                right: Some((open, open)),
            };
        }
        let regular = |is_such: &dyn Fn((char, char)) -> bool| {
            let own = self.styles.usual(|of| self.is_right(of) && is_such(of));
            own.or_else(|| self.pair_of(is_such))
        };
        let opens_right = regular(&|of| of.0 == open);
        let closes_right = regular(&|of| of.1 == close);
        let n = |pair: Option<(char, char)>| pair.map_or(0, |pair| self.styles.count(pair));
        // ” opens wrongly; “ closes wrongly, unless the text or its language closes with it.
        let is_opening_wrong = match open {
            '”' | '»' => n(opens_right) <= n(closes_right),
            _ => n(closes_right) > n(opens_right) || self.primary_close() == Some(close),
        };
        Fault {
            kind: Kind::Turned,
            mark: if is_opening_wrong { at } else { until },
            until: None,
            right: if is_opening_wrong {
                closes_right
            } else {
                opens_right
            },
        }
    }

    fn primary_close(&self) -> Option<char> {
        Some(self.habits?.pairs.first()?.1)
    }

    /// Whether another pair of the same marks stands directly inside.
    fn is_doubled(&self, at: usize, until: usize) -> bool {
        let (open, close) = (&self.marks[at], &self.marks[until]);
        let Some(inner) = self.marks.get(at + 1) else {
            return false;
        };
        let is_inside = |end: usize| self.marks[end].end() == close.at();
        inner.at() == open.end()
            && inner.c == open.c
            && inner.partner.is_some_and(|end| {
                end as usize + 1 == until
                    && is_inside(end as usize)
                    && self.marks[end as usize].c == close.c
            })
            && close.at() > inner.end() + 1
            && !matches!(open.c, '「' | '『' | '《' | '〈')
    }

    /// Spaces inside a quotation.
    fn spaced(&self, at: usize, until: usize, found: &mut Vec<Fault>) {
        let (open, close) = (&self.marks[at], &self.marks[until]);
        // In a language that is not known the text's own habit counts.
        let is_slip = self
            .habits
            .map_or_else(|| self.tight.contains(&open.c), |habits| !habits.is_spaced);
        if !is_slip || open.paragraph != close.paragraph || !is_double(open.c) {
            return;
        }
        let inside = &self.text[open.end()..close.at()];
        let is_gap = |c: char| c == ' ' || c == '\u{A0}';
        let (opens, closes) = (inside.starts_with(is_gap), inside.ends_with(is_gap));
        // Arrows of a page's navigation: `« Back | Forward »`.
        if inside.trim().is_empty() || !opens && !closes || inside.contains(" | ") {
            return;
        }
        let is_free = |mark: &Mark| mark.side == Side::Free;
        let is_sure = (!opens || is_free(open)) && (!closes || is_free(close));
        if !is_sure {
            return;
        }
        let mark = if opens { at } else { until };
        found.push(Fault {
            kind: Kind::Spaced,
            mark,
            until: (opens && closes).then_some(until),
            right: Some((open.c, close.c)),
        });
    }

    /// What is wrong with a mark that has no other.
    fn lone(&self, at: usize) -> Option<Fault> {
        let mark = &self.marks[at];
        let fault = |kind, right| Fault {
            kind,
            mark: at,
            until: None,
            right,
        };
        let before = self.text[..mark.at()].chars().next_back();
        let after = self.text[mark.end()..].chars().next();
        let is_hebrew =
            |c: Option<char>| c.is_some_and(|c| properties(c).script() == Script::HEBREW);
        if mark.is_twin
            || matches!(
                mark.c,
                '"' | '″'
                    | '＂'
                    | '〟'
                    | '〞'
                    | '〝'
                    | '「'
                    | '」'
                    | '『'
                    | '』'
                    | '《'
                    | '》'
                    | '〈'
                    | '〉'
            )
        {
            return None;
        }
        if is_hebrew(before) || is_hebrew(after) {
            let is_inside = mark.side == Side::Inside && matches!(mark.c, '«' | '»');
            return is_inside.then(|| fault(Kind::InWord, Some(('"', '"'))));
        }
        match mark.role {
            Role::Opens if self.is_unclosed(at) => Some(fault(Kind::Unclosed, None)),
            Role::Closes if self.is_unopened(at) => Some(fault(Kind::Unopened, None)),
            _ => None,
        }
    }

    /// Whether two marks belong to one habit: curly ones, or angles.
    fn is_kin(&self, a: usize, b: usize) -> bool {
        let is_angle = |at: usize| matches!(self.marks[at].c, '«' | '»');
        let is_curly = |at: usize| matches!(self.marks[at].c, '“' | '”' | '„' | '‟');
        is_angle(a) && is_angle(b) || is_curly(a) && is_curly(b)
    }

    /// Whether another quotation begins where this one has not ended, and does not go on with it.
    fn is_unclosed(&self, at: usize) -> bool {
        let mark = &self.marks[at];
        let opens = |mark: &Mark| {
            let is_spaced = || self.habits.is_some_and(|habits| habits.is_spaced);
            mark.side == Side::Opens || mark.side == Side::Free && mark.c == '«' && is_spaced()
        };
        // It may have been closed with a straight mark.
        let closes = |at: usize| {
            let mark = &self.marks[at];
            mark.c == '"' && mark.side == Side::Closes && mark.partner.is_none()
        };
        let to = self.marks.len().min(at + REACH);
        let next = (at + 1..to).find(|other| self.is_kin(at, *other) || closes(*other));
        let Some(next) = next.filter(|next| opens(mark) && !closes(*next)) else {
            return false;
        };
        let next = &self.marks[next];
        let after = self.text[mark.end()..].chars().next();
        let is_cyrillic = after.is_some_and(|c| properties(c).script() == Script::CYRILLIC);
        let is_paired_here = next
            .partner
            .is_some_and(|end| self.marks[end as usize].paragraph == next.paragraph);
        is_paired_here
            && next.role == Role::Opens
            && opens(next)
            && if next.paragraph == mark.paragraph {
                !is_cyrillic
            } else {
                !self.begins_paragraph(next) && !self.goes_on(mark)
            }
    }

    /// Whether nothing but white space and dashes stands before a mark in its line.
    fn begins_paragraph(&self, mark: &Mark) -> bool {
        let before = &self.text[..mark.at()];
        let before = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n' || c == '—');
        before.is_empty() || before.ends_with('\n')
    }

    /// Whether the paragraph behind the one with a mark begins with a mark, too: the quotation goes on there.
    fn goes_on(&self, mark: &Mark) -> bool {
        let after = &self.text[mark.end()..];
        let next = after.find('\n').map(|end| after[end..].trim_start());
        next.is_some_and(|next| {
            next.starts_with(is_curly) || next.starts_with(['"', '‘', '’', '\''])
        })
    }

    /// Whether a quotation ends where the last one has ended before.
    fn is_unopened(&self, at: usize) -> bool {
        let mark = &self.marks[at];
        let before = self.text[..mark.at()].chars().next_back();
        // Inches; and what a colon announces begins.
        let is_other = |c: char| properties(c).is_digit() || c == ':';
        if mark.side != Side::Closes || before.is_some_and(is_other) {
            return false;
        }
        let from = at.saturating_sub(REACH);
        // It may have been opened with a straight mark.
        let opens = |at: usize| {
            let mark = &self.marks[at];
            mark.c == '"' && mark.side == Side::Opens && mark.partner.is_none()
        };
        let mut before = (from..at).rev();
        let last = before.find(|other| self.is_kin(at, *other) || opens(*other));
        last.is_some_and(|last| {
            let last = &self.marks[last];
            let before = self.text[..last.at()].chars().next_back();
            // Inches may have been taken for the end.
            let is_measure = before.is_some_and(|c| properties(c).is_digit());
            // What one of them began in another paragraph, the other may have ended.
            let is_here = |at: u32| self.marks[at as usize].paragraph == last.paragraph;
            // It opened where a space is lost: `here.”We are`, `said:”We are`.
            let is_behind_mark = before.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | ':'));
            let is_apart = last.partner.is_none() || last.paragraph != mark.paragraph;
            let may_open = is_apart && last.side == Side::Inside && is_behind_mark;
            last.partner.is_none_or(is_here)
                && !may_open
                && last.role == Role::Closes
                && (last.paragraph == mark.paragraph || last.partner.is_some())
                && !is_measure
        })
    }
}
