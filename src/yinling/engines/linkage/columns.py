"""Which column of a roster holds which field."""

from collections.abc import Iterable, Mapping

from yinling.engines.linkage.fields import Field

_PLACES = {"residence_area", "registered_area", "town", "village"}


class RosterRefused(ValueError):
    """The file cannot be taken as a whole; the text says why, to a person."""


def guess_columns(headers: Iterable[str], fields: Mapping[str, Field]) -> dict[str, str]:
    """Which field each column holds, by its heading; unknown headings are left out, a field is given once."""
    by_heading = {plain_heading(heading): item.name for item in fields.values() for heading in item.headings}
    found: dict[str, str] = {}
    for header in headers:
        name = by_heading.get(plain_heading(header))
        if name and name not in found.values():
            found[header] = name
    return found


def plain_heading(heading: str) -> str:
    """A heading without signs, remarks in brackets and case: `月收入（元）` → `月收入`."""
    for bracket in "（(":
        heading = heading.split(bracket)[0]
    return "".join(sign for sign in heading.lower() if sign.isalnum() or sign == "_")


def columns_fault(columns: Mapping[str, str], fields: Mapping[str, Field]) -> str:
    """Why these columns do not make a roster, in plain words; empty if they do."""
    names = list(columns.values())
    if twice := sorted({fields[name].label for name in names if names.count(name) > 1}):
        return f"同一字段对应了两列：{'、'.join(twice)}"
    if "name" not in names:
        return "缺少“姓名”列"
    if "id_number" not in names and not ("birth_date" in names and _PLACES & set(names)):
        return "缺少“身份证号”列；没有身份证号时须有“出生日期”列和区划列（户籍区划、居住区划或街镇）"
    return ""
