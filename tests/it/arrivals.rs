//! Arrivals as files write them: weeks with a curve, single dates, clocks that change, spikes.

use ringback::model::{Arrivals, RateStep, SpikeShape};
use ringback::scenario::{Study, study_from_text};
use ringback::time::{SimTime, Span};

fn study(period: &str, arrivals: &str) -> Study {
    let text = format!(
        r#"
[scenario]
name = "Arrivals"
time_zone = "Europe/Warsaw"
{period}
[run]
replications = 40
[call_type.support]
route = "support"
arrivals = {arrivals}
talk_time = "1s"
patience = "never"
[agent_group.team]
queues = ["support"]
staff = 5
[queue.support]
"#
    );
    study_from_text(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn steps(study: &Study) -> &[RateStep] {
    match &study.variants[0].center.call_types[0].arrivals {
        Arrivals::Poisson(steps) => steps,
        other => panic!("{other:?}"),
    }
}

fn hours(at: SimTime) -> f64 {
    at.seconds() / 3_600.0
}

/// From, to (hours since the start) and calls of the steps in which anybody calls.
fn busy(study: &Study) -> Vec<(f64, f64, f64)> {
    let steps = steps(study).iter().filter(|step| step.calls > 0.0);
    steps.map(|step| (hours(step.from), hours(step.to), (step.calls * 1e6).round() / 1e6)).collect()
}

fn total(study: &Study) -> f64 {
    steps(study).iter().map(|step| step.calls).sum()
}

/// The steps follow one another from the start to the end.
fn assert_whole(study: &Study) {
    let steps = steps(study);
    assert_eq!(steps[0].from, SimTime::ZERO);
    assert!(steps.windows(2).all(|pair| pair[0].to == pair[1].from));
    assert_eq!(steps[steps.len() - 1].to, study.variants[0].center.horizon.end);
}

#[test]
fn a_week_gives_each_day_its_calls_by_the_weights_and_single_dates_win() {
    // 30 March 2026 is a Monday; 3 April is Good Friday.
    let week = study(
        "start = 2026-03-30T00:00:00\nduration = \"7d\"",
        "{ weekly = { mon = 2400, fri = 900, sun = 100, curve = { from = \"08:00\", \
         every = \"6h\", weights = [3, 1] }, days = { \"2026-04-03\" = 300 } } }",
    );
    assert_whole(&week);
    let expected = [
        (8.0, 14.0, 1_800.0),
        (14.0, 20.0, 600.0),
        (104.0, 110.0, 225.0),
        (110.0, 116.0, 75.0),
        (152.0, 158.0, 75.0),
        (158.0, 164.0, 25.0),
    ];
    assert_eq!(busy(&week), expected);
    let outcome = ringback::experiment::run(&week, 0, &|_| ()).unwrap();
    let arrived = outcome.results.variants[0].metrics.mean("arrived").unwrap();
    // 40 Poisson numbers of mean 2,800: a standard error of 8.4.
    assert!((arrived - 2_800.0).abs() < 4.0 * 8.4, "{arrived}");
}

#[test]
fn without_a_curve_a_day_is_even_and_a_day_cut_by_the_period_has_its_share() {
    let half = study(
        "start = 2026-03-30T12:00:00\nduration = \"24h\"",
        "{ weekly = { mon = 240, tue = 480 } }",
    );
    assert_whole(&half);
    assert_eq!(busy(&half), [(0.0, 12.0, 120.0), (12.0, 24.0, 240.0)]);
}

#[test]
fn a_day_keeps_its_calls_when_the_clocks_change() {
    let curve = "{ weekly = { sun = 2400, curve = { every = \"30m\", weights = [WEIGHTS] } } }";
    let curve = curve.replace("WEIGHTS", &vec!["1"; 48].join(", "));
    for (date, next, steps_there) in
        [("2026-03-29", "2026-03-30", 46), ("2026-10-25", "2026-10-26", 50)]
    {
        let period = format!("start = {date}T00:00:00\nend = {next}T00:00:00");
        let day = study(&period, &curve);
        assert_whole(&day);
        assert!((total(&day) - 2_400.0).abs() < 1e-6, "{date}: {}", total(&day));
        assert_eq!(busy(&day).len(), steps_there, "{date}");
    }
    // In spring the steps that are left share the calls of the two that are skipped; in autumn
    // each of the two that come twice spreads its calls over both times.
    let calls = |date: &str, next: &str| {
        let day = study(&format!("start = {date}T00:00:00\nend = {next}T00:00:00"), &curve);
        busy(&day).into_iter().map(|step| step.2).collect::<Vec<_>>()
    };
    let spring = calls("2026-03-29", "2026-03-30");
    assert!(spring.iter().all(|calls| (calls - 2_400.0 / 46.0).abs() < 1e-3));
    let autumn = calls("2026-10-25", "2026-10-26");
    assert_eq!(autumn[3..10], [50.0, 25.0, 25.0, 25.0, 25.0, 50.0, 50.0]);
}

#[test]
fn a_curve_follows_the_clock_on_the_day_of_the_change() {
    let curve =
        "{ weekly = { sun = 100, curve = { from = \"08:00\", every = \"1h\", weights = [1] } } }";
    let spring = study("start = 2026-03-29T00:00:00\nduration = \"23h\"", curve);
    assert_eq!(busy(&spring), [(7.0, 8.0, 100.0)]);
    let autumn = study("start = 2026-10-25T00:00:00\nduration = \"25h\"", curve);
    assert_eq!(busy(&autumn), [(9.0, 10.0, 100.0)]);
}

#[test]
fn a_spike_at_a_time_of_day_comes_every_day_and_one_at_a_date_once() {
    let spikes = "{ poisson = { per_hour = 1 }, spikes = [\
        { at = \"10:00\", calls = 12, over = \"30m\" }, \
        { at = 2026-03-31T18:00:00, calls = 7, over = \"2h\", shape = \"exponential\" }, \
        { at = \"2026-03-30T09:30:00+02:00\", calls = 5, over = \"1h\", shape = \"triangle\" }] }";
    let study = study("start = 2026-03-30T09:00:00\nduration = \"49h\"", spikes);
    let found = &study.variants[0].center.call_types[0].spikes;
    let told: Vec<_> = found.iter().map(|s| (hours(s.at), s.calls, s.shape)).collect();
    let expected = [
        (1.0, 12.0, SpikeShape::Flat),
        (25.0, 12.0, SpikeShape::Flat),
        (33.0, 7.0, SpikeShape::Exponential),
        (0.5, 5.0, SpikeShape::Triangle),
    ];
    assert_eq!(told, expected);
    assert_eq!(found[0].over, Span::from_secs(1_800));
    let outcome = ringback::experiment::run(&study, 0, &|_| ()).unwrap();
    let arrived = outcome.results.variants[0].metrics.mean("arrived").unwrap();
    // 49 + 36 expected in each of 40: a standard error of 1.5.
    assert!((arrived - 85.0).abs() < 4.0 * 1.46, "{arrived}");
}

#[test]
fn a_renewal_is_read_with_its_law() {
    let gap = "{ renewal = { interarrival = { constant = \"30s\" } } }";
    let study = study("duration = \"1h\"", gap);
    let outcome = ringback::experiment::run(&study, 0, &|_| ()).unwrap();
    let arrived = outcome.results.variants[0].metrics.estimate("arrived");
    assert_eq!((arrived.min, arrived.max), (Some(119.0), Some(119.0)));
}
