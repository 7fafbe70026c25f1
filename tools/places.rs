//! Writes `glossaries/names/countries.toml` to standard output, from the names of territories and the
//! exemplar cities of time zones of Unicode CLDR.
//!
//! ```text
//! npm install --prefix FOLDER cldr-localenames-full@48 cldr-dates-full@48
//! cargo run --example places -- FOLDER/node_modules > countries.toml
//! mv countries.toml glossaries/names/
//! ```
//!
//! What is written by hand in `places.toml` and `places_cities.toml` is left out by its id.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers, which works on files and may panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use copydesk::text::fold::fold;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

const HEADER: &str = "\
# Countries, territories in the news, and capitals.
#
# Source: Unicode CLDR 48, names of territories (packages cldr-localenames-full) and exemplar cities
# of time zones (cldr-dates-full). Licence: Unicode-3.0. Made by `cargo run --example places`; write
# by hand in places.toml or places_cities.toml, what has an id there is left out here.
# Changed: `&` between English words is `and`; names with brackets, dashes between words and
# abbreviations are left out, and names of less than three letters in Latin script; short and variant
# names follow the main one; languages in Latin script that write the English name are left out,
# except where the language spells names by sound; a name of a country that is a capital's too is the
# country's alone (Djibouti, Kuwait, Luxembourg, Panama, Singapore, Tunis; Алжир, عمان), and accepted
# in every language where only another language calls the country so (Mexico, the city in French).
# zh: simplified, then traditional; sr: Cyrillic, then Latin; pt, es, de, fr: of several countries.

";

/// Key in the glossary, whether it is written in Latin letters, and the locales that go into it.
const LANGUAGES: [(&str, bool, &[&str]); 54] = [
    ("en", true, &["en", "en-GB"]),
    ("de", true, &["de", "de-AT", "de-CH"]),
    ("fr", true, &["fr", "fr-CA"]),
    ("es", true, &["es", "es-419", "es-MX"]),
    ("ca", true, &["ca"]),
    ("it", true, &["it"]),
    ("pt", true, &["pt", "pt-PT"]),
    ("nl", true, &["nl"]),
    ("sv", true, &["sv"]),
    ("da", true, &["da"]),
    ("no", true, &["no"]),
    ("fi", true, &["fi"]),
    ("is", true, &["is"]),
    ("et", true, &["et"]),
    ("pl", true, &["pl"]),
    ("cs", true, &["cs"]),
    ("sk", true, &["sk"]),
    ("sl", true, &["sl"]),
    ("hr", true, &["hr"]),
    ("bs", true, &["bs"]),
    ("hu", true, &["hu"]),
    ("ro", true, &["ro"]),
    ("lt", true, &["lt"]),
    ("lv", true, &["lv"]),
    ("sq", true, &["sq"]),
    ("tr", true, &["tr"]),
    ("az", true, &["az"]),
    ("uz", true, &["uz"]),
    ("vi", true, &["vi"]),
    ("id", true, &["id"]),
    ("ms", true, &["ms"]),
    ("sw", true, &["sw"]),
    ("ru", false, &["ru"]),
    ("uk", false, &["uk"]),
    ("be", false, &["be"]),
    ("bg", false, &["bg"]),
    ("mk", false, &["mk"]),
    ("sr", false, &["sr", "sr-Latn"]),
    ("kk", false, &["kk"]),
    ("el", false, &["el"]),
    ("hy", false, &["hy"]),
    ("ka", false, &["ka"]),
    ("ar", false, &["ar"]),
    ("fa", false, &["fa"]),
    ("ur", false, &["ur"]),
    ("he", false, &["he"]),
    ("hi", false, &["hi"]),
    ("bn", false, &["bn"]),
    ("ta", false, &["ta"]),
    ("th", false, &["th"]),
    ("am", false, &["am"]),
    ("zh", false, &["zh", "zh-Hant", "zh-Hant-HK"]),
    ("ja", false, &["ja"]),
    ("ko", false, &["ko"]),
];

/// Members and observers of the United Nations, and other territories that the news names.
const TERRITORIES: &str = "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS \
BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ \
FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI \
KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX \
MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG \
SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE \
VN VU WS XK YE ZA ZM ZW \
AW BM CW EH FK FO GF GI GL GP GU HK MO MQ NC PF PR RE";

/// Those whose main name in CLDR is one for lists of addresses; the short one is that of the news.
const SHORT: [&str; 3] = ["HK", "MO", "PS"];

/// Zones whose exemplar city is a capital with a name of its own.
const CAPITALS: &str = "Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmera Africa/Bamako \
Africa/Bangui Africa/Banjul Africa/Bissau Africa/Brazzaville Africa/Cairo Africa/Conakry \
Africa/Dakar Africa/Freetown Africa/Gaborone Africa/Harare Africa/Juba Africa/Kampala \
Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Libreville Africa/Lome Africa/Luanda \
Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane Africa/Mogadishu \
Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou \
Africa/Porto-Novo Africa/Tripoli Africa/Tunis Africa/Windhoek America/Asuncion America/Bogota \
America/Buenos_Aires America/Caracas America/Havana America/La_Paz America/Lima \
America/Managua America/Mexico_City America/Montevideo America/Nassau America/Paramaribo \
America/Port-au-Prince America/Port_of_Spain America/Santiago America/Santo_Domingo \
America/Tegucigalpa Asia/Amman Asia/Ashgabat Asia/Baghdad Asia/Baku Asia/Bangkok Asia/Beirut \
Asia/Bishkek Asia/Colombo Asia/Damascus Asia/Dhaka Asia/Dushanbe Asia/Jakarta Asia/Jerusalem \
Asia/Kabul Asia/Katmandu Asia/Kuala_Lumpur Asia/Manila Asia/Muscat Asia/Nicosia Asia/Phnom_Penh \
Asia/Pyongyang Asia/Riyadh Asia/Seoul Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran \
Asia/Thimphu Asia/Tokyo Asia/Ulaanbaatar Asia/Vientiane Asia/Yerevan Atlantic/Reykjavik \
Europe/Amsterdam Europe/Athens Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels \
Europe/Bucharest Europe/Budapest Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Helsinki \
Europe/Kiev Europe/Lisbon Europe/Ljubljana Europe/London Europe/Madrid Europe/Minsk Europe/Moscow \
Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Sarajevo \
Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane Europe/Vaduz \
Europe/Vienna Europe/Vilnius Europe/Warsaw Europe/Zagreb Indian/Antananarivo";

/// Where the capital's English name is not the last part of its zone's.
const RENAMED: [(&str, &str); 9] = [
    ("Africa/Asmera", "Asmara"),
    ("Africa/Lome", "Lomé"),
    ("Africa/Ndjamena", "N'Djamena"),
    ("America/Asuncion", "Asunción"),
    ("America/Bogota", "Bogotá"),
    ("Asia/Katmandu", "Kathmandu"),
    ("Europe/Chisinau", "Chișinău"),
    ("Europe/Kiev", "Kyiv"),
    ("Europe/Tirane", "Tirana"),
];

/// Names that are another place's in the same or another language: Brazil is `Brasilia` in Finnish and
/// Icelandic, Algiers is written like Al Jazeera in Persian.
const LEFT_OUT: [(&str, &str); 3] = [("BR", "fi"), ("BR", "is"), ("Africa/Algiers", "fa")];

/// Misspelt in English, by common knowledge; what is a right name in another language is not here.
const MISSPELT: [(&str, &[&str]); 15] = [
    ("burkina-faso", &["Burkino Faso", "Burkina Fasso"]),
    ("cameroon", &["Camaroon"]),
    ("el-salvador", &["El Salvidor"]),
    ("guatemala", &["Guatamala"]),
    ("israel", &["Isreal"]),
    ("kazakhstan", &["Khazakhstan", "Kazahkstan"]),
    ("kyrgyzstan", &["Kyrgystan", "Kirgyzstan"]),
    ("liechtenstein", &["Liechenstein"]),
    ("morocco", &["Morrocco"]),
    ("papua-new-guinea", &["Papau New Guinea", "Papa New Guinea"]),
    (
        "philippines",
        &["Phillipines", "Philipines", "Phillippines"],
    ),
    ("saudi-arabia", &["Saudia Arabia"]),
    ("sierra-leone", &["Sierra Leon"]),
    ("trinidad-and-tobago", &["Trinidad and Tabago"]),
    ("venezuela", &["Venezuala"]),
];

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder of the packages"));
    let by_hand = ids_by_hand();
    let locales: BTreeMap<&str, Locale> = LANGUAGES
        .iter()
        .flat_map(|(_, _, locales)| locales.iter())
        .map(|name| (*name, Locale::read(&folder, name)))
        .collect();
    let mut entities: BTreeMap<String, Entity> = BTreeMap::new();
    // The names of countries, folded: of which one, and in which language.
    let mut of_countries: BTreeMap<String, (String, BTreeSet<&str>)> = BTreeMap::new();
    for code in TERRITORIES.split(' ') {
        let names = |locale: &str| locales[locale].territory(code);
        let entity = Entity::new(names, code);
        let id = slug(&entity.canonical);
        of_countries.insert(fold(&entity.canonical), (id.clone(), BTreeSet::new()));
        for (lang, names) in &entity.forms {
            for name in names {
                let known = of_countries.entry(fold(name)).or_default();
                known.0.clone_from(&id);
                known.1.insert(lang);
            }
        }
        entities.insert(id, entity);
    }
    for zone in CAPITALS.split(' ') {
        let renamed = RENAMED.iter().find(|(renamed, _)| *renamed == zone);
        let from_zone = zone.rsplit('/').next().unwrap().replace('_', " ");
        let canonical = renamed.map_or(from_zone.as_str(), |(_, name)| name);
        let names = |locale: &str| match locale {
            "en" => vec![canonical.to_owned()],
            _ => locales[locale].city(zone).into_iter().collect(),
        };
        let mut entity = Entity::new(names, zone);
        // A name of a country is the country's. Where only another language calls the country so, it
        // is right everywhere: `Mexico` is the city in French.
        let mut is_country = |lang: &str, name: &String| {
            let Some((country, langs)) = of_countries.get(&fold(name)) else {
                return false;
            };
            let country = entities.get_mut(country).unwrap();
            let is_known = langs.contains(lang)
                || fold(name) == fold(&country.canonical)
                || country.accepted.contains(name);
            if !is_known {
                country.accepted.push(name.clone());
            }
            true
        };
        if is_country("", &entity.canonical) {
            continue;
        }
        for (lang, names) in &mut entity.forms {
            names.retain(|name| !is_country(lang, name));
        }
        entity.forms.retain(|(_, names)| !names.is_empty());
        entities.insert(slug(&entity.canonical), entity);
    }
    print!("{HEADER}");
    for (id, entity) in entities.iter().filter(|(id, _)| !by_hand.contains(*id)) {
        entity.print(id);
    }
}

/// The identifiers of the entities that are written by hand.
fn ids_by_hand() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossaries/names");
    let mut ids = BTreeSet::new();
    for file in ["places.toml", "places_cities.toml"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        ids.extend(text.lines().filter_map(|line| {
            line.strip_prefix("id = \"")
                .map(|rest| rest.trim_end_matches('"').to_owned())
        }));
    }
    ids
}

/// What one locale calls places.
struct Locale {
    name: String,
    territories: Value,
    zones: Value,
}

impl Locale {
    fn read(folder: &Path, name: &str) -> Self {
        let read = |package: &str, file: &str| -> Value {
            let path = folder.join(package).join("main").join(name).join(file);
            // A locale that adds nothing to its parent has no file.
            std::fs::read(path).map_or(Value::Null, |json| serde_json::from_slice(&json).unwrap())
        };
        let territories = read("cldr-localenames-full", "territories.json");
        let zones = read("cldr-dates-full", "timeZoneNames.json");
        Self {
            name: name.to_owned(),
            territories: territories["main"][name]["localeDisplayNames"]["territories"].clone(),
            zones: zones["main"][name]["dates"]["timeZoneNames"]["zone"].clone(),
        }
    }

    /// The names of a territory that read as names in running text, the main one first.
    fn territory(&self, code: &str) -> Vec<String> {
        let mut keys = ["", "-alt-short", "-alt-variant"].map(|alt| format!("{code}{alt}"));
        if SHORT.contains(&code) && self.territories[&keys[1]].is_string() {
            keys = [keys[1].clone(), String::new(), String::new()];
        }
        let mut names = Vec::new();
        for name in keys.iter().filter_map(|key| self.territories[key].as_str()) {
            let name = self.spelt_out(name);
            if is_name(&name) && name != code && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The exemplar city of a time zone.
    fn city(&self, zone: &str) -> Option<String> {
        let zone = zone.split('/').fold(&self.zones, |at, part| &at[part]);
        let name = self.spelt_out(zone["exemplarCity"].as_str()?);
        is_name(&name).then_some(name)
    }

    /// As it is written in running text.
    fn spelt_out(&self, name: &str) -> String {
        const SOFT_HYPHEN: char = '\u{AD}';
        let is_vowel_sign = |c: char| matches!(c, '\u{64B}'..='\u{652}');
        let name: String = name
            .nfc()
            .filter(|c| *c != SOFT_HYPHEN && !is_vowel_sign(*c))
            .collect();
        let name = name.replace(" - ", "-");
        if self.name.starts_with("en") {
            name.replace(" & ", " and ").replace("St. ", "Saint ")
        } else {
            name
        }
    }
}

/// No remark in brackets, no abbreviation but `St.`, no two letters where there are capitals.
fn is_name(name: &str) -> bool {
    let has_case = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let abbreviates = name.contains('.') && !name.contains("St. ") && name != "EE. UU.";
    !name.contains(['(', '（', '[', ',', '،', '–', '—', '&'])
        && !abbreviates
        && (letters >= 3 || !has_case)
}

struct Entity {
    canonical: String,
    accepted: Vec<String>,
    forms: Vec<(&'static str, Vec<String>)>,
    source: &'static str,
}

impl Entity {
    /// Of a territory or, where its code has a slash, of a time zone's city.
    fn new(names: impl Fn(&str) -> Vec<String>, code: &str) -> Self {
        let is_city = code.contains('/');
        let canonical = names("en").swap_remove(0);
        let mut forms = Vec::new();
        for (lang, is_latin, locales) in LANGUAGES {
            if LEFT_OUT.contains(&(code, lang)) {
                continue;
            }
            let mut of_lang: Vec<String> = Vec::new();
            for name in locales.iter().flat_map(|locale| names(locale)) {
                if !of_lang.contains(&name) {
                    of_lang.push(name);
                }
            }
            // A city that a locale in Latin script does not name has its English name there.
            if of_lang.is_empty() && is_latin && is_city {
                of_lang.push(canonical.clone());
            }
            let says_nothing =
                is_latin && of_lang == [canonical.as_str()] && !RESPELL.contains(&lang);
            if !of_lang.is_empty() && !says_nothing {
                forms.push((lang, of_lang));
            }
        }
        Self {
            canonical,
            accepted: Vec::new(),
            forms,
            source: if is_city {
                "CLDR capital"
            } else {
                "CLDR territory"
            },
        }
    }

    fn print(&self, id: &str) {
        let quoted = |name: &String| format!("\"{}\"", name.replace('"', "\\\""));
        println!("[[entity]]\nid = \"{id}\"\nkind = \"place\"");
        println!("canonical = {}", quoted(&self.canonical));
        println!("source = \"{}\"", self.source);
        if !self.accepted.is_empty() {
            let accepted: Vec<String> = self.accepted.iter().map(quoted).collect();
            println!("accepted = [{}]", accepted.join(", "));
        }
        if let Some((_, variants)) = MISSPELT.iter().find(|(misspelt, _)| *misspelt == id) {
            let in_english = |form: &&str| format!("{{ form = \"{form}\", lang = \"en\" }}");
            let variants: Vec<String> = variants.iter().map(in_english).collect();
            println!("variants = [{}]", variants.join(", "));
        }
        println!("[entity.forms]");
        for (lang, names) in &self.forms {
            match names.as_slice() {
                [name] => println!("{lang} = {}", quoted(name)),
                names => {
                    let names: Vec<String> = names.iter().map(quoted).collect();
                    println!("{lang} = [{}]", names.join(", "));
                }
            }
        }
        println!();
    }
}

/// Languages that spell names by sound, as in `glossaries/name_habits.toml`.
const RESPELL: [&str; 6] = ["az", "bs", "lt", "lv", "sq", "uz"];

/// `Côte d’Ivoire`: `cote-divoire`.
fn slug(name: &str) -> String {
    let letters: String = name
        .to_lowercase()
        .nfd()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'))
        .collect();
    letters.replace(' ', "-")
}
