//! Results by interval and by day as long tables, written as CSV and Parquet.

use polars::prelude::{Column, CsvWriter, DataFrame, ParquetWriter, PolarsResult, SerWriter};

use crate::experiment::{IntervalResults, Results};

use super::inert;

/// A long table: one row for each variant, scope, start and metric.
#[derive(Default)]
struct Long<'r> {
    variant: Vec<&'r str>,
    scope: Vec<&'static str>,
    name: Vec<&'r str>,
    start: Vec<&'r str>,
    metric: Vec<&'static str>,
    numbers: [Vec<Option<f64>>; 6],
}

impl<'r> Long<'r> {
    fn add(
        &mut self,
        variant: &'r str,
        scope: &'static str,
        name: &'r str,
        windows: &'r [IntervalResults],
    ) {
        for window in windows {
            for (metric, estimate) in &window.metrics.0 {
                self.variant.push(variant);
                self.scope.push(scope);
                self.name.push(name);
                self.start.push(&window.start);
                self.metric.push(metric.id);
                let numbers = [
                    estimate.mean,
                    estimate.half_width,
                    estimate.p10,
                    estimate.p90,
                    estimate.min,
                    estimate.max,
                ];
                for (column, number) in self.numbers.iter_mut().zip(numbers) {
                    column.push(number);
                }
            }
        }
    }

    /// As a frame; names become inert texts where spreadsheets will read them.
    fn frame(self, start: &str, spreadsheet: bool) -> PolarsResult<DataFrame> {
        let texts = |texts: &[&str]| -> Vec<String> {
            texts
                .iter()
                .map(|text| if spreadsheet { inert(text) } else { (*text).to_owned() })
                .collect()
        };
        let mut columns = vec![
            Column::new("variant".into(), texts(&self.variant)),
            Column::new("scope".into(), self.scope),
            Column::new("name".into(), texts(&self.name)),
            Column::new(start.into(), self.start),
            Column::new("metric".into(), self.metric),
        ];
        let names = ["mean", "half_width", "p10", "p90", "min", "max"];
        for (name, numbers) in names.into_iter().zip(self.numbers) {
            columns.push(Column::new(name.into(), numbers));
        }
        DataFrame::new_infer_height(columns)
    }
}

fn by_interval(results: &Results) -> Long<'_> {
    let mut long = Long::default();
    for variant in &results.variants {
        long.add(&variant.name, "center", "", &variant.intervals);
        for queue in &variant.queues {
            long.add(&variant.name, "queue", &queue.name, &queue.intervals);
        }
        for call_type in &variant.call_types {
            long.add(&variant.name, "call_type", &call_type.name, &call_type.intervals);
        }
        for group in &variant.agent_groups {
            long.add(&variant.name, "agent_group", &group.name, &group.intervals);
        }
    }
    if let Some(recorded) = &results.recorded {
        long.add("recorded", "center", "", &recorded.intervals);
    }
    long
}

fn by_day(results: &Results) -> Long<'_> {
    let mut long = Long::default();
    for variant in &results.variants {
        long.add(&variant.name, "center", "", &variant.days);
        for queue in &variant.queues {
            long.add(&variant.name, "queue", &queue.name, &queue.days);
        }
    }
    long
}

fn csv(mut frame: DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    CsvWriter::new(&mut bytes).finish(&mut frame)?;
    Ok(bytes)
}

/// `intervals.csv`.
///
/// # Errors
/// When the table cannot be made.
pub fn intervals_csv(results: &Results) -> PolarsResult<Vec<u8>> {
    csv(by_interval(results).frame("start", true)?)
}

/// `intervals.parquet`.
///
/// # Errors
/// When the table cannot be made.
pub fn intervals_parquet(results: &Results) -> PolarsResult<Vec<u8>> {
    let mut frame = by_interval(results).frame("start", false)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame)?;
    Ok(bytes)
}

/// `days.csv`.
///
/// # Errors
/// When the table cannot be made.
pub fn days_csv(results: &Results) -> PolarsResult<Vec<u8>> {
    csv(by_day(results).frame("day", true)?)
}
