//! The line before a queue: by place, with items leaving from its middle and coming back.

use std::collections::{BTreeMap, VecDeque};

use crate::time::SimTime;

/// Where an item stands: by its standing, then by entry, then by order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Smaller first, whatever the age.
    pub(super) standing: u64,
    /// When it entered; zero for an item put before all others.
    pub(super) entered: SimTime,
    /// Order of arrival.
    pub(super) serial: u64,
}

/// Added to the standing of callbacks that are taken only when no live call waits.
pub(super) const AFTER_LIVE: u64 = 1 << 62;

/// Where an item is kept, so that it can be taken out without a search: in the row, by its number
/// since the start, or among those who came back, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket(u64);

impl Ticket {
    const RETURNED: Self = Self(u64::MAX);
}

/// No item: one has left the row from its middle.
const LEFT: u32 = u32::MAX;

/// Work items, by their slots, in order of place. Nearly all join at the end and leave at the head,
/// so they stand in a row; the few that come back to an earlier place stand beside it.
#[derive(Debug, Default)]
pub(super) struct Line {
    row: VecDeque<u32>,
    /// Number of the row's first element since the start.
    gone: u64,
    returned: BTreeMap<Place, u32>,
    /// The last place in the row; places in it do not fall.
    last: Option<Place>,
}

impl Line {
    /// Joins: behind all others of the row, or beside it where an earlier place is due.
    #[inline(always)]
    pub(super) fn join(&mut self, place: Place, slot: u32) -> Ticket {
        if self.last.is_some_and(|last| place < last) {
            return self.come_back(place, slot);
        }
        self.last = Some(place);
        self.row.push_back(slot);
        Ticket(self.gone + self.row.len() as u64 - 1)
    }

    /// Comes back to a place.
    pub(super) fn come_back(&mut self, place: Place, slot: u32) -> Ticket {
        self.returned.insert(place, slot);
        Ticket::RETURNED
    }

    /// Leaves the place at which it stands.
    #[inline(always)]
    pub(super) fn leave(&mut self, ticket: Ticket, place: &Place) {
        if ticket.0 == self.gone {
            self.head_leaves();
        } else {
            self.leaves_elsewhere(ticket, place);
        }
    }

    #[inline(always)]
    fn head_leaves(&mut self) {
        self.row.pop_front();
        self.gone += 1;
        if self.row.front() == Some(&LEFT) {
            self.close_ranks();
        }
        if self.row.is_empty() {
            self.last = None;
        }
    }

    /// Who had left behind the head is gone for good.
    fn close_ranks(&mut self) {
        while self.row.front() == Some(&LEFT) {
            self.row.pop_front();
            self.gone += 1;
        }
    }

    fn leaves_elsewhere(&mut self, ticket: Ticket, place: &Place) {
        if ticket == Ticket::RETURNED {
            self.returned.remove(place);
        } else {
            self.row[(ticket.0 - self.gone) as usize] = LEFT;
        }
    }

    /// The items from the head on; the places of those in the row are asked for where others came
    /// back.
    pub(super) fn iter(&self, place: impl Fn(u32) -> Place) -> impl Iterator<Item = u32> {
        let mut row = self.row.iter().copied().filter(|&slot| slot != LEFT).peekable();
        let mut returned = self.returned.iter().map(|(&place, &slot)| (place, slot)).peekable();
        std::iter::from_fn(move || match (row.peek(), returned.peek()) {
            (Some(&a), Some(b)) if b.0 < place(a) => returned.next().map(|(_, slot)| slot),
            (Some(_), _) => row.next(),
            (None, _) => returned.next().map(|(_, slot)| slot),
        })
    }

    /// The head.
    #[inline(always)]
    pub(super) fn first(&self, place: impl Fn(u32) -> Place) -> Option<u32> {
        if self.returned.is_empty() {
            return self.row.front().copied();
        }
        self.iter(place).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(at: u64) -> Place {
        Place { standing: 1, entered: SimTime(at), serial: at }
    }

    #[test]
    fn items_leave_from_the_middle_and_come_back_to_their_place() {
        let mut line = Line::default();
        let tickets: Vec<_> = (1..=4).map(|at| line.join(place(at), at as u32)).collect();
        let at = |slot: u32| place(u64::from(slot));
        let slots = |line: &Line| line.iter(at).collect::<Vec<_>>();
        line.leave(tickets[1], &place(2));
        assert_eq!(slots(&line), [1, 3, 4]);
        line.leave(tickets[0], &place(1));
        assert_eq!(line.first(at), Some(3));
        let back = line.come_back(place(2), 2);
        assert_eq!(slots(&line), [2, 3, 4]);
        line.leave(tickets[2], &place(3));
        let later = line.come_back(place(9), 9);
        assert_eq!(slots(&line), [2, 4, 9]);
        line.leave(back, &place(2));
        line.leave(tickets[3], &place(4));
        assert_eq!(slots(&line), [9]);
        line.leave(later, &place(9));
        assert_eq!(line.first(at), None);
    }
}
