//! Compensated sums: as if added with twice the digits (Neumaier 1974).

/// The sum of the terms.
pub(super) fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    running(terms).last().unwrap_or(0.0)
}

/// The sums of the terms so far.
pub(super) fn running(terms: impl Iterator<Item = f64>) -> impl Iterator<Item = f64> {
    terms.scan((0.0, 0.0), |(sum, lost), term| {
        let next = *sum + term;
        *lost += if libm::fabs(*sum) >= libm::fabs(term) {
            (*sum - next) + term
        } else {
            (term - next) + *sum
        };
        *sum = next;
        Some(next + *lost)
    })
}
