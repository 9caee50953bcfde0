//! What the proofs claim and found: rows of docs/validation.csv, from which the page is made.
//!
//! With `RINGBACK_RECORD` in the environment, which says commit and date, a proof that runs puts its
//! rows in the place of those that it had. Without it nothing is written.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ringback::stats::ratio_interval;

use crate::size::{Size, size};

/// How many standard errors an estimate may lie from the exact value.
const MOST_ERRORS: f64 = 4.5;

/// One thing that is claimed, with what was found.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    what: String,
    exact: String,
    found: String,
    interval: String,
    holds: bool,
}

impl Claim {
    /// The ratio of sums over replications is near the exact value, and known well enough: its half
    /// width is at most a bound times that.
    pub(crate) fn near(what: &str, pairs: &[(f64, f64)], exact: f64, bound: f64) -> Self {
        let found = ratio_interval(pairs, 0.95).unwrap();
        let half_width = found.half_width.unwrap();
        let errors = (found.estimate - exact).abs() / (half_width / 1.96);
        Self::compared(what, exact, found.estimate, half_width)
            .and(errors <= MOST_ERRORS && half_width <= bound * exact)
    }

    /// An estimate beside the exact value; something else says whether it holds.
    pub(crate) fn compared(what: &str, exact: f64, found: f64, half_width: f64) -> Self {
        Self {
            what: what.to_owned(),
            exact: figure(exact),
            found: figure(found),
            interval: interval(found - half_width, found + half_width),
            holds: true,
        }
    }

    /// So many of so many did what `least` to `most` of them should.
    pub(crate) fn share(what: &str, found: u64, of: u64, least: f64, most: f64) -> Self {
        let (share, n) = (found as f64 / of as f64, of as f64);
        // Wilson's interval.
        let z = 1.96f64;
        let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
        let spread = (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
        let half = z / (1.0 + z * z / n) * spread;
        let percent = |share: f64| figure(100.0 * share);
        Self {
            what: what.to_owned(),
            exact: String::new(),
            found: format!("{} % ({found} of {of})", percent(share)),
            interval: format!("{} %", interval(100.0 * (middle - half), 100.0 * (middle + half))),
            holds: (least..=most).contains(&share),
        }
    }

    /// Something that is found in words.
    pub(crate) fn plain(what: &str, found: &str, holds: bool) -> Self {
        let (exact, interval) = (String::new(), String::new());
        Self { what: what.to_owned(), exact, found: found.to_owned(), interval, holds }
    }

    /// The same, if something else holds as well.
    pub(crate) fn and(self, holds: bool) -> Self {
        Self { holds: self.holds && holds, ..self }
    }

    /// Whether it holds.
    pub(crate) fn holds(&self) -> bool {
        self.holds
    }
}

/// What a proof proves: all claims that are judged at once.
pub(crate) struct Proof<'p> {
    /// Its section of the page.
    pub(crate) section: &'p str,
    /// Which case of it.
    pub(crate) case: &'p str,
    /// Where the exact values, or what is asked, come from.
    pub(crate) source: &'p str,
    /// What a claim must do to hold.
    pub(crate) asked: &'p str,
}

impl Proof<'_> {
    /// Keeps the claims if that is asked for, and fails unless all of them hold.
    pub(crate) fn settle(&self, claims: &[Claim]) {
        self.record(claims);
        let wrong: Vec<String> = claims.iter().filter(|c| !c.holds).map(Claim::words).collect();
        assert!(wrong.is_empty(), "{} {}\n{}", self.section, self.case, wrong.join("\n"));
    }

    fn record(&self, claims: &[Claim]) {
        /// One writer at a time.
        static FILE: Mutex<()> = Mutex::new(());
        let Ok(asked) = std::env::var("RINGBACK_RECORD") else { return };
        let (commit, date) = asked.split_once(' ').expect("RINGBACK_RECORD=\"commit date\"");
        let _one = FILE.lock().unwrap();
        let mut rows = read(&csv());
        rows.retain(|row| row[0] != self.section || row[1] != self.case);
        let size = match size() {
            Size::Quick => "quick",
            Size::Gate => "gate",
            Size::Full => "full",
        };
        rows.extend(claims.iter().map(|claim| {
            let Claim { what, exact, found, interval, holds } = claim;
            let verdict = if *holds { "holds" } else { "FAILS" };
            let texts: [&str; COLUMNS.len()] = [
                self.section,
                self.case,
                what,
                self.source,
                self.asked,
                exact,
                found,
                interval,
                verdict,
                size,
                commit,
                date,
            ];
            texts.map(str::to_owned).to_vec()
        }));
        // Claims of a case stay in their order.
        rows.sort_by(|a, b| a[..2].cmp(&b[..2]));
        write(&csv(), &rows);
    }
}

impl Claim {
    fn words(&self) -> String {
        let Self { what, exact, found, interval, .. } = self;
        format!("{what}: {found} ({interval}), exact {exact}")
    }
}

fn interval(low: f64, high: f64) -> String {
    format!("{} to {}", figure(low), figure(high))
}

/// A number in six digits.
pub(crate) fn figure(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let whole = libm::floor(libm::log10(value.abs())) as i32 + 1;
    if whole < -3 {
        return format!("{value:.5e}");
    }
    let text = format!("{value:.*}", (6 - whole).max(0) as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// The columns of the file.
pub(crate) const COLUMNS: [&str; 12] = [
    "section", "case", "claim", "source", "asked", "exact", "found", "interval", "verdict", "size",
    "commit", "date",
];

/// Where the rows are kept.
pub(crate) fn csv() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.csv")
}

/// The rows of a file without its header; none of one that is not there.
pub(crate) fn read(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let rows: Vec<Vec<String>> = text.lines().skip(1).map(fields).collect();
    assert!(rows.iter().all(|row| row.len() == COLUMNS.len()), "{} is broken", path.display());
    rows
}

/// The fields of a line; one that holds a comma or a quote stands in quotes.
pub(crate) fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                fields.last_mut().unwrap().extend(signs.next())
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().unwrap().push(sign),
        }
    }
    fields
}

fn write(path: &Path, rows: &[Vec<String>]) {
    let quoted = |text: &String| match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.clone(),
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",");
    let lines: Vec<String> =
        std::iter::once(COLUMNS.join(",")).chain(rows.iter().map(line)).collect();
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
}

#[test]
fn a_field_with_commas_and_quotes_comes_back_as_it_was() {
    assert_eq!(fields(r#"a,"b, ""c""",,d"#), ["a", "b, \"c\"", "", "d"]);
}

#[test]
fn figures_have_six_digits_and_no_zeros_behind_them() {
    let shown = [0.232_593_505_3, 12.0, 123_456.7, 1_815.271_7, 6.901_105e-6, -0.5, 0.0];
    let shown = shown.map(figure);
    assert_eq!(shown, ["0.232594", "12", "123457", "1815.27", "6.90111e-6", "-0.5", "0"]);
}

#[test]
fn a_claim_holds_where_the_value_is_near_and_known_well_enough() {
    let pairs: Vec<(f64, f64)> = (0..100).map(|n| (f64::from(n % 3), 1.0)).collect();
    assert!(Claim::near("", &pairs, 1.0, 0.2).holds());
    assert!(!Claim::near("", &pairs, 1.0, 0.1).holds());
    assert!(!Claim::near("", &pairs, 1.5, 0.2).holds());
    assert!(!Claim::near("", &pairs, 1.0, 0.2).and(false).holds());
    assert!(Claim::share("", 95, 100, 0.94, 0.96).holds());
    assert!(!Claim::share("", 93, 100, 0.94, 0.96).holds());
}
