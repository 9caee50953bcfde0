//! Results that others have published, reproduced: simulators with their confidence intervals, and
//! calculators with their digits.
//!
//! Our estimate must lie within 4.5 standard errors of the exact value and, where an interval was
//! published, in that interval widened by our half width and by half a unit of its last printed
//! digit. The exact value lies in every published interval, and has all published digits. The exact
//! values were calculated outside this project: days from empty by uniformisation (1e-8 or better;
//! with busy days by quadrature over their gamma law), lines in steady state from their birth and
//! death chains.

use ringback::measure::{Figures, Frame, Scope, Tally, When};
use ringback::model::{Arrivals, Center, RateStep};
use ringback::random::Law;
use ringback::stats::ratio_interval;
use ringback::time::{SimTime, Span, TICKS_PER_SECOND};

use crate::center::{self, SEED, exponential, minutes};
use crate::claims::{Claim, Proof, figure};
use crate::oracles::MOST_HALF_WIDTH;
use crate::size::{bound, sized};

/// A published value: its name, what a replication says of it, lowest and highest, half a unit
/// of the last printed digit, and the exact value.
struct Value {
    what: &'static str,
    parts: fn(&Figures) -> (f64, f64),
    published: [f64; 2],
    rounding: f64,
    exact: f64,
}

fn n(count: u64) -> f64 {
    count as f64
}

fn seconds(ticks: u64) -> f64 {
    ticks as f64 / TICKS_PER_SECOND as f64
}

fn in_minutes(ticks: u64) -> f64 {
    seconds(ticks) / 60.0
}

/// Who has published something: where an interval was given, our estimate lies in it.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Simulator,
    Calculator,
}

/// Simulates and complains of every value that is not reproduced.
fn reproduce(source: &str, by: By, center: &Center, replications: u64, values: &[Value]) {
    let frame: Frame = center::frame(center);
    let figures = center::on_two_threads(replications, |from, to| {
        let mut tally = Tally::new(&frame);
        (from..to)
            .map(|replication| {
                ringback::engine::simulate(center, SEED, replication, &mut tally);
                frame.figures(&tally.take(), Scope::Center, When::Period)
            })
            .collect()
    });
    let claim = |value: &Value| {
        let Value { what, parts, published: [low, high], rounding, exact } = value;
        let pairs: Vec<_> = figures.iter().map(parts).collect();
        let bound = bound(0.1, MOST_HALF_WIDTH);
        let found = ratio_interval(&pairs, 0.95).unwrap();
        let inside = |value: f64, widened: f64| low - widened <= value && value <= high + widened;
        assert!(inside(*exact, *rounding), "{what}: {exact} is not in what was published");
        let widened = found.half_width.unwrap() + rounding;
        let is_inside = by == By::Calculator || inside(found.estimate, widened);
        let published = match low == high {
            true => format!("{what} (published: {})", figure(*low)),
            false => format!("{what} (published: {} to {})", figure(*low), figure(*high)),
        };
        Claim::near(&published, &pairs, *exact, bound).and(is_inside)
    };
    let asked = "within 4.5 standard errors of the exact value, and in the published interval widened by \
                 our own; half width at most 4 %, at the gate 10 %";
    let proof = Proof { section: "Published results", case: source, source, asked };
    proof.settle(&values.iter().map(claim).collect::<Vec<_>>());
}

/// Days of 480 minutes from empty, 4.2 calls a minute, 12 agents, talks of 2 minutes.
fn contact_centers(patience: Option<Law>) -> Center {
    let mut center = center::single(4.2, 12, exponential(2.0), patience, 0.0, 480.0);
    center.queues[0].service_level.within = Span::from_secs(20);
    center
}

fn days(quick: u64) -> u64 {
    sized(quick, 20 * quick)
}

/// ContactCenters (Universite de Montreal, github umontreal-simul/contactcenters at f5ddb4a),
/// doc/examples/MMC.res: 1,000 days, 95 %.
#[test]
fn contact_centers_m_m_c_is_reproduced() {
    let values = [
        Value {
            what: "answered within 20 s a day",
            parts: |of| (n(of.calls.answered_in_time), 1.0),
            published: [1812.618, 1819.698],
            rounding: 0.0005,
            exact: 1815.2717371115068,
        },
        Value {
            what: "answered within 20 s of the answered",
            parts: |of| (n(of.calls.answered_in_time), n(of.calls.answered)),
            published: [0.900, 0.904],
            rounding: 0.0005,
            exact: 0.9004324092815014,
        },
        Value {
            what: "speed of answer in minutes",
            parts: |of| (in_minutes(of.calls.answered_wait_ticks), n(of.calls.answered)),
            published: [0.097, 0.102],
            rounding: 0.0005,
            exact: 0.10068074101804546,
        },
        Value {
            what: "occupancy",
            parts: |of| (n(of.duty.busy_ticks), n(of.duty.duty_ticks)),
            published: [0.694, 0.697],
            rounding: 0.0005,
            exact: 0.6969343494893198,
        },
    ];
    reproduce("MMC", By::Simulator, &contact_centers(None), days(1_500), &values);
}

/// The same, doc/examples/MMCAb.res, with patience of 1 minute on average.
#[test]
fn contact_centers_m_m_c_with_abandonment_is_reproduced() {
    let values = [
        Value {
            what: "abandoned a day",
            parts: |of| (n(of.calls.abandoned), 1.0),
            published: [57.660, 59.558],
            rounding: 0.0005,
            exact: 59.263218373849455,
        },
        Value {
            what: "answered within 20 s a day",
            parts: |of| (n(of.calls.answered_in_time), 1.0),
            published: [1903.785, 1908.231],
            rounding: 0.0005,
            exact: 1906.7188944508384,
        },
        Value {
            what: "answered within 20 s of the answered",
            parts: |of| (n(of.calls.answered_in_time), n(of.calls.answered)),
            published: [0.974, 0.975],
            rounding: 0.0005,
            exact: 0.9744381116331116,
        },
        Value {
            what: "speed of answer in minutes",
            parts: |of| (in_minutes(of.calls.answered_wait_ticks), n(of.calls.answered)),
            published: [0.023, 0.024],
            rounding: 0.0005,
            exact: 0.02382526682726,
        },
        Value {
            what: "occupancy",
            parts: |of| (n(of.duty.busy_ticks), n(of.duty.duty_ticks)),
            published: [0.674, 0.677],
            rounding: 0.0005,
            exact: 0.6765583441777013,
        },
        Value {
            what: "answered within 20 s of all but those who abandoned within it",
            parts: |of| {
                let left = n(of.calls.abandoned_in_time);
                (n(of.calls.answered_in_time), n(of.calls.offered) - left)
            },
            published: [0.968, 0.969],
            rounding: 0.0005,
            exact: 0.9681890685778834,
        },
    ];
    reproduce(
        "MMCAb",
        By::Simulator,
        &contact_centers(Some(exponential(1.0))),
        days(1_500),
        &values,
    );
}

/// SSJ (github umontreal-simul/ssj at 98d9a6a), tutorial CallCenter.res: 10,000 days, 90 %. Thirteen
/// hours, busy days of a gamma law of shape 400, one caller in ten hangs up rather than wait.
#[test]
fn the_call_center_of_ssj_is_reproduced() {
    const HOURS: [(f64, u32); 13] = [
        (100.0, 4),
        (150.0, 6),
        (150.0, 8),
        (180.0, 8),
        (200.0, 8),
        (150.0, 7),
        (150.0, 8),
        (150.0, 8),
        (120.0, 6),
        (100.0, 6),
        (80.0, 4),
        (70.0, 4),
        (60.0, 4),
    ];
    let hour = |number: usize| SimTime(minutes(60.0 * number as f64).0);
    let (service, patience) = (exponential(100.0 / 60.0), exponential(1_000.0 / 60.0));
    let mut center = center::single(1.0, 1, service, Some(patience), 0.0, 13.0 * 60.0);
    let steps = HOURS.iter().enumerate().map(|(number, &(calls, _))| RateStep {
        from: hour(number),
        to: hour(number + 1),
        calls,
    });
    center.call_types[0].arrivals = Arrivals::Poisson(steps.collect());
    center.call_types[0].balk = 0.1;
    center.forecast_error = Some(Law::gamma(1.0, 0.05).unwrap());
    let staff = HOURS.iter().enumerate().map(|(number, &(_, agents))| (hour(number), agents));
    center.groups[0].staff = staff.collect();
    center.queues[0].service_level.within = Span::from_secs(20);
    let values = [
        Value {
            what: "calls a day",
            parts: |of| (n(of.calls.offered), 1.0),
            published: [1658.826, 1661.906],
            rounding: 0.0005,
            exact: 1660.0,
        },
        Value {
            what: "mean wait in seconds, by expected calls",
            parts: |of| (seconds(of.calls.hold_ticks), 1660.0),
            published: [4.680, 4.746],
            rounding: 0.0005,
            exact: 4.723604128089813,
        },
        Value {
            what: "waits below 20 s, by expected calls",
            parts: |of| (n(of.calls.answered_in_time + of.calls.abandoned_in_time), 1660.0),
            published: [0.924, 0.925],
            rounding: 0.0005,
            exact: 0.9246893630777405,
        },
        Value {
            what: "abandoned, by expected calls",
            parts: |of| (n(of.calls.abandoned), 1660.0),
            published: [0.020, 0.020],
            rounding: 0.0005,
            exact: 0.019859246177635646,
        },
    ];
    reproduce("SSJ CallCenter", By::Simulator, &center, days(2_500), &values);
}

/// A line in steady state: calls an hour, handle time and patience in seconds, agents, and the
/// calls of each of `days(40)` replications.
fn steady(per_hour: f64, handle: f64, patience: Option<f64>, agents: u32, calls: f64) -> Center {
    let (rate, handle) = (per_hour / 60.0, handle / 60.0);
    let patience = patience.map(|mean| exponential(mean / 60.0));
    let warm_up = 40.0 * handle;
    let talk = exponential(handle);
    let mut center = center::single(rate, agents, talk, patience, warm_up, warm_up + calls / rate);
    center.queues[0].service_level.within = Span::from_secs(20);
    center
}

/// The README of erlangR (github chjacamp/erlangR): probability of abandonment with 9 to 15 agents,
/// and more of 12.
#[test]
fn erlang_r_is_reproduced() {
    const ABANDONED: [(f64, f64); 7] = [
        (0.17955929, 0.17955929076669908),
        (0.12735028, 0.12735028425551326),
        (0.08627226, 0.08627225799672888),
        (0.05563469, 0.05563468780075506),
        (0.0340701, 0.034070096073483165),
        (0.01978727, 0.01978726666609179),
        (0.01089631, 0.010896306666646476),
    ];
    for (agents, (published, exact)) in (9..=15).zip(ABANDONED) {
        let mut values = vec![Value {
            what: "abandoned",
            parts: |of| (n(of.calls.abandoned), n(of.calls.offered)),
            published: [published; 2],
            rounding: 5e-9,
            exact,
        }];
        if agents == 12 {
            values.push(Value {
                what: "found no free agent",
                parts: |of| (n(of.calls.no_free_agent), n(of.calls.offered)),
                published: [0.1882; 2],
                rounding: 0.00005,
                exact: 0.18821111262202,
            });
            values.push(Value {
                what: "mean wait in seconds",
                parts: |of| (seconds(of.calls.hold_ticks), n(of.calls.offered)),
                published: [5.563; 2],
                rounding: 0.0005,
                exact: 5.563468780075506,
            });
            values.push(Value {
                what: "occupancy",
                parts: |of| (n(of.duty.busy_ticks), n(of.duty.duty_ticks)),
                published: [0.7345; 2],
                rounding: 0.00005,
                exact: 0.734506353932746,
            });
        }
        let center = steady(120.0, 280.0, Some(100.0), agents, 10_000.0);
        reproduce(
            &format!("erlangR with {agents} agents"),
            By::Calculator,
            &center,
            days(40),
            &values,
        );
    }
}

/// Two calculators of Erlang C: the README of ErlangC 0.1.0 for R (rdocumentation.org), 100 calls in
/// half an hour of 180 s and 14 agents; and that of call-center-tools (PyPI), 1,000 calls an hour
/// of 120 s and 40 agents.
#[test]
fn calculators_of_erlang_c_are_reproduced() {
    type Parts = fn(&Figures) -> (f64, f64);
    let of: [(&str, Parts); 4] = [
        ("found no free agent", |of| (n(of.calls.no_free_agent), n(of.calls.offered))),
        ("within 20 s", |of| (n(of.calls.answered_in_time), n(of.calls.offered))),
        ("mean wait in seconds", |of| (seconds(of.calls.hold_ticks), n(of.calls.offered))),
        ("occupancy", |of| (n(of.duty.busy_ticks), n(of.duty.duty_ticks))),
    ];
    let check = |source, center: &Center, published: [(f64, f64, f64); 4]| {
        let values = of.iter().zip(published).map(|(&(what, parts), (value, rounding, exact))| {
            Value { what, parts, published: [value; 2], rounding, exact }
        });
        reproduce(source, By::Calculator, center, days(40), &values.collect::<Vec<_>>());
    };
    check(
        "ErlangC for R",
        &steady(200.0, 180.0, None, 14, 20_000.0),
        [
            (0.1741319, 5e-8, 0.17413193359505),
            (0.88835, 5e-6, 0.88835001917947),
            (7.83593701177724, 5e-15, 7.835937011777243),
            (0.7142857, 5e-8, 0.71428571428571),
        ],
    );
    check(
        "call-center-tools",
        &steady(1_000.0, 120.0, None, 40, 40_000.0),
        [
            (0.1907, 0.00005, 0.19073729039431),
            (0.9372, 0.00005, 0.93721062148871),
            (3.43, 0.005, 3.43327122709754),
            (0.8333, 0.00005, 0.83333333333333),
        ],
    );
}
