//! `[[route]]` and `[routing]`: rules that lead calls to queues.

use crate::model::{RouteRule, RouteTarget, Routing};

use super::build::Build;
use super::node::{Node, Table, Value};
use super::reader::Reader;
use super::{call_type, hours, overflow, prioritisation};

const HELP: &str = "[[route]] with queues = [\"support\"]";

/// Reads the rules and the fallback; none when one cannot be told.
pub(super) fn routing(build: &Build<'_>, root: &Table) -> Option<Routing> {
    let mut routing = Routing::default();
    let empty = Table::default();
    let reader = Reader::section(root, "routing", &empty, build.notes);
    if let Some(node) = reader.node("fallback") {
        routing.fallback = Some(build.queue_of(node, "fallback")?);
    }
    if let Some(hops) = reader.integer("overflow_hops", 0, 1_000) {
        routing.overflow_hops = hops as u32;
    }
    let batch = reader.integer("overflow_per_minute", 1, 1_000_000);
    routing.overflow_per_minute = batch.map(|most| most as u32);
    reader.finish();
    let Some(node) = root.get("route") else { return Some(routing) };
    let Some(items) = node.as_list() else {
        build.notes.add(&node.at, "routes are a list of tables", HELP);
        return None;
    };
    let rules: Vec<Option<RouteRule>> = items.iter().map(|item| rule(build, item)).collect();
    routing.rules = rules.into_iter().collect::<Option<_>>()?;
    Some(routing)
}

fn rule(build: &Build<'_>, item: &Node) -> Option<RouteRule> {
    let Some(table) = item.as_table() else {
        build.notes.add(&item.at, "a route must be a table", HELP);
        return None;
    };
    let reader = Reader::new(table, "[[route]]", &item.at, build.notes);
    reader.text("name");
    let queues = reader.required("queues", "where it leads: queues = [\"support\"]");
    let rules = overflow::rules(build, &reader);
    let empty = Table::default();
    let when = reader
        .table("when")
        .unwrap_or_else(|| Reader::new(&empty, "`when`", &reader.at, build.notes));
    let wanted = prioritisation::call_type(build, &when);
    let attribute = prioritisation::attribute(build, &when);
    let windows = hours::of_rule(build, &when);
    when.finish();
    reader.finish();
    Some(RouteRule {
        call_type: wanted?,
        attribute: attribute?,
        windows,
        to: target(build, &reader, queues?)?,
        overflow: if table.get("overflow").is_some() { Some(rules?) } else { None },
    })
}

/// Queues to try in order, or to draw by their shares.
fn target(build: &Build<'_>, reader: &Reader<'_>, node: &Node) -> Option<RouteTarget> {
    let items = node.as_list().unwrap_or_default();
    if items.is_empty() {
        build.notes.add(&node.at, "`queues` must be a list of queues", HELP);
        return None;
    }
    if items.iter().any(|item| matches!(item.value, Value::Table(_))) {
        return call_type::shares(build, reader, node, items).map(RouteTarget::Shares);
    }
    let found: Vec<_> = items.iter().map(|item| build.queue_of(item, "queues")).collect();
    found.into_iter().collect::<Option<_>>().map(RouteTarget::FirstOf)
}
