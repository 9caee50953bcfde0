//! Tests of the pure core, which need none of the application's features.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod agreement;
mod arrivals;
mod auditor;
mod bookings;
mod callback_story;
mod capacity;
mod center;
mod conservation;
mod coverage;
mod crossing_clocks;
mod edge_cases;
mod estimates;
mod experiments;
mod lengths;
mod limits_and_reserves;
mod oracles;
mod policy;
mod random_center;
mod reference;
mod staffing;
mod steady_state;
mod theory;
mod time_varying;
mod variance;
