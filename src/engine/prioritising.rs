//! What goes before age in a queue: buckets of its prioritisation, and priorities of call types.

use crate::model::Bucket;
use crate::observe::Observer;
use crate::policy::Policy;

use super::run::Run;
use super::{assigning, routing};

/// The standing of a work item in the queue that it is in, as the policy has it; smaller first.
#[inline(always)]
pub(super) fn standing<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32) -> u64 {
    let view = assigning::call_view(run, run.calls.get(slot));
    run.policy.standing(view, by_buckets(run, slot))
}

/// What buckets and priorities make of it.
#[inline(always)]
fn by_buckets<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32) -> u64 {
    let call = run.calls.get(slot);
    let priority = run.types[call.facts.call_type.index()].priority;
    if !run.uses.buckets {
        return priority;
    }
    let buckets = &run.center.queues[call.facts.queue.index()].prioritisation;
    if buckets.is_empty() {
        return priority;
    }
    let position = buckets.iter().position(|bucket| holds(run, slot, bucket));
    let by_priority = position.is_some_and(|at| buckets[at].by_priority);
    let bucket = position.unwrap_or(buckets.len()) as u64;
    bucket << BUCKET | if by_priority { priority } else { 0 }
}

/// Where the bucket stands in a standing, above the priority of the call type.
const BUCKET: u32 = 32;

/// The bucket of a standing: what counts between items of different queues.
#[inline]
pub(super) const fn bucket(standing: u64) -> u64 {
    standing >> BUCKET
}

fn holds<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32, bucket: &Bucket) -> bool {
    let call = run.calls.get(slot);
    let facts = &call.facts;
    let skills = &run.center.call_types[facts.call_type.index()].skills;
    bucket.call_type.is_none_or(|wanted| wanted == facts.call_type)
        && bucket.skill.is_none_or(|wanted| skills.iter().any(|skill| skill.0 == wanted))
        && bucket.is_callback.is_none_or(|wanted| wanted == facts.is_callback())
        && bucket.transferred.is_none_or(|wanted| wanted == (facts.transferred || call.is_moved))
        && bucket
            .attribute
            .is_none_or(|(id, value)| routing::attribute(run, slot, id) == Some(value))
}
