//! Writing glossaries: our own TOML, tables, TBX.

mod csv;
mod tbx;
mod toml;

pub use csv::write_csv;
pub use tbx::write_tbx;
pub(crate) use toml::quoted;
pub use toml::write_toml;
