"""What follows each event: the one table where an upper floor answers a lower one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from yinling.care.adaptation import reactions as adaptation
from yinling.care.adaptation.events import WorkAccepted
from yinling.care.adaptation.web.panels import job_panel
from yinling.care.alarms import reactions as alarms
from yinling.care.daily import reactions as daily
from yinling.care.devices import reactions as devices
from yinling.care.devices.events import (
    DeviceAlarmed,
    DeviceBack,
    DeviceRemoved,
    DeviceRestored,
    DeviceSilent,
    DeviceVacated,
    StrangerAlarmed,
)
from yinling.care.devices.web.panels import devices_panel
from yinling.care.dispatch import reactions as dispatch
from yinling.care.homebeds.web.panels import beds_panel
from yinling.care.orders import reactions as orders
from yinling.care.orders.events import OrderAccepted, OrderEnded, RestBegun, RestEnded
from yinling.care.orders.queries.lists import rest_words
from yinling.care.orders.web.panels import rests_panel
from yinling.care.plans.events import PlanAgreed, PlanEnded
from yinling.care.plans.queries.rests import tell_rests_with
from yinling.care.plans.web import panels as plan_panels
from yinling.care.plans.web.panels import plans_panel
from yinling.care.responders.web.panels import home_panel
from yinling.care.visits import reactions as visits
from yinling.care.visits.events import VisitCorrected, VisitMissed
from yinling.care.visits.web.panels import visits_panel
from yinling.care.wellbeing import reactions as wellbeing
from yinling.care.wellbeing.events import WelfareVisited
from yinling.foundation.access.queries import look_up_with
from yinling.foundation.documents.queries import represent_with
from yinling.foundation.outbox.actions import subscribe, subscribe_to_many
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import machine
from yinling.needs.casework.events import CaseAccepted, CaseDecided, CaseInForce, CaseReopened, CaseWithdrawn
from yinling.needs.casework.web import panels
from yinling.needs.enrolments.events import EnrolmentResumed
from yinling.needs.enrolments.web.panels import enrolments_panel
from yinling.needs.entitlements.web.panels import basis_panel
from yinling.needs.hearings import reactions as hearings
from yinling.needs.hearings.web.panels import person_panel
from yinling.oversight.claims import reactions as claims
from yinling.oversight.settlement import reactions as settlement
from yinling.oversight.settlement.web.panels import payment_panel
from yinling.people.logins import reactions as logins
from yinling.people.logins.web.panels import log_in_panel
from yinling.people.places.queries import name_of, towns_in
from yinling.people.providers.queries import providers_visible
from yinling.people.registry.actions.rosters import PeopleTaker
from yinling.people.registry.events import PeopleChanged
from yinling.people.registry.queries import represented_by
from yinling.people.registry.web import panels as person_panels
from yinling.people.rosters.actions.taker import take_with
from yinling.people.training.web.panels import training_panel
from yinling.people.workforce.events import WorkerAbsent, WorkerBack, WorkerLeft
from yinling.people.workforce.web import panels as worker_panels
from yinling.portals.desk.alarms import alarms_panel
from yinling.portals.desk.assessment.panel import grades_panel
from yinling.portals.desk.wellbeing.panel import wellbeing_panel

REACTIONS: dict[type, list[Callable[..., Any]]] = {
    CaseAccepted: [adaptation.open_job],
    CaseDecided: [adaptation.cancel_refused],
    CaseInForce: [adaptation.clear],
    CaseReopened: [adaptation.reopen],
    CaseWithdrawn: [adaptation.cancel_withdrawn],
    EnrolmentResumed: [hearings.keep_held],
    WorkAccepted: [settlement.owe],
    VisitCorrected: [claims.question_corrected],
    VisitMissed: [wellbeing.note_missed_visit],
    WelfareVisited: [daily.note_seen],
    DeviceRestored: [alarms.clear_alarm],
    StrangerAlarmed: [alarms.raise_for_stranger],
    DeviceSilent: [alarms.raise_silence, wellbeing.note_silent_device],
    DeviceBack: [alarms.clear_silence, wellbeing.note_device_back],
    DeviceRemoved: [alarms.clear_silence, wellbeing.note_device_removed],
    DeviceVacated: [alarms.clear_silence, wellbeing.note_device_vacated],
    PeopleChanged: [devices.follow_changed, wellbeing.look_at_changed, daily.follow_changed],
    WorkerAbsent: [visits.free_visits_of_absent],
    WorkerBack: [dispatch.tell_of_return],
    WorkerLeft: [logins.close_of_left, visits.free_visits_of_left],
    OrderAccepted: [visits.schedule_accepted_order],
    OrderEnded: [visits.end_visits_of_order],
    PlanAgreed: [orders.order_agreed_plan, visits.follow_agreed_plan],
    PlanEnded: [orders.end_orders_of_plan, visits.end_visits_of_plan],
    RestBegun: [visits.rest_visits],
    RestEnded: [visits.resume_visits],
}
REACTIONS_TO_MANY: dict[type, list[Callable[..., Any]]] = {DeviceAlarmed: [alarms.raise_alarms]}
CASE_PANELS = {"desk": [basis_panel, job_panel, payment_panel], "elder": [job_panel, payment_panel]}
PERSON_PANELS = [
    enrolments_panel, person_panel, grades_panel, plans_panel, visits_panel, wellbeing_panel, beds_panel, devices_panel,
    alarms_panel, home_panel,
]  # fmt: skip


def connect() -> None:
    """Tells the lower floors who answers them; called once when all capabilities are loaded."""
    for event_type, reactions in REACTIONS.items():
        for reaction in reactions:
            subscribe(event_type, reaction)
    for event_type, reactions in REACTIONS_TO_MANY.items():
        for reaction in reactions:
            subscribe_to_many(event_type, reaction)
    represent_with(represented_by)
    take_with(PeopleTaker())
    look_up_with("area", areas_to_choose)
    look_up_with("organisation", organisations_to_choose)
    for audience, providers in CASE_PANELS.items():
        for provider in providers:
            panels.register(provider, audience=audience)
    worker_panels.register(log_in_panel)
    worker_panels.register(training_panel)
    plan_panels.register(rests_panel)
    tell_rests_with(rest_words)
    for piece in PERSON_PANELS:
        person_panels.register(piece)


def areas_to_choose() -> list[tuple[str, str]]:
    """The deployed district and its towns, for posts; empty before places are loaded."""
    district = load_pack(settings.PACK).area
    towns = [(town.code, town.name) for town in towns_in(district)]
    return [(district, name_of(district)), *towns] if towns else []


def organisations_to_choose() -> list[tuple[str, str]]:
    """Firms, operators and bodies that assess, for posts."""
    everyone = providers_visible(machine("岗位")).order_by("name", "pk")
    return [(str(one.pk), one.name) for one in everyone]
