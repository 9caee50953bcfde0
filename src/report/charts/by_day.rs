//! Long periods by day: more reporting intervals than a screen has dots are shown as civil days.

use std::borrow::Cow;

use crate::experiment::Results;
use crate::report::figure::Figure;

/// With more intervals than this, charts and the page's tables show days.
const MOST_INTERVALS: usize = 1_500;

/// The results as charts show them: as they are, or with days in place of intervals. Agent groups
/// and the record have no values by day and are left out then.
pub(in crate::report) fn by_day(results: &Results) -> Cow<'_, Results> {
    if results.manifest.timeline.intervals.len() <= MOST_INTERVALS {
        return Cow::Borrowed(results);
    }
    let mut coarse = results.clone();
    let timeline = &mut coarse.manifest.timeline;
    timeline.intervals = timeline.days.iter().map(|day| format!("{day}T00:00:00")).collect();
    coarse.manifest.interval_seconds = 86_400.0;
    coarse.recorded = None;
    for variant in &mut coarse.variants {
        variant.intervals.clone_from(&variant.days);
        variant.agent_groups.clear();
        for queue in &mut variant.queues {
            queue.intervals.clone_from(&queue.days);
        }
    }
    Cow::Owned(coarse)
}

/// A chart whose words say days.
pub(super) fn of_days(mut figure: Figure) -> Figure {
    let said = |text: &str| {
        text.replace("in each 1440 minutes", "a day")
            .replace("by interval", "by day")
            .replace("in each interval", "on each day")
            .replace("in every interval", "on every day")
            .replace(" intervals the mean", " days the mean")
    };
    figure.title = said(&figure.title);
    figure.caption = said(&figure.caption);
    for panel in &mut figure.panels {
        panel.title = said(&panel.title);
    }
    for title in &mut figure.table.0 {
        if title == "Interval" {
            *title = "Day".into();
        }
    }
    figure
}
