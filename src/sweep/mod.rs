//! Sweeps: a design over paths of a scenario, every point simulated with the same customers, in
//! parts that survive a killed process and add up on any number of machines.

mod design;
mod plan;
mod sobol;

pub use crate::scenario::{SweepFile, is_sweep, read_sweep as read};
pub use design::Layout;
pub use plan::{Cell, Effort, Plan, Point};
