//! Names and their forms.

/// The names of a desk.
#[derive(Debug, Default)]
pub struct Glossary {}
