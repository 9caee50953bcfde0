//! What a sweep needs of the world: the clock, the wish to stop, the threads, the scheduler's word.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::cli::Failure;
use crate::sweep::Shard;

/// Milliseconds between parts at least.
const LEAST_GAP: u64 = 200;
/// And this part of the time so far, so that a long sweep has some hundred parts at most.
const GAP_SHARE: u64 = 50;

/// Time since the start.
pub(super) struct Clock {
    start: Instant,
    /// When finished points were last written, in milliseconds.
    written: AtomicU64,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "speed and the time between parts, never results"
    )]
    pub(super) fn start() -> Self {
        Self { start: Instant::now(), written: AtomicU64::new(0) }
    }

    pub(super) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// Whether finished points should be written; says yes to one thread only.
    pub(super) fn is_due(&self) -> bool {
        let now = self.start.elapsed().as_millis() as u64;
        let last = self.written.load(Ordering::Relaxed);
        let due = now >= last + LEAST_GAP.max(now / GAP_SHARE);
        let relaxed = Ordering::Relaxed;
        due && self.written.compare_exchange(last, now, relaxed, relaxed).is_ok()
    }
}

/// Whether somebody pressed Ctrl-C or the system asked to end.
pub(super) struct Interruption {
    happened: Arc<AtomicBool>,
}

impl Interruption {
    /// Listens from now on. The second Ctrl-C ends the program at once.
    pub(super) fn listen() -> Self {
        let happened = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // Where a signal cannot be listened to, it ends the program; parts stay whole.
            let _ = flag::register_conditional_shutdown(signal, 130, Arc::clone(&happened));
            let _ = flag::register(signal, Arc::clone(&happened));
        }
        Self { happened }
    }

    pub(super) fn happened(&self) -> bool {
        self.happened.load(Ordering::Relaxed)
    }
}

/// Threads to use: as typed, else what the scheduler gave this task; 0 is what the machine and
/// its limits allow.
pub(super) fn threads(typed: usize) -> usize {
    if typed > 0 {
        return typed;
    }
    env::var("SLURM_CPUS_PER_TASK").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Where schedulers tell a task its number, and what the first number is.
const TASK_NUMBERS: [(&str, u32); 4] = [
    ("SLURM_ARRAY_TASK_ID", 0),
    ("JOB_COMPLETION_INDEX", 0),
    ("AWS_BATCH_JOB_ARRAY_INDEX", 0),
    ("PBS_ARRAY_INDEX", 0),
];

/// The shard that the scheduler gave this task.
pub(super) fn auto(of: Option<u32>) -> Result<Shard, Failure> {
    let Some(of) = of else {
        return Err(Failure::Input(
            "error: --shard auto needs --shards N\n\
             help: schedulers tell a task its own number, but not always how many there are\n"
                .into(),
        ));
    };
    let found = TASK_NUMBERS.iter().find_map(|(name, first)| {
        env::var(name).ok().filter(|text| !text.is_empty()).map(|text| (*name, *first, text))
    });
    let Some((name, first, text)) = found else {
        let names = TASK_NUMBERS.map(|(name, _)| name).join(", ");
        return Err(Failure::Input(format!(
            "error: --shard auto finds no task number\n\
             help: it reads {names}; outside a scheduler write --shard I/N\n"
        )));
    };
    match text.parse::<u32>().ok().and_then(|number| number.checked_sub(first)) {
        Some(index) if index < of => Ok(Shard { index, of }),
        _ => Err(Failure::Input(format!(
            "error: {name} is {text:?}, but tasks are numbered from {first} to {}\n\
             help: let --shards be the number of tasks\n",
            of - 1 + first
        ))),
    }
}
