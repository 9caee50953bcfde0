//! `ringback trace` and `explain`: every event of one replication.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::data;
use crate::scenario::{Options, Study};
use crate::trace::{self, Trace, Which};

use super::{Failure, load, say};

/// What a scenario is traced with.
#[derive(Args)]
pub(super) struct Choice {
    /// Which variant (default: the last).
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Option<String>,
    /// Which replication, from 0.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) replication: u64,
    /// Change a setting: a path of the file and a TOML value (repeatable).
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = load::setting)]
    pub(super) sets: Vec<(String, String)>,
    /// Instead of the file's seed.
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
}

/// Arguments of `trace` as typed.
#[derive(Args)]
#[command(after_help = TRACE_EXAMPLES)]
pub(super) struct TraceArguments {
    /// The scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// Only this call, by its number or `TYPE/NUMBER`.
    #[arg(long, value_name = "CALL")]
    call: Option<String>,
    /// Only from this time on: 09:30, 2026-03-02T09:30:00, or 90m from the start.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only before this time.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// A file to write, .jsonl or .parquet (default: JSON lines on standard output).
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Say nothing on standard error but errors.
    #[arg(long)]
    quiet: bool,
}

const TRACE_EXAMPLES: &str = "\
One JSON object a line, in order of time; the first is about the run. `t` is seconds from the start, \
`call` the number within `call_type`, counted from 0; `again` tells a customer's further calls.

Examples:
  ringback trace scenarios/support-line.toml --call 17
  ringback trace scenarios/support-line.toml --from 09:00 --to 09:15
  ringback trace scenarios/support-line.toml --variant hold --replication 3 --out day.parquet";

/// Arguments of `explain` as typed.
#[derive(Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(super) struct ExplainArguments {
    /// A trace (.jsonl, .parquet) or a scenario file.
    trace: PathBuf,
    /// A call's number or `TYPE/NUMBER`, `longest`, `worst-callback`, or a time such as 09:31.
    call: String,
    #[command(flatten)]
    choice: Choice,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  ringback explain scenarios/support-line.toml longest
  ringback explain scenarios/support-line.toml worst-callback
  ringback explain scenarios/support-line.toml 11:05
  ringback explain day.jsonl support/17";

/// Runs `trace`.
pub(super) fn trace(arguments: &TraceArguments) -> Result<(), Failure> {
    let study = study(&arguments.scenario, &arguments.choice)?;
    let mut trace = record(&study, &arguments.choice);
    if let Some(call) = &arguments.call {
        let Some((call_type, number)) = numbered(call) else {
            return Err(wrong(&format!("{call:?} is no call"), "write 17, or support/17"));
        };
        trace.events.retain(|event| {
            event.call == Some(number)
                && call_type.as_ref().is_none_or(|name| *name == event.call_type)
        });
    }
    let moment = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => match study.timeline.moment(text) {
            Some(at) => Ok(Some(at.0)),
            None => Err(wrong(&format!("{text:?} is no time"), TIMES)),
        },
    };
    let (from, to) = (moment(&arguments.from)?, moment(&arguments.to)?);
    trace.events.retain(|event| {
        from.is_none_or(|from| event.ticks >= from) && to.is_none_or(|to| event.ticks < to)
    });
    let Some(path) = &arguments.out else { return say(&trace.json_lines()) };
    let bytes = match path.extension().and_then(|extension| extension.to_str()) {
        Some("jsonl") => trace.json_lines().into_bytes(),
        Some("parquet") => trace.parquet().map_err(Failure::Output)?,
        _ => return Err(wrong("a trace is .jsonl or .parquet", "--out day.jsonl")),
    };
    crate::report::replace(path, &bytes).map_err(|error| {
        Failure::Output(format!("error: cannot write {}: {error}\n", path.display()))
    })?;
    if !arguments.quiet {
        super::complain(&format!("{} events in {}\n", trace.events.len(), path.display()));
    }
    Ok(())
}

const TIMES: &str = "write 09:30, 2026-03-02T09:30:00, or 90m from the start";

pub(super) fn wrong(what: &str, help: &str) -> Failure {
    Failure::Input(format!("error: {what}\nhelp: {help}\n"))
}

fn study(path: &Path, choice: &Choice) -> Result<Study, Failure> {
    let options = Options {
        sets: choice.sets.clone(),
        variants: choice.variant.iter().cloned().collect(),
        seed: choice.seed,
        replications: None,
    };
    load::study(path, &options)
}

fn record(study: &Study, choice: &Choice) -> Trace {
    let variant = &study.variants[study.variants.len() - 1];
    trace::record(study, variant, choice.replication)
}

/// A call's number, perhaps with its type.
fn numbered(text: &str) -> Option<(Option<String>, u64)> {
    match text.rsplit_once('/') {
        Some((call_type, number)) => Some((Some(call_type.to_owned()), number.parse().ok()?)),
        None => Some((None, text.parse().ok()?)),
    }
}

/// A trace of a file, or of a scenario that is simulated now.
pub(super) fn load_trace(path: &Path, choice: &Choice) -> Result<Trace, Failure> {
    let name = path.display();
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("jsonl") => {
            let text = fs::read_to_string(path)
                .map_err(|error| wrong(&format!("cannot read {name}: {error}"), "name a trace"))?;
            Trace::from_json_lines(&text).map_err(|error| {
                let place = format!("{name}, line {}: {}", error.line, error.what);
                wrong(&place, "write it anew: ringback trace SCENARIO --out FILE.jsonl")
            })
        }
        Some("parquet") => {
            let table =
                data::load(Path::new(""), &path.display().to_string()).map_err(|error| {
                    wrong(&format!("cannot read {name}: {}", error.what), &error.help)
                })?;
            Trace::from_table(&table).map_err(|error| {
                wrong(&format!("{name} is no trace: {error}"), "write it by ringback trace")
            })
        }
        _ => Ok(record(&study(path, choice)?, choice)),
    }
}

/// Runs `explain`.
pub(super) fn explain(arguments: &ExplainArguments) -> Result<(), Failure> {
    let trace = load_trace(&arguments.trace, &arguments.choice)?;
    let which = match (arguments.call.as_str(), numbered(&arguments.call)) {
        ("longest", _) => Which::Longest,
        ("worst-callback", _) => Which::WorstCallback,
        (_, Some((call_type, number))) => Which::Call(call_type, number),
        (time, None) => match after(&trace, time) {
            Some(ticks) => Which::At(ticks),
            None => {
                let help = "write a number, TYPE/NUMBER, longest, worst-callback, or a time";
                return Err(wrong(&format!("{time:?} is no call"), help));
            }
        },
    };
    match trace::explain(&trace, &which) {
        Ok(text) => say(&text),
        Err(why) => Err(wrong(&why, "ringback trace SCENARIO lists the calls")),
    }
}

/// The first arrival at a civil time or later, in ticks; a date may stand before the time.
fn after(trace: &Trace, text: &str) -> Option<u64> {
    if !text.contains(':') {
        return None;
    }
    let time_of = |at: &str| at.rsplit('T').next().unwrap_or_default().to_owned();
    let dated = text.contains('T');
    let mut arrivals = trace.events.iter().filter(|event| event.event == "arrived");
    let found = arrivals.find(|event| {
        let at = if dated { event.at.clone() } else { time_of(&event.at) };
        at.as_str() >= text
    });
    found.map(|event| event.ticks)
}
