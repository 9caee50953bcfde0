//! nexosim: a model that schedules its own events, one thread. `nexosim_peer W1..W4 SIZE SEED`.

use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, Output, SinkState, event_slot};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use peers::{Asked, Center, Day, Event, Sums};
use serde::{Deserialize, Serialize};

/// Longer than any workload takes.
const END: Duration = Duration::from_secs(10_000_000_000);

#[derive(Serialize, Deserialize)]
struct Shell {
    center: Center,
    found: Output<Sums>,
}

fn plan(context: &Context<Shell>) -> impl FnMut(f64, Event) {
    |delay, event| {
        let delay = Duration::from_secs_f64(delay).max(Duration::from_nanos(1));
        context.schedule_event(delay, schedulable!(Shell::event), event).expect("later than now");
    }
}

#[Model]
impl Shell {
    #[nexosim(init)]
    async fn open(&mut self, context: &Context<Self>) {
        self.center.open(plan(context));
        context.schedule_event(END, schedulable!(Self::end), ()).expect("later than now");
    }

    #[nexosim(schedulable)]
    async fn event(&mut self, event: Event, context: &Context<Self>) {
        let now = context.time().duration_since(MonotonicTime::EPOCH).as_secs_f64();
        self.center.handle(now, event, plan(context));
    }

    #[nexosim(schedulable)]
    async fn end(&mut self) {
        let sums = self.center.sums;
        self.found.send(sums).await;
    }
}

fn main() {
    let asked = Asked::read();
    let day = Day::read();
    let mut sums = Sums::default();
    for replication in 0..asked.replications() {
        let center = Center::new(&asked, replication, &day);
        let mut shell = Shell { center, found: Output::default() };
        let (sink, mut found) = event_slot(SinkState::Enabled);
        shell.found.connect_sink(sink);
        let model = SimInit::with_num_threads(1).add_model(shell, Mailbox::new(), "center");
        let mut simulation = model.init(MonotonicTime::EPOCH).expect("a model that starts");
        simulation.run().expect("a model that ends");
        sums.add(&found.try_read().expect("what the model has counted"));
    }
    sums.tell();
}
