//! Which marks belong together.

use super::{Mark, Role, Side};
use crate::text::chars::{Script, properties};

/// Quotations within one another that are followed.
const DEEPEST: usize = 8;
/// Marks of a paragraph beyond which it is no prose.
const MOST_OF_A_PARAGRAPH: usize = 1000;

/// Whether a mark is a double one, an angle or a corner: not to be taken for an apostrophe.
pub(super) fn is_double(c: char) -> bool {
    !matches!(
        c,
        '\'' | '‘' | '’' | '‚' | '‛' | '`' | '′' | '‹' | '›' | ','
    )
}

/// Whether a mark is a double one and no straight one.
pub fn is_curly(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '«' | '»')
}

/// Whether some language quotes with this pair of double marks.
pub(super) fn is_known_pair(open: char, close: char) -> bool {
    matches!(
        (open, close),
        ('"', '"')
            | ('＂', '＂')
            | ('“' | '‟' | '”', '”')
            | ('„', '“' | '”')
            // Where the line runs from right to left.
            | ('”', '“')
            | ('«', '»')
            | ('»', '«' | '»')
            | ('〝', '〞' | '〟')
            | ('「', '」')
            | ('『', '』')
            | ('《', '》')
            | ('〈', '〉')
    )
}

/// Whether two marks may be of one quotation, rightly or by a habit that is common and wrong.
fn fits(open: &Mark, close: &Mark) -> bool {
    if open.is_twin || close.is_twin {
        return open.is_twin
            && close.is_twin
            && matches!(
                (open.c, close.c),
                ('\'', '\'') | ('`', '\'' | '`') | ('‘' | '’', '’') | ('′', '′')
            );
    }
    is_known_pair(open.c, close.c)
        || matches!((open.c, close.c), ('“', '“') | ('«', '«') | ('″', '″'))
}

/// Decides what each mark does, and joins those of one quotation.
pub(super) fn pair(text: &str, marks: &mut [Mark]) {
    let mut pending: Vec<usize> = Vec::new();
    let mut from = 0;
    while from < marks.len() {
        let paragraph = marks[from].paragraph;
        let n = marks[from..]
            .iter()
            .take_while(|mark| mark.paragraph == paragraph)
            .count();
        if n <= MOST_OF_A_PARAGRAPH {
            pair_singles(marks, from, from + n);
            let mut reader = Reader {
                text,
                marks,
                end: from + n,
                open: Vec::new(),
                pending: std::mem::take(&mut pending),
            };
            for at in from..from + n {
                reader.take(at);
            }
            let left = std::mem::take(&mut reader.open);
            pending = if left.is_empty() {
                reader.pending
            } else {
                left
            };
        }
        from += n;
    }
}

/// Joins single marks: the nearest end after a beginning. What remains are apostrophes.
fn pair_singles(marks: &mut [Mark], from: usize, to: usize) {
    let mut open: Option<usize> = None;
    for at in from..to {
        let mark = marks[at];
        if !mark.is_single() {
            continue;
        }
        match mark.side {
            Side::Opens => open = Some(at),
            Side::Closes => {
                let fits = |other: char| {
                    matches!(
                        (other, mark.c),
                        ('‘' | '‚' | '‛' | '’', '’')
                            | ('‚' | '’', '‘')
                            | ('\'', '\'')
                            | ('‹', '›')
                            | ('›', '‹' | '›')
                    )
                };
                if let Some(first) = open.filter(|first| fits(marks[*first].c)) {
                    join(marks, first, at);
                    open = None;
                }
            }
            Side::Free | Side::Inside => {}
        }
    }
}

fn join(marks: &mut [Mark], open: usize, close: usize) {
    marks[open].role = Role::Opens;
    marks[close].role = Role::Closes;
    marks[open].partner = Some(close as u32);
    marks[close].partner = Some(open as u32);
}

/// Reads the double marks of a paragraph from left to right.
struct Reader<'a> {
    text: &'a str,
    marks: &'a mut [Mark],
    end: usize,
    open: Vec<usize>,
    /// Quotations that were open at the end of a paragraph before.
    pending: Vec<usize>,
}

impl Reader<'_> {
    fn take(&mut self, at: usize) {
        let mark = self.marks[at];
        if mark.is_single() {
            return;
        }
        let role = self.role(at);
        if role == Role::Opens && self.goes_on(at) {
            // The closing mark will belong to the first opening one.
            self.marks[at].role = role;
            self.open.append(&mut self.pending);
            return;
        }
        match role {
            Role::Opens if self.open.len() < DEEPEST => {
                self.marks[at].role = role;
                self.open.push(at);
            }
            Role::Closes => self.close(at),
            _ => {}
        }
    }

    /// Whether a mark begins a further paragraph of a quotation, as opening or closing one: “ or ».
    fn goes_on(&self, at: usize) -> bool {
        let mark = &self.marks[at];
        let Some(first) = self.pending.last().map(|of| self.marks[*of].c) else {
            return false;
        };
        let is_continued =
            mark.c == first || matches!((first, mark.c), ('«', '»') | ('“' | '„', '”'));
        let before = self.text[..mark.at()].trim_end_matches([' ', '\u{A0}']);
        is_continued
            && self.open.is_empty()
            && (before.is_empty() || before.ends_with(['\n', '\r']))
    }

    /// The next double mark of the paragraph.
    fn next(&self, at: usize) -> Option<&Mark> {
        self.marks[at + 1..self.end]
            .iter()
            .find(|mark| !mark.is_single())
    }

    fn top(&self) -> Option<&Mark> {
        self.open.last().map(|at| &self.marks[*at])
    }

    /// Whether a quotation is open that this mark may end.
    fn is_awaited(&self, mark: &Mark) -> bool {
        let of = |at: &usize| fits(&self.marks[*at], mark);
        self.open.iter().any(of)
    }

    fn role(&self, at: usize) -> Role {
        let mark = &self.marks[at];
        match mark.c {
            '「' | '『' | '《' | '〈' | '〝' => return Role::Opens,
            '」' | '』' | '》' | '〉' | '〞' | '〟' => return Role::Closes,
            _ => {}
        }
        match (mark.side, mark.c) {
            // Commas are a mark only where a word follows that has a space before it.
            (side, ',') => {
                if side == Side::Opens
                    && self.next(at).is_some_and(|next| next.side == Side::Closes)
                {
                    Role::Opens
                } else {
                    Role::Other
                }
            }
            (Side::Closes, '"' | '″' | '\'' | '′' | '”') if self.is_measure(mark) => {
                Role::Other
            }
            (Side::Opens, _) => Role::Opens,
            (Side::Closes, _) => Role::Closes,
            _ => self.doubtful(at),
        }
    }

    /// Whether a mark after a digit stands for inches, seconds or minutes: no quotation waits for
    /// it, or a better mark comes.
    fn is_measure(&self, mark: &Mark) -> bool {
        let before = self.text[..mark.at()].chars().next_back();
        before.is_some_and(|c| properties(c).is_digit()) && !self.is_awaited(mark) && mark.c != '”'
            || mark.c == '″' && before.is_some_and(|c| properties(c).is_digit())
    }

    /// What a mark does that has spaces on both sides, or on neither.
    fn doubtful(&self, at: usize) -> Role {
        let mark = &self.marks[at];
        if self.is_within_hebrew(mark) {
            return Role::Other;
        }
        let next = self.next(at);
        let before = self.text[..mark.at()]
            .trim_end_matches(' ')
            .chars()
            .next_back();
        let follows_digit = before.is_some_and(|c| properties(c).is_digit());
        match mark.c {
            '“' if self.top().is_some_and(|top| top.c == '„') => Role::Closes,
            '«' if self.top().is_some_and(|top| top.c == '»') => Role::Closes,
            '”' | '»' | '"' | '＂' if self.is_awaited(mark) => Role::Closes,
            '„' | '‟' | '“' | '«' => Role::Opens,
            '”' if self.follows_clitic(mark) => Role::Opens,
            '”' if mark.side == Side::Inside || self.top().is_some() => Role::Closes,
            '"' | '＂' if follows_digit => Role::Other,
            '"' | '＂' => match next {
                Some(next) if next.c == mark.c && next.side != Side::Opens => Role::Opens,
                _ if self.top().is_some() => Role::Closes,
                _ => Role::Other,
            },
            _ => Role::Other,
        }
    }

    /// Whether an Arabic word of one letter stands before a mark, which is written without a space:
    /// `و”الكهرباء”`.
    fn follows_clitic(&self, mark: &Mark) -> bool {
        let mut before = self.text[..mark.at()].chars().rev();
        before.next().is_some_and(|c| "وفبلك".contains(c))
            && before.next().is_none_or(|c| properties(c).is_space())
    }

    fn is_within_hebrew(&self, mark: &Mark) -> bool {
        let before = self.text[..mark.at()].chars().next_back();
        let after = self.text[mark.end()..].chars().next();
        let is_hebrew =
            |c: Option<char>| c.is_some_and(|c| properties(c).script() == Script::HEBREW);
        is_hebrew(before) && is_hebrew(after)
    }

    fn close(&mut self, at: usize) {
        let mark = self.marks[at];
        let known = |open: &usize| {
            let open = &self.marks[*open];
            !open.is_twin && !mark.is_twin && is_known_pair(open.c, mark.c)
        };
        let found = self.open.iter().rposition(known).or_else(|| {
            self.open
                .iter()
                .rposition(|open| fits(&self.marks[*open], &mark))
        });
        if let Some(depth) = found {
            let open = self.open[depth];
            self.open.truncate(depth);
            join(self.marks, open, at);
            return;
        }
        let Some(top) = self.open.last().copied() else {
            let before = self
                .pending
                .iter()
                .rposition(|open| fits(&self.marks[*open], &mark));
            self.marks[at].role = Role::Closes;
            if let Some(depth) = before {
                let open = self.pending[depth];
                self.pending.clear();
                join(self.marks, open, at);
            }
            return;
        };
        // A better end comes next: this mark is something else.
        let comes = self
            .next(at)
            .is_some_and(|next| next.side == Side::Closes && fits(&self.marks[top], next));
        if comes {
            return;
        }
        self.open.pop();
        join(self.marks, top, at);
    }
}
