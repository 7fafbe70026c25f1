//! Addresses of pages and mailboxes, names of accounts.

use std::ops::Range;

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKind {
    /// A page: `https://example.org/news`, `www.example.org`.
    Page,
    /// A mailbox: `desk@example.org`.
    Mailbox,
    /// An account: `@example`.
    Account,
}

/// The addresses of a text, in order, without the punctuation around them.
pub fn addresses(text: &str) -> Vec<(Range<usize>, AddressKind)> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%".contains(&b);
    let mut all = Vec::new();
    let mut rest = 0;
    for at in memchr::memchr3_iter(b'@', b'/', b'.', text.as_bytes()) {
        if at < rest {
            continue;
        }
        let before = text.as_bytes()[rest..at].iter().rev();
        let start = at - before.take_while(|b| is_part(**b)).count();
        let n_behind = text.as_bytes()[at..]
            .iter()
            .take_while(|b| is_part(**b))
            .count();
        rest = at + n_behind;
        let end = start
            + text[start..rest]
                .trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '/'])
                .len();
        if let Some(kind) = kind_of(&text[start..end]) {
            all.push((start..end, kind));
        }
    }
    all
}

fn kind_of(piece: &str) -> Option<AddressKind> {
    let is_site = |host: &str| {
        let (name, domain) = host.rsplit_once('.')?;
        let has_domain = domain.len() > 1 && domain.bytes().all(|b| b.is_ascii_alphabetic());
        (has_domain && !name.is_empty()).then_some(())
    };
    let host = |address: &str| address.split(['/', '?', '#', ':']).next().and_then(is_site);
    if let Some((scheme, address)) = piece.split_once("://") {
        let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        return (is_web && host(address).is_some()).then_some(AddressKind::Page);
    }
    if piece.len() > 4 && piece.as_bytes()[..4].eq_ignore_ascii_case(b"www.") {
        return host(&piece[4..]).map(|()| AddressKind::Page);
    }
    let (name, behind) = piece.split_once('@')?;
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if name.is_empty() {
        return (behind.len() > 2 && is_name(behind)).then_some(AddressKind::Account);
    }
    is_site(behind).map(|()| AddressKind::Mailbox)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_without_what_stands_around() {
        let found = |text: &str| {
            let all = addresses(text);
            all.iter()
                .map(|(at, kind)| format!("{} {kind:?}", &text[at.clone()]))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found(
                "See https://example.org/a/b?c=1. Or (www.example.org/), desk@example.co.uk; @desk_1: go."
            ),
            [
                "https://example.org/a/b?c=1 Page",
                "www.example.org Page",
                "desk@example.co.uk Mailbox",
                "@desk_1 Account",
            ]
        );
        assert_eq!(
            found("見てhttps://example.org/新聞、"),
            ["https://example.org Page"]
        );
        for none in [
            "and/or",
            "e.g. 3.5",
            "a@b",
            "@",
            "www.",
            "https://",
            "1@2.3",
            "Mr. A. B.",
        ] {
            assert!(found(none).is_empty(), "{none}");
        }
    }
}
