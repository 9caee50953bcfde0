//! Answers of the calculator as JSON, CSV and Markdown: `ringback erlang`.

use serde_json::{Map, Value, json as value};

use crate::measure::Unit;

/// What was asked and what the formula says, one row an answer.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Name of the formula in files.
    pub model: &'static str,
    /// Name of the formula for people.
    pub label: &'static str,
    /// What was asked, in words.
    pub question: String,
    /// Offered load in erlangs.
    pub load: f64,
    /// Inputs by name, as numbers or texts.
    pub inputs: Vec<(&'static str, Value)>,
    /// What is told of each number of agents.
    pub columns: Vec<Column>,
    /// One for each number of agents.
    pub rows: Vec<Answer>,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct Column {
    /// The metric's id.
    pub id: &'static str,
    /// Its name for people.
    pub label: String,
    /// What the number measures.
    pub unit: Unit,
}

/// One number of agents.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Agents on the phones.
    pub agents: u32,
    /// Agents to roster, with shrinkage.
    pub rostered: Option<u32>,
    /// Whether the targets are met; none without targets.
    pub on_target: Option<bool>,
    /// By column; none where there is no such value.
    pub values: Vec<Option<f64>>,
    /// Instead of values: the least agents with which the queue does not grow without end.
    pub at_least: Option<u32>,
}

impl Answers {
    /// One JSON document with a line break at its end.
    #[must_use]
    pub fn json(&self) -> String {
        let inputs = self.inputs.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let document = value!({
            "schema": "ringback.erlang/1",
            "model": self.model,
            "load_erlangs": self.load,
            "inputs": inputs.collect::<Map<_, _>>(),
            "answers": self.rows.iter().map(|row| self.answer(row)).collect::<Vec<_>>(),
        });
        format!("{document:#}\n")
    }

    fn answer(&self, row: &Answer) -> Value {
        let metrics = self.columns.iter().zip(&row.values);
        let metrics = metrics.map(|(column, number)| (column.id.to_owned(), value!(number)));
        let mut answer = value!({
            "agents": row.agents,
            "stable": row.at_least.is_none(),
            "metrics": metrics.collect::<Map<_, _>>(),
        });
        let more = [
            ("rostered", row.rostered.map(Value::from)),
            ("on_target", row.on_target.map(Value::from)),
            ("agents_at_least", row.at_least.map(Value::from)),
        ];
        for (key, found) in more {
            if let Some(found) = found {
                answer[key] = found;
            }
        }
        answer
    }

    /// Rows of cells: agents, the roster and the targets where they were asked for, and the
    /// measures as `number` writes them.
    #[must_use]
    pub fn cells(&self, number: impl Fn(&Column, f64) -> String) -> Vec<Vec<String>> {
        let cells = |row: &Answer| {
            let mut cells = vec![row.agents.to_string()];
            cells.extend(row.rostered.map(|agents| agents.to_string()));
            let met = |met: bool| if met { "met" } else { "missed" }.to_owned();
            cells.extend(row.on_target.map(met));
            let measures = self.columns.iter().zip(&row.values);
            cells.extend(
                measures.map(|(c, value)| value.map_or_else(String::new, |value| number(c, value))),
            );
            cells
        };
        self.rows.iter().map(cells).collect()
    }

    /// Titles of the cells before the measures.
    #[must_use]
    pub fn first_titles(&self) -> Vec<&'static str> {
        let mut titles = vec!["agents"];
        if let Some(row) = self.rows.first() {
            titles.extend(row.rostered.map(|_| "rostered"));
            titles.extend(row.on_target.map(|_| "targets"));
        }
        titles
    }

    /// One line an answer, full numbers.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut titles = self.first_titles();
        titles.extend(self.columns.iter().map(|column| column.id));
        let rows = self.cells(|_, value| value.to_string());
        let rows = rows.iter().map(|cells| cells.join(","));
        let lines: Vec<String> = std::iter::once(titles.join(",")).chain(rows).collect();
        lines.join("\n") + "\n"
    }

    /// A table for a document; `number` writes the measures.
    #[must_use]
    pub fn markdown(&self, number: impl Fn(&Column, f64) -> String) -> String {
        let mut titles: Vec<&str> = self.first_titles();
        titles.extend(self.columns.iter().map(|column| column.label.as_str()));
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text = format!("**{}**: {}\n\n", self.label, self.question);
        text += &line(titles.iter().map(ToString::to_string).collect());
        text += &format!("|{}\n", "---:|".repeat(titles.len()));
        for (row, cells) in self.rows.iter().zip(self.cells(number)) {
            text += &line(match row.at_least {
                Some(_) => {
                    let mut cells = cells;
                    let place = self.first_titles().len();
                    cells[place] = endless(row).unwrap_or_default();
                    cells
                }
                None => cells,
            });
        }
        text
    }
}

/// What to say where the queue has no steady state.
#[must_use]
pub fn endless(row: &Answer) -> Option<String> {
    row.at_least.map(|agents| format!("the queue grows without end: at least {agents} agents"))
}
