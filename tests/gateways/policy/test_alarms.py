"""Rules of the call desk: what the nation says, what a pack says instead, what is refused."""

import pytest

from yinling.gateways.policy import alarms
from yinling.gateways.policy.root import policy_root

NATIONAL = policy_root() / "national" / "alarms.yaml"


def test_read_the_nations_rules() -> None:
    rules = alarms.load_alarms("qingpu-2021")
    assert rules.limits == {"answer_seconds": 60, "dispatch_seconds": 300, "arrival_seconds": 1800}
    assert rules.severity("low").chain == "ticket"
    assert rules.severity("never heard of") == rules.severities["critical"]
    assert rules.script("sos") != rules.script("never heard of") == rules.scripts["otherwise"]
    assert rules.outcomes["pressed_by_mistake"].is_false
    assert "chains.urgent" in rules.unverified


def test_let_a_pack_put_a_section_of_its_own_in_place(tmp_path) -> None:
    for name in ("national", "ours"):
        (tmp_path / name).mkdir()
    (tmp_path / "national" / "alarms.yaml").write_text(NATIONAL.read_text(encoding="utf-8"), encoding="utf-8")
    own = "severities:\n  critical: {name: 急, order: 1, chain: nowhere, verified: true, source: 测试}\n"
    (tmp_path / "ours" / "alarms.yaml").write_text(own, encoding="utf-8")
    rules = alarms._rules(tmp_path, "ours")
    assert rules.severity("critical").name == "急"
    assert rules.limits == alarms._rules(tmp_path, "elsewhere").limits
    assert rules.chain("critical") == rules.chains["urgent"]  # a chain that is not there must not stop an alarm


@pytest.mark.parametrize(
    ("old", "new"),
    [("who: station", "who: nobody"), ("wait_seconds: 30", "wait_seconds: soon"), ('from: "07:00"', 'from: "7"'),
     ("is_false: true", "is_false: perhaps"), (", outside: go_on", "")],
)  # fmt: skip
def test_refuse_what_cannot_be_carried_out(breaking, old, new) -> None:
    assert breaking("national/alarms.yaml", old, new)
