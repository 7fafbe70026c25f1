//! JRC-Names, the file `entities`: `1510<TAB>P<TAB>u<TAB>Angela+Merkel`, a form a line.
//!
//! The columns are the number of the entity, its type (P person, O organisation, others are unknown),
//! the language that writes it so (`u`: any), and the form with `+` for spaces. The first form that is
//! of no language is the usual one.

use super::super::GlossaryError;
use super::draft::{Collector, Draft, Status, kind_of};

pub(super) fn read(
    name: &str,
    text: &str,
    collector: &mut Collector<'_>,
) -> Result<(), GlossaryError> {
    let mut n_read = 0;
    for (line, content) in (1..).zip(text.lines()) {
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        let mut cells = content.split('\t').map(str::trim);
        let (Some(id), Some(kind), Some(lang), Some(form)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            let (one, many) = (
                "line has fewer than four columns",
                "lines have fewer than four columns",
            );
            collector.notes.lost(one, many, line);
            continue;
        };
        n_read += 1;
        let mut draft = Draft::at(line);
        draft.id = Some(format!("jrc-{id}"));
        draft.kind = kind_of(kind);
        if draft.kind.is_none() {
            let usual = collector.usual_kind.name();
            let one =
                format!("form is of unknown type (`u`) and taken for that of a {usual} (`--kind`)");
            let many = format!(
                "forms are of unknown type (`u`) and taken for those of {usual}s (`--kind`)"
            );
            collector.notes.lost(&one, &many, line);
        }
        draft.add_source("JRC-Names");
        let form = form.replace('+', " ");
        match (lang, lang.parse()) {
            ("u" | "U" | "", _) => draft.add(&form, collector.options.lang, None),
            (_, Ok(lang)) => draft.add(&form, Some(lang), None),
            (other, Err(_)) => {
                let one =
                    format!("form in `{other}`, which is no language, counts for all languages");
                let many =
                    format!("forms in `{other}`, which is no language, count for all languages");
                collector.notes.lost(&one, &many, line);
                draft.add(&form, None, Some(Status::Admitted));
            }
        }
        collector.add(draft);
    }
    if n_read == 0 && !text.trim().is_empty() {
        return Err(GlossaryError::Format {
            name: name.to_owned(),
            line: 1,
            reason: "holds no line of JRC-Names: number TAB type TAB language TAB Name+Name"
                .to_owned(),
        });
    }
    Ok(())
}
