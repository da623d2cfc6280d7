"""What devices owe and what their codes mean: the nation's file, a pack's own words, what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from yinling.engines.telemetry.reports import Qualifier
from yinling.gateways.policy import devices
from yinling.gateways.policy.checking import check
from yinling.gateways.policy.root import policy_root

NATIONAL = policy_root() / "national" / "devices.yaml"


@pytest.fixture(scope="module")
def rules() -> devices.DeviceRules:
    return devices.load_devices("qingpu-2021")


@pytest.fixture
def ours(tmp_path):
    """Rules of a pack whose own file says the given text."""

    def read(text: str) -> devices.DeviceRules:
        for name in ("national", "ours"):
            (tmp_path / name).mkdir()
        (tmp_path / "national" / "devices.yaml").write_bytes(NATIONAL.read_bytes())
        (tmp_path / "ours" / "devices.yaml").write_text(text, encoding="utf-8")
        return devices._rules(Path(tmp_path), "ours")

    return read


@pytest.mark.parametrize(
    ("protocol", "code", "kind"),
    [
        ("adm-cid", "101", "sos"), ("adm-cid", "103", "fall"), ("adm-cid", "102", "inactivity"),
        ("adm-cid", "111", "smoke"), ("adm-cid", "151", "gas"), ("adm-cid", "154", "water"), ("adm-cid", "162", "co"),
        ("adm-cid", "384", "low_battery"), ("adm-cid", "381", "offline"), ("adm-cid", "383", "tamper"),
        ("adm-cid", "602", "test"), ("sia", "QA", "sos"), ("sia", "NA", "inactivity"), ("sia", "FA", "smoke"),
        ("sia", "GA", "gas"), ("sia", "WA", "water"), ("sia", "XT", "low_battery"), ("sia", "TA", "tamper"),
        ("sia", "RP", "test"), ("dc09", "NULL", "heartbeat"), ("scaip", "PI", "heartbeat"), ("scaip", "10", "sos"),
        ("json", "sos", "sos"),
    ],
)  # fmt: skip
def test_tell_what_a_code_means(rules, protocol, code, kind) -> None:
    assert rules.meaning(protocol, code).kind == kind


def test_tell_an_end_by_its_qualifier_or_its_code(rules) -> None:
    assert not rules.meaning("adm-cid", "111").is_restore
    ended = rules.meaning("adm-cid", "111", Qualifier.RESTORED)
    assert (ended.kind, ended.is_restore) == ("smoke", True)
    by_code = rules.meaning("sia", "QR")
    assert (by_code.kind, by_code.is_restore) == ("sos", True)


def test_never_take_a_test_for_an_alarm(rules) -> None:
    tests = {(one.kind, one.severity) for table in rules.codes.values() for one in table.values() if one.is_test}
    assert tests == {("test", "none")}


def test_show_a_code_of_no_table_to_somebody(rules) -> None:
    unknown = rules.meaning("sia", "??")
    assert (unknown.kind, unknown.severity, unknown.is_verified) == ("unknown", "high", False)
    assert rules.meaning("carrier-pigeon", "1").kind == "unknown"


def test_look_up_a_status_code_without_its_device_type(rules) -> None:
    assert rules.meaning("scaip", "19/4").kind == "cancel"
    assert not rules.meaning("scaip", "10/4").is_verified


def test_count_silence_in_heartbeats(rules) -> None:
    assert rules.kinds["radar"].offline_after == timedelta(minutes=6)
    assert timedelta(hours=25) < rules.kinds["smoke"].offline_after < timedelta(hours=27)


def test_take_a_packs_own_words_entry_by_entry(ours, rules) -> None:
    own = ours(
        "codes:\n  scaip:\n    verified: true\n    source: 设备手册\n    codes:\n      '10/4': {kind: smoke}\n"
        "forms:\n  - {name: zigbee2mqtt, topic: 'z/{account}', verified: false, source: 测试}\n"
        "clock: {behind_seconds: 90, ahead_seconds: 5, verified: false, source: 测试}\n"
    )
    assert [own.meaning("scaip", code).kind for code in ("10/4", "10/5")] == ["smoke", "sos"]
    assert own.meaning("scaip", "10/4").is_verified
    assert {one.topic for one in own.forms if one.name == "zigbee2mqtt"} == {"z/{account}"}
    assert own.clock.behind == timedelta(seconds=90)
    assert own.kinds == rules.kinds


@pytest.mark.parametrize(
    ("old", "new"),
    [("grace: 3", "grace: 0.5"), ("power: mains", "power: wind"), ("severity: critical", "severity: much"),
     ("topic: zigbee2mqtt/{account}", "topic: zigbee2mqtt/#"),
     ("kind: smoke, name: 烟雾", "kind: fog, name: 烟雾"), ("raises: [gas, power", "raises: [gas, candle"),
     ("smoke: smoke, gas: gas, carbon", "smoke: fog, gas: gas, carbon")],
)  # fmt: skip
def test_refuse_an_entry_of_the_wrong_kind(breaking, old, new) -> None:
    assert breaking("national/devices.yaml", old, new)


def test_check_the_file_of_a_pack_with_the_nations_words(policy) -> None:
    own = policy / "national-2026" / "devices.yaml"
    text = "codes:\n  sia:\n    verified: true\n    source: 测试\n    codes:\n      QA: {kind: %s}\n"
    own.write_text(text % "fall", encoding="utf-8")
    assert check(["national-2026"]) == []
    own.write_text(text % "fog", encoding="utf-8")
    [finding] = check(["national-2026"])
    assert (finding.line, "fog" in finding.message) == (6, True)
