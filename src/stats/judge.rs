//! Did it get worse? Two runs of the same replications, metric by metric: a tolerance for the
//! effect, an interval of the paired differences, and Holm's correction over all metrics asked.
//!
//! `worse` and `better` need both: an effect beyond the tolerance, so that nobody is alarmed by
//! what nobody minds, and an interval that excludes zero, so that nobody is alarmed by chance.
//! Where the two sides have not the same callers, the whole interval must lie beyond the
//! tolerance: one side is a baseline that many runs are compared with, and its own luck stays.

use super::estimate::Sampled;
use super::multiple::holm_levels;
use super::student::{student_quantile, student_tail};

/// Which way a number is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: it is shown, never judged.
    Neither,
}

/// How much a number may change before anybody minds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// So much, in the unit of the number.
    Absolute(f64),
    /// So large a share of the number before the change, such as 0.02.
    Relative(f64),
}

impl Tolerance {
    /// The tolerance in the unit of the number.
    #[must_use]
    pub fn around(self, before: f64) -> f64 {
        match self {
            Self::Absolute(most) => most,
            Self::Relative(share) => share * before.abs(),
        }
    }
}

/// A metric's own values, one per replication in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Series {
    /// A value each; none where there was nothing to measure. The estimate is their mean.
    Values(Vec<Option<f64>>),
    /// Numerator and denominator each; the estimate is sum over sum.
    Ratios(Vec<(f64, f64)>),
}

impl Series {
    /// The estimate over all replications; none of nothing.
    #[must_use]
    pub fn estimate(&self) -> Option<f64> {
        self.sampled().map(|sampled| sampled.estimate())
    }

    /// The estimate with the deviation of each replication.
    fn sampled(&self) -> Option<Sampled> {
        match self {
            Self::Values(values) => Sampled::mean(values),
            Self::Ratios(pairs) => Sampled::ratio(pairs),
        }
    }

    /// Replications.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Ratios(pairs) => pairs.len(),
        }
    }

    /// Whether there are no replications.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first so many replications alone.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        let count = count.min(self.len());
        match self {
            Self::Values(values) => Self::Values(values[..count].to_vec()),
            Self::Ratios(pairs) => Self::Ratios(pairs[..count].to_vec()),
        }
    }
}

/// One metric before and after a change.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// Its values before.
    pub before: &'q Series,
    /// Its values after.
    pub after: &'q Series,
    /// Which way is better.
    pub better: Better,
    /// How much it may change.
    pub tolerance: Tolerance,
}

/// An interval so many times as wide as the tolerance does not show that nothing has changed.
const TOO_WIDE: f64 = 10.0;

/// What became of a metric. The order is that of a report: what needs a look comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// On the bad side by more than the tolerance, and not by chance; or it is gone.
    Worse,
    /// Beyond the tolerance, but chance may have done it; or within it, but so uncertain that this
    /// says nothing.
    Inconclusive,
    /// A metric without a good side, beyond the tolerance and not by chance.
    Changed,
    /// On the good side by more than the tolerance, and not by chance.
    Better,
    /// Within the tolerance.
    Same,
}

impl Verdict {
    /// Its name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Inconclusive => "inconclusive",
            Self::Changed => "changed",
            Self::Better => "better",
            Self::Same => "same",
        }
    }
}

/// The answer to a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// The estimate before.
    pub before: Option<f64>,
    /// The estimate after.
    pub after: Option<f64>,
    /// After less before.
    pub difference: Option<f64>,
    /// Half width of its interval at the level that Holm's correction gives it; none below 2
    /// replications.
    pub half_width: Option<f64>,
    /// The tolerance in the metric's unit.
    pub tolerance: f64,
    /// What became of it.
    pub verdict: Verdict,
    /// Whether the difference is on the bad side.
    pub on_the_bad_side: bool,
    /// Where chance may have done it: about how many more replications would decide.
    pub more_replications: Option<u64>,
}

impl Judgement {
    /// The answer for a metric whose replications went exactly as before.
    #[must_use]
    pub fn unchanged(series: &Series, tolerance: Tolerance) -> Self {
        let estimate = series.estimate();
        Self {
            before: estimate,
            after: estimate,
            difference: estimate.map(|_| 0.0),
            half_width: estimate.filter(|_| series.len() > 1).map(|_| 0.0),
            tolerance: tolerance.around(estimate.unwrap_or(0.0)),
            verdict: Verdict::Same,
            on_the_bad_side: false,
            more_replications: None,
        }
    }

    /// The answer for a metric that is not there any more.
    #[must_use]
    pub fn gone(before: &Series, better: Better, tolerance: Tolerance) -> Self {
        let judged = better != Better::Neither;
        Self {
            after: None,
            difference: None,
            half_width: None,
            verdict: if judged { Verdict::Worse } else { Verdict::Changed },
            on_the_bad_side: judged,
            ..Self::unchanged(before, tolerance)
        }
    }

    /// How many times its tolerance a difference is, where it is beyond it; endless for what is
    /// gone. For the order of a report.
    #[must_use]
    pub fn severity(&self) -> f64 {
        match self.difference {
            _ if self.verdict == Verdict::Same => 0.0,
            Some(difference) => libm::fabs(difference) / self.tolerance.max(1e-12),
            None => f64::INFINITY,
        }
    }

    /// Whether it cannot be told that this is not worse: the difference is on the bad side, or the
    /// interval reaches there so far that the side says nothing.
    #[must_use]
    pub fn may_be_worse(&self) -> bool {
        let difference = self.difference.map_or(0.0, libm::fabs);
        let reach = self.half_width.unwrap_or(f64::INFINITY) - difference;
        self.verdict == Verdict::Inconclusive
            && (self.on_the_bad_side || reach > TOO_WIDE * self.tolerance)
    }
}

/// How two runs belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// Whether replication i of both sides has the same callers; else the sides are independent.
    pub same_callers: bool,
    /// Whether each two replications of a side are antithetic and count as one.
    pub antithetic: bool,
}

/// Answers all questions together. With the same callers by the differences within replications,
/// else by Welch's interval. The intervals hold together with the confidence: level and order of
/// rejection are Holm's ([`holm_levels`]), over all questions.
#[must_use]
pub fn judge(questions: &[Question<'_>], pairing: Pairing, confidence: f64) -> Vec<Judgement> {
    let effects: Vec<Option<Effect>> = questions.iter().map(|q| q.effect(pairing)).collect();
    let chances: Vec<f64> = effects.iter().flatten().map(Effect::chance).collect();
    let mut levels = holm_levels(&chances, 1.0 - confidence).into_iter();
    let answer = |(question, effect): (&Question<'_>, Option<Effect>)| match effect {
        Some(effect) => question.answer(effect, pairing, levels.next().unwrap_or(1.0 - confidence)),
        None => question.without_effect(),
    };
    questions.iter().zip(effects).map(answer).collect()
}

/// A difference with what its interval is made of.
#[derive(Clone, Copy, Debug)]
struct Effect {
    before: f64,
    after: f64,
    difference: f64,
    /// Standard error and degrees of freedom; none below 2 replications.
    error: Option<(f64, u32)>,
    /// Pairs, or replications of the smaller side.
    replications: usize,
}

impl Effect {
    /// Probability of so large a difference, either way, where there is none.
    fn chance(&self) -> f64 {
        match self.error {
            None => 1.0,
            Some(_) if self.difference == 0.0 => 1.0,
            Some((0.0, _)) => 0.0,
            Some((error, degrees)) => {
                2.0 * student_tail(degrees, libm::fabs(self.difference) / error)
            }
        }
    }
}

impl Question<'_> {
    /// None where one of the sides has no value, or no pair has two.
    fn effect(&self, pairing: Pairing) -> Option<Effect> {
        let units = |series: &Series| {
            let sampled = series.sampled()?;
            Some(if pairing.antithetic { sampled.in_pairs() } else { sampled })
        };
        if !pairing.same_callers {
            return Some(apart(&units(self.before)?, &units(self.after)?));
        }
        let count = self.before.len().min(self.after.len());
        let (before, after) = complete(&self.before.first(count), &self.after.first(count));
        let (before, after) = (units(&before)?, units(&after)?);
        let less = after.less(&before);
        Some(Effect {
            before: before.estimate(),
            after: after.estimate(),
            difference: less.estimate(),
            error: less.error().map(|error| (error, less.degrees())),
            replications: less.units(),
        })
    }

    fn answer(&self, effect: Effect, pairing: Pairing, level: f64) -> Judgement {
        let tolerance = self.tolerance.around(effect.before);
        let half_width = effect
            .error
            .map(|(error, degrees)| student_quantile(degrees, 1.0 - 0.5 * level) * error);
        let size = libm::fabs(effect.difference);
        let beyond = size > tolerance;
        let shown = if pairing.same_callers { size } else { size - tolerance };
        let certain = half_width.is_some_and(|half| shown > half);
        let on_the_bad_side = match self.better {
            Better::Higher => effect.difference < 0.0,
            Better::Lower => effect.difference > 0.0,
            Better::Neither => false,
        };
        let enough = TOO_WIDE * tolerance;
        let too_wide = size > 0.0 && half_width.is_none_or(|half| half > enough);
        let verdict = match (beyond, certain, self.better) {
            (true, true, Better::Neither) => Verdict::Changed,
            (_, _, Better::Neither) => Verdict::Same,
            (true, true, _) if on_the_bad_side => Verdict::Worse,
            (true, true, _) => Verdict::Better,
            (true, false, _) => Verdict::Inconclusive,
            (false, ..) if too_wide => Verdict::Inconclusive,
            (false, ..) => Verdict::Same,
        };
        let decides = if beyond { shown } else { enough };
        let more_replications = half_width
            .filter(|_| verdict == Verdict::Inconclusive && decides > 0.0)
            .map(|half| more(effect.replications, half / decides));
        Judgement {
            before: Some(effect.before),
            after: Some(effect.after),
            difference: Some(effect.difference),
            half_width,
            tolerance,
            verdict,
            on_the_bad_side,
            more_replications,
        }
    }

    /// A value on one side alone, or on none.
    fn without_effect(&self) -> Judgement {
        let (before, after) = (self.before.estimate(), self.after.estimate());
        let bare = Judgement {
            before,
            after,
            difference: None,
            half_width: None,
            ..Judgement::unchanged(self.before, self.tolerance)
        };
        match (before, after) {
            (Some(_), None) => Judgement::gone(self.before, self.better, self.tolerance),
            (None, Some(_)) => Judgement { verdict: Verdict::Changed, ..bare },
            (None, None) => bare,
            // Values on both sides, but never in the same replication.
            (Some(_), Some(_)) => Judgement { verdict: Verdict::Inconclusive, ..bare },
        }
    }
}

/// Values of the replications that have one on both sides; ratios as they are.
fn complete(before: &Series, after: &Series) -> (Series, Series) {
    let (Series::Values(before), Series::Values(after)) = (before, after) else {
        return (before.clone(), after.clone());
    };
    let pairs = || before.iter().zip(after).filter(|(b, a)| b.is_some() && a.is_some());
    (
        Series::Values(pairs().map(|(b, _)| *b).collect()),
        Series::Values(pairs().map(|(_, a)| *a).collect()),
    )
}

/// Two independent estimates: the error by the spread of each side, degrees of freedom by Welch and
/// Satterthwaite.
fn apart(before: &Sampled, after: &Sampled) -> Effect {
    let error = before.error().zip(after.error()).map(|(a, b)| {
        let (a, b) = (a * a, b * b);
        let spread = a * a / f64::from(before.degrees()) + b * b / f64::from(after.degrees());
        let most = before.degrees() + after.degrees();
        let degrees = if spread > 0.0 { ((a + b) * (a + b) / spread) as u32 } else { most };
        (libm::sqrt(a + b), degrees.max(1))
    });
    Effect {
        before: before.estimate(),
        after: after.estimate(),
        difference: after.estimate() - before.estimate(),
        error,
        replications: before.units().min(after.units()),
    }
}

/// How many more replications narrow an interval to the size of the effect, when the effect
/// stays: half widths fall as one over the root of their number.
fn more(replications: usize, times: f64) -> u64 {
    let needed = libm::ceil(replications as f64 * times * times) + 1.0;
    (needed as u64).saturating_sub(replications as u64).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRED: Pairing = Pairing { same_callers: true, antithetic: false };
    const APART: Pairing = Pairing { same_callers: false, antithetic: false };

    fn values(list: &[f64]) -> Series {
        Series::Values(list.iter().map(|&value| Some(value)).collect())
    }

    fn asked<'q>(before: &'q Series, after: &'q Series, tolerance: f64) -> Question<'q> {
        let tolerance = Tolerance::Absolute(tolerance);
        Question { before, after, better: Better::Lower, tolerance }
    }

    #[test]
    fn worse_needs_an_effect_beyond_the_tolerance_and_an_interval_without_zero() {
        let before = values(&[10.0, 20.0, 30.0, 40.0]);
        let steady = values(&[12.0, 22.1, 31.9, 42.0]);
        let noisy = values(&[40.0, 2.0, 60.0, 6.0]);
        let verdict = |after: &Series, tolerance: f64| {
            judge(&[asked(&before, after, tolerance)], PAIRED, 0.95)[0].verdict
        };
        assert_eq!(verdict(&steady, 1.0), Verdict::Worse);
        assert_eq!(verdict(&steady, 3.0), Verdict::Same);
        assert_eq!(verdict(&noisy, 1.0), Verdict::Inconclusive);
        // Within the tolerance: the same, unless the interval is too wide to say so.
        assert_eq!(verdict(&noisy, 6.0), Verdict::Same);
        assert_eq!(verdict(&noisy, 3.0), Verdict::Inconclusive);
        let back = judge(&[asked(&steady, &before, 1.0)], PAIRED, 0.95)[0];
        assert_eq!((back.verdict, back.on_the_bad_side), (Verdict::Better, false));
    }

    #[test]
    fn pairing_sees_what_the_spread_between_days_would_hide() {
        let before = values(&[10.0, 20.0, 30.0, 40.0]);
        let after = values(&[12.0, 22.1, 31.9, 42.0]);
        let apart = judge(&[asked(&before, &after, 1.0)], APART, 0.95)[0];
        assert_eq!(apart.verdict, Verdict::Inconclusive);
        assert!(apart.more_replications.is_some_and(|more| more > 100), "{apart:?}");
        // Welch: both variances 500/3 (and nearly so), 4 replications each, 6 degrees.
        let exact = student_quantile(5, 0.975) * (500.0f64 / 3.0 / 4.0 * 2.0).sqrt();
        assert!((apart.half_width.unwrap() / exact - 1.0).abs() < 0.01, "{apart:?}");
    }

    #[test]
    fn without_the_same_callers_the_whole_interval_must_lie_beyond_the_tolerance() {
        let before = values(&[10.0, 11.0, 10.0, 11.0]);
        let after = values(&[13.0, 12.0, 13.0, 12.0]);
        let found = |tolerance: f64| judge(&[asked(&before, &after, tolerance)], APART, 0.95)[0];
        // The difference is 2, its half width 1.
        assert!((found(0.5).half_width.unwrap() - 1.0).abs() < 0.05, "{:?}", found(0.5));
        assert_eq!(found(0.5).verdict, Verdict::Worse);
        assert_eq!(found(1.5).verdict, Verdict::Inconclusive);
        assert!(found(1.9).more_replications > found(1.5).more_replications);
        assert_eq!(found(2.5).verdict, Verdict::Same);
    }

    #[test]
    fn the_paired_interval_of_a_ratio_is_that_of_a_comparison() {
        let (from, to) =
            ([(8.0, 10.0), (15.0, 20.0), (9.0, 11.0)], [(7.0, 10.0), (15.0, 21.0), (8.0, 11.0)]);
        let other = super::super::paired_ratio_difference(&from, &to, 0.95).unwrap();
        let (before, after) = (Series::Ratios(from.to_vec()), Series::Ratios(to.to_vec()));
        let found = judge(&[asked(&before, &after, 0.0)], PAIRED, 0.95)[0];
        assert!((found.difference.unwrap() - other.estimate).abs() < 1e-15);
        assert!((found.half_width.unwrap() - other.half_width.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn what_is_gone_is_worse_and_what_nobody_judges_is_changed() {
        let (some, none) = (values(&[1.0, 2.0]), Series::Values(vec![None, None]));
        assert_eq!(judge(&[asked(&some, &none, 0.1)], PAIRED, 0.95)[0].verdict, Verdict::Worse);
        assert_eq!(judge(&[asked(&none, &none, 0.1)], PAIRED, 0.95)[0].verdict, Verdict::Same);
        let (low, high) = (values(&[1.0, 1.1, 1.0]), values(&[2.0, 2.1, 2.0]));
        let shown = Question { better: Better::Neither, ..asked(&low, &high, 0.1) };
        assert_eq!(judge(&[shown], PAIRED, 0.95)[0].verdict, Verdict::Changed);
    }

    #[test]
    fn values_that_never_meet_in_a_replication_decide_nothing_and_new_ones_are_a_change() {
        let [none, first, second] = [[None, None], [Some(1.0), None], [None, Some(2.0)]]
            .map(|list| Series::Values(list.to_vec()));
        let verdict = |before: &Series, after: &Series| {
            judge(&[asked(before, after, 0.1)], PAIRED, 0.95)[0].verdict
        };
        assert_eq!(verdict(&first, &second), Verdict::Inconclusive);
        assert_eq!(verdict(&none, &second), Verdict::Changed);
        assert_eq!(verdict(&none, &none), Verdict::Same);
    }

    #[test]
    fn one_replication_cannot_decide() {
        let (low, high) = (values(&[1.0]), values(&[2.0]));
        let found = judge(&[asked(&low, &high, 0.1)], PAIRED, 0.95)[0];
        assert_eq!((found.verdict, found.more_replications), (Verdict::Inconclusive, None));
        assert!(found.may_be_worse());
    }

    #[test]
    fn a_difference_that_every_replication_shows_alike_is_no_chance() {
        let (low, high) = (values(&[1.0, 5.0, 9.0]), values(&[2.0, 6.0, 10.0]));
        let found = judge(&[asked(&low, &high, 0.1)], PAIRED, 0.95)[0];
        assert_eq!((found.verdict, found.half_width), (Verdict::Worse, Some(0.0)));
    }

    #[test]
    fn antithetic_replications_count_in_pairs() {
        let (low, high) = (values(&[1.0, 5.0, 2.0, 4.0]), values(&[3.0, 5.0, 2.0, 6.0]));
        let mirrored = Pairing { antithetic: true, ..PAIRED };
        let found = judge(&[asked(&low, &high, 0.1)], mirrored, 0.95)[0];
        // Both pairs rise by 1 on average.
        assert_eq!((found.difference, found.half_width), (Some(1.0), Some(0.0)));
        assert!(judge(&[asked(&low, &high, 0.1)], PAIRED, 0.95)[0].half_width > Some(1.0));
    }

    #[test]
    fn many_questions_are_held_to_a_higher_bar_than_one() {
        let (low, high) = (values(&[1.0, 2.0, 3.0, 4.0]), values(&[1.5, 3.4, 3.5, 4.8]));
        let one = asked(&low, &high, 0.1);
        let alone = judge(&[one], PAIRED, 0.95)[0];
        let many = judge(&[one; 13], PAIRED, 0.95);
        assert_eq!(alone.verdict, Verdict::Worse);
        assert!(many.iter().all(|found| found.verdict == Verdict::Inconclusive), "{many:?}");
        assert!(many[0].half_width > alone.half_width);
    }

    #[test]
    fn what_has_not_changed_at_all_is_the_last_to_be_asked() {
        let (low, high) = (values(&[1.0, 2.0, 3.0, 4.0]), values(&[1.5, 3.4, 3.5, 4.8]));
        let found = judge(&[asked(&low, &low, 0.1), asked(&low, &high, 0.1)], PAIRED, 0.95);
        let alone = judge(&[asked(&low, &high, 0.1)], PAIRED, 0.975)[0];
        assert_eq!(found[1].half_width, alone.half_width, "of two the first at half the level");
        assert_eq!((found[0].difference, found[0].half_width), (Some(0.0), Some(0.0)));
    }

    #[test]
    fn a_series_counts_its_replications() {
        let (one, none) = (values(&[1.0]), Series::Ratios(Vec::new()));
        assert_eq!((one.len(), one.is_empty(), none.len(), none.is_empty()), (1, false, 0, true));
    }

    #[test]
    fn a_difference_as_large_as_the_tolerance_is_within_it() {
        let (low, high) = (values(&[1.0, 2.0, 3.0]), values(&[1.5, 2.5, 3.5]));
        let verdict = |tolerance| judge(&[asked(&low, &high, tolerance)], PAIRED, 0.95)[0].verdict;
        assert_eq!((verdict(0.5), verdict(0.499)), (Verdict::Same, Verdict::Worse));
    }

    #[test]
    fn what_went_exactly_as_before_has_an_interval_from_two_replications_on() {
        let half_width =
            |list: &[f64]| Judgement::unchanged(&values(list), Tolerance::Absolute(1.0)).half_width;
        assert_eq!([half_width(&[1.0]), half_width(&[1.0, 2.0])], [None, Some(0.0)]);
        assert_eq!(half_width(&[1.0, 2.0, 3.0]), Some(0.0));
    }

    #[test]
    fn four_times_as_many_replications_halve_an_interval() {
        assert_eq!([more(10, 2.0), more(7, 3.0), more(10, 1.0), more(10, 0.1)], [31, 57, 1, 1]);
    }
}
