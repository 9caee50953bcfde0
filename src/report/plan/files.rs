//! The files of a plan: `plan.html`, `plan.json`, `staffing.csv`, rosters and charts.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::plan::{self, Plan, VariantPlan};
use crate::report::Language;
use crate::report::charts;
use crate::report::files::{draw_one, replace};
use crate::report::page::Chart;

use super::page::page;

/// Writes a plan into a folder, beside the report of a run: `plan.html`, `plan.json`,
/// `staffing.csv`, `charts/plan-*` as SVG and PNG; and, unless a roster was judged, `roster.csv` of
/// the last variant and `roster-NAME.csv` of each. `command` makes the same plan again. Page and
/// charts are in a language, the other files in English.
///
/// # Errors
/// When a file cannot be written; files written before it stay whole.
pub fn write_plan(plan: &Plan, folder: &Path, command: &str, language: Language) -> io::Result<()> {
    let drawings = folder.join("charts");
    fs::create_dir_all(&drawings)?;
    replace(&folder.join("plan.json"), plan::json(plan).as_bytes())?;
    replace(&folder.join("staffing.csv"), plan::staffing_csv(plan).as_bytes())?;
    if plan.verified.is_none() {
        write_rosters(plan, folder)?;
    }
    let drawn: io::Result<Vec<Chart>> = charts::of_plan(plan)
        .into_par_iter()
        .map(|figure| {
            let name = format!("plan-{}", figure.slug);
            draw_one(&name, language.figure(figure), &drawings)
        })
        .collect();
    replace(&folder.join("plan.html"), page(plan, &drawn?, command, language).as_bytes())
}

fn write_rosters(plan: &Plan, folder: &Path) -> io::Result<()> {
    let write = |name: &str, variant: &VariantPlan| {
        replace(&folder.join(name), plan::roster_csv(&variant.roster).as_bytes())
    };
    for variant in &plan.variants {
        write(&format!("roster-{}.csv", file_name(&variant.name)), variant)?;
    }
    plan.variants.last().map_or(Ok(()), |last| write("roster.csv", last))
}

/// A name as part of a file's name, whatever it holds.
fn file_name(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' }).collect()
}
