//! Scenario files: TOML text to a checked study, every problem said at once.

mod agent_group;
mod arrivals;
mod bookings;
mod build;
mod by_clock;
mod call_type;
mod callback;
mod callers;
mod cells;
mod changes;
mod clock;
mod dist;
mod draft;
mod estimation;
mod expect;
mod files;
mod given;
mod hours;
mod keys;
mod laid;
mod layers;
mod node;
mod outside;
mod overflow;
mod period;
mod plan;
mod preset;
mod prioritisation;
mod problem;
mod queue;
mod reader;
mod recorded;
mod roster;
mod routing;
mod settings;
mod shift;
mod shrinkage;
mod spikes;
mod starters;
mod study;
mod sweep_file;
mod wait_estimate;
mod weekly;
mod wording;

pub use cells::{Cells, Column, Sheet};
pub use changes::Change;
pub use clock::days_since_1970;
pub use draft::{Draft, Options, study_from_text};
pub use expect::{Bound, Expectation, Statistic, Whom};
pub use files::{DataTable, Files, Unreadable};
pub use given::{Given, Setting, seconds};
pub use keys::{reference, schema};
pub use layers::{Layer, base_of, has_expectations, is_scenario};
pub use plan::{Per, PlanSettings, PlannedGroup, Planning, Shrinkages, Target};
pub use problem::{Problems, Told, visible};
pub use reader::{parse_duration, written_duration};
pub use shift::{Pattern, Shift};
pub use shrinkage::shrunk;
pub use starters::{STARTERS, Starter, file_stem};
pub use study::{
    Assumed, Attribution, DataFile, HalfWidth, Override, Precision, RecordedOutcome,
    RecordedOutcomes, RunSettings, Study, Timeline, Variant,
};
pub use sweep_file::{Axis, AxisValues, Design, MOST_POINTS, SweepFile, is_sweep, read_sweep};

/// Axes that Sobol's sequence has numbers for.
pub const MOST_SOBOL_AXES: usize = 21;
