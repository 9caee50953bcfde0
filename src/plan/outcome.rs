//! What a plan says: staff by interval and group, what it reaches, people, hours and money.

use crate::experiment::Results;
use crate::scenario::PlanSettings;

use super::judge::Verdict;
use super::roster::RosterRow;

/// A finished plan, or a roster that has been judged.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The centers as planned, run like any other: the same figures as `run` has with the roster.
    pub results: Results,
    /// What was asked for.
    pub settings: PlanSettings,
    /// One per variant, in the scenario's order.
    pub variants: Vec<VariantPlan>,
    /// The roster that was judged; none where one was made.
    pub verified: Option<String>,
    /// Calls simulated to find it.
    pub calls: u64,
}

/// One variant's plan.
#[derive(Clone, Debug)]
pub struct VariantPlan {
    /// Its name.
    pub name: String,
    /// The planned groups, in the order of the settings.
    pub groups: Vec<GroupPlan>,
    /// By reporting interval.
    pub intervals: Vec<IntervalPlan>,
    /// The windows over which targets must hold.
    pub windows: Vec<WindowPlan>,
    /// Money for agents, lost calls and callbacks.
    pub cost: Cost,
    /// Paid hours of the planned groups.
    pub paid_hours: f64,
    /// The same in full-time agents.
    pub fte: f64,
    /// What more or fewer agents would cost and reach.
    pub choices: Vec<Choice>,
    /// Cost of the shifts as first covered, and the bound below which no cover is; none without
    /// shifts.
    pub cover: Option<(f64, f64)>,
    /// The roster.
    pub roster: Vec<RosterRow>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

impl VariantPlan {
    /// Whether every target holds in every window.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.windows.iter().all(WindowPlan::holds)
    }

    /// Takes its groups, and adds up their hours and money.
    pub(super) fn add_up(&mut self, groups: Vec<GroupPlan>) {
        self.paid_hours = groups.iter().map(|group| group.paid_hours).sum();
        self.fte = groups.iter().map(|group| group.fte).sum();
        self.cost.agents = groups.iter().map(|group| group.cost).sum();
        self.groups = groups;
    }

    /// Agents on the phones at once at most, over all planned groups.
    #[must_use]
    pub fn peak(&self) -> f64 {
        let there = |interval: &IntervalPlan| interval.scheduled.iter().sum::<f64>();
        self.intervals.iter().map(there).fold(0.0, f64::max)
    }

    /// The share of windows in which every target holds.
    #[must_use]
    pub fn windows_held(&self) -> usize {
        self.windows.iter().filter(|window| window.holds()).count()
    }
}

/// One group's people and hours.
#[derive(Clone, Debug)]
pub struct GroupPlan {
    /// Its name.
    pub name: String,
    /// Hours on the phones that are required.
    pub required_hours: f64,
    /// Hours on the phones that are scheduled.
    pub scheduled_hours: f64,
    /// The required hours with shrinkage made good, each day's hours rounded up.
    pub rostered_hours: f64,
    /// Paid hours.
    pub paid_hours: f64,
    /// Full-time agents.
    pub fte: f64,
    /// Money for the paid hours.
    pub cost: f64,
    /// Most required at once.
    pub peak: u32,
    /// People who can work the shifts; none without shifts.
    pub people: Option<u32>,
}

/// One reporting interval. Agents are on the phones, by planned group.
#[derive(Clone, Debug)]
pub struct IntervalPlan {
    /// Its start, RFC 3339.
    pub start: String,
    /// Its length in hours.
    pub hours: f64,
    /// The least number with which the targets hold; of a judged roster: with what would mend it.
    pub required: Vec<u32>,
    /// The required ones with shrinkage made good, not rounded.
    pub rostered: Vec<f64>,
    /// Who is there by the schedule, in the mean of the interval.
    pub scheduled: Vec<f64>,
    /// Agents of a judged roster that are missing.
    pub missing: Vec<u32>,
    /// What Erlang C would staff for all queues alone.
    pub erlang_c: u32,
    /// What Erlang A would.
    pub erlang_a: u32,
    /// Each target within this interval.
    pub reached: Vec<Verdict>,
    /// Whether all targets hold in the window of the interval.
    pub on_target: bool,
}

/// A window over which targets must hold.
#[derive(Clone, Debug)]
pub struct WindowPlan {
    /// Its first interval, and the one after its last.
    pub from: usize,
    /// See `from`.
    pub until: usize,
    /// Each target.
    pub reached: Vec<Verdict>,
}

impl WindowPlan {
    /// Whether every target holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.reached.iter().all(|verdict| verdict.holds)
    }
}

/// Money of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Paid hours of the planned groups.
    pub agents: f64,
    /// Lost calls.
    pub lost: f64,
    /// Callbacks that customers accepted.
    pub callbacks: f64,
}

impl Cost {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.agents + self.lost + self.callbacks
    }
}

/// What a staff of other size would cost and reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// Agents more (or fewer) than planned, wherever somebody is planned.
    pub change: i32,
    /// Paid hours.
    pub paid_hours: f64,
    /// Money for them.
    pub cost: f64,
    /// The first target over the whole period.
    pub reached: Option<f64>,
    /// Half width of its confidence interval.
    pub half_width: Option<f64>,
}
