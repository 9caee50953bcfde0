//! Why a formula has no answer: inputs outside its guard rails, overload, targets out of reach.

use std::fmt;

/// Agents and lines at most.
pub const MOST_AGENTS: u32 = 1_000_000;
/// Offered load at most, in erlangs.
pub const MOST_LOAD: f64 = 1e7;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum TheoryError {
    /// A number that must be finite and above 0 is not.
    NotPositive {
        /// Which one.
        what: &'static str,
        /// What it was.
        value: f64,
    },
    /// A probability outside 0 to 1.
    NotAShare {
        /// Which one.
        what: &'static str,
        /// What it was.
        value: f64,
    },
    /// A length of time that is negative or not a number.
    NotATime {
        /// What it was.
        value: f64,
    },
    /// No agents, or more than [`MOST_AGENTS`].
    Agents(u32),
    /// More load than [`MOST_LOAD`].
    Load(f64),
    /// Fewer lines than agents, or more than [`MOST_AGENTS`].
    Lines {
        /// Lines.
        lines: u32,
        /// Agents.
        agents: u32,
    },
    /// A limit of lines together with a patience for which no formula is known here.
    LinesWithPatience,
    /// More work comes in than the agents can do, and not enough callers give up: the queue grows
    /// without end.
    Overload {
        /// Load of those who never give up, in erlangs.
        load: f64,
        /// Agents asked about.
        agents: u32,
        /// The least number of agents with which the queue does not grow without end.
        at_least: u32,
    },
    /// No number of agents reaches the targets.
    OutOfReach {
        /// The most that were tried.
        agents: u32,
    },
}

impl fmt::Display for TheoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositive { what, value } => {
                write!(f, "the {what} must be a finite number above 0, not {value}")
            }
            Self::NotAShare { what, value } => {
                write!(f, "the {what} must be a share from 0 to 1, not {value}")
            }
            Self::NotATime { value } => {
                write!(f, "a time must be a number of at least 0, not {value}")
            }
            Self::Agents(agents) => {
                write!(f, "the number of agents must be from 1 to {MOST_AGENTS}, not {agents}")
            }
            Self::Load(load) => {
                write!(f, "a load of {load} erlangs is above the limit of {MOST_LOAD}")
            }
            Self::Lines { lines, agents } if lines < agents => {
                write!(
                    f,
                    "{agents} agents need at least {agents} lines, as each talks on one; there \
                     are {lines}"
                )
            }
            Self::Lines { lines, .. } => {
                write!(f, "the number of lines must be at most {MOST_AGENTS}, not {lines}")
            }
            Self::LinesWithPatience => f.write_str(
                "with a limit of lines, patience must be exponential or endless, and nobody may \
                 balk",
            ),
            Self::Overload { load, agents, at_least } => write!(
                f,
                "the queue grows without end: {load} erlangs of callers who never give up need at \
                 least {at_least} agents, not {agents}"
            ),
            Self::OutOfReach { agents } => {
                write!(f, "the targets are out of reach with up to {agents} agents")
            }
        }
    }
}

impl std::error::Error for TheoryError {}

/// The value, if it is finite and above 0.
pub(super) fn positive(what: &'static str, value: f64) -> Result<f64, TheoryError> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(TheoryError::NotPositive { what, value })
    }
}

/// The value, if it is a probability.
pub(super) fn share(what: &'static str, value: f64) -> Result<f64, TheoryError> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(TheoryError::NotAShare { what, value })
    }
}
