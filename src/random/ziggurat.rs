//! Standard exponential and standard normal numbers by the ziggurat: exact arithmetic on the
//! way that is nearly always taken, `libm` on the rare ones.
//!
//! Source: Marsaglia and Tsang, "The ziggurat method for generating random variables",
//! Journal of Statistical Software 5(8), 2000; 256 layers. The layer comes from the low 8 bits
//! of a word and the place from its upper 53, so the two are independent (Doornik 2005).

use std::sync::LazyLock;

use super::philox::{Draws, Stream};

const LAYERS: usize = 256;

/// Edges of the layers and the density at each edge.
pub(super) struct Layers {
    /// Right edges, from the outermost (which stands in for the tail) inwards to 0.
    edge: [f64; LAYERS + 1],
    /// Density at each edge.
    height: [f64; LAYERS + 1],
}

/// Builds the layers of a falling density: `start` is where the tail begins and `area` what
/// each layer holds.
fn layers(
    start: f64,
    area: f64,
    density: impl Fn(f64) -> f64,
    inverse: impl Fn(f64) -> f64,
) -> Layers {
    let mut edge = [0.0; LAYERS + 1];
    edge[0] = area / density(start);
    edge[1] = start;
    for layer in 2..LAYERS {
        edge[layer] = inverse(area / edge[layer - 1] + density(edge[layer - 1]));
    }
    let height = std::array::from_fn(|layer| density(edge[layer]));
    Layers { edge, height }
}

const EXPONENTIAL_START: f64 = 7.697_117_470_131_05;
static EXPONENTIAL: LazyLock<Layers> = LazyLock::new(|| {
    layers(EXPONENTIAL_START, 0.003_949_659_822_581_572, |x| libm::exp(-x), |y| -libm::log(y))
});

const NORMAL_START: f64 = 3.654_152_885_361_009;
static NORMAL: LazyLock<Layers> = LazyLock::new(|| {
    layers(
        NORMAL_START,
        0.004_928_673_233_992_336,
        |x| libm::exp(-0.5 * x * x),
        |y| libm::sqrt(-2.0 * libm::log(y)),
    )
});

/// An exponential number of mean 1. In a mirrored replication it is the opposite quantile, so
/// that the two have the correlation 1 - pi^2 / 6 = -0.645, the least that is possible; the
/// complement of its words alone would give -0.588.
#[inline]
pub(super) fn exponential(draws: &mut Draws) -> f64 {
    let flip = draws.flip(0);
    let number = plain_exponential(draws);
    if draws.flip(flip) == flip { number } else { opposite_exponential(number) }
}

/// The layers of the exponential law, for who draws many.
#[inline]
pub(super) fn exponential_layers() -> &'static Layers {
    &EXPONENTIAL
}

/// The layers of the normal law, for who draws many.
#[inline]
pub(super) fn normal_layers() -> &'static Layers {
    &NORMAL
}

/// The exponential numbers of draw 0 of items `2 * pair` and `2 * pair + 1`, mostly by their first
/// words alone.
#[inline(always)]
pub(super) fn first_exponentials(layers: &Layers, stream: Stream, pair: u64) -> [f64; 2] {
    firsts(stream, pair, exponential, |word| within(layers, word))
}

/// The numbers of draw 0 of two neighbours: by their first words, or where that does not do, by as many
/// words as it takes.
#[inline(always)]
fn firsts(
    stream: Stream,
    pair: u64,
    sampler: fn(&mut Draws) -> f64,
    by_word: impl Fn(u64) -> Option<f64>,
) -> [f64; 2] {
    let words = stream.first_words(pair);
    std::array::from_fn(|place| {
        let number = words.and_then(|words| by_word(words[place]));
        number.unwrap_or_else(|| anew(stream, 2 * pair + place as u64, sampler))
    })
}

/// The number by as many words as it takes.
#[cold]
fn anew(stream: Stream, number: u64, sampler: fn(&mut Draws) -> f64) -> f64 {
    sampler(&mut stream.draws(number, 0))
}

/// The place that a word points at in its layer, if the density covers all of the layer there.
#[inline(always)]
fn within(layers: &Layers, word: u64) -> Option<f64> {
    let layer = (word & 0xFF) as usize;
    let x = unit(word) * layers.edge[layer];
    (x < layers.edge[layer + 1]).then_some(x)
}

/// The number that is exceeded as often as `number` is not: -ln(1 - exp(-x)).
#[cold]
fn opposite_exponential(number: f64) -> f64 {
    // Zero, one draw in 10^18, would come back infinite.
    -libm::log(-libm::expm1(-number.max(1e-17)))
}

#[inline]
fn plain_exponential(draws: &mut Draws) -> f64 {
    let layers = &*EXPONENTIAL;
    let mut beyond = 0.0;
    loop {
        let word = draws.word();
        let layer = (word & 0xFF) as usize;
        let x = unit(word) * layers.edge[layer];
        if x < layers.edge[layer + 1] {
            return beyond + x;
        }
        if layer == 0 {
            // Without memory: the tail is the start and an exponential anew.
            beyond += EXPONENTIAL_START;
        } else if under_the_curve(layers, layer, draws, libm::exp(-x)) {
            return beyond + x;
        }
    }
}

/// A normal number of mean 0 and variance 1. In a mirrored replication it is the negative.
#[inline]
pub(super) fn normal(draws: &mut Draws) -> f64 {
    let flip = draws.flip(0);
    let number = plain_normal(draws);
    if draws.flip(flip) == flip { number } else { -number }
}

/// The normal numbers of draw 0 of items `2 * pair` and `2 * pair + 1`, mostly by their first words
/// alone.
#[inline(always)]
pub(super) fn first_normals(layers: &Layers, stream: Stream, pair: u64) -> [f64; 2] {
    firsts(stream, pair, normal, |word| {
        // No branch that is taken half the time: the sign is set by its bit.
        within(layers, word).map(|x| f64::from_bits(x.to_bits() ^ (word & 0x100) << 55))
    })
}

#[inline]
fn plain_normal(draws: &mut Draws) -> f64 {
    let layers = &*NORMAL;
    loop {
        let word = draws.word();
        let layer = (word & 0xFF) as usize;
        let negative = word & 0x100 != 0;
        let x = unit(word) * layers.edge[layer];
        let sign = |x: f64| if negative { -x } else { x };
        if x < layers.edge[layer + 1] {
            return sign(x);
        }
        if layer == 0 {
            return sign(normal_tail(draws));
        }
        if under_the_curve(layers, layer, draws, libm::exp(-0.5 * x * x)) {
            return sign(x);
        }
    }
}

/// Marsaglia's tail of the normal law beyond the start.
#[cold]
fn normal_tail(draws: &mut Draws) -> f64 {
    loop {
        let x = -libm::log(draws.uniform()) / NORMAL_START;
        let y = -libm::log(draws.uniform());
        if 2.0 * y > x * x {
            return NORMAL_START + x;
        }
    }
}

#[cold]
fn under_the_curve(layers: &Layers, layer: usize, draws: &mut Draws, density: f64) -> bool {
    let (low, high) = (layers.height[layer], layers.height[layer + 1]);
    low + (high - low) * draws.uniform() < density
}

/// The upper 53 bits of a word as a number in [0, 1).
#[inline]
fn unit(word: u64) -> f64 {
    (word >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

#[cfg(test)]
mod tests {
    use super::super::philox::{Purpose, mirrored};
    use super::*;

    fn correlation(sampler: fn(&mut Draws) -> f64) -> f64 {
        let stream = |replication| Stream::new(1, replication, Purpose::Resample, 0);
        let (own, twin) = (stream(0), stream(mirrored(0)));
        let pair = |n| (sampler(&mut own.draws(n, 0)), sampler(&mut twin.draws(n, 0)));
        let n = 400_000;
        let mut sums = [0.0; 5];
        for (a, b) in (0..n).map(pair) {
            for (sum, term) in sums.iter_mut().zip([a, b, a * a, b * b, a * b]) {
                *sum += term / n as f64;
            }
        }
        let [a, b, aa, bb, ab] = sums;
        (ab - a * b) / libm::sqrt((aa - a * a) * (bb - b * b))
    }

    #[test]
    fn mirrored_normals_and_exponentials_are_as_opposed_as_they_can_be() {
        let normals = correlation(normal);
        assert!((normals + 1.0).abs() < 1e-9, "{normals}");
        let least = 1.0 - std::f64::consts::PI * std::f64::consts::PI / 6.0;
        let exponentials = correlation(exponential);
        assert!((exponentials - least).abs() < 0.005, "{exponentials}");
        assert_eq!(opposite_exponential(std::f64::consts::LN_2), std::f64::consts::LN_2);
    }
}
