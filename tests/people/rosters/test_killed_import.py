"""An import that is killed in the middle loses nothing and doubles nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.people.rosters.samples import csv_of, row

ROWS = 6_000
YINLING = str(Path(sys.executable).parent / "yinling")


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """A database file of its own, with areas, and keys that outlive the process."""
    env = os.environ | {
        "YINLING_DATABASE": f"sqlite:///{tmp_path}/killed.sqlite3",
        "YINLING_VAR": str(tmp_path),
        "YINLING_SECRET_KEY": "a", "YINLING_DATA_KEY": "b", "YINLING_INDEX_KEY": "c",
    }  # fmt: skip
    for command in (["migrate", "-v0"], ["places_load"]):
        subprocess.run([YINLING, *command], env=env, check=True, capture_output=True)
    return env


def ask(tmp_path: Path, question: str) -> tuple[int, ...]:
    with sqlite3.connect(tmp_path / "killed.sqlite3") as database:
        return tuple(database.execute(question).fetchone() or (0,))


@pytest.mark.killing
def test_go_on_after_a_kill(tmp_path: Path, surroundings: dict[str, str]) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_bytes(csv_of([row(serial) for serial in range(ROWS)]))
    command = [YINLING, "registry_import", str(roster), "--source", "民政局"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        deadline = time.monotonic() + 120
        while ask(tmp_path, "SELECT count(*) FROM registry_person") == (0,) and time.monotonic() < deadline:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    done, state = ask(tmp_path, "SELECT rows_done, state FROM rosters_importbatch")
    assert (0 < done < ROWS, state) == (True, "applying")
    assert ask(tmp_path, "SELECT count(*) FROM registry_person") == (done,)
    again = subprocess.run(command, env=surroundings, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert f"新增 {ROWS}" in again.stdout
    for table in ("registry_person", "registry_identifier", "registry_statement"):
        assert ask(tmp_path, f"SELECT count(*) FROM {table}") == (ROWS,)  # noqa: S608
    assert ask(tmp_path, "SELECT count(*) FROM rosters_importbatch") == (1,)
