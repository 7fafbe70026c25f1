//! What the formats in XML share.

use std::borrow::Cow;

use quick_xml::escape::escape;

use crate::text::visible::visible;

/// The first line of a report.
pub(super) const DECLARATION: &[u8] = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Text or the value of an attribute. XML 1.0 has no way to write control characters and
/// noncharacters: they are spelt out, as for people.
pub(super) fn escaped(text: &str) -> String {
    let text: Cow<'_, str> = visible(text);
    escape(text).into_owned()
}
