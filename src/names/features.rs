//! What the comparison of two names says, as numbers.

use super::compare::{Match, MatchKind};
use super::costs::TABLES;
use super::detail::Detail;
use super::given::are_man_and_woman;
use super::pair::{LEAST_WHOLE, Pair, whole_score};
use super::parts::{Part, PartKind};

/// Features that all pairs of scripts share.
const SHARED: usize = 46;
/// Features of each pair of scripts of its own.
const OF_SCRIPTS: usize = 2;
/// How many features there are.
pub const FEATURES: usize = SHARED + OF_SCRIPTS * TABLES;
/// The features of a pair of names, in their order.
pub type Features = [f64; FEATURES];

/// Evidence is counted in tens of nats, up to this.
const MOST_EVIDENCE: f64 = 6.0;

/// Words that match worse leave a doubt.
const DOUBTFUL_SCORE: f32 = 0.7;

/// A count as a number, up to a bound.
pub(super) fn count(n: usize, most: u8) -> f64 {
    f64::from(n.min(usize::from(most)) as u8)
}

pub(super) fn flag(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

/// What a part weighs when it has no counterpart.
fn weight(part: &Part) -> f64 {
    match part.kind {
        PartKind::Plain => count(part.units.len().max(2), u8::MAX),
        PartKind::Initial => 0.7,
        PartKind::Particle | PartKind::Title => 0.3,
    }
}

/// The parts of a name that have no counterpart.
struct Left {
    /// Share of the name's weight.
    share: f64,
    plain: usize,
    initials: usize,
}

impl Left {
    fn of(parts: &[Part], used: u32) -> Self {
        let unused = || {
            let parts = parts.iter().enumerate();
            parts
                .filter(move |(at, _)| used & (1 << at) == 0)
                .map(|(_, part)| part)
        };
        let total: f64 = parts.iter().map(weight).sum();
        let n = |kind: PartKind| unused().filter(|part| part.kind == kind).count();
        Self {
            share: unused().map(weight).sum::<f64>() / total.max(1.0),
            plain: n(PartKind::Plain),
            initials: n(PartKind::Initial),
        }
    }
}

/// What the matches of words say together.
#[derive(Default)]
struct Words {
    n: usize,
    /// The lowest score and the next, and where the lowest is.
    lowest: [f32; 2],
    worst: usize,
    highest: f32,
    evidence: f32,
    possible: f32,
    equal: usize,
    bent: usize,
    known: usize,
    joined: usize,
}

impl Words {
    fn of(pair: &Pair<'_>, matches: &[Match]) -> Self {
        let mut words = Self {
            lowest: [f32::MAX; 2],
            ..Self::default()
        };
        for (at, found) in matches.iter().enumerate() {
            if !is_of_words(pair, found) {
                continue;
            }
            let score = found.score;
            words.n += 1;
            if score < words.lowest[0] {
                words.lowest = [score, words.lowest[0]];
                words.worst = at;
            } else {
                words.lowest[1] = words.lowest[1].min(score);
            }
            words.highest = words.highest.max(score);
            words.evidence += found.evidence;
            words.possible += found.evidence / score.max(0.05);
            match found.kind {
                MatchKind::Equal => words.equal += 1,
                MatchKind::Bent => words.bent += 1,
                MatchKind::Known => words.known += 1,
                MatchKind::Alike | MatchKind::Slip | MatchKind::Initial => {}
            }
            words.joined += usize::from(found.is_joined());
        }
        if words.n == 0 {
            words.lowest = [0.0; 2];
        } else if words.n == 1 {
            words.lowest[1] = words.lowest[0];
        }
        words
    }
}

pub(super) fn features(pair: &Pair<'_>, matches: &[Match], used: (u32, u32)) -> Features {
    let (a, b) = (&pair.a, &pair.b);
    let words = Words::of(pair, matches);
    let (left_a, left_b) = (Left::of(a.parts, used.0), Left::of(b.parts, used.1));
    let (short, long) = if left_a.share <= left_b.share {
        (&left_a, &left_b)
    } else {
        (&left_b, &left_a)
    };
    // A part is left on both sides: they stand for different names.
    let initials_differ =
        left_a.initials + left_b.initials > 0 && matches.iter().any(|m| is_of_initials(pair, m));
    let conflict = left_a.plain.min(left_b.plain)
        + usize::from(initials_differ)
        + usize::from(generations_differ(a.parts, b.parts))
        + 2 * usize::from(are_others(pair, matches));
    let lone_initials = (left_a.initials.min(left_b.plain + left_b.initials))
        .max(left_b.initials.min(left_a.plain + left_a.initials));
    let weakest = (words.n > 0).then(|| &matches[words.worst]);
    let lowest = if conflict == 0 {
        f64::from(words.lowest[0])
    } else {
        0.0
    };
    let mean = if words.possible > 0.0 {
        f64::from(words.evidence / words.possible)
    } else {
        0.0
    };
    let tens = (f64::from(words.evidence) / 10.0).clamp(0.0, MOST_EVIDENCE);
    let n_initials = matches
        .iter()
        .filter(|m| m.kind == MatchKind::Initial)
        .count();
    let has_initials = flag(n_initials > 0);
    let inversions = matches.windows(2).filter(|two| two[0].b > two[1].b).count();
    let scripts = Scripts::of(pair);
    let n_plain = |parts: &[Part]| {
        let plain = parts.iter().filter(|part| part.kind == PartKind::Plain);
        plain.count()
    };
    let single = flag(n_plain(a.parts) < 2 || n_plain(b.parts) < 2);
    // One word in common, and another on one side.
    let is_lone = flag(words.n == 1 && long.plain > 0);
    let detail = weakest.map_or_else(Detail::default, |m| Detail::of(pair, m));
    let slip = flag(weakest.is_some_and(|m| m.kind == MatchKind::Slip));
    let second = f64::from(words.lowest[1]);
    let shared: [f64; SHARED] = [
        lowest,
        lowest * lowest,
        mean,
        mean * mean,
        f64::from(words.highest),
        tens,
        tens.sqrt(),
        short.share,
        count(short.plain, 3),
        long.share,
        count(long.plain, 4),
        count(n_initials, 3),
        has_initials * flag(words.n == 1),
        count(inversions, 2),
        count(words.equal, u8::MAX) / count(words.n.max(1), u8::MAX),
        count(words.bent, 3),
        count(words.joined, 2),
        scripts.differ,
        scripts.differ * lowest,
        scripts.lack_vowels * lowest,
        scripts.lack_latin,
        scripts.lack_latin * lowest,
        scripts.have_han,
        single,
        single * lowest,
        whole(pair, matches, &words, conflict),
        detail.first_agrees,
        detail.last_agrees,
        detail.wrong,
        detail.against,
        detail.length,
        second,
        count(conflict, 2),
        count(lone_initials, 2),
        has_initials * count(long.plain, 3),
        has_initials * lowest,
        lowest * detail.length,
        flag(words.n == 0),
        count(words.known, 2),
        flag(weakest.is_some_and(|m| m.kind == MatchKind::Known)) * second,
        is_lone,
        is_lone * single,
        slip,
        slip * detail.length,
        slip * detail.wrong,
        slip * (1.0 - detail.first_agrees),
    ];
    let mut all = [0.0; FEATURES];
    all[..SHARED].copy_from_slice(&shared);
    let own = SHARED + OF_SCRIPTS * pair.table_number;
    all[own] = 1.0;
    all[own + 1] = lowest;
    all
}

/// How alike the names are as one word each, by what their matches cover; where no words match,
/// they are compared as a whole.
fn whole(pair: &Pair<'_>, matches: &[Match], words: &Words, conflict: usize) -> f64 {
    let is_doubtful = words.lowest[0] < DOUBTFUL_SCORE || conflict > 0;
    let needs_look = words.n == 0 || (is_doubtful && pair.a.family != pair.b.family);
    if needs_look {
        f64::from(whole_score(pair, matches))
    } else {
        f64::from((words.evidence / pair.most_of_plain()).min(1.0) - LEAST_WHOLE).max(0.0)
    }
}

/// Whether a match is of names, not of initials, titles and particles.
fn is_of_words(pair: &Pair<'_>, found: &Match) -> bool {
    let has_name = |parts: &[Part]| parts.iter().any(|part| part.kind == PartKind::Plain);
    found.kind != MatchKind::Initial
        && has_name(found.of_a(pair.a.parts))
        && has_name(found.of_b(pair.b.parts))
}

/// Whether a match is of two initials.
fn is_of_initials(pair: &Pair<'_>, found: &Match) -> bool {
    let is_initial = |parts: &[Part]| parts.iter().all(|part| part.kind == PartKind::Initial);
    is_initial(found.of_a(pair.a.parts)) && is_initial(found.of_b(pair.b.parts))
}

/// Whether both say which of several in a family is meant, and not the same.
fn generations_differ(a: &[Part], b: &[Part]) -> bool {
    let of = |parts: &[Part]| parts.iter().find_map(|part| part.generation);
    matches!((of(a), of(b)), (Some(a), Some(b)) if a != b)
}

/// Whether some words are known to be names of different people (`Jansen`, `Janssen`), or, where all else is
/// equal, the given names of a man and a woman (`Mario`, `Maria`).
fn are_others(pair: &Pair<'_>, matches: &[Match]) -> bool {
    let is_equal = |found: &Match| found.kind == MatchKind::Equal;
    matches
        .iter()
        .filter(|found| !is_equal(found))
        .any(|found| {
            let ([a], [b]) = (found.of_a(pair.a.parts), found.of_b(pair.b.parts)) else {
                return false;
            };
            let begin = (found.a.0, found.b.0) == (0, 0);
            let others = matches.iter().filter(|other| !is_equal(other)).count();
            a.is_never(b)
                || (begin
                    && others == 1
                    && matches.len() > 1
                    && are_man_and_woman(&a.folded, &b.folded))
        })
}

/// What the scripts of two names make harder; 0 or 1 each.
struct Scripts {
    differ: f64,
    lack_vowels: f64,
    lack_latin: f64,
    have_han: f64,
}

impl Scripts {
    fn of(pair: &Pair<'_>) -> Self {
        use super::costs::Family::{Arabic, Han, Hebrew, Latin};
        let (a, b) = (pair.a.family, pair.b.family);
        let differ = flag(a != b);
        let lacks_vowels = |family| matches!(family, Arabic | Hebrew);
        Self {
            differ,
            lack_vowels: differ * flag(lacks_vowels(a) || lacks_vowels(b)),
            lack_latin: differ * flag(a != Latin && b != Latin),
            have_han: flag(a == Han || b == Han),
        }
    }
}
