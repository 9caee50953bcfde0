//! One run judged against another, variant by variant and metric by metric.

use std::fmt;

use crate::experiment::{Manifest, Outcome};
use crate::measure::Metric;
use crate::stats::{Judgement, Pairing, Question, Series, Tolerance, Verdict, judge};

use super::baseline::Kept;
use super::tolerances::Tolerances;

/// Verdicts on all that two runs have in common, the worst first.
#[derive(Clone, Debug)]
pub struct Verdicts {
    /// One per variant and subject.
    pub rows: Vec<Row>,
    /// Whether replication i of both runs has the same callers.
    pub paired: bool,
    /// Replications compared.
    pub replications: usize,
    /// With this confidence the intervals hold together.
    pub confidence: f64,
    /// The replications of each variant that did not go as before, where that is known.
    pub differing: Vec<(String, Vec<usize>)>,
}

/// One verdict.
#[derive(Clone, Debug)]
pub struct Row {
    /// The variant.
    pub variant: String,
    /// Of what.
    pub subject: Subject,
    /// The verdict and its numbers.
    pub judgement: Judgement,
    /// What there is to say beside the numbers; often empty.
    pub note: String,
}

/// What a verdict is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A metric of the whole center.
    Metric(&'static Metric),
    /// The variant itself: it is gone.
    Variant,
    /// A queue that is gone.
    Queue(String),
    /// Whether every call is accounted for.
    Balance,
}

impl Subject {
    /// Its name in files.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Metric(metric) => metric.id.to_owned(),
            Self::Variant => "variant".into(),
            Self::Queue(name) => format!("queue {name}"),
            Self::Balance => "balance".into(),
        }
    }
}

impl Verdicts {
    /// Whether something is worse.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.count(Verdict::Worse) > 0
    }

    /// Whether something may be worse, and more replications would tell.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        self.rows.iter().any(|row| row.judgement.may_be_worse())
    }

    /// How many rows have a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.judgement.verdict == verdict).count()
    }

    /// Whether every replication is known to have gone as before.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.differing.iter().all(|(_, replications)| replications.is_empty())
            && self.count(Verdict::Same) == self.rows.len()
    }

    /// The row of a variant's metric.
    #[must_use]
    pub fn of(&self, variant: &str, metric: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.variant == variant && row.subject.id() == metric)
    }
}

/// A table for test output: what is not the same.
impl fmt::Display for Verdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |value: Option<f64>| value.map_or_else(|| "-".into(), short);
        for row in self.rows.iter().filter(|row| row.judgement.verdict != Verdict::Same) {
            let found = &row.judgement;
            writeln!(
                f,
                "{:<12}  {:<10}  {:<22}  {} -> {}  ({} ± {}, tolerance {}) {}",
                found.verdict.id(),
                row.variant,
                row.subject.id(),
                number(found.before),
                number(found.after),
                number(found.difference),
                number(found.half_width),
                short(found.tolerance),
                row.note
            )?;
        }
        let pairs = if self.paired { "pairs of replications" } else { "replications, unpaired" };
        let same = self.count(Verdict::Same);
        writeln!(f, "{same} of {} the same, over {} {pairs}", self.rows.len(), self.replications)
    }
}

/// A number to four digits.
fn short(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let digits = 3.0 - libm::floor(libm::log10(libm::fabs(number)));
    format!("{number:.*}", digits.clamp(0.0, 8.0) as usize)
}

/// Judges a run against another one of the same scenario, as a check does against a baseline. With
/// equal seeds the callers of both are the same, and the comparison is paired.
#[must_use]
pub fn compare(before: &Outcome, after: &Outcome, tolerances: &Tolerances) -> Verdicts {
    let kept = |outcome: &Outcome| outcome.series.iter().map(Kept::from).collect::<Vec<_>>();
    let (was, is) = (&before.results.manifest, &after.results.manifest);
    let luck = |manifest: &Manifest| (manifest.seed, manifest.method.antithetic);
    let how = How {
        pairing: pairing(luck(was), luck(is)),
        by_digest: true,
        confidence: is.confidence,
        tolerances,
    };
    verdicts(&kept(before), &kept(after), &how)
}

/// How two runs belong together, by their seeds and whether their replications are antithetic.
pub(super) fn pairing(before: (u64, bool), after: (u64, bool)) -> Pairing {
    Pairing { same_callers: before == after, antithetic: before.1 || after.1 }
}

/// How two runs are judged.
pub(super) struct How<'h> {
    pub(super) pairing: Pairing,
    /// Whether equal digests mean that nothing has changed.
    pub(super) by_digest: bool,
    pub(super) confidence: f64,
    pub(super) tolerances: &'h Tolerances,
}

/// All verdicts; what the later run lacks is worse, what it has beyond the earlier is not judged.
pub(super) fn verdicts(before: &[Kept], after: &[Kept], how: &How<'_>) -> Verdicts {
    let mut rows = Vec::new();
    let mut open = Vec::new();
    let mut differing = Vec::new();
    let mut replications = usize::MAX;
    for was in before {
        let Some(is) = after.iter().find(|other| other.name == was.name) else {
            rows.push(lacks(was, Subject::Variant, "the scenario has no such variant any more"));
            continue;
        };
        let count = was.digests.len().min(is.digests.len());
        replications = replications.min(count);
        let changed: Vec<usize> =
            (0..count).filter(|&at| was.digests[at] != is.digests[at]).collect();
        let same = how.by_digest && how.pairing.same_callers && changed.is_empty();
        if how.by_digest && how.pairing.same_callers {
            differing.push((was.name.clone(), changed));
        }
        for queue in was.queues.iter().filter(|queue| !is.queues.contains(queue)) {
            let subject = Subject::Queue(queue.clone());
            rows.push(lacks(was, subject, "the variant has no such queue any more"));
        }
        rows.push(balance(is));
        for (metric, series) in &was.metrics {
            let tolerance = how.tolerances.of(metric);
            let row = |judgement| Row {
                variant: was.name.clone(),
                subject: Subject::Metric(metric),
                judgement,
                note: String::new(),
            };
            match is.of(metric.id) {
                _ if same => rows.push(row(Judgement::unchanged(&series.first(count), tolerance))),
                Some(other) => open.push((row, *metric, series, other, tolerance)),
                None => rows.push(Row {
                    note: "the variant has no such metric any more".into(),
                    ..row(Judgement::gone(series, metric.better, tolerance))
                }),
            }
        }
    }
    let questions: Vec<Question<'_>> = open
        .iter()
        .map(|&(_, metric, before, after, tolerance)| Question {
            before,
            after,
            better: metric.better,
            tolerance,
        })
        .collect();
    let answers = judge(&questions, how.pairing, how.confidence);
    rows.extend(
        open.iter()
            .zip(answers)
            .map(|(asked, judgement)| Row { note: gone(&judgement).into(), ..asked.0(judgement) }),
    );
    rows.sort_by(|a, b| {
        let verdicts = a.judgement.verdict.cmp(&b.judgement.verdict);
        verdicts.then(b.judgement.severity().total_cmp(&a.judgement.severity()))
    });
    Verdicts {
        rows,
        paired: how.pairing.same_callers,
        replications: if replications == usize::MAX { 0 } else { replications },
        confidence: how.confidence,
        differing,
    }
}

/// Why a metric that there is has no value any more.
fn gone(judgement: &Judgement) -> &'static str {
    match (judgement.before, judgement.after) {
        (Some(_), None) => "nothing is left to measure",
        (None, Some(_)) => "there was nothing to measure",
        _ => "",
    }
}

fn lacks(was: &Kept, subject: Subject, note: &str) -> Row {
    Row { variant: was.name.clone(), subject, judgement: bare(true), note: note.into() }
}

/// A verdict without numbers.
fn bare(worse: bool) -> Judgement {
    let nothing = Series::Values(Vec::new());
    Judgement {
        verdict: if worse { Verdict::Worse } else { Verdict::Same },
        on_the_bad_side: worse,
        ..Judgement::unchanged(&nothing, Tolerance::Absolute(0.0))
    }
}

/// The invariant of a run: every call of every replication is accounted for.
fn balance(is: &Kept) -> Row {
    let note = match is.unbalanced {
        0 => String::new(),
        count => format!("calls are not all accounted for in {count} replications"),
    };
    Row {
        variant: is.name.clone(),
        subject: Subject::Balance,
        judgement: bare(is.unbalanced > 0),
        note,
    }
}
