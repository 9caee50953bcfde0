//! When to look at the interval again: after how many replications.

/// Replications before the first look.
const FEWEST: u32 = 10;

/// The next look after `replications`, of which `most` are allowed; none when it is enough.
/// `width` is the half width over the one that is wanted.
pub(super) fn look(replications: u32, width: Option<f64>, most: u32) -> Option<u32> {
    let enough = replications >= FEWEST && width.is_some_and(|width| width <= 1.0);
    if enough || replications >= most {
        return None;
    }
    let least = replications + (replications / 10).max(2);
    let needed = width.map_or(f64::INFINITY, |w| f64::from(replications) * w * w);
    let next = (libm::ceil(needed) as u32).clamp(least, replications.saturating_mul(2).max(least));
    Some(next.max(FEWEST).min(most))
}
