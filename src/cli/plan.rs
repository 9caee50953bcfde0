//! `ringback plan`: the staff that reaches targets, its shifts and cost; or the verdict on a roster.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::experiment;
use crate::plan::{self, Plan};
use crate::report;

use super::changes::Changes;
use super::run::{again, quoted, speed};
use super::show::Lang;
use super::{Failure, complain, planning, progress, say};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("replications", |arg| arg.help(REPLICATIONS)))]
pub(super) struct Arguments {
    /// The scenario file; its table [plan] says what must be reached.
    scenario: PathBuf,
    /// Judge this roster instead: which intervals miss their targets, and what would mend it.
    #[arg(long, value_name = "ROSTER")]
    verify: Option<String>,
    #[command(flatten)]
    changes: Changes,
    /// Threads (0: one per core); plans are the same on any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Language of the table, the page and the charts; files for machines stay English.
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Folder of the plan's files (default: reports/<file stem>, and -verified with --verify).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write no files.
    #[arg(long)]
    no_report: bool,
    /// Say nothing on standard error but errors.
    #[arg(long)]
    quiet: bool,
}

const REPLICATIONS: &str = "\
Days by which every staffing is judged, instead of the file's number of replications; four times as \
many halve the stated half widths";

const EXAMPLES: &str = "\
Writes reports/<file stem>/: plan.html, plan.json, staffing.csv (a row an interval, to paste into a \
spreadsheet), roster.csv (of the last variant; roster-NAME.csv of each) and charts/plan-*.svg and \
*.png. Without [plan] every queue's own service level is the target in every interval. Agents are \
required on the phones; rostered hours make shrinkage good. With --verify no roster is written, the \
folder is reports/<file stem>-verified, and a roster that is rejected is no error: the exit code is 0.

Examples:
  ringback plan scenarios/staffing-day.toml
  ringback plan scenarios/staffing-week.toml --variant callback
  ringback plan scenarios/staffing-day.toml --set plan.per=day --replications 400
  ringback plan scenarios/staffing-day.toml --verify reports/staffing-day/roster.csv
  ringback run scenarios/staffing-day.toml --set 'agent_group.team.staff={ roster = \"../reports/staffing-day/roster.csv\" }'";

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The plan, for people.
    Table,
    /// One JSON document.
    Json,
    /// The staffing table: one row an interval.
    Csv,
    /// A table for a pull request.
    Markdown,
}

/// Runs the command.
pub(super) fn plan(arguments: &Arguments) -> Result<(), Failure> {
    let options = arguments.changes.options();
    experiment::share(arguments.threads);
    let asked = match &arguments.verify {
        None => planning::planning(&arguments.scenario, &options)?,
        Some(roster) => planning::with_roster(&arguments.scenario, &options, roster)?,
    };
    let bar = progress::stages(arguments.quiet);
    let hears = |what: &str| bar.set_message(what.to_owned());
    #[expect(
        clippy::disallowed_methods,
        reason = "speed is told on standard error, never in results"
    )]
    let start = Instant::now();
    let found = match &arguments.verify {
        None => plan::plan(&asked, arguments.threads, &hears),
        Some(roster) => plan::verify(&asked, roster, arguments.threads, &hears),
    };
    let found = found.map_err(|error| Failure::Output(format!("error: {error}\n")))?;
    let seconds = start.elapsed().as_secs_f64();
    bar.finish_and_clear();
    if !arguments.quiet {
        complain(&speed(found.calls, seconds));
        for variant in &found.variants {
            for note in &variant.notes {
                complain(&format!("warning: {}: {note}\n", variant.name));
            }
        }
    }
    let page = if arguments.no_report { None } else { Some(write(arguments, &found)?) };
    show(arguments.format, &found, page.as_deref(), arguments.lang)
}

/// Writes the plan's files; the path of its page.
fn write(arguments: &Arguments, plan: &Plan) -> Result<String, Failure> {
    let stem = arguments.scenario.file_stem().unwrap_or_default();
    let mut name = stem.to_owned();
    if arguments.verify.is_some() {
        name.push("-verified");
    }
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(name));
    let written = report::write_plan(plan, &folder, &command(arguments), arguments.lang.into());
    written.map_err(|error| {
        Failure::Output(format!("error: cannot write {}: {error}\n", folder.display()))
    })?;
    Ok(folder.join("plan.html").display().to_string())
}

/// The command that makes the same plan again.
fn command(arguments: &Arguments) -> String {
    let mut words =
        vec!["ringback plan".to_owned(), quoted(&arguments.scenario.display().to_string())];
    words.extend(arguments.verify.iter().map(|roster| format!("--verify {}", quoted(roster))));
    words.extend(again(&arguments.changes));
    words.join(" ")
}

fn show(format: Format, plan: &Plan, page: Option<&str>, lang: Lang) -> Result<(), Failure> {
    let coloured = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = match format {
        Format::Table => report::plan_terminal(plan, page, coloured, lang.into()),
        Format::Json => plan::json(plan),
        Format::Csv => plan::staffing_csv(plan),
        Format::Markdown => report::plan_markdown(plan),
    };
    say(&text)
}
