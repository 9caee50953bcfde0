//! Scenario files: TOML text to a checked study, every problem said at once.

mod study;

pub use study::{
    Assumed, Attribution, DataFile, Override, RecordedOutcome, RecordedOutcomes, RunSettings,
    Study, Timeline, Variant,
};
