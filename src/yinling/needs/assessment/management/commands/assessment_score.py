"""Grades a file of answers by a scale: `yinling assessment_score`; needs no database."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from yinling.engines.scales.grade_table import count_grades, grade_table, reject_table
from yinling.engines.scales.grading import Graded, graded
from yinling.engines.scales.intake import Intake, MissingColumns, Source, take_in
from yinling.engines.scales.scale import Scale, UnknownReading
from yinling.gateways.policy.lines import PolicyFault
from yinling.gateways.policy.scales import UnknownScale, load_scale
from yinling.gateways.spreadsheets import UnreadableTable, check_target, read_table, write_table

EXIT_REJECTS = 2


class CannotRun(Exception):
    """The job could not run; the message is in Chinese."""


@dataclass(frozen=True)
class Job:
    """What is asked for: the scale, files, readings chosen."""

    scale: str
    answers: Path
    out: Path
    option: Sequence[str] = ()


class Command(BaseCommand):
    """`yinling assessment_score`: answers in, grades and rejects out."""

    help = "按量表给一批评估表评级：读答案表，写出总分、初步等级、最终等级和变更依据，退回有错的行。不需要数据库。"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", required=True, help="量表，如 gbt42195-2022（policy/national/scales/ 下的文件）")
        parser.add_argument("--answers", required=True, type=Path, help="答案表：.csv、.xlsx 或 .parquet")
        parser.add_argument("--out", required=True, type=Path, help="结果写到哪里：.csv、.xlsx 或 .parquet")
        parser.add_argument("--option", action="append", default=[], metavar="NAME=CHOICE", help="选一种读法，可重复")

    def handle(self, *args: Any, **options: Any) -> None:
        job = Job(**{name: options[name] for name in Job.__dataclass_fields__})
        try:
            rejected = run(job, self.stdout.write, sys.stderr)
        except CannotRun as fault:
            raise CommandError(str(fault), returncode=1) from fault
        if rejected:
            sys.exit(EXIT_REJECTS)


def run(job: Job, say: Callable[[str], Any], notes: TextIO) -> int:
    """Do the job; the number of rejects. Raises CannotRun."""
    try:
        return _run(job, say, notes)
    except (UnknownScale, UnknownReading, PolicyFault, UnreadableTable, MissingColumns, OSError) as fault:
        raise CannotRun(str(fault)) from fault


def _run(job: Job, say: Callable[[str], Any], notes: TextIO) -> int:
    check_target(job.out)
    scale = load_scale(job.scale)
    if not scale.is_computed:
        raise CannotRun(f"{scale.title}（{scale.id}）的等级由外部机构评定，平台不计算，只登记结果和报告")
    choices = scale.settled(dict(_pair(text) for text in job.option))
    table = read_table(job.answers)
    intake = take_in(scale, Source(table.name, table.columns, table.rows, table.faults), choices)
    found = graded(scale, intake.scores, intake.counts, choices)
    write_table(job.out, grade_table(scale, intake.person_ids, found))
    write_table(_rejects_path(job.out), reject_table(intake.rejects))
    for note in [*intake.notes, *_warnings(scale)]:
        notes.write(f"注意：{note}\n")
    say(_summary(job, scale, intake, found))
    return len(intake.rejects)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise CannotRun(f"--option 应写成 名称=值，而不是“{text}”")
    return name.strip(), value.strip()


def _warnings(scale: Scale) -> list[str]:
    if scale.verified:
        return []
    return [f"{scale.title}（{scale.id}）的结果是“待核对”的：{scale.note}。核对以前不能作为发放待遇的依据"]


def _rejects_path(out: Path) -> Path:
    return out.with_name(f"{out.stem}.rejects.csv")


def _summary(job: Job, scale: Scale, intake: Intake, found: Graded) -> str:
    lines = [f"共评 {len(intake)} 人，写入 {job.out}"]
    lines += [f"  {words}：{count}" for words, count in count_grades(scale, found).items()]
    if intake.rejects:
        rows = len({each.row for each in intake.rejects})
        lines.append(f"退回 {rows} 行，原因见 {_rejects_path(job.out)}")
    return "\n".join(lines)
