"""A programme as a command line chooses it: the day, parameters given by hand, readings."""

from collections.abc import Mapping, Sequence
from datetime import date

from yinling.engines.rules.bound import BoundRule, UnknownChoice
from yinling.engines.rules.definition import within_force
from yinling.engines.rules.facts import Fact, FactType
from yinling.engines.rules.parameters import Parameter, fixed
from yinling.engines.rules.rule import Rule
from yinling.engines.rules.values import BadValue, parse_value
from yinling.gateways.policy.programmes import load_parameters, load_programme
from yinling.needs.entitlements.domain.deciding import ready


class CannotRun(Exception):
    """The job could not run; the message is in Chinese."""


def chosen_programme(
    pack: str, programme: str, on: date | None, set_: Sequence[str], option: Sequence[str]
) -> BoundRule:
    """The programme for a day (None = each request's own), with parameters given and readings chosen by name=value.

    Raises CannotRun, and what loading raises.
    """
    rule, known = load_programme(pack, programme), load_parameters(pack)
    if on and not rule.is_in_force(on):
        rule = within_force(rule)
    try:
        return ready(rule, known | _set_parameters(set_, rule, known), dict(_pair(text, "--option") for text in option))
    except UnknownChoice as fault:
        raise CannotRun(f"--option 没有这种读法。可选：\n{_options_help(rule)}") from fault


def _options_help(rule: Rule) -> str:
    return "\n".join(
        f"  {option.id}={choice}  {words}" + ("（默认）" if choice == option.default else "")
        for option in rule.options
        for choice, words in option.choices.items()
    )


def _set_parameters(texts: Sequence[str], rule: Rule, known: Mapping[str, Parameter]) -> dict[str, Parameter]:
    found = {}
    for name, text in (_pair(text, "--set") for text in texts):
        if name not in rule.parameters:
            valid = "、".join(f"{each}（{known[each].label}）" for each in sorted(rule.parameters))
            raise CannotRun(f"--set 没有参数“{name}”。可设：{valid}")
        kind: FactType = "money" if known[name].type == "money" else "integer"
        try:
            value = parse_value(Fact(name, known[name].label, kind, "parameter"), text)
        except BadValue as fault:
            raise CannotRun(f"--set {name}：{fault}") from fault
        found[name] = fixed(known[name], value)
    return found


def _pair(text: str, flag: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise CannotRun(f"{flag} 应写成 名称=值，而不是“{text}”")
    return name.strip(), value.strip()
