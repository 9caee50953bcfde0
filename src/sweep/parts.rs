//! Parts: finished points in files that are either whole or not there.
//!
//! A part is written to a temporary name in its folder, synced, renamed, and the folder synced. Its
//! name holds the shard, the plan and a digest of its bytes; its rows name their points by all
//! that determines their results, so a point is found again whatever sweep or shard made it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::data;
use crate::tables::{Measurements, part_parquet, read_part};

/// Hexadecimal digits of the plan and of the digest in a part's name.
const DIGITS: usize = 16;
/// What the name of a file that is being written ends with.
const PARTIAL: &str = ".partial";

/// Which part of a sweep one process does: the points whose number leaves `index` when it is
/// divided by `of`, so that neighbours, which cost alike, are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// The whole sweep.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// The points of this shard.
    #[must_use]
    pub fn points(self, count: u32) -> Vec<u32> {
        (self.index..count).step_by(self.of as usize).collect()
    }
}

/// The rows of one point, in the order of the merged table.
#[derive(Clone, Debug, Default)]
pub struct Rows(pub Measurements);

/// What the parts of a folder hold.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Finished points by name.
    pub points: BTreeMap<String, Rows>,
    /// Parts that were looked at and are whole.
    pub parts: Vec<PathBuf>,
    /// Parts that are not what they were when they were written, and why.
    pub rejected: Vec<(PathBuf, String)>,
}

/// The folder in which a shard keeps its parts.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    shard: Shard,
    plan: String,
}

impl Store {
    /// The parts of one shard of a plan.
    #[must_use]
    pub fn new(folder: &Path, shard: Shard, plan: &str) -> Self {
        Self { folder: folder.to_owned(), shard, plan: plan[..DIGITS].to_owned() }
    }

    /// What the names of this shard's parts begin with.
    fn prefix(&self) -> String {
        format!("part-{:06}-of-{:06}-{}-", self.shard.index, self.shard.of, self.plan)
    }

    /// The parts of this shard.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn own(&self) -> io::Result<Found> {
        let prefix = self.prefix();
        self.read(|name| name.starts_with(&prefix))
    }

    /// The parts that may hold points of this shard besides its own: those of other plans, and of
    /// this plan cut otherwise.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn others(&self) -> io::Result<Found> {
        let siblings = format!("-of-{:06}-{}-", self.shard.of, self.plan);
        self.read(|name| !name.contains(&siblings))
    }

    /// All parts of the folder.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn all(&self) -> io::Result<Found> {
        self.read(|_| true)
    }

    fn read(&self, wanted: impl Fn(&str) -> bool) -> io::Result<Found> {
        let mut found = Found::default();
        for path in parts(&self.folder)? {
            if !wanted(&name_of(&path)) {
                continue;
            }
            match read(&path) {
                Ok(points) => {
                    found.points.extend(points);
                    found.parts.push(path);
                }
                Err(why) => found.rejected.push((path, why)),
            }
        }
        Ok(found)
    }

    /// Writes finished points as one part.
    ///
    /// # Errors
    /// When it cannot be written; then nothing of it is left.
    pub fn write(&self, points: &[(String, Rows)]) -> io::Result<PathBuf> {
        let mut names = Vec::new();
        let mut all = Measurements::default();
        for (name, Rows(rows)) in points {
            names.extend(std::iter::repeat_n(name.clone(), rows.len()));
            append(&mut all, rows);
        }
        let bytes = part_parquet(&names, &all).map_err(io::Error::other)?;
        let digest = &data::sha256(&bytes)[..DIGITS];
        let path = self.folder.join(format!("{}{digest}.parquet", self.prefix()));
        write_whole(&path, &bytes)?;
        Ok(path)
    }

    /// Puts all points of this shard into one part, and removes those that held them.
    ///
    /// # Errors
    /// When it cannot be written; then the old ones stay.
    pub fn unite(&self, points: &[(String, Rows)]) -> io::Result<()> {
        let own = self.own()?;
        let whole =
            own.parts.len() == 1 && own.rejected.is_empty() && own.points.len() == points.len();
        if whole {
            return Ok(());
        }
        let united = self.write(points)?;
        let rejected = own.rejected.into_iter().map(|(path, _)| path);
        for path in own.parts.into_iter().chain(rejected).filter(|path| *path != united) {
            fs::remove_file(path)?;
        }
        sync_folder(&self.folder)
    }

    /// Removes temporary files that nobody has touched for a day, and parts of which this sweep
    /// needs no point; how many files.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn collect(&self, needed: impl Fn(&str) -> bool) -> io::Result<u32> {
        let mut removed = 0;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_partial = name.starts_with('.') && name.ends_with(PARTIAL);
            if is_partial && is_old(&entry)? {
                fs::remove_file(entry.path())?;
                removed += 1;
            }
        }
        for path in self.all()?.parts {
            if read(&path).is_ok_and(|points| !points.keys().any(|name| needed(name))) {
                fs::remove_file(path)?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

#[expect(clippy::disallowed_methods, reason = "the age of an orphaned file is no result")]
fn is_old(entry: &fs::DirEntry) -> io::Result<bool> {
    let modified = entry.metadata()?.modified()?;
    let age = SystemTime::now().duration_since(modified).unwrap_or(Duration::ZERO);
    Ok(age > Duration::from_secs(86_400))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The parts of a folder by name; none when there is no folder.
fn parts(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = name_of(&path);
        if name.starts_with("part-") && name.ends_with(".parquet") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The points of a part; else why it is rejected.
fn read(path: &Path) -> Result<BTreeMap<String, Rows>, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let name = name_of(path);
    let stated = name.trim_end_matches(".parquet").rsplit('-').next().unwrap_or_default();
    if data::sha256(&bytes)[..DIGITS] != *stated {
        return Err("its bytes do not have the digest that its name states".into());
    }
    let (names, all) = read_part(bytes)?;
    let mut points: BTreeMap<String, Rows> = BTreeMap::new();
    for (row, name) in names.into_iter().enumerate() {
        let Rows(rows) = points.entry(name).or_default();
        push(rows, &all, row);
    }
    Ok(points)
}

fn push(to: &mut Measurements, from: &Measurements, row: usize) {
    to.variant.push(from.variant[row].clone());
    to.queue.push(from.queue[row].clone());
    to.metric.push(from.metric[row].clone());
    to.mean.push(from.mean[row]);
    to.half_width.push(from.half_width[row]);
    to.p10.push(from.p10[row]);
    to.p90.push(from.p90[row]);
    to.replications.push(from.replications[row]);
}

/// Adds all rows of another table.
pub(super) fn append(to: &mut Measurements, from: &Measurements) {
    for row in 0..from.len() {
        push(to, from, row);
    }
}

/// Writes a file that is either whole or not there: under a temporary name in the same folder,
/// synced, renamed, and the folder synced.
///
/// # Errors
/// When it cannot be written; the temporary file is removed then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = name_of(path);
    // Two processes may write the same file at once, with the same bytes.
    let partial = folder.join(format!(".{name}.{}{PARTIAL}", std::process::id()));
    let written = write_synced(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
        return written;
    }
    sync_folder(folder)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// So that a rename outlives a power cut, where the system can do it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
