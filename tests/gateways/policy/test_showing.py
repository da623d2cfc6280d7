"""A pack printed for a person holds what it says, and stays within the terminal."""

import pytest

from yinling.gateways.policy.columns import width
from yinling.gateways.policy.reading import UnknownPack
from yinling.gateways.policy.showing import show

QINGPU, SUQIAN = "qingpu-2021", "suqian-2020"


@pytest.mark.parametrize(
    "words",
    [
        "文号    无（所据文本没有文号）", "自 2021-05-01 起", "已印发", "青浦区（310118）", "QP-3c", "年满60周岁",
        "补贴80%", "8大类24个项目", "约300平方米（建议、一般、左右；允许相差多少未写明）", "≥6500客/日", "3（1家挂牌）",
        "待公布",        "未核实：平台默认值，由区民政局确认", "8家待定（以配餐点为主）", "X-01", "（默认）",
    ],
)  # fmt: skip
def test_print_what_the_pack_says(words):
    assert words in show(QINGPU)


def test_print_blanks_as_blanks():
    text = show(SUQIAN)
    row = next(line for line in text.splitlines() if line.startswith("SQ-A4 "))
    assert row.split()[2:5] == ["≥50%", "≥100%", "（空白）"]
    assert "共48格：41格有目标，7格空白" in text


@pytest.mark.parametrize("columns", [80, 100, 140])
@pytest.mark.parametrize("pack", [QINGPU, SUQIAN])
def test_stay_within_the_terminal(pack, columns):
    wide = [line for line in show(pack, columns).splitlines() if width(line) > columns]
    assert not wide


def test_end_no_line_with_blanks():
    assert not [line for line in show(QINGPU).splitlines() if line != line.rstrip()]


def test_refuse_an_unknown_pack():
    with pytest.raises(UnknownPack):
        show("atlantis-1")
