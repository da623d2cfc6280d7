"""A receiver as a process of its own that keeps reports in a file: `python receiving.py PORT CLIENT FILE [OTHER …]`."""

import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from yinling.engines.telemetry.forms import Form
from yinling.gateways.receivers.intake import Heard, Intake, LaneLimits, Verdict
from yinling.gateways.receivers.mqtt import Broker, Mqtt

SECONDS_A_BATCH = 0.002  # so that there is something in between to be killed in


def main(port: int, client_id: str, path: str, *others: str) -> None:
    """Receives until it is killed."""

    def keep(batch: Sequence[Heard]) -> list[Verdict]:
        with sqlite3.connect(path, timeout=30) as file:
            file.execute("PRAGMA synchronous=OFF")  # processes are killed here, not machines
            time.sleep(SECONDS_A_BATCH)
            file.executemany(
                "INSERT OR IGNORE INTO kept VALUES (?, ?)", [(one.report.key, one.report.reference) for one in batch]
            )
        file.close()
        return [Verdict.KEPT] * len(batch)

    intake = Intake(
        keep=keep, keep_signs=keep, is_sign=lambda report: False, clock=lambda: datetime.now(UTC),
        limits=(LaneLimits(5, 1000), LaneLimits(5, 1000)),
    )  # fmt: skip
    form = Form("event", topic="y/{account}/event", code="code", reference="id")
    receiver = Mqtt(intake, [form], broker=Broker("127.0.0.1", port), client_id=client_id, group="")
    receiver.turns.know(others)
    intake.start()
    receiver.start()
    while not receiver.tally.counts["subscribed"]:
        time.sleep(0.01)
    print("up", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], *sys.argv[3:])
