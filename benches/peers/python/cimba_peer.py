"""Cimba from PyPI: a model in Python that is compiled before it runs. `cimba_peer.py W1|W2|W3 SIZE SEED`.

W1 is a source, a store and a server; else a process per caller with a timer for patience. What the compilation costs is part of the start-up,
which a small run measures.
"""

import math

import cimba as cb
import numpy as np
from cimba import random as draw
from work import MEAN, QUARTER, SPREAD, TARGET, Sums, day, words

WORKLOAD, SIZE, SEED = words()
RATES, STAFF = (np.array(column) for column in day())
IMPATIENT = -7  # the signal of the timer
GAP = 60.0 / 0.9 if WORKLOAD == "W1" else 0.6
IS_DAY = WORKLOAD == "W3"
PATIENCE = 180.0 if IS_DAY else 120.0


class Center(cb.Model):
    """Agents, and who calls them."""

    count: cb.Param[int]
    agents: cb.Resource = cb.Resource(capacity=int(STAFF[0]) if IS_DAY else 100)
    calls: cb.Output[float]
    abandoned: cb.Output[float]
    within: cb.Output[float]
    wait: cb.Output[float]

    @cb.on_start
    def begin(self):
        self.calls = 0.0
        self.abandoned = 0.0
        self.within = 0.0
        self.wait = 0.0

    if IS_DAY:

        @cb.process
        def shifts(self):
            for quarter in range(1, 96):
                cb.hold(QUARTER * quarter - cb.now())
                self.agents.set_capacity(STAFF[quarter])

        @cb.process
        def arrivals(self):
            for quarter in range(96):
                until = QUARTER * (quarter + 1)
                while True:
                    gap = draw.exponential(1.0 / RATES[quarter])
                    if cb.now() + gap > until:
                        cb.hold(until - cb.now())
                        break
                    cb.hold(gap)
                    cb.spawn(Caller, center=self)

    elif WORKLOAD == "W1":
        line: cb.Store[float]

        @cb.process
        def arrivals(self):
            for _ in range(self.count):
                cb.hold(draw.exponential(GAP))
                self.line.put(cb.now())

        @cb.process
        def server(self):
            while True:
                waited = -self.line.get() + cb.now()
                self.calls += 1.0
                self.wait += waited
                if waited <= TARGET:
                    self.within += 1.0
                cb.hold(draw.exponential(60.0))

    else:

        @cb.process
        def arrivals(self):
            for _ in range(self.count):
                cb.hold(draw.exponential(GAP))
                cb.spawn(Caller, center=self)


class Caller(cb.Model):
    """One call."""

    center: cb.Ref[Center]

    @cb.process
    def life(self):
        arrived = cb.now()
        self.center.calls += 1.0
        me = cb.this_process()
        me.timer_set(draw.exponential(PATIENCE), IMPATIENT)
        signal = self.center.agents.acquire(1)
        waited = cb.now() - arrived
        self.center.wait += waited
        if signal == 0:
            me.timers_clear()
            if waited <= TARGET:
                self.center.within += 1.0
            if IS_DAY:
                cb.hold(math.exp(MEAN + SPREAD * draw.normal(0.0, 1.0)))
            else:
                cb.hold(draw.exponential(60.0))
            self.center.agents.release(1)
        else:
            self.center.abandoned += 1.0


def main():
    """Plays what the words ask."""
    model = Center()
    model.count = SIZE
    length = QUARTER * 96 + 7_200.0 if IS_DAY else SIZE * GAP * 1.2 + 60_000.0
    experiment = cb.Experiment(model, replications=SIZE if IS_DAY else 1,
                               window=cb.Window(warmup=0.0, duration=length), seed=SEED)
    found = experiment.run(workers=1)[model]
    sums = Sums()
    for name in ("calls", "abandoned", "within", "wait"):
        setattr(sums, name, float(np.sum(np.asarray(getattr(found, name)))))
    sums.tell()


main()
