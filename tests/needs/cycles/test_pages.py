"""Pages of monthly cycles over roles: who sees what, who may take which step, and what a person can read of theirs."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.needs.cycles.story import AT, PACK, TOWN, VILLAGE, Office, enrol, make, say
from tests.people.conftest import areas, at, by, desk, make_user  # noqa: F401  fixtures
from yinling.foundation.audit.models import Read
from yinling.kernel.dates import SHANGHAI
from yinling.needs.cycles import actions
from yinling.needs.cycles.models import Allotment, Cycle, CyclePayment, CycleRow, Recovery, Relief

pytestmark = pytest.mark.django_db
DISTRICT = "310118"
ACCOUNT = {"bank_account": "6222020000000000001"}
HERE = {"residence_area": VILLAGE, "registered_area": TOWN}


@pytest.fixture
def office(pack, areas):  # noqa: F811
    return Office()


@pytest.fixture
def person(office):
    found = make("张三丰", birth="1935-03-03", **HERE, **ACCOUNT)
    enrol(found, "allowance", "2026-01-01")
    enrol(found, "milk", "2026-01-01")
    return found


@pytest.fixture
def sign_in(desk, make_user, client):  # noqa: F811
    """`sign_in("bureau_reviewer")`: a browser of a log-in of the district, or of another area."""

    def begin(role, **bounds):
        if not bounds:
            bounds = {"area": DISTRICT}
        return desk(role, **bounds)

    return begin


def become(client, actor):
    """The browser of somebody who acted before."""
    from yinling.foundation.access.models import Post, User  # noqa: PLC0415  models are ready only now

    user = User.objects.get(pk=actor.user_id)
    Post.objects.get_or_create(
        user=user, role=actor.role, area=actor.area, valid_from=date(2020, 1, 1), organisation_id=None, person_id=None
    )
    client.force_login(user)
    return client


def page(browser, name, *args, query="", status=200):
    answer = browser.get(reverse(f"cycles:{name}", args=args) + query)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def press(browser, name, *args, **given):
    return browser.post(reverse(f"cycles:{name}", args=args), given, follow=True).content.decode()


def test_draft_a_month_in_the_browser(person, sign_in) -> None:
    browser = sign_in("bureau_reviewer")
    answer = browser.post(reverse("cycles:months"), {"pack": PACK, "month": "2025-01-01"})
    assert answer.status_code == 422  # not one of the months on offer
    month = timezone.localdate().replace(day=1)
    answer = browser.post(reverse("cycles:months"), {"pack": PACK, "month": str(month)})
    cycle = Cycle.objects.get()
    assert answer.url == reverse("cycles:cycle", args=[cycle.pk])
    assert cycle.month == month
    assert (cycle.is_drafted, CycleRow.objects.filter(cycle=cycle, for_month=month).count()) == (True, 2)
    told = browser.get(reverse("cycles:progress", args=[cycle.pk])).json()
    assert (told["done"], told["value"]) == (True, 1)


def test_take_every_step_by_those_who_may(person, office, client, settings) -> None:
    settings.STAFF_CODE_REQUIRED = False
    office.fund()
    cycle = office.draft("2026-01")
    drafter = become(client, office.drafter)
    assert "要由另一位审核人复核" in page(drafter, "cycle", cycle.pk)
    assert "不能是同一个人" in press(drafter, "step", cycle.pk, "check")
    checker = become(client, office.checker)
    press(checker, "step", cycle.pk, "check", **{"check-remark": "看过了"})
    assert "要由另一位审核人批准" in page(checker, "cycle", cycle.pk)
    press(become(client, office.drafter), "step", cycle.pk, "approve")
    cashier = become(client, office.cashier)
    file = cashier.post(reverse("cycles:bank_file", args=[cycle.pk]), {"form": "csv"})
    assert "6222020000000000001" in file.content.decode()
    assert "登记付款" in press(cashier, "step", cycle.pk, "pay", **{"pay-bank_reference": ""})
    press(cashier, "step", cycle.pk, "pay", **{"pay-bank_reference": "B-1"})
    payment = CyclePayment.objects.get()
    assert "下次发放时重发" in press(cashier, "returned", cycle.pk, payment_id=payment.pk, reason="户名不符")
    assert "户名不符" in page(cashier, "payments", cycle.pk, query="?state=returned")
    press(cashier, "step", cycle.pk, "close")
    cycle.refresh_from_db()
    assert cycle.state == "closed"


def test_say_what_a_fund_lacks_and_let_finance_enter_it(person, office, client, settings) -> None:
    settings.STAFF_CODE_REQUIRED = False
    cycle = office.draft("2026-01")
    actions.check(cycle_id=cycle.pk, by=office.checker, at=AT)
    actions.approve(cycle_id=cycle.pk, by=office.drafter, at=AT)
    cashier = become(client, office.cashier)
    assert "余额不足" in press(cashier, "step", cycle.pk, "pay", **{"pay-bank_reference": "B-1"})
    given = {"amount_fen": "100000", "source_document": "拨款文", "received_on": "2026-01-02"}
    for fund in ("district_budget", "municipal_welfare_lottery"):
        assert "拨款已登记" in press(cashier, "funds", fund=fund, **given)
    assert Allotment.objects.count() == 2
    press(cashier, "step", cycle.pk, "pay", **{"pay-bank_reference": "B-1"})
    cycle.refresh_from_db()
    assert cycle.state == "paid"


def test_clear_a_draft_and_work_it_out_again(person, office, client, settings) -> None:
    settings.STAFF_CODE_REQUIRED = False
    cycle = office.draft("2026-01")
    say(person, "deceased_on", "2025-12-20", "2025-12-20")
    drafter = become(client, office.drafter)
    assert press(drafter, "step", cycle.pk, "clear").count("必填")
    press(drafter, "step", cycle.pk, "clear", **{"clear-reason": "补登了去世"})
    assert not CycleRow.objects.filter(cycle=cycle, programme="allowance").exists()
    shown = page(drafter, "problems", cycle.pk, query="?kind=deceased")
    assert "请终止享受登记" in shown
    assert reverse("registry:person", args=[person.pk]) in shown


def test_list_rows_problems_and_gifts_with_files(person, office, sign_in) -> None:
    cycle = office.draft("2026-01")
    browser = sign_in("bureau_reviewer")
    shown = page(browser, "rows", cycle.pk, query="?programme=allowance&kind=due")
    assert "350.01" in shown
    assert "实物或服务" not in shown
    assert "张三丰" not in page(browser, "deliveries", cycle.pk, "milk")
    file = browser.get(reverse("cycles:deliveries_file", args=[cycle.pk, "milk"]))
    assert file["Content-Type"].endswith("sheet")
    assert Read.objects.filter(subject=f"cycle:{cycle.pk}", reason__startswith="发放名单").exists()
    assert browser.get(reverse("cycles:rows_file", args=[cycle.pk])).content[:2] == b"PK"
    page(browser, "deliveries", cycle.pk, "allowance", status=404)


def test_page_long_lists_of_rows_by_key(office, sign_in, monkeypatch) -> None:
    for module in ("portals.desk.benefits.rows", "needs.benefits.queries.rows"):
        monkeypatch.setattr(f"yinling.{module}.PAGE_ROWS", 2)
    for serial in (1, 2, 3):
        enrol(make(serial=serial, **HERE, **ACCOUNT), "allowance", "2026-01-01")
    cycle = office.draft("2026-01")
    numbers = list(CycleRow.objects.filter(cycle=cycle).order_by("pk").values_list("pk", flat=True))
    browser = sign_in("auditor")
    assert f"after={numbers[1]}" in page(browser, "rows", cycle.pk)
    assert "没有更多了" in page(browser, "rows", cycle.pk, query=f"?after={numbers[1]}")
    assert "3 个账户" not in page(browser, "cycle", cycle.pk)
    assert "几个人用同一个收款账户" in page(browser, "cycle", cycle.pk)
    assert page(browser, "oddities", cycle.pk).count("****") >= 3


def paid_too_much(person, office):
    """January and February, and a death on 20 January that is told in February."""
    office.fund()
    office.month("2026-01")
    say(person, "deceased_on", "2026-01-20", "2026-02-01", datetime(2026, 2, 1, tzinfo=SHANGHAI))
    office.month("2026-02")
    return Recovery.objects.get()


def test_give_a_recovery_up_by_two_people(person, office, client, settings) -> None:
    settings.STAFF_CODE_REQUIRED = False
    recovery = paid_too_much(person, office)
    browser = become(client, office.checker)
    assert reverse("cycles:recovery", args=[recovery.pk]) in page(browser, "recoveries")
    asked = {"write-off-amount_fen": "124.20", "write-off-reason": "老人已去世"}
    press(browser, "recovery_step", recovery.pk, "write-off", **asked)
    relief = Relief.objects.get()
    settled = {"relief_id": relief.pk, "is_granted": "yes", "reason": "同意"}
    settled = {f"settlement-{name}": value for name, value in settled.items()}
    assert "不能由您批准" in page(browser, "recovery", recovery.pk)
    assert "不能是同一个人" in press(browser, "settlement", recovery.pk, **settled)
    press(become(client, office.drafter), "settlement", recovery.pk, **settled)
    relief.refresh_from_db()
    assert relief.state == "granted"
    assert "已了结" in page(client, "recoveries")


def test_keep_less_back_and_take_a_repayment(person, office, client, settings) -> None:
    settings.STAFF_CODE_REQUIRED = False
    recovery = paid_too_much(person, office)
    planned = {"plan-percent_max": "10", "plan-reason": "家里困难"}
    press(become(client, office.checker), "recovery_step", recovery.pk, "plan", **planned)
    recovery.refresh_from_db()
    assert recovery.percent_max == 10
    cashier = become(client, office.cashier)
    too_much = {"repayment-amount_fen": "999", "repayment-reason": "家属退还"}
    assert "不超过还没有收回的数额" in press(cashier, "recovery_step", recovery.pk, "repayment", **too_much)
    press(cashier, "recovery_step", recovery.pk, "repayment", **{**too_much, "repayment-amount_fen": "24.20"})
    assert "100.00" in page(cashier, "recovery", recovery.pk)


def test_show_a_person_every_difference_with_its_reason(person, office, sign_in) -> None:
    paid_too_much(person, office)
    browser = sign_in("town_clerk", area=TOWN)
    shown = page(browser, "person", person.pk)
    for words in ("高龄津贴", "350.01", "2026-02 查出多发 124.20 元", "2026年1月20日去世", "有多发的款项没有收回"):
        assert words in shown, words
    letter = browser.get(reverse("cycles:person_letter", args=[person.pk]))
    assert letter.content[:5] == b"%PDF-"
    assert Read.objects.filter(reason="制作待遇告知书").exists()


def test_tell_the_older_person_why_it_is_this_sum(office, make_user, client, settings) -> None:  # noqa: F811
    settings.STAFF_CODE_REQUIRED = False
    office.fund()
    found = make("李四光", serial=7, minimum_living=True, care_level=1, **HERE, **ACCOUNT)
    enrol(found, "care_subsidy", "2026-01-01")
    office.month("2026-01")
    say(found, "care_level", 3, "2026-01-01", datetime(2026, 2, 3, tzinfo=SHANGHAI))
    office.month("2026-02")
    office.draft("2026-03")
    client.force_login(make_user("older_person", person_id=found.pk))
    shown = client.get(reverse("elder:benefits")).content.decode()
    assert "740.00" in shown
    assert "2026-03" not in shown  # a draft is nobody's promise
    why = client.get(reverse("elder:benefit", args=[PACK, "care_subsidy"])).content.decode()
    for words in ("补发", "在 2026-02 一起办", "照护等级：三级", "最低生活保障家庭", "第"):
        assert words in why, words
    assert client.get(reverse("elder:benefit", args=[PACK, "nothing"])).status_code == 404
    assert client.get(reverse("elder:benefits_letter")).content[:5] == b"%PDF-"
    assert client.get(reverse("cycles:person", args=[found.pk])).status_code == 403


def test_show_another_town_nothing(person, office, desk) -> None:  # noqa: F811
    recovery = paid_too_much(person, office)
    stranger = desk("town_clerk", area="310118102")
    for name, args in [
        ("person", [person.pk]), ("person_letter", [person.pk]), ("recovery", [recovery.pk]),
        ("cycle", [recovery.cycle_id]), ("rows", [recovery.cycle_id]),
    ]:  # fmt: skip
        page(stranger, name, *args, status=404)
    assert reverse("cycles:cycle", args=[recovery.cycle_id]) not in page(stranger, "months")


@pytest.mark.parametrize(
    ("role", "verb"),
    [("auditor", "check"), ("finance_officer", "approve"), ("bureau_reviewer", "pay"), ("town_clerk", "check")],
)
def test_refuse_a_step_to_a_role_that_may_not(person, office, desk, role, verb) -> None:  # noqa: F811
    cycle = office.draft("2026-01")
    given = {"pay-bank_reference": "B-1"}
    answer = desk(role, area=TOWN if role == "town_clerk" else DISTRICT).post(
        reverse("cycles:step", args=[cycle.pk, verb]), given, follow=True
    )
    assert answer.status_code == 403 or "没有办理这一步的权限" in answer.content.decode()
    cycle.refresh_from_db()
    assert cycle.state == "draft"
