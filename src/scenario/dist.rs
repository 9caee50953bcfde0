//! Laws: `{ lognormal = { mean = "5m", cv = 1.2 } }` and the others, with bounds and by clock.

use crate::model::ClockLaw;
use crate::random::{Law, LawError};
use crate::time::{SimTime, Span, TICKS_PER_SECOND};

use super::build::Build;
use super::clock::{self, Window};
use super::files;
use super::node::{Node, Value};
use super::reader::{self, Reader};

/// What a law is of: lengths of time in ticks, or plain factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Durations,
    Factors,
}

/// Tags of laws.
pub(super) const TAGS: [&str; 11] = [
    "constant",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "hyperexponential",
    "uniform",
    "triangular",
    "empirical",
    "mixture",
];

const HELP: &str = "write a duration in quotes, or one of { exponential = { mean = \"3m\" } }, \
                    { lognormal = { mean = \"5m\", cv = 1.2 } }, gamma, erlang, weibull, \
                    hyperexponential, uniform, triangular, constant, empirical, mixture";

/// A law of a tag as it would stand in a file.
fn example(tag: &str) -> &'static str {
    match tag {
        "exponential" => "{ exponential = { mean = \"3m\" } }",
        "erlang" => "{ erlang = { k = 2, mean = \"3m\" } }",
        "gamma" => "{ gamma = { mean = \"5m\", cv = 0.8 } }",
        "lognormal" => "{ lognormal = { mean = \"5m\", cv = 1.2 } }",
        "weibull" => "{ weibull = { mean = \"3m\", shape = 0.8 } }",
        "hyperexponential" => {
            "{ hyperexponential = { mean = \"5m\", cv = 1.5 } }, \
             or { hyperexponential = { p = 0.8, means = [\"2m\", \"9m\"] } }"
        }
        "uniform" => "{ uniform = { min = \"1m\", max = \"3m\" } }",
        "triangular" => "{ triangular = { min = \"1m\", mode = \"2m\", max = \"5m\" } }",
        _ => HELP,
    }
}

/// A law of durations that may change with the clock.
pub(super) fn clock_law(build: &Build<'_>, node: &Node, key: &str) -> Option<ClockLaw> {
    let by_clock = node.as_table().and_then(|table| table.get("by_clock"));
    let Some(list) = by_clock else { return law(build, node, key).map(ClockLaw::always) };
    let tagged = node
        .as_table()
        .is_some_and(|table| table.entries.iter().any(|e| TAGS.contains(&e.key.as_str())));
    let base = if tagged { Some(law(build, node, key)?) } else { None };
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
        let table = item.as_table()?;
        let reader = Reader::new(table, "an item of `by_clock`", &item.at, build.notes);
        let from = reader.required("from", "write the time of day from which it holds")?;
        let from = clock::time_of_day(from, "from", build.notes)??;
        let piece = match &base {
            Some(base) => base.scaled(reader.number("factor", 1e-6, 1e6).unwrap_or(1.0)),
            None => law(build, reader.required("use", HELP)?, "use")?,
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

/// A law of durations.
pub(super) fn law(build: &Build<'_>, node: &Node, key: &str) -> Option<Law> {
    read(build, node, key, Of::Durations)
}

/// A law of lengths of time or of factors.
pub(super) fn read(build: &Build<'_>, node: &Node, key: &str, of: Of) -> Option<Law> {
    if let Value::Table(table) = &node.value {
        let reader = Reader::new(table, format!("`{key}`"), &node.at, build.notes);
        return tagged(build, &reader, key, of);
    }
    match of {
        Of::Durations if node.as_text().is_some() => {
            let length = reader::duration(node, key, build.notes)?;
            checked(build, node, Law::constant(length.ticks()))
        }
        Of::Durations => {
            let help = match node.value {
                Value::Integer(_) | Value::Float(_) => {
                    format!("write a unit: \"{}s\"", node.written())
                }
                _ => HELP.into(),
            };
            build.notes.add(&node.at, format!("`{key}` cannot be {}", node.written()), help);
            None
        }
        Of::Factors => {
            let factor = reader::number(node, key, 0.0, 1e9, build.notes)?;
            checked(build, node, Law::constant(factor))
        }
    }
}

fn checked(build: &Build<'_>, node: &Node, law: Result<Law, LawError>) -> Option<Law> {
    law.map_err(|error| {
        // Means are in ticks within, so only the words of the error are shown.
        build.notes.add(&node.at, format!("no such law: {error}"), "mend the parameters");
    })
    .ok()
}

/// A law named by a tag, with its bounds beside the tag.
fn tagged(build: &Build<'_>, reader: &Reader<'_>, key: &str, of: Of) -> Option<Law> {
    let tags: Vec<_> = TAGS.iter().filter(|tag| reader.table.get(tag).is_some()).copied().collect();
    let [tag] = tags.as_slice() else {
        let keys: Vec<_> = reader.table.entries.iter().map(|e| e.key.as_str()).collect();
        let near = keys.iter().find_map(|key| super::problem::nearest(key, TAGS.iter().copied()));
        let help = near.map_or_else(|| HELP.to_owned(), |near| format!("did you mean `{near}`?"));
        let message = if tags.is_empty() {
            format!("`{key}` names no law")
        } else {
            format!("`{key}` names more than one law")
        };
        build.notes.add(&reader.at, message, help);
        return None;
    };
    let node = reader.node(tag)?;
    let law = parameters(build, node, tag, of)?;
    let bound = |key: &'static str| match of {
        Of::Durations => reader.duration(key).map(Span::ticks),
        Of::Factors => reader.number(key, 0.0, 1e9),
    };
    let (low, high) = (bound("at_least"), bound("at_most"));
    reader.node("by_clock");
    reader.finish();
    if low.is_none() && high.is_none() {
        return Some(law);
    }
    let bounds = (low.unwrap_or(0.0), high.unwrap_or(f64::MAX));
    let truncated = law.truncated(bounds.0, bounds.1);
    truncated
        .map_err(|error| build.notes.add(&reader.at, error.to_string(), "loosen the bounds"))
        .ok()
}

/// The parameters below a tag.
fn parameters(build: &Build<'_>, node: &Node, tag: &str, of: Of) -> Option<Law> {
    match tag {
        "constant" => return read(build, node, tag, of),
        "mixture" => return mixture(build, node, of),
        _ => {}
    }
    let Value::Table(table) = &node.value else {
        build.notes.add(&node.at, format!("`{tag}` needs its parameters in a table"), example(tag));
        return None;
    };
    let reader = Reader::new(table, format!("`{tag}`"), &node.at, build.notes);
    let length = |key: &'static str| {
        let node = reader.required(key, example(tag))?;
        length(build, node, key, of)
    };
    let plain = |key: &'static str| {
        let node = reader.required(key, example(tag))?;
        reader::number(node, key, 0.0, 1e6, build.notes)
    };
    let law = match tag {
        "exponential" => Law::exponential(length("mean")?),
        "erlang" => {
            let k = reader.required("k", example(tag))?;
            let k = reader::integer(k, "k", 1, 1_000, build.notes);
            Law::erlang(k? as u32, length("mean")?)
        }
        "gamma" => two(length("mean"), plain("cv")).map(|(mean, cv)| Law::gamma(mean, cv))?,
        "lognormal" => {
            two(length("mean"), plain("cv")).map(|(mean, cv)| Law::lognormal(mean, cv))?
        }
        "weibull" => {
            two(length("mean"), plain("shape")).map(|(mean, shape)| Law::weibull(mean, shape))?
        }
        "hyperexponential" if table.get("means").is_some() => two_phases(build, &reader, of)?,
        "hyperexponential" => {
            two(length("mean"), plain("cv")).map(|(mean, cv)| Law::hyperexponential(mean, cv))?
        }
        "uniform" => two(length("min"), length("max")).map(|(min, max)| Law::uniform(min, max))?,
        "triangular" => {
            let (min, mode, max) = (length("min"), length("mode"), length("max"));
            Law::triangular(min?, mode?, max?)
        }
        _ => empirical(build, &reader, of)?,
    };
    reader.finish();
    checked(build, node, law)
}

fn two(first: Option<f64>, second: Option<f64>) -> Option<(f64, f64)> {
    Some((first?, second?))
}

/// A length of time in ticks, or a factor.
fn length(build: &Build<'_>, node: &Node, key: &str, of: Of) -> Option<f64> {
    match of {
        Of::Durations => reader::duration(node, key, build.notes).map(Span::ticks),
        Of::Factors => reader::number(node, key, 0.0, 1e9, build.notes),
    }
}

fn two_phases(build: &Build<'_>, reader: &Reader<'_>, of: Of) -> Option<Result<Law, LawError>> {
    let p = reader::number(
        reader.required("p", example("hyperexponential"))?,
        "p",
        0.0,
        1.0,
        build.notes,
    );
    let means = reader.node("means")?;
    let [first, second] = means.as_list().unwrap_or_default() else {
        build.notes.add(&means.at, "`means` must be a list of two", "[\"1m\", \"9m\"]");
        return None;
    };
    let means = [length(build, first, "means", of)?, length(build, second, "means", of)?];
    Some(Law::two_phases(p?, means))
}

fn empirical(build: &Build<'_>, reader: &Reader<'_>, of: Of) -> Option<Result<Law, LawError>> {
    if let Some(values) = reader.node("values") {
        let list = values.as_list().unwrap_or_default();
        let values: Option<Vec<f64>> =
            list.iter().map(|node| length(build, node, "values", of)).collect();
        return Some(Law::empirical(values?));
    }
    let file = reader.required("file", "or values = [\"30s\", \"2m\"]")?;
    let column = reader.required("column", "name the column; durations are in seconds")?;
    let open = files::open(file, build.files, build.notes)?;
    let name = column.as_text()?;
    let scale = if of == Of::Durations { TICKS_PER_SECOND as f64 } else { 1.0 };
    let values = open.numbers(name, open.column(name, &column.at)?);
    Some(Law::empirical(values.into_iter().map(|value| value * scale).collect()))
}

fn mixture(build: &Build<'_>, node: &Node, of: Of) -> Option<Law> {
    let Some(list) = node.as_list() else {
        build.notes.add(&node.at, "`mixture` must be a list", "[{ weight = 0.7, of = ... }]");
        return None;
    };
    let mut parts = Vec::new();
    for item in list {
        let table = item.as_table()?;
        let reader = Reader::new(table, "a part of `mixture`", &item.at, build.notes);
        let weight = reader.required("weight", "its share of the draws")?;
        let weight = reader::number(weight, "weight", 0.0, 1e9, build.notes);
        let part = read(build, reader.required("of", HELP)?, "of", of);
        reader.finish();
        parts.push((weight?, part?));
    }
    checked(build, node, Law::mixture(parts))
}
