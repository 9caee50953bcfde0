//! odem-rs: a process per caller who stands in a line or gives up. `odem_peer W1..W3 SIZE SEED`.
//!
//! Who leaves a line loses the place in it, so there is no W4.

use std::cell::{Cell, RefCell};

use odem_rs::prelude::*;
use odem_rs::sync::chain::Chain;
use peers::{Asked, Day, Draws, Sums};

#[derive(Config, Default)]
struct Center {
    work: u8,
    count: u64,
    day: Day,
    draws: RefCell<Option<Draws>>,
    line: Chain,
    agents: Cell<i64>,
    busy: Cell<i64>,
    left: Cell<u64>,
    sums: RefCell<Sums>,
}

impl Center {
    fn draw<T>(&self, draw: impl Fn(&mut Draws) -> T) -> T {
        draw(self.draws.borrow_mut().as_mut().expect("a seed"))
    }

    /// Whoever stands first in the line gets an agent, if one is free.
    fn serve(&self) -> bool {
        let serves = self.busy.get() < self.agents.get()
            && self.line.notifier().first().go().is_some();
        self.busy.update(|busy| busy + i64::from(serves));
        serves
    }
}

struct Caller;

impl Behavior<Center> for Caller {
    type Output = ();

    async fn actions(&self, sim: &Sim<Center>) {
        let center = sim.global();
        center.sums.borrow_mut().calls += 1;
        let arrived = sim.now();
        let is_served = if center.busy.get() < center.agents.get() {
            center.busy.update(|busy| busy + 1);
            true
        } else if center.work == 1 {
            center.line.fifo().await;
            true
        } else {
            let mean = if center.work == 2 { 120.0 } else { 180.0 };
            let patience = center.draw(|draws| draws.exponential(mean));
            let line = async {
                center.line.fifo().await;
                true
            };
            let patience = async {
                sim.advance(patience).await;
                false
            };
            sim.fork(line).or(patience).await
        };
        let wait = sim.now() - arrived;
        if is_served {
            center.sums.borrow_mut().answered(wait, false);
            let talk = if center.work < 3 {
                center.draw(|draws| draws.exponential(60.0))
            } else {
                center.draw(Draws::lognormal)
            };
            sim.advance(talk).await;
            center.busy.update(|busy| busy - 1);
            center.serve();
        } else {
            let mut sums = center.sums.borrow_mut();
            sums.abandoned += 1;
            sums.wait += wait;
        }
        center.left.update(|left| left + 1);
    }
}

/// Calls come: so many, or those of a day, whose shifts change with its quarter hours.
async fn play(sim: &Sim<Center>) {
    let center = sim.global();
    if center.work < 3 {
        let gap = if center.work == 1 { 60.0 / 0.9 } else { 0.6 };
        for _ in 0..center.count {
            sim.advance(center.draw(|draws| draws.exponential(gap))).await;
            sim.spawn(Caller);
        }
    }
    for (quarter, (&gap, &staff)) in center.day.gaps.iter().zip(&center.day.staff).enumerate() {
        if center.work < 3 {
            break;
        }
        center.agents.set(staff.into());
        while center.serve() {}
        let until = 900.0 * (quarter + 1) as f64;
        loop {
            let gap = center.draw(|draws| draws.exponential(gap));
            if sim.now() + gap > until {
                break;
            }
            sim.advance(gap).await;
            sim.spawn(Caller);
        }
        sim.advance(until - sim.now()).await;
    }
    while center.left.get() < center.sums.borrow().calls {
        sim.advance(60.0).await;
    }
}

fn main() {
    let asked = Asked::read();
    let hours = Day::read();
    assert!(asked.work < 4, "odem_peer plays W1 to W3");
    let mut sums = Sums::default();
    for replication in 0..asked.replications() {
        let center = Center {
            work: asked.work,
            count: asked.size,
            day: hours.clone(),
            draws: RefCell::new(Some(Draws::new(asked.seed * 1_000_003 + replication))),
            agents: Cell::new(if asked.work == 1 { 1 } else { 100 }),
            ..Center::default()
        };
        let simulator = Simulator::new(center);
        let end = simulator.run(async move |sim: &Sim<Center>| play(sim).await);
        assert!(end.is_ok(), "the day ends");
        sums.add(&simulator.into_inner().sums.borrow());
    }
    sums.tell();
}
