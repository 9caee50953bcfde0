//! `ringback sweep --optimise`: the best point, and how sure that is.

use std::path::Path;

use crate::cli::{Failure, complain, progress, say};
use crate::measure::{METRICS, Metric, Unit};
use crate::report;
use crate::sweep::{self, Aim, Limit, Plan, World};

use super::world::{Clock, Interruption, threads};
use super::{Arguments, Format, check_all, make};

pub(super) fn optimise(
    arguments: &Arguments,
    plan: &Plan,
    folder: &Path,
    metric: &str,
) -> Result<(), Failure> {
    let aim = aim(arguments, metric)?;
    if plan.count() > sweep::MOST_OPTIMISED {
        return Err(input(
            &format!("--optimise compares each point with each: {} are too many", plan.count()),
            &format!("at most {}; a coarse sweep first, then a fine one", sweep::MOST_OPTIMISED),
        ));
    }
    check_all(plan, arguments.threads)?;
    let bar = progress::spinner("replications", arguments.quiet);
    let clock = Clock::start();
    let interruption = Interruption::listen();
    let world = World {
        threads: threads(arguments.threads),
        interrupted: &|| interruption.happened(),
        is_due: &|| false,
        replication: &|| bar.inc(1),
        point: &|_| {},
    };
    let choice = sweep::optimise(plan, &aim, &world)
        .map_err(|why| input(&why, "choose another metric or another variant"))?;
    bar.finish_and_clear();
    if choice.interrupted {
        return Err(Failure::Interrupted("interrupted: nothing was chosen\n".into()));
    }
    if !arguments.quiet {
        let count = report::thousands(choice.replications as f64);
        complain(&format!("{count} replications in {:.2} s\n", clock.seconds()));
    }
    let json = choice.json(plan, &aim);
    if !arguments.no_report {
        make(folder)?;
        let path = folder.join("optimum.json");
        sweep::write_whole(&path, json.as_bytes())
            .map_err(|error| Failure::writing(&path.display().to_string(), &error))?;
    }
    say(&match arguments.format {
        Format::Table => report::choice_terminal(plan, &aim, &choice, arguments.lang.into()),
        Format::Json => json,
        Format::Csv => report::choice_csv(plan, &aim, &choice),
        Format::Markdown => report::choice_markdown(plan, &aim, &choice),
    })
}

fn input(what: &str, help: &str) -> Failure {
    Failure::Input(format!("error: {what}\nhelp: {help}\n"))
}

fn aim(arguments: &Arguments, text: &str) -> Result<Aim, Failure> {
    let (id, side) = match text.split_once(':') {
        Some(("min", id)) => (id, Some(false)),
        Some(("max", id)) => (id, Some(true)),
        _ => (text, None),
    };
    let metric = metric(id)?;
    let more = side.or_else(|| Aim::natural(metric)).ok_or_else(|| {
        let help = format!("write --optimise min:{id} or --optimise max:{id}");
        input(&format!("{id} has no good side"), &help)
    })?;
    let limits = arguments.subject_to.iter().map(|text| limit(text));
    let within = arguments.within.as_deref().map(|text| amount(metric, text, "--within"));
    Ok(Aim {
        metric,
        more,
        indifference: within.transpose()?,
        limits: limits.collect::<Result<_, _>>()?,
        most: arguments.max_replications,
    })
}

fn metric(id: &str) -> Result<&'static Metric, Failure> {
    Metric::find(id.trim()).ok_or_else(|| {
        let known: Vec<&str> = METRICS.iter().map(|metric| metric.id).collect();
        let help = match id.rsplit_once('.') {
            Some((_, own)) if Metric::find(own.trim()).is_some() => format!(
                "write {:?}: aims and limits are of the whole center; the figures of queues stand in \
                 sweep.csv",
                own.trim()
            ),
            _ => format!("the metrics are {}", known.join(", ")),
        };
        input(&format!("there is no metric {id:?}"), &help)
    })
}

/// `METRIC<=VALUE` or `METRIC>=VALUE`.
fn limit(text: &str) -> Result<Limit, Failure> {
    let parts = text.split_once("<=").map(|parts| (parts, false));
    let parts = parts.or_else(|| text.split_once(">=").map(|parts| (parts, true)));
    let Some(((id, bound), at_least)) = parts else {
        return Err(input(
            &format!("--subject-to {text:?} is no limit"),
            "write METRIC<=VALUE or METRIC>=VALUE, such as \"abandonment_rate<=5%\"",
        ));
    };
    let metric = metric(id)?;
    let bound = amount(metric, bound, "--subject-to")?;
    Ok(Limit { metric, at_least, bound })
}

/// A number in the metric's unit: `0.05`, `5%`, `90s`, `1m 30s`.
fn amount(metric: &Metric, text: &str, option: &str) -> Result<f64, Failure> {
    let text = text.trim();
    let percent = || text.strip_suffix('%')?.trim().parse::<f64>().ok().map(|p| p / 100.0);
    let length = || crate::scenario::seconds(text);
    let found = text.parse::<f64>().ok();
    let found = found.or_else(|| match metric.unit {
        Unit::Share => percent(),
        Unit::Seconds => length(),
        _ => None,
    });
    let sensible = |number: &f64| number.is_finite() && (option != "--within" || *number > 0.0);
    found.filter(sensible).ok_or_else(|| {
        let help = match metric.unit {
            Unit::Share => "write a share: 0.05 or 5%",
            Unit::Seconds => "write a length of time: 90s or 1m30s",
            _ => "write a number",
        };
        input(&format!("{option}: {text:?} is no value of {}", metric.id), help)
    })
}
