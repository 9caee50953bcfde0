//! The full log: every happening of a run in order, for traces, tests and explanations.

use super::{CallFacts, Duty, Happening, Observer};
use crate::ids::{AgentId, GroupId};
use crate::time::SimTime;

/// One line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Something happened to a call.
    Call(SimTime, CallFacts, Happening),
    /// An item waited, live or as a callback.
    Waited(CallFacts, bool, SimTime, SimTime),
    /// An agent's state changed.
    Agent(SimTime, GroupId, AgentId, Duty),
    /// The clock stopped.
    Finished(SimTime),
}

/// Everything that was said, in order. Its memory grows with the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The lines.
    pub entries: Vec<Entry>,
}

impl Observer for Log {
    const DETAIL: bool = true;

    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening) {
        self.entries.push(Entry::Call(at, *call, happening));
    }

    fn waited(&mut self, call: &CallFacts, as_callback: bool, from: SimTime, to: SimTime) {
        self.entries.push(Entry::Waited(*call, as_callback, from, to));
    }

    fn closed(&mut self, _: &CallFacts) {}

    fn agent(&mut self, at: SimTime, group: GroupId, agent: AgentId, change: Duty) {
        self.entries.push(Entry::Agent(at, group, agent, change));
    }

    fn finished(&mut self, at: SimTime) {
        self.entries.push(Entry::Finished(at));
    }
}
