"""One row of a roster, read as a whole: what it says, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yinling.engines.linkage.cells import UNKNOWN_WORDS, AreaFinder, Unreadable, cell_text, read_value
from yinling.engines.linkage.fields import Field, Value
from yinling.engines.linkage.identity import birth_date_of, identity_fault, identity_remark, sex_of


@dataclass(frozen=True)
class Fault:
    """Something about a cell. `is_error`: the row is not taken."""

    row: int
    field: str
    reason: str
    is_error: bool = True


@dataclass
class RosterRow:
    """A row as values; `values` hold open and private fields alike, the identity number stands apart."""

    number: int
    id_number: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    reported_on: date | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Whether nothing in it is an error."""
        return not any(fault.is_error for fault in self.faults)

    @property
    def area(self) -> str:
        """The place that looks after the person, as this row has it."""
        return str(self.values.get("residence_area") or self.values.get("registered_area") or "")

    @property
    def birth_date(self) -> date | None:
        """As a date."""
        text = self.values.get("birth_date")
        return date.fromisoformat(str(text)) if text else None


def read_row(
    number: int, cells: Mapping[str, object], *, fields: Mapping[str, Field], find_area: AreaFinder, on: date
) -> RosterRow:
    """The row's values by field; empty cells say nothing. `find_area(text, within)` gives a code; `on` is today."""
    row = RosterRow(number)
    for name, cell in cells.items():
        text = cell_text(cell)
        if text.lower() in UNKNOWN_WORDS:
            continue
        try:
            row.values[name] = read_value(text, fields[name], find_area=find_area)
        except Unreadable as fault:
            row.faults.append(Fault(number, fields[name].label, str(fault)))
    _part_helpers(row, find_area)
    row.id_number = str(row.values.pop("id_number", ""))
    check_row(row, on=on)
    return row


def check_row(row: RosterRow, *, on: date) -> None:
    """Adds what is wrong with the row as a whole, and what its identity number tells."""
    _part_identity(row, on=on)
    _check_whole(row, on=on)


def _part_helpers(row: RosterRow, find_area: AreaFinder) -> None:
    """Town and village columns become the residence; the reported date leaves the values."""
    town, village = str(row.values.pop("town", "")), str(row.values.pop("village", ""))
    if (town or village) and "residence_area" not in row.values:
        code = find_area(f"{town} {village}".strip(), "")
        if code is None:
            row.faults.append(Fault(row.number, "街镇/村居", "找不到这个街镇或村居"))
        else:
            row.values["residence_area"] = code
    if reported := row.values.pop("reported_on", None):
        row.reported_on = date.fromisoformat(str(reported))


def _part_identity(row: RosterRow, *, on: date) -> None:
    """Birth date and sex come from the identity number where no column gives them."""
    if not row.id_number:
        return
    if fault := identity_fault(row.id_number, on=on):
        row.faults.append(Fault(row.number, "身份证号", fault))
        return
    if remark := identity_remark(row.id_number):
        row.faults.append(Fault(row.number, "身份证号", remark, is_error=False))
    born = birth_date_of(row.id_number)
    if born and row.values.setdefault("birth_date", born.isoformat()) != born.isoformat():
        row.faults.append(Fault(row.number, "出生日期", "与身份证号中的出生日期不一致"))
    if row.values.setdefault("sex", sex_of(row.id_number)) != sex_of(row.id_number):
        row.faults.append(Fault(row.number, "性别", "与身份证号不一致，请核对", is_error=False))


def _check_whole(row: RosterRow, *, on: date) -> None:
    if "name" not in row.values and not any(fault.field == "姓名" for fault in row.faults):
        row.faults.append(Fault(row.number, "姓名", "缺少姓名"))
    for name, label in (("birth_date", "出生日期"), ("deceased_on", "死亡日期")):
        if str(row.values.get(name, "")) > on.isoformat():
            row.faults.append(Fault(row.number, label, "晚于今天"))
    if row.reported_on and row.reported_on > on:
        row.faults.append(Fault(row.number, "报送日期", "晚于今天"))
    if row.is_taken and not row.id_number and not (row.birth_date and row.area):
        row.faults.append(Fault(row.number, "身份证号", "缺少身份证号；没有身份证号时须有出生日期和区划"))
