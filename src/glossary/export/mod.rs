//! Writing glossaries: our own TOML, tables, TBX.

mod toml;

pub use toml::write_toml;
