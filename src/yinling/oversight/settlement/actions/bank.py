"""The file for the bank: the one place where full account numbers leave the house."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from django.db import transaction

from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.oversight.settlement.actions.permits import locked
from yinling.oversight.settlement.domain import states
from yinling.oversight.settlement.domain.bank_files import Payment, rows_of
from yinling.oversight.settlement.domain.refusals import WrongState
from yinling.oversight.settlement.models import PaymentRun

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

NUMBER_COLUMNS = frozenset({0, 4})


@dataclass(frozen=True)
class BankFile:
    """A file to download."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def export_bank_file(*, run_id: int, form: str, by: Actor, at: datetime) -> BankFile:
    """The approved or sent run as `xlsx` or `csv`; the read of account numbers is logged.

    Raises WrongState, NotPermitted.
    """
    run = locked(run_id, "settlement.send", by=by)
    if run.state not in {states.APPROVED, states.SENT}:
        raise WrongState("复核通过的批次才能生成银行文件。")
    rows = rows_of(_payments(run))
    record_read(
        by=by, at=at, subject=f"payment_run:{run.pk}", fields=["account_number"], area=run.area,
        reason=f"银行文件 {run.number}.{form}",
    )  # fmt: skip
    if form == "csv":
        return BankFile(f"{run.number}.csv", "text/csv; charset=utf-8", csv_of(rows))
    return BankFile(f"{run.number}.xlsx", XLSX, _xlsx(rows))


def _payments(run: PaymentRun) -> list[Payment]:
    return [
        Payment(
            number=line.number,
            payee_name=line.payee_name,
            bank_name=line.bank_name,
            account_number=line.account_number,
            amount_fen=line.amount_fen,
            purpose=f"适老化改造补贴 {line.payable.case_number}",
        )
        for line in run.lines.select_related("payable").order_by("number")
    ]


def csv_of(rows: list[tuple[str, ...]]) -> bytes:
    """The rows as a file that spreadsheets read as UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[tuple[str, ...]]) -> bytes:
    """Numbers and amounts as numbers, the rest as text: accounts keep their digits, nothing is taken for a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("银行文件")
        amount = book.add_format({"num_format": "0.00"})
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 5, 26)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if number and column in NUMBER_COLUMNS:
                    sheet.write_number(number, column, float(cell), amount if column else None)
                else:
                    sheet.write_string(number, column, cell)
    return content.getvalue()
