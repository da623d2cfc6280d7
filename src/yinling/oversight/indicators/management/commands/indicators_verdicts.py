"""`yinling indicators_verdicts`: a file of observations in, a file of verdicts out. Needs no database."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.core.management.base import BaseCommand, CommandError

from yinling.gateways.policy.lines import PolicyFault
from yinling.gateways.policy.reading import UnknownPack
from yinling.gateways.spreadsheets import Table, UnreadableTable, read_table, write_table
from yinling.kernel.dates import Period, parse_period
from yinling.oversight.indicators.domain.observations import COLUMNS, Gazetteer, Observations, Reject, read
from yinling.oversight.indicators.domain.rollup import Line, lines
from yinling.oversight.indicators.domain.verdicts import Verdict, number_text, percent_text
from yinling.oversight.indicators.queries import packs

EXIT_SOME_REJECTED = 2
OUT_COLUMNS = ("indicator", "area", "numerator", "denominator", "value_percent", "target", "verdict")
REJECT_COLUMNS = ("file", "row", "field", "reason")
NEEDED = ("indicator", "area")


class Command(BaseCommand):
    """Judges observations against the targets of a pack."""

    help = "按政策包的指标目标，对填报数据逐级汇总并判定：达标、未达标、没有目标、没有数据"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own way to say that no database is needed

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of the command."""
        parser.add_argument("--pack", required=True, help="政策包的名字")
        parser.add_argument(
            "--period", required=True, help="年（2020）、季（2020-Q2）或月（2020-05），季和月用当年的目标"
        )
        parser.add_argument("--observations", required=True, type=Path, help=f"填报数据，列：{'、'.join(COLUMNS)}")
        parser.add_argument("--out", required=True, type=Path, help="判定结果（.csv、.xlsx 或 .parquet）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, judges, writes; exit 2 if rows were rejected, 1 if the job could not run."""
        try:
            period = _period(options["period"])
            table = read_table(options["observations"])
            headers = self._headers(table)
            found = _observe(table, headers, options["pack"], period)
            self._write(options["pack"], found, period.from_.year, options["out"])
            rejects = _written_rejects(options["out"], table, headers, found)
        except (UnknownPack, PolicyFault, UnreadableTable, OSError) as fault:
            raise CommandError(str(fault)) from fault
        if rejects:
            self.stderr.write(f"有 {len(found.rejects)} 行没有采用，原因见 {rejects}")
            sys.exit(EXIT_SOME_REJECTED)

    def _headers(self, table: Table) -> dict[str, str]:
        """The file's headers by column name; other columns are ignored with a note."""
        wanted = {header: name for name, label in COLUMNS.items() for header in (name, label)}
        headers: dict[str, str] = {}
        for header in table.columns:
            name = wanted.get(header.strip().lower(), "")
            if name and name not in headers:
                headers[name] = header
            else:
                self.stderr.write(f"列“{header}”没有用到，已忽略")
        if missing := [f"{COLUMNS[name]}（{name}）" for name in NEEDED if name not in headers]:
            raise UnreadableTable(f"{table.name}：缺少列 {'、'.join(missing)}")
        return headers

    def _write(self, pack: str, found: Observations, year: int, out: Path) -> None:
        rows = []
        cells, names = packs.targets(pack), packs.gazetteer(pack)
        for name, measure in packs.measures(pack).items():
            for line in lines(measure, cells[name], found.figures.get(name, {}), top=names.top, year=year):
                rows.append((name, line.area, *_figures(measure, line), _asked(line), line.verdict.value))
                self._explain(name, line, names)
        write_table(out, _columns(OUT_COLUMNS, rows))

    def _explain(self, indicator: str, line: Line, names: Gazetteer) -> None:
        area, summed = names.names.get(line.area, line.area), line.total.summed
        if summed is not None:
            given, added = (
                f"{number_text(figure.numerator)}/{number_text(figure.denominator)}".rstrip("/")
                for figure in (line.figure, summed)
            )
            self.stderr.write(f"{indicator} {area}：填报数 {given} 与下级合计 {added} 不一致，以填报数为准")
        if lacking := [names.names.get(code, code) for code in line.total.lacking if code != line.area]:
            self.stderr.write(f"{indicator} {area}：{'、'.join(lacking)}没有数据，不作合计")


def _asked(line: Line) -> str:
    """The target as a plain number (percent for rates, 1 for a milestone); empty where nothing is asked."""
    return "" if line.target is None or line.verdict is Verdict.NO_TARGET else number_text(line.target.value)


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except ValueError:
        raise CommandError(f"期间“{text}”应写作 2020、2020-Q2 或 2020-05") from None


def _observe(table: Table, headers: Mapping[str, str], pack: str, period: Period) -> Observations:
    found = read(
        _numbered(table, headers),
        measures=packs.measures(pack),
        named=packs.indicator_names(pack),
        gazetteer=packs.gazetteer(pack),
        until=period.until,
    )
    faults = [Reject(number, "", reason) for number, reason in table.faults]
    return replace(found, rejects=sorted([*found.rejects, *faults], key=lambda reject: reject.row))


def _numbered(table: Table, headers: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    columns = {name: table.columns[header].to_pylist() for name, header in headers.items()}
    for position, number in enumerate(table.rows):
        yield int(number), {name: column[position] or "" for name, column in columns.items()}


def _figures(measure: Any, line: Line) -> tuple[str, str, str]:
    figure = line.figure
    return number_text(figure.numerator), number_text(figure.denominator), percent_text(measure, figure)


def _written_rejects(out: Path, table: Table, headers: Mapping[str, str], found: Observations) -> Path | None:
    """The file of rejected rows, or None; one that an earlier run left is taken away."""
    path = out.with_suffix(".rejects.csv")
    if not found.rejects:
        path.unlink(missing_ok=True)
        return None
    rows = [(table.name, str(r.row), headers.get(r.field, r.field), r.reason) for r in found.rejects]
    write_table(path, _columns(REJECT_COLUMNS, rows))
    return path


def _columns(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> dict[str, pa.Array]:
    return {name: pa.array([row[position] for row in rows], pa.string()) for position, name in enumerate(names)}
