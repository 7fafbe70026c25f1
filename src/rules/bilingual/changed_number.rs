use crate::alignment::figures::Change;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::digits;
use crate::text::figures::Figure;

declare_rule! {
    /// ## What it does
    ///
    /// Finds numbers that are others than those of the text that it was translated from.
    ///
    /// A number of the source that its translation lacks, and one that the translation has instead: with one
    /// digit that differs, or the same digits in another order. Of one digit only where nothing else differs in
    /// the passage, which is minor; so is another number altogether, of three digits at least. Marks, groups,
    /// scales and scripts of digits may differ, and what is given in other units, in another calendar, or
    /// by another clock is right.
    ///
    /// The source stands in the record (`"source": {"lang": "de", "text": "…"}`), or beside the file (`--source`).
    ///
    /// ## Why it matters
    ///
    /// A wrong number is a wrong fact, and nobody sees it without the source.
    ///
    /// ## Bad
    ///
    /// ```text,bad,de>en
    /// Die neue Brücke kostete 2317 Millionen Euro, 12 mehr als geplant.
    /// ---
    /// The new bridge cost ⟦2,371⟧ million euros, 12 more than planned.
    /// ```
    ///
    /// ```text,fixed
    /// The new bridge cost 2,317 million euros, 12 more than planned.
    /// ```
    ///
    /// ```text,bad,en>ru
    /// The fire destroyed 48 houses in 2019, the mayor said.
    /// Nobody was hurt.
    /// ---
    /// В ⟦2018⟧ году пожар уничтожил 48 домов, сообщил мэр.
    /// Никто не пострадал.
    /// ```
    ///
    /// ```text,bad,tr>ar
    /// Depremde 137 kişi yaralandı, 24 bina yıkıldı.
    /// ---
    /// أصيب في الزلزال ١٣٧ شخصا، وانهار ⟦٢٦⟧ مبنى.
    /// ```
    ///
    /// ```text,bad,en>es
    /// The train leaves at 14:30 from platform 7.
    /// ---
    /// El tren sale a las ⟦14:03⟧ del andén 7.
    /// ```
    ///
    /// ```text,bad,ja>en
    /// 市議会は二〇二一年に1万2500台の自転車を購入した。
    /// ---
    /// The council bought ⟦15,200⟧ bicycles in 2021.
    /// ```
    ///
    /// ```text,bad,sw>fr
    /// Alikuja na watoto 3 na mbuzi 40.
    /// ---
    /// Il est venu avec ⟦4⟧ enfants et 40 chèvres.
    /// ```
    ///
    /// Another number altogether is minor.
    ///
    /// ```text,bad,fr>en
    /// L'usine emploie 1845 personnes.
    /// ---
    /// The factory employs ⟦2,160⟧ people.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en>de
    /// It cost $2.5 million (£1,250,000.50) in 1998, or 12.5 per cent.
    /// ---
    /// Es kostete 1998 2,5 Millionen Dollar (1.250.000,50 Pfund), also 12,5 Prozent.
    /// ```
    ///
    /// ```text,good,en>zh
    /// The city has 1.3 million people and 250,000 trees.
    /// ---
    /// 这座城市有130万人口和25万棵树。
    /// ```
    ///
    /// ```text,good,en>fr
    /// The storm was 385 miles off the coast at 2 p.m., with winds of 85 mph and temperatures of 80 degrees.
    /// ---
    /// À 14 h, la tempête se trouvait à 620 km de la côte, avec des vents de 137 km/h et 27 degrés.
    /// ```
    ///
    /// ```text,good,th>en
    /// การเลือกตั้งจัดขึ้นในปี 2557 เวลา 14.30 น.
    /// ---
    /// The election was held in 2014, at 2.30 p.m.
    /// ```
    ///
    /// ```text,good,en>nl
    /// Twelve people were hurt, 3 of them badly, on 29 September 1918.
    /// ---
    /// Op 29-9-1918 raakten 12 mensen gewond, van wie drie ernstig.
    /// ```
    ///
    /// ```text,good,en>fa
    /// Call 0800 555 111 before 2019.
    /// ---
    /// پیش از سال ۱۳۹۷ با شماره ۱۱۱ ۵۵۵ ۰۸۰۰ تماس بگیرید.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the digits of the source take the place of those that differ, and it may be the source that is
    /// wrong. Of one digit it is only suggested.
    ///
    /// ## References
    ///
    /// MQM `mistranslation` (number). NIST Special Publication 811 for units
    /// (`glossaries/unit_conversions.toml`).
    pub(crate) static CHANGED_NUMBER = "BIL001" "changed-number" {
        category: Bilingual, mqm: "mistranslation", severity: Major, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let (Some(source), Some(figures)) = (context.doc.source(), context.figures()) else {
        return;
    };
    for (old, new, change) in &figures.changed {
        let span = context.doc.span(new.start, new.end);
        let written = context.doc.slice(span);
        let original = source.slice(source.span(old.start, old.end));
        if *change == Change::Other {
            let message = format!(
                "`{written}` is not in the source, which has `{original}` here; check the number"
            );
            out.report(Draft::new(span, message).severity(Severity::Minor));
            continue;
        }
        let mut draft = Draft::new(
            span,
            format!("`{written}` is `{original}` in the source; correct it"),
        );
        if has_same_marks(old, new) {
            let right = with_digits(written, &old.digits);
            draft.message = format!("`{written}` is `{original}` in the source; write `{right}`");
            draft.fix = Some(match change {
                Change::Slip => Fix::not_safe(right),
                _ => Fix::suggestion(right),
            });
        }
        if *change == Change::ShortSlip {
            draft.severity = Some(Severity::Minor);
        }
        out.report(draft);
    }
}

/// Whether the mark of a fraction stands in the same place, as far as there is one.
fn has_same_marks(old: &Figure, new: &Figure) -> bool {
    let is_group = |of: &Figure| matches!(of.n_behind, 0 | 3);
    old.n_behind == new.n_behind || is_group(old) || is_group(new)
}

/// A number with other digits, as many as it has.
fn with_digits(written: &str, digits: &str) -> String {
    let mut digits = digits.bytes();
    let mut replaced = |c: char| {
        let zero = u32::from(c) - u32::from(digits::value(c)?);
        char::from_u32(zero + u32::from(digits.next()? - b'0'))
    };
    written.chars().map(|c| replaced(c).unwrap_or(c)).collect()
}
