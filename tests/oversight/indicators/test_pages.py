"""Pages of indicators: open to staff, bounded by area."""

import io

import pytest
from django.apps import apps
from python_calamine import load_workbook


@pytest.fixture
def sign_in(client):
    def run(actor):
        client.force_login(apps.get_model("access.User").objects.get(pk=actor.user_id))
        return client

    return run


@pytest.mark.parametrize(
    "path",
    [
        "",
        "?period=2022",
        "?period=2022-05",
        "complexes_total/?period=2022",
        "meal_capacity_rate/",
        "complexes_total/records/?area=310118102&period=2022&basis=serving",
        "meal_capacity_rate/records/?area=310118",
        "meal_capacity_rate/observations/",
    ],
)
def test_open_to_the_bureau(sign_in, reviewer, complexes, path):
    assert sign_in(reviewer).get(f"/indicators/{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "?period=1999",
        "?period=x",
        "nothing/",
        "complexes_total/records/",
        "complexes_total/records/?area=310118102&basis=x",
        "complexes_total/records/?area=310113",
    ],
)
def test_find_nothing_that_is_not_there(sign_in, reviewer, path):
    assert sign_in(reviewer).get(f"/indicators/{path}").status_code == 404


def test_bound_a_clerk_by_the_town(sign_in, clerk, complexes):
    client = sign_in(clerk)
    assert client.get("/indicators/complexes_total/records/?area=310118&period=2022").status_code == 404
    assert client.get("/indicators/meal_capacity_rate/observations/").status_code == 403
    assert "盈浦" not in client.get("/indicators/complexes_total/?period=2022").content.decode()


def test_show_the_verdict_in_words(sign_in, reviewer, complexes):
    text = sign_in(reviewer).get("/indicators/complexes_in_year/?period=2022").content.decode()
    assert "达标" in text
    assert "没有目标" in text


def test_enter_an_observation(sign_in, reviewer):
    client, path = sign_in(reviewer), "/indicators/meal_capacity_rate/observations/"
    given = {"area": "310118", "period": "2022", "numerator": "6500", "denominator": "130000", "source": "月报"}
    assert "分子大于分母" in client.post(path, {**given, "numerator": "200000"}).content.decode()
    assert client.post(path, given).status_code == 302
    assert "5.00%" in client.get("/indicators/meal_capacity_rate/?period=2022").content.decode()


def test_take_along_a_workbook(sign_in, reviewer, complexes):
    response = sign_in(reviewer).get("/indicators/workbook/?period=2022")
    rows = load_workbook(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "指标"
    assert ["社区养老服务综合体总数", "310118102"] in [row[:2] for row in rows]
