//! From a path on the command line to a checked study.

use std::fmt;
use std::fs;
use std::path::Path;

use crate::data;
use crate::scenario::{self, Draft, Layer, Options, Problems, Study, Told};

use super::Failure;

/// Files that a scenario may extend, one after another.
const MOST_LAYERS: usize = 10;

/// Why files of the command line cannot be used.
pub(super) enum Refused {
    /// A file that cannot be read: what is wrong, and what to do.
    Unread(String, String),
    /// What is wrong in it.
    Wrong(Problems),
    /// What is wrong in it, and what keeps a file that it names from being read.
    Also(Problems, Box<Self>),
}

impl Refused {
    /// Each problem by itself.
    pub(super) fn told(&self) -> Vec<Told> {
        match self {
            Self::Unread(what, help) => {
                let (message, help) = (what.clone(), Some(help.clone()));
                vec![Told { file: None, line_and_column: None, message, help }]
            }
            Self::Wrong(problems) => problems.told().collect(),
            Self::Also(problems, other) => problems.told().chain(other.told()).collect(),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(what, help) => writeln!(f, "error: {what}\nhelp: {help}"),
            Self::Wrong(problems) => problems.fmt(f),
            Self::Also(problems, other) => write!(f, "{problems}\n{other}"),
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Input(refused.to_string())
    }
}

/// Reads a scenario file, what it extends, and the data files beside them.
pub(super) fn study(path: &Path, options: &Options) -> Result<Study, Failure> {
    Ok(checked(path, options)?)
}

/// The same; what is wrong can be told problem by problem.
pub(super) fn checked(path: &Path, options: &Options) -> Result<Study, Refused> {
    opened(path, options).map(|(_, study)| study)
}

/// The same, with the scenario as it is written.
pub(super) fn opened(path: &Path, options: &Options) -> Result<(Draft, Study), Refused> {
    let draft = draft(path, options)?;
    let files = data::load_all(&draft, folder_of(path));
    let study = draft.build(&files).map_err(Refused::Wrong)?;
    Ok((draft, study))
}

/// Reads a scenario file and what it extends.
pub(super) fn draft(path: &Path, options: &Options) -> Result<Draft, Refused> {
    let layers = layers(path)?;
    let whole: String = layers.iter().map(|layer| layer.text.as_str()).collect();
    let sha256 = data::sha256(whole.as_bytes());
    Draft::read_layers(&layers, &sha256, options).map_err(Refused::Wrong)
}

/// A scenario file and what it extends, one after another.
pub(super) fn layers(path: &Path) -> Result<Vec<Layer>, Refused> {
    let mut layers = vec![layer(path, path)?];
    let mut below = path.to_owned();
    while let Some(base) = scenario::base_of(&layers[layers.len() - 1].text) {
        if layers.len() > MOST_LAYERS {
            let name = path.display();
            return Err(Refused::Unread(
                format!("{name} extends more than {MOST_LAYERS} files, one after another"),
                "do two of them extend each other?".into(),
            ));
        }
        below = below.parent().unwrap_or(Path::new("")).join(base);
        layers.push(layer(&below, path)?);
    }
    Ok(layers)
}

/// The folder that a scenario's data files are relative to.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// One file, and where it lies seen from the scenario.
fn layer(path: &Path, scenario: &Path) -> Result<Layer, Refused> {
    let name = path.display().to_string();
    let text = text(path, "a scenario file, such as scenarios/support-line.toml")?;
    let own = path.parent().unwrap_or(Path::new(""));
    let home = scenario.parent().unwrap_or(Path::new(""));
    let folder = if own == home {
        String::new()
    } else {
        own.strip_prefix(home).unwrap_or(own).display().to_string()
    };
    Ok(Layer { name, text, folder })
}

/// The text of a file; `what` is expected.
pub(super) fn text(path: &Path, what: &str) -> Result<String, Refused> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        };
        let help = match near(path) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("give the path of {what}"),
        };
        Refused::Unread(format!("cannot read {name}: {why}"), help)
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..valid].iter().filter(|&&byte| byte == b'\n').count();
        let what = format!("{name}:{line} is not UTF-8");
        Refused::Unread(what, "save the file as UTF-8 text".into())
    })
}

/// A scenario file beside the missing one, or where a name without its ending leads.
fn near(path: &Path) -> Option<String> {
    let with_ending = path.with_extension("toml");
    if with_ending.is_file() {
        return Some(with_ending.display().to_string());
    }
    let in_folder = Path::new("scenarios").join(path.file_stem()?).with_extension("toml");
    in_folder.is_file().then(|| in_folder.display().to_string())
}

/// `PATH=VALUE` of the option `--set`.
pub(super) fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.trim().is_empty() && !value.trim().is_empty() => {
            Ok((path.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("write PATH=VALUE, such as queue.support.max_waiting=40".into()),
    }
}
