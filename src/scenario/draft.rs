//! From a scenario's text to a study: overrides, variants, data files, all problems at once.

use std::cell::{Cell, RefCell};

use crate::model::Center;

use super::build::{self, Build};
use super::callers;
use super::changes::{self, Change};
use super::estimation;
use super::expect::{self, Known};
use super::files::{self, Files};
use super::keys::Place;
use super::layers::{self, Layer};
use super::node::{self, Node, Table, Value};
use super::outside;
use super::period::{self, Period, Run};
use super::plan::{self, PlanSettings, Planning, Shrinkages};
use super::problem::{At, Notes, Problem, Problems, Source, nearest};
use super::reader::Reader;
use super::settings;
use super::study::{Assumed, DataFile, Override, RecordedOutcomes, Study, Variant};

/// The largest scenario file.
const MOST_BYTES: usize = 1 << 20;
/// Expected calls of a whole run at most.
const MOST_CALLS: f64 = 1e11;

/// What the command line changes.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Paths and their TOML values.
    pub sets: Vec<(String, String)>,
    /// Names of the variants to keep; all when empty.
    pub variants: Vec<String>,
    /// Instead of the file's.
    pub seed: Option<u64>,
    /// Instead of the file's.
    pub replications: Option<u32>,
}

/// What the planner is asked for, as it is read.
#[derive(Debug, Default)]
struct Asked {
    settings: Option<PlanSettings>,
    shrinkages: Vec<Shrinkages>,
}

/// A scenario that has been parsed, before its data files are loaded.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) sources: Vec<Source>,
    pub(super) root: Table,
    pub(super) options: Options,
    sha256: String,
}

impl Draft {
    /// Parses a scenario and applies the settings of the command line.
    ///
    /// # Errors
    /// All syntax errors, and settings whose path leads nowhere.
    pub fn read(name: &str, text: &str, sha256: &str, options: &Options) -> Result<Self, Problems> {
        let layer = Layer { name: name.to_owned(), text: text.to_owned(), folder: String::new() };
        Self::read_layers(&[layer], sha256, options)
    }

    /// The same of a scenario that extends others: the scenario itself, what it extends, what
    /// that extends, and so on.
    ///
    /// # Errors
    /// All syntax errors, and settings whose path leads nowhere.
    pub fn read_layers(
        layers: &[Layer],
        sha256: &str,
        options: &Options,
    ) -> Result<Self, Problems> {
        let notes = Notes::default();
        let source = |layer: &Layer| Source { name: layer.name.clone(), text: layer.text.clone() };
        let mut sources: Vec<Source> = layers.iter().map(source).collect();
        let mut root = Table::default();
        for (position, layer) in layers.iter().enumerate().rev() {
            if layer.text.len() > MOST_BYTES {
                let size = layer.text.len();
                notes.note(Problem {
                    at: None,
                    message: format!("{} has {size} bytes: too large for a scenario", layer.name),
                    help: Some("at most 1 MiB; calls belong into a data file".into()),
                });
                continue;
            }
            let mut own = node::parse(&layer.text, position, &notes);
            if let (Some(sweep), None) = (own.get("sweep"), own.get("scenario")) {
                let help = "`ringback sweep` runs it";
                notes.add(&sweep.at, "this is a sweep, not a scenario", help);
                break;
            }
            layers::rebase(&mut own, &layer.folder);
            layers::merge(&mut root, own);
        }
        for (path, value) in &options.sets {
            sources.push(Source { name: format!("--set {path}"), text: value.clone() });
            let new = node::parse_value(value, sources.len() - 1);
            outside::set_one_of(
                &mut root,
                path,
                new,
                options.sets.iter().map(|set| &*set.0),
                &notes,
            );
        }
        if !notes.is_empty() {
            return Err(notes.into_problems(&sources));
        }
        let sha256 = sha256.to_owned();
        Ok(Self { sources, root, options: options.clone(), sha256 })
    }

    /// Paths of the data files that it reads, relative to the scenario file.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        files::named(&self.root, &mut found);
        found
    }

    /// What it says, as lines of TOML in the order of their paths: settings of the command line
    /// included, expectations and what only describes left out. A draft of these lines means the
    /// same center.
    #[must_use]
    pub fn settings(&self) -> Vec<String> {
        settings::lines(&self.root)
    }

    /// What this draft says otherwise than another one, in the order of the paths.
    #[must_use]
    pub fn changes_since(&self, before: &Self) -> Vec<Change> {
        changes::changes(&before.root, &self.root, &|at| self.place(at))
    }

    /// Whether it asks the capacity planner for something.
    #[must_use]
    pub fn has_plan(&self) -> bool {
        let is_planned = |node: Option<&Node>| node.and_then(Node::as_text) == Some("planned");
        let groups = self.root.table("agent_group").map_or(&[][..], |groups| &groups.entries);
        let mut staffs = groups.iter().map(|group| group.node.as_table()?.get("staff"));
        self.root.get("plan").is_some() || staffs.any(is_planned)
    }

    /// The file and line of a place.
    fn place(&self, at: &At) -> (String, usize) {
        let source = &self.sources[at.source];
        let end = at.span.start.min(source.text.len());
        let line = 1 + source.text.as_bytes()[..end].iter().filter(|&&byte| byte == b'\n').count();
        (source.name.clone(), line)
    }

    /// Checks everything and builds the study.
    ///
    /// # Errors
    /// Every problem of the scenario and its data.
    pub fn build(&self, files: &Files) -> Result<Study, Problems> {
        let notes = Notes::default();
        let study = self.study(files, &notes, None);
        match study {
            Some(study) if notes.is_empty() => Ok(study),
            _ => Err(notes.into_problems(&self.sources)),
        }
    }

    /// The same for the capacity planner: `[plan]` is read too, and `staff = "planned"` is nobody
    /// for now.
    ///
    /// # Errors
    /// Every problem of the scenario, its plan and its data.
    pub fn build_plan(&self, files: &Files) -> Result<Planning, Problems> {
        let notes = Notes::default();
        let mut asked = Asked::default();
        let study = self.study(files, &notes, Some(&mut asked));
        match (study, asked.settings) {
            (Some(study), Some(settings)) if notes.is_empty() => {
                Ok(Planning { study, settings, shrinkages: asked.shrinkages })
            }
            _ => Err(notes.into_problems(&self.sources)),
        }
    }

    fn study(&self, files: &Files, notes: &Notes, mut asked: Option<&mut Asked>) -> Option<Study> {
        self.check_top(notes);
        let run = self.run(notes);
        let trees = self.trees(&run, notes);
        let period = period::period(&self.root, notes);
        let (Some(period), false) = (period, trees.is_empty()) else {
            return None;
        };
        let mut study = self.frame(&period, &run, files);
        let known = Known::new(
            self.variant_names(&run),
            trees.iter().map(|(tree, _)| &tree.root).chain([&self.root]),
        );
        study.expectations =
            expect::expectations(&self.root, &known, &study.timeline, notes, &|at| self.place(at));
        for (tree, compare_to) in trees {
            let mut build = self.builder(&tree.root, &period, files, notes);
            build.plans = asked.is_some();
            let center = build::center(&build, &tree.root);
            if let Some(asked) = &mut asked {
                let planned = build.planned.take();
                if asked.shrinkages.is_empty() {
                    asked.settings = plan::plan(&build, &self.root, &planned);
                }
                asked.shrinkages.push(build.shrinkages.take());
            }
            self.check_size(&build, &run, study.variants.len() + 1, notes);
            let offers = center.as_ref().is_some_and(Center::has_callbacks);
            let assumed = build.assumed.into_inner();
            let matters = |assumed: &Assumed| offers || !assumed.path.contains(".callback");
            study.assumed.extend(assumed.into_iter().filter(matters));
            let outcomes = build.recorded.into_inner();
            if study.recorded.is_none() && !outcomes.is_empty() {
                study.recorded = Some(RecordedOutcomes { calls: outcomes });
            }
            remark(&mut study.data, &build.remarks.into_inner());
            if let Some(mut center) = center {
                center.score_estimates(run.wait_estimates);
                study.variants.push(Variant { name: tree.name, center, compare_to });
            }
        }
        let (root, horizon) = (&self.root, period.horizon());
        estimation::check(root, &run, &horizon, &study.variants, notes);
        study.assumed.sort_by(|a, b| a.path.cmp(&b.path));
        study.assumed.dedup();
        (!study.variants.is_empty()).then_some(study)
    }

    fn run(&self, notes: &Notes) -> Run {
        let mut run = period::run(&self.root, self.options.replications, notes);
        run.settings.seed = self.options.seed.unwrap_or(run.settings.seed);
        run
    }

    /// The tables that a file may have at its top.
    fn check_top(&self, notes: &Notes) {
        let whole = At { source: 0, span: 0..0 };
        let reader = Reader::new(&self.root, "the scenario", &whole, notes);
        for key in [
            "format",
            "scenario",
            "run",
            "call_type",
            "queue",
            "agent_group",
            "variant",
            "expect",
            "plan",
            "route",
            "routing",
            "scheduled_callback",
        ] {
            reader.node(key);
        }
        reader.text("extends");
        reader.finish();
    }

    fn builder<'b>(
        &self,
        root: &Table,
        period: &'b Period,
        files: &'b Files,
        notes: &'b Notes,
    ) -> Build<'b> {
        let names = |kind: &str| {
            let mut names: Vec<String> = root.table(kind).map_or_else(Vec::new, |table| {
                let tables = table.entries.iter().filter(|entry| entry.node.as_table().is_some());
                tables.map(|entry| entry.key.clone()).collect()
            });
            names.sort();
            names
        };
        Build {
            notes,
            clock: &period.clock,
            files,
            period,
            queues: names("queue"),
            call_types: names("call_type"),
            skills: callers::skill_names(root),
            attributes: callers::attribute_names(root),
            has_routes: root.get("route").is_some(),
            routes_offer_callbacks: routes_offer_callbacks(root),
            assumed: RefCell::default(),
            recorded: RefCell::default(),
            plans: false,
            planned: RefCell::default(),
            shrinkages: RefCell::default(),
            remarks: RefCell::default(),
            expected_calls: Cell::new(0.0),
        }
    }

    fn check_size(&self, build: &Build<'_>, run: &Run, variants: usize, notes: &Notes) {
        let calls =
            build.expected_calls.get() * f64::from(run.settings.replications) * variants as f64;
        if calls > MOST_CALLS {
            notes.note(Problem {
                at: None,
                message: format!("about {calls:.1e} calls are too many for one run"),
                help: Some(format!(
                    "at most {MOST_CALLS:.0e}: fewer replications, or a shorter period"
                )),
            });
        }
    }

    /// The study without its variants.
    fn frame(&self, period: &Period, run: &Run, files: &Files) -> Study {
        let data = files
            .iter()
            .filter_map(|(path, table)| {
                let table = table.as_ref().ok()?;
                Some(DataFile {
                    path: path.clone(),
                    sha256: table.sha256.clone(),
                    rows: table.rows(),
                    notes: table.notes.clone(),
                })
            })
            .collect();
        Study {
            name: period.name.clone(),
            description: period.description.clone(),
            variants: Vec::new(),
            run: run.settings.clone(),
            timeline: period.clock.timeline(period.interval),
            scenario_sha256: self.sha256.clone(),
            data,
            assumed: Vec::new(),
            overrides: self
                .options
                .sets
                .iter()
                .map(|(path, value)| Override { path: path.clone(), value: value.clone() })
                .collect(),
            recorded: None,
            reports_queue_length_max: run.queue_length_max,
            expectations: Vec::new(),
        }
    }

    /// The variants that nobody declares, and whether they offer callbacks.
    fn automatic(&self, run: &Run) -> &'static [(&'static str, bool)] {
        match (run.declared_only, offers_callbacks(&self.root)) {
            (true, _) => &[],
            (false, true) => &[("hold", false), ("callback", true)],
            (false, false) => &[("base", true)],
        }
    }

    /// The names of all variants, those included that the command line leaves out.
    fn variant_names(&self, run: &Run) -> Vec<String> {
        let mut names: Vec<String> =
            self.automatic(run).iter().map(|(name, _)| (*name).to_owned()).collect();
        let declared = self.root.table("variant").map_or(&[][..], |table| &table.entries);
        let is_new = |entry: &&node::Entry| !names.contains(&entry.key);
        let more: Vec<String> =
            declared.iter().filter(is_new).map(|entry| entry.key.clone()).collect();
        names.extend(more);
        names
    }

    /// The tree of each variant, with the position of the variant that it is compared with.
    fn trees(&self, run: &Run, notes: &Notes) -> Vec<(Tree, Option<usize>)> {
        let automatic = self.automatic(run);
        let mut trees: Vec<Tree> = automatic
            .iter()
            .map(|&(name, callbacks)| Tree::new(name, &self.root, callbacks))
            .collect();
        for (name, reader) in build::named(&self.root, "variant", notes) {
            let callbacks = reader.boolean("callback", true);
            let mut tree = match trees.iter().position(|tree| tree.name == name) {
                Some(position) => trees.remove(position),
                None => Tree::new(name, &self.root, callbacks),
            };
            if let Some(changes) = reader.table("set") {
                change(&mut tree.root, changes.table, "", notes);
            }
            tree.compare_to = reader
                .text("compare_to")
                .zip(reader.table.get("compare_to"))
                .map(|(name, node)| (name.to_owned(), node.at.clone()));
            reader.finish();
            let place = automatic.iter().position(|(other, _)| *other == name);
            trees.insert(place.unwrap_or(trees.len()).min(trees.len()), tree);
        }
        if trees.is_empty() {
            notes.note(Problem {
                at: None,
                message: "`variants = \"declared\"` but no [variant.NAME] is declared".into(),
                help: Some("declare one, or leave `variants` out".into()),
            });
        }
        self.kept(trees, notes)
    }

    /// The variants that the command line asks for, each with whom it is compared with.
    fn kept(&self, trees: Vec<Tree>, notes: &Notes) -> Vec<(Tree, Option<usize>)> {
        let names: Vec<String> = trees.iter().map(|tree| tree.name.clone()).collect();
        for wanted in &self.options.variants {
            if !names.contains(wanted) {
                let near = nearest(wanted, names.iter().map(String::as_str));
                notes.note(Problem {
                    at: None,
                    message: format!("--variant: there is no variant {wanted:?}"),
                    help: Some(near.map_or_else(
                        || format!("the variants are {}", names.join(", ")),
                        |near| format!("did you mean {near:?}?"),
                    )),
                });
            }
        }
        for tree in &trees {
            if let Some((other, at)) = &tree.compare_to
                && !names.contains(other)
            {
                notes.add(
                    at,
                    format!("there is no variant {other:?} to compare with"),
                    format!("the variants are {}", names.join(", ")),
                );
            }
        }
        let wanted = &self.options.variants;
        let kept: Vec<Tree> = trees
            .into_iter()
            .filter(|tree| wanted.is_empty() || wanted.contains(&tree.name))
            .collect();
        let kept_names: Vec<String> = kept.iter().map(|tree| tree.name.clone()).collect();
        kept.into_iter()
            .enumerate()
            .map(|(position, tree)| {
                let named = tree.compare_to.as_ref().map(|(other, _)| other);
                let other = match named {
                    Some(other) => kept_names.iter().position(|name| name == other),
                    None => Some(0),
                };
                (tree, other.filter(|other| *other != position))
            })
            .collect()
    }
}

/// A variant's own tree.
#[derive(Clone, Debug)]
struct Tree {
    name: String,
    root: Table,
    compare_to: Option<(String, At)>,
}

impl Tree {
    fn new(name: &str, root: &Table, callbacks: bool) -> Self {
        let mut root = root.clone();
        if !callbacks {
            for rules in overflow_lists(&mut root) {
                rules.retain(|rule| !is_callback(rule));
            }
        }
        Self { name: name.to_owned(), root, compare_to: None }
    }
}

fn is_callback(rule: &Node) -> bool {
    rule.as_table().and_then(|table| table.get("action")).and_then(Node::as_text)
        == Some("direct_callback")
}

/// The tables that may hold overflow rules: queues, and routes.
fn tables_with_rules(root: &mut Table) -> Vec<&mut Table> {
    let mut found = Vec::new();
    for entry in &mut root.entries {
        match (&mut entry.node.value, entry.key.as_str()) {
            (Value::Table(queues), "queue") => {
                let nodes = queues.entries.iter_mut().map(|entry| &mut entry.node);
                found.extend(nodes.filter_map(as_table_mut));
            }
            (Value::List(routes), "route") => {
                found.extend(routes.iter_mut().filter_map(as_table_mut));
            }
            _ => {}
        }
    }
    found
}

fn as_table_mut(node: &mut Node) -> Option<&mut Table> {
    if let Value::Table(table) = &mut node.value { Some(table) } else { None }
}

/// All lists of overflow rules.
fn overflow_lists(root: &mut Table) -> Vec<&mut Vec<Node>> {
    tables_with_rules(root)
        .into_iter()
        .filter_map(|table| match table.get_mut("overflow").map(|node| &mut node.value) {
            Some(Value::List(rules)) => Some(rules),
            _ => None,
        })
        .collect()
}

fn routes_offer_callbacks(root: &Table) -> bool {
    let routes = root.get("route").and_then(Node::as_list).unwrap_or_default();
    let rules = routes.iter().filter_map(|route| route.as_table()?.get("overflow")?.as_list());
    rules.flatten().any(is_callback)
}

fn offers_callbacks(root: &Table) -> bool {
    let mut root = root.clone();
    overflow_lists(&mut root).into_iter().flatten().any(|rule| is_callback(rule))
}

/// Sets what a variant's `set` says: quoted paths and nested tables mean the same.
fn change(root: &mut Table, changes: &Table, before: &str, notes: &Notes) {
    for entry in &changes.entries {
        let path = if before.is_empty() {
            entry.key.clone()
        } else if entry.key.contains(['.', ' ']) {
            format!("{before}.\"{}\"", entry.key)
        } else {
            format!("{before}.{}", entry.key)
        };
        let first = path.split('.').next().unwrap_or_default();
        let below = path.trim_start_matches("scenario.");
        if first == "run"
            || (first == "scenario"
                && !["lines", "forecast_error"].contains(&below)
                && path != "scenario")
        {
            notes.add(
                &entry.key_at,
                format!("a variant cannot change `{path}`"),
                "variants share the period and the run, so that they can be compared",
            );
            continue;
        }
        match &entry.node.value {
            // Tables of the tree are walked into; a law or a rule is set as a whole.
            Value::Table(inner) if is_branch(&path) => change(root, inner, &path, notes),
            _ => outside::set(root, &path, entry.node.clone(), notes),
        }
    }
}

/// Whether a path leads to a table of settings, not to a value that is written as a table.
fn is_branch(path: &str) -> bool {
    let parts = node::path(path).unwrap_or_default();
    let place = parts.iter().try_fold(Place::FILE, |place, part| place.below(part));
    place.is_some_and(Place::is_settings)
}

/// Adds remarks to the files they are about, each once.
fn remark(data: &mut [DataFile], remarks: &[(String, String)]) {
    for (path, remark) in remarks {
        for file in data.iter_mut().filter(|file| file.path == *path) {
            if !file.notes.contains(remark.as_str()) {
                if !file.notes.is_empty() {
                    file.notes.push_str(", ");
                }
                file.notes.push_str(remark);
            }
        }
    }
}

/// A study from a text that reads no files; for tests and examples.
///
/// # Errors
/// Every problem of the scenario.
pub fn study_from_text(text: &str) -> Result<Study, Problems> {
    Draft::read("scenario.toml", text, "", &Options::default())?.build(&Files::new())
}
