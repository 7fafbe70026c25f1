//! Glossaries in every format, configurations and templates: an answer or a reason. What was read of a
//! glossary can be written and is the same when it is read again.
#![no_main]

use copydesk::config::{CommandLine, Config};
use copydesk::glossary::export::write_toml;
use copydesk::glossary::import::{Format, Options, import};
use copydesk::report::Template;
use copydesk::vetting::{Layer, vet};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((which, data)) = data.split_first() else {
        return;
    };
    let formats = Format::ALL.map(Some);
    let which = usize::from(*which) % (formats.len() + 3);
    match which.checked_sub(formats.len() + 1) {
        Some(0) => {
            let text = String::from_utf8_lossy(data);
            if let Ok(config) = Config::parse("copydesk.toml", &text) {
                let _ = config.resolve(CommandLine::default(), false);
            }
        }
        Some(_) => {
            let _ = Template::new("fuzz.html", String::from_utf8_lossy(data).into_owned());
        }
        None => {
            let format = formats.get(which).copied().flatten();
            let options = Options {
                format,
                ..Options::default()
            };
            let Ok(imported) = import("fuzz", data, &options) else {
                return;
            };
            let _ = imported.notes.to_string();
            let mut toml = Vec::new();
            for (n, entity) in imported.entities.iter().enumerate() {
                write_toml(&mut toml, entity, n == 0).expect("memory takes all");
            }
            let again = import("again", &toml, &Options::default()).expect("good TOML");
            assert_eq!(again.entities, imported.entities);
            if let Ok((layer, _)) = Layer::read("fuzz", data) {
                let _ = vet(&[layer]);
            }
        }
    }
});
