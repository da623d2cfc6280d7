"""Imports a roster file into the register, or shows what it would change."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from yinling.engines.linkage.columns import RosterRefused, columns_fault
from yinling.engines.linkage.rows import Fault
from yinling.gateways.spreadsheets import Table, UnreadableTable, check_target, write_table
from yinling.kernel.actor import machine
from yinling.people.rosters.actions.importing import (
    Progress,
    apply_batch,
    continue_or_begin,
    open_batch,
    origin_of,
    preview,
)
from yinling.people.rosters.actions.reading import read_roster
from yinling.people.rosters.actions.sources import UnknownSource, open_source, source_named
from yinling.people.rosters.actions.taker import taker
from yinling.people.rosters.queries import fault_table, stored_faults

EXIT_ROWS_REJECTED = 2
WORDS = {
    "new": "新增",
    "changed": "变更",
    "unchanged": "无变化",
    "conflicts": "部门间不一致",
    "duplicates": "疑似重复",
    "errors": "错误行",
}


class Command(BaseCommand):
    """`yinling registry_import FILE --source NAME [--dry-run] [--report errors.csv]`."""

    help = "导入老年人名册（.xlsx、.csv）。退出码：0 全部导入，2 有错误行，1 未能导入"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File, source, and how to run."""
        parser.add_argument("file", type=Path, help="名册文件")
        parser.add_argument("--source", required=True, help="来源，如：民政局")
        parser.add_argument("--reported-on", type=date.fromisoformat, help="报送日期，默认今天")
        parser.add_argument("--dry-run", action="store_true", help="只预览，不写入")
        parser.add_argument("--report", type=Path, help="错误行写到这个文件（.csv 或 .xlsx）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, then previews or applies, then reports."""
        try:
            if options["report"]:
                check_target(options["report"])
            with transaction.atomic() if options["dry_run"] else nullcontext():
                counts, faults = self._run(options)
                if options["dry_run"]:
                    transaction.set_rollback(True)  # a new source is not kept either
        except (RosterRefused, UnreadableTable, OSError) as fault:
            raise CommandError(str(fault)) from fault
        words = "，".join(f"{word} {counts.get(name, 0)}" for name, word in WORDS.items())
        self.stdout.write(("预览（未写入）：" if options["dry_run"] else "已导入：") + words)
        self._report(options["file"].name, faults, options["report"])
        if counts.get("errors"):
            raise SystemExit(EXIT_ROWS_REJECTED)

    def _run(self, options: dict[str, Any]) -> tuple[dict[str, int], list[Fault]]:
        at, file = timezone.now(), options["file"]
        content = _content(file)
        table = read_roster(content, file.name)
        reported_on = options["reported_on"] or timezone.localdate()
        if reported_on > timezone.localdate():
            raise RosterRefused("报送日期不能晚于今天")
        with transaction.atomic():  # a file that is refused leaves no new source behind
            batch = open_batch(
                content, table, file_name=file.name, source=self._source(options["source"].strip(), at),
                reported_on=reported_on, by=machine("registry_import"), at=at,
            )  # fmt: skip
            if fault := columns_fault(batch.columns, taker().fields()):
                raise RosterRefused(f"{fault}。文件中的列：{'、'.join(table.columns)}")
        self._tell_ignored(table, batch.columns)
        with _bar("预览" if options["dry_run"] else "导入", len(table)) as progress:
            if options["dry_run"]:
                found = preview(table, batch.columns, origin_of(batch, at=at), progress)
                return found["counts"], found["faults"]
            batch = continue_or_begin(batch)
            apply_batch(batch_id=batch.pk, table=table, at=at, progress=progress)
        batch.refresh_from_db()
        return batch.counts, stored_faults(batch)

    def _source(self, name: str, at: datetime) -> Any:
        try:
            return source_named(name)
        except UnknownSource as unknown:
            if not name:
                raise RosterRefused("请用 --source 写明来源") from unknown
            self.stderr.write(f"{unknown}。已新建这个来源，优先次序排在最后")
            return open_source(name, by=machine("registry_import"), at=at)

    def _tell_ignored(self, table: Table, columns: Mapping[str, str]) -> None:
        if ignored := [header for header in table.columns if header not in columns]:
            self.stderr.write(f"以下列不认识，已略去：{'、'.join(ignored)}")

    def _report(self, file_name: str, faults: list[Fault], report: Path | None) -> None:
        if report:
            write_table(report, fault_table(file_name, faults))
            self.stdout.write(f"错误和提示 {len(faults)} 条，见 {report}")
        elif faults:
            for fault in faults[:10]:
                self.stderr.write(f"第 {fault.row} 行 {fault.field}：{fault.reason}")
            if len(faults) > 10:
                self.stderr.write(f"共 {len(faults)} 条，用 --report 写到文件")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise RosterRefused(f"找不到文件 {file}") from None


@contextmanager
def _bar(label: str, total: int) -> Iterator[Progress]:
    """A progress bar on a terminal; silent elsewhere."""
    with tqdm(total=total, desc=label, unit="行", disable=None) as bar:
        yield lambda done, _: bar.update(done - bar.n) and None
