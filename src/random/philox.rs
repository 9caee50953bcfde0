//! Philox2x64-10, a counter-based generator: any call's draws can be found again without a state.
//!
//! Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

use std::convert::Infallible;

use rand::TryRng;

const MULTIPLIER: u64 = 0xD2B7_4407_B1CE_6E93;
const WEYL: u64 = 0x9E37_79B9_7F4A_7C15;
const ROUNDS: u32 = 10;

/// Why a number is drawn. Each purpose has a stream of its own, so that a new use of
/// randomness never shifts an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Gaps between the arrivals of a call type, or their places within an interval.
    Arrival = 1,
    /// Which queue a shared route picks.
    Route = 2,
    /// Talk time of an inbound call.
    TalkTime = 3,
    /// After-call work.
    AfterCallWork = 4,
    /// How long the caller holds before abandoning.
    Patience = 5,
    /// Whether the caller hangs up at once on finding no free agent.
    Balk = 6,
    /// Whether the k-th callback offer is accepted.
    Accept = 7,
    /// Time from the k-th offer to the key.
    Decision = 8,
    /// Whether the k-th dial is answered.
    Answer = 9,
    /// How long the k-th dial rings.
    Ring = 10,
    /// Preview before the k-th dial.
    Preview = 11,
    /// Talk time of a callback, where it has a law of its own.
    CallbackTalkTime = 12,
    /// How long the agent takes to accept the k-th notification.
    NotificationAccept = 13,
    /// Whether the k-th notification is missed or rejected.
    NotificationOutcome = 14,
    /// The busy-day factor.
    ForecastError = 15,
    /// Thinning and duplication of recorded calls.
    Volume = 16,
    /// Moves recorded arrivals about.
    Jitter = 17,
    /// Rows drawn anew from a record.
    Resample = 18,
    /// Whether and when the caller calls again after nobody helped.
    Redial = 19,
    /// Whether and when the caller calls again with a new matter.
    Repeat = 20,
    /// Whether and where a call goes after service, and its talk time there.
    Transfer = 21,
    /// Whether a message is left, its length, and the work on it.
    Voicemail = 22,
    /// What the caller is.
    Attribute = 23,
    /// Patience of a customer who has answered a dial and waits for an agent.
    PatienceAfterAnswer = 24,
    /// Whether an unanswered dial reached a machine.
    Machine = 25,
    /// Whether and when the caller rings again while a callback is pending.
    CallAgain = 26,
    /// Which of the free agents takes an item, where chance decides.
    Assignment = 27,
    /// Which queue a routing rule with shares picks.
    RuleShare = 28,
    /// Scheduled callbacks: when they are booked.
    Booking = 29,
    /// Calls of spikes: gaps in expected calls.
    Spike = 30,
    /// Whether an agent is absent on a day.
    Absence = 31,
    /// How many are absent on a day, all agents of a group together.
    AbsenceFactor = 32,
    /// The points of a sampled sweep.
    Design = 50,
}

impl Purpose {
    /// All that a simulation draws for, in the order of their numbers.
    pub const ALL: [Self; 32] = [
        Self::Arrival,
        Self::Route,
        Self::TalkTime,
        Self::AfterCallWork,
        Self::Patience,
        Self::Balk,
        Self::Accept,
        Self::Decision,
        Self::Answer,
        Self::Ring,
        Self::Preview,
        Self::CallbackTalkTime,
        Self::NotificationAccept,
        Self::NotificationOutcome,
        Self::ForecastError,
        Self::Volume,
        Self::Jitter,
        Self::Resample,
        Self::Redial,
        Self::Repeat,
        Self::Transfer,
        Self::Voicemail,
        Self::Attribute,
        Self::PatienceAfterAnswer,
        Self::Machine,
        Self::CallAgain,
        Self::Assignment,
        Self::RuleShare,
        Self::Booking,
        Self::Spike,
        Self::Absence,
        Self::AbsenceFactor,
    ];
}

/// Marks a replication as the mirror of the one with this number.
const MIRROR: u64 = 1 << 63;

/// The antithetic twin of a replication, as a replication number of its own: its streams give
/// the complement of every word that those of `replication` give. A complemented word is as
/// random as the word itself, so every law drawn from it is exactly right; and as samplers rise
/// or fall with the word, what was large becomes small (Hammersley and Morton 1956).
#[must_use]
pub const fn mirrored(replication: u64) -> u64 {
    replication ^ MIRROR
}

/// All the draws of one purpose for one named thing in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: u64,
    /// What every word is combined with: nothing, or all bits in a mirrored replication.
    flip: u64,
}

impl Stream {
    /// The stream of (`seed`, `replication`, `purpose`, `entity`); the entity is a
    /// [`name_hash`], so the order in which a scenario lists things is without effect.
    #[must_use]
    pub const fn new(seed: u64, replication: u64, purpose: Purpose, entity: u64) -> Self {
        let mut key = mix(seed ^ 0x7269_6E67_6261_636B);
        key = mix(key ^ (replication & !MIRROR));
        key = mix(key ^ purpose as u64);
        key = mix(key ^ entity);
        Self { key, flip: if replication & MIRROR == 0 { 0 } else { u64::MAX } }
    }

    /// Draws number `count` of item `number` (of a call: its number within its type).
    #[inline]
    #[must_use]
    pub const fn draws(self, number: u64, count: u32) -> Draws {
        let low = (count as u64) << 32;
        Draws { key: self.key, flip: self.flip, number, low, spare: None }
    }

    /// The first words of draw 0 of items `2 * pair` and `2 * pair + 1`, as [`Stream::draws`] gives
    /// them; none where words are mirrored, which is for the samplers to do.
    #[inline(always)]
    pub(super) const fn first_words(self, pair: u64) -> Option<[u64; 2]> {
        if self.flip == 0 { Some(philox([0, pair], self.key)) } else { None }
    }

    /// A number uniform in the open interval (0, 1): one block, no state.
    #[inline]
    #[must_use]
    pub fn uniform(self, number: u64, count: u32) -> f64 {
        self.draws(number, count).uniform()
    }

    /// Whether something of this probability happens.
    #[inline]
    #[must_use]
    pub fn happens(self, probability: f64, number: u64, count: u32) -> bool {
        probability > 0.0 && (probability >= 1.0 || self.uniform(number, count) < probability)
    }
}

/// The numbers of one draw: as many 64-bit words as a sampler asks for.
///
/// Most draws need one word and a block has two, so two neighbours, items `2 k` and `2 k + 1`, share
/// the block of their first words; each has blocks of its own for the words after it.
#[derive(Clone, Debug)]
pub struct Draws {
    key: u64,
    flip: u64,
    /// Number of the item.
    number: u64,
    /// The draw of the item in the upper half, its block in the lower.
    low: u64,
    spare: Option<u64>,
}

impl Draws {
    /// The next 64 random bits.
    #[inline(always)]
    pub fn word(&mut self) -> u64 {
        if let Some(word) = self.spare.take() {
            return word ^ self.flip;
        }
        let word = if self.low as u32 == 0 {
            let shared = philox([self.low, self.number / 2], self.key);
            shared[(self.number % 2) as usize]
        } else {
            let [first, second] = philox([self.low, self.number], self.key);
            self.spare = Some(second);
            first
        };
        self.low += 1;
        word ^ self.flip
    }

    /// Sets what every word is combined with and gives back what it was: for samplers that
    /// mirror their result themselves.
    #[inline]
    pub(super) const fn flip(&mut self, flip: u64) -> u64 {
        std::mem::replace(&mut self.flip, flip)
    }

    /// The next number uniform in the open interval (0, 1), of 52 random bits.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.word() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }

    /// A whole number below `bound`, uniform (Lemire's multiplication; the bias is below
    /// `bound` / 2^64).
    #[inline]
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.word()) * u128::from(bound)) >> 64) as u64
    }
}

impl TryRng for Draws {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.word().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// A 64-bit name of a text (FNV-1a, then mixed), the same on every machine.
#[must_use]
pub const fn name_hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        at += 1;
    }
    mix(hash)
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection that spreads every bit.
const fn mix(mut word: u64) -> u64 {
    word = word.wrapping_add(WEYL);
    word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}

#[inline]
const fn philox(counter: [u64; 2], key: u64) -> [u64; 2] {
    let [mut left, mut right] = counter;
    let mut key = key;
    let mut round = 0;
    while round < ROUNDS {
        let product = left as u128 * MULTIPLIER as u128;
        left = (product >> 64) as u64 ^ key ^ right;
        right = product as u64;
        key = key.wrapping_add(WEYL);
        round += 1;
    }
    [left, right]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_known_answers() {
        // Random123's known-answer vectors for philox2x64, 10 rounds.
        assert_eq!(philox([0, 0], 0), [0xCA00_A045_9843_D731, 0x66C2_4222_C9A8_45B5]);
        let ones = u64::MAX;
        assert_eq!(philox([ones, ones], ones), [0x65B0_21D6_0CD8_310F, 0x4D02_F322_2F86_DF20]);
        assert_eq!(
            philox([0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344], 0xA409_3822_299F_31D0),
            [0x0A5E_742C_2997_341C, 0xB0F8_83D3_8000_DE5D]
        );
    }

    #[test]
    fn every_purpose_stands_in_the_list_under_its_number() {
        for (position, purpose) in Purpose::ALL.into_iter().enumerate() {
            assert_eq!(purpose as usize, position + 1);
        }
    }

    #[test]
    fn a_mirrored_replication_complements_every_word_and_every_uniform_number() {
        let stream = |replication| Stream::new(7, replication, Purpose::Patience, 1);
        let (mut own, mut twin) = (stream(3).draws(5, 0), stream(mirrored(3)).draws(5, 0));
        for _ in 0..100 {
            assert_eq!(own.word(), !twin.word());
            assert_eq!(own.uniform() + twin.uniform(), 1.0);
        }
        assert_eq!(mirrored(mirrored(3)), 3);
    }

    #[test]
    fn a_draw_can_be_found_again_and_purposes_do_not_share_numbers() {
        let one = Stream::new(7, 3, Purpose::TalkTime, name_hash("support"));
        let other = Stream::new(7, 3, Purpose::Patience, name_hash("support"));
        assert_eq!(one.uniform(41, 0).to_bits(), one.uniform(41, 0).to_bits());
        assert_ne!(one.uniform(41, 0).to_bits(), other.uniform(41, 0).to_bits());
        assert_ne!(one.uniform(41, 0).to_bits(), one.uniform(41, 1).to_bits());
        assert_ne!(one.uniform(41, 0).to_bits(), one.uniform(42, 0).to_bits());
    }
}
