//! Progress of long work: a bar on a terminal, nothing elsewhere.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::Looking;
use crate::scenario::RunSettings;
use crate::stats::FIRST_LOOK;
use crate::sweep::{Effort, Plan};

/// A bar over the replications that are certain: with a precision, those until the next look.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar at its start; hidden unless standard error is a terminal.
    pub(super) fn new(run: &RunSettings, quiet: bool) -> Self {
        let first = match run.precision {
            Some(precision) => {
                (FIRST_LOOK * run.replications_per_unit()).min(precision.max_replications)
            }
            None => run.replications,
        };
        let bar = bar_over(first.into(), "replications", quiet);
        let template = match (run.batches, run.precision) {
            (Some(_), _) => "{spinner} one long run in batches, {elapsed}",
            (_, Some(_)) => "{bar:40} {pos}/{len} replications until the next look{msg}",
            _ => "{bar:40} {pos}/{len} replications, {eta} left",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// One replication is done.
    pub(super) fn done(&self) {
        self.0.inc(1);
    }

    /// The precision is not reached yet.
    pub(super) fn look(&self, look: &Looking) {
        self.0.set_length(look.next.into());
        if let Some(width) = look.width {
            let (done, width) = (look.replications, 100.0 * width);
            self.0.set_message(format!(
                "; after {done} the half width was {width:.0} % of the one wanted"
            ));
        }
    }

    /// The work is done: the bar goes.
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// A bar over so many replications.
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

/// A bar over so many things; hidden unless standard error is a terminal.
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

/// Says what is being done; hidden unless standard error is a terminal.
pub(super) fn stages(quiet: bool) -> ProgressBar {
    let bar = bar_over(0, "", quiet);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
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
