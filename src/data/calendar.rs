//! Calendar files (iCalendar, RFC 5545): the days of each event, for holidays.

use crate::scenario::{Cells, Column, DataTable, Unreadable};

/// Reads the events of a calendar as a table of `date` (the first day), `until` (the day after the
/// last one, may be empty) and `yearly`, days as `2026-12-24`.
pub(super) fn read(bytes: &[u8]) -> Result<DataTable, Unreadable> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Unreadable::new("it is not UTF-8", "save the calendar as UTF-8"))?;
    // A line that begins with a space goes on with the one before.
    let text = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    if !text.starts_with("BEGIN:VCALENDAR") {
        return Err(Unreadable::new(
            "it is no calendar: it must begin with BEGIN:VCALENDAR",
            "export the holidays as an .ics file",
        ));
    }
    let mut columns = vec![Column::default(); 3];
    for event in text.split("BEGIN:VEVENT").skip(1) {
        let value = |name: &str| {
            let lines = event.lines().take_while(|line| *line != "END:VEVENT");
            lines.filter_map(|line| line.split_once(':')).find_map(|(key, value)| {
                (key.split(';').next() == Some(name)).then(|| value.trim().to_owned())
            })
        };
        let Some(first) = value("DTSTART").and_then(|text| day(&text)) else {
            return Err(Unreadable::new(
                "an event has no day in DTSTART",
                "write DTSTART;VALUE=DATE:20261224",
            ));
        };
        let rule = value("RRULE").unwrap_or_default();
        if !rule.is_empty() && rule != "FREQ=YEARLY" {
            return Err(Unreadable::new(
                format!("the event of {first} repeats by {rule:?}, which is not read"),
                "FREQ=YEARLY is, or write each day as an event of its own",
            ));
        }
        columns[0].push(Some([first.as_str()]));
        let until = value("DTEND").and_then(|text| day(&text));
        columns[1].push(until.as_ref().map(|until| [until.as_str()]));
        columns[2].push(Some([if rule.is_empty() { "false" } else { "true" }]));
    }
    let header = ["date", "until", "yearly"].map(str::to_owned).to_vec();
    let columns = columns.into_iter().map(Cells::Column).collect();
    Ok(DataTable { header, columns, ..DataTable::default() })
}

/// `20261224` or `20261224T080000` as `2026-12-24`.
fn day(text: &str) -> Option<String> {
    let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}
