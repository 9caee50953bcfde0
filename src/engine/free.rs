//! Who is free, group by group, and which groups have anybody at all.

use crate::ids::GroupId;

use super::idle::{Idle, Ranked};

/// Groups in a word of a set.
const WORD: usize = 64;

/// A set of groups, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GroupSet(Vec<u64>);

impl GroupSet {
    /// Of so many groups these.
    pub(super) fn of(groups: usize, members: impl IntoIterator<Item = GroupId>) -> Self {
        let mut set = Self(vec![0; groups.div_ceil(WORD)]);
        members.into_iter().for_each(|group| set.insert(group));
        set
    }

    #[inline(always)]
    fn insert(&mut self, group: GroupId) {
        self.0[group.index() / WORD] |= 1 << (group.index() % WORD);
    }

    #[inline(always)]
    fn remove(&mut self, group: GroupId) {
        self.0[group.index() / WORD] &= !(1 << (group.index() % WORD));
    }

    /// What is also in two other sets, word by word.
    #[inline(always)]
    fn also_in(&self, [one, other]: [&Self; 2]) -> impl Iterator<Item = u64> {
        self.0.iter().zip(&one.0).zip(&other.0).map(|((own, one), other)| own & one & other)
    }
}

/// The free agents of each group.
#[derive(Debug)]
pub(super) struct Free {
    groups: Vec<Idle>,
    /// The groups that have any.
    some: GroupSet,
}

impl Free {
    /// Nobody yet, of groups in which it is nearly always the first who leaves, or not.
    pub(super) fn new(first_leaves: impl ExactSizeIterator<Item = bool>) -> Self {
        let some = GroupSet::of(first_leaves.len(), []);
        Self { groups: first_leaves.map(Idle::new).collect(), some }
    }

    /// The free agents of a group.
    #[inline(always)]
    pub(super) fn of(&self, group: GroupId) -> &Idle {
        &self.groups[group.index()]
    }

    /// The groups in both of these sets that have free agents, in their order.
    #[inline(always)]
    pub(super) fn among(&self, sets: [&GroupSet; 2]) -> impl Iterator<Item = GroupId> {
        let mut words = (0..).zip(self.some.also_in(sets));
        let (mut word, mut bits) = (0, 0);
        std::iter::from_fn(move || {
            while bits == 0 {
                (word, bits) = words.next()?;
            }
            let group = GroupId(word * WORD as u32 + bits.trailing_zeros());
            bits &= bits - 1;
            Some(group)
        })
    }

    /// The first free agent of all groups in both of these sets.
    #[inline(always)]
    pub(super) fn first_among(&self, sets: [&GroupSet; 2]) -> Option<Ranked> {
        self.among(sets).filter_map(|group| self.of(group).first()).min()
    }

    /// An agent of a group becomes free, if not free already.
    #[inline(always)]
    pub(super) fn insert(&mut self, group: GroupId, agent: Ranked) {
        self.groups[group.index()].insert(agent);
        self.some.insert(group);
    }

    /// An agent of a group is not free any more, if it was.
    #[inline]
    pub(super) fn remove(&mut self, group: GroupId, agent: Ranked) {
        self.groups[group.index()].remove(agent);
        self.have_become_fewer(group);
    }

    /// Takes out the first of a group.
    #[inline(always)]
    pub(super) fn pop_first(&mut self, group: GroupId) -> Option<Ranked> {
        let first = self.groups[group.index()].pop_first();
        self.have_become_fewer(group);
        first
    }

    #[inline(always)]
    fn have_become_fewer(&mut self, group: GroupId) {
        if self.of(group).is_empty() {
            self.some.remove(group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AgentId;

    #[test]
    fn groups_with_free_agents_are_found_among_many() {
        let mut free = Free::new((0..150).map(|group| group % 2 == 0));
        let of = |members: &[u32]| GroupSet::of(150, members.iter().copied().map(GroupId));
        let (one, other) = (of(&[2, 3, 63, 64, 128, 130, 149]), of(&[3, 4, 63, 64, 130, 149]));
        let at = |number| (u64::from(number), AgentId(number));
        for group in [3, 4, 64, 128, 149] {
            free.insert(GroupId(group), at(group));
        }
        free.insert(GroupId(64), at(7));
        let found = |free: &Free| {
            let groups = free.among([&one, &other]).map(|group| (group.0, free.of(group).len()));
            groups.collect::<Vec<_>>()
        };
        assert_eq!(found(&free), [(3, 1), (64, 2), (149, 1)]);
        free.remove(GroupId(64), at(64));
        assert_eq!(free.pop_first(GroupId(3)), Some(at(3)));
        assert_eq!(found(&free), [(64, 1), (149, 1)]);
        assert_eq!(free.first_among([&one, &other]), Some(at(7)));
        assert_eq!(free.first_among([&one, &of(&[4, 63])]), None);
        free.remove(GroupId(64), at(7));
        assert_eq!(free.pop_first(GroupId(64)), None);
        assert_eq!(found(&free), [(149, 1)]);
    }
}
