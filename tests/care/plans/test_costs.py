"""What a month costs and who pays: pure sums, and the same asked of a person's benefits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.care.plans.conftest import AT, ON, item
from yinling.care.plans import actions, queries
from yinling.care.plans.domain.costs import Ceiling, Use, split
from yinling.care.plans.domain.frequency import days_due, frequency_words
from yinling.care.plans.queries.funding import month_of

CARE, BATH = Use("personal_care", "生活照护", 12, 720, 72_000), Use("bath_help", "助浴", 4, 360, 40_000)


def test_pay_hours_up_to_the_ceiling_and_leave_the_rest():
    insured = Ceiling(
        "ltci", "长护险", frozenset({"personal_care"}), minutes=360, pays=lambda bill, paid: bill * 9 // 10
    )
    costs = split([CARE, BATH], [insured])
    [share] = costs.shares
    assert (share.fen, share.over_minutes, costs.own_fen) == (32_400, 360, 79_600)


def test_pay_one_benefit_after_another():
    insured = Ceiling(
        "ltci", "长护险", frozenset({"personal_care"}), minutes=720, pays=lambda bill, paid: bill * 9 // 10
    )
    subsidy = Ceiling("subsidy", "补贴", fen=30_000)
    costs = split([CARE, BATH], [insured, subsidy])
    assert [share.fen for share in costs.shares] == [64_800, 30_000]
    assert costs.own_fen == 112_000 - 94_800
    assert costs.shares[1].over_fen == 47_200 - 30_000


def test_tell_a_benefit_what_others_paid_already():
    asked = []
    voucher = Ceiling("voucher", "消费券", fen=80_000, pays=lambda bill, paid: asked.append((bill, paid)) or 10_000)
    split([CARE, BATH], [Ceiling("subsidy", "补贴", fen=12_000), voucher])
    assert asked == [(112_000, 12_000)]


def test_count_nothing_where_the_rule_cannot_say():
    unsaid = Ceiling("voucher", "消费券", fen=80_000, pays=lambda bill, paid: None)
    costs = split([CARE], [unsaid])
    assert costs.own_fen == 72_000
    assert costs.shares[0].open_words


def test_name_items_without_a_price():
    costs = split([CARE, Use("x", "理发", 2, 60, None)], [])
    assert (costs.total_fen, costs.unpriced) == (72_000, ("理发",))


FEN, MINUTES = st.integers(0, 10**7), st.integers(0, 2_000)
USES = st.lists(st.builds(Use, st.sampled_from("abc"), st.just("项目"), st.integers(0, 31), MINUTES, FEN), max_size=6)
PAYING = [
    None,
    lambda bill, paid: bill * 9 // 10,
    lambda bill, paid: max(0, bill - paid),
    lambda bill, paid: None,
]
CEILINGS = st.lists(
    st.builds(
        Ceiling,
        st.just("c"),
        st.just("待遇"),
        st.frozensets(st.sampled_from("abc")),
        st.none() | MINUTES,
        st.none() | FEN,
        st.sampled_from(PAYING),
    ),
    max_size=4,
)


@given(USES, CEILINGS)
def test_add_up_whatever_is_planned(uses, ceilings):
    costs = split(uses, ceilings)
    assert costs.total_fen == sum(share.fen for share in costs.shares) + costs.own_fen
    assert costs.own_fen >= 0
    for share in costs.shares:
        assert share.fen >= 0
        assert share.ceiling.fen is None or share.fen <= share.ceiling.fen


def test_count_the_days_of_a_month():
    march = month_of(ON)
    days = list(days_due(weekdays=(0, 2), every_weeks=1, anchor=ON, from_=march.from_, until=march.until))
    assert (len(days), days[0], days[-1].day) == (9, ON, 30)
    assert frequency_words((0, 2, 4), 1) == "每周一、三、五"


@pytest.mark.django_db
def test_warn_of_a_service_above_the_grade_and_of_a_missing_price(plan, staff, prices, clerk):
    actions.put_item(item("turning", 0, carers=2, minutes=30), plan_id=plan.pk, by=staff, at=AT)
    page = queries.plan_page(plan.pk, actor=clerk, on=ON)
    words = [each.words for each in page.written.warnings]
    assert "“翻身与移动”可能不适合老人现在的能力" in words
    assert "“翻身与移动”还没有价格，没有计入费用" in words


@pytest.mark.django_db
def test_work_out_what_the_person_pays(plan, staff, prices, clerk):
    actions.put_item(item("personal_care", 0, 2, minutes=90), plan_id=plan.pk, by=staff, at=AT)
    page = queries.plan_page(plan.pk, actor=clerk, on=ON)
    [line] = page.written.items
    assert (line.times, line.month_fen) == (9, 9 * 9_000)
    assert page.written.costs.own_fen == 81_000
