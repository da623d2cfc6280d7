"""The product's table of contents: every address and the module that answers it."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path


def _pages(prefix: str, namespace: str, *modules: str) -> URLResolver:
    """The pages of one capability: the urlpatterns of its audiences' modules, in order."""
    patterns: list[URLPattern | URLResolver] = []
    for module in modules:
        patterns += import_module(module).urlpatterns
    return path(prefix, include((patterns, namespace)))


urlpatterns = [
    path("", include("yinling.portals.home")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    _pages(
        "access/",
        "access",
        "yinling.foundation.access.web.posts",
        "yinling.foundation.access.web.users",
    ),
    _pages("audit/", "audit", "yinling.foundation.audit.web.auditor"),
    _pages("notices/", "outbox", "yinling.foundation.outbox.web.notices"),
    _pages("documents/", "documents", "yinling.foundation.documents.web.files"),
    _pages("books/", "books", "yinling.foundation.books.web.desk"),
    _pages("design/", "design", "yinling.design.web"),
    _pages(
        "registry/",
        "registry",
        "yinling.people.registry.web.desk",
        "yinling.people.registry.web.matters",
        "yinling.people.rosters.web.desk",
    ),
    _pages("providers/", "providers", "yinling.people.providers.web.desk"),
    _pages(
        "workforce/",
        "workforce",
        "yinling.people.workforce.web.desk",
        "yinling.people.workforce.web.office",
        "yinling.people.workforce.web.own",
    ),
    _pages("workforce/files/", "intake", "yinling.people.intake.web.office"),
    _pages("workforce/logins/", "logins", "yinling.people.logins.web.office"),
    _pages("staffing/", "staffing", "yinling.people.staffing.web.desk"),
    _pages("training/", "training", "yinling.people.training.web.desk", "yinling.people.training.web.internships"),
    _pages(
        "assessments/",
        "assessment",
        "yinling.portals.desk.assessment.bureau",
        "yinling.portals.desk.assessment.report",
        "yinling.portals.desk.assessment.work",
    ),
    _pages("field/assessments/", "field", "yinling.portals.field.assessments"),
    _pages("field/visits/", "carer", "yinling.portals.field.visits"),
    _pages("field/wellbeing/", "visitor", "yinling.portals.field.wellbeing", "yinling.portals.field.round_phone"),
    _pages("entitlements/", "entitlements", "yinling.needs.entitlements.web.desk"),
    _pages(
        "cases/",
        "casework",
        "yinling.portals.desk.publishing",
        "yinling.portals.desk.window",
        "yinling.portals.desk.work",
        "yinling.portals.desk.case",
    ),
    _pages(
        "elder/",
        "elder",
        "yinling.portals.elder.home",
        "yinling.portals.elder.cases",
        "yinling.portals.elder.benefits",
        "yinling.portals.elder.assessments",
        "yinling.care.adaptation.web.elder",
        "yinling.care.plans.web.elder",
        "yinling.care.respite.web.elder",
        "yinling.care.orders.web.elder",
        "yinling.portals.elder.visits",
        "yinling.portals.elder.wellbeing",
        "yinling.portals.elder.safety",
        "yinling.portals.elder.mandates",
        "yinling.portals.elder.accounts",
    ),
    _pages(
        "public/",
        "public",
        "yinling.portals.public.home",
        "yinling.portals.public.programmes",
        "yinling.portals.public.precheck",
        "yinling.portals.public.screening",
        "yinling.portals.public.facilities",
        "yinling.needs.casework.web.public",
        "yinling.needs.hearings.web.public",
    ),
    _pages(
        "enrolments/",
        "enrolments",
        "yinling.needs.enrolments.web.life_checks",
        "yinling.needs.enrolments.web.desk",
    ),
    _pages(
        "cycles/",
        "cycles",
        "yinling.portals.desk.benefits.cycles",
        "yinling.portals.desk.benefits.rows",
        "yinling.portals.desk.benefits.recoveries",
        "yinling.portals.desk.benefits.person",
    ),
    _pages("hearings/", "hearings", "yinling.needs.hearings.web.desk"),
    _pages("outreach/", "outreach", "yinling.needs.outreach.web.desk"),
    _pages("forecasts/", "forecasts", "yinling.needs.forecasts.web.desk"),
    _pages("vouchers/", "vouchers", "yinling.needs.vouchers.web.desk", "yinling.needs.vouchers.web.provider"),
    _pages("jobs/", "adaptation", "yinling.care.adaptation.web.desk"),
    _pages("catalogue/", "catalogue", "yinling.care.catalogue.web.desk"),
    _pages("plans/", "plans", "yinling.care.plans.web.desk"),
    _pages("home-beds/", "homebeds", "yinling.care.homebeds.web.desk"),
    _pages("respite/", "respite", "yinling.care.respite.web.desk"),
    _pages("orders/", "orders", "yinling.care.orders.web.desk"),
    _pages("visits/", "visits", "yinling.care.visits.web.desk"),
    _pages("calls/", "calls", "yinling.portals.desk.calls"),
    _pages(
        "wellbeing/",
        "wellbeing",
        "yinling.portals.desk.wellbeing.rates",
        "yinling.portals.desk.wellbeing.person",
        "yinling.portals.desk.wellbeing.tickets",
        "yinling.portals.desk.wellbeing.calls",
    ),
    _pages(
        "dayplans/",
        "dispatch",
        "yinling.care.dispatch.web.visits",
        "yinling.care.dispatch.web.absences",
        "yinling.care.dispatch.web.plans",
        "yinling.care.dispatch.web.feeds",
    ),  # fmt: skip
    _pages(
        "alarms/",
        "alarms",
        "yinling.care.alarms.web.stream",
        "yinling.portals.field.alarms",
        "yinling.care.alarms.web.figures",
        "yinling.care.alarms.web.desk",
    ),
    _pages("responders/", "responders", "yinling.care.responders.web.desk"),
    _pages("devices/", "devices", "yinling.care.devicefiles.web.desk", "yinling.care.devices.web.desk"),
    _pages("pushes/", "reception", "yinling.care.reception.web.pushes"),
    _pages("claims/", "claims", "yinling.oversight.claims.web.desk", "yinling.oversight.claims.web.finance"),
    _pages("evidence/", "evidence", "yinling.oversight.evidence.web.desk"),
    _pages("settlement/", "settlement", "yinling.oversight.settlement.web.desk"),
    _pages("indicators/", "indicators", "yinling.oversight.indicators.web.desk"),
]
