"""Many programmes for one case decide as each does by itself, whatever is unknown."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from tests.engines.rules.sample import CAP, ENTRY, FACTS, LINE, bound, cases
from tests.engines.rules.test_batch import OPEN_LINE
from yinling.engines.rules.bound import BoundRule, bind
from yinling.engines.rules.decision import Decision
from yinling.engines.rules.definition import read_rule
from yinling.engines.rules.for_one import ForOne
from yinling.engines.rules.one import decide_one

FLAT: dict[str, Any] = {
    **ENTRY,
    "id": "flat",
    "conditions": [
        *ENTRY["conditions"],
        {"id": "rich", "when": "not poor if alone else income >= 2 * line", "words": "w", "clause": "S-1"},
        {"id": "some", "when": "level and poor", "words": "w", "clause": "S-1"},
        {"id": "late", "when": "on > date(2022, 1, 1) or area != '31'", "words": "w", "clause": "S-1"},
    ],
    "table": {**ENTRY["table"], "hit_policy": "first"},
    "amounts": [{"id": "city", "is": "min(percent * 100, line)", "words": "w", "payer": "city"}],
}
del FLAT["table"]["share_best_row"]
BY_TABLE = bind(read_rule(FLAT, FACTS, ("cap", "line")), {"cap": CAP, "line": LINE})
PROGRAMMES = (bound(), BY_TABLE, bound("sum"), BY_TABLE)


def _words(programme: BoundRule, decision: Decision) -> str:
    return f"{programme.rule.id} {decision.resolution} {decision.limit_use} {decision.rows}"


TOGETHER = ForOne(PROGRAMMES, _words)


@settings(max_examples=500, deadline=None)
@given(cases)
def test_decides_many_for_one_as_each_alone(case: dict[str, Any]) -> None:
    facts = {**case, "number": "1"}
    alone = [decide_one(programme, facts) for programme in PROGRAMMES]
    for _ in range(2):  # the second time from what was kept
        found = TOGETHER.decide(facts)
        assert [each.decision for each in found] == alone
        assert [each.words for each in found] == [
            _words(programme, decision) for programme, decision in zip(PROGRAMMES, alone, strict=True)
        ]


@settings(max_examples=50, deadline=None)
@given(cases)
def test_names_an_open_parameter_in_every_case(case: dict[str, Any]) -> None:
    open_ = bind(read_rule(FLAT, FACTS, ("cap", "line")), {"cap": CAP, "line": OPEN_LINE})
    (found,) = ForOne([open_], _words).decide(case)
    assert found.decision == decide_one(open_, case)


def test_refuses_two_readings_of_one_parameter() -> None:
    other = bind(read_rule(FLAT, FACTS, ("cap", "line")), {"cap": CAP, "line": OPEN_LINE})
    with pytest.raises(ValueError, match="parameter"):
        ForOne([BY_TABLE, other], _words)


def test_reads_parameters_of_another_day_anew() -> None:
    facts = dict.fromkeys(FACTS) | {
        "born": date(1940, 2, 29), "area": "310118", "poor": True, "alone": True, "income": 0, "level": 0,
    }  # fmt: skip
    for day in (date(2021, 6, 30), date(2021, 7, 1), date(2021, 6, 30)):
        asked = {**facts, "on": day}
        assert TOGETHER.decide(asked)[1].decision == decide_one(BY_TABLE, asked)
