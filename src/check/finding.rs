//! What a check found in one file, and the exit code that follows from it.

use crate::scenario::Change;
use crate::trace::Difference;

use super::expecting::{Expected, Holds};
use super::verdicts::Verdicts;

/// What a check found in one scenario file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The path as it is shown.
    pub path: String,
    /// What was found; or what is wrong with the file, the scenario or the baseline.
    pub judged: Result<Judged, String>,
}

/// A scenario that has been judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its name.
    pub scenario: String,
    /// Replications of the run.
    pub replications: u32,
    /// Its expectations, those that fail first.
    pub expected: Vec<Expected>,
    /// The verdicts against the baseline; none where there is no baseline.
    pub verdicts: Option<Verdicts>,
    /// The reason for which the baseline was accepted.
    pub reason: String,
    /// What the settings say otherwise than the baseline's.
    pub changes: Vec<Change>,
    /// The first call that was routed differently than by the baseline's settings.
    pub first_call: Option<FirstCall>,
    /// What the reader should know: another seed, another version, settings that cannot be told.
    pub notes: Vec<String>,
}

/// A call that was routed differently.
#[derive(Clone, Debug)]
pub struct FirstCall {
    /// In which variant.
    pub variant: String,
    /// In which replication, from 0.
    pub replication: u64,
    /// Where the two part, and what followed.
    pub difference: Difference,
}

impl Judged {
    /// Exit code: 1 for a regression or an unmet expectation, 3 where something cannot be judged,
    /// else 0.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let worse = self.verdicts.as_ref().is_some_and(Verdicts::is_worse);
        let undecided = self.verdicts.as_ref().is_some_and(Verdicts::is_undecided);
        let holds = |wanted: Holds| self.expected.iter().any(|one| one.holds == wanted);
        let nothing = self.verdicts.is_none() && self.expected.is_empty();
        if worse || holds(Holds::Unmet) {
            1
        } else if undecided || nothing || holds(Holds::Undecided) {
            3
        } else {
            0
        }
    }
}

impl Finding {
    /// Exit code of this file alone: 2 when it could not be read.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        self.judged.as_ref().map_or(2, Judged::exit_code)
    }

    /// The exit code of several files: the worst of 2, 1, 3 and 0, in this order.
    #[must_use]
    pub fn exit_code_of(all: &[Self]) -> u8 {
        let codes: Vec<u8> = all.iter().map(Self::exit_code).collect();
        [2, 1, 3].into_iter().find(|code| codes.contains(code)).unwrap_or(0)
    }
}
