//! `[queue.NAME.callback]`: how direct callback works.

use crate::model::{Callback, RetryPlace};
use crate::random::Law;
use crate::time::Span;

use super::build::Build;
use super::dist;
use super::node::Table;
use super::reader::{Reader, written_duration};

/// Reads a queue's callback; its defaults are assumptions only where callbacks are offered.
pub(super) fn callback(
    build: &Build<'_>,
    queue: &str,
    reader: &Reader<'_>,
    offered: bool,
) -> Option<Callback> {
    let empty = Table::default();
    let own = reader.table("callback");
    let reader = own.unwrap_or_else(|| Reader::new(&empty, "`callback`", &reader.at, build.notes));
    let path = format!("{queue}.callback");
    let seconds = Span::from_secs;
    let first_offer = reader.duration("first_offer").unwrap_or(seconds(30));
    let repeat_every = reader.positive_duration("repeat_every", seconds(120));
    let prompt = |key: &'static str, default| reader.duration(key).unwrap_or(seconds(default));
    let (offer_prompt, confirm_prompt) = (prompt("offer_prompt", 9), prompt("confirm_prompt", 7));
    let ring = law(build, &reader, "ring", seconds(25));
    let preview = law(build, &reader, "preview", Span::ZERO);
    let attempts = reader.integer("attempts", 1, 1_000).unwrap_or(1) as u32;
    if offered {
        assume(build, &reader, &path, first_offer, repeat_every);
    }
    let callback = Callback {
        first_offer,
        repeat_every,
        offer_prompt,
        confirm_prompt,
        max_active: reader.integer("max_active", 0, 1_000_000).map(|most| most as u32),
        counts_to_limit: reader.boolean("counts_to_limit", true),
        ring: ring?,
        preview: preview?,
        attempts,
        retry_after: reader.positive_duration("retry_after", seconds(900)),
        retry_place: match reader.choice("retry_place", &["keep", "front", "tail"]) {
            Some(1) => RetryPlace::Front,
            Some(2) => RetryPlace::Tail,
            _ => RetryPlace::Keep,
        },
        no_answer_costs_agent: reader.boolean("no_answer_costs_agent", true),
        expire_after: reader.positive_duration("expire_after", seconds(7 * 86_400)),
    };
    reader.only("preset", "\"d365\"");
    reader.only("mode", "\"agent_first\"");
    reader.only("place", "\"keep\"");
    reader.only("reserve_agents", "0");
    reader.only("share_limit", "1");
    reader.only("machine_counts_as_answered", "false");
    reader.only("dial_out_of_hours", "false");
    reader.only("dedup", "\"none\"");
    reader.not_yet(&["offer_hours", "throttle"]);
    reader.finish();
    Some(callback)
}

fn law(build: &Build<'_>, reader: &Reader<'_>, key: &'static str, default: Span) -> Option<Law> {
    match reader.node(key) {
        Some(node) => dist::law(build, node, key),
        None => Some(Law::Constant(default.ticks())),
    }
}

/// The defaults that a report names.
fn assume(build: &Build<'_>, reader: &Reader<'_>, path: &str, first: Span, every: Span) {
    let missing = |key: &str| reader.table.get(key).is_none();
    if missing("ring") {
        build.assume(&format!("{path}.ring"), "\"25s\"", "ring 25s");
    }
    if missing("attempts") {
        build.assume(&format!("{path}.attempts"), "1", "attempts 1");
    }
    if missing("first_offer") && missing("repeat_every") {
        let words =
            format!("offers at {} then every {}", written_duration(first), written_duration(every));
        build.assume(&format!("{path}.first_offer"), "\"30s\"", &words);
        build.assume(&format!("{path}.repeat_every"), "\"120s\"", "");
    }
    if missing("confirm_prompt") {
        build.assume(&format!("{path}.confirm_prompt"), "\"7s\"", "");
    }
}
