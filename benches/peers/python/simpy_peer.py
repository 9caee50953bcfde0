"""SimPy: a process per caller who requests an agent or gives up. `simpy_peer.py W1..W4 SIZE SEED`.

W1 is a source, a store and a server. The agents of W2 are a `Resource`, whose capacity cannot
change, so W3 and W4 keep a line of events of their own.
"""

import random
from collections import deque

import simpy
from work import (ACCEPT, FIRST_OFFER, LONG_WAIT, NEXT_OFFER, QUARTER, TALK, TARGET, Sums, day,
                  lognormal, words)


def single(env, sums, count):
    """W1: a source and a server with a store between them."""
    store = simpy.Store(env)

    def source():
        for _ in range(count):
            yield env.timeout(random.expovariate(0.9 / 60.0))
            store.put(env.now)

    def server():
        for _ in range(count):
            arrived = yield store.get()
            waited = env.now - arrived
            sums.calls += 1
            sums.wait += waited
            sums.within += waited <= TARGET
            yield env.timeout(random.expovariate(1.0 / 60.0))

    env.process(source())
    env.process(server())


def many(env, sums, count):
    """W2: callers at a resource."""
    agents = simpy.Resource(env, capacity=100)

    def caller():
        arrived = env.now
        sums.calls += 1
        with agents.request() as request:
            yield request | env.timeout(random.expovariate(1.0 / 120.0))
            waited = env.now - arrived
            sums.wait += waited
            if not request.triggered:
                sums.abandoned += 1
                return
            sums.within += waited <= TARGET
            yield env.timeout(random.expovariate(1.0 / 60.0))

    def source():
        for _ in range(count):
            yield env.timeout(random.expovariate(100.0 / 60.0))
            env.process(caller())

    env.process(source())


class Center:
    """W3 and W4: a line of callers and a number of agents that changes."""

    def __init__(self, env, sums, offers):
        self.env, self.sums, self.offers = env, sums, offers
        self.rates, self.staff = day()
        self.agents, self.busy, self.waiting = self.staff[0], 0, 0
        self.line = deque()
        env.process(self.arrivals())
        env.process(self.shifts())

    def arrivals(self):
        """Poisson within each quarter hour."""
        for quarter, rate in enumerate(self.rates):
            until = QUARTER * (quarter + 1)
            while self.env.now + (gap := random.expovariate(rate)) <= until:
                yield self.env.timeout(gap)
                self.env.process(self.caller())
            yield self.env.timeout(until - self.env.now)

    def shifts(self):
        """The number of agents of each quarter hour."""
        for agents in self.staff[1:]:
            yield self.env.timeout(QUARTER)
            self.agents = agents
            self.serve()

    def serve(self):
        """Free agents take who waits."""
        while self.busy < self.agents and self.line:
            turn = self.line.popleft()
            if not turn.is_gone:
                self.busy += 1
                self.waiting -= 1
                turn.succeed()

    def caller(self):
        """One call: at once, or in the line, or not at all."""
        env, sums = self.env, self.sums
        arrived = env.now
        sums.calls += 1
        is_callback = False
        if self.busy < self.agents:
            self.busy += 1
        else:
            turn = env.event()
            turn.is_gone = False
            self.line.append(turn)
            self.waiting += 1
            end = arrived + random.expovariate(1.0 / 180.0)
            offer = arrived + FIRST_OFFER
            while self.offers and offer < end:
                yield turn | env.timeout(offer - env.now)
                if turn.triggered:
                    break
                is_long = self.waiting * TALK > LONG_WAIT * self.agents
                if is_long and random.random() < ACCEPT:
                    is_callback = True
                    sums.callbacks += 1
                    yield turn
                    break
                offer += NEXT_OFFER
            if not turn.triggered:
                yield turn | env.timeout(end - env.now)
            sums.wait += env.now - arrived
            if not turn.triggered:
                turn.is_gone = True
                self.waiting -= 1
                sums.abandoned += 1
                return
        sums.within += env.now - arrived <= TARGET and not is_callback
        yield env.timeout(lognormal())
        self.busy -= 1
        self.serve()


def main():
    """Plays what the words ask."""
    workload, size, seed = words()
    random.seed(seed)
    sums = Sums()
    for _ in range(size if workload in ("W3", "W4") else 1):
        env = simpy.Environment()
        if workload == "W1":
            single(env, sums, size)
        elif workload == "W2":
            many(env, sums, size)
        else:
            Center(env, sums, workload == "W4")
        env.run()
    sums.tell()


main()
