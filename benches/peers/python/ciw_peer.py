"""Ciw: a network of one node with reneging. `ciw_peer.py W1|W2|W3 SIZE SEED`.

W3 comes out wrong: where the number of servers changes, Ciw 3.2 brings a whole new team and lets
the old one finish, instead of changing the size of one team.
"""

import ciw
from work import MEAN, QUARTER, SPREAD, TARGET, Sums, day, words


def count(sums, records):
    """Takes what became of each caller."""
    for record in records:
        if record.record_type in ("service", "renege"):
            sums.calls += 1
            sums.wait += record.waiting_time
            sums.abandoned += record.record_type == "renege"
            sums.within += record.record_type == "service" and record.waiting_time <= TARGET


def steady(workload):
    """W1 and W2."""
    rate, servers = (0.9 / 60.0, 1) if workload == "W1" else (100.0 / 60.0, 100)
    more = {}
    if workload == "W2":
        more["reneging_time_distributions"] = [ciw.dists.Exponential(1.0 / 120.0)]
    return ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate)],
        service_distributions=[ciw.dists.Exponential(1.0 / 60.0)],
        number_of_servers=[servers],
        **more,
    )


def whole_day():
    """W3."""
    rates, staff = day()
    ends = [QUARTER * (quarter + 1) for quarter in range(len(rates))]
    arrivals = ciw.dists.PoissonIntervals(rates=rates, endpoints=ends, max_sample_date=ends[-1])
    shifts = ciw.Schedule(numbers_of_servers=staff, shift_end_dates=ends, preemption=False)
    return ciw.create_network(
        arrival_distributions=[arrivals],
        service_distributions=[ciw.dists.Lognormal(MEAN, SPREAD)],
        reneging_time_distributions=[ciw.dists.Exponential(1.0 / 180.0)],
        number_of_servers=[shifts],
    )


def main():
    """Plays what the words ask."""
    workload, size, seed = words()
    sums = Sums()
    for replication in range(size if workload == "W3" else 1):
        ciw.seed(seed * 1_000_003 + replication)
        if workload == "W3":
            simulation = ciw.Simulation(whole_day())
            simulation.simulate_until_max_time(QUARTER * 96)
        else:
            simulation = ciw.Simulation(steady(workload))
            simulation.simulate_until_max_customers(size, method="Arrive")
        count(sums, simulation.get_all_records())
    sums.tell()


main()
