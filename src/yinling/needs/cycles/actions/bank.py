"""The file for the bank: the one place where full account numbers of a cycle leave the house."""

import tempfile
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
from django.db import transaction

from yinling.foundation.audit.actions import record_read
from yinling.gateways.spreadsheets import write_table
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.money import format_yuan
from yinling.needs.cycles.actions.permits import locked
from yinling.needs.cycles.domain.refusals import WrongState
from yinling.needs.cycles.domain.states import APPROVED, PAID
from yinling.needs.cycles.models import Cycle, CyclePayment
from yinling.people.registry.queries import open_values

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADINGS = ("序号", "收款户名", "收款账号", "金额（元）", "用途")
PEOPLE_AT_ONCE = 5_000


@dataclass(frozen=True)
class BankFile:
    """A file to download."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def export_bank_file(*, cycle_id: int, form: str, by: Actor, at: datetime) -> BankFile:
    """Payments of an approved or paid cycle as `xlsx` or `csv`; the read of names and account numbers is logged.

    Raises WrongState, NotPermitted.
    """
    cycle = locked(cycle_id, "cycles.pay", by=by)
    if cycle.state not in (APPROVED, PAID):
        raise WrongState("批准以后、结清以前才能生成银行文件。")
    payments = list(CyclePayment.objects.filter(cycle=cycle, result=None).select_related("person").order_by("pk"))
    record_read(
        by=by, at=at, subject=f"cycle:{cycle.pk}", fields=["name", "bank_account"], area=cycle.area,
        reason=f"银行文件 {cycle.month:%Y-%m} 共 {len(payments)} 笔",
    )  # fmt: skip
    rows = [row for start in range(0, len(payments), PEOPLE_AT_ONCE)
            for row in _rows(cycle, payments[start : start + PEOPLE_AT_ONCE], on=day_of(at))]  # fmt: skip
    columns = {name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(HEADINGS)}
    name = f"每月发放{cycle.month:%Y%m}-{cycle.pk}.{form}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"bank.{form}"
        write_table(path, columns)
        # Spreadsheet programs take a file without the mark for one of their own old code pages.
        return BankFile(name, TYPES[form], (BOM_UTF8 if form == "csv" else b"") + path.read_bytes())


def _rows(cycle: Cycle, payments: Sequence[CyclePayment], *, on: date) -> list[tuple[str, ...]]:
    people = [payment.person_id for payment in payments]
    accounts = open_values(people, "bank_account", on=on)
    return [
        (
            str(payment.pk), payment.person.name, accounts.get(payment.person_id, ""),
            format_yuan(payment.amount_fen), f"{cycle.month:%Y年%m月}养老待遇",
        )
        for payment in payments
    ]  # fmt: skip
