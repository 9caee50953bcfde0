//! Tests of the pure core, which need none of the application's features.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]
#![expect(clippy::print_stdout, reason = "proofs at full size say their figures")]
#![expect(clippy::type_complexity, reason = "tables of functions stand where they are read")]

mod agreement;
mod arrivals;
mod auditor;
mod bookings;
mod callback_story;
mod capacity;
mod center;
mod claims;
mod conservation;
mod coverage;
mod crossing_clocks;
mod digests;
mod edge_cases;
mod estimates;
mod experiments;
mod kept;
mod lengths;
mod limits_and_reserves;
mod oracles;
mod policy;
mod published;
mod queue_lengths;
mod random_center;
mod random_erlang;
mod reference;
mod said_at_once;
mod samplers;
mod size;
mod staffing;
mod steady_state;
mod theory;
mod time_varying;
mod validation;
mod variance;
mod variants;
