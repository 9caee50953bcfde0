//! Where the calls of one type come from: when the next one arrives, and what a record says of it.

use std::borrow::Cow;

use crate::model::{Arrivals, CallType, Center, RateStep, Recorded, RecordedCall};
use crate::random::{Law, Purpose, Series, Stream, name_hash};
use crate::time::{SimTime, Span};

use super::spiking::Spikes;

/// The arrivals of one call type in one replication.
#[derive(Debug)]
pub(super) struct Source<'c> {
    /// The number of the call that comes next: the usual ones count from 0, those of spikes have
    /// numbers of their own.
    pub(super) number: u64,
    end: SimTime,
    kind: Kind<'c>,
    /// The number of the usual call that comes next, and when.
    usual: (u64, SimTime),
    spikes: Spikes<'c>,
}

#[derive(Debug)]
enum Kind<'c> {
    Poisson(Box<Poisson<'c>>),
    Exact(Exact<'c>),
    Recorded(Cow<'c, [RecordedCall]>),
    Renewal(Renewal<'c>),
}

impl<'c> Source<'c> {
    pub(super) fn new(
        center: &'c Center,
        call_type: &'c CallType,
        seed: u64,
        replication: u64,
    ) -> Self {
        let entity = name_hash(&call_type.name);
        let stream = |purpose| Stream::new(seed, replication, purpose, entity);
        let days = Days::new(center, call_type, seed, replication);
        let spikes = Spikes::new(&call_type.spikes, |at| days.of(at), stream(Purpose::Spike));
        let gaps = stream(Purpose::Arrival);
        let kind = match &call_type.arrivals {
            Arrivals::Poisson(steps) => Kind::Poisson(Box::new(Poisson::new(steps, days, gaps))),
            Arrivals::Exact(steps) => {
                Kind::Exact(Exact { steps, days, places: gaps, step: 0, drawn: 0, moments: vec![] })
            }
            Arrivals::Recorded(recorded) => Kind::Recorded(played(center, recorded, &days, stream)),
            Arrivals::Renewal(gap) => {
                Kind::Renewal(Renewal { gap, days, gaps, day: 0, clock: 0.0 })
            }
        };
        let end = center.horizon.end;
        let mut source = Self { number: 0, end, kind, usual: (0, SimTime::ZERO), spikes };
        source.usual.1 = source.usual_call(0);
        source
    }

    /// Goes on to the next call and says when it comes; never, when there is none.
    #[inline(always)]
    pub(super) fn advance(&mut self) -> SimTime {
        // Of a usual call and one of a spike at the same moment the usual one comes first.
        let spike =
            if self.spikes.is_none() { None } else { self.spikes.next_before(self.usual.1) };
        let at = match spike {
            Some((at, number)) => {
                self.number = number;
                at
            }
            None => {
                let (number, at) = self.usual;
                self.number = number;
                self.usual = (number + 1, self.usual_call(number + 1));
                at
            }
        };
        if at < self.end { at } else { SimTime::NEVER }
    }

    /// When the usual call of a number comes; asked for in order.
    #[inline(always)]
    fn usual_call(&mut self, number: u64) -> SimTime {
        // Most are of this kind: no jump by it.
        if let Kind::Poisson(poisson) = &mut self.kind {
            return poisson.next(number);
        }
        self.other_call(number)
    }

    fn other_call(&mut self, number: u64) -> SimTime {
        match &mut self.kind {
            Kind::Poisson(poisson) => poisson.next(number),
            Kind::Exact(exact) => exact.next(),
            Kind::Recorded(rows) => rows.get(number as usize).map_or(SimTime::NEVER, |row| row.at),
            Kind::Renewal(renewal) => renewal.next(number),
        }
    }

    /// What the record states of the call that comes next.
    #[inline]
    pub(super) fn stated(&self) -> Option<&RecordedCall> {
        match &self.kind {
            Kind::Recorded(rows) => rows.get(self.number as usize),
            _ => None,
        }
    }
}

/// What multiplies the arrivals of each civil day: volume x forecast errors.
#[derive(Debug)]
struct Days<'c> {
    starts: &'c [SimTime],
    factors: Vec<f64>,
}

impl<'c> Days<'c> {
    fn new(center: &'c Center, call_type: &CallType, seed: u64, replication: u64) -> Self {
        let factor = |law: &Option<Law>, name: &str, day: u64| {
            law.as_ref().map_or(1.0, |law| {
                let stream =
                    Stream::new(seed, replication, Purpose::ForecastError, name_hash(name));
                law.sample(&mut stream.draws(day, 0))
            })
        };
        let factors = (0..center.days.len() as u64)
            .map(|day| {
                call_type.volume
                    * factor(&center.forecast_error, "", day)
                    * factor(&call_type.forecast_error, &call_type.name, day)
            })
            .collect();
        Self { starts: &center.days, factors }
    }

    fn of(&self, at: SimTime) -> f64 {
        let day = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        self.factors[day]
    }
}

/// A Poisson process whose rate is constant between the edges of steps and days.
#[derive(Debug)]
struct Poisson<'c> {
    steps: &'c [RateStep],
    days: Days<'c>,
    /// In expected calls.
    gaps: Series<'static>,
    step: usize,
    day: usize,
    /// The process's own clock in ticks, finer than the calendar's.
    clock: f64,
    /// The piece under way; none after the last step.
    piece: Option<Piece>,
}

/// Calls per tick until the next edge, and when that is, also as a number to calculate with.
#[derive(Clone, Copy, Debug)]
struct Piece {
    rate: f64,
    until: SimTime,
    until_ticks: f64,
}

impl<'c> Poisson<'c> {
    fn new(steps: &'c [RateStep], days: Days<'c>, gaps: Stream) -> Self {
        static ONE: Law = Law::Exponential { mean: 1.0 };
        let gaps = Series::new(&ONE, gaps);
        let mut first = Self { steps, days, gaps, step: 0, day: 0, clock: 0.0, piece: None };
        first.piece = first.piece();
        first
    }

    fn day_ends(&self) -> SimTime {
        self.days.starts.get(self.day + 1).copied().unwrap_or(SimTime::NEVER)
    }

    /// The rate now, and until when it holds.
    fn piece(&self) -> Option<Piece> {
        let step = self.steps.get(self.step)?;
        let rate = step.calls * self.days.factors[self.day] / step.to.since(step.from).ticks();
        let until = step.to.min(self.day_ends());
        Some(Piece { rate, until, until_ticks: until.0 as f64 })
    }

    /// The next arrival: an exponential amount of expected calls later.
    #[inline(always)]
    fn next(&mut self, number: u64) -> SimTime {
        let mut calls = self.gaps.of(number);
        while let Some(Piece { rate, until, until_ticks }) = self.piece {
            let left = rate * (until_ticks - self.clock);
            if calls < left {
                self.clock += calls / rate;
                // By way of a signed number, which takes half the steps.
                return SimTime(self.clock as i64 as u64);
            }
            calls -= left;
            self.turn(until);
        }
        SimTime::NEVER
    }

    /// The clock comes to an edge.
    #[cold]
    fn turn(&mut self, edge: SimTime) {
        self.clock = edge.0 as f64;
        let day_ends = self.day_ends();
        self.step += usize::from(self.steps.get(self.step).is_some_and(|step| step.to == edge));
        self.day += usize::from(day_ends == edge);
        self.piece = self.piece();
    }
}

/// Gaps of any law; time runs by the day's factor.
#[derive(Debug)]
struct Renewal<'c> {
    gap: &'c Law,
    days: Days<'c>,
    gaps: Stream,
    day: usize,
    /// The process's own clock in ticks, finer than the calendar's.
    clock: f64,
}

impl Renewal<'_> {
    /// The next arrival: a gap later, by a clock that runs at each day's own pace.
    fn next(&mut self, number: u64) -> SimTime {
        let mut gap = self.gap.sample(&mut self.gaps.draws(number, 0));
        loop {
            let pace = self.days.factors[self.day];
            let Some(midnight) = self.days.starts.get(self.day + 1) else {
                self.clock += if pace > 0.0 { gap / pace } else { f64::INFINITY };
                // `as` saturates: what never comes, comes at the end of time.
                return SimTime(self.clock as u64);
            };
            let left = pace * (midnight.0 as f64 - self.clock);
            if gap < left {
                self.clock += gap / pace;
                return SimTime(self.clock as u64);
            }
            gap -= left;
            self.clock = midnight.0 as f64;
            self.day += 1;
        }
    }
}

/// So many calls in each step, uniformly within it.
#[derive(Debug)]
struct Exact<'c> {
    steps: &'c [RateStep],
    days: Days<'c>,
    places: Stream,
    step: usize,
    /// Uniform numbers drawn so far.
    drawn: u64,
    /// Moments within the step under way, last first.
    moments: Vec<SimTime>,
}

impl Exact<'_> {
    fn next(&mut self) -> SimTime {
        while self.moments.is_empty() {
            let Some(step) = self.steps.get(self.step) else { return SimTime::NEVER };
            let expected = step.calls * self.days.of(step.from);
            let whole = expected as u64;
            let extra = self.places.happens(expected - whole as f64, self.step as u64, 1);
            let length = step.to.since(step.from).ticks();
            for _ in 0..whole + u64::from(extra) {
                let place = self.places.uniform(self.drawn, 0) * length;
                self.drawn += 1;
                self.moments.push(step.from + Span(place as u64));
            }
            self.moments.sort_unstable_by(|a, b| b.cmp(a));
            self.step += 1;
        }
        self.moments.pop().unwrap_or(SimTime::NEVER)
    }
}

/// The rows of a record as this replication plays them: as they are, or drawn anew, thinned,
/// doubled and moved about.
fn played<'c>(
    center: &Center,
    recorded: &'c Recorded,
    days: &Days<'_>,
    stream: impl Fn(Purpose) -> Stream,
) -> Cow<'c, [RecordedCall]> {
    let as_they_are = recorded.thin == 1.0 && days.factors.iter().all(|&factor| factor == 1.0);
    if as_they_are && !recorded.bootstrap && recorded.jitter == Span::ZERO {
        return Cow::Borrowed(&recorded.calls);
    }
    let rows = &recorded.calls;
    let (volume, jitter) = (stream(Purpose::Volume), stream(Purpose::Jitter));
    let resample = stream(Purpose::Resample);
    let mut calls = Vec::with_capacity(rows.len());
    for number in 0..rows.len() as u64 {
        let row = if recorded.bootstrap {
            rows[resample.draws(number, 0).below(rows.len() as u64) as usize]
        } else {
            rows[number as usize]
        };
        let copies = recorded.thin * days.of(row.at);
        let whole = copies as u32;
        let copies = whole + u32::from(volume.happens(copies - f64::from(whole), number, 0));
        for copy in 0..copies {
            // A second copy cannot stand on the first: it comes within half an interval of it.
            let spread = match copy {
                0 => recorded.jitter,
                _ => recorded.jitter.max(Span(center.horizon.interval.0 / 2)),
            };
            let moved = 2.0 * spread.ticks() * jitter.uniform(number, copy);
            let at = (row.at + Span(moved as u64)) - spread;
            if at < center.horizon.end {
                calls.push(RecordedCall { at, ..row });
            }
        }
    }
    calls.sort_by_key(|call| call.at);
    Cow::Owned(calls)
}
