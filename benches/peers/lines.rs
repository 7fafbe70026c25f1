//! plsfix on the lines of a text: `cargo run --release --bin lines -- FILE.txt` prints the seconds.

use std::time::Instant;

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read_to_string(path).expect("a file in UTF-8");
    let config = plsfix::TextFixerConfig::default();
    let start = Instant::now();
    let n_bytes: usize = text
        .split_inclusive('\n')
        .map(|line| plsfix::fix_text(line, Some(&config)).len())
        .sum();
    println!("{:.2} s, {n_bytes} bytes", start.elapsed().as_secs_f64());
}
