"""A small instance of the benchmark of whole cycles; and a draft that is killed and goes on without doubling a row."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.cycles.__main__ import ROOT, environment_for, measure
from benchmarks.cycles.pack import write_pack

PEOPLE, AT_ONCE = 120, 15
TABLES = ("cycles_cyclerow", "cycles_cycleproblem", "cycles_cyclepayment")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without anybody: making its tables takes longer than everything else here."""
    folder = tmp_path_factory.mktemp("tables")
    write_pack(folder / "policy", 1)
    command = [sys.executable, "-m", "yinling.project.console", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment_for(folder))
    return folder / "cycles.sqlite3"


def test_gives_everybody_what_is_due_when_decided_alone(tables: Path, tmp_path: Path) -> None:
    shutil.copy(tables, tmp_path)
    found = measure(tmp_path, PEOPLE, 12)
    assert found["sample"] == {"people": PEOPLE, "sums_differing": 0, "examples": []}
    assert found["first"]["rows"] > PEOPLE
    assert found["second"]["differences"] > 0


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.cycles.drafting", str(PEOPLE), str(AT_ONCE)]
    return subprocess.Popen(command, cwd=ROOT, env=environment_for(folder), stdout=subprocess.PIPE, text=True)


def counts(folder: Path) -> list[int]:
    with sqlite3.connect(folder / "cycles.sqlite3") as database:
        return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]


@pytest.mark.killing
def test_goes_on_after_being_killed_and_doubles_no_row(tables: Path, tmp_path: Path) -> None:
    for name in ("killed", "whole"):
        write_pack(tmp_path / name / "policy", 12)
        shutil.copy(tables, tmp_path / name)
    process = start(tmp_path / "killed")
    assert process.stdout
    told = [process.stdout.readline() for _ in range(3)]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert told[-1] == f"{3 * AT_ONCE} of {PEOPLE}\n"
    for name in ("killed", "whole"):
        again = start(tmp_path / name)
        out, _ = again.communicate()
        assert again.returncode == 0
        assert out.splitlines()[-1] == f"{PEOPLE} of {PEOPLE}"
    assert counts(tmp_path / "killed") == counts(tmp_path / "whole")
