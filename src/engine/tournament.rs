//! A tournament tree: the earliest of many moments, each changed in steps of the logarithm of their number.

use crate::time::SimTime;

/// One moment for each of a row of things ("hands"): [`SimTime::NEVER`] for one that has nothing
/// to end.
#[derive(Debug)]
pub(super) struct Tournament {
    tree: Tree,
    /// The earliest moment, while none is taken out, and whose it is.
    first: SimTime,
    hand: u32,
    /// The hand whose moment was taken out last and still stands in the tree. Most hands get
    /// their next moment at once, which then saves a walk.
    taken: u32,
}

/// No hand.
const NOBODY: u32 = u32::MAX;

/// Moment and hand are one number, so that one comparison finds who is first, of equal moments the
/// lower hand. 64 bits hold both but for very many hands over very many years.
#[derive(Debug)]
enum Tree {
    /// One hand, whose moment needs no tree.
    One,
    Narrow(Nodes<u64>),
    Wide(Nodes<u128>),
}

/// Keys in a block.
const BLOCK: usize = 8;

/// A tree of blocks: block 0 is the root, and a key of a block is the least one of the block below
/// it. The blocks below block `b` are `8 b + 1` to `8 b + 8`; the lowest ones hold the hands' keys.
#[derive(Debug)]
struct Nodes<K> {
    blocks: Vec<[K; BLOCK]>,
    /// The first of the lowest blocks.
    lowest: usize,
    /// Bits of a key that hold the hand, and these bits.
    bits: u32,
    mask: u32,
}

impl Tournament {
    /// Nothing to end for any hand; no moment after `last` will be asked for.
    pub(super) fn new(hands: usize, last: SimTime) -> Self {
        let bits = hands.max(1).next_power_of_two().ilog2();
        let tree = if hands <= 1 {
            Tree::One
        } else if last.0 < u64::MAX >> bits {
            Tree::Narrow(Nodes::new(hands, bits, u64::MAX))
        } else {
            Tree::Wide(Nodes::new(hands, bits, u128::MAX))
        };
        Self { tree, first: SimTime::NEVER, hand: 0, taken: NOBODY }
    }

    /// The earliest moment.
    #[inline]
    pub(super) fn first(&mut self) -> SimTime {
        if self.taken != NOBODY {
            let hand = std::mem::replace(&mut self.taken, NOBODY);
            self.put(hand, SimTime::NEVER);
        }
        self.first
    }

    /// Whether the earliest moment is this one, after [`Tournament::first`] has told it.
    #[inline(always)]
    pub(super) fn is_due(&self, at: SimTime) -> bool {
        self.first == at
    }

    /// Takes out the earliest moment and tells whose it was; of equal ones the lower hand's.
    #[inline]
    pub(super) fn take_first(&mut self) -> u32 {
        self.taken = self.hand;
        self.hand
    }

    /// Gives a hand a new moment.
    #[inline]
    pub(super) fn set(&mut self, hand: u32, at: SimTime) {
        if self.taken == hand {
            self.taken = NOBODY;
        }
        self.put(hand, at);
    }

    #[inline(always)]
    fn put(&mut self, hand: u32, at: SimTime) {
        match self.tree {
            Tree::One => self.first = at,
            _ => self.put_in_tree(hand, at),
        }
    }

    fn put_in_tree(&mut self, hand: u32, at: SimTime) {
        let first = match &mut self.tree {
            Tree::One => return,
            Tree::Narrow(nodes) => {
                let fits = at.0 < u64::MAX >> nodes.bits;
                let key = if fits { at.0 << nodes.bits | u64::from(hand) } else { u64::MAX };
                nodes.put(hand, key).map(|least| match least {
                    u64::MAX => (SimTime::NEVER, 0),
                    _ => (SimTime(least >> nodes.bits), least as u32 & nodes.mask),
                })
            }
            Tree::Wide(nodes) => {
                let key = u128::from(at.0) << nodes.bits | u128::from(hand);
                let key = if at == SimTime::NEVER { u128::MAX } else { key };
                nodes.put(hand, key).map(|least| match least {
                    u128::MAX => (SimTime::NEVER, 0),
                    _ => (SimTime((least >> nodes.bits) as u64), least as u32 & nodes.mask),
                })
            }
        };
        if let Some(first) = first {
            (self.first, self.hand) = first;
        }
    }
}

impl<K: Copy + Ord> Nodes<K> {
    /// Room for so many hands, all at the last key.
    fn new(hands: usize, bits: u32, last: K) -> Self {
        let (mut lowest, mut row) = (0, 1);
        while row * BLOCK < hands {
            lowest += row;
            row *= BLOCK;
        }
        let mask = ((1u64 << bits) - 1) as u32;
        let used = hands.div_ceil(BLOCK).max(1);
        Self { blocks: vec![[last; BLOCK]; lowest + used], lowest, bits, mask }
    }

    /// Gives a hand a new key and tells the least of all; nothing when that is what it was.
    #[inline(always)]
    fn put(&mut self, hand: u32, key: K) -> Option<K> {
        let mut block = self.lowest + hand as usize / BLOCK;
        let mut place = hand as usize % BLOCK;
        let mut least = key;
        loop {
            let keys = &mut self.blocks[block];
            keys[place] = least;
            let [a, b, c, d, e, f, g, h] = *keys;
            least = a.min(b).min(c.min(d)).min(e.min(f).min(g.min(h)));
            if block == 0 {
                return Some(least);
            }
            (block, place) = ((block - 1) / BLOCK, (block - 1) % BLOCK);
            if self.blocks[block][place] == least {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_wins_and_of_equal_ones_the_lower_hand() {
        for last in [SimTime(1 << 40), SimTime(u64::MAX >> 1)] {
            let mut tree = Tournament::new(5, last);
            assert_eq!(matches!(tree.tree, Tree::Wide(_)), last.0 > 1 << 40);
            assert_eq!(tree.first(), SimTime::NEVER);
            tree.set(4, SimTime(10));
            tree.set(2, SimTime(10));
            tree.set(0, SimTime(11));
            tree.set(1, SimTime::NEVER);
            assert_eq!((tree.first(), tree.take_first()), (SimTime(10), 2));
            assert_eq!((tree.first(), tree.take_first()), (SimTime(10), 4));
            tree.set(4, SimTime(12));
            assert_eq!((tree.first(), tree.take_first()), (SimTime(11), 0));
            tree.set(3, SimTime(11));
            assert_eq!((tree.first(), tree.take_first()), (SimTime(11), 3));
            assert_eq!((tree.first(), tree.take_first()), (SimTime(12), 4));
            assert_eq!(tree.first(), SimTime::NEVER);
        }
    }
}
