"""Why a person does not have a benefit, in one sentence that a family understands."""

import ast
from collections.abc import Mapping

from django.utils.translation import gettext as _

from yinling.gateways.policy.programmes import load_facts, load_programme
from yinling.needs.benefits.queries import PersonMonths, ProgrammeLine
from yinling.needs.entitlements.domain.reasons import Reason
from yinling.portals.benefits.telling import NOT_TOLD

MISSING_FACT = "missing_fact"
MISSING = (f"{MISSING_FACT}:", "missing_parameter:")
UNDECIDED = frozenset({"missing_facts", "unpayable"})


def unmet(line: ProgrammeLine) -> list[str]:
    """What stands in the way: what is not known or not published, or else what is not met."""
    missing = [_lacking(reason) for reason in line.reasons if reason.condition.startswith(MISSING)]
    return missing or _needed(line) or [reason.words for reason in _failing(line)]


def _failing(line: ProgrammeLine) -> list[Reason]:
    return [each for each in line.reasons if each.value == "false" and each.condition not in NOT_TOLD]


def _needed(line: ProgrammeLine) -> list[str]:
    """What everybody must meet and this person does not, one by one; of choices, all of them in one."""
    if not line.pack:
        return []
    node, truths = load_programme(line.pack, line.programme).eligibility.node, _truths(line)
    parts = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else [node]
    words = {reason.condition: reason.words for reason in line.reasons}
    return [_in_words(part, truths, words) for part in parts if not _holds(part, truths)]


def _in_words(part: ast.expr, truths: Mapping[str, bool], words: Mapping[str, str]) -> str:
    names = [node.id for node in ast.walk(part) if isinstance(node, ast.Name) and node.id in words]
    failing = [words[name] for name in names if not truths.get(name, True)]
    shutting = _("已属于“%(words)s”的不给") % {"words": "、".join(words[name] for name in names)}
    return _("，或").join(failing) or shutting


def _truths(line: ProgrammeLine) -> dict[str, bool]:
    """What is known of each condition."""
    known = {"true": True, "false": False}
    return {reason.condition: known[reason.value] for reason in line.reasons if reason.value in known}


def _holds(node: ast.AST, truths: Mapping[str, bool]) -> bool:
    """Whether a part of the eligibility may hold; what is not known may."""
    if isinstance(node, ast.BoolOp):
        parts = [_holds(each, truths) for each in node.values]
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.UnaryOp):
        return not truths.get(getattr(node.operand, "id", ""), False)
    return truths.get(getattr(node, "id", ""), True)


def _lacking(reason: Reason) -> str:
    """What is not known, and from whom it comes; or what is not published."""
    kind, _colon, name = reason.condition.partition(":")
    fact = load_facts().get(name) if kind == MISSING_FACT else None
    if fact is None:
        return reason.words
    # What stands in brackets (a standard's number, a department) says nothing to a family.
    words = {"label": fact.label, "from": fact.supplied_by.partition("（")[0]}
    if not fact.supplied_by:
        return _("还没有登记“%(label)s”") % words
    return _("还没有登记“%(label)s”（由%(from)s提供），登记以后就能确定") % words


def is_dead(line: ProgrammeLine) -> bool:
    """Whether it is not given because the person has died."""
    return any(reason.condition == "alive" and reason.value == "false" for reason in line.reasons)


def has_died(found: PersonMonths) -> bool:
    """Whether the person is dead by the day of the page."""
    return any(is_dead(line) for line in found.programmes)


def why_not(line: ProgrammeLine) -> str:
    """The same in one sentence."""
    if is_dead(line):
        return _("老人已经去世。")
    words = unmet(line)
    if not words:
        return line.outcome_words
    if line.outcome in UNDECIDED:
        return "；".join(words)
    if len(words) > 1 and not _needed(line):
        return _("没有达到任何一档：%(words)s") % {"words": _("，或").join(words)}
    return _("没有达到：%(words)s") % {"words": "；".join(words)}
