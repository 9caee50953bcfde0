//! `staff = { roster = "roster.csv" }`: shifts with their breaks, added up to agents on duty.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};

use crate::time::SimTime;

use super::build::Build;
use super::cells::Cells;
use super::files::{self, Open};
use super::node::Node;
use super::shrinkage::Steps;

/// The columns of a roster: `group,date,shift,start,end,agents,break_1_start,break_1_end,..`.
struct Columns<'f> {
    group: &'f Cells,
    date: &'f Cells,
    start: &'f Cells,
    end: &'f Cells,
    agents: &'f Cells,
    breaks: Vec<(&'f Cells, &'f Cells)>,
}

/// Reads the agents of one group: the sum of its shifts, less those on a break.
pub(super) fn roster(build: &Build<'_>, group: &str, node: &Node) -> Option<Steps> {
    let open = files::open(node, build.files, build.notes)?;
    let columns = columns(&open, node)?;
    let mut changes: BTreeMap<SimTime, i64> = BTreeMap::new();
    let mut rows = 0;
    for row in 0..columns.group.len() {
        // A name that a spreadsheet would take for a formula has an apostrophe before it.
        let own = text(columns.group, row);
        if own == group || own.strip_prefix('\'') == Some(group) {
            rows += 1;
            add(build, &open, &columns, row, &mut changes)?;
        }
    }
    let mut agents = 0;
    let mut steps: Steps = vec![(SimTime::ZERO, 0)];
    for (at, change) in changes.into_iter().filter(|(at, _)| *at < build.clock.end) {
        agents += change;
        let agents = u32::try_from(agents).unwrap_or(0);
        match steps.last_mut() {
            Some(last) if last.0 == at => last.1 = agents,
            _ => steps.push((at, agents)),
        }
    }
    steps.dedup_by_key(|step| step.1);
    if steps.iter().all(|step| step.1 == 0) {
        let (message, help) = if rows == 0 {
            ("has no shifts of the group", "compare the names in its column `group`")
        } else {
            ("has no shifts within the period of", "compare its dates with `start` and `duration`")
        };
        build.notes.add(&node.at, format!("{} {message} {group:?}", open.path), help);
        return None;
    }
    Some(steps)
}

fn columns<'f>(open: &Open<'f>, node: &Node) -> Option<Columns<'f>> {
    let column = |name: &str| open.column(name, &node.at);
    let breaks = (1..)
        .map_while(|number| {
            let start = open.optional(&format!("break_{number}_start"))?;
            Some((start, open.column(&format!("break_{number}_end"), &node.at)))
        })
        .map(|(start, end)| Some((start, end?)))
        .collect::<Option<_>>();
    Some(Columns {
        group: column("group")?,
        date: column("date")?,
        start: column("start")?,
        end: column("end")?,
        agents: column("agents")?,
        breaks: breaks?,
    })
}

/// Adds the shift of a row to the changes of the number on duty.
fn add(
    build: &Build<'_>,
    open: &Open<'_>,
    columns: &Columns<'_>,
    row: usize,
    changes: &mut BTreeMap<SimTime, i64>,
) -> Option<()> {
    let Ok(date) = text(columns.date, row).parse::<Date>() else {
        let written = text(columns.date, row);
        open.fault(row, &format!("{written:?} is no date"), "write 2026-03-02");
        return None;
    };
    let clock = |cells: &Cells, after: DateTime| moment(open, row, text(cells, row), date, after);
    let start = clock(columns.start, DateTime::MIN)?;
    let end = clock(columns.end, start)?;
    let written = text(columns.agents, row);
    let Some(agents) = written.parse::<u32>().ok().filter(|agents| *agents <= 1_000_000) else {
        open.fault(row, &format!("agents cannot be {written:?}"), "write a whole number");
        return None;
    };
    let mut put = |from: DateTime, to: DateTime, agents: i64| {
        // What lies before the start counts from there on.
        *changes.entry(build.clock.civil(from)).or_default() += agents;
        *changes.entry(build.clock.civil(to)).or_default() -= agents;
    };
    put(start, end, agents.into());
    let mut worked = start;
    for (from, to) in &columns.breaks {
        if text(from, row).is_empty() && text(to, row).is_empty() {
            continue;
        }
        let from = clock(from, start)?;
        let to = clock(to, from)?;
        if from < worked || to > end {
            open.fault(
                row,
                "a break lies outside its shift or before the end of the one before",
                "breaks stand within start and end, in order of time",
            );
            return None;
        }
        worked = to;
        put(from, to, -i64::from(agents));
    }
    Some(())
}

/// A time of day of the shift's date, or of the next day where it is not after the moment before;
/// or a date with a time.
fn moment(
    open: &Open<'_>,
    row: usize,
    text: &str,
    date: Date,
    after: DateTime,
) -> Option<DateTime> {
    let next = |date: Date| date.tomorrow().unwrap_or(date);
    if text == "24:00" {
        return Some(next(date).at(0, 0, 0, 0));
    }
    let full = if text.len() == 5 { format!("{text}:00") } else { text.to_owned() };
    if text.contains(':')
        && let Ok(at) = full.parse::<DateTime>()
    {
        return Some(at);
    }
    let Ok(time) = full.parse::<Time>() else {
        open.fault(row, &format!("{text:?} is no time of day"), "write 08:30");
        return None;
    };
    let at = date.to_datetime(time);
    Some(if at <= after && after.date() >= date { next(date).to_datetime(time) } else { at })
}

fn text(cells: &Cells, row: usize) -> &str {
    cells.get(row).unwrap_or_default().trim()
}
