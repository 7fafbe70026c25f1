//! Numbers in digits, as far as they survive translation: their digits, in whatever script they are written
//! and however they are grouped.

use super::digits;

/// A number in digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// Its digits as those of ASCII, without what parts them.
    pub digits: String,
    /// How many of them stand behind its last mark.
    pub n_behind: usize,
    /// It is a time of the day: `14:30`.
    pub is_time: bool,
    /// Letters are glued to it: `A320`, `247sports`.
    pub is_in_word: bool,
}

/// Characters between the digits of one number.
const MARKS: [char; 9] = ['.', ',', '\'', '’', '٫', '٬', '،', '·', '˙'];
/// Spaces between groups of three.
const SPACES: [char; 4] = [' ', '\u{A0}', '\u{202F}', '\u{2009}'];
/// The digits of Chinese and Japanese years: 二〇一八.
const HAN_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// So many of them in a row are no number with words for ten and hundred left out.
const FEWEST_HAN_DIGITS: usize = 3;
/// Ten thousand, its square and its cube, between the digits of one number: 1万2500.
const MYRIADS: [char; 8] = ['万', '萬', '亿', '億', '兆', '만', '억', '조'];
/// Ten, a hundred, a thousand, behind which the rest of a myriad goes on: 1億2千5百万.
const TENS: [char; 6] = ['十', '百', '千', '십', '백', '천'];
/// Digits that stand behind one of the myriads.
const DIGITS_OF_MYRIAD: usize = 4;
/// Letters of a unit that stands at its number: `2.8bn`, `90km`.
const LONGEST_UNIT: usize = 3;
/// Digits of a number; more are a code.
const MOST_DIGITS: usize = 15;

impl Figure {
    /// Its digits without the zeros around them, which a scale may stand for (`2.5 million`, `2 500 000`).
    pub fn significant(&self) -> &str {
        self.digits.trim_start_matches('0').trim_end_matches('0')
    }

    /// What it may be worth: with its last mark between groups, or before a fraction.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let whole = self.digits.parse::<f64>().ok();
        let scale = 10_f64.powi(i32::try_from(self.n_behind).unwrap_or_default());
        let fraction = (self.n_behind > 0).then(|| whole.map(|whole| whole / scale));
        whole.into_iter().chain(fraction.flatten())
    }
}

/// All numbers of a text that have another digit than zero, in order; `at` is where the text stands in its
/// document.
pub fn figures(text: &str, at: usize) -> Vec<Figure> {
    let mut all = Vec::new();
    let runs = runs(text);
    let mut rest = runs.as_slice();
    while let Some((first, later)) = rest.split_first() {
        let (n_later, is_one) = chain(text, first, later);
        let (chain, others) = rest.split_at(1 + n_later);
        if is_one && n_later > 0 {
            let n_behind = chain[n_later].digits.len();
            add(text, at, joined(text, chain), n_behind, &mut all);
        } else {
            for run in chain {
                if !add_minutes(text, at, run, &mut all) {
                    add(text, at, run.clone(), 0, &mut all);
                }
            }
        }
        rest = others;
    }
    all
}

/// Digits in a row.
#[derive(Clone)]
struct Run {
    start: usize,
    end: usize,
    digits: String,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut han: Option<Run> = None;
    for (at, c) in text.char_indices() {
        let own = digits::value(c);
        let of_han = HAN_DIGITS.iter().position(|digit| *digit == c);
        if of_han.is_none() {
            runs.extend(han.take().filter(is_han_number));
        }
        let (open, value) = match (own, of_han) {
            (Some(value), _) => {
                if runs.last().is_none_or(|run| run.end != at) {
                    runs.push(Run::at(at));
                }
                (runs.last_mut(), value)
            }
            (None, Some(value)) => (Some(han.get_or_insert_with(|| Run::at(at))), value as u8),
            (None, None) => continue,
        };
        if let Some(run) = open {
            run.digits.push(char::from(b'0' + value));
            run.end = at + c.len_utf8();
        }
    }
    runs.extend(han.filter(is_han_number));
    runs
}

fn is_han_number(run: &Run) -> bool {
    run.digits.len() >= FEWEST_HAN_DIGITS
}

impl Run {
    fn at(start: usize) -> Self {
        Self {
            start,
            end: start,
            digits: String::new(),
        }
    }
}

/// What stands between two runs, if it is one character.
fn between(text: &str, a: &Run, b: &Run) -> Option<char> {
    let mut gap = text[a.end..b.start].chars();
    gap.next().filter(|_| gap.next().is_none())
}

/// How many of the later runs hang together with the first, and whether all are one number.
fn chain(text: &str, first: &Run, later: &[Run]) -> (usize, bool) {
    let mut n = 0;
    let mut last = first;
    let mut marks: Vec<char> = Vec::new();
    let by_myriads = later.iter().scan(first, |last, run| {
        let mark = between(text, last, run).filter(|mark| MYRIADS.contains(mark));
        *last = run;
        let is_whole = !text[run.end..].starts_with(TENS);
        mark.filter(|_| run.digits.len() <= DIGITS_OF_MYRIAD && is_whole)
    });
    let n_myriads = by_myriads.count();
    if n_myriads > 0 {
        return (n_myriads, true);
    }
    for run in later {
        let Some(mark) = between(text, last, run) else {
            break;
        };
        let is_group = run.digits.len() == 3 && first.digits.len() <= 3;
        let joins = MARKS.contains(&mark) || (SPACES.contains(&mark) && is_group);
        if !joins {
            break;
        }
        marks.push(mark);
        n += 1;
        last = run;
    }
    // Dates, versions, addresses, lists of years: their parts are numbers of their own.
    let groups = &later[..n];
    let is_long = |run: &Run| run.digits.len() > 3;
    let is_number = match groups {
        [] => true,
        [only] => !is_long(only) || only.digits.ends_with('0'),
        [inner @ .., end] => {
            let in_groups = inner.iter().all(|run| run.digits.len() == 3);
            let in_pairs = inner.iter().all(|run| run.digits.len() == 2)
                && marks.iter().all(|mark| *mark == marks[0])
                && end.digits.len() == 3;
            (in_groups || in_pairs) && !is_long(end)
        }
    };
    (n, is_number)
}

/// A number of several runs.
fn joined(text: &str, runs: &[Run]) -> Run {
    let (first, last) = (&runs[0], &runs[runs.len() - 1]);
    let mut digits = first.digits.clone();
    for (last, run) in runs.iter().zip(&runs[1..]) {
        let is_myriad = between(text, last, run).is_some_and(|mark| MYRIADS.contains(&mark));
        let n_zeros = DIGITS_OF_MYRIAD.saturating_sub(run.digits.len());
        digits.extend(std::iter::repeat_n(
            '0',
            if is_myriad { n_zeros } else { 0 },
        ));
        digits.push_str(&run.digits);
    }
    Run {
        start: first.start,
        end: last.end,
        digits,
    }
}

/// Makes a time of a number of one run and the minutes behind it, if they are such.
fn add_minutes(text: &str, at: usize, run: &Run, all: &mut [Figure]) -> bool {
    let Some(hours) = all.last_mut() else {
        return false;
    };
    let is_time = hours.end + 1 == at + run.start
        && text[..run.start].ends_with(':')
        && hours.digits.len() <= 2
        && run.digits.len() == 2;
    if is_time {
        hours.digits.push_str(&run.digits);
        hours.end = at + run.end;
        hours.n_behind = 2;
        hours.is_time = true;
    }
    is_time
}

fn add(text: &str, at: usize, run: Run, n_behind: usize, all: &mut Vec<Figure>) {
    let figure = Figure {
        start: at + run.start,
        end: at + run.end,
        n_behind,
        is_time: false,
        is_in_word: is_in_word(text, &run),
        digits: run.digits,
    };
    if !figure.significant().is_empty() && figure.digits.len() <= MOST_DIGITS {
        all.push(figure);
    }
}

/// Whether letters of a script with capitals stand before a number, or more of them behind it than a unit has.
fn is_in_word(text: &str, run: &Run) -> bool {
    let is_letter = |c: &char| c.is_lowercase() || c.is_uppercase();
    let (before, after) = (&text[..run.start], &text[run.end..]);
    before.chars().next_back().is_some_and(|c| is_letter(&c))
        || after
            .chars()
            .take_while(is_letter)
            .nth(LONGEST_UNIT)
            .is_some()
}

#[cfg(test)]
mod tests {
    use super::figures;

    fn read(text: &str) -> Vec<String> {
        let all = figures(text, 0);
        all.iter()
            .map(|of| format!("{}={}", &text[of.start..of.end], of.significant()))
            .collect()
    }

    #[test]
    fn groups_and_fractions_are_one_number() {
        assert_eq!(
            read("1,250.50, 12,34,567; 2 500 000 in 2018 300 men"),
            [
                "1,250.50=12505",
                "12,34,567=1234567",
                "2 500 000=25",
                "2018=2018",
                "300=3"
            ]
        );
        assert_eq!(read("١٢٬٥ und ۲۰۱۸"), ["١٢٬٥=125", "۲۰۱۸=2018"]);
        assert_eq!(read("二〇一八年, 十二, 三"), ["二〇一八=2018"]);
        assert_eq!(read("1万2500, 3억 20"), ["1万2500=125", "3=3", "20=2"]);
        assert_eq!(read("2億50万"), ["2億50=2005"]);
        assert_eq!(read("1億2千5百万"), ["1=1", "2=2", "5=5"]);
    }

    #[test]
    fn parts_of_dates_and_addresses_stand_alone() {
        assert_eq!(read("29.9.1918"), ["29=29", "9=9", "1918=1918"]);
        assert_eq!(read("192.168.0.1"), ["192=192", "168=168", "1=1"]);
        assert_eq!(
            read("17-21, 3/4, 2,1968"),
            ["17=17", "21=21", "3=3", "4=4", "2=2", "1968=1968"]
        );
        assert_eq!(read("0, 00, 000"), Vec::<String>::new());
    }

    #[test]
    fn times_are_one() {
        let all = figures("at 14:30, 7:05:10 and 2:1", 100);
        let times = all.iter().map(|of| (of.digits.as_str(), of.is_time));
        let expected = [
            ("1430", true),
            ("705", true),
            ("10", false),
            ("2", false),
            ("1", false),
        ];
        assert!(times.eq(expected), "{all:?}");
        assert_eq!((all[0].start, all[0].end), (103, 108));
    }

    #[test]
    fn numbers_in_words() {
        let all = figures("A320, 247sports, 7.55am, 90km, 2018年", 0);
        let in_word = all.iter().map(|of| of.is_in_word);
        assert!(in_word.eq([true, true, false, false, false]), "{all:?}");
    }

    #[test]
    fn values_with_and_without_a_fraction() {
        let values = |text| figures(text, 0)[0].values().collect::<Vec<_>>();
        assert_eq!(values("1.250"), [1250.0, 1.25]);
        assert_eq!(values("7"), [7.0]);
    }
}
