//! `ringback validate`: every problem of scenario files, nothing simulated; how long they would take.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::scenario::{Options, Study, Told};

use super::estimate::{self, Estimate};
use super::load::{self, Refused};
use super::{Failure, complain, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Scenario files.
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
Exit code 0: all files are valid; 2: some are not. Data files are read too, and their rows checked.

The estimate measures the speed of this machine for about a tenth of a second, on the scenario itself \
where its replications are short enough.

Examples:
  ringback validate scenarios/support-line.toml
  ringback validate scenarios/*.toml --quiet
  ringback validate scenarios/morning-peak.toml --estimate --replications 10000
  ringback validate my-center.toml --format json";

/// A file that was looked at.
struct Checked {
    file: String,
    outcome: Result<Study, Refused>,
    estimate: Option<Estimate>,
}

/// Runs the command.
pub(super) fn validate(arguments: &Arguments) -> Result<(), Failure> {
    let checked: Vec<Checked> = arguments.files.iter().map(|path| check(path, arguments)).collect();
    let wrong = checked.iter().filter(|file| file.outcome.is_err()).count();
    if arguments.format == Format::Json {
        let files: Vec<Value> = checked.iter().map(document).collect();
        let valid = wrong == 0;
        say(&format!(
            "{:#}\n",
            json!({ "schema": "ringback.validate/1", "valid": valid, "files": files })
        ))?;
        return if valid { Ok(()) } else { Err(Failure::Input(String::new())) };
    }
    for file in checked {
        match file.outcome {
            Ok(study) if !arguments.quiet => {
                say(&told(&file.file, &study, file.estimate.as_ref()))?
            }
            Ok(_) => {}
            Err(refused) => complain(&refused.to_string()),
        }
    }
    match wrong {
        0 => Ok(()),
        _ if arguments.files.len() == 1 => Err(Failure::Input(String::new())),
        _ => Err(Failure::Input(format!("{wrong} of {} files are wrong\n", arguments.files.len()))),
    }
}

/// Looks at one file: a scenario. A sweep, told by its `[sweep]`, would be looked at here.
fn check(path: &Path, arguments: &Arguments) -> Checked {
    let options = Options {
        sets: arguments.sets.clone(),
        variants: arguments.variants.clone(),
        seed: None,
        replications: arguments.replications,
    };
    let outcome = load::checked(path, &options);
    let study = outcome.as_ref().ok().filter(|_| arguments.estimate);
    let estimate = study.map(|study| estimate::estimate(study, arguments.threads));
    Checked { file: path.display().to_string(), outcome, estimate }
}

/// What is said of a valid file.
fn told(file: &str, study: &Study, estimate: Option<&Estimate>) -> String {
    let names: Vec<_> = study.variants.iter().map(|variant| variant.name.as_str()).collect();
    let variants = match names.as_slice() {
        [only] => format!("variant {only}"),
        names => format!("{} variants ({})", names.len(), names.join(", ")),
    };
    let mut text = format!("{file}: valid, {variants}, {} replications\n", study.run.replications);
    text.extend(estimate.map(Estimate::told));
    text
}

/// The same as JSON.
fn document(checked: &Checked) -> Value {
    match &checked.outcome {
        Ok(study) => {
            let names: Vec<_> = study.variants.iter().map(|variant| &variant.name).collect();
            let mut document = json!({
                "file": checked.file,
                "kind": "scenario",
                "valid": true,
                "name": study.name,
                "variants": names,
                "replications": study.run.replications,
                "problems": [],
            });
            if let Some(estimate) = &checked.estimate {
                document["estimate"] = estimate.document();
            }
            document
        }
        Err(refused) => json!({
            "file": checked.file,
            "kind": "scenario",
            "valid": false,
            "problems": problems(refused),
        }),
    }
}

fn problems(refused: &Refused) -> Vec<Value> {
    let problem = |told: Told| {
        let (line, column) = told.line_and_column.unzip();
        json!({
            "file": told.file,
            "line": line,
            "column": column,
            "message": told.message,
            "help": told.help,
        })
    };
    match refused {
        Refused::Unread(what, help) => {
            vec![
                json!({ "file": null, "line": null, "column": null, "message": what, "help": help }),
            ]
        }
        Refused::Wrong(problems) => problems.told().map(problem).collect(),
    }
}
