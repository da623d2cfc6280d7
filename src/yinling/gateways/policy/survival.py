"""Tables of deaths by age, read from `policy/national/survival/`; none comes with the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yinling.gateways.policy.lines import PolicyFault, read_yaml
from yinling.gateways.policy.root import policy_root


@dataclass(frozen=True)
class SurvivalTable:
    """Deaths a year among 100,000 of each age. `verified` False = an official has not confirmed it."""

    id: str
    name: str
    source: str
    verified: bool
    deaths: Mapping[int, int]


def load_survival_tables() -> dict[str, SurvivalTable]:
    """Every table by id; empty where none was put there. Raises PolicyFault."""
    files = sorted((policy_root() / "national" / "survival").glob("*.yaml"))
    tables = [_table(file) for file in files]
    return {table.id: table for table in tables}


def _table(file: Path) -> SurvivalTable:
    document = read_yaml(file)
    data = document.data
    try:
        deaths = {int(age): int(number) for age, number in data["deaths_per_100000"].items()}
        table = SurvivalTable(data["id"], data["name"], data["source"], bool(data.get("verified", False)), deaths)
    except (KeyError, TypeError, ValueError) as fault:
        raise PolicyFault(document.file, 1, f"死亡率表不完整：{fault}") from fault
    if not deaths or any(not 0 <= number <= 100_000 for number in deaths.values()):
        raise PolicyFault(document.file, 1, "每10万人中的死亡人数应在 0 到 100000 之间")
    return table
