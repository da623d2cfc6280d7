"""The pages of calculations: choose, assume, change, save, compute again, compare, take along."""

from tests.needs.forecasts.test_scenarios import ALLOWANCE, LOW, MILK, SUBSIDY
from yinling.needs.forecasts import actions
from yinling.needs.forecasts.models import Scenario, Snapshot
from yinling.needs.forecasts.web.forms import CHANGED, field_name

FORM = f"/forecasts/calculation/?programme={ALLOWANCE}&programme={MILK}"


def test_take_data_by_pressing_the_button(desk, born):
    born(1950)
    client = desk("bureau_reviewer", area="310118")
    assert client.get("/forecasts/calculation/", follow=True).status_code == 200
    assert client.post("/forecasts/snapshots/").status_code == 302
    assert Snapshot.objects.get().people_done == 1
    assert client.get("/forecasts/snapshots/progress/").json()["done"]


def test_offer_what_can_be_tried_with_drafts_marked(desk, born, snapshot):
    born(1950)
    snapshot()
    page = desk("finance_officer", area="310118").get("/forecasts/choice/").content.decode()
    assert page.count('name="programme"') >= 4
    assert "征求意见稿" in page


def test_calculate_save_compute_again_and_compare(desk, born, snapshot):
    born(*[1950] * 6, *[1935] * 6)
    snapshot()
    client = desk("bureau_reviewer", area="310118")
    page = client.get(FORM).content.decode()
    assert "津贴低档" in page
    change = field_name(CHANGED, LOW)
    computed = client.post(FORM, {change: "150", "years": "5", "do": "compute"})
    text = computed.content.decode()
    assert computed.status_code == 200, text
    assert "36,000.00" not in page
    assert "25,200.00" in text, "6 × 12 × 100 + 6 × 12 × 200 = 21,600 yuan now, and 3,600 more"
    assert not Scenario.objects.exists()
    for name, value in [("提高", "150"), ("再提高", "300")]:
        saved = client.post(FORM, {change: value, "years": "6", "do": "save", "name": name})
        assert saved.status_code == 302
    first, second = Scenario.objects.order_by("pk")
    shown = client.get(f"/forecasts/{first.pk}/").content.decode()
    assert "提高" in shown
    assert "150.00 元/月" in shown
    again = client.post(f"/forecasts/{first.pk}/replay/", follow=True).content.decode()
    assert "完全一致" in again
    compared = client.get(f"/forecasts/comparison/?scenario={first.pk}&scenario={second.pk}")
    assert compared.status_code == 200
    assert "再提高" in compared.content.decode()
    assert client.get(f"/forecasts/{first.pk}/workbook/").content[:2] == b"PK"
    edited = client.get(f"{FORM}&scenario={first.pk}").content.decode()
    assert 'value="150.00"' in edited


def test_refuse_what_is_no_money(desk, born, snapshot):
    born(1950)
    snapshot()
    answer = desk("bureau_reviewer", area="310118").post(FORM, {field_name(CHANGED, LOW): "很多", "years": "5"})
    assert answer.status_code == 400
    assert "应是以元计的金额" in answer.content.decode()


def test_ask_for_an_assumption_where_nothing_is_published(desk, born, snapshot):
    born(*[1960] * 6, care_level=3)
    snapshot()
    client = desk("bureau_reviewer", area="310118")
    form = f"/forecasts/calculation/?programme={SUBSIDY}"
    assert "未公布" in client.get(form).content.decode()
    assert "算不出全部费用" in client.post(form, {"years": "5", "do": "compute"}).content.decode()


def test_show_scenarios_within_the_area_only(desk, born, snapshot, bureau, at):

    born(1950)
    snapshot()
    scenario = actions.save(actions.Asked((ALLOWANCE,)), name="全区", by=bureau, at=at)
    assert desk("bureau_reviewer", area="310118002").get(f"/forecasts/{scenario.pk}/").status_code == 404
    assert desk("town_clerk", area="310118001").get("/forecasts/").status_code == 403


def test_answer_404_for_an_unknown_programme(desk, born, snapshot):
    born(1950)
    snapshot()
    client = desk("bureau_reviewer", area="310118")
    for key in ("nowhere:x", "probe-2026:x", "..:x", "probe-2026"):
        assert client.get("/forecasts/calculation/", {"programme": key}).status_code == 404
