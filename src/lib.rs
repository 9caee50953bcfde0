//! ringback: a discrete-event simulator and capacity planner for contact centers with direct
//! callback.
//!
//! The pure core (ids, time, random, policy, observe, stats, theory, model, measure, engine)
//! builds without the default feature `app`; with it come scenario files, recorded calls,
//! parallel experiments, charts and the command line.

pub mod engine;
pub mod ids;
pub mod measure;
pub mod model;
pub mod observe;
pub mod policy;
pub mod random;
pub mod stats;
pub mod theory;
pub mod time;

#[cfg(feature = "app")]
pub mod check;
#[cfg(feature = "app")]
pub mod cli;
#[cfg(feature = "app")]
pub mod data;
#[cfg(feature = "app")]
pub mod experiment;
#[cfg(feature = "app")]
pub mod plan;
#[cfg(feature = "app")]
pub mod report;
#[cfg(feature = "app")]
pub mod scenario;
#[cfg(feature = "app")]
pub mod selfcheck;
#[cfg(feature = "app")]
pub mod sweep;
#[cfg(feature = "app")]
pub mod tables;
#[cfg(feature = "app")]
pub mod trace;
