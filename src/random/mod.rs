//! Random numbers: counter-based streams found by name, and the laws drawn from them.

mod exponential_function;
mod law;
mod philox;
mod series;
mod ziggurat;

pub use law::{Law, LawError};
pub use philox::{Draws, Purpose, Stream, mirrored, name_hash};
pub use series::Series;
