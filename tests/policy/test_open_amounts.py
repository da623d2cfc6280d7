"""What a document leaves open stays open, cell by cell, and is paid once somebody fills it in."""

from datetime import date
from typing import Any

import pytest

from yinling.engines.rules.bound import bind
from yinling.engines.rules.combining import combine
from yinling.engines.rules.decision import Decision, Outcome
from yinling.engines.rules.parameters import fixed
from yinling.gateways.policy.programmes import load_overlaps, load_parameters, load_programme
from yinling.needs.entitlements.domain.deciding import decide_one, tier_of

PACK, PROGRAMME = "gongshu-2019", "care_service_subsidy"
GROUPS = {0: "self_caring", 1: "mild", 2: "moderate", 3: "severe", 4: "severe"}
HARDSHIPS = ("destitute", "minimum_living", "low_income", "none")
CELLS = [(grade, hardship) for grade in GROUPS for hardship in HARDSHIPS]
ON = date(2020, 6, 1)


def cell_of(grade: int, hardship: str) -> str:
    return f"care_subsidy_{GROUPS[grade]}_{hardship}_yuan"


def decided(grade: int, hardship: str, filled: dict[str, int]) -> tuple[Decision, str]:
    parameters = load_parameters(PACK)
    parameters |= {name: fixed(parameters[name], fen) for name, fen in filled.items()}
    programme = bind(load_programme(PACK, PROGRAMME), parameters)
    facts: dict[str, Any] = dict.fromkeys(HARDSHIPS[:3], False) | {hardship: True}
    facts |= {"alive": True, "registered_area": "330105", "birth_date": date(1940, 1, 1), "on": ON}
    decision = decide_one(programme, {**facts, "ability_grade": grade})
    return decision, tier_of(programme, decision)


@pytest.mark.parametrize(("grade", "hardship"), CELLS)
def test_names_the_one_cell_that_is_missing(grade: int, hardship: str) -> None:
    decision, _ = decided(grade, hardship, {})
    assert decision.outcome == Outcome.UNPAYABLE
    assert decision.resolution.missing_parameters == (cell_of(grade, hardship),)


@pytest.mark.parametrize(("grade", "hardship"), CELLS)
def test_pays_a_cell_by_its_own_amount_only(grade: int, hardship: str) -> None:
    amounts = {cell_of(*cell): 100 * at for at, cell in enumerate(CELLS)}
    decision, tier = decided(grade, hardship, amounts)
    assert tier == f"{GROUPS[grade]}_{hardship}"
    assert decision.amounts == {"district": amounts[cell_of(grade, hardship)]}


def test_never_pays_insurance_and_subsidy_for_one_need() -> None:
    found = combine({"care_service_subsidy": 40000, "long_term_care_insurance": 60000}, load_overlaps("baoshan-2019"))
    assert found["long_term_care_insurance"].fen == 60000
    assert found["care_service_subsidy"].fen == 0
    assert found["care_service_subsidy"].is_shut_out
    alone = combine({"care_service_subsidy": 40000}, load_overlaps("baoshan-2019"))
    assert alone["care_service_subsidy"].fen == 40000
