//! A tournament tree: the earliest of many moments, one per agent, each changed in log2(agents).

use crate::time::SimTime;

/// One moment per agent; [`SimTime::NEVER`] for who has nothing to do.
#[derive(Debug)]
pub(super) struct Tournament {
    /// Number of leaves, a power of two.
    leaves: usize,
    /// Node 1 is the root, node `leaves + agent` a leaf: (moment, agent).
    nodes: Vec<(SimTime, u32)>,
}

impl Tournament {
    pub(super) fn new(agents: usize) -> Self {
        let leaves = agents.max(1).next_power_of_two();
        let mut nodes = vec![(SimTime::NEVER, 0); 2 * leaves];
        for (leaf, node) in nodes[leaves..].iter_mut().enumerate() {
            node.1 = leaf as u32;
        }
        for parent in (1..leaves).rev() {
            nodes[parent] = nodes[2 * parent].min(nodes[2 * parent + 1]);
        }
        Self { leaves, nodes }
    }

    /// The earliest moment and its agent; of equal ones the lower agent.
    #[inline]
    pub(super) fn first(&self) -> (SimTime, u32) {
        self.nodes[1]
    }

    /// Gives an agent a new moment.
    #[inline]
    pub(super) fn set(&mut self, agent: u32, at: SimTime) {
        let mut node = self.leaves + agent as usize;
        let mut winner = (at, agent);
        self.nodes[node] = winner;
        while node > 1 {
            winner = winner.min(self.nodes[node ^ 1]);
            node >>= 1;
            self.nodes[node] = winner;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_wins_and_of_equal_ones_the_lower_agent() {
        let mut tree = Tournament::new(5);
        assert_eq!(tree.first().0, SimTime::NEVER);
        tree.set(4, SimTime(10));
        tree.set(2, SimTime(10));
        tree.set(0, SimTime(11));
        assert_eq!(tree.first(), (SimTime(10), 2));
        tree.set(2, SimTime::NEVER);
        assert_eq!(tree.first(), (SimTime(10), 4));
        tree.set(4, SimTime(12));
        assert_eq!(tree.first(), (SimTime(11), 0));
    }
}
