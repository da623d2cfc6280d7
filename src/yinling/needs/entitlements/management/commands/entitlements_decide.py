"""Decides a file of requests against a programme: `yinling entitlements_decide`; needs no database."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.compute as pc
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from yinling.engines.rules.batch import Batch
from yinling.engines.rules.bound import BoundRule, UnknownChoice
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.facts import Fact, FactType
from yinling.engines.rules.parameters import Parameter, fixed
from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.divisions import divisions
from yinling.gateways.policy.lines import PolicyFault
from yinling.gateways.policy.programmes import NoSuchProgramme, load_facts, load_parameters, load_programme
from yinling.gateways.policy.root import policy_root
from yinling.gateways.spreadsheets import UnreadableTable, check_target, read_table, write_table
from yinling.needs.entitlements.domain.deciding import decide_batch, ready
from yinling.needs.entitlements.domain.explaining import OUTCOME_WORDS, explain
from yinling.needs.entitlements.domain.intake import Intake, MissingColumn, Source, take_in
from yinling.needs.entitlements.domain.outcome_table import count_outcomes, outcome_table, reject_table
from yinling.needs.entitlements.domain.values import BadValue, area_names, date_of, parse_value

EXIT_REJECTS = 2
STEPS = ("读取", "核对", "决定", "写出")


class CannotRun(Exception):
    """The job could not run; the message is in Chinese."""


@dataclass(frozen=True)
class Job:
    """What is asked for: pack and programme, files, parameters set, readings chosen, a request to explain."""

    pack: str
    programme: str
    people: Path
    requests: Path
    out: Path
    set: Sequence[str] = ()
    option: Sequence[str] = ()
    explain: str = ""


class Command(BaseCommand):
    """`yinling entitlements_decide`: people and requests in, decisions, reasons and rejects out."""

    help = "按政策包里的项目批量决定：读人员表和申请表，写出决定、理由和退回的行。不需要数据库。"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", required=True, help="政策包的名称（policy/ 下的文件夹）")
        parser.add_argument("--programme", required=True, help="项目，如 home_adaptation_subsidy")
        parser.add_argument("--people", required=True, type=Path, help="人员表：.csv、.xlsx 或 .parquet")
        parser.add_argument("--requests", required=True, type=Path, help="申请表：.csv、.xlsx 或 .parquet")
        parser.add_argument("--out", required=True, type=Path, help="决定写到哪里：.csv、.xlsx 或 .parquet")
        parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="给定一个参数，可重复")
        parser.add_argument("--option", action="append", default=[], metavar="NAME=CHOICE", help="选一种读法，可重复")
        parser.add_argument("--explain", default="", metavar="REQUEST_ID", help="再把一件申请的理由讲明白")

    def handle(self, *args: Any, **options: Any) -> None:
        job = Job(**{name: options[name] for name in Job.__dataclass_fields__})
        try:
            rejected = run(job, self.stdout.write, sys.stderr)
        except CannotRun as fault:
            raise CommandError(str(fault), returncode=1) from fault
        if rejected:
            sys.exit(EXIT_REJECTS)


def run(job: Job, say: Callable[[str], Any], notes: TextIO) -> int:
    """Do the job; the number of rejected rows. Raises CannotRun."""
    try:
        return _run(job, say, notes)
    except (NoSuchProgramme, PolicyFault, UnknownChoice, UnreadableTable, MissingColumn, OSError) as fault:
        raise CannotRun(str(fault)) from fault


def _run(job: Job, say: Callable[[str], Any], notes: TextIO) -> int:
    check_target(job.out)
    facts = load_facts()
    programme = _programme(job, facts)
    with tqdm(total=len(STEPS), disable=None, file=notes) as bar:
        intake = _intake(job, facts, bar)
        bar.set_description_str(STEPS[2])
        batch = decide_batch(programme, intake.facts, len(intake))
        bar.update()
        bar.set_description_str(STEPS[3])
        _write(job, batch, intake, facts)
        bar.update()
    for note in intake.notes:
        notes.write(f"注意：{note}\n")
    say(_summary(job, batch, intake))
    if job.explain:
        say("\n" + _explanation(job.explain, batch, intake, facts))
    return len(intake.rejects)


def _programme(job: Job, facts: Mapping[str, Fact]) -> BoundRule:
    rule = load_programme(job.pack, job.programme)
    parameters = load_parameters(job.pack) | _set_parameters(job.set, rule, load_parameters(job.pack))
    try:
        return ready(rule, parameters, dict(_pair(text, "--option") for text in job.option))
    except UnknownChoice as fault:
        raise CannotRun(f"--option 没有这种读法。可选：\n{_options_help(rule)}") from fault


def _options_help(rule: Rule) -> str:
    return "\n".join(
        f"  {option.id}={choice}  {words}" + ("（默认）" if choice == option.default else "")
        for option in rule.options
        for choice, words in option.choices.items()
    )


def _set_parameters(texts: Sequence[str], rule: Rule, known: Mapping[str, Parameter]) -> dict[str, Parameter]:
    found = {}
    for name, text in (_pair(text, "--set") for text in texts):
        if name not in rule.parameters:
            valid = "、".join(f"{each}（{known[each].label}）" for each in sorted(rule.parameters))
            raise CannotRun(f"--set 没有参数“{name}”。可设：{valid}")
        kind: FactType = "money" if known[name].type == "money" else "integer"
        try:
            value = parse_value(Fact(name, known[name].label, kind, "parameter"), text)
        except BadValue as fault:
            raise CannotRun(f"--set {name}：{fault}") from fault
        found[name] = fixed(known[name], value)
    return found


def _pair(text: str, flag: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise CannotRun(f"{flag} 应写成 名称=值，而不是“{text}”")
    return name.strip(), value.strip()


def _intake(job: Job, facts: Mapping[str, Fact], bar: Any) -> Intake:
    bar.set_description_str(STEPS[0])
    with ThreadPoolExecutor() as pool:
        tables = pool.map(read_table, (job.people, job.requests))
        people, requests = (Source(table.name, table.columns, table.rows, table.faults) for table in tables)
    bar.update()
    bar.set_description_str(STEPS[1])
    intake = take_in(people, requests, facts, area_names(divisions(policy_root())))
    bar.update()
    return intake


def _write(job: Job, batch: Batch, intake: Intake, facts: Mapping[str, Fact]) -> None:
    write_table(job.out, outcome_table(batch, intake.request_ids, intake.person_ids, facts))
    write_table(_rejects_path(job.out), reject_table(intake.rejects))


def _rejects_path(out: Path) -> Path:
    return out.with_name(f"{out.stem}.rejects.csv")


def _summary(job: Job, batch: Batch, intake: Intake) -> str:
    parts = [f"  {OUTCOME_WORDS[outcome]}：{count}" for outcome, count in count_outcomes(batch).items()]
    lines = [f"共处理 {len(intake)} 件，写入 {job.out}", *parts]
    if intake.rejects:
        lines.append(f"退回 {len(intake.rejects)} 行，原因见 {_rejects_path(job.out)}")
    return "\n".join(lines)


def _explanation(request_id: str, batch: Batch, intake: Intake, facts: Mapping[str, Fact]) -> str:
    row = pc.index(intake.request_ids, pa.scalar(request_id, intake.request_ids.type)).as_py()
    if row < 0:
        return f"申请“{request_id}”不在决定之列：或者没有这个编号，或者已被退回"
    values = {name: _cell(facts[name], intake.facts[name], row) for name in facts if name in intake.facts}
    values["person_id"] = intake.person_ids[row].as_py()
    return f"申请 {request_id}\n" + explain(batch.bound, batch.decision(row), values, facts)


def _cell(fact: Fact, column: Column, row: int) -> Any:
    if not (column.known if isinstance(column.known, bool) else column.known[row]):
        return None
    if isinstance(column.values, Texts):
        return str(column.values.categories[column.values.codes[row]])
    value = column.values[row].item()
    return date_of(value) if fact.type == "date" else value
