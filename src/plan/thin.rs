//! Thins out a staffing whose goals hold over whole days or weeks: agents leave first where it
//! costs the goals least for the money.

use super::search::Search;
use super::staffing::Staffing;

/// Single agents that are tried one after another before the search ends.
const LAST_TRIES: usize = 6;
/// Rounds at most.
const MOST_ROUNDS: usize = 40;

/// An agent who could leave.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    group: usize,
    slot: usize,
    /// What the goals lose, as a share of what they have to lose.
    loss: f64,
    /// The same for the money saved.
    price: f64,
}

impl Search<'_> {
    /// Takes agents away until no window can spare one.
    pub(super) fn thin(&self, staffing: &mut Staffing) {
        let windows = self.judge.slots.windows.len();
        // How many candidates each window has refused one by one.
        let mut refused = vec![0; windows];
        for _ in 0..MOST_ROUNDS {
            let candidates = self.candidates(staffing);
            let mut counts: Vec<usize> = candidates
                .iter()
                .zip(&refused)
                .map(|(own, &refused)| {
                    let left = own.len().saturating_sub(refused);
                    if refused == 0 { spared(own) } else { left.min(1) }
                })
                .collect();
            let mut leaves = 0;
            while counts.iter().any(|&count| count > 0) {
                let mut trial = staffing.clone();
                for (window, own) in candidates.iter().enumerate() {
                    self.dismiss(&mut trial, own, refused[window], counts[window]);
                }
                let verdicts = self.verdicts(&self.judge.sample(&trial));
                for (window, own) in candidates.iter().enumerate() {
                    if counts[window] == 0 {
                        continue;
                    }
                    if verdicts.hold(window) {
                        self.dismiss(staffing, own, refused[window], counts[window]);
                        leaves += counts[window];
                        counts[window] = 0;
                        refused[window] = 0;
                    } else if counts[window] == 1 {
                        counts[window] = 0;
                        refused[window] += 1;
                    } else {
                        counts[window] /= 2;
                    }
                }
            }
            let more = candidates
                .iter()
                .zip(&refused)
                .any(|(own, &refused)| refused < LAST_TRIES.min(own.len()));
            if leaves == 0 && !more {
                return;
            }
        }
    }

    /// Takes away the agents of some candidates as far as bounds allow.
    fn dismiss(&self, staffing: &mut Staffing, own: &[Candidate], from: usize, count: usize) {
        for candidate in own.iter().skip(from).take(count) {
            let changes = self.one_less(staffing, candidate.group);
            if self.field.allows(staffing, candidate.slot, &changes) {
                staffing.shift(candidate.slot, &changes);
            }
        }
    }

    fn one_less(&self, staffing: &Staffing, group: usize) -> Vec<i64> {
        (0..staffing.0.len()).map(|own| if own == group { -1 } else { 0 }).collect()
    }

    /// The agents who could leave, by window, the least loss first. Losses are measured at many
    /// slots at once, far enough apart.
    fn candidates(&self, staffing: &Staffing) -> Vec<Vec<Candidate>> {
        let slots = self.judge.slots;
        let sample = self.judge.sample(staffing);
        let goals = || self.judge.goals.iter().enumerate();
        let mut found: Vec<Vec<Candidate>> = vec![Vec::new(); slots.windows.len()];
        let apart = self.field.reach + 2;
        for group in 0..staffing.0.len() {
            let changes = self.one_less(staffing, group);
            for class in 0..apart {
                let tried: Vec<usize> = (class..slots.count())
                    .step_by(apart)
                    .filter(|&slot| self.field.allows(staffing, slot, &changes))
                    .collect();
                if tried.is_empty() {
                    continue;
                }
                let mut trial = staffing.clone();
                tried.iter().for_each(|&slot| trial.shift(slot, &changes));
                let less = self.judge.sample(&trial);
                for slot in tried {
                    let window = slots.window_of(slot);
                    let near =
                        slot.saturating_sub(1)..(slot + self.field.reach + 1).min(slots.count());
                    let loss: f64 = goals()
                        .map(|(at, goal)| {
                            let lost = sample.margin(at, goal, near.clone())
                                - less.margin(at, goal, near.clone());
                            let spare = sample.margin(at, goal, slots.windows[window].clone());
                            lost / spare.max(1e-9)
                        })
                        .sum();
                    let worth = self.field.prices[group] * slots.hours[slot];
                    found[window].push(Candidate { group, slot, loss, price: loss / worth });
                }
            }
        }
        for own in &mut found {
            own.sort_by(|a, b| a.price.total_cmp(&b.price));
        }
        found
    }
}

/// How many candidates may leave at once to begin with: half of what the margins seem to spare, as
/// losses grow while agents leave.
fn spared(own: &[Candidate]) -> usize {
    let mut sum = 0.0;
    let within = own.iter().take_while(|candidate| {
        sum += candidate.loss.max(0.0);
        sum <= 0.5
    });
    within.count().max(1).min(own.len())
}
