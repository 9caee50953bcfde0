//! `ringback check`: scenarios judged by what they expect and by their baselines.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::check::{Baseline, Case, Finding, Judged, Tolerances, examine};
use crate::experiment::{self, Outcome};
use crate::measure::Metric;
use crate::report;
use crate::scenario::{self, Draft, Study};
use crate::stats::Tolerance;

use super::changes::Changes;
use super::{Failure, complain, load, progress, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("seed", |arg| arg.help(SEED)))]
#[command(mut_arg("replications", |arg| arg.help("Instead of the files' numbers of replications")))]
pub(super) struct Arguments {
    /// Scenario files, and folders with scenario files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write or renew baselines instead of judging.
    #[arg(long, requires = "reason", conflicts_with_all = ["junit", "markdown"])]
    accept: bool,
    /// Why the results are accepted; stands in the baseline.
    #[arg(long, value_name = "TEXT", requires = "accept")]
    reason: Option<String>,
    /// How much a metric may change: 0.01, or 5% of what it was (repeatable).
    #[arg(long = "tolerance", value_name = "METRIC=ABS|REL%", value_parser = Tolerances::parse)]
    tolerances: Vec<(&'static Metric, Tolerance)>,
    /// A file for JUnit XML.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// A file for a summary as Markdown.
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
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

const SEED: &str =
    "Instead of the files' seeds; with another seed than a baseline's nothing is paired";

const EXAMPLES: &str = "\
In a folder every scenario is judged that has [[expect]] or a <stem>.baseline.json beside it. \
A metric is worse than its baseline when it is so by more than its tolerance (rates 0.005, times \
2 %, overtakings 0.5 per 100 calls) and not by chance. `changed` is told and never fails.

Exit codes: 0 no regression; 1 worse than the baseline, or an expectation unmet; 2 a file or the \
command line is wrong; 3 it cannot be judged: no expectation and no baseline, or chance may have \
done it. Of several files the worst of 2, 1, 3, 0.

Examples:
  ringback check scenarios
  ringback check scenarios/support-line.toml --accept --reason \"first baseline\"
  ringback check scenarios --junit check.xml --markdown summary.md
  ringback check scenarios --tolerance wait_p99=5% --tolerance lost_rate=0.01
  ringback check scenarios/support-line.toml --format json";

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The findings, for people, the worst first.
    Table,
    /// One JSON document.
    Json,
    /// One row a verdict.
    Csv,
    /// For a job summary.
    Markdown,
}

/// Runs the command; the exit code.
pub(super) fn check(arguments: &Arguments) -> Result<u8, Failure> {
    if arguments.reason.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(Failure::Input("error: --reason is empty\nhelp: say why in words\n".into()));
    }
    let files = files(arguments)?;
    if arguments.accept {
        return accept(arguments, &files);
    }
    let mut findings = Vec::with_capacity(files.len());
    for path in &files {
        findings.push(finding(path, arguments)?);
    }
    told(arguments, &findings)?;
    Ok(if findings.is_empty() { 3 } else { Finding::exit_code_of(&findings) })
}

/// The files to judge, in order of their paths; others are named on standard error.
fn files(arguments: &Arguments) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in &arguments.paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        scenarios_below(path, &mut inside).map_err(|error| {
            let name = path.display();
            Failure::Input(format!("error: cannot read the folder {name}: {error}\n"))
        })?;
        let (judged, others): (Vec<PathBuf>, Vec<PathBuf>) =
            inside.into_iter().partition(|path| arguments.accept || is_judged(path));
        if !arguments.quiet {
            for other in &others {
                let baseline = baseline_of(other);
                complain(&format!(
                    "not judged: {} has no [[expect]], and there is no {}\n",
                    other.display(),
                    baseline.file_name().unwrap_or_default().to_string_lossy()
                ));
            }
        }
        if judged.is_empty() {
            complain(&format!("there is nothing to judge in {}\n", path.display()));
        }
        found.extend(judged);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The scenario files in a folder and its folders; hidden ones and links to folders are left out.
fn scenarios_below(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            scenarios_below(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "toml")
            && fs::read(&path)
                .is_ok_and(|bytes| scenario::is_scenario(&String::from_utf8_lossy(&bytes)))
        {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether a scenario has expectations, its own or those of what it extends, or a baseline.
fn is_judged(path: &Path) -> bool {
    if baseline_of(path).exists() {
        return true;
    }
    match load::layers(path) {
        Ok(layers) => layers.iter().any(|layer| scenario::has_expectations(&layer.text)),
        Err(_) => fs::read_to_string(path).is_ok_and(|text| scenario::has_expectations(&text)),
    }
}

/// `<stem>.baseline.json` beside a scenario.
fn baseline_of(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".baseline.json");
    path.with_file_name(name)
}

/// A scenario that has been run.
struct Ran {
    draft: Draft,
    study: Study,
    outcome: Outcome,
}

/// Runs a scenario. What is wrong with it is said by the inner result.
fn ran(path: &Path, arguments: &Arguments) -> Result<Result<Ran, String>, Failure> {
    let options = arguments.changes.options();
    let (draft, study) = match load::opened(path, &options) {
        Ok(opened) => opened,
        Err(refused) => return Ok(Err(refused.to_string())),
    };
    let bar = progress::bar(study.run.replications, arguments.quiet);
    let outcome = experiment::run(&study, arguments.threads, &|_| bar.inc(1))
        .map_err(|error| Failure::Output(format!("error: cannot start threads: {error}\n")))?;
    bar.finish_and_clear();
    Ok(Ok(Ran { draft, study, outcome }))
}

/// What is found in one file.
fn finding(path: &Path, arguments: &Arguments) -> Result<Finding, Failure> {
    let shown = path.display().to_string();
    let baseline = match baseline(path) {
        Ok(baseline) => baseline,
        Err(why) => return Ok(Finding { path: shown, judged: Err(why) }),
    };
    let judged = ran(path, arguments)?.map(|ran| judged(path, arguments, &ran, baseline.as_ref()));
    Ok(Finding { path: shown, judged })
}

fn judged(path: &Path, arguments: &Arguments, ran: &Ran, baseline: Option<&Baseline>) -> Judged {
    let tolerances = arguments
        .tolerances
        .iter()
        .fold(Tolerances::default(), |all, &(metric, tolerance)| all.with(metric, tolerance));
    let case = Case {
        folder: load::folder_of(path),
        draft: &ran.draft,
        study: &ran.study,
        outcome: &ran.outcome,
        whole: arguments.changes.variants.is_empty(),
    };
    examine(&case, baseline, &tolerances)
}

/// The baseline of a scenario, where there is one.
fn baseline(path: &Path) -> Result<Option<Baseline>, String> {
    let file = baseline_of(path);
    let name = file.display();
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(format!(
                "error: cannot read {name}: {error}\nhelp: see that it is a text file that can be \
                 read\n"
            ));
        }
    };
    Baseline::from_json(&text).map(Some).map_err(|why| {
        format!(
            "error: {name} is no baseline: {why}\nhelp: take it from version control again, or \
             renew it: ringback check {} --accept --reason TEXT\n",
            path.display()
        )
    })
}

/// Shows the findings: on standard output, in files, and beside the lines of a pull request.
fn told(arguments: &Arguments, findings: &[Finding]) -> Result<(), Failure> {
    for (path, text) in [
        (&arguments.junit, report::junit as fn(&[Finding]) -> String),
        (&arguments.markdown, report::findings_markdown),
    ] {
        if let Some(path) = path {
            put(path, text(findings).as_bytes())?;
        }
    }
    if std::env::var_os("GITHUB_ACTIONS").is_some_and(|set| !set.is_empty()) {
        complain(&report::annotations(findings, &in_repository));
    }
    let coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    say(&match arguments.format {
        Format::Table => report::findings(findings, coloured),
        Format::Json => report::findings_json(findings),
        Format::Csv => report::findings_csv(findings),
        Format::Markdown => report::findings_markdown(findings),
    })
}

/// Writes a file whole; what is no plain file, such as a pipe, is written as it is.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let is_special = fs::metadata(path).is_ok_and(|about| !about.is_file());
    let done = if is_special { fs::write(path, bytes) } else { report::replace(path, bytes) };
    done.map_err(|error| {
        Failure::Output(format!("error: cannot write {}: {error}\n", path.display()))
    })
}

/// A path as the repository has it, where the job runs elsewhere in it.
fn in_repository(path: &str) -> String {
    let home = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
    let full = std::path::absolute(path).ok();
    let inside = full.zip(home).and_then(|(full, home)| {
        full.strip_prefix(home).ok().map(|inside| inside.display().to_string())
    });
    inside.unwrap_or_else(|| path.to_owned())
}

/// Writes or renews baselines; nothing is written when one of the files is wrong.
fn accept(arguments: &Arguments, files: &[PathBuf]) -> Result<u8, Failure> {
    let mut written = Vec::new();
    let mut problems = String::new();
    for path in files {
        match ran(path, arguments)? {
            Ok(ran) => written.push((path, ran)),
            Err(why) => problems += &why,
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    let reason = arguments.reason.as_deref().unwrap_or_default();
    let mut accepted = Vec::new();
    for (path, ran) in written {
        let file = baseline_of(path);
        let text = Baseline::of(&ran.draft, &ran.outcome, reason).json();
        put(&file, text.as_bytes())?;
        accepted.push((path.display().to_string(), file.display().to_string(), text.len()));
    }
    say(&match arguments.format {
        Format::Json => report::accepted_json(&accepted, reason),
        _ => report::accepted(&accepted, reason),
    })?;
    Ok(0)
}
