use crate::alignment::{Alignment, Gap};
use crate::document::Document;
use crate::finding::Draft;
use crate::glossary::furniture::furniture_lines;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::visible::excerpt;

declare_rule! {
    /// ## What it does
    ///
    /// Finds sentences and paragraphs of the source that nothing in the text renders.
    ///
    /// A sentence has to have some eight words. Lengths tell which sentences belong together, and numbers,
    /// names, and words that look alike, sound alike or always stand in the same sentences; no language has to be
    /// known. Sentences and paragraphs may be merged, split and change places, and a headline, a teaser or a
    /// short last line may be missing. A single sentence is minor, a paragraph or several sentences are major.
    /// Where more than half is missing there is one finding, and none where the text is no translation of
    /// the source.
    ///
    /// The source stands in the record (`"source": {"lang": "de", "text": "…"}`), or beside the file (`--source`).
    ///
    /// ## Why it matters
    ///
    /// Translation programs leave out what they stumble over, and what is left reads well.
    ///
    /// ## Bad
    ///
    /// ```text,bad,de>en
    /// Der Stadtrat hat am Dienstag über die alte Brücke beraten.
    /// Bürgermeisterin Petra Vogel will sie bis 2027 erneuern lassen und rechnet mit Kosten von 14 Millionen Euro.
    /// Die Opposition um Karl Brandt hält das für viel zu teuer und verlangt ein zweites Gutachten aus Hannover.
    /// Lastwagen müssen seit März einen Umweg von 23 Kilometern über Neustadt fahren.
    /// Im Herbst soll der Rat entscheiden.
    /// ---
    /// The town council discussed the old bridge on Tuesday.
    /// Mayor Petra Vogel wants to have it renewed by 2027 and expects costs of 14 million ⟦euros⟧.
    /// Since March lorries have had to take a detour of 23 kilometres by way of Neustadt.
    /// The council is to decide in autumn.
    /// ```
    ///
    /// ```text,bad,en>ru
    /// The museum in Kazan reopens on 12 May after a long restoration.
    /// Visitors will see 340 paintings, among them six works by Ivan Shishkin that were thought lost.
    /// The director, Maria Belova, said that the roof had been leaking since 1987 and that nobody had wanted to pay for it.
    /// Tickets cost 450 roubles, and children under 14 get in free of charge.
    /// The museum is open every day but Monday.
    /// ---
    /// Музей в Казани вновь откроется 12 мая после долгой реставрации.
    /// Посетители увидят 340 картин, среди них шесть работ Ивана Шишкина, считавшихся ⟦утраченными⟧.
    /// Билеты стоят 450 рублей, а дети до 14 лет проходят бесплатно.
    /// Музей открыт ежедневно, кроме понедельника.
    /// ```
    ///
    /// ```text,bad,fr>ar
    /// Le port de Sfax a été fermé pendant 3 jours à cause de la tempête.
    /// Plus de 27 bateaux de pêche n'ont pas pu sortir et les marchés de la ville sont restés presque vides. Le capitaine Karim Mansour a raconté que les vagues atteignaient 6 mètres et que son moteur était tombé en panne. Deux marins ont été blessés.
    /// Selon le ministère, les dégâts s'élèvent à 850 000 dinars.
    /// ---
    /// أغلق ميناء صفاقس لمدة 3 أيام بسبب العاصفة.
    /// ولم يتمكن أكثر من 27 قارب صيد من الخروج، وظلت أسواق المدينة شبه ⟦خالية⟧. وأصيب بحاران بجروح.
    /// وبحسب الوزارة بلغت الأضرار 850 ألف دينار.
    /// ```
    ///
    /// ## Good
    ///
    /// Merged, split, without the headline.
    ///
    /// ```text,good,de>en
    /// Brücke wird erneuert
    /// Der Stadtrat hat am Dienstag über die alte Brücke beraten. Bürgermeisterin Petra Vogel will sie bis 2027 erneuern lassen.
    /// Sie rechnet mit Kosten von 14 Millionen Euro, was die Opposition um Karl Brandt für viel zu teuer hält.
    /// Lastwagen müssen seit März einen Umweg von 23 Kilometern über Neustadt fahren.
    /// ---
    /// The town council discussed the old bridge on Tuesday, and Mayor Petra Vogel wants to have it renewed by 2027.
    /// She expects costs of 14 million euros. That is far too much for the opposition around Karl Brandt.
    /// Since March lorries have had to take a detour of 23 kilometres by way of Neustadt.
    /// ```
    ///
    /// Without spaces, or ends of sentences.
    ///
    /// ```text,good,en>th
    /// The museum in Chiang Mai reopens on 12 May. Visitors will see 340 paintings. Tickets cost 450 baht.
    /// The director said that the roof had been leaking since 1987.
    /// ---
    /// พิพิธภัณฑ์ในเชียงใหม่จะเปิดอีกครั้งในวันที่ 12 พฤษภาคม ผู้เข้าชมจะได้เห็นภาพวาด 340 ภาพ บัตรเข้าชมราคา 450 บาท
    /// ผู้อำนวยการกล่าวว่าหลังคารั่วมาตั้งแต่ปี 1987
    /// ```
    ///
    /// In another order, in one paragraph.
    ///
    /// ```text,good,en>es
    /// The train was 40 minutes late. Nobody at the station in Burgos could say why.
    ///
    /// A spokesman of the railway, Luis Prado, spoke of a broken signal near Miranda. The 210 passengers got vouchers.
    /// ---
    /// El tren llegó con 40 minutos de retraso. Nadie en la estación de Burgos supo decir por qué. Los 210 pasajeros recibieron vales. Un portavoz de la compañía, Luis Prado, habló de una señal averiada cerca de Miranda.
    /// ```
    ///
    /// Another article.
    ///
    /// ```text,good,en>fr
    /// The museum in Kazan reopens on 12 May after a long restoration. Visitors will see 340 paintings.
    /// ---
    /// Le port de Sfax a été fermé pendant trois jours à cause de la tempête.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: it has to be translated.
    ///
    /// ## References
    ///
    /// MQM `omission`. Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993).
    pub(crate) static MISSING_PASSAGE = "BIL003" "missing-passage" {
        category: Bilingual, mqm: "omission", severity: Major, default: true,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

/// By how much likelier it has to be that a passage is missing, as a logarithm: professional translations
/// have one that is so in two articles of a thousand.
const LEAST_EVIDENCE: f32 = 3.0;
/// Gaps of more than this share of the source are one finding.
const MOST_MISSING: f32 = 0.5;
/// So are more than so many: a text that leaves out so much is a summary.
const MOST_GAPS: usize = 6;

fn check(context: &Context<'_>, out: &mut Sink) {
    let (Some(source), Some(alignment)) = (context.doc.source(), context.alignment()) else {
        return;
    };
    let is_sure = |gap: &&Gap| gap.evidence >= LEAST_EVIDENCE;
    let mut gaps: Vec<&Gap> = alignment.gaps().iter().filter(is_sure).collect();
    if gaps.is_empty() {
        return;
    }
    let furniture = furniture_lines(source, || context.source_lang());
    gaps.retain(|gap| {
        let passage = passage(alignment, gap);
        let is_furniture =
            passage.is_none_or(|passage| furniture.iter().any(|line| line.span.contains(passage)));
        !is_furniture
    });
    let missing: f32 = gaps.iter().map(|gap| gap.share).sum();
    if missing > MOST_MISSING || gaps.len() > MOST_GAPS {
        let longest = gaps.iter().max_by(|a, b| a.share.total_cmp(&b.share));
        gaps = longest.into_iter().copied().collect();
    }
    for gap in gaps {
        let place = place(context.doc, alignment, gap);
        let (Some(passage), Some((place, side))) = (passage(alignment, gap), place) else {
            continue;
        };
        let n = gap.source.len();
        let what = match (gap.is_paragraph, n) {
            (_, 2..) => format!("{n} sentences"),
            (true, _) => "a paragraph".to_owned(),
            (false, _) => "a sentence".to_owned(),
        };
        let shown = excerpt(source.slice(passage).lines().next().unwrap_or_default());
        let message = format!(
            "the source has {what} {side} this that nothing renders, `{shown}`; translate what is missing, \
             unless it was left out on purpose"
        );
        let draft = Draft::new(place, message);
        out.report(if gap.is_paragraph || n > 1 {
            draft
        } else {
            draft.severity(Severity::Minor)
        });
    }
}

/// What is missing, in the source.
fn passage(alignment: &Alignment, gap: &Gap) -> Option<Span> {
    let sentences = alignment.source_sentences().get(gap.source.clone())?;
    Some(sentences.first()?.cover(*sentences.last()?))
}

/// The word behind which it should stand; at the beginning, the one before which.
fn place(doc: &Document, alignment: &Alignment, gap: &Gap) -> Option<(Span, &'static str)> {
    let sentences = alignment.text_sentences();
    let word = |sentence: Span, is_last: bool| {
        let words = doc.words_in(sentence);
        let word = if is_last { words.last() } else { words.first() };
        word.map_or(sentence, |word| word.span)
    };
    match gap.text.checked_sub(1) {
        Some(before) => Some((word(*sentences.get(before)?, true), "after")),
        None => Some((word(*sentences.first()?, false), "before")),
    }
}
