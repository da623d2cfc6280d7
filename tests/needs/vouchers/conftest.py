"""A small pack with one kind of voucher in force, a holder, and a provider with its staff."""

from datetime import date

import pytest

from tests.needs.cycles import story
from yinling.foundation.access.domain.roles import ROLES
from yinling.gateways.policy.programmes import forget_programmes
from yinling.kernel.actor import Actor
from yinling.needs.vouchers import actions
from yinling.needs.vouchers.models import Voucher
from yinling.needs.vouchers.queries import voucher_kinds
from yinling.people.providers.actions import ProviderDetails, register_provider
from yinling.people.providers.domain.uscc import check_character, organisation_check

CEILING = (
    story.HEAD.format(
        id="ceiling",
        name="消费补贴",
        gives="{kind: money}",
        entry="automatic",
        cycle="{every: month, counted_on: month_start, pauses: [hospital]}",
    )
    + """
conditions:
  - {id: alive, when: alive, words: 在世, clause: T-1}
  - {id: moderate, when: ability_grade >= 2, words: 经评估为中度及以上失能, clause: T-1}
eligibility: alive and moderate
table:
  hit_policy: first
  rows:
    - {id: moderate, when: moderate, words: 中度及以上失能, clause: T-1, values: {}}
amounts:
  - {id: voucher, words: 每月额度, payer: 区级财政, public: true, is: voucher_ceiling_yuan}
"""
)
USE = """
id: using
name: 消费补贴抵扣
requirement: E-11
clause: T-1
subject: request
gives: {kind: money}
entry: on_demand
in_force: {from: 2020-01-01, until: null}
dated_by: on
options: []
conditions:
  - {id: not_in_hospital, when: "service_kind in ['home', 'day']", words: 属于可以抵扣的服务, clause: T-1}
eligibility: not_in_hospital
table:
  hit_policy: first
  rows:
    - {id: share, when: not_in_hospital, words: 按比例抵扣, clause: T-1, values: {}}
amounts:
  - id: off
    words: 消费券抵扣
    payer: 区级财政
    public: true
    is: min(ratio(bill_yuan - ltci_paid_yuan, 40, 100), voucher_ceiling_yuan - used_this_month_yuan)
  - {id: resident, words: 本人支付, payer: 居民, is: bill_yuan - ltci_paid_yuan - off}
"""
PARAMETER = (
    "  - {id: voucher_ceiling_yuan, label: 每月额度, type: money, unit: 元/月, "
    'values: [{from: 2020-01-01, value: "800.00", source: 测试, clause: T-1}]}\n'
)
KINDS = """
vouchers:
  - id: consumption
    name: 养老服务消费券
    clause: T-1
    ceiling: ceiling
    use: using
    fund: district_budget
    services: {home: 居家服务, day: 日间照料, hospital: 医院陪护}
"""
MONTH = date(2026, 1, 1)


@pytest.fixture(scope="session")
def voucher_packs(tmp_path_factory):
    root = story.write_pack(tmp_path_factory.mktemp("voucher_packs"))
    pack = root / story.PACK
    (pack / "programmes" / "ceiling.yaml").write_text(CEILING, encoding="utf-8")
    (pack / "programmes" / "using.yaml").write_text(USE, encoding="utf-8")
    with (pack / "parameters" / "rates.yaml").open("a", encoding="utf-8") as file:
        file.write(PARAMETER)
    (pack / "vouchers.yaml").write_text(KINDS, encoding="utf-8")
    return root


@pytest.fixture
def kind(voucher_packs, monkeypatch, settings, db):
    """The kind of voucher of the small pack."""
    monkeypatch.setenv("YINLING_POLICY", str(voucher_packs))
    settings.PACK, settings.ADOPTED_PACKS = story.PACK, []
    forget_programmes()
    yield voucher_kinds()[0]
    forget_programmes()


@pytest.fixture
def holder(kind):
    """Somebody enrolled, with a voucher of January."""
    person = story.make(ability_grade=2)
    story.enrol(person, "ceiling")
    actions.issue_month(kind, month=MONTH, by=story.BY, at=story.AT)
    return person


@pytest.fixture
def voucher(holder):
    """The holder's voucher."""
    return Voucher.objects.get(person=holder)


def provider_staff(name: str = "安心养老", organisation: str = "MA000001") -> Actor:
    """Somebody who works at a provider."""
    body = "91999999" + organisation + organisation_check(organisation)
    uscc = body + check_character(body)
    details = ProviderDetails(name, uscc, "care_operator", story.DISTRICT, "联系人", "19900000000")
    provider = register_provider(details, by=story.someone("bureau_reviewer"), at=story.AT)
    user = story.someone("care_provider")
    return Actor(
        user.user_id, user.name, "care_provider", organisation_id=provider.pk,
        permissions=ROLES["care_provider"].permissions,
    )  # fmt: skip
