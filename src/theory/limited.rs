//! M/M/n/K and M/M/n/K+M: at most K calls on the line, by the balance equations of the chain.
//!
//! Sums of positive terms throughout, each from the largest outwards, so that nothing cancels and
//! nothing overflows. Sources: Palm 1957; Riordan, "Stochastic service systems", 1962.

use super::departures::Departures;
use super::erlang::{idle_over_full, times};
use super::sum::{running, sum};

/// Weights below this, the largest being 1, are left out.
const LEAST: f64 = 1e-290;

/// The chain in steady state: what a call that is let in finds.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    agents: f64,
    service: f64,
    /// Handle time over mean patience; 0: nobody abandons.
    haste: f64,
    /// Waiting calls that the first entries of the lists below stand for.
    first: usize,
    /// Of the calls let in that find all busy, the share that finds so many waiting.
    finds: Vec<f64>,
    /// Share of calls let in that find all busy.
    pub(super) waits: f64,
    /// Share of calls let in that find a free agent.
    pub(super) finds_free: f64,
    /// Share of calls offered that find no line.
    pub(super) blocked: f64,
    /// Mean number waiting, and variance.
    pub(super) queue: f64,
    pub(super) variance: f64,
}

/// Means over the calls let in that find all busy.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChainMeans {
    pub(super) answered: f64,
    pub(super) abandoned: f64,
    /// Wait of those who are answered (others count 0), and of those who abandon.
    pub(super) wait_answered: f64,
    pub(super) wait_abandoned: f64,
}

impl Chain {
    /// `patience` is the mean; infinite when nobody abandons. `lines` is at least `agents`.
    pub(super) fn new(load: f64, agents: u32, service: f64, patience: f64, lines: u32) -> Self {
        let haste = service / patience;
        let n = f64::from(agents);
        let most = (lines - agents) as usize;
        let leaving = |waiting: usize| n + waiting as f64 * haste;
        // The likeliest number waiting, whose weight is 1.
        let likeliest = if load <= n {
            0
        } else if haste > 0.0 {
            libm::floor(((load - n) / haste).min(most as f64)) as usize
        } else {
            most
        };
        let mut down = Vec::new();
        let (mut weight, mut waiting) = (1.0, likeliest);
        while waiting > 0 && weight > LEAST {
            weight = times(weight, leaving(waiting), load);
            waiting -= 1;
            down.push(weight);
        }
        let first = waiting;
        let mut weights: Vec<f64> = down.into_iter().rev().collect();
        weights.push(1.0);
        (weight, waiting) = (1.0, likeliest);
        while waiting < most && weight > LEAST {
            waiting += 1;
            weight = times(weight, load, leaving(waiting));
            weights.push(weight);
        }
        let full = if first == 0 { weights[0] } else { 0.0 };
        let below = full * (idle_over_full(agents, load) - 1.0);
        Self::normalised((n, service, haste), first, &weights, below, most)
    }

    /// Turns weights of the chain into what calls find. `below` is the weight of all states with a
    /// free agent; an infinite one (a center that is all but idle) leaves no calls waiting.
    fn normalised(
        (agents, service, haste): (f64, f64, f64),
        first: usize,
        weights: &[f64],
        below: f64,
        most: usize,
    ) -> Self {
        let total = below + sum(weights.iter().copied());
        let numbers =
            || weights.iter().enumerate().map(|(at, weight)| ((first + at) as f64, weight));
        let queue = sum(numbers().map(|(waiting, weight)| waiting * (weight / total)));
        let square = |waiting: f64| (waiting - queue) * (waiting - queue);
        let variance = sum(numbers().map(|(waiting, weight)| square(waiting) * (weight / total)))
            + queue * queue * share(below, total);
        let reaches_full = first + weights.len() == most + 1;
        let inside = if reaches_full { &weights[..weights.len() - 1] } else { weights };
        let waiting = sum(inside.iter().copied());
        let let_in = below + waiting;
        Self {
            agents,
            service,
            haste,
            first,
            finds: inside.iter().map(|weight| weight / waiting).collect(),
            waits: waiting / let_in,
            finds_free: share(below, let_in),
            blocked: if reaches_full { weights[weights.len() - 1] / total } else { 0.0 },
            queue,
            variance,
        }
    }

    /// Rate, in handle times, at which a call with so many before it comes nearer to its end: an
    /// agent frees, one before it gives up, or it gives up itself.
    fn stage(&self, before: usize) -> f64 {
        self.agents + (before + 1) as f64 * self.haste
    }

    /// Share of calls with so many before them that are answered.
    fn answered(&self, before: usize) -> f64 {
        self.agents / self.stage(before)
    }

    pub(super) fn means(&self) -> ChainMeans {
        // A call passes the stages of all those before it and its own; it abandons in each as
        // likely, and the time of a stage does not depend on how the stage ends.
        let (mut time, mut time_abandoned) = (0.0, 0.0);
        let mut pass = |before: usize| {
            time += 1.0 / self.stage(before);
            time_abandoned += (before + 1) as f64 / self.stage(before);
            (time, time_abandoned)
        };
        for before in 0..self.first {
            pass(before);
        }
        let mut terms = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
        for (at, &share) in self.finds.iter().enumerate() {
            let before = self.first + at;
            let (time, time_abandoned) = pass(before);
            let quits = self.haste / self.stage(before);
            terms[0].push(share * self.answered(before));
            terms[1].push(share * quits * (before + 1) as f64);
            terms[2].push(share * self.answered(before) * time);
            terms[3].push(share * quits * time_abandoned);
        }
        let [answered, abandoned, held, gone] = terms.map(|list| sum(list.into_iter()));
        ChainMeans {
            answered,
            abandoned,
            wait_answered: held * self.service,
            wait_abandoned: gone * self.service,
        }
    }

    /// Mean wait that calls face who find all busy.
    pub(super) fn mean_offered_wait(&self) -> f64 {
        // Without the caller's own clock of patience.
        let stage = |before: usize| 1.0 / (self.agents + before as f64 * self.haste);
        let mut time = sum((0..self.first).map(stage));
        let means = self.finds.iter().enumerate().map(|(at, share)| {
            time += stage(self.first + at);
            share * time
        });
        sum(means) * self.service
    }

    /// Share of calls that find all busy and face a wait above `time`: at least as many were before
    /// them as have left by then.
    pub(super) fn faces_longer(&self, time: f64) -> f64 {
        let left: Vec<f64> = running(self.finds.iter().rev().copied()).collect();
        let all = left.last().copied().unwrap_or(0.0);
        self.departures(time, 0).over(|gone| match gone.checked_sub(self.first) {
            None => all,
            Some(at) => left.len().checked_sub(at + 1).map_or(0.0, |at| left[at]),
        })
    }

    /// Share of calls that find all busy and are answered within `time`.
    pub(super) fn answered_within(&self, time: f64) -> f64 {
        let taken = |(at, share): (usize, &f64)| share * self.answered(self.first + at);
        let sums: Vec<f64> = running(self.finds.iter().enumerate().map(taken)).collect();
        // With the caller's own patience among the clocks: no more departures than were before.
        self.departures(time, 1).over(|gone| up_to(&sums, gone, self.first + 1))
    }

    /// Share of calls that find all busy and abandon within `time`.
    pub(super) fn abandoned_within(&self, time: f64) -> f64 {
        let quits = |(at, share): (usize, &f64)| {
            let place = (self.first + at + 1) as f64;
            share * place * self.haste / self.stage(self.first + at)
        };
        let sums: Vec<f64> = running(self.finds.iter().enumerate().map(quits)).collect();
        // By the recursions of the incomplete beta function (DLMF 8.17.20): who faces no longer
        // wait, less who is answered, by the number before them.
        let gone = self.departures(time, 0).over(|gone| up_to(&sums, gone, self.first + 2));
        let impatient = -libm::expm1(-time / self.service * self.haste);
        gone + impatient * self.faces_longer(time)
    }

    /// Mean patience; infinite when nobody abandons.
    pub(super) fn patience(&self) -> f64 {
        self.service / self.haste
    }

    fn departures(&self, time: f64, own: u32) -> Departures {
        let most = self.first + self.finds.len() + 2;
        Departures::new(time / self.service, self.agents, self.haste, own, most)
    }
}

/// The sum of the first entries: all whose number plus `behind` is at most `gone`.
fn up_to(sums: &[f64], gone: usize, behind: usize) -> f64 {
    match gone.checked_sub(behind) {
        None => 0.0,
        Some(at) => sums.get(at).or(sums.last()).copied().unwrap_or(0.0),
    }
}

/// One part of a whole that may be infinite together with it.
fn share(part: f64, whole: f64) -> f64 {
    if part.is_infinite() { 1.0 } else { part / whole }
}
