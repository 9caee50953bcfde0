//! Records one replication: hears the engine and writes what it says as events of a trace.

use serde_json::json;

use crate::engine;
use crate::ids::{AgentId, GroupId};
use crate::model::{Action, Center};
use crate::observe::{CallFacts, Duty, Happening, Observer};
use crate::scenario::{Study, Variant};
use crate::time::SimTime;

use super::event::{Detail, Event, Trace};

/// Simulates one replication of a variant and tells everything that happens in it.
#[must_use]
pub fn record(study: &Study, variant: &Variant, replication: u64) -> Trace {
    let mut recorder = Recorder {
        study,
        center: &variant.center,
        agents: agents(&variant.center),
        told: (SimTime::NEVER, String::new()),
        events: Vec::new(),
    };
    let luck = study.run.luck(replication);
    engine::simulate(&variant.center, study.run.seed, luck, &mut recorder);
    let manifest = json!({
        "schema": "ringback.trace/1",
        "ringback": env!("CARGO_PKG_VERSION"),
        "scenario": study.name,
        "scenario_sha256": study.scenario_sha256,
        "seed": study.run.seed,
        "variant": variant.name,
        "replication": replication,
        "start": study.timeline.start,
        "end": study.timeline.end,
        "time_zone": study.timeline.time_zone,
    });
    Trace { manifest: manifest.to_string(), events: recorder.events }
}

/// Group and number of each agent, `team/4`.
fn agents(center: &Center) -> Vec<String> {
    let of_group = |group: &crate::model::AgentGroup| {
        let name = group.name.clone();
        (1..=group.most_agents()).map(move |number| format!("{name}/{number}"))
    };
    center.groups.iter().flat_map(of_group).collect()
}

struct Recorder<'s> {
    study: &'s Study,
    center: &'s Center,
    agents: Vec<String>,
    /// The last moment that was told, in civil time.
    told: (SimTime, String),
    events: Vec<Event>,
}

impl Recorder<'_> {
    fn tell(&mut self, at: SimTime, event: Event) {
        if self.told.0 != at {
            self.told = (at, self.study.timeline.told(at));
        }
        self.events.push(Event { ticks: at.0, at: self.told.1.clone(), ..event });
    }

    fn name(&self, agent: Option<AgentId>) -> String {
        agent.map_or_else(String::new, |agent| self.agents[agent.index()].clone())
    }

    /// The overflow rule that fired, with what it does and where it sends the call.
    fn rule(&self, call: &CallFacts, rule: u32, route: Option<u32>) -> Details {
        let of_route =
            route.and_then(|route| self.center.routing.rules[route as usize].overflow.as_deref());
        let rules = of_route.unwrap_or(&self.center.queues[call.queue.index()].overflow);
        let rule = &rules[rule as usize];
        let action = match rule.action {
            Action::DirectCallback => "direct_callback",
            Action::Transfer(_) => "transfer",
            Action::External => "external",
            Action::Voicemail => "voicemail",
            Action::EndCall => "end_call",
            Action::AssignAnyway => "assign_anyway",
        };
        let mut details = vec![
            ("rule", Detail::Text(rule.name.clone())),
            ("action", Detail::Text(action.to_owned())),
        ];
        if !rule.to.is_empty() {
            details.push(("to", Detail::Text(rule.to.clone())));
        }
        details
    }

    fn queue(&self, queue: crate::ids::QueueId) -> Detail {
        Detail::Text(self.center.queues[queue.index()].name.clone())
    }
}

type Details = Vec<(&'static str, Detail)>;

/// Name, agent and details of a happening.
fn words(
    recorder: &Recorder<'_>,
    call: &CallFacts,
    happening: Happening,
) -> (&'static str, Option<AgentId>, Details) {
    let number = |key: &'static str, value: u32| vec![(key, Detail::Number(value.into()))];
    let due = |at: SimTime| vec![("due", Detail::Moment(at.0))];
    let callback = || vec![("callback", Detail::Flag(call.is_callback()))];
    match happening {
        Happening::Arrived => {
            let mut details = Vec::new();
            if call.redials() == 0 && call.repeats() > 0 {
                details.push(("repeat", Detail::Flag(true)));
            }
            if call.is_booked() {
                details.push(("booked", Detail::Flag(true)));
            }
            ("arrived", None, details)
        }
        Happening::Blocked => ("blocked", None, vec![]),
        Happening::OutOfHours => ("out_of_hours", None, vec![]),
        Happening::Overflowed { rule, route } => {
            ("overflowed", None, recorder.rule(call, rule, route))
        }
        Happening::Moved { from, .. } => ("moved", None, vec![("from", recorder.queue(from))]),
        Happening::MovedTooOften => ("moved_too_often", None, vec![]),
        Happening::SentOutside => ("sent_outside", None, vec![]),
        Happening::VoicemailLeft => ("voicemail_left", None, vec![]),
        Happening::EndedByOverflow => ("ended_by_overflow", None, vec![]),
        Happening::Balked => ("balked", None, vec![]),
        Happening::Queued { position } => ("queued", None, number("position", position)),
        Happening::Offered { number: count } => ("offered", None, number("number", count)),
        Happening::CallbackAccepted { position } => {
            ("callback_accepted", None, number("position", position))
        }
        Happening::CallEndedForCallback => ("call_ended_for_callback", None, vec![]),
        Happening::Abandoned { agent } => ("abandoned", agent, vec![]),
        Happening::CallbackDue => ("callback_due", None, vec![]),
        Happening::Assigned { agent } => ("assigned", Some(agent), vec![]),
        Happening::Notified { agent } => ("notified", Some(agent), callback()),
        Happening::Accepted { agent, .. } => ("accepted", Some(agent), vec![]),
        Happening::Rejected { agent } => ("rejected", Some(agent), callback()),
        Happening::Missed { agent } => ("missed", Some(agent), callback()),
        Happening::Dialled { agent, attempt } => ("dialled", agent, number("attempt", attempt)),
        Happening::CustomerAnswered { agent } => ("customer_answered", agent, vec![]),
        Happening::CustomerUnanswered { agent, last } => {
            ("customer_unanswered", agent, vec![("last", Detail::Flag(last))])
        }
        Happening::RetryScheduled { due: at } => ("retry_scheduled", None, due(at)),
        Happening::Requeued => ("requeued", None, vec![]),
        Happening::CallbackExpired => ("callback_expired", None, vec![]),
        Happening::CallbackAbandoned { agent } => ("callback_abandoned", agent, vec![]),
        Happening::CallbackDeduplicated => ("callback_deduplicated", None, vec![]),
        Happening::Connected { agent } => ("connected", Some(agent), callback()),
        Happening::TalkEnded { agent } => ("talk_ended", Some(agent), vec![]),
        Happening::WrapUpEnded { agent, .. } => ("wrap_up_ended", Some(agent), vec![]),
        Happening::Transferred { agent, from } => {
            ("transferred", Some(agent), vec![("from", recorder.queue(from))])
        }
        Happening::RedialScheduled { due: at } => ("redial_scheduled", None, due(at)),
        Happening::RepeatScheduled { due: at } => ("repeat_scheduled", None, due(at)),
        Happening::Unfinished => ("unfinished", None, vec![]),
    }
}

impl Observer for Recorder<'_> {
    const DETAIL: bool = true;

    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening) {
        let (name, agent, details) = words(self, call, happening);
        let event = Event {
            event: name.to_owned(),
            call_type: self.center.call_types[call.call_type.index()].name.clone(),
            call: Some(call.number % CallFacts::FIRST_CALLS),
            again: call.number / CallFacts::FIRST_CALLS,
            queue: self.center.queues[call.queue.index()].name.clone(),
            agent: self.name(agent),
            details,
            ..Event::default()
        };
        self.tell(at, event);
    }

    fn waited(&mut self, _: &CallFacts, _: bool, _: SimTime, _: SimTime) {}

    fn closed(&mut self, _: &CallFacts) {}

    fn agent(&mut self, at: SimTime, _: GroupId, agent: AgentId, change: Duty) {
        let name = match change {
            Duty::Started => "shift_started",
            Duty::Ended { .. } => "shift_ended",
            Duty::Busy | Duty::Free { .. } => return,
        };
        let event =
            Event { event: name.to_owned(), agent: self.name(Some(agent)), ..Event::default() };
        self.tell(at, event);
    }

    fn finished(&mut self, _: SimTime) {}
}
