//! What standard output gets: the comparison for people, JSON, CSV or Markdown.

use std::io::IsTerminal;
use std::path::Path;

use clap::ValueEnum;

use crate::experiment::Results;
use crate::report::{self, Language, Look};
use crate::tables;

use super::{Failure, say};

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// The comparison, for people.
    Table,
    /// One JSON document.
    Json,
    /// One row a metric.
    Csv,
    /// A table for a pull request.
    Markdown,
}

/// The language of tables, pages and charts.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    /// English.
    En,
    /// Polish.
    Pl,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Pl => Self::Polish,
        }
    }
}

/// Writes a report into a folder; the path of its page.
pub(super) fn write_report(
    results: &Results,
    folder: &Path,
    look: &Look,
) -> Result<String, Failure> {
    report::write(results, folder, look).map_err(|error| {
        Failure::Output(format!("error: cannot write {}: {error}\n", folder.display()))
    })?;
    Ok(folder.join("report.html").display().to_string())
}

/// Prints results; `page` is where their report was written.
pub(super) fn show(
    format: Format,
    results: &Results,
    page: Option<&str>,
    lang: Lang,
) -> Result<(), Failure> {
    let coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = match format {
        Format::Table => report::terminal(results, page, coloured, lang.into()),
        Format::Json => tables::json(results),
        Format::Csv => tables::comparison_csv(results),
        Format::Markdown => tables::comparison_markdown(results),
    };
    say(&text)
}
