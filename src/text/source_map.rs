//! The way back from a text to what it was made from.

/// A stretch of text that came from one stretch of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    text: u32,
    source: u32,
    text_len: u32,
    source_len: u32,
    /// Bytes of text and of source that make one unit; (1, 1) for a verbatim stretch.
    unit: (u8, u8),
}

/// Maps offsets in a text to offsets in its source: the bytes of a file, or the page around it.
///
/// A sorted list of stretches, each a sequence of units of constant size: a verbatim stretch has
/// units of one byte on either side, Windows-1254 `ğğ` two units of two and one. Text between
/// stretches was put in by the parser and stands for nothing in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    segments: Vec<Segment>,
}

impl SourceMap {
    /// The text is the source, from this offset on.
    pub fn verbatim(source_start: usize, len: usize) -> Self {
        let mut map = Self::default();
        map.push(0, source_start, len, len, (1, 1));
        map
    }

    /// Adds a stretch; both sides in ascending order, `text_len` a whole number of units.
    pub(crate) fn push(
        &mut self,
        text: usize,
        source: usize,
        text_len: usize,
        source_len: usize,
        unit: (u8, u8),
    ) {
        if let Some(last) = self.segments.last_mut()
            && last.unit == unit
            && last.text + last.text_len == text as u32
            && last.source + last.source_len == source as u32
        {
            last.text_len += text_len as u32;
            last.source_len += source_len as u32;
        } else if text_len > 0 {
            self.segments.push(Segment {
                text: text as u32,
                source: source as u32,
                text_len: text_len as u32,
                source_len: source_len as u32,
                unit,
            });
        }
    }

    /// Adds a piece of the source, which begins at `source` there, to the text.
    pub(crate) fn push_verbatim(&mut self, text: &mut String, piece: &str, source: usize) {
        self.push(text.len(), source, piece.len(), piece.len(), (1, 1));
        text.push_str(piece);
    }

    /// Adds a character to the text for which less than 256 bytes of the source stand.
    pub(crate) fn push_unit(&mut self, text: &mut String, c: char, source: usize, len: usize) {
        let unit = (c.len_utf8() as u8, len as u8);
        self.push(text.len(), source, c.len_utf8(), len, unit);
        text.push(c);
    }

    /// The source range of a range of text. Ends that lie in text put in by the parser move
    /// inwards to the nearest stretch; `None` where the whole range is such text.
    pub fn to_source(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        if start == end {
            let at = self.first_at(start)?;
            let offset = (start as u32).max(at.text) - at.text;
            let source = at.source_at(offset);
            return Some((source, source));
        }
        let first = self.first_at(start)?;
        if first.text as usize >= end {
            return None;
        }
        let last =
            self.segments[..self.segments.partition_point(|s| (s.text as usize) < end)].last()?;
        let source_start = first.source_at((start as u32).max(first.text) - first.text);
        let into = (end as u32 - last.text).min(last.text_len);
        Some((source_start, last.source_end(into).max(source_start)))
    }

    /// Whether the range of text is one verbatim stretch of the source, so that it can be replaced
    /// there.
    pub fn is_verbatim(&self, start: usize, end: usize) -> bool {
        self.first_at(start).is_some_and(|s| {
            s.unit == (1, 1) && s.text as usize <= start && end <= (s.text + s.text_len) as usize
        })
    }

    /// Whether the range of text stands for one stretch of the source, in which each unit that is not
    /// verbatim is one of those that `is_own` is true of: it gets the place where the unit begins.
    pub fn is_one_stretch(&self, start: usize, end: usize, is_own: impl Fn(usize) -> bool) -> bool {
        self.is_verbatim(start, end) || self.stretches(start, end, is_own).eq([(start, end)])
    }

    /// The parts of a range of text that stand for one such stretch each, in order.
    pub fn stretches(
        &self,
        start: usize,
        end: usize,
        is_own: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = (usize, usize)> {
        let first = self.segments.partition_point(|s| s.text_end() <= start);
        let within = move |segment: &&Segment| (segment.text as usize) < end;
        let segments = self.segments[first..].iter().take_while(within);
        let mut segments = segments
            .filter(move |segment| segment.unit == (1, 1) || is_own(segment.source as usize))
            .peekable();
        std::iter::from_fn(move || {
            let mut last = segments.next()?;
            let from = last.text as usize;
            let goes_on = |last: &Segment, next: &Segment| {
                last.text_end() == next.text as usize
                    && last.source + last.source_len == next.source
            };
            while let Some(next) = segments.next_if(|next| goes_on(last, next)) {
                last = next;
            }
            Some((from.max(start), last.text_end().min(end)))
        })
    }

    /// The segment that holds this byte of text, or else the next.
    fn first_at(&self, text: usize) -> Option<&Segment> {
        let at = self
            .segments
            .partition_point(|s| ((s.text + s.text_len) as usize) <= text);
        self.segments.get(at).or(self.segments.last())
    }
}

impl Segment {
    fn text_end(&self) -> usize {
        (self.text + self.text_len) as usize
    }

    /// The source offset of the unit that holds the text offset (within the stretch).
    fn source_at(&self, offset: u32) -> usize {
        let unit = offset.min(self.text_len) / u32::from(self.unit.0);
        (self.source + (unit * u32::from(self.unit.1)).min(self.source_len)) as usize
    }

    /// The source offset after the unit that ends at or after the text offset.
    fn source_end(&self, offset: u32) -> usize {
        let units = offset.div_ceil(u32::from(self.unit.0));
        (self.source + (units * u32::from(self.unit.1)).min(self.source_len)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::SourceMap;

    #[test]
    fn units_of_different_size() {
        // "ağb" from Windows-1254: 1, 2, 1 bytes of text from 1, 1, 1.
        let mut map = SourceMap::default();
        map.push(0, 10, 1, 1, (1, 1));
        map.push(1, 11, 2, 1, (2, 1));
        map.push(3, 12, 1, 1, (1, 1));
        assert_eq!(map.to_source(0, 4), Some((10, 13)));
        assert_eq!(map.to_source(1, 3), Some((11, 12)));
        assert_eq!(map.to_source(3, 4), Some((12, 13)));
        assert!(map.is_verbatim(3, 4) && !map.is_verbatim(1, 3) && !map.is_verbatim(0, 3));
    }

    #[test]
    fn text_of_the_parser_has_no_source() {
        // "one\ntwo" from <p>one</p><p>two</p>
        let mut map = SourceMap::default();
        map.push(0, 3, 3, 3, (1, 1));
        map.push(4, 13, 3, 3, (1, 1));
        assert_eq!(map.to_source(0, 7), Some((3, 16)));
        assert_eq!(map.to_source(3, 4), None);
        assert_eq!(map.to_source(3, 6), Some((13, 15)));
        assert_eq!(map.to_source(1, 4), Some((4, 6)));
    }
}
