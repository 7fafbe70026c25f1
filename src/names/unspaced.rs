//! Names of the glossary in scripts that run words together: looked for at each letter, since no word
//! shows where they begin.

use memchr::memmem;

use super::Mention;
use super::edges::{
    begins_at, ends_at, is_after_interpunct, is_after_junior, is_joint, may_follow_given_name,
};
use crate::document::Document;
use crate::glossary::roles::is_known_by_surname;
use crate::glossary::{Beginnings, Form, FormId, Glossary, KEY_LETTERS, Kind, Standing};
use crate::text::chars::{Script, properties};
use crate::text::words::{Summary, Word};

/// Surnames that are looked for in one document.
const MOST_SURNAMES: usize = 256;

/// Whether a text has letters of such a script.
pub(super) fn is_among(summary: &Summary) -> bool {
    summary.has_non_ascii && summary.scripts().any(Script::runs_words_together)
}

/// A surname that may stand alone.
pub(super) struct Surname<'a> {
    pub(super) written: &'a str,
    pub(super) entity: u32,
    pub(super) form: FormId,
}

/// A form that stands in the text.
struct Found<'a> {
    id: FormId,
    form: &'a Form,
    end: usize,
    /// Where its last word begins.
    last: usize,
}

/// Finds the mentions of a document, in order.
pub(super) struct Finder<'a> {
    doc: &'a Document,
    glossary: &'a Glossary,
    beginnings: Beginnings<'a>,
    mentions: Vec<Mention>,
    /// Entities whose surname others of the text have.
    shared: Vec<u32>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(doc: &'a Document, glossary: &'a Glossary) -> Self {
        Self {
            doc,
            glossary,
            beginnings: glossary.beginnings(),
            mentions: Vec::new(),
            shared: Vec::new(),
        }
    }

    /// The names of the glossary that stand in the text, surnames that are forms of their own among
    /// them.
    pub(super) fn names(mut self, others: &[Mention]) -> Vec<Mention> {
        let mut reached = 0;
        for word in self.doc.words() {
            if word.script().runs_words_together() && word.span.end() > reached {
                reached = self.names_in(*word, word.span.start().max(reached));
            }
        }
        self.without_doubtful(others)
    }

    /// Looks for names that begin in a word from a place on; where the last one ends.
    fn names_in(&mut self, word: Word, from: usize) -> usize {
        let (text, end) = (self.doc.text(), word.span.end());
        let (at, reached) = self.names_in_letters(from, end);
        let mut letters = Letters::new(text, at);
        let mut window = [letters.next(), letters.next(), letters.next()];
        while let [Some((at, a)), Some((_, b)), Some((_, c))] = window
            && at < end
        {
            if self.beginnings.may_be([a, b, c])
                && let Some(reached) = self.name_at(at, [a, b, c])
            {
                if reached >= end {
                    return reached;
                }
                letters = Letters::new(text, reached);
                window = [letters.next(), letters.next(), letters.next()];
                continue;
            }
            window = [window[1], window[2], letters.next()];
        }
        reached
    }

    /// The same as far as three letters of the word follow one another and have three bytes each, as
    /// nearly all of these scripts do; up to where, and where the last name ends.
    fn names_in_letters(&mut self, from: usize, end: usize) -> (usize, usize) {
        const BYTES: usize = 3;
        let bytes = &self.doc.text().as_bytes()[..end];
        let letter = |at: usize| letter_of_three(bytes.get(at..)?);
        let (mut at, mut reached) = (from, 0);
        let mut two = letter(at).zip(letter(at + BYTES));
        while let Some((a, b)) = two
            && let Some(c) = letter(at + 2 * BYTES)
        {
            if self.beginnings.may_be([a, b, c])
                && let Some(behind) = self.name_at(at, [a, b, c])
            {
                (at, reached) = (behind, behind);
                two = letter(at).zip(letter(at + BYTES));
            } else {
                at += BYTES;
                two = Some((b, c));
            }
        }
        (at, reached)
    }

    /// Takes the longest name that begins at a place; where it ends.
    fn name_at(&mut self, at: usize, letters: [char; KEY_LETTERS]) -> Option<usize> {
        let text = self.doc.text();
        let mut best: Option<Found<'a>> = None;
        for (id, form) in self.glossary.beginning_with(letters) {
            let Some((end, last)) = end_of(text, at, &form.written) else {
                continue;
            };
            if best.as_ref().is_some_and(|best| end <= best.end) {
                continue;
            }
            if self.stands_alone(at, end) && !(form.words.len() > 1 && is_after_junior(text, at)) {
                best = Some(Found {
                    id,
                    form,
                    end,
                    last,
                });
            } else if is_after_interpunct(text, at) && form.words.len() == 1 {
                self.share(form.entity);
            }
        }
        let found = best?;
        self.take(at, &found);
        Some(found.end)
    }

    fn share(&mut self, entity: u32) {
        if !self.shared.contains(&entity) {
            self.shared.push(entity);
        }
    }

    fn take(&mut self, at: usize, found: &Found<'a>) {
        let Found { id, form, .. } = *found;
        let is_surname = form.words.len() == 1
            && form.standing == Standing::Right
            && self.has_longer_sister(id, form);
        if is_surname && may_follow_given_name(self.doc.text(), at) {
            return;
        }
        let surname = match form.short_word {
            Some(_) => Some(found.last),
            None => is_surname.then_some(at),
        };
        self.mentions.push(Mention {
            span: self.doc.span(at, found.end),
            entity: form.entity,
            form: id,
            is_full: !is_surname,
            has_capitals: false,
            is_bent: false,
            surname: surname.map(|from| self.doc.span(from, found.end)),
        });
    }

    /// Whether a person has a form of several words in the script of one of one word: that is the
    /// surname.
    fn has_longer_sister(&self, id: FormId, form: &Form) -> bool {
        let is_longer = |other: &Form| {
            other.words.len() > 1
                && other.script == form.script
                && other.standing == Standing::Right
        };
        self.glossary.entity(form.entity).kind == Kind::Person
            && self
                .glossary
                .sister_forms(id)
                .any(|(_, other)| is_longer(other))
    }

    /// Whether what stands between two places may be a name: nothing beside it belongs to it.
    fn stands_alone(&self, at: usize, end: usize) -> bool {
        let text = self.doc.text();
        let is_after_name = self
            .mentions
            .last()
            .is_some_and(|before| before.span.end() == at);
        begins_at(text, at, is_after_name) && ends_at(text, end)
    }

    /// Leaves out surnames that neither the full name licenses nor everybody knows, and those that are
    /// somebody else's as well.
    fn without_doubtful(self, others: &[Mention]) -> Vec<Mention> {
        if self.mentions.iter().all(|mention| mention.is_full) {
            return self.mentions;
        }
        let written = |of: &Mention| (of.entity, self.doc.slice(of.span));
        let full = self.mentions.iter().chain(others).filter(|of| of.is_full);
        let mut full: Vec<(u32, &str)> = full.map(written).collect();
        full.sort_unstable();
        full.dedup();
        let is_sure = |(entity, surname): (u32, &str)| {
            let is_anothers = |other: &(u32, &str)| other.0 != entity && other.1.ends_with(surname);
            let is_licensed = || full.binary_search_by_key(&entity, |other| other.0).is_ok();
            let roles = &self.glossary.entity(entity).roles;
            !self.shared.contains(&entity)
                && (roles.iter().any(is_known_by_surname) || is_licensed())
                && !full.iter().any(is_anothers)
        };
        let surnames = self.mentions.iter().filter(|of| !of.is_full);
        let mut sure: Vec<(u32, &str)> = surnames.map(written).collect();
        sure.sort_unstable();
        sure.dedup();
        sure.retain(|surname| is_sure(*surname));
        let all = self.mentions.iter();
        let sure = all.filter(|of| of.is_full || sure.binary_search(&written(of)).is_ok());
        sure.cloned().collect()
    }
}

/// The surname in a form, as it is written; `None` where there is none that may stand alone.
pub(super) fn surname_of(form: &Form) -> Option<&str> {
    if !form.script.runs_words_together() || form.short_word.is_none() {
        return None;
    }
    let (_, surname) = form.written.rsplit_once(is_joint)?;
    Glossary::is_long_enough(surname, form.script).then_some(surname)
}

/// Finds surnames outside the mentions that are known; none that others of the text have.
pub(super) fn surnames(
    doc: &Document,
    licensed: &[Surname<'_>],
    known: &[Mention],
) -> Vec<Mention> {
    let text = doc.text();
    let mut mentions: Vec<Mention> = Vec::new();
    for surname in licensed.iter().take(MOST_SURNAMES) {
        let of_another = |other: &Surname<'_>| {
            other.entity != surname.entity && other.written == surname.written
        };
        if licensed.iter().any(of_another) {
            continue;
        }
        let own = mentions.len();
        for at in memmem::find_iter(text.as_bytes(), surname.written.as_bytes()) {
            let span = doc.span(at, at + surname.written.len());
            let after = known.partition_point(|mention| mention.span.start() < span.end());
            let around = known[..after].last();
            let around = around.filter(|mention| mention.span.end() > at);
            if around.is_some_and(|mention| mention.entity == surname.entity) {
                continue;
            }
            if around.is_some_and(|mention| mention.is_full) || is_after_interpunct(text, at) {
                mentions.truncate(own);
                break;
            }
            if may_follow_given_name(text, at) {
                continue;
            }
            if begins_at(text, at, false) && ends_at(text, span.end()) {
                mentions.push(Mention {
                    span,
                    entity: surname.entity,
                    form: surname.form,
                    is_full: false,
                    has_capitals: false,
                    is_bent: false,
                    surname: Some(span),
                });
            }
        }
    }
    mentions
}

/// The letter of three bytes that begins here; `None` of a joiner, and where there is no such letter.
#[inline]
fn letter_of_three(bytes: &[u8]) -> Option<char> {
    let [a, b, c] = *bytes.first_chunk()?;
    if a & 0xF0 != 0xE0 || (a, b) == (0xE2, 0x80) {
        return None;
    }
    let bits = |byte: u8, mask: u8, shift: u32| u32::from(byte & mask) << shift;
    char::from_u32(bits(a, 0x0F, 12) | bits(b, 0x3F, 6) | bits(c, 0x3F, 0))
}

/// The letters of a text from a place on, as far as they may be one name.
struct Letters<'t> {
    from: usize,
    chars: std::str::CharIndices<'t>,
}

impl<'t> Letters<'t> {
    fn new(text: &'t str, from: usize) -> Self {
        let chars = text.get(from..).unwrap_or_default().char_indices();
        Self { from, chars }
    }

    /// The next one, with its place; over a joint.
    #[inline]
    fn next(&mut self) -> Option<(usize, char)> {
        let mut is_joined = false;
        loop {
            let (at, c) = self.chars.next()?;
            // Most letters that are asked for.
            if matches!(c, '\u{4E00}'..='\u{9FFF}') {
                return Some((self.from + at, c));
            }
            let kind = properties(c);
            if kind.is_word() {
                return Some((self.from + at, c.to_ascii_lowercase()));
            }
            if kind.is_invisible() {
                continue;
            }
            if is_joined || !is_joint(c) {
                return None;
            }
            is_joined = true;
        }
    }
}

/// Where a form that begins at a place ends, and where its last word begins.
fn end_of(text: &str, at: usize, form: &str) -> Option<(usize, usize)> {
    let is_other = |c: char| !properties(c).is_word();
    let mut rest = text.get(at..)?.chars();
    let mut last = at;
    for c in form.trim_matches(is_other).chars() {
        let here = text.len() - rest.as_str().len();
        let mut found = rest.next()?;
        while properties(found).is_invisible() {
            found = rest.next()?;
        }
        if is_joint(c) && is_joint(found) {
            last = text.len() - rest.as_str().len();
        } else if !c.eq_ignore_ascii_case(&found) {
            return None;
        } else if is_other(c) {
            last = here + found.len_utf8();
        }
    }
    Some((text.len() - rest.as_str().len(), last))
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::glossary::Glossary;
    use crate::names::find_mentions;

    fn found_with(glossary: &Glossary, lang: &str, text: &str) -> Vec<String> {
        let doc = Document::from_text("a", text);
        let mentions = find_mentions(&doc, glossary, || lang.parse().ok());
        let written = mentions.iter().map(|of| doc.slice(of.span).to_owned());
        written.collect()
    }

    #[test]
    fn names_are_found_inside_runs_of_letters() {
        let glossary = Glossary::default();
        for (lang, text, names) in [
            (
                "zh",
                "美国总统唐纳德·特朗普说，特朗普还会再来北马其顿共和国。",
                &["唐纳德·特朗普", "特朗普", "北马其顿"][..],
            ),
            ("zh", "习近平主席和金正恩委员长", &["习近平", "金正恩"]),
            (
                "zh-TW",
                "雷傑普•塔伊普•埃爾多安",
                &["雷傑普•塔伊普•埃爾多安"],
            ),
            // A longer name, and parts of other words.
            ("zh", "巴布亚新几内亚总理", &["巴布亚新几内亚"]),
            ("zh", "四川普通话。埃尔多安尼斯说。", &[]),
            // The son, and a namesake.
            (
                "zh",
                "小唐纳德·特朗普来了。伊万卡·特朗普也来了，特朗普没说话。",
                &["伊万卡·特朗普"],
            ),
            // Not everybody knows a judge by the surname.
            ("zh", "卡瓦诺说。", &[]),
            (
                "zh",
                "布雷特·卡瓦诺来了。卡瓦诺说。",
                &["布雷特·卡瓦诺", "卡瓦诺"],
            ),
            (
                "zh",
                "布雷特·卡瓦诺来了。马丁·卡瓦诺没来。卡瓦诺说。",
                &["布雷特·卡瓦诺"],
            ),
            (
                "zh",
                "卡瓦诺（Brett Kavanaugh）来了。",
                &["卡瓦诺", "Brett Kavanaugh"],
            ),
            (
                "ja",
                "中国の習近平国家主席は、北マケドニア共和国へ",
                &["習近平", "北マケドニア"],
            ),
            ("th", "เจ้าหน้าที่อินโดนีเซียกำลังให้บริการในอเมริกา", &["อินโดนีเซีย"]),
            ("th", "นายทักษิณ ชินวัตร กล่าวว่า", &["ทักษิณ ชินวัตร"]),
            ("km", "លោក ហ៊ុន សែន បាន", &["ហ៊ុន សែន"]),
            ("my", "ဒေါ်အောင်ဆန်းစုကြည်က ရန်ကုန်မြို့သို့", &["အောင်ဆန်းစုကြည်", "ရန်ကုန်"]),
        ] {
            assert_eq!(found_with(&glossary, lang, text), names, "{text}");
        }
    }

    #[test]
    fn names_of_a_desk_end_where_syllables_do() {
        let desk = "name,short,th,lo,km,my,bo,zh,wrong\n\
            Oana Test,Test,โอวานา เทสโต,ໂອວານາ,អូវ៉ាណា,အိုဝါနာ,ཨོ་ཝ་ན་ཀ,欧阿娜·泰斯特洛,\"欧瓦娜|提斯特洛\"\n";
        let desk = [("desk.csv".to_owned(), desk)];
        let glossary = Glossary::load(false, &desk).expect("it is a table");
        for (lang, text, names) in [
            (
                "th",
                "กับโอวานา เทสโตกล่าว ต่อมาเทสโตก็กลับ",
                &["โอวานา เทสโต", "เทสโต"][..],
            ),
            // Behind another given name.
            ("th", "กับโอวานา เทสโตกล่าว มาลี เทสโตกล่าว", &["โอวานา เทสโต"]),
            // A vowel more, a silent letter more.
            ("th", "กับโอวานา เทสโตะ กับโอวานา เทสโตส์", &[]),
            ("lo", "ກັບໂອວານາເວົ້າ ກັບໂອວານາະ", &["ໂອວານາ"]),
            ("km", "លោកអូវ៉ាណាបាន លោកអូវ៉ាណា្ក", &["អូវ៉ាណា"]),
            ("my", "အိုဝါနာက အိုဝါနာန်", &["အိုဝါနာ"]),
            ("bo", "ཨོ་ཝ་ན་ཀ་དང་། ཨོ་ཝ་ན་ཀར་", &["ཨོ་ཝ་ན་ཀ"]),
            (
                "zh",
                "总统欧阿娜・泰斯特洛说。泰斯特洛与提斯特洛。",
                &["欧阿娜・泰斯特洛", "泰斯特洛", "提斯特洛"],
            ),
            ("zh", "欧阿娜·泰斯特洛夫斯基说。", &[]),
        ] {
            assert_eq!(found_with(&glossary, lang, text), names, "{text}");
        }
    }
}
