"""The letter that tells a person every benefit, why or why not, month by month, and all money received."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from yinling.foundation.audit.actions import record_read
from yinling.gateways.pdf import render_pdf
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.money import display_yuan
from yinling.needs.benefits.queries import PersonMonths, ProgrammeLine
from yinling.needs.casework.queries.procedure import authority
from yinling.people.registry.queries import contact_of
from yinling.portals.benefits import telling

TEMPLATE = "portals/benefits/letter.typ"
MONTHS_PRINTED = 12
LANGUAGE = "zh-hans"
REMEDY = "对以上内容有疑问或不同意的，请到居住地街镇服务窗口询问或提出异议，也可以拨打{phone}。"


def letter(found: PersonMonths, *, by: Actor, at: datetime) -> HttpResponse:
    """The letter as an answer to a request. It is in Chinese whatever the reader's language."""
    with translation.override(LANGUAGE):
        content = render_pdf(TEMPLATE, letter_data(found, by=by, at=at))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="benefits-{found.card.id}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def letter_data(found: PersonMonths, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Everything the template prints, as plain values."""
    lines = telling.had_ones(found)
    return {
        "title": "养老待遇告知书",
        "addressee": _name(found, by=by, at=at),
        "opening": f"截至{_in_chinese(at)}，您的养老待遇如下。",
        "now": [_now(line) for line in found.programmes if line.is_enrolled],
        "months": _months(lines),
        "differences": [_difference(each) for each in telling.differences(lines)],
        "turns": [_turn(turn) for line in lines for turn in telling.turns(line)][:MONTHS_PRINTED],
        "owed": [_owed(line) for line in found.recoveries if line.outstanding_fen],
        "received": [_received(line) for line in found.received[:MONTHS_PRINTED]],
        "received_total": display_yuan(found.received_fen),
        "entitled": [[line.name, line.tier_words or line.outcome_words] for line in telling.entitled_ones(found)],
        "not_entitled": [_why_not(line) for line in telling.other_ones(found)],
        "remedy": REMEDY.format(phone=settings.HELP_PHONE),
        "issuer": authority(),
        "date": _in_chinese(at),
    }


def _in_chinese(at: datetime) -> str:
    day = day_of(at)
    return f"{day.year}年{day.month}月{day.day}日"


def _name(found: PersonMonths, *, by: Actor, at: datetime) -> str:
    """In the open for the person, their agents and those who may; masked for others."""
    if by.may("registry.reveal") or by.may("elder.own") or by.may("elder.represent"):
        return contact_of(found.card.id, actor=by, reason=_("制作待遇告知书"), at=at).name
    record_read(by=by, at=at, subject=f"person:{found.card.id}", fields=["name"], area=found.card.area)
    return found.card.name_masked


def _now(line: ProgrammeLine) -> list[str]:
    enrolment = next(each for each in line.enrolments if each.state != "ended")
    state = f"{enrolment.state_words}（{enrolment.reason_words}）" if enrolment.state == "paused" else "享受中"
    if line.outcome != "granted":
        return [line.name, f"{state}，自{enrolment.since:%Y-%m-%d}", f"按现在的情况不给。{telling.why_not(line)}"]
    gives = line.gives_words if line.rate_fen is None else f"现在每期 {display_yuan(line.rate_fen)}"
    return [line.name, f"{state}，自{enrolment.since:%Y-%m-%d}", f"{gives}。{line.tier_words}"]


def _months(lines: list[ProgrammeLine]) -> list[list[str]]:
    found = []
    for row in telling.month_table(lines)[:MONTHS_PRINTED]:
        for name, cell in row.cells:
            if cell is not None and not cell.is_open:
                given = "已给" if cell.is_in_kind else display_yuan(cell.fen)
                found.append([f"{row.month:%Y-%m}", name, given, "；".join(cell.notes)])
    return found


def _difference(each: telling.Difference) -> str:
    what = "补发" if each.fen > 0 else "多发，应退回"
    return f"{each.month:%Y年%m月}的{each.programme}：{what} {display_yuan(abs(each.fen))}。原因：{each.cause}。"


def _turn(turn: telling.Turn) -> str:
    sums = f"由 {display_yuan(turn.before_fen)} 变为 {display_yuan(turn.fen)}"
    return f"{turn.month:%Y年%m月}，{turn.programme}{sums}。原因：{turn.why}。"


def _owed(line: Any) -> str:
    total, left = display_yuan(line.total_fen), display_yuan(line.outstanding_fen)
    return f"{line.programme_name}多发 {total}，还有 {left} 没有收回，会从以后每月的待遇里分次扣回。"


def _received(line: Any) -> list[str]:
    return [f"{line.month:%Y-%m}", display_yuan(line.amount_fen), _account(line), str(line.state_words)]


def _account(line: Any) -> str:
    return f"尾号 {line.account_masked[-4:]}" if line.account_masked else "—"


def _why_not(line: ProgrammeLine) -> list[str]:
    return [line.name, telling.why_not(line)]
