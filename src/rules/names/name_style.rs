use std::collections::BTreeMap;

use crate::finding::{Draft, Fix};
use crate::glossary::Entity;
use crate::lang::Lang;
use crate::names::{Accents, Mention, Spelling, respells, spelling};
use crate::rule::{Context, Sink};
use crate::settings::Diacritics;
use crate::span::Span;

declare_rule! {
    /// ## What it does
    ///
    /// Finds names from one language that an article writes partly with their diacritics and partly
    /// without: `Mevlüt Çavuşoğlu` beside `Yasar Guler`.
    ///
    /// The names are those of the glossary. A letter that the article's own language has (`ü` in
    /// German) is no matter of style. The style of fewer names is reported, of two equal ones that without
    /// diacritics. One name in two styles is a case for NAM002. In the language that a name comes from every
    /// letter counts: there a name without its diacritics is told by itself (`Kaczynski` in Polish), unless
    /// the text has hardly any, or only a capital lacks its accent (`Edouard`).
    ///
    /// ## Why it matters
    ///
    /// A desk may write such names in either way; both at once look like copying from two wires.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// Mevlüt Çavuşoğlu met ⟦Yasar Guler⟧ and Hulusi Akar in Ankara.
    /// ```
    ///
    /// ```text,fixed
    /// Mevlüt Çavuşoğlu met Yaşar Güler and Hulusi Akar in Ankara.
    /// ```
    ///
    /// ```text,bad,en
    /// Viktor Orban spoke first. Peter Szijjarto thanked Orban for it, and ⟦Péter Magyar⟧ did not.
    /// ```
    ///
    /// ```text,fixed
    /// Viktor Orban spoke first. Peter Szijjarto thanked Orban for it, and Peter Magyar did not.
    /// ```
    ///
    /// ```text,bad,de
    /// Ahmet Davutoğlu trat zurück. ⟦Recep Tayyip Erdogan⟧ schwieg; erst am Abend dankte ⟦Erdogan⟧ ihm.
    /// ```
    ///
    /// ```text,bad,fr
    /// Jarosław Kaczyński a refusé, ⟦Radoslaw Sikorski⟧ a accepté.
    /// ```
    ///
    /// ```text,bad,pl
    /// Prezes PiS ⟦Jarosław Kaczynski⟧ ocenił, że rząd powinien się spieszyć. Już w środę mówił o tym Sejm.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,fr
    /// Edouard Philippe a été reçu à l’Élysée, où le président a évoqué la réforme des retraites.
    /// ```
    ///
    /// ```text,good,en
    /// Recep Tayyip Erdogan and Hakan Fidan met Emmanuel Macron; Nicolás Maduro stayed in Caracas.
    /// ```
    ///
    /// ```text,good,de
    /// Abdullah Gül und Recep Tayyip Erdogan kamen gemeinsam, Fethullah Gülen blieb fern.
    /// ```
    ///
    /// ```text,good,en
    /// YASAR GULER IN ANKARA
    /// Mevlüt Çavuşoğlu met Yaşar Güler on Monday.
    /// ```
    ///
    /// ```text,good,lv
    /// Redžeps Tajips Erdogans tikās ar Mevlitu Čavušoglu.
    /// ```
    ///
    /// ```text,good,tr
    /// Yaşar Güler ile Mevlüt Çavuşoğlu'nun görüşmesi bir saat sürdü; Hulusi Akar da oradaydı.
    /// ```
    ///
    /// ## Options
    ///
    /// `name-style.diacritics` in the configuration, and `name-style.lang` by the language of the
    /// article: `consistent` (the default) as above; with `keep` each name without its diacritics is
    /// reported, with `strip` each name of another language that has them.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a name changes, although only in its diacritics.
    ///
    /// ## References
    ///
    /// MQM `company-style`. Letters of languages: Unicode CLDR (`glossaries/letters.toml`).
    pub(crate) static NAME_STYLE = "NAM003" "name-style" {
        category: Names, mqm: "company-style", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
        by_language: true,
    }
}

/// A mention, and how it is written.
struct Name<'a> {
    mention: &'a Mention,
    entity: &'a Entity,
    spelling: Spelling,
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let lang = context.lang().filter(|_| !context.mentions().is_empty());
    let Some(lang) = lang else { return };
    let wanted = context.name_style().diacritics_in(lang);
    // A text without diacritics is written in one style.
    if wanted != Diacritics::Keep && !context.doc.summary().has_non_ascii {
        return;
    }
    let judged = context.mentions().iter().filter_map(|mention| {
        let entity = context.glossary.entity(mention.entity);
        let is_judged = !respells(lang) || is_of(entity, lang);
        let spelling = spelling(context.doc, context.glossary, lang, mention);
        Some(Name {
            mention,
            entity,
            spelling: spelling.filter(|_| is_judged)?,
        })
    });
    match wanted {
        Diacritics::Keep => {
            let bare = judged.filter(|name| name.spelling.accents != Accents::With);
            report_each(context, bare, "the house style keeps them", out);
        }
        Diacritics::Strip => {
            let of_others = judged.filter(|name| !is_of(name.entity, lang));
            for name in of_others.filter(|name| name.spelling.accents != Accents::Without) {
                let without = &name.spelling.without;
                let remedy = format!("the house style drops them: `{without}`");
                report(context, &name, without, &remedy, None, out);
            }
        }
        Diacritics::Consistent => {
            let words = context.doc.words().iter();
            let n_marked = words.filter(|word| word.is_non_ascii()).count();
            let (bare, others): (Vec<_>, Vec<_>) = judged.partition(|name| {
                n_marked >= FEWEST && is_of(name.entity, lang) && lacks_letters(context, name)
            });
            report_each(context, bare.into_iter(), "its own language has them", out);
            compare(context, lang, others.into_iter(), out);
        }
    }
}

/// Reports names that are to have their diacritics.
fn report_each<'a>(
    context: &Context<'_>,
    names: impl Iterator<Item = Name<'a>>,
    why: &str,
    out: &mut Sink,
) {
    for name in names {
        let with = &name.spelling.with;
        report(context, &name, with, &format!("{why}: `{with}`"), None, out);
    }
}

/// Words with letters outside ASCII, at least, in a text that is written with diacritics.
const FEWEST: usize = 5;

/// Whether a name comes from the language.
fn is_of(entity: &Entity, lang: Lang) -> bool {
    entity.native.is_some_and(|native| native.covers(&lang))
}

/// Whether small letters of a name have lost their diacritics, and nothing else differs.
fn lacks_letters(context: &Context<'_>, name: &Name<'_>) -> bool {
    let written = context.doc.slice(name.mention.span).chars();
    let mut others = written
        .zip(name.spelling.with.chars())
        .filter(|(is, ought)| is != ought);
    let are_lost = |(is, ought): (char, char)| is.is_ascii() && !ought.is_ascii();
    others.clone().all(are_lost) && others.any(|(is, _)| is.is_ascii_lowercase())
}

/// Reports the names in the rarer style, among those from one language.
fn compare<'a>(
    context: &Context<'_>,
    lang: Lang,
    judged: impl Iterator<Item = Name<'a>>,
    out: &mut Sink,
) {
    let mut by_native: BTreeMap<Lang, BTreeMap<u32, Vec<Name<'a>>>> = BTreeMap::new();
    for name in judged {
        if let Some(native) = name.entity.native {
            let names = by_native.entry(native.without_variety()).or_default();
            names.entry(name.mention.entity).or_default().push(name);
        }
    }
    for (native, names) in by_native {
        // One name in two styles says nothing of the others.
        let (mut with, mut without): (Vec<Vec<Name<'a>>>, Vec<_>) = names
            .into_values()
            .filter(|name| {
                name[0].spelling.accents != Accents::Partly
                    && name
                        .iter()
                        .all(|m| m.spelling.accents == name[0].spelling.accents)
            })
            .partition(|name| name[0].spelling.accents == Accents::With);
        for style in [&mut with, &mut without] {
            style.sort_by_key(|name| name[0].mention.span.start());
        }
        let (Some(kept), Some(stripped)) = (with.first(), without.first()) else {
            continue;
        };
        // In the language of the names itself their letters are no choice.
        let is_kept_usual = native.covers(&lang) || with.len() >= without.len();
        let (rare, usual) = if is_kept_usual {
            (&without, kept)
        } else {
            (&with, stripped)
        };
        let usual = usual[0].mention.span;
        let other = context.doc.slice(usual);
        for name in rare.iter().flatten() {
            let (right, how) = if is_kept_usual {
                (&name.spelling.with, "with")
            } else {
                (&name.spelling.without, "without")
            };
            let remedy = format!("`{other}` stands here {how} them; write both one way: `{right}`");
            report(context, name, right, &remedy, Some(usual), out);
        }
    }
}

fn report(
    context: &Context<'_>,
    name: &Name<'_>,
    right: &str,
    remedy: &str,
    usual: Option<Span>,
    out: &mut Sink,
) {
    let text = context.doc.slice(name.mention.span);
    let how = match name.spelling.accents {
        Accents::With => "with its diacritics",
        Accents::Without => "without its diacritics",
        Accents::Partly => "with some of its diacritics",
    };
    let message = format!("`{text}` is written {how}; {remedy}");
    let mut draft = Draft::new(name.mention.span, message).fix(Fix::not_safe(right));
    if let Some(usual) = usual {
        draft = draft.related(usual, format!("`{}` here", context.doc.slice(usual)));
    }
    out.report(draft);
}

#[cfg(test)]
mod tests {
    use crate::check::Auditor;
    use crate::document::Document;
    use crate::lang::Lang;
    use crate::settings::{Diacritics, NameStyle};

    /// What NAM003 finds in an English text, and what it would write.
    fn found(diacritics: Diacritics, text: &str) -> Vec<String> {
        let auditor = Auditor::default();
        let mut settings = auditor.default_settings();
        settings.name_style = NameStyle {
            diacritics: Diacritics::Consistent,
            by_lang: vec![(Lang::ENGLISH, diacritics)],
        };
        let document = Document::from_text("a", text).with_lang(Lang::ENGLISH);
        let findings = auditor.audit(&document, &settings).findings;
        let own = findings.into_iter().filter(|f| f.rule.code == "NAM003");
        own.map(|f| f.fix.map(|fix| fix.replacement).unwrap_or_default())
            .collect()
    }

    #[test]
    fn a_house_may_keep_or_strip_diacritics() {
        let text = "Mevlüt Çavuşoğlu met Yasar Guler and Viktor Orbán.";
        assert_eq!(found(Diacritics::Keep, text), ["Yaşar Güler"]);
        assert_eq!(
            found(Diacritics::Strip, text),
            ["Mevlut Cavusoglu", "Viktor Orban"]
        );
        assert_eq!(found(Diacritics::Consistent, text), ["Yaşar Güler"]);
        let bare = "Mevlut Cavusoglu met Yasar Guler.";
        assert_eq!(found(Diacritics::Keep, bare).len(), 2);
        assert!(found(Diacritics::Strip, bare).is_empty());
    }

    #[test]
    fn a_name_in_two_styles_counts_for_nothing() {
        let text = "Mevlüt Çavuşoğlu came early; the aide whom Cavusoglu had sent met Yasar Guler.";
        assert!(found(Diacritics::Consistent, text).is_empty());
    }
}
