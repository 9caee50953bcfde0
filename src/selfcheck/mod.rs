//! The program against exact values: simulation, formulas, random draws, one whole run.
//!
//! Everything runs in this very binary, with the engine, the scenario reader and the statistics
//! that a user's runs go through, so that a build or a machine that calculates otherwise is found.

mod cases;
mod draws;
mod formulas;
mod judge;
mod pinned_draws;
mod simulation;

use crate::measure::Unit;

pub use judge::{digits, worst};

/// What the check asks of the program.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Twenty times the calls.
    pub full: bool,
    /// Seed of the simulations.
    pub seed: u64,
    /// Threads (0: one per core); results are the same on any number.
    pub threads: usize,
}

/// Everything that was compared.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Simulated cases.
    pub cases: Vec<CaseFindings>,
    /// Formulas against figures in many digits.
    pub formulas: Vec<Formula>,
    /// First draws of every law and every purpose.
    pub draws: Vec<Drawn>,
    /// The digest of one whole run.
    pub digest: Drawn,
    /// Calls simulated.
    pub calls: u64,
}

/// A simulated queue whose exact answer is known.
#[derive(Clone, Debug)]
pub struct CaseFindings {
    /// What is simulated.
    pub title: &'static str,
    /// Where the exact values come from.
    pub source: &'static str,
    /// Replications.
    pub replications: u32,
    /// What was compared.
    pub measures: Vec<Compared>,
}

/// A measure of a simulated case.
#[derive(Clone, Copy, Debug)]
pub struct Compared {
    /// The metric's id.
    pub metric: &'static str,
    /// What the number measures.
    pub unit: Unit,
    /// The exact value.
    pub exact: f64,
    /// The simulated value.
    pub mean: f64,
    /// Half width of its 95 % interval.
    pub half_width: f64,
    /// How many standard errors it lies above the exact value.
    pub z: f64,
}

/// A formula against a figure calculated in many digits.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Which formula of what.
    pub name: String,
    /// Where the figure comes from.
    pub source: &'static str,
    /// The figure.
    pub exact: f64,
    /// What this program calculates.
    pub found: f64,
    /// Relative error that is let through.
    pub bound: f64,
}

/// A thing that must come out the same to the last bit.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What was drawn.
    pub name: String,
    /// What must come out.
    pub pinned: String,
    /// What came out.
    pub found: String,
}

impl Compared {
    /// Whether the simulation agrees with theory: near enough, and certain enough to tell.
    #[must_use]
    pub fn agrees(&self) -> bool {
        judge::is_near(self) && self.is_certain()
    }

    /// Whether the simulated value is known well enough to tell.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        judge::is_certain(self)
    }

    /// Digits in which the two agree.
    #[must_use]
    pub fn digits(&self) -> f64 {
        digits(self.mean, self.exact)
    }
}

impl Formula {
    /// Whether it has the digits that are promised.
    #[must_use]
    pub fn agrees(&self) -> bool {
        judge::close(self.found, self.exact, self.bound)
    }

    /// Digits in which the two agree.
    #[must_use]
    pub fn digits(&self) -> f64 {
        digits(self.found, self.exact)
    }
}

impl Drawn {
    /// Whether it came out as pinned.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.pinned == self.found
    }
}

impl Findings {
    /// Whether everything agrees.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.measures().all(Compared::agrees)
            && self.formulas.iter().all(Formula::agrees)
            && self.draws.iter().all(Drawn::agrees)
            && self.digest.agrees()
    }

    /// All measures of all cases.
    pub fn measures(&self) -> impl Iterator<Item = &Compared> {
        self.cases.iter().flat_map(|case| &case.measures)
    }
}

/// Checks everything. `progress` hears, from any thread, of each replication that is done.
///
/// # Errors
/// When the threads cannot be started, or a case is no scenario (which is a fault of this program).
pub fn check(extent: Extent, progress: &(dyn Fn(u64) + Sync)) -> Result<Findings, String> {
    let (cases, calls) = simulation::cases(extent, progress)?;
    Ok(Findings {
        cases,
        formulas: formulas::formulas(),
        draws: draws::draws(),
        digest: simulation::digest(extent.threads)?,
        calls,
    })
}

/// Replications that the simulations take in all, for a progress bar.
#[must_use]
pub fn replications(extent: Extent) -> u32 {
    cases::CASES.len() as u32 * cases::replications(extent.full)
}
