//! The four workloads as the Rust programs share them: what is drawn, what is counted, and a center
//! that says what is to happen later. In seconds.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

const QUARTER: f64 = 900.0;
/// A caller is offered a callback so long after joining the line ..
pub const FIRST_OFFER: f64 = 30.0;
/// .. and so long after the offer before.
pub const NEXT_OFFER: f64 = 120.0;
const TARGET: f64 = 20.0;
const LONG_WAIT: f64 = 120.0;
const TALK: f64 = 300.0;
const ACCEPT: f64 = 0.3;

/// What the program was asked.
pub struct Asked {
    /// 1 to 4.
    pub work: u8,
    /// Calls of W1 and W2, days of W3 and W4.
    pub size: u64,
    /// Of the random numbers.
    pub seed: u64,
}

impl Asked {
    /// Reads `WORKLOAD SIZE SEED`.
    pub fn read() -> Self {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let number = |at: usize| words.get(at)?.trim_start_matches('W').parse().ok();
        match (number(0), number(1), number(2)) {
            (Some(work @ 1..=4), Some(size), Some(seed)) => Self { work: work as u8, size, seed },
            _ => panic!("usage: W1|W2|W3|W4 SIZE SEED (calls; days of W3 and W4)"),
        }
    }

    /// How often to play.
    pub fn replications(&self) -> u64 {
        if self.work < 3 { 1 } else { self.size }
    }
}

/// Random numbers: a Weyl sequence, mixed by one wide product, and inversion.
#[derive(Clone, Serialize, Deserialize)]
pub struct Draws(u64);

impl Draws {
    /// Of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Between 0 and 1, neither included.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x2d35_8dcc_aa6c_78a5);
        let wide = u128::from(self.0) * u128::from(self.0 ^ 0x8bb8_4b93_962e_acc9);
        let bits = (wide >> 64) as u64 ^ wide as u64;
        ((bits >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Exponential of a mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.uniform().ln()
    }

    /// Lognormal of mean 300 s and coefficient of variation 1.2.
    pub fn lognormal(&mut self) -> f64 {
        let spread = (1.0 + 1.2f64 * 1.2).ln().sqrt();
        let normal = (-2.0 * self.uniform().ln()).sqrt()
            * (std::f64::consts::TAU * self.uniform()).cos();
        (TALK.ln() - spread * spread / 2.0 + spread * normal).exp()
    }
}

/// The day by quarter hours: mean seconds between calls, and agents.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Day {
    /// Mean seconds between calls.
    pub gaps: Vec<f64>,
    /// Agents.
    pub staff: Vec<u32>,
}

impl Day {
    /// Reads `time,calls,agents`.
    pub fn read() -> Self {
        let path = std::env::var("DAY").unwrap_or("benches/scenarios/day.csv".into());
        let text = std::fs::read_to_string(&path).expect("the file of the day");
        let mut day = Self::default();
        for line in text.lines().skip(1) {
            let mut cells = line.split(',').skip(1);
            let mut number = || cells.next()?.parse::<f64>().ok();
            day.gaps.push(QUARTER / number().expect("calls"));
            day.staff.push(number().expect("agents") as u32);
        }
        day
    }
}

/// What is counted.
#[derive(Clone, Copy, Default, Debug, Serialize, Deserialize)]
pub struct Sums {
    /// Calls.
    pub calls: u64,
    /// Of them abandoned.
    pub abandoned: u64,
    /// Of them answered within 20 s.
    pub within: u64,
    /// Of them callbacks.
    pub callbacks: u64,
    /// Seconds waited.
    pub wait: f64,
}

impl Sums {
    /// One more replication.
    pub fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.abandoned += other.abandoned;
        self.within += other.within;
        self.callbacks += other.callbacks;
        self.wait += other.wait;
    }

    /// A caller is answered after a wait.
    pub fn answered(&mut self, wait: f64, as_callback: bool) {
        self.wait += wait;
        self.within += u64::from(wait <= TARGET && !as_callback);
    }

    /// One line of JSON, per call.
    pub fn tell(&self) {
        let share = |count: u64| count as f64 / self.calls as f64;
        println!(
            "{{\"calls\": {}, \"abandoned\": {}, \"wait\": {}, \"within\": {}, \"callbacks\": {}}}",
            self.calls,
            share(self.abandoned),
            self.wait / self.calls as f64,
            share(self.within),
            share(self.callbacks),
        );
    }
}

/// What happens at a moment.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Event {
    /// A call comes.
    Call,
    /// An agent has done.
    Done,
    /// The patience of this caller ends.
    Patience(u64),
    /// This caller is offered a callback.
    Offer(u64),
    /// The agents of this quarter hour are on duty.
    Shift(usize),
}

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
enum State {
    Waits,
    Gone,
    Callback,
}

#[derive(Clone, Serialize, Deserialize)]
struct Caller {
    arrived: f64,
    patience: f64,
    state: State,
}

/// The center, for libraries that call a handler at each event.
#[derive(Clone, Serialize, Deserialize)]
pub struct Center {
    work: u8,
    left: u64,
    day: Day,
    quarter: usize,
    draws: Draws,
    agents: u32,
    busy: u32,
    waiting: u32,
    line: VecDeque<Caller>,
    first: u64,
    /// What has been counted.
    pub sums: Sums,
}

impl Center {
    /// Before its first call.
    pub fn new(asked: &Asked, replication: u64, day: &Day) -> Self {
        Self {
            work: asked.work,
            left: asked.size,
            quarter: 0,
            draws: Draws::new(asked.seed * 1_000_003 + replication),
            agents: match asked.work {
                1 => 1,
                2 => 100,
                _ => day.staff[0],
            },
            day: day.clone(),
            busy: 0,
            waiting: 0,
            line: VecDeque::new(),
            first: 0,
            sums: Sums::default(),
        }
    }

    /// What is known before the first call.
    pub fn open(&mut self, mut plan: impl FnMut(f64, Event)) {
        self.await_call(0.0, &mut plan);
        for quarter in (1..self.day.staff.len()).filter(|_| self.work >= 3) {
            plan(QUARTER * quarter as f64, Event::Shift(quarter));
        }
    }

    /// An event; `plan` gets what follows from it, by its delay.
    pub fn handle(&mut self, now: f64, event: Event, mut plan: impl FnMut(f64, Event)) {
        match event {
            Event::Call => self.call(now, plan),
            Event::Done => {
                self.busy -= 1;
                self.serve(now, plan);
            }
            Event::Shift(quarter) => {
                self.agents = self.day.staff[quarter];
                self.serve(now, plan);
            }
            Event::Patience(who) => {
                if let Some(caller) = still(&mut self.line, self.first, who) {
                    caller.state = State::Gone;
                    self.sums.abandoned += 1;
                    self.sums.wait += now - caller.arrived;
                    self.waiting -= 1;
                }
            }
            Event::Offer(who) => {
                let is_long = f64::from(self.waiting) * TALK > LONG_WAIT * f64::from(self.agents);
                let Some(caller) = still(&mut self.line, self.first, who) else { return };
                if is_long && self.draws.uniform() < ACCEPT {
                    caller.state = State::Callback;
                    self.sums.callbacks += 1;
                } else if caller.patience > now + NEXT_OFFER {
                    plan(NEXT_OFFER, Event::Offer(who));
                } else {
                    plan(caller.patience - now, Event::Patience(who));
                }
            }
        }
    }

    fn await_call(&mut self, now: f64, plan: &mut impl FnMut(f64, Event)) {
        if self.work < 3 {
            if self.left > 0 {
                self.left -= 1;
                let mean = if self.work == 1 { 60.0 / 0.9 } else { 0.6 };
                plan(self.draws.exponential(mean), Event::Call);
            }
            return;
        }
        let mut at = now + self.draws.exponential(self.day.gaps[self.quarter]);
        while at > QUARTER * (self.quarter + 1) as f64 {
            self.quarter += 1;
            let Some(&gap) = self.day.gaps.get(self.quarter) else { return };
            at = QUARTER * self.quarter as f64 + self.draws.exponential(gap);
        }
        plan(at - now, Event::Call);
    }

    fn call(&mut self, now: f64, mut plan: impl FnMut(f64, Event)) {
        self.sums.calls += 1;
        self.await_call(now, &mut plan);
        if self.busy < self.agents {
            self.sums.answered(0.0, false);
            return self.talk(&mut plan);
        }
        let who = self.first + self.line.len() as u64;
        let patience = match self.work {
            1 => f64::INFINITY,
            2 => self.draws.exponential(120.0),
            _ => self.draws.exponential(180.0),
        };
        self.line.push_back(Caller { arrived: now, patience: now + patience, state: State::Waits });
        self.waiting += 1;
        if self.work == 4 && patience > FIRST_OFFER {
            plan(FIRST_OFFER, Event::Offer(who));
        } else if self.work > 1 {
            plan(patience, Event::Patience(who));
        }
    }

    fn talk(&mut self, plan: &mut impl FnMut(f64, Event)) {
        self.busy += 1;
        let talk =
            if self.work < 3 { self.draws.exponential(60.0) } else { self.draws.lognormal() };
        plan(talk, Event::Done);
    }

    fn serve(&mut self, now: f64, mut plan: impl FnMut(f64, Event)) {
        while self.busy < self.agents {
            let Some(caller) = self.line.pop_front() else { return };
            self.first += 1;
            if caller.state != State::Gone {
                self.sums.answered(now - caller.arrived, caller.state == State::Callback);
                self.waiting -= 1;
                self.talk(&mut plan);
            }
        }
    }
}

/// The caller of this number, if still waiting.
fn still(line: &mut VecDeque<Caller>, first: u64, who: u64) -> Option<&mut Caller> {
    let place = who.checked_sub(first)?;
    line.get_mut(place as usize).filter(|caller| caller.state == State::Waits)
}
