//! A line under repair, reading by reading.

use std::collections::BTreeMap;
use std::ops::Range;

use super::charset::Charset;
use super::gate::{self, Usual};
use super::judge::{Cost, Judge, nats};
use super::line::{Ch, Step, characters};
use super::reading::{FEWEST_WORDS, MOST_GUESSED_LAYERS, MOST_LAYERS, Reading};
use super::{damaged, lossy, other, recognised, shape, tokens, utf8};
use crate::text::chars::properties;

/// Readings that differ by less may both be right.
const CLOSE: Cost = nats(6);
/// What speaks against a reading where it was not.
const UNKNOWN: Cost = nats(8);

/// A stretch of text that is read as one.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Unit<'a> {
    text: &'a str,
    start: usize,
    /// The readings undone so far, and what is left.
    pub(super) line: Vec<Ch>,
    pub(super) steps: Vec<Step>,
    pub(super) gain: Cost,
    has_guess: bool,
    /// Whether another reading may be right as well.
    is_ambiguous: bool,
    is_thin: bool,
    /// Where letters were guessed that may well have been others.
    guessed_openly: Vec<Range<u32>>,
    /// What spoke for the first reading that was undone.
    pub(super) words: Vec<(u64, Cost)>,
    /// Readings that may be right, with the words that speak for them.
    pub(super) pending: Vec<(Step, Vec<(u64, Cost)>)>,
    /// Those of the line as it stands, the ones last that are slight.
    pub(super) open: Vec<Reading>,
    pub(super) is_slight: bool,
}

/// A garbled stretch, before it is known what else there is in the text.
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) replacement: String,
    pub(super) steps: Vec<Step>,
    pub(super) gain: Cost,
    pub(super) may_be_safe: bool,
    /// Whether letters of it may well have been others.
    pub(super) is_open: bool,
}

impl<'a> Unit<'a> {
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        Self::of_line(text, start, characters(text, start))
    }

    fn of_line(text: &'a str, start: usize, line: Vec<Ch>) -> Self {
        Self {
            text,
            start,
            line,
            steps: Vec::new(),
            gain: 0,
            has_guess: false,
            is_ambiguous: false,
            is_thin: false,
            guessed_openly: Vec::new(),
            words: Vec::new(),
            pending: Vec::new(),
            open: Vec::new(),
            is_slight: false,
        }
    }

    /// Undoes what is certain by the line alone; what is not stays pending.
    pub(super) fn undo(&mut self, judge: &mut Judge) {
        loop {
            let most = if self.has_guess {
                MOST_GUESSED_LAYERS
            } else {
                MOST_LAYERS
            };
            if self.steps.len() >= most {
                return;
            }
            if !self.steps.is_empty() && !self.is_odd() {
                return;
            }
            let rest = (self.steps.first()).and_then(|_| lossy::without_remains(&self.line));
            let line = rest.as_deref().unwrap_or(&self.line);
            if let Some(reading) = utf8::plain(line) {
                self.take(reading);
                continue;
            }
            let mut tokens = tokens::tokens(line, judge);
            let mut as_utf8 = utf8::readings(line, &tokens, judge);
            if let Some(reading) = as_utf8.first() {
                let words = vec![(self.start as u64, reading.net())];
                self.pending.push((reading.step, words));
            }
            let is_likely = |reading: &Reading| reading.net() > reading.prior();
            let best = as_utf8
                .first()
                .filter(|best| !(best.is_whole && is_likely(best)));
            let mut open: Vec<Reading> = best.cloned().into_iter().collect();
            as_utf8.retain(is_likely);
            // Whole sequences are no accident: nothing else is tried.
            if as_utf8.first().is_some_and(|reading| reading.is_whole) {
                as_utf8.truncate(MOST_PATHS);
                let most = MOST_LAYERS - self.steps.len();
                let paths = as_utf8.into_iter();
                let mut paths: Vec<Path> = paths
                    .map(|reading| Path::from(reading, most, judge))
                    .collect();
                paths.sort_by_key(|path| std::cmp::Reverse(path.net));
                // Two that are as likely cannot both be certain.
                if let [first, second, ..] = paths.as_slice()
                    && first.net - second.net < CLOSE
                    && first.line() != second.line()
                {
                    self.is_ambiguous = true;
                }
                for reading in paths.into_iter().take(1).flat_map(|path| path.readings) {
                    self.take(reading);
                }
                continue;
            }
            let mut others = other::readings(line, &mut tokens, judge);
            let told = if judge.lang.is_none() {
                recognised::in_its_language(line, &others, judge)
            } else {
                None
            };
            others.retain(|reading| {
                let is_page = matches!(reading.step.right, Charset::Page(_));
                reading.net() > 0
                    && !(is_page
                        && recognised::are_lone_strangers(&self.line, &reading.line, judge))
            });
            let (slight, others): (Vec<_>, Vec<_>) =
                others.into_iter().partition(|reading| reading.is_slight);
            for reading in &others {
                self.pending.push((reading.step, reading.words.clone()));
            }
            let other = others.first();
            // A text in a language without a model is likelier than one that hides its language.
            let is_unknown = judge.lang.is_none() && self.n_words() >= FEWEST_WORDS;
            let doubt = if is_unknown { UNKNOWN } else { 0 };
            let other = other.filter(|reading| {
                reading.net() > reading.prior() + doubt
                    && (judge.lang.is_some()
                        || matches!(reading.step.right, Charset::Wide(_))
                        || recognised::is_own_alone(line, &reading.line, judge)
                        || recognised::is_spelt_as_thai(line, &reading.line)
                        || recognised::is_other_alphabet(line, &reading.line)
                        || recognised::is_likely_language(line, reading))
            });
            let told = told.filter(|told| {
                let wide = |of: &&Reading| matches!(of.step.right, Charset::Wide(_));
                other.filter(wide).is_none_or(|of| of.net() < told.net())
            });
            // What is read in an unknown language is not certain.
            let is_thin = judge.lang.is_none() && told.is_none();
            let other = told.or_else(|| other.cloned());
            let weight = |reading: &Reading| reading.net() - reading.prior();
            let as_utf8 = as_utf8.into_iter().next();
            let Some(best) = as_utf8.into_iter().chain(other).max_by_key(weight) else {
                if self.steps.is_empty() {
                    open.extend(others.into_iter().chain(slight));
                    self.open = open;
                }
                return;
            };
            self.is_thin |= is_thin && matches!(best.step.right, Charset::Page(_));
            self.take(best);
        }
    }

    /// Undoes what happened elsewhere in the text, too.
    pub(super) fn undo_confirmed(&mut self, evidence: &BTreeMap<Step, Cost>, judge: &mut Judge) {
        let confirmed = evidence.iter();
        let best = confirmed
            .max_by_key(|(_, sum)| **sum)
            .map(|(step, _)| *step);
        if let Some(step) = best {
            let reading = if step.right == Charset::Utf8 {
                let tokens = tokens::tokens(&self.line, judge);
                utf8::readings(&self.line, &tokens, judge)
                    .into_iter()
                    .next()
            } else {
                other::read(&self.line, step, judge)
            };
            if let Some(reading) = reading.filter(|reading| reading.gain > 0) {
                self.take(reading);
            }
        }
    }

    /// The line as it stands in the text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Where it stands.
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The line as it would be by each of the open readings, for which something speaks; the gain is
    /// less what is rare about it.
    pub(super) fn open(&mut self) -> impl Iterator<Item = Unit<'a>> + use<'a> {
        let (text, start) = (self.text, self.start);
        // Lost bytes that may be guessed stand for anything, in any number of texts.
        let is_sign = |reading: &Reading| reading.net() > 0 && !reading.is_guessed;
        let open = std::mem::take(&mut self.open).into_iter().filter(is_sign);
        open.map(move |reading| {
            let mut unit = Unit::of_line(text, start, Vec::new());
            let net = reading.net();
            unit.take(reading);
            unit.gain = net;
            unit
        })
    }

    fn n_words(&self) -> usize {
        self.line.iter().filter(|ch| ch.c == ' ').count() + 1
    }

    /// Whether what is left would be looked at in a text of any language.
    fn is_odd(&self) -> bool {
        let text: String = self.line.iter().map(|ch| ch.c).collect();
        gate::is_odd(&text, Usual::new(None))
    }

    fn take(&mut self, reading: Reading) {
        // One word in another page is never certain; where double bytes were, words are not parted.
        self.is_thin |= match reading.step.right {
            Charset::Utf8 => false,
            Charset::Wide(_) => {
                let wide = reading.line.iter().filter(|ch| !ch.c.is_ascii());
                reading.words.len() < 2 && wide.count() < FEWEST_WIDE
            }
            Charset::Page(_) => reading.words.len() < 2,
        };
        self.gain += reading.gain;
        self.has_guess |= reading.has_guess;
        self.is_slight |= reading.is_slight;
        self.guessed_openly.extend(reading.open);
        if self.steps.is_empty() {
            self.words = reading.words;
        }
        self.steps.push(reading.step);
        self.line = reading.line;
    }

    /// What is shown as one with a character that has changed: whole words, and what lies between two of
    /// them.
    fn stretch(&self, at: usize, is_changed: impl Fn(&Ch) -> bool) -> (usize, usize) {
        let is_word = |ch: &Ch| properties(ch.c).is_word();
        let (before, mut last) = (&self.line[..at], at);
        let back = before.iter().rev().take_while(|ch| is_word(ch)).count();
        let mut to = at + 1;
        while let Some(ch) = self.line.get(to) {
            let n_spaces = || {
                let between = self.line[last + 1..=to].iter();
                between.filter(|ch| ch.c == ' ').count()
            };
            if is_changed(ch) {
                last = to;
            } else if n_spaces() > MOST_CLEAN_WORDS || ch.c == '\n' {
                break;
            }
            to += 1;
        }
        let after = self.line[last + 1..].iter();
        (
            at - back,
            last + 1 + after.take_while(|ch| is_word(ch)).count(),
        )
    }

    /// The stretches that are other than they were.
    pub(super) fn found(&self, found: &mut Vec<Found>) {
        if self.steps.is_empty() {
            return;
        }
        // Where something was lost, what is left may be misread.
        let has_loss = self.text.contains(char::REPLACEMENT_CHARACTER);
        let is_changed = |ch: &Ch| {
            let (from, to) = (ch.start as usize - self.start, ch.end as usize - self.start);
            if ch.c.is_ascii() {
                return to != from + 1 || self.text.as_bytes()[from] != ch.c as u8;
            }
            let mut buffer = [0; 4];
            self.text[from..to] != *ch.c.encode_utf8(&mut buffer)
        };
        // Double bytes leave nothing over of what they are read from.
        let has_wide = self.steps.iter().any(|step| {
            matches!(
                (step.wrong, step.right),
                (Charset::Page(_), Charset::Wide(_))
            )
        });
        let has_loss = has_loss
            || (has_wide && self.steps.len() > 1)
            || (has_wide
                && self
                    .line
                    .iter()
                    .any(|ch| !ch.c.is_ascii() && !is_changed(ch)));
        let (has_dropped, is_dropped) =
            lossy::has_dropped(self.text, &self.line, &self.steps, is_changed);
        let is_lossy = self.has_guess || has_loss || has_dropped;
        let (n_before, mut all_saved) = (found.len(), 0);
        let mut at = 0;
        while at < self.line.len() {
            if !is_changed(&self.line[at]) {
                at += 1;
                continue;
            }
            let (from, to) = self.stretch(at, is_changed);
            let replacement = shape::in_capitals(&self.line[from..to], is_changed);
            let is_odd = |c: char| {
                properties(c).is_control() || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
            };
            if damaged::is_only_loss(
                &self.text[self.line[from].start as usize - self.start
                    ..self.line[to - 1].end as usize - self.start],
                &replacement,
            ) {
                at = to;
                continue;
            }
            let (start, end) = (self.line[from].start, self.line[to - 1].end);
            let range = start as usize..end as usize;
            let n_saved = if is_lossy {
                lossy::n_saved(
                    self.text,
                    range.start - self.start..range.end - self.start,
                    &self.steps,
                    &replacement,
                )
            } else {
                0
            };
            all_saved += n_saved;
            found.push(Found {
                range,
                // What is still garbled has lost what would tell.
                is_open: is_dropped
                    || self.has_guess && self.steps.len() > 1 && utf8::may_be(&self.line[from..to])
                    || self.has_guess
                        && lossy::is_left_among_wide(&self.line[from..to], is_changed)
                    || (self.guessed_openly.iter()).any(|of| of.start < end && of.end > start),
                may_be_safe: !self.is_ambiguous
                    && !self.is_thin
                    && !replacement.contains(is_odd)
                    && (!is_lossy || n_saved > 0),
                replacement,
                steps: self.steps.clone(),
                gain: self.gain,
            });
            at = to;
        }
        if is_lossy && all_saved < FEWEST_BYTES {
            for of_line in &mut found[n_before..] {
                of_line.may_be_safe = false;
            }
        }
    }
}

/// Characters fewer by which what is whole in a line is no accident: two letters of two bytes, or one of three.
const FEWEST_BYTES: usize = 2;
/// Characters of double bytes that leave no doubt.
const FEWEST_WIDE: usize = 8;
/// Clean words between two garbled ones that are shown as one stretch.
const MOST_CLEAN_WORDS: usize = 3;

/// Readings as UTF-8 on top of each other.
struct Path {
    readings: Vec<Reading>,
    net: Cost,
}

impl Path {
    /// What is left.
    fn line(&self) -> &[Ch] {
        self.readings.last().map_or(&[], |reading| &reading.line)
    }

    /// Follows a reading for as long as whole sequences come out.
    fn from(reading: Reading, most: usize, judge: &mut Judge) -> Self {
        let mut path = Self {
            net: reading.net(),
            readings: vec![reading],
        };
        while path.readings.len() < most {
            let line = &path.readings[path.readings.len() - 1].line;
            let rest = lossy::without_remains(line);
            let line = rest.as_deref().unwrap_or(line);
            if !utf8::may_be(line) {
                break;
            }
            let tokens = tokens::tokens(line, judge);
            let next = utf8::readings(line, &tokens, judge).into_iter().next();
            let Some(next) = next.filter(|next| next.is_whole && next.net() > next.prior()) else {
                break;
            };
            path.net += next.net();
            path.readings.push(next);
        }
        path
    }
}

/// Paths that are followed side by side.
const MOST_PATHS: usize = 3;

#[cfg(test)]
mod tests {
    use crate::encoding::lossy::tests::safe;
    use crate::encoding::{Options, repair};

    /// What the first repair of a text puts there.
    fn first(text: &str) -> Option<String> {
        let repairs = repair(text, &Options::default());
        repairs.into_iter().next().map(|repair| repair.replacement)
    }

    #[test]
    fn a_text_in_thai_alone_is_read() {
        let text = "¹ÒÂ¡ÃÑ°Á¹µÃÕá¶Å§ÇèÒ Ê¶Ò¹ÕÃ¶ä¿áËè§ãËÁè¨Ð à»Ô´ãËéºÃÔ¡ÒÃã¹à´×Í¹Ë¹éÒ";
        let right = "นายกรัฐมนตรีแถลงว่า สถานีรถไฟแห่งใหม่จะ เปิดให้บริการในเดือนหน้า";
        assert_eq!(first(text).as_deref(), Some(right));
        // No Thai is spelt so.
        let read = first("ÀÉÈÊ ÂÎÔÛÙ ÇÀÉÈ ÊËÂÎÔÛÙ").unwrap_or_default();
        assert!(!read.contains(|c| matches!(c, 'ก'..='๛')), "{read}");
    }

    #[test]
    fn double_bytes_are_read_to_where_they_were_cut_off() {
        let text = "ÊÐÕþ¸®ÖÐÎçÐû²¼£¬ÐÂ³µÕ¾½«ÔÚÏÂ¸öÔÂ¿ª·Å£¬ÊÐÃñ¿ÉÒÔÃâ·Ñ²Î¹Û¡";
        let read = first(text).unwrap_or_default();
        assert!(
            read.starts_with("市政府中午宣布，新车站将在下个月开放，市民可以免费参观"),
            "{read}"
        );
        // Marks stand beside each other there.
        let text =
            "ÊÐ³¤Ëµ£º¡°ÐÂÇÅ½«ÔÚÎåÔÂ¿ª·Å¡±£¬Ëû²¹³äËµ£¬ÊÐÃñ¿ÉÒÔÃâ·Ñ²Î¹Û£¨Ã¿Ìì¾Åµã£©£¬²»ÓÃÔ¤Ô¼¡£";
        assert_eq!(
            first(text).as_deref(),
            Some("市长说：“新桥将在五月开放”，他补充说，市民可以免费参观（每天九点），不用预约。")
        );
    }

    #[test]
    fn dots_and_wide_kana_are_what_shift_jis_makes_of_letters_that_it_lacks() {
        let text = "逕ｺ縺ｮ蝗ｳ譖ｸ鬢ｨ縺ｯ譚･譛医°繧牙､懊ｂ髢九￥縺薙→縺ｫ縺ｪ縺｣縺溘・";
        let right = "町の図書館は来月から夜も開くことになった";
        let narrow = first(text).unwrap_or_default();
        assert!(narrow.starts_with(right), "{narrow}");
        let wide = text
            .replace('ｺ', "コ")
            .replace('ｮ', "ョ")
            .replace('ｳ', "ウ");
        let wide = wide
            .replace('ｸ', "ク")
            .replace('ｨ', "ィ")
            .replace('ｯ', "ッ");
        let wide = wide
            .replace('･', "・")
            .replace('､', "、")
            .replace('ｫ', "ォ");
        let wide = wide.replace('ｪ', "ェ").replace('｣', "」");
        let wide = first(&wide).unwrap_or_default();
        assert!(wide.starts_with("町の図書館は"), "{wide}");
        assert!(safe(text).is_empty());
    }
    #[test]
    fn bytes_of_private_use_are_those_of_windows() {
        let whole = "逕ｺ縺ｮ蝗ｳ譖ｸ鬢ｨ縺\u{F8F0}";
        assert_eq!(first(whole).as_deref(), Some("町の図書館だ"));
        assert_eq!(safe(whole), ["町の図書館だ"]);
    }
}
