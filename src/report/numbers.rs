//! Numbers for people: thousands, percentages, lengths of time; one way on every page.

use crate::measure::Unit;

/// A whole number with separators: `2,475`.
#[must_use]
pub fn thousands(number: f64) -> String {
    let digits = format!("{:.0}", libm::fabs(libm::round(number)));
    let mut text = String::new();
    if libm::round(number) < 0.0 {
        text.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number without needless decimals, at most two.
pub(super) fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share: `86.3 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A length of time: `0.4s`, `27s`, `1m19s`, `2h05m`.
pub(super) fn length(seconds: f64) -> String {
    let size = libm::fabs(seconds);
    let sign = if seconds < 0.0 { "-" } else { "" };
    if size < 9.95 {
        return format!("{sign}{size:.1}s");
    }
    let whole = libm::round(size) as u64;
    if whole < 60 {
        format!("{sign}{whole}s")
    } else if whole < 3_600 {
        format!("{sign}{}m{:02}s", whole / 60, whole % 60)
    } else {
        format!("{sign}{}h{:02}m", whole / 3_600, whole / 60 % 60)
    }
}

/// A value of a metric in its unit.
pub(super) fn value(unit: Unit, number: f64) -> String {
    match unit {
        Unit::Count if libm::fabs(number) < 99.95 => plain(number),
        Unit::Count => thousands(number),
        Unit::Share => percent(number),
        Unit::Seconds => length(number),
        Unit::Average => format!("{number:.1}"),
        Unit::Hours => plain(number),
        Unit::Money => thousands(number),
    }
}

/// A mean with its half width: `86.3 % ± 0.1`.
pub(super) fn estimate(unit: Unit, mean: Option<f64>, half_width: Option<f64>) -> String {
    let Some(mean) = mean else { return "-".into() };
    let half = match (unit, half_width) {
        (_, None) => String::new(),
        (_, Some(half)) if half <= 0.0 => String::new(),
        (Unit::Share, Some(half)) => {
            format!(" ± {:.*}", digits(0.0, Some(100.0 * half)), 100.0 * half)
        }
        (Unit::Seconds, Some(half)) => format!(" ± {:.*}s", digits(0.0, Some(half)), half),
        (_, Some(half)) => format!(" ± {:.*}", digits(0.0, Some(half)), half),
    };
    format!("{}{half}", value(unit, mean))
}

/// A small number: whole when it is, else with one decimal.
fn plain(number: f64) -> String {
    let rounded = libm::round(number * 10.0) / 10.0;
    if rounded == libm::round(rounded) { thousands(rounded) } else { format!("{rounded:.1}") }
}

/// A difference with its half width, in points of a percentage where the unit is a share:
/// `+0.86 ± 0.11`; `none` where the two do not differ at all.
pub(super) fn difference(unit: Unit, difference: f64, half_width: Option<f64>) -> String {
    let (scale, unit_word) = match unit {
        Unit::Share => (100.0, ""),
        Unit::Seconds => (1.0, "s"),
        _ => (1.0, ""),
    };
    let (difference, half) = (difference * scale, half_width.map(|half| half * scale));
    if difference == 0.0 && half.is_none_or(|half| half == 0.0) {
        return "0".into();
    }
    let digits = digits(difference, half);
    let half = half.map_or_else(String::new, |half| format!(" ± {half:.digits$}"));
    format!("{difference:+.digits$}{unit_word}{half}")
}

/// Decimals that show the half width (or the difference) with one or two digits.
fn digits(difference: f64, half: Option<f64>) -> usize {
    let size = libm::fabs(half.filter(|half| *half > 0.0).unwrap_or(difference));
    match size {
        size if size >= 20.0 => 0,
        size if size >= 0.3 => 1,
        size if size >= 0.01 => 2,
        size if size >= 0.001 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_planners_write_them() {
        assert_eq!(thousands(2_475.4), "2,475");
        assert_eq!(thousands(1_836_400.0), "1,836,400");
        assert_eq!(thousands(-1_000.0), "-1,000");
        assert_eq!(percent(0.8634), "86.3 %");
        assert_eq!(length(0.42), "0.4s");
        assert_eq!(length(27.3), "27s");
        assert_eq!(length(79.0), "1m19s");
        assert_eq!(length(7_500.0), "2h05m");
        assert_eq!(value(Unit::Count, 7.1), "7.1");
        assert_eq!(difference(Unit::Share, 0.0086, Some(0.0011)), "+0.86 ± 0.11");
        assert_eq!(difference(Unit::Count, -47.5, Some(4.5)), "-47.5 ± 4.5");
        assert_eq!(difference(Unit::Count, 0.0, Some(0.0)), "0");
    }
}
