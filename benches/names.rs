//! How fast names are prepared, compared and looked up by.
//!
//! `cargo bench --bench names`; one thread. The pairs are of the bench's own: each name in several
//! spellings against itself in another, against the most similar other name, and against any other.
#![expect(missing_docs, reason = "a benchmark")]

use copydesk::names::{Name, keys_of, lookups_of, similarity_of};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// A line a person: spellings of one name.
const PEOPLE: &str = "\
Fahrettin Altun|Fakhreddin Alton|Фахреттин Алтун|فخر الدين ألتون|ALTUN, Fahrettin
Mevlüt Çavuşoğlu|Mevlut Cavusoglu|Mawlud Jawish Oghlu|Мевлют Чавушоглу|Mevlüt Çavuşoğlu'nun
Sergei Lavrov|Sergey Viktorovich Lavrov|Sergej Lawrow|Сергей Лавров|S. Lavrov
Volodymyr Zelensky|Wolodymyr Selenskyj|Володимир Зеленський|Volodimir Zelenski|V. Zelenskyy
Benjamin Netanyahu|Binyamin Netanyahu|בנימין נתניהו|بنيامين نتنياهو|Netanjahu, Benjamin
Abdel Fattah el-Sisi|Abdulfattah al-Sisi|عبد الفتاح السيسي|Abd al-Fattah as-Sisi|Sisi
Kyriakos Mitsotakis|Κυριάκος Μητσοτάκης|Kiriákos Micotákisz|Мицотакис Кириакос|K. Mitsotakis
Ursula von der Leyen|Урсула фон дер Ляйен|ウルズラ・フォン・デア・ライエン|Ursula Von Der Leyen|von der Leyen
Narendra Modi|नरेन्द्र मोदी|Нарендра Моди|Narendra Damodardas Modi|ナレンドラ・モディ
Kim Jong-un|김정은|Ким Чен Ын|Kim Jong Un|Kim Čong-un
Xi Jinping|习近平|習近平|Си Цзиньпин|Hsi Chin-p'ing
Emmanuel Macron|Эмманюэль Макрон|Emmanuel Jean-Michel Macron|エマニュエル・マクロン|E. Macron
Luiz Inácio Lula da Silva|Luis Inacio Lula da Silva|Луис Инасиу Лула да Силва|Lula da Silva|LULA DA SILVA, Luiz
Gabriel Boric Font|Gabriel Boric|Габриэль Борич|President Gabriel Boric|Borić, Gabriel
Nguyễn Phú Trọng|Nguyen Phu Trong|Нгуен Фу Чонг|NGUYEN Phu Trong|Nguyên Phu Trong
Olaf Scholz|Олаф Шольц|Olafs Šolcs|Bundeskanzler Olaf Scholz|Olafa Scholza
Viktor Orbán|Viktor Orban|Виктор Орбан|Orbán Viktor|Orbánnal
Donald Tusk|Дональд Туск|Donaldas Tuskas|Donaldowi Tuskowi|D. Tusk
Jens Stoltenberg|Йенс Столтенберг|Jensas Stoltenbergas|Stoltenbergin|ینس استولتنبرگ
Alexander Stubb|Александр Стубб|Aleksandrs Stubs|Alex Stubb|Stubb, Alexander
Giorgia Meloni|Джорджа Мелони|ジョルジャ・メローニ|جورجا ميلوني|Meloni Giorgia
António Guterres|Antonio Guterres|Антониу Гутерриш|أنطونيو غوتيريش|A. Guterres
Tedros Adhanom Ghebreyesus|Tedros Adhanom|Тедрос Адханом Гебрейесус|Tewodros Adhanom|Tedros A. Ghebreyesus
Cyril Ramaphosa|Сирил Рамафоса|Matamela Cyril Ramaphosa|C. Ramaphosa|Ramaphosa, Cyril";

/// The pairs to compare.
struct Pairs(Vec<(Name, Name)>);

fn people() -> Vec<Vec<Name>> {
    let spellings = |line: &str| line.split('|').map(Name::new).collect();
    PEOPLE.lines().map(spellings).collect()
}

/// Spellings of one name.
fn of_one() -> Pairs {
    let mut pairs = Vec::new();
    for spellings in people() {
        for (at, one) in spellings.iter().enumerate() {
            for other in &spellings[at + 1..] {
                pairs.push((one.clone(), other.clone()));
            }
        }
    }
    Pairs(pairs)
}

/// Each spelling with the most similar one of somebody else.
fn similar() -> Pairs {
    let people = people();
    let mut pairs = Vec::new();
    for (at, spellings) in people.iter().enumerate() {
        for one in spellings {
            let others = people.iter().enumerate().filter(|(other, _)| *other != at);
            let closest = others
                .flat_map(|(_, spellings)| spellings)
                .max_by(|x, y| similarity_of(one, x).total_cmp(&similarity_of(one, y)));
            pairs.extend(closest.map(|other| (one.clone(), other.clone())));
        }
    }
    Pairs(pairs)
}

/// Each spelling with each other, whosever it is.
fn all() -> Pairs {
    let names: Vec<Name> = people().into_iter().flatten().collect();
    let mut pairs = Vec::new();
    for one in &names {
        pairs.extend(names.iter().map(|other| (one.clone(), other.clone())));
    }
    Pairs(pairs)
}

fn score(bencher: Bencher<'_, '_>, pairs: &Pairs) {
    bencher.counter(ItemsCount::new(pairs.0.len())).bench(|| {
        let scores = pairs.0.iter().map(|(a, b)| similarity_of(a, b));
        black_box(scores.sum::<f64>())
    });
}

#[divan::bench]
fn score_one_name(bencher: Bencher<'_, '_>) {
    score(bencher, &of_one());
}

#[divan::bench]
fn score_similar_names(bencher: Bencher<'_, '_>) {
    score(bencher, &similar());
}

#[divan::bench]
fn score_any_names(bencher: Bencher<'_, '_>) {
    score(bencher, &all());
}

/// Two pairs of one name and three of similar names, as labelled pairs have them.
#[divan::bench]
fn score_mixed(bencher: Bencher<'_, '_>) {
    let (one, other) = (of_one().0, similar().0);
    let ones = one.into_iter().cycle();
    let others = other.into_iter().cycle();
    let mut pairs = Vec::new();
    for (n, (one, other)) in ones.zip(others).take(1000).enumerate() {
        pairs.push(if n % 5 < 2 { one } else { other });
    }
    score(bencher, &Pairs(pairs));
}

#[divan::bench]
fn prepare(bencher: Bencher<'_, '_>) {
    let names: Vec<&str> = PEOPLE.lines().flat_map(|line| line.split('|')).collect();
    bencher.counter(ItemsCount::new(names.len())).bench(|| {
        let parts = names.iter().map(|name| Name::new(name).parts.len());
        black_box(parts.sum::<usize>())
    });
}

#[divan::bench]
fn keys(bencher: Bencher<'_, '_>) {
    let names: Vec<Name> = people().into_iter().flatten().collect();
    bencher
        .counter(ItemsCount::new(names.len()))
        .bench(|| black_box(names.iter().map(|name| keys_of(name).len()).sum::<usize>()));
}

#[divan::bench]
fn lookups(bencher: Bencher<'_, '_>) {
    let names: Vec<Name> = people().into_iter().flatten().collect();
    bencher.counter(ItemsCount::new(names.len())).bench(|| {
        black_box(
            names
                .iter()
                .map(|name| lookups_of(name).len())
                .sum::<usize>(),
        )
    });
}
