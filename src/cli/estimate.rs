//! How long a study would take: expected calls, seconds by a short measurement, memory.

use std::num::NonZero;
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use crate::experiment::{self, Size};
use crate::report::thousands;
use crate::scenario::{self, STARTERS, Study};

/// Calls that a measurement simulates: a tenth of a second, on a slow machine the fewer ones.
const MEASURED: f64 = 400_000.0;
const FEW: f64 = 50_000.0;
/// With fewer seconds than this the fewer calls say too little.
const TOO_SHORT: f64 = 0.04;

/// What a run of a study, or of all points of a sweep, is expected to take.
pub(super) struct Estimate {
    /// Of one point.
    size: Size,
    points: f64,
    threads: usize,
    /// Of one thread.
    nanoseconds_a_call: f64,
    /// Whether the speed is that of the study itself.
    of_itself: bool,
}

/// Estimates a run of so many points, each as this study, on so many threads (0: one per core).
pub(super) fn estimate(study: &Study, points: u32, threads: usize) -> Estimate {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = if threads == 0 { cores } else { threads };
    let size = experiment::size(study, threads);
    let own = speed(study, size.calls / f64::from(study.run.replications));
    let nanoseconds_a_call = own.or_else(yardstick);
    Estimate {
        size,
        points: points.into(),
        threads,
        nanoseconds_a_call: nanoseconds_a_call.unwrap_or(NANOSECONDS_A_CALL),
        of_itself: own.is_some(),
    }
}

/// What a call took on one core of a server of 2023, for a machine that refuses to be measured.
const NANOSECONDS_A_CALL: f64 = 250.0;

/// The speed of a small center that ringback brings along, for studies whose replications are
/// too long to try one.
fn yardstick() -> Option<f64> {
    let (_, text) = STARTERS[0].files("yardstick", "yardstick").into_iter().next()?;
    let study = scenario::study_from_text(&text).ok()?;
    let calls = experiment::size(&study, 1).calls / f64::from(study.run.replications);
    speed(&study, calls)
}

/// Nanoseconds a call, measured on one thread; none where a replication has too many calls.
fn speed(study: &Study, calls_a_replication: f64) -> Option<f64> {
    if !(1.0..=MEASURED).contains(&calls_a_replication) {
        return None;
    }
    let time = |calls: f64| {
        let mut sample = study.clone();
        sample.run.replications = (calls / calls_a_replication).ceil() as u32;
        (sample.run.precision, sample.run.batches, sample.run.antithetic) = (None, None, false);
        #[expect(clippy::disallowed_methods, reason = "the speed of this machine is what is asked")]
        let start = Instant::now();
        let outcome = experiment::run(&sample, 1, &|_| ()).ok()?;
        Some((start.elapsed().as_secs_f64(), outcome.calls.max(1) as f64))
    };
    let (seconds, calls) = match time(FEW)? {
        (seconds, _) if seconds < TOO_SHORT => time(MEASURED)?,
        enough => enough,
    };
    Some(seconds * 1e9 / calls)
}

impl Estimate {
    fn calls(&self) -> f64 {
        self.size.calls * self.points
    }

    fn seconds(&self) -> f64 {
        self.calls() * self.nanoseconds_a_call / 1e9 / self.threads as f64
    }

    /// In words, indented below the name of a file.
    pub(super) fn told(&self) -> String {
        let (least, most) = self.size.calls_a_replication();
        let each = match (thousands(least.round()), thousands(most.round())) {
            (least, most) if least == most => least,
            (least, most) => format!("{least} to {most}"),
        };
        let threads =
            if self.threads == 1 { "1 thread".into() } else { format!("{} threads", self.threads) };
        let measured = if self.of_itself { "measured on it" } else { "measured on a small center" };
        format!(
            "  calls    {each} in each replication of a variant, {} in all\n  \
             time     {} on {threads} ({:.0} ns a call on one, {measured}), the report aside\n  \
             memory   about {}, without a report {}\n",
            thousands(self.calls().round()),
            length(self.seconds()),
            self.nanoseconds_a_call,
            bytes(self.size.bytes + self.size.report_bytes),
            bytes(self.size.bytes),
        )
    }

    /// As JSON.
    pub(super) fn document(&self) -> Value {
        json!({
            "calls_per_replication": self.size.calls_a_replication().1,
            "calls": self.calls(),
            "seconds": self.seconds(),
            "threads": self.threads,
            "ns_per_call": self.nanoseconds_a_call,
            "measured_on": if self.of_itself { "scenario" } else { "small center" },
            "memory_bytes": self.size.bytes + self.size.report_bytes,
            "memory_bytes_without_report": self.size.bytes,
        })
    }
}

/// About how long, in two digits.
fn length(seconds: f64) -> String {
    match seconds {
        s if s < 0.095 => "less than 0.1 s".into(),
        s if s < 9.95 => format!("about {s:.1} s"),
        s if s < 119.5 => format!("about {s:.0} s"),
        s if s < 2.0 * 3_600.0 => format!("about {:.0} min", s / 60.0),
        s => format!("about {:.1} h", s / 3_600.0),
    }
}

fn bytes(bytes: f64) -> String {
    match bytes {
        b if b < 1e9 => format!("{:.0} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}
