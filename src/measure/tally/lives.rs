//! Calls whose whole life is known when it is said: put down first and counted many at a time, each
//! kind of total in a loop of its own.

use crate::ids::AgentId;
use crate::measure::frame::Frame;
use crate::measure::quotes::compare;
use crate::observe::{CallFacts, CallHash, Happening, Heard, Life, Promise};
use crate::time::SimTime;

use super::Tally;
use super::of_pair::OfPair;

/// So many are counted at a time.
const MANY: usize = 64;

/// Lives that have been put down: of those who were served at once, of those who waited before, and
/// of those who hung up, so that none is asked which it is.
#[derive(Debug, Default)]
pub(super) struct Lives {
    served_at_once: Vec<Noted>,
    served_later: Vec<Noted>,
    hung_up: Vec<Noted>,
    /// Those who waited and of whom a rule fired.
    heard_served: Told,
    heard_hung_up: Told,
    /// The waits of those who were served and had been quoted one.
    quoted: Vec<Quoted>,
}

/// A wait against what was quoted.
#[derive(Clone, Copy, Debug)]
struct Quoted {
    arrived: SimTime,
    until: SimTime,
    promised: SimTime,
    pair: u32,
}

/// Lives of which something has been told before: what the digest heard until their last offers.
#[derive(Debug, Default)]
struct Told {
    lives: Vec<Noted>,
    hashes: Vec<CallHash>,
}

/// A life, as it is put down.
#[derive(Clone, Copy, Debug)]
struct Noted {
    arrived: SimTime,
    /// When it was taken, or hung up.
    until: SimTime,
    talk_ticks: u64,
    wrap_ticks: u64,
    number: u64,
    pair: u32,
    /// Who served it, and of which group; 0 where it hung up.
    agent: u32,
    group: u32,
}

impl Tally<'_> {
    /// Puts a life down.
    #[inline(always)]
    pub(super) fn note(&mut self, life: Life<'_>) {
        let Life { call, waited, until, agent, heard } = life;
        let pair = self.pair(call) as u32;
        let &CallFacts { arrived, talk_ticks, wrap_ticks, number, .. } = call;
        let (group, by) = agent.map_or((0, 0), |(group, agent)| (group.0, agent.0));
        let noted =
            Noted { arrived, until, talk_ticks, wrap_ticks, number, pair, agent: by, group };
        if let Some(heard) = heard {
            return self.note_heard(noted, agent.is_some(), heard);
        }
        let lives = match (agent.is_some(), waited) {
            (true, false) => &mut self.lives.served_at_once,
            (true, true) => &mut self.lives.served_later,
            (false, _) => &mut self.lives.hung_up,
        };
        lives.push(noted);
        if lives.len() == MANY {
            self.count_lives();
        }
    }

    /// Puts down by when a call of a life was to be served; before the life itself is put down.
    #[inline(always)]
    pub(super) fn note_quote(&mut self, life: &Life<'_>, promised: SimTime) {
        if life.agent.is_some() {
            let (arrived, until, pair) = (life.call.arrived, life.until, self.pair(life.call));
            self.lives.quoted.push(Quoted { arrived, until, promised, pair: pair as u32 });
        }
    }

    /// Compares the waits that were quoted with those that came.
    fn compare_quotes(&mut self, quoted: &mut Vec<Quoted>) {
        for Quoted { arrived, until, promised, pair } in quoted.drain(..) {
            if let Some(interval) = self.counted_interval(arrived) {
                let left = self.position(until, interval);
                let pair = pair as usize;
                let cell = &mut self.pairs[pair].cells[left];
                let quotes = &mut self.waits[0].quoted[pair];
                compare(until, arrived, Promise::By(promised), cell, quotes);
            }
        }
    }

    /// Puts a life down of which a rule fired that offers callbacks, and counts the offers.
    fn note_heard(&mut self, life: Noted, is_served: bool, heard: Heard) {
        let hash = self.hear(&life, heard);
        let told =
            if is_served { &mut self.lives.heard_served } else { &mut self.lives.heard_hung_up };
        told.lives.push(life);
        told.hashes.push(hash);
        if told.lives.len() == MANY {
            self.count_lives();
        }
    }

    /// What the digest hears until the last offer; the offers are counted.
    fn hear(&mut self, life: &Noted, heard: Heard) -> CallHash {
        let mut hash = self.begins::<true>(life, Some(heard.fired()));
        let interval = self.counted_interval(life.arrived);
        let pair = life.pair as usize;
        let queue = self.pairs[pair].level.name;
        for (number, at) in heard.offers().take_while(|&(_, at)| at < life.until) {
            let number = number + 1;
            hash.happens(at, Happening::Offered { number }, queue, |_| 0);
            if let Some(interval) = interval {
                if number == 1 {
                    let cell = self.position(at, interval);
                    self.pairs[pair].cells[cell].callbacks_offered += 1;
                }
                self.waits[0].offers[pair].hear(at.since(life.arrived));
            }
        }
        hash
    }

    /// Counts all that have been put down.
    #[inline(never)]
    pub(super) fn count_lives(&mut self) {
        let mut lives = std::mem::take(&mut self.lives);
        self.count_kind::<true, false>(&mut lives.served_at_once);
        self.count_kind::<true, true>(&mut lives.served_later);
        self.count_kind::<false, true>(&mut lives.hung_up);
        self.count_told::<true>(&mut lives.heard_served);
        self.count_told::<false>(&mut lives.heard_hung_up);
        self.compare_quotes(&mut lives.quoted);
        self.lives = lives;
    }

    /// Counts lives of one kind.
    fn count_kind<const SERVED: bool, const WAITED: bool>(&mut self, lives: &mut Vec<Noted>) {
        for life in &*lives {
            let hash = self.begins::<WAITED>(life, None);
            self.ends::<SERVED>(life, hash);
        }
        self.count_all::<SERVED, WAITED>(lives);
        lives.clear();
    }

    /// Counts lives of one kind of which something has been told before.
    fn count_told<const SERVED: bool>(&mut self, told: &mut Told) {
        for (life, &hash) in told.lives.iter().zip(&told.hashes) {
            self.ends::<SERVED>(life, hash);
        }
        self.count_all::<SERVED, true>(&told.lives);
        told.lives.clear();
        told.hashes.clear();
    }

    fn count_all<const SERVED: bool, const WAITED: bool>(&mut self, lives: &[Noted]) {
        self.arrived += lives.len() as u64;
        self.count_each::<SERVED, WAITED>(lives);
        self.time_each::<SERVED, WAITED>(lives);
    }

    /// What the digest hears when it comes: also of a rule that fired.
    #[inline(always)]
    fn begins<const WAITED: bool>(&self, life: &Noted, fired: Option<Happening>) -> CallHash {
        let OfPair { type_name, level, .. } = &self.pairs[life.pair as usize];
        let mut hash = CallHash::new(*type_name, life.number);
        hash.happens(life.arrived, Happening::Arrived, level.name, |_| 0);
        if let Some(fired) = fired {
            hash.happens(life.arrived, fired, level.name, |_| 0);
        }
        if WAITED {
            hash.happens(life.arrived, Happening::Queued { position: 1 }, level.name, |_| 0);
        }
        hash
    }

    /// What the digest hears from then on.
    #[inline(always)]
    fn ends<const SERVED: bool>(&mut self, life: &Noted, mut hash: CallHash) {
        let queue = self.pairs[life.pair as usize].level.name;
        if SERVED {
            let (agent, who) = (AgentId(life.agent), self.frame.agents[life.agent as usize]);
            for happening in Happening::at_once(agent) {
                hash.happens(life.until, happening, queue, |_| who);
            }
            let talk_ends = SimTime(life.until.0 + life.talk_ticks);
            hash.happens(talk_ends, Happening::TalkEnded { agent }, queue, |_| who);
            let since = life.until;
            let wrapped_up = Happening::WrapUpEnded { agent, since, connected: true };
            hash.happens(life.work_ends(), wrapped_up, queue, |_| who);
        } else {
            hash.happens(life.until, Happening::Abandoned { agent: None }, queue, |_| 0);
        }
        self.digest.add(hash.spread());
    }

    /// Counts them, in the interval of their arrival or of each event.
    fn count_each<const SERVED: bool, const WAITED: bool>(&mut self, lives: &[Noted]) {
        let &Frame { warm_up, end, by_event, has_moves, .. } = self.frame;
        let mut first_ticks = 0;
        for life in lives {
            if life.arrived < warm_up || life.arrived >= end {
                continue;
            }
            let interval = self.interval_of(life.arrived);
            let left = by_event.then(|| self.position_of(life.until));
            let pair = life.pair as usize;
            let OfPair { level, cells, .. } = &mut self.pairs[pair];
            let brought_ticks = life.talk_ticks + life.wrap_ticks;
            first_ticks += if CallFacts::is_first(life.number) { brought_ticks } else { 0 };
            let came = &mut cells[interval as usize];
            came.arrives(life.number, brought_ticks);
            came.no_free_agent += u64::from(WAITED);
            let wait = life.until.since(life.arrived);
            let cell = match left {
                Some(left) => &mut cells[left],
                None => came,
            };
            let lengths = &mut self.waits[0];
            if SERVED {
                cell.answered(wait, wait <= level.within);
                cell.handle_ticks += brought_ticks;
                lengths.answered[pair].add(wait);
                if has_moves {
                    lengths.answered_here[pair].add(wait);
                }
            } else {
                cell.abandoned(wait, level);
                lengths.abandoned[pair].add(wait);
            }
        }
        self.brought_ticks[0] += first_ticks;
    }

    /// Adds their time in queue and in an agent's hands.
    fn time_each<const SERVED: bool, const WAITED: bool>(&mut self, lives: &[Noted]) {
        let grid = self.grid;
        for life in lives {
            let until = grid.find(life.until);
            if WAITED {
                let queue = &mut self.pairs[life.pair as usize].live_queue;
                queue.begins(grid.find(life.arrived));
                queue.ends(until);
            }
            if SERVED {
                let busy = &mut self.busy[life.group as usize];
                busy.begins(until);
                busy.ends(grid.find(life.work_ends()));
            }
        }
    }
}

impl Noted {
    /// When the agent is free again.
    #[inline(always)]
    fn work_ends(&self) -> SimTime {
        SimTime(self.until.0 + self.talk_ticks + self.wrap_ticks)
    }
}
