//! Where every call went: one bar of 100 % a variant.

use plotters::prelude::RGBColor;

use crate::experiment::{Results, VariantResults};
use crate::report::axis::Axis;
use crate::report::canvas::{Anchor, BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, SKY, YELLOW};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{percent, thousands};

use super::layer;

/// Ends of calls: name, colour, and how many of a variant ended so.
type End = (&'static str, RGBColor, fn(&VariantResults) -> f64);

fn count(variant: &VariantResults, id: &str) -> f64 {
    variant.metrics.mean(id).unwrap_or(0.0)
}

const ENDS: [End; 8] = [
    ("answered live", GREEN, |v| count(v, "answered")),
    ("called back and connected", SKY, |v| count(v, "callbacks_answered")),
    ("callback failed", PURPLE, |v| {
        count(v, "callbacks_unanswered")
            + count(v, "callbacks_expired")
            + count(v, "callbacks_abandoned")
            + count(v, "callbacks_deduplicated")
    }),
    ("left a message or sent outside", YELLOW, |v| count(v, "voicemails") + count(v, "external")),
    ("abandoned", ORANGE, |v| count(v, "abandoned")),
    ("ended by a rule", GREY, |v| count(v, "ended_by_overflow")),
    ("blocked", RED, |v| count(v, "blocked")),
    ("unfinished at the end", BLUE, |v| count(v, "unfinished") + count(v, "callbacks_unfinished")),
];

pub(super) fn outcomes(results: &Results) -> Option<Figure> {
    let names: Vec<String> = results.variants.iter().map(|v| v.name.clone()).collect();
    let rows = names.len();
    let mut layers = Vec::new();
    let mut notes = Vec::new();
    let mut table = Vec::new();
    for (name, colour, ended) in ENDS {
        let mut bars = Vec::new();
        for (row, variant) in results.variants.iter().enumerate() {
            let offered = count(variant, "offered").max(1e-9);
            let before: f64 = ENDS
                .iter()
                .take_while(|end| end.0 != name)
                .map(|end| (end.2)(variant) / offered)
                .sum();
            let share = ended(variant) / offered;
            let middle = (rows - row) as f64 - 0.5;
            if share > 0.0 {
                bars.push([before, before + share, middle - 0.34, middle + 0.34]);
            }
            if share > 0.07 {
                let at = (before + share / 2.0, middle);
                notes.push(layer("", INK, Shape::Note(at, percent(share), Anchor::Middle)));
            }
            table.push(vec![
                variant.name.clone(),
                name.to_owned(),
                thousands(ended(variant)),
                percent(share),
            ]);
        }
        if !bars.is_empty() {
            layers.push(layer(name, colour, Shape::Bars(bars)));
        }
    }
    layers.extend(notes);
    let reached: Vec<String> = results
        .variants
        .iter()
        .filter_map(|v| Some(format!("{} {}", v.name, percent(v.metrics.mean("handled_rate")?))))
        .collect();
    let mut x = Axis::shares("Share of calls offered, %", 1.0);
    x.ticks.retain(|tick| tick.0 <= 1.0);
    Some(Figure {
        slug: "where-calls-went",
        title: "Where every call went".into(),
        caption: format!("Callers who spoke to an agent: {}.", reached.join(", ")),
        panels: vec![Panel {
            title: String::new(),
            x,
            y: Axis::rows(&names),
            layers,
            height: 30.0 + 52.0 * rows as f64,
        }],
        table: (["Variant", "Ended as", "Calls", "Share"].map(str::to_owned).to_vec(), table),
    })
}
