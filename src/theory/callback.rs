//! Direct callback in the kept place, offered once by the caller's own wait: its exact law.
//!
//! Whether a caller finally occupies an agent depends on the own wait alone, so the law of the
//! offered wait holds with the probability below (Baccelli and Hebuterne 1981; Zeltyn and
//! Mandelbaum 2005; derivation in `docs/theory.md`). With G the law of patience, `p` the
//! probability of accepting, `a` that the customer answers the callback, and w the time of the offer:
//!
//! - postponed (offered after w on hold): 1 - G(u) below w, then p a (1 - G(w)) + (1 - p)(1 - G(u));
//! - announced (offered at arrival to those who face w or more): 1 - G(u), then p a + (1 - p)(1 - G(u)).
//!
//! A callback that nobody answers takes no agent time.

use super::error::{TheoryError, share};
use super::offered_wait::{Course, OfferedWait};
use super::steady_state::Demand;

/// When the one offer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferTime {
    /// After so long on hold.
    Postponed,
    /// At arrival, to those who face so long a wait or longer (any wait, if 0).
    Announced,
}

/// A direct callback offered once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CallbackOffer {
    /// When it comes.
    pub time: OfferTime,
    /// The wait that it depends on.
    pub after: f64,
    /// Probability that a caller who hears it accepts.
    pub accept: f64,
    /// Probability that the customer answers the callback.
    pub answer: f64,
}

/// A queue with callbacks in steady state. Shares are of all calls; an inbound caller is one who
/// does not accept a callback.
#[derive(Clone, Debug)]
pub struct CallbackState {
    offer: CallbackOffer,
    law: OfferedWait,
    /// Share that finds no free agent.
    pub probability_of_wait: f64,
    /// Share that abandons, balking included.
    pub abandoned: f64,
    /// Share that accepts a callback.
    pub accepted: f64,
    /// Share whose callback nobody answers.
    pub unanswered: f64,
    /// Share that finally talks to an agent.
    pub handled: f64,
    /// Mean time on hold of all, zeros included.
    pub mean_hold: f64,
    /// Mean time from acceptance until an agent takes the callback.
    pub mean_callback_wait: f64,
    /// Mean time from arrival until an agent takes the callback.
    pub mean_callback_wait_from_arrival: f64,
    /// Mean number on hold.
    pub live_queue: f64,
    /// Mean number of callbacks that wait.
    pub callback_queue: f64,
    /// Busy agents / agents.
    pub occupancy: f64,
    /// Mean wait that arrivals face, zeros included.
    pub mean_offered_wait: f64,
}

impl CallbackState {
    /// The queue of so many agents with this offer.
    ///
    /// # Errors
    /// When a number is outside its guard rails or the queue would grow without end.
    pub fn new(demand: &Demand, agents: u32, offer: CallbackOffer) -> Result<Self, TheoryError> {
        demand.check(agents)?;
        share("probability of accepting", offer.accept)?;
        share("probability of answering", offer.answer)?;
        if !(offer.after.is_finite() && offer.after >= 0.0) {
            return Err(TheoryError::NotATime { value: offer.after });
        }
        let announced = offer.time == OfferTime::Announced;
        let course = Course::new(demand, agents);
        let course = course.offering(announced, offer.after, offer.accept, offer.answer);
        let law = OfferedWait::new(course)?;
        let Some(own) = law.course.offer else { return Err(TheoryError::Agents(agents)) };
        let (accept, decline) = (offer.accept, 1.0 - offer.accept);
        let [abandoned, hold, accepted, wait, handled, offered_wait] =
            law.given_wait(0.0, f64::INFINITY, |x, part| {
                let hold = x * part.above + part.mean_below;
                let handled = law.course.staying(x, part);
                if x < offer.after {
                    return [part.below, hold, 0.0, 0.0, handled, x];
                }
                let before = offer.after * own.left.above + own.left.mean_below;
                let (gone, held) = if announced {
                    (decline * part.below, decline * hold)
                } else {
                    let gone = accept * own.left.below + decline * part.below;
                    (gone, accept * before + decline * hold)
                };
                let accepted = accept * own.asked();
                let start = if announced { 0.0 } else { offer.after };
                [gone, held, accepted, accepted * (x - start), handled, x]
            });
        let waits = law.probability_of_wait();
        let handled = law.probability_of_no_wait() + waits * handled;
        let start = if announced { 0.0 } else { offer.after };
        Ok(Self {
            offer,
            probability_of_wait: waits,
            abandoned: waits * abandoned,
            accepted: waits * accepted,
            unanswered: waits * accepted * (1.0 - offer.answer),
            handled,
            mean_hold: waits * hold,
            mean_callback_wait: wait / accepted,
            mean_callback_wait_from_arrival: wait / accepted + start,
            live_queue: demand.rate() * waits * hold,
            callback_queue: demand.rate() * waits * wait,
            occupancy: demand.load * handled / f64::from(agents),
            mean_offered_wait: waits * offered_wait,
            law,
        })
    }

    /// Share that is answered live, after at most `time` on hold.
    #[must_use]
    pub fn answered_live_within(&self, time: f64) -> f64 {
        let CallbackOffer { after, accept, .. } = self.offer;
        let [answered] = self.law.given_wait(0.0, time, |x, part| {
            [if x < after { part.above } else { (1.0 - accept) * part.above }]
        });
        self.law.probability_of_no_wait() + self.probability_of_wait * answered
    }

    /// Share of the callbacks that still wait `time` after they were accepted.
    #[must_use]
    pub fn callback_waits_longer(&self, time: f64) -> f64 {
        let start = match self.offer.time {
            OfferTime::Postponed => self.offer.after,
            OfferTime::Announced => 0.0,
        };
        let from = self.offer.after.max(start + time);
        let [longer] = self.law.given_wait(from, f64::INFINITY, |_, _| [1.0]);
        let [all] = self.law.given_wait(self.offer.after, f64::INFINITY, |_, _| [1.0]);
        longer / all
    }

    /// Share that faces a wait above `time`.
    #[must_use]
    pub fn faces_longer(&self, time: f64) -> f64 {
        let [longer] = self.law.given_wait(time, f64::INFINITY, |_, _| [1.0]);
        self.probability_of_wait * longer
    }
}
