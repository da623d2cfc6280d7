"""Faults of real processes in the middle of alarms: nothing is lost, nothing doubled, nothing stuck."""

import sqlite3
import sys
import time
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import Any

from benchmarks.alarms import measuring, running
from benchmarks.alarms.running import Deployment

DEVICES, CALLS, SECONDS = 2_000, 300, 10.0
FAULT_AFTER, AWAY_SECONDS = 6.0, 3.0  # of the process of the callers, which takes some seconds to begin


def try_faults(folder: Path, asked: Namespace) -> dict[str, Any]:
    """Each fault in turn, on one deployment: what was lost and doubled, and which alarms wait for nothing."""
    asked.devices = DEVICES
    with running.deployed(folder, asked.database) as made:
        made.env |= {"BENCH_STORM_SECONDS": str(SECONDS)}
        measuring.build(made, DEVICES)
        running.start_broker(made)
        running.start_receivers(made, asked.receivers)
        running.start_desk(made)
        found = {}
        for fault in (receiver_killed, all_receivers_killed, broker_restarted, database_away):
            timer = Timer(FAULT_AFTER, fault, [made])
            timer.start()
            storm = measuring.call(made, asked, "storm", CALLS)
            timer.join()
            kept = ("calls", "said", "doubled", "stuck", "all_raised_after_seconds")
            found[fault.__name__] = {"lost": storm["calls"] - storm["raised"], **{name: storm[name] for name in kept}}
            print(fault.__name__, found[fault.__name__], file=sys.stderr)
        return {"database": asked.database, "faults": found}


def receiver_killed(made: Deployment) -> None:
    """One of those for calls, at once and without a word; its supervisor starts it again."""
    made.running["receivers"][0].kill()
    made.running["receivers"][0].wait(10)
    time.sleep(AWAY_SECONDS)
    running.start_receiver(made, 0)


def all_receivers_killed(made: Deployment) -> None:
    """All of them, those for signs of life too."""
    count = len(made.running["receivers"])
    made.stop("receivers", kill=True)
    time.sleep(AWAY_SECONDS)
    for number in range(count):
        running.start_receiver(made, number)


def broker_restarted(made: Deployment) -> None:
    """In order, so that it writes down what nobody acknowledged."""
    made.stop("broker")
    time.sleep(AWAY_SECONDS)
    running.start_broker(made)


def database_away(made: Deployment) -> None:
    """PostgreSQL as after a crash; an SQLite file that somebody else writes to."""
    if made.database.startswith("postgresql"):
        running.restart_postgresql(made.folder)
        return
    with closing(sqlite3.connect(made.folder / "a.sqlite3", timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(AWAY_SECONDS)
        other.execute("ROLLBACK")
