//! Exact theory of queues to be right against, and the calculator of planners.
//!
//! Erlang B, C and A, M/M/n/K+M, M/M/n+G, and direct callback offered by the caller's own wait; the
//! least number of agents for a target. Everything is in steady state: Poisson calls, exponential
//! handle times, first come first served. Measures are accurate to a relative error of about
//! 1e-12 x max(1, |agents - load|), from 1 to 100,000 agents and from idle to overloaded; the same
//! bits on every machine.

mod callback;
mod departures;
mod distribution;
mod erlang;
mod error;
mod limited;
mod offered_wait;
mod quadrature;
mod required;
mod special;
mod steady_state;
mod sum;

pub use callback::{CallbackOffer, CallbackState, OfferTime};
pub use distribution::{Distribution, Part, Truncated, Values};
pub use erlang::{erlang_b, erlang_c};
pub use error::{MOST_AGENTS, MOST_LOAD, TheoryError};
pub use required::{least_agents, least_agents_without_queue};
pub use steady_state::{Demand, Model, SteadyState};
