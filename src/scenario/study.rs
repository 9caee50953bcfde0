//! What a scenario file means: centers to compare, how often to run them, and labels for reports.

use std::ops::RangeInclusive;

use crate::ids::{CallTypeId, QueueId};
use crate::model::Center;
use crate::random::mirrored;
use crate::time::{SimTime, Span, TICKS_PER_SECOND};

use super::clock::Clock;
use super::expect::Expectation;

/// A checked scenario, ready to simulate.
#[derive(Clone, Debug)]
pub struct Study {
    /// The scenario's name.
    pub name: String,
    /// What it asks, in the author's words; may be empty.
    pub description: String,
    /// The centers to compare, at least one; all have the same customers.
    pub variants: Vec<Variant>,
    /// Seed, replications, confidence.
    pub run: RunSettings,
    /// Civil time of the simulated moments.
    pub timeline: Timeline,
    /// SHA-256 of the scenario file, lower-case hexadecimal.
    pub scenario_sha256: String,
    /// The data files that were read, in order of their paths.
    pub data: Vec<DataFile>,
    /// Defaults that matter and are not in the file, in order of their paths.
    pub assumed: Vec<Assumed>,
    /// Settings changed on the command line, in order.
    pub overrides: Vec<Override>,
    /// What the record says happened, where it records waits and outcomes.
    pub recorded: Option<RecordedOutcomes>,
    /// Whether `[run] extra` asks for `queue_length_max`.
    pub reports_queue_length_max: bool,
    /// What it expects of its results, in the order of the file.
    pub expectations: Vec<Expectation>,
}

/// One center of a comparison.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// The center.
    pub center: Center,
    /// Position of the variant it is compared with; none for that one itself.
    pub compare_to: Option<usize>,
}

/// How a study is run.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSettings {
    /// Names every random number.
    pub seed: u64,
    /// Simulated periods per variant; with `precision` the most, with `batches` one.
    pub replications: u32,
    /// Confidence of the intervals, such as 0.95.
    pub confidence: f64,
    /// The interval in which a call counts.
    pub attribution: Attribution,
    /// When there are enough replications; none: their number is given.
    pub precision: Option<Precision>,
    /// Parts of one long run that are estimated by instead of replications.
    pub batches: Option<u32>,
    /// Whether replications come in antithetic pairs.
    pub antithetic: bool,
    /// Whether offered work corrects the estimates.
    pub control_variate: bool,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            replications: 100,
            confidence: 0.95,
            attribution: Attribution::default(),
            precision: None,
            batches: None,
            antithetic: false,
            control_variate: false,
        }
    }
}

impl RunSettings {
    /// Replications that are estimated by as one: 2 where they come in pairs.
    #[must_use]
    pub const fn replications_per_unit(&self) -> u32 {
        if self.antithetic { 2 } else { 1 }
    }

    /// The number by which the engine knows a replication: of an antithetic pair the second is
    /// the mirror of the first.
    #[must_use]
    pub const fn luck(&self, replication: u64) -> u64 {
        if self.antithetic && replication % 2 == 1 {
            mirrored(replication - 1)
        } else {
            replication
        }
    }
}

/// When a run has enough replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Id of a metric of the center.
    pub metric: &'static str,
    /// The half width that its interval may have, in every variant that has the metric.
    pub half_width: HalfWidth,
    /// Replications at most, reached or not.
    pub max_replications: u32,
}

/// The half width of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HalfWidth {
    /// In the metric's unit.
    Absolute(f64),
    /// As a share of the estimate.
    Relative(f64),
}

impl HalfWidth {
    /// The number itself.
    #[must_use]
    pub const fn value(self) -> f64 {
        match self {
            Self::Absolute(value) | Self::Relative(value) => value,
        }
    }

    /// In the metric's unit, at this estimate.
    #[must_use]
    pub fn at(self, estimate: f64) -> f64 {
        match self {
            Self::Absolute(value) => value,
            Self::Relative(share) => share * libm::fabs(estimate),
        }
    }
}

/// The interval in which a call counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attribution {
    /// That of its arrival: what the planner asks.
    #[default]
    Arrival,
    /// That of each event.
    Event,
}

/// Civil time of the simulated moments.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// IANA name.
    pub time_zone: String,
    /// The start with its offset, RFC 3339, such as `2026-03-02T08:00:00+01:00`.
    pub start: String,
    /// The end likewise.
    pub end: String,
    /// Start of each reporting interval likewise.
    pub intervals: Vec<String>,
    /// Civil date of each day, such as `2026-03-02`.
    pub days: Vec<String>,
    /// The civil day of each interval's start: position in `days`.
    pub day_of_interval: Vec<usize>,
    pub(super) clock: Clock,
}

impl Timeline {
    /// The timeline of a saved period: from and to an instant (RFC 3339), in intervals of so many
    /// seconds, of which there must be a number in this range.
    ///
    /// # Errors
    /// When the zone is unknown, a time is none, or the intervals do not fit; in words.
    pub fn saved(
        time_zone: &str,
        (start, end): (&str, &str),
        interval_seconds: f64,
        intervals: RangeInclusive<u64>,
    ) -> Result<Self, String> {
        let clock = Clock::between(time_zone, start, end).map_err(|error| error.to_string())?;
        let interval = Span(libm::round(interval_seconds * TICKS_PER_SECOND as f64) as u64);
        let fit = if interval.0 == 0 { 0 } else { clock.end.0.div_ceil(interval.0) };
        if !intervals.contains(&fit) {
            let (least, most) = intervals.into_inner();
            let given =
                if least == most { format!("{least} are") } else { "not so many can be".into() };
            return Err(format!("{fit} intervals fit into the period, {given} given"));
        }
        Ok(clock.timeline(interval))
    }

    /// A moment in civil time, exact: `08:00:31.25`, with the date before it where the period
    /// has several days.
    #[must_use]
    pub fn told(&self, at: SimTime) -> String {
        self.clock.told(at, self.days.len() > 1)
    }

    /// The civil date and time of a moment: `2026-03-02` and `08:00:00`.
    #[must_use]
    pub fn date_and_time(&self, at: SimTime) -> (String, String) {
        let told = self.clock.told(at, true);
        let (date, time) = told.split_once('T').unwrap_or((&told, ""));
        (date.to_owned(), time.to_owned())
    }

    /// The moment that a text means: a time of the first day such as `09:31`, a date and time, or
    /// a length of time from the start such as `90m`. None when it is neither.
    #[must_use]
    pub fn moment(&self, text: &str) -> Option<SimTime> {
        self.clock.meant(text)
    }
}

/// A file that the scenario reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// As written in the scenario.
    pub path: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Rows of data.
    pub rows: usize,
    /// What was detected, such as `delimiter ';', decimal comma`; empty when plain.
    pub notes: String,
}

/// A default that the report names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// Path of the key, such as `queue.support.callback.ring`.
    pub path: String,
    /// The value, as it would stand in the file.
    pub value: String,
    /// A few words for the terminal, such as `ring 25s`.
    pub words: String,
}

/// A setting changed on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Path of the key.
    pub path: String,
    /// The value, as TOML.
    pub value: String,
}

/// Outcomes of recorded calls, for comparison with the simulated ones.
#[derive(Clone, Debug, Default)]
pub struct RecordedOutcomes {
    /// One entry for each recorded call within the period that states its outcome.
    pub calls: Vec<RecordedOutcome>,
}

/// What the record says of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedOutcome {
    /// Its type.
    pub call_type: CallTypeId,
    /// The queue it went to: as stated, else the first of its type's route.
    pub queue: QueueId,
    /// When it arrived.
    pub at: SimTime,
    /// Whether an agent answered.
    pub answered: bool,
    /// Time on hold until the answer or the hang-up.
    pub wait: Span,
    /// Talk and wrap-up, where stated.
    pub handle_time: Option<Span>,
}
