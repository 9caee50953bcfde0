//! Wait estimates: each one against a slow calculation of its own from the log, and their scores.

use std::collections::BTreeMap;

use ringback::measure::{Figures, Scope, Tally, When};
use ringback::model::{Center, Condition, WaitEstimate};
use ringback::observe::{Duty, Entry, Happening, Log, Promise};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;
use crate::random_center::random_center;

/// All estimates.
fn all() -> [WaitEstimate; 5] {
    [
        WaitEstimate::MovingAverage {
            refresh: Span::from_secs(300),
            alpha: 0.4,
            min_samples: 5,
            reset_idle: Span::from_secs(900),
            include_callbacks: true,
        },
        WaitEstimate::Mean { over: Span::from_secs(1_200), min_samples: 8 },
        WaitEstimate::LastAnswered,
        WaitEstimate::HeadOfLine,
        WaitEstimate::QueueLength,
    ]
}

/// A busy line with impatient callers and callbacks, whose waits are compared.
fn busy(estimate: &WaitEstimate) -> Center {
    let talk = Law::exponential(240e6).unwrap();
    let patience = Law::exponential(300e6).unwrap();
    let mut center = center::single(2.2, 8, talk, Some(patience), 0.0, 600.0);
    let queue = &mut center.queues[0];
    queue.wait_estimate = estimate.clone();
    queue.wait_estimate_scored = true;
    queue.overflow = vec![center::offer_when(Condition::WaitingCalls(3))];
    queue.callback.first_offer = Span::from_secs(20);
    queue.callback.ring = Law::constant(15e6).unwrap();
    center.call_types[0].response.accept = vec![0.5];
    center.groups[0].staff.push((SimTime(Span::from_secs(20_000).0), 0));
    center.groups[0].staff.push((SimTime(Span::from_secs(21_500).0), 10));
    center
}

fn run(center: &Center) -> (Vec<Entry>, Figures) {
    let frame = center::frame(center);
    let mut both = (Tally::new(&frame), Log::default());
    ringback::engine::simulate(center, 3, 1, &mut both);
    let done = both.0.take();
    assert!(done.balanced);
    (both.1.entries, frame.figures(&done, Scope::Queue(0), When::Period))
}

/// What is known of the queue so far, told by the log alone.
#[derive(Default)]
struct Replay {
    /// Entry of each waiting item, by call, and whether an agent had accepted it before.
    waiting: BTreeMap<u64, (SimTime, bool)>,
    /// When each first acceptance was, and after which wait.
    accepted: Vec<(SimTime, Span)>,
    on_duty: u32,
}

impl Replay {
    fn hear(&mut self, entry: &Entry) {
        match entry {
            Entry::Call(at, call, happening) => match happening {
                Happening::Queued { .. } | Happening::Requeued => {
                    let dialled = *happening == Happening::Requeued;
                    self.waiting.insert(call.number, (call.arrived, dialled));
                }
                Happening::Assigned { .. }
                | Happening::Abandoned { .. }
                | Happening::CallbackExpired => {
                    self.waiting.remove(&call.number);
                }
                Happening::Accepted { first: true, .. } => {
                    self.accepted.push((*at, at.since(call.arrived)));
                }
                _ => {}
            },
            Entry::Agent(_, _, _, Duty::Started) => self.on_duty += 1,
            Entry::Agent(_, _, _, Duty::Ended { .. }) => self.on_duty -= 1,
            _ => {}
        }
    }

    /// The estimate in ticks at a moment.
    fn estimate(&self, estimate: &WaitEstimate, now: SimTime) -> Option<f64> {
        let mean = |waits: &[(SimTime, Span)]| {
            waits.iter().map(|(_, wait)| wait.ticks()).sum::<f64>() / waits.len() as f64
        };
        match *estimate {
            WaitEstimate::MovingAverage { refresh, alpha, min_samples, reset_idle, .. } => {
                // Only the samples since the last idle time count.
                let mut from = 0;
                for (at, pair) in self.accepted.windows(2).enumerate() {
                    if pair[1].0.since(pair[0].0) >= reset_idle {
                        from = at + 1;
                    }
                }
                let samples = &self.accepted[from..];
                let last = samples.last()?.0;
                if samples.len() < min_samples as usize || now.since(last) >= reset_idle {
                    return None;
                }
                let mut value = None;
                for period in 1..=now.0 / refresh.0 {
                    let (begin, end) = ((period - 1) * refresh.0, period * refresh.0);
                    let batch: Vec<_> = samples
                        .iter()
                        .copied()
                        .filter(|(at, _)| begin < at.0 && at.0 <= end)
                        .collect();
                    if !batch.is_empty() {
                        let new = mean(&batch);
                        value = Some(value.map_or(new, |old| alpha * new + (1.0 - alpha) * old));
                    }
                }
                value
            }
            WaitEstimate::Mean { over, min_samples } => {
                let young: Vec<_> = self
                    .accepted
                    .iter()
                    .copied()
                    .filter(|(at, _)| now.since(*at) <= over)
                    .collect();
                (young.len() >= min_samples as usize).then(|| mean(&young))
            }
            WaitEstimate::LastAnswered => self.accepted.last().map(|(_, wait)| wait.ticks()),
            WaitEstimate::HeadOfLine => {
                let first = self.waiting.values().filter(|item| !item.1).map(|item| item.0).min();
                Some(first.map_or(0.0, |entered| now.since(entered).ticks()))
            }
            WaitEstimate::QueueLength => {
                let ahead = self.waiting.len() as f64 + 1.0;
                Some(ahead * 240e6 / f64::from(self.on_duty))
            }
        }
    }
}

#[test]
fn every_estimate_is_what_the_log_says_at_each_call_that_queues() {
    for estimate in all() {
        let (entries, _) = run(&busy(&estimate));
        let mut replay = Replay::default();
        let (mut known, mut unknown, mut infinite) = (0, 0, 0);
        for entry in &entries {
            if let Entry::Call(at, call, Happening::Queued { .. }) = entry {
                match (call.promise, replay.estimate(&estimate, *at)) {
                    (Promise::Unknown, None) => unknown += 1,
                    (Promise::By(SimTime::NEVER), Some(ticks)) if ticks.is_infinite() => {
                        infinite += 1;
                    }
                    (Promise::By(moment), Some(ticks)) => {
                        let quoted = moment.since(*at).ticks();
                        assert!((quoted - ticks).abs() < 2.0, "{estimate:?} at {at:?}: {ticks}");
                        known += 1;
                    }
                    other => panic!("{estimate:?} at {at:?}: {other:?}"),
                }
            }
            replay.hear(entry);
        }
        assert!(known > 500, "{estimate:?}: {known} estimates");
        let cold =
            matches!(estimate, WaitEstimate::MovingAverage { .. } | WaitEstimate::Mean { .. });
        assert_eq!(unknown > 0, cold, "{estimate:?}: {unknown} without one");
        assert_eq!(infinite > 0, estimate == WaitEstimate::QueueLength, "{estimate:?}");
    }
}

#[test]
fn the_scores_are_those_of_the_calls_that_an_agent_accepted() {
    for estimate in all() {
        let (entries, figures) = run(&busy(&estimate));
        let (mut quotes, mut kept, mut over, mut under, mut unquoted) = (0, 0, 0, 0, 0);
        let (mut promises, mut promises_kept) = (0, 0);
        for entry in &entries {
            let Entry::Call(at, call, happening) = entry else { continue };
            match (happening, call.promise) {
                (Happening::Queued { .. }, Promise::Unknown) => unquoted += 1,
                (Happening::Accepted { first: true, .. }, Promise::By(moment))
                    if moment != SimTime::NEVER =>
                {
                    quotes += 1;
                    kept += u64::from(*at <= moment);
                    over += moment.since(*at).0;
                    under += at.since(moment).0;
                }
                _ => {}
            }
            match (happening, call.callback_promise) {
                (Happening::Accepted { first: true, .. }, Promise::By(moment))
                    if call.is_callback() && moment != SimTime::NEVER =>
                {
                    promises += 1;
                    promises_kept += u64::from(*at <= moment);
                }
                _ => {}
            }
        }
        let cell = &figures.calls;
        assert!(quotes > 400 && promises > 30, "{estimate:?}: {quotes} and {promises}");
        assert_eq!(
            (cell.quotes, cell.quotes_kept, cell.unquoted),
            (quotes, kept, unquoted),
            "{estimate:?}"
        );
        assert_eq!((cell.quoted_over_ticks, cell.quoted_under_ticks), (over, under));
        // All callbacks are made in the end, so that none breaks its promise by ending.
        assert_eq!(cell.callbacks_unfinished + cell.callbacks_expired, 0);
        assert_eq!(
            (cell.callback_promises, cell.callback_promises_kept),
            (promises, promises_kept)
        );
        assert_eq!(figures.extremes.last_unquoted.is_some(), unquoted > 0);
    }
}

#[test]
fn a_callback_that_ends_before_any_agent_accepts_breaks_its_promise() {
    let mut center = busy(&WaitEstimate::QueueLength);
    center.queues[0].callback.expire_after = Span::from_secs(60);
    let (entries, figures) = run(&center);
    let mut open = BTreeMap::new();
    let (mut promises, mut kept) = (0, 0);
    for entry in &entries {
        let Entry::Call(at, call, happening) = entry else { continue };
        let Promise::By(moment) = call.callback_promise else { continue };
        if moment == SimTime::NEVER {
            continue;
        }
        match happening {
            Happening::CallbackAccepted { .. } => {
                open.insert(call.number, moment);
            }
            Happening::Accepted { first: true, .. } if open.remove(&call.number).is_some() => {
                promises += 1;
                kept += u64::from(*at <= moment);
            }
            Happening::CallbackExpired if open.remove(&call.number).is_some() => promises += 1,
            _ => {}
        }
    }
    assert!(figures.calls.callbacks_expired > 10 && open.is_empty());
    let found = (figures.calls.callback_promises, figures.calls.callback_promises_kept);
    assert_eq!(found, (promises, kept));
}

#[test]
fn with_exponential_services_and_patient_callers_the_queue_length_is_an_unbiased_estimate() {
    // Who finds all of n agents busy and k waiting waits an Erlang (k + 1) time of mean
    // (k + 1) S / n: exactly the estimate. M/M/5 at 90 % load, 40 days.
    let talk = Law::exponential(300e6).unwrap();
    let mut center = center::single(0.9, 5, talk, None, 300.0, 3_000.0);
    center.score_estimates(true);
    let frame = center::frame(&center);
    let days = center::simulate(&center, &frame, 40);
    let (mut sum, mut squares, mut error, mut quotes) = (0.0, 0.0, 0.0, 0.0);
    for day in &days {
        let calls = frame.figures(day, Scope::Queue(0), When::Period).calls;
        let bias = calls.quoted_over_ticks as f64 - calls.quoted_under_ticks as f64;
        sum += bias;
        squares += bias * bias;
        error += calls.quoted_over_ticks as f64 + calls.quoted_under_ticks as f64;
        quotes += calls.quotes as f64;
    }
    let deviation = libm::sqrt(squares / 40.0 - (sum / 40.0) * (sum / 40.0));
    let (bias, standard_error) = (sum / quotes, deviation * libm::sqrt(40.0) / quotes);
    assert!(bias.abs() < 4.0 * standard_error, "{} +- {} s", bias / 1e6, standard_error / 1e6);
    assert!(standard_error < 0.05 * error / quotes, "too wide to tell");
}

#[test]
fn comparing_waits_with_estimates_changes_nothing_else() {
    for seed in 0..400 {
        let digest = |scored: bool| {
            let mut center = random_center(seed);
            for queue in &mut center.queues {
                queue.wait_estimate_scored = scored;
            }
            let frame = center::frame(&center);
            let mut tally = Tally::new(&frame);
            ringback::engine::simulate(&center, seed, 0, &mut tally);
            tally.take().digest
        };
        assert_eq!(digest(false), digest(true), "seed {seed}");
    }
}
