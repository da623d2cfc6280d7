"""The twelve programmes of the benchmark: together as one by one, and what overlaps leave as for each person alone."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from benchmarks.rules.elders import make
from benchmarks.rules.our_twelve import output, read
from benchmarks.rules.twelve_rules import ON, overlaps, paid_amounts, programmes
from yinling.engines.rules.combining import combine
from yinling.engines.rules.decision import Outcome
from yinling.gateways.policy.programmes import load_facts
from yinling.needs.entitlements.domain.deciding import Together, decide_batch, decide_one, decide_together, for_one
from yinling.needs.entitlements.domain.outcome_table import reasons_column
from yinling.needs.entitlements.domain.reasons import as_json, reasons_of

COUNT = 600


@pytest.fixture(scope="module")
def elders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("elders") / "elders.parquet"
    make(file, COUNT)
    return file


@pytest.fixture(scope="module")
def together(elders: Path) -> Together:
    facts, _ = read(elders)
    return decide_together(programmes(), overlaps(), facts, COUNT)


def test_settles_overlaps_of_many_as_of_each_person(together: Together) -> None:
    cuts, lost = overlaps(), 0
    for row in range(COUNT):
        sums: dict[str, int] = {}
        for batch in together.batches:
            decision = batch.decision(row)
            if decision.outcome is Outcome.GRANTED:
                sums[batch.bound.rule.id] = sum(decision.amounts[name] or 0 for name in paid_amounts(batch.bound))
        for name, left in combine(sums, cuts).items():
            if name in together.paid_fen:
                assert together.paid_fen[name][row] == left.fen
                place = together.because[name][row]
                assert (cuts[place] if place >= 0 else None) == left.because
                lost += left.reduced_fen > 0
    assert lost


def test_decides_together_as_each_programme_alone(elders: Path, together: Together) -> None:
    facts, person_ids = read(elders)
    for batch in together.batches:
        alone = decide_batch(batch.bound, facts, COUNT)
        assert [batch.decision(row) for row in range(COUNT)] == [alone.decision(row) for row in range(COUNT)]
    assert output(together, person_ids).num_rows == COUNT


def test_writes_reasons_of_many_as_of_each_alone(together: Together) -> None:
    facts = load_facts()
    for batch in together.batches:
        words = reasons_column(batch, facts).to_pylist()
        alone = [as_json(reasons_of(batch.bound, batch.decision(row), facts)) for row in range(COUNT)]
        assert words == alone


def test_traces_the_row_hit_and_every_truth(elders: Path, together: Together) -> None:
    _, person_ids = read(elders)
    table = output(together, person_ids)
    for batch in together.batches:
        rule, told = batch.bound.rule, table[f"{batch.bound.rule.id}_trace"].to_pylist()
        for row in range(COUNT):
            resolution = batch.decision(row).resolution
            hit = "+".join(rule.rows[at].id for at in resolution.rows)
            assert (
                told[row] == f"{hit} {''.join('?' if each is None else str(int(each)) for each in resolution.truths)}"
            )


def test_decides_one_person_with_reasons_as_each_programme_alone(elders: Path) -> None:
    bounds = programmes()
    decider = for_one(bounds, load_facts())
    for person in pq.read_table(elders).slice(0, 100).to_pylist():
        asked: dict[str, Any] = person | {"on": ON}
        found = decider.decide(asked)
        assert [each.decision for each in found] == [decide_one(bound, asked) for bound in bounds]
        assert all(each.words.startswith("[{") for each in found)
