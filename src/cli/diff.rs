//! `ringback diff`: what two scenarios or traces do differently, and the first call that shows it.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::check::{FirstCall, Tolerances, compare};
use crate::experiment::{self, Outcome};
use crate::report::{self, Diff};
use crate::scenario::{Draft, Options, Study};
use crate::trace::{self as traces, first_difference};

use super::trace::{Choice, load_trace};
use super::{Failure, load, progress, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A scenario file or a trace (.jsonl, .parquet).
    left: PathBuf,
    /// Another one.
    right: PathBuf,
    /// Which variant (default: the last).
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Which replication is told, from 0 (default: the first that differs).
    #[arg(long, value_name = "N")]
    replication: Option<u64>,
    /// Change a setting of both: a path of the file and a TOML value (repeatable).
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = load::setting)]
    sets: Vec<(String, String)>,
    /// Instead of the files' seeds.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Instead of the files' numbers of replications.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replications: Option<u32>,
    /// Threads (0: one per core); results are the same on any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Say nothing on standard error but errors.
    #[arg(long)]
    quiet: bool,
}

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[value(alias = "table")]
    Text,
    /// One JSON document.
    Json,
}

const EXAMPLES: &str = "\
Of two scenarios: what changed in the settings, in the numbers (with intervals, by the same \
callers), the first call that was routed differently with what the router saw there, and how many \
calls ended differently after it. Of traces: the call, and what followed.

Exit code 0: every event is the same; 1: different.

Examples:
  ringback diff scenarios/support-line.toml changed.toml
  ringback diff scenarios/support-line.toml changed.toml --variant hold --replication 2
  ringback diff before.jsonl after.jsonl --format json";

/// Runs the command; tells whether the two are the same.
pub(super) fn diff(arguments: &Arguments) -> Result<bool, Failure> {
    let found = if is_trace(&arguments.left) || is_trace(&arguments.right) {
        of_traces(arguments)?
    } else {
        of_scenarios(arguments)?
    };
    let coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    say(&match arguments.format {
        Format::Text => report::diff_text(&found, coloured),
        Format::Json => report::diff_json(&found),
    })?;
    Ok(found.first_call.is_none())
}

fn is_trace(path: &Path) -> bool {
    let ending = path.extension().and_then(|extension| extension.to_str());
    matches!(ending, Some("jsonl" | "parquet"))
}

fn names(arguments: &Arguments) -> [String; 2] {
    [&arguments.left, &arguments.right].map(|path| path.display().to_string())
}

/// Two traces, or a trace and a replication of a scenario.
fn of_traces(arguments: &Arguments) -> Result<Diff, Failure> {
    let replication = arguments.replication.unwrap_or(0);
    let choice = Choice {
        variant: arguments.variant.clone(),
        replication,
        sets: arguments.sets.clone(),
        seed: arguments.seed,
    };
    let left = load_trace(&arguments.left, &choice)?;
    let right = load_trace(&arguments.right, &choice)?;
    let first_call = traces::diff(&left, &right).map(|difference| FirstCall {
        variant: left.about("variant"),
        replication: left.about("replication").parse().unwrap_or(replication),
        difference,
    });
    Ok(Diff {
        names: names(arguments),
        events: left.events.len(),
        changes: Vec::new(),
        verdicts: None,
        first_call,
        notes: Vec::new(),
    })
}

/// A scenario of which one variant has been run.
struct Side {
    draft: Draft,
    study: Study,
    outcome: Outcome,
}

fn of_scenarios(arguments: &Arguments) -> Result<Diff, Failure> {
    let options = Options {
        sets: arguments.sets.clone(),
        variants: arguments.variant.iter().cloned().collect(),
        seed: arguments.seed,
        replications: arguments.replications,
    };
    let left = load::opened(&arguments.left, &options)?;
    let right = load::opened(&arguments.right, &options)?;
    let mut notes = Vec::new();
    let (left, right) = alone(left, right, &mut notes);
    let (left, right) = (played(left, arguments)?, played(right, arguments)?);
    let verdicts = compare(&left.outcome, &right.outcome, &Tolerances::default());
    if !verdicts.paired {
        notes.push(format!(
            "The seeds differ ({} and {}): every call does. --seed N gives both the same callers.",
            left.study.run.seed, right.study.run.seed
        ));
    }
    let differing: &[usize] = verdicts.differing.first().map_or(&[], |(_, found)| found);
    let replication = arguments.replication.or(differing.first().map(|&at| at as u64)).unwrap_or(0);
    let variants = (&left.study.variants[0], &right.study.variants[0]);
    let difference =
        first_difference((&left.study, variants.0), (&right.study, variants.1), replication);
    let others = differing.iter().filter(|&&at| at as u64 != replication).count();
    if difference.is_none() && others > 0 {
        notes.push(format!(
            "Replication {replication} is the same; {others} of {} others differ.",
            verdicts.replications - 1
        ));
    }
    let events = match &difference {
        Some(found) => found.events,
        None => traces::record(&left.study, variants.0, replication).events.len(),
    };
    Ok(Diff {
        names: names(arguments),
        events,
        changes: right.draft.changes_since(&left.draft),
        first_call: difference.map(|difference| FirstCall {
            variant: variants.0.name.clone(),
            replication,
            difference,
        }),
        verdicts: Some(verdicts),
        notes,
    })
}

/// Leaves each side one variant: the left one's last, and the one of its name on the right.
fn alone(
    mut left: (Draft, Study),
    mut right: (Draft, Study),
    notes: &mut Vec<String>,
) -> ((Draft, Study), (Draft, Study)) {
    let last = |study: &Study| study.variants.len() - 1;
    let own = last(&left.1);
    let name = left.1.variants[own].name.clone();
    let found = right.1.variants.iter().position(|variant| variant.name == name);
    let other = found.unwrap_or_else(|| {
        let other = last(&right.1);
        notes.push(format!(
            "The variant {name} is compared with {}, as there is no {name} on the right.",
            right.1.variants[other].name
        ));
        other
    });
    for (side, position) in [(&mut left, own), (&mut right, other)] {
        let mut variant = side.1.variants.swap_remove(position);
        variant.name.clone_from(&name);
        variant.compare_to = None;
        side.1.variants = vec![variant];
        side.1.expectations.clear();
    }
    (left, right)
}

fn played((draft, study): (Draft, Study), arguments: &Arguments) -> Result<Side, Failure> {
    let bar = progress::bar(study.run.replications, arguments.quiet);
    let outcome = experiment::run(&study, arguments.threads, &|_| bar.inc(1))
        .map_err(|error| Failure::Output(format!("error: cannot start threads: {error}\n")))?;
    bar.finish_and_clear();
    Ok(Side { draft, study, outcome })
}
