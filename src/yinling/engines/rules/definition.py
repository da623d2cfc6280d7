"""A rule, its parameters and its facts made from plain mappings, as a file holds them; names are checked here."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yinling.engines.rules.expressions import BadExpression, Expression, parse
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.parameters import DatedValue, Parameter, first_fault
from yinling.engines.rules.rule import Amount, Condition, Cycle, Gives, Limit, Option, Row, Rule, Sharing

CONDITIONS_MAX = 24
IN_FORCE = "in_force_from"
IMPLIED = "in_force"  # the condition that `within_force` adds
CONSTANTS = frozenset({IN_FORCE})
Entry = Mapping[str, Any]


class BadRule(ValueError):
    """A definition that cannot stand; `place` says where in it, as keys and positions."""

    def __init__(self, message: str, place: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.place = place


def read_rule(entry: Entry, facts: Iterable[str], parameters: Iterable[str], version: str = "") -> Rule:
    """The rule in `entry`; names must be known facts, parameters, options or its own. Raises BadRule."""
    if len(entry["conditions"]) > CONDITIONS_MAX:
        raise BadRule(f"more than {CONDITIONS_MAX} conditions", ("conditions",))
    rule = Rule(
        **{key: entry[key] for key in ("id", "name", "clause", "requirement", "dated_by")},
        from_=entry["in_force"]["from"],
        until=entry["in_force"].get("until"),
        options=tuple(Option(**option) for option in entry.get("options") or ()),
        conditions=tuple(_condition(each, at) for at, each in enumerate(entry["conditions"])),
        eligibility=_expression(entry["eligibility"], ("eligibility",)),
        hit_policy=entry["table"]["hit_policy"],
        ranked_by=entry["table"].get("ranked_by", ""),
        rows=tuple(_row(each, at) for at, each in enumerate(entry["table"]["rows"])),
        sharing=_sharing(entry["table"].get("share_best_row")),
        amounts=tuple(_amount(each, at) for at, each in enumerate(entry["amounts"])),
        subject=entry.get("subject", "request"),
        gives=_gives(entry.get("gives")),
        entry=entry.get("entry", "application"),
        cycle=_cycle(entry.get("cycle")),
        facts=frozenset(facts),
        parameters=frozenset(parameters),
        version=version,
    )
    return _with_names_used(rule)


def within_force(rule: Rule) -> Rule:
    """The rule with one more condition, the first: the day lies where the document is in force.

    A programme for requests says it itself, by the day of the request; so does one that has such a condition.
    """
    if rule.subject == "request" or any(IN_FORCE in condition.when.names for condition in rule.conditions):
        return rule
    until = (
        f" and {rule.dated_by} < date({rule.until.year}, {rule.until.month}, {rule.until.day})" if rule.until else ""
    )
    words = f"在文件施行期内（自{rule.from_}起{f'，{rule.until}失效' if rule.until else ''}）"
    first = Condition(IMPLIED, _expression(f"{rule.dated_by} >= {IN_FORCE}{until}", ()), words, rule.clause)
    node = ast.BoolOp(ast.And(), [ast.Name(IMPLIED, ast.Load()), rule.eligibility.node])
    eligibility = Expression(rule.eligibility.source, node, rule.eligibility.names | {IMPLIED})
    return replace(rule, conditions=(first, *rule.conditions), eligibility=eligibility)


def _expression(source: str, place: tuple[str | int, ...]) -> Expression:
    try:
        return parse(source)
    except BadExpression as fault:
        raise BadRule(str(fault), place) from fault


def _condition(entry: Entry, at: int) -> Condition:
    when = _expression(entry["when"], ("conditions", at, "when"))
    return Condition(entry["id"], when, entry["words"], entry["clause"])


def _row(entry: Entry, at: int) -> Row:
    when = _expression(entry["when"], ("table", "rows", at, "when"))
    numbers = {name: value for name, value in entry["values"].items() if not isinstance(value, str)}
    named = {name: value for name, value in entry["values"].items() if isinstance(value, str)}
    return Row(entry["id"], when, entry["words"], entry["clause"], numbers, named)


def _gives(entry: Entry | None) -> Gives:
    gives = Gives(**entry) if entry else Gives()
    if gives.kind != "money" and not gives.words:
        raise BadRule("words are needed for what is not money", ("gives",))
    return gives


def _cycle(entry: Entry | None) -> Cycle | None:
    return Cycle(**{**entry, "pauses": tuple(entry.get("pauses") or ())}) if entry else None


def _sharing(entry: Entry | None) -> Sharing | None:
    place = ("table", "share_best_row", "when")
    return Sharing(entry["per"], _expression(entry["when"], place)) if entry else None


def _amount(entry: Entry, at: int) -> Amount:
    limit = entry.get("limit")
    return Amount(
        id=entry["id"],
        is_=_expression(entry["is"], ("amounts", at, "is")),
        words=entry["words"],
        payer=entry.get("payer", ""),
        public=entry.get("public", False),
        limit=Limit(**{**limit, "order": tuple(limit["order"])}) if limit else None,
    )


def _with_names_used(rule: Rule) -> Rule:
    """The rule with only the facts and parameters it uses; an unknown name is a fault. Raises BadRule."""
    options = {option.id for option in rule.options}
    used: set[str] = {rule.dated_by}
    for at, condition in enumerate(rule.conditions):
        _demand(condition.when, rule.facts | rule.parameters | options | CONSTANTS, ("conditions", at, "when"))
        used |= condition.when.names
    used |= _names_of_amounts(rule, options) | ({rule.sharing.per} if rule.sharing else set())
    used |= _names_of_rows(rule)
    _check_table(rule, options)
    return replace(rule, facts=rule.facts & used, parameters=rule.parameters & used)


def _names_of_rows(rule: Rule) -> set[str]:
    """The parameters that row values name."""
    for at, row in enumerate(rule.rows):
        place = ("table", "rows", at, "values")
        if unknown := set(row.named.values()) - rule.parameters:
            raise BadRule(f"unknown parameter: {', '.join(sorted(unknown))}", place)
        if taken := {*row.values, *row.named} & (rule.facts | rule.parameters):
            raise BadRule(f"the name of a fact or a parameter: {', '.join(sorted(taken))}", place)
        if row.named and rule.sharing:
            raise BadRule("a shared row holds numbers only", place)
    return {name for row in rule.rows for name in row.named.values()}


def _names_of_amounts(rule: Rule, options: set[str]) -> set[str]:
    own = {name for row in rule.rows for name in (*row.values, *row.named)}
    used: set[str] = set()
    for at, amount in enumerate(rule.amounts):
        _demand(amount.is_, rule.facts | rule.parameters | options | CONSTANTS | own, ("amounts", at, "is"))
        own.add(amount.id)
        used |= amount.is_.names
        if amount.limit:
            limit = amount.limit
            names = {limit.per, *limit.order, limit.parameter}
            if unknown := names - rule.facts - rule.parameters:
                raise BadRule(f"unknown name: {', '.join(sorted(unknown))}", ("amounts", at, "limit"))
            used |= names
    return used


def _demand(expression: Expression, known: frozenset[str] | set[str], place: tuple[str | int, ...]) -> None:
    if unknown := expression.names - known:
        raise BadRule(f"unknown name: {', '.join(sorted(unknown))}", place)


def _check_table(rule: Rule, options: set[str]) -> None:
    if rule.sharing:
        _demand(rule.sharing.when, options, ("table", "share_best_row", "when"))
        if rule.sharing.per not in rule.facts or rule.hit_policy != "max":
            raise BadRule("sharing needs a known fact and the hit policy max", ("table", "share_best_row"))
    conditions = {condition.id for condition in rule.conditions} | options
    _demand(rule.eligibility, conditions, ("eligibility",))
    for at, row in enumerate(rule.rows):
        _demand(row.when, conditions, ("table", "rows", at, "when"))
        if rule.hit_policy == "max" and rule.ranked_by not in row.values:
            raise BadRule(f"no value named {rule.ranked_by!r} to rank by", ("table", "rows", at, "values"))


def read_parameters(entries: Sequence[Entry], parse_money: Any) -> dict[str, Parameter]:
    """Parameters by id; money is parsed to fen by `parse_money`. Raises BadRule."""
    return {entry["id"]: _parameter(entry, parse_money, at) for at, entry in enumerate(entries)}


def _parameter(entry: Entry, parse_money: Any, at: int) -> Parameter:
    is_money = entry["type"] == "money"
    values = tuple(
        DatedValue(
            from_=value["from"],
            value=parse_money(str(value["value"])) if is_money else value["value"],
            source=value.get("source", ""),
            clause=value.get("clause", ""),
        )
        for value in entry.get("values") or ()
    )
    if fault := first_fault(values):
        raise BadRule(fault, ("parameters", at, "values"))
    return Parameter(entry["id"], entry["label"], entry["type"], entry.get("unit", ""), values, entry.get("note", ""))


def read_facts(entries: Sequence[Entry]) -> dict[str, Fact]:
    """The fact dictionary by name."""
    return {entry["name"]: _fact(entry) for entry in entries}


def _fact(entry: Entry) -> Fact:
    words = {str(text): int(value) for value, text in (entry.get("words") or {}).items()}
    return Fact(**{**entry, "words": words})
