//! The digest of a run: one hash per call over everything that happened to it, summed.

use std::fmt;

use super::{CallFacts, Happening};
use crate::ids::AgentId;
use crate::time::SimTime;

/// A sum modulo 2^128 of one hash per call: equal, but for chance, only when every call went the
/// same way. Order of discovery does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest(pub u128);

impl Digest {
    /// Adds a finished call's hash, or another digest spread anew.
    pub fn add(&mut self, other: u128) {
        self.0 = self.0.wrapping_add(other);
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The hash of one call so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallHash(u64);

impl CallHash {
    /// Of a call by its type's name and its number.
    #[inline]
    #[must_use]
    pub const fn new(type_name: u64, number: u64) -> Self {
        Self(fold(type_name, number))
    }

    /// Something happened to it then, in a queue (by the hash of its name), perhaps with an
    /// agent (by the hash of group and number).
    #[inline(always)]
    pub fn happens(
        &mut self,
        at: SimTime,
        happening: Happening,
        queue: u64,
        agent: impl Fn(AgentId) -> u64,
    ) {
        let (code, detail) = words(happening, agent);
        self.0 = fold(self.0 ^ at.0, queue ^ detail.rotate_left(17) ^ code);
    }

    /// The call's part of the digest.
    #[must_use]
    pub const fn spread(self) -> u128 {
        let high = fold(self.0, 0x9E37_79B9_7F4A_7C15);
        let low = fold(self.0, 0xD1B5_4A32_D192_ED03);
        ((high as u128) << 64) | low as u128
    }
}

/// Multiplies to 128 bits and folds the halves.
#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a ^ 0x2D35_8DCC_AA6C_78A5) as u128 * (b ^ 0x8BB8_4B93_962E_ACC9) as u128;
    (product as u64) ^ ((product >> 64) as u64)
}

/// A happening as two words: which, and its detail. What only describes (a place in the queue)
/// is left out.
#[inline(always)]
fn words(happening: Happening, agent: impl Fn(AgentId) -> u64) -> (u64, u64) {
    match happening {
        Happening::Arrived => (1, 0),
        Happening::Blocked => (2, 0),
        Happening::Overflowed { rule, route } => {
            (3, u64::from(rule) | route.map_or(0, |route| u64::from(route) + 1) << 32)
        }
        Happening::Balked => (4, 0),
        Happening::Queued { .. } => (5, 0),
        Happening::Offered { number } => (6, u64::from(number)),
        Happening::CallbackAccepted { .. } => (7, 0),
        Happening::CallEndedForCallback => (8, 0),
        Happening::Abandoned { agent: who } => (9, who.map_or(0, agent)),
        Happening::CallbackDue => (10, 0),
        Happening::Assigned { agent: who } => (11, agent(who)),
        Happening::Notified { agent: who } => (12, agent(who)),
        Happening::Accepted { agent: who, .. } => (13, agent(who)),
        Happening::Rejected { agent: who } => (14, agent(who)),
        Happening::Missed { agent: who } => (15, agent(who)),
        Happening::Dialled { agent: who, attempt } => {
            (16, who.map_or(0, agent) ^ u64::from(attempt))
        }
        Happening::CustomerAnswered { agent: who } => (17, who.map_or(0, agent)),
        Happening::CustomerUnanswered { agent: who, last } => {
            (18, who.map_or(0, agent) ^ u64::from(last))
        }
        Happening::RetryScheduled { due } => (19, due.0),
        Happening::Requeued => (20, 0),
        Happening::CallbackExpired => (21, 0),
        Happening::Connected { agent: who } => (22, agent(who)),
        Happening::TalkEnded { agent: who } => (23, agent(who)),
        Happening::WrapUpEnded { agent: who, .. } => (24, agent(who)),
        Happening::Unfinished => (25, 0),
        Happening::OutOfHours => (26, 0),
        Happening::Moved { .. } => (27, 0),
        Happening::MovedTooOften => (28, 0),
        Happening::SentOutside => (29, 0),
        Happening::VoicemailLeft => (30, 0),
        Happening::EndedByOverflow => (31, 0),
        Happening::CallbackAbandoned { agent: who } => (32, who.map_or(0, agent)),
        Happening::CallbackDeduplicated => (33, 0),
        Happening::Transferred { agent: who, .. } => (34, agent(who)),
        Happening::RedialScheduled { due } => (35, due.0),
        Happening::RepeatScheduled { due } => (36, due.0),
    }
}

/// Where a listener keeps what it knows of each call: by the slot of the call.
#[derive(Clone, Debug, Default)]
pub struct PerCall<T> {
    slots: Vec<T>,
}

impl<T: Default + Clone> PerCall<T> {
    /// What is known of a call that has been spoken of before.
    #[inline]
    pub fn known(&mut self, call: &CallFacts) -> &mut T {
        &mut self.slots[call.slot as usize]
    }

    /// What is known of a call.
    #[inline]
    pub fn of(&mut self, call: &CallFacts) -> &mut T {
        let slot = call.slot as usize;
        if slot >= self.slots.len() {
            self.slots.resize(slot + 1, T::default());
        }
        &mut self.slots[slot]
    }
}
