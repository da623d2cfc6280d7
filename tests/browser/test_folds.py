"""Long pages of the desk on a phone: what is needed first stands first, the rest is folded, and paper has all of it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.acting import Acting
from tests.browser.district import District

FOLDED_PX_MAX = 2_300
LONG = [
    "/registry/people/1/", "/cases/1/", "/entitlements/parameters/", "/claims/1/", "/notices/", "/enrolments/",
    "/workforce/", "/catalogue/",
]  # fmt: skip


@pytest.mark.parametrize("path", LONG)
def test_show_what_is_needed_first_on_a_phone(browser: Browser, district: District, path: str) -> None:
    narrow = Acting(browser, district, "bureau", on_phone=True).open(path)
    assert narrow.page.evaluate("document.scrollingElement.scrollHeight") <= FOLDED_PX_MAX
    narrow.close()
    wide = Acting(browser, district, "bureau").open(path)
    expect(wide.page.locator("details[data-fold]:not([open])")).to_have_count(0)
    wide.close()


def test_open_by_key_what_is_folded_and_put_all_of_it_on_paper(browser: Browser, district: District) -> None:
    narrow = Acting(browser, district, "bureau", on_phone=True).open("/registry/people/1/")
    page, shut = narrow.page, narrow.page.locator("details[data-fold]:not([open])")
    many = shut.count()
    page.locator("#fold-facts > summary").press("Enter")
    expect(page.locator("#fold-facts table")).to_be_visible()
    expect(shut).to_have_count(many - 1)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(shut).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(shut).to_have_count(many - 1)
    narrow.close()


def test_leave_nothing_shut_on_a_desk_without_scripts(browser: Browser, district: District) -> None:
    plain = Acting(browser, district, "bureau", scripts=False).open("/registry/people/1/")
    plain.sees("来源与报送日期")
    plain.close()
