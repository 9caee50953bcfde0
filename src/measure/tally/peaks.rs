//! The most that was there at once: work items waiting, callbacks pending.

/// A number that goes up and down, and the most that it was.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peak {
    pub(super) now: u64,
    pub(super) most: u64,
}

impl Peak {
    #[inline]
    pub(super) fn up(&mut self) {
        self.now += 1;
        self.most = self.most.max(self.now);
    }

    #[inline]
    pub(super) fn down(&mut self) {
        self.now -= 1;
    }
}

/// Work items waiting, and callbacks accepted and not closed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peaks {
    pub(super) waiting: Peak,
    pub(super) pending: Peak,
}

impl Peaks {
    /// What is there now is the most so far.
    pub(super) fn begin_anew(&mut self) {
        self.waiting.most = self.waiting.now;
        self.pending.most = self.pending.now;
    }

    /// The higher of both.
    pub(super) fn or(mut self, other: &Self) -> Self {
        self.waiting.most = self.waiting.most.max(other.waiting.most);
        self.pending.most = self.pending.most.max(other.pending.most);
        self
    }
}
