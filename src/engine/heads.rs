//! The heads of many queues in order: an agent who serves them finds the first without a look at each.

use crate::ids::{GroupId, QueueId};
use crate::model::Center;
use crate::observe::Observer;
use crate::policy::Policy;
use crate::time::SimTime;

use super::run::Run;
use super::{assigning, skills};

/// An agent of so few queues looks at each: that is faster than an order.
pub(super) const FEW: usize = 6;

/// What counts between items of different queues, smaller first: the policy's
/// [`item_rank`](Policy::item_rank), then who came first. In two numbers, which are compared at
/// once: what goes before age, then age.
pub(super) type Rank = (u128, u128);

const NOBODY: Rank = (u128::MAX, u128::MAX);

/// The rank of an item, by its order of arrival and what the policy says.
#[inline]
pub(super) fn rank((level, priority, bucket, entered): ItemRank, serial: u64) -> Rank {
    let pair = |high: u64, low: u64| u128::from(high) << 64 | u128::from(low);
    (pair(u64::from(level) << 32 | u64::from(priority), bucket), pair(entered.0, serial))
}

/// As policies have it.
type ItemRank = (u32, u32, u64, SimTime);

/// The orders in use: one for all groups that serve the same queues at the same levels.
#[derive(Debug, Default)]
pub(super) struct Heads {
    orders: Vec<Order>,
    /// By group: its order.
    of_group: Vec<Option<usize>>,
    /// By queue: the orders that it stands in, and where.
    of_queue: Vec<Vec<(usize, usize)>>,
    /// Whether no item goes before the head of its line.
    go_first: bool,
}

/// Whether the items behind a head never go before it, also among those of other queues: a policy
/// that ranks items itself, or call types of different priorities, which count within a queue only,
/// may have it otherwise.
fn heads_go_first<P: Policy>(center: &Center) -> bool {
    let mut priorities = center.call_types.iter().map(|call_type| call_type.priority);
    let first = priorities.next();
    !P::RANKS_ITEMS && priorities.all(|priority| Some(priority) == first)
}

impl Heads {
    /// No item waits yet.
    pub(super) fn new<P: Policy>(center: &Center) -> Self {
        if P::RANKS_ITEMS {
            return Self::default();
        }
        let mut heads = Self {
            of_queue: vec![Vec::new(); center.queues.len()],
            go_first: heads_go_first::<P>(center),
            ..Self::default()
        };
        for (id, group) in (0..).map(GroupId).zip(&center.groups) {
            let level = |&id: &QueueId| (id, skills::level(group, id));
            let mut queues: Vec<_> = group.queues.iter().map(level).collect();
            queues.sort_unstable();
            let mut order = heads.orders.iter().position(|order| order.queues == queues);
            if order.is_none() && queues.len() > FEW {
                order = Some(heads.add(id, queues));
            }
            heads.of_group.push(order);
        }
        heads
    }

    fn add(&mut self, group: GroupId, queues: Vec<(QueueId, u32)>) -> usize {
        for (position, (id, _)) in queues.iter().enumerate() {
            self.of_queue[id.index()].push((self.orders.len(), position));
        }
        self.orders.push(Order::new(group, queues));
        self.orders.len() - 1
    }

    /// The order of a group's queues, where it serves many.
    #[inline]
    pub(super) fn of(&self, group: GroupId) -> Option<&Order> {
        // Most centers have no order at all.
        if self.orders.is_empty() {
            return None;
        }
        self.of_group[group.index()].map(|order| &self.orders[order])
    }
}

impl<P: Policy, O: Observer> Run<'_, P, O> {
    /// An item has joined or left the line of a queue.
    #[inline]
    pub(super) fn line_changed(&mut self, queue: QueueId) {
        if !self.heads.orders.is_empty() {
            self.head_may_have_changed(queue);
        }
    }

    fn head_may_have_changed(&mut self, queue: QueueId) {
        let first = self.first_item(queue);
        for at in 0..self.heads.of_queue[queue.index()].len() {
            let (order, position) = self.heads.of_queue[queue.index()][at];
            let group = self.heads.orders[order].group;
            let rank = |slot| {
                let call = self.calls.get(slot);
                let rank =
                    assigning::rank(self, &self.fits.service(self.center, group, queue), call);
                let is_next = self.heads.go_first || assigning::anybody_may_take(self, call);
                if is_next { rank } else { earliest(rank) }
            };
            let rank = first.map_or(NOBODY, rank);
            self.heads.orders[order].set(position, rank);
        }
    }
}

/// No item behind a head of this rank goes before this, not even where the head has the better
/// priority of its call type and is the younger one.
const fn earliest((before_age, _): Rank) -> Rank {
    (before_age, 0)
}

/// A tournament of queues by the rank of their heads, or, where the next item may be another, by
/// one that none of the line goes before.
#[derive(Debug)]
pub(super) struct Order {
    /// One of the groups that it is for: to all of them the heads have the same ranks.
    group: GroupId,
    /// The queues, with the level at which they are served.
    queues: Vec<(QueueId, u32)>,
    /// By queue: the rank that stands for its line.
    ranks: Vec<Rank>,
    /// The position of the least rank below each node; the leaves are the second half.
    first: Vec<u32>,
}

impl Order {
    fn new(group: GroupId, queues: Vec<(QueueId, u32)>) -> Self {
        let leaves = queues.len().next_power_of_two();
        let mut first: Vec<u32> = (0..leaves as u32).chain(0..leaves as u32).collect();
        for node in (1..leaves).rev() {
            first[node] = first[2 * node];
        }
        Self { group, queues, ranks: vec![NOBODY; leaves], first }
    }

    fn set(&mut self, position: usize, rank: Rank) {
        if self.ranks[position] == rank {
            return;
        }
        self.ranks[position] = rank;
        let mut node = (self.ranks.len() + position) / 2;
        while node > 0 {
            let (left, right) = (self.first[2 * node], self.first[2 * node + 1]);
            let goes_right = self.ranks[right as usize] < self.ranks[left as usize];
            let first = if goes_right { right } else { left };
            // Further up nothing changes where neither the first nor its rank has.
            if self.first[node] == first && first as usize != position {
                return;
            }
            self.first[node] = first;
            node /= 2;
        }
    }

    /// The best item of all. `ask` gives the best that may be taken of a queue: mostly its head,
    /// but never one that goes before the rank that has been set.
    pub(super) fn best(&self, mut ask: impl FnMut(QueueId) -> Option<(Rank, u32)>) -> Option<u32> {
        let mut best = None;
        self.look(1, &mut best, &mut ask);
        best.map(|(_, slot)| slot)
    }

    /// Looks at the queues below a node whose heads go before the best so far.
    fn look(
        &self,
        below: usize,
        best: &mut Option<(Rank, u32)>,
        ask: &mut impl FnMut(QueueId) -> Option<(Rank, u32)>,
    ) {
        let position = self.first[below] as usize;
        let first = self.ranks[position];
        if first >= best.map_or(NOBODY, |(rank, _)| rank) {
            return;
        }
        let found = ask(self.queues[position].0);
        if found.is_some_and(|(rank, _)| best.is_none_or(|(least, _)| rank < least)) {
            *best = found;
        }
        // Mostly the first may be taken, and nobody goes before it.
        if best.is_some_and(|(rank, _)| rank == first) {
            return;
        }
        let mut node = self.ranks.len() + position;
        while node > below {
            self.look(node ^ 1, best, ask);
            node /= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::Place;
    use super::super::prioritising::bucket;
    use super::*;
    use crate::ids::CallTypeId;
    use crate::policy::{CallView, ItemView, Standard};

    /// Of an item at a place in a queue that is served at a level.
    fn rank_at(level: u32, queue_priority: u32, place: Place) -> Rank {
        let call = CallView {
            call_type: CallTypeId(0),
            number: 0,
            queue: QueueId(0),
            arrived: SimTime::ZERO,
            entered: SimTime::ZERO,
            is_callback: false,
            transferred: false,
            now: SimTime::ZERO,
        };
        let (bucket, entered) = (bucket(place.standing), place.entered);
        let item = ItemView { call, level, queue_priority, bucket, entered };
        super::rank(Standard.item_rank(item), place.serial)
    }

    fn rank(at: u64) -> Rank {
        rank_at(1, 0, Place { standing: 0, entered: SimTime(at), serial: at })
    }

    /// Six queues with heads of these ages, and what an agent is told when asking.
    fn asked(ages: [u64; 6], may: impl Fn(u32) -> Option<u64>) -> (Option<u32>, Vec<u32>) {
        let queues = (0..6).map(|queue| (QueueId(queue), 1));
        let mut order = Order::new(GroupId(0), queues.collect());
        for (position, age) in ages.into_iter().enumerate() {
            order.set(position, rank(1_000));
            order.set(position, rank(age));
        }
        let mut asked = Vec::new();
        let best = order.best(|queue| {
            asked.push(queue.0);
            may(queue.0).map(|at| (rank(at), queue.0))
        });
        (best, asked)
    }

    #[test]
    fn only_queues_whose_head_goes_before_the_best_so_far_are_asked() {
        let ages = [50, 20, 40, 30, 10, 60];
        let at = |queue: u32| ages[queue as usize];
        assert_eq!(asked(ages, |queue| Some(at(queue))), (Some(4), vec![4]));
        // Nobody may take the two oldest; the third (40) goes behind what has been found by then.
        let may = |queue| (at(queue) > 20).then(|| at(queue));
        assert_eq!(asked(ages, may), (Some(3), vec![4, 5, 1, 0, 3]));
        // Of the oldest queue one that came later may be taken.
        let later = |queue| Some(if queue == 4 { 35 } else { at(queue) });
        assert_eq!(asked(ages, later), (Some(1), vec![4, 1]));
        assert_eq!(asked(ages, |_| None).0, None);
    }

    #[test]
    fn a_queue_whose_line_is_empty_is_not_asked() {
        let queues = (0..5).map(|queue| (QueueId(queue), 1));
        let mut order = Order::new(GroupId(0), queues.collect());
        assert_eq!(order.best(|_| Some((rank(0), 9))), None);
        order.set(3, rank(7));
        assert_eq!(order.best(|queue| Some((rank(7), queue.0))), Some(3));
        order.set(3, NOBODY);
        assert_eq!(order.best(|_| Some((rank(0), 9))), None);
    }

    #[test]
    fn level_goes_before_priority_bucket_age_and_order_of_arrival() {
        let place = |standing, at, serial| Place { standing, entered: SimTime(at), serial };
        let ranks = [
            rank_at(1, 0, place(0, 5, 9)),
            rank_at(1, 0, place(7, 6, 1)),
            rank_at(1, 0, place(0, 6, 2)),
            rank_at(1, 0, place(1 << 32, 0, 0)),
            rank_at(1, 1, place(0, 0, 0)),
            rank_at(2, 0, place(0, 0, 0)),
        ];
        assert!(ranks.is_sorted(), "{ranks:?}");
    }
}
