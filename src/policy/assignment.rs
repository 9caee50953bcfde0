//! Rules of assignment: which of the free agents takes a work item.
//!
//! To add one: a variant, its name in [`Assignment::ALL`], its rank. Files and engine follow.

/// Which of the free agents takes an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assignment {
    /// Who was freed longest ago; who has just come on duty goes before all.
    #[default]
    LeastActive,
    /// By turns, kept for each queue.
    RoundRobin,
    /// Who has most capacity left, then by turns.
    HighestCapacity,
    /// Who has the highest ratings in the skills of the call, then by turns.
    MostSkilled,
    /// Who has the lowest ratings in the skills of the call, then by turns.
    LeastSkilled,
    /// Anybody, with equal probability.
    Random,
}

/// What a rule may look at in a free agent who could take the item.
pub trait Candidate {
    /// The policy's rank of the agent: by default when last freed of work, in ticks plus one; 0 for
    /// who has just come on duty.
    fn release(&self) -> u64;
    /// When last given any work, in ticks plus one; 0 for who was given none yet.
    fn turn(&self) -> u64;
    /// When last given work of this queue, in ticks plus one; 0 for who was given none yet.
    fn turn_in_queue(&self) -> u64;
    /// Work items that the agent could take now.
    fn free_capacity(&self) -> u32;
    /// Sum of the agent's ratings in the skills that the call requires.
    fn rating(&self) -> u64;
    /// A random number for this agent, this call and this notification.
    fn dice(&self) -> u64;
}

impl Assignment {
    /// All rules with their names in files.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::LeastActive, "least_active"),
        (Self::RoundRobin, "round_robin"),
        (Self::HighestCapacity, "highest_capacity"),
        (Self::MostSkilled, "most_skilled"),
        (Self::LeastSkilled, "least_skilled"),
        (Self::Random, "random"),
    ];

    /// Rank of a free agent for an item: the least is chosen, then the lower agent number.
    #[inline]
    #[must_use]
    pub fn rank(self, agent: &impl Candidate) -> (u64, u64) {
        const MOST: u64 = u64::MAX;
        match self {
            Self::LeastActive => (agent.release(), 0),
            Self::RoundRobin => (agent.turn_in_queue(), 0),
            Self::HighestCapacity => (MOST - u64::from(agent.free_capacity()), agent.turn()),
            Self::MostSkilled => (MOST - agent.rating(), agent.turn()),
            Self::LeastSkilled => (agent.rating(), agent.turn()),
            Self::Random => (agent.dice(), 0),
        }
    }
}
