use crate::finding::{Draft, Fix};
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::severity::Severity;
use crate::text::number_format::{Format, grouped_numbers};

declare_rule! {
    /// ## What it does
    ///
    /// Finds numbers with the decimal mark and the groups of another language: `1,250.50` in German,
    /// `1.250.000` in English.
    ///
    /// Only those that can be read in one way: with both marks, with two groups of three digits, or with a
    /// fraction before a word for million, billion or per cent (`3,2 billion`); and only in languages that
    /// all write alike. Dates, times, versions, addresses and codes are left alone. A number that may be a
    /// list (`100,200,300`) is neutral, and so are the fractions of a text most of whose have this mark.
    ///
    /// ## Why it matters
    ///
    /// Machines keep the marks of the source, and readers take thousands for fractions.
    ///
    /// ## Bad
    ///
    /// ```text,bad,de
    /// Der Bau der Brücke kostete ⟦1,250,000.50⟧ Euro, mehr als geplant.
    /// ```
    ///
    /// ```text,fixed
    /// Der Bau der Brücke kostete 1.250.000,50 Euro, mehr als geplant.
    /// ```
    ///
    /// ```text,bad,en
    /// The bridge cost ⟦1.250.000⟧ euros, more than planned.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le pont a coûté ⟦12,500,000⟧ euros, plus que prévu.
    /// ```
    ///
    /// ```text,fixed
    /// Le pont a coûté 12{U+A0}500{U+A0}000 euros, plus que prévu.
    /// ```
    ///
    /// ```text,bad,ru
    /// Стоимость проекта составила ⟦38.4⟧ млрд рублей, а не 36,2 млрд.
    /// ```
    ///
    /// ```text,bad,de
    /// Die Brücke kostete ⟦53.2⟧ Milliarden Euro, sagte der Minister.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// It cost 1,250,000.50 euros. Version 1.250 runs on 192.168.100.200 since 12.10.2020, at 10.30.
    /// ```
    ///
    /// ```text,good,de
    /// Es kostete 1.250.000,50 Euro, 3,2 Millionen mehr. Am 3.2. um 10.30 Uhr lief Version 3.2. Der Kurs fiel auf 1,250 Dollar; Version v1,250,000 läuft.
    /// ```
    ///
    /// ```text,good,hi
    /// पुल पर 1,25,00,000 रुपये खर्च हुए।
    /// ```
    ///
    /// ```text,good,es
    /// Costó 1,250,000 pesos en México y 1.250.000 en Colombia.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the digits stay, but which marks are right is the desk's business, and a code may look
    /// like a number.
    ///
    /// ## References
    ///
    /// MQM `number-format`; Unicode CLDR, number symbols.
    pub(crate) static NUMBER_FORMAT = "TYP009" "number-format" {
        category: Typography, mqm: "number-format", severity: Minor, default: true,
        fix: Always, needs: |text| text.has_ascii(b',') || text.has_ascii(b'.'), check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let mut numbers = grouped_numbers(doc.text(), doc.words()).peekable();
    if numbers.peek().is_none() {
        return;
    }
    let Some(format) = context.lang().and_then(Format::of) else {
        return;
    };
    let mut found = Vec::new();
    let mut n_own = 0;
    for number in numbers {
        if number.decimal != format.decimal {
            found.push(number);
        } else if number.is_fraction {
            n_own += 1;
        }
        if found.len() >= MOST_FINDINGS {
            break;
        }
    }
    let n_fractions = found.iter().filter(|number| number.is_fraction).count();
    let is_habit = n_fractions > 1 && n_fractions > n_own;
    for number in found {
        let span = doc.span(number.start, number.end);
        let written = doc.slice(span);
        let convert = |c: char| match c {
            c if c == number.decimal => format.decimal,
            '.' | ',' => format.group,
            digit => digit,
        };
        let right: String = written.chars().map(convert).collect();
        let message = format!("`{written}` has the marks of another language; write `{right}`");
        let mut draft = Draft::new(span, message).fix(Fix::not_safe(right));
        if !number.is_certain || number.is_fraction && is_habit {
            draft.severity = Some(Severity::Neutral);
        }
        out.report(draft);
    }
}
