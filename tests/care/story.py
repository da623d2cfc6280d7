"""One case and its works, told by the same verbs as the pages call; every person is invented."""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from yinling.care.adaptation import actions as adaptation
from yinling.care.adaptation.domain.papers import ContractTerms, Found, SurveyPaper, Verdict
from yinling.care.adaptation.domain.photos import Photo
from yinling.care.adaptation.domain.quote import Line
from yinling.care.adaptation.models import Job
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import Post, User
from yinling.kernel.actor import Actor, machine
from yinling.needs.casework.actions import accept
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.models import Case
from yinling.people.providers.models import Provider
from yinling.people.registry.actions import PersonDetails, register_person
from yinling.people.registry.models import Household, HouseholdMembership
from yinling.project.demo.people import identity_number

DISTRICT, TOWN, OTHER_TOWN = "310118", "310118001", "310118102"
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ON = date(2026, 3, 2)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
PHOTO = Photo("照片.png", PNG)
LINES = (Line("basic", "卫生间扶手", 2, 150_000, "个"), Line("special", "感应夜灯", 4, 50_000, "盏"))
_numbers = itertools.count(1)


def user(name: str) -> User:
    """A log-in."""
    return User.objects.get_or_create(username=name, defaults={"name": f"测{name}"})[0]


def actor(role: str, name: str = "", *, area: str = "-", **bounds: int | None) -> Actor:
    """Somebody in a role, with the post that a session would choose."""
    who = user(name or role)
    post_area = "" if area == "-" else area
    Post.objects.get_or_create(user=who, role=role, area=post_area, valid_from=date(2020, 1, 1), **bounds)
    return Actor(who.pk, str(who), role, area=area, permissions=ROLES[role].permissions, **bounds)


def clerk(town: str = TOWN) -> Actor:
    """A town's clerk."""
    return actor("town_clerk", f"clerk{town}", area=town)


def officer(name: str = "officer") -> Actor:
    """A finance officer of the district."""
    return actor("finance_officer", name, area=DISTRICT)


def firm(name: str = "安居改造", *, account: str = "6222000011112222") -> Provider:
    """An adaptation firm that serves the district."""
    return Provider.objects.get_or_create(
        name=name,
        defaults={
            "uscc": f"TEST{next(_numbers):014d}", "kind": "adaptation_firm", "area": DISTRICT, "registered_at": AT,
            "bank_name": "演示银行", "account_name": name, "account_number": account,
            "account_masked": f"****{account[-4:]}" if account else "",
        },
    )[0]  # fmt: skip


def firm_actor(provider: Provider) -> Actor:
    """Somebody who works at the firm."""
    return actor("adaptation_firm", f"firm{provider.pk}", organisation_id=provider.pk)


def person(town: str = TOWN, household: Household | None = None, **facts: object) -> int:
    """An older person, of a minimum-living household unless told otherwise."""
    sequence = next(_numbers)
    days, place = divmod(sequence, 500)  # a day has no more numbers than that
    number = identity_number(date(1941, 5, 20) - timedelta(days=days), place, is_woman=True)
    values = {
        "residence_area": f"{town}001",
        "registered_area": f"{town}001",
        "minimum_living": True,
        "phone": "19900000000",
        **facts,
    }
    details = PersonDetails(f"甲某{sequence}", number, values, reported_on=date(2026, 1, 1))
    by = replace(clerk(town), area=DISTRICT)
    made = register_person(details, by=by, at=AT)
    if household:
        HouseholdMembership.objects.create(person=made, household=household, valid_from=date(2020, 1, 1))
    return made.pk


def elder(person_id: int) -> Actor:
    """The older person's own log-in."""
    return actor("older_person", f"elder{person_id}", person_id=person_id)


def submitted_case(town: str = TOWN, person_id: int | None = None, household: Household | None = None) -> Case:
    """A case that waits for acceptance."""
    who = person_id or person(town)
    sequence = next(_numbers)
    return Case.objects.create(
        number=f"QP-2026-{sequence:06d}", programme="home_adaptation_subsidy", person_id=who, household=household,
        person_name_masked="甲*", area=f"{town}001", applicant_kind="clerk", applicant_id=clerk(town).user_id,
        state=State.SUBMITTED, state_since=AT, clock_from=ON, started_at=AT, submitted_at=AT, applied_on=ON,
    )  # fmt: skip


@dataclass
class Works:
    """A case's job on its way."""

    case: Case
    provider: Provider

    @property
    def job(self) -> Job:
        """The job as stored now."""
        return Job.objects.get(case=self.case)

    @property
    def firm(self) -> Actor:
        """Who works on it."""
        return firm_actor(self.provider)

    @property
    def elder(self) -> Actor:
        """Whose home it is."""
        return elder(self.case.person_id)

    def open(self) -> "Works":
        """Accepted and assigned."""
        accept(case_id=self.case.pk, by=clerk(self.case.area[:9]), at=AT)
        by = clerk(self.case.area[:9])
        adaptation.assign_firm(job_id=self.job.pk, firm_id=self.provider.pk, by=by, at=AT)
        return self

    def survey(self) -> "Works":
        """Surveyed, with one risk found."""
        paper = SurveyPaper(ON, (Found("bathroom_toilet_rail", "severe"),), "", (PHOTO,))
        adaptation.record_survey(job_id=self.job.pk, paper=paper, by=self.firm, at=AT)
        return self

    def quote(self, lines: tuple[Line, ...] = LINES) -> "Works":
        """Quoted."""
        adaptation.submit_quote(job_id=self.job.pk, lines=lines, by=self.firm, at=AT)
        return self

    def agree(self) -> "Works":
        """Agreed by the older person."""
        quote = self.job.quotes.get(answer="open")
        adaptation.agree_quote(quote_id=quote.pk, by=self.elder, at=AT)
        return self

    def clear(self) -> "Works":
        """In force: decided and noticed elsewhere."""
        Case.objects.filter(pk=self.case.pk).update(state=State.IN_FORCE)
        adaptation.clear(case_id=self.case.pk, by=machine("tests"), at=AT)
        return self

    def contract(self) -> "Works":
        """Contracted."""
        terms = ContractTerms(ON, ON, date(2026, 3, 20), "甲某")
        adaptation.sign_contract(job_id=self.job.pk, terms=terms, by=self.firm, at=AT)
        return self

    def finish(self) -> "Works":
        """Started where needed, and finished."""
        if self.job.state == "contracted":
            adaptation.start_work(job_id=self.job.pk, on=ON, photos=(PHOTO,), by=self.firm, at=AT)
        begun = self.job.works.latest("round")  # a page may have begun it, by the real clock
        adaptation.finish_work(job_id=self.job.pk, on=begun.started_on, photos=(PHOTO,), by=self.firm, at=begun.at)
        return self

    def accept(self) -> "Works":
        """Accepted by the older person."""
        adaptation.accept_work(job_id=self.job.pk, verdict=Verdict("甲某"), by=self.elder, at=AT)
        return self

    def up_to_acceptance(self) -> "Works":
        """The whole way to finished works."""
        return self.open().survey().quote().agree().clear().contract().finish()


def works(town: str = TOWN, provider: Provider | None = None, household: Household | None = None) -> Works:
    """A new case with its firm."""
    home = household or Household.objects.create(number=f"H{next(_numbers)}")
    who = person(town, home)
    return Works(submitted_case(town, who, home), provider or firm())
