use crate::encoding::{self, Doubt, Misreading, Options, Repair};
use crate::finding::{Draft, Fix, Suspicion};
use crate::language::loose_accents::is_accented;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::chars::properties;
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds text that was written in one encoding and read in another (mojibake), and repairs it.
    ///
    /// All encodings of the web are tried, several layers deep: UTF-8 read as Windows-1252,
    /// Windows-1254 as Windows-1252, KOI8-R as Windows-1251, UTF-8 as GBK, and so on. What counts is
    /// how likely the text is afterwards, letter by letter, in its language, and what else in the
    /// same text was read in the same wrong way.
    ///
    /// In a batch the articles of one source are weighed together: the files of a directory, the
    /// records of a `.jsonl` file, or those of them that name the same `source`, `publisher` or
    /// `site`. What is one name's doubt in a headline, as `Oðuz Atay`, is certain where many headlines
    /// say the same; such findings come after the last article.
    ///
    /// Where control characters stand for marks and all letters are right, the first place is minor and
    /// the others are neutral, as errors are counted in MQM.
    ///
    /// ## Why it matters
    ///
    /// Letters outside ASCII turn into others, and the letters of names first: `Erdoðan` is found by
    /// no search and looks like a slip of the desk.
    ///
    /// ## Bad
    ///
    /// ```text,bad,tr
    /// Bakanlık dün akşam kaza ⟦hakkÄ±nda⟧ kısa bir açıklama yaptı.
    /// ```
    ///
    /// ```text,fixed
    /// Bakanlık dün akşam kaza hakkında kısa bir açıklama yaptı.
    /// ```
    ///
    /// ```text,bad,en
    /// The minister said the bridge ⟦wouldnâ€™t⟧ reopen before spring.
    /// ```
    ///
    /// ```text,fixed
    /// The minister said the bridge wouldn’t reopen before spring.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦Ìèíèñòð ñîîáùèë î íîâûõ ïåðåãîâîðàõ⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Министр сообщил о новых переговорах.
    /// ```
    ///
    /// ```text,bad,vi
    /// Thủ tướng nói ⟦vá»›i⟧ các phóng viên rằng cây cầu sẽ được mở vào mùa xuân.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le maire a ⟦annoncÃƒÂ©⟧ hier la fermeture de la ⟦bibliothÃƒÂ¨que⟧ du quartier.
    /// ```
    ///
    /// ```text,fixed
    /// Le maire a annoncé hier la fermeture de la bibliothèque du quartier.
    /// ```
    ///
    /// ```text,bad,ar
    /// وصف الوزير اللقاء بأنه كان مثمرا، وقال إن ⟦ط§ظ„ط´ط±ظƒط§طھ⟧ سترسل ضمانات مكتوبة.
    /// ```
    ///
    /// ```text,fixed
    /// وصف الوزير اللقاء بأنه كان مثمرا، وقال إن الشركات سترسل ضمانات مكتوبة.
    /// ```
    ///
    /// ```text,bad,fa
    /// مدیرکل بحران گفت که ⟦طھط§ع©ظ†ظˆظ† ع¯ط²ط§ط±ط´غŒ ط§ط² طھظ„ظپط§طھ⟧ نرسیده است. تاکنون کسی آسیب ندیده است.
    /// ```
    ///
    /// ```text,bad,ckb
    /// کێشەکان دەبێت لە ⟦ع†ظˆط§ط±ع†غژظˆغ•غŒ ط¯غ•ط³طھظˆظˆط±ط¯ط§⟧ چارەسەر بکرێن. بارزانی گوتی وەربگرن.
    /// ```
    ///
    /// ```text,bad,en
    /// He called the talks in ⟦Iran‚Äôs⟧ capital “frank, detailed and, I hope, useful.”
    /// ```
    ///
    /// ```text,fixed
    /// He called the talks in Iran’s capital “frank, detailed and, I hope, useful.”
    /// ```
    ///
    /// ```text,bad,ru
    /// «Мы ⟦ждР°Р»Рё⟧ этого девять лет», — сказал мэр города во вторник.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦ÐÐ¾ÑÑ Ð¾ÑÐºÑÐ¾ÑÑ Ð²ÐµÑÐ½Ð¾Ð¹⟧.
    /// ```
    ///
    /// ```text,bad,th
    /// รัฐบาลแถลงว่า ⟦¹ÒÂ¡ÃÑ°Á¹µÃÕ⟧ จะเดินทางไปต่างประเทศในวันศุกร์นี้
    /// ```
    ///
    /// ```text,fixed
    /// รัฐบาลแถลงว่า นายกรัฐมนตรี จะเดินทางไปต่างประเทศในวันศุกร์นี้
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,fr
    /// L'ÎLE DE RÉ ET LE CHÂTEAU D'EAU, UNE MARQUE DE NESTLÉ®
    /// ```
    ///
    /// ```text,good,en
    /// 1961Â Â Â Mar 3, the bridge was opened by the mayor of the town and his wife.
    /// ```
    ///
    /// ```text,good,en
    /// Katō reads the news at nine. The line goes: EN archí epoíisen o Theós, and so on.
    /// Katō laughed.
    /// ```
    ///
    /// ```text,good,tr
    /// Öğretmen “Her şey vicdanî bir meseledir ve öyle kalacaktır” diyerek dersi bitirdi, öğrenciler de dışarı çıktı.
    /// ```
    ///
    /// ```text,good,af
    /// DIE HOOGSTE HOF VAN APPèL
    ///
    /// Die saak tussen die staat en die respondent is gister verhoor deur drie regters.
    /// ```
    ///
    /// ```text,good,is
    /// Forsætisráðherra sagði að þingið yrði kallað saman á ný í næstu viku.
    /// ```
    ///
    /// ```text,good,pt
    /// NÃO HÁ DECISÃO SOBRE A ELEIÇÃO EM SÃO PAULO
    /// ```
    ///
    /// ```text,good,ru
    /// Кто, если не Я… Аз и Я…
    /// ```
    ///
    /// ```text,good,cs
    /// Primátor města Forlì přijel na pozvání starosty a mluvil s dětmi ve škole.
    /// ```
    ///
    /// ```text,good,fur
    /// I fruts e lis feminis, i oms e i vecjos a son stâts clamâts, judâts e puartâts vie. Cussì al à fevelât il sindic.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// None where letters were lost on the way that may have been several: another word is worse than one
    /// that nobody can read. Safe where the reading takes back every byte, is far likelier than the text as it stands, or
    /// likelier and the same mistake was made elsewhere in the text. Where bytes had to be guessed,
    /// or something unreadable is left, or only other articles of the source have decided, the fix is
    /// unsafe.
    ///
    /// ## References
    ///
    /// MQM `character-encoding`. WHATWG Encoding Standard. The Unicode Standard, section 3.9.
    pub(crate) static MOJIBAKE = "ENC001" "mojibake" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_non_ascii, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let options = Options {
        lang: context.lang(),
    };
    let examined = encoding::examine(doc.text(), &options);
    // Accents beside their letters are no letters of a wrong encoding.
    let of_doubts = examined.doubts.iter().flat_map(|doubt| &doubt.repairs);
    let mut repairs = examined
        .repairs
        .iter()
        .chain(of_doubts.map(|(repair, _)| repair));
    if repairs.any(|repair| is_accented(&doc.text()[repair.range.clone()]))
        && !context.loose_accents().is_empty()
    {
        return;
    }
    for doubt in examined.doubts {
        out.suspect(suspicion(context, doubt));
    }
    let mut n_marks = 0;
    for repair in examined.repairs {
        if out.is_full() {
            return;
        }
        let span = doc.span(repair.range.start, repair.range.end);
        let written = doc.slice(span);
        let mut draft = Draft::new(span, message(written, &repair, ""));
        if are_words_whole(written, &repair.replacement) {
            n_marks += 1;
            draft = draft.severity(if n_marks == 1 {
                Severity::Minor
            } else {
                Severity::Neutral
            });
        }
        out.report(match repair.is_safe {
            _ if repair.is_open => draft,
            true => draft.fix(Fix::safe(repair.replacement)),
            false => draft.fix(Fix::not_safe(repair.replacement)),
        });
    }
}

/// Whether nothing is wrong but control characters that stand for marks.
fn are_words_whole(written: &str, replacement: &str) -> bool {
    let mut right = replacement.chars();
    written.chars().all(|c| {
        right.next().is_some_and(|right| {
            c == right || (properties(c).is_control() && !properties(right).is_letter())
        })
    }) && right.next().is_none()
}

/// What other documents of the same source decide.
fn suspicion(context: &Context<'_>, doubt: Doubt) -> Suspicion<Draft> {
    let doc = context.doc;
    let draft = |(repair, gain): (Repair, i32)| {
        let span = doc.span(repair.range.start, repair.range.end);
        let message = message(doc.slice(span), &repair, ", as elsewhere in this source");
        let draft = Draft::new(span, message);
        if repair.is_open {
            return (draft, gain);
        }
        (draft.fix(Fix::not_safe(repair.replacement)), gain)
    };
    Suspicion {
        cause: [doubt.misreading.written, doubt.misreading.read],
        weight: doubt.gain,
        signs: doubt.words,
        findings: doubt.repairs.into_iter().map(draft).collect(),
    }
}

/// Characters of a garbled stretch that a message shows.
const MOST_SHOWN: usize = 40;

/// As "`hakkÄ±nda` is UTF-8 read as Windows-1252; write `hakkında`".
fn message(written: &str, repair: &Repair, elsewhere: &str) -> String {
    let shown = |text: &str| {
        let end = text.char_indices().nth(MOST_SHOWN).map(|(end, _)| end);
        match end {
            Some(end) => format!("{}…", visible(&text[..end])),
            None => visible(text).into_owned(),
        }
    };
    let one = |of: &Misreading| format!("{} read as {}", of.written, of.read);
    let of_several = |same: &[Misreading]| match same {
        [of, _, _, ..] => vec![format!("{}, {} times over", one(of), same.len())],
        _ => same.iter().map(one).collect(),
    };
    let mut what: Vec<String> = (repair.misreadings.chunk_by(|a, b| a == b))
        .flat_map(of_several)
        .collect();
    what.reverse();
    let (written, what) = (shown(written), what.join(", and that "));
    if repair.is_open {
        return format!(
            "`{written}` is {what}{elsewhere}, and has lost letters on the way; take it from the original"
        );
    }
    format!(
        "`{written}` is {what}{elsewhere}; write `{}`",
        shown(&repair.replacement)
    )
}
