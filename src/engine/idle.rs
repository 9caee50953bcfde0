//! Free agents in the order in which they take work.

use std::collections::{BTreeSet, VecDeque};

use crate::ids::AgentId;

/// An agent with the rank among the free.
pub(super) type Ranked = (u64, AgentId);

/// Free agents by rank, then number. By most rules who becomes free stands behind all others and
/// who has been free longest leaves first, so they stand in a row; the few who come to an earlier
/// place stand beside it. Where agents leave from anywhere, all of them do.
#[derive(Debug)]
pub(super) struct Idle {
    first_leaves: bool,
    row: VecDeque<Ranked>,
    beside: BTreeSet<Ranked>,
}

impl Idle {
    /// Nobody yet; whether it is nearly always the first who leaves.
    pub(super) const fn new(first_leaves: bool) -> Self {
        Self { first_leaves, row: VecDeque::new(), beside: BTreeSet::new() }
    }

    /// How many there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.row.len() + self.beside.len()
    }

    /// Whether there is none.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.row.is_empty() && self.beside.is_empty()
    }

    /// An agent becomes free, if not free already.
    #[inline(always)]
    pub(super) fn insert(&mut self, agent: Ranked) {
        if self.first_leaves && self.row.back().is_none_or(|last| *last < agent) {
            self.row.push_back(agent);
        } else {
            self.insert_before(agent);
        }
    }

    fn insert_before(&mut self, agent: Ranked) {
        if !self.first_leaves || self.row.binary_search(&agent).is_err() {
            self.beside.insert(agent);
        }
    }

    /// An agent is not free any more, if it was.
    #[inline]
    pub(super) fn remove(&mut self, agent: Ranked) {
        if self.row.front() == Some(&agent) {
            self.row.pop_front();
        } else if !self.beside.remove(&agent)
            && let Ok(position) = self.row.binary_search(&agent)
        {
            self.row.remove(position);
        }
    }

    /// Takes out the first.
    #[inline(always)]
    pub(super) fn pop_first(&mut self) -> Option<Ranked> {
        if self.beside.is_empty() {
            return self.row.pop_front();
        }
        let first = self.first()?;
        self.remove(first);
        Some(first)
    }

    /// The first.
    #[inline]
    pub(super) fn first(&self) -> Option<Ranked> {
        let head = self.row.front().copied();
        if self.beside.is_empty() {
            return head;
        }
        let other = self.beside.first().copied();
        head.min(other).or(head).or(other)
    }

    /// All of them in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Ranked> {
        let mut row = self.row.iter().copied().peekable();
        let mut beside = self.beside.iter().copied().peekable();
        std::iter::from_fn(move || match (row.peek(), beside.peek()) {
            (Some(a), Some(b)) if b < a => beside.next(),
            (Some(_), _) => row.next(),
            (None, _) => beside.next(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_stand_by_rank_and_leave_from_anywhere() {
        they_stand_in_order(Idle::new(true));
        they_stand_in_order(Idle::new(false));
    }

    fn they_stand_in_order(mut idle: Idle) {
        let agent = |rank, number| (rank, AgentId(number));
        let all = [(5, 1), (5, 2), (7, 0), (5, 0), (6, 9), (8, 3)];
        for (rank, number) in all.into_iter().chain(all) {
            idle.insert(agent(rank, number));
        }
        let order = |idle: &Idle| idle.iter().map(|(_, agent)| agent.0).collect::<Vec<_>>();
        assert_eq!((order(&idle), idle.len()), (vec![0, 1, 2, 9, 0, 3], 6));
        idle.remove(agent(7, 0));
        idle.remove(agent(5, 0));
        idle.remove(agent(99, 0));
        assert_eq!((order(&idle), idle.first()), (vec![1, 2, 9, 3], Some(agent(5, 1))));
        assert_eq!(idle.pop_first(), Some(agent(5, 1)));
        assert_eq!(idle.pop_first(), Some(agent(5, 2)));
        assert_eq!(idle.pop_first(), Some(agent(6, 9)));
        assert_eq!((order(&idle), idle.len()), (vec![3], 1));
    }
}
