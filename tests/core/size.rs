//! How large a proof is: the gate's size, the full one, or the quick one that judges mutants.

/// The size that the environment asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// `RINGBACK_QUICK`: a tenth of the gate's. Enough to see a fault, too little to prove much.
    Quick,
    /// What every change has to meet.
    Gate,
    /// `RINGBACK_FULL`: what docs/validation.md says.
    Full,
}

/// The size of this run.
pub(crate) fn size() -> Size {
    let asked = |name| std::env::var_os(name).is_some();
    match (asked("RINGBACK_FULL"), asked("RINGBACK_QUICK")) {
        (true, _) => Size::Full,
        (_, true) => Size::Quick,
        _ => Size::Gate,
    }
}

/// Whether it is the full size.
pub(crate) fn is_full() -> bool {
    size() == Size::Full
}

/// A number of replications, experiments or centers; at the quick size a tenth of the gate's.
pub(crate) fn sized(gate: u64, full: u64) -> u64 {
    match size() {
        Size::Quick => gate.div_ceil(10),
        Size::Gate => gate,
        Size::Full => full,
    }
}

/// How wide an interval may be; the quick size asks only that values are near.
pub(crate) fn bound(gate: f64, full: f64) -> f64 {
    match size() {
        Size::Quick => f64::INFINITY,
        Size::Gate => gate,
        Size::Full => full,
    }
}
