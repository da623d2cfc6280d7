"""For the bureau and providers: courses with their trainees, contests with their placings."""

from collections.abc import Callable

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, page
from yinling.people.training import actions, queries
from yinling.people.training.models import Course
from yinling.people.training.web import forms
from yinling.people.workforce.domain.refusals import WorkerRefused
from yinling.people.workforce.queries import WorkerLine, workers_visible
from yinling.people.workforce.queries.workers import employed_lines

_SHOWN = 50
_CHOICES_MAX = 500


@page("training.view")
@require_safe
def courses(request: Request) -> HttpResponse:
    """Courses, latest first, and how many people were trained this year."""
    year = timezone.localdate().year
    context = {
        "rows": queries.courses_visible(request.actor)[:_SHOWN],
        "trained": queries.trained(request.actor, year=year),
        "year": year,
        "may_manage": request.actor.may("training.manage"),
    }
    return render(request, "training/courses.html", context)


@page("training.manage")
@require_http_methods(["GET", "POST"])
def course_new(request: Request) -> HttpResponse:
    """Opens a course."""
    form = forms.CourseForm(request.POST or None, actor=request.actor)
    return form_step(
        request,
        form,
        lambda: actions.open_course(form.details(), by=request.actor, at=timezone.now()),
        heading=_("开设培训"),
        back=reverse("training:courses"),
    )


@page("training.view")
@require_safe
def course(request: Request, course_id: int) -> HttpResponse:
    """One course with its trainees."""
    found = _course(request, course_id)
    context = {
        "course": found,
        "rows": queries.trainee_rows(found, actor=request.actor),
        "may_manage": request.actor.may("training.manage"),
        "may_admit": request.actor.may("training.manage") or request.actor.may("workforce.manage"),
    }
    return render(request, "training/course.html", context)


@page("training.manage", "workforce.manage")
@require_http_methods(["GET", "POST"])
def admission(request: Request, course_id: int) -> HttpResponse:
    """Puts workers into a course."""
    found = _course(request, course_id)
    form = forms.AdmissionForm(request.POST or None, workers=_workers(request))
    return form_step(
        request,
        form,
        lambda: actions.admit_workers(course_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data),
        heading=_("报名：%(course)s") % {"course": found.name},
        back=reverse("training:course", args=[found.pk]),
    )


@page("training.manage")
@require_http_methods(["GET", "POST"])
def relative(request: Request, course_id: int) -> HttpResponse:
    """Puts a family member into a course."""
    found, form = _course(request, course_id), forms.RelativeForm(request.POST or None)
    return form_step(
        request,
        form,
        lambda: actions.admit_relative(course_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data),
        heading=_("家庭成员报名：%(course)s") % {"course": found.name},
        back=reverse("training:course", args=[found.pk]),
    )


@page("training.manage")
@require_http_methods(["GET", "POST"])
def attendance(request: Request, course_id: int) -> HttpResponse:
    """Hours of everybody on a day."""
    found = _course(request, course_id)
    form = forms.AttendanceForm(request.POST or None, trainees=found.trainees.all())
    return form_step(
        request,
        form,
        lambda: actions.attend(
            course_id=found.pk, attended_on=form.cleaned_data["attended_on"], hours=form.hours(), by=request.actor,
            at=timezone.now(),
        ),
        heading=_("考勤：%(course)s") % {"course": found.name},
        back=reverse("training:course", args=[found.pk]),
    )  # fmt: skip


@page("training.manage")
@require_http_methods(["GET", "POST"])
def exam(request: Request, course_id: int) -> HttpResponse:
    """Scores of everybody."""
    found = _course(request, course_id)
    form = forms.ExamForm(request.POST or None, trainees=found.trainees.all())
    return form_step(
        request,
        form,
        lambda: actions.examine(
            course_id=found.pk, held_on=form.cleaned_data["held_on"], results=form.results(), by=request.actor,
            at=timezone.now(),
        ),
        heading=_("考核：%(course)s") % {"course": found.name},
        back=reverse("training:course", args=[found.pk]),
    )  # fmt: skip


@page("training.view")
@require_safe
def contests(request: Request) -> HttpResponse:
    """Contests and honours, latest first."""
    rows = queries.contests_visible(request.actor)[:_SHOWN]
    return render(
        request, "training/contests.html", {"rows": rows, "may_manage": request.actor.may("training.manage")}
    )  # fmt: skip


@page("training.manage")
@require_http_methods(["GET", "POST"])
def contest_new(request: Request) -> HttpResponse:
    """Registers a contest."""
    form = forms.ContestForm(request.POST or None, actor=request.actor)
    return form_step(
        request,
        form,
        lambda: actions.hold_contest(by=request.actor, at=timezone.now(), **form.cleaned_data),
        heading=_("登记竞赛或荣誉"),
        back=reverse("training:contests"),
    )


@page("training.view")
@require_safe
def contest(request: Request, contest_id: int) -> HttpResponse:
    """One contest with its placings; a provider sees its own people."""
    found = get_object_or_404(queries.contests_visible(request.actor), pk=contest_id)
    placings = found.placings.filter(worker__in=workers_visible(request.actor)).select_related("worker__provider")
    context = {"contest": found, "placings": placings, "may_manage": request.actor.may("training.manage")}
    return render(request, "training/contest.html", context)


@page("training.manage")
@require_http_methods(["GET", "POST"])
def placing(request: Request, contest_id: int) -> HttpResponse:
    """A worker's place or title."""
    found = get_object_or_404(queries.contests_visible(request.actor), pk=contest_id)
    form = forms.PlacingForm(request.POST or None, workers=_workers(request))
    return form_step(
        request,
        form,
        lambda: actions.place(contest_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data),
        heading=_("登记名次：%(contest)s") % {"contest": found.name},
        back=reverse("training:contest", args=[found.pk]),
    )


def form_step(
    request: Request, form: django_forms.Form, act: Callable[[], object], *, heading: str, back: str
) -> HttpResponse:
    """Shows the form, or does what was sent and goes back."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
            messages.success(request, _("已保存"))
            return redirect(back)
        except (actions.TrainingRefused, WorkerRefused) as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "heading": heading, "back": back}
    return render(request, "training/form.html", context, status=400 if form.errors else 200)


def _course(request: Request, course_id: int) -> Course:
    return get_object_or_404(queries.courses_visible(request.actor), pk=course_id)


def _workers(request: Request) -> list[WorkerLine]:
    """Those whom the viewer may put anywhere: in employment."""
    return employed_lines(request.actor, limit=_CHOICES_MAX)


urlpatterns = [
    path("", courses, name="courses"),
    path("new/", course_new, name="course_new"),
    path("<int:course_id>/", course, name="course"),
    path("<int:course_id>/admission/", admission, name="admission"),
    path("<int:course_id>/relatives/", relative, name="relative"),
    path("<int:course_id>/attendance/", attendance, name="attendance"),
    path("<int:course_id>/exam/", exam, name="exam"),
    path("contests/", contests, name="contests"),
    path("contests/new/", contest_new, name="contest_new"),
    path("contests/<int:contest_id>/", contest, name="contest"),
    path("contests/<int:contest_id>/placings/new/", placing, name="placing"),
]
