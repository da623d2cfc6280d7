"""A pack of made-up programmes for tests: milk at ninety, an allowance by age, a care subsidy with an open tier."""

import shutil
from datetime import date
from pathlib import Path

from yinling.gateways.policy.programmes import forget_programmes
from yinling.gateways.policy.root import policy_root
from yinling.people.registry.actions import PersonDetails, register_person
from yinling.people.registry.models import Person

PACK = "probe-2026"
PACK_YAML = """
id: probe-2026
title: 试验用政策
short_title: 试验用政策
number: null
issuer: 试验
issued_on: 2026-01-01
in_force_from: 2026-01-01
in_force_until: null
legal_status: draft
area: "310118"
horizon: {from: 2026, until: 2030}
based_on: []
coverage: []
open_questions: []
notes: {}
"""
CLAUSES_YAML = """
general_responsible: []
clauses:
  - {id: T-1, place: 第一条, heading: 待遇, quote: 试验用。, responsible: [], capabilities: [], numbers: []}
"""
HEAD = """
requirement: E-14
clause: T-1
subject: person
in_force: {from: 2020-01-01, until: null}
dated_by: "on"
"""
MILK = """
id: milk
name: 九十岁牛奶
gives: {kind: goods, words: 牛奶}
entry: automatic
cycle: {every: month, counted_on: month_start, pauses: []}
options: []
conditions:
  - {id: alive, when: alive, words: 在世, clause: T-1}
  - {id: here, when: "in_area(registered_area, '310118')", words: 本区户籍, clause: T-1}
  - {id: ninety, when: "age(birth_date, on) >= 90", words: 年满90周岁, clause: T-1}
eligibility: alive and here and ninety
table:
  hit_policy: first
  rows:
    - {id: all, when: ninety, words: 每天一瓶牛奶, clause: T-1, values: {}}
amounts: []
"""
ALLOWANCE = """
id: allowance
name: 高龄津贴
entry: application
cycle: {every: month, counted_on: month_start, pauses: []}
options:
  - id: lone
    question: X-1
    words: 独居的怎么算
    default: same
    choices: {same: 一样, more: 独居的按高一档}
conditions:
  - {id: alive, when: alive, words: 在世, clause: T-1}
  - {id: here, when: "in_area(registered_area, '310118')", words: 本区户籍, clause: T-1}
  - {id: seventy, when: "age(birth_date, on) >= allowance_age", words: 到起始年龄, clause: T-1}
  - {id: eighty, when: "age(birth_date, on) >= 80", words: 年满80周岁, clause: T-1}
  - {id: alone, when: living_alone, words: 独居, clause: T-1}
eligibility: alive and here and seventy
table:
  hit_policy: first
  rows:
    - {id: high, when: "eighty or (alone and lone == 'more')", words: 高档, clause: T-1, values: {monthly: 20000}}
    - {id: low, when: seventy, words: 低档, clause: T-1, values: {monthly: allowance_low_yuan}}
amounts:
  - {id: paid, is: monthly, words: 津贴, payer: 区财政, public: true}
"""
SUBSIDY = """
id: subsidy
name: 照护补贴
entry: application
cycle: {every: month, counted_on: month_start, pauses: []}
options: []
conditions:
  - {id: alive, when: alive, words: 在世, clause: T-1}
  - {id: here, when: "in_area(registered_area, '310118')", words: 本区户籍, clause: T-1}
  - {id: frail, when: care_level >= 2, words: 照护等级二级及以上, clause: T-1}
eligibility: alive and here and frail
table:
  hit_policy: first
  rows:
    - {id: all, when: frail, words: 照护补贴, clause: T-1, values: {monthly: subsidy_yuan}}
amounts:
  - {id: paid, is: monthly, words: 补贴, payer: 区财政, public: true}
"""
PARAMETERS = """
parameters:
  - {id: allowance_age, label: 津贴起始年龄, type: integer, unit: 岁,
     values: [{from: 2020-01-01, value: 70, source: 试验, clause: T-1}]}
  - {id: allowance_low_yuan, label: 津贴低档, type: money, unit: 元/月,
     values: [{from: 2020-01-01, value: 100, source: 试验, clause: T-1}]}
  - {id: subsidy_yuan, label: 照护补贴标准, type: money, unit: 元/月, open: true, values: [], note: 试验用，未公布}
"""
OVERLAPS = """
overlaps:
  - {id: one_only, clause: T-1, need: 生活, programmes: [subsidy, allowance], rule: reduce,
     words: 已领照护补贴的，津贴只发差额}
"""


def build_policy(folder: Path, *, with_overlap: bool = False) -> Path:
    """A policy root with the nation, the district's own pack, cut down to one programme, and the probe."""
    for name in ("national", "qingpu-2021"):
        shutil.copytree(policy_root() / name, folder / name)
    own = folder / "qingpu-2021"
    for file in [*own.glob("programmes/*.yaml"), *own.glob("cases/*.yaml")]:
        if file.stem != "home_adaptation_subsidy":
            file.unlink()
    pack = folder / PACK
    (pack / "programmes").mkdir(parents=True)
    (pack / "parameters").mkdir()
    (pack / "pack.yaml").write_text(PACK_YAML)
    (pack / "clauses.yaml").write_text(CLAUSES_YAML)
    (pack / "parameters" / "all.yaml").write_text(PARAMETERS)
    for name, text in {"milk": MILK, "allowance": ALLOWANCE, "subsidy": SUBSIDY}.items():
        (pack / "programmes" / f"{name}.yaml").write_text(text + HEAD)
    if with_overlap:
        (pack / "overlaps.yaml").write_text(OVERLAPS)
    forget_programmes()
    return folder


def live(name: str, number: str, *, by, at, area: str = "310118001001", **values: object) -> Person:
    """A person of the register with facts of one department."""
    given = {"registered_area": area[:9], "residence_area": area, "phone": "13800000000", **values}
    details = PersonDetails(name, number, given, source="民政局", reported_on=date(2021, 1, 1))
    return register_person(details, by=by, at=at)
