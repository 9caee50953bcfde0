//! Two traces or two scenarios compared, for people and as JSON.

use serde_json::{Value, json as value};

use crate::check::{FirstCall, Verdicts};
use crate::report::terminal::{Paint, left, right, wrapped};
use crate::report::words::plain;
use crate::scenario::Change;
use crate::stats::Verdict;
use textwrap::core::display_width;

use super::json;
use super::rows::{self, Line};
use super::terminal::labelled;

/// What two traces or scenarios have in common, and what not.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The two as they are shown.
    pub names: [String; 2],
    /// Events of the first one's replication that was compared.
    pub events: usize,
    /// What the settings say otherwise; empty of traces.
    pub changes: Vec<Change>,
    /// What changed in the numbers; none of traces.
    pub verdicts: Option<Verdicts>,
    /// The first call that was routed differently.
    pub first_call: Option<FirstCall>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// The comparison as text.
#[must_use]
pub fn diff_text(diff: &Diff, coloured: bool) -> String {
    let paint = Paint(coloured);
    let mut text = String::new();
    if let Some(verdicts) = &diff.verdicts {
        text += &settings(&diff.changes, &diff.names[1], paint);
        text += &numbers(verdicts, &diff.names, paint);
    }
    for note in &diff.notes {
        text += &format!("{}\n", wrapped(&plain(note)));
    }
    let Some(first) = &diff.first_call else {
        return text + &format!("The same {} events.\n", diff.events);
    };
    if let Some(agent) = rows::of_agent(first) {
        text += &format!("{} {agent}\n", paint.bold("First event:"));
    }
    text +=
        &format!("{} {}\n", paint.bold("First call routed differently:"), rows::first_call(first));
    for (name, words) in rows::sides(first) {
        let name = match name {
            "before" => "<",
            "now" => ">",
            "asked before" => "< asked",
            "asked now" => "> asked",
            "saw before" => "< saw",
            "saw now" => "> saw",
            other => other,
        };
        text += &labelled(name, &words);
    }
    text += &format!("{} {}\n", paint.bold("Knock-on:"), rows::knock_on(first));
    text
}

fn settings(changes: &[Change], path: &str, paint: Paint) -> String {
    if changes.is_empty() {
        return format!("{} nothing\n", paint.bold("Changed in the settings:"));
    }
    let mut text = format!("{}\n", paint.bold("Changed in the settings"));
    for change in changes {
        text += &format!("  {}\n", rows::change(change, path));
    }
    text
}

/// The key metrics side by side.
fn numbers(verdicts: &Verdicts, names: &[String; 2], paint: Paint) -> String {
    let variants: Vec<&str> = {
        let mut names: Vec<&str> = verdicts.rows.iter().map(|row| row.variant.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let pairs =
        if verdicts.paired { "the same callers in both" } else { "unpaired: other callers" };
    let mut text = format!(
        "{} variant {}, {} replications, {pairs}\n",
        paint.bold("Changed in the numbers:"),
        plain(&variants.join(", ")),
        verdicts.replications
    );
    let mut rows: Vec<Line> = verdicts
        .rows
        .iter()
        .filter(|row| {
            row.judgement.before.is_some()
                || row.judgement.after.is_some()
                || row.judgement.verdict != Verdict::Same
        })
        .map(rows::line)
        .collect();
    let same = |line: &Line| line.change == "0" || line.change.is_empty() && line.verdict == "same";
    let unchanged = rows.iter().filter(|line| same(line)).count();
    rows.retain(|line| !same(line));
    if rows.is_empty() {
        return text + "  nothing\n";
    }
    let widest = |cell: fn(&Line) -> &str| {
        rows.iter().map(|line| display_width(cell(line))).max().unwrap_or(0)
    };
    let mut titles = [short(&names[0]), short(&names[1])];
    if titles[0] == titles[1] {
        titles = ["<", ">"].map(str::to_owned);
    }
    let widths = [
        widest(|line| &line.what),
        widest(|line| &line.before).max(display_width(&titles[0])),
        widest(|line| &line.after).max(display_width(&titles[1])),
        widest(|line| &line.change),
    ];
    text += &format!(
        "  {}  {}  {}\n",
        " ".repeat(widths[0]),
        right(&titles[0], widths[1]),
        right(&titles[1], widths[2])
    );
    for line in &rows {
        let row = format!(
            "  {}  {}  {}  {}  {}",
            left(&line.what, widths[0]),
            right(&line.before, widths[1]),
            right(&line.after, widths[2]),
            left(&line.change, widths[3]),
            verdict(line, paint)
        );
        text += &format!("{}\n", row.trim_end());
    }
    if unchanged > 0 {
        let are = if unchanged == 1 { "other is" } else { "others are" };
        text += &format!("  {unchanged} {are} exactly as before\n");
    }
    text
}

fn verdict(line: &Line, paint: Paint) -> String {
    match line.verdict {
        "worse" => paint.colour("worse", "31"),
        "better" => paint.colour("better", "32"),
        "same" => "within tolerance".into(),
        "inconclusive" => format!("perhaps by chance: {}", line.remark),
        other => other.to_owned(),
    }
}

/// The file's name without its folders.
fn short(path: &str) -> String {
    plain(path.rsplit('/').next().unwrap_or(path))
}

/// The comparison as one JSON document, schema `ringback.diff/1`.
#[must_use]
pub fn diff_json(diff: &Diff) -> String {
    let mut document = value!({
        "schema": "ringback.diff/1",
        "left_name": diff.names[0],
        "right_name": diff.names[1],
        "equal": diff.first_call.is_none(),
        "events": diff.events,
        "settings": json::settings(&diff.changes),
        "notes": diff.notes,
    });
    if let Some(verdicts) = &diff.verdicts {
        document["paired"] = verdicts.paired.into();
        document["replications"] = verdicts.replications.into();
        document["metrics"] = verdicts.rows.iter().map(json::row).collect();
    }
    if let (Some(first), Value::Object(fields)) = (&diff.first_call, &mut document)
        && let Value::Object(found) = json::first_call(first)
    {
        fields.extend(found);
    }
    format!("{document:#}\n")
}
