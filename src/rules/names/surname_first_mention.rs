use std::collections::HashMap;

use crate::document::Document;
use crate::finding::Draft;
use crate::glossary::Kind;
use crate::glossary::roles::is_known_by_surname;
use crate::names::Mention;
use crate::rule::{Context, Sink};
use crate::text::chars::properties;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a person of the glossary who is named by surname alone before the full name has come.
    ///
    /// The full name must follow later: it shows that the surname is a person's, and whose. Headlines
    /// and other short lines at the head do not count as a mention, nor do quotations, a surname
    /// after another name or a title, and those whom everybody knows by their surname: heads of state
    /// and of government, popes and kings.
    ///
    /// ## Why it matters
    ///
    /// The paragraph that introduced somebody was lost or moved, and the reader does not know who it
    /// is.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The convoy, ⟦Akar⟧ said on Sunday, had reached the border and would wait there for the engineers and their bridge.
    ///
    /// The defence minister, Hulusi Akar, will travel there on Monday.
    /// ```
    ///
    /// ```text,bad,de
    /// Am Sonntag sagte ⟦Akar⟧, dass der Konvoi bereit sei und nur noch auf besseres Wetter und auf die Ingenieure warte.
    ///
    /// Hulusi Akar war zuvor in Ankara gewesen.
    /// ```
    ///
    /// ```text,bad,fr
    /// Dimanche soir, ⟦Akar⟧ a déclaré que le convoi avait atteint la frontière et qu'il y attendrait les ingénieurs.
    ///
    /// Hulusi Akar parlera de nouveau mardi.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Akar to visit the border
    ///
    /// Hulusi Akar said that he would travel on Sunday. Akar spoke in Ankara.
    /// ```
    ///
    /// ```text,good,en
    /// “I have told Akar what we need,” she said. Defence Minister Akar agreed.
    ///
    /// Hulusi Akar then left the room.
    /// ```
    ///
    /// ```text,good,fr
    /// Lundi, Macron a reçu les syndicats.
    ///
    /// Emmanuel Macron parlera de nouveau mardi.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// No fix: what was lost is for the editor to say.
    ///
    /// ## References
    ///
    /// MQM `omission`. Who is known by surname alone: `glossaries/role_words.toml`.
    pub(crate) static SURNAME_FIRST_MENTION = "NAM004" "surname-first-mention" {
        category: Names, mqm: "omission", severity: Neutral, default: true,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

/// Paragraphs among which headlines and summaries stand, and characters that make them none.
const HEAD: usize = 4;
const LEAD: usize = 100;

fn check(context: &Context<'_>, out: &mut Sink) {
    let mentions = context.mentions();
    if mentions.iter().all(|mention| mention.is_full) {
        return;
    }
    let mut quoted: Option<Vec<(usize, usize)>> = None;
    // The first mention by surname alone that counts; none, once the full name has come.
    let mut first: HashMap<u32, Option<&Mention>> = HashMap::new();
    for mention in mentions {
        if !mention.is_full {
            if !first.contains_key(&mention.entity) && is_prose(context.doc, mention) {
                let quoted = quoted.get_or_insert_with(|| {
                    let paragraphs = context.doc.paragraphs();
                    context.quotes().quoted_ranges(paragraphs)
                });
                let at = mention.span.start();
                let idx = quoted.partition_point(|(_, end)| *end <= at);
                if quoted.get(idx).is_none_or(|(start, _)| at < *start) {
                    first.insert(mention.entity, Some(mention));
                }
            }
            continue;
        }
        let Some(surname) = first.insert(mention.entity, None).flatten() else {
            continue;
        };
        let entity = context.glossary.entity(mention.entity);
        if entity.kind != Kind::Person || entity.roles.iter().any(is_known_by_surname) {
            continue;
        }
        let (short, full) = (
            context.doc.slice(surname.span),
            context.doc.slice(mention.span),
        );
        let message = format!(
            "`{short}` is named by surname alone before `{full}`; give the full name at the first mention"
        );
        let draft = Draft::new(surname.span, message);
        out.report(draft.related(mention.span, "the full name comes here"));
    }
}

/// Whether a surname stands in a sentence, with no name or title before it and joined to nothing.
fn is_prose(doc: &Document, mention: &Mention) -> bool {
    let paragraphs = doc.paragraphs();
    let idx = paragraphs.partition_point(|p| p.end() < mention.span.end());
    let Some(paragraph) = paragraphs.get(idx) else {
        return false;
    };
    let line = doc.slice(*paragraph);
    let ends = line
        .chars()
        .next_back()
        .is_some_and(|c| !properties(c).is_word());
    let words = doc.words();
    let at = words.partition_point(|word| word.span.start() < mention.span.start());
    // Where words are run together a name begins inside of one.
    let own = words.get(at).copied();
    let Some(own) = own.filter(|own| own.span.start() == mention.span.start()) else {
        return false;
    };
    // `Defence Minister Akar`, but not `On Sunday, Akar`; a sentence may begin with any word.
    let is_after_name = at > 0
        && words[at - 1].span.start() > paragraph.start()
        && words[at - 1].is_capitalised()
        && doc.text()[words[at - 1].span.end()..own.span.start()]
            .chars()
            .all(|c| properties(c).is_space());
    let is_joined = |c: Option<char>| c.is_some_and(|c| "-‐‑–/".contains(c));
    let is_lead = idx >= HEAD || line.chars().nth(LEAD).is_some();
    ends && is_lead
        && own.is_capitalised()
        && !mention.has_capitals
        && !doc.is_in_title(mention.span)
        && !is_after_name
        && !is_joined(doc.before(mention.span).chars().next_back())
        && !is_joined(doc.after(mention.span).chars().next())
}
