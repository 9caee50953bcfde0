//! Presets of direct callback: how products do it, as defaults of all other settings.
//!
//! What a product documents is taken from its own pages as read in 2026; where they are silent
//! the value of `d365` stays, and the report names the preset among its assumptions.

use crate::model::{Callback, CallbackMode};
use crate::time::Span;

/// Names of the presets, in the order of [`preset`].
pub(super) const PRESETS: [&str; 5] =
    ["d365", "d365-customer-first", "amazon-connect", "genesys", "twilio-flex"];

/// The defaults of a preset.
///
/// - `d365`: Dynamics 365, direct callback: offers after 30 s and every 120 s, kept place, agent
///   first, closed after seven days, no retries (learn.microsoft.com, voice channel direct
///   callback, 2026-09-16). Prompts of 9 s and 7 s and ringing for 25 s are assumptions.
/// - `d365-customer-first`: the customer is dialled when the item is at the head and an agent is
///   free (configure customer-first callback, 2026-09-18). Two retries 15 minutes apart are an
///   assumption; the page leaves number and wait to the administrator, from 5 minutes on.
/// - `amazon-connect`: agent first; in the sample two retries 10 minutes apart, only after no
///   answer: voicemail counts as connected (Amazon Connect administrator guide, queued callback).
/// - `genesys`: agent first, the callback takes the caller's position; another try is the
///   agent's own affair (help.mypurecloud.com, customer-first callbacks overview); 30 days.
/// - `twilio-flex`: the task keeps the creation time of the call; up to three attempts (Flex
///   project template, callback and voicemail). The 15 minutes between them are an assumption.
pub(super) fn preset(number: usize) -> Callback {
    let d365 = Callback::default();
    match PRESETS[number] {
        "d365-customer-first" => {
            Callback { mode: CallbackMode::CustomerFirst, attempts: 3, ..d365 }
        }
        "amazon-connect" => Callback {
            attempts: 3,
            retry_after: Span::from_secs(600),
            machine_counts_as_answered: true,
            ..d365
        },
        "genesys" => Callback { expire_after: Span::from_secs(30 * 86_400), ..d365 },
        "twilio-flex" => Callback { attempts: 3, ..d365 },
        _ => d365,
    }
}
