"""The letter that tells a person every benefit, why or why not, month by month, and all money received."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from yinling.foundation.audit.actions import record_read
from yinling.gateways.pdf import render_pdf
from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of, in_chinese
from yinling.kernel.money import display_yuan
from yinling.needs.benefits.queries import PersonMonths, ProgrammeLine
from yinling.needs.casework.queries.procedure import authority
from yinling.people.registry.queries import contact_of
from yinling.portals.benefits import refusing, telling

TEMPLATE = "portals/benefits/letter.typ"
MONTHS_PRINTED = 12
LANGUAGE = "zh-hans"
EVERY = {"month": "每月", "quarter": "每季度", "year": "每年", "once": "一次性"}
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
    found = telling.approved(found)
    lines = telling.had_ones(found)
    name, is_dead = _name(found, by=by, at=at), refusing.has_died(found)
    return {
        "title": "养老待遇告知书",
        "addressee": f"{name}的家属" if is_dead else name,
        "opening": _opening(found, f"{name}（已去世）" if is_dead else "您", in_chinese(day_of(at)), is_dead=is_dead),
        "now": [_now(line) for line in found.programmes if line.is_enrolled],
        "months": _months(lines),
        "differences": [_difference(each) for each in telling.differences(lines)],
        "turns": [_turn(turn) for line in lines for turn in telling.turns(line)][:MONTHS_PRINTED],
        "owed": [_owed(line, is_dead=is_dead) for line in found.recoveries if line.outstanding_fen],
        "received": [_received(line) for line in found.received[:MONTHS_PRINTED]],
        "received_total": display_yuan(found.received_fen),
        "entitled": [_entitled(line) for line in telling.entitled_ones(found)],
        "not_entitled": [] if is_dead else [_why_not(line) for line in telling.other_ones(found)],
        "remedy": REMEDY.format(phone=settings.HELP_PHONE),
        "issuer": authority(),
        "date": in_chinese(day_of(at)),
    }


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _opening(found: PersonMonths, who: str, day: str, *, is_dead: bool) -> str:
    """What the letter says in short: how many benefits, the last money, what to expect of the rest."""
    count = sum(1 for line in found.programmes if line.is_enrolled)
    words = f"截至{day}，{who}" + (f"正在享受 {count} 项养老待遇。" if count else "没有正在享受的养老待遇。")
    if newest := telling.newest_payment(found):
        month, fen, state, tail = newest
        words += (
            f"最近一次付款是{_month(month)}的 {display_yuan(fen)}，{state}{f'（账户尾号 {tail}）' if tail else ''}。"
        )
    return f"{words}下面写明每一项给多少、为什么；没有的，也写明为什么没有。"


def _name(found: PersonMonths, *, by: Actor, at: datetime) -> str:
    """In the open for the person, their agents and those who may; masked for others."""
    if by.may("registry.reveal") or by.may("elder.own") or by.may("elder.represent"):
        return contact_of(found.card.id, actor=by, reason=_("制作待遇告知书"), at=at).name
    record_read(by=by, at=at, subject=f"person:{found.card.id}", fields=["name"], area=found.card.area)
    return found.card.name_masked


def _called(line: ProgrammeLine) -> str:
    return f"{line.name}（征求意见稿，还没有正式施行）" if line.is_draft else line.name


def _ground(line: ProgrammeLine) -> str:
    """The document, and where in it."""
    if not line.pack:
        return ""
    clause = load_programme(line.pack, line.programme).clause
    return f"依据：{line.document}，{telling.clause_places(line.pack).get(clause, clause)}"


def _now(line: ProgrammeLine) -> list[str]:
    enrolment = next(each for each in line.enrolments if each.state != "ended")
    state = f"{enrolment.state_words}（{enrolment.reason_words}）" if enrolment.state == "paused" else "享受中"
    since = f"{state}，从{in_chinese(enrolment.since)}起"
    if line.outcome != "granted":
        return [_called(line), since, f"按现在的情况不给。{refusing.why_not(line)}", _ground(line)]
    gives = line.gives_words if line.rate_fen is None else f"{_every(line)} {display_yuan(line.rate_fen)}"
    return [_called(line), since, f"{gives}。因为：{line.tier_words}", _ground(line)]


def _every(line: ProgrammeLine) -> str:
    cycle = load_programme(line.pack, line.programme).cycle
    return EVERY[cycle.every] if cycle else "每次"


def _entitled(line: ProgrammeLine) -> list[str]:
    gives = f"{_every(line)} {display_yuan(line.rate_fen)}。" if line.rate_fen else ""
    return [_called(line), f"{gives}{line.tier_words or line.outcome_words}", _ground(line)]


def _months(lines: list[ProgrammeLine]) -> list[list[str]]:
    found = []
    for row in telling.month_table(lines)[:MONTHS_PRINTED]:
        for name, cell in row.cells:
            if cell is not None:
                given = "已给" if cell.is_in_kind else display_yuan(cell.fen)
                found.append([_month(row.month), name, given, "；".join(cell.notes)])
    return found


def _difference(each: telling.Difference) -> str:
    what = "补发" if each.fen > 0 else "多发，应退回"
    return f"{_month(each.month)}的{each.programme}：{what} {display_yuan(abs(each.fen))}。原因：{each.cause}。"


def _turn(turn: telling.Turn) -> str:
    sums = f"由 {display_yuan(turn.before_fen)} 变为 {display_yuan(turn.fen)}"
    return f"{_month(turn.month)}，{turn.programme}{sums}。原因：{turn.why}。"


def _owed(line: Any, *, is_dead: bool) -> str:
    total, left = display_yuan(line.total_fen), display_yuan(line.outstanding_fen)
    how = "请家属联系街镇服务窗口办理退回" if is_dead else "会从以后每月的待遇里分次扣回，有困难请告诉我们"
    return f"{line.programme_name}多发 {total}，还有 {left} 没有收回，{how}。"


def _received(line: Any) -> list[str]:
    return [_month(line.month), display_yuan(line.amount_fen), _account(line), str(line.state_words)]


def _account(line: Any) -> str:
    return f"尾号 {line.account_masked[-4:]}" if line.account_masked else "—"


def _why_not(line: ProgrammeLine) -> list[str]:
    return [_called(line), refusing.why_not(line), _ground(line)]
