//! The service level of each simulated day, a dot a day, with the target.

use crate::experiment::Results;
use crate::report::axis::Axis;
use crate::report::canvas::{INK, of_variant};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::percent;
use crate::stats::normal_quantile;

use super::layer;

pub(super) fn daily(results: &Results) -> Option<Figure> {
    let first = results.variants.first()?;
    let target = first.queues.first()?.target;
    if first.daily_service_levels.len() < 2 {
        return None;
    }
    let rows = results.variants.len();
    let names: Vec<String> = results.variants.iter().map(|v| v.name.clone()).collect();
    let mut layers = Vec::new();
    let (mut least, mut table, mut sentences) = (target, Vec::new(), Vec::new());
    for (row, variant) in results.variants.iter().enumerate() {
        let levels = &variant.daily_service_levels;
        let middle = (rows - row) as f64 - 0.5;
        // Spread over the height of the row by a fixed pattern, so that dots do not hide others.
        let place = |at: usize| middle + ((at * 37 % 101) as f64 / 100.0 - 0.5) * 0.66;
        let dots = levels.iter().enumerate().map(|(at, &level)| (level, place(at))).collect();
        layers.push(layer(&variant.name, of_variant(row), Shape::Dots(dots)));
        least = levels.iter().copied().fold(least, f64::min);
        let reached = levels.iter().filter(|level| **level >= target).count();
        let (low, high) = chance(reached, levels.len(), results.manifest.confidence);
        sentences.push(format!(
            "{}: target reached on {reached} of {} days, a chance of {} ({} to {}).",
            variant.name,
            levels.len(),
            percent(reached as f64 / levels.len() as f64),
            percent(low),
            percent(high)
        ));
        let mut sorted = levels.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
        table.push(vec![
            variant.name.clone(),
            percent(at(0.0)),
            percent(at(0.1)),
            percent(at(0.5)),
            percent(at(0.9)),
            percent(at(1.0)),
            format!("{reached} of {}", levels.len()),
            percent(reached as f64 / levels.len() as f64),
            format!("{} to {}", percent(low), percent(high)),
        ]);
    }
    let line = vec![(target, 0.0), (target, rows as f64)];
    layers.push(layer(format!("target {}", percent(target)), INK, Shape::Dashes(line)));
    let mut x = Axis::range("Service level of the day, %", 100.0 * least, 100.0, |p| {
        format!("{} %", crate::report::numbers::short(p))
    });
    x.shrink(100.0);
    Some(Figure {
        slug: "daily-service-level",
        title: "Service level day by day".into(),
        caption: format!("A dot a simulated day. {}", sentences.join(" ")),
        panels: vec![Panel {
            title: String::new(),
            x,
            y: Axis::rows(&names),
            layers,
            height: 30.0 + 70.0 * rows as f64,
        }],
        table: (
            [
                "Variant",
                "Worst",
                "10 %",
                "Median",
                "90 %",
                "Best",
                "On target",
                "P(target)",
                "Its interval",
            ]
            .map(str::to_owned)
            .to_vec(),
            table,
        ),
    })
}

/// The interval of the chance that a day reaches the target, by Wilson's score (Wilson 1927,
/// "Probable inference"): it is honest where no day or every day does.
fn chance(reached: usize, days: usize, confidence: f64) -> (f64, f64) {
    let (n, share) = (days as f64, reached as f64 / days as f64);
    let z = normal_quantile(0.5 + confidence / 2.0);
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let spread = share * (1.0 - share) / n + z * z / (4.0 * n * n);
    let half = z * libm::sqrt(spread) / (1.0 + z * z / n);
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::chance;

    #[test]
    fn a_chance_never_seen_has_an_interval_above_zero() {
        let (low, high) = chance(0, 200, 0.95);
        assert!(low == 0.0 && (0.015..0.025).contains(&high), "{high}");
        let (low, high) = chance(100, 200, 0.95);
        assert!((low - 0.431).abs() < 0.001 && (high - 0.569).abs() < 0.001);
    }
}
