//! The heads of many queues in order: an agent who serves them finds the first without a look at each.

use crate::ids::{GroupId, QueueId};
use crate::model::Center;
use crate::observe::Observer;
use crate::policy::Policy;
use crate::time::SimTime;

use super::run::Run;
use super::{assigning, skills};

/// An agent of so few queues looks at each: that is faster than an order.
pub(super) const FEW: usize = 4;

/// What counts between items of different queues, smaller first: the policy's
/// [`item_rank`](Policy::item_rank), then who came first.
pub(super) type Rank = ((u32, u32, u64, SimTime), u64);

const NOBODY: Rank = ((u32::MAX, u32::MAX, u64::MAX, SimTime::NEVER), u64::MAX);

/// The orders in use: one for all groups that serve the same queues at the same levels.
#[derive(Debug, Default)]
pub(super) struct Heads {
    orders: Vec<Order>,
    /// By group: its order.
    of_group: Vec<Option<usize>>,
    /// By queue: the orders that it stands in, and where.
    of_queue: Vec<Vec<(usize, usize)>>,
}

/// Whether the items behind a head never go before it, also among those of other queues: a policy
/// that ranks items itself, or call types of different priorities, may have it otherwise.
pub(super) fn heads_go_first<P: Policy>(center: &Center) -> bool {
    let mut priorities = center.call_types.iter().map(|call_type| call_type.priority);
    let first = priorities.next();
    !P::RANKS_ITEMS && priorities.all(|priority| Some(priority) == first)
}

impl Heads {
    /// No item waits yet.
    pub(super) fn new<P: Policy>(center: &Center) -> Self {
        if !heads_go_first::<P>(center) {
            return Self::default();
        }
        let mut heads = Self { of_queue: vec![Vec::new(); center.queues.len()], ..Self::default() };
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
            let rank = |slot| assigning::rank(self, queue, group, self.calls.get(slot));
            let rank = first.map_or(NOBODY, rank);
            self.heads.orders[order].set(position, rank);
        }
    }
}

/// A tournament of queues by the rank of their heads.
#[derive(Debug)]
pub(super) struct Order {
    /// One of the groups that it is for: to all of them the heads have the same ranks.
    group: GroupId,
    /// The queues, with the level at which they are served.
    queues: Vec<(QueueId, u32)>,
    /// The least rank below each node; the leaves are the second half.
    nodes: Vec<Rank>,
}

impl Order {
    fn new(group: GroupId, queues: Vec<(QueueId, u32)>) -> Self {
        let nodes = vec![NOBODY; 2 * queues.len().next_power_of_two()];
        Self { group, queues, nodes }
    }

    fn set(&mut self, position: usize, rank: Rank) {
        let mut node = self.nodes.len() / 2 + position;
        if self.nodes[node] == rank {
            return;
        }
        self.nodes[node] = rank;
        while node > 1 {
            let least = self.nodes[node].min(self.nodes[node ^ 1]);
            node /= 2;
            if self.nodes[node] == least {
                return;
            }
            self.nodes[node] = least;
        }
    }

    /// The best item of all. `ask` gives the best that may be taken of a queue: mostly its head,
    /// but never one that goes before it.
    pub(super) fn best(&self, mut ask: impl FnMut(QueueId) -> Option<(Rank, u32)>) -> Option<u32> {
        let mut best = None;
        self.look(1, &mut best, &mut ask);
        best.map(|(_, slot)| slot)
    }

    /// Looks at the queues below a node whose heads go before the best so far.
    fn look(
        &self,
        node: usize,
        best: &mut Option<(Rank, u32)>,
        ask: &mut impl FnMut(QueueId) -> Option<(Rank, u32)>,
    ) {
        if self.nodes[node] >= best.map_or(NOBODY, |(rank, _)| rank) {
            return;
        }
        if let Some(position) = node.checked_sub(self.nodes.len() / 2) {
            let found = ask(self.queues[position].0);
            if found.is_some_and(|(rank, _)| best.is_none_or(|(least, _)| rank < least)) {
                *best = found;
            }
            return;
        }
        let (left, right) = (2 * node, 2 * node + 1);
        let left_first = self.nodes[left] <= self.nodes[right];
        let (first, second) = if left_first { (left, right) } else { (right, left) };
        self.look(first, best, ask);
        self.look(second, best, ask);
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
        (Standard.item_rank(item), place.serial)
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
