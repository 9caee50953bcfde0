//! `hours`, `holidays` and `at_close` of a queue: when it is open, and what happens at closing time.

use jiff::civil::{Date, Time};

use crate::model::{AtClose, CallbacksAtClose, Hours, LiveAtClose};
use crate::time::SimTime;

use super::build::Build;
use super::cells::Cells;
use super::clock::{self, Window};
use super::files;
use super::node::{Node, Table, Value};
use super::reader::Reader;

const HELP: &str = "[{ days = \"mon-fri\", from = \"08:00\", to = \"18:00\" }, \
                    { date = \"2026-12-24\", closed = true }]";

/// One line of opening hours.
enum Line {
    Weekly(Window),
    On(Date, Option<(Time, Option<Time>)>),
}

/// Reads the opening hours of a queue; none: always open.
pub(super) fn hours(build: &Build<'_>, reader: &Reader<'_>) -> Option<Hours> {
    let node = reader.node("hours");
    let holidays = reader.node("holidays").map(|node| holidays(build, node));
    let lines = lines(build, reader, node?)?;
    Some(merged(windows(build, &lines, &holidays.flatten().unwrap_or_default())))
}

/// Hours of a key such as `offer_hours`; none: always.
pub(super) fn of_key(build: &Build<'_>, reader: &Reader<'_>, key: &'static str) -> Option<Hours> {
    let lines = lines(build, reader, reader.node(key)?)?;
    Some(merged(windows(build, &lines, &[])))
}

/// The times at which a rule with `days`, `from` and `to` holds; none: always.
pub(super) fn of_rule(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<(SimTime, SimTime)>> {
    let limited = ["days", "from", "to"].iter().any(|key| reader.table.get(key).is_some());
    let line = weekly(build, reader, false)?;
    limited.then(|| merged(windows(build, &[line], &[])).windows)
}

fn lines(build: &Build<'_>, reader: &Reader<'_>, node: &Node) -> Option<Vec<Line>> {
    let Some(items) = node.as_list() else {
        reader.wrong(node, "opening hours must be a list", HELP);
        return None;
    };
    let lines: Vec<Option<Line>> = items
        .iter()
        .map(|item| {
            let Some(table) = item.as_table() else {
                reader.wrong(item, "a line of opening hours must be a table", HELP);
                return None;
            };
            let reader = Reader::new(table, "opening hours", &item.at, build.notes);
            let line = match reader.node("date") {
                Some(date) => on_date(build, &reader, date),
                None => weekly(build, &reader, true),
            };
            reader.finish();
            line
        })
        .collect();
    lines.into_iter().collect()
}

fn weekly(build: &Build<'_>, reader: &Reader<'_>, needs_times: bool) -> Option<Line> {
    let days = clock::days(reader);
    let from = reader.node("from");
    let to = reader.node("to");
    if needs_times && (from.is_none() || to.is_none()) {
        build.notes.add(&reader.at, "opening hours need `from` and `to`", HELP);
        return None;
    }
    let from = match from {
        Some(node) => clock::time_of_day(node, "from", build.notes)?.unwrap_or(Time::MIN),
        None => Time::MIN,
    };
    let to = match to {
        Some(node) => clock::time_of_day(node, "to", build.notes)?,
        None => None,
    };
    Some(Line::Weekly(Window { days, from, to }))
}

fn on_date(build: &Build<'_>, reader: &Reader<'_>, node: &Node) -> Option<Line> {
    let text = match &node.value {
        Value::Text(text) | Value::Datetime(text) => text.as_str(),
        _ => "",
    };
    let Ok(date) = text.parse::<Date>() else {
        build.notes.add(&node.at, format!("`date` cannot be {}", node.written()), "2026-12-24");
        return None;
    };
    if reader.boolean("closed", false) {
        return Some(Line::On(date, None));
    }
    let from = reader.required("from", "when it opens, or closed = true");
    let to = reader.required("to", "when it closes, or closed = true");
    let from = clock::time_of_day(from?, "from", build.notes)?.unwrap_or(Time::MIN);
    let to = clock::time_of_day(to?, "to", build.notes)?;
    Some(Line::On(date, Some((from, to))))
}

/// The open windows: lines of a date go before the weekly ones, and holidays are closed unless
/// a line of their date says otherwise.
fn windows(build: &Build<'_>, lines: &[Line], holidays: &[Holiday]) -> Vec<(SimTime, SimTime)> {
    let mut windows = Vec::new();
    for date in build.clock.dates_around() {
        let mut own = lines
            .iter()
            .filter_map(|line| match line {
                Line::On(day, times) if *day == date => Some(times),
                _ => None,
            })
            .peekable();
        if own.peek().is_some() {
            let open = own.flatten();
            windows.extend(open.map(|&(from, to)| build.clock.on(date, from, to)));
        } else if !holidays.iter().any(|holiday| holiday.is_on(date)) {
            windows.extend(lines.iter().filter_map(|line| match line {
                Line::Weekly(window) if window.holds_on(date) => {
                    Some(build.clock.on(date, window.from, window.to))
                }
                _ => None,
            }));
        }
    }
    windows
}

/// In order, with windows that touch or overlap made one.
fn merged(mut windows: Vec<(SimTime, SimTime)>) -> Hours {
    windows.retain(|window| window.0 < window.1);
    windows.sort_unstable();
    let mut merged: Vec<(SimTime, SimTime)> = Vec::new();
    for (from, to) in windows {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    Hours { windows: merged }
}

/// A holiday of a calendar file: from a day to the day before another.
struct Holiday {
    first: Date,
    until: Date,
    yearly: bool,
}

impl Holiday {
    fn is_on(&self, date: Date) -> bool {
        let within = |date: Date| self.first <= date && date < self.until;
        let same_year = |date: Date| date.with().year(self.first.year()).build();
        within(date) || self.yearly && date >= self.first && same_year(date).is_ok_and(within)
    }
}

/// The days of a calendar file; a date that is none is a fault of its row.
fn holidays(build: &Build<'_>, node: &Node) -> Option<Vec<Holiday>> {
    let open = files::open(node, build.files, build.notes)?;
    let columns = ["date", "until", "yearly"].map(|name| open.optional(name));
    let [Some(firsts), Some(untils), Some(yearly)] = columns else {
        build.notes.add(&node.at, "`holidays` must name a calendar", "an .ics file");
        return None;
    };
    let mut found = Vec::new();
    for row in 0..firsts.len() {
        let date = |cells: &Cells| cells.get(row).map(str::parse::<Date>);
        let Some(Ok(first)) = date(firsts) else {
            open.fault(row, "an event has no date", "write DTSTART;VALUE=DATE:20261224");
            return None;
        };
        let next = first.tomorrow().unwrap_or(first);
        let until = date(untils).and_then(Result::ok).filter(|until| *until > first);
        found.push(Holiday {
            first,
            until: until.unwrap_or(next),
            yearly: yearly.get(row) == Some("true"),
        });
    }
    Some(found)
}

/// Reads `at_close`.
pub(super) fn at_close(reader: &Reader<'_>) -> AtClose {
    let empty = Table::default();
    let own = reader.table("at_close");
    let reader = own.unwrap_or_else(|| Reader::new(&empty, "`at_close`", &reader.at, reader.notes));
    let live = reader.choice("live", &["serve", "end_call", "voicemail"]);
    let callbacks = reader.choice("callbacks", &["next_opening", "serve", "expire"]);
    reader.finish();
    AtClose {
        live: match live {
            Some(1) => LiveAtClose::EndCall,
            Some(2) => LiveAtClose::Voicemail,
            _ => LiveAtClose::Serve,
        },
        callbacks: match callbacks {
            Some(1) => CallbacksAtClose::Serve,
            Some(2) => CallbacksAtClose::Expire,
            _ => CallbacksAtClose::NextOpening,
        },
    }
}
