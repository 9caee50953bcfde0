//! Tests of the whole application, in one binary so that they link once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod arrivals;
mod bad_input;
mod bookings;
mod data_files;
mod estimates;
mod house;
mod inert;
mod program;
mod project;
mod report;
mod run;
mod scenarios;
mod staffing;
mod trace;
