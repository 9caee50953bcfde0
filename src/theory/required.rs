//! The least number of agents that reaches a target.

use super::error::{MOST_AGENTS, TheoryError};
use super::steady_state::{Demand, SteadyState};

/// The least number of agents for which `reaches` says yes, with its queue. The target must be one
/// that more agents come nearer to: service level, waits, abandonment, blocking, occupancy.
///
/// # Errors
/// When a number is outside its guard rails, or no number of agents (up to the number of lines, or
/// [`MOST_AGENTS`]) reaches the target.
pub fn least_agents(
    demand: &Demand,
    lines: Option<u32>,
    reaches: impl Fn(&SteadyState) -> bool,
) -> Result<SteadyState, TheoryError> {
    let most = lines.unwrap_or(MOST_AGENTS);
    search(most, demand.load, |agents| match SteadyState::new(demand, agents, lines) {
        Ok(state) => Ok(reaches(&state).then_some(state)),
        Err(TheoryError::Overload { .. }) => Ok(None),
        Err(other) => Err(other),
    })
}

/// As [`least_agents`], with as many lines as agents: who finds no agent is blocked (Erlang B).
///
/// # Errors
/// As for [`least_agents`].
pub fn least_agents_without_queue(
    demand: &Demand,
    reaches: impl Fn(&SteadyState) -> bool,
) -> Result<SteadyState, TheoryError> {
    search(MOST_AGENTS, demand.load, |agents| {
        let state = SteadyState::new(demand, agents, Some(agents))?;
        Ok(reaches(&state).then_some(state))
    })
}

/// Looks from the load outwards in doubled steps, then halves.
fn search(
    most: u32,
    load: f64,
    attempt: impl Fn(u32) -> Result<Option<SteadyState>, TheoryError>,
) -> Result<SteadyState, TheoryError> {
    let start = libm::ceil(load).clamp(1.0, f64::from(most)) as u32;
    // Too few; and enough, with their queue.
    let (mut low, mut high) = (0, None);
    let (mut step, mut agents) = (1 + libm::sqrt(load) as u32, start);
    while high.is_none() {
        match attempt(agents)? {
            Some(state) => high = Some((agents, state)),
            None if agents == most => return Err(TheoryError::OutOfReach { agents: most }),
            None => {
                low = agents;
                agents = agents.saturating_add(step).min(most);
                step = step.saturating_mul(2);
            }
        }
    }
    let Some((mut enough, mut found)) = high else {
        return Err(TheoryError::OutOfReach { agents: most });
    };
    while enough - low > 1 {
        let middle = low + (enough - low) / 2;
        match attempt(middle)? {
            Some(state) => (enough, found) = (middle, state),
            None => low = middle,
        }
    }
    Ok(found)
}
