//! The integer clock: a moment and a length of time, in ticks of one microsecond.

use std::ops::{Add, AddAssign, Sub};

/// Ticks in one second.
pub const TICKS_PER_SECOND: u64 = 1_000_000;

/// A moment of the simulation: ticks since the scenario's start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(pub u64);

/// A length of time in ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub u64);

/// A moment with what orders those of the same moment, in one number that is compared at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ordered(u128);

impl Ordered {
    /// At a moment, after those of it with a lower number.
    #[inline]
    #[must_use]
    pub const fn new(at: SimTime, order: u64) -> Self {
        Self((at.0 as u128) << 64 | order as u128)
    }

    /// The moment.
    #[inline]
    #[must_use]
    pub const fn at(self) -> SimTime {
        SimTime((self.0 >> 64) as u64)
    }

    /// What orders those of the same moment.
    #[inline]
    #[must_use]
    pub const fn order(self) -> u64 {
        self.0 as u64
    }
}

impl SimTime {
    /// The scenario's start.
    pub const ZERO: Self = Self(0);
    /// Later than every happening; stands for "never".
    pub const NEVER: Self = Self(u64::MAX);

    /// Seconds since the start.
    #[must_use]
    pub fn seconds(self) -> f64 {
        Span(self.0).seconds()
    }

    /// Length from `earlier` to this moment; zero when `earlier` is later.
    #[inline]
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longer than every run; stands for "never ends".
    pub const FOREVER: Self = Self(u64::MAX);

    /// Whole seconds.
    #[must_use]
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * TICKS_PER_SECOND)
    }

    /// Ticks from a sampled length in ticks: rounded to the nearest, never negative,
    /// at most a third of the clock's range so that adding it to a moment cannot overflow.
    #[inline]
    #[must_use]
    pub fn from_ticks(ticks: f64) -> Self {
        const MOST: f64 = (u64::MAX / 3) as f64;
        // `as` saturates. By way of a signed number, which takes half the steps.
        Self(((ticks.min(MOST) + 0.5) as i64).max(0) as u64)
    }

    /// Length in seconds.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND as f64
    }

    /// Length in ticks as a number to calculate with.
    #[inline]
    #[must_use]
    pub const fn ticks(self) -> f64 {
        self.0 as f64
    }
}

impl Add<Span> for SimTime {
    type Output = Self;
    #[inline]
    fn add(self, length: Span) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}

impl Sub<Span> for SimTime {
    type Output = Self;
    #[inline]
    fn sub(self, length: Span) -> Self {
        Self(self.0.saturating_sub(length.0))
    }
}

impl Add for Span {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
