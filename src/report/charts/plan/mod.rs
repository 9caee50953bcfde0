//! The charts of a plan, in the order in which a planner reads them.

mod chance;
mod choices;
mod heat;
mod requirement;

use crate::plan::Plan;
use crate::report::figure::Figure;

/// All charts that a plan can fill.
pub(in crate::report) fn of_plan(plan: &Plan) -> Vec<Figure> {
    let charts: [fn(&Plan) -> Option<Figure>; 4] =
        [requirement::requirement, chance::chance, choices::choices, heat::heat];
    charts.into_iter().filter_map(|chart| chart(plan)).collect()
}
