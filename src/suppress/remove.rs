//! Takes entries out of where they stand, and leaves all else as it is.

use serde::Deserialize;
use serde_json::value::RawValue;
use toml_edit::{DocumentMut, Item, Value};

/// A configuration without some of its entries, by number; `None` where it cannot be read.
pub fn remove_from_config(toml: &str, entries: &[usize]) -> Option<String> {
    let mut document: DocumentMut = toml.parse().ok()?;
    let is_gone = |idx: usize| entries.contains(&idx);
    let is_empty = match document.get_mut("ignore") {
        Some(Item::ArrayOfTables(tables)) => {
            for idx in (0..tables.len()).rev().filter(|idx| is_gone(*idx)) {
                tables.remove(idx);
            }
            tables.is_empty()
        }
        Some(Item::Value(Value::Array(items))) => {
            // Strings name rules; entries are the tables among them.
            let places =
                (0..items.len()).filter(|at| items.get(*at).is_some_and(Value::is_inline_table));
            let places: Vec<usize> = places.collect();
            for idx in (0..places.len()).rev().filter(|idx| is_gone(*idx)) {
                items.remove(places[idx]);
            }
            items.is_empty()
        }
        _ => false,
    };
    if is_empty {
        document.remove("ignore");
    }
    Some(document.to_string())
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    copydesk: &'a RawValue,
}

#[derive(Deserialize)]
struct Orders<'a> {
    #[serde(borrow)]
    ignore: &'a RawValue,
}

/// A line of a batch without some entries of its `copydesk.ignore`, by number; what is empty then
/// goes as well. `None` where the line holds no such list.
pub fn remove_from_record(record: &str, entries: &[usize]) -> Option<String> {
    let orders = serde_json::from_str::<Record<'_>>(record).ok()?.copydesk;
    let list = serde_json::from_str::<Orders<'_>>(orders.get())
        .ok()?
        .ignore;
    let items: Vec<&RawValue> = serde_json::from_str(list.get()).unwrap_or_else(|_| vec![list]);
    let offset = |raw: &RawValue| raw.get().as_ptr() as usize - record.as_ptr() as usize;
    let n_gone = (0..items.len()).filter(|idx| entries.contains(idx)).count();
    if n_gone == items.len() {
        // The list goes, or all that copydesk is told, if that was all.
        let members: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(orders.get()).ok()?;
        let raw = if members.len() == 1 { orders } else { list };
        return Some(without_member(record, offset(raw), raw.get().len()));
    }
    let mut left = record.to_owned();
    for (idx, item) in items.iter().enumerate().rev() {
        if entries.contains(&idx) {
            let start = offset(item);
            left = without_item(&left, start, start + item.get().len());
        }
    }
    Some(left)
}

/// Without the member of an object whose value stands at an offset.
fn without_member(json: &str, value: usize, len: usize) -> String {
    // The key ends in a quotation mark before the colon, and begins with one that nothing escapes.
    let before = json[..value]
        .trim_end()
        .strip_suffix(':')
        .unwrap_or(&json[..value]);
    let inner = before.trim_end().strip_suffix('"').unwrap_or_default();
    let start = inner.rfind('"').unwrap_or(value);
    without_item(json, start, value + len)
}

/// Without a range and one of the commas beside it.
fn without_item(json: &str, start: usize, end: usize) -> String {
    let before = json[..start].trim_end();
    let after = json[end..].trim_start();
    if let Some(after) = after.strip_prefix(',') {
        return format!("{}{}", &json[..start], after.trim_start());
    }
    match before.strip_suffix(',') {
        Some(before) => format!("{}{}", before.trim_end(), &json[end..]),
        None => format!("{before}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{remove_from_config, remove_from_record};

    #[test]
    fn what_remains_of_a_configuration_stays_as_it_is() {
        let toml = "lang = \"de\" # ours\n\n# The old one.\n[[ignore]]\nrule = \"A\"\nreason = \"x\"\n\n\
            [[ignore]] # keep\nrule = 'B'\nreason = \"y\"\n\n[severity]\nTYP = \"minor\"\n";
        let left = remove_from_config(toml, &[0]).unwrap();
        assert_eq!(
            left,
            "lang = \"de\" # ours\n\n[[ignore]] # keep\nrule = 'B'\nreason = \"y\"\n\n[severity]\nTYP = \"minor\"\n"
        );
        let left = remove_from_config(&left, &[0]).unwrap();
        assert_eq!(
            left,
            "lang = \"de\" # ours\n\n[severity]\nTYP = \"minor\"\n"
        );
        let inline = "ignore = [\"TYP\", { rule = \"A\", reason = \"x\" }, { rule = \"B\", reason = \"y\" }]\n";
        let left = remove_from_config(inline, &[0]).unwrap();
        assert_eq!(
            left,
            "ignore = [\"TYP\", { rule = \"B\", reason = \"y\" }]\n"
        );
        assert_eq!(remove_from_config(toml, &[]).unwrap(), toml);
        assert!(remove_from_config("ignore = [", &[0]).is_none());
    }

    #[test]
    fn what_remains_of_a_record_stays_as_it_is() {
        let record =
            r#"{"id":"a", "copydesk" : {"ignore": ["A", {"rule": "B"} , "C"]},"text": "x, y"}"#;
        for (gone, left) in [
            (
                &[0][..],
                r#"{"id":"a", "copydesk" : {"ignore": [{"rule": "B"} , "C"]},"text": "x, y"}"#,
            ),
            (
                &[2],
                r#"{"id":"a", "copydesk" : {"ignore": ["A", {"rule": "B"}]},"text": "x, y"}"#,
            ),
            (
                &[0, 1],
                r#"{"id":"a", "copydesk" : {"ignore": ["C"]},"text": "x, y"}"#,
            ),
            (&[0, 1, 2], r#"{"id":"a", "text": "x, y"}"#),
        ] {
            assert_eq!(remove_from_record(record, gone).as_deref(), Some(left));
        }
        let last = r#"{"text":"x","copydesk":{"desk":1,"ignore":["A"]}}"#;
        assert_eq!(
            remove_from_record(last, &[0]).as_deref(),
            Some(r#"{"text":"x","copydesk":{"desk":1}}"#)
        );
        assert_eq!(
            remove_from_record(r#"{"copydesk":{"ignore":"A"}}"#, &[0]).as_deref(),
            Some("{}")
        );
        assert_eq!(remove_from_record(r#"{"text":"x"}"#, &[0]), None);
    }
}
