"""Layout where Chinese characters take two columns."""

from hypothesis import given
from hypothesis import strategies as st

from yinling.gateways.policy.columns import pad, paragraph, table, width, wrap

TEXTS = st.text(alphabet="青浦区养老服务abc 12，。（）“”%", max_size=80)
LOOSE = 8  # a word or a run of punctuation that cannot be broken


def test_count_wide_characters_twice():
    assert [width(text) for text in ("abc", "老人", "老a", "，", "≥5%", "e\u0301")] == [3, 4, 3, 2, 3, 1]


def test_pad_to_either_side():
    assert (pad("老", 4), pad("12", 4, right=True), pad("老人家", 4)) == ("老  ", "  12", "老人家")


def test_keep_brackets_with_their_words():
    assert wrap("一二三四（五）", 8) == ["一二三", "四（五）"] or wrap("一二三四（五）", 8) == ["一二三四", "（五）"]
    assert not any(line.endswith(("（", "“")) for line in wrap("一二三“四五”六（七八）", 8))


def test_keep_words_of_letters_whole():
    assert wrap("看 home_adaptation 项目", 12) == ["看", "home_adaptation", "项目"]


@given(TEXTS, st.integers(min_value=10, max_value=60))
def test_lose_nothing_when_wrapping(text, columns):
    assert "".join("".join(wrap(text, columns)).split()) == "".join(text.split())


@given(st.text(alphabet="青浦区养老服务", max_size=80), st.integers(min_value=10, max_value=60))
def test_stay_within_the_columns(text, columns):
    assert all(width(line) <= columns for line in wrap(text, columns))


def test_align_a_table():
    lines = table([("名称", "数"), ("综合体", "13"), ("食堂", "7")], 40, numeric=frozenset({1}))
    assert lines == ["名称    数", "──────  ──", "综合体  13", "食堂     7"]


def test_wrap_the_last_column_under_itself():
    lines = table([("号", "内容"), ("1", "一二三四五六七八九十一二三四五")], 24)
    assert lines[2:] == ["1   一二三四五六七八九十", "    一二三四五"]


def test_indent_a_paragraph():
    assert paragraph("一二三四五六", 10, "  ") == ["  一二三四", "  五六"]
