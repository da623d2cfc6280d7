"""Plans one day of visits from a file: `yinling visits_plan`; needs no database."""

import json
import os
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from yinling.care.dayplans.actions.compiling import load_days
from yinling.care.dayplans.domain.days import translate
from yinling.care.dayplans.domain.faults import BadDay
from yinling.care.dayplans.domain.plans import FAULTS, tell
from yinling.engines.routing.days_checking import check
from yinling.engines.routing.days_plan import Plan
from yinling.engines.routing.days_problem import Problem
from yinling.engines.routing.days_search import Effort, Progress, solve
from yinling.people.workforce.queries.words import skill_words

SCHEMA = "domain/day.schema.json"
SECONDS_MAX = 24 * 3600


class Command(BaseCommand):
    """`yinling visits_plan`: a day in, a plan out."""

    help = (
        "为一天的上门服务排日计划：写出每名护理员的路线、未能安排的服务及原因、各项指标。"
        "按 Ctrl+C 提前结束，写出目前最好的计划。不需要数据库。"
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--in", dest="source", type=Path, help="一天的服务和护理员（day.json）")
        parser.add_argument("--out", type=Path, help="计划写到哪里（plan.json）")
        parser.add_argument("--seconds", type=float, default=30.0, help="计算多少秒，默认 30")
        parser.add_argument("--iterations", type=int, help="改为计算多少步：同样的种子得同样的计划")
        parser.add_argument("--seed", type=int, default=0, help="随机种子，默认 0")
        parser.add_argument("--schema", action="store_true", help="只打印 day.json 的 JSON Schema")

    def handle(self, *args: Any, **options: Any) -> None:
        schema = json.loads(files("yinling.care.dayplans").joinpath(SCHEMA).read_text(encoding="utf-8"))
        if options["schema"]:
            self.stdout.write(json.dumps(schema, ensure_ascii=False, indent=1))
            return
        if options["source"] is None or options["out"] is None:
            raise CommandError("请给出 --in 和 --out", returncode=1)
        if not 0 < options["seconds"] <= SECONDS_MAX:
            raise CommandError(f"--seconds：应大于 0，不超过 {SECONDS_MAX}", returncode=1)
        try:
            translated = translate(schema, read(options["source"]))
        except BadDay as fault:
            raise CommandError("\n".join(fault.faults), returncode=1) from fault
        plan = planned(translated.problem, options)
        faults = check(translated.problem, plan)
        if faults:  # never written: a plan that breaks a hard rule would send somebody wrongly
            raise CommandError(
                "计划没有通过核对：" + "；".join(FAULTS[fault.code] for fault in faults[:5]), returncode=1
            )
        write(options["out"], tell(translated, plan, skills=skill_words()))
        self.stdout.write(summary(plan))


def read(source: Path) -> Any:
    """The file as JSON. Raises CommandError in Chinese."""
    try:
        return json.loads(source.read_text(encoding="utf-8"))
    except OSError as fault:
        raise CommandError(f"{source}：读不了文件（{fault.strerror}）", returncode=1) from fault
    except ValueError as fault:
        raise CommandError(f"{source}：不是 JSON（{fault}）", returncode=1) from fault


def planned(problem: Problem, options: dict[str, Any]) -> Plan:
    """The plan, with a bar of progress on a terminal."""
    load_days(sys.stderr.write)
    effort = Effort(
        seed=options["seed"], iterations=options["iterations"], threads=os.cpu_count() or 1,
        seconds=None if options["iterations"] else options["seconds"], clock=time.monotonic,
    )  # fmt: skip
    stopped: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
    with tqdm(total=100, disable=not sys.stderr.isatty(), unit="%") as bar:

        def watch(progress: Progress) -> bool:
            bar.update(round(100 * progress.share) - bar.n)
            bar.set_postfix_str(f"未安排 {progress.unserved}")
            return bool(stopped)

        try:
            return solve(problem, effort=effort, watch=watch)
        finally:
            signal.signal(signal.SIGINT, before)


def write(out: Path, told: dict[str, Any]) -> None:
    """The whole file or none."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, delete=False) as file:
            json.dump(told, file, ensure_ascii=False, indent=1)
        os.replace(file.name, out)
    except OSError as fault:
        raise CommandError(f"{out}：写不了文件（{fault.strerror}）", returncode=1) from fault


def summary(plan: Plan) -> str:
    """The plan in one line."""
    found = plan.measures
    left, hours = found.stops - found.served, found.travel / 3600
    return f"安排 {found.served} 项，未安排 {left} 项；路程 {hours:.1f} 小时，迟到 {found.late_stops} 次"
