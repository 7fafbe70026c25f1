//! Rows of page furniture on one line: `Share Tweet Email`, `Home | News | Sport`.

use super::phrases::{FURNITURE, FurnitureHit, Kind};
use crate::text::chars::properties;
use crate::text::edges::is_bar;

/// Phrases in the longest row that is looked at.
const LONGEST_ROW: usize = 60;

/// What a row holds.
#[derive(Default)]
#[expect(clippy::struct_field_names, reason = "all are numbers of something")]
struct Row {
    n_phrases: usize,
    /// Phrases of several words.
    n_strong: usize,
    n_share: usize,
    n_networks: usize,
    n_sections: usize,
    /// Labels of players, which headlines have too.
    n_media: usize,
    n_bars: usize,
}

/// How long the row is that a text begins with, and what it first says. `is_start`: a paragraph
/// begins there, so that the whole of it may be a row.
pub(super) fn row_at(text: &str, is_start: bool) -> Option<(usize, Option<FurnitureHit>)> {
    let mut row = Row::default();
    let (mut folded, mut found) = (String::new(), Vec::new());
    let mut hit = None;
    let (mut at, mut end) = (0, 0);
    // `Share: Facebook, Twitter`
    let mut has_label = false;
    while row.len() < LONGEST_ROW {
        let rest = &text[at..];
        if rest.starts_with(|c| properties(c).is_lower()) {
            break;
        }
        FURNITURE.matches(rest, "", &mut folded, &mut found);
        let fits = |m: &&super::phrases::Match| !m.hit.is_opening && !m.hit.needs_colon;
        let Some(m) = found.iter().rev().find(fits) else {
            break;
        };
        row.add(m.hit.kind, rest[..m.end].contains(' '));
        if hit.is_none() && !matches!(m.hit.kind, Kind::Network | Kind::Section) {
            hit = Some(m.hit);
        }
        end = at + m.end;
        let mut behind = &text[end..];
        if row.len() == 1
            && m.hit.kind == Kind::Share
            && let Some(rest) = behind.strip_prefix([':', '：'])
        {
            has_label = true;
            behind = rest;
        }
        let Some((length, n_bars, number_end)) = separator(behind, has_label) else {
            break;
        };
        let behind = text.len() - behind.len();
        if number_end > 0 {
            end = behind + number_end;
        }
        at = end.max(behind + length);
        row.n_bars += n_bars;
    }
    let rest = &text[end..];
    let near = &rest[..rest.floor_char_boundary(64)];
    let is_end = !near.contains(|c| properties(c).is_word()) && near.len() == rest.len();
    let next = rest.trim_start().chars().next();
    let goes_high = rest.starts_with(' ') && next.is_some_and(|c| properties(c).is_upper());
    let is_row = if row.len() >= LONGEST_ROW {
        true
    } else if is_end && is_start {
        row.is_line()
    } else if is_end {
        row.is_line() && row.n_phrases > 0
    } else {
        goes_high && row.is_beginning()
    };
    is_row.then(|| {
        (
            if is_end {
                end + near.trim_end().len()
            } else {
                end
            },
            hit,
        )
    })
}

/// What parts the phrases of a row, up to the next word: its length, how many bars are in it, and
/// where a number ends that belongs to the phrase before (`Share 25`). `None` where the row ends.
/// Behind a label commas part them, too.
fn separator(text: &str, has_label: bool) -> Option<(usize, usize, usize)> {
    let mut n_bars = 0;
    let mut number_end = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() && at > 0 {
            number_end = at + 1;
        } else if properties(c).is_word() {
            return (at > 0 && at > number_end).then_some((at, n_bars, number_end));
        } else if is_bar(c) {
            n_bars += 1;
        } else if has_label && matches!(c, ',' | '،' | '、' | '，') {
        } else if !properties(c).is_space() && !matches!(c, '(' | ')' | '-' | '\u{FE0F}')
            || c == '\n'
        {
            return None;
        }
    }
    (number_end > 0).then_some((text.len(), n_bars, number_end))
}

impl Row {
    fn add(&mut self, kind: Kind, is_long: bool) {
        match kind {
            Kind::Network => self.n_networks += 1,
            Kind::Section => self.n_sections += 1,
            Kind::Media if !is_long => self.n_media += 1,
            _ => {
                self.n_phrases += 1;
                self.n_strong += usize::from(is_long);
                self.n_share += usize::from(kind == Kind::Share);
            }
        }
    }

    fn len(&self) -> usize {
        self.n_phrases + self.n_networks + self.n_sections + self.n_media
    }

    /// Whether nothing but a page's buttons and menus makes such a line.
    fn is_line(&self) -> bool {
        let n = self.len();
        let has_phrases = self.n_phrases >= 1
            && n >= 2
            && (n >= 3
                || self.n_bars >= 1
                || self.n_share >= 2
                || self.n_strong >= 2
                || self.n_networks >= 1);
        has_phrases || self.n_networks >= 3 || (n >= 3 && self.n_bars >= 2) || self.n_sections >= 5
    }

    /// Whether an article that goes on behind it would not begin so.
    fn is_beginning(&self) -> bool {
        let n = self.len();
        (n >= 3 && self.n_phrases >= 1 && self.n_media < n)
            || (self.n_phrases >= 2 && self.n_strong >= 1)
    }
}

#[cfg(test)]
mod tests {
    use super::row_at;

    #[test]
    fn rows() {
        let row = |text: &'static str| row_at(text, true).map(|(length, _)| &text[..length]);
        for text in [
            "Share Tweet Email Print",
            "Facebook Twitter WhatsApp",
            "Home | News | Sport",
            "Share on Facebook Tweet Pin It",
            "Share 25 Tweet",
            "Share: Facebook Twitter",
            "Compartir: Facebook, Twitter, WhatsApp",
        ] {
            assert_eq!(row(text), Some(text));
        }
        assert_eq!(
            row("Share Tweet Email The minister said"),
            Some("Share Tweet Email")
        );
        for text in [
            "Facebook, Twitter and WhatsApp",
            "Facebook Twitter users",
            "Photo Video",
            "Share prices fell",
            "Share: Facebook, Twitter and others fell",
            "Video: Facebook, Twitter",
            "Share",
        ] {
            assert_eq!(row(text), None, "{text}");
        }
    }
}
