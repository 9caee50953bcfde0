//! The streams that the calls of a type draw from, one for each purpose.

use crate::random::{Purpose, Stream, name_hash};

/// The streams that a type's calls draw from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Luck {
    pub(super) route: Stream,
    pub(super) talk_time: Stream,
    pub(super) after_call_work: Stream,
    pub(super) patience: Stream,
    pub(super) balk: Stream,
    pub(super) accept: Stream,
    pub(super) decision: Stream,
    pub(super) answer: Stream,
    pub(super) ring: Stream,
    pub(super) preview: Stream,
    pub(super) callback_talk_time: Stream,
    pub(super) notification_accept: Stream,
    pub(super) notification_outcome: Stream,
    pub(super) redial: Stream,
    pub(super) repeat: Stream,
    pub(super) transfer: Stream,
    pub(super) voicemail: Stream,
    pub(super) attribute: Stream,
    pub(super) patience_after_answer: Stream,
    pub(super) machine: Stream,
    pub(super) call_again: Stream,
    pub(super) assignment: Stream,
    pub(super) rule_share: Stream,
}

impl Luck {
    /// The streams of the type of that name.
    pub(super) fn new(seed: u64, replication: u64, name: &str) -> Self {
        let entity = name_hash(name);
        let stream = |purpose| Stream::new(seed, replication, purpose, entity);
        Self {
            route: stream(Purpose::Route),
            talk_time: stream(Purpose::TalkTime),
            after_call_work: stream(Purpose::AfterCallWork),
            patience: stream(Purpose::Patience),
            balk: stream(Purpose::Balk),
            accept: stream(Purpose::Accept),
            decision: stream(Purpose::Decision),
            answer: stream(Purpose::Answer),
            ring: stream(Purpose::Ring),
            preview: stream(Purpose::Preview),
            callback_talk_time: stream(Purpose::CallbackTalkTime),
            notification_accept: stream(Purpose::NotificationAccept),
            notification_outcome: stream(Purpose::NotificationOutcome),
            redial: stream(Purpose::Redial),
            repeat: stream(Purpose::Repeat),
            transfer: stream(Purpose::Transfer),
            voicemail: stream(Purpose::Voicemail),
            attribute: stream(Purpose::Attribute),
            patience_after_answer: stream(Purpose::PatienceAfterAnswer),
            machine: stream(Purpose::Machine),
            call_again: stream(Purpose::CallAgain),
            assignment: stream(Purpose::Assignment),
            rule_share: stream(Purpose::RuleShare),
        }
    }
}
