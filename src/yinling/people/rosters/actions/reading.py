"""Reads roster files: bytes to a table, a table to rows."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from yinling.engines.linkage.columns import RosterRefused
from yinling.engines.linkage.repeats import Repeats
from yinling.engines.linkage.rows import Fault, RosterRow, read_row
from yinling.gateways.spreadsheets import Table, UnreadableTable, read_table
from yinling.people.rosters.actions.taker import taker

ROWS_MAX = 1_000_000


def read_roster(content: bytes, name: str) -> Table:
    """A roster's table from its bytes. Raises UnreadableTable, RosterRefused."""
    with TemporaryDirectory() as folder:  # readers want a path; the folder is gone with the block
        path = Path(folder) / f"roster{Path(name).suffix.lower()}"
        path.write_bytes(content)
        try:
            table = read_table(path)
        except UnreadableTable as fault:
            raise RosterRefused(str(fault).replace(path.name, name)) from fault
    if len(table) > ROWS_MAX:
        raise RosterRefused(f"共 {len(table)} 行，一次最多导入 {ROWS_MAX} 行")
    if not len(table) and not table.faults:
        raise RosterRefused("除表头外没有数据行")
    return table


class Run:
    """A table on its way: rows are read chunk by chunk and compared with those before them."""

    def __init__(self, table: Table, columns: Mapping[str, str], on: date) -> None:
        self.table, self.on = table, on
        self._cells = {name: table.columns[header].to_pylist() for header, name in columns.items()}
        self._fields, self._find_area = taker().fields(), taker().area_finder()
        self._repeats = Repeats()

    @property
    def length(self) -> int:
        """Rows in good shape."""
        return len(self.table)

    def skip(self, until: int) -> None:
        """Passes over rows that were stored before, so that repeats of them are still known."""
        self.chunk(0, until)

    def chunk(self, start: int, end: int) -> tuple[list[RosterRow], int]:
        """Rows as values, repeats of earlier rows marked or left out; how many were left out."""
        rows = [self._row(index) for index in range(start, end)]
        kept = [row for row in rows if not self._repeats.is_plain_copy(row)]
        return kept, len(rows) - len(kept)

    def _row(self, index: int) -> RosterRow:
        cells = {name: column[index] for name, column in self._cells.items()}
        number = int(self.table.rows[index])
        return read_row(number, cells, fields=self._fields, find_area=self._find_area, on=self.on)

    def shape_faults(self) -> list[Fault]:
        """Rows whose shape is wrong."""
        return [Fault(number, "整行", reason) for number, reason in self.table.faults]
