//! The comparison as a planner reads it: headline, table and notes, for the terminal and the page.

use crate::experiment::{
    Comparison, Estimate, Metrics, QueueResults, Results, VariantResults, Verdict,
};
use crate::measure::{Better, Metric, Unit};

use super::numbers::{self, length, percent, thousands};
use super::{headline, words};

/// Above this share of calls, what a service level leaves out is said beside it.
const LEFT_OUT: f64 = 0.01;
/// So many queues are told of; the page has all of them.
const MOST_QUEUES: usize = 3;
/// So many names are listed; of more it is said how many.
const MOST_NAMES: usize = 3;
/// Longer names of queues are cut.
const LONGEST_NAME: usize = 16;

/// A comparison in words and numbers.
pub(super) struct Summary {
    /// Name, period, and how much was simulated.
    pub(super) title: [String; 3],
    /// What happened, in a sentence or three.
    pub(super) headline: String,
    /// Titles of the columns of values: what was recorded, then each variant.
    pub(super) columns: Vec<String>,
    /// Title of the column of differences; none with one variant.
    pub(super) difference: Option<String>,
    /// Title of the last column.
    pub(super) bad: String,
    /// The rows.
    pub(super) rows: Vec<Row>,
    /// What must be known to read it.
    pub(super) notes: Vec<String>,
}

/// A line of the table.
pub(super) struct Row {
    /// What it shows; a part of the line above starts with two spaces.
    pub(super) label: String,
    /// The metric that it shows, for its definition.
    pub(super) metric: Option<&'static Metric>,
    /// One value a column.
    pub(super) cells: Vec<String>,
    /// The paired difference of the last variant.
    pub(super) difference: String,
    /// Whether that is better or worse.
    pub(super) verdict: Verdict,
    /// The last variant on a bad day.
    pub(super) bad: String,
}

/// The summary of these results.
pub(super) fn summary(results: &Results) -> Summary {
    let view = View::of(results);
    let per = words::unit(&results.manifest, 1);
    let callers = if results.variants.len() > 1 { ", same callers in each" } else { "" };
    let mut columns = Vec::new();
    if results.recorded.is_some() {
        columns.push("recorded".to_owned());
    }
    columns.extend(results.variants.iter().map(|variant| words::plain(&variant.name)));
    let confidence = numbers::short(100.0 * results.manifest.confidence);
    let difference = view.comparison.map(|comparison| {
        if results.variants.len() == 2 {
            format!("difference, {confidence} %")
        } else {
            let (to, from) = (words::plain(&comparison.to), words::plain(&comparison.from));
            format!("{to} - {from}, {confidence} %")
        }
    });
    Summary {
        title: [
            words::plain(&results.manifest.scenario),
            words::span(results),
            format!("{}{callers}", words::simulated(&results.manifest)),
        ],
        headline: headline::headline(results),
        columns,
        difference,
        bad: match results.manifest.units() {
            0 | 1 => String::new(),
            _ => format!("bad {per} (1 in 10)"),
        },
        rows: view.rows(),
        notes: notes(results),
    }
}

/// What the rows are made of.
struct View<'r> {
    results: &'r Results,
    /// The variant whose differences and bad days are shown.
    last: Option<&'r VariantResults>,
    comparison: Option<&'r Comparison>,
    /// Whether any variant offers callbacks.
    callbacks: bool,
}

impl<'r> View<'r> {
    fn of(results: &'r Results) -> Self {
        Self {
            results,
            last: results.variants.last(),
            comparison: results.comparisons.last(),
            callbacks: results.variants.iter().any(|variant| variant.offers_callbacks),
        }
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = vec![
            self.row("Calls offered", "offered"),
            self.row("Reached an agent", "handled_rate"),
            self.row("  answered live", "answered"),
        ];
        if self.callbacks {
            let mut connected = self.row("  called back, connected", "callbacks_answered");
            connected.cells = self.cells(|m| {
                let count = m.mean("callbacks_answered").filter(|_| offers(m))?;
                Some(numbers::value(Unit::Count, count))
            });
            rows.push(connected);
        }
        rows.push(self.row("Lost", "lost_rate"));
        rows.push(self.row("  abandoned", "abandonment_rate"));
        if self.callbacks {
            rows.push(self.failed());
        }
        if self.any("ended_by_overflow") {
            rows.push(self.row("  ended by a rule", "ended_by_overflow"));
        }
        if self.any("blocked") {
            rows.push(self.row("  blocked", "blocked_rate"));
        }
        for (id, label) in [
            ("voicemails", "Left a message"),
            ("external", "Sent outside"),
            ("out_of_hours", "Out of hours"),
            ("redials", "Redials among the calls"),
        ] {
            if self.any(id) {
                rows.push(self.row(label, id));
            }
        }
        rows.push(self.row(&self.service_level_label(), "service_level"));
        rows.push(self.intervals_on_target());
        rows.push(self.row("Average speed of answer", "asa"));
        rows.push(self.tail());
        if self.callbacks {
            rows.push(self.connected());
        }
        rows.push(self.row("Occupancy", "occupancy"));
        rows.push(self.row("Agent hours on duty", "agent_hours"));
        // Finishing the call in hand is overtime too; a row deserves what is more than that.
        let worth = |v: &VariantResults| {
            let hours = |id: &str| v.metrics.mean(id).unwrap_or(0.0);
            hours("overtime_hours") > 0.005 * hours("agent_hours")
        };
        if self.results.variants.iter().any(worth) {
            rows.push(self.row("  of them overtime", "overtime_hours"));
        }
        if self.any("cost") {
            rows.push(self.row("Cost", "cost"));
        }
        rows
    }

    fn any(&self, id: &str) -> bool {
        self.results.variants.iter().any(|v| v.metrics.mean(id).is_some_and(|mean| mean > 0.0))
    }

    /// A cell of every column by a reading of its metrics.
    fn cells(&self, read: impl Fn(&Metrics) -> Option<String>) -> Vec<String> {
        let recorded = self.results.recorded.iter().map(|recorded| &recorded.metrics);
        let variants = self.results.variants.iter().map(|variant| &variant.metrics);
        recorded.chain(variants).map(|m| read(m).unwrap_or_else(|| "-".into())).collect()
    }

    fn estimate(&self, id: &str) -> Estimate {
        self.last.map_or_else(Estimate::default, |variant| variant.metrics.estimate(id))
    }

    /// The value on the bad side that a tenth of the replications reaches.
    fn bad(&self, metric: &Metric) -> Option<f64> {
        let estimate = self.estimate(metric.id);
        if self.results.manifest.units() < 2 {
            return None;
        }
        if metric.better == Better::Higher { estimate.p10 } else { estimate.p90 }
    }

    fn difference(&self, metric: &Metric) -> (String, Verdict) {
        let found = self.comparison.and_then(|comparison| comparison.metrics.get(metric.id));
        let Some((difference, found)) = found.and_then(|found| Some((found.difference?, found)))
        else {
            return (String::new(), Verdict::None);
        };
        let text = match found.half_width {
            Some(half) if difference != 0.0 && libm::fabs(difference) <= half => "none".to_owned(),
            half => numbers::difference(metric.unit, difference, half),
        };
        (text, found.verdict)
    }

    fn row(&self, label: &str, id: &str) -> Row {
        let Some(metric) = Metric::find(id) else {
            unreachable!("{id} is no metric");
        };
        let (difference, verdict) = self.difference(metric);
        // Parts in calls have their bad day in the line above them.
        let bad = match (metric.unit, id) {
            (Unit::Count, "offered") | (Unit::Share | Unit::Seconds | Unit::Money, _) => {
                self.bad(metric).map(|bad| numbers::value(metric.unit, bad))
            }
            _ => None,
        };
        Row {
            label: label.to_owned(),
            metric: Some(metric),
            cells: self.cells(|m| Some(numbers::value(metric.unit, m.mean(id)?))),
            difference,
            verdict,
            bad: bad.unwrap_or_default(),
        }
    }

    fn failed(&self) -> Row {
        let failed = |m: &Metrics| {
            let unanswered = m.mean("callbacks_unanswered")?;
            let others = ["callbacks_expired", "callbacks_abandoned"];
            Some(unanswered + others.iter().filter_map(|id| m.mean(id)).sum::<f64>())
        };
        let only_unanswered = self.last.is_some_and(|variant| {
            failed(&variant.metrics) == variant.metrics.mean("callbacks_unanswered")
        });
        let bad = Metric::find("callbacks_unanswered").and_then(|metric| self.bad(metric));
        Row {
            label: "  callback failed".into(),
            metric: Metric::find("callbacks_unanswered"),
            cells: self
                .cells(|m| failed(m).filter(|_| offers(m)).map(|n| numbers::value(Unit::Count, n))),
            difference: String::new(),
            verdict: Verdict::None,
            bad: bad
                .filter(|_| only_unanswered)
                .map_or_else(String::new, |bad| numbers::value(Unit::Count, bad)),
        }
    }

    fn service_level_label(&self) -> String {
        let queues = self.results.variants.first().map_or(&[][..], |v| &v.queues[..]);
        match queues {
            [first, rest @ ..] if rest.iter().all(|q| q.within_seconds == first.within_seconds) => {
                format!("Service level, <= {} s *", numbers::short(first.within_seconds))
            }
            _ => "Service level *".into(),
        }
    }

    fn intervals_on_target(&self) -> Row {
        let count = self.results.manifest.timeline.intervals.len();
        let words = words::intervals(self.results);
        let mut row = self.row(&format!("  {words} on target"), "intervals_on_target");
        let shown = |share: f64| {
            format!("{} of {count}", numbers::value(Unit::Average, share * count as f64))
        };
        row.cells = self.cells(|m| Some(shown(m.mean("intervals_on_target")?)));
        let bad = Metric::find("intervals_on_target").and_then(|metric| self.bad(metric));
        row.bad = bad.map_or_else(String::new, |share| thousands(share * count as f64));
        let found = self.comparison.and_then(|c| c.metrics.get("intervals_on_target"));
        if let Some((difference, half)) = found.and_then(|d| Some((d.difference?, d.half_width?)))
            && libm::fabs(difference) > half
        {
            let scale = count as f64;
            row.difference =
                numbers::difference(Unit::Average, difference * scale, Some(half * scale));
        }
        row
    }

    fn tail(&self) -> Row {
        let mut row = self.row("  90 % within / longest", "wait_max");
        row.cells = self.cells(|m| {
            Some(format!("{}/{}", length(m.mean("wait_p90")?), length(m.mean("wait_max")?)))
        });
        if !row.difference.is_empty() {
            row.difference = format!("longest {}", row.difference);
        }
        if !row.bad.is_empty() {
            row.bad = format!("longest {}", row.bad);
        }
        row
    }

    fn connected(&self) -> Row {
        let mut row = self.row("Callback connected after", "callback_connect_mean");
        row.verdict = Verdict::None;
        row.difference = self
            .estimate("callback_connect_p90")
            .mean
            .map_or_else(String::new, |p90| format!("90 % within {}", length(p90)));
        let end = words::clock(&self.results.manifest.timeline.end);
        row.bad = self.estimate("callbacks_pending_at_close").mean.map_or_else(String::new, |n| {
            format!("{} pending at {end}", numbers::value(Unit::Count, n))
        });
        row
    }
}

/// Whether callers heard offers.
fn offers(metrics: &Metrics) -> bool {
    metrics.mean("callbacks_offered").is_some_and(|mean| mean > 0.0)
}

/// Footnotes: the service level's formula and what it leaves out, assumptions, the balance.
fn notes(results: &Results) -> Vec<String> {
    let mut notes = vec![service_level_note(results), by_queue(results)];
    let assumed = assumed(results);
    if !assumed.is_empty() {
        notes.push(format!("Assumed, not in the file: {}.", assumed.join(", ")));
    }
    notes.push(words::estimation(&results.manifest).join(" "));
    notes.retain(|note| !note.is_empty());
    notes.push(balance(results));
    notes
}

/// Where there are several queues, the service level of each in every variant; of many, of those where it
/// is lowest.
fn by_queue(results: &Results) -> String {
    let queues = results.variants.last().map_or(&[][..], |last| &last.queues[..]);
    let level = |queue: &QueueResults| queue.metrics.mean("service_level");
    let found = queues.iter().filter_map(|queue| Some((level(queue)?, queue)));
    let mut shown: Vec<(f64, &QueueResults)> = found.collect();
    let count = shown.len();
    let words = if count > MOST_QUEUES {
        shown.sort_by(|a, b| a.0.total_cmp(&b.0));
        shown.truncate(MOST_QUEUES);
        format!("Service level of the lowest {MOST_QUEUES} of {count} queues")
    } else if count > 1 {
        "Service level by queue".to_owned()
    } else {
        return String::new();
    };
    let levels = |(_, queue): (f64, &QueueResults)| {
        let of = |variant: &VariantResults| {
            variant.queue(&queue.name).and_then(level).map_or_else(|| "-".to_owned(), percent)
        };
        let levels: Vec<String> = results.variants.iter().map(of).collect();
        let name = words::cut(&words::plain(&queue.name), LONGEST_NAME);
        format!("{name} (<= {} s) {}", numbers::short(queue.within_seconds), levels.join(" -> "))
    };
    let levels: Vec<String> = shown.into_iter().map(levels).collect();
    format!("{words}: {}.", levels.join(", "))
}

/// What is assumed, each said once; where there are several of what it is assumed of, with whom.
fn assumed(results: &Results) -> Vec<String> {
    let mut found: Vec<(String, &str, Vec<String>)> = Vec::new();
    for assumed in results.manifest.assumed.iter().filter(|assumed| !assumed.words.is_empty()) {
        let mut parts = assumed.path.splitn(3, '.');
        let (kind, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let words = words::plain(&assumed.words);
        let name = words::plain(name);
        match found.iter_mut().find(|(said, of, _)| (said, *of) == (&words, kind)) {
            Some((_, _, names)) => names.push(name),
            None => found.push((words, kind, vec![name])),
        }
    }
    let count = |kind: &str| {
        results.variants.first().map_or(0, |variant| match kind {
            "queue" => variant.queues.len(),
            "agent_group" => variant.agent_groups.len(),
            "call_type" => variant.call_types.len(),
            _ => 0,
        })
    };
    let said = |(words, kind, names): (String, &str, Vec<String>)| match names.len() {
        // Of all, or of what there is but one.
        many if many >= count(kind) => words,
        1..=MOST_NAMES => format!("{}: {words}", names.join("/")),
        many => format!("{many} of {}: {words}", count(kind)),
    };
    found.into_iter().map(said).collect()
}

fn service_level_note(results: &Results) -> String {
    let Some(last) = results.variants.last() else { return String::new() };
    let mut definitions: Vec<&str> =
        last.queues.iter().map(|queue| queue.service_level_definition).collect();
    definitions.sort_unstable();
    definitions.dedup();
    let [one] = definitions[..] else {
        return format!("* each queue by its own definition: {}.", definitions.join(", "));
    };
    let formula = last.queues.first().map_or("", |queue| queue.service_level_words);
    format!("* {one}: {formula}{}.", left_out(&last.metrics, one))
}

/// `; it leaves out 2.3 % of calls (callbacks)`.
fn left_out(metrics: &Metrics, definition: &str) -> String {
    let count = |id: &str| metrics.mean(id).unwrap_or(0.0);
    let mut parts = vec![
        ("blocked", count("blocked")),
        ("unfinished", count("unfinished")),
        ("sent elsewhere", count("voicemails") + count("ended_by_overflow") + count("external")),
    ];
    if !matches!(definition, "with_flowouts" | "callback_as_answered") {
        parts.push(("callbacks", count("callbacks_accepted")));
    }
    if definition == "answered_only" {
        parts.push(("abandoned", count("abandoned")));
    }
    let offered = count("offered");
    let share = parts.iter().map(|part| part.1).sum::<f64>() / offered.max(1e-9);
    if share <= LEFT_OUT {
        return String::new();
    }
    parts.retain(|part| part.1 > 0.0);
    let names: Vec<String> = parts.iter().map(|part| part.0.to_owned()).collect();
    format!("; it leaves out {} of calls ({})", percent(share), words::list(&names))
}

/// Whether every call of every replication is accounted for.
fn balance(results: &Results) -> String {
    let all = u64::from(results.manifest.replications) * results.variants.len() as u64;
    let held: u64 = results.variants.iter().map(|variant| u64::from(variant.balanced)).sum();
    let word = words::period(&results.manifest, u32::try_from(all).unwrap_or(u32::MAX));
    if held == all {
        format!("Balance holds on all {} {word}.", thousands(all as f64))
    } else {
        format!(
            "Balance FAILS on {} of {} {word}: some calls are not accounted for; please report it.",
            thousands((all - held) as f64),
            thousands(all as f64)
        )
    }
}
