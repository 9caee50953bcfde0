//! Lengths of waits of calls and callbacks, kept so that quantiles can be told.

use std::borrow::Cow;

use super::frame::{Frame, Scope};
use super::histogram::Histogram;
use super::offers::Offers;
use super::quotes::Quotes;

/// Lengths of waits, one histogram per pair.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    /// Answered live: from arrival until the agent accepted.
    pub answered: Vec<Histogram>,
    /// The same from entry into the queue; only where calls move between queues.
    pub answered_here: Vec<Histogram>,
    /// Abandoned: from entry until they hung up.
    pub abandoned: Vec<Histogram>,
    /// Callbacks: from the key until joined.
    pub connected: Vec<Histogram>,
    /// Callbacks: from entry until joined.
    pub called_back: Vec<Histogram>,
    /// Quoted against actual waits, where they are compared.
    pub quoted: Vec<Quotes>,
    /// Callback offers by the wait before them.
    pub offers: Vec<Offers>,
}

impl Waits {
    /// Empty ones for so many pairs.
    #[must_use]
    pub fn new(pairs: usize) -> Self {
        let empty = || vec![Histogram::default(); pairs];
        Self {
            answered: empty(),
            answered_here: empty(),
            abandoned: empty(),
            connected: empty(),
            called_back: empty(),
            quoted: vec![Quotes::default(); pairs],
            offers: vec![Offers::default(); pairs],
        }
    }

    /// Answered waits of a scope: from entry into the queue for a queue, else from arrival.
    #[must_use]
    pub fn answered_of(&self, frame: &Frame, scope: Scope) -> Cow<'_, Histogram> {
        let here = frame.has_moves && matches!(scope, Scope::Queue(_));
        let histograms = if here { &self.answered_here } else { &self.answered };
        summed(histograms, frame.calls_of(scope))
    }

    /// Adds another's counts.
    pub fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.all_mut().zip(other.all()) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.quoted.iter_mut().zip(&other.quoted) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.offers.iter_mut().zip(&other.offers) {
            mine.merge(theirs);
        }
    }

    /// Empties all.
    pub(super) fn clear(&mut self) {
        self.all_mut().for_each(Histogram::clear);
        self.quoted.iter_mut().for_each(Quotes::clear);
        self.offers.iter_mut().for_each(Offers::clear);
    }

    fn all(&self) -> impl Iterator<Item = &Histogram> {
        let Self { answered, answered_here, abandoned, connected, called_back, .. } = self;
        answered.iter().chain(answered_here).chain(abandoned).chain(connected).chain(called_back)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Histogram> {
        let Self { answered, answered_here, abandoned, connected, called_back, .. } = self;
        answered
            .iter_mut()
            .chain(answered_here)
            .chain(abandoned)
            .chain(connected)
            .chain(called_back)
    }
}

/// The sum of some pairs' histograms.
#[must_use]
pub fn summed(
    histograms: &[Histogram],
    mut pairs: impl Iterator<Item = usize>,
) -> Cow<'_, Histogram> {
    let mut sum = Cow::<Histogram>::default();
    if let Some(first) = pairs.next() {
        sum = Cow::Borrowed(&histograms[first]);
    }
    for pair in pairs {
        sum.to_mut().merge(&histograms[pair]);
    }
    sum
}
