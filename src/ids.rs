//! Typed indices: what the engine calls things, so that a queue is never taken for a group.

/// Defines an index type over `u32`.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the list that the id points into.
            #[inline]
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// Position of a call type in [`Center::call_types`](crate::model::Center::call_types).
    CallTypeId
);
id!(
    /// Position of a queue in [`Center::queues`](crate::model::Center::queues).
    QueueId
);
id!(
    /// Position of an agent group in [`Center::groups`](crate::model::Center::groups).
    GroupId
);
id!(
    /// One agent of the whole center, numbered through all groups in their order.
    AgentId
);
