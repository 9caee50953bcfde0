//! A set of queues, a bit each: which ones hold items, which ones a group serves.

use crate::ids::QueueId;

/// Some of a center's queues. What two sets have in common is found 64 queues at a time.
#[derive(Clone, Debug)]
pub(super) struct QueueSet {
    words: Vec<u64>,
}

impl QueueSet {
    /// None of so many queues.
    pub(super) fn none_of(queues: usize) -> Self {
        Self { words: vec![0; queues.div_ceil(64)] }
    }

    /// These of so many queues.
    pub(super) fn new(queues: usize, these: &[QueueId]) -> Self {
        let mut set = Self::none_of(queues);
        these.iter().for_each(|&queue| set.insert(queue));
        set
    }

    #[inline]
    pub(super) fn insert(&mut self, queue: QueueId) {
        self.words[queue.index() / 64] |= 1 << (queue.index() % 64);
    }

    #[inline]
    pub(super) fn remove(&mut self, queue: QueueId) {
        self.words[queue.index() / 64] &= !(1 << (queue.index() % 64));
    }

    /// The queues that are in both sets of the same center, in their order.
    #[inline]
    pub(super) fn common(&self, other: &Self) -> impl Iterator<Item = QueueId> {
        let both = self.words.iter().zip(&other.words).map(|(own, others)| own & others);
        both.zip(0u32..).flat_map(|(mut word, position)| {
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros())?;
                word &= word - 1;
                Some(QueueId(64 * position + bit))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_sets_have_in_common_comes_in_order() {
        let queues = |numbers: &[u32]| numbers.iter().copied().map(QueueId).collect::<Vec<_>>();
        let mut set = QueueSet::new(130, &queues(&[129, 0, 63, 64, 5]));
        let other = QueueSet::new(130, &queues(&[5, 63, 64, 100, 129]));
        assert!(set.common(&other).eq(queues(&[5, 63, 64, 129])));
        set.remove(QueueId(63));
        set.remove(QueueId(100));
        assert!(set.common(&other).eq(queues(&[5, 64, 129])));
        assert_eq!(set.common(&QueueSet::none_of(130)).next(), None);
    }
}
