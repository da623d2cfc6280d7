"""Values and readings as the bureau enters them: what may be set, and what a text means."""

import re
from collections.abc import Iterable
from datetime import date

from yinling.engines.rules.rule import Option, Rule
from yinling.kernel.money import NotMoney, parse_yuan

_INTEGER = re.compile(r"\d{1,9}")


class NotAValue(ValueError):
    """The text is no value of that parameter; the message is in Chinese."""


def settled_number(kind: str, text: str) -> int:
    """The number that a text means: fen for money, else a whole number; not negative. Raises NotAValue."""
    plain = text.strip()
    if kind == "money":
        try:
            fen = parse_yuan(plain)
        except NotMoney:
            raise NotAValue(f"“{plain}”不是金额，应是以元计、最多两位小数的数") from None
        if fen < 0:
            raise NotAValue("金额不能是负数")
        return fen
    if not _INTEGER.fullmatch(plain):
        raise NotAValue(f"“{plain}”不是整数")
    return int(plain)


def options_read(rule: Rule) -> tuple[Option, ...]:
    """Options that some expression of the rule reads; choosing another one would change nothing."""
    expressions = [condition.when for condition in rule.conditions] + [row.when for row in rule.rows]
    expressions += [amount.is_ for amount in rule.amounts] + ([rule.sharing.when] if rule.sharing else [])
    names = frozenset().union(rule.eligibility.names, *(expression.names for expression in expressions))
    return tuple(option for option in rule.options if option.id in names)


def settled_options(rule: Rule, values: Iterable[tuple[str, str, date]], on: date) -> dict[str, str]:
    """The reading of each option that was set from a day not later than `on`; `values` oldest first."""
    choices = {option.id: option.choices for option in options_read(rule)}
    return {name: text for name, text, start in values if start <= on and text in choices.get(name, ())}
