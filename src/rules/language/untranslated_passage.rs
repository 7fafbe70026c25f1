use crate::finding::Draft;
use crate::language::foreign::Passage;
use crate::language::name_of;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds sentences and paragraphs in another language than the rest of the article.
    ///
    /// A sentence has to have some twenty letters and four words that are no names. What stands in
    /// quotation marks or brackets, what a page marks as a quotation or as of another language, what
    /// follows a colon (a line, or the turns of a dialogue), and a document in two languages throughout are
    /// right. What the sentence shares with the rest of the article counts too, so that it works in languages
    /// that no list is known of. A headline in no language that is clear is neutral: it may be names.
    ///
    /// ## Why it matters
    ///
    /// Machine translation skipped it, or the page's own language leaked into the copy.
    ///
    /// ## Bad
    ///
    /// ```text,bad,tr
    /// Köprünün yapımına gelecek yıl başlanacak, dedi belediye başkanı. Maliyetin 40 milyon lirayı bulması bekleniyor.
    /// ⟦The work is expected to take three years and will be paid for by the state⟧.
    /// Eski köprü bu süre içinde kamyonlara kapalı kalacak, ancak otobüsler geçebilecek.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le maire a annoncé mardi que le pont resterait fermé jusqu'à la fin de la semaine. ⟦Die Arbeiten dauern länger als geplant, weil Teile fehlen⟧.
    /// Les habitants devront faire un détour par la ville voisine, ce qui ne leur plaît pas.
    /// ```
    ///
    /// ```text,bad,sk
    /// Starosta v utorok oznámil, že most zostane zatvorený až do konca týždňa, pretože chýbajú niektoré diely.
    /// ⟦Řidiči budou muset jezdit přes sousední město, což se jim vůbec nelíbí, protože tím ztratí hodinu⟧.
    /// Nový most by mal byť hotový o tri roky, ale peniaze naň ešte nie sú schválené.
    /// ```
    ///
    /// ```text,bad,ar
    /// قال رئيس البلدية إن الجسر لن يكون مفتوحا أمام الجميع حتى نهاية الأسبوع لكن ذلك قد يتغير بعد هذا اليوم.
    /// ⟦The new bridge will be open to buses and cars, but not to lorries⟧.
    /// ومن المتوقع أن تستغرق الأعمال ثلاث سنوات على الأقل.
    /// ```
    ///
    /// ```text,bad,th
    /// นายกรัฐมนตรีแถลงเมื่อวันพุธว่า คณะรัฐมนตรีเห็นชอบร่างงบประมาณรายจ่ายประจำปี โดยให้ความสำคัญกับการศึกษาและสาธารณสุข ⟦The government said the budget would be sent to parliament next month⟧.
    /// ```
    ///
    /// ```text,bad,tt
    /// Казан шәһәр думасы сишәмбе көнне юлны төзекләндерү сметасын раслады. ⟦Жители улицы жалуются, что уже третий год объезжают ямы через соседний двор⟧. Бәйге вакытында тәмамланса, юл сентябрьгә кадәр ачылачак.
    /// ```
    ///
    /// ```text,bad,ja
    /// 市長は金曜日、橋は来週まで閉鎖されると述べた。⟦他说这座桥已经关闭了三年，居民们很不满⟧。工事は十月に終わる予定だ。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// He quoted the old motto, "Liberté, égalité, fraternité, ou la mort pour nous tous", and sat down.
    /// The Süddeutsche Zeitung and Le Monde diplomatique had the story first, on Monday.
    /// Her books, among them Cien años de soledad y otros cuentos, sell well.
    /// ```
    ///
    /// ```text,good,sk
    /// Prekladal Verlaina („De la musique avant toute chose“), Rilkeho aj Szymborskú.
    /// Starosta v utorok oznámil, že most zostane zatvorený až do konca týždňa, pretože chýbajú niektoré diely.
    /// Nový most by mal byť hotový o tri roky, ale peniaze naň ešte nie sú schválené.
    /// ```
    ///
    /// ```text,good,en
    /// The mayor said on Monday that the old bridge would be closed.
    /// Sensors α, β, γ, δ track river levels.
    /// ```
    ///
    /// ```text,good,de
    /// Auf dem Schild stand nur ein Satz: Please do not feed the animals in this park.
    /// Die Besucher hielten sich nicht daran, sagte der Wärter, und lachte.
    /// ```
    ///
    /// ```text,good,de
    /// Der Wirt erzählte von den Gästen, die im Sommer aus Frankreich kommen, und ahmte sie nach:
    /// – Monsieur, est-ce que vous avez encore une table pour quatre personnes ce soir?
    /// – Bien sûr, mais il faudra attendre une petite demi-heure avec un verre de vin.
    /// Dann lachte er und verschwand wieder in der Küche, wo der Braten wartete.
    /// ```
    ///
    /// ```text,good,fil
    /// Sinabi ng alkalde na sarado ang tulay hanggang sa susunod na linggo dahil sa baha, at bukas ang pulong.
    /// Naku, mahirap talaga ito para sa lahat ng tao. But of course we are looking into having a new bridge that is not as narrow as the old one. Iyon lang po ang masasabi ko sa inyo ngayon.
    /// ```
    ///
    /// ```text,good,nb
    /// Ordføreren sa at hun ikke hadde noe å si nå om det som ble gjort.
    /// Kommunen svarte at dei ikkje visste noko om kven som hadde bestemt dette.
    /// ```
    ///
    /// ```text,good,es
    /// La ministra (It was a very difficult decision for all of us, escribió más tarde en inglés) no dio detalles del acuerdo.
    /// El pacto se firmará el lunes en la capital, según fuentes del gobierno.
    /// ```
    ///
    /// ```text,good,es
    /// El campo de juego era pequeño y los vecinos protestaron en la plaza durante toda la semana.
    /// Imita un terreno disperso. El alcalde dijo que las obras terminarán en mayo.
    /// ```
    ///
    /// ```text,good,de
    /// Der Bürgermeister sprach am Freitag. Er zitierte Horaz: Dulce et decorum est pro patria mori. Danach ging er nach Hause und schwieg.
    /// ```
    ///
    /// ```text,good,ja
    /// 同氏はザ・ビートルズの「I want to hold your hand and be with you」を歌い、Lord of the Rings: The Return of the Kingの音楽も披露した。会場は満員で、観客は最後まで拍手を送った。
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: it has to be translated.
    ///
    /// ## References
    ///
    /// MQM `untranslated`. whatlang (trigrams), and the letter statistics of
    /// `glossaries/language-models.bin`; weights in `glossaries/foreign_passages.toml`.
    pub(crate) static UNTRANSLATED_PASSAGE = "LNG002" "untranslated-passage" {
        category: Language, mqm: "untranslated", severity: Major, default: true,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

/// Characters of a passage that a message shows.
const MOST_SHOWN: usize = 40;

fn check(context: &Context<'_>, out: &mut Sink) {
    let foreign = context.foreign();
    if foreign.passages.is_empty() {
        return;
    }
    let own = foreign.document.map(|(lang, _)| lang).or(context.lang());
    let furniture = context.furniture();
    for passage in &foreign.passages {
        let is_furniture = furniture
            .iter()
            .any(|line| line.span.contains(passage.span));
        if is_furniture || out.is_full() {
            continue;
        }
        let text = context.doc.slice(passage.span);
        let shown = match text.char_indices().nth(MOST_SHOWN) {
            Some((end, _)) => format!("{}…", visible(text[..end].trim_end())),
            None => visible(text).into_owned(),
        };
        let is_in = match passage.lang {
            Some(lang) => format!("in {}", name_of(lang)),
            None => "in another language".to_owned(),
        };
        let but = own.map_or(String::new(), |own| {
            format!(", the article in {}", name_of(own))
        });
        let message = format!("`{shown}` is {is_in}{but}; translate it, or take it out");
        let draft = Draft::new(passage.span, message);
        out.report(if is_headline(context, passage) {
            draft.severity(Severity::Neutral)
        } else {
            draft
        });
    }
}

/// Whether a passage is the headline, in no language that is clear: names and compounds, perhaps.
fn is_headline(context: &Context<'_>, passage: &Passage) -> bool {
    let doc = context.doc;
    let paragraphs = doc.paragraphs();
    let is_first = |first: &Span| paragraphs.len() > 1 && first.contains(passage.span);
    passage.lang.is_none()
        && paragraphs.first().is_some_and(is_first)
        && !doc
            .after(passage.span)
            .starts_with(['.', '!', '?', '…', '"', '”', '»', '“'])
}
