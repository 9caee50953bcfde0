//! The program as a user starts it: arguments in a folder to exit code, output and errors.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What the program said and how it ended.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) output: String,
    pub(crate) errors: String,
}

/// Runs the program in a folder.
pub(crate) fn ringback_in(folder: &Path, arguments: &[&str]) -> Said {
    said(Command::new(env!("CARGO_BIN_EXE_ringback")).current_dir(folder).args(arguments))
}

/// Runs the program in the project's folder, its C library without the processor's newer
/// instructions: then its mathematical functions give other last bits.
pub(crate) fn ringback_without_fma(arguments: &[&str]) -> Said {
    let without = "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4,-AVX";
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringback"));
    said(command.current_dir(project()).args(arguments).env("GLIBC_TUNABLES", without))
}

fn said(command: &mut Command) -> Said {
    let done = command.output().unwrap();
    Said {
        code: done.status.code().unwrap_or(-1),
        output: String::from_utf8(done.stdout).unwrap(),
        errors: String::from_utf8(done.stderr).unwrap(),
    }
}

/// Runs the program in the project's folder.
pub(crate) fn ringback(arguments: &[&str]) -> Said {
    ringback_in(&project(), arguments)
}

/// The project's folder.
pub(crate) fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder for one test.
pub(crate) fn empty_folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The files below a folder with their contents, by path.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Runs the program in the project's folder, whatever it does on so many threads.
pub(crate) fn ringback_on_threads(threads: &str, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringback"));
    let command = command.current_dir(project()).args(arguments).args(["--threads", threads]);
    said(command.env("RAYON_NUM_THREADS", threads).env("POLARS_MAX_THREADS", threads))
}
