//! Tests of the whole application, in one binary so that they link once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod arrivals;
mod bad_input;
mod bookings;
mod check;
#[path = "../core/claims.rs"]
mod claims;
mod data_files;
mod determinism;
mod erlang;
mod estimates;
mod estimation;
mod goldens;
mod house;
mod inert;
mod json_schema;
mod junit;
mod keys;
mod new;
mod plan;
mod policies;
mod program;
mod project;
mod reconcile;
mod regressions;
mod report;
mod run;
mod scenarios;
mod selfcheck;
#[path = "../core/size.rs"]
#[expect(dead_code, reason = "most of it is for the core's proofs")]
mod size;
mod staffing;
mod sweep;
mod trace;
mod validate;
mod warnings;
