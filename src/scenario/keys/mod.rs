//! The catalogue of every key of the scenario file: where it stands, what it holds, its default,
//! what it means. Schema, reference and hints of messages are made from it.
//!
//! A new key is one line of a table here, beside the line that reads it; laws have their keys in
//! `dist`, so that a law is added there alone. A test fails when catalogue and readers differ, and
//! another one when the reference in `docs` has not been written anew.

mod agents;
mod arrivals;
mod callback;
mod callers;
mod queue;
mod reference;
mod root;
mod schema;
mod study;

use super::{by_clock, dist};

pub use reference::reference;
pub use schema::schema;

/// A table of the file, or of a value within it.
#[derive(Debug)]
pub(super) struct Section {
    /// As the reference and messages call it, such as `[queue.NAME]`.
    pub(super) title: &'static str,
    /// What it is, in a sentence or two.
    pub(super) about: &'static str,
    pub(super) keys: &'static [Key],
    /// Which of them must stand there, beside those that must always.
    pub(super) needs: Needs,
}

/// Which keys of a section must stand there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Needs {
    /// No more than those that are required.
    Nothing,
    /// Exactly one of the keys.
    OneKey,
    /// Exactly one of these sets of keys.
    OneOf(&'static [&'static [&'static str]]),
    /// At least one of these sets of keys.
    AnyOf(&'static [&'static [&'static str]]),
}

/// A section to be filled in.
pub(super) const SECTION: Section =
    Section { title: "", about: "", keys: &[], needs: Needs::Nothing };

/// A key of a section.
#[derive(Debug)]
pub(super) struct Key {
    name: &'static str,
    kind: Kind,
    /// What it means, with its unit.
    meaning: &'static str,
    presence: Presence,
}

/// What holds when a key is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// It may be left out; its meaning says what then.
    Optional,
    /// It must be there.
    Required,
    /// This value, as TOML.
    Default(&'static str),
    /// What no single value says, in words.
    Without(&'static str),
}

/// What a key holds.
#[derive(Debug)]
pub(super) enum Kind {
    /// A text; the words say what it names.
    Text(&'static str),
    Boolean,
    /// The value `true` alone.
    True,
    Duration,
    PositiveDuration,
    /// A text such as `"5%"`.
    Percent,
    /// A whole number within bounds.
    Integer(i64, i64),
    /// A number within bounds.
    Number(f64, f64),
    /// A local date and time.
    DateTime,
    Date,
    TimeOfDay,
    /// A time of day, or a date and time.
    Moment,
    /// Days of the week, such as `"mon-fri"`.
    Days,
    /// One of these texts.
    Words(&'static [&'static str]),
    /// A law of lengths of time, which may change with the clock.
    ClockLaw,
    /// A law of lengths of time.
    Law,
    /// A law of factors of mean 1.
    FactorLaw,
    /// A length of time, or a number in a law of factors.
    Measure,
    List(&'static Kind),
    /// A list of at least one.
    Some(&'static Kind),
    /// A list of two.
    Pair(&'static Kind, &'static Kind),
    /// A table of settings: it merges key by key with the one of a file that is extended.
    Table(&'static Section),
    /// A table that is one value: it replaces another one as a whole.
    Value(&'static Section),
    /// Values by a name of the user's; the word says of what.
    ByName(&'static str, &'static Kind),
    /// The same with exactly one name.
    OneByName(&'static str, &'static Kind),
    /// Values by date.
    ByDate(&'static Kind),
    OneOf(&'static [Kind]),
    /// Values by paths of the file.
    Changes,
    /// A text, number or truth value.
    Plain,
}

/// Shares and probabilities.
pub(super) const SHARE: Kind = Kind::Number(0.0, 1.0);
/// A count that the file may set freely.
const COUNT: Kind = Kind::Integer(0, 1_000_000);
/// A name of a queue.
const QUEUE: Kind = Kind::Text("name of a queue");
/// A path of a data file.
pub(super) const FILE: Kind = Kind::Text("path of a CSV or Parquet file");
/// A column of a data file.
pub(super) const COLUMN: Kind = Kind::Text("name of a column");

/// The words of a table of words and what they mean.
const fn words<T, const N: usize>(pairs: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = pairs[at].0;
        at += 1;
    }
    words
}

/// A key that may be left out.
pub(super) const fn key(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, meaning, presence: Presence::Optional }
}

impl Key {
    /// It must be there.
    pub(super) const fn required(self) -> Self {
        Self { presence: Presence::Required, ..self }
    }

    /// Left out it has this value, as TOML.
    pub(super) const fn default(self, toml: &'static str) -> Self {
        Self { presence: Presence::Default(toml), ..self }
    }

    /// What holds when it is left out.
    pub(super) const fn without(self, words: &'static str) -> Self {
        Self { presence: Presence::Without(words), ..self }
    }
}

impl Kind {
    /// Calls `visit` with this kind and all kinds within it, those of sections left out.
    fn walk(&'static self, visit: &mut impl FnMut(&'static Self)) {
        visit(self);
        match self {
            Self::List(of) | Self::Some(of) | Self::ByDate(of) => of.walk(visit),
            Self::ByName(_, of) | Self::OneByName(_, of) => of.walk(visit),
            Self::Pair(first, second) => {
                first.walk(visit);
                second.walk(visit);
            }
            Self::OneOf(kinds) => kinds.iter().for_each(|kind| kind.walk(visit)),
            _ => {}
        }
    }

    /// The sections within it, in order; those of laws are the first one's.
    fn sections(&'static self) -> Vec<&'static Section> {
        let mut found = Vec::new();
        self.walk(&mut |kind| match kind {
            Self::Table(section) | Self::Value(section) => found.push(*section),
            Self::ClockLaw | Self::Law | Self::FactorLaw => {
                found.extend([&dist::LAW, &by_clock::BY_CLOCK]);
            }
            _ => {}
        });
        found
    }
}

/// All sections, each once: those of the file first, then those within them.
fn sections() -> Vec<&'static Section> {
    let mut found: Vec<&'static Section> = vec![&root::ROOT];
    let mut at = 0;
    while at < found.len() {
        for key in found[at].keys {
            for section in key.kind.sections() {
                if !found.iter().any(|other| std::ptr::eq(*other, section)) {
                    found.push(section);
                }
            }
        }
        at += 1;
    }
    found
}

/// The tables of settings in which a key may stand, such as `[run]`.
pub(super) fn homes(key: &str) -> Vec<&'static str> {
    let of_file =
        |section: &&Section| section.title.starts_with('[') && !section.title.starts_with("[[");
    let knows = |section: &&Section| section.keys.iter().any(|known| known.name == key);
    sections().into_iter().filter(of_file).filter(knows).map(|section| section.title).collect()
}

/// The keys of the table below a key; none where that depends on where the key stands.
pub(super) fn inside(key: &str) -> Vec<&'static str> {
    let all = sections();
    let named = all.iter().flat_map(|section| section.keys).filter(|known| known.name == key);
    let mut below = named.filter_map(|known| match known.kind {
        Kind::Table(section) | Kind::Value(section) => Some(section.keys),
        _ => None,
    });
    match (below.next(), below.next()) {
        (Some(keys), None) => keys.iter().map(|key| key.name).collect(),
        _ => Vec::new(),
    }
}

/// A place in the file, as the catalogue knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(&'static Kind);

impl Place {
    /// The file itself.
    pub(super) const FILE: Self = Self(&Kind::Table(&root::ROOT));

    /// The place below a key, name or list item; none where nothing is known.
    pub(super) fn below(self, part: &str) -> Option<Self> {
        match self.0 {
            Kind::Table(section) | Kind::Value(section) => {
                section.keys.iter().find(|key| key.name == part).map(|key| Self(&key.kind))
            }
            Kind::ByName(_, of) | Kind::OneByName(_, of) | Kind::List(of) | Kind::Some(of) => {
                Some(Self(of))
            }
            Kind::Changes => Self::FILE.below(part),
            _ => None,
        }
    }

    /// Whether a table stands there whose keys are settings of their own. A table that is one
    /// value, such as a law, is set as a whole.
    pub(super) const fn is_settings(self) -> bool {
        matches!(self.0, Kind::Table(_) | Kind::ByName(..) | Kind::Changes)
    }
}
