//! Reports that people read: the terminal's table, the charts, and the page with its files.

mod axis;
mod canvas;
mod charts;
mod figure;
mod numbers;

pub use numbers::thousands;

use std::io;
use std::path::Path;

use crate::experiment::Results;

/// A placeholder until the page lands.
pub fn write(results: &Results, folder: &Path, _: &str) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (n, figure) in charts::all(results).into_iter().enumerate() {
        let svg = canvas::svg(&figure, "c", &figure.title, &figure.caption).map_err(io::Error::other)?;
        std::fs::write(folder.join(format!("{n:02}-{}.svg", figure.slug)), svg)?;
        canvas::png(&figure, &folder.join(format!("{n:02}-{}.png", figure.slug))).map_err(io::Error::other)?;
    }
    Ok(())
}

/// Terminal.
pub fn terminal(results: &Results, _: Option<&str>, _: bool) -> String {
    crate::tables::comparison_csv(results)
}
