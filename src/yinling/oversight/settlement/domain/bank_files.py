"""The bank file as rows of text, safe to open in a spreadsheet; and the bank's answer read back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yinling.kernel.money import format_yuan
from yinling.oversight.settlement.domain.states import PAID, RETURNED

HEADINGS = ("序号", "收款户名", "开户银行", "收款账号", "金额（元）", "用途")
RESULT_HEADINGS = {"number": ("序号", "行号"), "outcome": ("结果", "付款结果"), "reason": ("原因", "退回原因")}
RESULT_WORDS = {
    "成功": PAID, "已付款": PAID, "已付": PAID, "paid": PAID,
    "失败": RETURNED, "退回": RETURNED, "已退回": RETURNED, "退票": RETURNED, "returned": RETURNED,
}  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Payment:
    """One row for the bank."""

    number: int
    payee_name: str
    bank_name: str
    account_number: str
    amount_fen: int
    purpose: str


@dataclass(frozen=True)
class Result:
    """What the bank says of one row: `paid`, or `returned` with a reason."""

    number: int
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Fault:
    """A row of the bank's answer that could not be read; rows count from 1 with the heading, 0 is the whole file."""

    row: int
    words: str


def neutralised(text: str) -> str:
    """The text, marked as text where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def rows_of(payments: Iterable[Payment]) -> list[tuple[str, ...]]:
    """Heading and rows of the file."""
    rows = [
        (
            str(payment.number),
            neutralised(payment.payee_name),
            neutralised(payment.bank_name),
            neutralised(payment.account_number),
            format_yuan(payment.amount_fen),
            neutralised(payment.purpose),
        )
        for payment in payments
    ]
    return [HEADINGS, *rows]


def read_results(rows: Sequence[Sequence[str]], numbers: Iterable[int]) -> tuple[list[Result], list[Fault]]:
    """Results and faults in a table whose first row names its columns; `numbers` are the run's open rows."""
    if not rows:
        return [], [Fault(0, "文件是空的")]
    places = _places(rows[0])
    if "number" not in places or "outcome" not in places:
        return [], [Fault(1, "第一行应当有“序号”和“结果”两列")]
    known, results, faults = set(numbers), [], []
    for row, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        read = _result({name: cells[place].strip() for name, place in places.items() if place < len(cells)}, known)
        if isinstance(read, str):
            faults.append(Fault(row, read))
        else:
            known.discard(read.number)
            results.append(read)
    return results, faults


def _places(heading: Sequence[str]) -> dict[str, int]:
    found = {cell.strip(): place for place, cell in enumerate(heading)}
    return {name: found[word] for name, words in RESULT_HEADINGS.items() for word in reversed(words) if word in found}


def _result(cells: Mapping[str, str], known: set[int]) -> Result | str:
    number = cells.get("number", "").removesuffix(".0")
    if not number.isdecimal() or int(number) not in known:
        return f"序号“{number[:20]}”不在本批次，或者出现了两次，或者已经登记过结果"
    outcome = RESULT_WORDS.get(cells.get("outcome", ""))
    if outcome is None:
        return f"结果“{cells.get('outcome', '')[:20]}”看不懂，应当是“成功”或“退回”"
    reason = cells.get("reason", "")
    if outcome == RETURNED and not reason:
        return "退回应当写明原因"
    return Result(int(number), outcome, reason)
