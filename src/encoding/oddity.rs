//! How odd characters are in a language, at a glance.

use std::sync::OnceLock;

use super::pages;
use super::usual;
use crate::language::models::{Model, lower};
use crate::text::chars::properties;

/// Of each page, how odd the characters of its bytes from 80 are.
type OfPages = Vec<[i8; 128]>;

/// How odd characters are in a language, or where the language is unknown.
#[derive(Clone, Copy)]
pub(super) struct Oddities {
    lang: Option<&'static Model>,
    of_pages: &'static OnceLock<OfPages>,
}

impl Oddities {
    pub(super) fn new(lang: Option<&'static Model>) -> Self {
        static OF_LANGS: [OnceLock<OfPages>; 64] = [const { OnceLock::new() }; 64];
        static OF_UNKNOWN: OnceLock<OfPages> = OnceLock::new();
        let of_lang = lang.and_then(|lang| OF_LANGS.get(lang.index()));
        Self {
            lang,
            of_pages: of_lang.unwrap_or(&OF_UNKNOWN),
        }
    }

    /// How odd a character is.
    pub(super) fn of(self, c: char) -> i32 {
        let of = properties(c);
        if of.is_mark() {
            return 3;
        }
        if of.is_letter() {
            let lower = lower(c);
            return match self.lang {
                Some(lang) if lang.has_letter(lower) => 2,
                _ if usual::langs(lower) != 0 => 3,
                _ => 6,
            };
        }
        match c {
            '’' | '“' | '”' | '‘' | '„' | '«' | '»' | '–' | '—' | '…' | '\u{a0}' => {
                3
            }
            '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => 12,
            _ => 7,
        }
    }

    /// The same of the characters that bytes from 80 are on each page.
    pub(super) fn of_pages(self) -> &'static [[i8; 128]] {
        self.of_pages.get_or_init(|| {
            let of_page = |page: &pages::Page| {
                std::array::from_fn(|high| self.of(page.decode(0x80 + high as u8)) as i8)
            };
            pages::pages().iter().map(of_page).collect()
        })
    }
}
