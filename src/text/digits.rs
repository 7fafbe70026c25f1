//! Digits of the scripts that have their own.

/// The zeros of all sets of decimal digits, ten characters in a row each (Unicode Character Database: `Numeric_Type`
/// is Decimal); those of formulas left out.
const ZEROS: [char; 61] = [
    '\u{30}',
    '\u{660}',
    '\u{6F0}',
    '\u{7C0}',
    '\u{966}',
    '\u{9E6}',
    '\u{A66}',
    '\u{AE6}',
    '\u{B66}',
    '\u{BE6}',
    '\u{C66}',
    '\u{CE6}',
    '\u{D66}',
    '\u{DE6}',
    '\u{E50}',
    '\u{ED0}',
    '\u{F20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17E0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19D0}',
    '\u{1A80}',
    '\u{1A90}',
    '\u{1B50}',
    '\u{1BB0}',
    '\u{1C40}',
    '\u{1C50}',
    '\u{A620}',
    '\u{A8D0}',
    '\u{A900}',
    '\u{A9D0}',
    '\u{A9F0}',
    '\u{AA50}',
    '\u{ABF0}',
    '\u{FF10}',
    '\u{104A0}',
    '\u{10D30}',
    '\u{11066}',
    '\u{110F0}',
    '\u{11136}',
    '\u{111D0}',
    '\u{112F0}',
    '\u{11450}',
    '\u{114D0}',
    '\u{11650}',
    '\u{116C0}',
    '\u{11730}',
    '\u{118E0}',
    '\u{11950}',
    '\u{11C50}',
    '\u{11D50}',
    '\u{11DA0}',
    '\u{16A60}',
    '\u{16AC0}',
    '\u{16B50}',
    '\u{1E140}',
    '\u{1E2F0}',
    '\u{1E950}',
    '\u{1FBF0}',
];

/// A number in digits of one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unified {
    /// The word with the digits that most of it has; of two sets as frequent, the first.
    pub word: String,
    /// Whether more of its digits are such.
    pub is_certain: bool,
}

/// A word whose digits are of several scripts (`۲4۰`), in those of one; `None` where they are of one.
pub fn unified(word: &str) -> Option<Unified> {
    let mut counts: Vec<(u32, usize)> = Vec::new();
    for zero in word.chars().filter_map(zero) {
        match counts.iter_mut().find(|(own, _)| *own == zero) {
            Some((_, n)) => *n += 1,
            None => counts.push((zero, 1)),
        }
    }
    if counts.len() < 2 {
        return None;
    }
    let most = counts.iter().map(|(_, n)| *n).max()?;
    let (usual, _) = counts.iter().find(|(_, n)| *n == most)?;
    let with_usual = |c: char| match zero(c) {
        Some(zero) => char::from_u32(u32::from(c) - zero + usual).unwrap_or(c),
        None => c,
    };
    Some(Unified {
        word: word.chars().map(with_usual).collect(),
        is_certain: counts.iter().filter(|(_, n)| *n == most).count() == 1,
    })
}

/// What a decimal digit of any script is worth.
pub fn value(c: char) -> Option<u8> {
    let worth = u32::from(c) - zero(c)?;
    u8::try_from(worth).ok()
}

/// The zero of the set that a decimal digit is of.
fn zero(c: char) -> Option<u32> {
    let after = ZEROS.partition_point(|zero| *zero <= c);
    let zero = u32::from(*ZEROS.get(after.checked_sub(1)?)?);
    (u32::from(c) - zero < 10).then_some(zero)
}

#[cfg(test)]
mod tests {
    use super::{Unified, unified, zero};

    #[test]
    fn each_set_has_its_zero() {
        for zero_of_set in ['0', '٠', '۰', '०', '০', '๐', '០', '၀', '０'] {
            for value in 0..10 {
                let digit = char::from_u32(u32::from(zero_of_set) + value).expect("a digit");
                assert_eq!(zero(digit), Some(u32::from(zero_of_set)), "{digit}");
            }
        }
        assert_eq!((zero('a'), zero('²'), zero('௰')), (None, None, None));
    }

    #[test]
    fn numbers_in_digits_of_two_scripts() {
        let one = |word: &str, is_certain| {
            let word = word.to_owned();
            Some(Unified { word, is_certain })
        };
        assert_eq!(unified("۲4۰"), one("۲۴۰", true));
        assert_eq!(unified("1६"), one("16", false));
        assert_eq!(unified("৬0৫"), one("৬০৫", true));
        for right in ["240", "۲۴۰", "F۱۶", "x²", "१६वीं"] {
            assert_eq!(unified(right), None, "{right}");
        }
    }
}
