//! `ringback new`: a commented scenario to begin with.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::scenario::{self, STARTERS, Starter};

use super::{Failure, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// What the scenario is called; its file is called so too.
    name: String,
    /// What it begins with.
    #[arg(long, value_name = "KIND", default_value = STARTERS[0].kind, value_parser = kinds())]
    kind: String,
    /// Folder of the file (default: this one).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Do not say what to do next.
    #[arg(long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Writes NAME.toml, which runs as it is, and for `recorded` NAME-calls.csv. Nothing is overwritten.

Examples:
  ringback new my-center
  ringback new \"Billing line\" --kind recorded --out scenarios
  ringback new night --kind opening-hours && ringback run night.toml";

fn kinds() -> PossibleValuesParser {
    let kind =
        |starter: &Starter| clap::builder::PossibleValue::new(starter.kind).help(starter.about);
    STARTERS.iter().map(kind).collect::<Vec<_>>().into()
}

/// Runs the command.
pub(super) fn new(arguments: &Arguments) -> Result<(), Failure> {
    let name = arguments.name.trim();
    // A path is understood too, as one types it for all other commands.
    let path = Path::new(name);
    let is_path = path.extension().is_some_and(|extension| extension == "toml");
    let plain =
        if is_path { path.file_stem().unwrap_or_default().to_string_lossy() } else { name.into() };
    let Some(stem) = scenario::file_stem(&plain) else {
        return Err(Failure::Input(format!(
            "error: {:?} holds no letter or digit to call a file by\nhelp: ringback new my-center\n",
            arguments.name
        )));
    };
    let beside = if is_path { path.parent() } else { None };
    let folder = match (&arguments.out, beside) {
        (Some(out), beside) => out.join(beside.unwrap_or(Path::new(""))),
        (None, beside) => beside.unwrap_or(Path::new("")).to_owned(),
    };
    let starter = STARTERS.iter().find(|starter| starter.kind == arguments.kind);
    let files = starter.unwrap_or(&STARTERS[0]).files(&plain, &stem);
    let paths: Vec<PathBuf> = files.iter().map(|(file, _)| folder.join(file)).collect();
    if let Some(taken) = paths.iter().find(|path| path.exists()) {
        return Err(taken_already(taken));
    }
    fs::create_dir_all(&folder).map_err(|error| failure(&folder, &error))?;
    for (path, (_, text)) in paths.iter().zip(&files) {
        write(path, text)?;
    }
    if arguments.quiet { Ok(()) } else { say(&next(&paths)) }
}

/// Writes a file that was not there before.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => taken_already(path),
        _ => failure(path, &error),
    })?;
    file.write_all(text.as_bytes()).map_err(|error| failure(path, &error))
}

fn failure(path: &Path, error: &io::Error) -> Failure {
    Failure::writing(&path.display().to_string(), error)
}

fn taken_already(path: &Path) -> Failure {
    Failure::Input(format!(
        "error: {} is there already\nhelp: choose another name, or another folder with --out DIR\n",
        path.display()
    ))
}

/// What was written, and what to do with it.
fn next(paths: &[PathBuf]) -> String {
    let names: Vec<String> =
        paths.iter().map(|path| super::run::quoted(&path.display().to_string())).collect();
    let scenario = &names[0];
    let steps = [
        (format!("ringback run {scenario}"), "compare it without and with direct callback"),
        (format!("ringback validate {scenario}"), "after a change: every mistake at once"),
        ("ringback schema --out scenario.schema.json".into(), "for an editor that completes keys"),
    ];
    let width = steps.iter().map(|(command, _)| command.chars().count()).max().unwrap_or(0);
    let steps = steps.map(|(command, why)| format!("  {command:width$}   {why}\n"));
    format!("Wrote {}.\n\nNext:\n{}", names.join(" and "), steps.concat())
}
