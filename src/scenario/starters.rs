//! Scenarios to begin with: they run as they are, and their comments say what to put in place.

/// A scenario to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// Its name on the command line.
    pub kind: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    text: &'static str,
    /// Recorded calls beside it.
    calls: Option<&'static str>,
}

/// All starters, the default first.
pub const STARTERS: [Starter; 4] = [
    Starter {
        kind: "support-line",
        about: "one team, calls by the half-hour, with and without direct callback",
        text: include_str!("starters/support-line.toml"),
        calls: None,
    },
    Starter {
        kind: "two-skills",
        about: "two languages, a group that backs up both, callers who go first",
        text: include_str!("starters/two-skills.toml"),
        calls: None,
    },
    Starter {
        kind: "opening-hours",
        about: "three days with closing time, callbacks for the next morning",
        text: include_str!("starters/opening-hours.toml"),
        calls: None,
    },
    Starter {
        kind: "recorded",
        about: "a morning of recorded calls from a CSV file, played again",
        text: include_str!("starters/recorded.toml"),
        calls: Some(include_str!("starters/recorded-calls.csv")),
    },
];

/// What the starters call themselves, and the stem of their files.
const NAME: &str = "\"My center\"";
const STEM: &str = "my-center";

impl Starter {
    /// The files of a scenario of this name, by file name; the scenario is the first one.
    #[must_use]
    pub fn files(&self, name: &str, stem: &str) -> Vec<(String, String)> {
        let text = self.text.replace(STEM, stem).replacen(NAME, &quoted(name), 1);
        let mut files = vec![(format!("{stem}.toml"), text)];
        files.extend(self.calls.map(|calls| (format!("{stem}-calls.csv"), calls.to_owned())));
        files
    }
}

/// A text as TOML.
fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            c if c.is_control() => written.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// A name as the stem of a file: letters and digits stay, all else becomes a hyphen. None when
/// nothing is left.
#[must_use]
pub fn file_stem(name: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let plain = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = name.split(|c| !plain(c)).filter(|word| !word.is_empty()).collect();
    let stem: String = words.join("-").chars().take(LONGEST).collect();
    // Names of devices are no file names on Windows, whatever follows the dot.
    let lower = stem.to_lowercase();
    let device = ["con", "prn", "aux", "nul"].contains(&lower.as_str())
        || (lower.len() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")));
    match stem.as_str() {
        "" => None,
        _ if device => Some(format!("{stem}-center")),
        _ => Some(stem),
    }
}
