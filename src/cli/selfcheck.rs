//! `ringback selfcheck`: this very program against exact values.

use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::report;
use crate::selfcheck::{Extent, check, replications};

use super::{Failure, complain, progress, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Twenty times the calls (minutes instead of seconds).
    #[arg(long)]
    full: bool,
    /// Seed of the simulations.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Threads (0: one per core); results are the same on any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Say nothing on standard error but errors.
    #[arg(long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Simulates queues whose exact answers are known (Erlang B, C and A, limited lines, patience and handle \
times of other laws, direct callback), compares formulas with figures in many digits, and first draws \
and the digest of a whole run with pinned ones.

z: how many standard errors the simulated value lies from the exact one; up to 4.5 is chance. digits: \
in how many decimal digits two numbers agree. Exit code 1 when anything disagrees.

Examples:
  ringback selfcheck
  ringback selfcheck --seed 2
  ringback selfcheck --full --format markdown > selfcheck.md
  ringback selfcheck --format json --quiet";

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line a measure, for people.
    Table,
    /// One JSON document.
    Json,
    /// Tables for a document.
    Markdown,
}

/// Runs the command; whether everything agrees.
pub(super) fn run(arguments: &Arguments) -> Result<bool, Failure> {
    let Arguments { full, seed, threads, .. } = *arguments;
    let extent = Extent { full, seed, threads };
    let bar = progress::bar(replications(extent), arguments.quiet);
    #[expect(
        clippy::disallowed_methods,
        reason = "the time taken is told on standard error, never in results"
    )]
    let start = Instant::now();
    let found = check(extent, &|_| bar.inc(1))
        .map_err(|error| Failure::Output(format!("error: {error}\n")))?;
    bar.finish_and_clear();
    if !arguments.quiet {
        complain(&format!("checked in {:.1} s\n", start.elapsed().as_secs_f64()));
    }
    say(&match arguments.format {
        Format::Table => report::selfcheck_text(&found),
        Format::Json => report::selfcheck_json(&found),
        Format::Markdown => report::selfcheck_markdown(&found),
    })?;
    Ok(found.agree())
}
