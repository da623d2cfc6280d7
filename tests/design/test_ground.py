"""Outlines of places hold what lies in them and give nobody's door away."""

from dataclasses import asdict
from math import hypot
from statistics import median

import pytest
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler
from hypothesis import given
from hypothesis import strategies as st

from yinling.design.ground import DECIMALS, OUTLINED_MIN, STRAY, Patch, outlined, patches

degrees = st.integers(0, 40).map(lambda step: step / 1000)
points = st.lists(st.tuples(degrees, degrees), min_size=OUTLINED_MIN, max_size=40)
SQUARE = [(121.0, 31.0), (121.01, 31.0), (121.01, 31.01), (121.0, 31.01), (121.005, 31.005), (121.004, 31.006)]


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@given(points)
def test_hold_every_point_and_turn_one_way(known):
    middle = (0.02, 0.02)
    corners, rough = outlined(known, middle), 10**-DECIMALS
    for one, following in zip(corners, corners[1:] + corners[:1], strict=True):
        length = hypot(following[0] - one[0], following[1] - one[1])
        assert all(turn(one, following, point) >= -rough * length for point in known if is_near(point, known, middle))


def is_near(point, known, middle):
    away = [hypot(x - middle[0], y - middle[1]) for x, y in known]
    return hypot(point[0] - middle[0], point[1] - middle[1]) <= STRAY * median(away)


def test_draw_around_the_outermost_points():
    [patch] = patches({"1": SQUARE}, {"1": "一村"})
    assert set(patch.outline) == {(30.999, 120.999), (30.999, 121.011), (31.011, 121.011), (31.011, 120.999)}


def test_leave_out_what_was_put_down_wrongly():
    [patch] = patches({"1": [*SQUARE, (125.0, 35.0)]}, {"1": "一村"})
    assert all(abs(x - 31.005) < 0.01 and abs(y - 121.005) < 0.01 for x, y in patch.outline)


def test_name_few_points_without_an_outline():
    few = SQUARE[: OUTLINED_MIN - 1]
    assert patches({"1": few, "2": [], "3": SQUARE}, {"1": "一村", "2": "二村"}) == [Patch("一村", (31.005, 121.005))]


def test_draw_no_outline_of_a_line():
    assert outlined([(x / 1000, 0.0) for x in range(10)], (0.005, 0.0)) == []


def test_be_no_more_exact_than_a_street():
    [patch] = patches({"1": [(x + 0.000123, y + 0.000321) for x, y in SQUARE]}, {"1": "一村"})
    assert all(round(degree, DECIMALS) == degree for point in (patch.at, *patch.outline) for degree in point)


@pytest.mark.parametrize(("outline", "told"), [((), False), (((31.0, 121.0), (31.0, 121.01), (31.01, 121.0)), True)])
def test_explain_dashed_lines_only_where_there_are_some(outline, told):
    data = {"points": [], "ground": [asdict(Patch("某村", (31.0, 121.0), outline))]}
    page = Template(CottonCompiler().process('<c-map :data="data" title="位置" />'))
    assert ("虚线" in page.render(Context({"data": data}))) is told
