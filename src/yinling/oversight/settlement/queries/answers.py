"""The bank's answer file, read for a preview."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from yinling.gateways.spreadsheets import UnreadableTable, read_table
from yinling.oversight.settlement.domain import states
from yinling.oversight.settlement.domain.bank_files import Fault, Result, read_results
from yinling.oversight.settlement.models import PaymentLine

ANSWER_BYTES_MAX = 2 * 1024 * 1024


def read_answer(run_id: int, *, name: str, content: bytes) -> tuple[list[Result], list[Fault]]:
    """Results for the run's waiting lines, and the rows that could not be read."""
    numbers = PaymentLine.objects.filter(run=run_id, state=states.WAITING).values_list("number", flat=True)
    return read_file(numbers, name=name, content=content)


def read_file(numbers: Iterable[int], *, name: str, content: bytes) -> tuple[list[Result], list[Fault]]:
    """Results of a bank's file for the numbered payments of a batch, and the rows that could not be read."""
    if len(content) > ANSWER_BYTES_MAX:
        return [], [Fault(0, "文件太大，请检查是不是银行回执")]
    ending = Path(name).suffix.lower()
    if ending not in {".csv", ".xlsx"}:
        return [], [Fault(0, "只能读 .csv 和 .xlsx 文件")]
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(content)
        file.flush()
        try:
            table = read_table(Path(file.name))
        except UnreadableTable:
            return [], [Fault(0, "文件读不出来，请检查格式")]
    columns = [column.to_pylist() for column in table.columns.values()]
    rows = [list(table.columns), *([cell or "" for cell in row] for row in zip(*columns, strict=True))]
    return read_results(rows, numbers)
