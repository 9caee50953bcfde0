//! The eight service levels: which counts go above the line and which below.

use std::ops::{Add, Sub};

/// What the formulas count: calls, or shares of calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServiceCounts<T = u64> {
    /// A: answered.
    pub answered: T,
    /// B: abandoned.
    pub abandoned: T,
    /// A_T: answered within the threshold.
    pub answered_in_time: T,
    /// B_T: abandoned within the threshold.
    pub abandoned_in_time: T,
    /// B_S: abandoned within the short threshold.
    pub short_abandoned: T,
    /// F: left for a callback, a voicemail, elsewhere.
    pub flow_outs: T,
    /// C: callbacks accepted.
    pub callbacks: T,
}

/// The eight formulas in use, with A answered, B abandoned, A_T and B_T within the threshold,
/// B_S short abandonments, F flow-outs, C callbacks accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServiceLevelDefinition {
    /// A_T / (A + B).
    #[default]
    AllOffered,
    /// (A_T + B_T) / (A + B).
    AbandonCredit,
    /// A_T / A.
    AnsweredOnly,
    /// A_T / (A + B - B_T).
    IgnoreWithin,
    /// (A_T + B_S) / (A + B).
    ShortCredit,
    /// A_T / (A + B - B_S).
    ShortRemoved,
    /// A_T / (A + B + F).
    WithFlowouts,
    /// (A_T + C) / (A + B + C).
    CallbackAsAnswered,
}

impl ServiceLevelDefinition {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 8] = [
        Self::AllOffered,
        Self::AbandonCredit,
        Self::AnsweredOnly,
        Self::IgnoreWithin,
        Self::ShortCredit,
        Self::ShortRemoved,
        Self::WithFlowouts,
        Self::CallbackAsAnswered,
    ];

    /// Its name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::AllOffered => "all_offered",
            Self::AbandonCredit => "abandon_credit",
            Self::AnsweredOnly => "answered_only",
            Self::IgnoreWithin => "ignore_within",
            Self::ShortCredit => "short_credit",
            Self::ShortRemoved => "short_removed",
            Self::WithFlowouts => "with_flowouts",
            Self::CallbackAsAnswered => "callback_as_answered",
        }
    }

    /// The formula in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::AllOffered => "answered in time / (answered + abandoned)",
            Self::AbandonCredit => {
                "(answered in time + abandoned in time) / (answered + abandoned)"
            }
            Self::AnsweredOnly => "answered in time / answered",
            Self::IgnoreWithin => "answered in time / (answered + abandoned after the threshold)",
            Self::ShortCredit => "(answered in time + short abandoned) / (answered + abandoned)",
            Self::ShortRemoved => "answered in time / (answered + abandoned, short ones left out)",
            Self::WithFlowouts => "answered in time / (answered + abandoned + flow-outs)",
            Self::CallbackAsAnswered => {
                "(answered in time + callbacks accepted) / (answered + abandoned + callbacks \
                 accepted)"
            }
        }
    }

    /// Numerator and denominator.
    #[must_use]
    pub fn parts<T>(self, c: &ServiceCounts<T>) -> (T, T)
    where
        T: Copy + Add<Output = T> + Sub<Output = T>,
    {
        let in_time = c.answered_in_time;
        let decided = c.answered + c.abandoned;
        match self {
            Self::AllOffered => (in_time, decided),
            Self::AbandonCredit => (in_time + c.abandoned_in_time, decided),
            Self::AnsweredOnly => (in_time, c.answered),
            Self::IgnoreWithin => (in_time, decided - c.abandoned_in_time),
            Self::ShortCredit => (in_time + c.short_abandoned, decided),
            Self::ShortRemoved => (in_time, decided - c.short_abandoned),
            Self::WithFlowouts => (in_time, decided + c.flow_outs),
            Self::CallbackAsAnswered => (in_time + c.callbacks, decided + c.callbacks),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_contract_is_met() {
        let counts = ServiceCounts {
            answered: 1_000,
            abandoned: 60,
            answered_in_time: 860,
            abandoned_in_time: 20,
            short_abandoned: 10,
            ..ServiceCounts::default()
        };
        let percent = |definition: ServiceLevelDefinition| {
            let (numerator, denominator) = definition.parts(&counts);
            (1_000.0 * numerator as f64 / denominator as f64).round() / 10.0
        };
        let found: Vec<f64> =
            ServiceLevelDefinition::ALL[..6].iter().map(|&d| percent(d)).collect();
        assert_eq!(found, [81.1, 83.0, 86.0, 82.7, 82.1, 81.9]);
    }

    #[test]
    fn flow_outs_and_callbacks_count_as_their_definitions_say() {
        let counts = ServiceCounts {
            answered: 70,
            abandoned: 10,
            answered_in_time: 60,
            flow_outs: 20,
            callbacks: 40,
            ..ServiceCounts::default()
        };
        assert_eq!(ServiceLevelDefinition::WithFlowouts.parts(&counts), (60, 100));
        assert_eq!(ServiceLevelDefinition::CallbackAsAnswered.parts(&counts), (100, 120));
    }
}
