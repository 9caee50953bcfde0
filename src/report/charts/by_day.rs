//! Long periods by day: more reporting intervals than a screen has dots are shown as civil days.

use std::borrow::Cow;

use crate::experiment::{NamedResults, QueueResults, Results, VariantResults};
use crate::report::figure::Figure;

/// With more intervals than this, charts and the page's tables show days.
const MOST_INTERVALS: usize = 1_500;

/// The results as charts show them: as they are, or with days in place of intervals. The record has
/// no values by day and is left out then.
pub(in crate::report) fn by_day(results: &Results) -> Cow<'_, Results> {
    if results.manifest.timeline.intervals.len() <= MOST_INTERVALS {
        return Cow::Borrowed(results);
    }
    let timeline = &results.manifest.timeline;
    let mut manifest = results.manifest.clone();
    manifest.timeline.intervals =
        timeline.days.iter().map(|day| format!("{day}T00:00:00")).collect();
    manifest.interval_seconds = 86_400.0;
    Cow::Owned(Results {
        manifest,
        variants: results.variants.iter().map(variant).collect(),
        comparisons: results.comparisons.clone(),
        recorded: None,
    })
}

fn variant(variant: &VariantResults) -> VariantResults {
    VariantResults {
        name: variant.name.clone(),
        digest: variant.digest,
        offers_callbacks: variant.offers_callbacks,
        metrics: variant.metrics.clone(),
        queues: variant.queues.iter().map(queue).collect(),
        agent_groups: variant.agent_groups.iter().map(named).collect(),
        call_types: variant.call_types.iter().map(named).collect(),
        intervals: variant.days.clone(),
        days: variant.days.clone(),
        curves: variant.curves.clone(),
        daily_service_levels: variant.daily_service_levels.clone(),
        balanced: variant.balanced,
        warnings: variant.warnings.clone(),
    }
}

fn queue(queue: &QueueResults) -> QueueResults {
    QueueResults {
        name: queue.name.clone(),
        metrics: queue.metrics.clone(),
        service_levels: queue.service_levels.clone(),
        intervals: queue.days.clone(),
        days: queue.days.clone(),
        quotes: queue.quotes.clone(),
        offers: queue.offers.clone(),
        marks: queue.marks.clone(),
        ..*queue
    }
}

fn named(named: &NamedResults) -> NamedResults {
    let (name, metrics) = (named.name.clone(), named.metrics.clone());
    NamedResults { name, metrics, intervals: named.days.clone(), days: named.days.clone() }
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
