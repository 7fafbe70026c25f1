use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::text::addresses::{AddressKind, addresses};

declare_rule! {
    /// ## What it does
    ///
    /// Finds addresses of pages and mailboxes and names of accounts that are those of the source but for a
    /// letter or two.
    ///
    /// One that the source has and the translation lacks, and one that the translation has instead. Other
    /// pages, the edition in another language, an account of another edition are right.
    ///
    /// The source stands in the record (`"source": {"lang": "de", "text": "…"}`), or beside the file (`--source`).
    ///
    /// ## Why it matters
    ///
    /// It leads nowhere, or to somebody else.
    ///
    /// ## Bad
    ///
    /// ```text,bad,de>en
    /// Anmeldung bis Freitag unter anmeldung@example.org.
    /// ---
    /// Register by Friday at ⟦anmeldumg@example.org⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Register by Friday at anmeldung@example.org.
    /// ```
    ///
    /// ```text,bad,en>ja
    /// The report is at https://www.example.org/reports/bridges-2019.
    /// ---
    /// 報告書は⟦https://www.example.org/report/bridges-2019⟧で読める。
    /// ```
    ///
    /// ```text,bad,en>ru
    /// The mayor wrote as @MayorExample.
    /// ---
    /// Мэр написал от имени ⟦@MajorExample⟧.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en>de
    /// More at https://example.org/en/bridges, from @example_en.
    /// ---
    /// Mehr unter example.org/de/bridges und www.example.org/de/bridges, von @example_de.
    /// ```
    ///
    /// ```text,good,en>fr
    /// See http://www.Example.org/ and write to desk@example.org.
    /// ---
    /// Voir https://example.org et écrire à desk@example.org ou à test@example.org.
    /// ```
    ///
    /// ```text,good,en>es
    /// Follow @exampledesk on 3/4 or and/or.
    /// ---
    /// Siga a @exampledeskES el 3/4.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the address of the source takes its place.
    ///
    /// ## References
    ///
    /// MQM `broken-link`.
    pub(crate) static CHANGED_ADDRESS = "BIL007" "changed-address" {
        category: Bilingual, mqm: "broken-link", severity: Major, default: true,
        fix: Always, needs: |text| text.has_ascii(b'@') || text.has_ascii(b'.'), check: Document(check),
    }
}

/// Letters in which an address differs that is meant to be the same, and of how many one may differ.
const MOST_LETTERS: usize = 2;
const LETTERS_A_SLIP: usize = 5;

/// An address, and what of it tells it from others.
struct Address<'a> {
    start: usize,
    written: &'a str,
    kind: AddressKind,
    key: String,
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let Some(source) = doc.source() else {
        return;
    };
    let (own, originals) = (read(doc), read(source));
    let is_in = |all: &[Address<'_>], of: &Address<'_>| all.iter().any(|other| other.key == of.key);
    let lost: Vec<&Address<'_>> = originals.iter().filter(|of| !is_in(&own, of)).collect();
    for new in own.iter().filter(|of| !is_in(&originals, of)) {
        let Some(old) = lost.iter().find(|old| is_slip(old, new)) else {
            continue;
        };
        let span = doc.span(new.start, new.start + new.written.len());
        let (written, right) = (new.written, old.written);
        let message = format!("`{written}` is `{right}` in the source; write that");
        out.report(Draft::new(span, message).fix(Fix::not_safe(right)));
    }
}

/// More addresses are a list, of which each is like the next.
const MOST_ADDRESSES: usize = 200;

fn read(doc: &Document) -> Vec<Address<'_>> {
    let all = addresses(doc.text());
    let n_read = if all.len() > MOST_ADDRESSES {
        0
    } else {
        all.len()
    };
    let address = |(at, kind): (std::ops::Range<usize>, AddressKind)| {
        let written = &doc.text()[at.clone()];
        let key = written.to_ascii_lowercase();
        let bare = key.split_once("://").map_or(key.as_str(), |(_, bare)| bare);
        Address {
            start: at.start,
            written,
            kind,
            key: bare.trim_start_matches("www.").to_owned(),
        }
    };
    all.into_iter().take(n_read).map(address).collect()
}

/// Whether an address is another one but for a slip.
fn is_slip(old: &Address<'_>, new: &Address<'_>) -> bool {
    let (a, b) = (&old.key, &new.key);
    let goes_on = a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    let n_letters = strsim::osa_distance(a, b);
    old.kind == new.kind
        && !goes_on
        && n_letters <= MOST_LETTERS.min(a.len().min(b.len()) / LETTERS_A_SLIP)
        && !is_edition(a, b)
}

/// Whether two addresses differ in a part of two letters, which names a language or a country, or in digits.
fn is_edition(a: &str, b: &str) -> bool {
    let parts = |address: &str| -> Vec<String> {
        address
            .split(|c: char| !c.is_ascii_alphanumeric())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (parts(a), parts(b));
    let mut others = a.iter().zip(&b).filter(|(a, b)| a != b);
    a.len() == b.len()
        && others.all(|(a, b)| {
            a.len().max(b.len()) <= 2 || a.bytes().chain(b.bytes()).any(|b| b.is_ascii_digit())
        })
}
