//! Keys of the whole file, of `[routing]`, `[[route]]`, `[[scheduled_callback]]` and variants.

use super::{FILE, Kind, Needs, QUEUE, SECTION, Section, key};
use super::{agents, callers, queue, study};

pub(super) static ROOT: Section = Section {
    title: "Top of the file",
    about: "Tables in any order; order matters in lists alone.",
    keys: &[
        key("format", Kind::Integer(1, 1), "Version of the format.").default("1"),
        key(
            "extends",
            Kind::Text("path of a scenario file"),
            "Another scenario that this one stands on: tables merge key by key, `[[expect]]` add \
             up, all else replaces what stands there.",
        )
        .without("stands alone"),
        key("scenario", Kind::Table(&study::SCENARIO), "The period, and what reports call it.")
            .required(),
        key("run", Kind::Table(&study::RUN), "How often it is simulated."),
        key(
            "call_type",
            Kind::ByName("call type", &Kind::Table(&callers::CALL_TYPE)),
            "Who calls.",
        )
        .required(),
        key(
            "agent_group",
            Kind::ByName("agent group", &Kind::Table(&agents::AGENT_GROUP)),
            "Who answers.",
        )
        .required(),
        key("queue", Kind::ByName("queue", &Kind::Table(&queue::QUEUE)), "Where calls wait.")
            .required(),
        key(
            "route",
            Kind::List(&Kind::Value(&ROUTE)),
            "Rules that lead calls to queues, tried in order; the first one whose queue does not \
             overflow takes the call.",
        ),
        key("routing", Kind::Table(&ROUTING), "What holds for all rules."),
        key(
            "scheduled_callback",
            Kind::List(&Kind::Value(&SCHEDULED_CALLBACK)),
            "Callbacks booked elsewhere: on a web page, in an app, by chat.",
        ),
        key(
            "variant",
            Kind::ByName("variant", &Kind::Table(&VARIANT)),
            "Centers to compare, beside the automatic ones: `hold` (rules with the action \
             `direct_callback` left out) and `callback`, or `base` where no rule offers one.",
        ),
        key(
            "expect",
            Kind::List(&Kind::Value(&study::EXPECT)),
            "What `ringback check` judges; other commands pass over it.",
        ),
        key(
            "plan",
            Kind::Table(&study::PLAN),
            "What `ringback plan` looks for; other commands pass over it.",
        ),
    ],
    ..SECTION
};

static ROUTE: Section = Section {
    title: "[[route]]",
    about: "A rule that leads calls to queues.",
    keys: &[
        key("name", Kind::Text("text"), "What paths and reports call it.").without("its position"),
        key("when", Kind::Value(&ROUTE_WHEN), "Which calls it is for.").without("all calls"),
        key(
            "queues",
            Kind::OneOf(&[Kind::Some(&QUEUE), Kind::Some(&Kind::Value(&callers::SHARE_OF_QUEUE))]),
            "Queues to try in order, or queues with shares that sum to 1, drawn once.",
        )
        .required(),
        key(
            "overflow",
            Kind::List(&Kind::Value(&queue::RULE)),
            "Overflow rules instead of those of the queue; `[]` for none.",
        )
        .without("the rules of the queue"),
    ],
    ..SECTION
};

static ROUTE_WHEN: Section = Section {
    title: "Condition of a route",
    about: "All that is stated must hold.",
    keys: &[
        key("call_type", Kind::Text("name of a call type"), "Calls of this type."),
        key("days", Kind::Days, "Calls that come on these days.").without("every day"),
        key("from", Kind::TimeOfDay, "Calls from this time of day on.").default("\"00:00\""),
        key(
            "to",
            Kind::TimeOfDay,
            "Calls before this time of day; one not after `from` is of the next day.",
        )
        .default("\"24:00\""),
        key(
            "attribute",
            Kind::OneByName("attribute", &Kind::Text("value of the attribute")),
            "Calls with this attribute, such as `{ tier = \"gold\" }`.",
        ),
    ],
    ..SECTION
};

static ROUTING: Section = Section {
    title: "[routing]",
    about: "",
    keys: &[
        key(
            "fallback",
            QUEUE,
            "Takes the calls that no rule and no route leads anywhere; its overflow is passed \
             over.",
        ),
        key(
            "overflow_hops",
            Kind::Integer(0, 1_000),
            "Moves by overflow of one call at most; a call that would move on is reported as a \
             loop.",
        )
        .default("10"),
        key(
            "overflow_per_minute",
            Kind::Integer(1, 1_000_000),
            "Waiting items at most that overflow within a minute, counted from the start; the \
             others wait for the next one.",
        )
        .without("no limit"),
    ],
    ..SECTION
};

static SCHEDULED_CALLBACK: Section = Section {
    title: "[[scheduled_callback]]",
    about: "Callbacks that customers book elsewhere, each with a window in which it may be made.",
    keys: &[
        key("name", Kind::Text("text"), "What paths call it.").without("its position"),
        key("queue", QUEUE, "Where they wait.").required(),
        key(
            "call_type",
            Kind::Text("name of a call type"),
            "Whose talk time and customers they have; a column `call_type` of the file wins.",
        )
        .without("the only call type"),
        key(
            "file",
            FILE,
            "A row for each booking: columns `window_start`, and where they are `window_end`, \
             `call_type`.",
        ),
        key(
            "per_hour",
            Kind::Number(1e-6, 1e6),
            "Instead of a file: windows that open an hour, by chance.",
        ),
        key("window", Kind::PositiveDuration, "Length of a window that states no end.")
            .default("\"24h\""),
    ],
    needs: Needs::OneOf(&[&["file"], &["per_hour"]]),
};

static VARIANT: Section = Section {
    title: "[variant.NAME]",
    about: "A center that differs in some settings; it has the same callers as the others.",
    keys: &[
        key(
            "set",
            Kind::Changes,
            "Settings by path, such as `{ \"queue.support.max_waiting\" = 40 }`; nested tables \
             mean the same.",
        ),
        key("callback", Kind::Boolean, "`false` leaves out the rules that offer a callback.")
            .default("true"),
        key("compare_to", Kind::Text("name of a variant"), "Which variant it is compared with.")
            .without("the first variant"),
    ],
    ..SECTION
};
