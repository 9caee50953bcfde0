//! The distribution of the queue length, which is no metric, against the exact cases: its second
//! moment in all of them, and each probability where callbacks are offered by queue length.
//!
//! Sources as in `oracles.rs` and `limits_and_reserves.rs`; the second moment is the published
//! variance plus the square of the published mean.

use ringback::model::Center;

use crate::center::{self, SEED};
use crate::claims::{Claim, Proof};
use crate::lengths::{Lengths, overlaps};
use crate::limits_and_reserves::{P10, P11, P12, P36, with_lines};
use crate::oracles::{MOST_HALF_WIDTH, center_of};
use crate::size::{bound, sized};

/// Queues longer than this add up to less than 1e-9 of the time.
const LONGEST: usize = 2_000;

/// Share of the time between warm-up and end that the queue had each length, by replication.
fn shares(center: &Center, replications: u64) -> Vec<Vec<f64>> {
    let (from, to) = (center.horizon.warm_up, center.horizon.end);
    center::on_two_threads(replications, |first, after| {
        (first..after)
            .map(|replication| {
                let mut lengths = Lengths::default();
                ringback::engine::simulate(center, SEED, replication, &mut lengths);
                let ticks = overlaps(&lengths.waiting, from, to);
                assert!(ticks.len() < LONGEST);
                assert_eq!(ticks.iter().sum::<u64>(), to.since(from).0);
                let all = to.since(from).ticks();
                ticks.into_iter().map(|ticks| ticks as f64 / all).collect()
            })
            .collect()
    })
}

fn second_moment(shares: &[f64]) -> f64 {
    shares.iter().enumerate().map(|(length, share)| (length * length) as f64 * share).sum()
}

fn check(id: &str, center: &Center, quick: u64, [mean, variance]: [f64; 2], pmf: &[f64]) {
    let replications = sized(quick, FULL * quick).max(quick);
    let bound = bound(0.35, MOST_HALF_WIDTH);
    let shares = shares(center, replications);
    let mut claims = Vec::new();
    let mut meet = |what: String, value: &dyn Fn(&Vec<f64>) -> f64, exact: f64, bound: f64| {
        let pairs: Vec<_> = shares.iter().map(|shares| (value(shares), 1.0)).collect();
        claims.push(Claim::near(&what, &pairs, exact, bound));
    };
    let exact = variance + mean * mean;
    meet("second moment".to_owned(), &|shares| second_moment(shares), exact, bound);
    for (length, &exact) in pmf.iter().enumerate() {
        // Rarer lengths are too seldom seen for an interval.
        if exact > 0.001 {
            let share = |shares: &Vec<f64>| shares.get(length).copied().unwrap_or(0.0);
            meet(format!("probability of {length} waiting"), &share, exact, bound);
        }
    }
    let proof = Proof {
        section: "Queue lengths",
        case: id,
        source: "birth and death sums in 50 digits; with callbacks the Markov chain solved",
        asked: "within 4.5 standard errors; half width at most 4 %, at the gate 35 %",
    };
    proof.settle(&claims);
}

/// How many times as many replications the full size has: rare lengths have wide intervals.
const FULL: u64 = 56;

#[test]
fn the_second_moment_of_the_queue_length_is_met() {
    for (id, mean, variance) in [
        ("P03", 0.6977805160458, 4.397565963748),
        ("P04", 2.982987052526, 59.45110027407),
        ("P05", 3.2, 18.56),
        ("P06", 2.967575919571, 24.22950006447),
        ("P07", 2.719160527896, 10.33383448435),
        ("P08", 2.351420083015, 24.2510086107),
        ("P09", 1.157793793265, 3.667191196304),
        ("P17", 0.6903508707026, 1.861386788816),
        ("P18", 0.7816856989575, 2.455511291762),
    ] {
        check(id, &center_of(id).0, center_of(id).1 / 8, [mean, variance], &[]);
    }
    for (id, lines, line, mean, variance) in [
        ("P10", 30, P10, 1.715532156699, 4.02177651176),
        ("P11", 17, P11, 0.2542888908536, 0.7129263403162),
        ("P12", 24, P12, 0.06529062064672, 0.1188703511239),
        ("P36", 70, P36, 2.491095204294, 11.51513735895),
    ] {
        check(id, &with_lines(lines, &line), 10, [mean, variance], &[]);
    }
}

#[test]
fn with_callbacks_every_length_of_the_queue_has_its_probability() {
    for (id, moments, pmf) in CALLBACKS {
        check(id, &center_of(id).0, center_of(id).1 / 8, moments, pmf);
    }
}

/// Mean and variance of the items that wait, and the probability of each number from 0 on.
const CALLBACKS: [(&str, [f64; 2], &[f64]); 6] = [
    (
        "P19",
        [1.079722086961, 3.183442951973],
        &[
            0.6021823644384,
            0.131482632244,
            0.09542123264957,
            0.06546592473963,
            0.04273686500953,
            0.0266910201078,
            0.01602160860341,
            0.0092800809787,
            0.005204843564429,
            0.002835309179808,
            0.001504211967247,
        ],
    ),
    (
        "P20",
        [0.6235557648228, 1.624951110685],
        &[
            0.7188038990897,
            0.1190725283981,
            0.07301476769912,
            0.04231109157323,
            0.02325250173879,
            0.01216447423392,
            0.006081597545331,
            0.002916976005571,
            0.001347356688287,
        ],
    ),
    (
        "P21",
        [0.9021519650564, 3.02470933392],
        &[
            0.6591074084229,
            0.1297784195323,
            0.08143357930766,
            0.04775723455265,
            0.02933478056251,
            0.01868747975285,
            0.01218683545088,
            0.008042094702986,
            0.005325804763465,
            0.003521561950815,
            0.002318686123743,
            0.001518248818901,
        ],
    ),
    (
        "P22",
        [0.5560207641588, 1.453656390879],
        &[
            0.7451125985089,
            0.1101207989305,
            0.06646837188554,
            0.03778800048742,
            0.02036940774515,
            0.01048192708556,
            0.005182383649955,
            0.002476144409776,
            0.001149273692744,
        ],
    ),
    (
        "P23",
        [1.174617768895, 3.42753808921],
        &[
            0.565370775057,
            0.1491644670847,
            0.1033000795094,
            0.06904398004024,
            0.04460489600146,
            0.02795837845255,
            0.01708019960973,
            0.01021617146655,
            0.006007227548564,
            0.003484652117558,
            0.001999385029879,
            0.001135668256943,
        ],
    ),
    (
        "P35",
        [1.370399373204, 7.535386713719],
        &[
            0.6894997570861,
            0.06048552410379,
            0.05197399229312,
            0.04314319724793,
            0.03486112379717,
            0.02772554503233,
            0.02203322539198,
            0.01743501907044,
            0.01369959967999,
            0.01066704650687,
            0.008218962577983,
            0.006260835764666,
            0.004712608154561,
            0.00350422484009,
            0.002573863978436,
            0.001867376684504,
            0.001338097790023,
        ],
    ),
];
