//! Parts: any split and any number of threads give the same bytes; what is killed goes on.

use std::path::Path;
use std::time::Duration;

use super::{GRID, folder_with, is_full, must, names, program, read, run_into};
use crate::program::{files_below, ringback};

#[path = "../../../build.rs"]
#[expect(dead_code, clippy::print_stdout, reason = "the test asks only how sources are named")]
mod build;

/// The files that a sweep ends with.
fn merged(folder: &Path) -> [Vec<u8>; 3] {
    ["sweep.parquet", "sweep.csv", "report.html"].map(|name| read(folder, name))
}

#[test]
fn shards_1_3_7_16_and_threads_1_2_8_give_the_same_bytes() {
    let (folder, sweep) = folder_with("sweep_shards", GRID);
    let whole = folder.join("whole");
    must(run_into(&sweep, &whole, &["--threads", "1"]));
    for threads in ["2", "8"] {
        let out = folder.join(format!("threads-{threads}"));
        must(run_into(&sweep, &out, &["--threads", threads]));
        assert!(merged(&out) == merged(&whole), "{threads} threads");
        assert_eq!(names(&out, "part-"), names(&whole, "part-"), "{threads} threads");
    }
    for shards in [1, 3, 7, 16] {
        let out = folder.join(format!("shards-{shards}"));
        // From the last to the first: order is without effect.
        for shard in (0..shards).rev() {
            let word = format!("{shard}/{shards}");
            must(run_into(&sweep, &out, &["--shard", &word, "--threads", "2"]));
            must(run_into(&sweep, &out, &["--shard", &word]));
        }
        assert_eq!(names(&out, "part-").len(), shards, "one part a shard, also an empty one");
        must(run_into(&sweep, &out, &["--merge", "--shards", &shards.to_string()]));
        assert!(merged(&out) == merged(&whole), "{shards} shards");
    }
}

#[test]
fn a_merge_says_which_shards_are_missing_and_writes_nothing() {
    let (folder, sweep) = folder_with("sweep_missing", GRID);
    let out = folder.join("out");
    for shard in ["0/8", "1/8", "2/8", "4/8", "5/8", "7/8"] {
        must(run_into(&sweep, &out, &["--shard", shard]));
    }
    let said = run_into(&sweep, &out, &["--merge", "--shards", "8"]);
    assert_eq!((said.code, said.output.as_str()), (4, "missing 3,6\n"));
    assert!(said.errors.is_empty(), "{}", said.errors);
    assert!(!out.join("sweep.csv").exists());
    for shard in ["3/8", "6/8"] {
        must(run_into(&sweep, &out, &["--shard", shard]));
    }
    must(run_into(&sweep, &out, &["--merge", "--shards", "8"]));
    assert!(out.join("sweep.csv").exists());
}

#[test]
fn points_of_another_scenario_are_not_used_and_a_merge_says_so() {
    let (folder, sweep) = folder_with("sweep_strangers", GRID);
    let out = folder.join("out");
    must(run_into(&sweep, &out, &[]));
    let said = run_into(&sweep, &out, &["--set", "run.seed=4", "--merge"]);
    assert_eq!((said.code, said.output.as_str()), (4, "missing 0\n"));
    assert!(said.errors.starts_with("note: 12 finished points in "), "{}", said.errors);
    assert!(said.errors.contains(&ringback::sweep::SOURCES[..8]), "{}", said.errors);
}

#[test]
fn a_program_is_known_by_its_sources_whatever_their_place_and_line_ends() {
    let folder = crate::program::empty_folder("sources");
    let name = |place: &str, files: &[(&str, &str)]| {
        let place = folder.join(place);
        for (file, text) in files {
            let file = place.join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        build::name_of_sources(&place).unwrap()
    };
    let files = [("src/lib.rs", "mod a;\n"), ("src/a/b.rs", "fn b() {}\n"), ("Cargo.lock", "1\n")];
    let own = name("one", &files);
    let unix = name("other", &files);
    assert_eq!((own.len(), &own), (32, &unix));
    let windows = name("other", &[("src/a/b.rs", "fn b() {}\r\n")]);
    assert_eq!(own, windows);
    let changes = [("src/a/b.rs", "fn b() { }\n"), ("Cargo.lock", "2\n"), ("src/a/c.rs", "")];
    let mut seen = vec![own];
    for change in changes {
        let changed = name("other", &[change]);
        assert!(!seen.contains(&changed), "{change:?}");
        seen.push(changed);
    }
}

#[test]
fn a_part_that_was_changed_is_rejected_and_made_again() {
    let (folder, sweep) = folder_with("sweep_rejected", GRID);
    let out = folder.join("out");
    for shard in ["0/2", "1/2"] {
        must(run_into(&sweep, &out, &["--shard", shard]));
    }
    let part = out.join(&names(&out, "part-000001")[0]);
    let mut bytes = std::fs::read(&part).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&part, &bytes).unwrap();
    let said = run_into(&sweep, &out, &["--merge", "--shards", "2"]);
    assert_eq!((said.code, said.output.as_str()), (4, "missing 1\n"));
    assert!(said.errors.contains("was not used"), "{}", said.errors);
    must(run_into(&sweep, &out, &["--shard", "1/2"]));
    let said = must(run_into(&sweep, &out, &["--merge", "--shards", "2"]));
    assert!(said.errors.is_empty(), "{}", said.errors);
}

#[test]
fn a_task_finds_its_shard_where_its_scheduler_says_it() {
    let (folder, sweep) = folder_with("sweep_auto", GRID);
    let out = folder.join("out").display().to_string();
    let auto = ["sweep", &sweep, "--quiet", "--out", &out, "--shard", "auto", "--shards", "4"];
    let schedulers = [
        "SLURM_ARRAY_TASK_ID",
        "JOB_COMPLETION_INDEX",
        "AWS_BATCH_JOB_ARRAY_INDEX",
        "PBS_ARRAY_INDEX",
    ];
    for (shard, name) in schedulers.iter().enumerate() {
        let done = program(&auto).env(name, shard.to_string()).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{name}");
    }
    must(ringback(&["sweep", &sweep, "--quiet", "--out", &out, "--merge", "--shards", "4"]));
    let done = program(&auto).env(schedulers[0], "4").output().unwrap();
    assert_eq!(done.status.code(), Some(2), "there is no shard 4 of 4");
    let said = ringback(&auto);
    assert!(said.code == 2 && said.errors.contains("finds no task number"), "{}", said.errors);
}

#[expect(clippy::disallowed_methods, reason = "a process is killed within the time it takes")]
fn length_in_milliseconds(work: impl FnOnce()) -> u64 {
    let begin = std::time::Instant::now();
    work();
    begin.elapsed().as_millis() as u64
}

/// Figures for those who look at a full run.
#[expect(clippy::print_stdout, reason = "proofs at full size say their figures")]
fn told(figures: &str) {
    println!("{figures}");
}

/// A sweep that takes a second or two.
fn long() -> String {
    GRID.replace("replications = 6", "replications = 150")
        .replace("[3, 4, 5]", "[3, 4, 5, 6, 7, 8]")
}

#[test]
fn a_sweep_killed_at_any_moment_leaves_whole_parts_and_ends_with_the_same_bytes() {
    let rounds = if is_full() { 200 } else { 3 };
    let (folder, sweep) = folder_with("sweep_killed", &long());
    let whole = folder.join("whole");
    let mut length = length_in_milliseconds(|| {
        must(run_into(&sweep, &whole, &[]));
    });
    let mut random = 12_345_u64;
    let (mut round, mut killed, mut kept) = (0, 0, 0);
    while killed < rounds {
        round += 1;
        assert!(round <= 5 * rounds + 20, "only {killed} were killed while they ran");
        let out = folder.join("out");
        let _ = std::fs::remove_dir_all(&out);
        let path = out.display().to_string();
        let mut child = program(&["sweep", &sweep, "--quiet", "--out", &path]).spawn().unwrap();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_millis((random >> 33) % length.max(1)));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        if ended.code().is_none() {
            killed += 1;
        } else {
            // It was done before: the machine has more time for it now than when it was timed.
            length = length * 3 / 4;
        }
        if out.exists() {
            kept += names(&out, "part-").len();
        }
        let said = must(run_into(&sweep, &out, &[]));
        assert!(!said.errors.contains("was not used"), "round {round}: {}", said.errors);
        assert!(merged(&out) == merged(&whole), "round {round}");
    }
    told(&format!("{killed} of {round} killed while they ran, {kept} parts found whole"));
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_ends_with_130_and_keeps_its_parts() {
    let sweep = long().replace("replications = 150", "replications = 3000");
    let (folder, sweep) = folder_with("sweep_interrupted", &sweep);
    let out = folder.join("out");
    let path = out.display().to_string();
    let child = program(&["sweep", &sweep, "--out", &path]).spawn().unwrap();
    for _ in 0..600 {
        if out.exists() && !names(&out, "part-").is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let done = child.wait_with_output().unwrap();
    let errors = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(130), "{errors}");
    assert!(errors.contains("start it again to go on"), "{errors}");
    assert!(!names(&out, "part-").is_empty());
    assert!(!out.join("sweep.csv").exists());
    let said = run_into(&sweep, &out, &["--merge"]);
    assert_eq!((said.code, said.output.as_str()), (4, "missing 0\n"));
    assert!(said.errors.is_empty(), "{}", said.errors);
}

#[test]
fn what_a_killed_process_left_is_ignored_and_can_be_collected() {
    let (folder, sweep) = folder_with("sweep_orphans", GRID);
    let out = folder.join("out");
    must(run_into(&sweep, &out, &[]));
    let before = merged(&out);
    let orphan = out.join(".part-000000-of-000001-00-00.parquet.4711.partial");
    let young = out.join(".part-000000-of-000001-00-01.parquet.4712.partial");
    for path in [&orphan, &young] {
        std::fs::write(path, "half a part").unwrap();
    }
    let modified = std::fs::metadata(&orphan).unwrap().modified().unwrap();
    let two_days_ago = modified - Duration::from_secs(2 * 86_400);
    std::fs::File::options().write(true).open(&orphan).unwrap().set_modified(two_days_ago).unwrap();
    must(run_into(&sweep, &out, &["--merge"]));
    assert!(merged(&out) == before);
    let said = must(run_into(&sweep, &out, &["--gc"]));
    assert!(said.output.starts_with("1 files removed"), "{}", said.output);
    assert!(!orphan.exists() && young.exists() && names(&out, "part-").len() == 1);
}

#[test]
fn with_no_report_nothing_is_written() {
    let (folder, sweep) = folder_with("sweep_nothing", GRID);
    let before = files_below(&folder).len();
    let said = must(run_into(&sweep, &folder.join("out"), &["--no-report"]));
    assert!(said.output.contains("Best service level"), "{}", said.output);
    assert_eq!(files_below(&folder).len(), before);
}

/// Mounts small file systems, so only as root and at full size.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_code_4_and_leaves_no_partial_file() {
    if !is_full() {
        return;
    }
    let (folder, sweep) = folder_with("sweep_full_disk", GRID);
    let whole = folder.join("whole");
    must(run_into(&sweep, &whole, &[]));
    let disk = folder.join("disk");
    std::fs::create_dir_all(&disk).unwrap();
    let mount = |arguments: &[&str]| {
        let status = std::process::Command::new(arguments[0]).args(&arguments[1..]).status();
        assert!(status.unwrap().success(), "{arguments:?}");
    };
    let place = disk.display().to_string();
    let (mut full, mut enough) = (0, 0);
    for pages in (0..=64).chain([128, 256, 512, 1_024]) {
        let size = format!("size={},nr_inodes=64", (pages * 4_096).max(1));
        mount(&["mount", "-t", "tmpfs", "-o", &size, "tmpfs", &place]);
        let said = run_into(&sweep, &disk, &[]);
        let files = files_below(&disk);
        mount(&["umount", &place]);
        assert!(!said.errors.contains("panicked"), "{pages} pages: {}", said.errors);
        let partial = files.iter().filter(|file| file.0.contains(".partial")).count();
        assert_eq!(partial, 0, "{pages} pages");
        match said.code {
            0 => enough += 1,
            code => {
                assert_eq!(code, 4, "{pages} pages: {}", said.errors);
                assert!(said.errors.contains("cannot write"), "{}", said.errors);
                full += 1;
            }
        }
        for (name, bytes) in files {
            // A part's place in time differs, its content does not; everything else is the same.
            if name.starts_with("sweep.") || name == "report.html" {
                assert!(bytes == read(&whole, &name), "{pages} pages: {name}");
            }
        }
    }
    told(&format!("disk full: {full} times code 4, {enough} times enough room"));
    assert!(full >= 20 && enough >= 1, "{full} {enough}");
}
