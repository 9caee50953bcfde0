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
    Narrow(Nodes<f64>),
    Wide(Nodes<u128>),
}

/// No narrow key has the bits of this or more: they stand for numbers, in the same order, and of numbers
/// processors compare several at a time.
const NEVER: u64 = f64::INFINITY.to_bits();

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
        } else if last.0 < NEVER >> bits {
            Tree::Narrow(Nodes::new(hands, bits))
        } else {
            Tree::Wide(Nodes::new(hands, bits))
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

    /// Whose the earliest moment is, after [`Tournament::first`] has told it.
    #[inline(always)]
    pub(super) const fn whose(&self) -> u32 {
        self.hand
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
                let fits = at.0 < NEVER >> nodes.bits;
                let key = if fits { at.0 << nodes.bits | u64::from(hand) } else { NEVER };
                nodes.put(hand, f64::from_bits(key)).map(|least| match least.to_bits() {
                    NEVER => (SimTime::NEVER, 0),
                    least => (SimTime(least >> nodes.bits), least as u32 & nodes.mask),
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

/// What a key must be able to do.
trait Key: Copy + PartialOrd {
    /// The key after all others.
    const LAST: Self;

    /// Puts a key into its place in a block and tells the least of the block.
    fn put(self, keys: &mut [Self; BLOCK], place: usize) -> Self;
}

/// For each place of a block the number that hides what stands there, and none of the others.
const HIDES: [[f64; BLOCK]; BLOCK] = {
    let mut hides = [[0.0; BLOCK]; BLOCK];
    let mut place = 0;
    while place < BLOCK {
        hides[place][place] = f64::INFINITY;
        place += 1;
    }
    hides
};

impl Key for f64 {
    const LAST: Self = Self::INFINITY;

    /// The old keys are read, not the new one, which would have to be waited for.
    #[inline(always)]
    fn put(self, keys: &mut [Self; BLOCK], place: usize) -> Self {
        let lower = |a: Self, b: Self| if a < b { a } else { b };
        let hides = &HIDES[place];
        let other = |at: usize| if keys[at] > hides[at] { keys[at] } else { hides[at] };
        let four = [
            lower(other(0), other(4)),
            lower(other(1), other(5)),
            lower(other(2), other(6)),
            lower(other(3), other(7)),
        ];
        let two = [lower(four[0], four[2]), lower(four[1], four[3])];
        let least = lower(lower(two[0], two[1]), self);
        keys[place] = self;
        least
    }
}

impl Key for u128 {
    const LAST: Self = Self::MAX;

    #[inline]
    fn put(self, keys: &mut [Self; BLOCK], place: usize) -> Self {
        keys[place] = self;
        keys.iter().copied().fold(self, Ord::min)
    }
}

impl<K: Key> Nodes<K> {
    /// Room for so many hands, all at the last key.
    fn new(hands: usize, bits: u32) -> Self {
        let (mut lowest, mut row) = (0, 1);
        while row * BLOCK < hands {
            lowest += row;
            row *= BLOCK;
        }
        let mask = ((1u64 << bits) - 1) as u32;
        let used = hands.div_ceil(BLOCK).max(1);
        Self { blocks: vec![[K::LAST; BLOCK]; lowest + used], lowest, bits, mask }
    }

    /// Gives a hand a new key and tells the least of all; nothing when that is what it was.
    #[inline(always)]
    fn put(&mut self, hand: u32, key: K) -> Option<K> {
        let mut block = self.lowest + hand as usize / BLOCK;
        let mut place = hand as usize % BLOCK;
        if self.blocks[block][place] == K::LAST {
            return self.put_anew(block, place, key);
        }
        let mut least = key;
        loop {
            least = least.put(&mut self.blocks[block], place);
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

impl<K: Key> Nodes<K> {
    /// The same for one that had the last key: nothing above becomes later.
    #[inline(always)]
    fn put_anew(&mut self, mut block: usize, mut place: usize, key: K) -> Option<K> {
        while self.blocks[block][place] > key {
            if block == 0 {
                return Some(key.put(&mut self.blocks[0], place));
            }
            self.blocks[block][place] = key;
            (block, place) = ((block - 1) / BLOCK, (block - 1) % BLOCK);
        }
        None
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
