//! Keys of `[queue.NAME.callback]`: how direct callback works.

use super::super::preset::PRESETS;
use super::queue::HOURS;
use super::{COUNT, Kind, SECTION, SHARE, Section, key};

pub(super) static CALLBACK: Section = Section {
    title: "[queue.NAME.callback]",
    about: "How direct callback works: the offer, the place in line, the dial. The defaults are \
            those of the preset `d365`.",
    keys: &[
        key(
            "preset",
            Kind::Words(&PRESETS),
            "Whose defaults the other keys have, as the product documents them.",
        )
        .default("\"d365\""),
        key(
            "mode",
            Kind::Words(&["agent_first", "customer_first"]),
            "Whether an agent accepts before the customer is dialled, or the customer is dialled \
             when at the head and an agent is free, nobody being reserved.",
        )
        .default("\"agent_first\""),
        key(
            "first_offer",
            Kind::Duration,
            "From the entry into the queue (or the trigger, for `waited`) to the first offer.",
        )
        .default("\"30s\""),
        key("repeat_every", Kind::PositiveDuration, "From the start of one offer to the next.")
            .default("\"120s\""),
        key("offer_prompt", Kind::Duration, "How long the offer is.").default("\"9s\""),
        key(
            "confirm_prompt",
            Kind::Duration,
            "What is heard after the key; the callback is not assigned before it has ended.",
        )
        .default("\"7s\""),
        key(
            "place",
            Kind::Words(&["keep", "tail", "front", "after_live"]),
            "Where the callback stands: where the call stood, last, first, or behind all live \
             calls.",
        )
        .default("\"keep\""),
        key(
            "reserve_agents",
            COUNT,
            "With `after_live`: taken only while more agents than this are free.",
        )
        .default("0"),
        key(
            "max_active",
            COUNT,
            "Callbacks accepted and not closed at once; beyond it none is offered.",
        )
        .without("no limit"),
        key("share_limit", SHARE, "Accepted of the calls offered so far that day, at most.")
            .default("1.0"),
        key("offer_hours", HOURS, "When callbacks are offered.").without("always"),
        key("ring", Kind::Law, "From the dial until it is answered or given up.")
            .default("\"25s\""),
        key("preview", Kind::Law, "From the agent's acceptance to the dial.").default("\"0s\""),
        key("attempts", Kind::Integer(1, 1_000), "Dials in all.").default("1"),
        key("retry_after", Kind::PositiveDuration, "From an unanswered dial to the next one.")
            .default("\"15m\""),
        key(
            "retry_place",
            Kind::Words(&["keep", "front", "tail"]),
            "Where the callback stands then.",
        )
        .default("\"keep\""),
        key(
            "machine_counts_as_answered",
            Kind::Boolean,
            "Whether an answering machine counts as reached, so that nobody dials again.",
        )
        .default("false"),
        key(
            "no_answer_costs_agent",
            Kind::Boolean,
            "Whether preview and ring occupy the agent also when nobody answers.",
        )
        .default("true"),
        key(
            "throttle",
            Kind::Table(&THROTTLE),
            "With `customer_first`: dials are put off while customers wait long for an agent.",
        )
        .without("not at all"),
        key("expire_after", Kind::PositiveDuration, "A callback not closed by then is given up.")
            .default("\"7d\""),
        key(
            "dial_out_of_hours",
            Kind::Boolean,
            "Whether callbacks are dialled while it is closed.",
        )
        .default("false"),
        key(
            "dedup",
            Kind::Words(&["none", "queue", "all"]),
            "Whether a customer's second callback is closed while the first one is pending: never, \
             in the same queue, or in any.",
        )
        .default("\"none\""),
        key(
            "counts_to_limit",
            Kind::Boolean,
            "Whether pending callbacks count in `waiting_calls` and `max_waiting`.",
        )
        .default("true"),
    ],
    ..SECTION
};

static THROTTLE: Section = Section {
    title: "[queue.NAME.callback.throttle]",
    about: "A dial is put off by max(0, mean wait - `target`), the wait of a customer from the \
            answer until an agent joins.",
    keys: &[
        key("target", Kind::Duration, "The mean wait that is wanted.").required(),
        key("lookback", Kind::Duration, "Customers joined within this time count in the mean.")
            .required(),
    ],
    ..SECTION
};
