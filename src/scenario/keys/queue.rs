//! Keys of `[queue.NAME]`: limits, hours, service level, wait estimate, overflow.

use crate::policy::Assignment;
use crate::stats::ServiceLevelDefinition;

use super::super::{overflow, wait_estimate};
use super::{
    COUNT, Kind, Needs, QUEUE as QUEUE_NAME, SECTION, SHARE, Section, callback, key, words,
};

pub(super) static QUEUE: Section = Section {
    title: "[queue.NAME]",
    about: "Where calls and pending callbacks wait: the work items.",
    keys: &[
        key(
            "priority",
            Kind::Integer(0, 1_000_000),
            "Smaller numbers go first across the queues that an agent serves; equal ones merge by \
             age.",
        )
        .default("1"),
        key("assignment", Kind::Words(&ASSIGNMENTS), "Which of the free agents takes an item.")
            .default("\"least_active\""),
        key(
            "skill_match",
            Kind::Words(&["exact", "closest"]),
            "Whether an agent must have the skills of the call, or whoever comes closest takes it.",
        )
        .default("\"exact\""),
        key(
            "assignment_block",
            Kind::Integer(1, 1_000_000),
            "Only so many items from the head on are looked at for an agent; those behind starve \
             when the block needs a skill that nobody has.",
        )
        .without("all items"),
        key(
            "lines",
            Kind::Integer(1, 1_000_000),
            "Calls of this queue on the line at once, holding and talking; more are blocked.",
        )
        .without("no limit"),
        key(
            "max_waiting",
            COUNT,
            "Work items waiting at once, callbacks included; an arrival that finds a free agent \
             is never blocked by it.",
        )
        .without("no limit"),
        key(
            "hours",
            HOURS,
            "When it is open, in the scenario's time zone. Calls outside are ended, unless a rule \
             `out_of_hours` says otherwise.",
        )
        .without("always open"),
        key("holidays", Kind::Text("path of an .ics file"), "A calendar of days without `hours`."),
        key("at_close", Kind::Table(&AT_CLOSE), "What becomes of those who wait at closing time."),
        key(
            "prioritisation",
            Kind::List(&Kind::Value(&BUCKET)),
            "Buckets of items, in order; items of no bucket stand behind all of them.",
        )
        .default("[]"),
        key("service_level", Kind::Table(&SERVICE_LEVEL), "What counts as answered in time."),
        key(
            "wait_estimate",
            Kind::OneOf(&[Kind::Words(&ESTIMATES), Kind::Value(&WAIT_ESTIMATE)]),
            "How long a newcomer is thought to wait; what `average_wait` and \
             `by_estimated_wait` read.",
        )
        .default("{ moving_average = {} }"),
        key(
            "count_cache",
            Kind::Duration,
            "Overflow rules see the number of waiting items as it was at the last multiple of \
             this since the start; `\"0s\"`: as it is.",
        )
        .default("\"10s\""),
        key(
            "overflow",
            Kind::List(&Kind::Value(&RULE)),
            "Rules in order; those for `out_of_hours` go before all others.",
        )
        .default("[]"),
        key("callback", Kind::Table(&callback::CALLBACK), "How direct callback works here."),
    ],
    ..SECTION
};

/// Names of the rules of assignment.
static ASSIGNMENTS: [&str; Assignment::ALL.len()] = {
    let mut names = [""; Assignment::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = Assignment::ALL[at].1;
        at += 1;
    }
    names
};

static ESTIMATES: [&str; wait_estimate::WORDS.len()] = words(&wait_estimate::WORDS);
static ACTIONS: [&str; overflow::WORDS.len()] = words(&overflow::WORDS);

/// Opening hours.
pub(super) const HOURS: Kind = Kind::List(&Kind::Value(&OPENING));

static OPENING: Section = Section {
    title: "Opening hours",
    about: "Lines of a date replace the weekly ones on that day.",
    keys: &[
        key("days", Kind::Days, "On these days.").without("every day"),
        key("date", Kind::Date, "On this date alone."),
        key("from", Kind::TimeOfDay, "Opens."),
        key("to", Kind::TimeOfDay, "Closes; a time not after `from` is of the next day."),
        key("closed", Kind::Boolean, "With `date`: closed on that day.").default("false"),
    ],
    needs: Needs::AnyOf(&[&["from", "to"], &["date", "closed"]]),
};

static AT_CLOSE: Section = Section {
    title: "[queue.NAME.at_close]",
    about: "",
    keys: &[
        key(
            "live",
            Kind::Words(&["serve", "end_call", "voicemail"]),
            "Calls on hold; agents stay on for those who are served, as overtime.",
        )
        .default("\"serve\""),
        key("callbacks", Kind::Words(&["next_opening", "serve", "expire"]), "Pending callbacks.")
            .default("\"next_opening\""),
    ],
    ..SECTION
};

static BUCKET: Section = Section {
    title: "A bucket of items",
    about: "",
    keys: &[
        key("when", Kind::Value(&BUCKET_WHEN), "Which items stand in it.").required(),
        key(
            "order_by",
            Kind::Words(&["age", "priority"]),
            "Within it: the oldest first, or by the priority of the call type, then by age.",
        )
        .default("\"age\""),
    ],
    ..SECTION
};

static BUCKET_WHEN: Section = Section {
    title: "Condition of a bucket",
    about: "All that is stated must hold.",
    keys: &[
        key("call_type", Kind::Text("name of a call type"), "Items of this type."),
        key("skill", Kind::Text("name of a skill"), "Items that need this skill."),
        key("is_callback", Kind::Boolean, "Callbacks, or what is none."),
        key("transferred", Kind::Boolean, "Items passed on after service, or not."),
        key(
            "attribute",
            Kind::OneByName("attribute", &Kind::Text("value of the attribute")),
            "Items with this attribute, such as `{ tier = \"gold\" }`.",
        ),
    ],
    ..SECTION
};

static SERVICE_LEVEL: Section = Section {
    title: "[queue.NAME.service_level]",
    about: "What counts as answered in time, and out of which calls.",
    keys: &[
        key("within", Kind::Duration, "A wait of at most this is in time.").default("\"20s\""),
        key("target", SHARE, "Share to reach.").default("0.8"),
        key("definition", Kind::Words(&DEFINITIONS), "Which formula.").default("\"all_offered\""),
        key("short_abandon", Kind::Duration, "Abandoned within this counts as short.")
            .default("\"5s\""),
        key(
            "wait_clock",
            Kind::Words(&["connect", "queue"]),
            "Whether a wait ends when the agent has accepted, or when the item is assigned.",
        )
        .default("\"connect\""),
    ],
    ..SECTION
};

/// Names of the service-level formulas.
static DEFINITIONS: [&str; ServiceLevelDefinition::ALL.len()] = {
    let mut names = [""; ServiceLevelDefinition::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = ServiceLevelDefinition::ALL[at].id();
        at += 1;
    }
    names
};

static WAIT_ESTIMATE: Section = Section {
    title: "Wait estimate",
    about: "",
    keys: &[
        key(
            "moving_average",
            Kind::Value(&MOVING_AVERAGE),
            "At each refresh `alpha` x mean of the waits answered since + (1 - `alpha`) x old.",
        ),
        key("mean", Kind::Value(&MEAN), "The plain mean of the last waits."),
    ],
    needs: Needs::OneKey,
};

static MOVING_AVERAGE: Section = Section {
    title: "`moving_average`",
    about: "",
    keys: &[
        key("refresh", Kind::PositiveDuration, "Time between two refreshes.").default("\"10m\""),
        key("alpha", SHARE, "Weight of the new waits.").default("0.3"),
        key("min_samples", Kind::Integer(1, 1_000_000), "Below so many waits no estimate.")
            .default("20"),
        key(
            "reset_idle",
            Kind::PositiveDuration,
            "Begins anew after so long without an answered call.",
        )
        .default("\"7d\""),
        key("include_callbacks", Kind::Boolean, "Whether waits of callbacks count.")
            .default("true"),
    ],
    ..SECTION
};

static MEAN: Section = Section {
    title: "`mean`",
    about: "",
    keys: &[
        key("over", Kind::PositiveDuration, "Waits that ended within this time count.")
            .default("\"48h\""),
        key("min_samples", Kind::Integer(1, 1_000_000), "Below so many waits no estimate.")
            .default("50"),
    ],
    ..SECTION
};

pub(super) static RULE: Section = Section {
    title: "An overflow rule",
    about: "",
    keys: &[
        key("name", Kind::Text("text"), "What paths and reports call it.").without("its position"),
        key("when", Kind::Value(&RULE_WHEN), "Its condition.").required(),
        key(
            "action",
            Kind::OneOf(&[Kind::Words(&ACTIONS), Kind::Value(&ACTION)]),
            "What happens to the call.",
        )
        .required(),
    ],
    ..SECTION
};

static RULE_WHEN: Section = Section {
    title: "Condition of an overflow rule",
    about: "Exactly one. The first two are tested once, when the call arrives.",
    keys: &[
        key("waiting_calls", COUNT, "So many work items, or more, wait already."),
        key("average_wait", Kind::Duration, "The estimate of the wait exceeds this."),
        key("waited", Kind::Duration, "The item has waited so long in this queue."),
        key("out_of_hours", Kind::True, "The queue is closed."),
    ],
    needs: Needs::OneKey,
};

static ACTION: Section = Section {
    title: "Action of an overflow rule",
    about: "",
    keys: &[
        key("transfer", QUEUE_NAME, "Moves the call there."),
        key("external", Kind::Text("text"), "Sends the call out of the center, to this name."),
    ],
    needs: Needs::OneKey,
};
