"""Every page of every role, at desktop and phone width: no fault, no sideways scrolling, no barrier."""

import ast
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import Browser

from tests.browser.acting import Acting
from tests.browser.district import District, Elder
from tests.browser.walking import SEEN, sign_in, walk

PICTURES = Path("var/screenshots")
LOGINS = [
    None, "zhujiajiao", "bureau", "assessor", "finance", "firm", "care", "elder", "elder2", "agent", "auditor", "admin",
    "carer", "visitor", "callcentre", "responder",
]  # fmt: skip


@pytest.mark.parametrize("login", LOGINS)
def test_open_every_page(browser: Browser, served: str, login: str | None) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(locale="zh-CN")
    if login:
        page = context.new_page()
        sign_in(page, served, login)
        start = page.url[len(served) :]
        page.close()
    else:
        start = "/public/"
    result = walk(context, served, start, PICTURES, login or "public")
    context.close()
    SEEN.update(result.seen)
    assert not result.faults, "\n".join(result.faults)


WAITING = """
from django.utils import timezone
from yinling.care.chains.actions import start_draft as draft_chain
from yinling.foundation.access.models import Post
from yinling.foundation.access.queries import actor_for
from yinling.needs.casework.actions import start_draft
from yinling.needs.entitlements.actions import enter_parameter
from yinling.people.registry.queries import people_visible
act = lambda name: actor_for(Post.objects.select_related("user").get(user__username=name))
at, bureau, clerk = timezone.now(), act("bureau"), act("zhujiajiao")
draft_chain("urgent", by=bureau, at=at)
value = enter_parameter(name="average_enterprise_pension_yuan", value="4600", valid_from=timezone.localdate(),
                        source="演示", by=bureau, at=at)
for person in people_visible(clerk, on=timezone.localdate()).order_by("-id"):
    try:
        case = start_draft(person_id=person.pk, by=clerk, at=at)
        break
    except Exception:
        continue
print(f"{value.pk} {case.pk}")
"""


def test_open_what_only_some_moments_show(browser: Browser, district: District) -> None:
    """A value that waits for a second person, an application at the window, a figure to enter, a quote to change."""
    value, case = district.command("shell", "-v0", "-c", WAITING).split()[-2:]
    Acting(browser, district, "bureau2").open(f"/entitlements/parameter-values/{value}/refusal/")
    bureau = Acting(browser, district, "bureau")
    bureau.open("/chains/urgent/draft/")
    bureau.open("/indicators/meal_capacity_rate/observations/")
    [(cycle,)] = district.sql("select id from cycles_cycle order by id limit 1")
    bureau.open(f"/cycles/{cycle}/oddities/")
    ids = [str(row[0]) for row in district.sql("select id from forecasts_scenario order by id limit 2")]
    bureau.open(f"/forecasts/comparison/?scenario={ids[0]}&scenario={ids[-1]}")
    [(use,)] = district.sql("select id from vouchers_use where reverses_id is null order by id limit 1")
    office = Acting(browser, district, "care").open(f"/vouchers/uses/{use}/taking-back/")
    [(worker,)] = district.sql(
        "select other.id from workforce_worker other join workforce_worker own on own.provider_id = other.provider_id "
        "where own.user_id is not null and other.user_id is null and other.employed_until is null limit 1"
    )
    office.open(f"/workforce/logins/{worker}/")
    clerk = Acting(browser, district, "zhujiajiao")
    [(plan, number)] = district.sql("select plan_id, number from plans_version where state = 'replaced' limit 1")
    clerk.open(f"/plans/{plan}/versions/{number}/")
    for code in ("who", "wishes", "household", "papers", "send"):
        clerk.open(f"/cases/{case}/application/{code}/")
    [(job, person)] = district.sql("select id, person_id from adaptation_job where state = 'quoted' limit 1")
    login = district.open_login(Elder(int(str(person)), "演示老人", "", "", ""))
    Acting(browser, district, login).open(f"/elder/works/{job}/quote/changes/")


def test_look_at_every_page() -> None:
    """Runs after the stories and the walks: each page was opened by one of them, or is named here with its reason."""
    if len(SEEN) < 60:
        pytest.skip("the stories and walks ran elsewhere")
    lost = [route for route in page_routes() if route not in SEEN and route not in OTHERWISE]
    assert not lost, "\n".join(lost)


OTHERWISE = {
    "public/benefit-objections/": "leads a code to its objection: tests/needs/hearings/test_story.py",
    "public/benefit-objections/<slug:code>/": "for whoever holds a code: tests/needs/hearings/test_story.py",
    "field/assessments/list.json": "figures for the assessor's phone",
    "field/assessments/<int:assessment_id>/form.json": "a form for the assessor's phone",
    "field/assessments/worker.js": "a script",
    "field/visits/day.json": "figures for the carer's phone",
    "field/visits/manifest.json": "a file for the carer's phone",
    "field/visits/worker.js": "a script",
    "field/wellbeing/phone/round.json": "figures for the visitor's phone",
    "field/wellbeing/phone/worker.js": "a script",
    "assessments/<int:assessment_id>/report.pdf": "a file: tests/needs/assessment/test_pages_report.py",
    "assessments/<int:assessment_id>/fhir.json": "a file: tests/needs/assessment/test_pages_report.py",
    "assessments/scales/<str:name>/fhir.json": "a file: tests/needs/assessment/test_pages_report.py",
    "pushes/<slug:form>/": "for machines: tests/care/reception/test_pushes.py",
    "": "leads each role to its portal",
    "alarms/rows/": "a part of the desk's page: test_journey_alarm.py",
    "alarms/mine/live/": "a part of a responder's page: test_journey_alarm.py",
    "elder/<int:person_id>/safety/now/": "a part of a page: tests/portals/elder/test_safety.py",
    "alarms/stream/": "a stream: test_journey_alarm.py",
    "alarms/<int:alarm_id>/live/": "a part of an alarm's page: test_journey_alarm.py",
    "access/post/": "for log-ins with several posts; tests/foundation/access/test_posts.py",
    "access/session/": "the idle dialog's ping: an empty answer",
    "design/gallery/": "test_gallery.py",
    "registry/imports/<int:batch_id>/progress/": "figures for the progress bar",
    "claims/<int:claim_id>/progress/": "figures for the progress bar",
    "cycles/<int:cycle_id>/progress/": "figures for the progress bar",
    "cycles/<int:cycle_id>/deliveries/<slug:programme>/": "gifts in kind: tests/needs/cycles/test_pages.py",
    "cycles/<int:cycle_id>/deliveries/<slug:programme>.xlsx": "a file",
    "dayplans/<int:dayplan_id>/": "made by the office: test_journey_day_plan.py",
    "dayplans/<int:dayplan_id>/progress/": "figures for the progress bar",
    "dayplans/<int:dayplan_id>/visits/<int:visit_id>/": "a line of a plan: tests/care/dispatch/test_chances.py",
    "dayplans/calendars/<str:token>.ics": "a file: tests/care/dispatch/test_pages.py",
    "outreach/searches/progress/": "figures for the progress bar",
    "wellbeing/runs/progress/": "figures for the progress bar",
    "forecasts/snapshots/progress/": "figures for the progress bar",
    "registry/imports/<int:batch_id>/faults.<slug:ending>": "a file",
    "workforce/files/template.xlsx": "a file",
    "claims/of-visit/<int:visit_id>/": "leads from a visit to its line: tests/oversight/claims/test_pages.py",
}


def page_routes() -> list[str]:
    """Routes of our own views that answer GET."""
    found: list[str] = []

    def gather(resolver: URLResolver, prefix: str) -> None:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                gather(one, route)
            elif hasattr(one.callback, "audience") and not is_for_posting(one.callback):
                found.append(route)

    gather(get_resolver(), "")
    return found


def is_for_posting(view: Callable[..., object]) -> bool:
    """Whether the view is decorated to answer POST alone."""
    tree = ast.parse(Path(sys.modules[view.__module__].__file__ or "").read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == view.__name__]
    return any(ast.unparse(decorator) == "require_POST" for node in functions for decorator in node.decorator_list)
