//! What the script works with: the filter, the search, the pager, the help. Without the script they
//! stay hidden, and the page is read from top to bottom.

use super::markup::Markup;
use super::severities::SEVERITIES;
use crate::report::Totals;
use crate::report::phrases::thousands;

/// Writes the filter and the help.
pub(super) fn write(page: &mut Markup, totals: &Totals) {
    if totals.n_findings.iter().sum::<usize>() == 0 {
        return;
    }
    page.raw("<form id=\"controls\" role=\"search\" aria-label=\"Findings\" hidden>\n");
    page.raw(
        "<p class=\"field search\"><label for=\"q\">Search</label>\
        <input id=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" \
        placeholder=\"words of the articles and notes\"></p>\n",
    );
    page.raw(
        "<p class=\"field\"><label for=\"rule\">Rule</label><select id=\"rule\">\
        <option value=\"\">all rules</option>",
    );
    for (rule, tally) in totals.statistics.rules() {
        page.raw("<option").attribute("value", rule.code).raw(">");
        page.text(rule.code).raw(" ").text(rule.name);
        page.raw(" (")
            .text(&thousands(tally.total()))
            .raw(")</option>");
    }
    page.raw("</select></p>\n");
    page.raw("<fieldset class=\"field\"><legend>Severity</legend>");
    for look in &SEVERITIES {
        let n = totals.n_findings[look.severity as usize];
        page.raw("<label class=\"tick ").raw(look.class);
        page.raw("\"><input type=\"checkbox\" name=\"severity\" value=\"")
            .raw(look.class);
        page.raw(if n == 0 {
            "\" disabled>"
        } else {
            "\" checked>"
        });
        look.write_shape(page);
        page.raw(look.class)
            .raw(" <span class=\"n\">")
            .text(&thousands(n))
            .raw("</span></label>");
    }
    page.raw("</fieldset>\n");
    page.raw("<p class=\"field\"><label for=\"sort\">Order</label><select id=\"sort\">\
        <option value=\"batch\">as in the batch</option><option value=\"score\">worst first</option>\
        </select></p>\n");
    page.raw("<p class=\"status\"><output id=\"status\" aria-live=\"polite\"></output></p>\n");
    page.raw(
        "<p class=\"field buttons\"><button type=\"button\" id=\"open-all\">Open all</button>\
        <button type=\"button\" id=\"close-all\">Close all</button>\
        <button type=\"reset\" id=\"reset\">Reset</button></p>\n</form>\n",
    );
}

/// Writes the bar that leads from finding to finding.
pub(super) fn write_pager(page: &mut Markup) {
    page.raw(
        "<nav id=\"pager\" aria-label=\"Findings one by one\" hidden>\n\
         <button type=\"button\" id=\"previous\" aria-keyshortcuts=\"k p\">Previous</button>\n\
         <span id=\"position\" aria-live=\"polite\"></span>\n\
         <button type=\"button\" id=\"next\" aria-keyshortcuts=\"j n\">Next</button>\n\
         <details id=\"help\"><summary aria-label=\"Help: keys\">?</summary><div>\n\
         <dl><dt><kbd>j</kbd> <kbd>n</kbd></dt><dd>next finding</dd>\
         <dt><kbd>k</kbd> <kbd>p</kbd></dt><dd>previous finding</dd>\
         <dt><kbd>Enter</kbd></dt><dd>from the mark to its note and back</dd>\
         <dt><kbd>/</kbd></dt><dd>search</dd>\
         <dt><kbd>?</kbd></dt><dd>this help</dd></dl>\n\
         <p><label><input type=\"checkbox\" id=\"keys\" checked> single keys do this</label></p>\n\
         <p>Printing prints what is shown: filter first, and open what you want on paper.</p>\n\
         </div></details>\n</nav>\n",
    );
}
