//! Saved results read back from `results.json`, strictly: what is read would be written the same.

use std::fmt;

use serde_json::Value;

use crate::experiment::{
    Comparison, Difference, Estimate, IntervalResults, Manifest, Metrics, NamedResults, QueueMarks,
    QueueResults, RecordedResults, Results, VariantResults, Verdict,
};
use crate::measure::{METRICS, Metric};
use crate::observe::Digest;
use crate::scenario::{Assumed, DataFile, Override, Timeline};
use crate::stats::ServiceLevelDefinition;

use super::node::Node;
use super::saved::{read_curves, read_marks, read_method, read_offers, read_quotes};

/// The schema that is read.
const SCHEMA: &str = "ringback.run/1";

/// Why a document is no saved results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Line and column, where the text is no JSON.
    pub at: Option<(usize, usize)>,
    /// What is wrong, with the path where.
    pub what: String,
    /// What to do.
    pub help: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Unreadable {}

/// The results of a `results.json`, as `run` writes it and prints with `--format json`.
///
/// # Errors
/// When the text is no JSON, another schema, incomplete, contradictory, or holds more than this
/// version can render.
pub fn read_results(text: &str) -> Result<Results, Unreadable> {
    let document: Value = serde_json::from_str(text).map_err(|error| Unreadable {
        at: Some((error.line(), error.column())),
        what: error.to_string(),
        help: "give a results.json that `ringback run` wrote",
    })?;
    let wrong = |help| move |what| Unreadable { at: None, what, help };
    let root = Node::root(&document);
    schema(&root).map_err(wrong("give a results.json that `ringback run` wrote"))?;
    let again = "run the scenario again with this version of ringback";
    let results = results(&root).map_err(wrong(again))?;
    // Numbers are written so that they read back exactly; whatever else differs was not understood.
    let written = super::json(&results);
    if written == text {
        return Ok(results);
    }
    let written: Value = serde_json::from_str(&written).unwrap_or_default();
    difference("", &document, &written).map_or(Ok(()), |what| Err(wrong(again)(what)))?;
    Ok(results)
}

fn schema(root: &Node<'_>) -> Result<(), String> {
    let schema = root.get("schema")?;
    match schema.text()?.as_str() {
        SCHEMA => Ok(()),
        other => schema.wrong(format!("{other:?} is not {SCHEMA:?}")),
    }
}

fn results(root: &Node<'_>) -> Result<Results, String> {
    let report = root.get("report")?;
    let (saved, shown) = (root.get("variants")?, report.get("variants")?.items()?);
    let all = saved.items()?;
    if all.is_empty() || all.len() != shown.len() {
        return saved.wrong("as many variants as in `report`, at least one, must be given");
    }
    let variants: Result<Vec<VariantResults>, String> =
        all.iter().zip(&shown).map(|(saved, shown)| variant(saved, shown)).collect();
    let variants = variants?;
    let manifest = manifest(&root.get("manifest")?, &report, variants[0].intervals.len() as u64)?;
    let timeline = &manifest.timeline;
    for (node, variant) in all.iter().zip(&variants) {
        fits(&node.get("intervals")?, &variant.intervals, &timeline.intervals)?;
        fits(&node.get("days")?, &variant.days, &timeline.days)?;
    }
    let comparisons: Result<Vec<Comparison>, String> =
        root.get("comparisons")?.items()?.iter().map(comparison).collect();
    let recorded = root.find("recorded").map(|node| recorded(&node, &report)).transpose()?;
    if let (Some(node), Some(recorded)) = (root.find("recorded"), &recorded) {
        fits(&node.get("intervals")?, &recorded.intervals, &timeline.intervals)?;
    }
    Ok(Results { manifest, variants, comparisons: comparisons?, recorded })
}

/// The windows must be those of the period.
fn fits(node: &Node<'_>, windows: &[IntervalResults], starts: &[String]) -> Result<(), String> {
    if windows.iter().map(|window| &window.start).eq(starts) {
        return Ok(());
    }
    node.wrong("these are not the intervals or days of the period in `manifest`")
}

fn manifest(node: &Node<'_>, report: &Node<'_>, intervals: u64) -> Result<Manifest, String> {
    let interval_seconds = node.get("interval_s")?.number()?;
    let (start, end) = (node.get("start")?.text()?, node.get("end")?.text()?);
    let zone = node.get("time_zone")?.text()?;
    let range = intervals..=intervals;
    let timeline = Timeline::saved(&zone, (&start, &end), interval_seconds, range)
        .or_else(|what| node.wrong(what))?;
    let (files, words) = (report.get("data")?, report.get("assumed")?);
    let data: Result<Vec<DataFile>, String> = (node.get("data_sha256")?.entries()?.into_iter())
        .map(|(path, sha256)| {
            let file = files.get(&path)?;
            Ok(DataFile {
                sha256: sha256.text()?,
                rows: file.get("rows")?.whole()? as usize,
                notes: file.get("notes")?.text()?,
                path,
            })
        })
        .collect();
    let assumed: Result<Vec<Assumed>, String> = (node.get("assumed")?.entries()?.into_iter())
        .map(|(path, value)| {
            Ok(Assumed { words: words.get(&path)?.text()?, value: value.text()?, path })
        })
        .collect();
    let overrides: Result<Vec<Override>, String> = (node.get("overrides")?.entries()?.into_iter())
        .map(|(path, value)| Ok(Override { value: value.text()?, path }))
        .collect();
    Ok(Manifest {
        version: node.get("ringback")?.text()?,
        command: report.get("command")?.text()?,
        scenario: node.get("scenario")?.text()?,
        description: node.get("description")?.text()?,
        scenario_sha256: node.get("scenario_sha256")?.text()?,
        data: data?,
        seed: node.get("seed")?.whole()?,
        replications: node.get("replications")?.count()?,
        confidence: node.get("confidence")?.number()?,
        method: read_method(node)?,
        timeline,
        interval_seconds,
        assumed: assumed?,
        overrides: overrides?,
    })
}

fn variant(node: &Node<'_>, shown: &Node<'_>) -> Result<VariantResults, String> {
    let (quotes, offers) = (shown.get("quotes")?, shown.get("offers")?);
    let marks = shown.get("marks")?;
    let queues: Result<Vec<QueueResults>, String> = (node.get("queues")?.entries()?.into_iter())
        .map(|(name, node)| {
            Ok(QueueResults {
                quotes: read_quotes(&quotes.get(&name)?)?,
                offers: read_offers(&offers.get(&name)?)?,
                marks: read_marks(&marks.get(&name)?)?,
                ..queue(&name, &node)?
            })
        })
        .collect();
    let digest = node.get("digest")?;
    let hexadecimal = digest.text()?;
    let warnings: Result<Vec<String>, String> =
        node.get("warnings")?.items()?.iter().map(Node::text).collect();
    Ok(VariantResults {
        name: node.get("name")?.text()?,
        digest: u128::from_str_radix(&hexadecimal, 16)
            .map(Digest)
            .or_else(|_| digest.wrong("a digest has 32 hexadecimal digits"))?,
        offers_callbacks: shown.get("offers_callbacks")?.flag()?,
        metrics: metrics(&node.get("metrics")?)?,
        queues: queues?,
        agent_groups: named(&node.get("agent_groups")?)?,
        call_types: named(&node.get("call_types")?)?,
        intervals: windows(&node.get("intervals")?)?,
        days: windows(&node.get("days")?)?,
        curves: read_curves(&shown.get("waits")?)?,
        daily_service_levels: shown.get("daily_service_levels")?.numbers()?,
        balanced: node.get("balanced_replications")?.count()?,
        warnings: warnings?,
    })
}

/// A queue by itself, without what a page shows beyond its numbers.
fn queue(name: &str, node: &Node<'_>) -> Result<QueueResults, String> {
    let definition = node.get("service_level_definition")?;
    let id = definition.text()?;
    let Some(formula) = ServiceLevelDefinition::ALL.into_iter().find(|known| known.id() == id)
    else {
        return definition.wrong(format!("there is no service level {id:?}"));
    };
    let levels = node.get("service_levels")?;
    let service_levels: Result<Vec<_>, String> = ServiceLevelDefinition::ALL
        .into_iter()
        .map(|known| Ok((known.id(), levels.get(known.id())?.number_or_null()?)))
        .collect();
    Ok(QueueResults {
        name: name.to_owned(),
        metrics: metrics(&node.get("metrics")?)?,
        service_level_definition: formula.id(),
        service_level_words: formula.words(),
        within_seconds: node.get("within_s")?.number()?,
        target: node.get("target")?.number()?,
        service_levels: service_levels?,
        intervals: windows(&node.get("intervals")?)?,
        days: windows(&node.get("days")?)?,
        quotes: Vec::new(),
        offers: Vec::new(),
        marks: QueueMarks::default(),
    })
}

fn named(node: &Node<'_>) -> Result<Vec<NamedResults>, String> {
    let one = |(name, node): (String, Node<'_>)| {
        Ok(NamedResults {
            name,
            metrics: metrics(&node.get("metrics")?)?,
            intervals: windows(&node.get("intervals")?)?,
            days: windows(&node.get("days")?)?,
        })
    };
    node.entries()?.into_iter().map(one).collect()
}

fn windows(node: &Node<'_>) -> Result<Vec<IntervalResults>, String> {
    let one = |node: &Node<'_>| {
        Ok(IntervalResults {
            start: node.get("start")?.text()?,
            metrics: metrics(&node.get("metrics")?)?,
        })
    };
    node.items()?.iter().map(one).collect()
}

/// Estimates in the order of the catalogue.
fn metrics(node: &Node<'_>) -> Result<Metrics, String> {
    for (id, place) in node.entries()? {
        if Metric::find(&id).is_none() {
            return place.wrong("this version knows no such metric");
        }
    }
    let known = METRICS.iter().filter_map(|metric| Some((metric, node.find(metric.id)?)));
    let read: Result<Vec<_>, String> =
        known.map(|(metric, node)| Ok((metric, estimate(&node)?))).collect();
    Ok(Metrics(read?))
}

fn estimate(node: &Node<'_>) -> Result<Estimate, String> {
    let number = |key: &str| node.get(key)?.number_or_null();
    Ok(Estimate {
        mean: number("mean")?,
        half_width: number("half_width")?,
        p10: number("p10")?,
        p90: number("p90")?,
        min: number("min")?,
        max: number("max")?,
    })
}

fn comparison(node: &Node<'_>) -> Result<Comparison, String> {
    let one = |(id, node): (String, Node<'_>)| {
        let Some(metric) = Metric::find(&id) else {
            return node.wrong("this version knows no such metric");
        };
        let verdict = node.get("verdict")?;
        let word = verdict.text()?;
        let known = [Verdict::Better, Verdict::Worse, Verdict::None];
        let Some(found) = known.into_iter().find(|known| known.id() == word) else {
            return verdict.wrong(format!("{word:?} is no verdict"));
        };
        let difference = Difference {
            difference: node.get("difference")?.number_or_null()?,
            half_width: node.get("half_width")?.number_or_null()?,
            verdict: found,
        };
        Ok((metric.id, difference))
    };
    let metrics: Result<_, String> = node.get("metrics")?.entries()?.into_iter().map(one).collect();
    Ok(Comparison {
        from: node.get("from")?.text()?,
        to: node.get("to")?.text()?,
        metrics: metrics?,
        not_by_holm: node.get("not_by_holm")?.items()?.iter().map(id).collect::<Result<_, _>>()?,
    })
}

/// The id of a metric that this version knows.
fn id(node: &Node<'_>) -> Result<&'static str, String> {
    match Metric::find(&node.text()?) {
        Some(metric) => Ok(metric.id),
        None => node.wrong("this version knows no such metric"),
    }
}

fn recorded(node: &Node<'_>, report: &Node<'_>) -> Result<RecordedResults, String> {
    Ok(RecordedResults {
        metrics: metrics(&node.get("metrics")?)?,
        intervals: windows(&node.get("intervals")?)?,
        curves: read_curves(&report.get("recorded_waits")?)?,
    })
}

/// The first place at which a document is not what would be written.
fn difference(path: &str, read: &Value, written: &Value) -> Option<String> {
    match (read, written) {
        (Value::Object(read), Value::Object(written)) => {
            let below =
                |key: &str| if path.is_empty() { key.into() } else { format!("{path}.{key}") };
            let known = |key: &String| written.contains_key(key);
            if let Some(key) = read.keys().find(|key| !known(key)) {
                return Some(format!("{}: this version knows no such key", below(key)));
            }
            written.iter().find_map(|(key, written)| match read.get(key) {
                Some(read) => difference(&below(key), read, written),
                None => Some(format!("{}: is missing", below(key))),
            })
        }
        (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
            let pairs = read.iter().zip(written).enumerate();
            pairs.filter_map(|(at, (r, w))| difference(&format!("{path}[{at}]"), r, w)).next()
        }
        (Value::Number(read), Value::Number(written)) if read.as_f64() == written.as_f64() => None,
        _ if read == written => None,
        _ => Some(format!("{path}: would not be written so by this version")),
    }
}
