//! Problems of a scenario: collected, sorted, and said all at once with line, column and caret.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A text that problems point into: the scenario file, or a setting of the command line.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: String,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) source: usize,
    pub(super) span: Range<usize>,
}

/// Something wrong: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) at: Option<At>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Stands between a message and the point of a sweep that shows it.
const SHOWN_BY: &str = " (at ";

/// The problems found so far; readers write into it and read on.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: RefCell<Vec<Problem>>,
}

impl Notes {
    /// Notes a problem at a place.
    pub(super) fn add(&self, at: &At, message: impl Into<String>, help: impl Into<String>) {
        let help = help.into();
        self.note(Problem {
            at: Some(at.clone()),
            message: message.into(),
            help: (!help.is_empty()).then_some(help),
        });
    }

    /// Notes a problem once, however many variants show it.
    pub(super) fn note(&self, problem: Problem) {
        let mut list = self.list.borrow_mut();
        if !list.contains(&problem) {
            list.push(problem);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// All problems, in the order of the text.
    pub(super) fn into_problems(self, sources: &[Source]) -> Problems {
        let mut list = self.list.into_inner();
        list.sort_by_key(place_of);
        Problems { sources: sources.to_vec(), list }
    }
}

/// Problems go in the order of the text; those of no place come last.
fn place_of(problem: &Problem) -> (usize, usize) {
    problem.at.as_ref().map_or((usize::MAX, 0), |at| (at.source, at.span.start))
}

/// Everything that is wrong with a scenario. Its `Display` is what a planner reads: for each
/// problem the file, line and column, the line with a caret, and what to do.
#[derive(Clone, Debug)]
pub struct Problems {
    sources: Vec<Source>,
    list: Vec<Problem>,
}

/// One problem, told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The file, or the setting of the command line; none where no place is to blame.
    pub file: Option<String>,
    /// Line in it from 1, and column in characters from 1.
    pub line_and_column: Option<(usize, usize)>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Problems {
    /// How many problems there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// These and others, each once.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let mut place = Vec::with_capacity(other.sources.len());
        for source in other.sources {
            let same = |known: &Source| known.name == source.name && known.text == source.text;
            let known = self.sources.iter().position(same);
            place.push(known.unwrap_or(self.sources.len()));
            if known.is_none() {
                self.sources.push(source);
            }
        }
        for mut problem in other.list {
            if let Some(at) = &mut problem.at {
                at.source = place[at.source];
            }
            let same = |known: &Problem| {
                let (mine, theirs) = (&known.message, &problem.message);
                known.at == problem.at
                    && known.help == problem.help
                    && mine.split(SHOWN_BY).next() == theirs.split(SHOWN_BY).next()
            };
            if !self.list.iter().any(same) {
                self.list.push(problem);
            }
        }
        self.list.sort_by_key(place_of);
        self
    }

    /// The same, saying which point of a sweep shows each problem that neither stands in the
    /// sweep's own file, called `name`, nor is one of the `base`.
    pub(super) fn shown_by(mut self, point: &str, name: &str, base: Option<&Self>) -> Self {
        for problem in &mut self.list {
            let inside = |at: &At| self.sources[at.source].name == name;
            let known = base.is_some_and(|base| base.list.contains(problem));
            if !known && !problem.at.as_ref().is_some_and(inside) {
                problem.message += &format!("{SHOWN_BY}{point})");
            }
        }
        self
    }

    /// Each problem, in the order of the text.
    pub fn told(&self) -> impl Iterator<Item = Told> + '_ {
        self.list.iter().map(|problem| {
            let source = problem.at.as_ref().map(|at| (&self.sources[at.source], at.span.start));
            Told {
                file: source.map(|(source, _)| source.name.clone()),
                line_and_column: source.map(|(source, start)| place(&source.text, start)),
                message: problem.message.clone(),
                help: problem.help.clone(),
            }
        })
    }
}

/// Line and column of a byte of a text, both from 1.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    (1 + before.matches('\n').count(), 1 + before[line..].chars().count())
}

impl std::error::Error for Problems {}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sources: Vec<(String, String)> = self
            .sources
            .iter()
            .map(|source| (visible(&source.name), visible_source(&source.text)))
            .collect();
        let renderer = Renderer::plain();
        for problem in &self.list {
            let title = Level::ERROR.primary_title(visible(&problem.message));
            let mut group = match &problem.at {
                Some(at) => {
                    let (name, text) = &sources[at.source];
                    let start = at.span.start.min(text.len());
                    let end = at.span.end.clamp(start, text.len());
                    // A caret under one line says enough, also for a table of many.
                    let line = text[start..end].find('\n').map_or(end, |more| start + more);
                    title.element(
                        Snippet::source(text.as_str())
                            .path(name.as_str())
                            .annotation(AnnotationKind::Primary.span(start..line)),
                    )
                }
                None => title.elements(Vec::<annotate_snippets::Element<'_>>::new()),
            };
            if let Some(help) = &problem.help {
                group = group.element(Level::HELP.message(visible(help)));
            }
            writeln!(f, "{}\n", renderer.render(&[group]))?;
        }
        let plural = if self.list.len() == 1 { "problem" } else { "problems" };
        let name = self.files();
        writeln!(f, "{} {plural} in {name}; nothing was simulated", self.list.len())
    }
}

impl Problems {
    /// The files that the problems point into; else the scenario.
    fn files(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for at in self.list.iter().filter_map(|problem| problem.at.as_ref()) {
            let name = visible(&self.sources[at.source].name);
            if !name.starts_with("--set ") && !names.contains(&name) {
                names.push(name);
            }
        }
        let first = || self.sources.first().map(|source| visible(&source.name));
        match names.is_empty() {
            true => first().unwrap_or_else(|| "the scenario".into()),
            false => names.join(" and "),
        }
    }
}

/// A text with its control characters made harmless.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || is_bidirectional(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// The same for a whole source: line breaks and tabs stay, and every replacement has the length
/// in bytes of what it replaces, so that places still fit.
fn visible_source(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\n' | '\t') || !(c.is_control() || is_bidirectional(c)) {
            shown.push(c);
        } else {
            shown.extend(std::iter::repeat_n('?', c.len_utf8()));
        }
    }
    shown
}

/// Characters that change the direction of the text around them.
const fn is_bidirectional(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `help: did you mean ...`, when one of the names is near enough.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = (name.chars().count() / 3).max(2);
    known
        .map(|other| (strsim::damerau_levenshtein(name, other), other))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, other)| other)
}
