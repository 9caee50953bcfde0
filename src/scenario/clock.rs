//! Civil time: the period in its time zone, its days, and windows such as "mon-fri 08:00 to 20:00".

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use crate::time::{SimTime, Span};

use super::node::Node;
use super::problem::Notes;
use super::reader::Reader;
use super::study::Timeline;

/// The period in its time zone. Simulated time is elapsed time, so a day has 23, 24 or 25 hours.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    zone: TimeZone,
    zone_name: String,
    start: Timestamp,
    first_date: Date,
    pub(super) end: SimTime,
}

impl Clock {
    /// The period from a civil start, for an elapsed length.
    pub(super) fn new(zone_name: &str, start: DateTime, end: SimTime) -> Result<Self, jiff::Error> {
        let zone = TimeZone::get(zone_name)?;
        let instant = start.to_zoned(zone.clone())?.timestamp();
        Ok(Self {
            zone,
            zone_name: zone_name.to_owned(),
            start: instant,
            first_date: start.date(),
            end,
        })
    }

    /// The period between two instants, as RFC 3339.
    pub(super) fn between(zone_name: &str, start: &str, end: &str) -> Result<Self, jiff::Error> {
        let zone = TimeZone::get(zone_name)?;
        let (start, end): (Timestamp, Timestamp) = (start.parse()?, end.parse()?);
        let first_date = start.to_zoned(zone.clone()).date();
        let end = SimTime((end.as_microsecond() - start.as_microsecond()).max(0) as u64);
        Ok(Self { zone, zone_name: zone_name.to_owned(), start, first_date, end })
    }

    /// The moment of an instant; none before the start.
    pub(super) fn moment(&self, at: Timestamp) -> Option<SimTime> {
        let elapsed = at.as_microsecond() - self.start.as_microsecond();
        u64::try_from(elapsed).ok().map(SimTime)
    }

    /// The moment of a civil time; the start for any before it. In an hour that the clocks skip
    /// the time after the gap, in an hour that comes twice the first.
    pub(super) fn civil(&self, at: DateTime) -> SimTime {
        self.within(at).unwrap_or(SimTime::ZERO)
    }

    /// The same; none before the start.
    pub(super) fn within(&self, at: DateTime) -> Option<SimTime> {
        self.moment(at.to_zoned(self.zone.clone()).ok()?.timestamp())
    }

    /// The moment of a written time: with an offset that wins, else local; or by a pattern.
    /// `Ok(None)`: before the start.
    pub(super) fn parse(
        &self,
        text: &str,
        pattern: Option<&str>,
    ) -> Result<Option<SimTime>, jiff::Error> {
        let text = text.trim();
        let instant = match pattern {
            Some(pattern) => {
                let parsed = jiff::fmt::strtime::parse(pattern, text)?;
                match parsed.to_timestamp() {
                    Ok(instant) => instant,
                    Err(_) => self.local(parsed.to_datetime()?)?,
                }
            }
            None => match plain(text) {
                Some(at) => self.local(at)?,
                None => match text.parse::<Timestamp>() {
                    Ok(instant) => instant,
                    Err(_) => self.local(text.parse()?)?,
                },
            },
        };
        Ok(self.moment(instant))
    }

    #[inline]
    fn local(&self, at: DateTime) -> Result<Timestamp, jiff::Error> {
        self.zone.to_timestamp(at)
    }

    /// The civil dates that the period touches.
    pub(super) fn dates(&self) -> Vec<Date> {
        let mut dates = vec![self.first_date];
        let mut next = self.first_date;
        while let Ok(date) = next.tomorrow() {
            if self.civil(date.at(0, 0, 0, 0)) >= self.end {
                break;
            }
            dates.push(date);
            next = date;
        }
        dates
    }

    /// Where the civil days start; the first one at the start of the period.
    pub(super) fn days(&self) -> Vec<SimTime> {
        self.dates().into_iter().map(|date| self.civil(date.at(0, 0, 0, 0))).collect()
    }

    /// The start of each interval and day, in civil time.
    pub(super) fn timeline(&self, interval: Span) -> Timeline {
        let days = self.days();
        let starts = (0..self.end.0.div_ceil(interval.0)).map(|at| SimTime(at * interval.0));
        let starts: Vec<SimTime> = starts.collect();
        Timeline {
            time_zone: self.zone_name.clone(),
            start: self.written(SimTime::ZERO),
            end: self.written(self.end),
            intervals: starts.iter().map(|&at| self.written(at)).collect(),
            days: self.dates().iter().map(ToString::to_string).collect(),
            day_of_interval: starts
                .iter()
                .map(|at| days.partition_point(|day| day <= at).saturating_sub(1))
                .collect(),
            clock: self.clone(),
        }
    }

    /// A moment in civil time without its offset, exact, perhaps with the date.
    pub(super) fn told(&self, at: SimTime, dated: bool) -> String {
        let instant = self.start.as_microsecond().saturating_add_unsigned(at.0);
        let Ok(instant) = Timestamp::from_microsecond(instant) else { return String::new() };
        let civil = instant.to_zoned(self.zone.clone()).datetime();
        if dated { civil.to_string() } else { civil.time().to_string() }
    }

    /// The moment that a text means: a time of the first day, a date and time, or a length.
    pub(super) fn meant(&self, text: &str) -> Option<SimTime> {
        let text = text.trim();
        let full = if text.len() == 5 { format!("{text}:00") } else { text.to_owned() };
        if let Ok(time) = full.parse::<Time>() {
            return Some(self.civil(self.first_date.to_datetime(time)));
        }
        if let Ok(at) = text.parse::<DateTime>() {
            return Some(self.civil(at));
        }
        super::reader::parse_duration(text).ok().map(|length| SimTime(length.0))
    }

    /// The slices of real time into which these times since midnight cut a civil day. When the
    /// clocks change, a time that comes twice cuts twice, and the change itself cuts.
    pub(super) fn slices(&self, date: Date, edges: impl Iterator<Item = Span>) -> Vec<Slice> {
        let midnight = |date: Date| {
            let zoned = date.to_zoned(self.zone.clone()).ok()?;
            Some(zoned.timestamp())
        };
        let (Some(start), Some(end)) = (midnight(date), midnight(next_day(date))) else {
            return Vec::new();
        };
        let mut cuts = vec![start, end];
        for edge in edges {
            let since = jiff::SignedDuration::from_micros(edge.0 as i64);
            let Ok(at) = date.at(0, 0, 0, 0).checked_add(since) else { continue };
            let ambiguous = self.zone.to_ambiguous_timestamp(at);
            cuts.extend([ambiguous.earlier(), ambiguous.later()].into_iter().flatten());
        }
        let changes = self.zone.following(start).map(|change| change.timestamp());
        cuts.extend(changes.take_while(|at| *at < end));
        cuts.retain(|at| (start..=end).contains(at));
        cuts.sort_unstable();
        cuts.dedup();
        let ticks = |at: Timestamp| at.as_microsecond() - self.start.as_microsecond();
        cuts.windows(2)
            .map(|pair| Slice {
                from: ticks(pair[0]),
                to: ticks(pair[1]),
                clock: since_midnight(pair[0].to_zoned(self.zone.clone()).time()),
            })
            .collect()
    }

    /// A moment as civil time with its offset, RFC 3339.
    fn written(&self, at: SimTime) -> String {
        let instant = self.start.as_microsecond() + at.0 as i64;
        Timestamp::from_microsecond(instant).map_or_else(
            |_| String::new(),
            |instant| {
                let zoned: Zoned = instant.to_zoned(self.zone.clone());
                zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
            },
        )
    }

    /// A window of civil times on each date that it holds on, as moments; from the day before
    /// the period on, as a window may cross midnight. `to` at or before `from` is the next day.
    pub(super) fn windows(&self, window: &Window) -> Vec<(SimTime, SimTime)> {
        let yesterday = self.first_date.yesterday().into_iter();
        yesterday
            .chain(self.dates())
            .filter(|date| window.holds_on(*date))
            .map(|date| {
                let (from, to) = self.on(date, window.from, window.to);
                (from, to.min(self.end))
            })
            .filter(|(from, to)| from < to)
            .collect()
    }

    /// A window of a date as moments. `to` at or before `from` is on the next day, none at its
    /// midnight.
    pub(super) fn on(&self, date: Date, from: Time, to: Option<Time>) -> (SimTime, SimTime) {
        let until = match to {
            Some(to) if to > from => self.civil(date.to_datetime(to)),
            Some(to) => self.civil(next_day(date).to_datetime(to)),
            None => self.civil(next_day(date).at(0, 0, 0, 0)),
        };
        (self.civil(date.to_datetime(from)), until)
    }

    /// The civil dates that the period touches, and the one before it.
    pub(super) fn dates_with_yesterday(&self) -> Vec<Date> {
        self.first_date.yesterday().into_iter().chain(self.dates()).collect()
    }

    /// So long after a civil time: ticks since the start of the period, which may lie later, and
    /// what the clock shows.
    pub(super) fn after(&self, at: DateTime, length: Span) -> Option<(i64, DateTime)> {
        let from = at.to_zoned(self.zone.clone()).ok()?.timestamp().as_microsecond();
        let instant = from.checked_add_unsigned(length.0)?;
        let civil = Timestamp::from_microsecond(instant).ok()?.to_zoned(self.zone.clone());
        Some((instant - self.start.as_microsecond(), civil.datetime()))
    }

    /// The dates that opening hours matter on: those of the period, the one before, and some
    /// after it, as callbacks may wait for the next opening.
    pub(super) fn dates_around(&self) -> Vec<Date> {
        let mut dates: Vec<Date> = self.first_date.yesterday().into_iter().collect();
        dates.extend(self.dates());
        for _ in 0..8 {
            let last = dates[dates.len() - 1];
            dates.push(next_day(last));
        }
        dates
    }
}

/// A local time as nearly all files write it, such as `2026-03-02T08:00:15.9` (or with a space):
/// the same as by the library, in a tenth of the time. None where it is written otherwise.
fn plain(text: &str) -> Option<DateTime> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to)?;
        let digit =
            |sum: i32, byte: &u8| byte.is_ascii_digit().then(|| 10 * sum + i32::from(byte - b'0'));
        digits.iter().try_fold(0, digit)
    };
    let is = |at: usize, mark: u8| bytes.get(at) == Some(&mark);
    if !(is(4, b'-')
        && is(7, b'-')
        && (is(10, b'T') || is(10, b' '))
        && is(13, b':')
        && is(16, b':'))
    {
        return None;
    }
    let nanoseconds = match bytes.len() {
        19 => 0,
        21..=29 if is(19, b'.') => number(20, bytes.len())? * 10_i32.pow(29 - bytes.len() as u32),
        _ => return None,
    };
    // A leap second is left to the library.
    let second = i8::try_from(number(17, 19)?).ok().filter(|second| *second < 60)?;
    let small = |from: usize| number(from, from + 2).map(|number| number as i8);
    let year = number(0, 4)? as i16;
    DateTime::new(year, small(5)?, small(8)?, small(11)?, small(14)?, second, nanoseconds).ok()
}

fn next_day(date: Date) -> Date {
    date.checked_add(1.day()).unwrap_or(date)
}

/// The time of day that a clock shows, as a length since midnight.
pub(super) fn since_midnight(time: Time) -> Span {
    let nanoseconds = time.duration_since(Time::MIN).as_nanos();
    Span(u64::try_from(nanoseconds / 1_000).unwrap_or(0))
}

/// Days from 1 January 1970 to a date; none where there is no such date.
#[must_use]
pub fn days_since_1970(year: i16, month: i8, day: i8) -> Option<i32> {
    let date = Date::new(year, month, day).ok()?;
    Some((date - Date::constant(1970, 1, 1)).get_days())
}

/// A stretch of real time within a civil day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    /// Ticks since the start of the period, which may lie later.
    pub(super) from: i64,
    pub(super) to: i64,
    /// What the clock shows at its beginning, since midnight.
    pub(super) clock: Span,
}

impl Slice {
    /// Its length in ticks.
    pub(super) fn length(&self) -> f64 {
        (self.to - self.from) as f64
    }
}

/// A window of the clock on some days of the week.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// Monday first.
    pub(super) days: [bool; 7],
    pub(super) from: Time,
    /// None: midnight at the end of the day.
    pub(super) to: Option<Time>,
}

impl Window {
    /// Whether it holds on the day of the week of a date.
    pub(super) fn holds_on(&self, date: Date) -> bool {
        self.days[date.weekday().to_monday_zero_offset() as usize]
    }
}

/// The days of the week as files name them.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The days of a key such as `days = "mon-fri"` or `"sat,sun"`; all when it is left out.
pub(super) fn days(reader: &Reader<'_>) -> [bool; 7] {
    let Some(text) = reader.text("days") else { return [true; 7] };
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let position = |day: &str| DAYS.iter().position(|name| *name == day.trim());
        let (Some(first), Some(last)) = (position(first), position(last)) else {
            if let Some(node) = reader.table.get("days") {
                reader.notes.add(
                    &node.at,
                    format!("{part:?} names no days"),
                    "write days as \"mon-fri\" or \"sat,sun\"",
                );
            }
            return [true; 7];
        };
        let mut day = first;
        loop {
            days[day] = true;
            if day == last {
                break;
            }
            day = (day + 1) % 7;
        }
    }
    days
}

/// A time of day such as `"08:30"`; `Some(None)` is `"24:00"`.
pub(super) fn time_of_day(node: &Node, key: &str, notes: &Notes) -> Option<Option<Time>> {
    let text = match &node.value {
        super::node::Value::Text(text) | super::node::Value::Datetime(text) => text.trim(),
        _ => "",
    };
    if text == "24:00" || text == "24:00:00" {
        return Some(None);
    }
    let full = if text.len() == 5 { format!("{text}:00") } else { text.to_owned() };
    match full.parse::<Time>() {
        Ok(time) => Some(Some(time)),
        Err(_) => {
            notes.add(
                &node.at,
                format!("`{key}` cannot be {}", node.written()),
                "write a time of day as \"08:30\"; midnight at the end of a day is \"24:00\"",
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream};

    #[test]
    fn random_plain_times_are_those_that_the_library_reads() {
        let stream = Stream::new(1, 0, Purpose::Jitter, 0);
        let mut read = 0;
        for number in 0..50_000 {
            let mut dice = stream.draws(number, 0);
            let mut part = |least: u64, most: u64| least + dice.below(most - least + 1);
            let mut text = format!(
                "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}",
                part(0, 9_999),
                part(1, 12),
                part(1, 31),
                ["T", " "][part(0, 1) as usize],
                part(0, 24),
                part(0, 59),
                part(0, 60),
            );
            let digits = part(0, 9) as usize;
            if digits > 0 {
                text += &format!(".{:09}", part(0, 999_999_999))[..=digits];
            }
            if let Some(at) = plain(&text) {
                read += 1;
                assert_eq!(at, text.parse().unwrap(), "{text}");
            }
        }
        assert!((40_000..50_000).contains(&read), "{read}");
    }

    #[test]
    fn a_plain_time_is_read_as_the_library_reads_it_and_any_other_is_left_to_it() {
        for text in [
            "2026-03-02T08:00:15.9",
            "2026-03-02 23:59:59",
            "2024-02-29T00:00:00.123456789",
            "0001-01-01T00:00:00.000001",
            "9999-12-31T23:59:59.999",
        ] {
            assert_eq!(plain(text), Some(text.parse().unwrap()), "{text}");
        }
        for text in [
            "2026-03-02T08:00",
            "2026-03-02T08:00:15Z",
            "2026-03-02T08:00:15+01:00",
            "2026-03-02T08:00:15.",
            "2026-03-02T08:00:15,5",
            "2026-03-02T08:00:15.1234567891",
            "2026-03-02T08:00:60",
            "2026-02-29T08:00:00",
            "2026-13-02T08:00:00",
            "2026-03-02T24:00:00",
            "2026-3-02T08:00:000",
            "+026-03-02T08:00:00",
            "20260302T080015",
            "",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
