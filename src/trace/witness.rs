//! What the router was asked at one moment of a replication, and what it answered.

use std::cell::RefCell;

use crate::engine;
use crate::ids::QueueId;
use crate::model::Center;
use crate::policy::{AgentView, CallView, ItemView, Policy, QueueView, Standard};
use crate::scenario::{Study, Variant};
use crate::time::{SimTime, Span, TICKS_PER_SECOND};

/// The questions about queues and items that the engine asks at a moment, in its order.
#[must_use]
pub(super) fn decisions(
    study: &Study,
    variant: &Variant,
    replication: u64,
    at: SimTime,
) -> Vec<String> {
    let witness = Witness { center: &variant.center, at, told: RefCell::default() };
    let luck = study.run.luck(replication);
    engine::simulate_with(&variant.center, study.run.seed, luck, &witness, &mut ());
    witness.told.into_inner()
}

/// The built-in policy, overheard.
struct Witness<'c> {
    center: &'c Center,
    at: SimTime,
    told: RefCell<Vec<String>>,
}

impl Witness<'_> {
    fn tell(&self, now: SimTime, words: impl FnOnce() -> String) {
        if now == self.at {
            let words = words();
            let mut told = self.told.borrow_mut();
            if !told.contains(&words) {
                told.push(words);
            }
        }
    }

    fn queue(&self, queue: QueueId) -> &str {
        &self.center.queues[queue.index()].name
    }
}

impl Policy for Witness<'_> {
    fn agent_rank(&self, agent: AgentView) -> u64 {
        Standard.agent_rank(agent)
    }

    fn standing(&self, call: CallView, standing: u64) -> u64 {
        Standard.standing(call, standing)
    }

    fn item_rank(&self, item: ItemView) -> (u32, u32, u64, SimTime) {
        let rank = Standard.item_rank(item);
        self.tell(item.call.now, || {
            let kind = if item.call.is_callback { "callback" } else { "live call" };
            let waited = length(item.call.now.since(item.call.entered).ticks());
            format!(
                "head of queue {}: {kind} {}/{}, {waited} in line; rank: level {}, queue priority \
                 {}, bucket {}, then age",
                self.queue(item.call.queue),
                self.center.call_types[item.call.call_type.index()].name,
                item.call.number,
                rank.0,
                rank.1,
                rank.2,
            )
        });
        rank
    }

    fn is_too_full(&self, queue: QueueView, limit: u32) -> bool {
        let fires = Standard.is_too_full(queue, limit);
        self.tell(queue.now, || {
            let name = self.queue(queue.queue);
            let seen = queue.waiting;
            format!("queue {name}: rules see {seen} items waiting, limit {limit}: {}", fired(fires))
        });
        fires
    }

    fn is_too_slow(&self, queue: QueueView, estimate: Option<f64>, limit: Span) -> bool {
        let fires = Standard.is_too_slow(queue, estimate, limit);
        self.tell(queue.now, || {
            let name = self.queue(queue.queue);
            let seen = estimate.map_or_else(
                || "no wait estimate yet".to_owned(),
                |ticks| format!("the estimated wait is {}", length(ticks)),
            );
            format!("queue {name}: {seen}, limit {}: {}", length(limit.ticks()), fired(fires))
        });
        fires
    }

    fn may_offer(&self, queue: QueueView, most: Option<u32>) -> bool {
        let may = Standard.may_offer(queue, most);
        self.tell(queue.now, || {
            let (name, open) = (self.queue(queue.queue), queue.active_callbacks);
            let most = most.map_or_else(|| "no limit".to_owned(), |most| format!("limit {most}"));
            let may = if may { "may be offered" } else { "no offer" };
            format!("queue {name}: {open} callbacks open, {most}: {may}")
        });
        may
    }
}

fn fired(fires: bool) -> &'static str {
    if fires { "the rule fires" } else { "the rule does not fire" }
}

/// A length of time: `0.4s`, `27s`, `1m19s`.
fn length(ticks: f64) -> String {
    if !ticks.is_finite() {
        return "endless".into();
    }
    let seconds = ticks / TICKS_PER_SECOND as f64;
    let (minutes, rest) = ((seconds / 60.0) as u64, seconds % 60.0);
    if minutes > 0 { format!("{minutes}m{rest:02.0}s") } else { format!("{rest:.1}s") }
}
