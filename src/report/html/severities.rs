//! How severities look: a shape, a word and a line under the marked part; never a colour alone.

use super::markup::Markup;
use crate::severity::Severity;

/// What stands for a severity.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) severity: Severity,
    pub(super) class: &'static str,
    pub(super) shape: &'static str,
    pub(super) meaning: &'static str,
}

/// The gravest first.
pub(super) static SEVERITIES: [Look; 4] = [
    Look {
        severity: Severity::Critical,
        class: "critical",
        shape: "◆",
        meaning: "the article must not appear",
    },
    Look {
        severity: Severity::Major,
        class: "major",
        shape: "▲",
        meaning: "the reader is misled, or the page looks broken",
    },
    Look {
        severity: Severity::Minor,
        class: "minor",
        shape: "●",
        meaning: "the reader stumbles",
    },
    Look {
        severity: Severity::Neutral,
        class: "neutral",
        shape: "○",
        meaning: "worth a look; not counted as an error",
    },
];

impl Look {
    pub(super) fn of(severity: Severity) -> &'static Self {
        &SEVERITIES[3 - severity as usize]
    }

    /// Writes the shape, for those who see it.
    pub(super) fn write_shape(&self, page: &mut Markup) {
        page.raw("<span class=\"shape\" aria-hidden=\"true\">")
            .raw(self.shape)
            .raw("</span>");
    }
}

/// `▲ 3`, for each severity that there is.
pub(super) fn tally(page: &mut Markup, n_by_severity: &[usize; 4]) {
    for look in &SEVERITIES {
        let n = n_by_severity[look.severity as usize];
        if n > 0 {
            page.raw("<span class=\"count ").raw(look.class).raw("\">");
            look.write_shape(page);
            page.number(n).raw("<span class=\"hush\"> ");
            page.raw(look.class).raw(" </span></span>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Look;
    use crate::severity::Severity;

    #[test]
    fn each_severity_has_its_own_look() {
        for severity in Severity::ALL {
            let look = Look::of(severity);
            assert_eq!((look.severity, look.class), (severity, severity.name()));
        }
    }
}
