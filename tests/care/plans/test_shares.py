"""Shares of visits: sums hold whatever the month, nothing is given above a ceiling, nor twice."""

from hypothesis import given
from hypothesis import strategies as st

from yinling.care.plans.domain.costs import Ceiling, Use, split
from yinling.care.plans.domain.shares import Month

FEN = st.integers(0, 50_000)
MINUTES = st.integers(1, 180)
USES = st.lists(st.builds(lambda code, m, fen: Use(code, code, 1, m, fen), st.sampled_from("ab"), MINUTES, FEN))
CEILINGS = st.lists(
    st.builds(
        lambda items, minutes, fen, percent: (frozenset(items), minutes, fen, percent),
        st.sets(st.sampled_from("ab")), st.none() | st.integers(0, 600), st.none() | FEN,
        st.none() | st.integers(0, 100),
    ),
    max_size=3,
)  # fmt: skip


def ceilings(rows) -> list[Ceiling]:
    """Those that pay a percentage do so of the whole bill, as a rule would."""
    return [
        Ceiling(
            str(number), "", items, minutes, fen,
            None if percent is None else lambda bill, _paid, p=percent: bill * p // 100,
        )
        for number, (items, minutes, fen, percent) in enumerate(rows)
    ]  # fmt: skip


@given(USES, CEILINGS)
def test_gives_no_more_than_the_visit_costs_nor_than_the_ceiling(uses, rows) -> None:
    limits = ceilings(rows)
    month = Month(limits)
    given_fen, given_minutes = dict.fromkeys("012", 0), dict.fromkeys("012", 0)
    for use in uses:
        parts = month.split(use)
        assert all(part.fen >= 0 for part in parts)
        assert sum(part.fen for part in parts) <= (use.fen or 0)
        for part in parts:
            given_fen[part.code] += part.fen
            given_minutes[part.code] += part.minutes
    for limit in limits:
        assert limit.fen is None or given_fen[limit.code] <= limit.fen
        assert limit.minutes is None or given_minutes[limit.code] <= limit.minutes


@given(USES, CEILINGS, st.integers(0, 5))
def test_goes_on_where_another_claim_ended(uses, rows, cut) -> None:
    whole, first, second = Month(ceilings(rows)), Month(ceilings(rows)), Month(ceilings(rows))
    expected = [whole.split(use) for use in uses]
    for use in uses[:cut]:
        second.add_earlier(first.split(use))
    assert [second.split(use) for use in uses[cut:]] == expected[cut:]


@given(USES, st.none() | FEN)
def test_gives_over_a_month_what_a_plan_shows(uses, fen) -> None:
    month, limit = Month([Ceiling("0", "", fen=fen)]), Ceiling("0", "", fen=fen)
    total = sum(part.fen for use in uses for part in month.split(use))
    assert total == split(uses, [limit]).shares[0].fen


def test_gives_hours_in_order_of_date() -> None:
    month = Month([Ceiling("hours", "护理时数", minutes=90)])
    parts = [month.split(Use("a", "a", 1, 60, 6_000))[0] for _visit in range(3)]
    assert [(part.fen, part.minutes, part.is_cut) for part in parts] == [
        (6_000, 60, False), (3_000, 30, True), (0, 0, True),
    ]  # fmt: skip
