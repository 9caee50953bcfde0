//! How replications become units of estimation: each by itself, in antithetic pairs, or as the
//! batches of one long run; and what offered work is expected of each.

use crate::measure::{Batches, Frame, Metric, Replication, Scope, Waits, When, Window};
use crate::scenario::{Study, Variant};

use super::estimating::Sample;
use super::frame::frame;
use super::playing::Played;

/// The design of a study.
pub(super) struct Design {
    /// What is counted of each variant.
    pub(super) frames: Vec<Frame>,
    /// The batches of one long run.
    pub(super) batches: Option<Batches>,
    /// The frame of a batch of each variant.
    batch_frames: Vec<Frame>,
    /// Of each variant, where a control variate is asked for: expected work of each unit in
    /// ticks, or why it is not known.
    expected_work: Vec<Option<Result<Vec<f64>, &'static str>>>,
}

impl Design {
    pub(super) fn of(study: &Study) -> Self {
        let frame = |variant: &Variant| frame(study, &variant.center);
        let frames: Vec<Frame> = study.variants.iter().map(frame).collect();
        let horizon = &study.variants[0].center.horizon;
        let batches = study.run.batches.and_then(|count| {
            Batches::new(horizon.warm_up, horizon.end, horizon.interval, count as usize)
        });
        let in_batches = batches.iter().flat_map(|b| frames.iter().map(|frame| b.frame(frame)));
        let batch_frames = in_batches.collect();
        let expected =
            |variant: &Variant| study.run.control_variate.then(|| expected_work(variant, batches));
        let expected_work = study.variants.iter().map(expected).collect();
        Self { frames, batches, batch_frames, expected_work }
    }

    /// What intervals and days of a variant are estimated by: whole replications.
    pub(super) fn whole<'s>(
        &'s self,
        study: &'s Study,
        variant: usize,
        played: &'s Played,
    ) -> Sample<'s> {
        let frame = &self.frames[variant];
        sample(study, variant, frame, &played.replications, &played.sums.waits)
    }

    /// What the whole period of a variant is estimated by: replications, or batches.
    pub(super) fn units<'s>(
        &'s self,
        study: &'s Study,
        variant: usize,
        played: &'s Played,
    ) -> Sample<'s> {
        let whole = self.whole(study, variant, played);
        let sample = match self.batches {
            Some(_) => Sample {
                frame: &self.batch_frames[variant],
                replications: &played.batches,
                ..whole
            },
            None => whole,
        };
        let control = self.control(variant, sample.replications).unwrap_or_default();
        let each = study.run.replications_per_unit() as usize;
        let mean = |unit: &[f64]| unit.iter().sum::<f64>() / unit.len() as f64;
        Sample { control: control.chunks(each).map(mean).collect(), ..sample }
    }

    /// Work brought less work expected in each replication or batch, in hours, where that is
    /// known.
    fn control(&self, variant: usize, replications: &[Replication]) -> Option<Vec<f64>> {
        const HOUR: f64 = 3_600.0e6;
        let expected = self.expected_work[variant].as_ref()?.as_ref().ok()?;
        let units = replications.iter().zip(expected.iter().cycle());
        Some(units.map(|(unit, expected)| (unit.brought_ticks as f64 - expected) / HOUR).collect())
    }

    /// Why the control variate of a variant is asked for and not used.
    pub(super) fn no_control(&self, variant: usize) -> Option<&'static str> {
        self.expected_work[variant].as_ref()?.as_ref().err().copied()
    }

    /// The widest interval of the metric that a precision is about, over the width that is
    /// wanted; none when a variant has no interval.
    pub(super) fn width(&self, study: &Study, played: &[Played]) -> Option<f64> {
        let widths =
            (0..played.len()).filter_map(|variant| self.width_of(study, variant, &played[variant]));
        widths.reduce(|widest, width| Some(widest?.max(width?))).flatten()
    }

    /// The same of one variant; the outer none where it has no such metric.
    pub(super) fn width_of(
        &self,
        study: &Study,
        variant: usize,
        played: &Played,
    ) -> Option<Option<f64>> {
        let precision = study.run.precision?;
        let metric = Metric::find(precision.metric)?;
        let sample = self.units(study, variant, played);
        if !sample.has(metric, Window::Center) {
            return None;
        }
        let figures = sample.figures(Scope::Center, When::Period);
        let pooled = sample.pooled(Scope::Center, When::Period);
        let sampled = sample.sampled(metric, &figures, &pooled, When::Period);
        let interval = sampled.map(|sampled| sampled.interval(study.run.confidence));
        Some(interval.and_then(|interval| {
            let wanted = precision.half_width.at(interval.estimate);
            // A share of nothing can never be reached.
            Some(if wanted > 0.0 { interval.half_width? / wanted } else { f64::INFINITY })
        }))
    }
}

/// The replications of a variant with what is needed to read them.
pub(super) fn sample<'s>(
    study: &Study,
    variant: usize,
    frame: &'s Frame,
    replications: &'s [Replication],
    waits: &'s Waits,
) -> Sample<'s> {
    let center = &study.variants[variant].center;
    let reads_length = center.queues.iter().any(crate::model::Queue::reads_queue_length);
    Sample {
        frame,
        replications,
        waits,
        confidence: study.run.confidence,
        in_pairs: study.run.antithetic,
        control: Vec::new(),
        has_callbacks: center.has_callbacks(),
        compares_quotes: center.queues.iter().any(|queue| queue.wait_estimate_scored),
        with_queue_length_max: reads_length || study.reports_queue_length_max,
    }
}

/// Expected work of a variant: of the counted period, or of each batch.
fn expected_work(variant: &Variant, batches: Option<Batches>) -> Result<Vec<f64>, &'static str> {
    let (center, horizon) = (&variant.center, &variant.center.horizon);
    match batches {
        None => Ok(vec![center.expected_work(horizon.warm_up, horizon.end)?]),
        Some(batches) => {
            let start = |batch| batches.start(batch, horizon.interval);
            let work = |batch| center.expected_work(start(batch), start(batch + 1));
            (0..batches.count).map(work).collect()
        }
    }
}
