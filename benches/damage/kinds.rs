//! Every kind of damage: its group, its name, the languages it befalls, and how it is done.

use copydesk::lang::Lang;

use crate::natural::{LAYERS, TAKEN_FOR, UTF8_AS, UTF8_AS_WIDE, WIDE_TAKEN_FOR, is_natural};
use crate::rng::Rng;
use crate::{bytes, letters, marks, phrases};

/// A damaged line.
pub(crate) struct Planted {
    /// The line as it was.
    pub(crate) original: String,
    /// What counts as repaired as well.
    pub(crate) also: Option<String>,
    pub(crate) damaged: String,
    /// Where the damage is, for the kinds that ask for detection only.
    pub(crate) places: Vec<(usize, usize)>,
}

impl Planted {
    /// A whole line against a whole line; `None` where nothing changed.
    pub(crate) fn new(original: impl Into<String>, damaged: impl Into<String>) -> Option<Self> {
        let (original, damaged) = (original.into(), damaged.into());
        (original != damaged && !damaged.contains('\n')).then_some(Self {
            original,
            also: None,
            damaged,
            places: Vec::new(),
        })
    }

    /// Whether a line is the one that was damaged.
    pub(crate) fn is(&self, line: &str) -> bool {
        line == self.original || self.also.as_deref() == Some(line)
    }
}

type Plant = Box<dyn Fn(&str, &mut Rng) -> Option<Planted> + Send + Sync>;

pub(crate) struct Kind {
    pub(crate) group: &'static str,
    pub(crate) name: String,
    /// The page whose languages it befalls; all where there is none.
    page: Option<&'static str>,
    pub(crate) plant: Plant,
    /// Only a finding is asked for.
    pub(crate) is_detection: bool,
    /// What the lines around it look like in its article.
    pub(crate) around: Around,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    /// Damaged in the same way.
    Damaged,
    Clean,
    /// It is no line of an article.
    Nothing,
}

impl Kind {
    pub(crate) fn befalls(&self, lang: Lang) -> bool {
        self.page.is_none_or(|page| is_natural(page, lang))
    }
}

struct Kinds(Vec<Kind>);

impl Kinds {
    fn add(
        &mut self,
        group: &'static str,
        name: impl Into<String>,
        page: Option<&'static str>,
        plant: impl Fn(&str, &mut Rng) -> Option<Planted> + Send + Sync + 'static,
    ) {
        self.0.push(Kind {
            group,
            name: name.into(),
            page,
            plant: Box::new(plant),
            is_detection: matches!(group, "lost" | "mixed"),
            around: match group {
                "short" => Around::Nothing,
                "partial" | "mixed" => Around::Clean,
                _ => Around::Damaged,
            },
        });
    }
}

pub(crate) fn all() -> Vec<Kind> {
    let mut kinds = Kinds(Vec::new());
    read_wrongly(&mut kinds);
    words(&mut kinds);
    lossy(&mut kinds);
    entities(&mut kinds);
    escapes(&mut kinds);
    lost(&mut kinds);
    mixed(&mut kinds);
    kinds.0
}

fn read_wrongly(kinds: &mut Kinds) {
    for &page in UTF8_AS {
        kinds.add("utf8", format!("utf8>{page}"), None, move |line, _| {
            bytes::utf8_as(line, page, false)
        });
    }
    for page in ["1255", "1256", "1257", "874"] {
        let name = format!("utf8>{page} sloppy");
        kinds.add("utf8", name, None, move |line, _| {
            bytes::utf8_as(line, page, true)
        });
    }
    kinds.add("utf8", "cesu8>1252", None, |line, _| {
        bytes::cesu8(line, "1252")
    });
    for &page in UTF8_AS_WIDE {
        for (suffix, lost) in [("", 0..=0), (" lossy", 1..=2)] {
            let name = format!("utf8>{page}{suffix}");
            kinds.add("utf8-cjk", name, None, move |line, _| {
                bytes::utf8_as_wide(line, page, &lost)
            });
        }
    }
    for &layers in LAYERS {
        let name = format!("utf8>{}", layers.join(">"));
        kinds.add("double", name, None, move |line, _| {
            bytes::layers(line, layers)
        });
    }
    kinds.add("c1", "1252>latin-1", Some("1252"), |line, _| {
        bytes::page_as(line, "1252", "latin-1")
    });
    for (group, pairs) in [("1byte", TAKEN_FOR), ("cjk bytes", WIDE_TAKEN_FOR)] {
        for &(page, others) in pairs {
            for other in others.split(' ') {
                let name = format!("{page}>{other}");
                kinds.add(group, name, Some(page), move |line, _| {
                    bytes::page_as(line, page, other)
                });
            }
        }
    }
}

fn words(kinds: &mut Kinds) {
    const SHORT: &[(&str, &str, Option<&str>)] = &[
        ("utf8", "1252", None),
        ("utf8", "latin-1", None),
        ("utf8", "1254", None),
        ("1250", "1252", Some("1250")),
        ("1251", "1252", Some("1251")),
        ("1254", "1252", Some("1254")),
        ("1257", "1252", Some("1257")),
        ("1253", "1252", Some("1253")),
        ("1252", "1250", Some("1252")),
    ];
    const PARTIAL: &[(&str, &[&str], Option<&str>)] = &[
        ("utf8", &["1252"], None),
        ("utf8", &["latin-1"], None),
        ("utf8", &["1250"], None),
        ("utf8", &["1252", "1252"], None),
        ("1254", &["1252"], Some("1254")),
        ("1250", &["1252"], Some("1250")),
        ("1251", &["1252"], Some("1251")),
    ];
    for &(page, other, of) in SHORT {
        kinds.add("short", format!("{page}>{other}"), of, move |line, rng| {
            phrases::short(line, page, other, rng)
        });
    }
    for &(page, others, of) in PARTIAL {
        let name = format!("{page}>{}", others.join(">"));
        kinds.add("partial", name, of, move |line, rng| {
            phrases::partial(line, page, others, rng)
        });
    }
}

fn lossy(kinds: &mut Kinds) {
    use bytes::Loss;
    let losses = [
        ("A0>space", Loss::NbspToSpace),
        ("undefined>?", Loss::Undefined(Some('?'))),
        ("undefined>U+FFFD", Loss::Undefined(Some('\u{FFFD}'))),
        ("undefined dropped", Loss::Undefined(None)),
        ("latin-1, C1 dropped", Loss::C1Dropped),
        ("AD dropped", Loss::SoftHyphenDropped),
        ("last byte cut", Loss::LastByteCut),
    ];
    for (name, loss) in losses {
        kinds.add("lossy", name, None, move |line, rng| {
            bytes::lossy(line, loss, rng)
        });
    }
}

fn entities(kinds: &mut Kinds) {
    use marks::Reference;
    let references = [
        ("named", Reference::Named),
        ("numeric", Reference::Numeric),
        ("hex", Reference::Hex),
        ("double named", Reference::DoubleNamed),
        ("double numeric", Reference::DoubleNumeric),
        ("& # 39;", Reference::Spaced),
        ("& # 39; t", Reference::SpacedAfter),
        ("& name;", Reference::SpacedName),
        ("& name ;", Reference::SpacedNameBoth),
        ("#39;", Reference::NoAmpersand),
        ("name;", Reference::NoAmpersandName),
        ("no semicolon", Reference::NoSemicolon),
    ];
    for (name, reference) in references {
        kinds.add("entity", format!("quotes {name}"), None, move |line, _| {
            marks::references(line, reference, marks::is_quote)
        });
    }
    for (name, reference) in &references[..9] {
        let reference = *reference;
        kinds.add("entity", format!("letters {name}"), None, move |line, _| {
            marks::references(line, reference, marks::is_accented)
        });
    }
}

fn escapes(kinds: &mut Kinds) {
    use marks::Escape;
    let escapes = [
        ("\\uXXXX", Escape::Backslash),
        ("\\uXXXX quotes", Escape::BackslashQuotes),
        ("uXXXX", Escape::Bare),
        ("uXXXX quotes", Escape::BareQuotes),
        ("\\\\uXXXX", Escape::DoubledBackslash),
        ("percent", Escape::Percent),
        ("quoted-printable", Escape::QuotedPrintable),
    ];
    for (name, escape) in escapes {
        kinds.add("escape", name, None, move |line, _| {
            marks::escaped(line, escape)
        });
    }
}

fn lost(kinds: &mut Kinds) {
    use letters::Loss;
    let losses = [
        ("letters>?", Loss::Letters("?")),
        ("one letter>?", Loss::OneLetter("?")),
        ("letters>U+FFFD", Loss::Letters("\u{FFFD}")),
        ("one letter>U+FFFD", Loss::OneLetter("\u{FFFD}")),
        ("letters>ï¿½", Loss::Letters("ï¿½")),
        ("words>???", Loss::Words),
        ("apostrophe>?", Loss::Apostrophes("?")),
        ("apostrophe>U+FFFD", Loss::Apostrophes("\u{FFFD}")),
        ("apostrophe>ï¿½", Loss::Apostrophes("ï¿½")),
    ];
    for (name, loss) in losses {
        kinds.add("lost", name, None, move |line, rng| {
            letters::lost(line, loss, rng)
        });
    }
}

fn mixed(kinds: &mut Kinds) {
    use letters::Switch;
    let switches = [
        ("one letter", Switch::Any),
        ("first letter", Switch::First),
        ("last letter", Switch::Last),
        ("word of one letter", Switch::Alone),
        ("whole word", Switch::Whole),
        ("foreign letter inside", Switch::Inside),
        ("foreign letter at first", Switch::Before),
    ];
    for (name, switch) in switches {
        kinds.add("mixed", name, None, move |line, rng| {
            letters::mixed(line, switch, rng)
        });
    }
}
