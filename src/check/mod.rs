//! Regression checks: baselines and expectations to verdicts that a CI job can act on.
//!
//! [`compare`] judges two runs, such as one with a routing policy of one's own; [`Baseline`] is a
//! run that was accepted and committed; [`examine`] puts both and the scenario's expectations
//! together into a [`Finding`].

mod baseline;
mod examining;
mod expecting;
mod finding;
mod reading;
mod tolerances;
mod verdicts;

pub use baseline::{Baseline, Kept};
pub use examining::{Case, examine};
pub use expecting::{Expected, Holds, expected};
pub use finding::{Finding, FirstCall, Judged};
pub use tolerances::Tolerances;
pub use verdicts::{Row, Subject, Verdicts, compare};
