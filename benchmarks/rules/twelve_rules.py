"""The twelve invented programmes of this benchmark, read from `twelve/` by the product's own readers."""

from datetime import date
from pathlib import Path

import yaml

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.definition import read_parameters
from yinling.engines.rules.overlaps import Overlap, read_overlaps
from yinling.gateways.policy.programmes import load_facts, rule_in
from yinling.kernel.money import parse_yuan
from yinling.needs.entitlements.domain.deciding import ready

FOLDER = Path(__file__).with_name("twelve")
ON = date(2026, 1, 1)


def programmes() -> list[BoundRule]:
    """All twelve, ready to decide."""
    facts, parameters = load_facts(), read_parameters(_data("parameters"), parse_yuan)
    files = sorted((FOLDER / "programmes").glob("*.yaml"))
    return [ready(rule_in(file, facts, parameters), parameters) for file in files]


def overlaps() -> tuple[Overlap, ...]:
    """What excludes or reduces what."""
    return read_overlaps(_data("overlaps"))


def paid_amounts(bound: BoundRule) -> list[str]:
    """The amounts that public purses pay; their sum is what overlaps compare."""
    return [amount.id for amount in bound.rule.amounts if amount.public]


def _data(name: str) -> list[dict]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))[name]
