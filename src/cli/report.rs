//! `ringback report`: saved results rendered again, one run or several side by side.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::data;
use crate::experiment::{self, Results};
use crate::report::{self, Logo, Look, Thresholds};
use crate::tables;

use super::show::{Format, Lang, show, write_report};
use super::{Failure, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Saved results: `results.json` as `run` writes it, or a folder that holds one.
    #[arg(required_unless_present = "reconcile", value_name = "RESULTS")]
    results: Vec<PathBuf>,
    /// Compare each run with the first, variant by variant of the same name.
    #[arg(long)]
    compare: bool,
    /// Find how an ACD counted: its interval numbers (CSV or Parquet) are tried against the
    /// recorded calls by every definition, attribution, wait clock and edge of the threshold.
    #[arg(long, value_name = "FILE")]
    reconcile: Option<PathBuf>,
    /// The calls behind the ACD's numbers: arrived_at, wait_s, answered; perhaps ring_s, callback
    /// (default: the recorded calls that RESULTS were simulated from).
    #[arg(long, value_name = "FILE", requires = "reconcile")]
    calls: Option<PathBuf>,
    /// Threshold of the service level to reconcile, in seconds (default: that of RESULTS, or 20).
    #[arg(long, value_name = "SECONDS")]
    within: Option<f64>,
    /// Longest short abandonment to reconcile, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0)]
    short: f64,
    /// Title of the page, instead of the scenario's name.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// A picture above the title: PNG, JPEG, GIF, WebP or SVG, at most 1 MiB.
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// Threads (0: one per core); files are the same on any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Language of the table, the page and the charts; files for machines stay English.
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Folder of the report (default: where the one `results.json` lies; of several runs,
    /// reports/side-by-side).
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
Nothing is simulated: the numbers are those that were saved, and one run gives the same files, \
byte for byte, as `run` wrote.

Examples:
  ringback report reports/support-line
  ringback report reports/support-line --title \"March, callback trial\" --logo logo.png --out march
  ringback report before/results.json after/results.json --compare --out reports/before-after
  ringback report reports/support-line --format markdown --no-report
  ringback report reports/support-line --reconcile acd.csv
  ringback report --reconcile acd.csv --calls calls.csv --within 20";

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(acd) = &arguments.reconcile {
        return reconcile(arguments, acd);
    }
    experiment::share(arguments.threads);
    let logo = arguments.logo.as_deref().map(logo).transpose()?;
    let mut runs = Vec::new();
    for path in &arguments.results {
        runs.push((name(path), read(path)?));
    }
    let (results, look) = match runs.len() {
        1 => (runs.remove(0).1, Look::default()),
        _ => report::side_by_side(runs, arguments.compare).map_err(|what| {
            Failure::Input(format!(
                "error: {what}\nhelp: render each by itself, or run them over periods of one length\n"
            ))
        })?,
    };
    let language = arguments.lang.into();
    let look = Look { title: arguments.title.clone(), logo, language, ..look };
    let page = if arguments.no_report { None } else { Some(write(arguments, &results, &look)?) };
    show(arguments.format, &results, page.as_deref(), arguments.lang)
}

/// Tries the calls against an ACD's interval numbers and prints what fits.
fn reconcile(arguments: &Arguments, acd: &Path) -> Result<(), Failure> {
    let results = arguments.results.first().map(|path| read(path)).transpose()?;
    let calls = match (&arguments.calls, &results) {
        (Some(calls), _) => calls.clone(),
        (None, Some(results)) => recorded_calls(&arguments.results[0], results)?,
        (None, None) => {
            return Err(Failure::Input(
                "error: no calls to reconcile the ACD's numbers with\n\
                 help: give them with --calls FILE, or results of a run over recorded calls\n"
                    .into(),
            ));
        }
    };
    let own = results.iter().flat_map(|results| &results.variants[0].queues);
    let own = own.map(|queue| queue.within_seconds).next();
    let wrong = |path: &Path, what: &str, help: &str| {
        let shown = report::plain(&path.display().to_string());
        Failure::Input(format!("error: {shown}: {what}\nhelp: {help}\n"))
    };
    let load = |path: &Path| {
        let loaded = data::load(Path::new(""), &path.display().to_string());
        loaded.map_err(|why| wrong(path, &why.what, &why.help))
    };
    let limits =
        Thresholds { within: arguments.within.or(own).unwrap_or(20.0), short: arguments.short };
    let told =
        report::reconcile(&load(acd)?, &load(&calls)?, limits).map_err(|(of_calls, what)| {
            let path = if of_calls { &calls } else { acd };
            wrong(path, &what, "name the columns as ringback report --help lists them")
        })?;
    say(&told)
}

/// The recorded calls that a run was simulated from: below the current folder, beside the scenario
/// that its command names, or beside the results.
fn recorded_calls(path: &Path, results: &Results) -> Result<PathBuf, Failure> {
    let command = &results.manifest.command;
    let scenario = command.split(' ').nth(2).unwrap_or_default().trim_matches('\'');
    let lies = file(path);
    let folders = [Path::new(scenario).parent(), Some(Path::new("")), lies.parent()];
    let files = results.manifest.data.iter();
    let places =
        files.flat_map(|file| folders.iter().flatten().map(|folder| folder.join(&file.path)));
    let mut places = places;
    places.find(|place| place.is_file()).ok_or_else(|| {
        Failure::Input(format!(
            "error: {}: the recorded calls of this run are not found\n\
             help: give them with --calls FILE\n",
            path.display()
        ))
    })
}

/// Where the results lie: the file itself, or `results.json` in a folder.
fn file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join("results.json") } else { path.to_owned() }
}

/// A run's name: that of its file, or of the folder where that is as `run` names it.
fn name(path: &Path) -> String {
    let file = file(path);
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = file.parent().and_then(Path::file_name);
    match folder {
        Some(folder) if stem == "results" => folder.to_string_lossy().into_owned(),
        _ => stem,
    }
}

fn read(path: &Path) -> Result<Results, Failure> {
    let file = file(path);
    let shown = file.display();
    let text = fs::read_to_string(&file).map_err(|error| {
        Failure::Input(format!(
            "error: cannot read {shown}: {error}\n\
             help: give a results.json that `ringback run` wrote, or its folder\n"
        ))
    })?;
    tables::read_results(&text).map_err(|wrong| {
        let at = wrong.at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        Failure::Input(format!("error: {shown}{at}: {wrong}\nhelp: {}\n", wrong.help))
    })
}

fn logo(path: &Path) -> Result<Logo, Failure> {
    let shown = path.display();
    let wrong = |what: String| {
        Failure::Input(format!(
            "error: {shown}: {what}\nhelp: give a PNG, JPEG, GIF, WebP or SVG of at most 1 MiB\n"
        ))
    };
    let bytes = fs::read(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if bytes.len() > Logo::MOST {
        return Err(wrong("the file is larger than 1 MiB".into()));
    }
    Logo::new(bytes).ok_or_else(|| wrong("this is no picture of a known kind".into()))
}

/// Writes the report; the path of its page.
fn write(arguments: &Arguments, results: &Results, look: &Look) -> Result<String, Failure> {
    let folder = arguments.out.clone().unwrap_or_else(|| default_folder(&arguments.results));
    write_report(results, &folder, look)
}

/// One run is written where it lies when that is a report's folder, else into one of its name.
fn default_folder(results: &[PathBuf]) -> PathBuf {
    let [one] = results else { return PathBuf::from("reports/side-by-side") };
    let file = file(one);
    match file.parent() {
        Some(folder) if folder.join("charts").is_dir() => folder.to_owned(),
        _ => PathBuf::from("reports").join(file.file_stem().unwrap_or_default()),
    }
}
