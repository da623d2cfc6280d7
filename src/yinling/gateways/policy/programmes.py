"""Programmes, their parameters and the fact dictionary, read from packs into what the rules engine takes."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from yinling.engines.rules.definition import BadRule, read_facts, read_parameters, read_rule
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.overlaps import Overlap, read_overlaps
from yinling.engines.rules.parameters import Parameter
from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.lines import Document, PolicyFault, read_text, read_yaml
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.rule_words import plain
from yinling.kernel.money import NotMoney, parse_yuan

VERSION_DIGITS = 12


class NoSuchProgramme(LookupError):
    """The pack, or the programme in it, does not exist; the message lists those that do."""


def programme_ids(pack: str) -> list[str]:
    """Ids of a pack's programmes, in order. Raises NoSuchProgramme for an unknown pack."""
    folder = policy_root() / pack
    if not (folder / "pack.yaml").is_file():
        known = sorted(file.parent.name for file in policy_root().glob("*/pack.yaml"))
        raise NoSuchProgramme(f"没有政策包“{pack}”；现有：{'、'.join(known) or '无'}")
    return sorted(file.stem for file in (folder / "programmes").glob("*.yaml"))


def load_programme(pack: str, programme_id: str) -> Rule:
    """One programme's rule. Raises NoSuchProgramme, PolicyFault."""
    known = programme_ids(pack)
    if programme_id not in known:
        raise NoSuchProgramme(f"政策包“{pack}”中没有项目“{programme_id}”；现有：{'、'.join(known) or '无'}")
    return _programme(policy_root(), pack, programme_id)


def load_parameters(pack: str) -> dict[str, Parameter]:
    """Every dated parameter of a pack, by id. Raises PolicyFault."""
    return dict(_parameters(policy_root(), pack))


def load_overlaps(pack: str) -> tuple[Overlap, ...]:
    """What a pack's programmes exclude or reduce of each other; empty where it declares nothing. Raises PolicyFault."""
    return _overlaps(policy_root(), pack)


def load_facts() -> dict[str, Fact]:
    """The national fact dictionary, by name. Raises PolicyFault."""
    return dict(_facts(policy_root()))


@cache
def _programme(root: Path, pack: str, programme_id: str) -> Rule:
    file = root / pack / "programmes" / f"{programme_id}.yaml"
    return rule_in(file, _facts(root), _parameters(root, pack))


def rule_in(file: Path, facts: Mapping[str, Fact], parameters: Mapping[str, Parameter]) -> Rule:
    """The rule in one file; its version is a digest of the file's text. Raises PolicyFault with the line."""
    document = read_yaml(file)
    version = sha256(read_text(file).encode()).hexdigest()[:VERSION_DIGITS]
    try:
        return read_rule(document.data, facts, parameters, version)
    except (KeyError, TypeError, ValueError) as fault:
        known = {name: each.label for name, each in parameters.items()} | {n: f.label for n, f in facts.items()}
        raise _at_line(document, fault, known) from fault


@cache
def _parameters(root: Path, pack: str) -> Mapping[str, Parameter]:
    found: dict[str, Parameter] = {}
    for file in sorted((root / pack / "parameters").glob("*.yaml")):
        document = read_yaml(file)
        try:
            found |= read_parameters(document.data["parameters"], parse_yuan)
        except (KeyError, TypeError, ValueError) as fault:
            raise _at_line(document, fault) from fault
    return found


@cache
def _overlaps(root: Path, pack: str) -> tuple[Overlap, ...]:
    file = root / pack / "overlaps.yaml"
    if not file.exists():
        return ()
    document = read_yaml(file)
    try:
        return read_overlaps(document.data["overlaps"])
    except (KeyError, TypeError, ValueError) as fault:
        raise _at_line(document, fault) from fault


@cache
def _facts(root: Path) -> Mapping[str, Fact]:
    document = read_yaml(root / "national" / "facts.yaml")
    try:
        return read_facts(document.data["facts"])
    except (KeyError, TypeError, ValueError) as fault:
        raise _at_line(document, fault) from fault


def forget_programmes() -> None:
    """Read programme, parameter and fact files anew from now on."""
    for kept in (_programme, _parameters, _overlaps, _facts):
        kept.cache_clear()


def _at_line(document: Document, fault: Exception, known: Mapping[str, str] | None = None) -> PolicyFault:
    place: tuple[Any, ...] = fault.place if isinstance(fault, BadRule) else ()
    why = f"缺少 {fault}" if isinstance(fault, KeyError) else plain(str(fault), known or {})
    if isinstance(fault, NotMoney):
        why = f"不是金额：{fault}"
    return PolicyFault(document.file, document.line(*place), why)
