//! How long callers waited, in classes: what happened to each, and after how long.

use crate::experiment::{Results, VariantResults};
use crate::report::axis::Axis;
use crate::report::canvas::{BLUE, GREEN, RED};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::percent;

use super::layer;

/// Ends of the classes in seconds: each about half as long again as the one before.
const ENDS: [(f64, &str); 14] = [
    (0.0, "0"),
    (5.0, "5s"),
    (10.0, "10s"),
    (20.0, "20s"),
    (30.0, "30s"),
    (45.0, "45s"),
    (60.0, "1m"),
    (90.0, "1m30s"),
    (120.0, "2m"),
    (180.0, "3m"),
    (300.0, "5m"),
    (600.0, "10m"),
    (1_800.0, "30m"),
    (f64::INFINITY, "more"),
];

pub(super) fn wait_distribution(results: &Results) -> Option<Figure> {
    let shares: Vec<[Vec<f64>; 3]> = results.variants.iter().map(parts).collect();
    let sums: Vec<Vec<f64>> = shares
        .iter()
        .map(|kinds| (0..ENDS.len()).map(|at| kinds.iter().map(|kind| kind[at]).sum()).collect())
        .collect();
    let most = sums.iter().flatten().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    // Classes behind the longest wait of all are left out.
    let used = |at: &usize| sums.iter().any(|sum| sum[*at] > 0.0);
    let classes = (0..ENDS.len()).rev().find(used)? + 1;
    let named = |at: usize| match at {
        0 => "at once".to_owned(),
        at if ENDS[at].0.is_finite() => ENDS[at].1.to_owned(),
        at => format!("over {}", ENDS[at - 1].1),
    };
    let panels = results
        .variants
        .iter()
        .zip(&shares)
        .map(|(variant, shares)| {
            let mut floor = vec![0.0; classes];
            let mut layers = Vec::new();
            let kinds = [
                ("answered live", GREEN),
                ("abandoned", RED),
                ("called back, until connected", BLUE),
            ];
            for ((name, colour), shares) in kinds.into_iter().zip(shares) {
                let bar = |(at, floor): (usize, &mut f64)| {
                    let from = *floor;
                    *floor += shares[at];
                    [at as f64 + 0.08, at as f64 + 0.92, from, *floor]
                };
                let bars: Vec<_> = floor.iter_mut().enumerate().map(bar).collect();
                if shares.iter().any(|share| *share > 0.0) {
                    layers.push(layer(name, colour, Shape::Bars(bars)));
                }
            }
            Panel {
                title: variant.name.clone(),
                x: Axis::cells("Waited up to, since the call came", (0..classes).map(named)),
                y: Axis::shares("Share of calls, %", most),
                layers,
                height: 150.0,
            }
        })
        .collect();
    let long: Vec<String> = results
        .variants
        .iter()
        .zip(&sums)
        .map(|(variant, sum)| {
            format!("{} {}", variant.name, percent(sum[BEYOND..].iter().sum::<f64>()))
        })
        .collect();
    Some(Figure {
        slug: "wait-distribution",
        title: "How long callers waited, and for what".into(),
        caption: format!(
            "Every bar is a class of waits, its parts are what became of those calls; all bars of \
             a variant add up to 100 %. Waited more than 2 minutes: {}.",
            long.join(", ")
        ),
        panels,
        table: table(results, &shares, classes),
    })
}

/// The first class of waits above two minutes.
const BEYOND: usize = 9;

/// Answered live, abandoned and called back: shares of all of them by class.
fn parts(variant: &VariantResults) -> [Vec<f64>; 3] {
    let curves = &variant.curves;
    let counts = [
        ("answered", &curves.answered),
        ("abandoned", &curves.abandoned),
        ("callbacks_answered", &curves.callback),
    ];
    let mean = |id: &str| variant.metrics.mean(id).unwrap_or(0.0);
    let all: f64 = counts.iter().map(|(id, _)| mean(id)).sum();
    counts.map(|(id, curve)| {
        let weight = if all > 0.0 && !curve.is_empty() { mean(id) / all } else { 0.0 };
        let mut left = 1.0;
        let class = |(end, _): &(f64, &str)| {
            let beyond = longer(curve, *end);
            let share = f64::max(left - beyond, 0.0) * weight;
            left = beyond;
            share
        };
        ENDS.iter().map(class).collect()
    })
}

/// The share that waited longer, between the points of a curve on a straight line.
fn longer(curve: &[(f64, f64)], seconds: f64) -> f64 {
    let after = curve.partition_point(|point| point.0 < seconds);
    match (after.checked_sub(1).map(|at| curve[at]), curve.get(after)) {
        (_, Some(&(at, share))) if at <= seconds => share,
        (Some((x0, y0)), Some(&(x1, y1))) => y0 + (seconds - x0) / (x1 - x0) * (y1 - y0),
        (None, Some(&(_, share))) => share,
        (_, None) => 0.0,
    }
}

fn table(
    results: &Results,
    shares: &[[Vec<f64>; 3]],
    classes: usize,
) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Waited".to_owned()];
    for variant in &results.variants {
        for kind in ["answered live", "abandoned", "called back"] {
            titles.push(format!("{}: {kind}", variant.name));
        }
    }
    let rows = (0..classes).map(|at| {
        let mut row = vec![match at {
            0 => "at once".to_owned(),
            at if ENDS[at].0.is_finite() => format!("{} to {}", ENDS[at - 1].1, ENDS[at].1),
            at => format!("more than {}", ENDS[at - 1].1),
        }];
        row.extend(shares.iter().flatten().map(|kind| percent(kind[at])));
        row
    });
    (titles, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::longer;

    #[test]
    fn the_share_beyond_a_wait_lies_on_the_curve_or_between_its_points() {
        let curve = [(0.0, 0.5), (10.0, 0.3), (20.0, 0.0)];
        let told = [0.0, 5.0, 10.0, 15.0, 20.0, 99.0].map(|at| longer(&curve, at));
        assert_eq!(told, [0.5, 0.4, 0.3, 0.15, 0.0, 0.0]);
        assert!(longer(&[], 5.0) == 0.0);
    }
}
