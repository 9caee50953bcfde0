//! Exact integer totals: of calls, by call type, queue and interval; of agents' time, by group.

use std::ops::AddAssign;

use crate::observe::CallFacts;
use crate::time::Span;

use super::frame::Level;
use super::packed::Totals;

/// Defines a struct of `u64` totals that add up field by field.
macro_rules! totals {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: u64,)*
        }

        impl AddAssign<&Self> for $name {
            fn add_assign(&mut self, other: &Self) {
                $(self.$field += other.$field;)*
            }
        }

        impl Totals for $name {
            const FIELDS: usize = [$(stringify!($field)),*].len();

            fn each(&self, mut tell: impl FnMut(u64)) {
                $(tell(self.$field);)*
            }

            fn of(mut next: impl FnMut() -> u64) -> Self {
                Self { $($field: next(),)* }
            }
        }
    };
}

totals! {
    /// Calls of one type in one queue, in one interval (or summed over several). Counts are of
    /// calls; names ending in `_ticks` are times in ticks.
    Cell {
        /// Every attempt.
        arrived,
        /// Calls again after nobody helped.
        redials,
        /// Calls with a new matter after service.
        repeat_calls,
        /// Outside the queue's hours.
        out_of_hours,
        /// Entered within hours: arrived, or came from another queue.
        offered,
        /// Came from another queue by overflow.
        overflowed_in,
        /// Went to another queue by overflow.
        overflowed_out,
        /// Passed on to this queue after service.
        transferred_in,
        /// Passed on from this queue after service.
        transferred_out,
        /// Sent to somebody outside the center.
        external,
        /// Left a message.
        voicemails,
        /// Ended by an overflow rule or closing time.
        ended_by_overflow,
        /// Overflow would have moved it once more than is allowed.
        overflow_loops,
        /// Taken by an agent on the line.
        answered,
        /// Hung up on hold, balkers included.
        abandoned,
        /// Abandoned after at most the short threshold.
        short_abandoned,
        /// Hung up at once on finding no free agent.
        balked,
        /// Found all lines busy or the queue full.
        blocked,
        /// Heard at least one callback offer.
        callbacks_offered,
        /// Pressed the key, or booked.
        callbacks_accepted,
        /// Booked without a call before.
        callbacks_booked,
        /// Dials to customers.
        callback_dials,
        /// Dials that were answered.
        dials_answered,
        /// Customer and agent joined.
        callbacks_answered,
        /// The customer answered the dial and hung up on hold.
        callbacks_abandoned,
        /// Closed because the customer had another one pending.
        callbacks_deduplicated,
        /// Nobody answered the last dial.
        callbacks_unanswered,
        /// Given up after the longest time.
        callbacks_expired,
        /// Open when the clock stopped.
        callbacks_unfinished,
        /// On hold when the clock stopped.
        unfinished,
        /// Found no free agent at arrival (blocked ones left out).
        no_free_agent,
        /// Of these, who had found none in an earlier queue already.
        no_free_agent_again,
        /// Answered within the threshold.
        answered_in_time,
        /// Abandoned within the threshold.
        abandoned_in_time,
        /// Numerator of the service level by the queue's own definition.
        level_numerator,
        /// Its denominator.
        level_denominator,
        /// Time on hold of every call not blocked.
        hold_ticks,
        /// Time on hold of the answered.
        answered_wait_ticks,
        /// Time on hold of the abandoned.
        abandoned_wait_ticks,
        /// Of the answered, time on hold in earlier queues.
        answered_earlier_ticks,
        /// Of the abandoned, time on hold in earlier queues.
        abandoned_earlier_ticks,
        /// Talk and after-call work of handled calls.
        handle_ticks,
        /// Talk and after-call work that the offered calls bring, served or not.
        demand_ticks,
        /// Callbacks that an agent has accepted at least once.
        callbacks_taken,
        /// From the key until the first agent accepts.
        callback_wait_ticks,
        /// From the key until joined.
        callback_connect_ticks,
        /// Agents' time on dials that nobody answered.
        wasted_ticks,
        /// Assigned after a later-arrived item of the other kind.
        inversions,
        /// Queued when there was no wait estimate.
        unquoted,
        /// Accepted by an agent after a wait was quoted.
        quotes,
        /// The same after a wait of at most the quoted one.
        quotes_kept,
        /// By how much quoted waits were too long.
        quoted_over_ticks,
        /// By how much quoted waits were too short.
        quoted_under_ticks,
        /// Callbacks with a quoted wait that an agent accepted, or that ended before any did.
        callback_promises,
        /// Those that an agent accepted within the quoted wait.
        callback_promises_kept,
        /// Integral of live calls waiting.
        live_queue_ticks,
        /// Integral of callbacks waiting.
        callback_queue_ticks,
    }
}

totals! {
    /// Agents' time in one group and interval (or summed), in ticks.
    DutyCell {
        /// On duty, staying past a shift's end included.
        duty_ticks,
        /// From notification to the end of after-call work.
        busy_ticks,
        /// On duty after the plan had ended.
        overtime_ticks,
        /// Paid: rostered, or on duty where that is longer.
        paid_ticks,
    }
}

impl Cell {
    /// A new call of a number, with the work that it brings.
    #[inline(always)]
    pub(super) fn arrives(&mut self, number: u64, brought_ticks: u64) {
        self.arrived += 1;
        self.offered += 1;
        self.demand_ticks += brought_ticks;
        if number >= CallFacts::FIRST_CALLS {
            let is_redial = CallFacts::redials_of(number) > 0;
            self.redials += u64::from(is_redial);
            self.repeat_calls += u64::from(!is_redial);
        }
    }

    /// A call is taken by an agent on the line.
    #[inline(always)]
    pub(super) fn answered(&mut self, wait: Span, in_time: bool) {
        self.answered += 1;
        self.answered_in_time += u64::from(in_time);
        self.hold_ticks += wait.0;
        self.answered_wait_ticks += wait.0;
    }

    /// A call hangs up on hold.
    #[inline(always)]
    pub(super) fn abandoned(&mut self, wait: Span, level: &Level) {
        self.abandoned += 1;
        self.short_abandoned += u64::from(wait <= level.short);
        self.abandoned_in_time += u64::from(wait <= level.within);
        self.hold_ticks += wait.0;
        self.abandoned_wait_ticks += wait.0;
    }

    /// Answered live or called back.
    #[must_use]
    pub const fn handled(&self) -> u64 {
        self.answered + self.callbacks_answered
    }

    /// Calls whose customer was not reached.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.abandoned
            + self.blocked
            + self.ended_by_overflow
            + self.callbacks_abandoned
            + self.callbacks_unanswered
            + self.callbacks_expired
    }

    /// Whether every call is accounted for: those that entered, and accepted callbacks.
    #[must_use]
    pub const fn balances(&self) -> bool {
        self.arrived + self.overflowed_in + self.transferred_in == self.out_of_hours + self.offered
            && self.offered
                == self.answered
                    + self.abandoned
                    + self.blocked
                    + self.callbacks_accepted
                    + self.voicemails
                    + self.ended_by_overflow
                    + self.external
                    + self.overflowed_out
                    + self.unfinished
            && self.callbacks_accepted
                == self.callbacks_answered
                    + self.callbacks_abandoned
                    + self.callbacks_unanswered
                    + self.callbacks_expired
                    + self.callbacks_deduplicated
                    + self.callbacks_unfinished
    }

    /// What counts for the center and the call type of a call that was passed on after service:
    /// the call itself has been counted where it came in, so only work, waiting items and the
    /// queues' own service levels do.
    #[must_use]
    pub fn after_service(&self) -> Self {
        Self {
            handle_ticks: self.handle_ticks,
            demand_ticks: self.demand_ticks,
            live_queue_ticks: self.live_queue_ticks,
            callback_queue_ticks: self.callback_queue_ticks,
            wasted_ticks: self.wasted_ticks,
            callback_dials: self.callback_dials,
            dials_answered: self.dials_answered,
            level_numerator: self.level_numerator,
            level_denominator: self.level_denominator,
            ..Self::default()
        }
    }

    /// A call that moved between queues entered each of them; for the center it is one call,
    /// whose wait began when it arrived.
    #[must_use]
    pub const fn as_one_call(mut self) -> Self {
        self.offered -= self.overflowed_in;
        self.overflowed_out -= self.overflowed_in;
        self.overflowed_in = 0;
        self.no_free_agent -= self.no_free_agent_again;
        self.answered_wait_ticks += self.answered_earlier_ticks;
        self.abandoned_wait_ticks += self.abandoned_earlier_ticks;
        self
    }
}
