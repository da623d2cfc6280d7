"""From a table of answers to columns of scores, with a reject for every faulty row; each distinct cell is read once."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yinling.engines.scales.grading import INVALID, MISSING, Fault, Ints, count_faults, item_faults
from yinling.engines.scales.scale import BOOLEAN, Scale

PERSON = "person_id"
PERSON_HEADINGS = ("人员编号", "编号")
LINES_NAMED_MAX = 5
YES = frozenset({"是", "有", "true", "t", "yes", "y", "1", "1.0"})
NO = frozenset({"否", "无", "没有", "false", "f", "no", "n", "0", "0.0"})
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")


class MissingColumns(ValueError):
    """The table lacks columns without which nothing can be graded; the message is in Chinese."""


@dataclass(frozen=True)
class Source:
    """A table as read: text columns by heading, row numbers, rows of the wrong shape."""

    name: str
    columns: Mapping[str, pa.Array]
    rows: npt.NDArray[np.int64]
    faults: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, order=True)
class Reject:
    """A row not taken: file, row as a spreadsheet numbers it, field, reason in Chinese."""

    file: str
    row: int
    field: str
    reason: str


@dataclass(frozen=True)
class Intake:
    """Rows that can be graded, in the order of the table: `scores` by item, `counts` by circumstance."""

    person_ids: pa.Array
    scores: Mapping[str, Ints]
    counts: Mapping[str, Ints]
    rejects: list[Reject]
    notes: list[str]

    def __len__(self) -> int:
        return len(self.person_ids)


@dataclass(frozen=True)
class _Column:
    """A column read: `values` per row, and what stood in the cells."""

    values: Ints
    words: Sequence[str]
    codes: npt.NDArray[np.int64]

    def cell(self, row: int) -> str:
        code = int(self.codes[row])
        return self.words[code] if code >= 0 else ""


def take_in(scale: Scale, source: Source, choices: Mapping[str, str]) -> Intake:
    """Everything that can be graded, and why the rest cannot. Raises MissingColumns."""
    found = _matched(scale, source)
    readers = _readers(scale)
    columns = {name: _read(source.columns[heading], readers[name]) for name, heading in found.items() if name != PERSON}
    scores = {item.id: columns[item.id].values for item in scale.items}
    counts = {name: column.values for name, column in columns.items() if name not in scores}
    _sum_parts(scale, counts, len(source.rows))
    people = _encoded(source.columns[found[PERSON]])
    rejects = [Reject(source.name, row, "", reason) for row, reason in source.faults]
    bad = np.zeros(len(source.rows), bool)
    for fault in chain(item_faults(scale, scores), count_faults(scale, counts, choices), _person_faults(people)):
        rejects += _rejected(source, fault, columns.get(fault.field), people)
        bad |= fault.mask
    kept = np.flatnonzero(~bad)
    return Intake(
        people.take(pa.array(kept)).cast(pa.string()),
        {name: values[kept] for name, values in scores.items()},
        {name: values[kept] for name, values in counts.items()},
        sorted(rejects),
        list(_notes(source, set(found.values()))),
    )


def _matched(scale: Scale, source: Source) -> dict[str, str]:
    """The heading of each field: its id or name as written; else in any case, without spaces and dots."""
    wanted: dict[str, tuple[str, ...]] = {PERSON: (PERSON, *PERSON_HEADINGS)}
    wanted |= {item.id: (item.id, item.name, item.id + item.name, *item.headings) for item in scale.items}
    wanted |= {each.id: (each.id, each.name, *each.headings) for each in scale.circumstances}
    optional = {part: (part, words) for each in scale.circumstances for part, words in each.parts.items()}
    found = _headings({**wanted, **optional}, list(source.columns))
    told = {part: each.id for each in scale.circumstances for part in each.parts}
    whole = {each.id for each in scale.circumstances if each.parts and each.parts.keys() <= found.keys()}
    if missing := [name for name in wanted if name not in found and name not in whole]:
        raise MissingColumns(f"{source.name} 缺少这些列：{'、'.join(_named(scale, name) for name in missing)}")
    partly = {told[name] for name in found if name in told} - whole
    return {name: heading for name, heading in found.items() if told.get(name) not in partly}


def _headings(wanted: Mapping[str, tuple[str, ...]], headings: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for alike in (str.strip, _plain):
        meant = Counter(key for names in wanted.values() for key in {alike(name) for name in names})
        written = {alike(heading): heading for heading in headings if heading not in found.values()}
        for name, names in wanted.items():
            keys = [alike(each) for each in names]
            known = next((written[key] for key in keys if key in written and meant[key] == 1), None)
            if name not in found and known is not None:
                found[name] = known
    return found


def _named(scale: Scale, name: str) -> str:
    names = {item.id: item.name for item in scale.items} | {each.id: each.name for each in scale.circumstances}
    return f"{name}（{names[name]}）" if name in names else name


def _plain(heading: str) -> str:
    return re.sub(r"[\s.。_\-（）()]", "", unicodedata.normalize("NFKC", heading)).casefold()


def _readers(scale: Scale) -> dict[str, Callable[[str], int]]:
    readers: dict[str, Callable[[str], int]] = {item.id: _score for item in scale.items}
    for each in scale.circumstances:
        readers[each.id] = _yes_or_no if each.type == BOOLEAN else _count
        readers |= dict.fromkeys(each.parts, _count)
    return readers


def _score(text: str) -> int:
    return _whole(text.removesuffix("分"))


def _count(text: str) -> int:
    if text in NO:
        return 0
    return _whole(text.removesuffix("及以上").removesuffix("次"))


def _whole(text: str) -> int:
    match = _WHOLE.fullmatch(text.strip())
    return int(match[1]) if match else INVALID


def _yes_or_no(text: str) -> int:
    if text in YES or text in NO:
        return int(text in YES)
    return INVALID


def _encoded(column: pa.Array) -> pa.DictionaryArray:
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def _codes(column: pa.DictionaryArray) -> npt.NDArray[np.int64]:
    codes: npt.NDArray[np.int64] = column.indices.cast(pa.int64()).fill_null(-1).to_numpy()
    return codes


def _read(column: pa.Array, reader: Callable[[str], int]) -> _Column:
    encoded = _encoded(column)
    words, codes = encoded.dictionary.to_pylist(), _codes(encoded)
    plain = [unicodedata.normalize("NFKC", word).strip().casefold() for word in words]
    values = np.array([*(reader(word) if word else MISSING for word in plain), MISSING], np.int64)
    return _Column(values[codes], words, codes)


def _sum_parts(scale: Scale, counts: dict[str, Ints], length: int) -> None:
    """Where the kinds are told and the sum is not, the sum is theirs."""
    for each in scale.circumstances:
        parts = [counts[part] for part in each.parts if part in counts]
        if not parts:
            continue
        known = np.logical_and.reduce([part >= 0 for part in parts])
        told = counts.get(each.id, np.full(length, MISSING))
        counts[each.id] = np.where(known & (told == MISSING), np.add.reduce(parts), told)


def _person_faults(people: pa.DictionaryArray) -> Iterator[Fault]:
    codes = _codes(people)
    if (missing := codes < 0).any():
        yield Fault(PERSON, "没有填写人员编号", missing)
    counts = np.bincount(codes[codes >= 0], minlength=1)
    if (counts > 1).any():
        yield Fault(PERSON, "人员编号重复", (codes >= 0) & (counts[codes] > 1))


def _rejected(source: Source, fault: Fault, column: _Column | None, people: pa.DictionaryArray) -> Iterator[Reject]:
    rows = np.flatnonzero(fault.mask)
    lines = _lines_by_person(source, people, rows) if fault.field == PERSON else {}
    for row in rows:
        if column is not None:
            told = column.cell(int(row))
            reason = fault.reason + (f"，填的是“{told}”" if told else "")
        else:
            reason = fault.reason + lines.get(int(row), "")
        yield Reject(source.name, int(source.rows[row]), fault.field, reason)


def _lines_by_person(source: Source, people: pa.DictionaryArray, rows: npt.NDArray[np.intp]) -> dict[int, str]:
    codes = _codes(people)
    together: dict[int, list[int]] = {}
    for row in rows:
        together.setdefault(int(codes[row]), []).append(int(row))
    words = people.dictionary.to_pylist()
    found: dict[int, str] = {}
    for code, same in together.items():
        if code >= 0:
            lines = "、".join(str(source.rows[row]) for row in same[:LINES_NAMED_MAX])
            found |= dict.fromkeys(same, f"：“{words[code]}”（第 {lines} 行）")
    return found


def _notes(source: Source, used: set[str]) -> Iterator[str]:
    if extra := [heading for heading in source.columns if heading and heading not in used]:
        yield f"{source.name} 中没有用到的列：{'、'.join(extra)}"
