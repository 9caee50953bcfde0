//! One scenario examined: its run against its baseline and its expectations, and where a changed
//! setting first routes a call differently.

use std::path::Path;

use crate::data;
use crate::experiment::Outcome;
use crate::scenario::{Draft, Options, Study};
use crate::trace::first_difference;

use super::baseline::{Baseline, Kept};
use super::expecting::expected;
use super::finding::{FirstCall, Judged};
use super::tolerances::Tolerances;
use super::verdicts::{How, Verdicts, pairing, verdicts};

/// Replications in which a difference is looked for where digests cannot tell.
const TRIED: u64 = 10;

/// A scenario that has been run.
#[derive(Clone, Copy, Debug)]
pub struct Case<'c> {
    /// Its folder.
    pub folder: &'c Path,
    /// The scenario as it is written.
    pub draft: &'c Draft,
    /// What it means.
    pub study: &'c Study,
    /// What came of it.
    pub outcome: &'c Outcome,
    /// Whether all its variants were run.
    pub whole: bool,
}

/// Judges a run by its expectations and by a baseline, where there is one.
#[must_use]
pub fn examine(case: &Case<'_>, baseline: Option<&Baseline>, tolerances: &Tolerances) -> Judged {
    let mut judged = Judged {
        scenario: case.study.name.clone(),
        replications: case.outcome.results.manifest.replications,
        expected: expected(&case.study.expectations, &case.outcome.answers),
        verdicts: None,
        reason: String::new(),
        changes: Vec::new(),
        first_call: None,
        notes: Vec::new(),
    };
    if let Some(baseline) = baseline {
        against(case, baseline, tolerances, &mut judged);
    }
    judged
}

/// Adds the verdicts against a baseline, and what explains them.
fn against(case: &Case<'_>, baseline: &Baseline, tolerances: &Tolerances, judged: &mut Judged) {
    let manifest = &case.outcome.results.manifest;
    let is: Vec<Kept> = case.outcome.series.iter().map(Kept::from).collect();
    let ran = |kept: &&Kept| case.whole || is.iter().any(|other| other.name == kept.name);
    let was: Vec<Kept> = baseline.variants.iter().filter(ran).cloned().collect();
    let luck = (manifest.seed, manifest.method.antithetic);
    let pairing = pairing((baseline.seed, baseline.antithetic), luck);
    let paired = pairing.same_callers;
    let same_engine = baseline.ringback == manifest.version;
    let how = How { pairing, by_digest: same_engine, confidence: manifest.confidence, tolerances };
    let found = verdicts(&was, &is, &how);
    if !paired && baseline.seed == manifest.seed {
        judged.notes.push(
            "Replications come in antithetic pairs on one side alone, so the comparison is \
             unpaired."
                .into(),
        );
    } else if !paired {
        judged.notes.push(format!(
            "The baseline has seed {}, this run {}: other callers, so the comparison is unpaired \
             and sees less.",
            baseline.seed, manifest.seed
        ));
    }
    if !same_engine {
        judged.notes.push(format!(
            "The baseline is of ringback {}, this is {}: judged by numbers, not by digests.",
            baseline.ringback, manifest.version
        ));
    }
    judged.reason.clone_from(&baseline.reason);
    let before = then(case, baseline);
    if let Ok(before) = &before {
        judged.changes = case.draft.changes_since(&before.draft);
    }
    let other_data = other_data(baseline, &manifest.data);
    judged.notes.extend(
        other_data
            .iter()
            .map(|path| format!("{path} has other contents than the baseline was made with.")),
    );
    if !found.is_identical() {
        match before {
            Ok(before) if other_data.is_empty() => {
                judged.first_call = first_call(&before.study, case.study, &found);
            }
            Ok(_) => {}
            Err(why) => judged.notes.push(why),
        }
        explain_without_changes(judged, paired && same_engine && other_data.is_empty());
    }
    for (name, metric) in measured_otherwise(&was, &is, &found) {
        judged.notes.push(format!(
            "{name}: every call went as in the baseline, but {metric} is measured otherwise now."
        ));
    }
    let new = is.iter().filter(|kept| baseline.variants.iter().all(|old| old.name != kept.name));
    judged.notes.extend(new.map(|kept| {
        format!("The variant {} is not in the baseline: --accept would add it.", kept.name)
    }));
    judged.verdicts = (!found.rows.is_empty()).then_some(found);
}

/// Metrics of variants whose calls went as before and whose numbers did not: a definition, such as
/// the threshold of the service level, is another one.
fn measured_otherwise<'k>(
    was: &'k [Kept],
    is: &'k [Kept],
    found: &Verdicts,
) -> Vec<(&'k str, &'static str)> {
    let identical =
        |name: &str| found.differing.iter().any(|(other, list)| other == name && list.is_empty());
    let mut metrics = Vec::new();
    for before in was.iter().filter(|kept| identical(&kept.name)) {
        let Some(after) = is.iter().find(|kept| kept.name == before.name) else { continue };
        for (metric, series) in &before.metrics {
            let count = before.digests.len().min(after.digests.len());
            let now = after.of(metric.id).and_then(|other| other.first(count).estimate());
            let then = series.first(count).estimate();
            // A baseline keeps six digits.
            let differ = |a: f64, b: f64| libm::fabs(a - b) > 1e-4 * libm::fabs(a).max(1e-6);
            if then.zip(now).is_some_and(|(then, now)| differ(then, now)) {
                metrics.push((before.name.as_str(), metric.id));
            }
        }
    }
    metrics
}

/// Same settings, same seed, same version, and yet other calls: the engine is another one.
fn explain_without_changes(judged: &mut Judged, all_the_same: bool) {
    let nothing_changed = judged.changes.is_empty() && judged.notes.is_empty();
    if all_the_same && nothing_changed && judged.first_call.is_none() {
        judged.notes.push(
            "No setting has changed, and calls are routed differently: the program itself is \
             another one than made the baseline."
                .into(),
        );
    }
}

/// The scenario as it was when the baseline was made.
struct Then {
    draft: Draft,
    study: Study,
}

/// Reads the baseline's settings again, with today's seed and data files.
fn then(case: &Case<'_>, baseline: &Baseline) -> Result<Then, String> {
    let settings = baseline.settings.as_ref().ok_or(
        "The scenario's settings are too long for a baseline: what changed in them cannot be told.",
    )?;
    let options = Options { seed: Some(case.study.run.seed), ..Options::default() };
    let old = "The baseline's settings cannot be simulated by this version";
    let text = settings.join("\n");
    let draft = Draft::read("the baseline", &text, "", &options).map_err(|_| format!("{old}."))?;
    let files = data::load_all(&draft, case.folder);
    let study =
        draft.build(&files).map_err(|problems| format!("{old}: {} problems.", problems.count()))?;
    Ok(Then { draft, study })
}

/// The data files whose contents are not those of the baseline.
fn other_data(baseline: &Baseline, data: &[crate::scenario::DataFile]) -> Vec<String> {
    let changed = |(path, sha256): &&(String, String)| {
        data.iter().any(|file| file.path == *path && file.sha256 != *sha256)
    };
    baseline.data_sha256.iter().filter(changed).map(|(path, _)| path.clone()).collect()
}

/// The first call routed differently: in the variant with the worst verdict, in the first
/// replication whose digest differs, or in the first of some where digests cannot tell.
fn first_call(before: &Study, after: &Study, found: &Verdicts) -> Option<FirstCall> {
    let mut names: Vec<&str> = Vec::new();
    let rows = found.rows.iter().map(|row| row.variant.as_str());
    for name in rows.chain(after.variants.iter().map(|variant| variant.name.as_str())) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().find_map(|name| {
        let was = before.variants.iter().find(|variant| variant.name == name)?;
        let is = after.variants.iter().find(|variant| variant.name == name)?;
        let known = found.differing.iter().find(|(other, _)| other == name);
        let tried: Vec<u64> = match known {
            Some((_, replications)) => replications.iter().take(1).map(|&at| at as u64).collect(),
            None => (0..TRIED.min(after.run.replications.into())).collect(),
        };
        tried.into_iter().find_map(|replication| {
            let difference = first_difference((before, was), (after, is), replication)?;
            Some(FirstCall { variant: name.to_owned(), replication, difference })
        })
    })
}
