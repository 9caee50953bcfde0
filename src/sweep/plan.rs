//! The plan of a sweep: every point with its settings and its name, checked before anything runs.

use crate::data;
use crate::experiment;
use crate::scenario::{
    AxisValues, Draft, Files, Given, Precision, Problems, Setting, Study, SweepFile,
};

use super::design::{Layout, Take};

/// Says which fields a point's name is made of; another number means other names.
const NAMING: &str = "ringback.point/2";

/// A digest of the sources that this program is built from and of its locked dependencies: points
/// that other sources have simulated are not taken for its own.
pub const SOURCES: &str = env!("RINGBACK_SOURCES");

/// How often each point is simulated.
#[derive(Clone, Debug)]
pub enum Effort {
    /// So often.
    Replications(u32),
    /// As the scenario says at this point.
    AsWritten,
    /// Until the half width of a metric is small enough.
    Precision(Precision),
}

/// The value of an axis in tables.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A length of time: its seconds, and as it stands in the file.
    Length(f64, String),
    /// A text, or anything else as it would stand in a file.
    Text(String),
    /// What the scenario says where it says nothing.
    Missing,
}

/// One point of a sweep.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its number, from 0.
    pub number: u32,
    /// What each axis shows.
    pub cells: Vec<Cell>,
    /// What is set in the scenario.
    pub settings: Vec<Setting>,
    /// A name made of all that determines its results, 32 hexadecimal digits.
    pub name: String,
}

/// A sweep over a scenario.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The sweep as it stands in its file.
    pub file: SweepFile,
    /// How often each point is simulated.
    pub effort: Effort,
    /// Its points.
    pub layout: Layout,
    /// A name made of all that determines the results of the whole, 32 hexadecimal digits.
    pub name: String,
    draft: Draft,
    files: Files,
    /// What the names of points begin with.
    base: String,
}

impl Plan {
    /// The plan of a sweep file over its scenario. `replications` and `seed` are the command
    /// line's; `load` loads data files by their paths.
    ///
    /// # Errors
    /// Every problem of the file's paths and values, and of the scenario at each of the points.
    pub fn new(
        file: SweepFile,
        draft: Draft,
        replications: Option<u32>,
        seed: Option<u64>,
        load: impl Fn(&[String]) -> Files,
    ) -> Self {
        let files = load(&data_files(&file, &draft));
        let effort = match (replications.or(file.replications), &file.precision) {
            (Some(count), _) => Effort::Replications(count),
            (None, Some(precision)) => Effort::Precision(*precision),
            (None, None) => Effort::AsWritten,
        };
        let written = draft.value("run.seed").and_then(|given| given.integer());
        let seed = seed.or(written.map(|seed| seed as u64)).unwrap_or(1);
        let layout = Layout::new(&file, seed);
        let base = base(&file, &draft, &files, &effort);
        let mut plan = Self { file, effort, layout, name: String::new(), draft, files, base };
        plan.name = plan.own_name(seed);
        plan
    }

    /// How many points there are.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.layout.count()
    }

    /// One of the points; a problem when a factor has nothing to multiply.
    ///
    /// # Errors
    /// In words, pointing at the factor.
    pub fn point(&self, number: u32) -> Result<Point, Problems> {
        let mut cells = Vec::with_capacity(self.file.axes.len());
        let mut settings = Vec::with_capacity(self.file.axes.len());
        for (axis, take) in self.file.axes.iter().zip(self.layout.takes(&self.file, number)) {
            let mut all = |value: Given| {
                let of = |path: &String| Setting { path: path.clone(), value: value.clone() };
                settings.extend(axis.paths.iter().map(of));
            };
            let cell = match (take, &axis.values) {
                (Take::AsWritten, AxisValues::Factors { .. }) => Cell::Number(1.0),
                (Take::AsWritten, _) => {
                    self.draft.value(&axis.paths[0]).map_or(Cell::Missing, |given| cell(&given))
                }
                (Take::Between(value), _) => {
                    let cell = cell(&value);
                    all(value);
                    cell
                }
                (Take::Listed(at), AxisValues::Factors { factors, integer }) => {
                    for path in &axis.paths {
                        let value = self.product(path, &factors[at], *integer)?;
                        settings.push(Setting { path: path.clone(), value });
                    }
                    Cell::Number(factors[at].number().unwrap_or(f64::NAN))
                }
                (Take::Listed(at), AxisValues::Listed(values)) => {
                    all(values[at].clone());
                    cell(&values[at])
                }
                (Take::Listed(_), AxisValues::Range { .. }) => Cell::Missing,
            };
            cells.push(cell);
        }
        let name = self.name_of(&settings);
        Ok(Point { number, cells, settings, name })
    }

    /// The scenario at a point, checked and ready to simulate.
    ///
    /// # Errors
    /// Every problem of the scenario at this point.
    pub fn study(&self, point: &Point) -> Result<Study, Problems> {
        let mut study = self.draft.with(&self.file, &point.settings)?.build(&self.files)?;
        match self.effort {
            Effort::AsWritten => {}
            Effort::Replications(count) => {
                study.run.replications = count;
                study.run.precision = None;
            }
            Effort::Precision(precision) => study.run.precision = Some(precision),
        }
        Ok(study)
    }

    /// The scenario without what the sweep changes.
    ///
    /// # Errors
    /// Every problem of it.
    pub fn base_study(&self) -> Result<Study, Problems> {
        self.draft.build(&self.files)
    }

    /// Checks some points on so many threads (0: one per core).
    ///
    /// # Errors
    /// Every problem of every point, each once.
    pub fn check(&self, points: &[u32], threads: usize) -> Result<(), Problems> {
        let base = self.base_study();
        if base.as_ref().is_ok_and(|base| base.run.batches.is_some()) {
            return Err(self.file.problem_of_all(
                "the scenario is one long run in batches; the points of a sweep are replicated",
                "leave `batches` out of its [run]",
            ));
        }
        let base = base.err();
        let problems = |&number: &u32| {
            let point = match self.point(number) {
                Ok(point) => point,
                Err(problems) => return Some(problems),
            };
            let problems = self.study(&point).err()?;
            Some(self.file.shown_by(problems, &self.told(&point), base.as_ref()))
        };
        let found = experiment::each(points, threads, problems).into_iter().flatten();
        match found.reduce(Problems::and) {
            Some(problems) => Err(problems),
            None => Ok(()),
        }
    }

    /// A point in words: `point 17: staff -4, threshold 2`.
    #[must_use]
    pub fn told(&self, point: &Point) -> String {
        let axes = self.file.axes.iter().zip(&point.cells);
        let values: Vec<String> =
            axes.map(|(axis, cell)| format!("{} {}", axis.name, cell.told())).collect();
        format!("point {}: {}", point.number, values.join(", "))
    }

    fn product(&self, path: &str, factor: &Given, integer: bool) -> Result<Given, Problems> {
        let Some(base) = self.draft.value(path) else {
            return Err(self.file.problem(
                factor,
                &format!("there is nothing to multiply at `{path}`"),
                "write it into the scenario, or `values` instead of `multiply`",
            ));
        };
        let number = factor.number().unwrap_or(f64::NAN);
        base.times(number, integer, factor).ok_or_else(|| {
            let written = base.written();
            self.file.problem(
                factor,
                &format!("{written} at `{path}` cannot be multiplied"),
                "numbers, lengths of time and lists of them can; else write `values`",
            )
        })
    }

    fn name_of(&self, settings: &[Setting]) -> String {
        let mut lines: Vec<String> = settings
            .iter()
            .map(|setting| format!("{:?} = {}\n", setting.path, setting.value.written()))
            .collect();
        lines.sort_unstable();
        digest(&format!("{}\n{}", self.base, lines.concat()))
    }

    /// The name of the whole: its base, its design, and all values of all axes.
    fn own_name(&self, seed: u64) -> String {
        let axis = |axis: &crate::scenario::Axis| {
            let values = match &axis.values {
                AxisValues::Listed(values) | AxisValues::Factors { factors: values, .. } => {
                    values.iter().map(Given::written).collect::<Vec<_>>().join(", ")
                }
                AxisValues::Range { from, to, integer, log } => {
                    format!("{} to {} {integer} {log}", from.written(), to.written())
                }
            };
            format!("{:?} {:?} {values}\n", axis.name, axis.paths)
        };
        let axes: String = self.file.axes.iter().map(axis).collect();
        let (design, count) = (self.file.design.name(), self.count());
        digest(&format!("{}\n{design} {count} {seed}\n{axes}", self.base))
    }
}

/// What all points share: the program, scenario, data, effort, metrics.
fn base(file: &SweepFile, draft: &Draft, files: &Files, effort: &Effort) -> String {
    let mut text = format!("{NAMING}\n{SOURCES}\n{}\n", draft.canonical());
    for (path, table) in files {
        let sha256 = table.as_ref().map_or("", |table| table.sha256.as_str());
        text += &format!("{path:?} {sha256}\n");
    }
    text += &match effort {
        Effort::Replications(count) => format!("{count} replications\n"),
        Effort::AsWritten => "as written\n".into(),
        Effort::Precision(precision) => format!(
            "{} to {:?}, at most {}\n",
            precision.metric, precision.half_width, precision.max_replications
        ),
    };
    let mut metrics: Vec<&str> = file.metrics.iter().map(|metric| metric.id).collect();
    metrics.sort_unstable();
    data::sha256((text + &metrics.join(",")).as_bytes())
}

/// 128 bits of SHA-256.
fn digest(text: &str) -> String {
    data::sha256(text.as_bytes())[..32].to_owned()
}

/// The data files that the scenario names at some point.
fn data_files(file: &SweepFile, draft: &Draft) -> Vec<String> {
    let mut found = draft.files();
    for axis in &file.axes {
        let AxisValues::Listed(values) = &axis.values else { continue };
        for value in values.iter().filter(|value| value.may_name_files()) {
            let setting = |path: &String| Setting { path: path.clone(), value: value.clone() };
            let settings: Vec<Setting> = axis.paths.iter().map(setting).collect();
            // A path that leads nowhere is said when the point is checked.
            if let Ok(laid) = draft.with(file, &settings) {
                found.extend(laid.files());
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn cell(given: &Given) -> Cell {
    match (given.integer(), given.number(), given.seconds()) {
        (Some(number), ..) => Cell::Integer(number),
        (None, Some(number), _) => Cell::Number(number),
        (None, None, Some(seconds)) => Cell::Length(seconds, given.plain()),
        (None, None, None) => Cell::Text(given.plain()),
    }
}

impl Cell {
    /// The value as a number.
    #[must_use]
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Where the value lies on a scale: a number, or the seconds of a length of time.
    #[must_use]
    pub const fn place(&self) -> Option<f64> {
        if let Self::Length(seconds, _) = self { Some(*seconds) } else { self.number() }
    }

    /// The value for people.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Length(_, text) | Self::Text(text) => text.clone(),
            Self::Missing => "as written".into(),
        }
    }
}
