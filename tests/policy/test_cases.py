"""Every case that officials can read in a pack is decided again: alone, and as part of one batch."""

from datetime import date

import numpy as np
import pytest

from tests.policy.written_cases import Written, case_of, check_case, written_cases
from yinling.gateways.policy.programmes import programme_ids
from yinling.gateways.policy.root import policy_root
from yinling.needs.entitlements.domain.deciding import decide_one, payable

WRITTEN = list(written_cases())


@pytest.mark.parametrize("written", WRITTEN, ids=str)
def test_decides_the_case_as_written(written: Written) -> None:
    check_case(case_of(written))


def test_gives_every_programme_cases() -> None:
    written = {(each.pack, each.document["programme"]) for each in WRITTEN}
    packs = [file.parent.name for file in policy_root().glob("*/pack.yaml")]
    assert {(pack, each) for pack in packs for each in programme_ids(pack)} == written


def test_uses_every_option_and_choice_in_some_case() -> None:
    cases = [case_of(each) for each in WRITTEN]
    used = {
        (case.pack, case.programme.rule.id, name, choice)
        for case in cases
        for name, choice in case.programme.options.items()
    }
    rules = {(case.pack, case.programme.rule.id): case.programme.rule for case in cases}
    choices = {
        (*which, option.id, choice)
        for which, rule in rules.items()
        for option in rule.options
        for choice in option.choices
    }
    assert choices - used == set()


def test_never_lets_the_public_share_exceed_the_cost() -> None:
    facts = {"household_id": "h", "minimum_living": True, "registered_area": "310118", "request_id": "1"}
    facts |= {"birth_date": date(1930, 1, 1), "applied_on": date(2021, 6, 1)}
    for case in (case_of(each) for each in WRITTEN if each.document["programme"] == "home_adaptation_subsidy"):
        for cost in np.random.default_rng(7).integers(0, 3_000_000, 50).tolist():
            decision = decide_one(case.programme, {**facts, "cost_yuan": cost})
            shares = [fen for _, fen in payable(case.programme, decision)]
            assert sum(shares) == cost
            assert min(shares) >= 0
