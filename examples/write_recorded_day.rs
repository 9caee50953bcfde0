//! Writes `scenarios/data/support-line-2026-03-02.csv`: one synthetic day as a phone system
//! would have recorded it.
//!
//! `cargo run --release --example write_recorded_day`

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ringback::observe::{Entry, Happening, Log};
use ringback::scenario::study_from_text;
use ringback::time::{SimTime, Span};

/// What is recorded of a call.
#[derive(Default)]
struct Row {
    arrived: SimTime,
    wait: Span,
    answered: bool,
    talk: Span,
    wrap: Span,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/data");
    let model = fs::read_to_string(folder.join("support-line-model.toml"))?;
    let study = study_from_text(&model)?;
    let mut log = Log::default();
    ringback::engine::simulate(&study.variants[0].center, study.run.seed, 0, &mut log);
    let mut rows: BTreeMap<u64, Row> = BTreeMap::new();
    for entry in &log.entries {
        let Entry::Call(at, call, happening) = entry else { continue };
        let row = rows.entry(call.number).or_default();
        match happening {
            Happening::Arrived => row.arrived = *at,
            Happening::Accepted { .. } => {
                row.answered = true;
                row.wait = at.since(call.arrived);
                row.talk = Span(call.talk_ticks);
                row.wrap = Span(call.wrap_ticks);
            }
            Happening::Abandoned { .. } => row.wait = at.since(call.arrived),
            _ => {}
        }
    }
    let mut text = String::from("arrived_at,wait_s,answered,talk_s,acw_s\n");
    for row in rows.values() {
        let (seconds, tenths) = (row.arrived.0 / 1_000_000, row.arrived.0 / 100_000 % 10);
        let clock = 8 * 3_600 + seconds;
        let (hours, minutes, seconds) = (clock / 3_600, clock / 60 % 60, clock % 60);
        write!(text, "2026-03-02T{hours:02}:{minutes:02}:{seconds:02}.{tenths}")?;
        write!(text, ",{:.1},{}", row.wait.seconds(), row.answered)?;
        if row.answered {
            writeln!(text, ",{:.1},{:.1}", row.talk.seconds(), row.wrap.seconds())?;
        } else {
            writeln!(text, ",,")?;
        }
    }
    fs::write(folder.join("support-line-2026-03-02.csv"), text)?;
    Ok(())
}
