//! `ringback sweep --submit`: hands the shards to a scheduler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;

use crate::cli::{Failure, complain, say};
use crate::sweep::{self, Plan, Shard, Submission, World};

use super::world::{Clock, threads};
use super::{Arguments, check_all, make, options};

/// Seconds of work in a shard: below it a scheduler's own time begins to show.
const SECONDS_OF_A_SHARD: f64 = 60.0;
/// Shards at most by default: Slurm takes arrays of 1,001.
const MOST_SHARDS: u32 = 1_000;

/// Where the shards go.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Scheduler {
    /// A Slurm array job.
    Slurm,
    /// A Kubernetes Indexed Job: the manifest is printed, nothing is submitted.
    K8s,
}

pub(super) fn submit(
    arguments: &Arguments,
    plan: &Plan,
    folder: &Path,
    scheduler: Scheduler,
) -> Result<(), Failure> {
    check_all(plan, arguments.threads)?;
    let shards = match arguments.shards {
        Some(shards) => shards,
        None => fitting(arguments, plan),
    };
    let name = arguments.sweep.file_stem().unwrap_or_default().to_string_lossy();
    let options = options(arguments);
    let (program, sweep, folder) = match scheduler {
        Scheduler::K8s => (PathBuf::new(), arguments.sweep.clone(), folder.to_owned()),
        Scheduler::Slurm => {
            make(folder)?;
            let program = std::env::current_exe().map_err(|error| {
                Failure::Output(format!("error: where is this program? {error}\n"))
            })?;
            (program, whole(&arguments.sweep)?, whole(folder)?)
        }
    };
    let submission = Submission {
        program: &program,
        sweep: &sweep,
        folder: &folder,
        shards,
        options: &options,
        name: &name,
    };
    match scheduler {
        Scheduler::K8s => say(&submission.kubernetes()),
        Scheduler::Slurm => slurm(&submission),
    }
}

/// Writes the batch file and calls `sbatch`.
fn slurm(submission: &Submission<'_>) -> Result<(), Failure> {
    let path = submission.folder.join("sweep.sbatch");
    sweep::write_whole(&path, submission.slurm().as_bytes())
        .map_err(|error| Failure::writing(&path.display().to_string(), &error))?;
    let shown = path.display();
    let done = Command::new("sbatch").arg(&path).output().map_err(|error| {
        Failure::Output(format!(
            "error: cannot call sbatch: {error}\n\
             help: {shown} is written; submit it where Slurm is: sbatch {shown}\n"
        ))
    })?;
    let words = String::from_utf8_lossy(&done.stdout).trim().to_owned();
    if !done.status.success() {
        let why = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        return Err(Failure::Output(format!(
            "error: sbatch refused {shown}: {why}\n\
             help: change the file or --shards, then: sbatch {shown}\n"
        )));
    }
    say(&format!("{words}\n"))
}

/// As many shards as have a minute of work each, by the time of one replication of the first
/// point on this machine.
fn fitting(arguments: &Arguments, plan: &Plan) -> u32 {
    let clock = Clock::start();
    let world = World {
        threads: threads(arguments.threads),
        interrupted: &|| false,
        is_due: &|| false,
        replication: &|| {},
        point: &|_| {},
    };
    let replications = sweep::time_one(plan, &world).unwrap_or(1);
    let seconds = clock.seconds() * f64::from(replications) * f64::from(plan.count());
    let wanted = (seconds / SECONDS_OF_A_SHARD).ceil().max(1.0) as u32;
    let shards = wanted.min(MOST_SHARDS).min(plan.count());
    let last = Shard { index: shards - 1, of: shards };
    complain(&format!(
        "about {:.0} s of work on one core: {shards} shards of {} points or one more; --shards N \
         changes it\n",
        seconds,
        last.points(plan.count()).len()
    ));
    shards
}

/// The whole path, for other machines that see the same folder.
fn whole(path: &Path) -> Result<PathBuf, Failure> {
    fs::canonicalize(path).map_err(|error| {
        Failure::Output(format!("error: cannot find {}: {error}\n", path.display()))
    })
}
