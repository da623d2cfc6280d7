"""Firms and sites: codes, statuses through time, scope, pages."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.people.conftest import actor
from yinling.kernel.dates import day_of
from yinling.people.providers import actions, queries
from yinling.people.providers.domain.uscc import (
    ALPHABET,
    check_character,
    normalise_uscc,
    organisation_check,
    uscc_fault,
    uscc_remark,
)
from yinling.people.providers.models import Provider, Site, SiteSpell

CODE = "91110000600037341L"


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 30))
def test_accept_what_follows_the_weights_and_refuse_one_wrong_sign(first17: str, place: int, shift: int) -> None:
    assert uscc_fault(first17 + check_character(first17)) == ""
    wrong = ALPHABET[(ALPHABET.index(first17[place]) + shift) % 31]
    assert uscc_fault(first17[:place] + wrong + first17[place + 1 :] + check_character(first17))


@pytest.mark.parametrize("code", [CODE, "52310118MJ0000000Q", "93310118MA00000X0Y", "N2310118MF00000009"[:17]])
def test_judge_known_codes(code: str) -> None:
    assert uscc_fault(code if len(code) == 18 else code + check_character(code)) == ""


def test_remark_the_inner_check_only() -> None:
    assert organisation_check("60003734") == "1"
    assert uscc_remark(CODE) == ""
    assert uscc_remark("52310118MJ0000000Q")
    assert normalise_uscc(" ９１１10000600037341l ") == CODE


@pytest.mark.parametrize("code", ["", CODE[:-1], "9111000060003734IL", "91110000600037341M"])
def test_refuse_what_is_no_code(code: str) -> None:
    assert uscc_fault(code)


@pytest.fixture
def firm(areas, by, at) -> Provider:
    details = actions.ProviderDetails("安居改造有限公司", CODE, "adaptation_firm", "310118")
    return actions.register_provider(details, by=by, at=at)


@pytest.fixture
def site(firm, by, at) -> Site:
    kind = next(iter(queries.facility_kinds()))
    details = actions.SiteDetails("夏阳中心", kind, "310118001", "name_plate_only", date(2021, 1, 1), firm.pk)
    return actions.register_site(details, by=by, at=at)


def test_register_a_firm_once(firm, by, at) -> None:
    with pytest.raises(actions.AlreadyRegistered):
        actions.register_provider(actions.ProviderDetails("又一家", CODE, "other", "310118"), by=by, at=at)
    with pytest.raises(actions.DetailsRefused):
        actions.register_provider(actions.ProviderDetails("又一家", CODE[:-1] + "M", "other", "310118"), by=by, at=at)


def test_serve_every_place_within_its_area_until_suspended(firm, by, at) -> None:
    assert [line.id for line in queries.firms_serving("310118001001")] == [firm.pk]
    assert queries.firms_serving("310113001") == []
    details = actions.ProviderDetails(firm.name, CODE, firm.kind, firm.area)
    actions.change_provider(provider_id=firm.pk, details=details, status="suspended", reason="投诉", by=by, at=at)
    assert queries.firms_serving("310118001001") == []


def test_know_on_which_days_a_firm_was_suspended(firm, by, at) -> None:
    details, start = actions.ProviderDetails(firm.name, CODE, firm.kind, firm.area), day_of(at)
    steps = [(0, "active"), (3, "suspended"), (5, "suspended"), (9, "active"), (20, "suspended"), (20, "active")]
    for days, status in [*steps, (30, "ended")]:
        moment = at + timedelta(days=days)
        actions.change_provider(provider_id=firm.pk, details=details, status=status, reason="投诉", by=by, at=moment)
    found = [((rest.from_ - start).days, (rest.until - start).days) for rest in queries.rests_of_provider(firm.pk)]
    assert found == [(3, 9), (30, (date.max - start).days)]


def test_seal_the_account_and_open_it_for_payment(firm, by, at) -> None:
    actions.set_bank_account(
        provider_id=firm.pk, bank_name="甲银行", account_name="", account_number="6222 0000 1111 2222", by=by, at=at
    )
    payee = queries.payee_of(firm.pk)
    assert (payee.name, payee.account_number, payee.account_masked) == (
        firm.name,
        "6222000011112222",
        "*" * 12 + "2222",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM providers_provider")
        assert "6222000011112222" not in repr(cursor.fetchall())


def test_count_sites_by_their_status_on_a_day(site, by, at) -> None:
    actions.change_site_status(site_id=site.pk, status="operating", since=date(2021, 6, 1), reason="开业", by=by, at=at)

    def counted(day: date, *statuses: str, level: str = "town") -> dict[str, int]:
        return queries.sites_counted(site.kind, area_level=level, on=day, statuses=statuses)

    assert counted(date(2020, 12, 31), "operating", "name_plate_only") == {}
    assert counted(date(2021, 5, 31), "operating") == {}
    assert counted(date(2021, 5, 31), "name_plate_only") == {"310118001": 1}
    assert counted(date(2021, 6, 1), "operating", level="county") == {"310118": 1}
    behind = queries.sites_behind(
        site.kind, area="310118", on=date(2021, 6, 1), statuses=["operating"], actor=actor("town_clerk", "310118002")
    )
    assert behind == []


def test_keep_every_status(site, by, at) -> None:
    change = {"site_id": site.pk, "status": "closed", "since": date(2022, 1, 1), "reason": "停业", "by": by, "at": at}
    actions.change_site_status(**change)
    actions.change_site_status(**change)
    assert [spell.status for spell in SiteSpell.objects.all()] == ["name_plate_only", "closed"]
    with pytest.raises(actions.DetailsRefused):
        actions.change_site_status(**(change | {"status": "operating", "since": date(2020, 1, 1)}))


@pytest.mark.parametrize(
    ("role", "bounds", "sees"),
    [
        ("town_clerk", {"area": "310118001"}, True), ("bureau_reviewer", {"area": "310118"}, True),
        ("bureau_reviewer", {"area": "310113"}, False), ("finance_officer", {"area": "310118"}, False),
        ("adaptation_firm", {"organisation_id": 10**6}, False), ("older_person", {"person_id": 1}, False),
    ],
)  # fmt: skip
def test_show_firms_by_area_and_organisation(firm, role: str, bounds: dict, sees: bool) -> None:
    assert queries.providers_visible(actor(role, **bounds)).exists() is sees


def test_let_only_the_bureau_manage(firm, at) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.set_bank_account(
            provider_id=firm.pk, bank_name="x", account_name="", account_number="6222000011112222",
            by=actor("town_clerk", "310118001"), at=at,
        )  # fmt: skip


def test_manage_in_the_browser(desk, site) -> None:
    browser = desk("bureau_reviewer", area="310118")
    for name, args in [("providers", []), ("provider", [site.provider_id]), ("sites", []), ("site", [site.pk])]:
        assert browser.get(reverse(f"providers:{name}", args=args)).status_code == 200
    given = {"name": "新公司", "uscc": "52310118MJ0000000Q", "kind": "other", "area": "310118"}
    assert browser.post(reverse("providers:new"), given).status_code == 302
    assert browser.post(reverse("providers:new"), given).status_code == 400
    change = {"status": "operating", "since": "2021-06-01", "reason": "开业"}
    browser.post(reverse("providers:site_status", args=[site.pk]), change)
    site.refresh_from_db()
    assert site.status == "operating"
    new = {
        "name": "东盛食堂",
        "kind": site.kind,
        "area": "夏阳街道 东盛社区居委会",
        "status": "planned",
        "since": "2021-01-01",
    }
    browser.post(reverse("providers:site_new"), new)
    assert Site.objects.get(name="东盛食堂").area == "310118001001"
    account = {"bank_name": "甲银行", "account_name": "甲", "account_number": "6222000011112222"}
    browser.post(reverse("providers:account", args=[site.provider_id]), account)
    assert "2222" in browser.get(reverse("providers:provider", args=[site.provider_id])).content.decode()


def test_only_show_to_clerks(desk, site) -> None:
    browser = desk("town_clerk", area="310118001")
    assert browser.get(reverse("providers:provider", args=[site.provider_id])).status_code == 200
    assert browser.get(reverse("providers:new")).status_code == 403
