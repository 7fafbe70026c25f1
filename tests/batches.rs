//! The batches that speed is measured with can be made.

#[path = "../benches/batches/mod.rs"]
mod batches;

use batches::{Kind, Records};

#[test]
fn batches_are_records_and_the_same_in_every_run() {
    for kind in [Kind::English, Kind::Languages, Kind::Damaged, Kind::Short] {
        let records: Vec<String> = Records::new(kind).take(40).collect();
        for record in &records {
            let record: serde_json::Value = serde_json::from_str(record).expect("JSON");
            assert!(record["text"].as_str().is_some_and(|text| !text.is_empty()));
            assert!(record["lang"].as_str().is_some_and(|lang| lang.len() == 2));
        }
        assert!(Records::new(kind).take(40).eq(records));
    }
}
