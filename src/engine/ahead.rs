//! The first draw of each usual call of a type by one law: known from the start, made a block of calls
//! ahead, or made when it is asked for.

use crate::model::ClockLaw;
use crate::observe::CallFacts;
use crate::random::{Series, Stream};
use crate::time::{SimTime, Span};

/// How a law is drawn by for the calls of a type.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a few of each type, and asked at every call")]
pub(super) enum Ahead<'c> {
    /// It always gives the same.
    Known(Span),
    /// Made ahead.
    Series(Series<'c>),
    /// Made when asked for: where blocks are no gain, or the law depends on when the call comes.
    Never,
}

impl<'c> Ahead<'c> {
    pub(super) fn new(law: &'c ClockLaw, stream: Stream) -> Self {
        let Some(law) = law.only() else { return Self::Never };
        match (law.known(), law.series(stream)) {
            (Some(ticks), _) => Self::Known(Span::from_ticks(ticks)),
            (None, Some(series)) => Self::Series(series),
            (None, None) => Self::Never,
        }
    }

    /// What the law gives for a call of this number that arrives then.
    #[inline(always)]
    pub(super) fn of(&mut self, law: &ClockLaw, stream: Stream, number: u64, at: SimTime) -> Span {
        match self {
            Self::Known(length) => *length,
            Self::Series(series) => match series.at_hand(number) {
                Some(ticks) => Span::from_ticks(ticks),
                // A block of those who come out of order would be made for one of them.
                None if number < CallFacts::BOOKED => Span::from_ticks(series.of(number)),
                None => law.sample(at, &mut stream.draws(number, 0)),
            },
            Self::Never => law.sample(at, &mut stream.draws(number, 0)),
        }
    }
}
