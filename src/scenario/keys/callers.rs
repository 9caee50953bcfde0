//! Keys of `[call_type.NAME]`: who calls, how long, how patiently, and what follows.

use super::study::FORECAST_ERROR;
use super::{Kind, Needs, QUEUE, SECTION, SHARE, Section, arrivals, key};

/// Money.
const MONEY: Kind = Kind::Number(0.0, 1e12);

pub(super) static CALL_TYPE: Section = Section {
    title: "[call_type.NAME]",
    about: "Who calls, for how long, and how patiently.",
    keys: &[
        key(
            "route",
            Kind::OneOf(&[QUEUE, Kind::Some(&Kind::Value(&SHARE_OF_QUEUE))]),
            "Where the calls go; shares sum to 1 and are drawn once, before any overflow.",
        )
        .without("the rules of `[[route]]`"),
        key("arrivals", Kind::Value(&arrivals::ARRIVALS), "When they come.").required(),
        key(
            "volume",
            Kind::Number(0.0, 1e6),
            "Multiplies the arrivals; recorded ones are thinned, or doubled with jitter.",
        )
        .default("1.0"),
        key("forecast_error", FORECAST_ERROR, "As in `[scenario]`, for this type alone.")
            .without("none"),
        key("talk_time", Kind::ClockLaw, "Talk and hold."),
        key("after_call_work", Kind::ClockLaw, "Wrap-up after the call.").default("\"0s\""),
        key(
            "handle_time",
            Kind::ClockLaw,
            "Instead of `talk_time` and `after_call_work`: both together.",
        ),
        key(
            "patience",
            Kind::OneOf(&[Kind::Words(&["never"]), Kind::ClockLaw]),
            "How long a caller holds before hanging up; `\"never\"`: nobody does.",
        )
        .required(),
        key(
            "balk",
            SHARE,
            "Probability of hanging up at once when no agent is free; counts as abandoned.",
        )
        .default("0.0"),
        key(
            "redial",
            Kind::Table(&AGAIN),
            "Callers who try again after they abandoned or were blocked.",
        )
        .without("nobody"),
        key("repeat_call", Kind::Table(&AGAIN), "Callers who call again after service.")
            .without("nobody"),
        key(
            "skills",
            Kind::ByName("skill", &Kind::Integer(0, 1_000_000)),
            "Skills that the agent needs, with the least rating, such as `{ english = 3 }`.",
        )
        .without("any agent"),
        key(
            "priority",
            Kind::Integer(0, 1_000_000),
            "Smaller numbers go first within a queue, then the older call.",
        )
        .default("1"),
        key(
            "transfer",
            Kind::List(&Kind::Value(&TRANSFER)),
            "Where calls go on after service; probabilities sum to at most 1.",
        )
        .default("[]"),
        key(
            "attributes",
            Kind::ByName("attribute", &Kind::ByName("value", &SHARE)),
            "What callers are, with the share of each value, such as \
             `{ tier = { gold = 0.1, standard = 0.9 } }`; a column of the recorded file that is \
             called so wins.",
        ),
        key("callback_response", Kind::Table(&RESPONSE), "What callers do about a callback."),
        key("voicemail", Kind::Table(&VOICEMAIL), "What callers do when sent to voicemail."),
        key("cost_per_lost", MONEY, "Money for each lost call.").default("0.0"),
        key("value_per_handled", MONEY, "Money for each handled call.").default("0.0"),
    ],
    needs: Needs::OneOf(&[&["talk_time"], &["handle_time"]]),
};

pub(super) static SHARE_OF_QUEUE: Section = Section {
    title: "A share of a queue",
    about: "",
    keys: &[
        key("queue", QUEUE, "Where they go.").required(),
        key("share", SHARE, "How many of the calls.").required(),
    ],
    ..SECTION
};

static AGAIN: Section = Section {
    title: "Calling again",
    about: "`redial`, `repeat_call` and `call_again`.",
    keys: &[
        key("probability", SHARE, "How likely.").required(),
        key("delay", Kind::Law, "After how long.").required(),
        key("max", Kind::Integer(1, 1_000), "Times at most.").without("no limit"),
    ],
    ..SECTION
};

static TRANSFER: Section = Section {
    title: "A transfer",
    about: "",
    keys: &[
        key("probability", SHARE, "How likely.").required(),
        key("queue", QUEUE, "Where to; the call keeps its age.").required(),
        key("talk_time", Kind::ClockLaw, "Talk and hold there.").without("as the first time"),
        key(
            "warm",
            Kind::Boolean,
            "Whether the first agent stays until the second one has taken the call.",
        )
        .default("false"),
    ],
    ..SECTION
};

static VOICEMAIL: Section = Section {
    title: "[call_type.NAME.voicemail]",
    about: "Who leaves no message counts as abandoned.",
    keys: &[
        key("leave", SHARE, "Probability that the caller leaves a message.").default("0.5"),
        key("length", Kind::Law, "How long a message is.").default("\"60s\""),
        key("work", Kind::Law, "How long an agent works on a message; together with `queue`.")
            .without("nobody does"),
        key("queue", QUEUE, "Whose agents work on messages; together with `work`."),
    ],
    ..SECTION
};

static RESPONSE: Section = Section {
    title: "[call_type.NAME.callback_response]",
    about: "The customer's side of direct callback.",
    keys: &[
        key(
            "accept",
            Kind::OneOf(&[SHARE, Kind::Some(&SHARE), Kind::Value(&BY_WAIT)]),
            "Probability of accepting an offer that is heard, at each offer anew; a list by number of \
             the offer, whose last value holds on (`[0.4, 0]`: 40 % of those who hear the first, and \
             nobody later); or by the wait that was estimated.",
        )
        .default("0.37"),
        key("accept_factor", Kind::Number(0.0, 1e3), "Multiplies `accept`.").default("1.0"),
        key("decision", Kind::Law, "From the start of the prompt to the key.").default("\"0s\""),
        key(
            "answer",
            Kind::OneOf(&[SHARE, Kind::Some(&SHARE), Kind::Value(&BY_DELAY)]),
            "Probability that a dialled customer answers; a list by number of the dial, whose \
             last value holds on; or by the time since the key.",
        )
        .default("0.93"),
        key(
            "answering_machine",
            SHARE,
            "Share of the unanswered dials that reach an answering machine.",
        )
        .default("0.0"),
        key(
            "call_again",
            Kind::Table(&AGAIN),
            "Customers who ring again while their callback is pending.",
        )
        .without("nobody"),
        key(
            "patience_after_answer",
            Kind::Law,
            "How long a dialled customer waits for an agent, where customers are called first.",
        )
        .without("as `patience`"),
        key("talk_time", Kind::ClockLaw, "Talk and hold of a callback.")
            .without("as `talk_time` of the call type"),
    ],
    ..SECTION
};

static BY_WAIT: Section = Section {
    title: "Acceptance by estimated wait",
    about: "",
    keys: &[key(
        "by_estimated_wait",
        Kind::Some(&Kind::Pair(&Kind::Duration, &SHARE)),
        "Estimated waits, rising, each with the probability there; between them on a straight \
         line.",
    )
    .required()],
    ..SECTION
};

static BY_DELAY: Section = Section {
    title: "Answers by delay",
    about: "",
    keys: &[key(
        "by_delay",
        Kind::Some(&Kind::Pair(&Kind::Duration, &SHARE)),
        "Times since the key, rising, each with the probability there; between them on a \
         straight line.",
    )
    .required()],
    ..SECTION
};
