//! First draws of every law and of every purpose's stream, the same bits on every machine.

use crate::random::{Law, LawError, Purpose, Stream, name_hash};

use super::Drawn;
use super::pinned_draws::{LAWS, PURPOSES};

/// Draws of a law that are folded into its hash: enough for the rare branches of the samplers.
const DRAWS: u64 = 10_000;

/// The draws of this program beside those that are pinned. A sampler that is changed on purpose
/// changes results: then what is found here goes into `pinned_draws.rs`.
pub(super) fn draws() -> Vec<Drawn> {
    let laws = laws().into_iter().map(|(kind, law)| {
        let name = format!("{kind} law");
        let found = law.map_or_else(|error| error.to_string(), |law| first_and_hash(&law));
        Drawn { pinned: pinned(LAWS, &name), name, found }
    });
    let purposes = Purpose::ALL.into_iter().map(|purpose| {
        let name = format!("{purpose:?}");
        let word = Stream::new(1, 0, purpose, name_hash("support")).draws(0, 0).word();
        Drawn { pinned: pinned(PURPOSES, &name), name, found: format!("{word:016x}") }
    });
    laws.chain(purposes).collect()
}

fn pinned(list: &[(&str, &str)], name: &str) -> String {
    let found = list.iter().find(|(other, _)| *other == name);
    found.map_or("nothing is pinned", |(_, value)| value).to_owned()
}

/// The first draw in full, and a hash of the bits of the first ten thousand.
fn first_and_hash(law: &Law) -> String {
    let stream = Stream::new(1, 0, Purpose::TalkTime, name_hash("support"));
    let draw = |number| law.sample(&mut stream.draws(number, 0)).to_bits();
    let hash = (0..DRAWS).fold(0xCBF2_9CE4_8422_2325u64, |hash, number| {
        (hash ^ draw(number)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    format!("{:016x} {hash:016x}", draw(0))
}

/// One law of every kind that a scenario may name, in seconds.
fn laws() -> Vec<(&'static str, Result<Law, LawError>)> {
    vec![
        ("constant", Law::constant(30.0)),
        ("exponential", Law::exponential(180.0)),
        ("erlang", Law::erlang(3, 180.0)),
        ("gamma", Law::gamma(300.0, 0.8)),
        ("gamma below shape 1", Law::gamma(300.0, 1.5)),
        ("lognormal", Law::lognormal(300.0, 1.2)),
        ("weibull", Law::weibull(180.0, 0.8)),
        ("hyperexponential", Law::hyperexponential(180.0, 1.6)),
        ("two_phases", Law::two_phases(0.8, [120.0, 540.0])),
        ("uniform", Law::uniform(60.0, 180.0)),
        ("triangular", Law::triangular(60.0, 120.0, 300.0)),
        ("empirical", Law::empirical(vec![20.0, 45.0, 45.0, 90.0, 400.0])),
        (
            "mixture",
            Law::exponential(60.0).and_then(|short| {
                Law::mixture(vec![(0.7, short), (0.3, Law::lognormal(600.0, 0.5)?)])
            }),
        ),
        ("truncated", Law::lognormal(300.0, 1.2).and_then(|law| law.truncated(60.0, 900.0))),
    ]
}
