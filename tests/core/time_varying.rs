//! Exact values of days whose call rate and staffing change, by interval and in all: agents finish
//! the call in hand when their shift ends, so that the queue remembers the interval before.
//!
//! The values were calculated outside this project to 1e-10 by uniformisation of the forward
//! equations of M(t)/M/n(t)+M on (busy agents, calls on hold), with rates and staffing constant in
//! each interval, the waits of an arrival followed through the intervals after it (P31 to P33;
//! in P33 a tenth of the callers hang up at once), and to 1e-8 by the Runge-Kutta method DOP853 for a
//! sinusoidal rate (P34). Times are minutes.

use ringback::measure::{Figures, Frame, Scope, Tally, When};
use ringback::model::{Arrivals, Center, RateStep};
use ringback::time::{SimTime, TICKS_PER_SECOND};

use crate::center::{self, SEED, exponential, minutes};
use crate::claims::{Claim, Proof};
use crate::lengths::{Lengths, just_before};
use crate::oracles::MOST_HALF_WIDTH;
use crate::size::{bound, sized};

/// Half width of the 95 % interval, relative to the exact value, in the quick size.
const MOST_HALF_WIDTH_OF_A_GATE: f64 = 0.35;

/// A day of several intervals.
struct Day {
    id: &'static str,
    service: f64,
    patience: f64,
    balk: f64,
    /// Minutes of each interval.
    length: f64,
    intervals: &'static [Interval],
    /// Of all calls, those served after the last interval included.
    total: Total,
    /// Replications, and how many times as many in the full size.
    replications: u64,
    full: u64,
}

struct Interval {
    /// Calls a minute.
    rate: f64,
    agents: u32,
    exact: Exact,
}

struct Exact {
    /// Time averages: calls on hold, busy agents.
    queue: f64,
    busy: f64,
    /// Calls abandoned during the interval, whenever they came.
    abandoned: f64,
    /// Of the calls that came in it: found no free agent; were answered within 20 seconds;
    /// waited less, whatever followed.
    delayed: f64,
    in_time: f64,
    waited_less: f64,
    /// On hold and busy when the interval ends.
    queue_at_end: f64,
    busy_at_end: f64,
}

struct Total {
    abandoned: f64,
    /// Mean time on hold.
    hold: f64,
    delayed: f64,
    /// Sum of all agents' work.
    work: f64,
    in_time: f64,
    waited_less: f64,
}

fn ticks(ticks: u64) -> f64 {
    ticks as f64 / TICKS_PER_SECOND as f64 / 60.0
}

fn moment(minute: f64) -> SimTime {
    SimTime(minutes(minute).0)
}

impl Day {
    fn center(&self) -> Center {
        let talk = exponential(self.service);
        let end = self.length * self.intervals.len() as f64;
        let mut center = center::single(1.0, 1, talk, Some(exponential(self.patience)), 0.0, end);
        center.horizon.interval = minutes(self.length);
        let step = |(position, interval): (usize, &Interval)| RateStep {
            from: moment(self.length * position as f64),
            to: moment(self.length * (position + 1) as f64),
            calls: interval.rate * self.length,
        };
        let steps = self.intervals.iter().enumerate().map(step).collect::<Vec<_>>();
        let staff = steps.iter().zip(self.intervals).map(|(step, of)| (step.from, of.agents));
        center.groups[0].staff = staff.collect();
        center.call_types[0].arrivals = Arrivals::Poisson(steps);
        center.call_types[0].balk = self.balk;
        center
    }

    /// What a replication says of each value, in the order of `exact`.
    fn observe(&self, heard: &Heard<'_>) -> Vec<(f64, f64)> {
        let n = |count: u64| count as f64;
        let mut found = Vec::new();
        for (position, interval) in self.intervals.iter().enumerate() {
            let of = |tally: &Seen<'_>| tally.figures(When::Interval(position));
            let (came, went) = (of(&heard.by_arrival), of(&heard.by_event));
            let (calls, events) = (came.calls, went.calls);
            let offered = n(calls.offered);
            let end = moment(self.length * (position + 1) as f64);
            let average = |ticks_in_all| (ticks(ticks_in_all), self.length);
            let one = |count: u64| (n(count), 1.0);
            found.extend([
                (offered, interval.rate * self.length),
                average(calls.live_queue_ticks),
                average(came.duty.busy_ticks),
                one(events.abandoned),
                (n(calls.no_free_agent), offered),
                (n(calls.answered_in_time), offered),
                (n(calls.answered_in_time + calls.abandoned_in_time), offered),
                one(just_before(&heard.lengths.waiting, end)),
                one(just_before(&heard.lengths.busy, end)),
            ]);
        }
        let calls = heard.by_arrival.figures(When::Period).calls;
        let offered = n(calls.offered);
        found.extend([
            (n(calls.abandoned), offered),
            (ticks(calls.hold_ticks), offered),
            (n(calls.no_free_agent), offered),
            (ticks(calls.handle_ticks), 1.0),
            (n(calls.answered_in_time), offered),
            (n(calls.answered_in_time + calls.abandoned_in_time), offered),
        ]);
        found
    }

    fn exact(&self) -> Vec<(String, f64)> {
        let mut exact = Vec::new();
        for (position, Interval { exact: of, .. }) in self.intervals.iter().enumerate() {
            let values = [
                ("arrivals", 1.0),
                ("queue", of.queue),
                ("busy", of.busy),
                ("abandoned", of.abandoned),
                ("delayed", of.delayed),
                ("in time", of.in_time),
                ("waited less", of.waited_less),
                ("queue at end", of.queue_at_end),
                ("busy at end", of.busy_at_end),
            ];
            let name = |what| format!("interval {position} {what}");
            exact.extend(values.map(|(what, value)| (name(what), value)));
        }
        let Total { abandoned, hold, delayed, work, in_time, waited_less } = self.total;
        let values = [
            ("abandoned", abandoned),
            ("hold", hold),
            ("delayed", delayed),
            ("work", work),
            ("in time", in_time),
            ("waited less", waited_less),
        ];
        exact.extend(values.map(|(what, value)| (what.to_string(), value)));
        exact
    }
}

/// A replication as it was heard: calls counted by their arrival, and by event; and lengths.
struct Heard<'f> {
    by_arrival: Seen<'f>,
    by_event: Seen<'f>,
    lengths: &'f Lengths,
}

struct Seen<'f> {
    frame: &'f Frame,
    run: ringback::measure::Replication,
}

impl Seen<'_> {
    fn figures(&self, when: When) -> Figures {
        self.frame.figures(&self.run, Scope::Center, when)
    }
}

/// What each replication says of each value.
fn replicate(
    center: &Center,
    replications: u64,
    observe: impl Fn(&Heard<'_>) -> Vec<(f64, f64)> + Sync,
) -> Vec<Vec<(f64, f64)>> {
    let frame = center::frame(center);
    let by_event = Frame { by_event: true, ..frame.clone() };
    center::on_two_threads(replications, |from, to| {
        let mut ears = ((Tally::new(&frame), Tally::new(&by_event)), Lengths::default());
        (from..to)
            .map(|replication| {
                ringback::engine::simulate(center, SEED, replication, &mut ears);
                let lengths = std::mem::take(&mut ears.1);
                let heard = Heard {
                    by_arrival: Seen { frame: &frame, run: ears.0.0.take() },
                    by_event: Seen { frame: &by_event, run: ears.0.1.take() },
                    lengths: &lengths,
                };
                observe(&heard)
            })
            .collect()
    })
}

/// Every value must be met.
fn check(case: &str, found: &[Vec<(f64, f64)>], exact: &[(String, f64)]) {
    let bound = bound(MOST_HALF_WIDTH_OF_A_GATE, MOST_HALF_WIDTH);
    let claims: Vec<Claim> = exact
        .iter()
        .enumerate()
        .map(|(position, (what, exact))| {
            let pairs: Vec<_> = found.iter().map(|values| values[position]).collect();
            Claim::near(what, &pairs, *exact, bound)
        })
        .collect();
    assert!(found.iter().all(|values| values.len() == exact.len()));
    let proof = Proof {
        section: "Days that change",
        case,
        source: "M(t)/M/n(t)+M: forward equations of the Markov chain solved",
        asked: "within 4.5 standard errors; half width at most 4 %, at the gate 35 %",
    };
    proof.settle(&claims);
}

#[test]
fn changing_rates_and_shifts_are_met_interval_by_interval() {
    for day in DAYS {
        let replications = sized(day.replications, day.replications * day.full);
        let found = replicate(&day.center(), replications, |heard| day.observe(heard));
        check(day.id, &found, &day.exact());
    }
}

/// Steps of a hundredth of a minute, each with its exact number of expected calls: the expected
/// calls so far are off by less than 0.0003 of 2,500 at any moment.
#[test]
fn a_sinusoidal_rate_is_met_moment_by_moment() {
    const STEP: f64 = 0.01;
    let calls_until = |minute: f64| 100.0 * minute + 20.0 * (1.0 - libm::cos(minute));
    let mut center = center::single(1.0, 100, exponential(1.0), Some(exponential(1.0)), 0.0, 25.0);
    let step = |number: u32| {
        let (from, to) = (f64::from(number) * STEP, f64::from(number + 1) * STEP);
        RateStep { from: moment(from), to: moment(to), calls: calls_until(to) - calls_until(from) }
    };
    center.call_types[0].arrivals = Arrivals::Poisson((0..2_500).map(step).collect());
    let observe = |heard: &Heard<'_>| {
        let figures = heard.by_arrival.figures(When::Period);
        let events = heard.by_event.figures(When::Period).calls;
        let calls = figures.calls;
        let mut found = vec![
            (ticks(calls.live_queue_ticks), 25.0),
            (ticks(figures.duty.busy_ticks), 25.0),
            (calls.offered as f64, 1.0),
            (calls.no_free_agent as f64, calls.offered as f64),
            (events.abandoned as f64, calls.offered as f64),
        ];
        for point in GRID {
            let at = moment(point[0]);
            let busy = just_before(&heard.lengths.busy, at);
            let waiting = just_before(&heard.lengths.waiting, at);
            let all_busy = f64::from(u8::from(busy == 100));
            found.extend([waiting as f64, busy as f64, all_busy].map(|value| (value, 1.0)));
        }
        found
    };
    let mut exact = vec![
        ("queue".to_owned(), 4.990909517438),
        ("busy".to_owned(), 91.46555005791),
        ("arrivals".to_owned(), 2500.175943763),
        ("delayed".to_owned(), 0.477219805033),
        ("abandoned".to_owned(), 0.04990558294396),
    ];
    for point in GRID {
        let names = ["queue", "busy", "all busy"];
        let values = names.iter().zip(&point[1..]);
        exact.extend(values.map(|(what, value)| (format!("{what} at {} min", point[0]), *value)));
    }
    let replications = sized(600, 60_000);
    check("P34", &replicate(&center, replications, observe), &exact);
}

/// Of P34: the minute, calls on hold, busy agents, probability that all are busy.
const GRID: [[f64; 4]; 8] = [
    [3.125, 7.904603043178, 98.30561530383, 0.7394935969382],
    [6.25, 0.6739430794058, 88.82602970061, 0.145589244166],
    [9.375, 11.31558337101, 99.16197038194, 0.8522904687825],
    [12.5, 0.6535859322862, 88.70487690363, 0.1421327888744],
    [15.625, 11.58659032238, 99.20768145018, 0.8590175132483],
    [18.75, 0.6116388032201, 88.44396106996, 0.1349112455172],
    [21.875, 11.84282689129, 99.24867242918, 0.8651276981429],
    [25.0, 0.5733430195977, 88.19111135954, 0.1281954675704],
];

const DAYS: [Day; 3] = [
    Day {
        id: "P31",
        service: 4.0,
        patience: 3.0,
        balk: 0.0,
        length: 30.0,
        intervals: &[
            Interval {
                rate: 2.0,
                agents: 10,
                exact: Exact {
                    queue: 0.2490503017849,
                    busy: 6.6174935879,
                    abandoned: 2.490503017849,
                    delayed: 0.196414627998,
                    in_time: 0.8604726364011,
                    waited_less: 0.8779070083074,
                    queue_at_end: 0.3564867664375,
                    busy_at_end: 7.521808306462,
                },
            },
            Interval {
                rate: 3.5,
                agents: 14,
                exact: Exact {
                    queue: 0.9718345169271,
                    busy: 11.94110092735,
                    abandoned: 9.718345169271,
                    delayed: 0.4304475645289,
                    in_time: 0.6791252621619,
                    waited_less: 0.7183113533774,
                    queue_at_end: 1.19109520983,
                    busy_at_end: 12.41059773869,
                },
            },
            Interval {
                rate: 3.0,
                agents: 10,
                exact: Exact {
                    queue: 2.12652196885,
                    busy: 9.466802621077,
                    abandoned: 21.2652196885,
                    delayed: 0.7396460063592,
                    in_time: 0.3595821723442,
                    waited_less: 0.4320596881139,
                    queue_at_end: 1.994518464449,
                    busy_at_end: 9.340935137499,
                },
            },
            Interval {
                rate: 1.5,
                agents: 8,
                exact: Exact {
                    queue: 0.4975541091208,
                    busy: 6.059542895152,
                    abandoned: 4.975541091208,
                    delayed: 0.3354650048809,
                    in_time: 0.7338218334903,
                    waited_less: 0.7652451853123,
                    queue_at_end: 0.2651467213574,
                    busy_at_end: 5.648194075741,
                },
            },
        ],
        total: Total {
            abandoned: 0.1283593438666,
            hold: 0.3850780315998,
            delayed: 0.4621531258246,
            work: 1045.96878736,
            in_time: 0.6277362957637,
            waited_less: 0.6713950595746,
        },
        replications: 2_000,
        full: 20,
    },
    Day {
        id: "P32",
        service: 5.0,
        patience: 2.0,
        balk: 0.0,
        length: 15.0,
        intervals: &[
            Interval {
                rate: 4.0,
                agents: 18,
                exact: Exact {
                    queue: 0.535584934794,
                    busy: 12.74712093377,
                    abandoned: 4.016887010955,
                    delayed: 0.2629438410038,
                    in_time: 0.8181998154383,
                    waited_less: 0.851833927464,
                    queue_at_end: 1.231922649709,
                    busy_at_end: 16.50982753803,
                },
            },
            Interval {
                rate: 6.0,
                agents: 30,
                exact: Exact {
                    queue: 0.5825045437115,
                    busy: 25.0544781314,
                    abandoned: 4.368784077836,
                    delayed: 0.2499248673342,
                    in_time: 0.8499092130488,
                    waited_less: 0.8798694213705,
                    queue_at_end: 1.013393078821,
                    busy_at_end: 27.19613863689,
                },
            },
            Interval {
                rate: 7.0,
                agents: 30,
                exact: Exact {
                    queue: 2.149714420759,
                    busy: 28.58885982991,
                    abandoned: 16.12285815569,
                    delayed: 0.6264449449392,
                    in_time: 0.5511457914352,
                    waited_less: 0.6330866203133,
                    queue_at_end: 2.434977631987,
                    busy_at_end: 28.88511643831,
                },
            },
            Interval {
                rate: 5.0,
                agents: 26,
                exact: Exact {
                    queue: 1.376359445351,
                    busy: 24.0234623839,
                    abandoned: 10.32269584013,
                    delayed: 0.4975285815854,
                    in_time: 0.6500723732077,
                    waited_less: 0.7143590166459,
                    queue_at_end: 0.8024671066061,
                    busy_at_end: 23.12454397185,
                },
            },
            Interval {
                rate: 3.0,
                agents: 16,
                exact: Exact {
                    queue: 1.255004446348,
                    busy: 15.07758539033,
                    abandoned: 9.412533347609,
                    delayed: 0.558769060016,
                    in_time: 0.5501068450427,
                    waited_less: 0.6270715882544,
                    queue_at_end: 0.5928878094317,
                    busy_at_end: 13.68883375044,
                },
            },
        ],
        total: Total {
            abandoned: 0.1183567090258,
            hold: 0.2367134180517,
            delayed: 0.4440155708228,
            work: 1653.081170577,
            in_time: 0.6852382992504,
            waited_less: 0.7428467371306,
        },
        replications: 2_000,
        full: 10,
    },
    Day {
        id: "P33",
        service: 1.6666666666666667,
        patience: 16.666666666666668,
        balk: 0.1,
        length: 60.0,
        intervals: &[
            Interval {
                rate: 1.6666666666666667,
                agents: 4,
                exact: Exact {
                    queue: 0.4350966850542,
                    busy: 2.555770328292,
                    abandoned: 4.88381985103,
                    delayed: 0.3317471784835,
                    in_time: 0.7540533957548,
                    waited_less: 0.7922404566505,
                    queue_at_end: 0.4758101775653,
                    busy_at_end: 2.632638152904,
                },
            },
            Interval {
                rate: 2.5,
                agents: 6,
                exact: Exact {
                    queue: 0.3740255440231,
                    busy: 3.98291697958,
                    abandoned: 5.319723287565,
                    delayed: 0.2648820886054,
                    in_time: 0.8271982190263,
                    waited_less: 0.8574188098613,
                    queue_at_end: 0.3890056062781,
                    busy_at_end: 4.014708171731,
                },
            },
            Interval {
                rate: 2.5,
                agents: 8,
                exact: Exact {
                    queue: 0.05529822341008,
                    busy: 4.139984163221,
                    abandoned: 1.176288624586,
                    delayed: 0.06514766802068,
                    in_time: 0.9685514640444,
                    waited_less: 0.9758446122613,
                    queue_at_end: 0.05347285724628,
                    busy_at_end: 4.134522420218,
                },
            },
            Interval {
                rate: 3.0,
                agents: 8,
                exact: Exact {
                    queue: 0.1629696851079,
                    busy: 4.888931218227,
                    abandoned: 3.106633903215,
                    delayed: 0.1399968353793,
                    in_time: 0.9250897920585,
                    waited_less: 0.9408598440391,
                    queue_at_end: 0.1680334968398,
                    busy_at_end: 4.911804021234,
                },
            },
            Interval {
                rate: 3.3333333333333335,
                agents: 8,
                exact: Exact {
                    queue: 0.31260665117,
                    busy: 5.387922364021,
                    abandoned: 5.391353799518,
                    delayed: 0.2132984927653,
                    in_time: 0.8767555726287,
                    waited_less: 0.9008982596673,
                    queue_at_end: 0.3196881441249,
                    busy_at_end: 5.403590469675,
                },
            },
            Interval {
                rate: 2.5,
                agents: 7,
                exact: Exact {
                    queue: 0.1588140826584,
                    busy: 4.131702713248,
                    abandoned: 2.741445701886,
                    delayed: 0.1446476669544,
                    in_time: 0.9179871221722,
                    waited_less: 0.9343392746604,
                    queue_at_end: 0.1461356008941,
                    busy_at_end: 4.09439963408,
                },
            },
        ],
        total: Total {
            abandoned: 0.0243261080953,
            hold: 0.09676943544722,
            delayed: 0.1851994196847,
            work: 1512.294532452,
            in_time: 0.886379717697,
            waited_less: 0.9074181441323,
        },
        replications: 2_500,
        full: 60,
    },
];
