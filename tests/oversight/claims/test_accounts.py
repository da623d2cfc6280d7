"""What the month's account says of a benefit, in words that an older person understands."""

import pytest

from yinling.care.plans.domain.costs import Ceiling


@pytest.mark.parametrize(
    ("ceiling", "expected"),
    [
        (Ceiling("a", "护理险", minutes=1830), "每月 30 小时"),
        (Ceiling("a", "护理险", fen=0), "这个月不符合条件"),
        (Ceiling("a", "补贴", fen=45_600), "每月最多 456.00"),
        (Ceiling("a", "消费券"), "按规定的比例"),
        (Ceiling("a", "补贴", fen=0, open_words="标准还没有公布"), "标准还没有公布"),
    ],
)
def test_say_what_a_benefit_gives(ceiling: Ceiling, expected: str) -> None:
    assert ceiling.words.startswith(expected)
