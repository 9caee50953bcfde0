//! `ringback erlang`: the planner's calculator, exact formulas without simulation.

use std::ops::RangeInclusive;

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::measure::Unit;
use crate::model::{Patience, distribution};
use crate::report;
use crate::scenario::{Draft, Files, Options, written_duration};
use crate::stats::{ServiceCounts, ServiceLevelDefinition};
use crate::tables::{Answer, Answers, Column};
use crate::theory::{
    Demand, Distribution, Model, SteadyState, TheoryError, least_agents, least_agents_without_queue,
};
use crate::time::{SimTime, Span, TICKS_PER_SECOND};

use super::{Failure, amount, say};

/// Answers at most.
const MOST_ROWS: u32 = 10_000;

/// Arguments as typed.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Calls offered in each period.
    #[arg(long, value_name = "NUMBER")]
    calls: f64,
    /// The period.
    #[arg(long, value_name = "TIME", default_value = "30m", value_parser = amount::some_seconds)]
    per: f64,
    /// Average handle time: talk, hold and after-call work.
    #[arg(long, value_name = "TIME", value_parser = amount::some_seconds)]
    aht: f64,
    /// How long callers hold on average before they abandon (exponential); without it nobody does.
    #[arg(long, value_name = "TIME", value_parser = amount::some_seconds)]
    patience: Option<f64>,
    /// Any law of patience, written as in a scenario: '{ weibull = { mean = "3m", shape = 0.8 } }'.
    #[arg(long, value_name = "LAW", conflicts_with = "patience")]
    patience_law: Option<String>,
    /// Share of the callers who hang up at once when no agent is free.
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = amount::share)]
    balk: f64,
    /// Agents on the phones, or a range: one line for each.
    #[arg(long, value_name = "N|A..B", value_parser = amount::agents)]
    agents: Option<RangeInclusive<u32>>,
    /// Find the least agents for this service level: 80/20 is 80 % within 20 seconds.
    #[arg(long, value_name = "SHARE/TIME", value_parser = amount::service_level)]
    target: Option<(f64, f64)>,
    /// ... for this abandonment at most.
    #[arg(long, value_name = "SHARE", value_parser = amount::share)]
    max_abandon: Option<f64>,
    /// ... for this average speed of answer at most.
    #[arg(long, value_name = "TIME", value_parser = amount::seconds)]
    max_asa: Option<f64>,
    /// ... for this occupancy at most.
    #[arg(long, value_name = "SHARE", value_parser = amount::share)]
    max_occupancy: Option<f64>,
    /// ... for this share of blocked calls at most.
    #[arg(long, value_name = "SHARE", value_parser = amount::share)]
    max_blocked: Option<f64>,
    /// Most calls on the line at once, holding or talking; `agents`: as many as agents (Erlang B).
    #[arg(long, value_name = "N|agents", value_parser = lines)]
    lines: Option<Lines>,
    /// Share of the paid time that agents are not on the phones: adds the roster's agents.
    #[arg(long, value_name = "SHARE", value_parser = shrinkage)]
    shrinkage: Option<f64>,
    /// Threshold of the service level that is shown (default: the target's, else 20s).
    #[arg(long, value_name = "TIME", value_parser = amount::seconds)]
    within: Option<f64>,
    /// How the service level is counted.
    #[arg(long, value_enum, default_value_t = Definition::AllOffered)]
    definition: Definition,
    /// Abandonments up to this are short (for the definitions that credit or remove them).
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = amount::seconds)]
    short_abandon: f64,
    /// What standard output gets.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const EXAMPLES: &str = "\
Exact formulas for steady load: calls arrive at random, handle times are exponential, calls are \
answered in order. Without --patience Erlang C, with it Erlang A, with --lines agents Erlang B. Real \
days swing and overlap: check the answer with `ringback run`.

Short names: AHT average handle time; ASA average speed of answer (mean wait of those answered); \
erlangs = calls per hour x AHT in hours. Several targets: the largest answer of all.

Examples:
  ringback erlang --calls 100 --per 30m --aht 3m --agents 12
  ringback erlang --calls 100 --per 30m --aht 3m --patience 2m --target 80/20
  ringback erlang --calls 100 --per 30m --aht 3m --patience 2m --agents 8..16
  ringback erlang --calls 400 --per 1h --aht 4m30s --patience 3m --target 80/20 --max-abandon 5% \
--max-occupancy 85% --shrinkage 30%
  ringback erlang --calls 100 --per 30m --aht 3m --lines agents --max-blocked 1%
  ringback erlang --calls 100 --per 30m --aht 3m --patience 2m --lines 20 --agents 12 --format json";

/// Most calls on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    /// So many.
    Number(u32),
    /// As many as agents.
    Agents,
}

fn lines(text: &str) -> Result<Lines, String> {
    match text.trim() {
        "agents" => Ok(Lines::Agents),
        number => number
            .parse()
            .map(Lines::Number)
            .map_err(|_| "write a number of lines such as 20, or agents".into()),
    }
}

fn shrinkage(text: &str) -> Result<f64, String> {
    match amount::share(text)? {
        share if share < 1.0 => Ok(share),
        _ => Err("with 100 % shrinkage nobody ever works: write less".into()),
    }
}

/// Service levels that a queue without callbacks has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Definition {
    /// Answered in time / (answered + abandoned).
    AllOffered,
    /// (Answered + abandoned in time) / (answered + abandoned).
    AbandonCredit,
    /// Answered in time / answered.
    AnsweredOnly,
    /// Answered in time / (answered + abandoned after the threshold).
    IgnoreWithin,
    /// (Answered in time + short abandoned) / (answered + abandoned).
    ShortCredit,
    /// Answered in time / (answered + abandoned, short ones left out).
    ShortRemoved,
}

impl Definition {
    const fn formula(self) -> ServiceLevelDefinition {
        match self {
            Self::AllOffered => ServiceLevelDefinition::AllOffered,
            Self::AbandonCredit => ServiceLevelDefinition::AbandonCredit,
            Self::AnsweredOnly => ServiceLevelDefinition::AnsweredOnly,
            Self::IgnoreWithin => ServiceLevelDefinition::IgnoreWithin,
            Self::ShortCredit => ServiceLevelDefinition::ShortCredit,
            Self::ShortRemoved => ServiceLevelDefinition::ShortRemoved,
        }
    }
}

/// What standard output gets.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table, one line an answer.
    Table,
    /// One JSON document.
    Json,
    /// One line an answer, full numbers.
    Csv,
    /// A table for a document.
    Markdown,
}

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let question = Question::new(arguments)?;
    let states = question.states()?;
    let answers = question.answers(&states);
    let definition = arguments.definition.formula().words();
    let within = written(question.within);
    let level = format!("service level: {definition}, in time is within {within}");
    let shows_level = answers.columns.iter().any(|column| column.id == "service_level")
        && states.iter().any(|(_, state)| state.is_ok());
    let mut notes: Vec<&str> = shows_level.then_some(level.as_str()).into_iter().collect();
    if states.iter().any(|(_, state)| state.is_err()) {
        notes.push("callers give up in the end: tell for how long they hold with --patience");
    }
    say(&match arguments.format {
        Format::Table => report::calculator(&answers, &notes),
        Format::Json => answers.json(),
        Format::Csv => answers.csv(),
        Format::Markdown => answers.markdown(report::calculator_cell),
    })
}

/// Arguments as meant; times in seconds.
struct Question<'a> {
    typed: &'a Arguments,
    demand: Demand,
    within: f64,
}

/// A number of agents and its queue, or how many there must be.
type State = (u32, Result<SteadyState, u32>);

impl<'a> Question<'a> {
    fn new(typed: &'a Arguments) -> Result<Self, Failure> {
        let patience = match (&typed.patience_law, typed.patience) {
            (Some(text), _) => patience_law(text)?,
            (None, Some(mean)) => Distribution::Exponential { mean },
            (None, None) => Distribution::Never,
        };
        let demand = Demand {
            load: typed.calls * typed.aht / typed.per,
            service: typed.aht,
            patience,
            balk: typed.balk,
        };
        if !(typed.calls.is_finite() && typed.calls > 0.0) {
            let help = "give how many calls come in each period (--per), such as --calls 100";
            return Err(wrong(&format!("--calls must be above 0, not {}", typed.calls), help));
        }
        if typed.agents.is_none() && !Self::has_targets(typed) {
            return Err(wrong(
                "neither agents nor a target is given",
                "give --agents 12, or a target such as --target 80/20",
            ));
        }
        let target = typed.target.map(|target| target.1);
        let within = typed.within.or(target).unwrap_or(20.0);
        Ok(Self { typed, demand, within })
    }

    const fn has_targets(typed: &Arguments) -> bool {
        typed.target.is_some()
            || typed.max_abandon.is_some()
            || typed.max_asa.is_some()
            || typed.max_occupancy.is_some()
            || typed.max_blocked.is_some()
    }

    fn lines(&self, agents: u32) -> Option<u32> {
        self.typed.lines.map(|lines| match lines {
            Lines::Number(lines) => lines,
            Lines::Agents => agents,
        })
    }

    /// Whether a queue meets all targets.
    fn meets(&self, state: &SteadyState) -> bool {
        let typed = self.typed;
        let at_most = |most: Option<f64>, value: f64| most.is_none_or(|most| value <= most);
        let level = |(share, within): (f64, f64)| self.service_level(state, within) >= share;
        typed.target.is_none_or(level)
            && at_most(typed.max_abandon, state.abandoned * (1.0 - state.blocked))
            && at_most(typed.max_asa, state.mean_wait_answered)
            && at_most(typed.max_occupancy, state.occupancy)
            && at_most(typed.max_blocked, state.blocked)
    }

    fn service_level(&self, state: &SteadyState, within: f64) -> f64 {
        let definition = self.typed.definition;
        // Only what the formula asks for: each of these is an integral.
        let gone = |asked: &[Definition], time: f64| {
            if asked.contains(&definition) { state.abandoned_within(time) } else { 0.0 }
        };
        let shares = ServiceCounts {
            answered: state.answered,
            abandoned: state.abandoned,
            answered_in_time: state.answered_within(within),
            abandoned_in_time: gone(&[Definition::AbandonCredit, Definition::IgnoreWithin], within),
            short_abandoned: gone(
                &[Definition::ShortCredit, Definition::ShortRemoved],
                self.typed.short_abandon,
            ),
            flow_outs: 0.0,
            callbacks: 0.0,
        };
        let (numerator, denominator) = definition.formula().parts(&shares);
        numerator / denominator
    }

    /// The queues that were asked about.
    fn states(&self) -> Result<Vec<State>, Failure> {
        let Some(range) = self.typed.agents.clone() else {
            let reaches = |state: &SteadyState| self.meets(state);
            let found = match self.typed.lines {
                Some(Lines::Agents) => least_agents_without_queue(&self.demand, reaches),
                Some(Lines::Number(lines)) => least_agents(&self.demand, Some(lines), reaches),
                None => least_agents(&self.demand, None, reaches),
            };
            let found = found.map_err(|error| self.refused(&error))?;
            return Ok(vec![(found.agents, Ok(found))]);
        };
        if range.end() - range.start() >= MOST_ROWS {
            let help = format!("ask about at most {MOST_ROWS} numbers of agents");
            return Err(wrong("the range of agents is too wide", &help));
        }
        range
            .map(|agents| match SteadyState::new(&self.demand, agents, self.lines(agents)) {
                Ok(state) => Ok((agents, Ok(state))),
                Err(TheoryError::Overload { at_least, .. }) => Ok((agents, Err(at_least))),
                Err(error) => Err(self.refused(&error)),
            })
            .collect()
    }

    fn refused(&self, error: &TheoryError) -> Failure {
        let help = match error {
            TheoryError::Load(_) => "give fewer calls or a shorter handle time",
            TheoryError::Agents(_) => "ask about fewer agents",
            TheoryError::Lines { .. } => "give more lines with --lines, or fewer agents",
            TheoryError::LinesWithPatience => "leave out --lines, or give --patience alone",
            TheoryError::OutOfReach { .. } if self.typed.lines.is_some() => {
                "loosen the targets or give more --lines"
            }
            TheoryError::OutOfReach { .. } => "loosen the targets",
            _ => "see ringback erlang --help",
        };
        wrong(&error.to_string(), help)
    }

    fn answers(&self, states: &[State]) -> Answers {
        let model = self.model();
        let columns = self.columns(model);
        let rows = states.iter().map(|(agents, state)| Answer {
            agents: *agents,
            rostered: self.typed.shrinkage.map(|share| rostered(*agents, share)),
            on_target: Self::has_targets(self.typed)
                .then(|| state.as_ref().is_ok_and(|state| self.meets(state))),
            values: columns
                .iter()
                .map(|column| {
                    let value = self.value(state.as_ref().ok()?, column.id);
                    value.is_finite().then_some(value)
                })
                .collect(),
            at_least: state.as_ref().err().copied(),
        });
        Answers {
            model: model.id(),
            label: model.label(),
            question: self.words(),
            load: self.demand.load,
            inputs: self.inputs(),
            rows: rows.collect(),
            columns,
        }
    }

    /// Which formula answers, overload or not.
    fn model(&self) -> Model {
        match (self.typed.lines, &self.demand.patience) {
            (Some(Lines::Agents), _) => Model::ErlangB,
            (Some(Lines::Number(lines)), _) if self.typed.agents == Some(lines..=lines) => {
                Model::ErlangB
            }
            (Some(_), _) => Model::LimitedLines,
            (None, Distribution::Never) if self.demand.balk == 0.0 => Model::ErlangC,
            (None, Distribution::Exponential { .. }) if self.demand.balk == 0.0 => Model::ErlangA,
            (None, _) => Model::GeneralPatience,
        }
    }

    fn columns(&self, model: Model) -> Vec<Column> {
        let level = format!("service level, <= {}", written(self.within));
        let abandons = self.demand.patience != Distribution::Never || self.demand.balk > 0.0;
        let waits = model != Model::ErlangB;
        let lines = self.typed.lines.is_some();
        let all = [
            (lines, "blocked_rate", "blocked", Unit::Share),
            (waits, "service_level", level.as_str(), Unit::Share),
            (waits, "asa", "ASA", Unit::Seconds),
            (waits && abandons, "wait_mean", "mean wait", Unit::Seconds),
            (waits && abandons, "abandonment_rate", "abandoned", Unit::Share),
            (waits, "probability_of_wait", "must wait", Unit::Share),
            (waits, "queue_length_mean", "on hold", Unit::Average),
            (true, "occupancy", "occupancy", Unit::Share),
        ];
        let shown = all.into_iter().filter(|column| column.0);
        shown.map(|(_, id, label, unit)| Column { id, label: label.to_owned(), unit }).collect()
    }

    /// A measure by its metric's id.
    fn value(&self, state: &SteadyState, id: &str) -> f64 {
        match id {
            "blocked_rate" => state.blocked,
            "service_level" => self.service_level(state, self.within),
            "asa" => state.mean_wait_answered,
            "wait_mean" => state.mean_wait,
            "abandonment_rate" => state.abandoned * (1.0 - state.blocked),
            "probability_of_wait" => state.probability_of_wait,
            "queue_length_mean" => state.queue_length,
            _ => state.occupancy,
        }
    }

    /// What was asked, in words.
    fn words(&self) -> String {
        let typed = self.typed;
        let mut words = format!(
            "{} calls per {}, AHT {}: {} erlangs",
            typed.calls,
            written(typed.per),
            written(typed.aht),
            rounded(self.demand.load)
        );
        let mut add = |more: String| words += &format!("; {more}");
        match (&typed.patience_law, typed.patience) {
            _ if self.model() == Model::ErlangB => {}
            (Some(law), _) => add(format!("callers hold {law}")),
            (None, Some(mean)) => add(format!("callers hold {} on average", written(mean))),
            (None, None) => add("nobody abandons".into()),
        }
        if typed.balk > 0.0 {
            add(format!("{} hang up at once", percent(typed.balk)));
        }
        match typed.lines {
            Some(Lines::Number(lines)) => add(format!("{lines} lines")),
            Some(Lines::Agents) => add("as many lines as agents".into()),
            None => {}
        }
        if let Some(share) = typed.shrinkage {
            add(format!("{} shrinkage", percent(share)));
        }
        let targets = self.targets();
        if !targets.is_empty() {
            let least = if typed.agents.is_none() { "least agents for" } else { "targets:" };
            add(format!("{least} {}", targets.join(", ")));
        }
        words
    }

    fn targets(&self) -> Vec<String> {
        let typed = self.typed;
        let level = typed.target.map(|(share, within)| {
            format!("service level {} within {}", percent(share), written(within))
        });
        let most = [
            typed.max_abandon.map(|share| format!("abandoned <= {}", percent(share))),
            typed.max_asa.map(|time| format!("ASA <= {}", written(time))),
            typed.max_occupancy.map(|share| format!("occupancy <= {}", percent(share))),
            typed.max_blocked.map(|share| format!("blocked <= {}", percent(share))),
        ];
        level.into_iter().chain(most.into_iter().flatten()).collect()
    }

    fn inputs(&self) -> Vec<(&'static str, Value)> {
        let typed = self.typed;
        let lines = typed.lines.map(|lines| match lines {
            Lines::Number(lines) => Value::from(lines),
            Lines::Agents => Value::from("agents"),
        });
        let law = typed.patience_law.as_deref().map(Value::from);
        vec![
            ("calls", typed.calls.into()),
            ("per_s", typed.per.into()),
            ("aht_s", typed.aht.into()),
            ("patience_s", typed.patience.into()),
            ("patience_law", law.into()),
            ("balk", typed.balk.into()),
            ("lines", lines.into()),
            ("shrinkage", typed.shrinkage.into()),
            ("within_s", self.within.into()),
            ("service_level_definition", typed.definition.formula().id().into()),
            ("target_service_level", typed.target.map(|target| target.0).into()),
            ("target_within_s", typed.target.map(|target| target.1).into()),
            ("max_abandonment_rate", typed.max_abandon.into()),
            ("max_asa_s", typed.max_asa.into()),
            ("max_occupancy", typed.max_occupancy.into()),
            ("max_blocked_rate", typed.max_blocked.into()),
        ]
    }
}

/// Agents to roster so that so many are on the phones.
fn rostered(agents: u32, shrinkage: f64) -> u32 {
    // Taking away a little keeps 7 / 0.7 from being rounded up to 11.
    libm::ceil(f64::from(agents) / (1.0 - shrinkage) - 1e-9) as u32
}

/// A law of patience as a scenario writes it, in seconds.
fn patience_law(text: &str) -> Result<Distribution, Failure> {
    const CALLERS: &str = "[scenario]\nname = \"calculator\"\nduration = \"1h\"\n\
        [call_type.callers]\nroute = \"queue\"\narrivals = { poisson = { per_hour = 1 } }\n\
        talk_time = \"1m\"\npatience = \"never\"\n[queue.queue]\n\
        [agent_group.agents]\nqueues = [\"queue\"]\nstaff = 1\n";
    let path = "call_type.callers.patience".to_owned();
    let options = Options { sets: vec![(path, text.to_owned())], ..Options::default() };
    let study = Draft::read("--patience-law", CALLERS, "", &options)
        .and_then(|draft| draft.build(&Files::new()))
        .map_err(|problems| {
            let problems = problems.to_string();
            let named = problems.replace("--set call_type.callers.patience", "--patience-law");
            let shown = named.rsplit_once("\n\n").map_or(named.as_str(), |parts| parts.0);
            Failure::Input(format!("{shown}\n"))
        })?;
    let found = match &study.variants[0].center.call_types[0].patience {
        Patience::Never => Some(Distribution::Never),
        Patience::Law(law) => {
            distribution(&law.at(SimTime::ZERO).scaled(1.0 / TICKS_PER_SECOND as f64))
        }
    };
    found.ok_or_else(|| wrong("the bounds of the law leave nothing of it", "loosen them"))
}

fn wrong(message: &str, help: &str) -> Failure {
    Failure::Input(format!("error: {message}\nhelp: {help}\n"))
}

/// Seconds as they would be typed.
fn written(seconds: f64) -> String {
    written_duration(Span::from_ticks(seconds * TICKS_PER_SECOND as f64)).replace(' ', "")
}

fn percent(share: f64) -> String {
    format!("{} %", rounded(100.0 * share))
}

/// At most four decimals, none needless.
fn rounded(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
