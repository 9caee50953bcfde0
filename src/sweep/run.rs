//! Runs the points of a shard that are not finished yet, and keeps them in parts as it goes.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::experiment::{self, Listener};
use crate::scenario::Problems;

use super::parts::{Found, Rows, Shard, Store};
use super::plan::{Effort, Plan, Point};
use super::results::rows;

/// What a run needs to know of the world.
pub struct World<'w> {
    /// Threads; 0: one per core.
    pub threads: usize,
    /// Whether somebody wants it to stop.
    pub interrupted: &'w (dyn Fn() -> bool + Sync),
    /// Whether finished points should be written now.
    pub is_due: &'w (dyn Fn() -> bool + Sync),
    /// Hears of each replication.
    pub replication: &'w (dyn Fn() + Sync),
    /// Hears of each point with its calls.
    pub point: &'w (dyn Fn(u64) + Sync),
}

/// What became of a run.
#[derive(Debug, Default)]
pub struct Done {
    /// The points of the shard that are finished, by name.
    pub points: BTreeMap<String, Rows>,
    /// How many of them were found finished.
    pub found: usize,
    /// Parts that were rejected, and why; their points were simulated again.
    pub rejected: Vec<(std::path::PathBuf, String)>,
    /// Points in which some call is not accounted for.
    pub unbalanced: Vec<u32>,
    /// Whether it was stopped before all were finished.
    pub interrupted: bool,
}

/// Why a run stopped.
#[derive(Debug)]
pub enum Stopped {
    /// A part could not be written or read.
    Parts(io::Error),
    /// Threads could not be started.
    Threads(String),
    /// The scenario has problems at some point.
    Problems(Problems),
}

/// The points of a shard that are still to be simulated, and those that are not.
#[derive(Debug)]
pub struct Rest {
    /// To be simulated.
    pub open: Vec<Point>,
    found: Found,
}

/// Looks which points of a shard are finished.
///
/// # Errors
/// When the folder cannot be read.
pub fn rest(plan: &Plan, shard: Shard, store: Option<&Store>) -> Result<Rest, Stopped> {
    let all: Result<Vec<Point>, Problems> =
        shard.points(plan.count()).into_iter().map(|number| plan.point(number)).collect();
    let all = all.map_err(Stopped::Problems)?;
    let mut found = Found::default();
    if let Some(store) = store {
        found = store.own().map_err(Stopped::Parts)?;
        if all.iter().any(|point| !found.points.contains_key(&point.name)) {
            let others = store.others().map_err(Stopped::Parts)?;
            for (name, rows) in others.points {
                found.points.entry(name).or_insert(rows);
            }
        }
    }
    let names: std::collections::BTreeSet<&String> = all.iter().map(|point| &point.name).collect();
    found.points.retain(|name, _| names.contains(name));
    let mut seen = std::collections::BTreeSet::new();
    let is_open =
        |point: &Point| !found.points.contains_key(&point.name) && seen.insert(point.name.clone());
    let open = all.into_iter().filter(is_open).collect();
    Ok(Rest { open, found })
}

/// Simulates what is open and keeps it in the store; then the shard has one part.
///
/// # Errors
/// When a part cannot be written: what was written before stays whole.
pub fn run(
    plan: &Plan,
    rest: Rest,
    store: Option<&Store>,
    world: &World<'_>,
) -> Result<Done, Stopped> {
    let Rest { open, found } = rest;
    let keeper = Keeper {
        store,
        waiting: Mutex::default(),
        failure: Mutex::default(),
        failed: AtomicBool::new(false),
    };
    let done = Mutex::new(Done {
        found: found.points.len(),
        points: found.points,
        rejected: found.rejected,
        ..Done::default()
    });
    let stop = || (world.interrupted)() || keeper.failed.load(Ordering::Relaxed);
    let heard = |position: usize, measured: experiment::Measured| {
        let point = &open[position];
        let rows = rows(&measured);
        (world.point)(measured.calls);
        keeper.keep(&point.name, &rows, world.is_due);
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        done.points.insert(point.name.clone(), rows);
        if !measured.balanced {
            done.unbalanced.push(point.number);
        }
    };
    let listener = Listener { stop: &stop, replication: world.replication, study: &heard };
    // A point that has passed the check has no problems.
    let study = |position: usize| plan.study(&open[position]).ok();
    experiment::many(open.len(), world.threads, &study, &plan.file.metrics, &listener)
        .map_err(|error| Stopped::Threads(error.to_string()))?;
    keeper.write(true);
    if let Some(error) = keeper.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(Stopped::Parts(error));
    }
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.unbalanced.sort_unstable();
    done.interrupted = open.iter().any(|point| !done.points.contains_key(&point.name));
    if let (Some(store), false) = (store, done.interrupted) {
        let all: Vec<(String, Rows)> =
            done.points.iter().map(|(name, rows)| (name.clone(), rows.clone())).collect();
        store.unite(&all).map_err(Stopped::Parts)?;
    }
    Ok(done)
}

/// Simulates one replication of the first point, to see how long that takes; how many replications
/// a point has, or about has.
#[must_use]
pub fn time_one(plan: &Plan, world: &World<'_>) -> Option<u32> {
    let study = plan.study(&plan.point(0).ok()?).ok()?;
    let replications = match &plan.effort {
        Effort::Precision(precision) => precision.max_replications.min(1_000),
        _ => study.run.replications,
    };
    let one = |_: usize| {
        let mut study = study.clone();
        study.run.replications = 1;
        study.run.precision = None;
        Some(study)
    };
    let listener =
        Listener { stop: world.interrupted, replication: world.replication, study: &|_, _| {} };
    experiment::many(1, 1, &one, &[], &listener).ok()?;
    Some(replications)
}

/// Collects finished points and writes them when it is due.
struct Keeper<'k> {
    store: Option<&'k Store>,
    waiting: Mutex<Vec<(String, Rows)>>,
    failure: Mutex<Option<io::Error>>,
    failed: AtomicBool,
}

impl Keeper<'_> {
    fn keep(&self, name: &str, rows: &Rows, is_due: &(dyn Fn() -> bool + Sync)) {
        if self.store.is_none() {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push((name.to_owned(), rows.clone()));
        drop(waiting);
        if is_due() {
            self.write(false);
        }
    }

    /// Writes what waits; who comes while another writes leaves it to that one, unless it is the
    /// last time.
    fn write(&self, last: bool) {
        let Some(store) = self.store else { return };
        let waiting = &self.waiting;
        let mut points =
            std::mem::take(&mut *waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if points.is_empty() || (!last && self.failed.load(Ordering::Relaxed)) {
            return;
        }
        points.sort_by(|a, b| a.0.cmp(&b.0));
        if let Err(error) = store.write(&points) {
            self.failed.store(true, Ordering::Relaxed);
            let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
            failure.get_or_insert(error);
        }
    }
}

/// The shards of which some point is missing.
#[must_use]
pub fn missing(plan: &Plan, finished: &BTreeMap<String, Rows>, shards: u32) -> Vec<u32> {
    let lacks = |&shard: &u32| {
        let points = Shard { index: shard, of: shards }.points(plan.count());
        points.into_iter().any(|number| {
            plan.point(number).map_or(true, |point| !finished.contains_key(&point.name))
        })
    };
    (0..shards).filter(lacks).collect()
}
