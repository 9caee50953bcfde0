//! Callback offers by how long the caller had waited: how many were heard, how many accepted.

use crate::time::Span;

use super::quotes::{QUOTE_CLASSES, quote_class};

/// Offers by class of the wait before them; classes begin at [`QUOTE_CLASSES`].
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// One entry a class; empty until the first offer.
    classes: Vec<OfferClass>,
}

/// The offers that callers heard after about the same wait.
#[derive(Clone, Copy, Debug, Default)]
pub struct OfferClass {
    /// Offers that were heard.
    pub heard: u64,
    /// Offers that were accepted.
    pub accepted: u64,
    /// Sum of the waits before the offers, in ticks.
    pub waited_ticks: u64,
}

impl Offers {
    /// A caller hears an offer after such a wait; the class of the offer.
    pub(super) fn hear(&mut self, waited: Span) -> u8 {
        if self.classes.is_empty() {
            self.classes = vec![OfferClass::default(); QUOTE_CLASSES.len()];
        }
        let position = quote_class(waited);
        let class = &mut self.classes[position];
        class.heard += 1;
        class.waited_ticks += waited.0;
        position as u8
    }

    /// The caller accepts an offer of this class.
    pub(super) fn accept(&mut self, class: u8) {
        if let Some(class) = self.classes.get_mut(usize::from(class)) {
            class.accepted += 1;
        }
    }

    /// Adds another's counts.
    pub fn merge(&mut self, other: &Self) {
        if self.classes.is_empty() {
            self.classes.clone_from(&other.classes);
            return;
        }
        for (mine, theirs) in self.classes.iter_mut().zip(&other.classes) {
            mine.heard += theirs.heard;
            mine.accepted += theirs.accepted;
            mine.waited_ticks += theirs.waited_ticks;
        }
    }

    /// Forgets everything but keeps its memory.
    pub(super) fn clear(&mut self) {
        self.classes.fill(OfferClass::default());
    }

    /// The classes in which offers were heard, the shortest wait first.
    pub fn classes(&self) -> impl Iterator<Item = &OfferClass> {
        self.classes.iter().filter(|class| class.heard > 0)
    }
}
