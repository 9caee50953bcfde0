//! The catalogue as a page: `docs/scenario-file.md`.

use std::fmt::Write;

use super::super::{by_clock, dist};
use super::{Key, Kind, Needs, Presence, Section, root};

const INTRODUCTION: &str = include_str!("introduction.md");

/// Every key of the scenario file with its default and meaning, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut found = Vec::new();
    collect(&root::ROOT, &mut found);
    // Laws stand in many places: they have the end of the page.
    collect(&dist::LAW, &mut found);
    collect(&by_clock::BY_CLOCK, &mut found);
    let mut page = INTRODUCTION.to_owned();
    for section in found {
        write_section(section, &mut page);
    }
    page
}

/// A section and those within it, each once, parts after the whole; laws left out.
fn collect(section: &'static Section, found: &mut Vec<&'static Section>) {
    if found.iter().any(|other| std::ptr::eq(*other, section)) {
        return;
    }
    found.push(section);
    let is_law = |section: &Section| {
        std::ptr::eq(section, &dist::LAW) || std::ptr::eq(section, &by_clock::BY_CLOCK)
    };
    for key in section.keys {
        for inner in key.kind.sections().into_iter().filter(|inner| !is_law(inner)) {
            collect(inner, found);
        }
    }
}

fn write_section(section: &Section, page: &mut String) {
    let heading = match section.title {
        title if title.starts_with('[') => format!("## `{title}`"),
        title if std::ptr::eq(section, &root::ROOT) => format!("## {title}"),
        title => format!("### {title}"),
    };
    let _ = write!(page, "\n{heading}\n\n");
    if !section.about.is_empty() {
        let _ = write!(page, "{}\n\n", section.about);
    }
    if let Some(sets) = sets(section) {
        let _ = write!(page, "{sets}\n\n");
    }
    page.push_str("| key | holds | left out | meaning |\n| --- | --- | --- | --- |\n");
    for key in section.keys {
        let cells =
            [format!("`{}`", key.name), holds(&key.kind), left_out(key), key.meaning.into()];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
}

/// Which keys exclude or need one another.
fn sets(section: &Section) -> Option<String> {
    let set =
        |set: &&[&str]| set.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" + ");
    let (word, sets) = match section.needs {
        Needs::Nothing => return None,
        Needs::OneKey => {
            ("Exactly one", section.keys.iter().map(|key| set(&&[key.name][..])).collect())
        }
        Needs::OneOf(sets) => ("Exactly one", sets.iter().map(set).collect()),
        Needs::AnyOf(sets) => ("At least one", sets.iter().map(set).collect()),
    };
    Some(format!("{word} of {}.", joined(sets)))
}

/// `a, b or c`.
fn joined(mut parts: Vec<String>) -> String {
    match parts.pop() {
        Some(last) if !parts.is_empty() => format!("{} or {last}", parts.join(", ")),
        last => last.unwrap_or_default(),
    }
}

fn left_out(key: &Key) -> String {
    match key.presence {
        Presence::Optional => String::new(),
        Presence::Required => "**must be there**".into(),
        Presence::Default(toml) => format!("`{toml}`"),
        Presence::Without(words) => words.into(),
    }
}

/// What a key holds, in words.
fn holds(kind: &Kind) -> String {
    match *kind {
        Kind::Text(words) => words.into(),
        Kind::Boolean => "`true` or `false`".into(),
        Kind::True => "`true`".into(),
        Kind::Duration | Kind::Measure => "duration".into(),
        Kind::PositiveDuration => "duration above 0".into(),
        Kind::Percent => "`\"5%\"`".into(),
        Kind::Integer(low, high) if low == high => format!("`{low}`"),
        Kind::Integer(low, i64::MAX) => format!("whole number from {low} on"),
        Kind::Integer(low, high) => format!("whole number, {} to {}", grouped(low), grouped(high)),
        Kind::Number(low, _) if low < -1e9 => "number".into(),
        Kind::Number(low, high) if high >= 1e9 => format!("number from {low} on"),
        Kind::Number(low, high) if high >= 1e4 => {
            format!("number, {low} to {}", grouped(high as i64))
        }
        Kind::Number(low, high) => format!("{low} to {high}"),
        Kind::DateTime => "date and time".into(),
        Kind::Date => "date".into(),
        Kind::TimeOfDay => "time of day".into(),
        Kind::Moment => "time of day, or date and time".into(),
        Kind::Days => "days".into(),
        Kind::Words(words) => joined(words.iter().map(|word| format!("`\"{word}\"`")).collect()),
        Kind::ClockLaw => {
            format!(
                "{} or {}",
                link("law", &dist::LAW),
                link("laws by the clock", &by_clock::BY_CLOCK)
            )
        }
        Kind::Law => link("law", &dist::LAW),
        Kind::FactorLaw => format!("{} of mean 1", link("law", &dist::LAW)),
        Kind::List(of) | Kind::Some(of) => match of {
            Kind::OneOf(_) | Kind::Words(_) | Kind::Number(..) => {
                format!("list of ({})", holds(of))
            }
            _ => format!("list of {}", holds(of)),
        },
        Kind::Pair(first, second) => format!("`[`{}, {}`]`", holds(first), holds(second)),
        Kind::Table(section) | Kind::Value(section) => {
            let title = section.title;
            let words =
                if title.starts_with('[') { format!("`{title}`") } else { title.to_owned() };
            format!("table: {}", link(&words, section))
        }
        Kind::ByName(name, of) | Kind::OneByName(name, of) => match of {
            Kind::Table(_) => holds(of),
            Kind::ByName(..) => format!("{name} = {{ {} }}", holds(of)),
            _ => format!("{name} = {}", holds(of)),
        },
        Kind::ByDate(of) => format!("date = {}", holds(of)),
        Kind::OneOf(kinds) => joined(kinds.iter().map(holds).collect()),
        Kind::Changes => "table of settings by path".into(),
        Kind::Plain => "text, number, `true` or `false`".into(),
    }
}

/// A whole number with its thousands set apart.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn link(words: &str, section: &Section) -> String {
    let anchor: String = section
        .title
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect();
    format!("[{words}](#{anchor})")
}
