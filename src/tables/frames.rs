//! Results by interval and by day as long tables, written as CSV and Parquet.

use polars::prelude::{Column, CsvWriter, DataFrame, ParquetWriter, PolarsResult, SerWriter};

use crate::experiment::{Estimate, IntervalResults, Results};

use super::inert;

/// Rows that are made into a table at once.
const MOST_ROWS: usize = 300_000;

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
        window: &'r IntervalResults,
    ) {
        for (metric, estimate) in &window.metrics.0 {
            self.variant.push(variant);
            self.scope.push(scope);
            self.name.push(name);
            self.start.push(&window.start);
            self.metric.push(metric.id);
            let Estimate { mean, half_width, p10, p90, min, max } = *estimate;
            let numbers = [mean, half_width, p10, p90, min, max];
            for (column, number) in self.numbers.iter_mut().zip(numbers) {
                column.push(number);
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

/// One scope of a variant: the variant, which scope, its name, its intervals or days.
type Scope<'r> = (&'r str, &'static str, &'r str, &'r [IntervalResults]);

fn by_interval(results: &Results) -> Vec<Scope<'_>> {
    let mut scopes = Vec::new();
    for variant in &results.variants {
        let of = |kind, name, windows| (variant.name.as_str(), kind, name, windows);
        scopes.push(of("center", "", &variant.intervals[..]));
        scopes.extend(variant.queues.iter().map(|q| of("queue", &q.name, &q.intervals)));
        scopes.extend(variant.call_types.iter().map(|t| of("call_type", &t.name, &t.intervals)));
        scopes
            .extend(variant.agent_groups.iter().map(|g| of("agent_group", &g.name, &g.intervals)));
    }
    if let Some(recorded) = &results.recorded {
        scopes.push(("recorded", "center", "", &recorded.intervals));
    }
    scopes
}

fn by_day(results: &Results) -> Vec<Scope<'_>> {
    let mut scopes = Vec::new();
    for variant in &results.variants {
        let of = |kind, name, windows| (variant.name.as_str(), kind, name, windows);
        scopes.push(of("center", "", &variant.days[..]));
        scopes.extend(variant.queues.iter().map(|q| of("queue", &q.name, &q.days)));
    }
    scopes
}

/// The tables of some scopes, of so many rows each that memory does not grow with the period; at
/// least one.
fn tables<'r>(scopes: Vec<Scope<'r>>) -> impl Iterator<Item = Long<'r>> {
    let mut windows = scopes
        .into_iter()
        .flat_map(|(variant, scope, name, all)| {
            all.iter().map(move |window| (variant, scope, name, window))
        })
        .peekable();
    let mut first = true;
    std::iter::from_fn(move || {
        if !std::mem::take(&mut first) && windows.peek().is_none() {
            return None;
        }
        let mut long = Long::default();
        while long.start.len() < MOST_ROWS
            && let Some((variant, scope, name, window)) = windows.next()
        {
            long.add(variant, scope, name, window);
        }
        Some(long)
    })
}

/// Scopes as CSV, their time under the name `start`.
fn csv(scopes: Vec<Scope<'_>>, start: &str) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    for (position, long) in tables(scopes).enumerate() {
        let mut frame = long.frame(start, true)?;
        // One thread a table: several tables are made side by side.
        let mut writer = CsvWriter::new(&mut bytes).include_header(position == 0).n_threads(1);
        writer.finish(&mut frame)?;
    }
    Ok(bytes)
}

/// `intervals.csv`.
///
/// # Errors
/// When the table cannot be made.
pub fn intervals_csv(results: &Results) -> PolarsResult<Vec<u8>> {
    csv(by_interval(results), "start")
}

/// `intervals.parquet`.
///
/// # Errors
/// When the table cannot be made.
pub fn intervals_parquet(results: &Results) -> PolarsResult<Vec<u8>> {
    let schema = Long::default().frame("start", false)?.schema().clone();
    let mut bytes = Vec::new();
    let mut writer = ParquetWriter::new(&mut bytes).set_parallel(false).batched(&schema)?;
    for long in tables(by_interval(results)) {
        writer.write_batch(&long.frame("start", false)?)?;
    }
    writer.finish()?;
    Ok(bytes)
}

/// `days.csv`.
///
/// # Errors
/// When the table cannot be made.
pub fn days_csv(results: &Results) -> PolarsResult<Vec<u8>> {
    csv(by_day(results), "day")
}
