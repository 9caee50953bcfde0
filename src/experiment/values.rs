//! The own values of replications, of many studies in one pool: what a choice between them needs.

use std::ops::Range;

use rayon::prelude::*;

use crate::measure::{Figures, Formula, Metric, Scope, When};
use crate::scenario::Study;

use super::many::{Listener, Player, frames};

/// One metric of one replication after another: numerator and denominator, so that the metric is
/// the ratio of their sums. A mean has the denominator 1; a replication without a value has (0, 0).
pub type Pairs = Vec<(f64, f64)>;

/// The values of some metrics of each study's first variant over a range of replications, on so
/// many threads (0: one per core): by study and metric. None where it was told to stop, or where
/// a study cannot be made. A quantile is the replication's own.
///
/// # Errors
/// When the threads cannot be started.
pub fn values(
    count: usize,
    threads: usize,
    study: &(dyn Fn(usize) -> Option<Study> + Sync),
    replications: Range<u32>,
    metrics: &[&'static Metric],
    listener: &Listener<'_>,
) -> Result<Vec<Option<Vec<Pairs>>>, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let one = |position: usize| of_study(&study(position)?, &replications, metrics, listener);
    Ok(pool.install(|| (0..count).into_par_iter().with_max_len(1).map(one).collect()))
}

fn of_study(
    study: &Study,
    replications: &Range<u32>,
    metrics: &[&'static Metric],
    listener: &Listener<'_>,
) -> Option<Vec<Pairs>> {
    let frames = frames(study);
    let player = Player::from(study, &frames, listener, replications.start);
    let player = player.played_until(replications.end)?;
    let sample = player.samples().next()?;
    let figures = sample.figures(Scope::Center, When::Period);
    Some(
        metrics
            .iter()
            .map(|metric| figures.iter().map(|own| pair(metric, own)).collect())
            .collect(),
    )
}

fn pair(metric: &Metric, figures: &Figures) -> (f64, f64) {
    match metric.formula {
        Formula::Ratio(parts) => parts(figures),
        Formula::PerReplication(_) | Formula::Quantile(..) => {
            metric.value(figures).map_or((0.0, 0.0), |value| (value, 1.0))
        }
    }
}
