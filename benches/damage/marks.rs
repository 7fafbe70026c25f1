//! Characters written as references of HTML, as escapes of programs and of mail.

use std::fmt::Write as _;

use crate::kinds::Planted;

#[derive(Clone, Copy)]
pub(crate) enum Reference {
    Named,
    Numeric,
    Hex,
    DoubleNamed,
    DoubleNumeric,
    /// `& # 39;`
    Spaced,
    /// `& # 39; ` as translation engines write it.
    SpacedAfter,
    /// `& quot;`
    SpacedName,
    /// `& quot ;`
    SpacedNameBoth,
    /// `#39;`
    NoAmpersand,
    /// `quot;`
    NoAmpersandName,
    /// `&quot`, `&#39`
    NoSemicolon,
}

#[derive(Clone, Copy)]
pub(crate) enum Escape {
    Backslash,
    BackslashQuotes,
    Bare,
    BareQuotes,
    DoubledBackslash,
    Percent,
    QuotedPrintable,
}

/// Names of references: U+00A0 to U+00FF, then others (HTML 4.01).
const LATIN_1: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg \
macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc \
Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute \
icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute \
thorn yuml";
const OTHERS: &[(char, &str)] = &[
    ('"', "quot"),
    ('\'', "apos"),
    ('&', "amp"),
    ('‘', "lsquo"),
    ('’', "rsquo"),
    ('“', "ldquo"),
    ('”', "rdquo"),
    ('„', "bdquo"),
    ('–', "ndash"),
    ('—', "mdash"),
    ('…', "hellip"),
    ('š', "scaron"),
    ('œ', "oelig"),
    ('€', "euro"),
];

fn name_of(c: char) -> Option<&'static str> {
    let other = OTHERS.iter().find(|(other, _)| *other == c);
    other.map(|(_, name)| *name).or_else(|| {
        let idx = u32::from(c).checked_sub(0xA0)?;
        LATIN_1.split(' ').nth(idx as usize)
    })
}

pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '‘' | '’' | '“' | '”' | '«' | '»' | '„' | '&'
    )
}

pub(crate) fn is_accented(c: char) -> bool {
    ('À'..='ÿ').contains(&c) && !matches!(c, '×' | '÷')
}

/// The line with these characters as references.
pub(crate) fn references(line: &str, how: Reference, which: fn(char) -> bool) -> Option<Planted> {
    // An ampersand that already begins a reference, or a line about markup.
    if line.contains(['<', '#']) || (line.contains('&') && line.contains(';')) {
        return None;
    }
    let mut damaged = String::with_capacity(line.len() * 2);
    let mut before = ' ';
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next().unwrap_or(' ');
        if which(c) {
            write_reference(&mut damaged, c, how, (before, after))?;
        } else {
            damaged.push(c);
        }
        before = c;
    }
    Planted::new(line, damaged)
}

fn write_reference(
    out: &mut String,
    c: char,
    how: Reference,
    (before, after): (char, char),
) -> Option<()> {
    let number = u32::from(c);
    let is_inside = before.is_alphanumeric() && after.is_alphanumeric();
    let result = match how {
        Reference::Named => write!(out, "&{};", name_of(c)?),
        Reference::Numeric => write!(out, "&#{number};"),
        Reference::Hex => write!(out, "&#x{number:X};"),
        Reference::DoubleNamed => write!(out, "&amp;{};", name_of(c)?),
        Reference::DoubleNumeric => write!(out, "&amp;#{number};"),
        Reference::Spaced => write!(out, "& # {number};"),
        // Beside a word's end no program can tell which space was there.
        Reference::SpacedAfter if is_inside && !matches!(c, '"' | '“' | '”' | '„' | '&') => {
            write!(out, "& # {number}; ")
        }
        Reference::SpacedAfter => write!(out, "{c}"),
        Reference::SpacedName => write!(out, "& {};", name_of(c)?),
        Reference::SpacedNameBoth => write!(out, "& {} ;", name_of(c)?),
        Reference::NoAmpersand => write!(out, "#{number};"),
        Reference::NoAmpersandName => write!(out, "{};", name_of(c)?),
        // Before a digit the number would go on.
        Reference::NoSemicolon if after.is_alphanumeric() => write!(out, "&#{number}"),
        Reference::NoSemicolon => write!(out, "&{}", name_of(c)?),
    };
    result.ok()?;
    (!(matches!(how, Reference::NoSemicolon) && after.is_ascii_digit())).then_some(())
}

/// The line with its characters beyond ASCII escaped.
pub(crate) fn escaped(line: &str, how: Escape) -> Option<Planted> {
    if line.contains(['\\', '=', '%']) {
        return None;
    }
    let mut damaged = String::with_capacity(line.len() * 2);
    for c in line.chars() {
        let is_meant = match how {
            Escape::BackslashQuotes | Escape::BareQuotes => is_quote(c),
            _ => true,
        };
        if c.is_ascii() || !is_meant {
            damaged.push(c);
        } else {
            write_escape(&mut damaged, c, how);
        }
    }
    Planted::new(line, damaged)
}

fn write_escape(out: &mut String, c: char, how: Escape) {
    let mut units = [0; 2];
    let mut bytes = [0; 4];
    let prefix = match how {
        Escape::Backslash | Escape::BackslashQuotes => "\\u",
        Escape::Bare | Escape::BareQuotes => "u",
        Escape::DoubledBackslash => "\\\\u",
        Escape::Percent => "%",
        Escape::QuotedPrintable => "=",
    };
    if prefix.ends_with('u') {
        for unit in c.encode_utf16(&mut units) {
            write!(out, "{prefix}{unit:04x}").expect("a string takes everything");
        }
    } else {
        for byte in c.encode_utf8(&mut bytes).bytes() {
            write!(out, "{prefix}{byte:02X}").expect("a string takes everything");
        }
    }
}
