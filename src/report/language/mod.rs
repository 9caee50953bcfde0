//! The languages of reports: results and files speak English, and what people read is told in
//! theirs by one catalogue of sentences.
//!
//! To add a language, write a catalogue like [`polish`] and name it here.

mod polish;
mod polish_metrics;
mod polish_planning;
mod polish_warnings;

use crate::measure::{METRICS, Metric};

use super::figure::{Figure, Shape};
use super::summary::Summary;

/// A language of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English: what the catalogues translate from.
    #[default]
    English,
    /// Polish.
    Polish,
}

impl Language {
    /// Its tag in HTML (BCP 47).
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Polish => "pl",
        }
    }

    /// A text of the report in this language: sentence by sentence, a sentence found whole or by
    /// a pattern of the catalogue; what is not found stays as it is, but for its numbers.
    pub(super) fn say(self, text: &str) -> String {
        match self {
            Self::English => text.to_owned(),
            Self::Polish => told(text),
        }
    }

    /// The name of a metric.
    pub(super) fn label(self, metric: &Metric) -> String {
        self.of_metric(metric).map_or(metric.label, |entry| entry.1).to_owned()
    }

    /// What a metric is.
    pub(super) fn definition(self, metric: &Metric) -> String {
        self.of_metric(metric).map_or(metric.definition, |entry| entry.2).to_owned()
    }

    fn of_metric(
        self,
        metric: &Metric,
    ) -> Option<&'static (&'static str, &'static str, &'static str)> {
        match self {
            Self::English => None,
            Self::Polish => polish_metrics::METRICS.iter().find(|entry| entry.0 == metric.id),
        }
    }

    /// A summary in this language; names stay as they are.
    pub(super) fn summary(self, mut summary: Summary) -> Summary {
        if self == Self::English {
            return summary;
        }
        for text in &mut summary.title[1..] {
            *text = self.say(text);
        }
        for text in summary.columns.iter_mut().filter(|text| *text == "recorded") {
            *text = self.say(text);
        }
        summary.headline = self.say(&summary.headline);
        summary.difference = summary.difference.map(|text| self.say(&text));
        summary.bad = self.say(&summary.bad);
        for note in &mut summary.notes {
            *note = self.say(note);
        }
        for row in &mut summary.rows {
            let part = if row.label.starts_with(' ') { "  " } else { "" };
            row.label = format!("{part}{}", self.say(row.label.trim_start()));
            for text in row.cells.iter_mut().chain([&mut row.difference, &mut row.bad]) {
                *text = self.say(text);
            }
        }
        summary
    }

    /// A chart in this language.
    pub(super) fn figure(self, mut figure: Figure) -> Figure {
        if self == Self::English {
            return figure;
        }
        figure.title = self.say(&figure.title);
        figure.caption = self.say(&figure.caption);
        for panel in &mut figure.panels {
            panel.title = self.say(&panel.title);
            for axis in [&mut panel.x, &mut panel.y] {
                axis.label = self.say(&axis.label);
                for tick in &mut axis.ticks {
                    tick.1 = self.say(&tick.1);
                }
            }
            for layer in &mut panel.layers {
                layer.name = self.say(&layer.name);
                if let Shape::Level(_, words) | Shape::Note(_, words, _) = &mut layer.shape {
                    *words = self.say(words);
                }
            }
        }
        let (titles, rows) = &mut figure.table;
        for text in titles.iter_mut().chain(rows.iter_mut().flatten()) {
            *text = self.say(text);
        }
        figure
    }
}

/// A text in Polish.
fn told(text: &str) -> String {
    // What a metric is, and more.
    let defined = METRICS.iter().filter(|metric| text.starts_with(metric.definition));
    if let Some(metric) = defined.max_by_key(|metric| metric.definition.len()) {
        let more = told(text[metric.definition.len()..].trim_start());
        return format!("{} {more}", Language::Polish.definition(metric)).trim_end().to_owned();
    }
    if let Some(found) = sentence(text) {
        return found;
    }
    // Several sentences: each by itself.
    let mut rest = text;
    let mut all = Vec::new();
    while let Some(end) = rest.match_indices(". ").map(|(at, _)| at + 1).next() {
        all.push(&rest[..end]);
        rest = &rest[end + 1..];
    }
    if all.is_empty() {
        return numbers(text);
    }
    all.push(rest);
    let said: Vec<String> = all.into_iter().map(one_of_several).collect();
    said.join(" ")
}

fn one_of_several(text: &str) -> String {
    sentence(text).unwrap_or_else(|| numbers(text))
}

/// The catalogue; what fills patterns stands last.
fn texts() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    let sentences =
        polish_warnings::TEXTS.iter().chain(polish::TEXTS).chain(polish_planning::TEXTS);
    sentences.chain(polish_planning::PIECES).chain(polish::PIECES)
}

/// A sentence of the catalogue, whole or by its pattern.
fn sentence(text: &str) -> Option<String> {
    let whole = texts().find(|(english, _)| *english == text);
    if let Some((_, polish)) = whole {
        return Some((*polish).to_owned());
    }
    if let Some(metric) = METRICS.iter().find(|metric| metric.label.eq_ignore_ascii_case(text)) {
        let label = Language::Polish.label(metric);
        return Some(if metric.label == text { label } else { lowered(&label) });
    }
    texts()
        .filter(|(english, _)| english.contains("{}"))
        .find_map(|(english, polish)| Some(filled(polish, &holes(english, text)?)))
}

/// A label within a sentence: its first letter small.
fn lowered(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What stands in the holes of a pattern; none where the text does not fit.
fn holes<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let end = if parts.peek().is_none() && part.is_empty() {
            rest.len()
        } else if parts.peek().is_none() {
            rest.len()
                .checked_sub(part.len())
                .filter(|&at| rest.is_char_boundary(at) && &rest[at..] == part)?
        } else {
            rest.find(part)?
        };
        // A hole is a part of one sentence.
        if rest[..end].contains(". ") {
            return None;
        }
        found.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    rest.is_empty().then_some(found)
}

/// A translated pattern with `{1}`, `{2}` .. filled in, what fills it translated likewise.
fn filled(pattern: &str, holes: &[&str]) -> String {
    let mut text = pattern.to_owned();
    for (at, hole) in holes.iter().enumerate() {
        text = text.replace(&format!("{{{}}}", at + 1), &told(hole));
    }
    text
}

/// Numbers as Polish writes them: `2 475` with a space that does not break, `86,3`.
fn numbers(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let word =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphabetic());
    let number = |(at, &letter): (usize, &char)| {
        let inside = digit(at.checked_sub(1)) && digit(Some(at + 1));
        let three = digit(Some(at + 2)) && digit(Some(at + 3)) && !digit(Some(at + 4));
        match letter {
            ',' if inside && three => '\u{a0}',
            '.' if inside && !word(at.checked_sub(2)) => ',',
            letter => letter,
        }
    };
    letters.iter().enumerate().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_its_polish_name_and_definition() {
        for metric in METRICS {
            assert!(Language::Polish.of_metric(metric).is_some(), "{}", metric.id);
        }
    }

    #[test]
    fn every_pattern_keeps_what_fills_it() {
        for (english, polish) in texts() {
            let count = english.matches("{}").count();
            for hole in 1..=count {
                assert!(polish.contains(&format!("{{{hole}}}")), "{english}: {{{hole}}} is lost");
            }
            assert!(!polish.contains(&format!("{{{}}}", count + 1)), "{english}");
        }
    }

    #[test]
    fn numbers_and_sentences_are_told_in_polish() {
        let polish = Language::Polish;
        assert_eq!(polish.say("2,475"), "2\u{a0}475");
        assert_eq!(polish.say("+0.86 ± 0.11"), "+0,86 ± 0,11");
        assert_eq!(
            polish.say("Balance holds on all 400 days."),
            "Bilans zgadza się we wszystkich 400 dniach."
        );
        assert_eq!(Language::English.say("2,475"), "2,475");
    }
}
