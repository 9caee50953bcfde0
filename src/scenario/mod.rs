//! Scenario files: TOML text to a checked study, every problem said at once.

mod agent_group;
mod arrivals;
mod bookings;
mod build;
mod by_clock;
mod call_type;
mod callback;
mod callers;
mod clock;
mod dist;
mod draft;
mod files;
mod hours;
mod keys;
mod layers;
mod node;
mod overflow;
mod period;
mod preset;
mod prioritisation;
mod problem;
mod queue;
mod reader;
mod recorded;
mod roster;
mod routing;
mod shrinkage;
mod spikes;
mod starters;
mod study;
mod wait_estimate;
mod weekly;

pub use draft::{Draft, Options, study_from_text};
pub use files::{DataTable, Files, Unreadable};
pub use keys::{reference, schema};
pub use layers::{Layer, base_of};
pub use problem::{Problems, Told};
pub use starters::{STARTERS, Starter, file_stem};
pub use study::{
    Assumed, Attribution, DataFile, Override, RecordedOutcome, RecordedOutcomes, RunSettings,
    Study, Timeline, Variant,
};
