//! `--submit`: the batch file, the call of `sbatch`, the manifest.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use super::{GRID, folder_with, must, program, run_into};

/// A folder whose `sbatch` writes down what it is given and runs it for the tasks 0 to 2.
fn with_sbatch(folder: &std::path::Path) -> String {
    let bin = folder.join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let script = "#!/bin/bash\nfor task in 0 1 2; do SLURM_ARRAY_TASK_ID=$task bash \"$1\" || exit 1; \
                  done\necho Submitted batch job 7\n";
    std::fs::write(bin.join("sbatch"), script).unwrap();
    std::fs::set_permissions(bin.join("sbatch"), PermissionsExt::from_mode(0o755)).unwrap();
    format!("{}:{}", bin.display(), std::env::var("PATH").unwrap())
}

#[test]
fn a_submitted_sweep_ends_with_the_same_bytes_as_one_process() {
    let (folder, sweep) = folder_with("submit_slurm", GRID);
    let whole = folder.join("whole");
    must(run_into(&sweep, &whole, &["--set", "call_type.support.balk=0.1"]));
    let out = folder.join("out").display().to_string();
    let set = ["--set", "call_type.support.balk=0.1"];
    let arguments = ["sweep", &sweep, "--out", &out, "--submit", "slurm", "--shards", "3"];
    let done = program(&[&arguments[..], &set].concat())
        .env("PATH", with_sbatch(&folder))
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(String::from_utf8(done.stdout).unwrap(), "Submitted batch job 7\n");
    let merge = ["--merge", "--shards", "3", "--set", "call_type.support.balk=0.1"];
    must(run_into(&sweep, &folder.join("out"), &merge));
    let read = |folder: &std::path::Path| std::fs::read(folder.join("sweep.parquet")).unwrap();
    assert!(read(&whole) == read(&folder.join("out")));
}

#[test]
fn without_sbatch_the_batch_file_stays_and_says_how_to_submit_it() {
    let (folder, sweep) = folder_with("submit_nowhere", GRID);
    let out = folder.join("out").display().to_string();
    let done = program(&["sweep", &sweep, "--out", &out, "--submit", "slurm"])
        .env("PATH", "/nowhere")
        .output()
        .unwrap();
    let errors = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(4), "{errors}");
    assert!(errors.contains("cannot call sbatch") && errors.contains("sweep.sbatch"), "{errors}");
    let text = std::fs::read_to_string(folder.join("out/sweep.sbatch")).unwrap();
    assert!(text.contains("#SBATCH --array=0-0\n"), "a second of work is one shard: {text}");
}

#[test]
fn the_manifest_is_printed_and_nothing_is_written() {
    let (folder, sweep) = folder_with("submit_k8s", GRID);
    let more = ["--submit", "k8s", "--shards", "16"];
    let said = must(run_into(&sweep, &folder.join("out"), &more));
    assert!(said.output.contains("kind: Job\n") && said.output.contains("completions: 16\n"));
    assert!(said.output.contains("never run"));
    assert!(!folder.join("out").exists());
}

#[test]
fn what_is_wrong_is_said_before_anything_is_submitted() {
    let (folder, sweep) = folder_with("submit_wrong", &GRID.replace("[3, 4, 5]", "[3, 4, -5]"));
    for scheduler in ["slurm", "k8s"] {
        let more = ["--submit", scheduler, "--shards", "4"];
        let said = run_into(&sweep, &folder.join("out"), &more);
        assert_eq!(said.code, 2, "{}", said.errors);
        assert!(!folder.join("out").exists());
    }
}
