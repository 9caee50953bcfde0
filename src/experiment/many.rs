//! Many studies in one pool: all replications of all of them, whoever has time takes the next.

use rayon::prelude::*;

use crate::engine;
use crate::measure::{Formula, Frame, Metric, Replication, Scope, Tally, Waits, When, Window};
use crate::scenario::{Precision, Study};
use crate::stats::{Look, look};

use super::design::sample;
use super::estimating::Sample;
use super::frame::frame;
use super::results::Estimate;

/// Work is handed on to other threads in pieces of at least so many calls, about 10 ms.
const CALLS_OF_A_PIECE: u64 = 100_000;

/// One metric of one variant.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The variant.
    pub variant: String,
    /// The queue; empty for the whole center.
    pub queue: String,
    /// The metric.
    pub metric: &'static Metric,
    /// Its estimate.
    pub estimate: Estimate,
}

/// What was measured of one study.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Variant by variant, the center before its queues.
    pub readings: Vec<Reading>,
    /// Replications simulated.
    pub replications: u32,
    /// Calls simulated, over all variants.
    pub calls: u64,
    /// Whether every call of every replication is accounted for.
    pub balanced: bool,
}

/// Who asks, and who hears.
pub struct Listener<'l> {
    /// Asked before each replication whether to stop.
    pub stop: &'l (dyn Fn() -> bool + Sync),
    /// Hears of each replication that is done.
    pub replication: &'l (dyn Fn() + Sync),
    /// Hears of each study that is done: its position, and what was measured. Studies are done in
    /// any order, but what is measured is the same on any number of threads.
    pub study: &'l (dyn Fn(usize, Measured) + Sync),
}

/// Measures these metrics of the center and of each queue over the whole period, of `count`
/// studies, on so many threads (0: one per core). A study is made by its position
/// when its turn comes; one that cannot be made is left out.
///
/// # Errors
/// When the threads cannot be started.
pub fn many(
    count: usize,
    threads: usize,
    study: &(dyn Fn(usize) -> Option<Study> + Sync),
    metrics: &[&'static Metric],
    listener: &Listener<'_>,
) -> Result<(), rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    pool.install(|| {
        (0..count).into_par_iter().with_max_len(1).for_each(|position| {
            if (listener.stop)() {
                return;
            }
            let Some(study) = study(position) else { return };
            if let Some(measured) = measure(&study, metrics, listener) {
                (listener.study)(position, measured);
            }
        });
    });
    Ok(())
}

/// Asks the same of each item on so many threads (0: one per core); answers in order.
pub fn each<I: Sync, A: Send>(items: &[I], threads: usize, ask: impl Fn(&I) -> A + Sync) -> Vec<A> {
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(|| items.par_iter().map(&ask).collect()),
        // Without threads it takes longer.
        Err(_) => items.iter().map(ask).collect(),
    }
}

/// The replications of one variant so far, in order, and the waits of all of them.
pub(super) struct Played {
    pub(super) replications: Vec<Replication>,
    pub(super) waits: Waits,
}

/// None when it was told to stop.
fn measure(
    study: &Study,
    metrics: &[&'static Metric],
    listener: &Listener<'_>,
) -> Option<Measured> {
    let frames = frames(study);
    let mut player = Player::new(study, &frames, metrics, listener);
    match study.run.precision {
        None => player.play_until(study.run.replications)?,
        Some(precision) => {
            let each = study.run.replications_per_unit();
            let most = precision.max_replications / each;
            let mut next = look(0, None, most);
            while let Look::Again(units) = next {
                player.play_until(units * each)?;
                next = look(units, player.width(&precision), most);
            }
        }
    }
    Some(player.measured(metrics))
}

/// The frames of a study's variants.
pub(super) fn frames(study: &Study) -> Vec<Frame> {
    study.variants.iter().map(|variant| frame(study, &variant.center)).collect()
}

/// Plays more and more replications of one study.
pub(super) struct Player<'p> {
    study: &'p Study,
    frames: &'p [Frame],
    listener: &'p Listener<'p>,
    /// Whether a metric is a quantile over the waits of all replications.
    pools_waits: bool,
    /// The number of the first replication.
    first: u32,
    played: Vec<Played>,
    tallies: Vec<Tally<'p>>,
}

impl<'p> Player<'p> {
    pub(super) fn new(
        study: &'p Study,
        frames: &'p [Frame],
        metrics: &[&'static Metric],
        listener: &'p Listener<'p>,
    ) -> Self {
        let pools_waits = metrics.iter().any(|m| matches!(m.formula, Formula::Quantile(..)));
        Self { pools_waits, ..Self::from(study, frames, listener, 0) }
    }

    /// One that begins with a later replication and pools no waits.
    pub(super) fn from(
        study: &'p Study,
        frames: &'p [Frame],
        listener: &'p Listener<'p>,
        first: u32,
    ) -> Self {
        Self {
            study,
            frames,
            listener,
            pools_waits: false,
            first,
            played: frames.iter().map(Played::new).collect(),
            tallies: frames.iter().map(Tally::new).collect(),
        }
    }

    /// Itself after playing up to, without, replication number `end`; none when it was told to stop.
    pub(super) fn played_until(mut self, end: u32) -> Option<Self> {
        self.play_until(end - self.first)?;
        Some(self)
    }

    /// Replications so far.
    fn replications(&self) -> u32 {
        self.played.first().map_or(0, |played| played.replications.len() as u32)
    }

    /// Plays up to so many replications in all; none when it was told to stop.
    fn play_until(&mut self, replications: u32) -> Option<()> {
        let mut tallies = std::mem::take(&mut self.tallies);
        let mut played = std::mem::take(&mut self.played);
        let mut from = played.first().map_or(0, |played| played.replications.len() as u32);
        if from == 0 && replications > 0 {
            // The first tells how long the others take.
            self.piece(0, 1, &mut tallies, &mut played)?;
            from = 1;
        }
        let first: u64 = played.iter().map(|played| played.replications[0].calls).sum();
        let least = (CALLS_OF_A_PIECE / first.max(1)).max(1) as u32;
        self.halves(from, replications, least, &mut tallies, &mut played)?;
        self.tallies = tallies;
        self.played = played;
        Some(())
    }

    /// Plays replications in halves that other threads may take, and adds them in order. Tallies
    /// and histograms are the first half's; the second makes its own.
    fn halves(
        &self,
        from: u32,
        to: u32,
        least: u32,
        tallies: &mut [Tally<'p>],
        played: &mut [Played],
    ) -> Option<()> {
        if to.saturating_sub(from) < 2 * least {
            return self.piece(from, to, tallies, played);
        }
        let middle = from + (to - from) / 2;
        let (first, second) = rayon::join(
            || self.halves(from, middle, least, tallies, played),
            || {
                let mut tallies: Vec<Tally<'p>> = self.frames.iter().map(Tally::new).collect();
                let mut played: Vec<Played> = self.frames.iter().map(Played::new).collect();
                self.halves(middle, to, least, &mut tallies, &mut played)?;
                Some(played)
            },
        );
        first?;
        for (first, second) in played.iter_mut().zip(second?) {
            first.replications.extend(second.replications);
            first.waits.merge(&second.waits);
        }
        Some(())
    }

    fn piece(
        &self,
        from: u32,
        to: u32,
        tallies: &mut [Tally<'p>],
        played: &mut [Played],
    ) -> Option<()> {
        for replication in self.first + from..self.first + to {
            if (self.listener.stop)() {
                return None;
            }
            let variants = self.study.variants.iter().zip(tallies.iter_mut()).zip(&mut *played);
            for ((variant, tally), played) in variants {
                let luck = self.study.run.luck(replication.into());
                engine::simulate(&variant.center, self.study.run.seed, luck, tally);
                if self.pools_waits {
                    tally.waits().iter().for_each(|waits| played.waits.merge(waits));
                }
                played.replications.push(tally.take_in_all());
            }
            (self.listener.replication)();
        }
        Some(())
    }

    /// Each variant's sample.
    pub(super) fn samples(&self) -> impl Iterator<Item = Sample<'_>> {
        let variants = self.frames.iter().zip(&self.played).enumerate();
        variants.map(|(variant, (frame, played))| {
            sample(self.study, variant, frame, &played.replications, &played.waits)
        })
    }

    /// The half width of a metric over the one that is wanted, in the variant where it is widest.
    fn width(&self, precision: &Precision) -> Option<f64> {
        let metric = Metric::find(precision.metric)?;
        let widths: Vec<Option<f64>> = self
            .samples()
            .filter(|sample| sample.has(metric, Window::Center))
            .map(|sample| {
                let estimate = sample.of(metric, Scope::Center);
                Some(estimate.half_width? / precision.half_width.at(estimate.mean?))
            })
            .collect();
        // A variant without an interval needs more; a metric that no variant has needs nothing.
        let widest = |most: Option<f64>, width: Option<f64>| Some(most?.max(width?));
        widths.into_iter().fold(Some(0.0), widest)
    }

    fn measured(&self, metrics: &[&'static Metric]) -> Measured {
        let mut readings = Vec::new();
        for (variant, sample) in self.study.variants.iter().zip(self.samples()) {
            let queues = variant.center.queues.iter().enumerate();
            let queues = queues.map(|(at, queue)| (queue.name.as_str(), Scope::Queue(at)));
            for (queue, scope) in std::iter::once(("", Scope::Center)).chain(queues) {
                let estimates = sample.all_of(metrics, scope);
                readings.extend(estimates.into_iter().map(|(metric, estimate)| Reading {
                    variant: variant.name.clone(),
                    queue: queue.to_owned(),
                    metric,
                    estimate,
                }));
            }
        }
        let all = || self.played.iter().flat_map(|played| &played.replications);
        Measured {
            readings,
            replications: self.replications(),
            calls: all().map(|replication| replication.calls).sum(),
            balanced: all().all(|replication| replication.balanced),
        }
    }
}

impl Played {
    fn new(frame: &Frame) -> Self {
        Self { replications: Vec::new(), waits: Waits::new(frame.pairs.len()) }
    }
}

impl Sample<'_> {
    /// One metric of a scope over the whole period.
    fn of(&self, metric: &'static Metric, scope: Scope) -> Estimate {
        self.all_of(&[metric], scope).first().map_or_else(Estimate::default, |found| found.1)
    }

    /// Some metrics of a scope over the whole period; those that it has.
    fn all_of(
        &self,
        metrics: &[&'static Metric],
        scope: Scope,
    ) -> Vec<(&'static Metric, Estimate)> {
        let window = if scope == Scope::Center { Window::Center } else { Window::Queue };
        let figures = self.figures(scope, When::Period);
        let pooled = self.pooled(scope, When::Period);
        let own = metrics.iter().filter(|metric| self.has(metric, window));
        own.map(|&metric| (metric, self.estimate(metric, &figures, &pooled, When::Period)))
            .collect()
    }
}
