//! Staffing as files write it: shrinkage with its rounding, absence, rosters, handle factors.

use ringback::scenario::{Draft, Files, Options, Study, study_from_text};
use ringback::time::{SimTime, Span};

use crate::program::empty_folder;

fn text(period: &str, group: &str) -> String {
    format!(
        r#"
[scenario]
name = "Staffing"
time_zone = "Europe/Warsaw"
{period}
[run]
replications = 3
[call_type.sales]
route = "support"
arrivals = {{ poisson = {{ per_hour = 20 }} }}
talk_time = "3m"
patience = "never"
[call_type.support]
route = "support"
arrivals = {{ poisson = {{ per_hour = 20 }} }}
talk_time = "3m"
patience = "never"
[agent_group.team]
queues = ["support"]
{group}
[queue.support]
"#
    )
}

const MONDAY: &str = "start = 2026-03-02T00:00:00\nduration = \"24h\"";

fn study(period: &str, group: &str) -> Study {
    study_from_text(&text(period, group)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn hours(at: SimTime) -> f64 {
    at.seconds() / 3_600.0
}

/// Hours and agents of each step.
fn steps(steps: &[(SimTime, u32)]) -> Vec<(f64, u32)> {
    steps.iter().map(|&(at, agents)| (hours(at), agents)).collect()
}

fn staff(study: &Study) -> &[(SimTime, u32)] {
    &study.variants[0].center.groups[0].staff
}

/// Agent-hours of some steps within a part of the period.
fn agent_hours(steps: &[(SimTime, u32)], from: SimTime, to: SimTime) -> f64 {
    steps
        .iter()
        .enumerate()
        .map(|(position, &(at, agents))| {
            let until = steps.get(position + 1).map_or(to, |next| next.0).min(to);
            hours(SimTime(until.since(at.max(from)).0)) * f64::from(agents)
        })
        .sum()
}

#[test]
fn shrinkage_keeps_the_agent_hours_of_each_day_to_half_an_agent_and_interval() {
    for share in [0.05, 0.123, 0.3, 1.0 / 3.0, 0.5, 0.77, 0.9] {
        let plan = format!(
            "staff = [{{ from = \"08:00\", agents = 24 }}, {{ from = \"12:10\", agents = 7 }}, \
             {{ from = \"13:00\", to = \"18:00\", agents = 1 }}]\nshrinkage = {share}"
        );
        let study = study("start = 2026-03-27T06:00:00\nduration = \"4d\"", &plan);
        let center = &study.variants[0].center;
        let group = &center.groups[0];
        for (day, &from) in center.days.iter().enumerate() {
            let to = center.days.get(day + 1).copied().unwrap_or(center.horizon.end);
            let paid = agent_hours(&group.paid, from, to);
            let there = agent_hours(&group.staff, from, to);
            assert!((there - paid * (1.0 - share)).abs() <= 0.125 + 1e-9, "{share}, day {day}");
        }
        assert!(group.staff.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1));
    }
}

#[test]
fn shrinkage_without_a_remainder_leaves_the_steps_whole() {
    let plan = "staff = [{ from = \"08:00\", agents = 20 }, { from = \"12:00\", agents = 10 }]";
    let half = study(MONDAY, &format!("{plan}\nshrinkage = 0.3"));
    assert_eq!(steps(staff(&half)), [(0.0, 0), (8.0, 14), (12.0, 7)]);
    assert_eq!(steps(&half.variants[0].center.groups[0].paid), [(0.0, 0), (8.0, 20), (12.0, 10)]);
    let none = study(MONDAY, &format!("{plan}\nshrinkage = 0"));
    assert_eq!(steps(staff(&none)), [(0.0, 0), (8.0, 20), (12.0, 10)]);
}

#[test]
fn shrinkage_by_window_holds_in_its_windows_alone_and_after_the_staff_change() {
    let group = "staff = 18\nstaff_change = 2\nshrinkage = [\
                 { from = \"12:00\", to = \"14:00\", share = 0.5 }, \
                 { days = \"mon\", from = \"22:00\", to = \"24:00\", share = 0.1 }]";
    let found = study(MONDAY, group);
    let expected = [(0.0, 20), (12.0, 10), (14.0, 20), (22.0, 18)];
    assert_eq!(steps(staff(&found)), expected);
}

#[test]
fn utilisation_divides_by_paid_time_and_occupancy_by_time_on_duty() {
    let study = study(MONDAY, "staff = 10\nshrinkage = 0.4\ncost_per_hour = 30");
    let outcome = ringback::experiment::run(&study, 1, &|_| ()).unwrap();
    let metrics = &outcome.results.variants[0].metrics;
    let mean = |id: &str| metrics.mean(id).unwrap();
    assert!((mean("utilisation") / mean("occupancy") - 0.6).abs() < 1e-6);
    assert!((mean("agent_hours") - 144.0).abs() < 1e-6);
    assert!((mean("cost") - 10.0 * 24.0 * 30.0).abs() < 1e-6);
}

#[test]
fn absence_handle_factors_and_the_reset_are_read() {
    let group = "staff = 10\nabsence = 0.06\nabsence_cv = 0.5\nhandle_factor = { support = 1.2 }\n\
                 notification = { miss = 0.05, inactive_on_miss = true, reset_after = \"3m\" }";
    let found = study(MONDAY, group);
    let team = &found.variants[0].center.groups[0];
    assert_eq!(team.absence.probability, 0.06);
    assert!((team.absence.day_factor.as_ref().unwrap().mean() - 1.0).abs() < 1e-12);
    assert_eq!(team.handle_factors, [1.0, 1.2]);
    assert_eq!(team.notification.inactive_after_miss, Some(Span::from_secs(180)));
    let plain = study(MONDAY, "staff = 10\nhandle_factor = 0.9");
    let team = &plain.variants[0].center.groups[0];
    assert_eq!(team.handle_factors, [0.9, 0.9]);
    assert_eq!(team.notification.inactive_after_miss, None);
}

const ROSTER: &str = "\
group,date,shift,start,end,agents,break_1_start,break_1_end,break_2_start,break_2_end
team,2026-03-01,night,22:00,06:00,3,02:00,02:30,,
team,2026-03-02,early,07:00,15:00,10,11:00,11:30,13:00,13:15
team,2026-03-02,late,12:00,20:00,8,,,,
others,2026-03-02,early,07:00,15:00,99,,,,
team,2026-03-02,night,22:00,06:00,4,01:00,01:45,,
team,2026-04-02,early,07:00,15:00,50,,,,
";

/// A study whose roster file holds this text.
fn rostered(name: &str, roster: &str, period: &str) -> Result<Study, String> {
    let folder = empty_folder(name);
    std::fs::write(folder.join("roster.csv"), roster).unwrap();
    let text = text(period, "staff = { roster = \"roster.csv\" }");
    let draft = Draft::read("staffing.toml", &text, "", &Options::default()).unwrap();
    assert_eq!(draft.files(), ["roster.csv"]);
    let files: Files = ringback::data::load_all(&draft, &folder);
    draft.build(&files).map_err(|problems| problems.to_string())
}

#[test]
fn a_roster_adds_up_shifts_less_breaks_over_midnight_and_for_its_group_alone() {
    let study = rostered("roster", ROSTER, MONDAY).unwrap();
    let expected = [
        (0.0, 3),
        (2.0, 0),
        (2.5, 3),
        (6.0, 0),
        (7.0, 10),
        (11.0, 0),
        (11.5, 10),
        (12.0, 18),
        (13.0, 8),
        (13.25, 18),
        (15.0, 8),
        (20.0, 0),
        (22.0, 4),
    ];
    assert_eq!(steps(staff(&study)), expected);
}

#[test]
fn a_roster_follows_the_clock_when_the_hour_changes() {
    let roster = "group,date,shift,start,end,agents\nteam,2026-03-29,n,00:00,08:00,2\n";
    let period = "start = 2026-03-29T00:00:00\nduration = \"23h\"";
    let study = rostered("roster_hour", roster, period).unwrap();
    assert_eq!(steps(staff(&study)), [(0.0, 2), (7.0, 0)]);
}

#[test]
fn a_roster_with_a_fault_names_its_line_and_what_to_do() {
    let row = |old: &str, new: &str| {
        assert!(ROSTER.contains(old));
        rostered("roster_fault", &ROSTER.replace(old, new), MONDAY).unwrap_err()
    };
    for (old, new, said) in [
        ("early,07:00", "early,7 o'clock", "line 3: \"7 o'clock\" is no time of day"),
        ("15:00,10,", "15:00,ten,", "line 3: agents cannot be \"ten\""),
        ("team,2026-03-02,early", "team,Monday,early", "line 3: \"Monday\" is no date"),
        ("13:00,13:15", "16:00,16:15", "line 3: a break lies outside its shift"),
        ("break_1_end", "break_1_until", "has no column \"break_1_end\""),
        ("agents,break", "staff,break", "has no column \"agents\""),
        ("team", "squad", "has no shifts of the group \"team\""),
        ("2026-03-0", "2027-03-0", "has no shifts within the period of \"team\""),
    ] {
        let message = row(old, new);
        assert!(message.contains(said), "{said:?} is not in: {message}");
        assert!(message.contains("= help: "), "{message}");
    }
}
