"""A new pack, written as an official would: one programme of each subject, in YAML only."""

from pathlib import Path

PACK = "newtown-2026"
FILES = {
    "pack.yaml": """
id: newtown-2026
title: 试验区养老服务办法
short_title: 试验区办法
number: null
issuer: 试验区民政局
issued_on: 2026-01-01
in_force_from: 2026-01-01
in_force_until: null
legal_status: draft
area: "310118"
horizon: {from: 2026, until: 2027}
notes: {}
bases: []
coverage:
  - {subject: 高龄牛奶, clauses: [NT-1], status: modelled, requirements: [E-14], programmes: [milk]}
  - {subject: 照护补贴, clauses: [NT-2], status: modelled, requirements: [E-05], programmes: [care_subsidy]}
  - {subject: 一次探望, clauses: [NT-1], status: modelled, requirements: [E-06], programmes: [visit_bill]}
  - {subject: 困难家庭, clauses: [NT-2], status: modelled, requirements: [E-07], programmes: [hardship_home]}
  - {subject: 床位建设补贴, clauses: [NT-3], status: modelled, requirements: [E-40], programmes: [bed_subsidy]}
  - {subject: 入职奖励, clauses: [NT-3], status: modelled, requirements: [E-70], programmes: [entry_award]}
open_questions:
  - {id: X-90, clauses: [NT-2], question: 没有写明是否只给低保家庭, reading: 都给}
""",
    "clauses.yaml": """
general_responsible: [试验区民政局]
clauses:
  - {id: NT-1, place: 第一条, heading: 牛奶, quote: 赠饮牛奶, responsible: [], capabilities: [C17], numbers: []}
  - {id: NT-2, place: 第二条, heading: 照护, quote: 给予照护补贴, responsible: [], capabilities: [C17], numbers: []}
  - {id: NT-3, place: 第三条, heading: 机构, quote: 给予床位补贴, responsible: [], capabilities: [C17], numbers: []}
""",
    "overlaps.yaml": """
overlaps:
  - {id: home_before_care, clause: NT-2, need: 居家照护, programmes: [hardship_home, care_subsidy], rule: reduce,
     words: 困难家庭补助先算，照护补贴减去已给的部分, reading: E-07}
""",
    "parameters/rates.yaml": """
parameters:
  - id: care_heavy_yuan
    label: 重度失能月补贴
    type: money
    unit: 元/月
    open: true
    note: 文件没有写明数额
    values: []
  - id: bed_yuan
    label: 每张床位补贴
    type: money
    unit: 元
    values:
      - {from: 2026-01-01, value: 10000, clause: NT-3, source: 试验区民政局}
      - {from: 2027-01-01, value: 12000, clause: NT-3, source: 试验区民政局}
""",
    "programmes/milk.yaml": """
id: milk
name: 高龄老人赠饮牛奶
requirement: E-14
clause: NT-1
subject: person
gives: {kind: goods, words: 赠饮牛奶}
entry: automatic
cycle: {every: month, counted_on: month_start, pauses: [hospital]}
in_force: {from: 2026-01-01, until: null}
dated_by: on
conditions:
  - {id: alive, when: alive, words: 在世, clause: NT-1}
  - {id: aged_ninety, when: "age(birth_date, on) >= 90", words: 年满90周岁, clause: NT-1}
eligibility: alive
table:
  hit_policy: first
  rows:
    - {id: ninety, when: aged_ninety, words: 年满90周岁的老年人, clause: NT-1, values: {}}
amounts: []
""",
    "cases/milk.yaml": """
programme: milk
parameters: {}
common: {计算日: 2026-03-01}
cases:
  - {title: 满90周岁当天, facts: {出生日期: 1936-03-01}, expect: {outcome: granted, tier: ninety, shares: {}}}
  - {title: 差一天, facts: {出生日期: 1936-03-02}, expect: {outcome: not_granted}}
""",
    "programmes/care_subsidy.yaml": """
id: care_subsidy
name: 照护补贴
requirement: E-05
clause: NT-2
subject: person
entry: application
cycle: {every: month, counted_on: each_day, pauses: [hospital, institution], life_check_months: 12}
in_force: {from: 2026-01-01, until: null}
dated_by: on
options:
  - {id: poor_only, question: X-90, words: 是否只给低保家庭, default: all, choices: {all: 都给, poor: 只给低保家庭}}
conditions:
  - {id: alive, when: alive, words: 在世, clause: NT-2}
  - {id: minimum_living, when: minimum_living or poor_only == 'all', words: 属于补贴范围, clause: NT-2}
  - {id: moderate, when: ability_grade == 2, words: 中度失能, clause: NT-2}
  - {id: severe, when: ability_grade >= 3, words: 重度失能, clause: NT-2}
eligibility: alive and minimum_living
table:
  hit_policy: first
  rows:
    - {id: severe, when: severe, words: 重度失能, clause: NT-2, values: {monthly: care_heavy_yuan}}
    - {id: moderate, when: moderate, words: 中度失能，每月300元, clause: NT-2, values: {monthly: 30000}}
amounts:
  - {id: district, words: 照护补贴, payer: 区级财政, public: true, is: monthly}
""",
    "cases/care_subsidy.yaml": """
programme: care_subsidy
parameters: {}
common: {计算日: 2026-03-01, 最低生活保障: 否}
cases:
  - {title: 中度, facts: {老年人能力等级: 2}, expect: {outcome: granted, shares: {district: 300}}}
  - {title: 重度，数额未公布, facts: {老年人能力等级: 3}, expect: {outcome: unpayable, missing: [care_heavy_yuan]}}
  - {title: 不失能, facts: {老年人能力等级: 0}, expect: {outcome: not_granted}}
  - title: 只给低保
    options: {poor_only: poor}
    facts: {老年人能力等级: 2}
    expect: {outcome: not_granted, fails: [minimum_living]}
""",
    "programmes/visit_bill.yaml": """
id: visit_bill
name: 上门服务减免
requirement: E-06
clause: NT-1
gives: {kind: money}
in_force: {from: 2026-01-01, until: null}
dated_by: applied_on
conditions:
  - {id: low_income, when: low_income, words: 低收入, clause: NT-1}
eligibility: low_income
table:
  hit_policy: first
  rows:
    - {id: half, when: low_income, words: 减免一半, clause: NT-1, values: {percent: 50}}
amounts:
  - {id: district, words: 区级补贴, payer: 区级财政, public: true, is: "ratio(bill_yuan, percent, 100)"}
""",
    "cases/visit_bill.yaml": """
programme: visit_bill
parameters: {}
common: {申请日期: 2026-03-01, 账单金额: 80}
cases:
  - {title: 低收入, facts: {低收入: 是}, expect: {outcome: granted, shares: {district: 40}}}
""",
    "programmes/hardship_home.yaml": """
id: hardship_home
name: 困难家庭补助
requirement: E-07
clause: NT-2
subject: household
in_force: {from: 2026-01-01, until: null}
dated_by: on
conditions:
  - {id: minimum_living, when: minimum_living, words: 最低生活保障家庭, clause: NT-2}
eligibility: minimum_living
table:
  hit_policy: first
  rows:
    - {id: home, when: minimum_living, words: 每人100元, clause: NT-2, values: {yearly: 10000}}
amounts:
  - {id: district, words: 补助, payer: 区级财政, public: true, is: yearly}
""",
    "cases/hardship_home.yaml": """
programme: hardship_home
parameters: {}
common: {计算日: 2026-03-01}
cases:
  - {title: 低保, facts: {最低生活保障: 是}, expect: {outcome: granted, shares: {district: 100}}}
  - {title: 不知道, facts: {}, expect: {outcome: missing_facts, missing: [minimum_living]}}
""",
    "programmes/bed_subsidy.yaml": """
id: bed_subsidy
name: 床位建设补贴
requirement: E-40
clause: NT-3
subject: provider
in_force: {from: 2026-01-01, until: null}
dated_by: on
conditions:
  - {id: here, when: "in_area(provider_area, '310118')", words: 在本区, clause: NT-3}
  - {id: non_profit, when: "ownership == 'non_profit'", words: 非营利, clause: NT-3}
eligibility: here
table:
  hit_policy: first
  rows:
    - {id: non_profit, when: non_profit, words: 非营利机构按床位补贴, clause: NT-3, values: {each: bed_yuan}}
amounts:
  - {id: district, words: 床位补贴, payer: 区级财政, public: true, is: beds * each}
""",
    "cases/bed_subsidy.yaml": """
programme: bed_subsidy
parameters: {}
common: {计算日: 2026-03-01, 机构所在区划: "310118101"}
cases:
  - title: 非营利
    facts: {床位数: 30, 所有制性质: non_profit}
    expect: {outcome: granted, shares: {district: 300000}}
""",
    "programmes/entry_award.yaml": """
id: entry_award
name: 护理员等级奖励
requirement: E-70
clause: NT-3
subject: staff
entry: application
in_force: {from: 2026-01-01, until: null}
dated_by: on
conditions:
  - {id: skilled, when: 1 <= skill_level <= 3, words: 三级以上, clause: NT-3}
eligibility: skilled
table:
  hit_policy: first
  rows:
    - {id: skilled, when: skilled, words: 一次性奖励1000元, clause: NT-3, values: {once: 100000}}
amounts:
  - {id: district, words: 奖励, payer: 区级财政, public: true, is: once}
""",
    "cases/entry_award.yaml": """
programme: entry_award
parameters: {}
common: {计算日: 2026-03-01}
cases:
  - {title: 三级, facts: {养老护理员职业技能等级: 3}, expect: {outcome: granted, shares: {district: 1000}}}
""",
}


def write_pack(root: Path) -> Path:
    """The pack's folder under a policy root that already holds the national files."""
    for name, text in FILES.items():
        file = root / PACK / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip(), encoding="utf-8")
    return root / PACK
