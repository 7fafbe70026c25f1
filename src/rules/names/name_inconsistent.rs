use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::finding::{Draft, Fix};
use crate::glossary::Standing;
use crate::names::{
    Mention, are_two_names, caseless_twins, has_own_part, is_called_a_spelling, is_correction,
    is_explanation, is_right_in, is_spoken_of, leave_out_doubtful, may_be_respelt, normal, twins,
    whole_name, without_joint,
};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::chars::{Script, first_script};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a name that one article writes in two ways: `Erdoğan` and `Erdogan`, `Sergei Lavrov` and
    /// `Sergey Lavrov`, `Kwiatkowski` and `Kwaitkowski`.
    ///
    /// The glossary need not know the name: two capitalised words that follow one another, in two habits of spelling
    /// (`glossaries/respellings.toml`), are one name, and so is a surname that stands alone and is spelt otherwise than
    /// in every full name. So are two guises of a given name before one surname (`Mohammed`, `Muhammad`), and long
    /// surnames, behind one given name or alone, of which one is a slip of the other and in no list of words. One
    /// sentence that has both speaks of two people. Vowels of another quality in short words, and case endings, make
    /// another word. In scripts without capitals a word is compared where it stands beside one half of a name that is
    /// mentioned in full, in Han characters what differs in one of four and more from the surname of a known person. A
    /// spelling that quotation marks or brackets hold, or an address, is spoken of and not used.
    ///
    /// ## Why it matters
    ///
    /// The reader wonders whether these are two people.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// Recep Tayyip Erdoğan chaired the meeting. Later Erdoğan flew home. ⟦Erdogan⟧ gave no date.
    /// ```
    ///
    /// ```text,fixed
    /// Recep Tayyip Erdoğan chaired the meeting. Later Erdoğan flew home. Erdoğan gave no date.
    /// ```
    ///
    /// ```text,bad,en
    /// Sergei Lavrov came on Monday. On Tuesday Sergei Lavrov left. ⟦Sergey Lavrov⟧ said nothing. Then ⟦Lawrow⟧ was gone.
    /// ```
    ///
    /// ```text,bad,en
    /// Volodymyr Zelenskyy spoke first. ⟦Zelensky⟧ thanked the hosts; then Zelenskyy left.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Sprecher von Mevlüt Çavuşoğlu sagte ab. Mevlüt Çavuşoğlu kam doch. ⟦Cavusoglu⟧ schwieg.
    /// ```
    ///
    /// ```text,bad,en
    /// Aleksei Morozenko won in straight sets. ⟦Alexey⟧ Morozenko had lost here before; ⟦Morozenco⟧ did not.
    /// ```
    ///
    /// ```text,bad,en
    /// Phil ⟦Mikelson⟧ came late. Mickelson was tired; Mickelson left. Sergei Lavrov came. ⟦Lavrof⟧ spoke; ⟦Lavrof⟧ left. Piotr Kwiatkowski came first. But ⟦Kwaitkowski⟧ was tired. Thanos Papadimitriou left. Papadimitriou had served here; ⟦Papadimitrou⟧ said so. Muammar Gaddafi ruled. He had ⟦Qaddafi⟧’s ear. Yevgeny Sobolenko paid. ⟦Evgeny⟧ Sobolenko was fined. Jens Muehlenbrock was third. Later Jens ⟦Mühlenbrock⟧ went home. Mohammed Benslimane had fallen. ⟦Muhammad⟧ Benslimane is well.
    /// ```
    ///
    /// ```text,bad,es
    /// Ramón Agüero marcó el gol. Cuando ⟦Ramon⟧ Agüero salió, el estadio aplaudió a ⟦Aguero⟧.
    /// ```
    ///
    /// ```text,bad,ja
    /// ウラジーミル・プーチン大統領は火曜日に東京を訪れた。⟦ウラジミール・プーチン⟧氏は水曜日に帰国した。
    /// ```
    ///
    /// ```text,bad,ar
    /// وصل وزير الخارجية الروسي سيرغي لافروف إلى أنقرة يوم الثلاثاء. وقال ⟦سيرجي⟧ لافروف إن المحادثات ستكون غدا.
    /// ```
    ///
    /// ```text,bad,pl
    /// Prezydent Ukrainy ⟦Volodymyr Zelensky⟧ przyjechał w środę do Warszawy na rozmowy z premierem. Jak powiedział rzecznik rządu, Wołodymyr Zełenski podziękował Polsce, a wieczorem ⟦Zelensky⟧ pojechał do Rzeszowa.
    /// ```
    ///
    /// ```text,bad,zh
    /// 乌克兰总统弗拉基米尔·泽连斯基周三抵达华沙。⟦澤倫斯基⟧说会谈很有成果，随后泽连斯基前往热舒夫。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,zh
    /// 美国总统唐纳德·特朗普周三会见了小唐纳德·特朗普。特朗普说会谈很有成果，随后他前往佛罗里达州。
    /// ```
    ///
    /// ```text,good,pl
    /// Anna Kowalska wygrała. Rozmowa z Anną Kowalską i z Tomaszem Nowakiem trwała godzinę.
    /// ```
    ///
    /// ```text,good,en
    /// ERDOGAN FLIES HOME
    /// Recep Tayyip Erdoğan chaired the meeting. Erdoğan's office gave no date.
    /// ```
    ///
    /// ```text,good,ru
    /// Сергей Лавров прибыл в Анкару. Встреча с Сергеем Лавровым прошла вчера. Слова Лаврова передали.
    /// ```
    ///
    /// ```text,good,fi
    /// Volodymyr Zelenskyi kiitti. Zelenskyille annettiin mitali, kun tapaaminen Zelenskyin kanssa oli ohi.
    /// ```
    ///
    /// ```text,good,tr
    /// Recep Tayyip Erdoğan konuştu. Erdoğan'ın sözleri alkışlandı, Bilal Erdoğan da oradaydı.
    /// ```
    ///
    /// ```text,good,en
    /// President Recep Tayyip Erdogan came with Bilal Erdoğan, his son. Mr Erdogan left early.
    /// ```
    ///
    /// ```text,good,en
    /// It is Friedrich Merz, not Friedrich Mertz. Jon Stewart met John Stewart. John Stewart is 71; Jon Stewart laughed.
    /// Catherine Ashdown and Katherine Ashdown are sisters. Lars Hansen sued Lars Hanson; Mario Rossi and Maria Rossi watched with Kim Yong-sun and Kim Jong-sun. Lars Pedersen won. Lars Petersen was third. Maria Hernandez spoke first; then Maria Fernandez came in. Anders Kristoffersen ran against his cousin Anders Kristofferson. Mario Bianchini called; Maria Bianchini did not. Mary Lloyd Parry won. She was glad. So was the judge, Ivan Lloyd Pary, who read it twice. Thanos Vandenbroucke bakes. Vandenbroucke learnt it at Vandenbrouke’s Bakery. Kyiv was calm. He ordered chicken Kiev, and spoke of Turkey, which now asks to be Türkiye.
    /// Volodymyr Zelenskyy (also spelt Zelensky) spoke; “Zelensky” is older. See @Zelensky and https://president.gov.ua/Zelensky-2. “Thank you.” — Volodymyr Zelensky (@Zelensky) 4 May
    /// Papers give the president’s surname in several spellings: Zelensky, Zelenskyy, Zelenskiy. He signs as Zelenskyy.
    /// The poet Salim Darwish (Arabic: سليم درويش, romanised Salīm Darwīsh) was born in 1941. Darwish left in 1970.
    /// ```
    ///
    /// ```text,good,vi
    /// Ông Nguyễn Văn Thanh là giám đốc công ty. Bị cáo Nguyễn Văn Thành khai rằng không biết việc này.
    /// ```
    ///
    /// ```text,good,el
    /// Το ΝΑΤΟ συνεδρίασε. Η ανακοίνωση του NATO εκδόθηκε αργά.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a name changes, although to the form of the language, or to one that the article uses more
    /// often (of two that are as frequent, the canonical one, or the first). Bent forms have no fix.
    ///
    /// ## References
    ///
    /// MQM `term-inconsistency`.
    pub(crate) static NAME_INCONSISTENT = "NAM002" "name-inconsistent" {
        category: Names, mqm: "term-inconsistency", severity: Minor, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

/// A part of a name as one mention writes it.
struct Written<'a> {
    mention: &'a Mention,
    part: Span,
}

fn check(context: &Context<'_>, out: &mut Sink) {
    compare_known(context, out);
    compare_others(context, out);
}

/// Names that the glossary does not know, and spellings that it does not.
fn compare_others(context: &Context<'_>, out: &mut Sink) {
    let mentions = context.mentions();
    let (runs, pairs) = (context.runs(), context.name_pairs());
    let mut found = twins(context.doc, (runs, pairs), mentions, || context.lang());
    found.extend(caseless_twins(context.doc, mentions, context.glossary));
    for twin in found {
        let after = mentions.partition_point(|mention| mention.span.start() <= twin.span.start());
        let known = mentions[..after].last();
        if known.is_some_and(|mention| mention.span.contains(twin.span))
            || is_correction(context.doc, twin.span, twin.usual, context.lang())
            || is_called_a_spelling(context.doc, twin.span, context.lang())
        {
            continue;
        }
        let text = context.doc.slice(twin.span);
        let usual = context.doc.slice(twin.usual);
        let message = format!(
            "`{text}` is `{usual}` elsewhere in this article{}; write it one way",
            times(twin.n_usual)
        );
        out.report(
            Draft::new(twin.span, message)
                .related(twin.usual, format!("`{usual}` here"))
                .fix(Fix::not_safe(usual)),
        );
    }
}

fn times(n: usize) -> String {
    let several = (n > 1).then(|| format!(" ({n} times)"));
    several.unwrap_or_default()
}

/// Names that the glossary knows in several right spellings.
fn compare_known(context: &Context<'_>, out: &mut Sink) {
    let mentions = context.mentions();
    // A name in two scripts, one in brackets, is right.
    let mut by_entity: BTreeMap<(u32, Script), Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        let entity = context.glossary.entity(mention.entity);
        let form = context.glossary.form(mention.form);
        let counts = may_be_respelt(entity, form.script)
            && form.standing == Standing::Right
            && !mention.has_capitals
            && !is_spoken_of(context.doc, mention.span)
            && !is_explanation(context.doc, mentions, mention)
            && (!mention.is_full || is_right_in(entity, context.lang(), &form.words));
        if counts {
            by_entity
                .entry((mention.entity, form.script))
                .or_default()
                .push(mention);
        }
    }
    let written = |mention: &Mention| context.doc.slice(mention.span);
    let differ = |of: &Vec<&Mention>| of.iter().any(|one| written(one) != written(of[0]));
    for mut mentions in by_entity.into_values().filter(differ) {
        leave_out_doubtful(context.doc, &mut mentions, context.lang());
        let surnames: Vec<Written<'_>> = mentions
            .iter()
            .filter_map(|mention| mention.surname.map(|part| Written { mention, part }))
            .collect();
        compare(context, &surnames, out);
        // The rest of the name: full mentions of as many words, where the surname is the same.
        let mut by_length: BTreeMap<(usize, bool), Vec<Written<'_>>> = BTreeMap::new();
        for mention in mentions.iter().filter(|of| of.is_full && !of.is_bent) {
            let n_words = context.glossary.form(mention.form).words.len();
            let part = match mention.surname {
                Some(surname) if surname.start() > mention.span.start() => {
                    context.doc.span(mention.span.start(), surname.start())
                }
                _ => mention.span,
            };
            by_length
                .entry((n_words, mention.surname.is_some()))
                .or_default()
                .push(Written { mention, part });
        }
        for written in by_length.values() {
            compare(context, written, out);
        }
    }
}

/// Reports each part that is written otherwise than most.
fn compare(context: &Context<'_>, parts: &[Written<'_>], out: &mut Sink) {
    let spelling = |written: &Written<'_>| normal(context.doc.slice(written.part));
    let mut counts: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    for written in parts {
        let entry = counts.entry(spelling(written));
        entry.or_insert((0, written.part)).0 += 1;
    }
    if counts.len() < 2 {
        return;
    }
    let entity = context.glossary.entity(parts[0].mention.entity);
    let script = context.glossary.form(parts[0].mention.form).script;
    let forms = context.lang().map_or(&[][..], |lang| entity.forms_in(lang));
    let first_form = forms.iter().find(|form| first_script(form) == Some(script));
    let mut canonical = normal(first_form.unwrap_or(&entity.canonical));
    if script == Script::HAN {
        // The first form is that of one variety of the language.
        canonical.clear();
    }
    // The language's own, the most frequent, the canonical one, the first in the text.
    let Some((usual, (n_usual, first))) = counts.iter().max_by_key(|(spelling, (n, first))| {
        let is_own = has_own_part(entity, context.lang(), spelling);
        let is_canonical = canonical.contains(spelling.as_str());
        (is_own, *n, is_canonical, Reverse(*first))
    }) else {
        return;
    };
    let usual_text = without_joint(context.doc.slice(*first));
    for written in parts.iter().filter(|written| spelling(written) != *usual) {
        let text = without_joint(context.doc.slice(written.part));
        // Two right names of one thing (`ISIS`, `Daesh`) are no two spellings.
        let span = written.mention.span;
        if text == usual_text
            || are_two_names(entity, text, usual_text)
            || is_correction(context.doc, span, *first, context.lang())
            || is_called_a_spelling(context.doc, span, context.lang())
        {
            continue;
        }
        let times = times(*n_usual);
        let message = format!(
            "`{text}` is `{usual_text}` elsewhere in this article{times}; write it one way"
        );
        let whole = context.doc.slice(span);
        let offset = written.part.start() - span.start();
        let mut repaired = whole.to_owned();
        repaired.replace_range(offset..offset + text.len(), usual_text);
        let mut draft = Draft::new(span, message).related(*first, format!("`{usual_text}` here"));
        if written.mention.is_full {
            repaired = whole_name(entity, &repaired, usual_text).unwrap_or_default();
        }
        if !written.mention.is_bent && !repaired.is_empty() {
            draft = draft.fix(Fix::not_safe(repaired));
        }
        out.report(draft);
    }
}
