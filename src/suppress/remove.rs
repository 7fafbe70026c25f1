//! Takes entries out of where they stand, and leaves all else as it is.

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;
use toml_edit::DocumentMut;

use crate::config::ignore_ranges;

/// A configuration without some of its entries, by number; `None` where it cannot be read.
pub fn remove_from_config(toml: &str, entries: &[usize]) -> Option<String> {
    let mut left = toml.to_owned();
    let mut entries = entries.to_vec();
    entries.sort_unstable();
    // The last first, so that the others keep their numbers.
    for idx in entries.into_iter().rev() {
        if let Some(range) = ignore_ranges(&left).get(idx) {
            left = without_entry(&left, range.clone());
        }
    }
    left.parse::<DocumentMut>().is_ok().then_some(left)
}

/// Without an entry; with a table go the comment directly above it and the empty lines below.
fn without_entry(toml: &str, range: Range<usize>) -> String {
    let Range { mut start, mut end } = range;
    if toml[start..].starts_with("[[") {
        let line_of = |at: usize| toml[..at].rfind('\n').map_or(0, |before| before + 1);
        start = line_of(start);
        while start > 0
            && toml[line_of(start - 1)..start]
                .trim_start()
                .starts_with('#')
        {
            start = line_of(start - 1);
        }
        let lines = toml[end..].split_inclusive('\n');
        let (last, below) = (lines.clone().take(1), lines.skip(1));
        let empty = below.take_while(|line| line.trim().is_empty());
        end += last.chain(empty).map(str::len).sum::<usize>();
    }
    let (mut above, below) = (&toml[..start], &toml[end..]);
    while below.is_empty() && (above.ends_with("\n\n") || above.ends_with("\r\n\r\n")) {
        above = above
            .strip_suffix("\r\n")
            .unwrap_or(&above[..above.len() - 1]);
    }
    format!("{above}{below}")
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
        let none = remove_from_config(inline, &[0, 1]).unwrap();
        assert_eq!(none, "ignore = [\"TYP\"]\n");
        assert_eq!(remove_from_config(toml, &[]).unwrap(), toml);
        assert!(remove_from_config("ignore = [", &[0]).is_none());
    }

    #[test]
    fn only_the_comment_of_an_entry_goes_with_it() {
        let entry = "[[ignore]]\nrule = \"A\"\nreason = \"x\" # why\n";
        let head = "# The desk's.\n\n[severity]\n#TYP = \"minor\"\n\n";
        for (toml, left) in [
            (
                format!("{head}# One.\n{entry}"),
                head.trim_end().to_owned() + "\n",
            ),
            (
                format!("# Ask Ana.\n\n{entry}\n# The second.\n{entry}"),
                format!("# Ask Ana.\n\n# The second.\n{entry}"),
            ),
            (
                format!("{head}{entry}# The second.\n{entry}").replace('\n', "\r\n"),
                format!("{head}# The second.\n{entry}").replace('\n', "\r\n"),
            ),
        ] {
            assert_eq!(remove_from_config(&toml, &[0]).unwrap(), left);
        }
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
