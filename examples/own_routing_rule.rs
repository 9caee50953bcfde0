//! A routing rule of one's own, tested against the same callers as the built-in one.
//!
//! The rule: a callback keeps its place as usual, but once its customer has waited for a quarter of
//! an hour it goes before every live call. Does that help those customers, and whom does it hurt?
//! The judge of `ringback check` answers; in a test the last lines would be an assertion.
//!
//!   cargo run --release --example own_routing_rule

use std::io::Write;

use ringback::check::{Tolerances, compare};
use ringback::experiment::run_with;
use ringback::measure::Metric;
use ringback::policy::{CallView, ItemView, Policy, Standard};
use ringback::scenario::study_from_text;
use ringback::stats::Tolerance;
use ringback::time::{SimTime, Span};

/// Callbacks stand in a queue of their own: behind live calls, until they have waited too long.
struct OverdueCallbacksFirst {
    /// When a callback is overdue.
    after: Span,
}

impl Policy for OverdueCallbacksFirst {
    /// Within the queue: callbacks behind live calls, both by age.
    fn standing(&self, call: CallView, standing: u64) -> u64 {
        standing + u64::from(call.is_callback)
    }

    /// Between queues: a callback that is overdue goes before everything else.
    fn item_rank(&self, item: ItemView) -> (u32, u32, u64, SimTime) {
        let waited = item.call.now.since(item.call.arrived);
        if item.call.is_callback && waited >= self.after {
            return (0, 0, 0, item.entered);
        }
        Standard.item_rank(item)
    }
}

const CENTER: &str = r#"
[scenario]
name = "Two lines, one team"
duration = "10h"

[run]
seed = 7
replications = 100

[call_type.orders]
route = "orders"
arrivals = { poisson = { per_hour = 110 } }
talk_time = { lognormal = { mean = "4m", cv = 1.1 } }
after_call_work = { exponential = { mean = "30s" } }
patience = { exponential = { mean = "5m" } }
callback_response = { accept = [0.6, 0.3], answer = 0.9 }

[call_type.returns]
route = "returns"
arrivals = { poisson = { per_hour = 60 } }
talk_time = { lognormal = { mean = "4m", cv = 1.1 } }
after_call_work = { exponential = { mean = "30s" } }
patience = { exponential = { mean = "5m" } }

[agent_group.team]
queues = ["orders", "returns"]
staff = 12
notification.accept_time = "3s"

[queue.orders]
overflow = [{ name = "full", when = { waiting_calls = 3 }, action = "direct_callback" }]

[queue.returns]
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let study = study_from_text(CENTER)?;
    let rule = OverdueCallbacksFirst { after: Span::from_secs(15 * 60) };
    let before = run_with(&study, &Standard, 0, &|_| {})?;
    let after = run_with(&study, &rule, 0, &|_| {})?;

    // Overtakings are what the rule is made of: they may rise as they like.
    let free = Metric::find("inversions").ok_or("inversions are a metric")?;
    let tolerances = Tolerances::default().with(free, Tolerance::Absolute(f64::MAX));
    let found = compare(&before, &after, &tolerances);
    let word = if found.is_worse() { "worse for somebody" } else { "nobody is worse off" };
    writeln!(std::io::stdout(), "{found}\n{word}")?;
    Ok(())
}
