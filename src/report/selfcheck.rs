//! What the self-check found: for people, as Markdown for the docs, as JSON.

use serde_json::{Value, json as value};

use crate::measure::Unit;
use crate::selfcheck::{CaseFindings, Compared, Drawn, Findings, Formula, worst};

use super::numbers;

/// The findings on a terminal.
#[must_use]
pub fn selfcheck_text(findings: &Findings) -> String {
    let mut text = format!(
        "{:<28}{:>14}{:>14} {:<12}{:>6}{:>8}\n",
        "Simulation and theory", "exact", "simulated", "", "z", "digits"
    );
    for case in &findings.cases {
        text += &format!("{}\n", case.title);
        for compared in &case.measures {
            text += &format!(
                "  {:<26}{:>14}{:>14} ± {:<10}{:>6.1}{:>8.1}{}\n",
                compared.metric,
                figure(compared.unit, compared.exact),
                figure(compared.unit, compared.mean),
                half_width(compared.unit, compared.half_width),
                compared.z,
                compared.digits(),
                fault(compared)
            );
        }
    }
    text += &format!("\n{:<75}{:>8}\n", "Formulas and figures in many digits, the worst", "digits");
    for (model, count, worst) in by_model(&findings.formulas) {
        let worst_name = worst.name.trim_start_matches(model).trim_start_matches(": ");
        let line = format!("{model}, {count} figures: {worst_name}");
        text += &format!("  {line:<73}{:>8.1}\n", worst.digits());
    }
    for wrong in findings.formulas.iter().filter(|formula| !formula.agrees()) {
        let Formula { name, found, exact, .. } = wrong;
        text += &format!("  DISAGREES: {name}: {found:e}, exact {exact:e}\n");
    }
    text += "\nDraws and digest, bit by bit\n";
    let drawn: Vec<&Drawn> = findings.draws.iter().chain([&findings.digest]).collect();
    let wrong: Vec<&&Drawn> = drawn.iter().filter(|drawn| !drawn.agrees()).collect();
    let right = drawn.len() - wrong.len();
    text += &format!("  {right} of {} come out as pinned\n", drawn.len());
    for drawn in wrong {
        text += &format!("  DISAGREES: {}: {}, pinned {}\n", drawn.name, drawn.found, drawn.pinned);
    }
    format!("{text}\n{}\n", verdict(findings))
}

/// Models in their order, how many figures each has, and the one with the fewest digits.
fn by_model(formulas: &[Formula]) -> Vec<(&str, usize, &Formula)> {
    let mut models: Vec<(&str, usize, &Formula)> = Vec::new();
    for formula in formulas {
        let model = formula.name.split(':').next().unwrap_or_default();
        match models.iter_mut().find(|(other, ..)| *other == model) {
            Some((_, count, worst)) => {
                *count += 1;
                if formula.digits() < worst.digits() {
                    *worst = formula;
                }
            }
            None => models.push((model, 1, formula)),
        }
    }
    models
}

fn fault(compared: &Compared) -> &'static str {
    match (compared.agrees(), compared.is_certain()) {
        (true, _) => "",
        (false, true) => "  DISAGREES",
        (false, false) => "  TOO UNCERTAIN",
    }
}

/// One sentence: whether this program can be believed.
fn verdict(findings: &Findings) -> String {
    let measures = findings.measures().count();
    let digits = findings.formulas.iter().map(Formula::digits).fold(16.0, f64::min);
    let wrong = findings.measures().filter(|c| !c.agrees()).count()
        + findings.formulas.iter().filter(|f| !f.agrees()).count()
        + findings.draws.iter().filter(|d| !d.agrees()).count()
        + usize::from(!findings.digest.agrees());
    let z = worst(findings.measures().map(|compared| compared.z));
    let facts = format!(
        "{measures} simulated measures, largest |z| {z:.1}; {} formulas, at least {digits:.1} digits; \
         {} calls",
        findings.formulas.len(),
        numbers::thousands(findings.calls as f64),
    );
    if wrong == 0 {
        format!("OK: everything agrees ({facts}).")
    } else {
        format!(
            "NOT OK: {wrong} disagree ({facts}). Do not trust the results of this program here."
        )
    }
}

/// A value with the digits that matter: shares in per cent, times in seconds.
fn figure(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share => format!("{:.4} %", 100.0 * value),
        Unit::Seconds => format!("{value:.3}s"),
        _ => format!("{value:.4}"),
    }
}

fn half_width(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share => format!("{:.4}", 100.0 * value),
        Unit::Seconds => format!("{value:.3}"),
        _ => format!("{value:.4}"),
    }
}

/// The findings as the tables of a document.
#[must_use]
pub fn selfcheck_markdown(findings: &Findings) -> String {
    let mut text = format!(
        "# Self-check, figure by figure\n\n{}\n\n\
         A simulated value agrees when it lies within 4.5 standard errors of the exact one and the half \
         width of its 95 % interval is at most 8 % of it. Digits are those in which two numbers agree.\n\n\
         ## Simulation and theory\n",
        verdict(findings)
    );
    for case in &findings.cases {
        text += &case_table(case);
    }
    text += "\n## Formulas and figures in many digits\n\n\
             | claim | source | exact | this program | digits | verdict |\n\
             |---|---|---:|---:|---:|---|\n";
    for formula in &findings.formulas {
        text += &format!(
            "| {} | {} | {:e} | {:e} | {:.1} | {} |\n",
            formula.name,
            formula.source,
            formula.exact,
            formula.found,
            formula.digits(),
            word(formula.agrees())
        );
    }
    text += "\n## Draws and digest, bit by bit\n\n\
             | claim | pinned | this program | verdict |\n|---|---|---|---|\n";
    for drawn in findings.draws.iter().chain([&findings.digest]) {
        text += &format!(
            "| {} | `{}` | `{}` | {} |\n",
            drawn.name,
            drawn.pinned,
            drawn.found,
            word(drawn.agrees())
        );
    }
    text
}

fn case_table(case: &CaseFindings) -> String {
    let mut text = format!(
        "\n### {}\n\nExact values: {}. {} replications.\n\n\
         | claim | exact | simulated | 95 % interval | z | digits | verdict |\n\
         |---|---:|---:|---|---:|---:|---|\n",
        case.title, case.source, case.replications
    );
    for c in &case.measures {
        text += &format!(
            "| {} | {} | {} | {} to {} | {:.1} | {:.1} | {} |\n",
            c.metric,
            figure(c.unit, c.exact),
            figure(c.unit, c.mean),
            figure(c.unit, c.mean - c.half_width),
            figure(c.unit, c.mean + c.half_width),
            c.z,
            c.digits(),
            word(c.agrees())
        );
    }
    text
}

const fn word(agrees: bool) -> &'static str {
    if agrees { "agrees" } else { "**disagrees**" }
}

/// The findings as one JSON document, schema `ringback.selfcheck/1`.
#[must_use]
pub fn selfcheck_json(findings: &Findings) -> String {
    let compared = |c: &Compared| {
        value!({
            "metric": c.metric,
            "exact": c.exact,
            "mean": c.mean,
            "half_width": c.half_width,
            "z": c.z,
            "digits": c.digits(),
            "ok": c.agrees(),
        })
    };
    let case = |case: &CaseFindings| {
        value!({
            "case": case.title,
            "source": case.source,
            "replications": case.replications,
            "measures": case.measures.iter().map(compared).collect::<Vec<_>>(),
        })
    };
    let formula = |f: &Formula| {
        value!({
            "name": f.name,
            "source": f.source,
            "exact": f.exact,
            "found": f.found,
            "digits": f.digits(),
            "ok": f.agrees(),
        })
    };
    let document = value!({
        "schema": "ringback.selfcheck/1",
        "ringback": env!("CARGO_PKG_VERSION"),
        "ok": findings.agree(),
        "calls": findings.calls,
        "largest_z": worst(findings.measures().map(|compared| compared.z)),
        "simulation": findings.cases.iter().map(case).collect::<Vec<_>>(),
        "formulas": findings.formulas.iter().map(formula).collect::<Vec<_>>(),
        "draws": findings.draws.iter().map(drawn).collect::<Vec<_>>(),
        "digest": drawn(&findings.digest),
    });
    format!("{document:#}\n")
}

fn drawn(drawn: &Drawn) -> Value {
    value!({
        "name": drawn.name,
        "pinned": drawn.pinned,
        "found": drawn.found,
        "ok": drawn.agrees(),
    })
}
