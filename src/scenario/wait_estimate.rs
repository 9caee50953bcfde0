//! `wait_estimate` of a queue: how long a newcomer is thought to wait.

use crate::model::WaitEstimate;
use crate::time::Span;

use super::build::Build;
use super::node::{Table, Value};
use super::problem::nearest;
use super::reader::Reader;

/// Estimates that are written as a word.
pub(super) const WORDS: [(&str, WaitEstimate); 3] = [
    ("queue_length", WaitEstimate::QueueLength),
    ("last_answered", WaitEstimate::LastAnswered),
    ("head_of_line", WaitEstimate::HeadOfLine),
];

const HELP: &str = "write \"queue_length\", \"last_answered\", \"head_of_line\", \
                    { mean = { over = \"48h\" } } or { moving_average = { refresh = \"10m\" } }";

/// Reads the estimate; without one the moving average that the product has.
pub(super) fn wait_estimate(build: &Build<'_>, reader: &Reader<'_>) -> Option<WaitEstimate> {
    let Some(node) = reader.node("wait_estimate") else {
        let empty = const { &Table { entries: Vec::new() } };
        let default = Reader::new(empty, "`moving_average`", &reader.at, build.notes);
        return Some(moving_average(&default));
    };
    match &node.value {
        Value::Text(text) => {
            let found = WORDS.iter().find(|(word, _)| word == text);
            if found.is_none() {
                let near = nearest(text, WORDS.iter().map(|(word, _)| *word));
                let help =
                    near.map_or_else(|| HELP.to_owned(), |near| format!("did you mean {near:?}?"));
                build.notes.add(&node.at, format!("{} is no wait estimate", node.written()), help);
            }
            found.map(|(_, estimate)| estimate.clone())
        }
        Value::Table(table) => {
            let outer = Reader::new(table, "`wait_estimate`", &node.at, build.notes);
            let (average, mean) = (outer.node("moving_average"), outer.node("mean"));
            outer.finish();
            match (average, mean) {
                (Some(node), None) => {
                    outer.inner(node, "`moving_average`".into()).map(|r| moving_average(&r))
                }
                (None, Some(node)) => outer.inner(node, "`mean`".into()).map(|r| plain_mean(&r)),
                (None, None) if !table.entries.is_empty() => None,
                _ => {
                    let message = "`wait_estimate` needs exactly one estimate";
                    build.notes.add(&node.at, message, HELP);
                    None
                }
            }
        }
        _ => {
            let message = format!("`wait_estimate` cannot be {}", node.written());
            build.notes.add(&node.at, message, HELP);
            None
        }
    }
}

fn moving_average(reader: &Reader<'_>) -> WaitEstimate {
    let estimate = WaitEstimate::MovingAverage {
        refresh: reader.positive_duration("refresh", Span::from_secs(600)),
        alpha: reader.number("alpha", 0.0, 1.0).unwrap_or(0.3),
        min_samples: reader.integer("min_samples", 1, 1_000_000).unwrap_or(20) as u32,
        reset_idle: reader.positive_duration("reset_idle", Span::from_secs(7 * 86_400)),
        include_callbacks: reader.boolean("include_callbacks", true),
    };
    reader.finish();
    estimate
}

/// The average of an older release: of 48 hours, with at least 50 conversations.
fn plain_mean(reader: &Reader<'_>) -> WaitEstimate {
    let estimate = WaitEstimate::Mean {
        over: reader.positive_duration("over", Span::from_secs(48 * 3_600)),
        min_samples: reader.integer("min_samples", 1, 1_000_000).unwrap_or(50) as u32,
    };
    reader.finish();
    estimate
}
