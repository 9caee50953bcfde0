//! One queue in steady state: its measures, by the formula that fits what is asked.

use super::distribution::Distribution;
use super::erlang::{erlang_c, no_wait};
use super::error::{MOST_AGENTS, MOST_LOAD, TheoryError, positive, share};
use super::limited::Chain;
use super::offered_wait::{Course, OfferedWait};

/// What callers bring: Poisson calls with exponential handle times. All times in one unit of the
/// caller's choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Offered load in erlangs: calls per unit of time x mean handle time.
    pub load: f64,
    /// Mean handle time.
    pub service: f64,
    /// How long callers hold before abandoning.
    pub patience: Distribution,
    /// Share of the callers who hang up at once on finding no free agent.
    pub balk: f64,
}

impl Demand {
    /// Callers who never give up.
    #[must_use]
    pub fn patient(load: f64, service: f64) -> Self {
        Self { load, service, patience: Distribution::Never, balk: 0.0 }
    }

    /// Callers who hold for an exponential time of this mean.
    #[must_use]
    pub fn impatient(load: f64, service: f64, patience: f64) -> Self {
        let patience = Distribution::Exponential { mean: patience };
        Self { load, service, patience, balk: 0.0 }
    }

    pub(super) fn check(&self, agents: u32) -> Result<(), TheoryError> {
        positive("load", self.load)?;
        positive("mean handle time", self.service)?;
        share("probability of balking", self.balk)?;
        if self.load > MOST_LOAD {
            return Err(TheoryError::Load(self.load));
        }
        if !(1..=MOST_AGENTS).contains(&agents) {
            return Err(TheoryError::Agents(agents));
        }
        if self.patience.endless() == 0.0 {
            positive("mean patience", self.patience.mean())?;
        }
        Ok(())
    }

    /// Calls per unit of time.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.load / self.service
    }

    fn never_abandon(&self) -> bool {
        self.patience == Distribution::Never && self.balk == 0.0
    }
}

/// Which formula answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// M/M/n/n: who finds no agent is blocked.
    ErlangB,
    /// M/M/n: nobody abandons.
    ErlangC,
    /// M/M/n+M: exponential patience.
    ErlangA,
    /// M/M/n+G: patience of any law, balking.
    GeneralPatience,
    /// M/M/n/K or M/M/n/K+M: a limit of lines.
    LimitedLines,
}

impl Model {
    /// Its name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ErlangB => "erlang_b",
            Self::ErlangC => "erlang_c",
            Self::ErlangA => "erlang_a",
            Self::GeneralPatience => "general_patience",
            Self::LimitedLines => "limited_lines",
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ErlangB => "Erlang B",
            Self::ErlangC => "Erlang C",
            Self::ErlangA => "Erlang A",
            Self::GeneralPatience => "General patience (M/M/n+G)",
            Self::LimitedLines => "Limited lines (M/M/n/K+M)",
        }
    }
}

/// A queue in steady state. Shares are of the calls let in, `blocked` of all calls offered.
#[derive(Clone, Debug)]
pub struct SteadyState {
    /// What callers bring.
    pub demand: Demand,
    /// Agents.
    pub agents: u32,
    /// Which formula answered.
    pub model: Model,
    /// Share of the calls offered that find no line.
    pub blocked: f64,
    /// Share that finds no free agent.
    pub probability_of_wait: f64,
    /// Share that abandons, balking included.
    pub abandoned: f64,
    /// Share that is answered.
    pub answered: f64,
    /// Mean time on hold of all, zeros included.
    pub mean_wait: f64,
    /// Mean time on hold of those who are answered: average speed of answer.
    pub mean_wait_answered: f64,
    /// Mean time on hold of those who abandon; not a number where nobody can.
    pub mean_wait_abandoned: f64,
    /// Mean time on hold of those who find no free agent; not a number where nobody waits.
    pub mean_wait_delayed: f64,
    /// Mean number on hold.
    pub queue_length: f64,
    /// Busy agents / agents.
    pub occupancy: f64,
    finds_free: f64,
    waits: Waits,
}

/// What the law of waits is read from.
#[derive(Clone, Debug)]
enum Waits {
    Exponential,
    General(Box<OfferedWait>),
    Limited(Box<Chain>),
}

impl SteadyState {
    /// The queue of so many agents; `lines` is the most calls on the line at once (holding and
    /// talking), none for no limit.
    ///
    /// # Errors
    /// When a number is outside its guard rails, the queue would grow without end, or a limit of
    /// lines comes with a patience that is neither exponential nor endless.
    pub fn new(demand: &Demand, agents: u32, lines: Option<u32>) -> Result<Self, TheoryError> {
        demand.check(agents)?;
        match lines {
            Some(lines) => Self::with_lines(demand, agents, lines),
            None if demand.never_abandon() => Self::without_abandonment(demand, agents),
            None => Self::with_patience(demand, agents),
        }
    }

    /// Erlang C in closed form.
    fn without_abandonment(demand: &Demand, agents: u32) -> Result<Self, TheoryError> {
        let load = demand.load;
        let spare = f64::from(agents) - load;
        if spare <= 0.0 {
            let at_least = libm::floor(load) as u32 + 1;
            return Err(TheoryError::Overload { load, agents, at_least });
        }
        let probability_of_wait = erlang_c(agents, load);
        let mean_wait_delayed = demand.service / spare;
        let mean_wait = probability_of_wait * mean_wait_delayed;
        Ok(Self {
            agents,
            model: Model::ErlangC,
            blocked: 0.0,
            probability_of_wait,
            abandoned: 0.0,
            answered: 1.0,
            mean_wait,
            mean_wait_answered: mean_wait,
            mean_wait_abandoned: f64::NAN,
            mean_wait_delayed,
            queue_length: probability_of_wait * load / spare,
            occupancy: load / f64::from(agents),
            finds_free: no_wait(agents, load),
            waits: Waits::Exponential,
            demand: demand.clone(),
        })
    }

    /// M/M/n+G by the law of the offered wait.
    fn with_patience(demand: &Demand, agents: u32) -> Result<Self, TheoryError> {
        let law = OfferedWait::new(Course::new(demand, agents))?;
        let [leaves, stays, hold, hold_answered, hold_abandoned] =
            law.given_wait(0.0, f64::INFINITY, |x, part| {
                let hold_answered = x * part.above;
                let hold = hold_answered + part.mean_below;
                [part.below, part.above, hold, hold_answered, part.mean_below]
            });
        let waits = law.probability_of_wait();
        let finds_free = law.probability_of_no_wait();
        let exponential = matches!(demand.patience, Distribution::Exponential { .. });
        let answered = finds_free + waits * stays;
        Ok(Self {
            agents,
            model: match exponential && demand.balk == 0.0 {
                true => Model::ErlangA,
                false => Model::GeneralPatience,
            },
            blocked: 0.0,
            probability_of_wait: waits,
            abandoned: waits * leaves,
            answered,
            mean_wait: waits * hold,
            mean_wait_answered: waits * hold_answered / answered,
            mean_wait_abandoned: hold_abandoned / leaves,
            mean_wait_delayed: hold,
            queue_length: demand.rate() * waits * hold,
            occupancy: demand.load * answered / f64::from(agents),
            finds_free,
            waits: Waits::General(Box::new(law)),
            demand: demand.clone(),
        })
    }

    /// M/M/n/K+M by its chain.
    fn with_lines(demand: &Demand, agents: u32, lines: u32) -> Result<Self, TheoryError> {
        if !(agents..=MOST_AGENTS).contains(&lines) {
            return Err(TheoryError::Lines { lines, agents });
        }
        let patience = match demand.patience {
            Distribution::Never if demand.balk == 0.0 => f64::INFINITY,
            Distribution::Exponential { mean } if demand.balk == 0.0 => mean,
            _ => return Err(TheoryError::LinesWithPatience),
        };
        let chain = Chain::new(demand.load, agents, demand.service, patience, lines);
        let means = chain.means();
        let waits = chain.waits;
        let answered = chain.finds_free + waits * means.answered;
        let hold = means.wait_answered + means.wait_abandoned;
        let let_in = demand.load * (1.0 - chain.blocked);
        Ok(Self {
            agents,
            model: if lines == agents { Model::ErlangB } else { Model::LimitedLines },
            blocked: chain.blocked,
            probability_of_wait: waits,
            abandoned: waits * means.abandoned,
            answered,
            mean_wait: waits * hold,
            mean_wait_answered: waits * means.wait_answered / answered,
            mean_wait_abandoned: means.wait_abandoned / means.abandoned,
            mean_wait_delayed: hold,
            queue_length: chain.queue,
            occupancy: let_in * answered / f64::from(agents),
            finds_free: chain.finds_free,
            waits: Waits::Limited(Box::new(chain)),
            demand: demand.clone(),
        })
    }

    /// Share that is answered after at most `time` on hold.
    #[must_use]
    pub fn answered_within(&self, time: f64) -> f64 {
        let late = match &self.waits {
            Waits::Exponential => -libm::expm1(-time / self.mean_wait_delayed),
            Waits::General(law) => law.given_wait(0.0, time, |_, part| [part.above])[0],
            Waits::Limited(chain) => chain.answered_within(time),
        };
        self.finds_free + self.probability_of_wait * late
    }

    /// Share that abandons after at most `time` on hold; balking counts at once.
    #[must_use]
    pub fn abandoned_within(&self, time: f64) -> f64 {
        let gone = match &self.waits {
            Waits::Exponential => 0.0,
            Waits::General(law) => {
                let [gone] = law.given_wait(0.0, time, |_, part| [part.below]);
                gone + law.course.part(time).below * self.faces_longer_given_wait(time)
            }
            Waits::Limited(chain) => chain.abandoned_within(time),
        };
        self.probability_of_wait * gone
    }

    /// Share that faces a wait above `time`: that would wait longer, had it patience enough.
    #[must_use]
    pub fn faces_longer(&self, time: f64) -> f64 {
        self.probability_of_wait * self.faces_longer_given_wait(time)
    }

    fn faces_longer_given_wait(&self, time: f64) -> f64 {
        match &self.waits {
            Waits::Exponential => libm::exp(-time / self.mean_wait_delayed),
            Waits::General(law) => law.given_wait(time, f64::INFINITY, |_, _| [1.0])[0],
            Waits::Limited(chain) => chain.faces_longer(time),
        }
    }

    /// Share that is on hold for longer than `time`, whatever becomes of it.
    #[must_use]
    pub fn waits_longer(&self, time: f64) -> f64 {
        let patient = match &self.waits {
            Waits::Exponential => 1.0,
            Waits::General(law) => law.course.part(time).above,
            Waits::Limited(chain) => libm::exp(-time / chain.patience()),
        };
        patient * self.faces_longer(time)
    }

    /// Mean wait that calls face, zeros included: their time on hold, had they patience enough.
    #[must_use]
    pub fn mean_offered_wait(&self) -> f64 {
        let faced = match &self.waits {
            Waits::Exponential => self.mean_wait_delayed,
            Waits::General(law) => law.given_wait(0.0, f64::INFINITY, |x, _| [x])[0],
            Waits::Limited(chain) => chain.mean_offered_wait(),
        };
        self.probability_of_wait * faced
    }

    /// Variance of the number on hold.
    #[must_use]
    pub fn queue_variance(&self) -> f64 {
        let mean = self.queue_length;
        match &self.waits {
            Waits::Exponential => {
                let (rho, n) = (self.occupancy, f64::from(self.agents));
                let spare = (n - self.demand.load) / n;
                let waits = self.probability_of_wait;
                rho * waits * (1.0 + rho - rho * waits) / (spare * spare)
            }
            Waits::General(law) => {
                // Of those who face a wait x, Poisson many are on hold before them, of mean rate x
                // the integral of patience (Brandt and Brandt, "On the M(n)/M(n)/s queue with
                // impatient calls", Performance Evaluation 35, 1999).
                let rate = self.demand.rate();
                let [spread] = law.given_wait(0.0, f64::INFINITY, |x, part| {
                    let off = rate * (x * part.above + part.mean_below) - mean;
                    [off * off]
                });
                mean + self.probability_of_wait * spread + self.finds_free * mean * mean
            }
            Waits::Limited(chain) => chain.variance,
        }
    }

    /// Calls answered per unit of time.
    #[must_use]
    pub fn throughput(&self) -> f64 {
        self.demand.rate() * (1.0 - self.blocked) * self.answered
    }

    /// Mean number on hold or with an agent.
    #[must_use]
    pub fn in_system(&self) -> f64 {
        self.queue_length + self.occupancy * f64::from(self.agents)
    }
}
