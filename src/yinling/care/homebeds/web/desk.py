"""For clerks and providers: the list of home beds with the counts, one bed with its next step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.homebeds import actions, queries
from yinling.care.homebeds.domain.refusals import BedRefused
from yinling.care.homebeds.models import BedState
from yinling.care.homebeds.web import forms
from yinling.design.pages import Request, number_in, or_404, page
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import person_card

Act = Callable[..., object]


def _with_data(act: Act) -> Act:
    """The action on a form's clean data."""
    return lambda form, **who: act(**form.cleaned_data, **who)


# verb: heading of its form, the form, the action on the form
STEPS: dict[str, tuple[Any, Callable[..., Form], Act]] = {
    "assess": (gettext_lazy("确认评估结果"), forms.NoteForm, _with_data(actions.assess)),
    "equip": (gettext_lazy("登记设备"), forms.ThingForm, lambda form, **who: actions.equip(form.what(), **who)),
    "finish_equipment": (gettext_lazy("设备都装好了"), forms.NoteForm, _with_data(actions.finish_equipment)),
    "contract": (
        gettext_lazy("登记协议"), forms.ContractForm, lambda form, **who: actions.contract(form.terms(), **who)
    ),
    "open": (gettext_lazy("开床"), forms.OpenForm, _with_data(actions.open_bed)),
    "review": (gettext_lazy("登记复核"), forms.ReviewForm, _with_data(actions.review)),
    "subsidise": (gettext_lazy("登记补贴"), forms.SubsidyForm, _with_data(actions.subsidise)),
    "close": (gettext_lazy("撤床"), forms.CloseForm, _with_data(actions.close)),
}  # fmt: skip


@page("homebeds.view")
@require_safe
def beds(request: Request) -> HttpResponse:
    """Home beds by state, and how many are occupied, by town too."""
    state, due, after = (request.GET.get(name, "") for name in ("state", "due", "after"))
    today, number = timezone.localdate(), number_in(after)
    rows = queries.bed_lines(request.actor, on=today, state=state, is_due=bool(due), after_id=number)
    counts = queries.bed_counts(request.actor.area, on=today) if request.actor.organisation_id is None else None
    places = full_names(sorted(counts.by_area)) if counts else {}
    context = {
        "rows": rows,
        "state": state,
        "states": BedState.choices,
        "due": due,
        "counts": counts,
        "towns": [(places.get(code, code), *both) for code, both in counts.by_area.items()] if counts else [],
        "next_url": f"?state={state}&due={due}&after={rows[-1].id}" if len(rows) == queries.PAGE_ROWS else "",
        "first_url": f"?state={state}&due={due}" if after else "",
    }
    return render(request, "homebeds/beds.html", context)


@page("homebeds.manage")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A bed for a person, who is named in the address."""
    person = request.GET.get("person", "")
    card = person_card(number_in(person), actor=request.actor, on=timezone.localdate())
    form = forms.ApplyForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            bed = actions.apply(person_id=card.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BedRefused as refused:
            form.add_error(None, refused.words)
        else:
            return redirect("homebeds:bed", bed.pk)
    context = {"form": form, "card": card}
    return render(request, "homebeds/new.html", context, status=400 if form.errors else 200)


def _found(request: Request, bed_id: int) -> queries.BedPage:
    return or_404(queries.bed_page(bed_id, actor=request.actor, at=timezone.now()))


@page("homebeds.view")
@require_safe
def bed(request: Request, bed_id: int) -> HttpResponse:
    """One bed and its next steps."""
    found = _found(request, bed_id)
    context = {"page": found, "bed": found.bed, "steps": [(verb, *_shown(verb, found)) for verb in found.verbs]}
    return render(request, "homebeds/bed.html", context)


def _shown(verb: str, found: queries.BedPage) -> tuple[Any, Form]:
    title, make, _act = STEPS[verb]
    reckoned = [each for each in found.subsidies_due if each.fen] if verb == "subsidise" else []
    initial = forms.SubsidyForm.initial_of(reckoned[-1]) if reckoned else None
    return title, make(auto_id=f"{verb}_%s", initial=initial)


@page("homebeds.manage")
@require_POST
def step(request: Request, bed_id: int, verb: str) -> HttpResponse:
    """One form, one action, one redirect."""
    _found(request, bed_id)
    if verb not in STEPS:
        raise Http404
    _title, make, act = STEPS[verb]
    form = make(request.POST)
    if form.is_valid():
        try:
            act(form, bed_id=bed_id, by=request.actor, at=timezone.now())
        except BedRefused as refused:
            messages.error(request, refused.words)
        else:
            messages.success(request, _("已登记。"))
    else:
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("homebeds:bed", bed_id)


urlpatterns = [
    path("", beds, name="beds"),
    path("new/", new, name="new"),
    path("<int:bed_id>/", bed, name="bed"),
    path("<int:bed_id>/<slug:verb>/", step, name="step"),
]
