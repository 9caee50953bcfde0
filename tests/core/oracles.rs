//! Exact values that the engine must meet: Erlang C and A, general patience, phase-type service,
//! and direct callback by queue length and by a caller's own wait.
//!
//! The values were calculated outside this project, to the digits shown, by routes that share
//! nothing with a simulator: Erlang C and A from the birth-death sums in 50 digits; M/M/n+G and
//! the callback offered after an own wait from the closed form of Baccelli and Hebuterne (1981)
//! and Zeltyn and Mandelbaum (2005); phase-type service and the callback offered by queue length
//! by solving their Markov chains. Times are minutes.

use ringback::measure::{Figures, Scope, When};
use ringback::model::{Center, Condition};
use ringback::random::Law;
use ringback::time::TICKS_PER_SECOND;

use crate::center;
use crate::claims::{Claim, Proof};
use crate::size::{Size, bound, is_full, size, sized};

/// Replications of a case; `RINGBACK_FULL` in the environment asks for forty times as many.
const REPLICATIONS: u64 = 160;
/// Half width of the 95 % interval, relative to the exact value.
pub(crate) const MOST_HALF_WIDTH: f64 = 0.04;
/// Rarer events than this have no bound on the half width but in the full size.
const RARE: f64 = 0.002;

/// One center with its exact values.
struct Case {
    id: &'static str,
    /// Calls of a replication that are counted, on average: enough for the half width.
    calls: f64,
    rate: f64,
    agents: u32,
    service: Service,
    patience: Patience,
    balk: f64,
    max_waiting: Option<u32>,
    offer: Option<Offer>,
    exact: &'static [(Measure, f64)],
    /// Values that depend on a threshold in minutes.
    within: &'static [(f64, &'static [(Measure, f64)])],
}

enum Service {
    Exponential(f64),
    Erlang(u32, f64),
    /// Mean and squared coefficient of variation, balanced means.
    Hyperexponential(f64, f64),
}

enum Patience {
    Never,
    Exponential(f64),
    Erlang(u32, f64),
    Constant(f64),
    Weibull(f64, f64),
    /// Mean and standard deviation of the logarithm.
    Lognormal(f64, f64),
}

/// One callback offer per call.
struct Offer {
    when_waiting: u32,
    after: f64,
    accept: f64,
    answer: f64,
    /// Mean of an exponential dial.
    ring: Option<f64>,
    no_answer_costs_agent: bool,
}

/// What is compared; probabilities are per offered call unless said otherwise, those of waits
/// per call that was not blocked. An inbound call is one that is neither blocked nor a callback.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Measure {
    ProbabilityOfWait,
    MeanHold,
    HoldOfDelayed,
    HoldPerArrival,
    HoldOfInbound,
    QueueLength,
    LiveQueue,
    CallbackQueue,
    Occupancy,
    Throughput,
    Handled,
    Abandoned,
    AbandonedOfDelayed,
    AbandonedOfInbound,
    AbandonedInTime,
    Blocked,
    AnsweredWait,
    AbandonedWait,
    Accepted,
    CallbackWait,
    Unanswered,
    InTime,
    InTimeOfAnswered,
    InTimeOfInbound,
    InTimeOfPatient,
    WaitedAtMost,
    WaitedLonger,
    InboundWaitedLonger,
    /// Calls on hold or talking.
    System,
    /// Heard an offer.
    Offered,
}

impl Measure {
    /// Numerator and denominator in one replication, times in minutes.
    fn parts(self, figures: &Figures) -> (f64, f64) {
        let n = |count: u64| count as f64;
        let minutes = |ticks: u64| n(ticks) / TICKS_PER_SECOND as f64 / 60.0;
        let c = &figures.calls;
        let offered = n(c.offered);
        let entered = offered - n(c.blocked);
        let inbound = entered - n(c.callbacks_accepted);
        let period = minutes(figures.period_ticks);
        let out_in_time = n(c.answered_in_time + c.abandoned_in_time);
        match self {
            Self::ProbabilityOfWait => (n(c.no_free_agent), entered),
            Self::MeanHold => (minutes(c.hold_ticks), entered),
            Self::HoldOfDelayed => (minutes(c.hold_ticks), n(c.no_free_agent)),
            Self::HoldPerArrival => (minutes(c.hold_ticks), offered),
            Self::HoldOfInbound => (minutes(c.hold_ticks), inbound),
            Self::QueueLength => (minutes(c.live_queue_ticks + c.callback_queue_ticks), period),
            Self::LiveQueue => (minutes(c.live_queue_ticks), period),
            Self::CallbackQueue => (minutes(c.callback_queue_ticks), period),
            Self::Occupancy => (n(figures.duty.busy_ticks), n(figures.duty.duty_ticks)),
            Self::Throughput => (n(c.handled()), period),
            Self::Handled => (n(c.handled()), offered),
            Self::Abandoned => (n(c.abandoned), offered),
            Self::AbandonedOfDelayed => (n(c.abandoned), n(c.no_free_agent)),
            Self::AbandonedOfInbound => (n(c.abandoned), inbound),
            Self::AbandonedInTime => (n(c.abandoned_in_time), entered),
            Self::Blocked => (n(c.blocked), offered),
            Self::AnsweredWait => (minutes(c.answered_wait_ticks), n(c.answered)),
            Self::AbandonedWait => (minutes(c.abandoned_wait_ticks), n(c.abandoned)),
            Self::Accepted => (n(c.callbacks_accepted), offered),
            Self::CallbackWait => (minutes(c.callback_wait_ticks), n(c.callbacks_taken)),
            Self::Unanswered => (n(c.callbacks_unanswered), offered),
            Self::InTime => (n(c.answered_in_time), offered),
            Self::InTimeOfAnswered => (n(c.answered_in_time), n(c.answered)),
            Self::InTimeOfInbound => (n(c.answered_in_time), inbound),
            Self::InTimeOfPatient => (n(c.answered_in_time), entered - n(c.abandoned_in_time)),
            Self::WaitedAtMost => (out_in_time, entered),
            Self::WaitedLonger => (entered - out_in_time, entered),
            Self::InboundWaitedLonger => (inbound - out_in_time, inbound),
            Self::System => (minutes(c.live_queue_ticks + figures.duty.busy_ticks), period),
            Self::Offered => (n(c.callbacks_offered), offered),
        }
    }
}

impl Case {
    fn center(&self) -> Center {
        let minute = 60.0 * TICKS_PER_SECOND as f64;
        let talk = match self.service {
            Service::Exponential(mean) => center::exponential(mean),
            Service::Erlang(k, mean) => Law::erlang(k, mean * minute).unwrap(),
            Service::Hyperexponential(mean, square) => {
                Law::hyperexponential(mean * minute, square.sqrt()).unwrap()
            }
        };
        let patience = match self.patience {
            Patience::Never => None,
            Patience::Exponential(mean) => Some(center::exponential(mean)),
            Patience::Erlang(k, mean) => Some(Law::erlang(k, mean * minute).unwrap()),
            Patience::Constant(length) => Some(Law::constant(length * minute).unwrap()),
            Patience::Weibull(mean, shape) => Some(Law::weibull(mean * minute, shape).unwrap()),
            Patience::Lognormal(mean, sigma) => {
                let cv = libm::sqrt(libm::expm1(sigma * sigma));
                Some(Law::lognormal(mean * minute, cv).unwrap())
            }
        };
        let service = talk.mean() / minute;
        let warm_up = 30.0 * service;
        let end = warm_up + self.calls / self.rate;
        let mut center = center::single(self.rate, self.agents, talk, patience, warm_up, end);
        center.call_types[0].balk = self.balk;
        center.queues[0].max_waiting = self.max_waiting;
        if let Some(offer) = &self.offer {
            center.call_types[0].response.accept = vec![offer.accept, 0.0];
            center.call_types[0].response.answer = vec![offer.answer];
            let queue = &mut center.queues[0];
            queue.overflow = vec![center::offer_when(Condition::WaitingCalls(offer.when_waiting))];
            queue.callback.first_offer = center::minutes(offer.after);
            queue.callback.no_answer_costs_agent = offer.no_answer_costs_agent;
            if let Some(mean) = offer.ring {
                queue.callback.ring = center::exponential(mean);
            }
        }
        center
    }

    /// How many times as many replications the full size has: enough for 4 % of the rarest
    /// measure, which is one call blocked in 55,000 for P20 and in 10,000 for P22.
    fn full_size(&self) -> u64 {
        match self.id {
            "P20" => 500,
            "P22" => 80,
            _ => 40,
        }
    }

    /// What is claimed of every measure.
    fn claims(&self, within: f64, exact: &[(Measure, f64)]) -> Vec<Claim> {
        let mut center = self.center();
        center.queues[0].service_level.within = center::minutes(within);
        claims(self.id, &center, sized(REPLICATIONS, REPLICATIONS * self.full_size()), exact)
    }
}

/// The center of a case, and the replications of the quick size.
pub(crate) fn center_of(id: &str) -> (Center, u64) {
    let case = CASES.iter().find(|case| case.id == id);
    (case.map(Case::center).unwrap(), REPLICATIONS)
}

/// What is claimed of every measure of a center.
pub(crate) fn claims(
    id: &str,
    center: &Center,
    replications: u64,
    exact: &[(Measure, f64)],
) -> Vec<Claim> {
    let frame = center::frame(center);
    let runs = center::simulate(center, &frame, replications);
    assert!(runs.iter().all(|run| run.balanced), "{id}: calls are lost count of");
    let figures: Vec<Figures> =
        runs.iter().map(|run| frame.figures(run, Scope::Center, When::Period)).collect();
    let check = |&(measure, exact): &(Measure, f64)| {
        let pairs: Vec<_> = figures.iter().map(|figures| measure.parts(figures)).collect();
        let bound = if exact > RARE || is_full() {
            bound(MOST_HALF_WIDTH, MOST_HALF_WIDTH)
        } else {
            f64::INFINITY
        };
        Claim::near(&words(measure), &pairs, exact, bound)
    };
    // At the quick size what is rare may never happen.
    let asked = |(_, exact): &&(Measure, f64)| *exact > RARE || size() != Size::Quick;
    exact.iter().filter(asked).map(check).collect()
}

/// A measure's name in words.
fn words(measure: Measure) -> String {
    let mut words = String::new();
    for sign in format!("{measure:?}").chars() {
        if sign.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(sign.to_ascii_lowercase());
    }
    words
}

/// What every exact case is asked.
pub(crate) const ASKED: &str =
    "within 4.5 standard errors of the exact value, half width at most 4 % of it";

fn check(source: &str, ids: &[&str]) {
    let cases: Vec<&Case> = CASES.iter().filter(|case| ids.contains(&case.id)).collect();
    assert_eq!(cases.len(), ids.len());
    for case in cases {
        for (at, (within, exact)) in case.within.iter().enumerate() {
            // What knows no threshold is looked at with the first one.
            let mut all = if at == 0 { case.exact.to_vec() } else { vec![] };
            all.extend(*exact);
            let name = format!("{}, {} s", case.id, 60.0 * within);
            let proof = Proof { section: "Exact cases", case: &name, source, asked: ASKED };
            proof.settle(&case.claims(*within, &all));
        }
    }
}

#[test]
fn without_abandonment_the_wait_is_erlang_c() {
    check("Erlang C, birth and death sums in 50 digits", &["P03", "P04", "P05"]);
}

#[test]
fn with_exponential_patience_the_queue_is_erlang_a() {
    check("Erlang A, birth and death sums in 50 digits", &["P06", "P07", "P08", "P09"]);
}

#[test]
fn with_any_patience_and_balking_the_queue_is_m_m_n_plus_g() {
    check(
        "M/M/n+G, closed form of Baccelli and Hebuterne 1981, Zeltyn and Mandelbaum 2005",
        &["P13", "P14", "P15", "P16"],
    );
}

#[test]
fn with_phase_type_service_the_queue_is_its_markov_chain() {
    check("phase-type service, its Markov chain solved", &["P17", "P18"]);
}

#[test]
fn callbacks_offered_by_queue_length_keep_their_place_as_in_the_markov_chain() {
    check(
        "callback offered by queue length, its Markov chain solved",
        &["P19", "P20", "P21", "P22", "P23", "P35"],
    );
}

#[test]
fn callbacks_offered_after_an_own_wait_follow_their_closed_form() {
    check(
        "callback offered after an own wait, closed form after Baccelli and Hebuterne 1981",
        &["P24", "P27"],
    );
}

const CASES: &[Case] = &[
    Case {
        id: "P03",
        calls: 10_000.0,
        rate: 3.5,
        agents: 14,
        service: Service::Exponential(3.0),
        patience: Patience::Never,
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.2325935053486),
            (Measure::MeanHold, 0.1993658617274),
            (Measure::HoldOfDelayed, 0.8571428571429),
            (Measure::QueueLength, 0.6977805160458),
            (Measure::Occupancy, 0.75),
        ],
        within: &[
            (0.25, &[(Measure::InTime, 0.826248581046), (Measure::WaitedLonger, 0.173751418954)]),
            (0.5, &[(Measure::InTime, 0.8702046493376), (Measure::WaitedLonger, 0.1297953506624)]),
        ],
    },
    Case {
        id: "P04",
        calls: 100_000.0,
        rate: 24.0,
        agents: 110,
        service: Service::Exponential(4.2),
        patience: Patience::Never,
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.272256754794),
            (Measure::MeanHold, 0.1242911271886),
            (Measure::HoldOfDelayed, 0.4565217391304),
            (Measure::QueueLength, 2.982987052526),
            (Measure::Occupancy, 0.9163636363636),
        ],
        within: &[(
            0.3333333333333333,
            &[(Measure::InTime, 0.8688178464687), (Measure::WaitedLonger, 0.1311821535313)],
        )],
    },
    Case {
        id: "P05",
        calls: 10_000.0,
        rate: 0.8,
        agents: 1,
        service: Service::Exponential(1.0),
        patience: Patience::Never,
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.8),
            (Measure::MeanHold, 4.0),
            (Measure::HoldOfDelayed, 5.0),
            (Measure::QueueLength, 3.2),
            (Measure::Occupancy, 0.8),
        ],
        within: &[(
            0.5,
            &[(Measure::InTime, 0.2761300655712), (Measure::WaitedLonger, 0.7238699344288)],
        )],
    },
    Case {
        id: "P06",
        calls: 50_000.0,
        rate: 48.0,
        agents: 50,
        service: Service::Exponential(1.0),
        patience: Patience::Exponential(2.0),
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.4677740685538),
            (Measure::Abandoned, 0.03091224916219),
            (Measure::Handled, 0.9690877508378),
            (Measure::QueueLength, 2.967575919571),
            (Measure::Occupancy, 0.9303242408043),
            (Measure::MeanHold, 0.06182449832439),
            (Measure::AnsweredWait, 0.06026500399255),
            (Measure::AbandonedWait, 0.1107140775508),
            (Measure::HoldOfDelayed, 0.1321674339827),
            (Measure::AbandonedOfDelayed, 0.06608371699133),
            (Measure::Throughput, 46.51621204021),
        ],
        within: &[(
            0.3333333333333333,
            &[
                (Measure::InTime, 0.943018954747),
                (Measure::InTimeOfAnswered, 0.9730996537019),
                (Measure::InTimeOfPatient, 0.972029602987),
                (Measure::WaitedAtMost, 0.9728643917078),
                (Measure::AbandonedInTime, 0.02984543696083),
                (Measure::WaitedLonger, 0.02713560829219),
            ],
        )],
    },
    Case {
        id: "P07",
        calls: 10_000.0,
        rate: 6.0,
        agents: 24,
        service: Service::Exponential(4.5),
        patience: Patience::Exponential(3.0),
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.6827415225016),
            (Measure::Abandoned, 0.151064473772),
            (Measure::Handled, 0.848935526228),
            (Measure::QueueLength, 2.719160527896),
            (Measure::Occupancy, 0.9550524670065),
            (Measure::MeanHold, 0.4531934213159),
            (Measure::AnsweredWait, 0.4393182238777),
            (Measure::AbandonedWait, 0.5311677308583),
            (Measure::HoldOfDelayed, 0.663784765361),
            (Measure::AbandonedOfDelayed, 0.2212615884537),
            (Measure::Throughput, 5.093613157368),
        ],
        within: &[
            (
                0.25,
                &[
                    (Measure::InTime, 0.4324924430104),
                    (Measure::InTimeOfAnswered, 0.509452637625),
                    (Measure::InTimeOfPatient, 0.4552241511723),
                    (Measure::WaitedAtMost, 0.4824276410953),
                    (Measure::AbandonedInTime, 0.0499351980849),
                    (Measure::WaitedLonger, 0.5175723589047),
                ],
            ),
            (
                0.5,
                &[
                    (Measure::InTime, 0.543711049472),
                    (Measure::InTimeOfAnswered, 0.6404621230635),
                    (Measure::InTimeOfPatient, 0.5953528188892),
                    (Measure::WaitedAtMost, 0.630452503915),
                    (Measure::AbandonedInTime, 0.08674145444296),
                    (Measure::WaitedLonger, 0.369547496085),
                ],
            ),
        ],
    },
    Case {
        id: "P08",
        calls: 60_000.0,
        rate: 45.0,
        agents: 230,
        service: Service::Exponential(5.0),
        patience: Patience::Exponential(2.5),
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.3169665353337),
            (Measure::Abandoned, 0.02090151184902),
            (Measure::Handled, 0.979098488151),
            (Measure::QueueLength, 2.351420083015),
            (Measure::Occupancy, 0.9578137384086),
            (Measure::MeanHold, 0.05225377962255),
            (Measure::AnsweredWait, 0.05047074567094),
            (Measure::AbandonedWait, 0.1357772040978),
            (Measure::HoldOfDelayed, 0.1648558248193),
            (Measure::AbandonedOfDelayed, 0.06594232992771),
            (Measure::Throughput, 44.05943196679),
        ],
        within: &[(
            0.3333333333333333,
            &[
                (Measure::InTime, 0.9437557679642),
                (Measure::InTimeOfAnswered, 0.9639027936265),
                (Measure::InTimeOfPatient, 0.9624287198071),
                (Measure::WaitedAtMost, 0.963157674265),
                (Measure::AbandonedInTime, 0.01940190630079),
                (Measure::WaitedLonger, 0.03684232573502),
            ],
        )],
    },
    Case {
        id: "P09",
        calls: 10_000.0,
        rate: 2.2,
        agents: 5,
        service: Service::Exponential(2.0),
        patience: Patience::Exponential(6.0),
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.5372504918108),
            (Measure::Abandoned, 0.0877116510049),
            (Measure::Handled, 0.9122883489951),
            (Measure::QueueLength, 1.157793793265),
            (Measure::Occupancy, 0.8028137471157),
            (Measure::MeanHold, 0.5262699060294),
            (Measure::AnsweredWait, 0.4947684131148),
            (Measure::AbandonedWait, 0.8539167423698),
            (Measure::HoldOfDelayed, 0.9795615156267),
            (Measure::AbandonedOfDelayed, 0.1632602526045),
            (Measure::Throughput, 2.007034367789),
        ],
        within: &[(
            0.5,
            &[
                (Measure::InTime, 0.6184806333926),
                (Measure::InTimeOfAnswered, 0.6779442421619),
                (Measure::InTimeOfPatient, 0.6418148768773),
                (Measure::WaitedAtMost, 0.6548372906241),
                (Measure::AbandonedInTime, 0.03635665723148),
                (Measure::WaitedLonger, 0.3451627093759),
            ],
        )],
    },
    Case {
        id: "P13",
        calls: 10_000.0,
        rate: 10.2,
        agents: 50,
        service: Service::Exponential(5.0),
        patience: Patience::Erlang(2, 2.0),
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.5613551440941),
            (Measure::Abandoned, 0.06736052396519),
            (Measure::Handled, 0.9326394760348),
            (Measure::Occupancy, 0.9512922655555),
            (Measure::HoldPerArrival, 0.2809562637967),
            (Measure::LiveQueue, 2.865753890726),
            (Measure::QueueLength, 2.865753890726),
        ],
        within: &[(
            0.3333333333333333,
            &[
                (Measure::InTime, 0.6309499918405),
                (Measure::InTimeOfAnswered, 0.6765207864919),
                (Measure::WaitedLonger, 0.3496375964475),
            ],
        )],
    },
    Case {
        id: "P14",
        calls: 10_000.0,
        rate: 3.0,
        agents: 12,
        service: Service::Exponential(4.0),
        patience: Patience::Lognormal(3.0, 1.2),
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.4788507457043),
            (Measure::Abandoned, 0.1291228298212),
            (Measure::Handled, 0.8708771701788),
            (Measure::Occupancy, 0.8708771701788),
            (Measure::HoldPerArrival, 0.2980070534894),
            (Measure::LiveQueue, 0.8940211604682),
            (Measure::QueueLength, 0.8940211604682),
        ],
        within: &[(
            0.5,
            &[
                (Measure::InTime, 0.6947111448752),
                (Measure::InTimeOfAnswered, 0.7977142686294),
                (Measure::WaitedLonger, 0.2370880857767),
            ],
        )],
    },
    Case {
        id: "P15",
        calls: 10_000.0,
        rate: 3.3,
        agents: 10,
        service: Service::Exponential(3.0),
        patience: Patience::Constant(1.5),
        balk: 0.0,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.6076903680002),
            (Measure::Abandoned, 0.09918059312514),
            (Measure::Handled, 0.9008194068749),
            (Measure::Occupancy, 0.8918112128061),
            (Measure::HoldPerArrival, 0.5269751671676),
            (Measure::LiveQueue, 1.739018051653),
            (Measure::QueueLength, 1.739018051653),
        ],
        within: &[(
            0.5,
            &[
                (Measure::InTime, 0.5646456606428),
                (Measure::InTimeOfAnswered, 0.6268133838298),
                (Measure::WaitedLonger, 0.4353543393572),
            ],
        )],
    },
    Case {
        id: "P16",
        calls: 10_000.0,
        rate: 5.0,
        agents: 21,
        service: Service::Exponential(4.0),
        patience: Patience::Weibull(4.0, 0.7),
        balk: 0.1,
        max_waiting: None,
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.3206081250749),
            (Measure::Abandoned, 0.09191950140878),
            (Measure::Handled, 0.9080804985912),
            (Measure::Occupancy, 0.8648385700869),
            (Measure::HoldPerArrival, 0.110163752057),
            (Measure::LiveQueue, 0.550818760285),
            (Measure::QueueLength, 0.550818760285),
        ],
        within: &[(
            0.5,
            &[
                (Measure::InTime, 0.8364470859566),
                (Measure::InTimeOfAnswered, 0.9211155698798),
                (Measure::WaitedLonger, 0.08132093510299),
            ],
        )],
    },
    Case {
        id: "P17",
        calls: 10_000.0,
        rate: 2.6,
        agents: 10,
        service: Service::Erlang(2, 3.5),
        patience: Patience::Exponential(3.0),
        balk: 0.0,
        max_waiting: Some(70),
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.4211600463025),
            (Measure::Abandoned, 0.08850652188495),
            (Measure::QueueLength, 0.6903508707026),
            (Measure::MeanHold, 0.2655195656548),
            (Measure::Occupancy, 0.8294590650847),
        ],
        within: &[(
            0.5,
            &[(Measure::InTime, 0.7375009926635), (Measure::WaitedLonger, 0.2109927711537)],
        )],
    },
    Case {
        id: "P18",
        calls: 10_000.0,
        rate: 2.6,
        agents: 10,
        service: Service::Hyperexponential(3.5, 3.0),
        patience: Patience::Exponential(3.0),
        balk: 0.0,
        max_waiting: Some(90),
        offer: None,
        exact: &[
            (Measure::ProbabilityOfWait, 0.4039789602146),
            (Measure::Abandoned, 0.100216115251),
            (Measure::QueueLength, 0.7816856989575),
            (Measure::MeanHold, 0.3006483457529),
            (Measure::Occupancy, 0.8188033351216),
        ],
        within: &[(
            0.5,
            &[(Measure::InTime, 0.7330572203779), (Measure::WaitedLonger, 0.2165473777989)],
        )],
    },
    Case {
        id: "P19",
        calls: 10_000.0,
        rate: 2.5,
        agents: 3,
        service: Service::Exponential(1.0),
        patience: Patience::Exponential(2.0),
        balk: 0.0,
        max_waiting: Some(12),
        offer: Some(Offer {
            when_waiting: 0,
            after: 0.0,
            accept: 0.5,
            answer: 1.0,
            ring: None,
            no_answer_costs_agent: true,
        }),
        exact: &[
            (Measure::Blocked, 0.0003948136516375),
            (Measure::Accepted, 0.2836694194818),
            (Measure::Abandoned, 0.08995767628977),
            (Measure::AbandonedOfInbound, 0.125650484936),
            (Measure::HoldOfInbound, 0.2513009698719),
            (Measure::HoldPerArrival, 0.1799153525795),
            (Measure::CallbackWait, 0.8882645251823),
            (Measure::LiveQueue, 0.4497883814489),
            (Measure::CallbackQueue, 0.629933705512),
            (Measure::QueueLength, 1.079722086961),
            (Measure::Occupancy, 0.7580395917155),
        ],
        within: &[(
            0.5,
            &[(Measure::InTime, 0.5304366833506), (Measure::InTimeOfInbound, 0.7408998235585)],
        )],
    },
    Case {
        id: "P20",
        calls: 10_000.0,
        rate: 1.1,
        agents: 5,
        service: Service::Exponential(4.0),
        patience: Patience::Exponential(3.0),
        balk: 0.0,
        max_waiting: Some(13),
        offer: Some(Offer {
            when_waiting: 2,
            after: 0.0,
            accept: 0.4,
            answer: 1.0,
            ring: None,
            no_answer_costs_agent: true,
        }),
        exact: &[
            (Measure::Blocked, 1.812027263342e-05),
            (Measure::Accepted, 0.06484218089584),
            (Measure::Abandoned, 0.1301050720742),
            (Measure::AbandonedOfInbound, 0.1391290223661),
            (Measure::HoldOfInbound, 0.4173870670983),
            (Measure::HoldPerArrival, 0.3903152162225),
            (Measure::CallbackWait, 2.722821139726),
            (Measure::LiveQueue, 0.4293467378448),
            (Measure::CallbackQueue, 0.194209026978),
            (Measure::QueueLength, 0.6235557648228),
            (Measure::Occupancy, 0.7654915907348),
        ],
        within: &[
            (
                0.5,
                &[(Measure::InTime, 0.6414313956688), (Measure::InTimeOfInbound, 0.6859203993481)],
            ),
            (
                1.0,
                &[(Measure::InTime, 0.7041392200363), (Measure::InTimeOfInbound, 0.7529775721383)],
            ),
        ],
    },
    Case {
        id: "P21",
        calls: 10_000.0,
        rate: 0.9,
        agents: 4,
        service: Service::Exponential(4.0),
        patience: Patience::Exponential(4.0),
        balk: 0.0,
        max_waiting: Some(12),
        offer: Some(Offer {
            when_waiting: 3,
            after: 0.0,
            accept: 0.7,
            answer: 1.0,
            ring: None,
            no_answer_costs_agent: true,
        }),
        exact: &[
            (Measure::Blocked, 0.0009878660583326),
            (Measure::Accepted, 0.09008490867516),
            (Measure::Abandoned, 0.1395457124269),
            (Measure::AbandonedOfInbound, 0.1535279267116),
            (Measure::HoldOfInbound, 0.6141117068463),
            (Measure::HoldPerArrival, 0.5581828497075),
            (Measure::CallbackWait, 4.930994870398),
            (Measure::LiveQueue, 0.5023645647367),
            (Measure::CallbackQueue, 0.3997874003197),
            (Measure::QueueLength, 0.9021519650564),
            (Measure::Occupancy, 0.7735197793633),
        ],
        within: &[(
            1.0,
            &[(Measure::InTime, 0.6253594409684), (Measure::InTimeOfInbound, 0.6880192644522)],
        )],
    },
    Case {
        id: "P22",
        calls: 10_000.0,
        rate: 0.8,
        agents: 4,
        service: Service::Exponential(4.0),
        patience: Patience::Exponential(3.0),
        balk: 0.0,
        max_waiting: Some(11),
        offer: Some(Offer {
            when_waiting: 1,
            after: 0.0,
            accept: 0.5,
            answer: 0.92,
            ring: Some(0.5),
            no_answer_costs_agent: true,
        }),
        exact: &[
            (Measure::Blocked, 9.996773782135e-05),
            (Measure::Accepted, 0.1273937168767),
            (Measure::Abandoned, 0.1112115502604),
            (Measure::AbandonedOfInbound, 0.1274621722495),
            (Measure::HoldOfInbound, 0.3823865167484),
            (Measure::HoldPerArrival, 0.3336346507812),
            (Measure::CallbackWait, 2.836806345537),
            (Measure::LiveQueue, 0.266907720625),
            (Measure::CallbackQueue, 0.2891130435338),
            (Measure::QueueLength, 0.5560207641588),
            (Measure::Occupancy, 0.715536959409),
            (Measure::Unanswered, 0.01019149735013),
        ],
        within: &[(
            0.5,
            &[(Measure::InTime, 0.6422487375458), (Measure::InTimeOfInbound, 0.7360963768635)],
        )],
    },
    Case {
        id: "P23",
        calls: 10_000.0,
        rate: 0.45,
        agents: 2,
        service: Service::Exponential(4.0),
        patience: Patience::Exponential(5.0),
        balk: 0.0,
        max_waiting: Some(12),
        offer: Some(Offer {
            when_waiting: 1,
            after: 0.0,
            accept: 0.6,
            answer: 0.85,
            ring: Some(0.8),
            no_answer_costs_agent: true,
        }),
        exact: &[
            (Measure::Blocked, 0.0006341198255008),
            (Measure::Accepted, 0.2603970630705),
            (Measure::Abandoned, 0.1701964945339),
            (Measure::AbandonedOfInbound, 0.2303162063062),
            (Measure::HoldOfInbound, 1.151581031531),
            (Measure::HoldPerArrival, 0.8509824726697),
            (Measure::CallbackWait, 6.756140853665),
            (Measure::LiveQueue, 0.3829421127014),
            (Measure::CallbackQueue, 0.7916756561933),
            (Measure::QueueLength, 1.174617768895),
            (Measure::Occupancy, 0.7579703149147),
            (Measure::Unanswered, 0.03905955946058),
        ],
        within: &[(
            1.0,
            &[(Measure::InTime, 0.4377547446421), (Measure::InTimeOfInbound, 0.5923859498669)],
        )],
    },
    Case {
        id: "P24",
        calls: 20_000.0,
        rate: 12.0,
        agents: 50,
        service: Service::Exponential(4.0),
        patience: Patience::Exponential(3.0),
        balk: 0.0,
        max_waiting: None,
        offer: Some(Offer {
            when_waiting: 0,
            after: 0.5,
            accept: 0.4,
            answer: 1.0,
            ring: None,
            no_answer_costs_agent: false,
        }),
        exact: &[
            (Measure::ProbabilityOfWait, 0.3852596526466),
            (Measure::Abandoned, 0.04216462619411),
            (Measure::Accepted, 0.03954044652451),
            (Measure::Handled, 0.9578353738059),
            (Measure::Occupancy, 0.9195219588537),
            (Measure::HoldPerArrival, 0.1264938785823),
            (Measure::LiveQueue, 1.517926542988),
            (Measure::CallbackQueue, 0.142748869429),
            (Measure::QueueLength, 1.660675412417),
            (Measure::CallbackWait, 0.3008498933291),
        ],
        within: &[(1.0, &[(Measure::InTime, 0.909380285301)])],
    },
    Case {
        id: "P27",
        calls: 40_000.0,
        rate: 40.0,
        agents: 200,
        service: Service::Exponential(5.0),
        patience: Patience::Exponential(2.0),
        balk: 0.0,
        max_waiting: None,
        offer: Some(Offer {
            when_waiting: 0,
            after: 0.25,
            accept: 0.37,
            answer: 0.93,
            ring: None,
            no_answer_costs_agent: false,
        }),
        exact: &[
            (Measure::ProbabilityOfWait, 0.3971883732835),
            (Measure::Abandoned, 0.03214061083318),
            (Measure::Accepted, 0.03581191679334),
            (Measure::Unanswered, 0.002506834175534),
            (Measure::Handled, 0.9653525549913),
            (Measure::Occupancy, 0.9653525549913),
            (Measure::HoldPerArrival, 0.06428122166636),
            (Measure::LiveQueue, 2.571248866655),
            (Measure::CallbackQueue, 0.1800622849062),
            (Measure::QueueLength, 2.751311151561),
            (Measure::CallbackWait, 0.1256999771509),
        ],
        within: &[(0.5, &[(Measure::InTime, 0.9252243683249)])],
    },
    Case {
        id: "P35",
        calls: 10_000.0,
        rate: 7.0,
        agents: 30,
        service: Service::Exponential(4.0),
        patience: Patience::Exponential(3.0),
        balk: 0.0,
        max_waiting: Some(16),
        offer: Some(Offer {
            when_waiting: 5,
            after: 0.0,
            accept: 0.5,
            answer: 1.0,
            ring: None,
            no_answer_costs_agent: true,
        }),
        exact: &[
            (Measure::Blocked, 0.001338097790023),
            (Measure::Accepted, 0.05934915384093),
            (Measure::Abandoned, 0.04413847439666),
            (Measure::AbandonedOfInbound, 0.04699017922763),
            (Measure::HoldOfInbound, 0.1409705376829),
            (Measure::HoldPerArrival, 0.13241542319),
            (Measure::CallbackWait, 1.067511695432),
            (Measure::LiveQueue, 0.9269079623299),
            (Measure::CallbackQueue, 0.4434914108741),
            (Measure::QueueLength, 1.370399373204),
            (Measure::Occupancy, 0.8908885326258),
        ],
        within: &[(
            0.5,
            &[(Measure::InTime, 0.8090929796018), (Measure::InTimeOfInbound, 0.8613669738931)],
        )],
    },
];
