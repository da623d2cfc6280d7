"""A district is only data: no Python file names one, by name or by code."""

import csv
import re
from pathlib import Path

import yaml

SUFFIX = re.compile(r"(经济技术开发区|街道|省|市|区|县|镇|乡)$")
# Names that are also ordinary words (peace, happiness): only their full form is forbidden.
ORDINARY = {"和平", "幸福"}
# Packs of no place: what holds everywhere, and what a district may adopt.
NO_PLACE = {"national", "practice"}
CITY_DIGITS = 4  # a province's two digits are any number


def _divisions(policy: Path) -> list[dict[str, str]]:
    with (policy / "national" / "divisions.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["level"] in ("city", "county", "town")]


def _forbidden(policy: Path) -> set[str]:
    """Ids and area codes of the packs, and names of cities, counties and towns, full and shortened."""
    packs = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in policy.glob("*/pack.yaml")]
    areas = tuple(pack["area"] for pack in packs if pack["area"])
    words = {pack["id"].split("-")[0] for pack in packs} - NO_PLACE | {
        area for area in areas if len(area) >= CITY_DIGITS
    }
    for row in _divisions(policy):
        short = SUFFIX.sub("", row["name"])
        words.add(row["name"])
        if len(short) > 1 and (row["level"] != "town" or row["code"].startswith(areas)):
            words.add(short)
    return words - ORDINARY


def test_forbid_names_and_codes_of_every_pack(root: Path) -> None:
    wanted = {"青浦", "宿迁", "qingpu", "suqian", "310118", "3213", "朱家角", "香花桥街道"}
    assert wanted <= _forbidden(root / "policy")


def test_keep_districts_out_of_code(root: Path) -> None:
    words = sorted(_forbidden(root / "policy"), key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    found = [
        f"{path.relative_to(root)}:{number}: {match[0]}"
        for path in sorted((root / "src").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := names.search(line))
    ]
    assert not found, "a district belongs in policy/ or demo/:\n" + "\n".join(found)
