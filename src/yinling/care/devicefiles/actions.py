"""Many devices at once from a file: all of them, or none with what is wrong by row and field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from yinling.care.devicefiles.domain.columns import EXAMPLE, FIELDS, NEEDED
from yinling.care.devices.actions.installing import Home, install
from yinling.care.devices.actions.registering import MANAGE, DeviceDetails, register
from yinling.care.devices.queries.finding import LINES, homes_of, rules
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import StepRefused
from yinling.engines.linkage.columns import RosterRefused, guess_columns
from yinling.engines.linkage.rows import Fault
from yinling.foundation.audit.actions import record
from yinling.gateways.spreadsheets import Table
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries.areas import AreasAsWritten
from yinling.people.registry.queries.searching import Wanted, find_people
from yinling.people.rosters.actions.reading import read_roster

ROWS_MAX = 5_000


@dataclass(frozen=True)
class FileTaken:
    """What became of a file: with any fault nothing of it was taken."""

    file_name: str
    registered: int = 0
    installed: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    number: int
    details: DeviceDetails
    home: Home | None


class _Undone(Exception):
    """Rolls everything back."""


def register_many(*, content: bytes, file_name: str, by: Actor, at: datetime) -> FileTaken:
    """Registers every device of a file, and puts up those with a person. Raises RosterRefused, NotPermitted."""
    permit(by, MANAGE)
    table = read_roster(content, file_name)
    if len(table) > ROWS_MAX:
        raise RosterRefused(f"共 {len(table)} 行，一次最多导入 {ROWS_MAX} 行")
    columns = guess_columns(table.columns, FIELDS)
    if missing := [FIELDS[name].label for name in NEEDED if name not in columns.values()]:
        raise RosterRefused(f"缺少“{'”“'.join(missing)}”列")
    reading = _Reading(table, columns, by, at)
    rows, faults = reading.rows(), reading.faults
    installed = sum(row.home is not None for row in rows)
    try:
        with transaction.atomic():
            for row in rows:
                faults += _store(row, by, at)
            if faults:
                raise _Undone
            after = {"file": file_name, "registered": len(rows), "installed": installed}
            record(by=by, at=at, verb="devices.import", subject="devices", area=by.area, after=after)
    except _Undone:
        return FileTaken(file_name, faults=sorted(faults, key=lambda one: one.row))
    return FileTaken(file_name, len(rows), installed)


def _store(row: _Row, by: Actor, at: datetime) -> list[Fault]:
    try:
        with transaction.atomic():
            made = register(row.details, by=by, at=at)
            if row.home is not None:
                install(row.home, device_id=made.pk, by=by, at=at)
    except StepRefused as refused:
        return [Fault(row.number, "整行", refused.words)]
    return []


class _Reading:
    """Rows of a table as what the verbs take; what cannot be read is kept as faults."""

    def __init__(self, table: Table, columns: Mapping[str, str], by: Actor, at: datetime) -> None:
        self.faults = [Fault(number, "整行", reason) for number, reason in table.faults]
        self._cells = {name: table.columns[header].to_pylist() for header, name in columns.items()}
        self._numbers = [int(number) for number in table.rows]
        self._by, self._at, self._find_area = by, at, AreasAsWritten().find
        self._kinds = {kind.name: kind.code for kind in rules().kinds.values()}
        self._lines = {words: code for code, words in LINES.items()}
        accounts = {(line, str(account)) for line in LINES for account in self._cells["account"]}
        self._known = set(homes_of(accounts))

    def rows(self) -> list[_Row]:
        found = (self._row(index, number) for index, number in enumerate(self._numbers))
        return [row for row in found if row is not None]

    def _row(self, index: int, number: int) -> _Row | None:
        given = {name: str(column[index] or "").strip() for name, column in self._cells.items()}
        before = len(self.faults)
        details = DeviceDetails(
            kind=self._code(number, "kind", given, self._kinds),
            protocol=self._code(number, "protocol", given, self._lines),
            account=given["account"],
            area=self._area(number, given),
            serial=given.get("serial", "")[:60],
            label=given.get("label", "")[:60],
            secret=given.get("secret", ""),
            expected_seconds=self._seconds(number, given),
        )
        self._check_account(number, details)
        home = self._home(number, given)
        return _Row(number, details, home) if len(self.faults) == before else None

    def _fault(self, number: int, name: str, reason: str) -> None:
        self.faults.append(Fault(number, FIELDS[name].label, reason))

    def _code(self, number: int, name: str, given: Mapping[str, str], words: Mapping[str, str]) -> str:
        said = given[name]
        found = [code for word, code in words.items() if said and (said.lower() == code or word.startswith(said))]
        if len(found) != 1:
            self._fault(number, name, f"“{said}”应为：{'、'.join(words)}")
            return ""
        return found[0]

    def _area(self, number: int, given: Mapping[str, str]) -> str:
        if not (said := given.get("area", "")):
            return self._by.area
        code = self._find_area(said, "")
        if code is None:
            self._fault(number, "area", f"找不到“{said}”这个街镇或村居")
        return code or ""

    def _seconds(self, number: int, given: Mapping[str, str]) -> int | None:
        said = given.get("expected_seconds", "")
        if said and not (said.isdecimal() and len(said) <= 6):
            self._fault(number, "expected_seconds", "应填秒数，例如 300；不填就按种类")
            return None
        return int(said) if said else None

    def _check_account(self, number: int, details: DeviceDetails) -> None:
        account = (details.protocol, details.account)
        if not details.account:
            self._fault(number, "account", "缺少账号")
        elif details.account == EXAMPLE:
            self._fault(number, "account", "请删除示例行")
        elif len(details.account) > 64:
            self._fault(number, "account", "账号超过 64 个字符")
        elif account in self._known:
            self._fault(number, "account", "这个账号已经登记过，或与前面的行重复")
        self._known.add(account)

    def _home(self, number: int, given: Mapping[str, str]) -> Home | None:
        said = given.get("id_number", "")
        if not said:
            return None
        found = find_people(Wanted(text=said), actor=self._by, on=day_of(self._at)).cards if len(said) > 14 else []
        if len(found) != 1:
            self._fault(number, "id_number", "在您的辖区内没有找到这位老年人")
            return None
        if not given.get("room"):
            self._fault(number, "room", "缺少安装位置")
        return Home(found[0].id, given.get("room", ""))
