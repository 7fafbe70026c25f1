//! The sounds that names are compared by.

/// Declares the units: variant, its letter in the data, the classes that it can stand for.
macro_rules! units {
    ($($(#[$doc:meta])* $name:ident = $letter:literal $classes:literal;)*) => {
        /// A sound, or a letter whose sound depends on the language: what all scripts are read into.
        ///
        /// Which units stand for one another, and how surely, is learned
        /// ([`names::costs`](crate::names::costs)); here it only counts that they are few and that every letter
        /// has its own where its history differs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Unit { $($(#[$doc])* $name,)* }

        impl Unit {
            /// All of them, in order.
            pub const ALL: [Unit; [$($letter),*].len()] = [$(Unit::$name),*];

            /// The letter that stands for the unit in the data.
            pub fn letter(self) -> char {
                match self { $(Unit::$name => $letter,)* }
            }

            /// The unit that a letter of the data stands for.
            pub fn from_letter(letter: char) -> Option<Unit> {
                match letter { $($letter => Some(Unit::$name),)* _ => None }
            }

            /// The classes that it can stand for, whatever the script.
            pub fn classes(self) -> Classes {
                const CLASSES: [Classes; Unit::COUNT] = [$(Classes::from_letters($classes)),*];
                CLASSES[self.index()]
            }
        }
    };
}

units! {
    /// p
    P = 'p' "P";
    /// b
    B = 'b' "P";
    /// f
    F = 'f' "F";
    /// v
    V = 'v' "F";
    /// w: a consonant, or (in Arabic and Hebrew) a vowel.
    W = 'w' "F-";
    /// m
    M = 'm' "M";
    /// n
    N = 'n' "N";
    /// ng
    Ng = 'ŋ' "N";
    /// t
    T = 't' "T";
    /// d
    D = 'd' "T";
    /// s
    S = 's' "S";
    /// z
    Z = 'z' "S";
    /// ts
    Ts = 'c' "S";
    /// dz
    Dz = 'ʒ' "S";
    /// tsh
    Tsh = 'č' "S";
    /// dzh
    Dzh = 'ǰ' "S";
    /// sh
    Sh = 'š' "S";
    /// zh
    Zh = 'ž' "S";
    /// Latin c.
    LatinC = 'C' "KS";
    /// Latin j.
    LatinJ = 'J' "S-";
    /// Latin x.
    LatinX = 'X' "SK";
    /// Latin sz.
    LatinSz = 'Z' "S";
    /// Latin ch.
    LatinCh = 'H' "SK";
    /// k
    K = 'k' "K";
    /// g
    G = 'g' "K";
    /// Latin g before e, i and y.
    LatinG = 'G' "KS";
    /// q
    Q = 'q' "K";
    /// kh
    Kh = 'x' "K-";
    /// gh
    Gh = 'ğ' "K-";
    /// h
    H = 'h' "-";
    /// th as in thin
    Th = 'θ' "T";
    /// th as in then
    Dh = 'ð' "T";
    /// l
    L = 'l' "L";
    /// r
    R = 'r' "R";
    /// The consonant y.
    Y = 'y' "-";
    /// Latin y, Arabic ya, Hebrew yod: a consonant or a vowel.
    Yod = 'Y' "-";
    /// Ain.
    Ain = 'ʿ' "-";
    /// The glottal stop.
    Hamza = 'ʾ' "-";
    /// a
    A = 'a' "-";
    /// e
    E = 'e' "-";
    /// i
    I = 'i' "-";
    /// o
    O = 'o' "-";
    /// u
    U = 'u' "-";
    /// ä, æ, ə
    Ae = 'ə' "-";
    /// ö
    Oe = 'ö' "-";
    /// ü
    Ue = 'ü' "-";
    /// ı, ы
    Dotless = 'ı' "-";
    /// A vowel letter for a: alif, alef.
    LongA = 'ā' "-";
    /// A long i.
    LongI = 'ī' "-";
    /// A long u.
    LongU = 'ū' "-";
    /// Korean eo.
    Eo = 'ŏ' "-";
    /// Korean eu.
    Eu = 'ŭ' "-";
    /// A vowel that may be there: the inherent vowel, a final he.
    Schwa = 'ᵊ' "-";
    /// Latin oo.
    LatinOo = 'O' "-";
    /// Latin ee.
    LatinEe = 'E' "-";
}

impl Unit {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Its number, below [`COUNT`](Self::COUNT).
    pub fn index(self) -> usize {
        self as usize
    }

    /// Whether it is a consonant wherever it is written.
    pub fn is_consonant(self) -> bool {
        !self.is_vowel() && !self.classes().meets(Classes::NONE)
    }

    /// Whether it is a vowel, or may be one.
    pub fn is_vowel(self) -> bool {
        self >= Unit::A || matches!(self, Unit::Y | Unit::Yod | Unit::W)
    }
}

/// A set of the classes of consonants that skeletons are made of: `P` `F` `T` `K` `S` `M` `N` `L`
/// `R`, and none (`-`) for what a skeleton leaves out. The likeliest is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes {
    set: u16,
    likeliest: u8,
}

const CLASS_LETTERS: &str = "-PFTKSMNLR";

impl Classes {
    /// How many there are, with that of no consonant.
    pub const COUNT: u8 = CLASS_LETTERS.len() as u8;

    /// None: what a skeleton leaves out.
    pub const NONE: Self = Self {
        set: 1,
        likeliest: 0,
    };

    /// The set of the letters' classes, the likeliest first.
    pub const fn from_letters(letters: &str) -> Self {
        let (letters, all) = (letters.as_bytes(), CLASS_LETTERS.as_bytes());
        let mut classes = Self {
            set: 0,
            likeliest: 0,
        };
        let mut at = letters.len();
        while at > 0 {
            at -= 1;
            let mut number = 0;
            while number < all.len() {
                if all[number] == letters[at] {
                    classes.set |= 1 << number;
                    classes.likeliest = number as u8;
                }
                number += 1;
            }
        }
        classes
    }

    /// The numbers of the classes, the likeliest first; 0 is none.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        let others = (0..CLASS_LETTERS.len() as u8)
            .filter(move |number| self.set & (1 << number) != 0 && *number != self.likeliest);
        std::iter::once(self.likeliest)
            .filter(move |_| self.set != 0)
            .chain(others)
    }

    /// The number of the likeliest class.
    pub fn likeliest(self) -> u8 {
        self.likeliest
    }

    /// A bit for each number.
    pub fn bits(self) -> u16 {
        self.set
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.set.count_ones() as usize
    }

    /// Whether there is none, not even that a skeleton leaves it out.
    pub fn is_empty(self) -> bool {
        self.set == 0
    }

    /// Whether the sets have one in common.
    pub fn meets(self, other: Self) -> bool {
        self.set & other.set != 0
    }
}

/// Units in the notation of the data.
///
/// ```
/// use copydesk::romanise::{notation, Unit};
/// assert_eq!(notation(&[Unit::Sh, Unit::O, Unit::L, Unit::Ts]), "šolc");
/// ```
pub fn notation(units: &[Unit]) -> String {
    units.iter().map(|unit| unit.letter()).collect()
}

#[cfg(test)]
mod tests {
    use super::Unit;

    #[test]
    fn every_unit_has_its_letter() {
        for (idx, unit) in Unit::ALL.into_iter().enumerate() {
            assert_eq!(unit.index(), idx);
            assert_eq!(Unit::from_letter(unit.letter()), Some(unit));
        }
    }
}
