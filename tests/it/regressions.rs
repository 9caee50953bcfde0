//! Ten planted regressions, each a realistic edit of one scenario: all are found, and each names
//! the call that was routed differently first. And no alarm where nothing was done.

use std::fmt::Write as _;

use ringback::check::{Baseline, Case, Judged, Tolerances, examine};
use ringback::experiment;
use ringback::scenario::{Draft, Files, Options};
use ringback::stats::Verdict;

use crate::claims::{Claim, Proof};
use crate::program::project;
use crate::size::{is_full, sized};

fn center() -> String {
    std::fs::read_to_string(project().join("tests/it/regressions/center.toml")).unwrap()
}

/// A scenario that has been run.
struct Ran {
    draft: Draft,
    study: ringback::scenario::Study,
    outcome: experiment::Outcome,
}

fn run(text: &str, options: &Options, threads: usize) -> Ran {
    let draft = Draft::read("center.toml", text, "", options)
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    let study = draft.build(&Files::new()).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    let outcome = experiment::run(&study, threads, &|_| {}).unwrap();
    Ran { draft, study, outcome }
}

fn judged(ran: &Ran, baseline: &Baseline) -> Judged {
    let case = Case {
        folder: std::path::Path::new("."),
        draft: &ran.draft,
        study: &ran.study,
        outcome: &ran.outcome,
        whole: true,
    };
    examine(&case, Some(baseline), &Tolerances::default())
}

/// A baseline as it is read back from its file.
fn baseline(options: &Options) -> Baseline {
    let accepted = run(&center(), options, 0);
    let text = Baseline::of(&accepted.draft, &accepted.outcome, "as planned").json();
    Baseline::from_json(&text).unwrap()
}

/// An edit of the scenario, what is found by it, and the call that shows it first.
struct Planted {
    what: &'static str,
    edits: &'static [(&'static str, &'static str)],
    /// Metrics that are worse, or whose expectation is unmet.
    red: &'static [&'static str],
    /// What happens to the first call, before and now.
    before: &'static str,
    now: &'static str,
}

const PLANTED: [Planted; 10] = [
    Planted {
        what: "callbacks jump the queue",
        edits: &[("place = \"keep\"", "place = \"front\"")],
        red: &["wait_p99", "inversions"],
        before: "presses the key and keeps place 4",
        now: "presses the key and keeps place 1",
    },
    Planted {
        what: "callbacks dialled twice",
        edits: &[("dedup = \"queue\"", "dedup = \"none\"")],
        red: &["handled_rate", "lost_rate", "callback_connect_mean"],
        before: "callback deduplicated",
        now: "",
    },
    Planted {
        what: "place lost",
        edits: &[("place = \"keep\"", "place = \"tail\"")],
        red: &["inversions"],
        before: "presses the key and keeps place ",
        now: "presses the key and keeps place ",
    },
    Planted {
        what: "priority inverted",
        edits: &[
            ("[queue.service]\npriority = 2", "[queue.service]\npriority = 1"),
            ("[queue.gold]\npriority = 1", "[queue.gold]\npriority = 2"),
        ],
        red: &["wait_p99", "wait_p90"],
        before: "given to senior/",
        now: "given to senior/",
    },
    Planted {
        what: "overflow threshold off by one",
        edits: &[("waiting_calls = 4", "waiting_calls = 5")],
        red: &["wait_p90"],
        before: "rule \"full\" fires: direct callback",
        now: "found nobody free and waits at place 5",
    },
    Planted {
        what: "wrong skill level",
        edits: &[("skills = { german = 5 }", "skills = { german = 3 }")],
        red: &["handled_rate", "lost_rate", "abandonment_rate"],
        before: "given to senior/",
        now: "found nobody free and waits at place 1",
    },
    Planted {
        what: "a queue removed from a group",
        edits: &[("queues = [\"service\", \"gold\"]", "queues = [\"gold\"]")],
        red: &["handled_rate", "service_level", "wait_p90"],
        before: "given to senior/",
        now: "given to general/",
    },
    Planted {
        what: "retries forgotten",
        edits: &[("attempts = 2\nretry_after = \"20m\"\n", "")],
        red: &["callback_success_rate"],
        before: "nobody answers; another dial later",
        now: "nobody answers",
    },
    Planted {
        what: "wrap-up dropped",
        edits: &[("after_call_work = { exponential = { mean = \"40s\" } }\n", "")],
        red: &["aht"],
        before: "",
        now: " has done the after-call work",
    },
    Planted {
        what: "out-of-hours action swapped",
        edits: &[(
            "when = { out_of_hours = true }, action = \"voicemail\" },\n",
            "when = { out_of_hours = true }, action = \"end_call\" },\n",
        )],
        red: &["lost_rate"],
        before: "rule \"closed\" fires: voicemail",
        now: "rule \"closed\" fires: end call; ended by overflow",
    },
];

#[test]
fn all_ten_planted_regressions_are_found_and_name_the_first_call() {
    let accepted = baseline(&Options::default());
    let mut claims = Vec::new();
    for planted in &PLANTED {
        let mut text = center();
        for (from, to) in planted.edits {
            assert!(text.contains(from), "{}: {from}", planted.what);
            text = text.replace(from, to);
        }
        let found = judged(&run(&text, &Options::default(), 0), &accepted);
        assert_eq!(found.exit_code(), 1, "{}", planted.what);
        let verdicts = found.verdicts.as_ref().unwrap();
        for metric in planted.red {
            let worse = verdicts
                .rows
                .iter()
                .any(|row| row.judgement.verdict == Verdict::Worse && row.subject.id() == *metric);
            let unmet = found.expected.iter().any(|one| {
                one.holds == ringback::check::Holds::Unmet && one.expectation.metric.id == *metric
            });
            assert!(worse || unmet, "{}: {metric} is not red\n{verdicts}", planted.what);
        }
        // What was edited is named, and nothing else.
        assert_eq!(found.changes.len(), changed(planted), "{}: {:?}", planted.what, found.changes);
        let first = found.first_call.as_ref().unwrap_or_else(|| panic!("{}", planted.what));
        let parting = first.difference.first();
        assert!(parting.left.words.contains(planted.before), "{}: {parting:?}", planted.what);
        assert!(parting.right.words.contains(planted.now), "{}: {parting:?}", planted.what);
        assert!(parting.who().starts_with("call "), "{}: {}", planted.what, parting.who());
        let words = format!("red by {}, first {}", planted.red.join(", "), parting.who());
        claims.push(Claim::plain(planted.what, &words, true));
    }
    let proof = Proof {
        section: "Regressions",
        case: "planted",
        source: "an edit of one scenario that somebody has made by mistake",
        asked: "red, by the metrics that it hurts, with the first call that went otherwise",
    };
    proof.settle(&claims);
}

/// Settings that an edit changes.
fn changed(planted: &Planted) -> usize {
    match planted.what {
        // Two lines; or one line of two call types.
        "priority inverted" | "retries forgotten" | "wrap-up dropped" => 2,
        _ => 1,
    }
}

#[test]
fn callbacks_that_jump_the_queue_raise_the_service_level_and_are_red_all_the_same() {
    let accepted = baseline(&Options::default());
    let text = center().replace("place = \"keep\"", "place = \"front\"");
    let found = judged(&run(&text, &Options::default(), 0), &accepted).verdicts.unwrap();
    let verdict = |metric: &str| found.of("callback", metric).unwrap().judgement.verdict;
    assert_eq!(verdict("service_level"), Verdict::Better);
    assert_eq!(verdict("wait_p99"), Verdict::Worse);
    assert_eq!(verdict("inversions"), Verdict::Worse);
    // Without callbacks nothing has changed.
    assert!(
        found
            .rows
            .iter()
            .all(|row| { row.variant != "hold" || row.judgement.verdict == Verdict::Same })
    );
}

/// The first call that an off-by-one shows, found in another way: the first of those that the rule
/// offered a callback before and does not now.
#[test]
fn the_first_call_of_an_off_by_one_is_the_first_that_the_rule_let_go() {
    let options = Options::default();
    let accepted = baseline(&options);
    let text = center().replace("waiting_calls = 4", "waiting_calls = 5");
    let found = judged(&run(&text, &options, 0), &accepted);
    let first = found.first_call.unwrap();
    let offered = |text: &str| -> Vec<u64> {
        let ran = run(text, &Options { replications: Some(1), ..Options::default() }, 0);
        let variant = ran.study.variants.iter().find(|v| v.name == first.variant).unwrap();
        let trace = ringback::trace::record(&ran.study, variant, first.replication);
        let rule = ringback::trace::Detail::Text("full".into());
        let fired = trace.events.iter().filter(|event| event.detail("rule") == Some(&rule));
        fired.filter_map(|event| event.call).collect()
    };
    let (before, now) = (offered(&center()), offered(&text));
    let let_go = before.iter().find(|call| !now.contains(call)).unwrap();
    let parting = first.difference.first();
    assert_eq!(parting.who(), format!("call service/{let_go}"));
    let asked = |asked: &[String], words: &str| asked.iter().any(|said| said.contains(words));
    assert!(asked(&parting.left.asked, "4 items waiting, limit 4: the rule fires"));
    assert!(asked(&parting.right.asked, "limit 5: the rule does not fire"));
}

/// A rewriting that changes nothing: comments, order of tables and keys, a description, spaces.
fn rewritten(text: &str, turn: u64) -> String {
    let mut stream = turn.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = |below: usize| {
        stream ^= stream << 13;
        stream ^= stream >> 7;
        stream ^= stream << 17;
        (stream % below as u64) as usize
    };
    // Tables as blocks: a header with its lines; lists of tables keep their order.
    let mut blocks: Vec<Vec<String>> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if line.starts_with('[') {
            blocks.push(Vec::new());
        }
        match blocks.last_mut() {
            Some(block) => block.push(line.to_owned()),
            None => blocks.push(vec![line.to_owned()]),
        }
    }
    let (lists, mut tables): (Vec<_>, Vec<_>) =
        blocks.into_iter().partition(|block| block[0].starts_with("[["));
    for at in (1..tables.len()).rev() {
        tables.swap(at, draw(at + 1));
    }
    let mut written = String::new();
    for block in tables.iter().chain(&lists) {
        let _ = writeln!(written, "# {} notes of revision {turn}", draw(1_000));
        let (head, mut keys) = (&block[0], statements(&block[1..]));
        for at in (1..keys.len()).rev() {
            keys.swap(at, draw(at + 1));
        }
        let _ = writeln!(written, "{head}{}", " ".repeat(draw(3)));
        if head == "[scenario]" {
            let _ = writeln!(written, "description = \"Words, {} of them\"", draw(100));
        }
        for key in keys {
            let _ = writeln!(written, "{key}{}", ["", "  # as it was", " "][draw(3)]);
        }
        written.push('\n');
    }
    written
}

/// Keys with their values; a value may stand on several lines.
fn statements(lines: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = 0_i64;
    for line in lines {
        if open == 0 {
            found.push(line.clone());
        } else if let Some(last) = found.last_mut() {
            last.push('\n');
            last.push_str(line);
        }
        open += line.matches(['[', '{']).count() as i64 - line.matches([']', '}']).count() as i64;
    }
    found
}

#[test]
fn edits_that_change_nothing_raise_no_alarm() {
    let options = Options { replications: Some(10), ..Options::default() };
    let accepted = baseline(&options);
    let text = center();
    let turns = sized(24, 1_000);
    for turn in 0..turns {
        let other = rewritten(&text, turn + 1);
        assert_ne!(other, text);
        let found = judged(&run(&other, &options, 1 + (turn % 4) as usize), &accepted);
        let verdicts = found.verdicts.as_ref().unwrap();
        assert!(
            verdicts.is_identical() && found.notes.is_empty(),
            "turn {turn}: {verdicts}\n{other}"
        );
        assert!(found.changes.is_empty(), "turn {turn}: {:?}", found.changes);
        assert_ne!(found.exit_code(), 2);
    }
    let proof = Proof {
        section: "Regressions",
        case: "harmless edits",
        source: "rewritings that change nothing, on one to four threads",
        asked: "every digest is the same, no setting changed",
    };
    proof.settle(&[Claim::plain("green", &format!("{turns} of {turns}"), true)]);
}

/// Another seed is another draw of the same center; at most 3 % of seeds may show something worse.
/// A baseline is the same for all of them, so its own luck does not average out: where an interval
/// needed only to exclude zero, one lucky baseline made 23 of 200 seeds worse. Seeds and baselines
/// are others than those by which the rule was found.
#[test]
fn a_harmless_change_of_the_seed_makes_nothing_worse() {
    let shipped =
        |name: &str| std::fs::read_to_string(project().join("scenarios").join(name)).unwrap();
    let cases = [
        ("the center of the regressions, its own baseline", center(), 21, 50_000, 10),
        ("the same, another baseline", center(), 40_021, 60_000, 3),
        ("two-skills.toml", shipped("two-skills.toml"), 3, 70_000, 3),
        ("customer-first.toml", shipped("customer-first.toml"), 17, 80_000, 3),
    ];
    for (case, text, seed, first, gate) in cases {
        let with_seed = |seed| Options { seed: Some(seed), ..Options::default() };
        let ran = run(&text, &with_seed(seed), 0);
        let accepted = Baseline::of(&ran.draft, &ran.outcome, "as planned").json();
        let accepted = Baseline::from_json(&accepted).unwrap();
        let seeds = sized(gate, 200);
        let (mut alarms, mut undecided) = (0, 0);
        for seed in first..first + seeds {
            let found = judged(&run(&text, &with_seed(seed), 0), &accepted);
            let verdicts = found.verdicts.unwrap();
            assert!(!verdicts.paired);
            undecided += u64::from(verdicts.is_undecided());
            if verdicts.is_worse() {
                alarms += 1;
                println_in_full(&format!("{case}, seed {seed}:\n{verdicts}"));
            }
        }
        println_in_full(&format!("{case}: {alarms} of {seeds} seeds worse, {undecided} undecided"));
        let proof = Proof {
            section: "Regressions",
            case: &format!("other seeds against {case}"),
            source: "the same scenario with seeds that played no part in the making of the judge",
            asked: "no metric worse for at least 97 % of seeds",
        };
        proof.settle(&[
            Claim::share("some metric worse", alarms, seeds, 0.0, 0.03),
            Claim::plain("undecided", &format!("{undecided} of {seeds}"), true),
        ]);
    }
}

/// Figures of the proofs at full size, for `--nocapture`.
fn println_in_full(text: &str) {
    use std::io::Write as _;
    if is_full() {
        let _ = writeln!(std::io::stdout(), "{text}");
    }
}
