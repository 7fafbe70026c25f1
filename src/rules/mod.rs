//! The registry: every rule, one line each, in the order of their codes.

mod artefacts;
mod coverage;
mod encoding;
mod language;
mod names;
mod suppression;
mod typography;

use crate::rule::Rule;

/// All rules.
pub static RULES: &[&Rule] = &[
    &artefacts::placeholder::PLACEHOLDER,
    &artefacts::cms_residue::CMS_RESIDUE,
    &artefacts::page_furniture::PAGE_FURNITURE,
    &artefacts::chatbot_leftover::CHATBOT_LEFTOVER,
    &artefacts::repeated_word::REPEATED_WORD,
    &artefacts::repeated_phrase::REPEATED_PHRASE,
    &artefacts::repeated_passage::REPEATED_PASSAGE,
    &artefacts::glued_words::GLUED_WORDS,
    &artefacts::empty_slot::EMPTY_SLOT,
    &artefacts::known_mistranslation::KNOWN_MISTRANSLATION,
    &artefacts::calque_density::CALQUE_DENSITY,
    &artefacts::tautology::TAUTOLOGY,
    &coverage::name_variants_in_batch::NAME_VARIANTS_IN_BATCH,
    &encoding::mojibake::MOJIBAKE,
    &encoding::damaged_entity::DAMAGED_ENTITY,
    &encoding::lost_character::LOST_CHARACTER,
    &encoding::mixed_script_word::MIXED_SCRIPT_WORD,
    &encoding::control_character::CONTROL_CHARACTER,
    &encoding::invisible_character::INVISIBLE_CHARACTER,
    &encoding::escape_sequence::ESCAPE_SEQUENCE,
    &encoding::denormalised_text::DENORMALISED_TEXT,
    &encoding::broken_word::BROKEN_WORD,
    &encoding::legacy_font_text::LEGACY_FONT_TEXT,
    &language::wrong_language::WRONG_LANGUAGE,
    &language::untranslated_passage::UNTRANSLATED_PASSAGE,
    &language::foreign_residue::FOREIGN_RESIDUE,
    &names::name_variant::NAME_VARIANT,
    &names::name_inconsistent::NAME_INCONSISTENT,
    &names::name_style::NAME_STYLE,
    &names::surname_first_mention::SURNAME_FIRST_MENTION,
    &names::wrong_language_form::WRONG_LANGUAGE_FORM,
    &names::role_mismatch::ROLE_MISMATCH,
    &suppression::unused_ignore::UNUSED_IGNORE,
    &suppression::expired_ignore::EXPIRED_IGNORE,
    &suppression::faulty_ignore::FAULTY_IGNORE,
    &typography::doubled_punctuation::DOUBLED_PUNCTUATION,
    &typography::space_before_punctuation::SPACE_BEFORE_PUNCTUATION,
    &typography::missing_space::MISSING_SPACE,
    &typography::unpaired_bracket::UNPAIRED_BRACKET,
    &typography::mismatched_quote::MISMATCHED_QUOTE,
    &typography::quote_style::QUOTE_STYLE,
    &typography::repeated_space::REPEATED_SPACE,
    &typography::foreign_punctuation::FOREIGN_PUNCTUATION,
    &typography::number_format::NUMBER_FORMAT,
    &typography::casing_break::CASING_BREAK,
];

/// The rule with this code or name, in any case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .find(|rule| {
            rule.info.code.eq_ignore_ascii_case(code_or_name)
                || rule.info.name.eq_ignore_ascii_case(code_or_name)
        })
        .copied()
}

/// A rule's page as a Markdown document: its facts, then the doc comment.
pub fn page_markdown(rule: &Rule) -> String {
    let info = &rule.info;
    let default = if info.default { "" } else { ", off by default" };
    let mut page = format!(
        "# {} {}\n\nCategory {} · MQM `{}` ({}) · severity {}{default}\n\n",
        info.code,
        info.name,
        info.category.name(),
        info.mqm.id,
        info.mqm.dimension,
        info.severity,
    );
    page.push_str(&info.markdown());
    page
}
