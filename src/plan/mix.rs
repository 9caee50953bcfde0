//! How many agents who serve several queues are there all day, where staff works in shifts: nobody
//! can be exchanged for somebody else every half-hour.

use super::field::Field;
use super::judge::Judge;
use super::planner::{Bench, MANY_AT_ONCE};
use super::schedule::Scheduler;
use super::search::{Refused, Search};
use super::staffing::Staffing;

/// Levels one after another that cost more before the search ends: two more can save what one
/// more does not.
const LAST_TRIES: u32 = 2;

/// A staffing with some agents who are there all day.
pub(super) struct Mix {
    /// Agents of each planned group who are there wherever calls come.
    pub(super) levels: Vec<u32>,
    /// Where at least these are required.
    pub(super) field: Field,
    pub(super) staffing: Staffing,
    pub(super) refused: Refused,
    /// Windows in which a goal is missed, and money for the shifts.
    price: (usize, f64),
}

impl Mix {
    /// One without anybody who must be there all day.
    pub(super) fn new(field: &Field, staffing: Staffing, refused: Refused) -> Self {
        let levels = vec![0; staffing.0.len()];
        Self { levels, field: field.clone(), staffing, refused, price: (0, 0.0) }
    }
}

impl Bench<'_> {
    /// Whether agents of several groups must be weighed against each other in shifts.
    pub(super) fn is_mixed(&self) -> bool {
        !self.settings.shifts.is_empty() && !self.field.flexible().is_empty()
    }

    /// The mix whose shifts cost least, found level by level from some levels on.
    pub(super) fn mix(&self, judge: &Judge<'_>, levels: Vec<u32>) -> Mix {
        let mut best = self.mixed(judge, levels);
        for group in self.field.flexible() {
            let from = best.levels[group];
            for step in [1, -1] {
                let (mut level, mut failed) = (from, 0);
                while failed < LAST_TRIES
                    && let Some(next) = level.checked_add_signed(step)
                {
                    level = next;
                    let mut levels = best.levels.clone();
                    levels[group] = level;
                    let found = self.mixed(judge, levels);
                    if found.price < best.price {
                        (best, failed) = (found, 0);
                    } else {
                        failed += 1;
                    }
                }
                if best.levels[group] != from {
                    break;
                }
            }
        }
        best
    }

    fn mixed(&self, judge: &Judge<'_>, levels: Vec<u32>) -> Mix {
        let field = self.field.all_day(&levels);
        let mut staffing = self.narrow_start(&field);
        let mut search = Search::new(judge, &field);
        search.grow(&mut staffing);
        search.trim(&mut staffing, MANY_AT_ONCE);
        let scheduler = Scheduler {
            search: &search,
            shifts: &self.settings.shifts,
            shares: self.shares.clone(),
            needs: self.needs(&staffing),
        };
        let price = (search.out_of_reach().len(), scheduler.cost());
        let refused = search.refused;
        Mix { levels, field, staffing, refused, price }
    }
}
