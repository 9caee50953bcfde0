//! `by_clock`: laws that change with the time of day, and their keys.

use crate::model::ClockLaw;
use crate::random::Law;
use crate::time::{SimTime, Span};

use super::build::Build;
use super::clock::{self, Window};
use super::dist::{self, HELP, Of, TAGS};
use super::keys::{Kind, SECTION, Section, key};
use super::node::Node;
use super::reader::Reader;

pub(super) static BY_CLOCK: Section = Section {
    title: "Laws by the clock",
    about: "Instead of one law: which law is in force when the call arrives.",
    keys: &[key(
        "by_clock",
        Kind::Some(&Kind::Value(&LAW_FROM)),
        "Laws from times of day on; before the first one of a day the last one holds.",
    )
    .required()],
    ..SECTION
};

pub(super) static FACTOR_FROM: Section = Section {
    title: "A factor by the clock",
    about: "",
    keys: &[
        key("from", Kind::TimeOfDay, "Holds from this time of day on.").required(),
        key("factor", Kind::Number(1e-6, 1e6), "Multiplies what is drawn.").default("1.0"),
    ],
    ..SECTION
};

static LAW_FROM: Section = Section {
    title: "A law by the clock",
    about: "",
    keys: &[
        key("from", Kind::TimeOfDay, "Holds from this time of day on.").required(),
        key("use", Kind::Law, "The law.").required(),
    ],
    ..SECTION
};

/// A law of durations that may change with the clock.
pub(super) fn clock_law(build: &Build<'_>, node: &Node, key: &str) -> Option<ClockLaw> {
    let by_clock = node.as_table().and_then(|table| table.get("by_clock"));
    let Some(list) = by_clock else { return dist::law(build, node, key).map(ClockLaw::always) };
    let tagged = node.as_table().filter(|table| TAGS.iter().any(|tag| table.get(tag).is_some()));
    let base = match (tagged, node.as_table()) {
        (Some(_), _) => Some(dist::under(build, node, key, Of::Durations)?),
        (None, Some(table)) => {
            let reader = Reader::new(table, format!("`{key}`"), &node.at, build.notes);
            reader.node("by_clock");
            reader.finish();
            None
        }
        (None, None) => None,
    };
    let Some(items) = list.as_list().filter(|items| !items.is_empty()) else {
        build.notes.add(
            &list.at,
            "`by_clock` must be a list",
            "[{ from = \"17:00\", factor = 1.15 }]",
        );
        return None;
    };
    let mut pieces = Vec::new();
    for item in items {
        let reader = dist::entry(build, item, "an item of `by_clock`")?;
        let from = reader.required("from", "write the time of day from which it holds")?;
        let from = clock::time_of_day(from, "from", build.notes)??;
        let piece = match &base {
            Some(base) => base.scaled(reader.number("factor", 1e-6, 1e6).unwrap_or(1.0)),
            None => dist::law(build, reader.required("use", HELP)?, "use")?,
        };
        reader.finish();
        pieces.push((from, piece));
    }
    Some(daily(build, base.as_ref(), &pieces))
}

/// Laws from times of day on, every day; before the first of a day the last one holds, or the
/// law itself where factors change it.
fn daily(build: &Build<'_>, base: Option<&Law>, pieces: &[(jiff::civil::Time, Law)]) -> ClockLaw {
    let before = base.unwrap_or(&pieces[pieces.len() - 1].1);
    let mut moments = vec![(SimTime::ZERO, before.clone())];
    let mut put = |at: SimTime, law: &Law| {
        while moments.last().is_some_and(|last| last.0 >= at) {
            moments.pop();
        }
        moments.push((at, law.clone()));
    };
    for day in build.clock.days() {
        if base.is_some() {
            put(day, before);
        }
        for (from, law) in pieces {
            let window = Window { days: [true; 7], from: *from, to: None };
            for (at, until) in build.clock.windows(&window) {
                if day <= at && at < day + Span::from_secs(90_000) && at < until {
                    put(at, law);
                    break;
                }
            }
        }
    }
    if moments[0].0 != SimTime::ZERO {
        moments.insert(0, (SimTime::ZERO, before.clone()));
    }
    ClockLaw::pieces(moments)
}
