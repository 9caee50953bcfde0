//! The metrics, one entry each.
//!
//! To add one, add an entry to [`METRICS`]; tables, charts, files and definitions follow.

use crate::stats::Better::{Higher, Lower};
use crate::time::Span;

use super::formulas::{count, hours, n, ratio, seconds, wait_quantile};
use super::metric::Window::{CallType, Center, Group, GroupInterval, Interval, Queue};
use super::metric::{Formula, Metric, Unit, Window, metric};
use super::promises;

const CALLS: &[Window] = &[Center, Queue, CallType];
const CALLS_BY_INTERVAL: &[Window] = &[Center, Queue, CallType, Interval];
const AGENTS: &[Window] = &[Center, Group, Interval, GroupInterval];
const QUEUES: &[Window] = &[Queue];
const WHOLE_CENTER: &[Window] = &[Center];

/// All metrics, in the order in which files and tables show them.
pub static METRICS: &[Metric] = &[
    // Counts.
    count!(arrived, "Calls arrived", CALLS, "Every attempt to call."),
    count!(
        redials,
        "Redials",
        CALLS,
        "Calls again by customers whom nobody had helped; part of arrived."
    ),
    count!(
        repeat_calls,
        "Repeat calls",
        CALLS,
        "Calls again with a new matter after service; part of arrived."
    ),
    count!(out_of_hours, "Out of hours", CALLS, "Calls that came while the queue was closed."),
    count!(offered, "Calls offered", CALLS_BY_INTERVAL, "Arrived less out of hours."),
    count!(
        answered,
        "Answered live",
        CALLS_BY_INTERVAL,
        "Calls that an agent took while the caller held the line."
    ),
    count!(
        abandoned,
        "Abandoned",
        CALLS_BY_INTERVAL,
        "Callers who hung up while on hold, those who balked included."
    )
    .better(Lower),
    count!(
        short_abandoned,
        "Short abandoned",
        CALLS,
        "Abandoned after at most the queue's short-abandon time."
    ),
    count!(balked, "Balked", CALLS, "Hung up at once on finding no free agent."),
    count!(blocked, "Blocked", CALLS_BY_INTERVAL, "Found all lines busy or the queue full.")
        .better(Lower),
    count!(
        transferred_in,
        "Transferred in",
        QUEUES,
        "Passed on to the queue after service elsewhere."
    ),
    count!(transferred_out, "Transferred out", QUEUES, "Passed on to another queue after service."),
    count!(
        overflowed_in,
        "Overflowed in",
        QUEUES,
        "Moved to the queue by the overflow of another."
    ),
    count!(overflowed_out, "Overflowed out", QUEUES, "Moved to another queue by overflow."),
    count!(
        overflow_loops,
        "Overflow loops",
        CALLS,
        "Calls that overflow would have moved once more than is allowed; they stayed."
    ),
    count!(external, "Sent outside", CALLS, "Sent to somebody outside the center by overflow."),
    count!(
        voicemails,
        "Voicemails",
        CALLS,
        "Callers who were sent to voicemail and left a message."
    ),
    count!(
        ended_by_overflow,
        "Ended by overflow",
        CALLS,
        "Ended by an overflow rule, or at closing time."
    )
    .better(Lower),
    count!(
        callbacks_offered,
        "Callbacks offered",
        CALLS_BY_INTERVAL,
        "Calls that heard at least one callback offer."
    ),
    count!(
        callbacks_accepted,
        "Callbacks accepted",
        CALLS_BY_INTERVAL,
        "Callers who pressed the key and hung up, keeping their place; and booked ones."
    ),
    count!(
        callbacks_booked,
        "Callbacks booked",
        CALLS,
        "Callbacks booked without a call before; part of arrived, offered and accepted, from the \
         moment when their window opens."
    ),
    count!(callback_dials, "Callback dials", CALLS, "Dials to customers."),
    count!(
        callbacks_answered,
        "Callbacks connected",
        CALLS_BY_INTERVAL,
        "Callbacks in which customer and agent were joined."
    ),
    count!(
        callbacks_abandoned,
        "Callbacks abandoned",
        CALLS,
        "Customers who answered the dial and hung up on hold; cannot happen when the agent accepts \
         first."
    )
    .better(Lower),
    count!(
        callbacks_unanswered,
        "Callbacks unanswered",
        CALLS_BY_INTERVAL,
        "Callbacks given up because nobody answered the last dial."
    )
    .better(Lower),
    count!(callbacks_expired, "Callbacks expired", CALLS, "Given up after the longest time.")
        .better(Lower),
    count!(
        callbacks_deduplicated,
        "Callbacks deduplicated",
        CALLS,
        "Second callbacks of customers who had one pending, closed."
    ),
    count!(
        callbacks_unfinished,
        "Callbacks unfinished",
        CALLS,
        "Callbacks still open when the clock stopped."
    ),
    metric(
        "callbacks_pending_max",
        "Most callbacks pending",
        Unit::Count,
        WHOLE_CENTER,
        Formula::PerReplication(|f| Some(n(f.extremes.callbacks_pending_max))),
        "Most callbacks accepted and not closed at once.",
    )
    .of_callbacks(),
    metric(
        "callbacks_pending_at_close",
        "Callbacks pending at close",
        Unit::Count,
        WHOLE_CENTER,
        Formula::PerReplication(|f| Some(n(f.extremes.callbacks_pending_at_close))),
        "Callbacks accepted and not closed at the end of the period.",
    )
    .of_callbacks(),
    count!(unfinished, "Unfinished", CALLS, "Calls still on hold when the clock stopped."),
    metric(
        "handled",
        "Reached an agent",
        Unit::Count,
        CALLS_BY_INTERVAL,
        Formula::PerReplication(|f| Some(n(f.calls.handled()))),
        "Answered live plus callbacks connected.",
    )
    .better(Higher),
    metric(
        "lost",
        "Lost",
        Unit::Count,
        CALLS_BY_INTERVAL,
        Formula::PerReplication(|f| Some(n(f.calls.lost()))),
        "Abandoned, blocked, ended by overflow, and callbacks abandoned, unanswered or expired.",
    )
    .better(Lower),
    metric(
        "customers",
        "Customers",
        Unit::Count,
        WHOLE_CENTER,
        Formula::PerReplication(|f| Some(n(f.calls.arrived - f.calls.redials))),
        "People who called; redials are folded.",
    ),
    metric(
        "customers_handled",
        "Customers handled",
        Unit::Count,
        WHOLE_CENTER,
        Formula::PerReplication(|f| Some(n(f.calls.handled()))),
        "People who reached an agent.",
    )
    .better(Higher),
    // Ratios of counts.
    ratio!(
        "handled_rate",
        "Reached an agent",
        Unit::Share,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.handled()),
        n(f.calls.offered),
        "Handled / offered: the share of callers who spoke to an agent, live or called back."
    )
    .better(Higher),
    ratio!(
        "lost_rate",
        "Lost",
        Unit::Share,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.lost()),
        n(f.calls.offered),
        "Lost / offered."
    )
    .better(Lower),
    ratio!(
        "service_level",
        "Service level",
        Unit::Share,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.level_numerator),
        n(f.calls.level_denominator),
        "Share of calls answered in time, by the queue's own definition; over several queues the \
         sum of their numerators over the sum of their denominators."
    )
    .better(Higher),
    ratio!(
        "abandonment_rate",
        "Abandonment",
        Unit::Share,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.abandoned),
        n(f.calls.offered),
        "Abandoned / offered."
    )
    .better(Lower),
    ratio!(
        "net_abandonment_rate",
        "Abandonment without short ones",
        Unit::Share,
        CALLS,
        |f| n(f.calls.abandoned - f.calls.short_abandoned),
        n(f.calls.offered - f.calls.short_abandoned),
        "Short abandonments taken out of both abandoned and offered."
    )
    .better(Lower),
    ratio!(
        "blocked_rate",
        "Blocked",
        Unit::Share,
        CALLS,
        |f| n(f.calls.blocked),
        n(f.calls.offered),
        "Blocked / offered."
    )
    .better(Lower),
    ratio!(
        "probability_of_wait",
        "Found no free agent",
        Unit::Share,
        CALLS,
        |f| n(f.calls.no_free_agent),
        n(f.calls.offered - f.calls.blocked - f.calls.callbacks_booked),
        "Calls that found no free agent / (offered - blocked); booked callbacks left out."
    )
    .better(Lower),
    ratio!(
        "callback_take_up",
        "Callback take-up",
        Unit::Share,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.callbacks_accepted - f.calls.callbacks_booked),
        n(f.calls.callbacks_offered),
        "Accepted on the line / calls that heard an offer."
    )
    .of_callbacks(),
    ratio!(
        "callback_reach_rate",
        "Dials answered",
        Unit::Share,
        CALLS,
        |f| n(f.calls.dials_answered),
        n(f.calls.callback_dials),
        "Answered dials / dials."
    )
    .of_callbacks(),
    ratio!(
        "callback_success_rate",
        "Callbacks that reach the customer",
        Unit::Share,
        CALLS,
        |f| n(f.calls.callbacks_answered),
        n(f.calls.callbacks_accepted),
        "Callbacks connected / callbacks accepted."
    )
    .better(Higher)
    .of_callbacks(),
    ratio!(
        "callback_abandonment_rate",
        "Callbacks abandoned",
        Unit::Share,
        CALLS,
        |f| n(f.calls.callbacks_abandoned),
        n(f.calls.callbacks_accepted),
        "Customers who answered the dial and hung up on hold / accepted; 0 when the agent \
         accepts first."
    )
    .better(Lower)
    .of_callbacks(),
    promises::CALLBACK_PROMISE_KEPT,
    ratio!(
        "occupancy",
        "Occupancy",
        Unit::Share,
        AGENTS,
        |f| n(f.duty.busy_ticks),
        n(f.duty.duty_ticks),
        "Busy / on duty; busy is from the notification to the end of after-call work, dials \
         included."
    ),
    ratio!(
        "utilisation",
        "Utilisation",
        Unit::Share,
        &[Center, Group],
        |f| n(f.duty.busy_ticks),
        n(f.duty.paid_ticks),
        "Busy / paid time: rostered, shrinkage and absence included, or on duty where that is longer."
    ),
    ratio!(
        "days_on_target",
        "Days on target",
        Unit::Share,
        &[Center, Queue],
        |f| n(f.extremes.days_on_target),
        n(f.extremes.days),
        "Share of civil days whose service level reached the target."
    )
    .better(Higher),
    ratio!(
        "intervals_on_target",
        "Intervals on target",
        Unit::Share,
        &[Center, Queue],
        |f| n(f.extremes.intervals_on_target),
        n(f.extremes.intervals),
        "Share of reporting intervals whose service level reached the target."
    )
    .better(Higher),
    // Times.
    ratio!(
        "wait_mean",
        "Mean time on hold",
        Unit::Seconds,
        CALLS_BY_INTERVAL,
        |f| seconds(f.calls.hold_ticks),
        n(f.calls.offered - f.calls.blocked - f.calls.callbacks_booked),
        "Time on hold of every call not blocked or booked, until answer, hang-up or the callback key, zeros \
         included."
    )
    .better(Lower),
    ratio!(
        "asa",
        "Average speed of answer",
        Unit::Seconds,
        CALLS_BY_INTERVAL,
        |f| seconds(f.calls.answered_wait_ticks),
        n(f.calls.answered),
        "Mean wait of calls answered live; abandoned calls and callbacks are not in it."
    )
    .better(Lower),
    ratio!(
        "time_to_abandon",
        "Mean time to abandon",
        Unit::Seconds,
        CALLS,
        |f| seconds(f.calls.abandoned_wait_ticks),
        n(f.calls.abandoned),
        "Mean time on hold of callers who abandoned."
    ),
    wait_quantile!("wait_p50", "Half answered within", 0, "Median wait of calls answered live."),
    wait_quantile!("wait_p80", "80 % answered within", 1, "80th percentile of answered waits."),
    wait_quantile!("wait_p90", "90 % answered within", 2, "90th percentile of answered waits."),
    wait_quantile!("wait_p95", "95 % answered within", 3, "95th percentile of answered waits."),
    wait_quantile!("wait_p99", "99 % answered within", 4, "99th percentile of answered waits."),
    metric(
        "wait_max",
        "Longest wait",
        Unit::Seconds,
        CALLS,
        Formula::PerReplication(|f| f.extremes.wait_max.map(Span::seconds)),
        "Longest wait of a call answered live in a replication; the mean is over replications.",
    )
    .better(Lower),
    ratio!(
        "aht",
        "Average handle time",
        Unit::Seconds,
        CALLS,
        |f| seconds(f.calls.handle_ticks),
        n(f.calls.handled()),
        "Talk, hold and after-call work per handled call."
    ),
    promises::QUOTED_WAIT_BIAS,
    promises::QUOTED_WAIT_ERROR,
    promises::QUOTED_WAIT_KEPT,
    ratio!(
        "callback_wait_mean",
        "Callback: agent after",
        Unit::Seconds,
        CALLS,
        |f| seconds(f.calls.callback_wait_ticks),
        n(f.calls.callbacks_taken),
        "Mean time from the key until the first agent accepts."
    )
    .better(Lower)
    .of_callbacks(),
    ratio!(
        "callback_connect_mean",
        "Callback: connected after",
        Unit::Seconds,
        CALLS_BY_INTERVAL,
        |f| seconds(f.calls.callback_connect_ticks),
        n(f.calls.callbacks_answered),
        "Mean time from the key until customer and agent are joined."
    )
    .better(Lower)
    .of_callbacks(),
    metric(
        "callback_connect_p90",
        "Callback: 90 % connected within",
        Unit::Seconds,
        CALLS,
        Formula::Quantile(
            |f| f.extremes.callback_connect_p90.map(Span::seconds),
            |p| p.callback_connect_p90,
        ),
        "90th percentile of the time from the key until joined.",
    )
    .better(Lower)
    .of_callbacks(),
    metric(
        "callback_connect_max",
        "Callback: longest",
        Unit::Seconds,
        CALLS,
        Formula::PerReplication(|f| f.extremes.callback_connect_max.map(Span::seconds)),
        "Longest time from the key until joined in a replication.",
    )
    .better(Lower)
    .of_callbacks(),
    metric(
        "hold_time_saved",
        "Hold time saved",
        Unit::Seconds,
        CALLS,
        Formula::PerReplication(|f| Some(seconds(f.calls.callback_wait_ticks))),
        "Sum over callbacks of the time from the key until an agent accepts: time not spent on \
         hold.",
    )
    .of_callbacks(),
    // Load.
    ratio!(
        "queue_length_mean",
        "Work items waiting",
        Unit::Average,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.live_queue_ticks + f.calls.callback_queue_ticks),
        n(f.period_ticks),
        "Live calls and callbacks waiting on average; an item leaves when an agent takes it."
    ),
    ratio!(
        "live_queue_mean",
        "Live calls waiting",
        Unit::Average,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.live_queue_ticks),
        n(f.period_ticks),
        "Live calls waiting on average."
    ),
    ratio!(
        "callback_queue_mean",
        "Callbacks waiting",
        Unit::Average,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.callback_queue_ticks),
        n(f.period_ticks),
        "Callbacks waiting on average."
    )
    .of_callbacks(),
    metric(
        "queue_length_max",
        "Most work items waiting",
        Unit::Count,
        WHOLE_CENTER,
        Formula::PerReplication(|f| Some(n(f.extremes.queue_length_max))),
        "Most live calls and callbacks waiting at once.",
    ),
    ratio!(
        "load_erlangs",
        "Offered load",
        Unit::Average,
        CALLS_BY_INTERVAL,
        |f| n(f.calls.demand_ticks),
        n(f.period_ticks),
        "Talk and after-call work that the offered calls bring per unit of time: the agents \
         needed if nobody ever waited."
    ),
    ratio!(
        "agents_on_duty",
        "Agents on duty",
        Unit::Average,
        AGENTS,
        |f| n(f.duty.duty_ticks),
        n(f.period_ticks),
        "Agents on duty on average, those who stay past a shift's end included."
    ),
    metric(
        "agent_hours",
        "Agent hours on duty",
        Unit::Hours,
        &[Center, Group],
        Formula::PerReplication(|f| Some(hours(f.duty.duty_ticks))),
        "Hours on duty within the period.",
    ),
    metric(
        "overtime_hours",
        "Overtime",
        Unit::Hours,
        &[Center, Group],
        Formula::PerReplication(|f| Some(hours(f.duty.overtime_ticks))),
        "Hours on duty after the end of the shift, within the period; part of the hours on duty.",
    )
    .better(Lower),
    ratio!(
        "inversions",
        "Overtakings",
        Unit::Average,
        CALLS,
        |f| 100.0 * n(f.calls.inversions),
        n(f.calls.handled()),
        "Live calls assigned after a later-arrived callback, or the reverse, per 100 handled."
    )
    .better(Lower),
    metric(
        "cost",
        "Cost",
        Unit::Money,
        &[Center, Group],
        Formula::PerReplication(|f| Some(f.cost)),
        "Paid hours at their price; in the whole center also lost calls at theirs.",
    )
    .better(Lower),
    ratio!(
        "cost_per_handled",
        "Cost per handled call",
        Unit::Money,
        WHOLE_CENTER,
        |f| f.cost,
        n(f.calls.handled()),
        "Cost / handled."
    )
    .better(Lower),
    metric(
        "callback_agent_seconds_wasted",
        "Agent time on unanswered dials",
        Unit::Seconds,
        CALLS,
        Formula::PerReplication(|f| Some(seconds(f.calls.wasted_ticks))),
        "Notification, preview, ringing and after-call work of dials that nobody answered.",
    )
    .better(Lower)
    .of_callbacks(),
];
