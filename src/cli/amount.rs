//! Amounts on the command line: shares, lengths of time, targets, ranges.

use std::ops::RangeInclusive;

use crate::scenario::parse_duration;

/// `30%`, `30 %` or `0.3`, as a share from 0 to 1.
pub(super) fn share(text: &str) -> Result<f64, String> {
    const HELP: &str = "write a share such as 5% or 0.05";
    let (digits, per_cent) = match text.trim().strip_suffix('%') {
        Some(digits) => (digits.trim(), true),
        None => (text.trim(), false),
    };
    let number: f64 = digits.parse().map_err(|_| HELP.to_owned())?;
    let value = if per_cent { number / 100.0 } else { number };
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else if per_cent {
        Err("a share is from 0 % to 100 %".into())
    } else {
        Err(format!("write {digits}%, or a share from 0 to 1"))
    }
}

/// A length of time in seconds: `3m`, `1h30m`, `20s`.
pub(super) fn seconds(text: &str) -> Result<f64, String> {
    parse_duration(text).map(|length| length.seconds())
}

/// A length of time in seconds, above 0.
pub(super) fn some_seconds(text: &str) -> Result<f64, String> {
    match seconds(text)? {
        0.0 => Err("it must be longer than 0".into()),
        seconds => Ok(seconds),
    }
}

/// A service level: `80/20` is 80 % within 20 seconds; also `80%/20s`, `0.9/1m`.
pub(super) fn service_level(text: &str) -> Result<(f64, f64), String> {
    const HELP: &str = "write a service level such as 80/20 (80 % within 20 seconds)";
    let (level, time) = text.split_once('/').ok_or(HELP)?;
    let number: Option<f64> = level.trim().parse().ok();
    let level = match number {
        Some(number) if (1.0..=100.0).contains(&number) => number / 100.0,
        _ => share(level).map_err(|_| HELP)?,
    };
    let within = match time.trim().parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => number,
        _ => seconds(time)?,
    };
    Ok((level, within))
}

/// Agents: `12`, or from the first to the last, `8..16`.
pub(super) fn agents(text: &str) -> Result<RangeInclusive<u32>, String> {
    const HELP: &str = "write a number of agents such as 12, or a range such as 8..16";
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| HELP.to_owned());
    let (from, to) = match text.split_once("..") {
        Some((from, to)) => (number(from)?, number(to.strip_prefix('=').unwrap_or(to))?),
        None => (number(text)?, number(text)?),
    };
    if from == 0 {
        Err("there must be an agent".into())
    } else if from > to {
        Err(format!("the range is empty: write {to}..{from}"))
    } else {
        Ok(from..=to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_planners_write_them() {
        assert_eq!(share("30%"), Ok(0.3));
        assert_eq!(share("0.05"), Ok(0.05));
        assert_eq!(share("5"), Err("write 5%, or a share from 0 to 1".into()));
        assert_eq!(service_level("80/20"), Ok((0.8, 20.0)));
        assert_eq!(service_level("0.9/1m"), Ok((0.9, 60.0)));
        assert_eq!(service_level("95%/10s"), Ok((0.95, 10.0)));
        assert!(service_level("120/20").is_err());
        assert!(service_level("80").is_err());
        assert_eq!(agents("8..16"), Ok(8..=16));
        assert_eq!(agents("12"), Ok(12..=12));
        assert_eq!(agents("9..3"), Err("the range is empty: write 3..9".into()));
        assert!(agents("0").is_err() && agents("a dozen").is_err());
        assert!(some_seconds("0s").is_err() && seconds("20").is_err());
    }
}
