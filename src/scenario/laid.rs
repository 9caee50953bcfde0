//! A scenario with the settings of a sweep's point laid over it.

use super::draft::Draft;
use super::given::{Given, Setting};
use super::node::{self, Entry, Node, Table, Value};
use super::outside;
use super::problem::{At, Notes, Problem, Problems};
use super::sweep_file::SweepFile;

impl Draft {
    /// The value at a path, if it stands in the scenario.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<Given> {
        let node = node::find(&self.root, &node::path(path)?)?;
        Some(Given { node: node.clone() })
    }

    /// This scenario with settings of a sweep, in their order. Problems of their values are said
    /// where these stand in the sweep's file.
    ///
    /// # Errors
    /// Settings whose path leads nowhere.
    pub fn with(&self, file: &SweepFile, settings: &[Setting]) -> Result<Self, Problems> {
        let mut draft = self.clone();
        let source = draft.sources.len();
        draft.sources.push(file.source.clone());
        let notes = Notes::default();
        for setting in settings {
            let new = setting.value.in_source(source);
            let paths = settings.iter().map(|other| &*other.path);
            outside::set_one_of(&mut draft.root, &setting.path, new, paths, &notes);
        }
        if notes.is_empty() { Ok(draft) } else { Err(notes.into_problems(&draft.sources)) }
    }

    /// All settings of the scenario that a simulation depends on, in one order, whatever their
    /// order and the comments in its file: equal texts mean equal centers, runs and data file
    /// names. Also what the command line changes.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        let mut root = self.root.clone();
        let without = ["format", "extends", "expect", "plan"];
        root.entries.retain(|entry| !without.contains(&entry.key.as_str()));
        write_table(&root, &mut text);
        let options = &self.options;
        text += &format!("{:?}{:?}", options.variants, options.seed);
        text
    }
}

impl SweepFile {
    /// A problem of a value of this file.
    #[must_use]
    pub fn problem(&self, value: &Given, message: &str, help: &str) -> Problems {
        let notes = Notes::default();
        notes.add(&At { source: 0, span: value.node.at.span.clone() }, message, help);
        notes.into_problems(std::slice::from_ref(&self.source))
    }

    /// A problem of the whole file.
    #[must_use]
    pub fn problem_of_all(&self, message: &str, help: &str) -> Problems {
        let notes = Notes::default();
        let help = Some(help.to_owned());
        notes.note(Problem { at: None, message: message.to_owned(), help });
        notes.into_problems(std::slice::from_ref(&self.source))
    }

    /// Says of problems which point shows them, unless they stand in this file or are problems of
    /// the scenario without this sweep, its `base`.
    #[must_use]
    pub fn shown_by(&self, problems: Problems, point: &str, base: Option<&Problems>) -> Problems {
        problems.shown_by(point, &self.source.name, base)
    }
}

fn write_table(table: &Table, text: &mut String) {
    let mut entries: Vec<&Entry> = table.entries.iter().collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    text.push('{');
    for entry in entries {
        *text += &format!("{:?}=", entry.key);
        write_node(&entry.node, text);
        text.push(';');
    }
    text.push('}');
}

fn write_node(node: &Node, text: &mut String) {
    match &node.value {
        Value::Table(table) => write_table(table, text),
        Value::List(items) => {
            text.push('[');
            for item in items {
                write_node(item, text);
                text.push(',');
            }
            text.push(']');
        }
        _ => *text += &node.written(),
    }
}
