//! A glossary of a million made-up people: how long it takes to compile and to open, how large it is, and
//! how many names are resolved in it in a second on one core.
//!
//! ```text
//! cargo run --release --example million -- [--entities N] [FILE]
//! ```
//!
//! The names are made of given names and of syllables in seven scripts, always the same; FILE keeps the
//! glossary for other measurements. Mentions are names of entries in other spellings (transliterated by
//! another standard, without diacritics, in another order, with a slip, as they stand), and as many names
//! that are not there but share a word with an entry.
#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers"
)]

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use copydesk::glossary::compiled::Writer;
use copydesk::glossary::{Entity, Glossary, Kind};
use copydesk::names::{Name, ResolveOptions, Resolver, known_by};
use copydesk::romanise::readings;
use copydesk::text::fold::fold;

/// How names of a tradition are made: share of the people in hundredths, given names, syllables and
/// endings of surnames.
struct Tradition {
    share: u64,
    given: &'static str,
    syllables: &'static str,
    endings: &'static str,
}

const TRADITIONS: [Tradition; 9] = [
    Tradition {
        share: 26,
        given: "James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara \
                Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Lisa Anthony \
                Margaret Mark Betty Donald Sandra Steven Ashley Paul Dorothy Andrew Kimberly Joshua Emily",
        syllables: "Hart Wil Mor Gar Pem Stan Black Wood Cal Den Ash Bar Cros Dun Far Green Hal Kirk Lang \
                    Mil Nor Oak Pres Ray Shel Thorn Under Ver Wat Win Al Brad Chad El Glad",
        endings: "ton ford son ley er man well by wood field ham worth dale s",
    },
    Tradition {
        share: 12,
        given: "Mehmet Ayşe Mustafa Fatma Ahmet Emine Ali Hatice Hüseyin Zeynep Hasan Elif İbrahim Meryem \
                Osman Şerife Süleyman Özlem Yusuf Gülşen Ömer Çiğdem Murat Şükrü Uğur İsmail",
        syllables: "Ak Kara Demir Yıl Öz Kılıç Gün Çelik Şa Bay Er Tok Kaya Gök Tan Dağ Ay Ba Ço Do Ge",
        endings: "oğlu maz er can taş man kan soy türk demir kaya han tekin dal",
    },
    Tradition {
        share: 12,
        given: "José María Juan Carmen Carlos Ana Luis Josefa Javier Isabel Jesús Dolores Francisco Pilar \
                Ángel Teresa Rafael Lucía Fernando Rosa Sergio Inés Raúl Mónica Rubén",
        syllables: "Gar Mar Fer Lo Her Gon Pé Sán Ro Ra Gó Die Ji Mo Al Mu Do Va Se Bo Ca Or De To",
        endings: "cía tínez nández pez rez zález mírez drigo ralta varez rano lero migo rrera jas",
    },
    Tradition {
        share: 8,
        given: "Jürgen Ursula Hans Monika Klaus Petra Günter Sabine Wolfgang Renate Dieter Käthe Jörg \
                Björn Uwe Heike Rainer Anja Matthias Birgit",
        syllables: "Schnei Mül Wag Hoff Schä Bau Kö Kru Zim Lehr Wer Schrö Neu Fuchs Stein Hart Vo Jä",
        endings: "der ler ner mann fer nig ger bach hausen feld berg stein gel",
    },
    Tradition {
        share: 16,
        given: "Александр Елена Сергей Ольга Владимир Наталья Дмитрий Ирина Андрей Татьяна Алексей \
                Светлана Николай Анна Михаил Мария Иван Галина Юрий Людмила Евгений Виктор Олег Фёдор",
        syllables: "Ива Пет Сидо Кузне Смир Поп Лебе Коз Нови Моро Вол Соко Заха Бори Гри Тихо Яко Щер Хру \
                    Жу Куд Мед Бел Крас Чер Шу",
        endings: "нов ров цов ев ский ин енко ук ченко щенко дов лов сов рин кин",
    },
    Tradition {
        share: 12,
        given: "محمد فاطمة أحمد عائشة علي خديجة حسن مريم حسين زينب إبراهيم نور خالد ليلى عمر سارة يوسف هدى \
                عبد الرحمن سعيد طارق",
        syllables: "حم سل نا را شر قا با جا كر مح طا عب فا صا دو زي غا",
        endings: "داني مان صري شدي يف سمي ريم مود هر اس رس لح يدي نم",
    },
    Tradition {
        share: 4,
        given: "Γιώργος Μαρία Δημήτρης Ελένη Κώστας Κατερίνα Γιάννης Βασιλική Νίκος Σοφία Χρήστος",
        syllables: "Παπα Δημ Γεωρ Κων Νικο Βασι Αντω Μιχα Σταυ Θεο Χρισ Καρα",
        endings: "δόπουλος ίδης άκης ίου όγλου λόπουλος νάκης ιάδης",
    },
    Tradition {
        share: 5,
        given: "יוסף שרה דוד רחל משה לאה יעקב רבקה אברהם מרים יצחק אסתר דניאל נועה אורי תמר",
        syllables: "כהן לוי מזר פרץ ביט אברה פרי אזו גבאי שפ רוזנ גולד ברק",
        endings: "ברג מן י שטיין וב סקי ון רחי",
    },
    Tradition {
        share: 5,
        given: "राजेश सुनीता अमित अनीता संजय कविता विजय पूजा राहुल नेहा अनिल रेखा सुरेश मीना",
        syllables: "शर वर गुप अग कपू मल पट चौ मि सिन्",
        endings: "मा ता वाल र होत्रा ेल धरी श्रा हा",
    },
];

/// Always the same numbers.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below
    }

    /// Small numbers more often than large ones, as with names.
    fn rank(&mut self, below: u64) -> usize {
        let any = self.next(below) + 1;
        self.next(any) as usize
    }

    fn any<'a>(&mut self, list: &'a str) -> &'a str {
        let n = list.split_whitespace().count() as u64;
        let at = self.next(n) as usize;
        list.split_whitespace().nth(at).unwrap()
    }

    fn pick<'a>(&mut self, list: &'a str) -> &'a str {
        let n = list.split_whitespace().count() as u64;
        let at = self.rank(n);
        list.split_whitespace().nth(at).unwrap()
    }
}

/// The name of somebody: one given name or two, and a surname.
fn name(dice: &mut Dice, tradition: &Tradition) -> String {
    let mut name = dice.pick(tradition.given).to_owned();
    if dice.next(4) == 0 {
        name.push(' ');
        name.push_str(dice.pick(tradition.given));
    }
    name.push(' ');
    name.push_str(dice.any(tradition.syllables));
    for most in [2, 5] {
        if dice.next(6) >= most {
            name.push_str(&dice.any(tradition.syllables).to_lowercase());
        }
    }
    name.push_str(dice.any(tradition.endings));
    name
}

fn tradition(dice: &mut Dice) -> &'static Tradition {
    let mut left = dice.next(100);
    for tradition in &TRADITIONS {
        if left < tradition.share {
            return tradition;
        }
        left -= tradition.share;
    }
    &TRADITIONS[0]
}

/// A person in the own script and in Latin letters, or in Latin letters in two ways.
fn entity(idx: usize, dice: &mut Dice) -> Entity {
    let of = tradition(dice);
    let native = name(dice, of);
    let latin = readings(&native).into_iter().next();
    let latin = latin.map(|reading| title(&reading.text));
    let mut entity = Entity::new(
        format!("p{idx}"),
        Kind::Person,
        latin.as_ref().unwrap_or(&native),
    );
    if latin.is_some() {
        entity.accepted.push(native);
    } else {
        let plain = title(&fold(&native));
        let initial: String = native.chars().take(1).collect();
        let (_, surname) = native.rsplit_once(' ').unwrap();
        let short = format!("{initial}. {surname}");
        entity
            .accepted
            .push(if plain == native { short } else { plain });
    }
    entity
}

/// With capitals, as names are written.
fn title(text: &str) -> String {
    let mut before = ' ';
    text.chars()
        .map(|c| {
            let is_first = before == ' ';
            before = c;
            if is_first {
                c.to_uppercase().next().unwrap_or(c)
            } else {
                c
            }
        })
        .collect()
}

/// The name of an entity as another writes it.
fn respelt(entity: &Entity, dice: &mut Dice) -> String {
    let native = &entity.accepted[0];
    let mut all = readings(native);
    match dice.next(5) {
        0 => entity.canonical.clone(),
        1 => native.clone(),
        2 if all.len() > 1 => title(
            &all.swap_remove(1 + dice.next(all.len() as u64 - 1) as usize)
                .text,
        ),
        2 => title(&fold(&entity.canonical)),
        3 => {
            let (given, surname) = entity.canonical.rsplit_once(' ').unwrap();
            format!("{surname}, {given}")
        }
        _ => {
            let mut letters: Vec<char> = entity.canonical.chars().collect();
            let at = 1 + dice.next(letters.len() as u64 - 2) as usize;
            letters.remove(at);
            letters.into_iter().collect()
        }
    }
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut n = 1_000_000;
    if let Some(at) = arguments
        .iter()
        .position(|argument| argument == "--entities")
    {
        n = arguments[at + 1].parse().unwrap();
        arguments.drain(at..at + 2);
    }
    let path = arguments.pop();
    let mut dice = Dice(1);
    let entities: Vec<Entity> = (0..n).map(|idx| entity(idx, &mut dice)).collect();
    let start = cpu_time();
    let mut writer = Writer::default();
    for entity in &entities {
        writer.add(entity, &known_by(entity)).unwrap();
    }
    let file = writer.finish().unwrap();
    println!(
        "{n} entities compiled in {:.1} s: {:.1} MB, {:.0} bytes an entity",
        cpu_time() - start,
        file.len() as f64 / 1e6,
        file.len() as f64 / n as f64
    );
    if let Some(path) = &path {
        std::fs::write(path, &file).unwrap();
    }
    let file: Arc<[u8]> = file.into();
    let open = || {
        let start = Instant::now();
        let glossary = Glossary::new(Vec::new()).with_compiled(Arc::clone(&file));
        (start.elapsed(), glossary.unwrap())
    };
    // Others may be at work as well: the shortest of some times.
    let (elapsed, glossary) = (0..5).map(|_| open()).min_by_key(|one| one.0).unwrap();
    println!("opened in {elapsed:?}");
    let resolver = Resolver::new(&glossary);
    let mut asked: Vec<(String, Option<usize>)> = Vec::new();
    for _ in 0..20_000 {
        let idx = dice.next(n as u64) as usize;
        asked.push((respelt(&entities[idx], &mut dice), Some(idx)));
        let of = tradition(&mut dice);
        let stranger = name(&mut dice, of);
        asked.push((stranger, None));
    }
    // Words that have been taken apart are kept, and entities that have been found: names of the news come
    // again.
    measure(&glossary, &resolver, "for the first time", &asked);
    measure(&glossary, &resolver, "again", &asked);
    // Not before: what a million entities leave behind is put in order by those who ask for memory next.
    drop(entities);
}

/// Seconds that this thread has been at work: others may be, too.
fn cpu_time() -> f64 {
    let read = std::fs::read_to_string("/proc/thread-self/schedstat");
    let own = read
        .ok()
        .and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    own.map_or_else(
        || {
            SystemTime::UNIX_EPOCH
                .elapsed()
                .map_or(0.0, |since| since.as_secs_f64())
        },
        |nanoseconds| nanoseconds / 1e9,
    )
}

fn measure(
    glossary: &Glossary,
    resolver: &Resolver,
    when: &str,
    asked: &[(String, Option<usize>)],
) {
    let start = cpu_time();
    let (mut n_right, mut n_wrong, mut n_strangers) = (0, 0, 0);
    let options = ResolveOptions {
        most: 1,
        least: 0.5,
        ..ResolveOptions::default()
    };
    for (name, idx) in asked {
        let found = resolver.resolve(&Name::new(name), options);
        let Some(best) = found.first() else { continue };
        let id = &glossary.entity(best.entity).id;
        match idx {
            Some(idx) if *id == format!("p{idx}") => n_right += 1,
            Some(_) => n_wrong += 1,
            None => n_strangers += 1,
        }
    }
    let rate = asked.len() as f64 / (cpu_time() - start);
    let n = asked.len() / 2;
    println!(
        "{when}: {rate:.0} a second; of {n} that are there {n_right} resolved rightly and {n_wrong} \
         wrongly, of {n} strangers {n_strangers} resolved (above 0.5)"
    );
}
