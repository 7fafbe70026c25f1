use crate::finding::{Draft, Fix};
use crate::names::{Change, Changed};
use crate::rule::{Context, Sink};
use crate::severity::Severity;

declare_rule! {
    /// ## What it does
    ///
    /// Finds the name of a person of the source that is another one in the translation, throughout: `Kwiatkowski` is
    /// `Kwaitkowski`, `Darren Simms` is `Darren Karlsson`.
    ///
    /// Where both languages keep the spelling of names in Latin letters, the words are compared letter by letter: one
    /// letter too many, one missing, one wrong, two in each other's place. Case endings, marks on letters, spellings
    /// that are known to stand for one another (`glossaries/respellings.toml`), and languages that write names by ear
    /// (`glossaries/name_habits.toml`) are left alone, and so is a word that some language has. From one script to
    /// another two letters in each other's place are found. A name behind the same given name that sounds like
    /// nothing in the source is another person's.
    ///
    /// What a habit of spelling might explain, or beside which the rest of the name is not found, is minor.
    ///
    /// ## Why it matters
    ///
    /// The reader is told of somebody else, or of nobody. Inside the article nothing shows it.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en>de
    /// Piotr Kwiatkowski won in straight sets. Kwiatkowski had lost here before.
    /// ---
    /// Piotr ⟦Kwaitkowski⟧ gewann in zwei Sätzen. Hier hatte ⟦Kwaitkowski⟧ schon einmal verloren.
    /// ```
    ///
    /// ```text,fixed
    /// Piotr Kwiatkowski gewann in zwei Sätzen. Hier hatte Kwiatkowski schon einmal verloren.
    /// ```
    ///
    /// ```text,bad,en>pl
    /// Tommy Fleetham beat Sergio Baldarelli by one stroke.
    /// ---
    /// Tommy Fleetham pokonał jednym uderzeniem Sergio ⟦Baldraellego⟧.
    /// ```
    ///
    /// ```text,bad,en>fr
    /// Witnesses said that Darren Simmerling had left before the shot. Simmerling is 19.
    /// ---
    /// Selon des témoins, Darren ⟦Karlsson⟧ était parti avant le coup de feu. Il a 19 ans.
    /// ```
    ///
    /// ```text,bad,en>uk
    /// Keith Rothfus lost the seat in Congress.
    /// ---
    /// Місце в Конгресі втратив Кіт ⟦Ротфсу⟧.
    /// ```
    ///
    /// ```text,bad,en>ru
    /// The award went to Patrick Kowalski of Detroit.
    /// ---
    /// Премию получил Патрик ⟦Дженнингс⟧ из Детройта.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en>de
    /// Sergei Lawson met Boris Gorbachev and Ion Ţiriac.
    /// ---
    /// Sergei Lawson traf Boris Gorbatschow und Ion Tiriac.
    /// ```
    ///
    /// ```text,good,en>pl
    /// Tommy Fleetham beat Sergio Baldarelli by one stroke.
    /// ---
    /// Tommy Fleetham wygrał jednym uderzeniem z Sergio Baldarellim.
    /// ```
    ///
    /// ```text,good,en>lv
    /// Keith Rothfus lost the seat to Jessica Chambers.
    /// ---
    /// Kīts Rotfuss zaudēja vietu Džesikai Čeimbersai.
    /// ```
    ///
    /// ```text,good,en>ru
    /// Jordan Spieth and Patrick Reed won in Paris.
    /// ---
    /// Джордан Спит и Патрик Рид победили в Париже.
    /// ```
    ///
    /// ```text,good,en>tr
    /// Police searched John Street and found the Victoria Cross of Bernard Vance.
    /// ---
    /// Polis John Sokağı'nı aradı ve Bernard Vance'in Victoria Haçı'nı buldu.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a name changes, to that of the source. Bent forms and other people's names have no fix, and across
    /// scripts it is a proposal.
    ///
    /// ## References
    ///
    /// MQM `mistranslation`.
    pub(crate) static CHANGED_NAME = "BIL004" "changed-name" {
        category: Bilingual, mqm: "mistranslation", severity: Major, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check), by_language: true,
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    if context.doc.source().is_none() {
        return;
    }
    for changed in &context.names_against_source().changed {
        out.report(draft(context, changed));
    }
}

fn draft(context: &Context<'_>, changed: &Changed) -> Draft {
    let text = context.doc.slice(changed.span);
    let source = context
        .doc
        .source()
        .map_or("", |source| source.slice(changed.source));
    let (message, fix) = match &changed.change {
        Change::Slip(right) => (
            format!("`{text}` is `{source}` in the source; write the name as it is there"),
            right.as_ref().map(Fix::not_safe),
        ),
        Change::Places(right) => (
            format!(
                "`{text}` has two letters of `{source}`, as the source says, in each other's place; write `{right}`"
            ),
            Some(Fix::suggestion(right)),
        ),
        Change::Other => (
            format!("`{text}` stands where the source has `{source}`; check who is meant"),
            None,
        ),
    };
    let mut draft = Draft::new(changed.span, message);
    if !changed.is_certain {
        draft = draft.severity(Severity::Minor);
    }
    match fix {
        Some(fix) => draft.fix(fix),
        None => draft,
    }
}
