"""For visitors, on a phone: today's round with a map, one form for each visit, and the same list on paper."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.wellbeing.queries import rounds, targets, tickets
from yinling.design.pages import Request, or_404, page
from yinling.people.registry.queries import Contact, contact_of
from yinling.portals.desk.wellbeing.forms import VisitForm
from yinling.portals.desk.wellbeing.person import kept

visitor_page = page("wellbeing.visit")


@visitor_page
@require_safe
def day(request: Request) -> HttpResponse:
    """Today's people in a good order."""
    today = timezone.localdate()
    stops = rounds.day_round(actor=request.actor, on=today)
    lines, _after = tickets.find_tickets(tickets.GOING, actor=request.actor, at=timezone.now())
    context = {
        "stops": stops,
        "map": rounds.round_map(stops),
        "done": rounds.done_today(actor=request.actor, on=today),
        "tickets": lines,
        "today": today,
    }
    return render(request, "portals/wellbeing/round.html", context)


@visitor_page
@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody who is theirs, whenever due."""
    lines, after = targets.find_targets(
        targets.Wanted(after=_after(request)), actor=request.actor, on=timezone.localdate()
    )  # fmt: skip
    context = {"lines": lines, "next_url": f"?after={after}" if after else ""}
    return render(request, "portals/wellbeing/mine.html", context)


def _after(request: Request) -> int:
    given = request.GET.get("after", "")
    return int(given) if given.isdecimal() and len(given) < 18 else 0


@visitor_page
@require_POST
def paper(request: Request) -> HttpResponse:
    """The round to be printed, with addresses and telephones; each read is logged."""
    now = timezone.now()
    stops = rounds.day_round(actor=request.actor, on=timezone.localdate())
    reached = [
        (stop, contact_of(stop.target.person_id, actor=request.actor, reason=_("打印当天探访名单"), at=now))
        for stop in stops
    ]
    response = render(request, "portals/wellbeing/paper.html", {"stops": reached, "today": timezone.localdate()})
    response["Cache-Control"] = "no-store"
    return response


def _line(request: Request, target_id: int) -> targets.TargetLine:
    return or_404(targets.target_line(target_id, actor=request.actor, on=timezone.localdate()))


@visitor_page
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: Request, target_id: int) -> HttpResponse:
    """One visit: what was found, in a touch or two."""
    line = _line(request, target_id)
    form = VisitForm(
        request.POST or None, request.FILES or None, is_afield=True, initial={"on": timezone.localdate()}
    )  # fmt: skip
    if request.method == "POST" and kept(request, target_id, form):
        return redirect("visitor:day")
    return _shown(request, line, form)


def _shown(
    request: Request, line: targets.TargetLine, form: VisitForm, contact: Contact | None = None
) -> HttpResponse:  # fmt: skip
    context = {"line": line, "form": form, "contact": contact, "visits": targets.visits_of(line.person_id, limit=3)}
    return render(request, "portals/wellbeing/go.html", context, status=400 if form.errors else 200)


@visitor_page
@require_POST
def contact(request: Request, target_id: int) -> HttpResponse:
    """Address and telephone, on this answer alone; the read is logged."""
    line = _line(request, target_id)
    reached = contact_of(line.person_id, actor=request.actor, reason=_("上门探访"), at=timezone.now())
    form = VisitForm(is_afield=True, initial={"on": timezone.localdate()})
    response = _shown(request, line, form, reached)
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("", day, name="day"),
    path("people/", people, name="people"),
    path("paper/", paper, name="paper"),
    path("people/<int:target_id>/", visit, name="visit"),
    path("people/<int:target_id>/contact/", contact, name="contact"),
]
