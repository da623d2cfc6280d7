"""A process killed in the middle of an import, a decision or a payment loses nothing and doubles nothing."""

import csv
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from yinling.project.demo.people import identity_number

ROOT = Path(__file__).resolve().parents[2]
ROWS = 2_500
pytestmark = pytest.mark.killing


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "YINLING_VAR": str(folder), "YINLING_DEMO": "1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    variables.pop("YINLING_DATABASE", None)
    return subprocess.run([sys.executable, "-m", *command], env=variables, capture_output=True, text=True, cwd=ROOT)


def yinling(folder: Path, *command: str) -> str:
    done = run(folder, "yinling.project.console", *command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo district on disk, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    yinling(folder, "migrate", "-v0")
    yinling(folder, "demo_build", "--elders", "120")
    return folder


@pytest.fixture
def district(built: Path, tmp_path: Path) -> Path:
    """A copy to be killed in."""
    shutil.copytree(built, tmp_path / "var")
    return tmp_path / "var"


def ask(folder: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "yinling.sqlite3") as connection:
        return connection.execute(question).fetchall()


def kill_then_finish(folder: Path, work: str, statement: int, *arguments: str) -> None:
    """Dies before the statement, goes on to the end, and proves that the books and the trace are whole."""
    killed = run(folder, "tests.journeys.killing", work, str(statement), *arguments)
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    done = run(folder, "tests.journeys.killing", work, "0", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("statement", [2, 9, 16, 23, 31])
def test_pay_in_spite_of_a_kill(district: Path, statement: int) -> None:
    kill_then_finish(district, "pay", statement)
    twice = ask(
        district,
        "select payable_id, fund_id from settlement_paymentline where state = 'paid' "
        "group by payable_id, fund_id having count(*) > 1",
    )
    assert twice == []
    assert ask(district, "select count(*) from settlement_paymentline where state = 'waiting'") == [(0,)]
    owed = ask(district, "select sum(municipal_fen + district_fen) from settlement_payable where paid_at is not null")
    paid = ask(
        district,
        "select sum(l.amount_fen) from settlement_paymentline l join settlement_payable p on p.id = l.payable_id "
        "where l.state = 'paid' and p.paid_at is not null",
    )
    assert owed == paid


@pytest.mark.parametrize("statement", [1, 4, 8, 13])
def test_decide_in_spite_of_a_kill(district: Path, statement: int) -> None:
    waiting = [
        number for (number,) in ask(district, "select id from casework_case where state in ('checked', 'granted')")
    ]
    assert waiting
    kill_then_finish(district, "decide", statement)
    marks = ",".join(map(str, waiting))
    for verb in ("decide", "publish"):
        steps = ask(
            district,
            f"select case_id, count(*) from casework_casestep where verb = '{verb}' and case_id in ({marks}) "
            "group by case_id",
        )
        assert sorted(steps) == [(number, 1) for number in sorted(waiting)]


@pytest.mark.parametrize("statement", [3, 12, 25])
def test_import_in_spite_of_a_kill(district: Path, tmp_path: Path, statement: int) -> None:
    roster = tmp_path / "名册.csv"
    with roster.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["姓名", "身份证号", "居住区划", "独居"])
        for number in range(ROWS):
            birth = date(1930 + number % 30, 1 + number % 12, 1 + number // 500)
            writer.writerow(
                [f"演{number:04d}", identity_number(birth, number % 499, is_woman=True), "310118102201", "是"]
            )
    before = ask(district, "select count(*) from registry_person")[0][0]
    distinct = len({line.split(",")[1] for line in roster.read_text().splitlines()[1:]})
    kill_then_finish(district, "import", statement, str(roster))
    after = ask(district, "select count(*), count(distinct id) from registry_person")[0][0]
    assert after - before == distinct
    said = ask(district, "select count(*) from registry_statement")
    assert "变更 0" in yinling(district, "registry_import", str(roster), "--source", "街镇")
    assert ask(district, "select count(*) from registry_statement") == said
