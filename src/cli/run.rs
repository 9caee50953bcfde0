//! `ringback run`: simulate every variant of a scenario, compare them, write the report.

use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use clap::Args;

use crate::experiment::{self, ByTime, Results, Watch};
use crate::report::{self, Look};

use super::changes::Changes;
use super::show::{Format, Lang, show, write_report};
use super::{Failure, complain, load, progress};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The scenario file.
    scenario: PathBuf,
    #[command(flatten)]
    changes: Changes,
    /// Threads (0: one per core); results are the same on any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Language of the table, the page and the charts; files for machines stay English.
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Folder of the report (default: reports/<file stem>).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write no files.
    #[arg(long)]
    no_report: bool,
    /// Say nothing on standard error but errors.
    #[arg(long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Writes reports/<file stem>/: report.html, results.json, results.xlsx, intervals.parquet, \
intervals.csv, days.csv, charts/*.svg and *.png.

Examples:
  ringback run scenarios/support-line.toml
  ringback run scenarios/support-line.toml --set agent_group.team.staff_change=2
  ringback run scenarios/support-line.toml --set queue.support.overflow.full.when.waiting_calls=4
  ringback run scenarios/morning-peak.toml --replications 1000 --format csv --no-report
  ringback run scenarios/erlang-a.toml --format json --no-report > results.json
  ringback run scenarios/morning-peak.toml --set 'run.precision={metric=\"asa\",half_width=\"2%\"}'
  ringback run scenarios/erlang-a.toml --set run.batches=30 --set scenario.duration=100h";

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let options = arguments.changes.options();
    experiment::share(arguments.threads);
    let study = load::study(&arguments.scenario, &options)?;
    if !arguments.quiet {
        for file in study.data.iter().filter(|file| !file.notes.is_empty()) {
            complain(&format!("{}: {}\n", report::plain(&file.path), file.notes));
        }
    }
    let bar = progress::Bar::new(&study.run, arguments.quiet);
    #[expect(
        clippy::disallowed_methods,
        reason = "speed is told on standard error, never in results"
    )]
    let start = Instant::now();
    let watch = Watch { done: &|_| bar.done(), look: &|look| bar.look(look) };
    let is_read_by_time = !arguments.no_report || arguments.format == Format::Json;
    let by_time = if is_read_by_time { ByTime::All } else { ByTime::Center };
    let mut outcome = experiment::run_watched(&study, arguments.threads, by_time, &watch)
        .map_err(|error| Failure::Output(format!("error: cannot start threads: {error}\n")))?;
    let seconds = start.elapsed().as_secs_f64();
    bar.finish();
    outcome.results.manifest.command = command(arguments);
    if !arguments.quiet {
        complain(&speed(outcome.calls, seconds));
        for variant in &outcome.results.variants {
            for warning in &variant.warnings {
                let said = format!("warning: {}: {warning}", variant.name);
                complain(&format!("{}\n", report::plain(&said)));
            }
        }
    }
    let page = if arguments.no_report { None } else { Some(write(arguments, &outcome.results)?) };
    show(arguments.format, &outcome.results, page.as_deref(), arguments.lang)
}

/// `1,800,000 calls in 0.41 s: 4,390,000 calls per second`.
pub(super) fn speed(calls: u64, seconds: f64) -> String {
    let per_second = (calls as f64 / seconds.max(1e-9) / 1_000.0).round() * 1_000.0;
    format!(
        "{} calls in {seconds:.2} s: {} calls per second\n",
        report::thousands(calls as f64),
        report::thousands(per_second)
    )
}

/// Writes the report's files; the path of its page.
fn write(arguments: &Arguments, results: &Results) -> Result<String, Failure> {
    let stem = arguments.scenario.file_stem().unwrap_or_default();
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(stem));
    let look = Look { language: arguments.lang.into(), ..Look::default() };
    write_report(results, &folder, &look)
}

/// The command that makes the same results again.
fn command(arguments: &Arguments) -> String {
    let mut words = vec!["ringback run".to_owned(), quoted(&portable(&arguments.scenario))];
    words.extend(again(&arguments.changes));
    words.join(" ")
}

/// Changes as a shell reads them back.
pub(super) fn again(changes: &Changes) -> impl Iterator<Item = String> {
    let words = changes.words().into_iter();
    words.map(|(option, value)| format!("{option} {}", quoted(&value)))
}

/// A path as it stands in results: below the folder of the command as typed, else the file's name
/// alone, as other machines have other folders.
fn portable(path: &Path) -> String {
    let below = path.strip_prefix(".").unwrap_or(path);
    let inside = below.components().all(|part| matches!(part, Component::Normal(_)));
    let name = below.file_name().unwrap_or_default();
    if inside { below.display().to_string() } else { name.to_string_lossy().into_owned() }
}

/// A word as a shell reads it back.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,".contains(c);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
