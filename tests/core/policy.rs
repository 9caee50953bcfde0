//! Routing rules of one's own: the engine asks, and does as it is told.

use ringback::ids::{AgentId, QueueId};
use ringback::model::{Action, Center, Condition, Level};
use ringback::observe::{Entry, Happening, Log};
use ringback::policy::{AgentView, CallView, ItemView, Policy, QueueView, Standard};
use ringback::time::{SimTime, Span};

use crate::edge_cases::{day, offer, rule, with_second_type};
use crate::random_center::random_center;

/// Everything that happens in a day.
fn log<P: Policy>(center: &Center, policy: &P) -> Vec<Entry> {
    let mut log = Log::default();
    ringback::engine::simulate_with(center, 1, 0, policy, &mut log);
    log.entries
}

/// The calls in the order in which agents got them: second, type, number, agent.
fn given<P: Policy>(center: &Center, policy: &P) -> Vec<(f64, u32, u64, u32)> {
    let entries = log(center, policy);
    let assigned = entries.iter().filter_map(|entry| match entry {
        Entry::Call(at, call, Happening::Assigned { agent }) => {
            Some((at.seconds(), call.call_type.0, call.number, agent.0))
        }
        _ => None,
    });
    assigned.collect()
}

/// The scenario's rules, with every question asked the long way.
struct Asked;

impl Policy for Asked {
    const LOOKS_AT_THE_CALL: bool = true;

    fn agent_rank_for(&self, _: CallView, agent: AgentView) -> u64 {
        Standard.agent_rank(agent)
    }

    fn standing(&self, call: CallView, standing: u64) -> u64 {
        Standard.standing(call, standing)
    }

    fn item_rank(&self, item: ItemView) -> (u32, u32, u64, SimTime) {
        Standard.item_rank(item)
    }
}

#[test]
fn a_rule_that_changes_nothing_changes_nothing_however_it_is_asked() {
    for seed in 0..60 {
        let center = random_center(seed);
        assert!(log(&center, &Standard) == log(&center, &Asked), "center {seed}");
    }
}

#[test]
fn heads_of_many_queues_in_order_give_agents_the_same_items_as_a_look_at_each() {
    let mut from_many = [0, 0];
    for seed in 0..240 {
        // Call types of one priority, or of several: then the next item may stand behind a head
        // that this agent has declined.
        let several = seed % 4 > 1;
        let mut center = random_center(seed);
        if seed % 2 == 0 {
            all_in_one_queue_and_often_declined(&mut center);
        }
        let mut center = with_many_queues(center);
        for (at, call_type) in (0..).zip(&mut center.call_types) {
            call_type.priority = if several { 1 + at % 3 } else { 1 };
        }
        let ordered = log(&center, &Standard);
        assert!(ordered == log(&center, &Asked), "center {seed}");
        let widest = center.groups.iter().map(|group| group.queues.len()).max();
        let given = |entry: &&Entry| matches!(entry, Entry::Call(_, _, Happening::Assigned { .. }));
        let given = usize::from(widest > Some(4)) * ordered.iter().filter(given).count();
        from_many[usize::from(several)] += given;
    }
    assert!(from_many.iter().all(|&given| given > 3_000), "{from_many:?}");
}

fn all_in_one_queue_and_often_declined(center: &mut Center) {
    let queues: Vec<QueueId> = (0..center.queues.len() as u32).map(QueueId).collect();
    for call_type in &mut center.call_types {
        call_type.route = vec![(QueueId(0), 1.0)];
        call_type.skills.clear();
    }
    for group in &mut center.groups {
        group.queues.clone_from(&queues);
        group.levels.clear();
        group.notification.reject = 0.4;
        group.notification.decline_limit = 1;
    }
}

/// Each queue, with all who call and serve it, four times.
fn with_many_queues(mut center: Center) -> Center {
    let (types, queues) = (center.call_types.clone(), center.queues.clone());
    for copy in 1..4 {
        let here = |id: QueueId| QueueId(id.0 + copy * queues.len() as u32);
        center.queues.extend(queues.iter().cloned().map(|mut queue| {
            queue.name = format!("{} {copy}", queue.name);
            queue
        }));
        center.call_types.extend(types.iter().cloned().map(|mut call_type| {
            call_type.name = format!("{} {copy}", call_type.name);
            call_type.route.iter_mut().for_each(|(queue, _)| *queue = here(*queue));
            call_type
        }));
        for group in &mut center.groups {
            let first = |id: &QueueId| id.index() < queues.len();
            let more: Vec<_> =
                group.queues.iter().filter(|id| first(id)).map(|&id| here(id)).collect();
            group.queues.extend(more);
            let levels = group.levels.iter().filter(|level| first(&level.queue)).cloned();
            let more: Vec<_> =
                levels.map(|level| Level { queue: here(level.queue), ..level }).collect();
            group.levels.extend(more);
        }
    }
    center
}

/// The youngest call first.
struct LastComeFirstServed;

impl Policy for LastComeFirstServed {
    fn standing(&self, call: CallView, _: u64) -> u64 {
        (1 << 61) - call.arrived.0
    }
}

#[test]
fn a_standing_of_ones_own_orders_the_calls_of_a_queue() {
    let center = day(1, &[(0, 100), (10, 5), (20, 5), (30, 5)]);
    let order = |policy: Vec<(f64, u32, u64, u32)>| -> Vec<u64> {
        policy.iter().map(|given| given.2).collect()
    };
    assert_eq!(order(given(&center, &Standard)), [0, 1, 2, 3]);
    assert_eq!(order(given(&center, &LastComeFirstServed)), [0, 3, 2, 1]);
}

/// The agent who was freed last.
struct MostActive;

impl Policy for MostActive {
    fn agent_rank(&self, agent: AgentView) -> u64 {
        u64::MAX - agent.last_release.map_or(0, |at| at.0 + 1)
    }
}

/// Calls with an even number go to agents with an odd one.
struct Opposites;

impl Policy for Opposites {
    const LOOKS_AT_THE_CALL: bool = true;

    fn agent_rank_for(&self, call: CallView, agent: AgentView) -> u64 {
        (call.number + u64::from(agent.agent.0) + 1) % 2
    }
}

#[test]
fn a_rank_of_ones_own_chooses_the_agent_by_the_agent_or_by_the_call() {
    let center = day(2, &[(0, 10), (20, 10), (40, 10), (60, 10)]);
    let agents = |given: Vec<(f64, u32, u64, u32)>| -> Vec<u32> {
        given.iter().map(|given| given.3).collect()
    };
    assert_eq!(agents(given(&center, &Standard)), [0, 1, 0, 1]);
    assert_eq!(agents(given(&center, &MostActive)), [0, 0, 0, 0]);
    assert_eq!(agents(given(&center, &Opposites)), [1, 0, 1, 0]);
}

/// The second queue before the first.
struct SecondQueueFirst;

impl Policy for SecondQueueFirst {
    fn item_rank(&self, item: ItemView) -> (u32, u32, u64, SimTime) {
        (0, u32::MAX - item.call.queue.0, 0, item.entered)
    }
}

#[test]
fn an_item_rank_of_ones_own_chooses_between_queues() {
    let mut center = day(1, &[(0, 100), (10, 5)]);
    let mut queue = center.queues[0].clone();
    queue.name = "second".into();
    center.queues.push(queue);
    center.groups[0].queues = vec![QueueId(0), QueueId(1)];
    let center = with_second_type(center, 1, &[(20, 5)]);
    let types = |given: Vec<(f64, u32, u64, u32)>| -> Vec<u32> {
        given.iter().map(|given| given.1).collect()
    };
    assert_eq!(types(given(&center, &Standard)), [0, 0, 1]);
    assert_eq!(types(given(&center, &SecondQueueFirst)), [0, 1, 0]);
}

/// Callbacks are offered only where few callers hold, whatever the scenario says.
struct NoOffersToLongQueues;

impl Policy for NoOffersToLongQueues {
    fn may_offer(&self, queue: QueueView, _: Option<u32>) -> bool {
        queue.live < 3
    }
}

/// Rules of the count look at live calls alone.
struct LiveCallsCount;

impl Policy for LiveCallsCount {
    fn is_too_full(&self, queue: QueueView, limit: u32) -> bool {
        queue.live >= limit
    }
}

#[test]
fn rules_of_ones_own_decide_what_is_full_and_who_hears_an_offer() {
    // A long call; then three who wait, offered a callback after 30 s each and accepting it.
    let mut center = day(1, &[(0, 500), (10, 5), (20, 5), (21, 5), (100, 5)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    let said = |entries: &[Entry], wanted: &str| -> Vec<u64> {
        let told = entries.iter().filter_map(|entry| match entry {
            Entry::Call(_, call, happening) if format!("{happening:?}").starts_with(wanted) => {
                Some(call.number)
            }
            _ => None,
        });
        told.collect()
    };
    assert_eq!(said(&log(&center, &Standard), "Offered"), [1, 2, 3, 4]);
    // Three hold from 21 s on and nobody is free before 500 s: no offer is ever made.
    assert!(said(&log(&center, &NoOffersToLongQueues), "Offered").is_empty());
    // At 100 s a callback waits and no live call does: to the scenario one item, to the rule none.
    let mut center = day(1, &[(0, 500), (10, 5), (100, 5)]);
    center.queues[0].overflow = vec![
        rule(Condition::WaitingCalls(1), Action::EndCall),
        offer(Condition::Waited(Span::ZERO)),
    ];
    assert_eq!(said(&log(&center, &Standard), "EndedByOverflow"), [2]);
    assert!(said(&log(&center, &LiveCallsCount), "EndedByOverflow").is_empty());
}

#[test]
fn a_policy_may_know_the_center_it_was_made_for() {
    /// Agents by the length of their names' list: data of one's own, made before the run.
    struct ByTable(Vec<u64>);
    impl Policy for ByTable {
        fn agent_rank(&self, agent: AgentView) -> u64 {
            self.0[agent.agent.index()]
        }
    }
    let center = day(3, &[(0, 10), (20, 10)]);
    let found = given(&center, &ByTable(vec![5, 9, 1]));
    assert!(found.iter().all(|given| AgentId(given.3) == AgentId(2)), "{found:?}");
}
