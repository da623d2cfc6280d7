"""From a table of people and a table of requests to fact columns, with a reject for every faulty row."""

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
from yinling.needs.entitlements.domain.parsing import own_texts, parse_column, plain
from yinling.needs.entitlements.domain.values import AreaNames

PERSON, REQUEST = "person_id", "request_id"
IDS = (PERSON, REQUEST)
THREADS = 4
LINES_NAMED_MAX = 5
REQUIRED_OF_PEOPLE = (PERSON,)
REQUIRED_OF_REQUESTS = (REQUEST, PERSON, "applied_on", "cost_yuan")


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
class Intake:
    """What is to be decided: `facts` by name, `request_ids` and `person_ids` in the order of the requests."""

    facts: dict[str, Column]
    request_ids: pa.Array
    person_ids: pa.Array
    rejects: list[Reject]
    notes: list[str]

    def __len__(self) -> int:
        return len(self.request_ids)


@dataclass
class _Sheet:
    """One table with its columns named by fact, and the rows found faulty."""

    source: Source
    texts: dict[str, pa.Array]
    rejects: list[Reject] = field(default_factory=list)
    bad: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def refuse(self, row: int, name: str, reason: str) -> None:
        self.bad[row] = True
        self.rejects.append(Reject(self.source.name, int(self.source.rows[row]), name, reason))


def take_in(people: Source, requests: Source, facts: Mapping[str, Fact], areas: AreaNames) -> Intake:
    """Parse both tables, join them by person, set faulty rows aside. Raises MissingColumn."""
    notes: list[str] = []
    person_facts = [fact for fact in facts.values() if fact.about in ("person", "household")]
    request_facts = [fact for fact in facts.values() if fact.about == "request" or fact.name == PERSON]
    of_people = _sheet(people, person_facts, REQUIRED_OF_PEOPLE, notes)
    of_requests = _sheet(requests, request_facts, REQUIRED_OF_REQUESTS, notes)
    # Arrow and NumPy work outside the interpreter's lock: two threads halve the wait.
    with ThreadPoolExecutor(THREADS) as pool:
        numbered = pool.submit(_number_alike, of_people.texts[PERSON], of_requests.texts[PERSON])
        own = pool.submit(_number_alike, of_requests.texts[REQUEST])
        known_people = _columns(of_people, person_facts, areas, pool)
        known_requests = _columns(of_requests, request_facts, areas, pool)
        (persons, named), (requested,) = numbered.result(), own.result()
    _refuse_repeats(of_people, PERSON, "人员编号", persons)
    _refuse_repeats(of_requests, REQUEST, "申请编号", requested)
    positions = _join(of_people, of_requests, persons, named)
    kept = np.flatnonzero(~of_requests.bad)
    columns = {name: _taken(column, kept) for name, column in known_requests.items()}
    columns |= {name: _taken(column, positions[kept]) for name, column in known_people.items()}
    return Intake(
        facts=columns,
        request_ids=_kept(of_requests, REQUEST),
        person_ids=_kept(of_requests, PERSON),
        rejects=sorted(of_people.rejects) + sorted(of_requests.rejects),
        notes=notes,
    )


def _sheet(source: Source, facts: list[Fact], required: tuple[str, ...], notes: list[str]) -> _Sheet:
    names = {fact.label: fact.name for fact in facts} | {fact.name: fact.name for fact in facts}
    texts: dict[str, pa.Array] = {}
    ignored = []
    for header, column in source.columns.items():
        name = names.get(header) or names.get(header.lower())
        if name is None:
            ignored.append(header)
        elif name in texts:
            raise MissingColumn(f"{source.name}：“{name}”一列出现了两次（中文列名和英文列名各一次）")
        else:
            texts[name] = plain(column) if name in IDS else column
    labels = {fact.name: fact.label for fact in facts}
    if absent := [name for name in required if name not in texts]:
        wanted = "、".join(f"{labels[name]}（{name}）" for name in absent)
        raise MissingColumn(f"{source.name}：缺少必需的列：{wanted}")
    if ignored:
        notes.append(f"{source.name}：不认识的列已略去：{'、'.join(name or '（无名）' for name in ignored)}")
    if unknown := [labels[fact.name] for fact in facts if fact.name not in texts]:
        notes.append(f"{source.name}：没有这些列，一律按“不知道”处理：{'、'.join(unknown)}")
    sheet = _Sheet(source, texts, bad=np.zeros(len(source.rows), dtype=bool))
    sheet.rejects += [Reject(source.name, row, "", reason) for row, reason in source.faults]
    return sheet


def _columns(sheet: _Sheet, facts: list[Fact], areas: AreaNames, pool: ThreadPoolExecutor) -> dict[str, Column]:
    found = {fact.name: UNKNOWN for fact in facts if fact.name not in sheet.texts}
    if REQUEST in sheet.texts:
        found[REQUEST] = own_texts(sheet.texts[REQUEST])
    parsed = {
        fact.name: pool.submit(parse_column, fact, sheet.texts[fact.name], areas)
        for fact in facts
        if fact.name in sheet.texts and fact.name not in IDS
    }
    for name, future in parsed.items():
        found[name] = future.result().column
        for row, reason in future.result().faults.items():
            sheet.refuse(row, name, reason)
    return found


def _kept(sheet: _Sheet, name: str) -> pa.Array:
    texts = sheet.texts[name]
    return texts.filter(pa.array(~sheet.bad)) if sheet.bad.any() else texts


def _number_alike(*ids: pa.Array) -> list[npt.NDArray[np.int32]]:
    """Numbers for ids, the same for the same text in all the columns; -1 where there is none."""
    encoded = pa.concat_arrays(ids).dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return np.split(codes, np.cumsum([len(each) for each in ids])[:-1])


def _refuse_repeats(sheet: _Sheet, name: str, label: str, numbers: npt.NDArray[np.int32]) -> None:
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


def _where(sheet: _Sheet, codes: npt.NDArray[Any], rows: npt.NDArray[np.intp]) -> dict[int, list[str]]:
    where: dict[int, list[str]] = {}
    for row in rows:
        where.setdefault(int(codes[row]), []).append(str(sheet.source.rows[row]))
    return where


def _join(
    people: _Sheet, requests: _Sheet, persons: npt.NDArray[np.int32], named: npt.NDArray[np.int32]
) -> npt.NDArray[np.int64]:
    """The row of each request's person; requests without a usable person are refused."""
    rows = np.full(max(persons.max(initial=-1), named.max(initial=-1)) + 2, -1, dtype=np.int64)
    rows[persons] = np.arange(len(persons))
    rows[-1] = -1  # where the last place stands for “no id”
    positions = rows[named]
    texts = requests.texts[PERSON]
    for row in np.flatnonzero(positions < 0):
        unknown = f"人员表中没有人员编号“{texts[int(row)]}”"
        requests.refuse(int(row), PERSON, "没有填写人员编号" if named[row] < 0 else unknown)
    is_bad = people.bad[positions] if len(people.bad) else np.zeros(len(positions), dtype=bool)
    for row in np.flatnonzero(is_bad & (positions >= 0)):
        at = int(people.source.rows[positions[row]])
        reason = f"人员编号“{texts[int(row)]}”在人员表中的数据有误（第 {at} 行），未予决定"
        requests.refuse(int(row), PERSON, reason)
    return np.maximum(positions, 0)


def _taken(column: Column, rows: npt.NDArray[Any]) -> Column:
    known = column.known if isinstance(column.known, bool) else column.known[rows]
    values = column.values
    if isinstance(values, Texts):
        return Column(Texts(values.codes[rows], values.categories), known)
    return Column(values[rows] if isinstance(values, np.ndarray) else values, known)
