//! Processor time of a report's charts and page, on one thread: a day should take less than half a
//! second.
//!
//! `cargo bench --bench report -- reports/support-line/results.json ..`; best of five.

#![expect(clippy::unwrap_used, reason = "files that `run` has written")]

use std::time::Instant;

use ringback::report::{self, Look};
use ringback::tables;

fn main() {
    for path in std::env::args().skip(1).filter(|word| word != "--bench") {
        let results = tables::read_results(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut best = f64::INFINITY;
        let mut letters = 0;
        for _ in 0..5 {
            #[expect(clippy::disallowed_methods, reason = "a bench is about time")]
            let start = Instant::now();
            letters = report::html(&results, &Look::default()).unwrap().len();
            best = best.min(start.elapsed().as_secs_f64() * 1e3);
        }
        tell(&format!("{path}: {best:.0} ms, {letters} bytes"));
    }
}

#[expect(clippy::print_stdout, reason = "a bench is about what it prints")]
fn tell(line: &str) {
    println!("{line}");
}
