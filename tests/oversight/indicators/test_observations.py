"""Rows of observations as people send them."""

from datetime import date
from fractions import Fraction

import pytest

from yinling.oversight.indicators.domain.observations import Gazetteer, read
from yinling.oversight.indicators.domain.targets import Measure
from yinling.oversight.indicators.domain.verdicts import Figure

NAMES = {
    "3213": "宿迁市",
    "321302": "宿城区",
    "321311": "宿豫区",
    "310118": "青浦区",
    "321302001": "幸福街道",
    "321311001": "幸福街道",
}
MEASURES = {
    "SQ-A1": Measure("SQ-A1", "rate"),
    "SQ-A2": Measure("SQ-A2", "count"),
    "SQ-A7": Measure("SQ-A7", "milestone"),
}


def observe(*rows):
    return read(
        enumerate(rows, 2),
        measures=MEASURES,
        named={"床位占比": "SQ-A1"},
        gazetteer=Gazetteer(NAMES, "3213"),
        until=date(2021, 1, 1),
    )


def row(indicator="SQ-A1", area="321302", **cells):
    return {"indicator": indicator, "area": area, **cells}


def reasons(*rows):
    return [(reject.row, reject.field) for reject in observe(*rows).rejects]


@pytest.mark.parametrize("area", ["3213", "321300", "321300000000", "宿迁市", " 3213 ", "3213.0"])
def test_find_an_area_however_written(area):
    found = observe(row(area=area, numerator="1,000", denominator="2000"))
    assert found.figures == {"SQ-A1": {"3213": Figure(Fraction(1000), Fraction(2000))}}


def test_find_an_indicator_by_number_or_name():
    found = observe(row(indicator="sq-a1", numerator="1", denominator="2"), row("床位占比", "3213"))
    assert set(found.figures["SQ-A1"]) == {"321302", "3213"}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"indicator": "SQ-A99"}, "indicator"),
        ({"indicator": ""}, "indicator"),
        ({"area": "310118"}, "area"),
        ({"area": "321399"}, "area"),
        ({"area": "幸福街道"}, "area"),
        ({"area": "某某区"}, "area"),
        ({"area": ""}, "area"),
        ({"numerator": "-1", "denominator": "3"}, "numerator"),
        ({"numerator": "4", "denominator": "3"}, "numerator"),
        ({"numerator": "3", "denominator": "三"}, "denominator"),
        ({"numerator": "nan", "denominator": "3"}, "numerator"),
        ({"value": "80%"}, "value"),
        ({"indicator": "SQ-A2", "value": "1.5"}, "value"),
        ({"indicator": "SQ-A2", "value": "-1"}, "value"),
        ({"indicator": "SQ-A7", "value": "快了"}, "value"),
        ({"indicator": "SQ-A7", "value": "2020-02-30"}, "value"),
    ],
)
def test_reject_a_faulty_row(cells, field):
    assert reasons(row(**cells)) == [(2, field)]


def test_reject_all_rows_on_one_area():
    first, second = row(numerator="1", denominator="2"), row(area="宿城区", numerator="2", denominator="2")
    assert reasons(first, second) == [(2, "area"), (3, "area")]
    assert observe(first, second).figures == {}


@pytest.mark.parametrize(
    ("text", "done"),
    [("是", 1), ("完成", 1), ("TRUE", 1), ("1", 1), ("否", 0), ("false", 0), ("2020-12-31", 1), ("2021年1月1日", 0)],
)
def test_read_a_milestone(text, done):
    assert observe(row("SQ-A7", value=text)).figures["SQ-A7"]["321302"] == Figure(Fraction(done))


def test_keep_an_empty_row_as_unknown():
    assert observe(row(), row("SQ-A2"), row("SQ-A7")).figures == {name: {"321302": Figure()} for name in MEASURES}
