//! Weights of the signs that a sentence is in another language than its document.

use copydesk::document::Document;
use copydesk::lang::Lang;
use copydesk::language::foreign::{SIGNS, evidence};

use crate::corpus::{Article, Corpus};
use crate::families::Distance;
use crate::logistic::{fit, logistic};
use crate::rng::Rng;
use crate::sentences;

/// A sentence of a clean article counts this often: a false alarm costs more than a miss.
const CLEAN_WEIGHT: usize = 3;
/// Articles of a language that are learned from: every second, half of these cut to a few lines.
const EVERY: usize = 2;
const FEWEST_LINES: usize = 3;

struct Row {
    fold: usize,
    signs: [f64; SIGNS],
    label: f64,
    distance: Option<Distance>,
}

/// Prints the weights, and how they do on languages that they were not learned from.
pub(crate) fn learn(corpus: &Corpus) {
    let mut rows = Vec::new();
    for (idx, (lang, articles)) in corpus.iter().enumerate() {
        for (number, article) in articles.iter().step_by(EVERY).enumerate() {
            add(
                &mut rows,
                idx % 4,
                *lang,
                &part(*lang, article, number),
                corpus,
            );
        }
    }
    let learned = |but: Option<usize>| {
        let rows = rows.iter().filter(|row| but != Some(row.fold));
        let weighted = rows.flat_map(|row| {
            let times = if row.label > 0.5 { 1 } else { CLEAN_WEIGHT };
            std::iter::repeat_n((row.signs, row.label), times)
        });
        fit(&weighted.collect::<Vec<_>>())
    };
    println!("weights = {:.2?}", learned(None));
    let by_fold: Vec<_> = (0..4).map(|fold| learned(Some(fold))).collect();
    for threshold in [0.0_f64, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0] {
        print!("odds {threshold}:");
        for distance in [
            None,
            Some(Distance::English),
            Some(Distance::Far),
            Some(Distance::Close),
        ] {
            let of_kind = || rows.iter().filter(move |row| row.distance == distance);
            let is_found = |row: &&Row| {
                logistic(&row.signs, &by_fold[row.fold]) >= 1.0 / (1.0 + (-threshold).exp())
            };
            let n = of_kind().filter(is_found).count();
            let name = distance.map_or("clean".to_owned(), |distance| format!("{distance:?}"));
            print!(" {name} {n} of {}", of_kind().count());
        }
        println!();
    }
}

/// An article, or a few lines of it.
fn part(lang: Lang, article: &Article, number: usize) -> Article {
    let n_lines = article.lines.len();
    let mut rng = Rng::of(&format!("part {lang} {}", article.id));
    let length = if number.is_multiple_of(2) {
        n_lines
    } else {
        FEWEST_LINES + rng.below(6)
    };
    let start = rng.below(n_lines.saturating_sub(length) + 1);
    Article {
        id: article.id.clone(),
        lines: article.lines[start..n_lines.min(start + length)].to_vec(),
    }
}

fn add(rows: &mut Vec<Row>, fold: usize, lang: Lang, article: &Article, corpus: &Corpus) {
    let read = |text: String| {
        let document = Document::from_text("article", text).with_lang(lang);
        evidence(&document, Some(lang))
    };
    let row = |weighed: copydesk::language::foreign::Weighed, distance: Option<Distance>| Row {
        fold,
        signs: weighed.signs.map(f64::from),
        label: f64::from(u8::from(distance.is_some())),
        distance,
    };
    for (_, weighed) in read(article.lines.join("\n")) {
        rows.push(row(weighed, None));
    }
    for distance in [Distance::English, Distance::Far, Distance::Close] {
        let mut rng = Rng::of(&format!("{distance:?} {lang} {}", article.id));
        let Some(planted) = sentences::plant(&mut rng, lang, article, corpus, distance) else {
            continue;
        };
        for (span, weighed) in read(planted.text) {
            if planted.damage.contains(&span.start()) {
                rows.push(row(weighed, Some(distance)));
            }
        }
    }
}
