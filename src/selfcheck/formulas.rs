//! Formulas against figures calculated elsewhere in many digits.

use crate::theory::{
    CallbackOffer, CallbackState, Demand, Distribution, OfferTime, SteadyState, erlang_b,
};

use super::Formula;

const MANY_DIGITS: &str = "400-digit arithmetic";
const CLOSED_FORM: &str = "closed form, quadrature to 1e-13";

/// Relative error that is let through, for one agent more or less than the load.
const TOLERANCE: f64 = 1e-12;

/// All of them.
pub(super) fn formulas() -> Vec<Formula> {
    let mut all = Vec::new();
    for &(agents, load, exact) in ERLANG_B {
        let found = erlang_b(agents, load);
        all.push(formula("Erlang B", "blocked", agents, load, exact, found));
    }
    for &(agents, load, [waits, mean, in_time]) in ERLANG_C {
        let state = SteadyState::new(&Demand::patient(load, 1.0), agents, None);
        let found = state.map_or([f64::NAN; 3], |state| {
            [state.probability_of_wait, state.mean_wait, state.answered_within(0.125)]
        });
        let names = ["must wait", "mean wait", "answered within"];
        add(&mut all, "Erlang C", names, (agents, load), [waits, mean, in_time], found);
    }
    for &(agents, load, patience, exact) in ERLANG_A {
        let state = SteadyState::new(&Demand::impatient(load, 1.0, patience), agents, None);
        add(&mut all, "Erlang A", NAMES, (agents, load), exact, measures(state.ok().as_ref()));
    }
    for &(agents, load, patience, lines, blocked, exact) in LIMITED_LINES {
        let demand = Demand::impatient(load, 1.0, patience);
        let state = SteadyState::new(&demand, agents, Some(lines)).ok();
        let found = state.as_ref().map_or(f64::NAN, |state| state.blocked);
        all.push(formula("M/M/n/K+M", "blocked", agents, load, blocked, found));
        add(&mut all, "M/M/n/K+M", NAMES, (agents, load), exact, measures(state.as_ref()));
    }
    for (name, patience, exact) in general_patience() {
        let demand = Demand { load: 44.0, service: 1.0, patience, balk: 0.1 };
        let state = SteadyState::new(&demand, 40, None).ok();
        add(&mut all, name, NAMES, (40, 44.0), exact, measures(state.as_ref()));
    }
    all.extend(callbacks());
    all
}

const NAMES: [&str; 4] = ["must wait", "abandoned", "ASA", "answered within"];

fn measures(state: Option<&SteadyState>) -> [f64; 4] {
    state.map_or([f64::NAN; 4], |state| {
        [
            state.probability_of_wait,
            state.abandoned,
            state.mean_wait_answered,
            state.answered_within(0.125),
        ]
    })
}

fn add<const N: usize>(
    all: &mut Vec<Formula>,
    model: &str,
    names: [&str; N],
    (agents, load): (u32, f64),
    exact: [f64; N],
    found: [f64; N],
) {
    let measures = names.into_iter().zip(exact).zip(found);
    all.extend(
        measures.map(|((name, exact), found)| formula(model, name, agents, load, exact, found)),
    );
}

fn formula(model: &str, measure: &str, agents: u32, load: f64, exact: f64, found: f64) -> Formula {
    Formula {
        name: format!("{model}: {measure}, {agents} at {load} erlangs"),
        source: MANY_DIGITS,
        exact,
        found,
        bound: TOLERANCE * (f64::from(agents) - load).abs().max(1.0),
    }
}

/// Callback after an own wait: 50 agents, 12 calls a minute, handle time 4 and patience 3 minutes.
fn callbacks() -> Vec<Formula> {
    let demand = Demand::impatient(48.0, 4.0, 3.0);
    let offer = CallbackOffer { time: OfferTime::Postponed, after: 0.5, accept: 0.4, answer: 1.0 };
    let state = CallbackState::new(&demand, 50, offer).ok();
    let found = state.map_or([f64::NAN; 4], |state| {
        [state.accepted, state.abandoned, state.mean_callback_wait, state.answered_live_within(1.0)]
    });
    let names = ["accepted", "abandoned", "callback wait", "answered live within"];
    let exact =
        [0.039_540_446_524_51, 0.042_164_626_194_11, 0.300_849_893_329_1, 0.909_380_285_301];
    let figures = names.into_iter().zip(exact).zip(found);
    figures
        .map(|((name, exact), found)| Formula {
            name: format!("Callback by own wait: {name}, 50 at 48 erlangs"),
            source: CLOSED_FORM,
            exact,
            found,
            bound: TOLERANCE,
        })
        .collect()
}

/// Agents, load, share blocked.
const ERLANG_B: &[(u32, f64, f64)] = &[
    (1, 0.5, 0.333_333_333_333_333_3),
    (10, 8.0, 0.121_661_064_252_951_5),
    (100, 1.0, 3.941866060050479e-159),
    (100, 100.0, 0.075_700_452_710_860_97),
    (1_000, 1_010.0, 0.031_232_364_387_673_923),
    (100_000, 95_000.0, 8.587131329516881e-60),
    (100_000, 100_000.0, 0.002_518_893_423_546_906_2),
    (100_000, 200_000.0, 0.500_004_999_800_016),
];

/// Agents, load, must wait, mean wait, answered within 0.125 (times in mean handle times).
const ERLANG_C: &[(u32, f64, [f64; 3])] = &[
    (1, 0.95, [0.95, 18.999_999_999_999_982, 0.055_918_983_907_775_055]),
    (10, 5.0, [0.036_105_359_158_320_19, 0.007_221_071_831_664_037, 0.980_674_193_879_726_3]),
    (100, 95.0, [0.506_456_853_913_020_6, 0.101_291_370_782_604_11, 0.728_913_180_891_283_1]),
    (1_000, 990.0, [0.659_080_421_880_854_5, 0.065_908_042_188_085_45, 0.811_170_297_614_497_4]),
    (100_000, 99_000.0, [0.000_821_908_237_410_795_4, 8.219082374107954e-07, 1.0]),
];

/// Agents, load, mean patience, must wait, abandoned, ASA, answered within 0.125.
const ERLANG_A: &[(u32, f64, f64, [f64; 4])] = &[
    (
        1,
        0.01,
        1.0,
        [
            0.009_950_166_250_831_947,
            0.004_983_374_916_805_358,
            0.002_501_385_413_665_517,
            0.991_145_455_172_224_4,
        ],
    ),
    (
        1,
        2.0,
        5.0,
        [
            0.980_885_797_230_509_3,
            0.509_557_101_384_745_4,
            3.121_947_162_869_038,
            0.024_134_520_601_733_47,
        ],
    ),
    (
        10,
        9.5,
        0.2,
        [
            0.331_734_196_154_639_9,
            0.149_025_394_340_435_13,
            0.020_539_654_748_772_132,
            0.799_510_340_500_291_3,
        ],
    ),
    (
        100,
        50.0,
        1.0,
        [
            3.200065324585125e-10,
            6.057337971033476e-12,
            5.944480255851985e-12,
            0.999_999_999_993_611_3,
        ],
    ),
    (
        100,
        101.0,
        5.0,
        [
            0.751_747_269_110_151,
            0.029_248_009_678_275_75,
            0.146_102_789_982_726_97,
            0.522_969_140_101_087_5,
        ],
    ),
    (
        1_000,
        1_500.0,
        0.2,
        [
            0.999_999_999_655_273_2,
            0.333_333_333_334_016_05,
            0.080_593_438_287_702_06,
            0.665_889_598_620_675_9,
        ],
    ),
    (
        100_000,
        99_000.0,
        1.0,
        [
            0.000_757_419_921_174_767_9,
            6.519329627695867e-07,
            6.514035082425002e-07,
            0.999_999_348_067_037_3,
        ],
    ),
    (
        100_000,
        100_000.0,
        1.0,
        [
            0.500_420_522_110_365_1,
            0.001_261_565_209_705_300_5,
            0.001_260_655_613_138_660_6,
            0.998_738_434_790_294_7,
        ],
    ),
    (100_000, 150_000.0, 1.0, [1.0, 0.333_333_333_333_333_3, 0.405_460_108_116_497_74, 0.0]),
];

/// Agents, load, mean patience, lines, blocked, then as for Erlang A.
type Limited = (u32, f64, f64, u32, f64, [f64; 4]);
const LIMITED_LINES: &[Limited] = &[
    (
        10,
        12.0,
        0.5,
        13,
        0.110_607_063_498_598_45,
        [
            0.552_721_894_572_731_5,
            0.149_695_513_113_448_11,
            0.067_429_140_478_410_03,
            0.665_006_117_406_987_1,
        ],
    ),
    (
        100,
        100.0,
        5.0,
        125,
        0.015_787_411_400_363_653,
        [
            0.628_851_729_449_018_7,
            0.014_356_519_998_520_927,
            0.071_629_155_409_787_05,
            0.727_943_031_542_499_3,
        ],
    ),
    (
        1_000,
        1_200.0,
        5.0,
        1_250,
        0.126_142_952_355_293_2,
        [1.0, 0.046_373_390_728_605_35, 0.237_387_398_023_821_6, 7.071594400131211e-08],
    ),
];

/// Patience of 40 agents with a load of 44 erlangs and 10 % balking; must wait, abandoned, ASA,
/// answered within 0.125.
fn general_patience() -> Vec<(&'static str, Distribution, [f64; 4])> {
    use Distribution::{Gamma, Lognormal, Uniform, Weibull};
    vec![
        (
            "M/M/n+G, gamma",
            Gamma { shape: 4.0, mean: 0.8 },
            [
                0.759_935_799_593_182_7,
                0.114_082_227_199_53,
                0.151_880_342_894_298_83,
                0.456_985_983_244_003_14,
            ],
        ),
        (
            "M/M/n+G, lognormal",
            Lognormal { mean: 1.5, sigma: 1.2 },
            [
                0.662_993_420_898_292_7,
                0.123_439_969_628_468_4,
                0.083_814_594_642_653_3,
                0.625_635_988_794_567_2,
            ],
        ),
        (
            "M/M/n+G, Weibull",
            Weibull { mean: 1.0, shape: 0.7 },
            [
                0.520_374_357_308_783_7,
                0.137_206_832_794_962_6,
                0.037_433_567_527_207_67,
                0.772_852_940_464_836_2,
            ],
        ),
        (
            "M/M/n+G, uniform",
            Uniform { min: 0.25, max: 1.5 },
            [
                0.779_423_885_628_093_4,
                0.112_201_063_440_162_73,
                0.171_979_867_698_954_76,
                0.420_198_484_357_415_3,
            ],
        ),
        (
            "M/M/n+G, constant",
            Distribution::Constant(0.5),
            [
                0.796_178_319_902_955_7,
                0.110_583_776_113_428_25,
                0.186_289_780_720_613_14,
                0.388_281_212_133_221_25,
            ],
        ),
    ]
}
