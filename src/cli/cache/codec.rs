//! An audit as bytes, and back. Bytes that are none of ours give `None`, never a panic.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::Kept;
use crate::bits::{Bytes, put_number, put_str};
use crate::check::Audit;
use crate::document::{Digest, FormUse, NameUse, TwoWords};
use crate::finding::{Applicability, Excerpt, Finding, Fix, Location, Related, Suspicion};
use crate::lang::Lang;
use crate::rules::{self, RULES};
use crate::severity::Severity;
use crate::span::Span;
use crate::suppress::{Held, Outcome};

/// Strings that live as long as the program are names of encodings; a longer one is damage.
const LONGEST_NAME: usize = 64;
const APPLICABILITIES: [Applicability; 3] = [
    Applicability::Safe,
    Applicability::Unsafe,
    Applicability::Suggestion,
];

pub(super) fn encode(kept: &Kept) -> Vec<u8> {
    let mut out = Writer(Vec::with_capacity(512));
    out.option(kept.id.as_deref(), Writer::text);
    out.option(kept.note.as_deref(), Writer::text);
    let audit = &kept.audit;
    out.list(&audit.findings, Writer::finding);
    out.usize(audit.n_omitted);
    out.usize(audit.n_words);
    out.option(audit.lang.as_ref(), Writer::lang);
    let digest = &audit.digest;
    out.option(digest.lang.as_ref(), Writer::lang);
    out.list(&digest.forms, |out, form| {
        out.u64(form.entity.into());
        out.text(&form.form);
        out.text(&form.written);
        out.bool(form.is_canonical);
        out.location(&form.location);
    });
    out.list(&digest.names, |out, name| {
        out.fixed(name.sound);
        let [first, second] = name.words.each();
        out.text(first);
        out.text(second);
        out.text(&name.written);
        out.location(&name.location);
        out.bool(name.is_known);
    });
    out.fixed(digest.origin);
    out.bool(digest.has_non_ascii);
    out.list(&digest.suspicions, |out, (code, of)| {
        out.text(code);
        out.text(of.cause[0]);
        out.text(of.cause[1]);
        out.signed(of.weight);
        out.list(&of.signs, |out, (sign, weight)| {
            out.fixed(*sign);
            out.signed(*weight);
        });
        out.list(&of.findings, |out, (finding, weight)| {
            out.finding(finding);
            out.signed(*weight);
        });
    });
    let ignored = &audit.ignored;
    out.usize(ignored.n_ignored);
    out.list(&ignored.entries, |out, held| {
        out.usize(held.entry);
        out.usize(held.n_ignored);
        out.bool(held.has_run);
        out.bool(held.is_record);
    });
    out.list(&ignored.idle_orders, |out, idx| out.usize(*idx));
    out.0
}

pub(super) fn decode(bytes: &[u8]) -> Option<Kept> {
    let mut from = Reader(Bytes(bytes));
    let id = from.option(Reader::text)?;
    let note = from.option(Reader::text)?;
    let findings = from.list(Reader::finding)?;
    let n_omitted = from.usize()?;
    let n_words = from.usize()?;
    let lang = from.option(Reader::lang)?;
    let digest = Digest {
        lang: from.option(Reader::lang)?,
        forms: from.list(|from| {
            Some(FormUse {
                entity: u32::try_from(from.u64()?).ok()?,
                form: from.text()?,
                written: from.text()?,
                is_canonical: from.bool()?,
                location: from.location()?,
            })
        })?,
        names: from.list(|from| {
            Some(NameUse {
                sound: from.fixed()?,
                words: TwoWords::in_lower_case([&from.text()?, &from.text()?]),
                written: from.text()?.into(),
                location: from.location()?,
                is_known: from.bool()?,
            })
        })?,
        origin: from.fixed()?,
        has_non_ascii: from.bool()?,
        suspicions: from.list(|from| {
            let code = rules::find(&from.text()?)?.info.code;
            let suspicion = Suspicion {
                cause: [from.name()?, from.name()?],
                weight: from.signed()?,
                signs: from.list(|from| Some((from.fixed()?, from.signed()?)))?,
                findings: from.list(|from| Some((from.finding()?, from.signed()?)))?,
            };
            Some((code, suspicion))
        })?,
    };
    let ignored = Outcome {
        n_ignored: from.usize()?,
        entries: from.list(|from| {
            Some(Held {
                entry: from.usize()?,
                n_ignored: from.usize()?,
                has_run: from.bool()?,
                is_record: from.bool()?,
            })
        })?,
        idle_orders: from.list(Reader::usize)?,
    };
    let audit = Audit {
        findings,
        n_omitted,
        n_words,
        lang,
        digest,
        ignored,
    };
    from.0.0.is_empty().then_some(Kept { id, note, audit })
}

struct Writer(Vec<u8>);

impl Writer {
    fn u64(&mut self, n: u64) {
        put_number(&mut self.0, n);
    }

    fn usize(&mut self, n: usize) {
        self.u64(n as u64);
    }

    fn signed(&mut self, n: i32) {
        self.u64(u64::from(n.cast_unsigned()));
    }

    /// Hashes have no small numbers.
    fn fixed(&mut self, n: u64) {
        self.0.extend(n.to_le_bytes());
    }

    fn bool(&mut self, is: bool) {
        self.0.push(is.into());
    }

    fn text(&mut self, text: &str) {
        put_str(&mut self.0, text);
    }

    fn option<T: ?Sized>(&mut self, value: Option<&T>, write: impl Fn(&mut Self, &T)) {
        self.bool(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.usize(items.len());
        for item in items {
            write(self, item);
        }
    }

    fn lang(&mut self, lang: &Lang) {
        self.text(&lang.to_string());
    }

    fn location(&mut self, at: &Location) {
        self.bool(at.in_title);
        self.usize(at.start);
        self.usize(at.end - at.start.min(at.end));
        self.usize(at.line);
        self.usize(at.column);
        self.usize(at.end_line);
        self.usize(at.end_column);
        self.usize(at.byte_column);
        self.usize(at.end_byte_column);
    }

    fn finding(&mut self, finding: &Finding) {
        let rule = RULES
            .iter()
            .position(|rule| std::ptr::eq(&raw const rule.info, finding.rule));
        self.usize(rule.unwrap_or(RULES.len()));
        self.u64(finding.severity as u64);
        self.text(&finding.message);
        self.u64(finding.span.to_bits());
        self.location(&finding.location);
        self.text(&finding.text);
        self.option(finding.fix.as_ref(), |out, fix| {
            out.text(&fix.replacement);
            out.u64(fix.applicability as u64);
        });
        self.list(&finding.related, |out, related| {
            out.location(&related.location);
            out.text(&related.message);
        });
        self.text(&finding.fingerprint);
        self.u64(finding.around[0].into());
        self.u64(finding.around[1].into());
        self.option(finding.excerpt.as_ref(), |out, excerpt| {
            out.text(&excerpt.text);
            out.usize(excerpt.start);
            out.usize(excerpt.end);
            out.usize(excerpt.skipped);
        });
    }
}

struct Reader<'a>(Bytes<'a>);

impl Reader<'_> {
    fn u64(&mut self) -> Option<u64> {
        self.0.number()
    }

    fn usize(&mut self) -> Option<usize> {
        usize::try_from(self.u64()?).ok()
    }

    fn signed(&mut self) -> Option<i32> {
        Some(u32::try_from(self.u64()?).ok()?.cast_signed())
    }

    fn fixed(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.0.split_first_chunk()?;
        self.0.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    fn bool(&mut self) -> Option<bool> {
        match self.0.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        self.0.str().map(str::to_owned)
    }

    /// One of the few names of encodings, which live as long as the program.
    fn name(&mut self) -> Option<&'static str> {
        static NAMES: LazyLock<Mutex<HashMap<String, &'static str>>> =
            LazyLock::new(Mutex::default);
        let name = self.text().filter(|name| name.len() <= LONGEST_NAME)?;
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        Some(names.entry(name.clone()).or_insert_with(|| name.leak()))
    }

    #[expect(
        clippy::option_option,
        reason = "there may be nothing, and that may be read or not"
    )]
    fn option<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.bool()? {
            return read(self).map(Some);
        }
        Some(None)
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let len = self.usize()?;
        // An item has a byte at least.
        let mut items = Vec::with_capacity(len.min(self.0.0.len()).min(1 << 16));
        for _ in 0..len {
            items.push(read(self)?);
        }
        Some(items)
    }

    fn lang(&mut self) -> Option<Lang> {
        self.text()?.parse().ok()
    }

    fn location(&mut self) -> Option<Location> {
        let (in_title, start) = (self.bool()?, self.usize()?);
        Some(Location {
            in_title,
            start,
            end: start.checked_add(self.usize()?)?,
            line: self.usize()?,
            column: self.usize()?,
            end_line: self.usize()?,
            end_column: self.usize()?,
            byte_column: self.usize()?,
            end_byte_column: self.usize()?,
        })
    }

    fn finding(&mut self) -> Option<Finding> {
        Some(Finding {
            rule: &RULES.get(self.usize()?)?.info,
            severity: *Severity::ALL.get(self.usize()?)?,
            message: self.text()?,
            span: Span::from_bits(self.u64()?),
            location: self.location()?,
            text: self.text()?,
            fix: self.option(|from| {
                Some(Fix {
                    replacement: from.text()?,
                    applicability: *APPLICABILITIES.get(from.usize()?)?,
                })
            })?,
            related: self.list(|from| {
                Some(Related {
                    location: from.location()?,
                    message: from.text()?,
                })
            })?,
            fingerprint: self.text()?,
            around: [self.u64()? as u32, self.u64()? as u32],
            excerpt: self.option(|from| {
                Some(Excerpt {
                    text: from.text()?,
                    start: from.usize()?,
                    end: from.usize()?,
                    skipped: from.usize()?,
                })
            })?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use crate::check::Auditor;
    use crate::cli::cache::Kept;
    use crate::document::{Document, Format};

    #[test]
    fn what_is_kept_comes_back_and_damage_is_no_panic() {
        let page = "# Kopf\n\nDie Minister Öztürk und und ErdoÄŸan sind da. Ankara und Ankara \
            <!-- copydesk: ignore TYP: nie --> Mustafa Kemal.\n";
        let auditor = Auditor::default();
        let mut settings = auditor.default_settings();
        settings.excerpts = true;
        let document = Document::parse("a.md", page.into(), Format::Markdown);
        let kept = Kept {
            id: Some(String::from("a")),
            note: None,
            audit: auditor.audit(&document, &settings),
        };
        assert!(kept.audit.findings.len() > 1);
        let bytes = encode(&kept);
        let back = decode(&bytes).unwrap();
        assert_eq!(format!("{back:?}"), format!("{kept:?}"));
        for len in 0..bytes.len() {
            assert!(decode(&bytes[..len]).is_none(), "{len}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xFF;
            let _ = decode(&damaged);
        }
    }
}
