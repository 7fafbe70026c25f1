//! UTX, the Universal Terminology eXchange of AAMT, versions 1.00 to 1.20.
//!
//! ```text
//! #UTX 1.11; en-US/ja-JP; 2013-12-20; bidirectional
//! #src<TAB>tgt<TAB>src:pos<TAB>term status<TAB>concept ID
//! ```
//!
//! The status is that of the target term, or of the source term where there is no other. Rows belong
//! together by their concept, or else by their source term.

use std::collections::HashMap;

use super::super::GlossaryError;
use super::draft::{Collector, Draft, Status};
use crate::lang::Lang;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Term(Option<Lang>),
    Status,
    Concept,
    Note,
    Other(String),
}

struct Header {
    source: Option<Lang>,
    target: Option<Lang>,
    columns: Vec<Column>,
}

/// Columns that can be meant.
const MOST_COLUMNS: usize = 1000;

pub(super) fn read(
    name: &str,
    text: &str,
    collector: &mut Collector<'_>,
) -> Result<(), GlossaryError> {
    let mut header = Header {
        source: collector.options.lang,
        target: None,
        columns: Vec::new(),
    };
    let (mut drafts, mut by_key) = (Vec::<Draft>::new(), HashMap::<String, usize>::new());
    for (line, content) in (1..).zip(text.lines()) {
        let content = content.trim_start_matches('\u{FEFF}');
        if let Some(comment) = content.strip_prefix('#') {
            header.read(comment);
            continue;
        }
        if content.trim().is_empty() {
            continue;
        }
        if header.columns.is_empty() {
            return Err(GlossaryError::Format {
                name: name.to_owned(),
                line,
                reason: "terms stand before the line that names the columns: `#src`, `tgt`, …, \
                         parted by tabs"
                    .to_owned(),
            });
        }
        let Some((key, draft)) = row(line, content, &header, collector) else {
            collector
                .notes
                .lost("row has no term", "rows have no term", line);
            continue;
        };
        if let Some(at) = by_key.get(&key) {
            drafts[*at].merge(draft);
        } else {
            by_key.insert(key, drafts.len());
            drafts.push(draft);
        }
    }
    collector.first_lang = header.source;
    for draft in drafts {
        collector.add(draft);
    }
    Ok(())
}

impl Header {
    fn read(&mut self, comment: &str) {
        let comment = comment.trim_start_matches('#').trim();
        let lower = comment.to_lowercase();
        if lower.starts_with("utx") {
            let pair = comment.split(';').nth(1).unwrap_or_default();
            let mut tags = pair.split('/').map(|tag| tag.trim().parse().ok());
            self.source = tags.next().flatten().or(self.source);
            self.target = tags.next().flatten();
        } else if self.columns.is_empty()
            && ["src", "tgt", "term:"]
                .iter()
                .any(|word| lower.starts_with(word))
        {
            let cells = comment.split('\t').take(MOST_COLUMNS);
            self.columns = cells.map(|cell| self.column(cell.trim())).collect();
        }
    }

    fn column(&self, heading: &str) -> Column {
        let heading = heading.to_lowercase();
        let tag = heading
            .strip_prefix("term:")
            .and_then(|tag| tag.parse().ok());
        match heading.as_str() {
            "src" | "src:term" => Column::Term(self.source),
            "tgt" | "tgt:term" => Column::Term(self.target),
            _ if tag.is_some() => Column::Term(tag),
            status if status.contains("status") => Column::Status,
            concept if concept.contains("concept") => Column::Concept,
            note if note.contains("comment") || note.contains("definition") => Column::Note,
            _ => Column::Other(heading),
        }
    }
}

/// What a row says, and what it belongs to.
fn row(
    line: usize,
    content: &str,
    header: &Header,
    collector: &mut Collector<'_>,
) -> Option<(String, Draft)> {
    let mut draft = Draft::at(line);
    let mut terms: Vec<(&str, Option<Lang>)> = Vec::new();
    let mut status = None;
    for (cell, column) in content.split('\t').zip(&header.columns) {
        let cell = cell.trim();
        if matches!(cell, "" | "-") {
            continue;
        }
        match column {
            Column::Term(lang) => terms.push((cell, *lang)),
            Column::Status => {
                status = collector.status_of(cell, line);
            }
            Column::Concept => draft.id = Some(cell.to_owned()),
            Column::Note => draft.add_note(cell),
            Column::Other(heading) => {
                let one = format!("cell of `{heading}` is not carried over");
                let many = format!("cells of `{heading}` are not carried over");
                collector.notes.lost(&one, &many, 0);
            }
        }
    }
    let (first, _) = *terms.first()?;
    let key = match &draft.id {
        Some(id) => format!("id {id}"),
        None => format!("term {first}"),
    };
    let last = terms.len() - 1;
    for (at, (term, lang)) in terms.into_iter().enumerate() {
        // A wrong target does not make the source wrong.
        let own = if at == last { status } else { None };
        let own = own.or((at == 0 && last > 0).then_some(Status::Preferred));
        draft.add(term, lang, own);
    }
    Some((key, draft))
}
