"""Decides files of requests, people, providers or staff: `yinling entitlements_decide`; needs no database."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from yinling.engines.rules.bound import BoundRule, UnknownChoice
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.rule import Rule
from yinling.engines.rules.values import BadValue, area_names, date_of, parse_date
from yinling.gateways.cluster import NoCluster
from yinling.gateways.policy.divisions import divisions
from yinling.gateways.policy.lines import PolicyFault
from yinling.gateways.policy.programmes import NoSuchProgramme, load_facts
from yinling.gateways.policy.root import policy_root
from yinling.gateways.spreadsheets import UnreadableTable, check_target, read_table, write_table
from yinling.needs.entitlements.domain.deciding import decide_batch
from yinling.needs.entitlements.domain.explaining import explain, outcome_words
from yinling.needs.entitlements.domain.intake import ALONE, PERSON, REQUEST, Intake, take_alone, take_in
from yinling.needs.entitlements.domain.outcome_table import count_outcomes, outcome_table, reject_table
from yinling.needs.entitlements.domain.sheets import MissingColumn, Source
from yinling.needs.entitlements.management.choosing import CannotRun, chosen_programme
from yinling.needs.entitlements.management.cluster_engine import decide_on_cluster

EXIT_REJECTS = 2
IDS = {"request": (REQUEST, PERSON), **{subject: (name,) for subject, name in ALONE.items()}}
NOUNS = {"request": "申请", "person": "人员", "household": "人员", "provider": "机构", "staff": "从业人员"}
TABLES = {"people": "人员表", "requests": "申请表", "providers": "机构表", "staff": "从业人员表"}
READ_FOR = {"request": ("people", "requests"), "provider": ("providers",), "staff": ("staff",)}
ENGINES = ("memory", "spark")
STEPS = ("读取", "核对", "决定", "写出")


@dataclass(frozen=True)
class Job:
    """What is asked for: pack and programme, files, the day, parameters set, readings chosen, a case to explain."""

    pack: str
    programme: str
    out: Path
    people: Path | None = None
    requests: Path | None = None
    providers: Path | None = None
    staff: Path | None = None
    on: str = ""
    set: Sequence[str] = ()
    option: Sequence[str] = ()
    explain: str = ""
    engine: str = "memory"


class Command(BaseCommand):
    """`yinling entitlements_decide`: tables in, decisions, reasons and rejects out."""

    help = (
        "按政策包里的项目批量决定，写出决定、理由和退回的行，不需要数据库。凭申请一次一办的项目读人员表和申请表；"
        "按人或户的项目读人员表，机构的读机构表，从业人员的读从业人员表，并用 --on 指明按哪一天判断。"
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", required=True, help="政策包的名称（policy/ 下的文件夹）")
        parser.add_argument("--programme", required=True, help="项目，如 home_adaptation_subsidy")
        for name, label in TABLES.items():
            parser.add_argument(f"--{name}", type=Path, help=f"{label}：.csv、.xlsx 或 .parquet")
        parser.add_argument("--on", default="", metavar="DATE", help="计算日，如 2026-03-01")
        parser.add_argument("--out", required=True, type=Path, help="决定写到哪里：.csv、.xlsx 或 .parquet")
        parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="给定一个参数，可重复")
        parser.add_argument("--option", action="append", default=[], metavar="NAME=CHOICE", help="选一种读法，可重复")
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            default=ENGINES[0],
            help="memory 在本机内存中；spark 按户分到多台机器（需另装）",
        )
        parser.add_argument("--explain", default="", metavar="ID", help="再把一件的理由讲明白")

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
    except (NoSuchProgramme, PolicyFault, UnknownChoice, UnreadableTable, MissingColumn, NoCluster, OSError) as fault:
        raise CannotRun(str(fault)) from fault


def _run(job: Job, say: Callable[[str], Any], notes: TextIO) -> int:
    check_target(job.out)
    programme = chosen_programme(job.pack, job.programme, _day(job), job.set, job.option)
    facts = _facts(programme.rule)
    with tqdm(total=len(STEPS), disable=None, file=notes) as bar:
        intake = _intake(job, programme, facts, bar)
        bar.set_description_str(STEPS[2])
        columns = _decide(job, programme, intake, facts)
        bar.update()
        bar.set_description_str(STEPS[3])
        write_table(job.out, columns)
        write_table(_rejects_path(job.out), reject_table(intake.rejects))
        bar.update()
    for note in intake.notes:
        notes.write(f"注意：{note}\n")
    say(_summary(job, programme.rule, columns, intake))
    if job.explain:
        say("\n" + _explanation(job.explain, programme, intake, facts))
    return len(intake.rejects)


def _decide(job: Job, programme: BoundRule, intake: Intake, facts: Mapping[str, Fact]) -> dict[str, pa.Array]:
    """The columns of the decisions file; the engines give the same."""
    if job.engine == "spark":
        return decide_on_cluster(programme, intake, facts, job.out.resolve().parent)
    return outcome_table(decide_batch(programme, intake.facts, len(intake)), intake.ids, facts)


def _facts(rule: Rule) -> dict[str, Fact]:
    """The facts that the programme asks, and who is decided; other columns are not read."""
    return {name: fact for name, fact in load_facts().items() if name in rule.facts or name in IDS[rule.subject]}


def _intake(job: Job, programme: BoundRule, facts: Mapping[str, Fact], bar: Any) -> Intake:
    rule, files = programme.rule, _files(job, programme.rule)
    on = _day(job)
    if on is None and rule.subject != "request":
        raise CannotRun("这个项目按某一天的情况判断，请用 --on 指明，如 --on 2026-03-01")
    bar.set_description_str(STEPS[0])
    with ThreadPoolExecutor() as pool:
        tables = pool.map(read_table, files)
        sources = [Source(table.name, table.columns, table.rows, table.faults) for table in tables]
    bar.update()
    bar.set_description_str(STEPS[1])
    areas = area_names(divisions(policy_root()))
    if on is None or rule.subject == "request":
        asked = (programme.amount_inputs | {rule.dated_by}) & rule.facts
        required = [name for name in facts if name in asked and facts[name].about == "request"]
        people, requests = sources
        intake = take_in(people, requests, facts, areas, on=on, required=required)
    else:
        intake = take_alone(sources[0], rule.subject, on, facts, areas)
    bar.update()
    return intake


def _files(job: Job, rule: Rule) -> list[Path]:
    """The tables from which a programme of this subject is decided."""
    names = READ_FOR.get(rule.subject, ("people",))
    if absent := [name for name in names if getattr(job, name) is None]:
        raise CannotRun("这个项目还需要：" + "、".join(f"{TABLES[name]}（--{name}）" for name in absent))
    return [getattr(job, name) for name in names]


def _day(job: Job) -> date | None:
    try:
        return parse_date(job.on) if job.on else None
    except BadValue as fault:
        raise CannotRun(f"--on：{fault}") from fault


def _rejects_path(out: Path) -> Path:
    return out.with_name(f"{out.stem}.rejects.csv")


def _summary(job: Job, rule: Rule, columns: Mapping[str, pa.Array], intake: Intake) -> str:
    parts = [f"  {outcome_words(rule, outcome)}：{count}" for outcome, count in count_outcomes(columns).items()]
    lines = [f"共处理 {len(intake)} 件，写入 {job.out}", *parts]
    if intake.rejects:
        lines.append(f"退回 {len(intake.rejects)} 行，原因见 {_rejects_path(job.out)}")
    return "\n".join(lines)


def _explanation(wanted: str, programme: BoundRule, intake: Intake, facts: Mapping[str, Fact]) -> str:
    own, noun = next(iter(intake.ids.values())), NOUNS[programme.rule.subject]
    row = pc.index(own, pa.scalar(wanted, own.type)).as_py()
    if row < 0:
        return f"{noun}“{wanted}”不在决定之列：或者没有这个编号，或者已被退回"
    values = {name: _cell(facts[name], intake.facts[name], row) for name in facts if name in intake.facts}
    values |= {name: ids[row].as_py() for name, ids in intake.ids.items()}
    decision = decide_batch(programme, intake.facts, len(intake)).decision(row)
    return f"{noun} {wanted}\n" + explain(programme, decision, values, facts)


def _cell(fact: Fact, column: Column, row: int) -> Any:
    if not (column.known if isinstance(column.known, bool) else column.known[row]):
        return None
    if isinstance(column.values, Texts):
        return str(column.values.categories[column.values.codes[row]])
    value = np.asarray(column.values)[row if np.ndim(column.values) else ()].item()
    return date_of(value) if fact.type == "date" else value
