//! Entries that a document brings along: comments of a page, the field `copydesk` of a record.

use serde_json::Value;

use crate::config::rules_named;
use crate::date::Date;
use crate::document::{Comment, Document};
use crate::settings::Ignored;
use crate::span::Span;
use crate::text::visible::visible;

/// Entries of one record that are read.
const MOST_ORDERS: usize = 1000;

/// Lines of a paragraph that a comment holds for.
const MOST_LINES: usize = 1000;
/// Bytes of an entry that are shown where it cannot be read.
const LONGEST_SHOWN: usize = 200;

/// How such comments are written.
const USAGE: &str =
    "write `copydesk: ignore RULE: reason`, or `ignore-file` for the whole document";

/// How entries of a record are written.
const ORDERS: &str = "write a rule, or an object with `rule`, `text`, `reason` and `expires`";

/// An entry of a document.
#[derive(Debug)]
pub(super) struct Local<'a> {
    pub(super) origin: Origin<'a>,
    /// The part of the text that it holds for; all of it without.
    pub(super) covers: Option<(usize, usize)>,
    pub(super) what: Ignored,
    /// The same in words.
    pub(super) says: String,
    pub(super) fault: Option<String>,
    pub(super) n_ignored: usize,
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin<'a> {
    Comment(&'a Comment),
    /// The number of an entry in the record's list.
    Order(usize),
}

impl<'a> Local<'a> {
    /// An entry that ignores nothing yet.
    fn new(origin: Origin<'a>, covers: Option<(usize, usize)>) -> Self {
        Self {
            origin,
            covers,
            what: Ignored {
                rules: Some(Vec::new()),
                ..Ignored::default()
            },
            says: String::new(),
            fault: None,
            n_ignored: 0,
        }
    }
}

/// All entries that a document brings along.
pub(super) fn entries(document: &Document) -> Vec<Local<'_>> {
    let mut entries: Vec<Local<'_>> = document
        .comments()
        .iter()
        .map(|comment| of_comment(document, comment))
        .collect();
    if let Some(orders) = document.orders() {
        entries.extend(of_record(orders));
    }
    entries
}

fn of_comment<'a>(document: &Document, comment: &'a Comment) -> Local<'a> {
    let content = comment.content.as_str();
    let (order, rest) = content
        .split_once(char::is_whitespace)
        .unwrap_or((content, ""));
    let (head, reason) = rest.split_once([':', '：']).unwrap_or((rest, ""));
    let covers = (order != "ignore-file").then(|| covered(document, comment));
    let mut local = Local::new(Origin::Comment(comment), covers);
    if order != "ignore" && order != "ignore-file" {
        let order = visible(order);
        local.fault = Some(format!("`{order}` is nothing that copydesk knows; {USAGE}"));
        return local;
    }
    let (rules, last_day) = match head.split_once(" until ") {
        Some((rules, day)) => (rules, Some(day.trim())),
        None => (head, None),
    };
    match read(rules.split([',', '，', '、', ' ']), last_day) {
        Ok((what, names)) => {
            local.says = says(&names, None);
            local.what = what;
            if reason.trim().is_empty() {
                local.fault = Some(format!(
                    "this entry gives no reason for ignoring {}; add one after a colon",
                    local.says
                ));
            }
        }
        Err(fault) => local.fault = Some(format!("{fault}; {USAGE}")),
    }
    local
}

/// Rules and a last day.
fn read<'a>(
    selectors: impl Iterator<Item = &'a str>,
    last_day: Option<&str>,
) -> Result<(Ignored, Vec<String>), String> {
    let names: Vec<String> = selectors
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if names.is_empty() {
        return Err(String::from("this entry names no rule"));
    }
    let rules = rules_named(&names).map_err(|error| error.to_string())?;
    let expires = match last_day.map(str::parse::<Date>) {
        Some(Err(fault)) => return Err(visible(&fault).into_owned()),
        Some(Ok(day)) => Some(day),
        None => None,
    };
    let what = Ignored {
        rules: Some(rules),
        text: None,
        expires,
    };
    Ok((what, names))
}

/// Rules, and the text if there is one, in words.
pub(super) fn says(rules: &[String], text: Option<&str>) -> String {
    let rules: Vec<String> = rules
        .iter()
        .map(|name| format!("`{}`", visible(name)))
        .collect();
    match (rules.is_empty(), text) {
        (false, None) => rules.join(", "),
        (false, Some(text)) => format!("{} about `{}`", rules.join(", "), visible(text)),
        (true, Some(text)) => format!("`{}`", visible(text)),
        (true, None) => String::from("everything"),
    }
}

/// The paragraph that a comment stands in, or else the next one: lines without an empty one between.
fn covered(document: &Document, comment: &Comment) -> (usize, usize) {
    let lines = document.lines();
    let is_blank = |line: &Span| document.slice(*line).trim().is_empty();
    let mut first = lines.partition_point(|line| line.end() < comment.at());
    if comment.is_inside() {
        let before = lines[..first].iter().rev().take(MOST_LINES);
        first -= before.take_while(|line| !is_blank(line)).count();
    } else {
        // The rest of a line that has ended is none of the next paragraph.
        let rest = lines.get(first).map_or("", |line| {
            let from = document
                .text()
                .ceil_char_boundary(comment.at().max(line.start()));
            &document.text()[from..line.end().max(from)]
        });
        first += usize::from(rest.trim().is_empty());
        let after = lines[first.min(lines.len())..].iter().take(MOST_LINES);
        first += after.take_while(|line| is_blank(line)).count();
    }
    let paragraph = lines
        .get(first..)
        .unwrap_or_default()
        .iter()
        .take(MOST_LINES);
    let last = paragraph.take_while(|line| !is_blank(line)).last();
    let start = lines
        .get(first)
        .map_or(document.text().len(), |line| line.start());
    (start, last.map_or(start, |line| line.end()))
}

/// `{"ignore": ["NAM001", {"rule": …, "text": …, "reason": …, "expires": …}]}`. A field `copydesk` of
/// any other shape is somebody else's.
fn of_record(orders: &str) -> Vec<Local<'static>> {
    let Ok(Value::Object(orders)) = serde_json::from_str(orders) else {
        return Vec::new();
    };
    let items = match orders.get("ignore") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(item) => std::slice::from_ref(item),
        None => &[],
    };
    let read = |(idx, item): (usize, &Value)| {
        let mut local = Local::new(Origin::Order(idx), None);
        match of_order(item) {
            Ok((what, says)) => (local.what, local.says) = (what, says),
            Err(fault) => {
                let json = item.to_string();
                json[..json.floor_char_boundary(LONGEST_SHOWN)].clone_into(&mut local.says);
                local.fault = Some(format!("`copydesk.ignore` of this record: {fault}"));
            }
        }
        local
    };
    items
        .iter()
        .enumerate()
        .take(MOST_ORDERS)
        .map(read)
        .collect()
}

fn of_order(item: &Value) -> Result<(Ignored, String), String> {
    let entry = match item {
        Value::String(rule) => {
            let (what, names) = read(std::iter::once(rule.as_str()), None)?;
            return Ok((what, says(&names, None)));
        }
        Value::Object(entry) => entry,
        _ => {
            return Err(format!(
                "this entry is neither a string nor an object; {ORDERS}"
            ));
        }
    };
    let (mut rules, mut text, mut last_day) = (Vec::new(), None, None);
    for (key, value) in entry {
        match (key.as_str(), value) {
            (_, Value::Null) | ("reason", Value::String(_)) => {}
            ("rule", Value::String(rule)) => rules.push(rule.as_str()),
            ("rule", Value::Array(list)) => {
                for rule in list {
                    rules.push(rule.as_str().ok_or("a rule is no string")?);
                }
            }
            ("text", Value::String(of)) => text = Some(of.as_str()),
            ("expires", Value::String(day)) => last_day = Some(day.as_str()),
            ("rule" | "text" | "expires" | "reason", _) => {
                return Err(format!("`{key}` is no string"));
            }
            _ => {
                return Err(format!(
                    "`{}` is no key of an entry; {ORDERS}",
                    visible(key)
                ));
            }
        }
    }
    if rules.is_empty() && text.is_some() {
        let expires = last_day.map(str::parse::<Date>).transpose()?;
        let what = Ignored {
            rules: None,
            text: text.map(str::to_owned),
            expires,
        };
        return Ok((what, says(&[], text)));
    }
    let (mut what, names) = read(rules.into_iter(), last_day)?;
    what.text = text.map(str::to_owned);
    Ok((what, says(&names, text)))
}
