"""Names of areas, from the national table of divisions."""

from functools import cache
from pathlib import Path

from yinling.gateways.policy.lines import read_rows


@cache
def divisions(root: Path) -> dict[str, str]:
    """Names by code, of the table under `root`. Raises PolicyFault."""
    return {row["code"]: row["name"] for row in read_rows(root / "national" / "divisions.csv")}
