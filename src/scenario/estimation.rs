//! How a run is estimated: when it has enough replications, batches of one long run, and how the
//! variance is cut. All keys stand in `[run]`.

use crate::measure::{Batches, METRICS, Metric, Unit, Window};
use crate::model::{Center, Horizon, Queue};

use super::node::{Node, Table, Value};
use super::period::Run;
use super::problem::{Notes, nearest};
use super::reader::{self, Reader};
use super::study::{HalfWidth, Precision, RunSettings, Variant};

/// Replications at most where the file does not say.
const MOST: u32 = 1_000;
/// Batches: fewer give an interval that rests on little.
const BATCHES: std::ops::RangeInclusive<i64> = 10..=1_000;

/// Reads the keys of `[run]` that say how to estimate; the command line's number of replications
/// takes the place of `precision` and `batches`.
pub(super) fn read(reader: &Reader<'_>, settings: &mut RunSettings, stated: Option<u32>) {
    // precision = { metric = "service_level", half_width = 0.005, max_replications = 2000 }:
    // replications until the half width of the metric (in its unit, or a share of the estimate
    // such as "5%") is at most this in every variant that has it; looked at from 20 on.
    settings.precision = reader.node("precision").and_then(|node| precision(reader, node));
    // batches = 30: one long run after `warm_up`, cut into so many parts that are estimated by as
    // if they were replications.
    let (low, high) = (*BATCHES.start(), *BATCHES.end());
    settings.batches = reader.integer("batches", low, high).map(|count| count as u32);
    // antithetic = true: replications in pairs, what is large in one is small in the other.
    settings.antithetic = reader.boolean("antithetic", false);
    // control_variate = true: estimates corrected by how much work the calls happened to bring.
    settings.control_variate = reader.boolean("control_variate", false);
    let table = reader.table;
    let clash = |a: &str, b: &str, why: &str| {
        if let (Some(_), Some(node)) = (table.get(a), table.get(b)) {
            reader.notes.add(&node.at, format!("`{a}` and `{b}` are both given"), why);
        }
    };
    if settings.antithetic {
        clash("antithetic", "batches", "one long run has no twin: write one of them");
    }
    clash("precision", "batches", "the period says how long one long run is: write one of them");
    if stated.is_some() {
        (settings.precision, settings.batches) = (None, None);
    }
    settings.replications = match (&settings.precision, settings.batches, stated) {
        (_, _, Some(stated)) => stated,
        (Some(precision), _, _) => precision.max_replications,
        (_, Some(_), _) => 1,
        _ => settings.replications,
    };
    if settings.antithetic && settings.precision.is_none() && settings.replications % 2 == 1 {
        let node = table.get("replications").filter(|_| stated.is_none());
        let count = settings.replications;
        reader.notes.add(
            node.map_or(&reader.at, |node| &node.at),
            format!("{count} replications are no pairs, as `antithetic` needs them"),
            format!("write {}", u64::from(count) + 1),
        );
    }
}

/// `precision = { metric, half_width, max_replications }`.
pub(super) fn precision(reader: &Reader<'_>, node: &Node) -> Option<Precision> {
    let inner = reader.inner(node, "`precision`".into())?;
    let help = "such as metric = \"service_level\"";
    let metric = inner.required("metric", help).and_then(|node| metric(node, reader.notes));
    let width = inner.required("half_width", "such as half_width = 0.005, or \"5%\"");
    let width = metric.and_then(|metric| half_width(width?, metric, reader.notes));
    let most = inner.integer("max_replications", 10, 1_000_000);
    inner.finish();
    Some(Precision {
        metric: metric?.id,
        half_width: width?,
        max_replications: most.map_or(MOST, |most| most as u32),
    })
}

/// A metric of the whole center.
fn metric(node: &Node, notes: &Notes) -> Option<&'static Metric> {
    let id = node.as_text().unwrap_or_default();
    let of_center = || METRICS.iter().filter(|metric| metric.exists_for(Window::Center));
    let found = of_center().find(|metric| metric.id == id);
    if found.is_none() {
        let help = match nearest(id, of_center().map(|metric| metric.id)) {
            Some(near) => format!("did you mean {near:?}?"),
            None => "such as \"service_level\", \"abandonment_rate\" or \"asa\"".into(),
        };
        notes.add(&node.at, format!("{} is no metric of the center", node.written()), help);
    }
    found
}

/// A number in the metric's unit, a share of the estimate such as `"5%"`, or a length of time.
fn half_width(node: &Node, metric: &Metric, notes: &Notes) -> Option<HalfWidth> {
    let number = match node.value {
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    };
    let text = node.as_text().map(str::trim);
    let percent = text.and_then(|text| text.strip_suffix('%'));
    let length = text.filter(|_| metric.unit == Unit::Seconds);
    let found = match (number, percent, length) {
        (Some(number), ..) => Some(HalfWidth::Absolute(number)),
        (_, Some(percent), _) => {
            percent.trim().parse().ok().map(|percent: f64| HalfWidth::Relative(percent / 100.0))
        }
        (_, _, Some(text)) => {
            reader::parse_duration(text).ok().map(|length| HalfWidth::Absolute(length.seconds()))
        }
        _ => None,
    };
    let found = found.filter(|width| width.value().is_finite() && width.value() > 0.0);
    if found.is_none() {
        let own = match metric.unit {
            Unit::Share => "half a percentage point is 0.005",
            Unit::Seconds => "two seconds are 2 or \"2s\"",
            _ => "a number above 0",
        };
        let help = format!("{own}; \"5%\" means 5 % of the estimate");
        notes.add(&node.at, format!("`half_width` cannot be {}", node.written()), help);
    }
    found
}

/// What can only be checked once the period and the variants are known.
pub(super) fn check(
    root: &Table,
    run: &Run,
    horizon: &Horizon,
    variants: &[Variant],
    notes: &Notes,
) {
    let Some(table) = root.table("run") else { return };
    if let (Some(count), Some(node)) = (run.settings.batches, table.get("batches")) {
        let count = count as usize;
        if Batches::new(horizon.warm_up, horizon.end, horizon.interval, count).is_none() {
            notes.add(
                &node.at,
                format!("the period has fewer than {count} whole intervals after its warm-up"),
                "make the period longer, `interval` shorter, or the batches fewer",
            );
        }
    }
    let metric = run.settings.precision.and_then(|precision| Metric::find(precision.metric));
    if let (Some(metric), Some(node)) = (metric, table.get("precision"))
        && let Some(help) = missing(metric, run, variants)
    {
        let at = node.as_table().and_then(|table| table.get("metric")).map_or(&node.at, |n| &n.at);
        notes.add(at, format!("no variant has {:?}", metric.id), help);
    }
}

/// What to do about a metric that no variant has.
fn missing(metric: &Metric, run: &Run, variants: &[Variant]) -> Option<&'static str> {
    let none = |has: fn(&Center) -> bool| !variants.iter().any(|variant| has(&variant.center));
    let lengths = |center: &Center| center.queues.iter().any(Queue::reads_queue_length);
    let quotes = |center: &Center| center.queues.iter().any(|queue| queue.wait_estimate_scored);
    if variants.is_empty() {
        None
    } else if metric.of_callbacks && none(Center::has_callbacks) {
        Some("nothing offers callbacks: name another metric")
    } else if metric.of_quotes && none(quotes) {
        Some("write extra = [\"wait_estimates\"] in [run]")
    } else if metric.id == "queue_length_max" && !run.queue_length_max && none(lengths) {
        Some("write extra = [\"queue_length_max\"] in [run]")
    } else {
        None
    }
}
