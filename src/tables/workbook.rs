//! `results.xlsx`: a formatted summary, a long table for a pivot, definitions and the manifest.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::experiment::{Results, Verdict};
use crate::measure::{METRICS, Unit};

use super::pivot::{TITLES, long_table};

/// The workbook's bytes; the same results give the same bytes.
///
/// # Errors
/// When the workbook cannot be made.
pub fn workbook(results: &Results) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed date of creation, so that equal results are equal bytes.
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(
        &DocProperties::new().set_title("ringback results").set_creation_datetime(&created),
    );
    summary(book.add_worksheet(), results)?;
    intervals(book.add_worksheet(), results)?;
    definitions(book.add_worksheet())?;
    manifest(book.add_worksheet(), results)?;
    book.save_to_buffer()
}

fn heading() -> Format {
    Format::new().set_bold().set_border_bottom(FormatBorder::Thin)
}

/// Titles in the first row, which stays in sight.
fn head(sheet: &mut Worksheet, titles: &[String]) -> Result<(), XlsxError> {
    for (column, title) in titles.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, title, &heading())?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn number_format(unit: Unit) -> Format {
    Format::new().set_num_format(match unit {
        Unit::Count | Unit::Average | Unit::Hours => "#,##0.0",
        Unit::Share => "0.0%",
        Unit::Seconds => "#,##0.0\" s\"",
        Unit::Money => "#,##0.00",
    })
}

fn summary(sheet: &mut Worksheet, results: &Results) -> Result<(), XlsxError> {
    sheet.set_name("Summary")?;
    let mut titles = vec!["Metric".to_owned(), "Id".to_owned()];
    for variant in &results.variants {
        titles.extend([variant.name.clone(), "± half width".into(), "p10".into(), "p90".into()]);
    }
    for comparison in &results.comparisons {
        let pair = format!("{} - {}", comparison.to, comparison.from);
        titles.extend([pair, "± half width".into(), "Verdict".into()]);
    }
    head(sheet, &titles)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 26)?;
    for column in 2..titles.len() as u16 {
        sheet.set_column_width(column, 14)?;
    }
    let mut row = 0;
    for metric in METRICS {
        let found = |v: &crate::experiment::VariantResults| v.metrics.mean(metric.id).is_some();
        if !results.variants.iter().any(found) {
            continue;
        }
        row += 1;
        sheet.write_string(row, 0, metric.label)?;
        sheet.write_string(row, 1, metric.id)?;
        let format = number_format(metric.unit);
        let mut column = 2;
        for variant in &results.variants {
            let e = variant.metrics.estimate(metric.id);
            for value in [e.mean, e.half_width, e.p10, e.p90] {
                put(sheet, row, column, value, &format)?;
                column += 1;
            }
        }
        for comparison in &results.comparisons {
            let difference = comparison.metrics.get(metric.id);
            put(sheet, row, column, difference.and_then(|d| d.difference), &format)?;
            put(sheet, row, column + 1, difference.and_then(|d| d.half_width), &format)?;
            let verdict = difference.map_or(Verdict::None, |difference| difference.verdict);
            let shown = coloured(verdict);
            sheet.write_string_with_format(row, column + 2, verdict.id(), &shown)?;
            column += 3;
        }
    }
    Ok(())
}

/// Better is green and worse is red, as on the page.
fn coloured(verdict: Verdict) -> Format {
    match verdict {
        Verdict::Better => Format::new().set_bold().set_font_color(Color::RGB(0x0000_694D)),
        Verdict::Worse => Format::new().set_bold().set_font_color(Color::RGB(0x00A8_4300)),
        Verdict::None => Format::new().set_font_color(Color::RGB(0x005A_5A5A)),
    }
}

/// A number in its format; an absent one leaves the cell empty.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: Option<f64>,
    format: &Format,
) -> Result<(), XlsxError> {
    if let Some(value) = value {
        sheet.write_number_with_format(row, column, value, format)?;
    }
    Ok(())
}

fn intervals(sheet: &mut Worksheet, results: &Results) -> Result<(), XlsxError> {
    head(sheet, &TITLES.map(str::to_owned))?;
    long_table(sheet, results)
}

fn definitions(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("Definitions")?;
    head(sheet, &["Metric", "Id", "Definition"].map(str::to_owned))?;
    for (row, metric) in METRICS.iter().enumerate() {
        let row = row as u32 + 1;
        sheet.write_string(row, 0, metric.label)?;
        sheet.write_string(row, 1, metric.id)?;
        sheet.write_string(row, 2, metric.definition)?;
    }
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 26)?;
    sheet.set_column_width(2, 110)?;
    Ok(())
}

fn manifest(sheet: &mut Worksheet, results: &Results) -> Result<(), XlsxError> {
    sheet.set_name("Manifest")?;
    head(sheet, &["Key", "Value"].map(str::to_owned))?;
    let manifest = &results.manifest;
    let mut lines = vec![
        ("ringback".to_owned(), manifest.version.to_owned()),
        ("scenario".to_owned(), manifest.scenario.clone()),
        ("scenario_sha256".to_owned(), manifest.scenario_sha256.clone()),
        ("command".to_owned(), manifest.command.clone()),
        ("seed".to_owned(), manifest.seed.to_string()),
        ("replications".to_owned(), manifest.replications.to_string()),
        ("confidence".to_owned(), manifest.confidence.to_string()),
        ("start".to_owned(), manifest.timeline.start.clone()),
        ("end".to_owned(), manifest.timeline.end.clone()),
        ("time_zone".to_owned(), manifest.timeline.time_zone.clone()),
        ("interval_s".to_owned(), manifest.interval_seconds.to_string()),
    ];
    let method = &manifest.method;
    let batches = method.batches.map(|run| ("batches".to_owned(), run.count.to_string()));
    lines.extend(batches);
    for (key, on) in
        [("antithetic", method.antithetic), ("control_variate", method.control_variate)]
    {
        lines.extend(on.then(|| (key.to_owned(), "true".to_owned())));
    }
    lines.extend(method.precision.map(|stopped| {
        let (metric, reached) = (stopped.precision.metric, stopped.reached);
        ("precision".to_owned(), format!("{metric}, reached: {reached}"))
    }));
    lines.extend(manifest.data.iter().map(|f| (format!("data {}", f.path), f.sha256.clone())));
    lines.extend(manifest.assumed.iter().map(|a| (format!("assumed {}", a.path), a.value.clone())));
    lines.extend(manifest.overrides.iter().map(|o| (format!("set {}", o.path), o.value.clone())));
    for (row, (key, text)) in lines.iter().enumerate() {
        sheet.write_string(row as u32 + 1, 0, key)?;
        sheet.write_string(row as u32 + 1, 1, text)?;
    }
    sheet.set_column_width(0, 44)?;
    sheet.set_column_width(1, 70)?;
    Ok(())
}
