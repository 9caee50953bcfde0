//! From a tree to a center: names to ids, defaults filled in, every problem noted.

use std::cell::{Cell, RefCell};

use crate::ids::QueueId;
use crate::model::Center;
use crate::random::Law;
use crate::time::SimTime;

use super::clock::Clock;
use super::dist::{self, Of};
use super::files::Files;
use super::node::{Node, Table};
use super::period::Period;
use super::plan::Shrinkages;
use super::problem::{At, Notes, nearest};
use super::reader::{self, Reader};
use super::study::{Assumed, RecordedOutcome};
use super::{agent_group, bookings, call_type, queue, routing};

/// Named things of one kind at most.
const MOST_NAMED: usize = 10_000;

/// What is known while a center is built.
pub(super) struct Build<'b> {
    pub(super) notes: &'b Notes,
    pub(super) clock: &'b Clock,
    pub(super) files: &'b Files,
    pub(super) period: &'b Period,
    /// Names of queues and call types, in order.
    pub(super) queues: Vec<String>,
    pub(super) call_types: Vec<String>,
    /// Names of skills, and of attributes with their values, in order.
    pub(super) skills: Vec<String>,
    pub(super) attributes: Vec<(String, Vec<String>)>,
    /// Whether rules of the routing lead calls to queues.
    pub(super) has_routes: bool,
    /// Whether rules of a route offer callbacks, in whatever queue.
    pub(super) routes_offer_callbacks: bool,
    pub(super) assumed: RefCell<Vec<Assumed>>,
    pub(super) recorded: RefCell<Vec<RecordedOutcome>>,
    /// Whether `staff = "planned"` is to be filled in.
    pub(super) plans: bool,
    /// Groups whose staff is planned, and the share that each group is away.
    pub(super) planned: RefCell<Vec<String>>,
    pub(super) shrinkages: RefCell<Shrinkages>,
    /// What was left out of files, by path.
    pub(super) remarks: RefCell<Vec<(String, String)>>,
    /// Expected calls of one replication so far.
    pub(super) expected_calls: Cell<f64>,
}

impl Build<'_> {
    /// Notes a default that the report names.
    pub(super) fn assume(&self, path: &str, value: &str, words: &str) {
        self.assumed.borrow_mut().push(Assumed {
            path: path.to_owned(),
            value: value.to_owned(),
            words: words.to_owned(),
        });
    }

    /// The number of a skill.
    pub(super) fn skill(&self, name: &str) -> Option<u32> {
        self.skills.iter().position(|skill| skill == name).map(|at| at as u32)
    }

    /// The numbers of an attribute and of its value.
    pub(super) fn attribute(&self, name: &str, value: &str) -> Option<(u32, u32)> {
        let id = self.attributes.iter().position(|(other, _)| other == name)?;
        let value = self.attributes[id].1.iter().position(|other| other == value)?;
        Some((id as u32, value as u32))
    }

    /// The queue that a key names.
    pub(super) fn queue_of(&self, node: &Node, key: &str) -> Option<QueueId> {
        self.queue(reader::text(node, key, self.notes)?, &node.at)
    }

    /// The queue of this name.
    pub(super) fn queue(&self, name: &str, at: &At) -> Option<QueueId> {
        let found = self.queues.iter().position(|queue| queue == name);
        if found.is_none() {
            let near = nearest(name, self.queues.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean {near:?}?"),
                None if self.queues.is_empty() => format!("add a table [queue.{name}]"),
                None => format!("the queues are {}", self.queues.join(", ")),
            };
            self.notes.add(at, format!("there is no queue {name:?}"), help);
        }
        found.map(|position| QueueId(position as u32))
    }
}

/// The tables of one kind by name, such as all `[queue.NAME]`.
pub(super) fn named<'t>(
    root: &'t Table,
    kind: &'static str,
    notes: &'t Notes,
) -> Vec<(&'t str, Reader<'t>)> {
    let Some(node) = root.get(kind) else { return Vec::new() };
    let Some(table) = node.as_table() else {
        notes.add(&node.at, format!("`{kind}` must hold tables by name"), format!("[{kind}.NAME]"));
        return Vec::new();
    };
    if table.entries.len() > MOST_NAMED {
        notes.add(
            &node.at,
            format!("{} of `{kind}` are too many", table.entries.len()),
            format!("at most {MOST_NAMED}"),
        );
        return Vec::new();
    }
    let mut found: Vec<_> = Vec::new();
    for entry in &table.entries {
        match entry.node.as_table() {
            Some(inner) => found.push((
                entry.key.as_str(),
                Reader::new(inner, format!("[{kind}.{}]", entry.key), &entry.key_at, notes),
            )),
            None => notes.add(
                &entry.key_at,
                format!("[{kind}.{}] must be a table", entry.key),
                format!("`{}` is taken for the name of a {kind}", entry.key),
            ),
        }
    }
    // Order in the file never matters: ids follow the names.
    found.sort_by_key(|(name, _)| *name);
    found
}

/// A factor that scales arrivals: a coefficient of variation, or a law of mean 1.
pub(super) fn forecast_error(build: &Build<'_>, node: &Node) -> Option<Law> {
    if node.as_table().is_some() {
        let law = dist::read(build, node, "forecast_error", Of::Factors)?;
        if (law.mean() - 1.0).abs() > 1e-6 && !matches!(law, Law::Truncated { .. }) {
            build.notes.add(
                &node.at,
                format!("the mean of `forecast_error` is {}", law.mean()),
                "it must be 1; change the arrivals to change how many call",
            );
        }
        return Some(law);
    }
    let cv = reader::number(node, "forecast_error", 0.0, 10.0, build.notes)?;
    if cv == 0.0 { None } else { Law::gamma(1.0, cv).ok() }
}

/// Builds the center of one variant from its tree.
pub(super) fn center(build: &Build<'_>, root: &Table) -> Option<Center> {
    let queue_readers = named(root, "queue", build.notes);
    let type_readers = named(root, "call_type", build.notes);
    let group_readers = named(root, "agent_group", build.notes);
    let whole = At { source: 0, span: 0..0 };
    for (kind, count) in [
        ("queue", queue_readers.len()),
        ("call_type", type_readers.len()),
        ("agent_group", group_readers.len()),
    ] {
        if count == 0 && root.get(kind).is_none() {
            build.notes.add(
                &whole,
                format!("the scenario has no [{kind}.NAME]"),
                "a center needs a call type, a queue and an agent group",
            );
        }
    }
    let lines_and_error = root.table("scenario").map(|table| {
        let reader = Reader::new(table, "[scenario]", &whole, build.notes);
        let lines = reader.integer("lines", 1, 1_000_000).map(|lines| lines as u32);
        (lines, reader.node("forecast_error").and_then(|node| forecast_error(build, node)))
    });
    let (lines, forecast_error) = lines_and_error.unwrap_or_default();
    let call_types: Vec<_> = type_readers
        .iter()
        .map(|(name, reader)| call_type::call_type(build, name, reader))
        .collect();
    let groups: Vec<_> = group_readers
        .iter()
        .map(|(name, reader)| agent_group::agent_group(build, name, reader))
        .collect();
    let queues: Vec<_> =
        queue_readers.iter().map(|(name, reader)| queue::queue(build, name, reader)).collect();
    let routing = routing::routing(build, root);
    let call_types: Vec<_> = call_types.into_iter().collect::<Option<_>>()?;
    let groups: Vec<_> = groups.into_iter().collect::<Option<_>>()?;
    let bookings = bookings::bookings(build, root, &call_types)?;
    let mut queues: Vec<_> = queues.into_iter().collect::<Option<_>>()?;
    for (position, queue) in queues.iter_mut().enumerate() {
        let id = QueueId(position as u32);
        let served = groups.iter().any(|group| group.queues.contains(&id));
        if !served {
            let others = build.queues.iter().map(String::as_str);
            let near = nearest(&queue.name, others.filter(|other| *other != queue.name));
            let near = near.map_or(String::new(), |near| format!("; or did you mean {near:?}?"));
            build.notes.add(
                &queue_readers[position].1.at,
                format!("no agent group serves the queue {:?}", queue.name),
                format!("add {:?} to the `queues` of an agent group{near}", queue.name),
            );
        }
        queue.mean_handle_time = queue::mean_handle_time(build, &call_types, id);
    }
    Some(Center {
        horizon: build.period.horizon(),
        days: build.clock.days(),
        call_types,
        bookings,
        queues,
        routing: routing?,
        groups,
        lines,
        forecast_error,
    })
}

/// Moments with values as steps: contiguous from zero to the end, `nothing` elsewhere.
pub(super) fn steps<T: Copy + PartialEq>(
    mut windows: Vec<(SimTime, SimTime, T)>,
    nothing: T,
    end: SimTime,
) -> Result<Vec<(SimTime, T)>, SimTime> {
    windows.sort_by_key(|window| window.0);
    let mut steps = vec![(SimTime::ZERO, nothing)];
    let mut put = |at: SimTime, value: T| {
        match steps.last_mut() {
            Some(last) if last.0 == at => last.1 = value,
            _ => steps.push((at, value)),
        }
        let equal = steps.len() > 1 && steps[steps.len() - 2].1 == steps[steps.len() - 1].1;
        if equal {
            steps.pop();
        }
    };
    let mut until = SimTime::ZERO;
    for (from, to, value) in windows {
        if from < until {
            return Err(from);
        }
        if from > until {
            put(until, nothing);
        }
        put(from, value);
        until = to;
    }
    if until < end {
        put(until, nothing);
    }
    steps.retain(|step| step.0 < end);
    Ok(steps)
}
