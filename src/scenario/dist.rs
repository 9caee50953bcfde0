//! Laws: `{ lognormal = { mean = "5m", cv = 1.2 } }` and the others with their keys, and bounds.

use crate::random::{Law, LawError};
use crate::time::{Span, TICKS_PER_SECOND};

use super::build::Build;
use super::by_clock;
use super::files;
use super::keys::{COLUMN, FILE, Kind, Needs, SECTION, SHARE, Section, key};
use super::node::{Node, Value};
use super::reader::{self, Reader};

/// What a law is of: lengths of time in ticks, or plain factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Durations,
    Factors,
}

/// Tags of laws.
pub(super) static TAGS: [&str; 11] = [
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

pub(super) const HELP: &str = "write a duration in quotes, or one of { exponential = { mean = \"3m\" } }, \
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

/// A table of a list.
pub(super) fn entry<'t>(build: &'t Build<'_>, item: &'t Node, name: &str) -> Option<Reader<'t>> {
    let Value::Table(table) = &item.value else {
        let message = format!("{name} must be a table, not {}", item.kind());
        build.notes.add(&item.at, message, "write { key = value }");
        return None;
    };
    Some(Reader::new(table, name, &item.at, build.notes))
}

/// A law of durations.
pub(super) fn law(build: &Build<'_>, node: &Node, key: &str) -> Option<Law> {
    read(build, node, key, Of::Durations)
}

/// A law of lengths of time or of factors, the same at all times.
pub(super) fn read(build: &Build<'_>, node: &Node, key: &str, of: Of) -> Option<Law> {
    if let Some(by_clock) = node.as_table().and_then(|table| table.get("by_clock")) {
        build.notes.add(
            &by_clock.at,
            format!("`{key}` is the same at all times in this version"),
            "take `by_clock` out; talk_time, after_call_work, handle_time and patience may have it",
        );
        return None;
    }
    under(build, node, key, of)
}

/// The law itself, under whatever the clock changes.
pub(super) fn under(build: &Build<'_>, node: &Node, key: &str, of: Of) -> Option<Law> {
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
    let tags: Vec<_> = TAGS.iter().copied().filter(|tag| reader.table.get(tag).is_some()).collect();
    let [tag] = tags.as_slice() else {
        let mut written = reader.table.entries.iter().map(|entry| entry.key.as_str());
        let near = written.find_map(|key| super::problem::nearest(key, TAGS.iter().copied()));
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
    // Where it may stand it has been read.
    if reader.table.get("by_clock").is_some() {
        reader.node("by_clock");
    }
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
    let name = reader::text(column, "column", build.notes)?;
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
        let reader = entry(build, item, "a part of `mixture`")?;
        let weight = reader.required("weight", "its share of the draws")?;
        let weight = reader::number(weight, "weight", 0.0, 1e9, build.notes);
        let part = read(build, reader.required("of", HELP)?, "of", of);
        reader.finish();
        parts.push((weight?, part?));
    }
    checked(build, node, Law::mixture(parts))
}

// The keys.

/// A parameter without a unit.
const PLAIN: Kind = Kind::Number(0.0, 1e6);

pub(super) static LAW: Section = Section {
    title: "Laws",
    about: "How long something takes: a duration such as `\"30s\"`, or one law. A law of \
            `forecast_error` has plain numbers of mean 1 instead of durations. `by_clock` may \
            stand beside the laws of talk times, after-call work, handle times and patience.",
    keys: &[
        key("constant", Kind::Measure, "Always the same."),
        key("exponential", Kind::Value(&EXPONENTIAL), "Memoryless."),
        key("erlang", Kind::Value(&ERLANG), "Sum of `k` equal exponential phases."),
        key("gamma", Kind::Value(&MEAN_AND_CV), "By mean and coefficient of variation."),
        key("lognormal", Kind::Value(&MEAN_AND_CV), "By mean and coefficient of variation."),
        key("weibull", Kind::Value(&WEIBULL), "Shape below 1: many soon, some nearly never."),
        key(
            "hyperexponential",
            Kind::Value(&HYPEREXPONENTIAL),
            "Two exponential phases: by mean and coefficient of variation with balanced means, or \
             by `p` and both means.",
        ),
        key("uniform", Kind::Value(&UNIFORM), "Evenly between two bounds."),
        key("triangular", Kind::Value(&TRIANGULAR), "Between two bounds, with a peak."),
        key("empirical", Kind::Value(&EMPIRICAL), "Any of some values, equally likely."),
        key("mixture", Kind::Some(&Kind::Value(&PART)), "One of some laws, drawn by weight."),
        key("at_least", Kind::Measure, "Smaller draws are drawn again."),
        key("at_most", Kind::Measure, "Larger draws are drawn again."),
        key(
            "by_clock",
            Kind::Some(&Kind::Value(&by_clock::FACTOR_FROM)),
            "Factors on the law from times of day on, by the arrival of the call.",
        ),
    ],
    needs: Needs::OneOf(&EACH_TAG),
};

static EXPONENTIAL: Section = Section {
    title: "`exponential`",
    about: "",
    keys: &[key("mean", Kind::Measure, "Its mean.").required()],
    ..SECTION
};

static ERLANG: Section = Section {
    title: "`erlang`",
    about: "",
    keys: &[
        key("k", Kind::Integer(1, 1_000), "Number of phases.").required(),
        key("mean", Kind::Measure, "Its mean, of all phases together.").required(),
    ],
    ..SECTION
};

static MEAN_AND_CV: Section = Section {
    title: "`gamma` and `lognormal`",
    about: "",
    keys: &[
        key("mean", Kind::Measure, "Its mean.").required(),
        key("cv", PLAIN, "Coefficient of variation: standard deviation / mean.").required(),
    ],
    ..SECTION
};

static WEIBULL: Section = Section {
    title: "`weibull`",
    about: "",
    keys: &[
        key("mean", Kind::Measure, "Its mean.").required(),
        key("shape", PLAIN, "1 is exponential.").required(),
    ],
    ..SECTION
};

static HYPEREXPONENTIAL: Section = Section {
    title: "`hyperexponential`",
    about: "",
    keys: &[
        key("mean", Kind::Measure, "Its mean."),
        key("cv", PLAIN, "Coefficient of variation, at least 1."),
        key("p", SHARE, "Probability of the first phase."),
        key("means", Kind::Pair(&Kind::Measure, &Kind::Measure), "Means of the two phases."),
    ],
    needs: Needs::OneOf(&[&["mean", "cv"], &["p", "means"]]),
};

static UNIFORM: Section = Section {
    title: "`uniform`",
    about: "",
    keys: &[
        key("min", Kind::Measure, "Lower bound.").required(),
        key("max", Kind::Measure, "Upper bound.").required(),
    ],
    ..SECTION
};

static TRIANGULAR: Section = Section {
    title: "`triangular`",
    about: "",
    keys: &[
        key("min", Kind::Measure, "Lower bound.").required(),
        key("mode", Kind::Measure, "Where the peak is.").required(),
        key("max", Kind::Measure, "Upper bound.").required(),
    ],
    ..SECTION
};

static EMPIRICAL: Section = Section {
    title: "`empirical`",
    about: "",
    keys: &[
        key("values", Kind::Some(&Kind::Measure), "The values."),
        key("file", FILE, "Instead of `values`: a data file."),
        key("column", COLUMN, "Its column with the values; durations are in seconds."),
    ],
    needs: Needs::OneOf(&[&["values"], &["file", "column"]]),
};

static PART: Section = Section {
    title: "A part of a mixture",
    about: "",
    keys: &[
        key("weight", Kind::Number(0.0, 1e9), "Its share of the draws, relative to the others.")
            .required(),
        key("of", Kind::Law, "The law.").required(),
    ],
    ..SECTION
};

/// Each tag by itself.
static EACH_TAG: [&[&str]; TAGS.len()] = {
    let mut sets: [&[&str]; TAGS.len()] = [&[]; TAGS.len()];
    let mut at = 0;
    while at < TAGS.len() {
        sets[at] = std::slice::from_ref(&TAGS[at]);
        at += 1;
    }
    sets
};
