use std::collections::BTreeMap;

use crate::coverage::{Coverage, CoveredForm, Spelling};
use crate::finding::Fix;
use crate::lang::Lang;
use crate::names::{Difference, is_surname_slip, respelling};
use crate::rule::BatchDraft;
use crate::severity::Severity;
use crate::text::chars::{Script, script};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a name that the articles of a batch write in two ways, each right by itself: `Sergei Lavrov`
    /// in most, `Sergey Lavrov` in one. The glossary need not know it.
    ///
    /// ## Why it matters
    ///
    /// On one page or in one edition the reader takes them for two people, and a search finds half
    /// of the articles.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// Sergei Lavrov arrived on Monday.
    /// ---
    /// The talks with ⟦Sergey Lavrov⟧ were short.
    /// ---
    /// Sergei Lavrov declined to comment.
    /// ```
    ///
    /// ```text,bad,de
    /// Sergej Lawrow reiste am Montag an.
    /// ---
    /// Das Gespräch mit Sergej Lawrow war kurz.
    /// ---
    /// ⟦Sergei Lawrow⟧ schwieg dazu.
    /// ```
    ///
    /// ```text,bad,en
    /// Volodymyr Zelensky spoke first.
    /// ---
    /// ⟦Volodymyr Zelenskiy⟧ then met the envoys.
    /// ---
    /// Volodymyr Zelensky left early.
    /// ```
    ///
    /// Spellings that differ only by diacritics are a matter of style, and neutral.
    ///
    /// ```text,bad,en
    /// Governor Rahmi Doğan visited the wounded.
    /// ---
    /// The governor, ⟦Rahmi Dogan⟧, spoke to reporters.
    /// ---
    /// Rahmi Doğan will travel tomorrow.
    /// ```
    ///
    /// ```text,bad,en
    /// Coach Aleksei Morozenko was pleased.
    /// ---
    /// ⟦Alexey Morozenko⟧ has signed for two years.
    /// ```
    ///
    /// A slip in a long surname is told where more articles have none.
    ///
    /// ```text,bad,en
    /// Piotr Kwiatkowski won the race.
    /// ---
    /// The fans sang for Piotr Kwiatkowski.
    /// ---
    /// ⟦Piotr Kwaitkowski⟧ will rest until May.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Lars Pedersen won the race.
    /// ---
    /// Lars Petersen came third.
    /// ---
    /// Lars Pedersen will rest until May.
    /// ```
    ///
    /// ```text,good,en
    /// Mohammed Amine Benali won the race.
    /// ---
    /// Mohamed Amine Cherif came third.
    /// ```
    ///
    /// ```text,good,en
    /// Lars Hansen won the race.
    /// ---
    /// Lars Hanson came third.
    /// ```
    ///
    /// ```text,good,ru
    /// Сергей Лавров прибыл в Анкару.
    /// ---
    /// Встреча с Сергеем Лавровым прошла вчера.
    /// ```
    ///
    /// ```text,good,en
    /// The talks were held in Kyiv.
    /// ---
    /// The talks were held in Kiev.
    /// ```
    ///
    /// ```text,good,sr
    /// Генерални секретар НАТО дошао је јуче.
    /// ---
    /// Седница NATO почиње данас.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// A suggestion: which form a desk wants is the desk's choice. There is one finding a form, at
    /// its first use, with the number of documents.
    ///
    /// ## References
    ///
    /// MQM `term-inconsistency`.
    pub(crate) static NAME_VARIANTS_IN_BATCH = "COV001" "name-variants-in-batch" {
        category: Coverage, mqm: "term-inconsistency", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Batch(check),
    }
}

/// Language, entity, script and number of words: forms that can stand for each other.
type Group = (Option<Lang>, u32, Option<Script>, usize);

fn check(coverage: &Coverage, out: &mut Vec<BatchDraft>) {
    compare_forms(coverage, out);
    compare_spellings(coverage, out);
    compare_slips(coverage, out);
}

/// Forms of one entity in one language and script that have as many words; diacritics are folded
/// already.
fn compare_forms(coverage: &Coverage, out: &mut Vec<BatchDraft>) {
    let mut groups: BTreeMap<Group, Vec<&CoveredForm>> = BTreeMap::new();
    for used in coverage.uses() {
        let n_words = used.first.form.split(' ').count();
        let script = used.first.form.chars().next().map(script);
        groups
            .entry((used.lang, used.first.entity, script, n_words))
            .or_default()
            .push(used);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let usual = group.iter().max_by_key(|form| {
            let place = std::cmp::Reverse((form.document_idx, form.first.location.start));
            (form.n_documents, form.first.is_canonical, place)
        });
        let Some(usual) = usual else { continue };
        for form in &group {
            if form.first.form == usual.first.form {
                continue;
            }
            out.push(BatchDraft {
                document_idx: form.document_idx,
                document: form.document.clone(),
                location: form.first.location,
                message: message(
                    (&form.first.written, form.n_documents),
                    (&usual.first.written, usual.n_documents),
                ),
                text: form.first.written.clone(),
                fix: Some(Fix::suggestion(usual.first.written.clone())),
                severity: None,
            });
        }
    }
}

/// Spellings of any name of two words; those that differ only by diacritics are neutral, since that is
/// a matter of style.
fn compare_spellings(coverage: &Coverage, out: &mut Vec<BatchDraft>) {
    let n_forms = out.len();
    for spellings in coverage.names().in_several_spellings() {
        let usual = spellings.iter().max_by_key(|one| {
            let n_marked = one.written.chars().filter(|c| !c.is_ascii()).count();
            (
                one.n_documents,
                n_marked,
                std::cmp::Reverse(one.document_idx),
            )
        });
        let Some(usual) = usual else { continue };
        for other in &spellings {
            let Some(found) = respelling(other.words.each(), usual.words.each(), usual.lang) else {
                continue;
            };
            let is_reported = out[..n_forms].iter().any(|draft| {
                draft.document_idx == other.document_idx
                    && draft.location.start <= other.location.start
                    && other.location.end <= draft.location.end
            });
            // One article with both has been told so; a form of the glossary beside another one is
            // NAM001's.
            if is_reported
                || other.document_idx == usual.document_idx
                || other.is_known != usual.is_known
            {
                continue;
            }
            let is_style = found
                .iter()
                .all(|(_, difference)| *difference == Difference::Diacritics);
            let severity = is_style.then_some(Severity::Neutral);
            out.push(draft(other, usual, severity));
        }
    }
}

/// Surnames behind one given name of which one article has a slip, and several have none.
fn compare_slips(coverage: &Coverage, out: &mut Vec<BatchDraft>) {
    for names in coverage.names().behind_one_given_name() {
        for other in &names {
            let is_usual = |usual: &&&Spelling| {
                let [given, surname] = usual.words.each();
                usual.n_documents > other.n_documents
                    && usual.document_idx != other.document_idx
                    && !(usual.is_known || other.is_known)
                    && is_surname_slip(given, other.words.each()[1], surname, usual.lang)
            };
            // What has been said of a place once is not said again.
            let is_same = |draft: &BatchDraft| {
                draft.document_idx == other.document_idx && draft.location == other.location
            };
            if other.n_documents > 1 {
                continue;
            }
            if let Some(usual) = names.iter().find(is_usual)
                && !out.iter().any(is_same)
            {
                out.push(draft(other, usual, None));
            }
        }
    }
}

fn draft(other: &Spelling, usual: &Spelling, severity: Option<Severity>) -> BatchDraft {
    BatchDraft {
        document_idx: other.document_idx,
        document: (*other.document).clone(),
        location: other.location,
        message: message(
            (&other.written, other.n_documents),
            (&usual.written, usual.n_documents),
        ),
        text: other.written.to_string(),
        fix: Some(Fix::suggestion(usual.written.to_string())),
        severity,
    }
}

fn message(rare: (&str, usize), usual: (&str, usize)) -> String {
    format!(
        "`{}` ({}) is `{}` elsewhere in this batch ({}); write it one way",
        rare.0,
        documents(rare.1),
        usual.0,
        documents(usual.1),
    )
}

fn documents(n: usize) -> String {
    if n == 1 {
        "1 document".to_owned()
    } else {
        format!("{n} documents")
    }
}
