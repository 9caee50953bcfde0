//! Sweeps: a design over paths of a scenario, every point simulated with the same customers, in
//! parts that survive a killed process and add up on any number of machines.

mod analysis;
mod design;
mod json;
mod optimise;
mod parts;
mod plan;
mod results;
mod run;
mod sobol;
mod submit;

pub use crate::scenario::{SweepFile, is_sweep, read_sweep as read};
pub use analysis::{Effect, Effects, Grid, Level, Swing, effects, front, grid, levels, swings};
pub use design::Layout;
pub use optimise::{Aim, Candidate, Choice, FIRST_STAGE, Fate, Limit, MOST_OPTIMISED, optimise};
pub use parts::{Found, Rows, Shard, Store, write_whole};
pub use plan::{Cell, Effort, Plan, Point, SOURCES};
pub use results::{Results, Value};
pub use run::{Done, Rest, Stopped, World, missing, rest, run, time_one};
pub use submit::{Submission, quoted};
