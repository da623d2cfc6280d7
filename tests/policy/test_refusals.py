"""What holds of every pack: a refusal costs the public nothing, and figures from elsewhere say from where."""

import pytest

from tests.policy.written_cases import Case, case_of, written_cases
from yinling.engines.rules.decision import Outcome
from yinling.engines.rules.values import parse_value
from yinling.gateways.policy import reading
from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.programmes import load_facts, load_programme
from yinling.gateways.policy.root import policy_root
from yinling.needs.entitlements.domain.deciding import decide_one, payable

FACTS = {fact.label: fact for fact in load_facts().values()}
PRACTICE = [pack for pack in reading.packs() if reading.load_pack(pack).legal_status == "practice"]


def refused() -> list[Case]:
    """Cases of one request that expect a refusal."""
    cases = [written for written in written_cases() if written.entry.get("expect", {}).get("outcome") == "not_granted"]
    return [case_of(written) for written in cases]


@pytest.mark.parametrize("case", refused(), ids=lambda case: f"{case.pack}: {case.title}")
def test_leaves_the_whole_bill_to_others_where_it_refuses(case: Case) -> None:
    values = {FACTS[label].name: parse_value(FACTS[label], text) for label, text in case.texts[0].items() if text}
    decision = decide_one(case.programme, values)
    assert decision.outcome is Outcome.NOT_GRANTED
    shares = payable(case.programme, decision)
    assert not any(fen for amount, fen in shares if amount.public)
    bill = values.get("bill_yuan", values.get("cost_yuan"))
    if bill is not None and any(not amount.public for amount, _ in shares):
        assert sum(fen or 0 for _, fen in shares) == bill


@pytest.mark.parametrize("pack", [*PRACTICE, "national-2026", "suqian-2020", "heping-draft"])
def test_says_of_every_figure_whether_it_was_verified(pack: str) -> None:
    files = sorted((policy_root() / pack / "parameters").glob("*.yaml"))
    values = [value for file in files for entry in read_yaml(file).data["parameters"] for value in entry["values"]]
    assert files
    assert values
    assert all(value["source"] and value["verified"] in (True, False) for value in values)


@pytest.mark.parametrize("programme", ["equal_building_subsidy", "equal_operating_subsidy", "tax_and_fee_relief"])
def test_never_asks_who_owns_an_institution_that_is_treated_equally(programme: str) -> None:
    assert "ownership" not in load_programme("suqian-2020", programme).facts
