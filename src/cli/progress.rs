//! Progress of long work: a bar on a terminal, nothing elsewhere.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over so many replications; hidden unless standard error is a terminal.
pub(super) fn bar(replications: u32, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new(replications.into());
    if quiet || !stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} replications, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}
