"""Texts of pure code reach the reader in the reader's language."""

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from yinling.design.speech import say


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("街镇经办人", "Town clerk"),
        ("第 3 行：请填写项目名称", "Line 3: Please name the item"),
        ("-3,500.00 元", "-3,500.00 yuan"),
        ("2026年3月1日", "2026-3-1"),
        ("3月1日 Sunday", "3-1 Sunday"),
        ("通知家属，1 人收到，2 人要打电话", "Tell: Family, received by 1, 2 to be phoned"),
        ("20:00–次日 08:00", "20:00–08:00 (next day)"),
        ("账号 1001（DC-09）没有登记", "Account 1001 (DC-09) is not registered"),
        ("姓名、性别", "Name, Sex"),
        ("陆经办（街镇经办人）", "陆经办 (Town clerk)"),
        ("2户", "2 households"),
        ("公安：是（2026-08-25）", "Public security: Yes (2026-08-25)"),
    ],
)
def test_say_in_english(chinese: str, english: str) -> None:
    with translation.override("en"):
        assert say(chinese) == english
    assert say(chinese) == chinese


@pytest.mark.parametrize("text", ["诸葛**", "张三户", "姓名、诸葛**", "朱家角助餐点1（演示）", "", "QP-2026-000007"])
def test_leave_what_has_no_translation(text: str) -> None:
    with translation.override("en"):
        assert say(text) == text


def test_write_dates_in_english_as_lists_do() -> None:
    with translation.override("en"):
        page = Template("{{ at }}").render(Context({"at": datetime(2026, 3, 1, 1, 5, tzinfo=UTC)}))
    assert page == "2026-03-01 09:05"


def test_mark_what_stays_chinese() -> None:
    page = Template("{% load design %}{{ text|quote }}")
    with translation.override("en"):
        assert page.render(Context({"text": "按1比1<配套>"})) == '<span lang="zh-hans">按1比1&lt;配套&gt;</span>'
        assert page.render(Context({"text": "街镇"})) == "Town"
    assert page.render(Context({"text": "按1比1<配套>"})) == "按1比1&lt;配套&gt;"
