//! Many small experiments on an Erlang A queue whose exact values are known: what an interval is worth.

use ringback::engine;
use ringback::measure::{Figures, Frame, Scope, Tally, When};
use ringback::model::Center;
use ringback::stats::Sampled;
use ringback::time::TICKS_PER_SECOND;

use crate::center;

/// M/M/n+M with a mean service of one minute and a mean patience of two; times in minutes.
pub(crate) struct Regime {
    pub(crate) name: &'static str,
    pub(crate) rate: f64,
    pub(crate) agents: u32,
    /// Counted length of a replication.
    pub(crate) length: f64,
    /// Share abandoned, mean time on hold, share answered within 20 s: from the birth-death sums
    /// and the closed form of the virtual wait, in 60 digits, outside this project.
    pub(crate) exact: [f64; 3],
}

/// What is estimated, in the order of [`Regime::exact`].
pub(crate) const MEASURES: [&str; 3] = ["abandoned", "mean wait", "service level"];

pub(crate) const OVERLOADED: Regime = Regime {
    name: "overloaded",
    rate: 20.0,
    agents: 18,
    length: 30.0,
    exact: [0.131_197_948_469_8, 0.262_395_896_939_7, 0.567_789_814_463_4],
};
pub(crate) const BALANCED: Regime = Regime {
    name: "balanced",
    rate: 20.0,
    agents: 20,
    length: 30.0,
    exact: [0.073_687_394_311_9, 0.147_374_788_623_7, 0.776_142_002_798_2],
};
pub(crate) const QUIET: Regime = Regime {
    name: "quiet",
    rate: 20.0,
    agents: 23,
    length: 100.0,
    exact: [0.025_591_223_749_7, 0.051_182_447_499_4, 0.938_745_682_506_5],
};
pub(crate) const LARGE: Regime = Regime {
    name: "large",
    rate: 50.0,
    agents: 52,
    length: 60.0,
    exact: [0.030_563_432_637_5, 0.061_126_865_275_0, 0.944_910_263_890_1],
};

impl Regime {
    /// The center with so many minutes that are not counted before the others.
    pub(crate) fn center(&self, warm_up: f64) -> Center {
        let (talk, patience) = (center::exponential(1.0), center::exponential(2.0));
        let end = warm_up + self.length;
        center::single(self.rate, self.agents, talk, Some(patience), warm_up, end)
    }
}

/// Simulates replications of one center, one at a time.
pub(crate) struct Player<'c> {
    center: &'c Center,
    seed: u64,
    tally: Tally<'c>,
    frame: &'c Frame,
}

impl Player<'_> {
    /// Figures of the replication of this number, and the work that its calls brought.
    pub(crate) fn play(&mut self, replication: u64) -> (Figures, f64) {
        engine::simulate(self.center, self.seed, replication, &mut self.tally);
        let played = self.tally.take();
        (self.frame.figures(&played, Scope::Center, When::Period), played.brought_ticks as f64)
    }
}

/// The seed of experiments.
pub(crate) const SEED: u64 = 41;

/// Does so many experiments on two threads; what they found comes back in order.
pub(crate) fn experiments<T: Send>(
    center: &Center,
    seed: u64,
    count: u64,
    experiment: impl Fn(u64, &mut Player<'_>) -> T + Sync,
) -> Vec<T> {
    let frame = center::frame(center);
    let some = |from: u64, to: u64| {
        let mut player = Player { center, seed, tally: Tally::new(&frame), frame: &frame };
        (from..to).map(|number| experiment(number, &mut player)).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let first = scope.spawn(|| some(0, count / 2));
        let second = some(count / 2, count);
        let mut all = first.join().unwrap();
        all.extend(second);
        all
    })
}

/// The measures over some replications, linearised.
pub(crate) fn estimates(figures: &[Figures]) -> [Sampled; 3] {
    let n = |count: u64| count as f64;
    let minutes = |ticks: u64| n(ticks) / TICKS_PER_SECOND as f64 / 60.0;
    let parts: [fn(&ringback::measure::Cell) -> (u64, u64); 3] = [
        |c| (c.abandoned, c.offered),
        |c| (c.hold_ticks, c.offered),
        |c| (c.answered_in_time, c.answered + c.abandoned),
    ];
    let scales = [1.0, minutes(1), 1.0];
    std::array::from_fn(|at| {
        let pair = |figures: &Figures| {
            let (numerator, denominator) = parts[at](&figures.calls);
            (n(numerator) * scales[at], n(denominator))
        };
        let pairs: Vec<_> = figures.iter().map(pair).collect();
        Sampled::ratio(&pairs).unwrap()
    })
}

/// For each measure whether its 95 % interval holds the exact value.
pub(crate) fn covers(estimates: &[Sampled; 3], exact: &[f64; 3]) -> [bool; 3] {
    std::array::from_fn(|at| {
        let found = estimates[at].interval(0.95);
        (found.estimate - exact[at]).abs() <= found.half_width.unwrap()
    })
}

/// Share of the experiments whose intervals cover, by measure.
pub(crate) fn coverage(found: &[[bool; 3]]) -> [f64; 3] {
    std::array::from_fn(|at| {
        found.iter().filter(|covers| covers[at]).count() as f64 / found.len() as f64
    })
}
