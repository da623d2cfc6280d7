"""The running demo district as its keeper holds it: commands, invented people, and days that pass."""

import csv
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stdnum.iso7064 import mod_11_2

ROOT = Path(__file__).resolve().parents[2]
TOWN, VILLAGE = "310118102", "310118102001"
NOBODY_SPECIAL = {
    "低保": "否", "低收入": "否", "月收入": "6500", "无子女": "否", "照护等级": "0", "独居": "否", "纯老家庭": "否",
}  # fmt: skip


@dataclass(frozen=True)
class Elder:
    """An invented older person of the register."""

    id: int
    name: str
    id_number: str
    phone: str
    address: str


@dataclass
class District:
    """The running demo district: its address, its folder, and the commands that its keeper would type."""

    address: str
    folder: Path
    password: str
    sessions: dict[str, Mapping[str, object]] = field(default_factory=dict)
    people: int = 0

    def command(self, *words: str, typed: str = "") -> str:
        """Runs `yinling …` beside the server and returns what it prints."""
        own = {"YINLING_VAR": str(self.folder), "YINLING_DEMO": "1", "PYTHONPATH": str(ROOT / "src")}
        variables = {**os.environ, **own}
        for name in ("YINLING_DATABASE", "DJANGO_SETTINGS_MODULE"):
            variables.pop(name, None)
        done = subprocess.run(
            [sys.executable, "-m", "yinling.project.console", *words],
            env=variables, input=typed, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """One statement in the served database; only time is moved by it."""
        with sqlite3.connect(self.folder / "yinling.sqlite3", timeout=30) as connection:
            return list(connection.execute(statement, values))

    def register(self, *told: Mapping[str, str]) -> list[Elder]:
        """Invented people of the town with every fact known, by the import that departments use."""
        rows = [self._row({**NOBODY_SPECIAL, **facts}) for facts in told]
        roster = self.folder / f"roster-{self.people}.csv"
        with roster.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        self.command("registry_import", str(roster), "--source", "公安")
        return [self._elder(row) for row in rows]

    def _row(self, facts: Mapping[str, str]) -> dict[str, str]:
        self.people += 1
        birth = facts.get("出生日期", "1943-05-06")
        body = f"999999{birth.replace('-', '')}{900 + self.people:03d}"
        return {
            "身份证号": body + mod_11_2.calc_check_digit(body),
            "出生日期": birth,
            "户编号": f"J{self.people:07d}",
            "户籍区划": VILLAGE,
            "居住区划": VILLAGE,
            "联系电话": f"1991111{self.people:04d}",
            "住址": f"演示新村{self.people}号",
            **facts,
        }

    def _elder(self, row: Mapping[str, str]) -> Elder:
        [(number,)] = self.sql("select max(id) from registry_person where name = ?", row["姓名"])
        return Elder(int(str(number)), row["姓名"], row["身份证号"], row["联系电话"], row["住址"])

    def open_login(self, elder: Elder) -> str:
        """The older person's own log-in, with a first password to be replaced; its username."""
        username = f"elder-{elder.id}"
        self.command(
            "access_user_add", username, "--name", elder.name, "--role", "older_person", "--person", str(elder.id),
            "--password-stdin", typed=self.password,
        )  # fmt: skip
        return username

    def end_windows(self) -> None:
        """Lets the objection window of every notice on show pass, and runs what runs by the clock."""
        today = str(self.sql("select date('now', '+8 hours')")[0][0])
        self.sql("update casework_publicnotice set objection_until = ? where objection_until > ?", today, today)
        self.sql("update casework_case set objection_until = ? where state = 'noticed'", today)
        self.command("casework_advance")
