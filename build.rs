//! Names the sources that the program is built from, so that finished work of other sources is
//! known: `RINGBACK_SOURCES`, a digest of everything below `src` and of the locked dependencies.
//!
//! The same sources have the same name on every machine, whatever its line ends.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    match name_of_sources(&folder) {
        Ok(name) => println!("cargo::rustc-env=RINGBACK_SOURCES={name}"),
        Err(error) => println!("cargo::error=the sources cannot be read: {error}"),
    }
}

/// FNV-1a of 128 bits over the paths and bytes of all files, in the order of their paths.
pub(crate) fn name_of_sources(folder: &Path) -> std::io::Result<String> {
    let mut files = vec![folder.join("Cargo.lock")];
    below(&folder.join("src"), &mut files)?;
    let mut named: Vec<(String, PathBuf)> = Vec::new();
    for file in files.into_iter().filter(|file| file.is_file()) {
        let relative = file.strip_prefix(folder).unwrap_or(&file);
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        named.push((parts.join("/"), file));
    }
    named.sort();
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    let mut add = |byte: u8| {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
    };
    for (name, file) in named {
        name.bytes().for_each(&mut add);
        add(0);
        fs::read(file)?.into_iter().filter(|&byte| byte != b'\r').for_each(&mut add);
        add(0);
    }
    Ok(format!("{hash:032x}"))
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            below(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
