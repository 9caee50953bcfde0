//! Calls whose whole life is known when it is said: put down first and counted many at a time, each
//! kind of total in a loop of its own.

use crate::ids::AgentId;
use crate::measure::frame::Frame;
use crate::observe::{CallFacts, CallHash, Happening, Life};
use crate::time::SimTime;

use super::Tally;
use super::of_pair::OfPair;

/// So many are counted at a time.
pub(super) const MANY: usize = 64;

/// No agent.
const NOBODY: u32 = u32::MAX;

/// A life, as it is put down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    arrived: SimTime,
    /// When it was taken, or hung up.
    until: SimTime,
    talk_ticks: u64,
    wrap_ticks: u64,
    number: u64,
    pair: u32,
    /// Who served it; [`NOBODY`] where it hung up.
    agent: u32,
    group: u32,
    waited: bool,
}

impl Tally<'_> {
    /// Puts a life down.
    #[inline(always)]
    pub(super) fn note(&mut self, life: Life<'_>) {
        let Life { call, waited, until, agent } = life;
        let pair = self.pair(call) as u32;
        let &CallFacts { arrived, talk_ticks, wrap_ticks, number, .. } = call;
        let (group, agent) = agent.map_or((NOBODY, NOBODY), |(group, agent)| (group.0, agent.0));
        self.lives.push(Noted {
            arrived,
            until,
            talk_ticks,
            wrap_ticks,
            number,
            pair,
            agent,
            group,
            waited,
        });
        if self.lives.len() == MANY {
            self.count_lives();
        }
    }

    /// Counts all that have been put down.
    pub(super) fn count_lives(&mut self) {
        let mut lives = std::mem::take(&mut self.lives);
        self.arrived += lives.len() as u64;
        self.hash_each(&lives);
        self.count_each(&lives);
        self.time_each(&lives);
        lives.clear();
        self.lives = lives;
    }

    /// What the digest hears of them.
    fn hash_each(&mut self, lives: &[Noted]) {
        for life in lives {
            let OfPair { type_name, level, .. } = &self.pairs[life.pair as usize];
            let mut hash = CallHash::new(*type_name, life.number);
            hash.happens(life.arrived, Happening::Arrived, level.name, |_| 0);
            if life.waited {
                let queued = Happening::Queued { position: 1 };
                hash.happens(life.arrived, queued, level.name, |_| 0);
            }
            match self.frame.agents.get(life.agent as usize) {
                Some(&who) => {
                    let agent = AgentId(life.agent);
                    for happening in Happening::at_once(agent) {
                        hash.happens(life.until, happening, level.name, |_| who);
                    }
                    let talk_ends = SimTime(life.until.0 + life.talk_ticks);
                    hash.happens(talk_ends, Happening::TalkEnded { agent }, level.name, |_| who);
                    let since = life.until;
                    let wrapped_up = Happening::WrapUpEnded { agent, since, connected: true };
                    hash.happens(life.work_ends(), wrapped_up, level.name, |_| who);
                }
                None => {
                    let abandoned = Happening::Abandoned { agent: None };
                    hash.happens(life.until, abandoned, level.name, |_| 0);
                }
            }
            self.digest.add(hash.spread());
        }
    }

    /// Counts them, in the interval of their arrival or of each event.
    fn count_each(&mut self, lives: &[Noted]) {
        let &Frame { warm_up, end, by_event, has_moves, .. } = self.frame;
        let mut first_ticks = 0;
        for life in lives {
            if life.arrived < warm_up || life.arrived >= end {
                continue;
            }
            let interval = self.interval_of(life.arrived);
            let left = if by_event { self.position_of(life.until) } else { interval as usize };
            let pair = life.pair as usize;
            let OfPair { level, cells, .. } = &mut self.pairs[pair];
            let brought_ticks = life.talk_ticks + life.wrap_ticks;
            first_ticks += if CallFacts::is_first(life.number) { brought_ticks } else { 0 };
            let cell = &mut cells[interval as usize];
            cell.arrives(life.number, brought_ticks);
            cell.no_free_agent += u64::from(life.waited);
            let wait = life.until.since(life.arrived);
            let cell = &mut cells[left];
            let lengths = &mut self.waits[0];
            if life.agent == NOBODY {
                cell.abandoned(wait, level);
                lengths.abandoned[pair].add(wait);
                continue;
            }
            cell.answered(wait, wait <= level.within);
            cell.handle_ticks += brought_ticks;
            lengths.answered[pair].add(wait);
            if has_moves {
                lengths.answered_here[pair].add(wait);
            }
        }
        self.brought_ticks[0] += first_ticks;
    }

    /// Adds their time in queue and in an agent's hands.
    fn time_each(&mut self, lives: &[Noted]) {
        let grid = self.grid;
        for life in lives {
            let until = grid.find(life.until);
            if life.waited {
                let queue = &mut self.pairs[life.pair as usize].live_queue;
                queue.begins(grid.find(life.arrived));
                queue.ends(until);
            }
            if let Some(busy) = self.busy.get_mut(life.group as usize) {
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
