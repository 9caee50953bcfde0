//! Simulates replications in parallel and keeps them in order: a given number, as many as a
//! precision takes, or one long run in batches.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::engine;
use crate::measure::{Course, Replication, Tally, Waits};
use crate::policy::Policy;
use crate::scenario::Study;
use crate::stats::{Look, look};

use super::design::Design;
use super::run::{Looking, Watch};
use super::turns::in_turn;

/// One variant's replications, in order.
#[derive(Default)]
pub(super) struct Played {
    /// Whole ones.
    pub(super) replications: Vec<Replication>,
    /// The batches of one long run; empty without.
    pub(super) batches: Vec<Replication>,
    pub(super) sums: Sums,
}

/// Sums over replications: of integers, so that it does not matter who was first.
#[derive(Default)]
pub(super) struct Sums {
    /// Lengths of waits of all counted calls.
    pub(super) waits: Waits,
    /// Work items in the center over time; empty where nobody asks.
    pub(super) course: Vec<u64>,
}

impl Sums {
    fn add(&mut self, waits: &[Waits], course: &[u64]) {
        waits.iter().for_each(|waits| self.waits.merge(waits));
        self.course.resize(self.course.len().max(course.len()), 0);
        self.course.iter_mut().zip(course).for_each(|(sum, more)| *sum += more);
    }
}

/// Plays a study.
pub(super) fn play<P: Policy + Sync>(
    study: &Study,
    policy: &P,
    design: &Design,
    watch: &Watch<'_>,
) -> Vec<Played> {
    let rules = Rules { study, policy };
    let empty = |frame: &crate::measure::Frame| Played {
        sums: Sums { waits: Waits::new(frame.pairs.len()), course: Vec::new() },
        ..Played::default()
    };
    let mut played: Vec<Played> = design.frames.iter().map(empty).collect();
    if design.batches.is_some() {
        play_batches(rules, design, watch, &mut played);
    } else if let Some(precision) = study.run.precision {
        let each = study.run.replications_per_unit();
        let most = precision.max_replications / each;
        let mut next = look(0, None, most);
        while let Look::Again(units) = next {
            play_until(rules, design, units * each, watch, &mut played);
            let width = design.width(study, &played);
            next = look(units, width, most);
            if let Look::Again(next) = next {
                (watch.look)(&Looking { replications: units * each, next: next * each, width });
            }
        }
    } else {
        play_until(rules, design, study.run.replications, watch, &mut played);
    }
    played
}

/// What is played: a study, and who decides.
struct Rules<'r, P> {
    study: &'r Study,
    policy: &'r P,
}

impl<P> Clone for Rules<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Rules<'_, P> {}

/// Plays more replications, up to so many in all. All variants of a replication are one piece of
/// work; what comes out stands in order, so nothing depends on who was first.
fn play_until<P: Policy + Sync>(
    rules: Rules<'_, P>,
    design: &Design,
    until: u32,
    watch: &Watch<'_>,
    played: &mut [Played],
) {
    let done = played.first().map_or(0, |played| played.replications.len() as u32);
    let sums: Vec<Mutex<&mut Sums>> =
        played.iter_mut().map(|played| Mutex::new(&mut played.sums)).collect();
    let ears = || -> Vec<Ear<'_>> {
        (0..sums.len()).map(|variant| Ear::new(rules.study, design, variant)).collect()
    };
    let by_replication: Vec<Vec<Replication>> =
        in_turn(done.into()..until.into(), ears, |ears, replication| {
            let mut calls = 0;
            let done = ears
                .iter_mut()
                .zip(&sums)
                .map(|(ear, sums)| {
                    let course = ear.hear(rules, replication);
                    let mut sums = sums.lock().unwrap_or_else(PoisonError::into_inner);
                    sums.add(ear.both.0.waits(), &course);
                    drop(sums);
                    let done = ear.both.0.take();
                    calls += done.calls;
                    done
                })
                .collect();
            (watch.done)(calls);
            done
        });
    drop(sums);
    for replication in by_replication {
        for (variant, done) in played.iter_mut().zip(replication) {
            variant.replications.push(done);
        }
    }
}

/// Plays one long run of each variant, side by side.
fn play_batches<P: Policy + Sync>(
    rules: Rules<'_, P>,
    design: &Design,
    watch: &Watch<'_>,
    played: &mut [Played],
) {
    played.par_iter_mut().enumerate().for_each(|(variant, played)| {
        let mut ear = Ear::new(rules.study, design, variant);
        let course = ear.hear(rules, 0);
        let tally = &mut ear.both.0;
        played.sums.add(tally.waits(), &course);
        played.batches = tally.batches();
        played.replications.push(tally.take());
    });
    (watch.done)(played.iter().flat_map(|p| &p.replications).map(|r| r.calls).sum());
}

/// Replications whose course is heard: enough for MSER-5, and it costs a fifth of the time.
const COURSES: u64 = 20;

/// What a thread hears one variant with.
struct Ear<'s> {
    both: (Tally<'s>, Course),
    variant: usize,
    /// Whether the course is wanted: it is where the center can come to a steady state.
    hears_course: bool,
}

impl<'s> Ear<'s> {
    fn new(study: &Study, design: &'s Design, variant: usize) -> Self {
        let frame = &design.frames[variant];
        let tally = match design.batches {
            Some(batches) => Tally::in_batches(frame, batches),
            None => Tally::new(frame),
        };
        let center = &study.variants[variant].center;
        let hears_course = center.is_stationary();
        Self { both: (tally, Course::new(center.horizon.end)), variant, hears_course }
    }

    /// Simulates a replication; the tally has heard it then, and what comes back is its course.
    fn hear<P: Policy>(&mut self, rules: Rules<'_, P>, replication: u64) -> Vec<u64> {
        let Rules { study, policy } = rules;
        let center = &study.variants[self.variant].center;
        let (seed, luck) = (study.run.seed, study.run.luck(replication));
        if self.hears_course && replication < COURSES {
            engine::simulate_with(center, seed, luck, policy, &mut self.both);
            self.both.1.take()
        } else {
            engine::simulate_with(center, seed, luck, policy, &mut self.both.0);
            Vec::new()
        }
    }
}
