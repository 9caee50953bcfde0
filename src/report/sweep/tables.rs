//! What matters of a sweep as small tables: which ones follows from its design.

use crate::measure::Metric;
use crate::report::Language;
use crate::report::charts::sweep::{shown_variant, varied};
use crate::report::numbers;
use crate::scenario::Design;
use crate::sweep::{Cell, Results, effects, grid, levels, swings};

/// Rows of a table of points at most.
const MOST_ROWS: usize = 30;
/// Tables over two axes at most.
const MOST_GRIDS: usize = 2;
/// Columns of such a table at most.
const MOST_COLUMNS: usize = 12;

/// A table with its title; the first column is a label.
pub(super) struct Table {
    pub(super) title: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// The table in a language.
    pub(super) fn told(&self, say: Language) -> Self {
        let all = |texts: &Vec<String>| texts.iter().map(|text| say.say(text)).collect();
        Self {
            title: say.say(&self.title),
            columns: all(&self.columns),
            rows: self.rows.iter().map(all).collect(),
        }
    }
}

/// Name of the scenario, then what was swept.
pub(super) fn heading(results: &Results) -> [String; 2] {
    let replications = match (results.replications.iter().min(), results.replications.iter().max())
    {
        (Some(least), Some(most)) if least < most => format!("{least} to {most}"),
        (_, most) => most.copied().unwrap_or(0).to_string(),
    };
    let axes = results.axes.join(" x ");
    [
        results.scenario.clone(),
        format!(
            "{axes}: {} points ({}), {replications} replications each, same callers at all",
            numbers::thousands(results.count() as f64),
            results.design.name().replace('_', " ")
        ),
    ]
}

/// The best point of each metric that has a good side.
pub(super) fn best(results: &Results) -> Vec<String> {
    let told = |metric: &&'static Metric| {
        let variant = shown_variant(results, metric.id)?;
        let (point, value) = results.best(variant, metric)?;
        let axes = results.axes.iter().zip(&results.cells[point]);
        let axes: Vec<String> =
            axes.map(|(name, cell)| format!("{name} {}", cell.told())).collect();
        Some(format!(
            "Best {} ({variant}): {} at {}.",
            metric.label.to_lowercase(),
            numbers::estimate(metric.unit, value.mean, value.half_width),
            axes.join(", ")
        ))
    };
    results.metrics.iter().filter_map(told).collect()
}

/// The tables that a planner reads first.
pub(super) fn tables(results: &Results) -> Vec<Table> {
    let axes = varied(results);
    match results.design {
        Design::OneAtATime => one_at_a_time(results),
        Design::LatinHypercube | Design::Sobol => main_effects(results),
        Design::Grid if axes.len() == 2 && levels(results, axes[1]).len() <= MOST_COLUMNS => {
            let metrics = results.metrics.iter().take(MOST_GRIDS);
            metrics.filter_map(|metric| over_two(results, metric, [axes[0], axes[1]])).collect()
        }
        _ => vec![points(results)],
    }
}

fn over_two(results: &Results, metric: &Metric, axes: [usize; 2]) -> Option<Table> {
    let variant = shown_variant(results, metric.id)?;
    let grid = grid(results, axes, variant, metric.id).into_iter().next()?;
    let [down, across] = axes.map(|axis| levels(results, axis));
    let mut columns = vec![results.axes[axes[0]].clone()];
    columns.extend(across.iter().map(|level| level.told.clone()));
    let row = |(level, values): (&crate::sweep::Level, &Vec<crate::sweep::Value>)| {
        let mut row = vec![level.told.clone()];
        let said = |mean: f64| numbers::value(metric.unit, mean);
        row.extend(values.iter().map(|value| value.mean.map_or_else(|| "-".into(), said)));
        row
    };
    Some(Table {
        title: format!("{} ({variant}), by {} across", metric.label, results.axes[axes[1]]),
        columns,
        rows: down.iter().zip(&grid.values).map(row).collect(),
    })
}

/// The points themselves: all, or the best by the first metric where they are many.
fn points(results: &Results) -> Table {
    let mut order: Vec<usize> = (0..results.count()).collect();
    let mut title = "Points".to_owned();
    if order.len() > MOST_ROWS
        && let Some((metric, variant)) = results
            .metrics
            .iter()
            .find_map(|metric| Some((metric, shown_variant(results, metric.id)?)))
        && let Some((best, _)) = results.best(variant, metric)
    {
        let value = |point: usize| results.value(point, variant, metric.id).mean;
        let rises = value(best) >= value(order[0]) && value(best) >= value(order[order.len() - 1]);
        order.sort_by(|&a, &b| {
            let (a, b) = (value(a).unwrap_or(f64::NAN), value(b).unwrap_or(f64::NAN));
            if rises { b.total_cmp(&a) } else { a.total_cmp(&b) }
        });
        title = format!(
            "The best {MOST_ROWS} of {} points by {} ({variant})",
            results.count(),
            metric.label.to_lowercase()
        );
    }
    // Many points are shown in the variant that matters, few in all.
    let all = order.len() <= MOST_ROWS;
    let last = results.metrics.iter().find_map(|metric| shown_variant(results, metric.id));
    let is_shown = |name: &str| all || last.is_none_or(|last| last == name);
    order.truncate(MOST_ROWS);
    let mut columns: Vec<String> = results.axes.clone();
    columns.push("Variant".into());
    columns.extend(results.metrics.iter().map(|metric| metric.label.to_owned()));
    let mut rows = Vec::new();
    for point in order {
        for variant in results.variants.iter().filter(|name| is_shown(name)) {
            let mut row: Vec<String> = results.cells[point].iter().map(Cell::told).collect();
            row.push(variant.clone());
            row.extend(results.metrics.iter().map(|metric| {
                let mean = results.value(point, variant, metric.id).mean;
                mean.map_or_else(|| "-".into(), |mean| numbers::value(metric.unit, mean))
            }));
            rows.push(row);
        }
    }
    Table { title, columns, rows }
}

fn one_at_a_time(results: &Results) -> Vec<Table> {
    let table = |metric: &&'static Metric| {
        let variant = shown_variant(results, metric.id)?;
        let (base, swings) = swings(results, variant, metric.id)?;
        let said = |value: f64| numbers::value(metric.unit, value);
        let rows = swings.iter().map(|swing| {
            let [(least, from), (most, to)] = &swing.ends;
            let axis = results.axes[swing.axis].clone();
            vec![axis, said(*from), least.clone(), said(*to), most.clone()]
        });
        Some(Table {
            title: format!("{} ({variant}): {} as it is", metric.label, said(base)),
            columns: ["Axis", "Least", "at", "Most", "at"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
        })
    };
    results.metrics.iter().filter_map(table).collect()
}

fn main_effects(results: &Results) -> Vec<Table> {
    let table = |metric: &&'static Metric| {
        let variant = shown_variant(results, metric.id)?;
        let found = effects(results, variant, metric.id)?;
        let rows = found.effects.iter().map(|effect| {
            let change = effect.change.map_or_else(
                || "-".to_owned(),
                |change| numbers::difference(metric.unit, change, effect.half_width),
            );
            let [from, to] = effect.ends.clone();
            let axis = results.axes[effect.axis].clone();
            vec![axis, from, to, change, numbers::percent(effect.share)]
        });
        let explained = found.explained.map_or_else(String::new, |share| {
            format!("; straight lines explain {} of its variance", numbers::percent(share))
        });
        Some(Table {
            title: format!("{} ({variant}){explained}", metric.label),
            columns: ["Axis", "From", "To", "Change", "Share of variance"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
        })
    };
    results.metrics.iter().filter_map(table).collect()
}
