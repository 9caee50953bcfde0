//! Queues whose exact answers are known, as scenarios.

/// Replications of a case.
const REPLICATIONS: u32 = 40;
/// How many times as many the full size has.
const FULL: u32 = 20;
/// Mean handle times until an empty start is forgotten.
const WARM_UP: f64 = 40.0;

/// Replications of each case.
pub(super) const fn replications(full: bool) -> u32 {
    if full { FULL * REPLICATIONS } else { REPLICATIONS }
}

/// A queue.
pub(super) struct Case {
    pub(super) title: &'static str,
    pub(super) source: &'static str,
    /// Calls of a replication, beyond the warm-up: enough for the half width.
    calls: f64,
    /// Calls a minute.
    rate: f64,
    agents: u32,
    /// Mean handle time in seconds.
    handle_time: f64,
    /// Laws as in a scenario.
    talk_time: &'static str,
    patience: &'static str,
    balk: f64,
    /// Threshold of the service level in seconds.
    within: f64,
    /// More settings of the queue, and of its callbacks.
    queue: &'static str,
    callback: &'static str,
    response: &'static str,
    pub(super) exact: Exact,
}

/// Where the exact values come from.
pub(super) enum Exact {
    /// From the formulas of this program.
    Theory,
    /// From outside: metrics with their values, times in minutes.
    Pinned(&'static [(&'static str, f64)]),
}

impl Case {
    /// The case as a scenario file.
    pub(super) fn scenario(&self, full: bool) -> String {
        let warm_up = WARM_UP * self.handle_time;
        let duration = warm_up + 60.0 * self.calls / self.rate;
        let Self { agents, talk_time, patience, balk, within, queue, callback, response, .. } =
            self;
        let per_hour = 60.0 * self.rate;
        let replications = replications(full);
        let title = self.title;
        format!(
            "[scenario]\nname = \"{title}\"\nduration = \"{duration}s\"\ninterval = \"{duration}s\"\n\
             warm_up = \"{warm_up}s\"\n\
             [run]\nreplications = {replications}\n\
             [call_type.calls]\nroute = \"queue\"\n\
             arrivals = {{ poisson = {{ per_hour = {per_hour} }} }}\n\
             talk_time = {talk_time}\npatience = {patience}\nbalk = {balk}\n{response}\n\
             [agent_group.agents]\nqueues = [\"queue\"]\nstaff = {agents}\n\
             [queue.queue]\nservice_level = {{ within = \"{within}s\", target = 0.8 }}\n\
             count_cache = \"0s\"\n{queue}\n{callback}\n"
        )
    }
}

/// Offers at once to a call that finds so many waiting, one offer, no prompts.
const PLAIN: Case = Case {
    title: "",
    source: "",
    calls: 20_000.0,
    rate: 1.0,
    agents: 1,
    handle_time: 60.0,
    talk_time: "",
    patience: "\"never\"",
    balk: 0.0,
    within: 30.0,
    queue: "",
    callback: "",
    response: "",
    exact: Exact::Theory,
};

const FORMULA: &str = "formula of this program, itself checked below";
const CHAIN: &str = "Markov chain solved outside, to 1e-11";

/// All cases.
pub(super) const CASES: &[Case] = &[
    Case {
        title: "Erlang B, 20 agents and lines",
        source: FORMULA,
        rate: 15.0,
        agents: 20,
        talk_time: "{ exponential = { mean = \"60s\" } }",
        queue: "lines = 20",
        ..PLAIN
    },
    Case {
        title: "Erlang C, 14 agents",
        source: FORMULA,
        rate: 3.5,
        agents: 14,
        handle_time: 180.0,
        talk_time: "{ exponential = { mean = \"180s\" } }",
        within: 15.0,
        ..PLAIN
    },
    Case {
        title: "Erlang A, 24 agents, overloaded",
        source: FORMULA,
        rate: 6.0,
        agents: 24,
        handle_time: 270.0,
        talk_time: "{ exponential = { mean = \"270s\" } }",
        patience: "{ exponential = { mean = \"180s\" } }",
        ..PLAIN
    },
    Case {
        title: "Erlang A, 230 agents",
        source: FORMULA,
        calls: 60_000.0,
        rate: 45.0,
        agents: 230,
        handle_time: 300.0,
        talk_time: "{ exponential = { mean = \"300s\" } }",
        patience: "{ exponential = { mean = \"150s\" } }",
        within: 20.0,
        ..PLAIN
    },
    Case {
        title: "M/M/24/30+M, a limit of lines",
        source: FORMULA,
        rate: 6.0,
        agents: 24,
        handle_time: 270.0,
        talk_time: "{ exponential = { mean = \"270s\" } }",
        patience: "{ exponential = { mean = \"180s\" } }",
        within: 15.0,
        queue: "lines = 30",
        ..PLAIN
    },
    Case {
        title: "M/M/50+G, Erlang-2 patience",
        source: FORMULA,
        rate: 10.2,
        agents: 50,
        handle_time: 300.0,
        talk_time: "{ exponential = { mean = \"300s\" } }",
        patience: "{ erlang = { k = 2, mean = \"120s\" } }",
        within: 20.0,
        ..PLAIN
    },
    Case {
        title: "M/M/21+G, Weibull patience, balking",
        source: FORMULA,
        rate: 5.0,
        agents: 21,
        handle_time: 240.0,
        talk_time: "{ exponential = { mean = \"240s\" } }",
        patience: "{ weibull = { mean = \"240s\", shape = 0.7 } }",
        balk: 0.1,
        ..PLAIN
    },
    Case {
        title: "M/M/12+G, lognormal patience",
        source: FORMULA,
        rate: 3.0,
        agents: 12,
        handle_time: 240.0,
        talk_time: "{ exponential = { mean = \"240s\" } }",
        patience: "{ lognormal = { mean = \"180s\", cv = 1.8 } }",
        ..PLAIN
    },
    Case {
        title: "M/E2/10+M, Erlang-2 handle times",
        source: CHAIN,
        rate: 2.6,
        agents: 10,
        handle_time: 210.0,
        talk_time: "{ erlang = { k = 2, mean = \"210s\" } }",
        patience: "{ exponential = { mean = \"180s\" } }",
        exact: Exact::Pinned(&[
            ("probability_of_wait", 0.421_160_046_302_5),
            ("abandonment_rate", 0.088_506_521_884_95),
            ("wait_mean", 0.265_519_565_654_8),
            ("queue_length_mean", 0.690_350_870_702_6),
            ("occupancy", 0.829_459_065_084_7),
            ("service_level", 0.737_500_992_663_5),
        ]),
        ..PLAIN
    },
    Case {
        title: "M/H2/10+M, hyperexponential handle times",
        source: CHAIN,
        rate: 2.6,
        agents: 10,
        handle_time: 210.0,
        talk_time: "{ hyperexponential = { mean = \"210s\", cv = 1.7320508075688772 } }",
        patience: "{ exponential = { mean = \"180s\" } }",
        exact: Exact::Pinned(&[
            ("probability_of_wait", 0.403_978_960_214_6),
            ("abandonment_rate", 0.100_216_115_251),
            ("wait_mean", 0.300_648_345_752_9),
            ("queue_length_mean", 0.781_685_698_957_5),
            ("occupancy", 0.818_803_335_121_6),
            ("service_level", 0.733_057_220_377_9),
        ]),
        ..PLAIN
    },
    Case {
        title: "Callback after 30 s on hold, 50 agents",
        source: FORMULA,
        calls: 40_000.0,
        rate: 12.0,
        agents: 50,
        handle_time: 240.0,
        talk_time: "{ exponential = { mean = \"240s\" } }",
        patience: "{ exponential = { mean = \"180s\" } }",
        within: 60.0,
        queue: OFFER_ALL,
        callback: "callback = { first_offer = \"30s\", offer_prompt = \"0s\", confirm_prompt = \"0s\", \
                   ring = \"0s\", no_answer_costs_agent = false }",
        response: "callback_response = { accept = [0.4, 0.0], answer = 1.0 }",
        ..PLAIN
    },
    Case {
        title: "Callback after 15 s, 7 % not reached, 200 agents",
        source: FORMULA,
        calls: 80_000.0,
        rate: 40.0,
        agents: 200,
        handle_time: 300.0,
        talk_time: "{ exponential = { mean = \"300s\" } }",
        patience: "{ exponential = { mean = \"120s\" } }",
        queue: OFFER_ALL,
        callback: "callback = { first_offer = \"15s\", offer_prompt = \"0s\", confirm_prompt = \"0s\", \
                   ring = \"0s\", no_answer_costs_agent = false }",
        response: "callback_response = { accept = [0.37, 0.0], answer = 0.93 }",
        ..PLAIN
    },
    Case {
        title: "Callback when 3 wait, kept place",
        source: CHAIN,
        rate: 0.9,
        agents: 4,
        handle_time: 240.0,
        talk_time: "{ exponential = { mean = \"240s\" } }",
        patience: "{ exponential = { mean = \"240s\" } }",
        within: 60.0,
        queue: "max_waiting = 12\noverflow = [{ name = \"full\", when = { waiting_calls = 3 }, \
                action = \"direct_callback\" }]",
        callback: "callback = { first_offer = \"0s\", offer_prompt = \"0s\", confirm_prompt = \"0s\", \
                   ring = \"0s\" }",
        response: "callback_response = { accept = [0.7, 0.0], answer = 1.0 }",
        exact: Exact::Pinned(&[
            ("abandonment_rate", 0.139_545_712_426_9),
            ("callback_wait_mean", 4.930_994_870_398),
            ("live_queue_mean", 0.502_364_564_736_7),
            ("callback_queue_mean", 0.399_787_400_319_7),
            ("queue_length_mean", 0.902_151_965_056_4),
            ("occupancy", 0.773_519_779_363_3),
            ("service_level", 0.688_019_264_452_2),
        ]),
        ..PLAIN
    },
    Case {
        title: "Callback with a dial that takes the agent",
        source: CHAIN,
        rate: 0.45,
        agents: 2,
        handle_time: 240.0,
        talk_time: "{ exponential = { mean = \"240s\" } }",
        patience: "{ exponential = { mean = \"300s\" } }",
        within: 60.0,
        queue: "max_waiting = 12\noverflow = [{ name = \"full\", when = { waiting_calls = 1 }, \
                action = \"direct_callback\" }]",
        callback: "callback = { first_offer = \"0s\", offer_prompt = \"0s\", confirm_prompt = \"0s\", \
                   ring = { exponential = { mean = \"48s\" } } }",
        response: "callback_response = { accept = [0.6, 0.0], answer = 0.85 }",
        exact: Exact::Pinned(&[
            ("abandonment_rate", 0.170_196_494_533_9),
            ("callback_wait_mean", 6.756_140_853_665),
            ("live_queue_mean", 0.382_942_112_701_4),
            ("callback_queue_mean", 0.791_675_656_193_3),
            ("queue_length_mean", 1.174_617_768_895),
            ("occupancy", 0.757_970_314_914_7),
            ("service_level", 0.592_385_949_866_9),
        ]),
        ..PLAIN
    },
    Case {
        title: "Callbacks behind live calls, 2 agents reserved",
        source: CHAIN,
        calls: 40_000.0,
        rate: 2.1,
        agents: 10,
        handle_time: 240.0,
        talk_time: "{ exponential = { mean = \"240s\" } }",
        patience: "{ exponential = { mean = \"120s\" } }",
        queue: "overflow = [{ name = \"full\", when = { waiting_calls = 2 }, \
                action = \"direct_callback\" }]",
        callback: "callback = { first_offer = \"0s\", offer_prompt = \"0s\", confirm_prompt = \"0s\", \
                   ring = \"0s\", place = \"after_live\", reserve_agents = 2 }",
        response: "callback_response = { accept = [0.5, 0.0], answer = 1.0 }",
        exact: Exact::Pinned(&[
            ("probability_of_wait", 0.290_289_582_501_4),
            ("abandonment_rate", 0.047_561_108_990_54),
            ("callback_wait_mean", 12.453_581_140_53),
            ("live_queue_mean", 0.199_756_657_760_3),
            ("callback_queue_mean", 2.192_824_528_53),
            ("occupancy", 0.800_048_668_448),
            ("service_level", 0.885_804_614_952_1),
        ]),
        ..PLAIN
    },
];

/// Every delayed call hears the offer.
const OFFER_ALL: &str =
    "overflow = [{ name = \"all\", when = { waiting_calls = 0 }, action = \"direct_callback\" }]";
