//! How much each metric may change: the defaults, and what the command line says otherwise.

use std::collections::BTreeMap;

use crate::measure::{KEY_METRICS, Metric, default_tolerance};
use crate::stats::Tolerance;

/// Tolerances by metric.
#[derive(Clone, Debug, Default)]
pub struct Tolerances {
    given: BTreeMap<&'static str, Tolerance>,
}

impl Tolerances {
    /// How much a metric may change.
    #[must_use]
    pub fn of(&self, metric: &Metric) -> Tolerance {
        self.given.get(metric.id).copied().unwrap_or_else(|| default_tolerance(metric))
    }

    /// The same with another tolerance for one metric.
    #[must_use]
    pub fn with(mut self, metric: &'static Metric, tolerance: Tolerance) -> Self {
        self.given.insert(metric.id, tolerance);
        self
    }

    /// Reads `METRIC=ABS` or `METRIC=REL%`, such as `wait_p90=5%`.
    ///
    /// # Errors
    /// In words, what to write.
    pub fn parse(text: &str) -> Result<(&'static Metric, Tolerance), String> {
        let (name, written) = text
            .split_once('=')
            .ok_or_else(|| format!("write METRIC=ABS or METRIC=REL%, such as {EXAMPLE}"))?;
        let name = name.trim();
        let metric = KEY_METRICS
            .iter()
            .find(|id| **id == name)
            .and_then(|id| Metric::find(id))
            .ok_or_else(|| format!("{name:?} is not judged; {}", KEY_METRICS.join(", ")))?;
        let written = written.trim();
        let (number, relative) = match written.strip_suffix('%') {
            Some(number) => (number.trim_end(), true),
            None => (written, false),
        };
        match number.parse::<f64>() {
            Ok(most) if most >= 0.0 && most.is_finite() && relative => {
                Ok((metric, Tolerance::Relative(most / 100.0)))
            }
            Ok(most) if most >= 0.0 && most.is_finite() => Ok((metric, Tolerance::Absolute(most))),
            _ => Err(format!("{written:?} is no tolerance: write {EXAMPLE}")),
        }
    }
}

const EXAMPLE: &str = "lost_rate=0.01 or wait_p90=5%";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_are_absolute_or_in_per_cent() {
        let read = |text: &str| Tolerances::parse(text).map(|(metric, found)| (metric.id, found));
        assert_eq!(read("wait_p90=5%"), Ok(("wait_p90", Tolerance::Relative(0.05))));
        assert_eq!(read("lost_rate = 0.01"), Ok(("lost_rate", Tolerance::Absolute(0.01))));
        for wrong in ["wait_p90", "waits=5%", "wait_p90=five", "lost_rate=-1", "lost_rate=inf"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
