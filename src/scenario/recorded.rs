//! Recorded calls: rows of a file to arrivals with what they state, and the outcomes they record.

use crate::ids::{CallTypeId, QueueId};
use crate::model::{Recorded, RecordedCall};
use crate::time::{SimTime, Span};

use super::build::Build;
use super::cells::Cells;
use super::files::{self, Open, trimmed};
use super::node::{Node, Value};
use super::reader::Reader;
use super::study::RecordedOutcome;

/// The columns of a recorded file that this version reads.
struct Columns<'f> {
    time: &'f Cells,
    talk: Option<&'f Cells>,
    work: Option<&'f Cells>,
    handle: Option<&'f Cells>,
    patience: Option<&'f Cells>,
    wait: Option<&'f Cells>,
    answered: Option<&'f Cells>,
    call_type: Option<&'f Cells>,
    queue: Option<&'f Cells>,
    /// Columns that must hold a value for a row to count.
    filters: Vec<(&'f Cells, String)>,
}

/// Reads `recorded = { file, time, .. }` of a call type.
pub(super) fn recorded(
    build: &Build<'_>,
    name: &str,
    queue: QueueId,
    reader: &Reader<'_>,
) -> Option<Recorded> {
    let file = reader.required("file", "the recorded calls, CSV or Parquet");
    let time = reader.required("time", "name the column that holds the arrival times");
    let pattern = reader.text("time_format");
    let filter = reader.node("where");
    let jitter = reader.duration("jitter").unwrap_or(Span::ZERO);
    let thin = reader.share("thin", 1.0);
    let bootstrap = reader.choice("resample", &["bootstrap"]).is_some();
    reader.finish();
    let (file, time) = (file?, time?);
    let open = files::open(file, build.files, build.notes)?;
    let columns = columns(build, &open, time, filter)?;
    let calls = rows(build, name, queue, &open, &columns, pattern)?;
    if calls.is_empty() {
        build.notes.add(
            &file.at,
            format!("{} has no calls of {name:?} within the period", open.path),
            "compare its times with `start`, `duration` and `time_zone`",
        );
        return None;
    }
    let attributes = attributes(build, &open);
    Some(Recorded { calls: calls.into(), jitter, thin, bootstrap, attributes: attributes.into() })
}

/// Columns that are named like attributes of the scenario; a value that no rule and no law names
/// stands behind all that they do.
fn attributes(build: &Build<'_>, open: &Open<'_>) -> Vec<(u32, Vec<u32>)> {
    let column = |(id, (name, values)): (usize, &(String, Vec<String>))| {
        let cells = open.optional(name)?;
        let value = |cell: Option<&str>| match cell.map(str::trim) {
            None | Some("") => Recorded::UNSTATED,
            Some(text) => {
                values.iter().position(|value| value == text).unwrap_or(values.len()) as u32
            }
        };
        Some((id as u32, cells.iter().map(value).collect()))
    };
    build.attributes.iter().enumerate().filter_map(column).collect()
}

fn columns<'f>(
    build: &Build<'_>,
    open: &Open<'f>,
    time: &Node,
    filter: Option<&Node>,
) -> Option<Columns<'f>> {
    let mut filters = Vec::new();
    if let Some(node) = filter {
        let Some(table) = node.as_table() else {
            build.notes.add(&node.at, "`where` must be a table", "{ column = \"value\" }");
            return None;
        };
        for entry in &table.entries {
            let wanted = match &entry.node.value {
                Value::Text(text) => text.clone(),
                _ => entry.node.written(),
            };
            filters.push((open.column(&entry.key, &entry.key_at)?, wanted));
        }
    }
    let Some(time_column) = time.as_text() else {
        build.notes.add(&time.at, "`time` must name a column", "in quotes");
        return None;
    };
    // A column of types or queues counts only when it names some of this scenario.
    let known = |cells: &Cells, names: &[String]| {
        cells.iter().flatten().any(|cell| names.iter().any(|name| name == cell))
    };
    Some(Columns {
        time: open.column(time_column, &time.at)?,
        talk: open.optional("talk_s"),
        work: open.optional("acw_s"),
        handle: open.optional("aht_s"),
        patience: open.optional("patience_s"),
        wait: open.optional("wait_s"),
        answered: open.optional("answered"),
        call_type: open.optional("call_type").filter(|cells| known(cells, &build.call_types)),
        queue: open.optional("queue").filter(|cells| known(cells, &build.queues)),
        filters,
    })
}

/// The calls of one type within the period, in order of arrival.
fn rows(
    build: &Build<'_>,
    name: &str,
    queue: QueueId,
    open: &Open<'_>,
    columns: &Columns<'_>,
    pattern: Option<&str>,
) -> Option<Vec<RecordedCall>> {
    let own = CallTypeId(build.call_types.iter().position(|other| other == name)? as u32);
    let mut calls = Vec::new();
    let mut outcomes = Vec::new();
    let (mut outside, mut faults) = (0u64, 0);
    for row in 0..columns.time.len() {
        if faults >= 5 {
            return None;
        }
        let matches =
            |(cells, wanted): &(&Cells, String)| cells.get(row).unwrap_or_default() == wanted;
        if !columns.filters.iter().all(matches) || !is_of(build, name, open, columns, row) {
            continue;
        }
        let text = columns.time.get(row).unwrap_or_default();
        let Ok(at) = build.clock.parse(text, pattern) else {
            let expected = pattern.map_or("2026-03-02T08:00:00".into(), |p| format!("pattern {p}"));
            open.fault(row, &format!("{text:?} is no time"), &format!("expected {expected}"));
            faults += 1;
            continue;
        };
        let Some(at) = at.filter(|at| *at < build.clock.end) else {
            outside += 1;
            continue;
        };
        match call(build, open, columns, row, at) {
            Some((call, outcome)) => {
                calls.push(call);
                let queue = call.queue.unwrap_or(queue);
                outcomes.extend(outcome.map(|(answered, wait)| RecordedOutcome {
                    call_type: own,
                    queue,
                    at,
                    answered,
                    wait,
                    handle_time: handled(&call),
                }));
            }
            None => faults += 1,
        }
    }
    if faults > 0 {
        return None;
    }
    if outside > 0 {
        let remark = format!("{outside} rows outside the period left out");
        build.remarks.borrow_mut().push((open.path.clone(), remark));
    }
    calls.sort_by_key(|call| call.at);
    let mut recorded = build.recorded.borrow_mut();
    match recorded.is_empty() {
        true => *recorded = outcomes,
        false => recorded.append(&mut outcomes),
    }
    Some(calls)
}

/// Whether a row is of this call type; a name that no type has is a fault.
fn is_of(
    build: &Build<'_>,
    name: &str,
    open: &Open<'_>,
    columns: &Columns<'_>,
    row: usize,
) -> bool {
    let Some(cells) = columns.call_type else { return true };
    let cell = cells.get(row).unwrap_or_default();
    if !build.call_types.iter().any(|other| other == cell) {
        open.fault(
            row,
            &format!("there is no call type {cell:?}"),
            &format!("the scenario's call types are {}", build.call_types.join(", ")),
        );
    }
    cell == name
}

fn handled(call: &RecordedCall) -> Option<Span> {
    let talk = call.talk_time?;
    Some(talk + call.after_call_work.unwrap_or(Span::ZERO))
}

/// Whether it was answered, and its wait.
type Outcome = (bool, Span);

/// What a row states; none when a cell cannot be read.
fn call(
    build: &Build<'_>,
    open: &Open<'_>,
    columns: &Columns<'_>,
    row: usize,
    at: SimTime,
) -> Option<(RecordedCall, Option<Outcome>)> {
    let span = |cells: Option<&Cells>, column: &str| -> Option<Option<Span>> {
        let text = cells.and_then(|cells| cells.get(row)).map_or("", trimmed);
        if text.is_empty() {
            return Some(None);
        }
        Some(Some(Span::from_ticks(open.number(row, column, text)? * 1e6)))
    };
    let talk = span(columns.talk, "talk_s")?;
    let work = span(columns.work, "acw_s")?;
    let handle = span(columns.handle, "aht_s")?;
    let patience = span(columns.patience, "patience_s")?;
    let wait = span(columns.wait, "wait_s")?;
    let answered = match columns.answered.and_then(|cells| cells.get(row)) {
        None => None,
        Some(text) => Some(yes(text).or_else(|| {
            open.fault(row, &format!("answered cannot be {text:?}"), "write true or false");
            None
        })?),
    };
    // An abandoned row's talk time is no talk time, and its wait no patience: it is censored.
    let spoke = answered != Some(false);
    let talk = match (talk, handle) {
        (Some(talk), _) => Some(talk),
        (None, Some(handle)) => Some(Span(handle.0.saturating_sub(work.unwrap_or(Span::ZERO).0))),
        (None, None) => None,
    };
    let work = if handle.is_some() && work.is_none() { Some(Span::ZERO) } else { work };
    let stated = |length: Option<Span>| length.filter(|_| spoke);
    let (talk_time, after_call_work) = (stated(talk), stated(work));
    let queue = match columns.queue.and_then(|cells| cells.get(row)) {
        None => None,
        Some(name) => Some(queue(build, open, row, name)?),
    };
    let row = row as u32;
    let call = RecordedCall { at, talk_time, after_call_work, patience, queue, row };
    Some((call, answered.zip(wait)))
}

/// The queue that a row names.
fn queue(build: &Build<'_>, open: &Open<'_>, row: usize, name: &str) -> Option<QueueId> {
    let found = build.queues.iter().position(|queue| queue == name);
    if found.is_none() {
        let known = build.queues.join(", ");
        open.fault(row, &format!("there is no queue {name:?}"), &format!("the queues are {known}"));
    }
    found.map(|position| QueueId(position as u32))
}

fn yes(text: &str) -> Option<bool> {
    let text = trimmed(text);
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match () {
        () if is(["true", "1", "yes", "y"]) => Some(true),
        () if is(["false", "0", "no", "n"]) => Some(false),
        () => None,
    }
}
