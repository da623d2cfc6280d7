"""Our side of the twelve programmes: in memory, file to file, one person.

`python -m benchmarks.rules.our_twelve ELDERS KIND OUT` with KIND memory, built, parquet, reasons, one or city; prints
seconds and peak memory as JSON.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numba  # noqa: F401 - loaded, the compiled loops are used: a worker that decides districts has it
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rules.parts import write_parts
from benchmarks.rules.twelve_rules import ON, overlaps, programmes
from yinling.engines.rules.batch import Batch
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.sums import spread
from yinling.gateways.policy.programmes import load_facts
from yinling.needs.entitlements.domain.deciding import Together, decide_together, for_one
from yinling.needs.entitlements.domain.outcome_table import reasons_column

REPEATS = 9
FILE_REPEATS = 3
ONE_PERSON_REPEATS = 1_000
DISTRICT = 420_000
HOME = "household_id"
AREAS = ("registered_area", "residence_area")


def read(file: Path) -> tuple[dict[str, Column], pa.Array]:
    """The elders' facts as columns, and their numbers; homes are numbered while the other columns are read."""
    others = [name for name in pq.read_schema(file).names if name != HOME]
    with ThreadPoolExecutor() as threads:
        home = threads.submit(_homes, file)
        table = pq.read_table(file, columns=others, read_dictionary=list(AREAS))
        arrays = {name: table[name].combine_chunks() for name in others}
        facts = {name: _column(each) for name, each in arrays.items()}
        facts[HOME] = _column(home.result())
    return facts | {"on": Column(day_number(ON))}, arrays["person_id"]


def _homes(file: Path) -> pa.Array:
    """The homes as numbers; Arrow numbers texts more quickly once they are read."""
    return pq.read_table(file, columns=[HOME], use_threads=False)[HOME].combine_chunks().dictionary_encode()


def _column(array: Any) -> Column:
    if pa.types.is_dictionary(array.type):
        return Column(Texts(array.indices.to_numpy(), array.dictionary))
    if pa.types.is_string(array.type):
        return Column(Texts(np.arange(len(array), dtype=np.int32), array))
    if pa.types.is_date(array.type):
        return Column(_day_numbers(array.to_numpy(zero_copy_only=False)))
    return Column(array.to_numpy(zero_copy_only=False))


def _day_numbers(days: np.ndarray) -> np.ndarray:
    """Dates as columns hold them, worked out once per day that can occur."""
    first = days.min()
    calendar = np.arange(first, days.max() + 1)
    years, months = calendar.astype("M8[Y]"), calendar.astype("M8[M]")
    day_of_month = (calendar - months).astype(np.int64) + 1
    month = (months - years).astype(np.int64) + 1
    numbers = ((years.astype(np.int64) + 1970) * 10_000 + month * 100 + day_of_month).astype(np.int32)
    return numbers[(days - first).astype(np.int64)]


def output(decided: Together, person_ids: pa.Array) -> pa.Table:
    """One row an elder: of each programme the row hit with every condition's truth, and the sums; what overlaps leave.

    The trace reads like `eighty 1101?0`: the row's name, then 1, 0 or ? by condition.
    """
    return _table(decided, person_ids, "trace", lambda batch: _coded(batch.signature, _traces(batch)))


def output_with_reasons(decided: Together, person_ids: pa.Array) -> pa.Table:
    """One row an elder: of each programme the reasons in words, as the product writes them, and the sums."""
    facts = load_facts()
    return _table(decided, person_ids, "reasons", lambda batch: reasons_column(batch, facts))


def _table(decided: Together, person_ids: pa.Array, name: str, tell: Callable[[Batch], pa.Array]) -> pa.Table:
    columns: dict[str, pa.Array] = {"person_id": person_ids}
    for batch in decided.batches:
        rule = batch.bound.rule
        columns[f"{rule.id}_{name}"] = tell(batch)
        if name == "reasons":
            columns[f"{rule.id}_row"] = _coded(spread(batch.resolutions.answer, batch.signature), _rows_hit(batch))
        columns |= {f"{rule.id}_{amount}": pa.array(each.values) for amount, each in batch.sums.amounts.items()}
    columns |= {f"{each}_paid": pa.array(fen) for each, fen in decided.paid_fen.items()}
    fields = [pa.field(name, column.type, nullable=False) for name, column in columns.items()]
    return pa.table(list(columns.values()), schema=pa.schema(fields))


def _traces(batch: Batch) -> list[str]:
    """By signature: the row hit and every condition's truth."""
    values, known = batch.resolutions.truths()
    digits = np.where(known, values + ord("0"), ord("?")).astype(np.uint8)
    truths = np.ascontiguousarray(digits).view(f"S{digits.shape[1]}").reshape(-1).astype(str).tolist()
    rows = _rows_hit(batch)
    answers = batch.resolutions.answer.tolist()
    return [f"{rows[answer]} {each}" for answer, each in zip(answers, truths, strict=True)]


def _rows_hit(batch: Batch) -> list[str]:
    """By answer of the table: the rows hit."""
    return ["+".join(batch.bound.rule.rows[row].id for row in each.rows) for each in batch.resolutions.answers]


def _coded(codes: np.ndarray, words: Sequence[str]) -> pa.Array:
    distinct = {word: at for at, word in enumerate(dict.fromkeys(words))}
    if len(distinct) < len(words):  # Parquet takes codes as they are only where no word comes twice
        codes = spread(np.array([distinct[word] for word in words], dtype=np.int32), codes)
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(list(distinct), pa.string()))


def _file_to_file(bounds: Sequence[BoundRule], file: Path, kind: str, out: Path) -> None:
    facts, person_ids = read(file)
    decided = decide_together(bounds, overlaps(), facts, len(person_ids))
    table = (output if kind == "parquet" else output_with_reasons)(decided, person_ids)
    words = [name for name in table.column_names if pa.types.is_dictionary(table.schema.field(name).type)]
    write_parts(table, out, words)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _in_memory(file: Path) -> list[tuple[float, float]]:
    """From columns to decisions; each time with rules that have decided nothing yet."""
    (facts, person_ids), cuts = read(file), overlaps()
    _load(facts, len(person_ids))
    fresh = [programmes() for _ in range(REPEATS)]
    return [_timed(lambda bounds=bounds: decide_together(bounds, cuts, facts, len(person_ids))) for bounds in fresh]


def _load(facts: Mapping[str, Column], count: int) -> None:
    """Load what is compiled, as both sides load their libraries before the clock starts."""
    decide_together(programmes(), overlaps(), facts, count)


def _one_person(file: Path) -> list[tuple[float, float]]:
    """One elder after another: every programme, with reasons in words; signatures met before are remembered."""
    decider = for_one(programmes(), load_facts())
    people = [row | {"on": ON} for row in pq.read_table(file).slice(0, ONE_PERSON_REPEATS).to_pylist()]
    return [_timed(lambda person=person: decider.decide(person)) for person in people]


def _city(file: Path) -> dict[str, float]:
    """As often as the district; with what input and output columns take."""
    facts, person_ids = read(file)
    pa.default_memory_pool().release_unused()  # what reading needed and deciding does not
    _load({name: column.block(slice(DISTRICT)) for name, column in facts.items()}, DISTRICT)
    times, size = [], 0
    for bounds in [programmes() for _ in range(REPEATS)]:
        found: list[Together] = []
        times.append(_timed(lambda: found.append(decide_together(bounds, overlaps(), facts, len(person_ids)))))  # noqa: B023
        size = person_ids.nbytes + sum(_bytes(column.values) for column in facts.values()) + _output_bytes(found[0])
    seconds, cpu_seconds = (statistics.median(each) for each in zip(*times, strict=True))
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": _peak_mb(), "columns_mb": size / (1 << 20)}


def _bytes(values: Any) -> int:
    return values.codes.nbytes if isinstance(values, Texts) else np.asarray(values).nbytes


def _output_bytes(decided: Together) -> int:
    batches = sum(
        batch.signature.nbytes + sum(_bytes(each.values) for each in batch.sums.amounts.values())
        for batch in decided.batches
    )
    return batches + sum(fen.nbytes for fen in decided.paid_fen.values())


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Measure what is asked."""
    file, kind, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    if kind in ("memory", "built"):
        times = _in_memory(file)
    elif kind == "one":
        times = _one_person(file)
    elif kind == "city":
        print(json.dumps(_city(file)))
        return
    else:
        facts, person_ids = read(file)
        _load(facts, len(person_ids))
        fresh = [programmes() for _ in range(FILE_REPEATS if kind == "parquet" else 1)]
        times = [_timed(lambda bounds=bounds: _file_to_file(bounds, file, kind, out)) for bounds in fresh]
    seconds, cpu_seconds = (statistics.median(each) for each in zip(*times, strict=True))
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": _peak_mb()}))


if __name__ == "__main__":
    main()
