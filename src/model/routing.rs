//! Routing: rules that choose the queue of a call before it arrives there.

use crate::ids::{CallTypeId, QueueId};
use crate::time::SimTime;

use super::queue::OverflowRule;

/// How calls find their queue.
#[derive(Clone, Debug)]
pub struct Routing {
    /// Tried in order; the first that matches and whose queue does not overflow is taken.
    pub rules: Vec<RouteRule>,
    /// Takes calls that no rule and no route of their type lead anywhere; ignores overflow.
    pub fallback: Option<QueueId>,
    /// How often overflow may move a call; after that it stays where it is.
    pub overflow_hops: u32,
    /// How many waiting items may overflow within a minute, counted from the start; the others
    /// wait for the next one. None: no limit.
    pub overflow_per_minute: Option<u32>,
}

impl Default for Routing {
    fn default() -> Self {
        Self { rules: Vec::new(), fallback: None, overflow_hops: 10, overflow_per_minute: None }
    }
}

/// A rule that leads some calls to some queues.
#[derive(Clone, Debug)]
pub struct RouteRule {
    /// Calls of this type; none: of all types.
    pub call_type: Option<CallTypeId>,
    /// Calls whose attribute (by position) has this value (by position); none: of all values.
    pub attribute: Option<(u32, u32)>,
    /// Times when it holds, in order, without overlap; none: always.
    pub windows: Option<Vec<(SimTime, SimTime)>>,
    /// Where it leads.
    pub to: RouteTarget,
    /// Rules that replace those of the queue for calls that come this way.
    pub overflow: Option<Vec<OverflowRule>>,
}

/// Where a route leads.
#[derive(Clone, Debug)]
pub enum RouteTarget {
    /// The first of these queues that does not overflow.
    FirstOf(Vec<QueueId>),
    /// One of these queues, drawn by its share before overflow is looked at. Shares sum to 1.
    Shares(Vec<(QueueId, f64)>),
}

impl RouteRule {
    /// Whether the rule holds at a moment.
    #[must_use]
    pub fn holds_at(&self, at: SimTime) -> bool {
        self.windows.as_ref().is_none_or(|windows| {
            let next = windows.partition_point(|window| window.0 <= at);
            next > 0 && at < windows[next - 1].1
        })
    }

    /// Every queue that it may lead to.
    pub fn queues(&self) -> impl Iterator<Item = QueueId> + '_ {
        let (first, shares): (&[QueueId], &[(QueueId, f64)]) = match &self.to {
            RouteTarget::FirstOf(queues) => (queues, &[]),
            RouteTarget::Shares(shares) => (&[], shares),
        };
        first.iter().copied().chain(shares.iter().map(|share| share.0))
    }
}
