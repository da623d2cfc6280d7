"""The parts of the measurement, one after the other on one deployment."""

import json
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.alarms import running
from benchmarks.alarms.running import ROOT, Deployment, postgresql_seconds

NAMES = ("receivers", "broker", "timers", "pages")
SETTLE_SECONDS = 3.0
FULL_ROUNDS = 1.25  # of all devices, so that some are heard more than once


def measure(folder: Path, asked: Namespace) -> dict[str, Any]:
    """Everything, in the order of its size."""
    with running.deployed(folder, asked.database) as made:
        build(made, asked.devices)
        running.checkpoint(made)
        running.start_broker(made)
        running.start_receivers(made, asked.receivers)
        running.start_desk(made)
        said = 0
        found: dict[str, Any] = {"devices": asked.devices, "receivers": asked.receivers}
        found["sustained"] = sustained(made, asked)
        said += found["sustained"]["heartbeats"]
        found["full_speed"] = full_speed(made, asked)
        said += found["full_speed"]["heartbeats"]
        found["storm"] = call(made, asked, "storm", asked.storm)
        events = found["storm"]["said"] + found["sustained"]["calls_by_mqtt"]
        for receiver in made.running["receivers"]:
            receiver.terminate()
            receiver.wait(60)
        heard = running.counted(made, "received")
        found["lost"] = said + asked.receivers * events - heard
        return found


def build(made: Deployment, count: int) -> None:
    """All devices in their homes."""
    command = [sys.executable, "-m", "benchmarks.alarms.district", str(count)]
    subprocess.run(command, check=True, env=made.env, cwd=ROOT)
    (made.folder / "sent").write_bytes(bytes(8 * count))


def sustained(made: Deployment, asked: Namespace) -> dict[str, Any]:
    """One heartbeat a minute of each device, with calls for help among them."""
    rate, total = asked.devices / 60, int(asked.devices / 60 * asked.seconds)
    with spending(made) as spent, heartbeats(made, asked.devices, rate, total) as senders:
        found = call(made, asked, "probe", asked.seconds - SETTLE_SECONDS)
        sent = json.loads(senders.stdout.readline())
        time.sleep(SETTLE_SECONDS)
    cores = {name: round(seconds / asked.seconds, 3) for name, seconds in spent.items()}
    by_mqtt = found["durable_by_mqtt_ms"]["count"]
    return {
        "seconds": asked.seconds, "heartbeats": total, "a_second": round(total / sent["seconds"]), "cores": cores,
        "microseconds_a_heartbeat": round(spent["receivers"] / total * 1e6, 1), "calls_by_mqtt": by_mqtt,
        "processor_of_senders": sent["processor"], **found, **last_seen_wrong(made, asked.devices),
    }  # fmt: skip


def full_speed(made: Deployment, asked: Namespace) -> dict[str, Any]:
    """As fast as the broker takes them, until the last is in the database."""
    total = int(asked.devices * FULL_ROUNDS)
    with spending(made) as spent, caller(made, asked, "settle", 0) as settling:
        settling.stdout.readline()
        with heartbeats(made, asked.devices, 0, total) as senders:
            sent = json.loads(senders.stdout.readline())
            settling.stdin.write(b"sent\n")
            settling.stdin.flush()
            settled = json.loads(settling.stdout.readline())
    seconds = settled["at"] - sent["began_at"]
    processor = {name: round(each, 1) for name, each in spent.items()}
    return {
        "heartbeats": total, "seconds": round(seconds, 1), "a_second": round(total / seconds), "processor": processor,
        "unseen": settled["unseen"],
        "processor_of_senders": sent["processor"],
        "a_processor_second_of_receivers": round(total / spent["receivers"]),
    }  # fmt: skip


@contextmanager
def spending(made: Deployment):
    """Processor seconds of each part within the block; given when it ends."""
    spent: dict[str, float] = {}
    before = {name: made.seconds(name) for name in NAMES} | {"database": postgresql_seconds(made.folder)}
    yield spent
    after = {name: made.seconds(name) for name in NAMES} | {"database": postgresql_seconds(made.folder)}
    spent |= {name: after[name] - before[name] for name in before}


@contextmanager
def heartbeats(made: Deployment, count: int, rate: float, total: int):
    """The senders, which stay connected until the block ends."""
    command = [sys.executable, "-m", "benchmarks.alarms.heartbeats", str(made.ports["broker"]), str(count), str(rate),
               str(total), str(made.folder / "sent")]  # fmt: skip
    process = subprocess.Popen(
        command, env=made.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )  # fmt: skip
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(60)


def call(made: Deployment, asked: Namespace, mode: str, size: float) -> dict[str, Any]:
    """What the process of the callers found."""
    with caller(made, asked, mode, size) as process:
        found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


@contextmanager
def caller(made: Deployment, asked: Namespace, mode: str, size: float):
    """The process of the callers."""
    ports = {f"BENCH_{name.upper()}": str(port) for name, port in made.ports.items()}
    env = {**made.env, **ports, "BENCH_COUNT": str(asked.devices), "BENCH_SENT": str(made.folder / "sent")}
    command = [sys.executable, "-m", "benchmarks.alarms.calling", mode, str(size)]
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(60)


def seen(made: Deployment, count: int) -> np.ndarray:
    """When the database says that each device was heard last, seconds since 1970."""
    command = [sys.executable, "-m", "benchmarks.alarms.seen", str(count), str(made.folder / "seen.npy")]
    subprocess.run(command, check=True, env=made.env, cwd=ROOT)
    return np.load(made.folder / "seen.npy")


def last_seen_wrong(made: Deployment, count: int) -> dict[str, float]:
    """By how much the moment that is kept differs from the moment of sending."""
    sent = np.fromfile(made.folder / "sent", dtype="f8")
    wrong = np.abs(seen(made, count) - sent)[sent > 0]
    return {"last_seen_wrong_ms_p99": round(float(np.nanquantile(wrong, 0.99)) * 1000, 1),
            "last_seen_wrong_ms_max": round(float(np.nanmax(wrong)) * 1000, 1)}  # fmt: skip


def verdicts(found: Mapping[str, Any]) -> dict[str, bool]:
    """Which targets are met."""
    sustained, storm = found["sustained"], found["storm"]
    return {
        "receivers within one core": sustained["cores"]["receivers"] <= 1,
        "durable by MQTT within 100 ms": sustained["durable_by_mqtt_ms"]["p99"] <= 100,
        "acknowledged by DC-09 within 100 ms": sustained["acknowledged_by_dc09_ms"]["p99"] <= 100,
        "on the page within 1 s": sustained["on_the_page_ms"]["p99"] <= 1000,
        "25,000 heartbeats a second": found["full_speed"]["a_second"] >= 25_000,
        "last seen within 0.5 s": sustained["last_seen_behind_ms"]["max"] <= 500,
        "every alarm raised once": storm["raised"] == storm["calls"] and storm["doubled"] == 0,
        "nothing lost": found["lost"] == 0,
    }
