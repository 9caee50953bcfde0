//! Opening and closing of queues.

use crate::ids::QueueId;
use crate::model::{CallbacksAtClose, LiveAtClose};
use crate::observe::Observer;
use crate::policy::Policy;

use super::call::{Call, State};
use super::run::Run;
use super::{assigning, calling_back, moving};

/// A queue opens or closes.
pub(super) fn hours_change<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: QueueId) {
    let queue = &run.center.queues[id.index()];
    let open = queue.hours.as_ref().is_none_or(|hours| hours.are_open(run.now));
    let state = &mut run.queues[id.index()];
    state.closed = !open;
    let items: Vec<u32> = run.items(id).collect();
    for slot in items {
        match run.calls.get(slot).state {
            State::Waiting(_) if !open && !run.calls.get(slot).is_message => {
                match queue.at_close.live {
                    LiveAtClose::Serve => {}
                    LiveAtClose::EndCall => moving::end_call(run, slot),
                    LiveAtClose::Voicemail => moving::to_voicemail(run, slot),
                }
            }
            State::CallbackDue(_) if open => {
                assigning::find_agent(run, slot);
            }
            State::CallbackDue(_)
                if queue.at_close.callbacks == CallbacksAtClose::Expire
                    && !run.calls.get(slot).is_joined =>
            {
                calling_back::expire(run, slot);
            }
            _ => {}
        }
    }
}

/// Whether a pending callback rests because its queue is closed; a customer who has been called
/// first and holds the line does not.
#[inline]
pub(super) fn rests<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &Call) -> bool {
    let state = &run.queues[call.facts.queue.index()];
    if !state.closed || !call.facts.is_callback() || call.is_joined {
        return false;
    }
    let queue = &run.center.queues[call.facts.queue.index()];
    !(queue.callback.dial_out_of_hours || queue.at_close.callbacks == CallbacksAtClose::Serve)
}

/// Whether agents stay on after their shift for this item: its queue has closed and serves it.
pub(super) fn is_served_late<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &Call) -> bool {
    let queue = &run.center.queues[call.facts.queue.index()];
    run.queues[call.facts.queue.index()].closed
        && if call.facts.is_callback() {
            queue.at_close.callbacks == CallbacksAtClose::Serve
        } else {
            queue.at_close.live == LiveAtClose::Serve
        }
}
