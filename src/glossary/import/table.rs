//! Tables: CSV and TSV, with a row of headings or without.

use csv::{ReaderBuilder, StringRecord};

use super::super::{GlossaryError, Kind, Role};
use super::columns::{Column, KNOWN, are_headings, headings};
use super::draft::{Collector, Draft, Status, kind_of};
use crate::lang::Lang;
use crate::text::chars::first_script;

/// Rows that are looked at to tell what a table without headings holds.
const SAMPLE: usize = 200;

/// Columns of a table that can be meant.
const MOST_COLUMNS: usize = 1000;

/// Reads a table; `delimiter` where it is known.
pub(super) fn read(
    name: &str,
    text: &str,
    delimiter: Option<u8>,
    collector: &mut Collector<'_>,
) -> Result<(), GlossaryError> {
    let separator = separator(text);
    // `#id,name`: a row of headings that looks like a comment.
    let uncommented = text.strip_prefix('#').filter(|rest| {
        let delimiter = delimiter.unwrap_or_else(|| delimiter_of(rest));
        let line = rest.lines().next().unwrap_or_default();
        let cells = line.split(char::from(delimiter)).take(MOST_COLUMNS);
        let columns = headings(cells);
        columns.len() > 1 && are_headings(&columns) && columns.iter().any(|c| c.holds_names())
    });
    let text = uncommented.unwrap_or(text);
    let delimiter = separator.or(delimiter);
    let delimiter = delimiter.unwrap_or_else(|| delimiter_of(text));
    // In tables that no program has written a quotation mark may stand alone.
    let quoting = memchr::memchr_iter(b'"', text.as_bytes())
        .count()
        .is_multiple_of(2);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quoting)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    let fault = |error: &csv::Error| GlossaryError::Format {
        name: name.to_owned(),
        line: error.position().map_or(1, csv::Position::line) as usize,
        reason: error.to_string(),
    };
    if separator.is_some() {
        reader.read_record(&mut record).map_err(|e| fault(&e))?;
    }
    while records.len() < SAMPLE && reader.read_record(&mut record).map_err(|e| fault(&e))? {
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            records.push(record.clone());
        }
    }
    let Some(first) = records.first() else {
        return Ok(());
    };
    if first.len() > MOST_COLUMNS {
        return Err(GlossaryError::Format {
            name: name.to_owned(),
            line: line_of(first),
            reason: format!("has {} columns; is it a table of names?", first.len()),
        });
    }
    let mut columns = headings(first.iter());
    let has_names = columns.iter().any(|column| column.holds_names());
    // `no` may be a language or a word.
    let says_name = |cell| matches!(Column::of(cell, false), Column::Canonical(_));
    let has_headings = are_headings(&columns)
        || matches!(columns.first(), Some(Column::Id | Column::Canonical(_)))
        || first.iter().any(says_name);
    if has_headings && !has_names {
        return Err(GlossaryError::Format {
            name: name.to_owned(),
            line: line_of(first),
            reason: format!("no column holds names: call one `canonical`; columns are {KNOWN}"),
        });
    }
    if has_headings {
        for (column, heading) in columns.iter().zip(first) {
            if *column == Column::Unknown {
                let what = format!(
                    "column `{}` is not carried over; columns are {KNOWN}",
                    heading.trim()
                );
                collector.notes.say(what);
            }
        }
        let hint = columns.iter().find_map(|column| match column {
            Column::Canonical(kind) => *kind,
            _ => None,
        });
        collector.usual_kind = collector.options.kind.or(hint).unwrap_or(Kind::Term);
    } else {
        columns = guessed(&records, collector);
    }
    let mut rows = Rows { columns, collector };
    if !rows.columns.contains(&Column::Kind) && rows.collector.options.kind.is_none() {
        let kind = rows.collector.usual_kind;
        rows.collector.notes.say(format!(
            "no column says what the names are; they are taken for {}s (`--kind` says otherwise)",
            kind.name()
        ));
    }
    for record in &records[usize::from(has_headings)..] {
        rows.add(record);
    }
    while reader.read_record(&mut record).map_err(|e| fault(&e))? {
        rows.add(&record);
    }
    Ok(())
}

/// The separator that spreadsheets name in a line of its own, as `sep=;`.
pub(super) fn separator(text: &str) -> Option<u8> {
    let line = text.strip_prefix("sep=")?.lines().next()?;
    let [separator] = *line.as_bytes() else {
        return None;
    };
    (separator == b'\t' || separator.is_ascii_punctuation()).then_some(separator)
}

/// The character that parts the cells: the one that the first lines agree on best.
fn delimiter_of(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .take(20)
        .collect();
    let count = |delimiter: u8| {
        let in_line = |line: &&str| {
            let mut is_quoted = false;
            let parts = line.bytes().filter(|b| {
                is_quoted ^= *b == b'"';
                *b == delimiter && !is_quoted
            });
            parts.count()
        };
        let counts: Vec<usize> = lines.iter().map(in_line).collect();
        let least = counts.iter().copied().min().unwrap_or(0);
        // Every line has one; the more the better.
        (least.min(1), counts.first().copied().unwrap_or(0))
    };
    let best = |best: u8, other: u8| {
        if count(other) > count(best) {
            other
        } else {
            best
        }
    };
    // Of two as frequent the one that stands in fewer texts.
    let most = [b';', b'|', b','].into_iter().fold(b'\t', best);
    if count(most).1 == 0 { b',' } else { most }
}

/// What the columns of a table without headings hold, by what stands in them.
fn guessed(records: &[StringRecord], collector: &mut Collector<'_>) -> Vec<Column> {
    let n = records.iter().map(StringRecord::len).max().unwrap_or(0);
    let all = |at: usize, is: &dyn Fn(&str) -> bool| {
        let mut cells = records.iter().filter_map(|record| record.get(at));
        cells.clone().any(|cell| !cell.trim().is_empty())
            && cells.all(|cell| cell.trim().is_empty() || is(cell.trim()))
    };
    let mut columns = vec![Column::Unknown; n];
    if n > 1 && all(0, &looks_like_id) {
        columns[0] = Column::Id;
    }
    for (at, column) in columns.iter_mut().enumerate() {
        if *column == Column::Unknown && n > 1 {
            if all(at, &|cell| kind_of(cell).is_some()) {
                *column = Column::Kind;
            } else if n > 2 && all(at, &|cell| cell.parse::<Lang>().is_ok() && cell.is_ascii()) {
                *column = Column::Lang;
            }
        }
    }
    let name = columns.iter().position(|column| *column == Column::Unknown);
    if let Some(name) = name {
        columns[name] = Column::Canonical(None);
    }
    let script = |at: usize| {
        let mut cells = records.iter().filter_map(|record| record.get(at));
        cells.find_map(first_script)
    };
    let of_name = name.and_then(script);
    for (at, column) in columns.iter_mut().enumerate() {
        if *column == Column::Unknown {
            // A name in another script is no misspelling of this one.
            *column = if script(at) == of_name {
                Column::Variants(None, false)
            } else {
                Column::Accepted(None)
            };
        }
    }
    let words: Vec<&str> = columns.iter().map(|column| column.meaning()).collect();
    collector.notes.say(format!(
        "no row of headings; the columns are read as {} (headings say otherwise: {KNOWN})",
        words.join(", ")
    ));
    columns
}

/// `Q42`, `1510`, `fahrettin-altun`, `person_12`.
fn looks_like_id(cell: &str) -> bool {
    let is_part =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/');
    let is_marked = |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b'_' | b':');
    cell.bytes().all(is_part)
        && cell.bytes().any(is_marked)
        && (cell.bytes().any(|b| b.is_ascii_digit())
            || !cell.bytes().any(|b| b.is_ascii_uppercase()))
}

fn line_of(record: &StringRecord) -> usize {
    record
        .position()
        .map_or(0, |position| position.line() as usize)
}

/// The values in a cell: parted by `|`, or else by `;`; a backslash before one takes its meaning away.
pub(super) fn values(cell: &str) -> Vec<String> {
    let mut chars = cell.chars();
    let has_bar = std::iter::from_fn(|| {
        let c = chars.next()?;
        if c == '\\' {
            chars.next();
        }
        Some(c)
    })
    .any(|c| c == '|');
    let separator = if has_bar { '|' } else { ';' };
    let (mut values, mut value) = (Vec::new(), String::new());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars
                .peek()
                .is_some_and(|next| matches!(next, '\\' | '|' | ';')) =>
            {
                value.extend(chars.next());
            }
            c if c == separator => values.push(std::mem::take(&mut value)),
            c => value.push(c),
        }
    }
    values.push(value);
    values.retain(|value| !value.trim().is_empty());
    for value in &mut values {
        *value = value.trim().to_owned();
    }
    values
}

/// An office: `mayor`, `mayor@zagreb`, `mayor@zagreb 2019-05/2023`, `mayor@zagreb 2019-05/`; a backslash
/// before a space or `@` takes its meaning away.
pub(super) fn role(value: &str) -> Option<Role> {
    let (mut role, mut of, mut dates) = (String::new(), None::<String>, "");
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' => {
                dates = chars.as_str().trim();
                break;
            }
            '@' if of.is_none() => of = Some(String::new()),
            c => {
                let name = of.as_mut().unwrap_or(&mut role);
                name.extend(if c == '\\' { chars.next() } else { Some(c) });
            }
        }
    }
    let (from, to) = dates.split_once('/').unwrap_or((dates, ""));
    let date = |text: &str| match text.trim() {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    (!role.is_empty()).then_some(Role {
        role,
        of,
        from: date(from)?,
        to: date(to)?,
    })
}

struct Rows<'a, 'o> {
    columns: Vec<Column>,
    collector: &'a mut Collector<'o>,
}

impl Rows<'_, '_> {
    fn add(&mut self, record: &StringRecord) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let line = line_of(record);
        let cell_of = |wanted: Column| {
            let at = self.columns.iter().position(|column| *column == wanted)?;
            record
                .get(at)
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
        };
        let mut draft = Draft::at(line);
        let mut lang = self.collector.options.lang;
        if let Some(tag) = cell_of(Column::Lang) {
            lang = tag.parse().ok();
            if lang.is_none() {
                self.collector.notes.lost(
                    "language is no language tag (en, deu, zh-Hant); its form counts for all",
                    "languages are no language tags (en, deu, zh-Hant); their forms count for all",
                    line,
                );
            }
        }
        let status = cell_of(Column::Status);
        let status = status.and_then(|word| self.collector.status_of(word, line));
        let has_lang = cell_of(Column::Lang).is_some();
        for (at, cell) in record.iter().enumerate() {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            let Some(column) = self.columns.get(at) else {
                self.collector.notes.lost(
                    "cell stands beyond the last heading",
                    "cells stand beyond the last heading",
                    line,
                );
                continue;
            };
            match *column {
                Column::Id => draft.id = Some(cell.to_owned()),
                Column::Canonical(_) => {
                    let status = status.or(Some(Status::Preferred));
                    for (n, form) in values(cell).iter().enumerate() {
                        let status = if n == 0 || status == Some(Status::Wrong) {
                            status
                        } else {
                            Some(Status::Admitted)
                        };
                        if lang.is_some() || status == Some(Status::Wrong) {
                            draft.add(form, lang, status);
                        }
                        if !has_lang && status != Some(Status::Wrong) {
                            draft.add(form, None, status);
                        }
                    }
                }
                Column::Form(lang) => {
                    for form in values(cell) {
                        draft.add(&form, Some(lang), status);
                    }
                }
                Column::Accepted(own) => {
                    for form in values(cell) {
                        let lang = own.or(lang.filter(|_| has_lang));
                        draft.add(&form, lang, Some(Status::Admitted));
                    }
                }
                Column::Variants(own, is_safe) => {
                    for form in values(cell) {
                        draft.add_wrong(&form, own.or(lang), is_safe);
                    }
                }
                Column::Short => draft.short = Some(cell.to_owned()),
                Column::Not => draft.not.extend(values(cell)),
                Column::Note => draft.add_note(cell),
                Column::Source => draft.add_source(cell),
                column => self.add_fact(column, cell, &mut draft),
            }
        }
        if draft.canonical.is_none()
            && draft.forms.is_empty()
            && (draft.id.is_none() || draft.variants.is_empty() && draft.accepted.is_empty())
        {
            self.collector
                .notes
                .lost("row has no name", "rows have no name", line);
            return;
        }
        self.collector.add(draft);
    }

    /// What has to be one of a set of words.
    fn add_fact(&mut self, column: Column, cell: &str, draft: &mut Draft) {
        let notes = &mut self.collector.notes;
        match column {
            Column::Kind => {
                draft.kind = kind_of(cell);
                if draft.kind.is_none() {
                    let (one, many) = (
                        "kind is none of person, place, organisation, term",
                        "kinds are none of person, place, organisation, term",
                    );
                    notes.lost(one, many, draft.line);
                }
            }
            Column::Native => {
                draft.native = cell.parse().ok();
                if draft.native.is_none() {
                    let (one, many) = (
                        "native language is no language tag",
                        "native languages are no language tags",
                    );
                    notes.lost(one, many, draft.line);
                }
            }
            Column::Roles => {
                for value in values(cell) {
                    if let Some(role) = role(&value) {
                        draft.roles.push(role);
                    } else {
                        let (one, many) = (
                            "role is not of the form `mayor@zagreb 2019-05/2023`",
                            "roles are not of the form `mayor@zagreb 2019-05/2023`",
                        );
                        notes.lost(one, many, draft.line);
                    }
                }
            }
            Column::Unknown => {
                notes.lost("cell is not carried over", "cells are not carried over", 0);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{delimiter_of, looks_like_id, role, values};

    #[test]
    fn cells_hold_several_values() {
        assert_eq!(values("a | b;c"), ["a", "b;c"]);
        assert_eq!(values("a; b ;"), ["a", "b"]);
        assert_eq!(values(r"a\|b|c\;d\\"), ["a|b", r"c;d\"]);
        assert_eq!(values(r"a\b"), [r"a\b"]);
        assert_eq!(values(r"a\\|b"), [r"a\", "b"]);
        assert!(values(" ; ").is_empty());
    }

    #[test]
    fn the_delimiter_is_told_from_the_first_lines() {
        assert_eq!(delimiter_of("a,b;c\nd,e\n"), b',');
        assert_eq!(delimiter_of("a;b\n\"c,c,c\";d\n"), b';');
        assert_eq!(delimiter_of("a\tb, c\nd\te, f\n"), b'\t');
        assert_eq!(delimiter_of("Ana Kovač\nIvo Novak\n"), b',');
    }

    #[test]
    fn ids_look_like_ids() {
        for id in ["Q42", "1510", "ana-kovac", "p_1", "jrc:12"] {
            assert!(looks_like_id(id), "{id}");
        }
        for name in ["Erdoğan", "Ana Kovač", "ferry", "Anna-Lena", "NATO"] {
            assert!(!looks_like_id(name), "{name}");
        }
    }

    #[test]
    fn roles_are_written_on_one_line() {
        let one = role("mayor@zagreb 2019-05/2023").unwrap();
        assert_eq!(
            (one.role.as_str(), one.of.as_deref()),
            ("mayor", Some("zagreb"))
        );
        assert_eq!(one.to.unwrap().to_string(), "2023");
        assert!(role("mayor").unwrap().from.is_none());
        assert!(role("mayor@x May 2019").is_none());
        let two = role(r"head\ of\ office@a\ b\@c 2019").unwrap();
        assert_eq!(
            (two.role.as_str(), two.of.as_deref()),
            ("head of office", Some("a b@c"))
        );
    }
}
