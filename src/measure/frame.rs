//! What a tally counts by: intervals, thresholds, who belongs to whom; and how its totals are read.

use std::ops::Range;

use crate::ids::{CallTypeId, QueueId};
use crate::observe::Digest;
use crate::stats::{ServiceCounts, ServiceLevelDefinition};
use crate::time::{SimTime, Span};

use super::cell::{Cell, DutyCell};
use super::figures::{Extremes, Figures};
use super::packed::Packed;

/// The frame of a center's statistics; the same for all its replications.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Calls that arrive before it are not counted.
    pub warm_up: SimTime,
    /// Time-based measures end here.
    pub end: SimTime,
    /// Length of an interval.
    pub interval: Span,
    /// Whether a call counts in the interval of each event instead of that of its arrival.
    pub by_event: bool,
    /// Whether the most items that wait at once are asked for: only then is everything to be heard
    /// in order.
    pub counts_most_waiting: bool,
    /// The civil day of each interval.
    pub day_of_interval: Vec<usize>,
    /// Which calls stand in which queues.
    pub pairs: Vec<Pair>,
    /// Whether some calls stand in more than one queue, one after another.
    pub has_moves: bool,
    /// Whether there may be callbacks: else none overtakes a call.
    pub has_callbacks: bool,
    /// What each queue counts as in time.
    pub levels: Vec<Level>,
    /// Call types.
    pub call_types: Vec<CallTypeFrame>,
    /// Agent groups.
    pub groups: Vec<GroupFrame>,
    /// Hash of each agent's group and number.
    pub agents: Vec<u64>,
}

/// A call type in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The type.
    pub call_type: CallTypeId,
    /// The queue.
    pub queue: QueueId,
    /// Whether after service by another queue.
    pub transferred: bool,
}

/// What a queue counts as in time.
#[derive(Clone, Debug)]
pub struct Level {
    /// Hash of the queue's name.
    pub name: u64,
    /// Threshold.
    pub within: Span,
    /// Threshold of short abandonments.
    pub short: Span,
    /// Share to reach.
    pub target: f64,
    /// Which formula.
    pub definition: ServiceLevelDefinition,
    /// Whether a wait ends at the assignment instead of the acceptance.
    pub until_assigned: bool,
}

/// A call type.
#[derive(Clone, Debug)]
pub struct CallTypeFrame {
    /// Hash of its name.
    pub name: u64,
    /// Money per lost call.
    pub cost_per_lost: f64,
}

/// An agent group.
#[derive(Clone, Debug)]
pub struct GroupFrame {
    /// Money per agent and paid hour.
    pub cost_per_hour: f64,
    /// Time that the roster pays in each interval, in ticks.
    pub paid_ticks: Vec<u64>,
}

/// Whom a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody.
    Center,
    /// One queue, by position.
    Queue(usize),
    /// One call type, by position.
    CallType(usize),
    /// One agent group, by position.
    Group(usize),
}

/// When a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The whole period.
    Period,
    /// One interval, by position.
    Interval(usize),
    /// One civil day, by position.
    Day(usize),
}

/// The exact totals of one replication.
#[derive(Clone, Debug)]
pub struct Replication {
    /// By pair: of the whole period, and of what happened after it.
    pub calls_in_all: Packed<Cell>,
    /// By group: of the whole period.
    pub duty_in_all: Packed<DutyCell>,
    /// Of the center, each queue, each call type.
    pub extremes: Packed<Extremes>,
    /// By pair, then interval; empty where nobody asks for intervals or days.
    pub cells: Packed<Cell>,
    /// By group, then interval; empty likewise.
    pub duties: Packed<DutyCell>,
    /// Of all calls.
    pub digest: Digest,
    /// Whether every call is accounted for.
    pub balanced: bool,
    /// Calls simulated, those of the warm-up included.
    pub calls: u64,
    /// Talk and after-call work that the counted first calls bring, in ticks: nothing that the
    /// center does has a part in it.
    pub brought_ticks: u64,
}

impl Replication {
    /// The memory that it takes, in bytes: without intervals, and with them.
    #[must_use]
    pub const fn bytes(&self) -> [usize; 2] {
        let intervals = self.cells.bytes() + self.duties.bytes();
        let tables = self.calls_in_all.bytes() + self.duty_in_all.bytes() + self.extremes.bytes();
        let kept_in_itself = 5 * size_of::<Packed<Cell>>();
        let whole = size_of::<Self>() - kept_in_itself + tables;
        [whole, whole + intervals]
    }
}

impl Frame {
    /// Number of intervals.
    #[must_use]
    pub fn intervals(&self) -> usize {
        self.day_of_interval.len()
    }

    /// Number of civil days.
    #[must_use]
    pub fn days(&self) -> usize {
        self.day_of_interval.last().map_or(0, |day| day + 1)
    }

    /// Cells of one pair: one per interval and one for after the last.
    pub(super) fn stride(&self) -> usize {
        self.intervals() + 1
    }

    /// The position of a pair, if such calls stand in such a queue.
    #[must_use]
    pub fn pair(&self, wanted: Pair) -> Option<usize> {
        self.pairs.iter().position(|pair| *pair == wanted)
    }

    /// The pairs whose calls are counted for a scope: for center and call type a call counts
    /// where it came in, not where it was passed on to.
    pub fn calls_of(&self, scope: Scope) -> impl Iterator<Item = usize> + '_ {
        let all = matches!(scope, Scope::Queue(_));
        self.pairs_of(scope).filter(move |&pair| all || !self.pairs[pair].transferred)
    }

    /// The pairs of a scope.
    pub fn pairs_of(&self, scope: Scope) -> impl Iterator<Item = usize> + '_ {
        self.pairs.iter().enumerate().filter_map(move |(position, pair)| {
            let inside = match scope {
                Scope::Center => true,
                Scope::Queue(queue) => pair.queue.index() == queue,
                Scope::CallType(call_type) => pair.call_type.index() == call_type,
                Scope::Group(_) => false,
            };
            inside.then_some(position)
        })
    }

    /// The scopes that have extremes, in the order of [`Replication::extremes`].
    pub fn call_scopes(&self) -> impl Iterator<Item = Scope> + '_ {
        std::iter::once(Scope::Center)
            .chain((0..self.levels.len()).map(Scope::Queue))
            .chain((0..self.call_types.len()).map(Scope::CallType))
    }

    /// One replication's figures for whom and when; of intervals and days where it has them.
    #[must_use]
    pub fn figures(&self, replication: &Replication, scope: Scope, when: When) -> Figures {
        let mut figures = Figures {
            period_ticks: self.positions(when).map(|at| self.length(at)).sum(),
            ..Figures::default()
        };
        for pair in self.pairs_of(scope) {
            let sum = match when {
                When::Period => replication.calls_in_all.row(pair),
                _ => replication.cells.sum(self.rows(pair, when)),
            };
            let alone = matches!(scope, Scope::Queue(_));
            let passed_on = self.pairs[pair].transferred && !alone;
            figures.calls += &if passed_on { sum.after_service() } else { sum };
        }
        if !matches!(scope, Scope::Queue(_)) {
            figures.calls = figures.calls.as_one_call();
        }
        self.add_duty(&mut figures, replication, scope, when);
        self.add_lost_cost(&mut figures, replication, scope, when);
        if when == When::Period
            && let Some(position) = self.call_scopes().position(|other| other == scope)
        {
            figures.extremes = replication.extremes.row(position);
        }
        figures
    }

    fn add_duty(&self, figures: &mut Figures, run: &Replication, scope: Scope, when: When) {
        for (group, frame) in self.groups.iter().enumerate() {
            if scope != Scope::Center && scope != Scope::Group(group) {
                continue;
            }
            let duty = match when {
                When::Period => run.duty_in_all.row(group),
                _ => run.duties.sum(self.rows(group, when)),
            };
            figures.duty += &duty;
            figures.cost += Span(duty.paid_ticks).seconds() / 3_600.0 * frame.cost_per_hour;
        }
    }

    fn add_lost_cost(&self, figures: &mut Figures, run: &Replication, scope: Scope, when: When) {
        if when != When::Period || matches!(scope, Scope::Group(_)) {
            return;
        }
        for pair in self.calls_of(scope) {
            let price = self.call_types[self.pairs[pair].call_type.index()].cost_per_lost;
            figures.cost += run.calls_in_all.row(pair).lost() as f64 * price;
        }
    }

    /// The rows of a time among those by pair or group, then interval.
    fn rows(&self, of: usize, when: When) -> Range<usize> {
        let (intervals, from) = (self.positions(when), of * self.intervals());
        from + intervals.start..from + intervals.end
    }

    /// The intervals of a time.
    fn positions(&self, when: When) -> Range<usize> {
        match when {
            When::Period => 0..self.intervals(),
            When::Interval(at) => at..at + 1,
            When::Day(day) => {
                self.day_of_interval.partition_point(|&other| other < day)
                    ..self.day_of_interval.partition_point(|&other| other <= day)
            }
        }
    }

    /// Counted length of an interval in ticks.
    fn length(&self, position: usize) -> u64 {
        let from = SimTime(position as u64 * self.interval.0);
        (from + self.interval).min(self.end).since(from.max(self.warm_up)).0
    }

    /// Fills in the service level of a pair's cell by its queue's definition.
    pub(super) fn rate_service(&self, pair: usize, cell: &mut Cell) {
        let definition = self.levels[self.pairs[pair].queue.index()].definition;
        (cell.level_numerator, cell.level_denominator) = definition.parts(&service_counts(cell));
    }

    /// How many of these spans of time have a service level, and how many reach the target:
    /// over several queues, where the numerators reach the targets' share of the denominators.
    pub(super) fn on_target(&self, cells: &[Cell], scope: Scope, whens: &[When]) -> (u64, u64) {
        let (mut reached, mut rated) = (0, 0);
        for &when in whens {
            let (mut numerator, mut needed, mut denominator) = (0.0, 0.0, 0);
            for pair in self.pairs_of(scope) {
                let target = self.levels[self.pairs[pair].queue.index()].target;
                for at in self.positions(when) {
                    let cell = &cells[pair * self.stride() + at];
                    numerator += cell.level_numerator as f64;
                    needed += target * cell.level_denominator as f64;
                    denominator += cell.level_denominator;
                }
            }
            rated += u64::from(denominator > 0);
            reached += u64::from(denominator > 0 && numerator >= needed - 1e-9);
        }
        (reached, rated)
    }
}

/// The counts that the service levels are made of.
#[must_use]
pub const fn service_counts(cell: &Cell) -> ServiceCounts {
    ServiceCounts {
        answered: cell.answered,
        abandoned: cell.abandoned,
        answered_in_time: cell.answered_in_time,
        abandoned_in_time: cell.abandoned_in_time,
        short_abandoned: cell.short_abandoned,
        flow_outs: cell.callbacks_accepted + cell.voicemails + cell.external + cell.overflowed_out,
        callbacks: cell.callbacks_accepted,
    }
}
