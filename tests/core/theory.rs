//! The formulas of theory against figures calculated elsewhere, in 50 digits or by quadrature that
//! agrees with itself to 1e-13. Each file in `figures/` says how it was made.

use ringback::theory::{
    CallbackOffer, CallbackState, Demand, Distribution, MOST_AGENTS, MOST_LOAD, Model, OfferTime,
    SteadyState, TheoryError, erlang_b, erlang_c, least_agents, least_agents_without_queue,
};

use crate::digests::Bits;

/// Relative error that is let through, for one agent more or less than the load.
const TOLERANCE: f64 = 1e-12;
/// Figures below this are as good as 0 in 64 bits.
const NOTHING: f64 = 1e-290;

/// The rows of a table of figures without comments and header; empty cells are none.
fn rows(text: &str) -> Vec<Vec<Option<f64>>> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows: Vec<Vec<Option<f64>>> =
        lines.map(|line| line.split(',').map(|cell| cell.parse().ok()).collect()).collect();
    assert!(rows.len() > 10);
    rows
}

/// Relative error, 0 where both are as good as 0.
fn error(found: f64, exact: f64) -> f64 {
    if exact < NOTHING && found < NOTHING { 0.0 } else { (found / exact - 1.0).abs() }
}

/// Every measure of a row that is farther off than `bound`, in words.
fn faults(
    name: &str,
    bound: f64,
    names: &[&str],
    found: &[f64],
    exact: &[Option<f64>],
) -> Vec<String> {
    assert_eq!((names.len(), found.len()), (exact.len(), exact.len()));
    let measures = names.iter().zip(found).zip(exact);
    measures
        .filter_map(|((measure, &found), exact)| {
            // A figure that depends on what is below 1e-300 is left out.
            let exact = (*exact)?;
            let error = error(found, exact);
            // Written so that a result that is no number is a fault.
            let fine = error <= bound;
            (!fine).then(|| {
                format!("{name} {measure}: {found:e}, exact {exact:e}, off by {error:.1e}")
            })
        })
        .collect()
}

fn assert_none(faults: &[String]) {
    let shown = &faults[..faults.len().min(40)];
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), shown.join("\n"));
}

/// The tolerance of the formulas at so many agents and this load.
fn bound(agents: f64, load: f64) -> f64 {
    TOLERANCE * (agents - load).abs().max(1.0)
}

#[test]
fn erlang_b_has_all_its_digits_from_1_to_100_000_agents_and_from_idle_to_twice_the_load() {
    let mut found = Vec::new();
    for row in rows(include_str!("figures/erlang_b.csv")) {
        let (agents, load) = (row[0].unwrap(), row[1].unwrap());
        let name = format!("{agents} agents, load {load}");
        let state =
            SteadyState::new(&Demand::patient(load, 1.0), agents as u32, Some(agents as u32))
                .unwrap();
        let measures = [erlang_b(agents as u32, load)];
        found.extend(faults(&name, bound(agents, load), &["blocked"], &measures, &row[2..]));
        found.extend(faults(&name, bound(agents, load), &["chain"], &[state.blocked], &row[2..]));
    }
    assert_none(&found);
}

#[test]
fn erlang_c_has_all_its_digits_from_1_to_100_000_agents() {
    let names =
        ["wait", "mean wait", "queue length", "variance", "answered within", "waits longer"];
    let mut found = Vec::new();
    for row in rows(include_str!("figures/erlang_c.csv")) {
        let (agents, load) = (row[0].unwrap(), row[1].unwrap());
        let name = format!("{agents} agents, load {load}");
        let state = SteadyState::new(&Demand::patient(load, 1.0), agents as u32, None).unwrap();
        assert!(error(erlang_c(agents as u32, load), row[2].unwrap()) <= bound(agents, load));
        let measures = [
            state.probability_of_wait,
            state.mean_wait,
            state.queue_length,
            state.queue_variance(),
            state.answered_within(0.125),
            state.waits_longer(0.125),
        ];
        found.extend(faults(&name, bound(agents, load), &names, &measures, &row[2..]));
    }
    assert_none(&found);
}

const WITH_PATIENCE: [&str; 13] = [
    "wait",
    "abandoned",
    "answered",
    "mean wait",
    "mean wait of answered",
    "mean wait of abandoned",
    "queue length",
    "queue variance",
    "occupancy",
    "answered within",
    "abandoned within",
    "waits longer",
    "faces longer",
];

fn with_patience(state: &SteadyState) -> [f64; 13] {
    [
        state.probability_of_wait,
        state.abandoned,
        state.answered,
        state.mean_wait,
        state.mean_wait_answered,
        state.mean_wait_abandoned,
        state.queue_length,
        state.queue_variance(),
        state.occupancy,
        state.answered_within(0.125),
        state.abandoned_within(0.125),
        state.waits_longer(0.125),
        state.faces_longer(0.125),
    ]
}

#[test]
fn erlang_a_has_all_its_digits_from_1_to_100_000_agents_and_from_idle_to_twice_the_load() {
    let mut found = Vec::new();
    for row in rows(include_str!("figures/erlang_a.csv")) {
        let (agents, load, patience) = (row[0].unwrap(), row[1].unwrap(), row[2].unwrap());
        let name = format!("{agents} agents, load {load}, patience {patience}");
        let demand = Demand::impatient(load, 1.0, patience);
        let state = SteadyState::new(&demand, agents as u32, None).unwrap();
        let measures = with_patience(&state);
        found.extend(faults(&name, bound(agents, load), &WITH_PATIENCE, &measures, &row[3..]));
    }
    assert_none(&found);
}

#[test]
fn with_a_limit_of_lines_the_chain_has_all_its_digits() {
    let mut found = Vec::new();
    for row in rows(include_str!("figures/limited_lines.csv")) {
        let (agents, load, patience) = (row[0].unwrap(), row[1].unwrap(), row[2]);
        let lines = row[3].unwrap();
        let name = format!("{agents} agents, load {load}, patience {patience:?}, lines {lines}");
        let demand = match patience {
            Some(mean) => Demand::impatient(load, 1.0, mean),
            None => Demand::patient(load, 1.0),
        };
        let state = SteadyState::new(&demand, agents as u32, Some(lines as u32)).unwrap();
        let bound = bound(agents, load);
        found.extend(faults(&name, bound, &["blocked"], &[state.blocked], &row[4..5]));
        let (mut names, mut measures) = (WITH_PATIENCE.to_vec(), with_patience(&state).to_vec());
        let mut exact = row[5..].to_vec();
        if patience.is_none() {
            // Nobody abandons: the wait of those who do is no number.
            names.remove(5);
            measures.remove(5);
            exact.remove(5);
        }
        found.extend(faults(&name, bound, &names, &measures, &exact));
    }
    assert_none(&found);
}

/// The law that a figure's row names, such as `gamma:2.5:1` (shape and mean).
fn law(text: &str) -> Distribution {
    let words: Vec<&str> = text.split(':').collect();
    let number = |at: usize| words[at].parse::<f64>().unwrap();
    match words[0] {
        "constant" => Distribution::Constant(number(1)),
        "exponential" => Distribution::Exponential { mean: number(1) },
        "gamma" => Distribution::Gamma { shape: number(1), mean: number(2) },
        "lognormal" => Distribution::Lognormal { mean: number(1), sigma: number(2) },
        "weibull" => Distribution::Weibull { mean: number(1), shape: number(2) },
        "hyperexponential" => Distribution::Mixture(vec![
            (number(1), Distribution::Exponential { mean: number(2) }),
            (1.0 - number(1), Distribution::Exponential { mean: number(3) }),
        ]),
        "uniform" => Distribution::Uniform { min: number(1), max: number(2) },
        "triangular" => {
            Distribution::Triangular { min: number(1), mode: number(2), max: number(3) }
        }
        "empirical" => Distribution::empirical((1..words.len()).map(number).collect()),
        "mixture" => Distribution::Mixture(vec![
            (number(1), Distribution::Exponential { mean: number(3) }),
            (number(4), Distribution::Never),
        ]),
        "truncated" => {
            let whole = Distribution::Lognormal { mean: number(2), sigma: number(3) };
            whole.between(number(4), number(5)).unwrap()
        }
        other => panic!("{other} is no law"),
    }
}

#[test]
fn with_patience_of_every_law_and_balking_the_queue_has_all_its_digits() {
    let mut found = Vec::new();
    let text = include_str!("figures/general_patience.csv");
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    for (line, row) in lines.zip(rows(text)) {
        let name = line.split(',').next().unwrap();
        let (balk, agents, load) = (row[1].unwrap(), row[2].unwrap(), row[3].unwrap());
        let demand = Demand { load, service: 1.0, patience: law(name), balk };
        let state = SteadyState::new(&demand, agents as u32, None).unwrap();
        let measures = with_patience(&state);
        found.extend(faults(name, bound(agents, load), &WITH_PATIENCE, &measures, &row[4..]));
    }
    assert_none(&found);
}

/// A case of `figures/cases.csv`: calls a minute, mean handle time in minutes, agents, lines.
struct Case {
    id: &'static str,
    rate: f64,
    service: f64,
    agents: u32,
    lines: Option<u32>,
    patience: Distribution,
    balk: f64,
    offer: Option<CallbackOffer>,
}

fn exponential(mean: f64) -> Distribution {
    Distribution::Exponential { mean }
}

fn cases() -> Vec<Case> {
    use Distribution::{Constant, Gamma, Lognormal, Never, Weibull};
    let plain = |id, rate, service, agents, patience| Case {
        id,
        rate,
        service,
        agents,
        lines: None,
        patience,
        balk: 0.0,
        offer: None,
    };
    let lines = |id, rate, service, agents, lines, patience| Case {
        lines: Some(lines),
        ..plain(id, rate, service, agents, patience)
    };
    let callback = |id, rate, service, agents, patience, time, (after, accept, answer)| Case {
        offer: Some(CallbackOffer { time, after, accept, answer }),
        ..plain(id, rate, service, agents, patience)
    };
    let (postponed, announced) = (OfferTime::Postponed, OfferTime::Announced);
    vec![
        lines("P01", 15.0, 1.0, 20, 20, Never),
        lines("P02", 110.5, 1.0, 120, 120, Never),
        plain("P03", 3.5, 3.0, 14, Never),
        plain("P04", 24.0, 4.2, 110, Never),
        plain("P05", 0.8, 1.0, 1, Never),
        plain("P06", 48.0, 1.0, 50, exponential(2.0)),
        plain("P07", 6.0, 4.5, 24, exponential(3.0)),
        plain("P08", 45.0, 5.0, 230, exponential(2.5)),
        plain("P09", 2.2, 2.0, 5, exponential(6.0)),
        lines("P10", 6.0, 4.5, 24, 30, exponential(3.0)),
        lines("P11", 4.2, 2.0, 12, 17, Never),
        lines("P12", 0.833_333_333_333_333_4, 10.0, 12, 24, exponential(2.0)),
        plain("P13", 10.2, 5.0, 50, Gamma { shape: 2.0, mean: 2.0 }),
        plain("P14", 3.0, 4.0, 12, Lognormal { mean: 3.0, sigma: 1.2 }),
        plain("P15", 3.3, 3.0, 10, Constant(1.5)),
        Case { balk: 0.1, ..plain("P16", 5.0, 4.0, 21, Weibull { mean: 4.0, shape: 0.7 }) },
        callback("P24", 12.0, 4.0, 50, exponential(3.0), postponed, (0.5, 0.4, 1.0)),
        callback("P25", 12.0, 4.0, 50, exponential(3.0), announced, (0.75, 0.5, 0.93)),
        callback(
            "P26",
            6.2,
            4.0,
            25,
            Lognormal { mean: 4.0, sigma: 1.0 },
            announced,
            (0.0, 0.37, 0.93),
        ),
        callback("P27", 40.0, 5.0, 200, exponential(2.0), postponed, (0.25, 0.37, 0.93)),
        lines("P36", 12.0, 4.0, 45, 70, exponential(2.0)),
    ]
}

/// A measure of a queue by its name in the file; shares are per call let in.
fn measure(state: &SteadyState, name: &str, time: f64) -> f64 {
    let in_time = || state.answered_within(time);
    match name {
        "p_block" => state.blocked,
        "p_wait" => state.probability_of_wait,
        "p_abandon" => state.abandoned,
        "p_served" => state.answered,
        "p_abandon_given_wait" => state.abandoned / state.probability_of_wait,
        "p_callback" | "p_callback_unanswered" | "e_queue_callback" => 0.0,
        "e_queue" | "e_queue_inbound" | "e_queue_total" => state.queue_length,
        "e_offered_wait" => state.mean_offered_wait(),
        "var_queue" => state.queue_variance(),
        "e_system" => state.in_system(),
        "occupancy" => state.occupancy,
        "throughput" => state.throughput(),
        "e_wait_all" | "e_hold_all" => state.mean_wait,
        "e_wait_served" => state.mean_wait_answered,
        "e_wait_abandon" if state.abandoned == 0.0 => 0.0,
        "e_wait_abandon" => state.mean_wait_abandoned,
        "e_wait_delayed" => state.mean_wait_delayed,
        "sl_offered" => in_time(),
        "sl_answered" => in_time() / state.answered,
        "sl_offered_less_short_abandons" => in_time() / (1.0 - state.abandoned_within(time)),
        "sl_incl_abandon" => 1.0 - state.waits_longer(time),
        "sl_all_arrivals_incl_blocked" => in_time() * (1.0 - state.blocked),
        "p_abandon_before_t" => state.abandoned_within(time),
        "tail_W" => state.waits_longer(time),
        "tail_V" => state.faces_longer(time),
        other => panic!("{other} is not compared"),
    }
}

/// A measure of a queue with callbacks by its name in the file.
fn callback_measure(state: &CallbackState, offer: &CallbackOffer, name: &str, time: f64) -> f64 {
    let inbound = 1.0 - state.accepted;
    match name {
        "p_wait" => state.probability_of_wait,
        "e_offered_wait" => state.mean_offered_wait,
        "p_abandon" => state.abandoned,
        "p_abandon_inbound" => state.abandoned / inbound,
        "p_callback" => state.accepted,
        "p_callback_unanswered" => state.unanswered,
        "p_served" => state.handled,
        "occupancy" => state.occupancy,
        "e_hold_all" => state.mean_hold,
        "e_hold_inbound" => state.mean_hold / inbound,
        "e_queue_inbound" => state.live_queue,
        "e_queue_callback" => state.callback_queue,
        "e_queue_total" => state.live_queue + state.callback_queue,
        "e_callback_wait_from_acceptance" => state.mean_callback_wait,
        "e_callback_wait_total" => state.mean_callback_wait_from_arrival,
        "tail_V" => state.faces_longer(time),
        "live_answered_within_t" => state.answered_live_within(time),
        "live_answered_within_t_given_not_callback" => state.answered_live_within(time) / inbound,
        "callback_started_within_t" => state.accepted * (1.0 - state.callback_waits_longer(time)),
        "callback_tail_t" | "callback_tail_t_after_acceptance" => state.callback_waits_longer(time),
        other => panic!("{other} is not compared with an offer {offer:?}"),
    }
}

#[test]
fn every_published_value_of_a_single_queue_is_met_to_the_digits_printed() {
    // 13 digits are printed, so half a unit of the last is 5e-13 at most.
    const PRINTED: f64 = 1e-12;
    let cases = cases();
    let mut found = Vec::new();
    let mut compared = 0;
    let text = include_str!("figures/cases.csv");
    for line in text.lines().filter(|line| line.starts_with('P')) {
        let cells: Vec<&str> = line.split(',').collect();
        let case = cases.iter().find(|case| case.id == cells[0]).unwrap();
        let time = cells[2].parse().unwrap_or(f64::NAN);
        let exact: f64 = cells[3].parse().unwrap();
        let demand = Demand {
            load: case.rate * case.service,
            service: case.service,
            patience: case.patience.clone(),
            balk: case.balk,
        };
        let value = match &case.offer {
            None => {
                let state = SteadyState::new(&demand, case.agents, case.lines).unwrap();
                measure(&state, cells[1], time)
            }
            Some(offer) => {
                let state = CallbackState::new(&demand, case.agents, *offer).unwrap();
                callback_measure(&state, offer, cells[1], time)
            }
        };
        compared += 1;
        let fine = (value - exact).abs() <= PRINTED * exact;
        if !fine {
            found.push(format!("{line}: {value:.16}, off by {:.1e}", value / exact - 1.0));
        }
    }
    assert_eq!((compared, cases.len()), (355, 21));
    assert_none(&found);
}

#[test]
fn the_unit_of_time_is_of_no_account() {
    let in_minutes = SteadyState::new(&Demand::impatient(27.0, 4.5, 3.0), 24, None).unwrap();
    let in_seconds = SteadyState::new(&Demand::impatient(27.0, 270.0, 180.0), 24, None).unwrap();
    assert!(error(60.0 * in_minutes.mean_wait, in_seconds.mean_wait) < 1e-13);
    assert!(error(in_minutes.answered_within(0.5), in_seconds.answered_within(30.0)) < 1e-13);
    assert!(error(in_minutes.throughput(), 60.0 * in_seconds.throughput()) < 1e-13);
}

#[test]
fn with_so_many_lines_that_none_is_ever_missing_the_chain_is_erlang_a() {
    for (load, agents, patience) in [(9.0, 10, 0.5), (120.0, 100, 3.0), (950.0, 1_000, 1.0)] {
        let demand = Demand::impatient(load, 1.0, patience);
        let line = SteadyState::new(&demand, agents, Some(20_000)).unwrap();
        let open = SteadyState::new(&demand, agents, None).unwrap();
        for (line, open) in with_patience(&line).into_iter().zip(with_patience(&open)) {
            assert!(error(line, open) < bound(f64::from(agents), load), "{line:e} {open:e}");
        }
        assert!(error(line.mean_offered_wait(), open.mean_offered_wait()) < 1e-11);
    }
}

#[test]
fn an_offer_that_nobody_accepts_changes_nothing_and_one_to_all_at_once_needs_no_time_of_offer() {
    let demand = Demand::impatient(48.0, 4.0, 3.0);
    let plain = SteadyState::new(&demand, 50, None).unwrap();
    let offer = |time, after, accept| CallbackOffer { time, after, accept, answer: 1.0 };
    let nobody = offer(OfferTime::Postponed, 0.5, 0.0);
    let nobody = CallbackState::new(&demand, 50, nobody).unwrap();
    assert!(error(nobody.abandoned, plain.abandoned) < 1e-13);
    assert!(error(nobody.mean_hold, plain.mean_wait) < 1e-13);
    let [postponed, announced] = [OfferTime::Postponed, OfferTime::Announced]
        .map(|time| CallbackState::new(&demand, 50, offer(time, 0.0, 0.5)).unwrap());
    assert!(error(postponed.accepted, announced.accepted) < 1e-13);
    assert!(error(postponed.mean_callback_wait, announced.mean_callback_wait) < 1e-13);
    assert!(error(postponed.abandoned, announced.abandoned) < 1e-13);
}

#[test]
fn the_least_agents_are_those_that_trying_one_by_one_finds() {
    for (load, patience) in [(0.3, 2.0), (10.0, 1.0), (47.3, 0.2), (250.0, 5.0)] {
        for share in [0.5, 0.8, 0.99] {
            let demand = Demand::impatient(load, 180.0, 180.0 * patience);
            let reaches = |state: &SteadyState| state.answered_within(20.0) >= share;
            let found = least_agents(&demand, None, reaches).unwrap().agents;
            let tried = (1..).find(|&n| reaches(&SteadyState::new(&demand, n, None).unwrap()));
            assert_eq!(Some(found), tried, "load {load}, patience {patience}, share {share}");
        }
    }
    // 80 % within 20 s of 100 calls in half an hour with a handle time of 3 minutes: 14 agents, in
    // every table of Erlang C.
    let calls = Demand::patient(10.0, 180.0);
    let found = least_agents(&calls, None, |state| state.answered_within(20.0) >= 0.8).unwrap();
    assert_eq!(found.agents, 14);
    // 1 % blocked at 10 erlangs: 18 lines, in every table of Erlang B.
    let found = least_agents_without_queue(&calls, |state| state.blocked <= 0.01).unwrap();
    assert_eq!(found.agents, 18);
}

#[test]
fn what_is_outside_the_guard_rails_is_told_and_never_calculated() {
    let fault = |demand: &Demand, agents, lines| {
        SteadyState::new(demand, agents, lines).unwrap_err().to_string()
    };
    let calls = Demand::patient(10.0, 3.0);
    assert_eq!(
        fault(&calls, 10, None),
        "the queue grows without end: 10 erlangs of callers who never give up need at least 11 \
         agents, not 10"
    );
    assert_eq!(
        fault(&Demand::patient(f64::NAN, 3.0), 10, None),
        "the load must be a finite number above 0, not NaN"
    );
    assert_eq!(
        fault(&Demand::patient(10.0, 0.0), 10, None),
        "the mean handle time must be a finite number above 0, not 0"
    );
    assert_eq!(fault(&calls, 0, None), "the number of agents must be from 1 to 1000000, not 0");
    assert_eq!(
        fault(&Demand::patient(1e9, 3.0), 10, None),
        "a load of 1000000000 erlangs is above the limit of 10000000"
    );
    assert_eq!(
        fault(&calls, 12, Some(11)),
        "12 agents need at least 12 lines, as each talks on one; there are 11"
    );
    assert_eq!(
        fault(&Demand::impatient(10.0, 3.0, -1.0), 10, None),
        "the mean patience must be a finite number above 0, not -1"
    );
    let balking = Demand { balk: 1.5, ..Demand::impatient(10.0, 3.0, 1.0) };
    assert_eq!(
        fault(&balking, 10, None),
        "the probability of balking must be a share from 0 to 1, not 1.5"
    );
    let constant = Demand { patience: Distribution::Constant(1.0), ..calls.clone() };
    assert_eq!(
        fault(&constant, 10, Some(20)),
        "with a limit of lines, patience must be exponential or endless, and nobody may balk"
    );
    assert_eq!(
        least_agents(&calls, Some(20), |state| state.occupancy < 0.1).unwrap_err(),
        TheoryError::OutOfReach { agents: 20 }
    );
    // Those who never give up overload it, though others do.
    let mixed = Demand {
        patience: Distribution::Mixture(vec![
            (0.5, Distribution::Never),
            (0.5, Distribution::Exponential { mean: 1.0 }),
        ]),
        ..calls.clone()
    };
    assert!(matches!(
        SteadyState::new(&mixed, 5, None),
        Err(TheoryError::Overload { at_least: 6, .. })
    ));
    assert!(SteadyState::new(&mixed, 6, None).is_ok());
    let late = CallbackOffer { time: OfferTime::Postponed, after: -1.0, accept: 0.5, answer: 1.0 };
    let late = CallbackState::new(&Demand::impatient(10.0, 3.0, 1.0), 10, late).unwrap_err();
    assert_eq!(late.to_string(), "a time must be a number of at least 0, not -1");
}

#[test]
fn measures_stay_within_their_bounds_from_idle_to_ten_times_the_load() {
    for agents in [1, 7, 100, 3_000, 100_000] {
        for share in [0.001, 0.3, 0.9, 0.999, 1.0, 1.001, 1.5, 10.0] {
            for patience in [1e-3, 0.1, 10.0, 1e5] {
                let demand = Demand::impatient(f64::from(agents) * share, 1.0, patience);
                let state = SteadyState::new(&demand, agents, None).unwrap();
                let name = format!("{agents} agents, {share} of them loaded, patience {patience}");
                let whole = state.answered + state.abandoned;
                assert!((whole - 1.0).abs() < 1e-10, "{name}: {whole}");
                assert!(state.occupancy <= 1.0 + 1e-12, "{name}");
                let (fast, slow) = (state.answered_within(0.01), state.answered_within(0.1));
                assert!(0.0 <= fast && fast <= slow + 1e-12, "{name}");
                assert!(slow <= state.answered + 1e-12, "{name}");
                // Little's law, and the rate of giving up of those who wait.
                let rate = state.queue_length / patience;
                assert!(error(rate, demand.load * state.abandoned) < 1e-9, "{name}");
            }
        }
    }
}

#[test]
fn a_mixture_kept_between_two_bounds_has_the_share_of_each_of_its_laws() {
    let inner = vec![(0.5, Distribution::Exponential { mean: 1.0 }), (0.5, Distribution::Never)];
    let law = Distribution::Mixture(vec![
        (0.5, Distribution::empirical(vec![1.0, 2.0, 3.0, 4.0])),
        (0.25, Distribution::Constant(2.0)),
        (0.25, Distribution::Mixture(inner)),
    ]);
    let kept = law.between(1.5, 3.5).unwrap();
    // Of the first 2 and 3 are kept, of the second all, of the third half an exponential law.
    let exponential = |to: f64| 0.125 * (libm::exp(-1.5) - libm::exp(-to));
    let all = 0.25 + 0.25 + exponential(3.5);
    let below = (0.125 + 0.25 + exponential(2.5)) / all;
    let found = kept.part(2.5);
    assert!((found.below - below).abs() < 1e-14, "{found:?}, exact {below}");
    let mean = |to: f64| 0.125 * (2.5 * libm::exp(-1.5) - (to + 1.0) * libm::exp(-to));
    let exact = (0.25 * 2.5 + 0.25 * 2.0 + mean(3.5)) / all;
    assert!((kept.mean() - exact).abs() < 1e-14, "{}, exact {exact}", kept.mean());
    let of_constants = Distribution::Mixture(vec![(1.0, Distribution::Constant(2.0))]);
    assert_eq!(of_constants.between(3.0, 4.0), None, "nothing of it lies there");
}

/// A law of each kind.
fn laws() -> Vec<Distribution> {
    let named = [
        "constant:1.5",
        "exponential:2",
        "gamma:2.5:1.25",
        "gamma:0.6:3",
        "gamma:40:2",
        "lognormal:3:1.2",
        "weibull:4:0.7",
        "weibull:2:1.8",
        "hyperexponential:0.3:0.5:4",
        "uniform:0.5:2.5",
        "triangular:0.5:1:3",
        "empirical:0.5:1:1:2.25:6",
        "mixture:0.8:exponential:2:0.2",
        "truncated:lognormal:2:0.8:0.5:5",
    ];
    named.map(law).into_iter().chain([Distribution::Never]).collect()
}

/// Rounding is part of a result: where two forms of a formula meet, and how finely is integrated,
/// shows in last digits alone.
#[test]
fn formulas_are_the_same_bits_on_every_machine() {
    let mut bits = Bits::default();
    for agents in [1, 2, 7, 50, 400] {
        for times in [1e-3, 0.3, 0.9, 1.0, 1.02, 2.5] {
            let load = times * f64::from(agents);
            bits.add([erlang_b(agents, load), erlang_c(agents, load)]);
            for (patience, lines) in [(0.1, None), (1.0, None), (8.0, Some(agents + agents / 4))] {
                let demand = Demand::impatient(load, 1.5, patience);
                let state = SteadyState::new(&demand, agents, lines).unwrap();
                bits.add(with_patience(&state));
                bits.add([state.blocked, state.mean_wait_delayed, state.mean_offered_wait()]);
                bits.add([state.throughput(), state.in_system(), state.faces_longer(2.0)]);
            }
        }
    }
    for case in cases() {
        let load = case.rate * case.service;
        let (service, patience, balk) = (case.service, case.patience, case.balk);
        let demand = Demand { load, service, patience, balk };
        match case.offer {
            None => bits
                .add(with_patience(&SteadyState::new(&demand, case.agents, case.lines).unwrap())),
            Some(offer) => {
                let state = CallbackState::new(&demand, case.agents, offer).unwrap();
                bits.add([
                    state.probability_of_wait,
                    state.abandoned,
                    state.accepted,
                    state.handled,
                ]);
                bits.add([state.mean_hold, state.live_queue, state.callback_queue]);
                bits.add([state.mean_callback_wait, state.faces_longer(0.5)]);
                bits.add([state.answered_live_within(0.4), state.callback_waits_longer(0.7)]);
            }
        }
    }
    // In overload the likeliest wait lies before the offer, at it, or after it.
    for (agents, time) in [(26, OfferTime::Postponed), (22, OfferTime::Announced)] {
        let demand = Demand { balk: 0.05, ..Demand::impatient(30.0, 4.0, 3.0) };
        for after in [0.2, 0.7, 3.0] {
            let offer = CallbackOffer { time, after, accept: 0.4, answer: 0.9 };
            let state = CallbackState::new(&demand, agents, offer).unwrap();
            bits.add([state.probability_of_wait, state.abandoned, state.accepted, state.handled]);
            bits.add([state.mean_hold, state.mean_callback_wait, state.faces_longer(1.0)]);
            bits.add([state.answered_live_within(0.4), state.callback_waits_longer(0.7)]);
        }
    }
    for patience in laws() {
        bits.add(patience.marks().into_iter().chain([patience.mean(), patience.endless()]));
        let times = [0.0, 1e-3, 0.25, 0.5, 1.0, 1.3, 3.0, 9.0, 40.0].into_iter();
        for x in times.chain(patience.marks()) {
            let part = patience.part(x);
            bits.add([part.below, part.above, part.mean_below]);
            bits.add([-0.5, -0.1, 0.2, 0.5, 4.0].map(|further| patience.gain(x, further)));
        }
        let demand = Demand { load: 11.0, service: 1.0, patience, balk: 0.05 };
        // Where nobody gives up, 9 agents are too few.
        let states = [9, 12, 16].map(|agents| SteadyState::new(&demand, agents, None));
        states.iter().flatten().for_each(|state| bits.add(with_patience(state)));
    }
    assert_eq!(bits.to_string(), "d936060a30e676bc");
}

#[test]
fn the_limits_of_what_is_calculated_belong_to_it() {
    let least = |demand: &Demand| SteadyState::new(demand, 1, Some(1)).unwrap().blocked;
    assert!(least(&Demand::patient(MOST_LOAD, 1.0)) > 0.999);
    let beyond = Demand::patient(2.0 * MOST_LOAD, 1.0);
    assert!(SteadyState::new(&beyond, 1, Some(1)).is_err());
    let some = Demand::patient(10.0, 1.0);
    assert!(SteadyState::new(&some, MOST_AGENTS, None).is_ok());
    assert!(SteadyState::new(&some, MOST_AGENTS + 1, None).is_err());
}

#[test]
fn laws_of_weight_zero_have_no_part_in_a_mixture() {
    let law = Distribution::Mixture(vec![
        (0.0, Distribution::Never),
        (1.0, Distribution::Exponential { mean: 2.0 }),
    ]);
    assert_eq!((law.mean(), law.endless()), (2.0, 0.0));
}

#[test]
fn the_model_is_named_by_what_callers_do() {
    let gamma = Distribution::Gamma { shape: 2.0, mean: 3.0 };
    let plain = Demand::impatient(9.0, 1.0, 3.0);
    let model = |demand: &Demand, lines| SteadyState::new(demand, 10, lines).unwrap().model;
    assert_eq!(model(&plain, None), Model::ErlangA);
    assert_eq!(model(&Demand { balk: 0.1, ..plain.clone() }, None), Model::GeneralPatience);
    assert_eq!(model(&Demand { patience: gamma, ..plain.clone() }, None), Model::GeneralPatience);
    assert_eq!(model(&Demand::patient(9.0, 1.0), None), Model::ErlangC);
    assert_eq!(model(&plain, Some(12)), Model::LimitedLines);
    assert_eq!(model(&plain, Some(10)), Model::ErlangB);
}

#[test]
fn a_full_queue_of_thousands_is_served_in_the_time_that_its_agents_take() {
    // 10,000 agents and nearly always 10,000 who wait: after 1.05 handle times 10,500 are done, 5
    // standard deviations more.
    let state = SteadyState::new(&Demand::patient(12_000.0, 1.0), 10_000, Some(20_000)).unwrap();
    assert!(state.waits_longer(1.05) < 1e-5, "{:e}", state.waits_longer(1.05));
    assert!(state.answered_within(1.05) > 0.999_99);
    assert!(state.waits_longer(0.95) > 0.999_99, "{:e}", state.waits_longer(0.95));
}
