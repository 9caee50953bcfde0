//! `[queue.NAME.callback]`: how direct callback works.

use crate::model::{Callback, CallbackMode, CallbackPlace, Dedup, RetryPlace, Throttle};
use crate::random::Law;

use super::build::Build;
use super::node::Table;
use super::preset::{PRESETS, preset};
use super::reader::{Reader, written_duration};
use super::{dist, hours};

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
    let defaults = preset(reader.choice("preset", &PRESETS).unwrap_or(0));
    let duration = |key: &'static str, default| reader.duration(key).unwrap_or(default);
    let mode = reader.choice("mode", &["agent_first", "customer_first"]);
    let ring = law(build, &reader, "ring", &defaults.ring);
    let preview = law(build, &reader, "preview", &defaults.preview);
    let throttle = throttle(&reader);
    let attempts = reader.integer("attempts", 1, 1_000).map(|attempts| attempts as u32);
    let reserve = reader.integer("reserve_agents", 0, 1_000_000).map(|agents| agents as u32);
    let callback = Callback {
        mode: match mode {
            Some(0) => CallbackMode::AgentFirst,
            Some(_) => CallbackMode::CustomerFirst,
            None => defaults.mode,
        },
        place: match reader.choice("place", &["keep", "tail", "front", "after_live"]) {
            Some(1) => CallbackPlace::Tail,
            Some(2) => CallbackPlace::Front,
            Some(3) => CallbackPlace::AfterLive,
            _ => CallbackPlace::Keep,
        },
        reserve_agents: reserve.unwrap_or(0),
        share_limit: reader.share("share_limit", 1.0),
        offer_hours: hours::of_key(build, &reader, "offer_hours"),
        throttle,
        dial_out_of_hours: reader.boolean("dial_out_of_hours", defaults.dial_out_of_hours),
        dedup: match reader.choice("dedup", &["none", "queue", "all"]) {
            Some(1) => Dedup::Queue,
            Some(2) => Dedup::All,
            _ => Dedup::None,
        },
        machine_counts_as_answered: reader
            .boolean("machine_counts_as_answered", defaults.machine_counts_as_answered),
        first_offer: duration("first_offer", defaults.first_offer),
        repeat_every: reader.positive_duration("repeat_every", defaults.repeat_every),
        offer_prompt: duration("offer_prompt", defaults.offer_prompt),
        confirm_prompt: duration("confirm_prompt", defaults.confirm_prompt),
        max_active: reader.integer("max_active", 0, 1_000_000).map(|most| most as u32),
        counts_to_limit: reader.boolean("counts_to_limit", true),
        ring: ring?,
        preview: preview?,
        attempts: attempts.unwrap_or(defaults.attempts),
        retry_after: reader.positive_duration("retry_after", defaults.retry_after),
        retry_place: match reader.choice("retry_place", &["keep", "front", "tail"]) {
            Some(1) => RetryPlace::Front,
            Some(2) => RetryPlace::Tail,
            _ => RetryPlace::Keep,
        },
        no_answer_costs_agent: reader.boolean("no_answer_costs_agent", true),
        expire_after: reader.positive_duration("expire_after", defaults.expire_after),
    };
    reader.finish();
    if offered {
        assume(build, &reader, &format!("{queue}.callback"), &callback);
    }
    Some(callback)
}

fn law(build: &Build<'_>, reader: &Reader<'_>, key: &'static str, default: &Law) -> Option<Law> {
    match reader.node(key) {
        Some(node) => dist::law(build, node, key),
        None => Some(default.clone()),
    }
}

fn throttle(reader: &Reader<'_>) -> Option<Throttle> {
    let reader = reader.table("throttle")?;
    reader.required("target", "the mean wait that is wanted, such as \"2m\"");
    reader.required("lookback", "how far back waits count, such as \"30m\"");
    let (target, lookback) = (reader.duration("target"), reader.duration("lookback"));
    reader.finish();
    Some(Throttle { target: target?, lookback: lookback? })
}

/// The defaults that a report names.
fn assume(build: &Build<'_>, reader: &Reader<'_>, path: &str, callback: &Callback) {
    let missing = |key: &str| reader.table.get(key).is_none();
    let preset = reader.table.get("preset").and_then(|node| node.as_text());
    if let Some(name) = preset {
        let words = format!("callback as {name} does it");
        build.assume(&format!("{path}.preset"), &format!("{name:?}"), &words);
    }
    if missing("ring") {
        build.assume(&format!("{path}.ring"), "\"25s\"", "ring 25s");
    }
    if missing("attempts") {
        let attempts = callback.attempts.to_string();
        build.assume(&format!("{path}.attempts"), &attempts, &format!("attempts {attempts}"));
    }
    if missing("retry_after") && callback.attempts > 1 {
        let after = written_duration(callback.retry_after);
        let words = format!("dials {after} apart");
        build.assume(&format!("{path}.retry_after"), &format!("{after:?}"), &words);
    }
    let (first, every) =
        (written_duration(callback.first_offer), written_duration(callback.repeat_every));
    if missing("first_offer") && missing("repeat_every") {
        let words = format!("offers at {first} then every {every}");
        build.assume(&format!("{path}.first_offer"), &format!("{first:?}"), &words);
        build.assume(&format!("{path}.repeat_every"), &format!("{every:?}"), "");
    }
    if missing("confirm_prompt") {
        let prompt = written_duration(callback.confirm_prompt);
        build.assume(&format!("{path}.confirm_prompt"), &format!("{prompt:?}"), "");
    }
}
