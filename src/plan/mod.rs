//! The capacity planner: the least staff with which targets hold, by simulation; shifts that cover
//! it; people, hours and money; and the judgement of any other roster.
//!
//! The way: the load that callers bring (`load`), a start by Erlang A (`start`), a search judged by
//! the same simulated customers again and again (`judge`, `search`, `thin`), shifts (`cover`,
//! `schedule`), who must be paid for it (`roster`), and at last an ordinary run of what was planned.

mod cover;
mod field;
mod json;
mod judge;
mod load;
mod mix;
mod outcome;
mod planner;
mod roster;
mod schedule;
mod search;
mod slots;
mod staffing;
mod start;
mod table;
mod thin;
mod verify;

pub use json::json;
pub use judge::Verdict;
pub use outcome::{Choice, Cost, GroupPlan, IntervalPlan, Plan, VariantPlan, WindowPlan};
pub use planner::{Failed, plan};
pub use roster::RosterRow;
pub use table::{roster_csv, staffing_csv};
pub use verify::verify;
