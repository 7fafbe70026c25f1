//! Names: whether two spellings are one name, and where the glossary's entities are mentioned in a text.
//!
//! ```
//! use copydesk::names::similarity;
//!
//! assert!(similarity("Mevlüt Çavuşoğlu", "Mawlud Jawish Oghlu") > 0.5);
//! assert!(similarity("Fahrettin Altun", "فخر الدين ألتون") > 0.5);
//! assert!(similarity("Olaf Scholz", "Olaf Schulze") < 0.5);
//! ```

mod against;
#[doc(hidden)]
pub mod align;
mod apart;
mod caseless;
mod changed;
mod cited;
mod cluster;
mod compare;
#[doc(hidden)]
pub mod costs;
mod counterpart;
mod detail;
mod diacritics;
mod edges;
mod explain;
mod features;
mod given;
mod heard;
mod inflection;
mod keys;
mod lately;
mod layout;
mod meant;
mod mentions;
mod misspelt;
mod pair;
mod parts;
mod persons;
mod resolve;
mod respelling;
mod runs;
mod sightings;
mod signature;
mod skeleton;
mod slips;
mod sounds;
mod strayed;
mod suspects;
mod table;
mod tongues;
mod twins;
mod unspaced;
mod unspaced_twins;

pub use against::{Against, Change, Changed, Missing, against};
pub use caseless::caseless_twins;
pub use cited::{is_explanation, is_spoken_of};
pub use compare::{Comparison, Match, MatchKind, compare, similarity_of};

pub use diacritics::{Accents, Spelling, spelling};
pub use explain::{PartExplained, explain, script_of};
pub use features::{FEATURES, Features};
pub use inflection::{bends, is_known as are_habits_known, respells};
pub use keys::{keys, keys_of, lookups_of};
pub use meant::{
    are_in_one_sentence, is_called_a_spelling, is_correction, is_in_tongue, is_introduced,
    leave_out_doubtful,
};
pub use mentions::{Mention, can_begin_name, find_mentions};
pub use parts::{Name, Part, PartKind};
pub use resolve::{
    Candidate, LOOKUP_FEATURES, LookupFeatures, ResolveOptions, Resolver, compile, known_by,
};
pub use respelling::{Difference, normal, without_joint};
pub use runs::{Run, runs};
pub use sightings::{Owner, Sighting, lower_case_words, sightings};
pub use signature::{could_match, signature_of};
pub use slips::is_surname_slip;
pub use sounds::{sound_of_beginning, sounds_file};
pub use suspects::{Suspect, Suspects};
pub use table::{FormCount, NameRow, NameTable, Place};
pub use twins::{SoundPair, Twin, digest_pairs, pairs, respelling, twins};

pub use crate::romanise::{Reading, readings};

use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Digest, Document, FormUse};
use crate::glossary::{Entity, Glossary, Kind, Standing};
use crate::lang::Lang;
use crate::text::chars::{Script, first_script};
use crate::text::fold::fold;

/// The probability that two spellings are one name, from what stands in them alone.
pub fn similarity(a: &str, b: &str) -> f64 {
    similarity_of(&Name::new(a), &Name::new(b))
}

/// Whether the person with this identifier is kept out of what is learned from, to measure on: every
/// fifth.
pub fn is_kept_out(id: &str) -> bool {
    fold_of(id) == 0
}

/// The fifth of all people that the one with this identifier is in.
pub fn fold_of(id: &str) -> u64 {
    xxh3_64(id.as_bytes()) % 5
}

/// The canonical form of an entity in a language: its own there, or the default where the text is
/// in Latin script; `None` where the language writes names in its own way and none is recorded.
pub fn canonical_form(entity: &Entity, lang: Option<Lang>, script: Script) -> Option<&str> {
    let own = lang.and_then(|lang| entity.forms_in(lang).first());
    match own {
        Some(form) => Some(form),
        None if script == Script::LATIN && !lang.is_some_and(respells) => Some(&entity.canonical),
        None => None,
    }
}

/// Whether a folded form is right in a language.
pub fn is_right_in(entity: &Entity, lang: Option<Lang>, folded: &[Box<str>]) -> bool {
    // Folding keeps the script; most forms are of another one.
    let script = folded.first().and_then(|word| first_script(word));
    let same = |form: &String| first_script(form) == script && is_folded_as(form, folded);
    // A text whose variety is not known may be in any.
    let in_varieties = |lang: Lang| {
        let others = entity.forms.iter().filter(|(key, _)| *key != lang);
        let mut own = others.filter(|(key, _)| lang.covers(key));
        own.any(|(_, forms)| forms.iter().any(same))
    };
    same(&entity.canonical)
        || entity.accepted.iter().any(same)
        || lang.is_some_and(|lang| entity.forms_in(lang).iter().any(same) || in_varieties(lang))
}

/// Whether a folded form is a person's right one in the order of the person's own language, surname first, where
/// the press may keep that (`Kishida Fumio`): a house style.
pub fn keeps_own_order(entity: &Entity, lang: Option<Lang>, folded: &[Box<str>]) -> bool {
    let turned: Vec<Box<str>> = folded.iter().rev().cloned().collect();
    inflection::may_keep_order(entity.native) && is_right_in(entity, lang, &turned)
}

/// A name of which a part was put right, as the canonical form if that is so but for marks elsewhere, lest the
/// repair be half done; `None` where it would be none of the right forms.
pub fn whole_name(entity: &Entity, repaired: &str, part: &str) -> Option<String> {
    let folded = fold(repaired);
    let is_whole = |form: &String| form.contains(part) && fold(form) == folded;
    if is_whole(&entity.canonical) {
        return Some(entity.canonical.clone());
    }
    let is_right = entity.right_forms().any(|form| fold(form) == folded);
    is_right.then(|| repaired.to_owned())
}

/// Whether right forms of an entity may be two spellings of one name: those of a place are two names, and
/// where words are run together a short name of anything but a person looks like another spelling.
pub fn may_be_respelt(entity: &Entity, script: Script) -> bool {
    entity.kind == Kind::Person || entity.kind != Kind::Place && !script.runs_words_together()
}

/// From this probability on two forms are spellings of one name, and two surnames behind one given name.
const ONE_NAME: f64 = 0.5;
const ONE_SURNAME: f64 = 0.75;

/// Whether two right forms of an entity, or parts of them, are two names of it (`ISIS`, `Daesh`) and no two
/// spellings of one. Of a person's surname little is known alone.
pub fn are_two_names(entity: &Entity, one: &str, other: &str) -> bool {
    let given = entity.canonical.split(' ').next().unwrap_or_default();
    let behind_one = || {
        let full = |surname: &str| format!("{given} {surname}");
        similarity(&full(one), &full(other)) >= ONE_SURNAME
    };
    let is_surname = entity.kind == Kind::Person && !one.contains(' ') && !other.contains(' ');
    similarity(one, other) < ONE_NAME && !(is_surname && behind_one())
}

/// Whether texts in a language may be in either of two varieties that write names in Han characters in
/// their own ways, and it is not known which.
fn has_unknown_variety(lang: Lang, script: Script) -> bool {
    script == Script::HAN && lang.is_one_of(&["zh"]) && lang == lang.without_variety()
}

/// Whether words are, marks apart, part of a form that a language has of its own.
pub fn has_own_part(entity: &Entity, lang: Option<Lang>, words: &str) -> bool {
    let words = fold_words(words);
    let has_part = |form: &String| {
        let parts = fold_words(form);
        parts.windows(words.len().max(1)).any(|part| part == words)
    };
    lang.is_some_and(|lang| entity.forms_in(lang).iter().any(has_part))
}

/// Whether the words of a form are these, folded.
fn is_folded_as(form: &str, folded: &[Box<str>]) -> bool {
    match words_of_ascii(form) {
        Some(words) => {
            let mut folded = folded.iter();
            let is_next = |word: &str| {
                folded
                    .next()
                    .is_some_and(|own| word.eq_ignore_ascii_case(own))
            };
            words.clone().all(is_next) && folded.next().is_none()
        }
        None => fold_words(form) == folded,
    }
}

fn n_words_of(form: &str) -> usize {
    match words_of_ascii(form) {
        Some(words) => words.count(),
        None => crate::text::words::scan(form).words.len(),
    }
}

/// The words of a form that is of ASCII throughout, as [`scan`](crate::text::words::scan) finds them.
fn words_of_ascii(form: &str) -> Option<impl Iterator<Item = &str> + Clone> {
    let words = form.split(|c: char| !c.is_ascii_alphanumeric());
    form.is_ascii()
        .then(|| words.filter(|word| !word.is_empty()))
}

fn fold_words(form: &str) -> Vec<Box<str>> {
    crate::text::words::scan(form)
        .words
        .iter()
        .map(|word| fold(&form[word.span.range()]).into_boxed_str())
        .collect()
}

/// What the batch keeps: the first full mention of each form of a person or organisation that has
/// several right forms of equal length in the document's language. Of two such forms in one document
/// only the usual one is kept: that they differ is said of the document itself.
pub fn digest(
    doc: &Document,
    mentions: &[Mention],
    glossary: &Glossary,
    lang: impl Fn() -> Option<Lang>,
) -> Digest {
    let mut kept: Vec<(FormUse, usize)> = Vec::new();
    let mut digest_lang = None;
    for mention in mentions
        .iter()
        .filter(|mention| mention.is_full && !mention.has_capitals)
    {
        let form = glossary.form(mention.form);
        let entity = glossary.entity(mention.entity);
        if form.standing != Standing::Right || !may_be_respelt(entity, form.script) {
            continue;
        }
        let lang = lang();
        if lang.is_some_and(|lang| has_unknown_variety(lang, form.script)) {
            continue;
        }
        let n_alike = lang.map_or(0, |lang| {
            let same_length = |other: &&String| n_words_of(other) == form.words.len();
            entity.forms_in(lang).iter().filter(same_length).count()
        });
        if n_alike < 2 || !is_right_in(entity, lang, &form.words) {
            continue;
        }
        let folded = form.words.join(" ");
        let is_same = |known: &FormUse| known.entity == mention.entity && known.form == folded;
        if let Some((_, times)) = kept.iter_mut().find(|(known, _)| is_same(known)) {
            *times += 1;
            continue;
        }
        digest_lang = lang;
        let first_use = FormUse {
            entity: mention.entity,
            form: folded,
            is_canonical: lang
                .and_then(|lang| entity.forms_in(lang).first())
                .is_some_and(|canonical| is_folded_as(canonical, &form.words)),
            written: doc.slice(mention.span).to_owned(),
            location: doc.locator().locate(mention.span),
        };
        kept.push((first_use, 1));
    }
    let length = |used: &FormUse| used.form.split(' ').count();
    let is_usual = |(used, times): &&(FormUse, usize)| {
        kept.iter().all(|(other, other_times)| {
            other.entity != used.entity
                || length(other) != length(used)
                || (*times, used.is_canonical) >= (*other_times, other.is_canonical)
        })
    };
    Digest {
        lang: digest_lang,
        forms: kept
            .iter()
            .filter(is_usual)
            .map(|(used, _)| used.clone())
            .collect(),
        ..Digest::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{
        digest, find_mentions, fold_words, is_folded_as, is_right_in, n_words_of, similarity,
    };
    use crate::document::Document;
    use crate::glossary::{Entity, Glossary, Kind};
    use crate::lang::Lang;

    #[test]
    fn one_name_in_many_spellings() {
        for (a, b) in [
            ("Mevlüt Çavuşoğlu", "Mawlud Jawish Oghlu"),
            ("Mevlüt Çavuşoğlu", "Мевлюту Чавушоглу"),
            ("Владимир Путин", "Vlagyimir Putyin"),
            ("Vladimir Poutine", "فلاديمير بوتين"),
            ("בנימין נתניהו", "Netanyahu, Benjamin"),
            ("Ursula von der Leyen", "ウルズラ・フォン・デア・ライエン"),
            ("Narendra Modi", "नरेन्द्र मोदी"),
            ("Kim Jong-un", "김정은"),
            ("Κυριάκος Μητσοτάκης", "K. Mitsotakis"),
            ("Ömer Çelik", "Ã–mer Ã‡elik"),
        ] {
            let (there, back) = (similarity(a, b), similarity(b, a));
            assert!(there > 0.5 && back > 0.5, "{a} {b} {there} {back}");
        }
    }

    #[test]
    fn other_people_stay_apart() {
        for (a, b) in [
            ("Olaf Scholz", "Olaf Schulze"),
            ("Mario Rossi", "Maria Rossi"),
            ("Peter Jansen", "Peter Janssen"),
            ("Uday Saddam Hussein", "Qusay Saddam Hussein"),
            ("Bilal Erdoğan", "Recep Tayyip Erdoğan"),
            ("George Bush", "George Habbash"),
            ("Tim Cook", "Тим Скотт"),
            ("", "Tim Cook"),
            ("", ""),
            ("-- 12 --", "١٢"),
        ] {
            assert!(similarity(a, b) < 0.5, "{a} {b} {}", similarity(a, b));
        }
    }

    #[test]
    fn of_two_forms_in_one_document_the_batch_hears_of_the_usual_one() {
        let text = "Sergei Lavrov came. Sergei Lavrov spoke. Sergey Lavrov left.";
        let (doc, glossary) = (Document::from_text("a", text), Glossary::default());
        let lang = || Some(Lang::ENGLISH);
        let mentions = find_mentions(&doc, &glossary, lang);
        assert_eq!(mentions.len(), 3);
        let forms = digest(&doc, &mentions, &glossary, lang).forms;
        let written: Vec<&str> = forms.iter().map(|used| used.written.as_str()).collect();
        assert_eq!(written, ["Sergei Lavrov"]);
    }

    #[test]
    fn of_chinese_the_batch_hears_where_the_variety_is_known() {
        let text = "总统弗拉基米尔·泽连斯基说，联合国将在周三开会。";
        let (doc, glossary) = (Document::from_text("a", text), Glossary::default());
        for (lang, kept) in [("zh", &[][..]), ("zh-CN", &["弗拉基米尔·泽连斯基"])] {
            let lang = || lang.parse().ok();
            let mentions = find_mentions(&doc, &glossary, lang);
            assert_eq!(mentions.len(), 2);
            let forms = digest(&doc, &mentions, &glossary, lang).forms;
            let written: Vec<&str> = forms.iter().map(|used| used.written.as_str()).collect();
            assert_eq!(written, kept);
        }
    }

    #[test]
    fn forms_are_compared_where_they_stand() {
        let forms = [
            "Kim Jong-un",
            "O'Neill 2nd",
            "Łódź",
            "Recep Tayyip Erdoğan",
            "-",
        ];
        for form in forms {
            let folded = fold_words(form);
            assert!(is_folded_as(form, &folded), "{form}");
            assert_eq!(n_words_of(form), folded.len(), "{form}");
            assert!(!is_folded_as(&format!("{form} more"), &folded), "{form}");
            assert!(!is_folded_as("Kim Jong", &folded), "{form}");
        }
    }

    #[test]
    fn a_text_of_unknown_variety_may_be_in_any() {
        let mut entity = Entity::new("a", Kind::Person, "Oana Test");
        let tag = |tag: &str| tag.parse::<Lang>().expect("it is a tag");
        entity.forms = vec![(tag("zh-Hant"), vec!["歐阿娜".into()])];
        let folded: Vec<Box<str>> = vec!["歐阿娜".into()];
        assert!(is_right_in(&entity, Some(tag("zh")), &folded));
        assert!(is_right_in(&entity, Some(tag("zh-Hant")), &folded));
        assert!(!is_right_in(&entity, Some(tag("zh-Hans")), &folded));
        assert!(!is_right_in(&entity, Some(tag("ja")), &folded));
    }
}
