use std::collections::BTreeMap;

use crate::coverage::{Coverage, CoveredForm};
use crate::finding::Fix;
use crate::lang::Lang;
use crate::rule::BatchDraft;
use crate::text::chars::{Script, script};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a person or an organisation that the articles of a batch write in two ways, each right
    /// by itself: `Sergei Lavrov` in most, `Sergey Lavrov` in one.
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
    /// ## Good
    ///
    /// ```text,good,en
    /// Mevlut Cavusoglu phoned Brussels.
    /// ---
    /// Mevlüt Çavuşoğlu phoned Brussels again.
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
    // Forms of one entity in one language and script that have as many words; diacritics are folded
    // already.
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (idx, used) in coverage.uses().iter().enumerate() {
        let n_words = used.first.form.split(' ').count();
        let script = used.first.form.chars().next().map(script);
        groups
            .entry((used.lang, used.first.entity, script, n_words))
            .or_default()
            .push(idx);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let used = |idx: usize| -> &CoveredForm { &coverage.uses()[idx] };
        let Some(usual) = group.iter().copied().max_by_key(|idx| {
            let form = used(*idx);
            (
                form.n_documents,
                form.first.is_canonical,
                std::cmp::Reverse(*idx),
            )
        }) else {
            continue;
        };
        let usual = used(usual);
        for idx in group {
            let form = used(idx);
            if form.first.form == usual.first.form {
                continue;
            }
            out.push(BatchDraft {
                at: idx,
                message: format!(
                    "`{}` ({}) is `{}` elsewhere in this batch ({}); write it one way",
                    form.first.written,
                    documents(form.n_documents),
                    usual.first.written,
                    documents(usual.n_documents),
                ),
                fix: Some(Fix::suggestion(usual.first.written.clone())),
            });
        }
    }
}

fn documents(n: usize) -> String {
    if n == 1 {
        "1 document".to_owned()
    } else {
        format!("{n} documents")
    }
}
