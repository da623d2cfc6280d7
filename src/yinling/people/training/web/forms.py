"""Forms of training."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.people.places.queries import name_of, towns_in
from yinling.people.providers.queries import sites_visible
from yinling.people.training.actions import CourseDetails
from yinling.people.training.models import Audience, InternOutcome, Internship, Trainee
from yinling.people.workforce.queries import WorkerLine
from yinling.people.workforce.queries.words import level_words


def _areas(actor: Actor) -> list[tuple[str, str]]:
    towns = [(town.code, town.name) for town in towns_in(actor.area) if town.code != actor.area]
    return [(actor.area, name_of(actor.area)), *towns]


class CourseForm(forms.Form):
    """A course to open."""

    name = forms.CharField(label=_("名称"), max_length=120)
    audience = forms.ChoiceField(label=_("对象"), choices=Audience.choices)
    area = forms.ChoiceField(label=_("面向区划"))
    organiser = forms.CharField(label=_("承办机构"), max_length=120)
    base_id = forms.TypedChoiceField(label=_("实训基地"), required=False, coerce=int, empty_value=None)
    starts_on = forms.DateField(label=_("开始"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("结束"), initial=timezone.localdate)
    hours = forms.IntegerField(label=_("课时"), min_value=1, max_value=1000)
    places = forms.IntegerField(label=_("名额"), min_value=1, max_value=10_000)
    fund = forms.CharField(label=_("经费来源"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", _areas(actor))
        bases = sites_visible(actor).filter(kind="training_base").order_by("name").values_list("id", "name")
        offer(self, "base_id", [("", _("无")), *bases])

    def details(self) -> CourseDetails:
        """As the verb takes it."""
        return CourseDetails(**self.cleaned_data)


class AdmissionForm(forms.Form):
    """Workers to put into a course."""

    worker_ids = forms.TypedMultipleChoiceField(
        label=_("人员"), coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={"required": _("请选择人员")}
    )

    def __init__(self, *args: Any, workers: Iterable[WorkerLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "worker_ids", [(one.id, f"{one.name}（{one.occupation_words}）") for one in workers])


class RelativeForm(forms.Form):
    """A family member to put into a course."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    id_number = forms.CharField(label=_("身份证号"), max_length=24, help_text=_("只用来防止重复计数，不保存号码"))


class AttendanceForm(forms.Form):
    """Hours of everybody on a day."""

    attended_on = forms.DateField(label=_("日期"), initial=timezone.localdate)

    def __init__(self, *args: Any, trainees: Iterable[Trainee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ids = [one.pk for one in trainees]
        for one in trainees:
            self.fields[f"hours_{one.pk}"] = forms.IntegerField(
                label=one.name, required=False, min_value=0, max_value=24
            )  # fmt: skip

    def hours(self) -> dict[int, int]:
        """Hours by trainee; those left empty are left out."""
        given = {pk: self.cleaned_data.get(f"hours_{pk}") for pk in self._ids}
        return {pk: hours for pk, hours in given.items() if hours is not None}


class ExamForm(forms.Form):
    """Scores of everybody."""

    held_on = forms.DateField(label=_("日期"), initial=timezone.localdate)
    pass_score = forms.IntegerField(label=_("合格线"), min_value=0, max_value=100)

    def __init__(self, *args: Any, trainees: Iterable[Trainee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ids = [one.pk for one in trainees]
        for one in trainees:
            self.fields[f"score_{one.pk}"] = forms.IntegerField(
                label=one.name, required=False, min_value=0, max_value=100
            )  # fmt: skip

    def results(self) -> dict[int, tuple[int, bool]]:
        """Score and whether it is enough, by trainee; those left empty are left out."""
        line = self.cleaned_data["pass_score"]
        given = {pk: self.cleaned_data.get(f"score_{pk}") for pk in self._ids}
        return {pk: (score, score >= line) for pk, score in given.items() if score is not None}


class InternshipForm(forms.Form):
    """A batch of interns."""

    school = forms.CharField(label=_("院校"), max_length=120)
    starts_on = forms.DateField(label=_("开始"), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("期满"))
    names = forms.CharField(
        label=_("见习人员"), widget=forms.Textarea(attrs={"rows": 6}), help_text=_("每行一个姓名")
    )  # fmt: skip

    def clean_names(self) -> list[str]:
        """One name a line."""
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]


class OutcomesForm(forms.Form):
    """How an internship ended for each intern."""

    def __init__(self, *args: Any, internship: Internship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._interns = list(internship.interns.all())
        for one in self._interns:
            self.fields[f"intern_{one.pk}"] = forms.ChoiceField(
                label=one.name, choices=InternOutcome.choices, initial=one.outcome
            )  # fmt: skip

    def outcomes(self) -> dict[int, str]:
        """Outcome by intern."""
        return {one.pk: self.cleaned_data[f"intern_{one.pk}"] for one in self._interns}


class ContestForm(forms.Form):
    """A contest or yearly honour."""

    name = forms.CharField(label=_("名称"), max_length=120)
    area = forms.ChoiceField(label=_("面向区划"))
    held_on = forms.DateField(label=_("日期"), initial=timezone.localdate)
    organiser = forms.CharField(label=_("主办单位"), max_length=120)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", _areas(actor))


class PlacingForm(forms.Form):
    """A worker's place or title."""

    worker_id = forms.TypedChoiceField(label=_("人员"), coerce=int)
    title = forms.CharField(label=_("名次或称号"), max_length=60)
    level = forms.ChoiceField(label=_("晋升等级"), required=False)

    def __init__(self, *args: Any, workers: Iterable[WorkerLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "level", [("", _("不晋升")), *level_words().items()])
        offer(self, "worker_id", [(one.id, f"{one.name}（{one.provider}）") for one in workers])
