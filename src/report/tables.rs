//! Tables of a run for reading: findings by rule, by dimension of MQM, by group of documents.

use std::fmt::Write as _;

use super::Totals;
use super::phrases::thousands;
use crate::score::{Group, Score, Tally};
use crate::severity::Severity;
use crate::text::visible::visible;

/// Groups that are listed; the formats for programs have them all.
const MOST_GROUPS: usize = 20;

/// Columns of the numbers, from the highest severity.
const SEVERITIES: [Severity; 4] = [
    Severity::Critical,
    Severity::Major,
    Severity::Minor,
    Severity::Neutral,
];

/// Findings by rule and by dimension of MQM, the most expensive first; empty without findings.
pub fn statistics(totals: &Totals) -> String {
    let mut rules: Vec<(String, &Tally)> = totals
        .statistics
        .rules()
        .map(|(info, tally)| (format!("{} {}", info.code, info.name), tally))
        .collect();
    let mut dimensions: Vec<(String, &Tally)> = totals
        .statistics
        .dimensions()
        .map(|(name, tally)| (name.to_owned(), tally))
        .collect();
    let mut text = String::new();
    for (title, rows) in [("rule", &mut rules), ("dimension", &mut dimensions)] {
        if rows.is_empty() {
            continue;
        }
        rows.sort_by(|(_, a), (_, b)| {
            b.penalty
                .total_cmp(&a.penalty)
                .then(b.total().cmp(&a.total()))
        });
        let mut head = header(title, "documents");
        head.insert(head.len() - 2, String::from("per 1,000 words"));
        let mut table = vec![head];
        for (name, tally) in rows {
            let mut row = vec![name.clone(), thousands(tally.total())];
            row.extend(SEVERITIES.map(|of| count(tally.n_findings[of as usize])));
            // As many findings as if each cost a point.
            #[expect(clippy::cast_precision_loss, reason = "there are no 2⁵³ findings")]
            for penalty in [tally.total() as f64, tally.penalty] {
                let n_words = totals.n_words;
                row.push(points(Score { penalty, n_words }));
            }
            row.push(thousands(tally.n_documents));
            table.push(row);
        }
        push_table(&mut text, &table);
    }
    text
}

/// The groups of documents with their scores, the worst first; empty where nothing is grouped.
pub fn scores(totals: &Totals) -> String {
    let mut text = String::new();
    let Some((by, groups)) = &totals.groups else {
        return text;
    };
    let groups = groups.worst_first();
    let mut head = header(by, "words");
    head.insert(1, String::from("score"));
    let mut table = vec![head];
    table.extend(
        groups
            .iter()
            .take(MOST_GROUPS)
            .map(|group| group_row(group)),
    );
    push_table(&mut text, &table);
    if groups.len() > MOST_GROUPS {
        let _ = writeln!(text, "and {} more", thousands(groups.len() - MOST_GROUPS));
    }
    text
}

fn group_row(group: &Group) -> Vec<String> {
    let n_findings: usize = group.n_findings.iter().sum();
    let mut row = vec![
        visible(&group.name).into_owned(),
        group.score.shown(),
        thousands(n_findings),
    ];
    row.extend(SEVERITIES.map(|of| count(group.n_findings[of as usize])));
    row.push(points(group.score));
    row.push(thousands(group.score.n_words));
    row
}

fn header(first: &str, last: &str) -> Vec<String> {
    let mut row = vec![visible(first).into_owned(), String::from("findings")];
    row.extend(SEVERITIES.map(|of| of.name().to_owned()));
    row.push(String::from("points/1,000"));
    row.push(last.to_owned());
    row
}

/// Points by 1,000 words.
fn points(score: Score) -> String {
    format!("{:.2}", score.per_thousand())
}

fn count(n: usize) -> String {
    if n == 0 {
        String::from("-")
    } else {
        thousands(n)
    }
}

/// Names to the left, numbers to the right, an empty line before the next table.
fn push_table(text: &mut String, rows: &[Vec<String>]) {
    if !text.is_empty() {
        text.push('\n');
    }
    let n_columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..n_columns)
        .map(|column| {
            let of_row = |row: &Vec<String>| row.get(column).map_or(0, |cell| columns(cell));
            rows.iter().map(of_row).max().unwrap_or(0)
        })
        .collect();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(width - columns(cell));
            if column == 0 {
                let _ = write!(line, "{cell}{space}");
            } else {
                let _ = write!(line, "  {space}{cell}");
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

fn columns(cell: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(cell)
}
