"""A table as it was read: its columns named by fact and parsed, its faulty rows set aside with a reason each."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yinling.engines.rules.columns import UNKNOWN, Column, Texts
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.parsing import own_texts, parse_column, plain
from yinling.engines.rules.values import AreaNames

LINES_NAMED_MAX = 5
COMPUTED = "computed"


class MissingColumn(ValueError):
    """A table lacks a column without which nothing can be decided; the message is in Chinese."""


@dataclass(frozen=True, order=True)
class Reject:
    """A row not taken: file, row number as a spreadsheet shows it, field, reason in Chinese."""

    file: str
    row: int
    field: str
    reason: str


@dataclass(frozen=True)
class Source:
    """A table as read: text columns by header, row numbers, rows of the wrong shape."""

    name: str
    columns: Mapping[str, pa.Array]
    rows: npt.NDArray[np.int64]
    faults: Sequence[tuple[int, str]] = ()


@dataclass
class Sheet:
    """One table with its columns named by fact, and the rows found faulty; `ids` are read as they stand."""

    source: Source
    ids: tuple[str, ...]
    texts: dict[str, pa.Array]
    rejects: list[Reject] = field(default_factory=list)
    bad: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def refuse(self, row: int, name: str, reason: str) -> None:
        self.bad[row] = True
        self.rejects.append(Reject(self.source.name, int(self.source.rows[row]), name, reason))


def sheet_of(
    source: Source, facts: list[Fact], ids: tuple[str, ...], required: Sequence[str], notes: list[str]
) -> Sheet:
    """The table under the names of `facts`; notes tell what is ignored and what is unknown. Raises MissingColumn."""
    names = {heading: fact.name for fact in facts for heading in fact.headings}
    texts: dict[str, pa.Array] = {}
    ignored = []
    for header, column in source.columns.items():
        name = names.get(header) or names.get(header.lower())
        if name is None:
            ignored.append(header)
        elif name in texts:
            raise MissingColumn(f"{source.name}：“{name}”一列出现了两次（中文列名和英文列名各一次）")
        else:
            texts[name] = plain(column) if name in ids else column
    labels = {fact.name: fact.label for fact in facts}
    if absent := [name for name in (*ids, *required) if name not in texts]:
        wanted = "、".join(f"{labels[name]}（{name}）" for name in absent)
        raise MissingColumn(f"{source.name}：缺少必需的列：{wanted}")
    if ignored:
        notes.append(f"{source.name}：用不到的列已略去：{'、'.join(name or '（无名）' for name in ignored)}")
    if unknown := [fact.label for fact in facts if fact.name not in texts and fact.about != COMPUTED]:
        notes.append(f"{source.name}：没有这些列，一律按“不知道”处理：{'、'.join(unknown)}")
    sheet = Sheet(source, ids, texts, bad=np.zeros(len(source.rows), dtype=bool))
    sheet.rejects += [Reject(source.name, row, "", reason) for row, reason in source.faults]
    return sheet


def columns_of(sheet: Sheet, facts: list[Fact], areas: AreaNames, pool: ThreadPoolExecutor) -> dict[str, Column]:
    """The values of each fact; a text that means nothing makes its row faulty."""
    found = {fact.name: UNKNOWN for fact in facts if fact.name not in sheet.texts}
    found[sheet.ids[0]] = own_texts(sheet.texts[sheet.ids[0]])
    parsed = {
        fact.name: pool.submit(parse_column, fact, sheet.texts[fact.name], areas)
        for fact in facts
        if fact.name in sheet.texts and fact.name not in sheet.ids
    }
    for name, future in parsed.items():
        found[name] = future.result().column
        for row, reason in future.result().faults.items():
            sheet.refuse(row, name, reason)
    return found


def kept(sheet: Sheet, name: str) -> pa.Array:
    """The ids of the rows that are not faulty."""
    texts = sheet.texts[name]
    return texts.filter(pa.array(~sheet.bad)) if sheet.bad.any() else texts


def number_alike(*ids: pa.Array) -> list[npt.NDArray[np.int32]]:
    """Numbers for ids, the same for the same text in all the columns; -1 where there is none."""
    encoded = pa.concat_arrays(ids).dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return np.split(codes, np.cumsum([len(each) for each in ids])[:-1])


def refuse_repeats(sheet: Sheet, label: str, numbers: npt.NDArray[np.int32]) -> None:
    """Rows without an id, or with one that stands twice, are faulty."""
    name = sheet.ids[0]
    ids = sheet.texts[name]
    for row in np.flatnonzero(numbers < 0):
        sheet.refuse(int(row), name, f"没有填写{label}")
    counts = np.bincount(numbers + 1)
    counts[:1] = 0
    if (counts > 1).any():
        rows = np.flatnonzero(counts[numbers + 1] > 1)
        where = _where(sheet, numbers, rows)
        for row in rows:
            lines = "、".join(where[int(numbers[row])][:LINES_NAMED_MAX])
            sheet.refuse(int(row), name, f"{label}“{ids[int(row)]}”重复（第 {lines} 行）")


def _where(sheet: Sheet, codes: npt.NDArray[Any], rows: npt.NDArray[np.intp]) -> dict[int, list[str]]:
    where: dict[int, list[str]] = {}
    for row in rows:
        where.setdefault(int(codes[row]), []).append(str(sheet.source.rows[row]))
    return where


def taken(column: Column, rows: npt.NDArray[Any]) -> Column:
    """Some rows of a column."""
    known = column.known if isinstance(column.known, bool) else column.known[rows]
    values = column.values
    if isinstance(values, Texts):
        return Column(Texts(values.codes[rows], values.categories), known)
    return Column(values[rows] if isinstance(values, np.ndarray) else values, known)
