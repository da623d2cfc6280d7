"""For clerks and reviewers: find people, see one, register, correct, reveal, mandate."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.engines.linkage.fields import Field
from yinling.foundation.audit.actions import record_read
from yinling.people.registry import actions, queries
from yinling.people.registry.queries.matters import agent_named, open_conflicts, open_matters
from yinling.people.registry.queries.searching import Wanted, find_people
from yinling.people.registry.web.forms import (
    REVEALABLE,
    FactForm,
    MandateForm,
    PersonForm,
    ReasonForm,
    RevealForm,
    SearchForm,
)
from yinling.people.registry.web.panels import panels_for

CARD_FIELDS = ("name", "id_number", "phone", "birth_date", "facts")


@page("registry.view")
@require_safe
def people(request: Request) -> HttpResponse:
    """People by name, number, town or group."""
    form = SearchForm(request.GET, actor=request.actor)
    asked = form.cleaned_data if form.is_valid() else {}
    after = request.GET.get("after", "")
    wanted = Wanted(
        asked.get("q", ""), asked.get("area", ""), asked.get("group", ""), int(after) if after.isdigit() else 0
    )
    found = find_people(wanted, actor=request.actor, on=timezone.localdate())
    if wanted.text:
        record_read(by=request.actor, at=timezone.now(), subject="people", fields=["name"], reason=_("查询"))
    context = {"form": form, "cards": found.cards, "matters": open_matters(request.actor)}
    return render(request, "registry/people.html", context | _paging(request, found.next_after, after))


def _paging(request: Request, next_after: int | None, after: str) -> dict[str, str]:
    query = request.GET.copy()
    query.pop("after", None)
    first = query.urlencode()
    query["after"] = str(next_after)
    return {"next_url": f"?{query.urlencode()}" if next_after else "", "first_url": f"?{first}" if after else ""}


@page("registry.view")
@require_safe
def person(request: Request, person_id: int) -> HttpResponse:
    """One person: card, facts with source and date, history, mandates. Someone merged leads to who stands for both."""
    card = _card(request, person_id)
    if card.id != person_id:
        return redirect("registry:person", card.id)
    record_read(by=request.actor, at=timezone.now(), subject=f"person:{card.id}", fields=CARD_FIELDS, area=card.area)
    return _person_page(request, card)


def _person_page(
    request: Request, card: queries.PersonCard, *, opened: str = "", reveal_form: RevealForm | None = None,
    mandate_form: MandateForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    today, said_after = timezone.localdate(), request.GET.get("said", "")
    facts = queries.fact_lines(card.id, on=today, actor=request.actor)
    said, following = queries.said_lines(card.id, on=today, actor=request.actor, after=said_after)
    known = {fact.name for fact in facts}
    context = {
        "card": card,
        "age": card.age_on(today),
        "facts": facts,
        "missing": [field for name, field in queries.fields().items() if name not in {*known, "id_number"}],
        "said": {"lines": said, "after": said_after, "following": following},
        "conflicts": open_conflicts(actor=request.actor, person_id=card.id),
        "mandates": queries.mandates_of(card.id),
        "reveal_form": reveal_form or RevealForm(),
        "mandate_form": mandate_form or MandateForm(initial={"valid_from": today}),
        "opened": opened,
        "may_correct": request.actor.may("registry.correct"),
        "may_reveal": request.actor.may("registry.reveal"),
        "panels": panels_for(card.id, request.actor),
    }
    return render(request, "registry/person.html", context, status=status)


@page("registry.reveal")
@require_POST
def reveal(request: Request, person_id: int) -> HttpResponse:
    """Shows one masked value on the answer alone: it is in no address and no later page."""
    card, form, opened = _card(request, person_id), RevealForm(request.POST), ""
    if form.is_valid():
        value = actions.reveal(person_id=card.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        opened = f"{REVEALABLE[form.cleaned_data['field']]}：{value or _('没有记录')}"
    response = _person_page(request, card, opened=opened, reveal_form=form, status=200 if opened else 400)
    response["Cache-Control"] = "no-store"
    return response


@page("registry.correct")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Registers a person by hand."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        details = actions.PersonDetails(given["name"], given["id_number"], form.values(), reason=given["reason"])
        try:
            found = actions.register_person(details, by=request.actor, at=timezone.now())
        except actions.AlreadyRegistered:
            form.add_error("id_number", _("这个身份证号已登记，请查询后更正"))
        except actions.DetailsRefused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("已登记"))
            return redirect("registry:person", found.pk)
    return render(request, "registry/person_new.html", {"form": form}, status=400 if form.errors else 200)


@page("registry.correct")
@require_http_methods(["GET", "POST"])
def fact(request: Request, person_id: int, name: str) -> HttpResponse:
    """Corrects one field, with a reason."""
    card, field = _card(request, person_id), _field(name)
    form = FactForm(request.POST or None, field=field)
    if request.method == "POST" and form.is_valid():
        actions.state_fact(person_id=card.id, name=name, by=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("已更正"))
        return redirect("registry:person", card.id)
    lines = queries.fact_lines(card.id, on=timezone.localdate(), actor=request.actor)
    now = next((line for line in lines if line.name == name), None)
    return render(request, "registry/fact.html", {"form": form, "card": card, "field": field, "now": now})


@page("registry.correct")
@require_POST
def mandates(request: Request, person_id: int) -> HttpResponse:
    """Gives a mandate."""
    card, form = _card(request, person_id), MandateForm(request.POST)
    agent = agent_named(form.cleaned_data["username"]) if form.is_valid() else None
    if form.is_valid() and agent is None:
        form.add_error("username", _("没有这个代办人登录名"))
    if agent is None or not form.is_valid():
        return _person_page(request, card, mandate_form=form, status=400)
    given = {name: value for name, value in form.cleaned_data.items() if name != "username"}
    actions.grant_mandate(person_id=card.id, agent_user_id=agent.pk, by=request.actor, at=timezone.now(), **given)
    messages.success(request, _("已登记委托"))
    return redirect("registry:person", card.id)


@page("registry.correct")
@require_http_methods(["GET", "POST"])
def revocation(request: Request, person_id: int, mandate_id: int) -> HttpResponse:
    """Ends a mandate."""
    card, form = _card(request, person_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_mandate(mandate_id=mandate_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except actions.NothingOpen as fault:
            raise Http404 from fault
        messages.success(request, _("委托已终止"))
        return redirect("registry:person", card.id)
    return render(request, "registry/revocation.html", {"form": form, "card": card})


def _card(request: Request, person_id: int) -> queries.PersonCard:
    if request.actor.area == "-":
        raise PermissionDenied
    return queries.person_card(person_id, actor=request.actor, on=timezone.localdate())


def _field(name: str) -> Field:
    field = queries.fields().get(name)
    if field is None or name == "id_number":
        raise Http404
    return field


urlpatterns = [
    path("people/", people, name="people"),
    path("people/new/", new, name="new"),
    path("people/<int:person_id>/", person, name="person"),
    path("people/<int:person_id>/disclosure/", reveal, name="reveal"),
    path("people/<int:person_id>/facts/<slug:name>/", fact, name="fact"),
    path("people/<int:person_id>/mandates/", mandates, name="mandates"),
    path("people/<int:person_id>/mandates/<int:mandate_id>/end/", revocation, name="revocation"),
]
