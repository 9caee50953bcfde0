//! A changed setting in a planner's words.

use super::node::{Node, Table, Value, path as split};

/// What keys are called where their name alone says too little.
const NOUNS: [(&str, &str); 48] = [
    ("accept", "share that accepts an offer"),
    ("accept_time", "time to accept"),
    ("action", "its action is"),
    ("after_call_work", "after-call work"),
    ("answer", "share that answers the dial"),
    ("arrivals", "calls"),
    ("attempts", "dials in all"),
    ("balk", "share that hangs up at once"),
    ("call_again", "rings again while a callback is pending"),
    ("confirm_prompt", "confirmation prompt"),
    ("count_cache", "waiting count refreshed every"),
    ("counts_to_limit", "pending callbacks count as waiting"),
    ("dedup", "second callbacks closed"),
    ("dial_out_of_hours", "dials out of hours"),
    ("expire_after", "callbacks expire after"),
    ("fallback", "queue for calls that no rule leads"),
    ("first_offer", "first offer after"),
    ("forecast_error", "spread of busy and quiet days"),
    ("handle_factor", "factor on handle times"),
    ("interarrival", "time between calls"),
    ("lines", "calls on the line at most"),
    ("max_active", "callbacks open at once at most"),
    ("max_waiting", "items waiting at most"),
    ("miss", "share of notifications missed"),
    ("mode", "who is called first"),
    ("no_answer_costs_agent", "unanswered dials cost agent time"),
    ("offer_hours", "hours of offers"),
    ("order_by", "ordered by"),
    ("preview", "preview before the dial"),
    ("priority", "priority (smaller first)"),
    ("redial", "redials"),
    ("refresh", "estimate refreshed every"),
    ("reject", "share of notifications rejected"),
    ("repeat_call", "calls with a new matter"),
    ("repeat_every", "offers repeated every"),
    ("reserve_agents", "agents kept free for live calls"),
    ("retry_after", "next dial after"),
    ("retry_place", "place for the next dial"),
    ("ring", "rings for"),
    ("seed", "seed"),
    ("share_limit", "callbacks at most, as a share of calls"),
    ("skills", "skills"),
    ("staff", "agents on duty"),
    ("staff_change", "agents added to every shift"),
    ("talk_time", "talk time"),
    ("volume", "volume of calls"),
    ("when", "fires when"),
    ("within", "answered in time means within"),
];

/// `queue support, rule full: fires when 9 or more items wait, was when 8 or more items wait`.
pub(super) fn words(path: &str, before: Option<&Node>, after: Option<&Node>) -> String {
    let parts = split(path).unwrap_or_else(|| vec![path.to_owned()]);
    let (subject, rest) = subject(&parts);
    let Some(leaf) = rest.last().map(String::as_str) else {
        return thing(&subject, before, after);
    };
    if leaf == "queues" && parts[0] == "agent_group" {
        return format!("{subject}: {}", served(before, after));
    }
    let named = NOUNS.iter().find(|(key, _)| *key == leaf).map_or_else(
        || rest.iter().map(|part| part.replace('_', " ")).collect::<Vec<_>>().join(" "),
        |(_, noun)| (*noun).to_owned(),
    );
    let told = |node: &Node| if leaf == "place" { place(node) } else { plain(leaf, node) };
    match (before.map(told), after.map(told)) {
        (Some(was), Some(is)) => format!("{subject}: {named} {is}, was {was}"),
        (None, Some(is)) => format!("{subject}: {named} {is}, was not set"),
        (Some(was), None) => format!("{subject}: {named} not set, was {was}"),
        (None, None) => format!("{subject}: {named}"),
    }
}

/// Whom a path is about, and the rest of it.
fn subject(parts: &[String]) -> (String, &[String]) {
    let kind = |name: &str| name.replace('_', " ");
    let whole: Vec<&str> = parts.iter().map(String::as_str).collect();
    match whole.as_slice() {
        ["queue", queue, "overflow", rule, ..] => {
            (format!("queue {queue}, rule {rule}"), &parts[4..])
        }
        ["queue", queue, "callback", _, ..] => (format!("queue {queue}, callback"), &parts[3..]),
        ["agent_group", group, "notification", _, ..] => {
            (format!("agent group {group}, notification"), &parts[3..])
        }
        ["call_type", name, "callback_response", _, ..] => {
            (format!("call type {name}, answers to offers"), &parts[3..])
        }
        ["queue" | "call_type" | "agent_group" | "variant" | "route", name, ..] => {
            (format!("{} {name}", kind(whole[0])), &parts[2..])
        }
        [first, ..] => (kind(first), &parts[1..]),
        [] => (String::new(), parts),
    }
}

/// A queue, rule or other thing that is new, gone or another one.
fn thing(subject: &str, before: Option<&Node>, after: Option<&Node>) -> String {
    match (before, after) {
        (None, Some(is)) => format!("{subject} is new: {}", plain("", is)),
        (Some(was), None) => format!("{subject} is gone; it was: {}", plain("", was)),
        (Some(was), Some(is)) => format!("{subject}: {}, was {}", plain("", is), plain("", was)),
        (None, None) => subject.to_owned(),
    }
}

/// The queues that a group has begun or ceased to serve, and those whose level is another.
fn served(before: Option<&Node>, after: Option<&Node>) -> String {
    let list = |node: Option<&Node>| -> Vec<(String, String)> {
        let items = node.and_then(Node::as_list).unwrap_or_default();
        items.iter().map(queue_and_level).collect()
    };
    let (before, after) = (list(before), list(after));
    let mut said = Vec::new();
    for (queue, level) in &before {
        match after.iter().find(|other| other.0 == *queue) {
            None => said.push(format!("no longer serves {queue}")),
            Some((_, now)) if now != level => {
                said.push(format!("serves {queue} {now}, was {level}"));
            }
            Some(_) => {}
        }
    }
    let is_new = |queue: &String| before.iter().all(|other| other.0 != *queue);
    said.extend(
        after.iter().filter(|item| is_new(&item.0)).map(|(queue, _)| format!("now serves {queue}")),
    );
    if said.is_empty() { "queues in another order".into() } else { said.join(", ") }
}

fn queue_and_level(item: &Node) -> (String, String) {
    let Some(table) = item.as_table() else {
        return (item.as_text().unwrap_or_default().to_owned(), "at once".into());
    };
    let text = |key: &str| table.get(key).map(|node| plain(key, node));
    let after = text("after").map_or_else(String::new, |after| format!(" after {after}"));
    let level = text("level").unwrap_or_else(|| "1".into());
    (text("queue").unwrap_or_default(), format!("on level {level}{after}"))
}

fn place(node: &Node) -> String {
    match node.as_text() {
        Some("keep") => "as they joined the line".into(),
        Some("front") => "before all others".into(),
        Some("tail") => "behind all others".into(),
        Some("after_live") => "behind live calls".into(),
        _ => plain("place", node),
    }
}

/// A value without the marks of the file format.
fn plain(key: &str, node: &Node) -> String {
    match &node.value {
        Value::Text(text) if key == "action" => text.replace('_', " "),
        Value::Text(text) => text.clone(),
        Value::Boolean(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| plain("", item)).collect();
            if items.iter().any(|item| item.contains(", ")) {
                format!("[{}]", items.join("; "))
            } else {
                items.join(", ")
            }
        }
        Value::Table(table) if key == "when" => condition(table),
        Value::Table(table) => {
            let entry = |entry: &super::node::Entry| {
                let value = plain(&entry.key, &entry.node);
                match (entry.key.as_str(), &entry.node.value) {
                    ("name", _) => String::new(),
                    ("when", _) => format!("when {value}"),
                    ("action", _) => value,
                    (key, Value::Table(_)) => format!("{} ({value})", key.replace('_', " ")),
                    (key, _) => format!("{} {value}", key.replace('_', " ")),
                }
            };
            let entries: Vec<String> =
                table.entries.iter().map(entry).filter(|text| !text.is_empty()).collect();
            entries.join(", ")
        }
        _ => node.written(),
    }
}

/// What trips a rule.
fn condition(table: &Table) -> String {
    let [entry] = table.entries.as_slice() else {
        let entries = table.entries.iter();
        let told =
            entries.map(|e| format!("{} {}", e.key.replace('_', " "), plain(&e.key, &e.node)));
        return told.collect::<Vec<_>>().join(", ");
    };
    let value = plain(&entry.key, &entry.node);
    match entry.key.as_str() {
        "waiting_calls" => format!("{value} or more items wait"),
        "average_wait" => format!("the estimated wait is above {value}"),
        "waited" => format!("an item has waited {value}"),
        "out_of_hours" => "the queue is closed".into(),
        key => format!("{} {value}", key.replace('_', " ")),
    }
}
