//! `[agent_group.NAME]`: which queues, how many agents when, and how they take notifications.

use crate::model::{Absence, AgentGroup, Level, Notification};
use crate::random::Law;
use crate::time::{SimTime, Span};

use super::build::{Build, steps};
use super::callers;
use super::clock::{self, Window};
use super::dist;
use super::files;
use super::node::{Node, Table, Value};
use super::problem::nearest;
use super::reader::{self, Reader};
use super::roster;
use super::shrinkage::{self, Steps};

/// Agents of a group at most.
const MOST_AGENTS: i64 = 1_000_000;
/// Work items in an agent's hands at once at most.
const MOST_CAPACITY: i64 = 100;

const STAFF: &str = "write staff = 24, [{ from = \"08:00\", to = \"18:00\", agents = 24 }], \
                     { per_interval = [..] }, { file = \"staff.csv\", time = \"..\", agents = \"..\" }, \
                     or { roster = \"roster.csv\" }";

/// Reads an agent group; none when a part of it cannot be told.
pub(super) fn agent_group(
    build: &Build<'_>,
    name: &str,
    reader: &Reader<'_>,
) -> Option<AgentGroup> {
    let queues = queues(build, reader);
    let change = reader.integer("staff_change", -MOST_AGENTS, MOST_AGENTS).unwrap_or(0);
    let staff = reader.required("staff", STAFF).and_then(|node| staff(build, name, reader, node));
    let shares = shrinkage::shares(build, reader);
    let absence = absence(build, reader);
    let handle_factors = handle_factors(build, reader);
    let notification = notification(build, name, reader);
    let cost_per_hour = reader.number("cost_per_hour", 0.0, 1e9).unwrap_or(0.0);
    let skills = callers::skills(build, reader);
    let capacity = reader.integer("capacity", 1, MOST_CAPACITY).unwrap_or(1) as u32;
    reader.finish();
    let changed = |agents: u32| match agents {
        0 => 0,
        _ => (i64::from(agents) + change).clamp(0, MOST_AGENTS) as u32,
    };
    let queues = queues?;
    if let Some(shares) = &shares {
        build.shrinkages.borrow_mut().insert(name.to_owned(), shares.clone());
    }
    let paid: Steps = staff?.into_iter().map(|(at, agents)| (at, changed(agents))).collect();
    Some(AgentGroup {
        name: name.to_owned(),
        queues: queues.iter().map(|level| level.queue).collect(),
        levels: queues.into_iter().filter(|own| own.level > 1 || own.after > Span::ZERO).collect(),
        skills,
        staff: shrinkage::shrunk(&paid, &shares?, &build.period.horizon(), &build.clock.days()),
        paid,
        absence: absence?,
        handle_factors: handle_factors?,
        capacity,
        notification: notification?,
        cost_per_hour,
    })
}

/// The queues of a group, each with its level and the wait after which it may be served.
fn queues(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<Level>> {
    const HELP: &str = "write queues = [\"support\"]";
    let node = reader.required("queues", HELP)?;
    let Some(items) = node.as_list().filter(|items| !items.is_empty()) else {
        build.notes.add(&node.at, format!("`queues` cannot be {}", node.written()), HELP);
        return None;
    };
    let mut found: Vec<Option<Level>> = Vec::new();
    for item in items {
        match &item.value {
            Value::Text(name) => {
                let queue = build.queue(name, &item.at);
                found.push(queue.map(|queue| Level { queue, level: 1, after: Span::ZERO }));
            }
            Value::Table(table) => found.push(level(build, table, item)),
            _ => build.notes.add(&item.at, "a queue's name is a text", HELP),
        }
    }
    found.into_iter().collect()
}

/// `{ queue, level = 2, after = "45s" }`.
fn level(build: &Build<'_>, table: &Table, item: &Node) -> Option<Level> {
    let reader = Reader::new(table, "a queue of `queues`", &item.at, build.notes);
    let queue = reader.required("queue", "name the queue");
    let level = reader.integer("level", 1, 1_000).unwrap_or(1) as u32;
    let after = reader.duration("after").unwrap_or(Span::ZERO);
    reader.finish();
    let queue = build.queue_of(queue?, "queue")?;
    Some(Level { queue, level, after })
}

/// Agents on duty from each moment on.
fn staff(build: &Build<'_>, name: &str, reader: &Reader<'_>, node: &Node) -> Option<Steps> {
    match &node.value {
        Value::Integer(_) => {
            let agents = reader::integer(node, "staff", 0, MOST_AGENTS, build.notes)?;
            Some(vec![(SimTime::ZERO, agents as u32)])
        }
        Value::List(items) => by_clock(build, node, items),
        Value::Table(table) => {
            let inner = Reader::new(table, "`staff`", &node.at, build.notes);
            let found = if let Some(list) = inner.node("per_interval") {
                per_interval(build, list)
            } else if table.get("file").is_some() {
                from_file(build, &inner)
            } else if let Some(file) = inner.node("roster") {
                roster::roster(build, name, file)
            } else {
                build.notes.add(&node.at, "`staff` says nothing about agents", STAFF);
                None
            };
            inner.finish();
            found
        }
        Value::Text(text) if text == "planned" && build.plans => {
            build.planned.borrow_mut().push(name.to_owned());
            Some(vec![(SimTime::ZERO, 0)])
        }
        Value::Text(text) if text == "planned" => {
            build.notes.add(
                &node.at,
                format!("the staff of {name:?} is still to be planned"),
                format!(
                    "`ringback plan` finds it and writes roster.csv; then write staff = {{ roster = \
                     \"roster.csv\" }}, or --set 'agent_group.{name}.staff={{ roster = \
                     \"roster.csv\" }}'"
                ),
            );
            None
        }
        _ => {
            reader.wrong(node, "`staff` must be a whole number, a list or a table", STAFF);
            None
        }
    }
}

/// A list of windows; `to` defaults to the next `from` of the same day, else midnight.
fn by_clock(build: &Build<'_>, node: &Node, items: &[Node]) -> Option<Steps> {
    let mut windows: Vec<(Window, u32)> = Vec::new();
    for item in items {
        let Value::Table(table) = &item.value else {
            build.notes.add(&item.at, "each step of `staff` must be a table", STAFF);
            return None;
        };
        let reader = Reader::new(table, "a step of `staff`", &item.at, build.notes);
        let days = clock::days(&reader);
        let from = reader.required("from", "the time of day: from = \"08:00\"");
        let to = reader.node("to");
        let agents = reader.required("agents", "how many are on duty: agents = 24");
        reader.finish();
        let from = clock::time_of_day(from?, "from", build.notes)??;
        let to = match to {
            // Midnight at the end of the day is the next day's first moment.
            Some(node) => {
                Some(clock::time_of_day(node, "to", build.notes)?.unwrap_or(jiff::civil::Time::MIN))
            }
            None => None,
        };
        let agents = reader::integer(agents?, "agents", 0, MOST_AGENTS, build.notes)?;
        windows.push((Window { days, from, to }, agents as u32));
    }
    let mut moments = Vec::new();
    for (position, (window, agents)) in windows.iter().enumerate() {
        // A day of the week may have its own next step, so each day's windows end on their own.
        for day in 0..7 {
            if !window.days[day] {
                continue;
            }
            let mut own = Window { days: [false; 7], ..window.clone() };
            own.days[day] = true;
            if own.to.is_none() {
                own.to = windows
                    .iter()
                    .enumerate()
                    .filter(|(other, (next, _))| {
                        *other != position && next.days[day] && next.from > own.from
                    })
                    .map(|(_, (next, _))| next.from)
                    .min();
            }
            let found = build.clock.windows(&own);
            moments.extend(found.into_iter().map(|(from, to)| (from, to, *agents)));
        }
    }
    match steps(moments, 0, build.clock.end) {
        Ok(found) => Some(found),
        Err(at) => {
            build.notes.add(
                &node.at,
                format!("two steps of `staff` overlap {} into the period", hours(at)),
                "give the earlier one a `to`",
            );
            None
        }
    }
}

fn hours(at: SimTime) -> String {
    reader::written_duration(Span(at.0))
}

/// One value per reporting interval; the last holds on.
fn per_interval(build: &Build<'_>, list: &Node) -> Option<Steps> {
    let items = list.as_list().unwrap_or_default();
    if items.is_empty() {
        build.notes.add(&list.at, "`per_interval` must be a list of whole numbers", "[12, 14, ..]");
        return None;
    }
    let mut found = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let agents = reader::integer(item, "per_interval", 0, MOST_AGENTS, build.notes)?;
        let from = SimTime(position as u64 * build.period.interval.0);
        found.push((from, agents as u32));
    }
    found.retain(|step| step.0 < build.clock.end);
    found.dedup_by_key(|step| step.1);
    Some(found)
}

/// Rows of a file: each holds until the next, the last one on.
fn from_file(build: &Build<'_>, reader: &Reader<'_>) -> Option<Steps> {
    let file = reader.node("file")?;
    let time = reader.required("time", "name the column with the start of each row")?;
    let agents = reader.required("agents", "name the column with the number of agents")?;
    let open = files::open(file, build.files, build.notes)?;
    let times = open.column(reader::text(time, "time", build.notes)?, &time.at)?;
    let counts = open.column(reader::text(agents, "agents", build.notes)?, &agents.at)?;
    let mut windows: Vec<(SimTime, SimTime, u32)> = Vec::new();
    for (row, (time, count)) in times.iter().zip(counts.iter()).enumerate() {
        let (time, count) = (time.unwrap_or_default(), count.unwrap_or_default());
        let Ok(at) = build.clock.parse(time, None) else {
            open.fault(row, &format!("{time:?} is no time"), "write 2026-03-02T08:00:00");
            return None;
        };
        let Some(agents) = count.trim().parse().ok().filter(|n: &u32| i64::from(*n) <= MOST_AGENTS)
        else {
            open.fault(row, &format!("agents cannot be {count:?}"), "write a whole number");
            return None;
        };
        // Before the period the latest row counts, as that at its start.
        let at = at.unwrap_or(SimTime::ZERO);
        if at == SimTime::ZERO {
            windows.clear();
        }
        if let Some(last) = windows.last_mut() {
            if at <= last.0 {
                open.fault(row, "the time is not after the one before", "sort the rows by time");
                return None;
            }
            last.1 = at;
        }
        windows.push((at, build.clock.end.max(at), agents));
    }
    windows.retain(|window| window.0 < build.clock.end);
    steps(windows, 0, build.clock.end).ok()
}

/// `absence` and `absence_cv`: who does not come.
fn absence(build: &Build<'_>, reader: &Reader<'_>) -> Option<Absence> {
    let probability = reader.share("absence", 0.0);
    let cv = reader.number("absence_cv", 0.0, 10.0).unwrap_or(0.0);
    if cv > 0.0
        && probability == 0.0
        && let Some(node) = reader.table.get("absence_cv")
    {
        build.notes.add(
            &node.at,
            "`absence_cv` changes nothing without `absence`",
            "write the probability that an agent is absent on a day: absence = 0.05",
        );
    }
    let day_factor = if cv > 0.0 { Some(Law::gamma(1.0, cv).ok()?) } else { None };
    Some(Absence { probability, day_factor })
}

/// `handle_factor`: a number, or one for each of some call types.
fn handle_factors(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<f64>> {
    const KEY: &str = "handle_factor";
    let Some(node) = reader.node(KEY) else { return Some(Vec::new()) };
    let factor = |node: &Node| reader::number(node, KEY, 0.01, 100.0, build.notes);
    let Value::Table(table) = &node.value else {
        let all =
            |factor| if factor == 1.0 { Vec::new() } else { vec![factor; build.call_types.len()] };
        return factor(node).map(all);
    };
    let mut factors = vec![1.0; build.call_types.len()];
    for entry in &table.entries {
        let Some(position) = build.call_types.iter().position(|name| *name == entry.key) else {
            let near = nearest(&entry.key, build.call_types.iter().map(String::as_str));
            build.notes.add(
                &entry.key_at,
                format!("there is no call type {:?}", entry.key),
                near.map_or_else(
                    || format!("the call types are {}", build.call_types.join(", ")),
                    |near| format!("did you mean {near:?}?"),
                ),
            );
            return None;
        };
        factors[position] = factor(&entry.node)?;
    }
    Some(factors)
}

fn notification(build: &Build<'_>, name: &str, reader: &Reader<'_>) -> Option<Notification> {
    let empty = Table::default();
    let own = reader.table("notification");
    let path = format!("agent_group.{name}.notification");
    let reader =
        own.unwrap_or_else(|| Reader::new(&empty, "`notification`", &reader.at, build.notes));
    let accept_time = match reader.node("accept_time") {
        Some(node) => dist::law(build, node, "accept_time"),
        None => {
            build.assume(&format!("{path}.accept_time"), "\"0s\"", "notifications taken at once");
            Some(Law::Constant(0.0))
        }
    };
    let countdown = reader.positive_duration("countdown", Span::from_secs(120));
    let (miss, reject) = (reader.share("miss", 0.0), reader.share("reject", 0.0));
    if miss + reject >= 1.0 {
        build.notes.add(
            &reader.at,
            format!("`miss` and `reject` sum to {}", miss + reject),
            "together they must stay below 1, or nobody ever accepts",
        );
    }
    let decline_limit = reader.integer("decline_limit", 1, 1_000).unwrap_or(3) as u32;
    let inactive = reader.boolean("inactive_on_miss", false);
    let reset_after = reader.positive_duration("reset_after", Span::from_secs(120));
    reader.finish();
    Some(Notification {
        accept_time: accept_time?,
        countdown,
        miss,
        reject,
        decline_limit,
        inactive_after_miss: inactive.then_some(reset_after),
    })
}
