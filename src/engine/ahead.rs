//! The first draw of each usual call of a type by one law: known from the start, made a block of calls
//! ahead, or made when it is asked for.

use crate::model::ClockLaw;
use crate::observe::CallFacts;
use crate::random::{Series, Stream};
use crate::time::{SimTime, Span};

/// What a law gives for the calls of a type.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a few of each type, and asked at every call")]
pub(super) enum Ahead<'c> {
    /// Always the same.
    Known(Span),
    /// What is drawn from a stream.
    Drawn {
        law: &'c ClockLaw,
        stream: Stream,
        /// Draws made ahead; none where blocks are no gain, or the law depends on when the call
        /// comes.
        series: Option<Series<'c>>,
    },
}

impl<'c> Ahead<'c> {
    pub(super) fn new(law: &'c ClockLaw, stream: Stream) -> Self {
        let only = law.only();
        match only.and_then(|law| law.known()) {
            Some(ticks) => Self::Known(Span::from_ticks(ticks)),
            None => Self::Drawn { law, stream, series: only.and_then(|law| law.series(stream)) },
        }
    }

    /// What the law gives for a call of this number that arrives then.
    #[inline(always)]
    pub(super) fn of(&mut self, number: u64, at: SimTime) -> Span {
        match self {
            Self::Known(length) => *length,
            Self::Drawn { law, stream, series } => {
                let ticks = series.as_mut().and_then(|series| match series.at_hand(number) {
                    // A block of those who come out of order would be made for one of them.
                    None if number < CallFacts::BOOKED => Some(series.of(number)),
                    at_hand => at_hand,
                });
                match ticks {
                    Some(ticks) => Span::from_ticks(ticks),
                    None => law.sample(at, &mut stream.draws(number, 0)),
                }
            }
        }
    }
}
