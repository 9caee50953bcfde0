//! simrs: a component that schedules its own events; none is cancelled. `simrs_peer W1..W4 SIZE SEED`.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use peers::{Asked, Center, Day, Event, Sums};
use simrs::{Component, ComponentId, Scheduler, Simulation, State};

struct Shell(Rc<RefCell<Center>>);

impl Component for Shell {
    type Event = Event;

    fn process_event(
        &self,
        me: ComponentId<Event>,
        event: &Event,
        scheduler: &mut Scheduler,
        _: &mut State,
    ) {
        let now = scheduler.time().as_secs_f64();
        self.0.borrow_mut().handle(now, *event, |delay, event| {
            scheduler.schedule(Duration::from_secs_f64(delay), me, event);
        });
    }
}

fn main() {
    let asked = Asked::read();
    let day = Day::read();
    let mut sums = Sums::default();
    for replication in 0..asked.replications() {
        let center = Rc::new(RefCell::new(Center::new(&asked, replication, &day)));
        let mut simulation = Simulation::default();
        let shell = simulation.add_component(Shell(center.clone()));
        center.borrow_mut().open(|delay, event| {
            simulation.schedule(Duration::from_secs_f64(delay), shell, event);
        });
        while simulation.step() {}
        sums.add(&center.borrow().sums);
    }
    sums.tell();
}
