//! `ringback validate`: every problem of scenarios and sweeps, nothing simulated; what a run takes.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::scenario::{Options, Study, Told};
use crate::sweep::{self, Plan};

use super::estimate::{self, Estimate};
use super::load::{self, Refused};
use super::{Failure, complain, planning, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario files and sweep files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Also tell how many calls a run is expected to have, how long it takes, and what memory.
    #[arg(long)]
    estimate: bool,
    /// Change a setting: a path of the file and a TOML value (repeatable).
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = load::setting)]
    sets: Vec<(String, String)>,
    /// Only this variant (repeatable; default all).
    #[arg(long = "variant", value_name = "NAME")]
    variants: Vec<String>,
    /// Instead of the file's number of replications.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replications: Option<u32>,
    /// Threads that the estimate is for (0: one per core).
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Say nothing of files that are valid.
    #[arg(long)]
    quiet: bool,
}

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people; problems go to standard error.
    Table,
    /// One JSON document, with all problems.
    Json,
}

const EXAMPLES: &str = "\
Exit code 0: all files are valid; 2: some are not. Data files are read too, and their rows checked; \
of a sweep the scenario at each of its points.

The estimate measures the speed of this machine for about a tenth of a second, on the scenario itself \
where its replications are short enough.

Examples:
  ringback validate scenarios/support-line.toml
  ringback validate scenarios/*.toml scenarios/sweeps/*.toml --quiet
  ringback validate scenarios/morning-peak.toml --estimate --replications 10000
  ringback validate my-center.toml --format json";

/// A file that was looked at.
struct Checked {
    file: String,
    outcome: Result<Valid, Refused>,
}

/// What a valid file holds.
enum Valid {
    Scenario(Box<Study>, Option<Estimate>),
    /// With the scenario at its first point.
    Sweep(Box<Plan>, Box<Study>, Option<Estimate>),
}

/// Runs the command.
pub(super) fn validate(arguments: &Arguments) -> Result<(), Failure> {
    let check = |path: &PathBuf| Checked {
        file: path.display().to_string(),
        outcome: check(path, arguments),
    };
    let checked: Vec<Checked> = arguments.files.iter().map(check).collect();
    let wrong = checked.iter().filter(|file| file.outcome.is_err()).count();
    if arguments.format == Format::Json {
        let files: Vec<Value> = checked.iter().map(document).collect();
        let document =
            json!({ "schema": "ringback.validate/1", "valid": wrong == 0, "files": files });
        say(&format!("{document:#}\n"))?;
    } else {
        for file in &checked {
            match &file.outcome {
                Ok(_) if arguments.quiet => {}
                Ok(valid) => say(&format!("{}: {}", file.file, told(valid)))?,
                Err(refused) => complain(&refused.to_string()),
            }
        }
    }
    match (wrong, arguments.files.len()) {
        (0, _) => Ok(()),
        // What is wrong has been said.
        (_, 1) => Err(Failure::Input(String::new())),
        _ if arguments.format == Format::Json => Err(Failure::Input(String::new())),
        (wrong, count) => Err(Failure::Input(format!("{wrong} of {count} files are wrong\n"))),
    }
}

/// Looks at one file: a sweep, which has a table `[sweep]`, or a scenario.
fn check(path: &Path, arguments: &Arguments) -> Result<Valid, Refused> {
    let options = Options {
        sets: arguments.sets.clone(),
        variants: arguments.variants.clone(),
        seed: None,
        replications: arguments.replications,
    };
    let estimate = |study: &Study, points: u32| {
        arguments.estimate.then(|| estimate::estimate(study, points, arguments.threads))
    };
    let text = load::text(path, "a scenario or sweep, such as scenarios/support-line.toml")?;
    if !sweep::is_sweep(&text) {
        let draft = load::draft(path, &options)?;
        // What is asked of the planner is checked too, and staff may still be planned.
        let study = if draft.has_plan() {
            planning::planning(path, &options)?.study
        } else {
            load::checked(path, &options)?
        };
        let estimate = estimate(&study, 1);
        return Ok(Valid::Scenario(Box::new(study), estimate));
    }
    let options = Options { replications: None, ..options };
    let plan = super::sweep::checked(path, options, arguments.replications)?;
    let first = plan.point(0).and_then(|point| plan.study(&point)).map_err(Refused::Wrong)?;
    let estimate = estimate(&first, plan.count());
    Ok(Valid::Sweep(Box::new(plan), Box::new(first), estimate))
}

/// What is said of a valid file, in one line and three of its estimate.
fn told(valid: &Valid) -> String {
    let (mut text, estimate) = match valid {
        Valid::Scenario(study, estimate) => {
            (format!("valid, {}, {}\n", variants(study), effort(study)), estimate)
        }
        Valid::Sweep(plan, study, estimate) => {
            let (points, variants, effort) = (plan.count(), variants(study), effort(study));
            (format!("valid, a sweep of {points} points, {variants}, {effort} each\n"), estimate)
        }
    };
    text.extend(estimate.as_ref().map(Estimate::told));
    text
}

fn variants(study: &Study) -> String {
    let names: Vec<_> = study.variants.iter().map(|variant| variant.name.as_str()).collect();
    match names.as_slice() {
        [only] => format!("variant {only}"),
        names => format!("{} variants ({})", names.len(), names.join(", ")),
    }
}

/// How often each variant is simulated.
fn effort(study: &Study) -> String {
    match (&study.run.precision, study.run.batches) {
        (Some(_), _) => format!("at most {} replications", study.run.replications),
        (None, Some(batches)) => format!("one run in {batches} batches"),
        (None, None) if study.run.replications == 1 => "1 replication".into(),
        (None, None) => format!("{} replications", study.run.replications),
    }
}

/// A file as JSON.
fn document(checked: &Checked) -> Value {
    let mut document = json!({ "file": checked.file, "valid": checked.outcome.is_ok() });
    let estimate = match &checked.outcome {
        Ok(Valid::Scenario(study, estimate)) => {
            document["kind"] = "scenario".into();
            describe(&mut document, study);
            estimate
        }
        Ok(Valid::Sweep(plan, study, estimate)) => {
            document["kind"] = "sweep".into();
            document["points"] = plan.count().into();
            describe(&mut document, study);
            estimate
        }
        Err(_) => &None,
    };
    if let Some(estimate) = estimate {
        document["estimate"] = estimate.document();
    }
    let problems = checked.outcome.as_ref().err().map(Refused::told).unwrap_or_default();
    document["problems"] = problems.iter().map(problem).collect();
    document
}

fn describe(document: &mut Value, study: &Study) {
    let names: Vec<_> = study.variants.iter().map(|variant| variant.name.as_str()).collect();
    document["name"] = study.name.as_str().into();
    document["variants"] = names.into();
    document["replications"] = study.run.replications.into();
}

fn problem(told: &Told) -> Value {
    let (line, column) = told.line_and_column.unzip();
    json!({
        "file": told.file,
        "line": line,
        "column": column,
        "message": told.message,
        "help": told.help,
    })
}
