"""A small pack of monthly programmes, and people who have them: for tests of enrolments and cycles."""

import shutil
from datetime import date, datetime
from pathlib import Path

from stdnum.iso7064 import mod_11_2

from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import User
from yinling.gateways.policy.root import policy_root
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions as cycles
from yinling.needs.cycles.models import Cycle, CycleRow
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.entitlements.models import ParameterValue
from yinling.people.registry import actions as registry
from yinling.people.registry.models import Person

PACK = "trial-2026"
DISTRICT, TOWN, VILLAGE = "310118", "310118001", "310118001001"
OTHER_TOWN = "310118002"
FUNDS = ("municipal_welfare_lottery", "district_budget", "insurance_fund")
BY = machine("测试")
AT = datetime(2026, 1, 1, 9, tzinfo=SHANGHAI)

CONDITIONS = """
conditions:
  - {id: alive, when: alive, words: 在世, clause: T-1}
  - {id: aged_seventy, when: "age(birth_date, on) >= 70", words: 年满70周岁, clause: T-1}
  - {id: aged_ninety, when: "age(birth_date, on) >= 90", words: 年满90周岁, clause: T-1}
  - {id: level_two, when: care_level >= 2, words: 照护二级及以上, clause: T-1}
  - {id: level_four, when: care_level >= 4, words: 照护四级及以上, clause: T-1}
  - {id: poor, when: minimum_living, words: 最低生活保障家庭, clause: T-1}
"""
HEAD = """
id: {id}
name: {name}
requirement: E-11
clause: T-1
subject: person
gives: {gives}
entry: {entry}
cycle: {cycle}
in_force: {{from: 2020-01-01, until: null}}
dated_by: on
options: []
"""
ROW = "    - {{id: {id}, when: {when}, words: {words}, clause: T-1, values: {values}}}\n"
ALL_PAUSES = "[hospital, away, institution, life_check_overdue]"
PROGRAMMES = {
    # day by day, rates by parameter, a yearly life check, two payers
    "allowance": (
        HEAD.format(
            id="allowance", name="高龄津贴", gives="{kind: money}", entry="application",
            cycle=f"{{every: month, counted_on: each_day, pauses: {ALL_PAUSES}, life_check_months: 12}}",
        )
        + CONDITIONS
        + "eligibility: alive and aged_seventy\ntable:\n  hit_policy: first\n  rows:\n"
        + ROW.format(id="old", when="aged_ninety", words="90岁以上", values="{monthly: allowance_ninety_yuan}")
        + ROW.format(id="young", when="aged_seventy", words="70岁以上", values="{monthly: allowance_seventy_yuan}")
        + "amounts:\n"
        "  - {id: city, words: 市级, is: 'ratio(monthly, 1, 3)', payer: municipal_welfare_lottery, public: true}\n"
        "  - {id: district, words: 区级, is: 'monthly - city', payer: district_budget, public: true}\n"
    ),
    # the facts of the first day decide the whole month
    "care_subsidy": (
        HEAD.format(
            id="care_subsidy", name="养老服务补贴", gives="{kind: money}", entry="application",
            cycle="{every: month, counted_on: month_start, pauses: [hospital]}",
        )
        + CONDITIONS
        + "eligibility: alive and poor\ntable:\n  hit_policy: first\n  rows:\n"
        + ROW.format(id="four", when="level_four", words="四级以上", values="{monthly: care_four_yuan}")
        + ROW.format(id="two", when="level_two", words="二级以上", values="{monthly: care_two_yuan}")
        + "amounts:\n  - {id: paid, words: 补贴, is: monthly, payer: district_budget, public: true}\n"
    ),
    # shuts out the care subsidy on the same days
    "insurance": (
        HEAD.format(
            id="insurance", name="长期护理保险", gives="{kind: money}", entry="application",
            cycle="{every: month, counted_on: each_day, pauses: []}",
        )
        + CONDITIONS
        + "eligibility: alive\ntable:\n  hit_policy: first\n  rows:\n"
        + ROW.format(id="four", when="level_four", words="四级以上", values="{monthly: 310000}")
        + "amounts:\n  - {id: paid, words: 保险, is: monthly, payer: insurance_fund, public: true}\n"
    ),
    # the facts of the last day: somebody who turns 90 within the month has it
    "milk": (
        HEAD.format(
            id="milk", name="赠饮牛奶", gives="{kind: goods, words: 牛奶一份}", entry="automatic",
            cycle="{every: month, counted_on: month_end, pauses: []}",
        )
        + CONDITIONS
        + "eligibility: alive and aged_ninety\ntable:\n  hit_policy: first\n  rows:\n"
        + ROW.format(id="ninety", when="aged_ninety", words="90岁以上", values="{}")
        + "amounts: []\n"
    ),
    "birthday": (
        HEAD.format(
            id="birthday", name="九十岁贺金", gives="{kind: money}", entry="application",
            cycle="{every: once, counted_on: month_start, pauses: []}",
        )
        + CONDITIONS
        + "eligibility: alive and aged_ninety\ntable:\n  hit_policy: first\n  rows:\n"
        + ROW.format(id="ninety", when="aged_ninety", words="90岁以上", values="{sum: 100000}")
        + "amounts:\n  - {id: paid, words: 贺金, is: sum, payer: district_budget, public: true}\n"
    ),
}  # fmt: skip
PARAMETERS = """
parameters:
  - {id: allowance_seventy_yuan, label: 70岁津贴, type: money, unit: 元/月, values: [{from: 2020-01-01, value: "100.00", source: 测试, clause: T-1}]}
  - {id: allowance_ninety_yuan, label: 90岁津贴, type: money, unit: 元/月, values: [{from: 2020-01-01, value: "350.01", source: 测试, clause: T-1}]}
  - {id: care_two_yuan, label: 二级补贴, type: money, unit: 元/月, values: [{from: 2020-01-01, value: "740.00", source: 测试, clause: T-1}]}
  - {id: care_four_yuan, label: 四级补贴, type: money, unit: 元/月, open: true, note: 尚未公布, values: []}
"""  # noqa: E501
OVERLAPS = """
overlaps:
  - id: insurance_before_subsidy
    clause: T-2
    need: 居家照护
    programmes: [insurance, care_subsidy]
    rule: first
    words: 同一需要先由长期护理保险支付，不重复补贴
"""
CLAUSES = """
general_responsible: []
clauses:
  - {id: T-1, place: 第一条, heading: 待遇, quote: 测试, responsible: [], capabilities: [], numbers: []}
  - {id: T-2, place: 第二条, heading: 重叠, quote: 测试, responsible: [], capabilities: [], numbers: []}
"""

LIMIT = (
    "{id: cap, parameter: cap_yuan, per: household_id, order: [birth_date, person_id], words: 每户上限, clause: T-1}"
)
CAP = (
    "  - {id: cap_yuan, label: 每户上限, type: money, "
    'values: [{from: 2020-01-01, value: "500.00", source: 测试, clause: T-1}]}\n'
)


def heating(counted: str, every: str = "month") -> str:
    """A programme whose limit the members of a household share, in the order of their age."""
    return (
        HEAD.format(
            id="heating", name="取暖补助", gives="{kind: money}", entry="application",
            cycle=f"{{every: {every}, counted_on: {counted}, pauses: [hospital]}}",
        )
        + CONDITIONS
        + "eligibility: alive\ntable:\n  hit_policy: first\n  rows:\n"
        + ROW.format(id="poor", when="poor", words="低保", values="{monthly: 40000}")
        + ROW.format(id="all", when="aged_seventy", words="70岁以上", values="{monthly: 31000}")
        + "amounts:\n  - {id: paid, words: 补助, is: monthly, payer: district_budget, public: true, limit: "
        + LIMIT
        + "}\n"
    )  # fmt: skip


def write_pack(folder: Path) -> Path:
    """A policy folder with the national files and the small pack."""
    root = folder / "policy"
    shutil.copytree(policy_root() / "national", root / "national")
    pack = root / PACK
    (pack / "programmes").mkdir(parents=True)
    (pack / "parameters").mkdir()
    text = (policy_root() / "qingpu-2021" / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(text.replace("id: qingpu-2021", f"id: {PACK}"), encoding="utf-8")
    for name, programme in PROGRAMMES.items():
        (pack / "programmes" / f"{name}.yaml").write_text(programme, encoding="utf-8")
    (pack / "parameters" / "rates.yaml").write_text(PARAMETERS, encoding="utf-8")
    (pack / "overlaps.yaml").write_text(OVERLAPS, encoding="utf-8")
    (pack / "clauses.yaml").write_text(CLAUSES, encoding="utf-8")
    return root


def write_shared(folder: Path, counted: str, every: str = "month") -> Path:
    """The same with one programme more, whose limit is shared."""
    root = write_pack(folder)
    (root / PACK / "programmes" / "heating.yaml").write_text(heating(counted, every), encoding="utf-8")
    with (root / PACK / "parameters" / "rates.yaml").open("a", encoding="utf-8") as file:
        file.write(CAP)
    return root


def number_of(birth: str, serial: int) -> str:
    """An identity number of nobody."""
    digits = f"999999{birth.replace('-', '')}{serial:03d}"
    return digits + mod_11_2.calc_check_digit(digits)


def make(name: str = "张三", birth: str = "1950-05-05", serial: int = 1, **values: object) -> Person:
    """A person of the town, known since 2020."""
    given = {"registered_area": TOWN, "residence_area": VILLAGE, **values}
    details = registry.PersonDetails(
        name, number_of(birth, serial), given, source="民政局", reported_on=date(2020, 1, 1)
    )  # fmt: skip
    return registry.register_person(details, by=BY, at=AT)


def say(person: Person, name: str, value: object, on: str, at: datetime = AT) -> None:
    """A fact that holds from a day on."""
    registry.state_fact(
        person_id=person.pk, name=name, value=value, valid_from=date.fromisoformat(on), by=BY, at=at, reason="核实"
    )  # type: ignore[arg-type]  # fmt: skip


def enrol(person: Person, programme: str, since: str = "2025-01-01", at: datetime = AT):
    """Enrols in a programme of the small pack."""
    return enrolments.enrol(
        person_id=person.pk, programme=programme, since=date.fromisoformat(since), reason="application", by=BY, at=at,
        pack=PACK,
    )  # fmt: skip


def someone(role: str, area: str = DISTRICT) -> Actor:
    """A log-in in a role."""
    name = f"u{User.objects.count() + 1}"
    user = User.objects.create(username=name, name=name)
    return Actor(user.pk, name, role, area, permissions=ROLES[role].permissions)


class Office:
    """Three people and a cashier who bring cycles through their months."""

    def __init__(self) -> None:
        self.drafter, self.checker = someone("bureau_reviewer"), someone("bureau_reviewer")
        self.cashier = someone("finance_officer")

    def draft(self, month: str, at: datetime | None = None, **wanted: object) -> Cycle:
        """A month as far as its draft."""
        first = date.fromisoformat(f"{month}-01")
        at = at or datetime(first.year, first.month, 5, 9, tzinfo=SHANGHAI)
        cycle = cycles.open_cycle(cycles.Wanted(first, pack=PACK, **wanted), by=self.drafter, at=at)
        return cycles.draft(cycle.pk, by=self.drafter, at=at)

    def finish(self, cycle: Cycle) -> Cycle:
        """The draft checked, approved, paid."""
        at = cycle.known_at
        cycles.check(cycle_id=cycle.pk, by=self.checker, at=at)
        cycles.approve(cycle_id=cycle.pk, by=self.drafter, at=at)
        return cycles.pay(cycle_id=cycle.pk, bank_reference="B-1", by=self.cashier, at=at)

    def fund(self, *funds: str, amount_fen: int = 10**10) -> None:
        """Money for the payers."""
        for fund in funds or FUNDS:
            cycles.allot(
                fund=fund, amount_fen=amount_fen, source_document=f"文{fund}", received_on=date(2026, 1, 1),
                area=DISTRICT, by=self.cashier, at=AT,
            )  # fmt: skip

    def month(self, month: str, **wanted: object) -> Cycle:
        """A whole month."""
        return self.finish(self.draft(month, **wanted))


def new_rate(office: Office, name: str, value: str, on: str, at: datetime = AT) -> None:
    """A value entered by one person and confirmed by another."""
    ParameterValue.objects.create(
        pack=PACK, name=name, value=value, valid_from=date.fromisoformat(on), source="文件", state="confirmed",
        entered_by_id=office.drafter.user_id, entered_at=at,
        settled_by_id=office.checker.user_id, settled_at=at,
    )  # fmt: skip


def rows(cycle: Cycle, person: Person | None = None) -> set[tuple[str, str, str, int]]:
    """Rows as (programme, month, kind, fen)."""
    found = CycleRow.objects.filter(cycle=cycle)
    found = found.filter(person=person) if person else found
    return {(row.programme, f"{row.for_month:%Y-%m}", row.kind, row.amount_fen) for row in found}
