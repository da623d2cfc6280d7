"""Our side of the twelve programmes: in memory, file to file, one person.

`python -m benchmarks.rules.our_twelve ELDERS KIND OUT` with KIND memory, built, parquet, reasons, one or city; prints
seconds and peak memory as JSON.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rules.twelve_rules import ON, overlaps, programmes
from yinling.engines.rules.batch import Batch
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.functions import day_number
from yinling.gateways.policy.programmes import load_facts
from yinling.needs.entitlements.domain.deciding import Together, decide_together, for_one
from yinling.needs.entitlements.domain.outcome_table import outcome_table

REPEATS = 9
ONE_PERSON_REPEATS = 1_000
TEXTS = ("household_id", "registered_area", "residence_area")


def read(file: Path) -> tuple[dict[str, Column], pa.Array]:
    """The elders' facts as columns, and their numbers."""
    table = pq.read_table(file, read_dictionary=list(TEXTS))
    arrays = {name: table[name].combine_chunks() for name in table.column_names}
    facts = {name: _column(each) for name, each in arrays.items()}
    return facts | {"on": Column(day_number(ON))}, arrays["person_id"]


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
    numbers = np.array([day_number(day) for day in calendar.tolist()], dtype=np.int32)
    return numbers[(days - first).astype(np.int64)]


def output(decided: Together, person_ids: pa.Array) -> pa.Table:
    """One row an elder: of each programme the row hit, every condition's truth and the sums; what overlaps leave."""
    columns: dict[str, pa.Array] = {"person_id": person_ids}
    for batch in decided.batches:
        rule, table = batch.bound.rule, batch.resolutions
        hits = ["+".join(rule.rows[row].id for row in each.rows) for each in table]
        truths = ["".join("?" if truth is None else str(int(truth)) for truth in each.truths) for each in table]
        columns[f"{rule.id}_row"] = _coded(batch, hits)
        columns[f"{rule.id}_truths"] = _coded(batch, truths)
        columns |= {f"{rule.id}_{name}": pa.array(each.values) for name, each in batch.sums.amounts.items()}
    columns |= {f"{name}_paid": pa.array(fen) for name, fen in decided.paid_fen.items()}
    fields = [pa.field(name, column.type, nullable=False) for name, column in columns.items()]
    return pa.table(list(columns.values()), schema=pa.schema(fields))


def _coded(batch: Batch, words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(batch.signature), pa.array(words, pa.string()))


def output_with_reasons(decided: Together, person_ids: pa.Array) -> pa.Table:
    """One row an elder, as the product writes decisions: outcome, row, sums in yuan and reasons in words."""
    columns: dict[str, pa.Array] = {"person_id": person_ids}
    facts = load_facts()
    for batch in decided.batches:
        found = outcome_table(batch, {}, facts)
        columns |= {f"{batch.bound.rule.id}_{name}": each for name, each in found.items() if name != "programme"}
    return pa.table(columns | {f"{name}_paid": pa.array(fen) for name, fen in decided.paid_fen.items()})


def _file_to_file(bounds: Sequence[BoundRule], file: Path, kind: str, out: Path) -> None:
    facts, person_ids = read(file)
    decided = decide_together(bounds, overlaps(), facts, len(person_ids))
    table = (output if kind == "parquet" else output_with_reasons)(decided, person_ids)
    words = [name for name in table.column_names if pa.types.is_dictionary(table.schema.field(name).type)]
    pq.write_table(table, out, compression="lz4", use_dictionary=words, write_statistics=False)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _in_memory(file: Path) -> list[tuple[float, float]]:
    """From columns to decisions; each time with rules that have decided nothing yet."""
    (facts, person_ids), cuts = read(file), overlaps()
    fresh = [programmes() for _ in range(REPEATS)]
    return [_timed(lambda bounds=bounds: decide_together(bounds, cuts, facts, len(person_ids))) for bounds in fresh]


def _one_person(file: Path) -> list[tuple[float, float]]:
    """One elder after another: every programme, with reasons in words; signatures met before are remembered."""
    decider = for_one(programmes(), load_facts())
    people = [row | {"on": ON} for row in pq.read_table(file).slice(0, ONE_PERSON_REPEATS).to_pylist()]
    return [_timed(lambda person=person: decider.decide(person)) for person in people]


def _city(file: Path) -> dict[str, float]:
    """Once, with what input and output columns take."""
    facts, person_ids = read(file)
    bounds, found = programmes(), []
    seconds, cpu_seconds = _timed(lambda: found.append(decide_together(bounds, overlaps(), facts, len(person_ids))))
    size = person_ids.nbytes + sum(_bytes(column.values) for column in facts.values()) + _output_bytes(found[0])
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
        bounds = programmes()
        times = [_timed(lambda: _file_to_file(bounds, file, kind, out))]
    seconds, cpu_seconds = (statistics.median(each) for each in zip(*times, strict=True))
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": _peak_mb()}))


if __name__ == "__main__":
    main()
