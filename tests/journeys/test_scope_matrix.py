"""Every route × every role × records that are not theirs: nothing is shown, nothing is done.

Whose a record is is worked out here from plain columns, not by the queries under test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yinling.care.adaptation.models import Job
from yinling.care.alarms.models import Alarm, Dispatch
from yinling.care.daily.models import DailyWell
from yinling.care.devices.models import Device
from yinling.care.homebeds.models import HomeBed
from yinling.care.orders.models import Order, Rest
from yinling.care.plans.models import Plan
from yinling.care.respite.models import Booking
from yinling.care.responders.models import Contact, Duty, Responder
from yinling.care.visits.models import Trouble, Visit, VisitCarer
from yinling.care.wellbeing.models import Target, Ticket
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import Post, User
from yinling.foundation.documents.models import Document
from yinling.needs.assessment.models import Assessment
from yinling.needs.casework.models import Case
from yinling.needs.cycles.models import Cycle, Recovery
from yinling.needs.enrolments.models import Enrolment
from yinling.needs.forecasts.models import Scenario
from yinling.needs.grades.models import Result
from yinling.needs.hearings.models import BenefitNotice, BenefitObjection, NoticedLine
from yinling.needs.vouchers.models import Statement, Use
from yinling.oversight.claims.models import Claim, ClaimLine
from yinling.oversight.claims.models import Payment as CarePayment
from yinling.oversight.settlement.models import Payable, PaymentLine, PaymentRun
from yinling.people.intake.models import RosterFile
from yinling.people.providers.models import Provider, Site
from yinling.people.registry.models import Conflict, Mandate, Person, PossibleDuplicate
from yinling.people.rosters.models import ImportBatch
from yinling.people.training.models import Internship
from yinling.people.workforce.models import Absence, IntegrityEvent, Qualification, Worker
from yinling.project import urls

LOGINS = [
    None, "zhujiajiao", "xiayang", "bureau", "finance", "firm", "firm2", "elder", "elder2", "agent", "auditor", "admin",
    "assessor", "assessor3", "care", "care2", "carer", "visitor",
    "callcentre", "responder",
]  # fmt: skip
RECORDS_TRIED = 2
# Parameters that name no record of a person: words of a catalogue, codes of public things, parts of a form.
PLAIN = {
    "code",
    "month",
    "pack",
    "slug",
    "name",
    "noun",
    "version",
    "value_id",
    "kind",
    "field",
    "form",
    "pk_code",
    "number",
    "ending",
    "programme",
    "verb",
}


@dataclass(frozen=True)
class Owned:
    """A record and whom it belongs to."""

    pk: int
    area: str = ""
    organisation: int | None = None
    person: int | None = None
    users: tuple[int | None, ...] = ()


def owned(model: type, *, area: str = "area", organisation: str = "", person: str = "") -> Callable[[], list[Owned]]:
    def read() -> list[Owned]:
        names = ["pk", *filter(None, [area, organisation, person])]
        rows = model.objects.values(*names)
        return [Owned(r["pk"], r.get(area, ""), r.get(organisation), r.get(person)) for r in rows]

    return read


def assessments() -> list[Owned]:
    """The two assessors sent may see an assessment, whatever their organisation."""
    return [
        Owned(a.pk, a.area, None, a.person_id, (a.first_assessor_id, a.second_assessor_id))
        for a in Assessment.objects.all()
    ]


def visits() -> list[Owned]:
    """A visit: the area's, the provider's, the older person's, and those who go."""
    who: dict[int, list[int | None]] = {}
    for visit, user in VisitCarer.objects.values_list("visit_id", "worker__user_id"):
        who.setdefault(visit, []).append(user)
    rows = Visit.objects.values_list("pk", "area", "provider_id", "person_id")
    return [Owned(pk, area, provider, person, tuple(who.get(pk, ()))) for pk, area, provider, person in rows]


def alarms() -> list[Owned]:
    """An alarm: the area's, and those who are sent there now."""
    sent: dict[int, list[int | None]] = {}
    for alarm, user in Dispatch.objects.filter(ended_at=None).values_list("alarm_id", "responder__user_id"):
        sent.setdefault(alarm, []).append(user)
    rows = Alarm.objects.values_list("pk", "area", "person_id")
    return [Owned(pk, area, None, person, tuple(sent.get(pk, ()))) for pk, area, person in rows]


def of_worker(model: type, way: str = "") -> Callable[[], list[Owned]]:
    """A worker, or what is kept of one: the area's, the provider's, and the carer's own."""

    def read() -> list[Owned]:
        names = [f"{way}{name}" for name in ("area", "provider_id", "user_id")]
        return [
            Owned(pk, area, provider, None, (user,))
            for pk, area, provider, user in model.objects.values_list("pk", *names)
        ]

    return read


RECORDS: dict[str, Callable[[], list[Owned]]] = {
    "assessment_id": assessments,
    "case_id": owned(Case, person="person_id"),
    "person_id": lambda: [Owned(p.pk, p.area, None, p.pk) for p in Person.objects.all()],
    "job_id": owned(Job, organisation="firm_id", person="person_id"),
    "document_id": owned(Document, organisation="organisation_id", person="person_id"),
    "result_id": lambda: [
        Owned(r.pk, r.person.area, None, r.person_id, (r.first_signer_id, r.second_signer_id))
        for r in Result.objects.select_related("person")
    ],
    "run_id": owned(PaymentRun),
    "line_id": owned(PaymentLine),
    "payable_id": owned(Payable, person="person_id"),
    "mandate_id": owned(Mandate, area="person__area", person="person_id"),
    "conflict_id": owned(Conflict, area="person__area"),
    "suspicion_id": owned(PossibleDuplicate, area="person__area"),
    "batch_id": owned(ImportBatch),
    "cycle_id": owned(Cycle),
    "recovery_id": owned(Recovery, person="person_id"),
    "enrolment_id": owned(Enrolment, area="person__area", person="person_id"),
    "objection_id": owned(BenefitObjection, person="person_id"),
    "notice_id": owned(BenefitNotice),
    "noticed_id": owned(NoticedLine, area="town", person="person_id"),
    "plan_id": owned(Plan, organisation="provider_id", person="person_id"),
    "order_id": owned(Order, organisation="provider_id", person="person_id"),
    "rest_id": owned(Rest, person="person_id"),
    "visit_id": visits,
    "trouble_id": lambda: [Owned(t.pk, t.area, t.visit.provider_id) for t in Trouble.objects.select_related("visit")],
    "target_id": lambda: [Owned(t.pk, t.area, None, t.person_id, (t.visitor_id,)) for t in Target.objects.all()],
    "ticket_id": lambda: [Owned(t.pk, t.area, None, t.person_id, (t.assignee_id,)) for t in Ticket.objects.all()],
    "daily_id": owned(DailyWell, person="person_id"),
    "bed_id": owned(HomeBed, organisation="provider_id", person="person_id"),
    "booking_id": owned(Booking, organisation="provider_id", person="person_id"),
    "provider_id": owned(Provider),
    "scenario_id": owned(Scenario),
    "site_id": owned(Site),
    "statement_id": owned(Statement, organisation="provider_id"),
    "use_id": owned(Use, area="voucher__area", organisation="provider_id"),
    "worker_id": of_worker(Worker),
    "qualification_id": of_worker(Qualification, "worker__"),
    "absence_id": of_worker(Absence, "worker__"),
    "device_id": owned(Device),
    "alarm_id": alarms,
    "responder_id": owned(Responder),
    "duty_id": owned(Duty, area="responder__area"),
    "contact_id": owned(Contact, area="person__area", person="person_id"),
    "event_id": of_worker(IntegrityEvent, "worker__"),
    "internship_id": owned(Internship, area="provider__area", organisation="provider_id"),
    "file_id": owned(RosterFile, area="", organisation="provider_id"),
    "claim_id": owned(Claim, organisation="provider_id"),
    "claim_line_id": owned(ClaimLine, area="claim__area", organisation="claim__provider_id"),
    "care_payment_id": owned(CarePayment, area="claim__area", organisation="claim__provider_id"),
    "user_id": owned(User, area=""),
    "post_id": owned(Post, area=""),
}
# Reached by other doors than an area: who may see these is a matter of role alone.
BY_ROLE = {"user_id", "post_id"}
# A firm or facility of a larger area serves, and may be seen by, the towns in it; so may a month's money
# and a notice published for the larger area.
SERVES_WITHIN = {"provider_id", "site_id", "cycle_id", "notice_id"}
# An office writes down that somebody for whom it has orders is not at home.
SERVED = {"person_id", "rest_id"}


def is_theirs(record: Owned, post: Post | None, mandates: set[int]) -> bool:
    if post is None:
        return False
    if post.role in {"adaptation_firm", "care_provider"}:
        return record.organisation is not None and record.organisation == post.organisation_id
    if post.role in {"assessor", "carer", "visitor", "responder"}:
        return post.user_id in record.users
    if post.role == "older_person":
        return record.person is not None and record.person == post.person_id
    if post.role == "agent":
        return record.person in mandates
    return record.area.startswith(post.area)


@dataclass(frozen=True)
class Route:
    template: str
    names: frozenset[str]
    audience: tuple[str, ...]

    def path(self, name: str, value: int) -> str:
        text = self.template
        for other in self.names:
            filler = str(value) if other == name else "1" if other.endswith("_id") or other == "version" else "x"
            for kind in ("int", "slug", "str", "path", "uuid"):
                text = text.replace(f"<{kind}:{other}>", filler)
        return "/" + text


@cache
def routes() -> list[Route]:
    def gather(resolver: URLResolver, prefix: str, names: frozenset[str]) -> Iterator[Route]:
        for one in resolver.url_patterns:
            text, known = prefix + str(one.pattern), names | set(one.pattern.converters)
            if isinstance(one, URLResolver):
                yield from gather(one, text, known)
            elif isinstance(one, URLPattern) and hasattr(one.callback, "audience"):
                yield Route(text, known, one.callback.audience)

    return list(gather(get_resolver(), "", frozenset()))


def test_know_whose_every_parameter_is() -> None:
    known = {*RECORDS, *PLAIN, *MORE}
    strange = {name: route.template for route in routes() for name in route.names if name not in known}
    assert not strange


# Parameters whose records are tried by the tests of their capability, with the reason.
MORE: dict[str, str] = {
    "course_id": "courses are open to every provider of their area: tests/people/training/test_training.py",
    "contest_id": "contests are open to every provider of their area: tests/people/training/test_training.py",
    "dayplan_id": "plans are made by the office: tests/care/dispatch/test_pages.py",
    "token": "whoever holds a calendar's address may read it: tests/care/dispatch/test_pages.py",
    "version_id": "versions of chains are the bureau's alone: tests/care/chains/test_pages.py",
    "correction_id": "a dispute after payment: tests/oversight/claims/test_story.py",
    "lead_id": "leads need an adopted programme of persons: tests/needs/outreach/test_calls.py",
}


def test_have_a_record_of_every_kind(as_user: Callable[[str | None], Client]) -> None:
    assert not [name for name, read in RECORDS.items() if not read()]


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand refusals, of which only the status counts, need no page each."""
    for status in (403, 404):
        refuse = partial(HttpResponse, status=status)
        monkeypatch.setattr(urls, f"handler{status}", lambda request, exception, refuse=refuse: refuse(), raising=False)


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.usefixtures("plain_refusals")
def test_show_nothing_that_is_anothers(login: str | None, as_user: Callable[[str | None], Client]) -> None:
    client = as_user(login)
    post = Post.objects.filter(user__username=login).first() if login else None
    mandates = set(Mandate.objects.filter(agent__username=login, valid_until=None).values_list("person_id", flat=True))
    leaks, tried = [], 0
    for route in routes():
        for name in route.names & set(RECORDS):
            if route.audience == ("public",):
                continue
            foreign = [r for r in RECORDS[name]() if name in BY_ROLE or not is_theirs(r, post, mandates)]
            if name in SERVES_WITHIN and post and ROLES[post.role].scope == "area":
                foreign = [record for record in foreign if not post.area.startswith(record.area)]
            if name in SERVED and post and post.role == "care_provider":
                served = set(Order.objects.filter(provider=post.organisation_id).values_list("person_id", flat=True))
                foreign = [record for record in foreign if record.person not in served]
            if name in BY_ROLE and post and post.role == "administrator":
                continue
            # Who may not open the page at all is stopped before anybody asks which record.
            for record in foreign[: RECORDS_TRIED if may_open(route, post) else 1]:
                tried += 1
                leaks += try_it(client, route.path(name, record.pk))
    assert tried or post.role == "administrator"
    assert not leaks, "\n".join(leaks)


def may_open(route: Route, post: Post | None) -> bool:
    return post is not None and bool({"signed_in", *ROLES[post.role].permissions} & set(route.audience))


def try_it(client: Client, path: str) -> list[str]:
    """What goes through that should not."""
    answers = {"GET": client.get(path), "POST": client.post(path, {})}
    return [
        f"{method} {path}: {answer.status_code} {answer.headers.get('Location', '')}"
        for method, answer in answers.items()
        if answer.status_code not in {403, 404, 405}
        and not (answer.status_code == 302 and answer.headers["Location"].startswith("/account/login"))
    ]


@pytest.mark.parametrize("login", LOGINS)
def test_list_nothing_that_is_anothers(login: str | None, as_user: Callable[[str | None], Client]) -> None:
    """Pages without a parameter name no case of another area, firm or person."""
    client = as_user(login)
    post = Post.objects.filter(user__username=login).first() if login else None
    mandates = set(Mandate.objects.filter(agent__username=login, valid_until=None).values_list("person_id", flat=True))
    firms = dict(Job.objects.values_list("case_id", "firm_id"))
    foreign = [
        case.number
        for case in Case.objects.exclude(number="")
        if not is_theirs(Owned(case.pk, case.area, firms.get(case.pk), case.person_id), post, mandates)
    ]
    numbers = {assessment.pk: assessment.number for assessment in Assessment.objects.all()}
    foreign += [numbers[record.pk] for record in assessments() if not is_theirs(record, post, mandates)]
    wrong = []
    for route in routes():
        if route.names or route.audience == ("public",):
            continue
        answer = client.get("/" + route.template)
        text = answer.content.decode(errors="ignore") if not answer.streaming else ""
        wrong += [f"/{route.template}: {number}" for number in foreign if number and number in text]
    assert not wrong, "\n".join(wrong)
