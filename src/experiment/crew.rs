//! Replications of any center, each read at once and forgotten: for those who try many centers.

use std::ops::Range;

use crate::engine;
use crate::measure::{Frame, Replication, Tally};
use crate::model::Center;

use super::frame::Counting;
use super::turns::in_turn;

/// Threads that simulate.
#[derive(Debug)]
pub struct Crew {
    pool: rayon::ThreadPool,
}

/// Lets everything of this process that brings no threads of its own, such as the drawing of
/// charts, share so many (0: one per core). The first call counts.
pub fn share(threads: usize) {
    // Where they cannot be started, or were already, the work is done all the same.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
}

/// What the replications of different centers share.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'s> {
    /// How calls are counted.
    pub counting: Counting<'s>,
    /// Names every random number: two centers have the same customers under the same seed.
    pub seed: u64,
}

impl Crew {
    /// So many threads; 0: one per core.
    ///
    /// # Errors
    /// When they cannot be started.
    pub fn new(threads: usize) -> Result<Self, rayon::ThreadPoolBuildError> {
        Ok(Self { pool: rayon::ThreadPoolBuilder::new().num_threads(threads).build()? })
    }

    /// Plays some replications of a center and keeps what `read` makes of each, in their order.
    /// The same on any number of threads.
    pub fn play<T: Send>(
        &self,
        center: &Center,
        stage: Stage<'_>,
        replications: Range<u64>,
        read: impl Fn(&Frame, &Replication) -> T + Sync,
    ) -> Vec<T> {
        let frame = stage.counting.frame(center);
        self.pool.install(|| {
            in_turn(
                replications,
                || Tally::new(&frame),
                |tally, replication| {
                    engine::simulate(center, stage.seed, replication, tally);
                    read(&frame, &tally.take())
                },
            )
        })
    }
}
