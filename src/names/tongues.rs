//! Names in Han characters and Hangul, which several languages read.

use super::parts::Part;
use crate::romanise::{cantonese, in_hangul, in_katakana, surnames_with_initial};
use crate::text::chars::Script;

/// A name in Han characters or Hangul that is written as one word: the surname comes first, and a
/// name of four Han characters has two of them in it.
pub(super) fn split_surname(only: &Part) -> Option<[Part; 2]> {
    let is_joined = matches!(only.script, Script::HAN | Script::HANGUL);
    let n = only.folded.chars().count();
    if !is_joined || !(2..=4).contains(&n) {
        return None;
    }
    let n_surname = if n == 4 && only.script == Script::HAN {
        2
    } else {
        1
    };
    let (end, _) = only.folded.char_indices().nth(n_surname)?;
    let (surname, given) = only.folded.split_at(end);
    Some([surname, given].map(Part::new))
}

/// A surname and a given name in Han characters or Hangul as Cantonese, Korean and Japanese read them.
pub(super) fn other_readings(parts: &[Part]) -> Vec<Vec<Part>> {
    let mut others = Vec::new();
    let [surname, given] = parts else {
        return others;
    };
    let mut add_korean = |surname: &str, given: &str, is_own: bool| {
        let rest = Part::new(given);
        for (plain, with_initial) in surnames_with_initial() {
            if surname == plain || (surname == with_initial && !is_own) {
                others.push(vec![Part::new(with_initial), rest.clone()]);
                if is_own {
                    return;
                }
                others.push(vec![Part::new(plain), rest]);
                return;
            }
        }
        if !is_own {
            others.push(vec![Part::new(surname), rest]);
        }
    };
    match (surname.script, given.script) {
        (Script::HANGUL, Script::HANGUL) => {
            add_korean(&surname.folded, &given.folded, true);
        }
        (Script::HAN, Script::HAN) if given.folded.chars().count() <= 3 => {
            if let (Some(one), Some(other)) = (in_hangul(&surname.folded), in_hangul(&given.folded))
            {
                add_korean(&one, &other, false);
            }
            if let (Some(one), Some(other)) = (cantonese(&surname.folded), cantonese(&given.folded))
            {
                others.push(vec![surname.in_cantonese(one), given.in_cantonese(other)]);
            }
            let whole = surname.folded.clone() + &given.folded;
            for [one, other] in in_katakana(&whole) {
                others.push(vec![Part::new(&one), Part::new(&other)]);
            }
        }
        _ => {}
    }
    others
}

#[cfg(test)]
mod tests {
    use crate::names::{Name, similarity_of};

    #[test]
    fn each_language_reads_them_its_way() {
        for (a, b) in [
            ("陳婉嫻", "Chan Yuen-han"),
            ("李在明", "Lee Jae-myung"),
            ("安倍晋三", "Abe Shinzo"),
            ("蔡英文", "Tsai Ing-wen"),
            ("이재명", "Lee Jae-myung"),
        ] {
            let score = similarity_of(&Name::new(a), &Name::new(b));
            assert!(score > 0.5, "{a} {b} {score}");
        }
        let names = ["李", "이", "李在", "司馬昭之"].map(Name::new);
        assert!(names.iter().all(|name| name.readings().count() >= 1));
    }
}
