"""Verbs of files of workers: upload one, look at what it would do, take it whole or put it aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yinling.engines.linkage.columns import RosterRefused, columns_fault, guess_columns
from yinling.engines.linkage.rows import Fault, RosterRow, read_row
from yinling.foundation.audit.actions import record
from yinling.foundation.documents.actions import keep
from yinling.foundation.documents.queries import content as content_of
from yinling.gateways.spreadsheets import Table
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.masking import mask_identity
from yinling.people.intake.domain.columns import EXAMPLE, FIELDS, UnknownWord, code_of, codes_of, parts_of
from yinling.people.intake.models import RosterFile, RosterFileState
from yinling.people.providers.queries import provider_line, sites_visible
from yinling.people.registry.queries.areas import AreasAsWritten
from yinling.people.rosters.actions.reading import read_roster
from yinling.people.workforce.actions.records import CertificateDetails, record_qualification
from yinling.people.workforce.actions.scope import provider_for
from yinling.people.workforce.actions.workers import (
    GROUNDS,
    Known,
    WorkerDetails,
    change_worker,
    known_workers,
    register_worker,
    set_hours,
    set_skills,
)
from yinling.people.workforce.domain.hours import NotHours, read_week
from yinling.people.workforce.domain.refusals import WorkerRefused
from yinling.people.workforce.queries.words import level_words, occupation_words, skill_words, transport_words

ROWS_MAX = 2_000
BY_FILE = "名册导入"


@dataclass
class Entry:
    """A row of the file and what taking it would do."""

    row: RosterRow
    known: Known | None = None
    details: WorkerDetails | None = None
    certificates: list[CertificateDetails] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    hours: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def masked(self) -> str:
        """The identity number for a page."""
        return mask_identity(self.row.id_number)


@dataclass(frozen=True)
class Preview:
    """What a file would do; nothing of it is taken while `faults` are left."""

    entries: list[Entry]
    faults: list[Fault]

    @property
    def counts(self) -> dict[str, int]:
        """Rows that add a worker, and rows that change one; those with errors do neither."""
        good = [entry for entry in self.entries if entry.row.is_taken]
        known = sum(entry.known is not None for entry in good)
        return {"new": len(good) - known, "changed": known}

    @property
    def wrong_rows(self) -> int:
        """Rows with errors."""
        return sum(not entry.row.is_taken for entry in self.entries)


@transaction.atomic
def upload_workers(*, content: bytes, file_name: str, provider_id: int, by: Actor, at: datetime) -> RosterFile:
    """Keeps a file of workers. Raises NotAllowed, RosterRefused, FileRefused."""
    provider_for(provider_id, by=by)
    table = read_roster(content, file_name)
    if len(table) > ROWS_MAX:
        raise RosterRefused(f"共 {len(table)} 行，一次最多导入 {ROWS_MAX} 行")
    if fault := columns_fault(guess_columns(table.columns, FIELDS), FIELDS):
        raise RosterRefused(fault)
    document = keep(
        content=content, name=file_name, kind="roster", about=f"workforce:{provider_id}",
        area=provider_line(provider_id).area, organisation_id=provider_id, by=by, at=at,
    )  # fmt: skip
    return RosterFile.objects.create(
        provider_id=provider_id, document_id=document.pk, file_name=file_name[:200], rows=len(table),
        by_name=by.name, made_at=at,
    )  # fmt: skip


def preview_workers(file: RosterFile, *, on: date) -> Preview:
    """What taking a file would do, and what is wrong with it by row and field."""
    table = read_roster(content_of(file.document_id), file.file_name)
    rows = list(_rows(table, on))
    reading = _Reading(file.provider_id, rows)
    entries = [reading.entry(row) for row in rows]
    faults = [Fault(number, "整行", reason) for number, reason in table.faults]
    faults += [fault for row in rows for fault in row.faults]
    return Preview(entries, faults)


@transaction.atomic
def apply_workers(*, file_id: int, by: Actor, at: datetime) -> RosterFile:
    """Takes a file whole. Raises NotAllowed, WorkerRefused: it was taken before, or something in it is wrong."""
    file = RosterFile.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=file_id).first()
    if file is None or file.state != RosterFileState.PREVIEWED:
        raise WorkerRefused("这份名册现在不能导入")
    provider_for(file.provider_id, by=by)
    found = preview_workers(file, on=day_of(at))
    if any(fault.is_error for fault in found.faults):
        raise WorkerRefused("名册中还有错误，一行也没有写入；请改好后重新上传")
    for entry in found.entries:
        _store(entry, file.provider_id, by=by, at=at)
    file.state, file.counts, file.finished_at = RosterFileState.APPLIED, found.counts, at
    file.save()
    record(
        by=by, at=at, verb="intake.take", subject=f"provider:{file.provider_id}", after=file.counts
    )  # fmt: skip
    return file


@transaction.atomic
def cancel_workers(*, file_id: int, by: Actor, at: datetime) -> None:
    """Puts a file aside of which nothing was taken."""
    rows = RosterFile.objects.visible_to(by).filter(pk=file_id, state=RosterFileState.PREVIEWED)
    rows.update(state=RosterFileState.CANCELLED, finished_at=at)


def _store(entry: Entry, provider_id: int, *, by: Actor, at: datetime) -> None:
    if entry.details is None:
        raise WorkerRefused("名册中还有错误，一行也没有写入；请改好后重新上传")
    if entry.known is None:
        worker_id = register_worker(entry.details, provider_id=provider_id, by=by, at=at).pk
    else:
        worker_id = entry.known.worker_id
        change_worker(entry.details, worker_id=worker_id, reason=BY_FILE, by=by, at=at)
    for certificate in entry.certificates:
        record_qualification(certificate, worker_id=worker_id, by=by, at=at)
    if entry.skills:
        set_skills(worker_id=worker_id, skills=entry.skills, by=by, at=at)
    if entry.hours:
        set_hours(worker_id=worker_id, hours=entry.hours, valid_from=day_of(at), by=by, at=at)


def _rows(table: Table, on: date) -> Iterator[RosterRow]:
    columns = guess_columns(table.columns, FIELDS)
    cells = {name: table.columns[header].to_pylist() for header, name in columns.items()}
    find_area, seen = AreasAsWritten().find, set[str]()
    for index in range(len(table)):
        given = {name: column[index] for name, column in cells.items()}
        row = read_row(int(table.rows[index]), given, fields=FIELDS, find_area=find_area, on=on)
        if row.id_number and row.id_number in seen:
            row.faults.append(Fault(row.number, "身份证号", "与前面的行重复"))
        seen.add(row.id_number)
        yield row


class _Reading:
    """Rows turned into what is to be stored; what cannot be is added to the row's faults."""

    def __init__(self, provider_id: int, rows: list[RosterRow]) -> None:
        self._sites = {
            site.name: site
            for site in sites_visible(Actor(None, "", "", organisation_id=provider_id)).order_by("-pk")
        }  # fmt: skip
        self._known = known_workers(provider_id, numbers=[row.id_number for row in rows])

    def entry(self, row: RosterRow) -> Entry:
        entry = Entry(row, self._known.get(row.id_number))
        if row.values.get("name") == EXAMPLE:
            row.faults.append(Fault(row.number, "姓名", "请删除示例行"))
        entry.skills = self._words(row, "skills", codes_of, skill_words()) or []
        entry.hours = self._hours(row)
        entry.certificates = list(self._certificates(row))
        self._grounds(entry)
        entry.details = self._details(row, entry.known)
        return entry

    def _details(self, row: RosterRow, known: Known | None) -> WorkerDetails | None:
        given: dict[str, Any] = {name: row.values[name] for name in ("name", "phone") if name in row.values}
        for name, words in (("occupation", occupation_words()), ("transport", transport_words())):
            if code := self._words(row, name, code_of, words):
                given[name] = code
        if "languages" in row.values:
            given["languages"] = tuple(parts_of(str(row.values["languages"])))
        if "employed_from" in row.values:
            given["employed_from"] = date.fromisoformat(str(row.values["employed_from"]))
        given |= self._place(row)
        needed = {"area": "工作区划", "employed_from": "入职日期"}
        if known is None:
            row.faults += [Fault(row.number, label, f"缺少{label}") for name, label in needed.items()
                           if name not in given and not _has(row, label)]  # fmt: skip
        if not row.is_taken:
            return None
        return replace(known.details, **given) if known else WorkerDetails(id_number=row.id_number, **given)

    def _place(self, row: RosterRow) -> dict[str, Any]:
        """The site by its name, and the area: as written, else that of the site."""
        site = self._sites.get(str(row.values.get("site", "")))
        if "site" in row.values and site is None:
            row.faults.append(Fault(row.number, "站点", "本机构没有登记这个站点"))
        place: dict[str, Any] = {"site_id": site.pk, "area": site.area} if site else {}
        return place | ({"area": row.area} if row.area else {})

    def _certificates(self, row: RosterRow) -> Iterator[CertificateDetails]:
        days = {name: date.fromisoformat(str(row.values[name])) for name in DAYS if name in row.values}
        if "health_until" in days or "health_from" in days:
            yield from self._certificate(row, "健康证明发证日期", days, "health", "health")
        if level := self._words(row, "level", code_of, level_words()):
            number = str(row.values.get("level_number", ""))
            yield from self._certificate(row, "护理员证书发证日期", days, "caregiver", "level", str(level), number)

    def _certificate(
        self, row: RosterRow, label: str, days: Mapping[str, date], kind: str, prefix: str, level: str = "",
        number: str = "",
    ) -> Iterator[CertificateDetails]:  # fmt: skip
        issued_on, until = days.get(f"{prefix}_from"), days.get(f"{prefix}_until")
        if issued_on is None:
            row.faults.append(Fault(row.number, label, f"缺少{label}"))
        elif until and until < issued_on:
            row.faults.append(Fault(row.number, label, "有效期早于发证日期"))
        elif kind == "health" and until is None:
            row.faults.append(Fault(row.number, "健康证明有效期至", "健康证明须填写有效期"))
        else:
            yield CertificateDetails(kind, issued_on, until, level, number)

    def _grounds(self, entry: Entry) -> None:
        """Skills that rest on a licence need it registered before: a file carries none."""
        for code in set(entry.skills) & set(GROUNDS):
            held = entry.known.certificates if entry.known else frozenset()
            if not held & set(GROUNDS[code]):
                words = skill_words()[code]
                entry.row.faults.append(
                    Fault(entry.row.number, "技能", f"“{words}”须先在人员页面登记执业证书")
                )  # fmt: skip

    def _hours(self, row: RosterRow) -> list[tuple[int, int, int]]:
        try:
            return read_week(str(row.values.get("hours", "")))
        except NotHours as fault:
            row.faults.append(Fault(row.number, "工作时间", str(fault)))
            return []

    def _words(self, row: RosterRow, name: str, read: Any, words: Mapping[str, str]) -> Any:
        if name not in row.values:
            return None
        try:
            return read(str(row.values[name]), words)
        except UnknownWord as fault:
            row.faults.append(Fault(row.number, FIELDS[name].label, str(fault)))
            return None


DAYS = ("health_from", "health_until", "level_from", "level_until")


def _has(row: RosterRow, label: str) -> bool:
    return any(fault.field == label for fault in row.faults)
