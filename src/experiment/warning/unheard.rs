//! Warnings about callback rules that did nothing: what they ask for, and how near it came.

use crate::measure::{Figures, Scope, When};
use crate::model::{Action, Center, Queue};
use crate::policy::Condition;
use crate::time::Span;

use crate::experiment::estimating::Sample;

/// Of each queue with a callback rule whose callers heard no offer, why that may be.
pub(super) fn warnings(center: &Center, sample: &Sample<'_>) -> Vec<String> {
    let queues = center.queues.iter().enumerate();
    queues.filter_map(|(position, queue)| no_offer(queue, sample, position)).collect()
}

fn no_offer(queue: &Queue, sample: &Sample<'_>, position: usize) -> Option<String> {
    let rule = queue.overflow.iter().find(|rule| rule.action == Action::DirectCallback)?;
    let figures = sample.figures(Scope::Queue(position), When::Period);
    let sum = |count: fn(&Figures) -> u64| figures.iter().map(count).sum::<u64>();
    if sum(|f| f.calls.offered) == 0 || sum(|f| f.calls.callbacks_offered) > 0 {
        return None;
    }
    let asks = match rule.when {
        Condition::WaitingCalls(count) => format!("waiting_calls = {count}"),
        Condition::AverageWait(wait) => format!("average_wait = \"{}\"", seconds(wait)),
        Condition::Waited(wait) => format!("waited = \"{}\"", seconds(wait)),
        Condition::OutOfHours => "out_of_hours = true".to_owned(),
    };
    let longest = figures.iter().filter_map(|figures| figures.extremes.wait_max).max();
    let mut words = format!(
        "Queue {:?}: no caller heard a callback offer. Its rule asks for {asks}, and the first offer \
         comes {} later; the longest answered wait was {}.",
        queue.name,
        seconds(queue.callback.first_offer),
        seconds(longest.unwrap_or(Span::ZERO)),
    );
    if rule.when.reads_count() {
        let center = sample.figures(Scope::Center, When::Period);
        let most = center.iter().map(|figures| figures.extremes.queue_length_max).max();
        words += &format!(" At most {} waited at once in the center.", most.unwrap_or(0));
    }
    Some(words)
}

fn seconds(span: Span) -> String {
    format!("{:.0}s", span.seconds())
}
