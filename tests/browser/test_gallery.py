"""Every component in every theme: no axe violation, no sideways scrolling, targets large enough, no forbidden style."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from django.urls import include, path
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from yinling.design.web import gallery
from yinling.kernel.actor import Actor

CLERK = Actor(user_id=1, name="陈明", role="town_clerk", area="310118107000")
NARROW = {"width": 320, "height": 700}
TARGETS = (
    ".y-button, .bar-link, .language button, .phone, .elder-switch, .y-field select, "
    ".y-field input:not([type=radio], [type=checkbox], [type=hidden])"
)


def as_clerk(view):
    def opened(request):
        request.actor = CLERK
        return view(request)

    return opened


def session(request):
    return HttpResponse(status=204)


urlpatterns = [
    path("gallery/", as_clerk(gallery)),
    path(
        "session/", include(([path("", as_clerk(lambda request: HttpResponse(status=204)), name="session")], "access"))
    ),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]


@pytest.fixture
def opened(page: Page, live_server, settings):
    """Opens the gallery in a theme at a size and returns the page and what its console said."""
    settings.ROOT_URLCONF = __name__
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def open_gallery(theme: str, size: dict[str, int]) -> tuple[Page, list[str]]:
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/gallery/?theme={theme}")
        page.wait_for_selector(".y-chart-canvas canvas")
        return page, said

    return open_gallery


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["desk", "public", "elder"])
def test_pass_axe_without_violation(opened, theme, size):
    page, said = opened(theme, size)
    assert said == []
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["desk", "public", "elder"])
def test_never_scroll_sideways_at_320_pixels(opened, theme):
    page, _ = opened(theme, NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("theme", "pixels"), [("desk", 44), ("public", 44), ("elder", 60)])
def test_keep_targets_large_enough(opened, theme, pixels):
    page, _ = opened(theme, PHONE)
    heights = page.eval_on_selector_all(
        TARGETS, "all => all.map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect().height])"
    )
    assert heights
    assert [(html, height) for html, height in heights if 0 < height < pixels] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("theme", "pixels"), [("desk", 16), ("public", 18), ("elder", 24)])
def test_keep_running_text_large_enough(opened, theme, pixels):
    page, _ = opened(theme, PHONE)
    assert float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px")) >= pixels


@pytest.mark.django_db(transaction=True)
def test_warn_before_the_session_ends(opened, settings):
    settings.IDLE_MINUTES_MAX = 2
    page, _ = opened("desk", DESKTOP)
    dialog = page.locator("[data-idle]")
    page.wait_for_selector("[data-idle]", state="attached")
    seconds = int(dialog.get_attribute("data-idle-seconds"))
    page.evaluate(f"Date.now = (now => () => now() + {(seconds - 30) * 1000})(Date.now)")
    dialog.wait_for(state="visible", timeout=5000)
    dialog.get_by_role("button", name="继续").click()
    dialog.wait_for(state="hidden", timeout=5000)
