"""Many programmes over one set of columns, in blocks, decide as each does alone and as each case does alone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engines.rules.sample import CAP, ENTRY, FACTS, LINE, bound, cases
from tests.engines.rules.test_batch import OPEN_LINE, _columns, _numbered
from yinling.engines.rules import batch as batches
from yinling.engines.rules import columns, compiled, signatures
from yinling.engines.rules.batch import Batch, decide_batch, decide_many
from yinling.engines.rules.bound import BoundRule, bind
from yinling.engines.rules.columns import Column
from yinling.engines.rules.definition import read_rule
from yinling.engines.rules.parameters import fixed
from yinling.engines.rules.room import Room

OTHER_DAY = bind(
    read_rule({**ENTRY, "dated_by": "born"}, FACTS, ("cap", "line")), {"cap": CAP, "line": LINE}, {"share": "yes"}
)
PROGRAMMES = (bound(), bound("sum"), bound("first", line=OPEN_LINE), bound(line=fixed(LINE, 450_000)), OTHER_DAY)
SMALL = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _decided(batch: Batch) -> list[Any]:
    return [batch.decision(row) for row in range(len(batch))]


@SMALL
@given(st.lists(cases, min_size=1, max_size=12).map(_numbered))
def test_decides_many_programmes_as_each_alone(found: list[dict[str, Any]]) -> None:
    facts = _columns(found)
    together = decide_many(PROGRAMMES, facts, len(found))
    assert [_decided(each) for each in together] == [_decided(_alone(each, found)) for each in PROGRAMMES]


def _alone(rule: BoundRule, found: list[dict[str, Any]]) -> Batch:
    return decide_batch(rule, _columns(found), len(found))


@pytest.mark.parametrize(("table_bits", "code_bits"), [(22, 63), (0, 63), (0, 8), (6, 6)])
@SMALL
@given(found=st.lists(cases, min_size=4, max_size=12).map(_numbered))
def test_decides_alike_in_small_blocks_and_with_many_bits(
    monkeypatch: pytest.MonkeyPatch, table_bits: int, code_bits: int, found: list[dict[str, Any]]
) -> None:
    whole = [_decided(_alone(each, found)) for each in PROGRAMMES]
    with monkeypatch.context() as patched:
        patched.setattr(columns, "BLOCK_ROWS", 3)
        patched.setattr(batches, "BLOCK_ROWS_OF_TRUTHS", 3)
        patched.setattr(signatures, "TABLE_BITS_MAX", table_bits)
        patched.setattr(signatures, "CODE_BITS_MAX", code_bits)
        patched.setattr(signatures, "NUMBER_BITS", min(code_bits - 1, 31))
        patched.setattr(signatures, "SLOT_BITS", 2)
        in_blocks = [_decided(_alone(each, found)) for each in PROGRAMMES]
    assert in_blocks == whole


@SMALL
@given(found=st.lists(cases, min_size=1, max_size=12).map(_numbered))
def test_decides_many_compiled_as_a_few(monkeypatch: pytest.MonkeyPatch, found: list[dict[str, Any]]) -> None:
    whole = [_decided(_alone(each, found)) for each in PROGRAMMES]
    with monkeypatch.context() as patched:
        patched.setattr(columns, "BLOCK_ROWS", 5)
        patched.setattr(batches, "BLOCK_ROWS_OF_TRUTHS", 5)
        patched.setattr(compiled, "ROWS_FOR_COMPILING", 1)
        patched.setattr(compiled, "ROWS_FOR_THREADS", 1)
        together = decide_many(PROGRAMMES, _columns(found), len(found))
        assert [_decided(each) for each in together] == whole


@pytest.mark.parametrize("width", [0, 3, 22, 23, 40, 70, 140])
def test_numbers_equal_bits_alike_in_every_block(width: int) -> None:
    random = np.random.default_rng(width)
    rows = np.concatenate([random.random((400, width)) < share for share in (0.02, 0.5, 0.98)])
    rows = np.concatenate([rows, rows[::-1]])
    told = signatures.Signatures(width, Room(len(rows)))
    for start in reversed(range(0, len(rows), 500)):
        part = rows[start : start + 500]
        bits = [np.ascontiguousarray(part[:, at]) for at in range(width)]
        told.take(bits, slice(start, start + len(part)))
    numbers = np.empty(len(rows), dtype=np.int32)
    fresh = told.number(numbers)
    assert numbers[fresh].tolist() == list(range(len(fresh)))
    distinct = told.bits()
    assert distinct[numbers].tolist() == rows.tolist()
    assert distinct.tolist() == rows[fresh].tolist()
    assert len({tuple(each) for each in distinct.tolist()}) == len(distinct)


@pytest.mark.parametrize("rows_for_compiling", [1, 10_000])
def test_tells_numbers_that_do_not_fit(monkeypatch: pytest.MonkeyPatch, rows_for_compiling: int) -> None:
    monkeypatch.setattr(compiled, "ROWS_FOR_COMPILING", rows_for_compiling)
    edges = np.array([-(2**31), 0, 2**31 - 1])
    kept = np.empty(3, dtype=np.int32)
    assert compiled.put(edges, kept)
    assert kept.tolist() == edges.tolist()
    assert not compiled.put(edges + 1, kept)
    assert not compiled.put(edges - 1, kept)
    assert compiled.put(np.int64(7), kept)
    assert kept.tolist() == [7, 7, 7]


def test_decides_everybody_by_one_value_for_all() -> None:
    facts = {
        "on": Column(20210801), "born": Column(np.array([19400229, 19800505], dtype=np.int32)),
        "area": Column("310118"), "poor": Column(True), "alone": Column(False), "income": Column(0),
        "level": Column(0), "cost": Column(np.array([300_000, 300_000])), "home": Column(np.array([1, 2])),
        "number": Column(np.array([1, 2])),
    }  # fmt: skip
    outcomes = [each.outcome.value for each in _decided(decide_batch(bound(), facts, 2))]
    assert outcomes == ["granted", "not_granted"]
