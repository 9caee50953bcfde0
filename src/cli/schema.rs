//! `ringback schema`: the keys of the scenario file, as JSON Schema or as a page to read.

use std::path::PathBuf;

use clap::Args;

use crate::{report, scenario};

use super::{Failure, complain, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// A file to write (default: standard output).
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Every key with its default and meaning, as Markdown, instead of the JSON Schema.
    #[arg(long)]
    reference: bool,
    /// Say nothing on standard error but errors.
    #[arg(long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
JSON Schema, draft 2020-12. An editor that knows TOML schemas completes and checks the keys of a \
scenario whose first line is `#:schema scenario.schema.json`.

Examples:
  ringback schema --out scenario.schema.json
  ringback schema --reference --out docs/scenario-file.md
  ringback schema | jq '.properties.queue'";

/// Runs the command.
pub(super) fn schema(arguments: &Arguments) -> Result<(), Failure> {
    let text = if arguments.reference { scenario::reference() } else { scenario::schema() };
    let Some(path) = &arguments.out else { return say(&text) };
    let name = path.display();
    report::replace(path, text.as_bytes())
        .map_err(|error| Failure::writing(&name.to_string(), &error))?;
    if arguments.quiet {
        return Ok(());
    }
    if arguments.reference {
        complain(&format!("wrote {name}\n"));
    } else {
        complain(&format!("wrote {name}: a scenario beside it may begin with #:schema {name}\n"));
    }
    Ok(())
}
