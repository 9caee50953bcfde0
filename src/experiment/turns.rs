//! Work in turns: each thread takes the next piece when it has done its last.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

/// Does each piece on the threads of the pool under way and gives what came out in order. A piece
/// that takes long keeps one thread, and nothing waits behind it; each thread makes its own tools.
pub(super) fn in_turn<S, T: Send>(
    pieces: Range<u64>,
    tools: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, u64) -> T + Sync,
) -> Vec<T> {
    let next = AtomicU64::new(pieces.start);
    let take = || {
        let piece = next.fetch_add(1, Ordering::Relaxed);
        (piece < pieces.end).then_some(piece)
    };
    let by_thread: Vec<Vec<(u64, T)>> = (0..rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .map(|_| {
            let Some(first) = take() else { return Vec::new() };
            let mut tools = tools();
            let pieces = std::iter::once(first).chain(std::iter::from_fn(take));
            pieces.map(|piece| (piece, work(&mut tools, piece))).collect()
        })
        .collect();
    let mut done: Vec<(u64, T)> = by_thread.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(piece, _)| *piece);
    done.into_iter().map(|(_, out)| out).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_waits_behind_a_piece_that_takes_long() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let done = AtomicU64::new(0);
        let out = pool.install(|| {
            in_turn(
                5..45,
                || (),
                |(), piece| {
                    // The first ends only when all others have, or, if they never do, at last.
                    let mut patience = 1_000_000_000_u64;
                    while piece == 5 && done.load(Ordering::Relaxed) < 39 && patience > 0 {
                        patience -= 1;
                        std::thread::yield_now();
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                    (piece, patience > 0)
                },
            )
        });
        assert_eq!(out, (5..45).map(|piece| (piece, true)).collect::<Vec<_>>());
        assert!(in_turn(3..3, || (), |(), piece| piece).is_empty());
    }
}
