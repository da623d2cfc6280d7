"""Plans an instance of the public home-health-care benchmark: `yinling visits_solve_hhcrsp`; needs no database."""

import json
import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yinling.care.dayplans.actions.compiling import load_pairs
from yinling.care.dayplans.domain.public_format import BadInstance, read_instance, write_solution
from yinling.engines.routing.pairs import PairsPlan, PairsProblem
from yinling.engines.routing.pairs_check import Measure, check, measure
from yinling.engines.routing.pairs_search import Effort, Progress, solve

SECONDS_MAX = 86_400


class Command(BaseCommand):
    """`yinling visits_solve_hhcrsp`: an instance in, a solution out."""

    help = (
        "求解公开的居家护理路线与排班题（HHCRSP，JSON），写出其校验程序可读的答案。不需要数据库。"
        "按时间求解时，同一个种子的结果会随机器快慢而不同；用 --tries 限定次数，则同一个种子结果相同。"
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--in", dest="source", required=True, type=Path, help="题目：INSTANCE.json")
        parser.add_argument("--out", required=True, type=Path, help="答案写到哪里：SOLUTION.json")
        parser.add_argument(
            "--seconds", type=float, default=10.0, help="求解几秒，默认 10；Ctrl-C 提前结束，写出最好的"
        )
        parser.add_argument("--tries", type=int, default=0, help="不按时间，每个线程尝试多少次")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，默认 1")
        parser.add_argument("--threads", type=int, default=2, help="几个线程，默认 2")

    def handle(self, *args: Any, **options: Any) -> None:
        problem = read(options["source"])
        require_sensible(options)
        load_pairs(sys.stderr.write)
        plan = solve_until_stopped(problem, options)
        faults = check(problem, plan)
        if faults:
            raise CommandError(f"得到的计划没有通过检查：{faults[0]}")
        options["out"].write_text(json.dumps(write_solution(problem, plan), ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(summary(options["out"], problem, measure(problem, plan)))


def read(path: Path) -> PairsProblem:
    """The instance. Raises CommandError in Chinese with file and field."""
    try:
        return read_instance(json.loads(path.read_text(encoding="utf-8")))
    except OSError as fault:
        raise CommandError(f"读不了 {path}：{fault.strerror}") from fault
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise CommandError(f"{path} 不是 JSON：{fault}") from fault
    except BadInstance as fault:
        raise CommandError(f"{path}：{fault}") from fault


def require_sensible(options: dict[str, Any]) -> None:
    """Refuse early what would only fail at the end. Raises CommandError."""
    if not 0 < options["seconds"] <= SECONDS_MAX:
        raise CommandError(f"--seconds 应大于 0，不超过 {SECONDS_MAX}")
    if options["tries"] < 0 or not 1 <= options["threads"] <= 64:
        raise CommandError("--tries 不能小于 0；--threads 应为 1 到 64")
    if not options["out"].absolute().parent.is_dir():
        raise CommandError(f"没有文件夹 {options['out'].absolute().parent}")


class Spending:
    """The share spent: of tries if they are given, else of seconds since it was made; all of it once stopped."""

    def __init__(self, seconds: float, tries: int) -> None:
        self.begun, self.seconds, self.tries, self.is_stopped = time.monotonic(), seconds, tries, False

    def __call__(self, tries: int) -> float:
        """Asked by every thread between its stretches of work."""
        if self.is_stopped:
            return 1.0
        return tries / self.tries if self.tries else (time.monotonic() - self.begun) / self.seconds

    def stop(self, *_: Any) -> None:
        """End with the best plan so far."""
        self.is_stopped = True


def solve_until_stopped(problem: PairsProblem, options: dict[str, Any]) -> PairsPlan:
    """The best plan in the time given; an interrupt ends the search early."""
    spending = Spending(options["seconds"], options["tries"])
    teller = Teller() if options["verbosity"] > 1 else None
    before = signal.signal(signal.SIGINT, spending.stop) if current_thread() is main_thread() else None
    try:
        return solve(problem, Effort(spending, options["seed"], options["threads"], teller))
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


class Teller:
    """Writes the progress at each full tenth, on one line each."""

    def __init__(self) -> None:
        self.tenth = 0

    def __call__(self, progress: Progress) -> None:
        """Told by any thread; a line too many does no harm."""
        if int(progress.share * 10) > self.tenth:
            self.tenth = int(progress.share * 10)
            sys.stderr.write(f"{progress.share:4.0%}  {progress.cost:.3f}\n")


def summary(out: Path, problem: PairsProblem, found: Measure) -> str:
    """One line of result."""
    return (
        f"{len(problem.stops)} 位老人、{len(problem.vehicles)} 位护理人员：成本 {found.cost:.3f}"
        f"（路程 {found.travel:.3f}，迟到合计 {found.late:.3f}，最大迟到 {found.worst:.3f}），写入 {out}"
    )
