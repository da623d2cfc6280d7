"""A day is planned and taken, a carer calls in sick, the plan is made anew; few are disturbed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.acting import Company
from tests.browser.district import District

PLANNED_MS_MAX = 120_000
TOMORROW = """
from datetime import timedelta
from django.utils import timezone
from yinling.care.visits.actions.scheduling import schedule
from yinling.kernel.actor import machine
day = timezone.localdate() + timedelta(days=1)
schedule(from_=day, until=day + timedelta(days=1), by=machine("排班"), at=timezone.now())
print(day.isoformat())
"""
SICK = """
from datetime import timedelta
from django.utils import timezone
from yinling.care.visits.actions.assigning import release_absent
from yinling.care.visits.models import VisitCarer
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_moment
day = timezone.localdate() + timedelta(days=1)
worker = VisitCarer.objects.filter(on=day, visit__provider=PROVIDER, visit__state="assigned").first().worker
whole = {"starts_at": day_moment(day, 0), "ends_at": day_moment(day, 1440)}
worker.absences.create(reason="sick", recorded_by="演示", at=timezone.now(), **whole)
print(len(release_absent(worker.pk, by=machine("请假"), at=timezone.now(), **whole)))
"""
PROVIDER = "select organisation_id from access_post p join access_user u on u.id = p.user_id where username = 'care'"
DISTURBED = """
select count(*) from dayplans_planline where is_disturbed and plan_id = (select max(id) from dayplans_dayplan)
"""


@pytest.fixture
def company(browser: Browser, district: District) -> Iterator[Company]:
    everybody = Company(browser, district)
    yield everybody
    everybody.leave()


def test_plan_a_day_and_plan_it_anew_after_a_sick_call(company: Company, district: District) -> None:
    day = district.command("shell", "-v0", "-c", TOMORROW).split()[-1]
    [(provider,)] = district.sql(PROVIDER)
    care = company("care").open(f"/dayplans/?on={day}").select(seconds="5 秒").press("开始计算")
    adopt = care.page.get_by_role("button", name="采用", exact=True)
    adopt.wait_for(timeout=PLANNED_MS_MAX)
    care.look().sees("各位护理员的一天")
    adopt.click()
    care.page.get_by_text("已采用").first.wait_for(timeout=PLANNED_MS_MAX)
    lost = int(district.command("shell", "-v0", "-c", SICK.replace("PROVIDER", str(provider))).split()[-1])
    assert lost
    care.open(f"/dayplans/?on={day}").sees("因护理员请假没有人去").press("重排")
    adopt.wait_for(timeout=PLANNED_MS_MAX)
    care.look()
    [(moved,)] = district.sql(DISTURBED)
    assert int(str(moved)) <= lost + 2
