//! Keys of `arrivals`: when the calls of a type come.

use super::{COLUMN, FILE, Kind, Needs, SECTION, SHARE, Section, key};

/// Expected calls.
const CALLS: Kind = Kind::Number(0.0, 1e11);

pub(super) static ARRIVALS: Section = Section {
    title: "Arrivals",
    about: "One kind of arrivals, and spikes beside it.",
    keys: &[
        key("poisson", Kind::Value(&POISSON), "At a constant rate."),
        key("intervals", Kind::Value(&INTERVALS), "Expected calls in each interval."),
        key("weekly", Kind::Value(&WEEKLY), "Expected calls of each day of the week."),
        key("recorded", Kind::Value(&RECORDED), "Recorded calls, the same in each replication."),
        key("renewal", Kind::Value(&RENEWAL), "Gaps between calls, each drawn from one law."),
        key("spikes", Kind::List(&Kind::Value(&SPIKE)), "Calls beside the usual ones.")
            .default("[]"),
    ],
    needs: Needs::OneOf(&[&["poisson"], &["intervals"], &["weekly"], &["recorded"], &["renewal"]]),
};

static POISSON: Section = Section {
    title: "`poisson`",
    about: "",
    keys: &[key("per_hour", Kind::Number(0.0, 1e12), "Calls an hour.").required()],
    ..SECTION
};

static INTERVALS: Section = Section {
    title: "`intervals`",
    about: "",
    keys: &[
        key(
            "every",
            Kind::PositiveDuration,
            "Length of an interval; from a file with `time`, that of a single row.",
        ),
        key(
            "calls",
            Kind::OneOf(&[Kind::Some(&CALLS), COLUMN]),
            "Expected calls in each interval, over and over until the end; or the column that \
             holds them.",
        )
        .required(),
        key("file", FILE, "A row for each interval; a column `aht_s` states handle times."),
        key("time", COLUMN, "When each row of the file begins.").without("rows of length `every`"),
        key(
            "counts",
            Kind::Words(&["poisson", "exact"]),
            "Whether so many calls are expected, or come exactly (evenly spread by chance).",
        )
        .default("\"poisson\""),
    ],
    needs: Needs::AnyOf(&[&["every"], &["file", "time"]]),
};

static WEEKLY: Section = Section {
    title: "`weekly`",
    about: "",
    keys: &[
        key("mon", CALLS, "Expected calls of a Monday.").default("0"),
        key("tue", CALLS, "Of a Tuesday.").default("0"),
        key("wed", CALLS, "Of a Wednesday.").default("0"),
        key("thu", CALLS, "Of a Thursday.").default("0"),
        key("fri", CALLS, "Of a Friday.").default("0"),
        key("sat", CALLS, "Of a Saturday.").default("0"),
        key("sun", CALLS, "Of a Sunday.").default("0"),
        key("curve", Kind::Value(&CURVE), "How they spread over the day.").without("evenly"),
        key(
            "days",
            Kind::ByDate(&CALLS),
            "Expected calls of single dates, such as `{ \"2026-04-03\" = 300 }`.",
        ),
    ],
    needs: Needs::AnyOf(&[
        &["mon"],
        &["tue"],
        &["wed"],
        &["thu"],
        &["fri"],
        &["sat"],
        &["sun"],
        &["days"],
    ]),
};

static CURVE: Section = Section {
    title: "Curve of a day",
    about: "",
    keys: &[
        key("from", Kind::TimeOfDay, "Where the first step begins.").default("\"00:00\""),
        key("every", Kind::PositiveDuration, "Length of a step.").required(),
        key("weights", Kind::Some(&Kind::Number(0.0, 1e12)), "A relative weight for each step.")
            .required(),
    ],
    ..SECTION
};

static RECORDED: Section = Section {
    title: "`recorded`",
    about: "The file may also state `talk_s`, `acw_s`, `aht_s`, `patience_s`, `wait_s` (seconds), \
            `answered`, `call_type`, `queue` and attributes; what is stated wins over the laws.",
    keys: &[
        key("file", FILE, "A row for each call.").required(),
        key("time", COLUMN, "When each call arrived.").required(),
        key(
            "time_format",
            Kind::Text("pattern such as `%d.%m.%Y %H:%M:%S`"),
            "How its times are written.",
        )
        .without("as 2026-03-02T08:00:00"),
        key(
            "where",
            Kind::ByName("column", &Kind::Plain),
            "Only rows whose columns hold these values, such as `{ line = \"support\" }`.",
        ),
        key("jitter", Kind::Duration, "Moves each call by chance, at most so far.")
            .default("\"0s\""),
        key("thin", SHARE, "Keeps this share of the calls, drawn anew in each replication.")
            .default("1.0"),
        key(
            "resample",
            Kind::Words(&["bootstrap"]),
            "Draws as many rows anew, with repeats, in each replication.",
        )
        .without("each row once"),
    ],
    ..SECTION
};

static RENEWAL: Section = Section {
    title: "`renewal`",
    about: "",
    keys: &[key("interarrival", Kind::Law, "From one call to the next.").required()],
    ..SECTION
};

static SPIKE: Section = Section {
    title: "A spike",
    about: "",
    keys: &[
        key(
            "at",
            Kind::Moment,
            "When it begins: a time of day, on each day; or a date with a time.",
        )
        .required(),
        key("calls", Kind::Number(0.0, 1e6), "Expected calls of one spike.").required(),
        key("over", Kind::PositiveDuration, "The time within which they come.").required(),
        key(
            "shape",
            Kind::Words(&["flat", "triangle", "exponential"]),
            "Evenly; rising to the middle; or most of them at once, then fading.",
        )
        .default("\"flat\""),
    ],
    ..SECTION
};
