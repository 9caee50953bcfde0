//! Exact theory of queues to be right against: Erlang B, C and A.

mod erlang;

pub use erlang::{ErlangA, erlang_a, erlang_b, erlang_c};
