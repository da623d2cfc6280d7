"""Rosters of invented older people, as three departments would send them. The same seed gives the same people."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.iso7064 import mod_11_2

DIVISION = "999999"
ELSEWHERE = "3301"  # registered in another city: of no district that a pack is about
Row = dict[str, str]


@dataclass(frozen=True)
class Names:
    """Syllables to choose from."""

    surnames: Sequence[str]
    women: Sequence[str]
    men: Sequence[str]


@dataclass(frozen=True)
class Invented:
    """One invented person; households hold one or two."""

    number: int
    name: str
    is_woman: bool
    birth_date: date
    household: str
    village: str
    shares_home: bool


def identity_number(birth: date, sequence: int, *, is_woman: bool) -> str:
    """A number with a right check digit of a division that no one was born in. Raises ValueError past sequence 499."""
    if not 0 <= sequence < 500:
        raise ValueError(f"sequence {sequence}: a day has 500 numbers for women and 500 for men")
    body = f"{DIVISION}{birth:%Y%m%d}{sequence * 2 + (0 if is_woman else 1):03d}"
    return body + mod_11_2.calc_check_digit(body)


def invent(count: int, villages: Sequence[str], names: Names, on: date, seed: int = 2021) -> Iterator[Invented]:
    """`count` people aged 60 to 99, in households of one or two that live together."""
    chance = random.Random(seed)
    home, village, previous = 0, villages[0], False
    for number in range(count):
        shares = not previous and chance.random() < 0.45
        if not previous:
            home, village = home + 1, chance.choice(villages)
        is_woman = chance.random() < 0.53
        given = chance.choice(names.women if is_woman else names.men)
        age_days = int(365.25 * min(99, 60 + chance.expovariate(1 / 11)))
        birth = on - timedelta(days=age_days + chance.randrange(365))
        yield Invented(
            number, chance.choice(names.surnames) + given, is_woman, birth, f"H{home:07d}", village, shares or previous
        )
        previous = shares


def rosters(people: Sequence[Invented], seed: int = 7) -> Mapping[str, list[Row]]:
    """The same people as three departments know them: registration, relief, assessment. None knows everything."""
    chance = random.Random(seed)
    books: dict[str, list[Row]] = {"公安": [], "民政局": [], "统一需求评估": []}
    for one in people:
        who = {"姓名": one.name, "身份证号": identity_number(one.birth_date, one.number % 500, is_woman=one.is_woman)}
        books["公安"].append(registration(one, who, chance))
        if chance.random() < 0.95:
            books["民政局"].append({**relief(who, chance), "银行账号": account(one)})
        if chance.random() < 0.85:
            level = chance.choices(range(7), [50, 15, 12, 9, 7, 4, 3])[0]
            books["统一需求评估"].append({**who, "照护等级": str(level), "参加长期护理保险": "是"})
    books["街镇"] = disagreements(people[0], people[1], books["公安"])
    return books


def account(one: Invented) -> str:
    """A bank account of nobody; some couples share one."""
    holder = one.household.removeprefix("H") if one.shares_home and one.number % 3 == 0 else f"{one.number:07d}"
    return f"62000000{one.number % 3}{holder}999"


def disagreements(one: Invented, other: Invented, known: Sequence[Row]) -> list[Row]:
    """What a town says otherwise: whether somebody lives alone, and a person without a number who may be known."""
    lives_alone = "否" if known[one.number]["独居"] == "是" else "是"
    return [
        {"姓名": one.name, "身份证号": known[one.number]["身份证号"], "独居": lives_alone, "居住区划": one.village},
        {
            "姓名": other.name, "身份证号": "", "出生日期": other.birth_date.isoformat(),
            "居住区划": other.village, "独居": known[other.number]["独居"],
        },
    ]  # fmt: skip


def registration(one: Invented, who: Row, chance: random.Random) -> Row:
    """What the police know."""
    return {
        **who,
        "性别": "女" if one.is_woman else "男",
        "出生日期": one.birth_date.isoformat(),
        "户编号": one.household,
        "户籍区划": one.village if chance.random() < 0.96 else ELSEWHERE,
        "居住区划": one.village,
        "联系电话": f"1990000{one.number % 10000:04d}",
        "住址": f"演示路{one.number % 300 + 1}弄{chance.randrange(1, 40)}号{chance.randrange(101, 606)}室",
        "独居": "否" if one.shares_home else "是",
        "纯老家庭": "是" if one.shares_home else "否",
    }


def relief(who: Row, chance: random.Random) -> Row:
    """What the relief office knows."""
    poor = chance.random()
    income = chance.randrange(900, 2200) if poor < 0.12 else chance.randrange(2200, 9000)
    return {
        **who,
        "低保": "是" if poor < 0.05 else "否",
        "低收入": "是" if 0.05 <= poor < 0.12 else "否",
        "月收入": str(income),
        "无子女": "是" if chance.random() < 0.06 else "否",
    }
