"""The four workloads as the Python programs share them: what is drawn, what is counted. In seconds."""

import csv
import json
import math
import os
import random
import sys

QUARTER = 900.0
FIRST_OFFER = 30.0
NEXT_OFFER = 120.0
LONG_WAIT = 120.0
TALK = 300.0
ACCEPT = 0.3
TARGET = 20.0
SPREAD = math.sqrt(math.log(1.0 + 1.2 * 1.2))
MEAN = math.log(TALK) - SPREAD * SPREAD / 2.0


def words():
    """Workload, size and seed as the program was asked."""
    if len(sys.argv) != 4:
        sys.exit(f"usage: {sys.argv[0]} W1|W2|W3|W4 SIZE SEED (calls; days of W3 and W4)")
    return sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def day():
    """Calls per second and agents of each quarter hour."""
    with open(os.environ.get("DAY", "benches/scenarios/day.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [float(row["calls"]) / QUARTER for row in rows], [int(row["agents"]) for row in rows]


def lognormal():
    """A talk time of W3 and W4."""
    return random.lognormvariate(MEAN, SPREAD)


class Sums:
    """What is counted."""

    def __init__(self):
        self.calls = self.abandoned = self.within = self.callbacks = 0
        self.wait = 0.0

    def tell(self):
        """One line of JSON, per call."""
        shares = {name: getattr(self, name) / self.calls
                  for name in ("abandoned", "wait", "within", "callbacks")}
        print(json.dumps({"calls": int(self.calls)} | shares))
