//! A sweep file: which scenario, which design, which values its paths take; every problem noted.

use crate::measure::{METRICS, Metric};

use super::estimation;
use super::given::Given;
use super::node::{self, Node, Table, Value};
use super::problem::{At, Notes, Problems, Source, nearest};
use super::reader::{self, Reader};
use super::study::Precision;

/// Points of a sweep at most.
pub const MOST_POINTS: u64 = 1_000_000;
/// Axes of a sweep at most.
const MOST_AXES: usize = 50;
/// Replications of a point at most.
const MOST_REPLICATIONS: i64 = 1_000_000;
/// Columns of the merged table that are no axes.
const COLUMNS: [&str; 9] =
    ["point", "variant", "queue", "metric", "mean", "half_width", "p10", "p90", "replications"];
/// What is measured where a sweep does not say it.
const DEFAULT_METRICS: [&str; 7] = [
    "handled_rate",
    "service_level",
    "abandonment_rate",
    "wait_p90",
    "callback_connect_mean",
    "occupancy",
    "agent_hours",
];

/// Which points are simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every combination of the axes' values.
    Grid,
    /// The axes' first values, their second values, and so on.
    List,
    /// The scenario as it is, then each value of each axis with the others as they are.
    OneAtATime,
    /// So many points, each axis cut into as many strata with a point in each (McKay, Beckman and
    /// Conover, Technometrics 21, 1979).
    LatinHypercube,
    /// So many points of Sobol's sequence, shifted at random.
    Sobol,
}

impl Design {
    /// Names in files, in the order of the variants.
    const NAMES: [&str; 5] = ["grid", "list", "one_at_a_time", "latin_hypercube", "sobol"];
    const ALL: [Self; 5] =
        [Self::Grid, Self::List, Self::OneAtATime, Self::LatinHypercube, Self::Sobol];

    /// Its name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Whether points are drawn between the axes' ends.
    #[must_use]
    pub const fn is_sampled(self) -> bool {
        matches!(self, Self::LatinHypercube | Self::Sobol)
    }
}

/// Something that takes several values.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Its column and its label in charts.
    pub name: String,
    /// The paths that get its value, all of them the same.
    pub paths: Vec<String>,
    /// What it takes.
    pub values: AxisValues,
}

/// The values of an axis.
#[derive(Clone, Debug)]
pub enum AxisValues {
    /// These.
    Listed(Vec<Given>),
    /// What stands in the scenario times these factors.
    Factors {
        /// The factors, in order.
        factors: Vec<Given>,
        /// Whether products are rounded to whole numbers.
        integer: bool,
    },
    /// All values between two, for sampled designs.
    Range {
        /// The least; a number or a length of time.
        from: Given,
        /// The largest, likewise.
        to: Given,
        /// Whether values are whole numbers.
        integer: bool,
        /// Whether equal ratios are equally likely, instead of equal distances.
        log: bool,
    },
}

/// A sweep as it stands in its file.
#[derive(Clone, Debug)]
pub struct SweepFile {
    /// Path of the scenario, relative to the sweep file.
    pub scenario: String,
    /// Which points.
    pub design: Design,
    /// How many points, for sampled designs.
    pub points: u32,
    /// Replications of each point, instead of the scenario's.
    pub replications: Option<u32>,
    /// Or as many as this takes.
    pub precision: Option<Precision>,
    /// What is measured.
    pub metrics: Vec<&'static Metric>,
    /// What changes from point to point.
    pub axes: Vec<Axis>,
    pub(super) source: Source,
}

/// Reads a sweep file. What can be read is read, so that the problems of its paths and values can
/// be said together with those of its keys; none when it names no scenario.
#[must_use]
pub fn read_sweep(name: &str, text: &str) -> (Option<SweepFile>, Problems) {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    let notes = Notes::default();
    let root = node::parse(text, 0, &notes);
    let file = sweep(&root, &source, &notes);
    (file, notes.into_problems(&[source]))
}

/// Whether a text is a sweep: whether it has a table `[sweep]`.
#[must_use]
pub fn is_sweep(text: &str) -> bool {
    node::parse(text, 0, &Notes::default()).table("sweep").is_some()
}

fn sweep(root: &Table, source: &Source, notes: &Notes) -> Option<SweepFile> {
    let whole = At { source: 0, span: 0..0 };
    let top = Reader::new(root, "the sweep", &whole, notes);
    if let Some(node) = top.node("format")
        && !matches!(node.value, Value::Integer(1))
    {
        notes.add(&node.at, "this version reads `format = 1`", "write format = 1");
    }
    if let (None, Some(node)) = (root.get("sweep"), root.get("scenario"))
        && notes.is_empty()
    {
        let help = "`ringback run` simulates it; a sweep is a file of its own that begins with [sweep] \
                    and names its `scenario`";
        notes.add(&node.at, "this is a scenario, not a sweep", help);
        return None;
    }
    let table = top.required("sweep", "begin with [sweep], `scenario` and `design`");
    top.finish();
    let reader = top.inner(table?, "[sweep]".into())?;
    let help = "the path of a scenario file, relative to this one";
    let scenario = reader.required("scenario", help).and_then(|_| reader.text("scenario"));
    let design = reader.choice("design", &Design::NAMES).map_or(Design::Grid, |at| Design::ALL[at]);
    let points = points(&reader, design);
    let replications = reader.integer("replications", 1, MOST_REPLICATIONS).map(|n| n as u32);
    let precision = reader.node("precision").and_then(|node| estimation::precision(&reader, node));
    if let (Some(_), Some(node)) = (replications, reader.table.get("precision")) {
        let help = "write one of them";
        notes.add(&node.at, "`replications` and `precision` are both given", help);
    }
    let metrics = metrics(&reader);
    let axes = axes(&reader, design);
    reader.finish();
    let listed: Vec<_> = axes.iter().collect();
    check_sizes(&reader, design, &listed);
    if let (Some(axis), true) = (
        axes.iter().find(|axis| axis.paths.iter().any(|path| path == "run.replications")),
        replications.is_some() || precision.is_some(),
    ) {
        notes.add(
            &reader.at,
            format!("the axis {:?} changes `run.replications`, and so does [sweep]", axis.name),
            "leave `replications` or `precision` out of [sweep]",
        );
    }
    Some(SweepFile {
        scenario: scenario?.to_owned(),
        design,
        points,
        replications,
        precision,
        metrics,
        axes,
        source: source.clone(),
    })
}

fn points(reader: &Reader<'_>, design: Design) -> u32 {
    let points = reader.integer("points", 2, MOST_POINTS as i64);
    match (design.is_sampled(), reader.table.get("points")) {
        (true, None) => {
            let message = format!("the design {:?} needs `points`", design.name());
            reader.notes.add(&reader.at, message, "how many points to draw, such as points = 128");
        }
        (false, Some(node)) => reader.notes.add(
            &node.at,
            "`points` is for sampled designs",
            "latin_hypercube and sobol; the other designs follow from the axes' values",
        ),
        _ => {}
    }
    points.unwrap_or(2) as u32
}

fn metrics(reader: &Reader<'_>) -> Vec<&'static Metric> {
    let Some(node) = reader.node("metrics") else {
        return DEFAULT_METRICS.iter().filter_map(|id| Metric::find(id)).collect();
    };
    let Some(items) = node.as_list().filter(|items| !items.is_empty()) else {
        let help = "such as metrics = [\"service_level\", \"abandonment_rate\"]";
        reader.notes.add(&node.at, "`metrics` must be a list of metrics", help);
        return Vec::new();
    };
    let mut found: Vec<&'static Metric> = Vec::new();
    for item in items {
        if let Some(metric) = find_metric(item, reader.notes) {
            if found.iter().any(|other| other.id == metric.id) {
                let help = "leave one of them out";
                reader.notes.add(&item.at, format!("{:?} stands there twice", metric.id), help);
            } else {
                found.push(metric);
            }
        }
    }
    found
}

fn find_metric(node: &Node, notes: &Notes) -> Option<&'static Metric> {
    let id = node.as_text().unwrap_or_default();
    let found = Metric::find(id);
    if found.is_none() {
        let near = nearest(id, METRICS.iter().map(|metric| metric.id));
        let help = near.map_or_else(
            || "the report's table \"Every number and what it means\" lists them".to_owned(),
            |near| format!("did you mean {near:?}?"),
        );
        notes.add(&node.at, format!("there is no metric {}", node.written()), help);
    }
    found
}

fn axes(reader: &Reader<'_>, design: Design) -> Vec<Axis> {
    const HELP: &str = "[[sweep.axis]] with `path` and `values`";
    let Some(node) = reader.required("axis", HELP) else { return Vec::new() };
    let Some(items) = node.as_list() else {
        reader.wrong(node, "`axis` must be a list of tables", HELP);
        return Vec::new();
    };
    if items.len() > MOST_AXES {
        let message = format!("{} axes are too many", items.len());
        reader.notes.add(&node.at, message, format!("at most {MOST_AXES}"));
        return Vec::new();
    }
    let mut axes: Vec<Axis> = Vec::new();
    for item in items {
        let Some(own) = reader.inner(item, "[[sweep.axis]]".into()) else { continue };
        if let Some(axis) = axis(&own, design) {
            check_names(&own, &axis, &axes);
            axes.push(axis);
        }
    }
    axes
}

fn axis(reader: &Reader<'_>, design: Design) -> Option<Axis> {
    let paths = paths(reader);
    let name = reader.text("name").map(str::to_owned).or_else(|| paths.first().cloned());
    let values = values(reader, design);
    reader.finish();
    if paths.is_empty() {
        return None;
    }
    Some(Axis { name: name?, paths, values: values? })
}

fn paths(reader: &Reader<'_>) -> Vec<String> {
    let one = reader.node("path");
    let several = reader.node("paths");
    let nodes: Vec<&Node> = match (one, several) {
        (Some(one), None) => vec![one],
        (None, Some(several)) => several.as_list().unwrap_or_default().iter().collect(),
        (Some(_), Some(several)) => {
            let help = "write one of them";
            reader.notes.add(&several.at, "`path` and `paths` are both given", help);
            return Vec::new();
        }
        (None, None) => Vec::new(),
    };
    if nodes.is_empty() {
        let help = "such as path = \"agent_group.team.staff_change\"";
        reader.notes.add(&reader.at, "[[sweep.axis]] needs `path` or `paths`", help);
    }
    let path = |node: &&Node| {
        let text = node.as_text().filter(|text| node::path(text).is_some());
        if text.is_none() {
            let message = format!("{} is no path", node.written());
            reader.notes.add(&node.at, message, "paths follow the file: queue.support.max_waiting");
        }
        text.map(str::to_owned)
    };
    nodes.iter().filter_map(path).collect()
}

/// Names and paths of axes must differ.
fn check_names(reader: &Reader<'_>, axis: &Axis, others: &[Axis]) {
    let name = &axis.name;
    if COLUMNS.contains(&name.as_str()) || name.trim().is_empty() {
        let help = "give it a `name` of its own";
        reader.notes.add(&reader.at, format!("an axis cannot be called {name:?}"), help);
    }
    if others.iter().any(|other| other.name == *name) {
        let help = "give each a `name` of its own";
        reader.notes.add(&reader.at, format!("two axes are called {name:?}"), help);
    }
    for path in &axis.paths {
        if others.iter().any(|other| other.paths.contains(path)) {
            let message = format!("two axes change `{path}`");
            reader.notes.add(&reader.at, message, "leave it out of one of them");
        }
    }
}

fn values(reader: &Reader<'_>, design: Design) -> Option<AxisValues> {
    let listed = reader.node("values");
    let factors = reader.node("multiply");
    let (from, to, step) = (reader.node("from"), reader.node("to"), reader.node("step"));
    let integer = reader.boolean("integer", false);
    let log = reader.boolean("log", false);
    match (listed, factors, from) {
        (Some(node), None, None) => Some(AxisValues::Listed(givens(reader, node, "values")?)),
        (None, Some(node), None) => {
            let factors = givens(reader, node, "multiply")?;
            for factor in &factors {
                reader::number(&factor.node, "multiply", 0.0, 1e9, reader.notes);
            }
            Some(AxisValues::Factors { factors, integer })
        }
        (None, None, Some(from)) => {
            let to = reader.required("to", "the last value, included")?;
            match step {
                Some(step) => steps(reader, [from, to, step]).map(AxisValues::Listed),
                None if design.is_sampled() => range(reader, [from, to], integer, log),
                None => {
                    let help = "such as step = 2: only sampled designs draw values in between";
                    reader.notes.add(&from.at, "`from` and `to` need `step`", help);
                    None
                }
            }
        }
        (None, None, None) => {
            let help = match to {
                Some(_) => "add `from`",
                None => "write values = [..], multiply = [..], or from, to and step",
            };
            reader.notes.add(&reader.at, "the axis has no values", help);
            None
        }
        _ => {
            let help = "write one of `values`, `multiply`, and `from` with `to`";
            reader.notes.add(&reader.at, "the axis has its values twice", help);
            None
        }
    }
}

fn givens(reader: &Reader<'_>, node: &Node, key: &str) -> Option<Vec<Given>> {
    match node.as_list() {
        Some(items) if !items.is_empty() => {
            Some(items.iter().map(|item| Given { node: item.clone() }).collect())
        }
        _ => {
            let help = format!("such as {key} = [1, 2, 3]");
            reader.notes.add(
                &node.at,
                format!("`{key}` must be a list with something in it"),
                help,
            );
            None
        }
    }
}

/// A number or a length of time.
#[derive(Clone, Copy, PartialEq)]
enum Amount {
    Number(f64),
    Seconds(f64),
}

impl Amount {
    const fn size(self) -> f64 {
        match self {
            Self::Number(size) | Self::Seconds(size) => size,
        }
    }
}

fn amount(node: &Node, key: &str, notes: &Notes) -> Option<Amount> {
    if node.as_text().is_some() {
        return reader::duration(node, key, notes).map(|length| Amount::Seconds(length.seconds()));
    }
    reader::number(node, key, -1e15, 1e15, notes).map(Amount::Number)
}

/// `from`, `to` and `step` as a list; the last value is included.
fn steps(reader: &Reader<'_>, [from, to, step]: [&Node; 3]) -> Option<Vec<Given>> {
    let notes = reader.notes;
    let low = amount(from, "from", notes);
    let high = amount(to, "to", notes);
    let by = amount(step, "step", notes);
    let (low, high, by) = (low?, high?, by?);
    let kinds = [low, high, by].map(|one| matches!(one, Amount::Seconds(_)));
    if kinds != [kinds[0]; 3] {
        let help = "write all three as numbers, or all three as lengths of time";
        notes.add(&to.at, "`from`, `to` and `step` are not of one kind", help);
        return None;
    }
    let count = libm::floor((high.size() - low.size()) / by.size() + 1e-9) + 1.0;
    if !(1.0..=MOST_POINTS as f64).contains(&count) {
        let help = format!("from 1 to {MOST_POINTS} values: `step` leads from `from` to `to`");
        notes.add(&step.at, "`from`, `to` and `step` give no list of values", help);
        return None;
    }
    let whole = [from, to, step].iter().all(|node| matches!(node.value, Value::Integer(_)));
    let first = Given { node: from.clone() };
    let value = |position: u32| {
        let size = low.size() + f64::from(position) * by.size();
        if kinds[0] { first.with_seconds(size) } else { first.with_number(size, whole) }
    };
    Some((0..count as u32).map(value).collect())
}

fn range(
    reader: &Reader<'_>,
    [from, to]: [&Node; 2],
    integer: bool,
    log: bool,
) -> Option<AxisValues> {
    let notes = reader.notes;
    let (low, high) = (amount(from, "from", notes), amount(to, "to", notes));
    let (low, high) = (low?, high?);
    if matches!(low, Amount::Seconds(_)) != matches!(high, Amount::Seconds(_)) {
        let help = "write both as numbers, or both as lengths of time";
        notes.add(&to.at, "`from` and `to` are not of one kind", help);
        return None;
    }
    if low.size() >= high.size() {
        notes.add(&to.at, "`to` is not above `from`", "exchange them");
        return None;
    }
    if log && low.size() <= 0.0 {
        notes.add(&from.at, "`log = true` needs `from` above 0", "such as from = 0.1");
        return None;
    }
    let given = |node: &Node| Given { node: node.clone() };
    Some(AxisValues::Range { from: given(from), to: given(to), integer, log })
}

/// The design's own demands, and how many points there are.
fn check_sizes(reader: &Reader<'_>, design: Design, axes: &[&Axis]) {
    let counts: Vec<u64> = axes
        .iter()
        .map(|axis| match &axis.values {
            AxisValues::Listed(values) => values.len() as u64,
            AxisValues::Factors { factors, .. } => factors.len() as u64,
            AxisValues::Range { .. } => 1,
        })
        .collect();
    let total = match design {
        Design::Grid => counts.iter().fold(1u64, |product, &n| product.saturating_mul(n)),
        Design::OneAtATime => 1 + counts.iter().sum::<u64>(),
        _ => 1,
    };
    if total > MOST_POINTS {
        let help = format!("at most {MOST_POINTS}: fewer values, or design = \"sobol\"");
        reader.notes.add(&reader.at, format!("{total} points are too many"), help);
    }
    if design == Design::List && counts.windows(2).any(|pair| pair[0] != pair[1]) {
        let counts: Vec<String> = counts.iter().map(u64::to_string).collect();
        reader.notes.add(
            &reader.at,
            format!("the axes of a list have {} values", counts.join(", ")),
            "a list takes the first values of all axes, then the second: write equally many",
        );
    }
    let most = super::MOST_SOBOL_AXES;
    if design == Design::Sobol && axes.len() > most {
        let help = format!("at most {most}: or design = \"latin_hypercube\"");
        reader.notes.add(&reader.at, format!("{} axes are too many for sobol", axes.len()), help);
    }
}
