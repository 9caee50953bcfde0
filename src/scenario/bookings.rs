//! `[[scheduled_callback]]`: callbacks that customers book from elsewhere, each with its window.

use crate::ids::CallTypeId;
use crate::model::{Booking, CallType, Windows};
use crate::time::{SimTime, Span};

use super::build::Build;
use super::cells::Cells;
use super::files;
use super::node::{Node, Table};
use super::prioritisation;
use super::reader::Reader;

const HELP: &str = "[[scheduled_callback]] with queue = \"support\" and per_hour = 6, or a file";

/// Windows an hour at most, and bookings of one call type.
const MOST_AN_HOUR: f64 = 1e6;
const MOST_BOOKINGS: usize = 10_000;

/// Reads all bookings; none when one cannot be told.
pub(super) fn bookings(
    build: &Build<'_>,
    root: &Table,
    types: &[CallType],
) -> Option<Vec<Booking>> {
    let Some(node) = root.get("scheduled_callback") else { return Some(Vec::new()) };
    let Some(items) = node.as_list() else {
        build.notes.add(&node.at, "scheduled callbacks are a list of tables", HELP);
        return None;
    };
    let found: Vec<_> = items.iter().map(|item| booking(build, item, types)).collect();
    let found: Vec<Vec<Booking>> = found.into_iter().collect::<Option<_>>()?;
    let found: Vec<Booking> = found.into_iter().flatten().collect();
    if found.len() > MOST_BOOKINGS {
        build.notes.add(
            &node.at,
            format!("{} lists of scheduled callbacks are too many", found.len()),
            format!("at most {MOST_BOOKINGS}, each call type of a file counting as one"),
        );
        return None;
    }
    let calls = build.expected_calls.get();
    let more: f64 = found.iter().map(|booking| booking.expected(build.clock.end)).sum();
    build.expected_calls.set(calls + more);
    Some(found)
}

/// One item of the list: a booking for each call type in it.
fn booking(build: &Build<'_>, item: &Node, types: &[CallType]) -> Option<Vec<Booking>> {
    let Some(table) = item.as_table() else {
        build.notes.add(&item.at, "a scheduled callback must be a table", HELP);
        return None;
    };
    let reader = Reader::new(table, "[[scheduled_callback]]", &item.at, build.notes);
    reader.text("name");
    let queue = reader.required("queue", "the queue in which they wait: queue = \"support\"");
    let file = reader.node("file");
    let per_hour = reader.number("per_hour", 1e-6, MOST_AN_HOUR);
    let length = reader.positive_duration("window", Span::from_secs(86_400));
    let named = prioritisation::call_type(build, &reader);
    reader.finish();
    let queue = build.queue_of(queue?, "queue")?;
    let named = named?;
    let of_type = || named.or_else(|| only_type(build, item, types));
    let windows = match (file, per_hour) {
        (Some(file), None) => stated(build, file, length, of_type)?,
        (None, Some(per_hour)) => vec![(of_type()?, Windows::Poisson { per_hour, length })],
        (None, None) if table.get("per_hour").is_some() => return None,
        _ => {
            let message = "a scheduled callback needs either `file` or `per_hour`";
            build.notes.add(&item.at, message, HELP);
            return None;
        }
    };
    let booking = |(call_type, windows)| Booking { queue, call_type, windows };
    Some(windows.into_iter().map(booking).collect())
}

/// The call type of bookings that name none: the only one there is.
fn only_type(build: &Build<'_>, item: &Node, types: &[CallType]) -> Option<CallTypeId> {
    if types.len() == 1 {
        return Some(CallTypeId(0));
    }
    build.notes.add(
        &item.at,
        "the scheduled callback does not say of which call type it is",
        format!("call_type = one of {}", build.call_types.join(", ")),
    );
    None
}

/// The windows of a file that open within the period, by call type.
fn stated(
    build: &Build<'_>,
    file: &Node,
    length: Span,
    of_type: impl Fn() -> Option<CallTypeId>,
) -> Option<Vec<(CallTypeId, Windows)>> {
    let open = files::open(file, build.files, build.notes)?;
    let opens = open.column("window_start", &file.at)?;
    let closes = open.optional("window_end");
    let types = open.optional("call_type");
    let mut windows: Vec<Vec<(SimTime, SimTime)>> = vec![Vec::new(); build.call_types.len()];
    let mut left_out = 0;
    for (row, cell) in opens.iter().enumerate() {
        let moment = |text: &str| match build.clock.parse(text, None) {
            Ok(at) => Some(at),
            Err(_) => {
                open.fault(row, &format!("{text:?} is no time"), "write 2026-03-02T08:00:00");
                None
            }
        };
        let text =
            |cells: Option<&Cells>| cells.and_then(|cells| cells.get(row)).map(str::to_owned);
        let call_type = match text(types) {
            None => of_type()?,
            Some(name) => match build.call_types.iter().position(|other| *other == name) {
                Some(position) => CallTypeId(position as u32),
                None => {
                    let known = build.call_types.join(", ");
                    let help = format!("the call types are {known}");
                    open.fault(row, &format!("there is no call type {name:?}"), &help);
                    return None;
                }
            },
        };
        let from = moment(cell.unwrap_or_default())?;
        let to = match text(closes) {
            Some(text) => moment(&text)?,
            None => from.map(|from| from + length),
        };
        match (from, to) {
            (Some(from), Some(to)) if to <= from => {
                open.fault(row, "the window ends before it begins", "exchange the two");
                return None;
            }
            (Some(from), Some(to)) if from < build.clock.end => {
                windows[call_type.index()].push((from, to));
            }
            _ => left_out += 1,
        }
    }
    if left_out > 0 {
        let remark = format!("{left_out} windows that do not open within the period left out");
        build.remarks.borrow_mut().push((open.path, remark));
    }
    let by_type = windows.into_iter().enumerate().filter(|(_, windows)| !windows.is_empty());
    let found: Vec<_> = by_type
        .map(|(position, mut windows)| {
            windows.sort_unstable();
            (CallTypeId(position as u32), Windows::Stated(windows.into()))
        })
        .collect();
    if found.is_empty() {
        build.notes.add(
            &file.at,
            format!("{} has no window that opens within the period", file.written()),
            "compare its times with `start`, `duration` and `time_zone`",
        );
        return None;
    }
    Some(found)
}
