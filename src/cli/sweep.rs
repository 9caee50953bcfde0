//! `ringback sweep`: a design over paths of a scenario, in parallel, resumable, in shards.

mod optimise;
mod submit;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::data;
use crate::experiment;
use crate::report;
use crate::scenario::{Files, Options, Problems};
use crate::sweep::{self, Found, Plan, Results, Rows, Shard, Stopped, Store};

use super::changes::Changes;
use super::show::Lang;
use super::{Failure, complain, load, progress, say};
use load::Refused;
use world::{Clock, Interruption, threads};

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("sets", |arg| arg.help(SETS)))]
#[command(mut_arg("seed", |arg| arg.help("Instead of the scenario's seed")))]
#[command(mut_arg("replications", |arg| arg.help(REPLICATIONS)))]
pub(super) struct Arguments {
    /// The sweep file.
    sweep: PathBuf,
    #[command(flatten)]
    changes: Changes,
    /// Threads (0: as the scheduler or the machine allows); results are the same on any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Do one of several shards, such as 3/16 (from 0), or `auto`: the scheduler says which.
    #[arg(long, value_name = "I/N|auto", value_parser = ShardWord::parse)]
    shard: Option<ShardWord>,
    /// How many shards there are, for `--shard auto`, `--merge` and `--submit`.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    shards: Option<u32>,
    /// Simulate nothing: put the shards' parts together, or say which are missing.
    #[arg(long, conflicts_with = "shard")]
    merge: bool,
    /// Remove what a killed process left and parts that this sweep no longer needs.
    #[arg(long, conflicts_with_all = ["shard", "merge"])]
    gc: bool,
    /// Find the point where this metric is best, with few replications. Where a metric has no good
    /// side write min:METRIC or max:METRIC. Quantiles are each day's own, on average.
    #[arg(long, value_name = "METRIC", conflicts_with_all = ["shard", "merge", "gc"])]
    optimise: Option<String>,
    /// A limit for `--optimise`, such as \"abandonment_rate<=5%\" (repeatable).
    #[arg(long, value_name = "LIMIT", requires = "optimise")]
    subject_to: Vec<String>,
    /// Differences below this do not matter to `--optimise` (default: half a percentage point of
    /// shares, one per cent of anything else).
    #[arg(long, value_name = "AMOUNT", requires = "optimise")]
    within: Option<String>,
    /// Replications of a point at most for `--optimise`.
    #[arg(long, value_name = "N", default_value_t = 2_000, requires = "optimise",
        value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    max_replications: u32,
    /// Write a batch file and submit it (slurm), or print a manifest (k8s).
    #[arg(long, value_enum, conflicts_with_all = ["shard", "merge", "gc", "optimise"])]
    submit: Option<submit::Scheduler>,
    /// Language of the table, the page and the charts; files for machines stay English.
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Folder of parts, tables and report (default: reports/<file stem>).
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write no files, so that a stopped sweep begins anew.
    #[arg(long, conflicts_with_all = ["shard", "merge", "gc"])]
    no_report: bool,
    /// Say nothing on standard error but errors.
    #[arg(long)]
    quiet: bool,
}

const SETS: &str = "Change a setting of the scenario, before the axes do (repeatable)";
const REPLICATIONS: &str =
    "Replications of each point, instead of the file's; switches `precision` off";

const EXAMPLES: &str = "\
Writes reports/<file stem>/: part-* as it goes, then sweep.parquet, sweep.csv, report.html and \
charts. Points that are finished are not simulated again: start a stopped sweep once more.

Exit codes: 0 done; 2 the sweep or the command line is wrong, nothing was written; 4 a file could \
not be written, or shards are missing at --merge (then `missing 3,6` is printed); 130 interrupted, \
finished parts stay.

Examples:
  ringback sweep scenarios/sweeps/threshold-and-staff.toml
  ringback sweep scenarios/sweeps/threshold-and-staff.toml --set call_type.support.volume=1.1
  ringback sweep scenarios/sweeps/threshold-and-staff.toml --shard 0/2 --out reports/two
  ringback sweep scenarios/sweeps/threshold-and-staff.toml --merge --shards 2 --out reports/two
  ringback sweep scenarios/sweeps/threshold-and-staff.toml --optimise agent_hours \\
    --subject-to \"service_level>=75%\" --subject-to \"abandonment_rate<=10%\"
  ringback sweep scenarios/sweeps/threshold-and-staff.toml --submit slurm --shards 10 --out /shared/x";

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// What matters, for people.
    Table,
    /// One JSON document.
    Json,
    /// The merged table.
    Csv,
    /// A table for a pull request.
    Markdown,
}

/// A shard as typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ShardWord {
    Auto,
    Number(Shard),
}

impl ShardWord {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let parts = text.split_once('/');
        let shard = parts.and_then(|(index, of)| {
            Some(Shard { index: index.parse().ok()?, of: of.parse().ok()? })
        });
        match shard {
            Some(shard) if shard.index < shard.of => Ok(Self::Number(shard)),
            Some(shard) => Err(format!("shards are numbered from 0 to {}", shard.of.max(1) - 1)),
            None => Err("write I/N, such as 3/16, or auto".into()),
        }
    }
}

/// Runs the command.
pub(super) fn sweep(arguments: &Arguments) -> Result<(), Failure> {
    experiment::share(threads(arguments.threads));
    let plan = plan(arguments)?;
    let folder = folder(arguments);
    if let Some(scheduler) = arguments.submit {
        return submit::submit(arguments, &plan, &folder, scheduler);
    }
    if let Some(metric) = &arguments.optimise {
        return optimise::optimise(arguments, &plan, &folder, metric);
    }
    if arguments.merge {
        return merge(arguments, &plan, &folder);
    }
    if arguments.gc {
        return collect(&plan, &folder);
    }
    let shard = shard(arguments)?;
    let store = store(arguments, &plan, shard.unwrap_or(Shard::WHOLE), &folder)?;
    let done = simulate(arguments, &plan, shard.unwrap_or(Shard::WHOLE), store.as_ref())?;
    match shard {
        // A shard of several is for `--merge` to put together.
        Some(_) => Ok(()),
        None => show(arguments, &plan, &done, &folder),
    }
}

/// The plan of what was typed.
fn plan(arguments: &Arguments) -> Result<Plan, Failure> {
    let options = Options { replications: None, ..arguments.changes.options() };
    Ok(plan_of(&arguments.sweep, options, arguments.changes.replications)?)
}

/// The plan of a sweep file when nothing is wrong with it or with any of its points.
pub(super) fn checked(
    path: &Path,
    options: Options,
    replications: Option<u32>,
) -> Result<Plan, Refused> {
    let plan = plan_of(path, options, replications)?;
    let all: Vec<u32> = (0..plan.count()).collect();
    plan.check(&all, threads(0)).map_err(Refused::Wrong)?;
    Ok(plan)
}

/// The plan, from the sweep file, its scenario and the data files.
fn plan_of(path: &Path, options: Options, replications: Option<u32>) -> Result<Plan, Refused> {
    let text = load::text(path, "a sweep file, such as scenarios/sweeps/threshold-and-staff.toml")?;
    let (file, problems) = sweep::read(&path.display().to_string(), &text);
    let Some(file) = file else { return Err(Refused::Wrong(problems)) };
    let scenario = beside(path, &file.scenario);
    let draft = load::draft(&scenario, &options).map_err(|refused| match problems.is_empty() {
        true => refused,
        false => Refused::Also(problems.clone(), Box::new(refused)),
    })?;
    let folder = scenario.parent().unwrap_or(Path::new(".")).to_owned();
    let load = |paths: &[String]| -> Files {
        paths.iter().map(|path| (path.clone(), data::load(&folder, path))).collect()
    };
    let plan = Plan::new(file, draft, replications, options.seed, load);
    if problems.is_empty() {
        return Ok(plan);
    }
    // The paths and values that could be read are checked all the same, at points enough.
    let some: Vec<u32> = (0..plan.count().min(1_000)).collect();
    let more = plan.check(&some, threads(0)).err();
    Err(Refused::Wrong(match more {
        Some(more) => problems.and(more),
        None => problems,
    }))
}

/// A path relative to a file's folder, without `..` where it can be told.
fn beside(file: &Path, relative: &str) -> PathBuf {
    let mut path = file.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(relative).components() {
        match part {
            Component::ParentDir
                if matches!(path.components().next_back(), Some(Component::Normal(_))) =>
            {
                path.pop();
            }
            Component::CurDir => {}
            part => path.push(part),
        }
    }
    path
}

fn wrong(problems: &Problems) -> Failure {
    Failure::Input(problems.to_string())
}

/// Which shard to do; none: the whole sweep.
fn shard(arguments: &Arguments) -> Result<Option<Shard>, Failure> {
    let of = arguments.shards;
    match arguments.shard {
        None => Ok(None),
        Some(ShardWord::Number(shard)) if of.is_none_or(|of| of == shard.of) => Ok(Some(shard)),
        Some(ShardWord::Number(shard)) => Err(Failure::Input(format!(
            "error: --shard {}/{} and --shards {} contradict each other\nhelp: leave --shards out\n",
            shard.index,
            shard.of,
            of.unwrap_or(0)
        ))),
        Some(ShardWord::Auto) => world::auto(of).map(Some),
    }
}

fn store(
    arguments: &Arguments,
    plan: &Plan,
    shard: Shard,
    folder: &Path,
) -> Result<Option<Store>, Failure> {
    if arguments.no_report {
        return Ok(None);
    }
    Ok(Some(Store::new(folder, shard, &plan.name)))
}

/// Simulates what is not finished.
fn simulate(
    arguments: &Arguments,
    plan: &Plan,
    shard: Shard,
    store: Option<&Store>,
) -> Result<BTreeMap<String, Rows>, Failure> {
    let threads = threads(arguments.threads);
    let rest = sweep::rest(plan, shard, store).map_err(stopped)?;
    let open: Vec<u32> = rest.open.iter().map(|point| point.number).collect();
    plan.check(&open, threads).map_err(|problems| wrong(&problems))?;
    if store.is_some() {
        make(&folder(arguments))?;
    }
    let bar = progress::sweep_bar(plan, &open, arguments.quiet);
    let clock = Clock::start();
    let interruption = Interruption::listen();
    let calls = std::sync::atomic::AtomicU64::new(0);
    let by_points = matches!(plan.effort, sweep::Effort::Precision(_));
    let world = sweep::World {
        threads,
        interrupted: &|| interruption.happened(),
        is_due: &|| clock.is_due(),
        replication: &|| bar.inc(u64::from(!by_points)),
        point: &|more| {
            calls.fetch_add(more, std::sync::atomic::Ordering::Relaxed);
            bar.inc(u64::from(by_points));
        },
    };
    let done = sweep::run(plan, rest, store, &world).map_err(stopped)?;
    bar.finish_and_clear();
    if !arguments.quiet {
        complain(&speed(&done, calls.into_inner(), clock.seconds()));
    }
    for (path, why) in &done.rejected {
        complain(&format!("warning: {} was not used: {why}\n", path.display()));
    }
    if !done.unbalanced.is_empty() {
        complain(&format!("warning: calls are unaccounted for at points {:?}\n", done.unbalanced));
    }
    if done.interrupted {
        let kept = if store.is_some() { "; start it again to go on" } else { "" };
        let finished = done.points.len();
        return Err(Failure::Interrupted(format!(
            "interrupted: {finished} points are finished{kept}\n"
        )));
    }
    Ok(done.points)
}

/// Where parts, tables and report go.
fn folder(arguments: &Arguments) -> PathBuf {
    let stem = arguments.sweep.file_stem().unwrap_or_default();
    arguments.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(stem))
}

fn make(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| Failure::writing(&folder.display().to_string(), &error))
}

/// `64 points in 1.20 s, 12 of them were finished: 2,900,000 calls, 2,400,000 per second`.
fn speed(done: &sweep::Done, calls: u64, seconds: f64) -> String {
    let new = done.points.len() - done.found.min(done.points.len());
    let found = match done.found {
        0 => String::new(),
        found => format!(", {} were finished before", report::thousands(found as f64)),
    };
    let per_second = (calls as f64 / seconds.max(1e-9) / 1_000.0).round() * 1_000.0;
    format!(
        "{} points in {seconds:.2} s{found}: {} calls, {} calls per second\n",
        report::thousands(new as f64),
        report::thousands(calls as f64),
        report::thousands(per_second)
    )
}

fn stopped(stopped: Stopped) -> Failure {
    match stopped {
        Stopped::Parts(error) => Failure::writing("a part of the sweep", &error),
        Stopped::Threads(error) => {
            Failure::Output(format!("error: cannot start threads: {error}\n"))
        }
        Stopped::Problems(problems) => wrong(&problems),
    }
}

/// Puts the parts of all shards together.
fn merge(arguments: &Arguments, plan: &Plan, folder: &Path) -> Result<(), Failure> {
    let store = Store::new(folder, Shard::WHOLE, &plan.name);
    let found: Found = store.all().map_err(|error| {
        Failure::Output(format!("error: cannot read {}: {error}\n", folder.display()))
    })?;
    for (path, why) in &found.rejected {
        complain(&format!("warning: {} was not used: {why}\n", path.display()));
    }
    let missing = sweep::missing(plan, &found.points, arguments.shards.unwrap_or(1));
    if missing.is_empty() {
        return show(arguments, plan, &found.points, folder);
    }
    complain(&strangers(plan, &found, folder).map_err(|problems| wrong(&problems))?);
    let missing: Vec<String> = missing.iter().map(u32::to_string).collect();
    say(&format!("missing {}\n", missing.join(",")))?;
    Err(Failure::Output(String::new()))
}

/// The names of all points of a plan.
fn names(plan: &Plan) -> Result<BTreeSet<String>, Problems> {
    (0..plan.count()).map(|number| Ok(plan.point(number)?.name)).collect()
}

/// A note where a folder holds finished points that this sweep has not.
fn strangers(plan: &Plan, found: &Found, folder: &Path) -> Result<String, Problems> {
    let own = names(plan)?;
    let others = found.points.keys().filter(|name| !own.contains(*name)).count();
    if others == 0 {
        return Ok(String::new());
    }
    Ok(format!(
        "note: {} finished points in {} are not of this sweep: its file, its scenario or the \
         program was another one (this program's sources: {}); `--gc` removes such parts\n",
        report::thousands(others as f64),
        folder.display(),
        &sweep::SOURCES[..8]
    ))
}

fn collect(plan: &Plan, folder: &Path) -> Result<(), Failure> {
    let needed = names(plan).map_err(|problems| wrong(&problems))?;
    let store = Store::new(folder, Shard::WHOLE, &plan.name);
    let removed = store
        .collect(|name| needed.contains(name))
        .map_err(|error| Failure::writing(&folder.display().to_string(), &error))?;
    say(&format!("{removed} files removed from {}\n", folder.display()))
}

/// Writes tables and report, and says what matters.
fn show(
    arguments: &Arguments,
    plan: &Plan,
    points: &BTreeMap<String, Rows>,
    folder: &Path,
) -> Result<(), Failure> {
    let results = Results::new(plan, points).map_err(|problems| wrong(&problems))?;
    let Some(results) = results else {
        return Err(Failure::Output("error: points of the sweep are missing\n".into()));
    };
    let mut page = None;
    if !arguments.no_report {
        report::write_sweep(&results, folder, &command(arguments), arguments.lang.into())
            .map_err(|error| Failure::writing(&folder.display().to_string(), &error))?;
        page = Some(folder.join("report.html").display().to_string());
    }
    let text = match arguments.format {
        Format::Table => report::sweep_terminal(&results, page.as_deref(), arguments.lang.into()),
        Format::Json => results.json(),
        Format::Markdown => report::sweep_markdown(&results),
        Format::Csv => {
            let csv = results.table.csv().map_err(|error| {
                Failure::Output(format!("error: cannot make the table: {error}\n"))
            })?;
            String::from_utf8_lossy(&csv).into_owned()
        }
    };
    say(&text)
}

/// The command that makes the same results again.
fn command(arguments: &Arguments) -> String {
    let mut words = vec!["ringback".to_owned(), "sweep".to_owned()];
    words.push(arguments.sweep.display().to_string());
    words.extend(options(arguments));
    let quoted: Vec<String> = words.iter().map(|word| sweep::quoted(word)).collect();
    quoted.join(" ")
}

/// The options that change results.
fn options(arguments: &Arguments) -> Vec<String> {
    let changes = arguments.changes.words().into_iter();
    changes.flat_map(|(option, value)| [option.to_owned(), value]).collect()
}

/// Checks every point.
fn check_all(plan: &Plan, typed_threads: usize) -> Result<(), Failure> {
    let all: Vec<u32> = (0..plan.count()).collect();
    plan.check(&all, threads(typed_threads)).map_err(|problems| wrong(&problems))
}
