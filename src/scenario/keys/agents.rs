//! Keys of `[agent_group.NAME]`: who answers, and when they are there.

use super::{COLUMN, FILE, Kind, Needs, QUEUE, SECTION, SHARE, Section, key};

/// Agents of a group.
const AGENTS: Kind = Kind::Integer(0, 1_000_000);

pub(super) static AGENT_GROUP: Section = Section {
    title: "[agent_group.NAME]",
    about: "Who answers which queues, and when they are there.",
    keys: &[
        key(
            "queues",
            Kind::Some(&Kind::OneOf(&[QUEUE, Kind::Value(&LEVEL)])),
            "The queues that it serves; their order means nothing.",
        )
        .required(),
        key(
            "skills",
            Kind::ByName("skill", &Kind::Integer(0, 1_000_000)),
            "What its agents can do, with a rating, such as `{ english = 5 }`.",
        ),
        key(
            "staff",
            Kind::OneOf(&[
                AGENTS,
                Kind::List(&Kind::Value(&STEP)),
                Kind::Value(&STAFF),
                Kind::Words(&["planned"]),
            ]),
            "Agents on duty: always so many, by the clock, by interval, or from a file; \
             `\"planned\"` takes them from `ringback plan`.",
        )
        .required(),
        key(
            "staff_change",
            Kind::Integer(-1_000_000, 1_000_000),
            "Added to every number of `staff` that is not 0.",
        )
        .default("0"),
        key(
            "shrinkage",
            Kind::OneOf(&[SHARE, Kind::List(&Kind::Value(&SHRINKAGE))]),
            "Share of the paid time that agents are away. Whole agents are left; what is rounded \
             in one interval is made up in the next ones.",
        )
        .default("0.0"),
        key("absence", SHARE, "Probability that an agent does not come on a day.").default("0.0"),
        key(
            "absence_cv",
            Kind::Number(0.0, 10.0),
            "Coefficient of variation of a day's factor on `absence`, common to the group.",
        )
        .default("0.0"),
        key("capacity", Kind::Integer(1, 100), "Units of work that an agent takes at once.")
            .default("1"),
        key(
            "handle_factor",
            Kind::OneOf(&[FACTOR, Kind::ByName("call type", &FACTOR)]),
            "Multiplies talk and after-call work; a number, or one for each of some call types.",
        )
        .default("1.0"),
        key("cost_per_hour", Kind::Number(0.0, 1e9), "Money for each agent and paid hour.")
            .default("0.0"),
        key("notification", Kind::Table(&NOTIFICATION), "How a call is offered to an agent."),
    ],
    ..SECTION
};

const FACTOR: Kind = Kind::Number(0.01, 100.0);

static LEVEL: Section = Section {
    title: "A queue of a group",
    about: "",
    keys: &[
        key("queue", QUEUE, "Its name.").required(),
        key("level", Kind::Integer(1, 1_000), "Groups of lower levels are asked first.")
            .default("1"),
        key("after", Kind::Duration, "The wait of a call before this group may take it.")
            .default("\"0s\""),
    ],
    ..SECTION
};

static STEP: Section = Section {
    title: "Staff by the clock",
    about: "Outside the windows of the list nobody is there.",
    keys: &[
        key("days", Kind::Days, "On these days.").without("every day"),
        key("from", Kind::TimeOfDay, "From this time of day.").required(),
        key(
            "to",
            Kind::TimeOfDay,
            "Until this time of day; one not after `from` is of the next day.",
        )
        .without("the next `from` of that day, else 24:00"),
        key("agents", AGENTS, "Agents on duty.").required(),
    ],
    ..SECTION
};

static STAFF: Section = Section {
    title: "Staff by interval or from a file",
    about: "",
    keys: &[
        key(
            "per_interval",
            Kind::Some(&AGENTS),
            "Agents in each interval of `[scenario]`; the last number holds on.",
        ),
        key("file", FILE, "A row for each change; it holds until the next one."),
        key("time", COLUMN, "When each row begins."),
        key("agents", COLUMN, "Agents from then on."),
        key(
            "roster",
            FILE,
            "Shifts, a row each: columns `group`, `date`, `shift`, `start`, `end`, `agents`, \
             `break_1_start`, `break_1_end` and so on.",
        ),
    ],
    needs: Needs::OneOf(&[&["per_interval"], &["file", "time", "agents"], &["roster"]]),
};

static SHRINKAGE: Section = Section {
    title: "Shrinkage by the clock",
    about: "Outside the windows of the list nobody is away.",
    keys: &[
        key("days", Kind::Days, "On these days.").without("every day"),
        key("from", Kind::TimeOfDay, "From this time of day.").required(),
        key(
            "to",
            Kind::TimeOfDay,
            "Until this time of day; one not after `from` is of the next day.",
        )
        .required(),
        key("share", SHARE, "Share of the agents that are away.").required(),
    ],
    ..SECTION
};

static NOTIFICATION: Section = Section {
    title: "[agent_group.NAME.notification]",
    about: "How a call is offered to an agent, who accepts, rejects or misses it.",
    keys: &[
        key("accept_time", Kind::Law, "From the notification until the agent accepts.")
            .default("\"0s\""),
        key("countdown", Kind::PositiveDuration, "A notification that nobody took ends then.")
            .default("\"120s\""),
        key("miss", SHARE, "Probability that it is missed.").default("0.0"),
        key("reject", SHARE, "Probability that it is rejected.").default("0.0"),
        key(
            "decline_limit",
            Kind::Integer(1, 1_000),
            "An agent is not asked again for a call that it has missed or rejected so often.",
        )
        .default("3"),
        key("inactive_on_miss", Kind::Boolean, "Whether a miss makes the agent inactive.")
            .default("false"),
        key("reset_after", Kind::PositiveDuration, "How long an agent stays inactive.")
            .default("\"120s\""),
    ],
    ..SECTION
};
