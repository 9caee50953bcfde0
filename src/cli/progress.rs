//! Progress of long work: a bar on a terminal, nothing elsewhere.

use std::io::{IsTerminal, stderr};

use crate::sweep::{Effort, Plan};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over so many replications; hidden unless standard error is a terminal.
pub(super) fn bar(replications: u32, quiet: bool) -> ProgressBar {
    bar_over(replications.into(), "replications", quiet)
}

/// A bar over the replications of a sweep's open points, or over the points themselves where
/// nobody knows how many replications they take.
pub(super) fn sweep_bar(plan: &Plan, open: &[u32], quiet: bool) -> ProgressBar {
    let points = open.len() as u64;
    let replications = |number: u32| {
        let point = plan.point(number).ok()?;
        Some(u64::from(plan.study(&point).ok()?.run.replications))
    };
    match plan.effort {
        Effort::Replications(count) => bar_over(points * u64::from(count), "replications", quiet),
        Effort::AsWritten => {
            let each = open.first().and_then(|&first| replications(first)).unwrap_or(1);
            bar_over(points * each, "replications", quiet)
        }
        Effort::Precision(_) => bar_over(points, "points", quiet),
    }
}

fn bar_over(count: u64, things: &str, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new(count);
    if quiet || !stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let template = format!("{{bar:40}} {{pos}}/{{len}} {things}, {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

/// A count of things whose number nobody knows; hidden unless standard error is a terminal.
pub(super) fn spinner(things: &str, quiet: bool) -> ProgressBar {
    let bar = bar_over(0, things, quiet);
    if let Ok(style) = ProgressStyle::with_template(&format!("{{pos}} {things}, {{elapsed}}")) {
        bar.set_style(style);
    }
    bar
}
