//! Keys of `[scenario]`, `[run]`, `[[expect]]` and `[plan]`.

use super::{COUNT, Kind, Needs, QUEUE, SECTION, SHARE, Section, key};

pub(super) static SCENARIO: Section = Section {
    title: "[scenario]",
    about: "The period, and what reports call it.",
    keys: &[
        key("name", Kind::Text("text"), "What reports call it.").required(),
        key("description", Kind::Text("text"), "The question that it answers.").default("\"\""),
        key("start", Kind::DateTime, "Local date and time at which the period begins.")
            .default("2026-01-05T00:00:00"),
        key("duration", Kind::PositiveDuration, "Length of the period; then arrivals stop."),
        key("end", Kind::DateTime, "Instead of `duration`: when arrivals stop."),
        key("time_zone", Kind::Text("IANA name"), "Time zone of all times of day.")
            .default("\"UTC\""),
        key(
            "interval",
            Kind::PositiveDuration,
            "Length of an interval of reports and plans, counted from the start.",
        )
        .default("\"15m\""),
        key(
            "warm_up",
            Kind::Duration,
            "Calls that arrive before it, and time before it, are not counted.",
        )
        .default("\"0s\""),
        key(
            "drain",
            Kind::Boolean,
            "Whether the work that is in the center at the end is still done, by the agents of \
             the last interval; `false` stops the clock there.",
        )
        .default("true"),
        key("drain_limit", Kind::Duration, "How long that may take.").default("\"24h\""),
        key(
            "lines",
            Kind::Integer(1, 1_000_000),
            "Calls on the line at once in the whole center, holding and talking; more are \
             blocked.",
        )
        .without("no limit"),
        key(
            "forecast_error",
            FORECAST_ERROR,
            "How uncertain a day is: its calls are multiplied by a factor of mean 1, drawn for \
             each civil day and common to all call types. A number is the coefficient of \
             variation of a gamma factor.",
        )
        .without("none"),
    ],
    needs: Needs::OneOf(&[&["duration"], &["end"]]),
};

/// A coefficient of variation, or a law of mean 1.
pub(super) const FORECAST_ERROR: Kind = Kind::OneOf(&[Kind::Number(0.0, 10.0), Kind::FactorLaw]);

pub(super) static RUN: Section = Section {
    title: "[run]",
    about: "How often and how it is simulated.",
    keys: &[
        key(
            "seed",
            Kind::Integer(0, i64::MAX),
            "Names every random number; the same seed gives the same results.",
        )
        .default("1"),
        key("replications", Kind::Integer(1, 1_000_000), "Simulated periods of each variant.")
            .default("100"),
        key("confidence", Kind::Number(0.5, 0.999_999), "Of all confidence intervals.")
            .default("0.95"),
        key(
            "attribution",
            Kind::Words(&["arrival", "event"]),
            "The interval in which a call counts: that of its arrival, or that of each event.",
        )
        .default("\"arrival\""),
        key(
            "precision",
            Kind::Value(&PRECISION),
            "Goes on until a metric is known well enough in every variant, instead of a fixed \
             number of replications.",
        )
        .without("`replications`"),
        key(
            "batches",
            Kind::Integer(10, 1_000),
            "One long run instead of replications, cut after `warm_up` into so many parts that \
             are estimated by as if they were replications.",
        )
        .without("`replications`"),
        key(
            "antithetic",
            Kind::Boolean,
            "Replications in pairs: what is large in one is small in the other.",
        )
        .default("false"),
        key(
            "control_variate",
            Kind::Boolean,
            "Estimates corrected by how much work the calls happened to bring.",
        )
        .default("false"),
        key(
            "variants",
            Kind::Words(&["declared"]),
            "`\"declared\"` leaves out the automatic variants.",
        )
        .without("automatic variants first"),
        key(
            "extra",
            Kind::List(&Kind::Words(&["queue_length_max", "wait_estimates"])),
            "Measures that cost time: the longest queue; scores of wait estimates in queues where \
             nothing reads them.",
        )
        .default("[]"),
    ],
    ..SECTION
};

static PRECISION: Section = Section {
    title: "Precision of a run",
    about: "",
    keys: &[
        key("metric", Kind::Text("id of a metric"), "What must be known.").required(),
        key(
            "half_width",
            Kind::OneOf(&[Kind::Number(0.0, 1e12), Kind::Percent, Kind::Duration]),
            "Half width of its confidence interval, at most: in its unit, a share of the estimate \
             such as `\"5%\"`, or a length of time.",
        )
        .required(),
        key(
            "max_replications",
            Kind::Integer(10, 1_000_000),
            "Replications at most. The first look is after 20, or after this many if they are \
             fewer.",
        )
        .default("1000"),
    ],
    ..SECTION
};

pub(super) static EXPECT: Section = Section {
    title: "[[expect]]",
    about: "An expectation of `ringback check`.",
    keys: &[
        key("metric", Kind::Text("id of a metric"), "What is judged.").required(),
        key("statistic", Kind::Text("`mean`, or a quantile such as `p90`"), "Over the days.")
            .default("\"mean\""),
        key("variant", Kind::Text("name of a variant"), "Whose.").without("every variant"),
        key("queue", QUEUE, "Of this queue.").without("the whole center"),
        key("call_type", Kind::Text("name of a call type"), "Of this call type."),
        key("agent_group", Kind::Text("name of an agent group"), "Of this group."),
        key("from", Kind::TimeOfDay, "From this time of day on."),
        key("to", Kind::TimeOfDay, "Before this time of day."),
        key("at_most", ANY_NUMBER, "Met at or below it."),
        key("at_least", ANY_NUMBER, "Met at or above it."),
        key("equals", ANY_NUMBER, "Met within `tolerance` of it."),
        key("tolerance", Kind::Number(0.0, 1e12), "Of `equals`."),
        key(
            "confident",
            Kind::Boolean,
            "Whether the limit of the confidence interval is judged instead of the mean.",
        )
        .default("false"),
        key(
            "better_than",
            Kind::Text("name of a variant"),
            "Met where the paired difference from that variant is for the better.",
        ),
        key("by", Kind::Number(0.0, 1e12), "How much better, at least.").default("0"),
    ],
    needs: Needs::AnyOf(&[&["at_most"], &["at_least"], &["equals"], &["better_than"]]),
};

/// A number without bounds of its own.
const ANY_NUMBER: Kind = Kind::Number(-1e12, 1e12);

pub(super) static PLAN: Section = Section {
    title: "[plan]",
    about: "What `ringback plan` looks for.",
    keys: &[
        key("targets", Kind::Some(&Kind::Value(&TARGET)), "What the staff must reach."),
        key(
            "per",
            Kind::Words(&["interval", "day", "week"]),
            "The time within which a target must hold.",
        )
        .default("\"interval\""),
        key("groups", Kind::List(&Kind::Text("name of an agent group")), "Groups to plan.")
            .without("those whose staff is `\"planned\"`, else all"),
        key(
            "bounds",
            Kind::OneOf(&[
                Kind::Value(&BOUNDS),
                Kind::ByName("agent group", &Kind::Value(&BOUNDS)),
            ]),
            "Agents on the phones, at least (while a queue of the group is open) and at most.",
        ),
        key("full_time", Kind::PositiveDuration, "A week of a full-time agent.").default("\"40h\""),
        key("cost_per_callback", Kind::Number(0.0, 1e9), "Money for each callback accepted.")
            .default("0"),
        key(
            "shift",
            Kind::ByName("shift", &Kind::Table(&SHIFT)),
            "Shifts that a roster is made of.",
        ),
    ],
    ..SECTION
};

/// A share, or seconds as a number or a length of time.
const PLANNED: Kind = Kind::OneOf(&[Kind::Number(0.0, 1e9), Kind::Duration]);

static TARGET: Section = Section {
    title: "A target of a plan",
    about: "",
    keys: &[
        key("metric", Kind::Text("id of a metric"), "What must be reached.").required(),
        key("queue", QUEUE, "In this queue.").without("the whole center"),
        key("at_least", SHARE, "Reached at or above it."),
        key("at_most", PLANNED, "Reached at or below it: a share, or a time."),
        key("probability", SHARE, "The share of days on which it must hold.")
            .without("the mean must hold"),
    ],
    needs: Needs::OneOf(&[&["at_least"], &["at_most"]]),
};

static BOUNDS: Section = Section {
    title: "Bounds of a plan",
    about: "",
    keys: &[key("min", COUNT, "Agents at least."), key("max", COUNT, "Agents at most.")],
    ..SECTION
};

static SHIFT: Section = Section {
    title: "[plan.shift.NAME]",
    about: "",
    keys: &[
        key("length", Kind::PositiveDuration, "From its start to its end, breaks included.")
            .required(),
        key("starts", Kind::Some(&Kind::TimeOfDay), "Times of day at which it may start.")
            .required(),
        key("days", Kind::Days, "It may start on these days.").without("every day"),
        key("days_per_week", Kind::Integer(1, 7), "Days that one agent works in a week.")
            .default("5"),
        key("groups", Kind::Some(&Kind::Text("name of an agent group")), "Groups that work it.")
            .without("all planned groups"),
        key("max_agents", COUNT, "Agents of one group on one day at most."),
        key("breaks", Kind::List(&Kind::Value(&BREAK)), "Breaks within it.").default("[]"),
        key("cost_per_hour", Kind::Number(0.0, 1e9), "Money for each paid hour.")
            .without("that of the group"),
    ],
    ..SECTION
};

static BREAK: Section = Section {
    title: "A break of a shift",
    about: "",
    keys: &[
        key("earliest", Kind::Duration, "Begins so long after the start at the earliest.")
            .required(),
        key("latest", Kind::Duration, "Begins so long after the start at the latest.").required(),
        key("length", Kind::PositiveDuration, "How long it is.").required(),
        key("paid", Kind::Boolean, "Whether it is paid.").default("false"),
    ],
    ..SECTION
};
