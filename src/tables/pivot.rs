//! The workbook's long table, ready for a pivot: a row for each variant, scope, interval and metric.

use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};

use crate::experiment::{IntervalResults, Results, VariantResults};

use super::json::MOST_INTERVALS;

/// With more rows than this, days stand in place of intervals: a sheet takes four times as many,
/// but few programs open such a workbook while one waits.
const MOST_ROWS: usize = 250_000;

/// Titles of the columns.
pub(super) const TITLES: [&str; 11] = [
    "variant",
    "scope",
    "name",
    "date",
    "time",
    "metric",
    "mean",
    "half_width",
    "p10",
    "p90",
    "start",
];

/// One scope of a variant: which, its name, its windows.
type Scope<'r> = (&'static str, &'r str, &'r [IntervalResults]);

/// The sheet's name and its rows: by interval for center, queues, call types and agent groups,
/// or by day where there are too many intervals.
pub(super) fn long_table(sheet: &mut Worksheet, results: &Results) -> Result<(), XlsxError> {
    let count = |scopes: fn(&VariantResults) -> Vec<Scope<'_>>| {
        let all = results.variants.iter().flat_map(scopes);
        all.flat_map(|scope| scope.2).map(|window| window.metrics.0.len()).sum::<usize>()
    };
    let few = results.manifest.timeline.intervals.len() <= MOST_INTERVALS;
    let fits = few && count(by_interval) <= MOST_ROWS;
    let scopes = if fits { by_interval } else { by_day };
    sheet.set_name(if fits { "Intervals" } else { "Days" })?;
    let formats = Formats {
        date: Format::new().set_num_format("yyyy-mm-dd"),
        time: Format::new().set_num_format("hh:mm"),
    };
    let mut row = 0;
    for variant in &results.variants {
        for (scope, name, windows) in scopes(variant) {
            for window in windows {
                for (metric, estimate) in &window.metrics.0 {
                    row += 1;
                    sheet.write_string(row, 0, &variant.name)?;
                    sheet.write_string(row, 1, scope)?;
                    sheet.write_string(row, 2, name)?;
                    moment(sheet, row, &window.start, &formats)?;
                    sheet.write_string(row, 5, metric.id)?;
                    let numbers = [estimate.mean, estimate.half_width, estimate.p10, estimate.p90];
                    for (column, number) in numbers.into_iter().enumerate() {
                        if let Some(number) = number {
                            sheet.write_number(row, 6 + column as u16, number)?;
                        }
                    }
                    sheet.write_string(row, 10, &window.start)?;
                }
            }
        }
    }
    sheet.set_column_width(3, 12)?;
    sheet.set_column_width(5, 24)?;
    sheet.set_column_width(10, 27)?;
    sheet.autofilter(0, 0, row.max(1), TITLES.len() as u16 - 1)?;
    Ok(())
}

struct Formats {
    date: Format,
    time: Format,
}

/// Date and time of a start as a spreadsheet counts them, of the local clock.
fn moment(
    sheet: &mut Worksheet,
    row: u32,
    start: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let part = |range: std::ops::Range<usize>| -> Option<u16> {
        start.get(range).and_then(|text| text.parse().ok())
    };
    if let (Some(year), Some(month), Some(day)) = (part(0..4), part(5..7), part(8..10)) {
        let date = ExcelDateTime::from_ymd(year, month as u8, day as u8)?;
        sheet.write_datetime_with_format(row, 3, &date, &formats.date)?;
    }
    if let (Some(hour), Some(minute)) = (part(11..13), part(14..16)) {
        let time = ExcelDateTime::from_hms(hour, minute as u8, 0)?;
        sheet.write_datetime_with_format(row, 4, &time, &formats.time)?;
    }
    Ok(())
}

fn by_interval(variant: &VariantResults) -> Vec<Scope<'_>> {
    let mut scopes: Vec<Scope<'_>> = vec![("center", "", &variant.intervals)];
    let queues = variant.queues.iter().map(|q| ("queue", q.name.as_str(), &q.intervals[..]));
    scopes.extend(queues);
    let types = variant.call_types.iter();
    scopes.extend(types.map(|t| ("call_type", t.name.as_str(), &t.intervals[..])));
    let groups = variant.agent_groups.iter();
    scopes.extend(groups.map(|g| ("agent_group", g.name.as_str(), &g.intervals[..])));
    scopes
}

fn by_day(variant: &VariantResults) -> Vec<Scope<'_>> {
    let mut scopes: Vec<Scope<'_>> = vec![("center", "", &variant.days)];
    scopes.extend(variant.queues.iter().map(|q| ("queue", q.name.as_str(), &q.days[..])));
    scopes.extend(variant.call_types.iter().map(|t| ("call_type", t.name.as_str(), &t.days[..])));
    let groups = variant.agent_groups.iter();
    scopes.extend(groups.map(|g| ("agent_group", g.name.as_str(), &g.days[..])));
    scopes
}
