"""The letter says what is approved, from which document, and to the family of somebody who has died."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from yinling.needs.benefits.queries import PersonMonths, ProgrammeLine
from yinling.needs.benefits.queries.persons import MonthLine
from yinling.needs.entitlements.domain.reasons import Reason
from yinling.portals.benefits import letter
from yinling.portals.benefits.letter import letter_data

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
ROW = {
    "kind_words": "", "cause": "", "facts": {}, "reasons": (), "segments": (), "rule_version": "v", "repeats_id": None,
}  # fmt: skip


def row(kind, fen, state, month=OCTOBER, cycle=OCTOBER, cause=""):
    fields = {**ROW, "kind": kind, "amount_fen": fen, "state": state, "for_month": month, "cycle_month": cycle}
    return SimpleNamespace(**{**fields, "cause": cause})


def month(day, *rows):
    return MonthLine(day, sum(each.amount_fen for each in rows), rows)


def line(months=(), alive="true", pack="practice-allowance", programme="old_age_allowance", **changes):
    reasons = (Reason("alive", "在世", "T", alive), Reason("eighty", "年满80周岁", "T", "false"))
    fields = {"gives_words": "", "outcome": "not_granted", "outcome_words": "不符合", "rate_fen": None, **changes}
    return ProgrammeLine(
        pack, programme, "高龄津贴", tier_words="", reasons=reasons, enrolments=(), months=tuple(months), **fields
    )


@pytest.fixture
def data(monkeypatch):
    monkeypatch.setattr(letter, "_name", lambda *_args, **_named: "黄某")

    def make(*lines, recoveries=()):
        card = SimpleNamespace(id=1, area="310118")
        found = PersonMonths(card, date(2026, 11, 23), lines, (), 0, tuple(recoveries))
        return letter_data(found, by=None, at=AT)

    return make


def test_print_a_month_as_it_was_approved_although_a_draft_would_take_some_back(data):
    taken = row("recovery", -9290, "draft", cycle=NOVEMBER, cause="低收入由是改为否")
    found = data(line([month(OCTOBER, row("due", 18000, "closed"), taken), month(NOVEMBER, row("due", 1, "checked"))]))
    assert found["months"] == [["2026年10月", "高龄津贴", "180.00 元", ""]]
    assert found["differences"] == found["turns"] == []


def test_print_what_was_taken_back_once_it_is_approved(data):
    taken = row("recovery", -9290, "approved", cycle=NOVEMBER, cause="低收入由是改为否")
    found = data(line([month(OCTOBER, row("due", 18000, "closed"), taken)]))
    assert found["months"] == [["2026年10月", "高龄津贴", "87.10 元", "2026-11 查出多发 92.90 元"]]
    assert found["differences"] == ["2026年10月的高龄津贴：多发，应退回 92.90 元。原因：低收入由是改为否。"]


def test_write_to_the_family_of_the_dead(data):
    owed = SimpleNamespace(programme_name="高龄津贴", total_fen=12194, outstanding_fen=12194)
    found = data(line(alive="false"), recoveries=[owed])
    assert found["addressee"] == "黄某的家属"
    assert "黄某（已去世）" in found["opening"]
    assert found["not_entitled"] == []
    assert found["owed"] == ["高龄津贴多发 121.94 元，还有 121.94 元 没有收回，请家属联系街镇服务窗口办理退回。"]


def test_name_document_and_place_and_mark_a_draft(data):
    found = data(line(pack="heping-draft", programme="meal_subsidy", document="某意见（征求意见稿）", is_draft=True))
    ((name, why, ground),) = found["not_entitled"]
    assert name == "高龄津贴（征求意见稿，还没有正式施行）"
    assert "年满80周岁" in why
    assert ground.startswith("依据：某意见（征求意见稿），")
