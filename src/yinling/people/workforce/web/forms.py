"""Forms of the workforce."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.design.pages import number_in
from yinling.kernel.actor import Actor
from yinling.people.places.queries import AreaNames, towns_in
from yinling.people.providers.queries import providers_visible, sites_visible
from yinling.people.workforce.actions import CertificateDetails, WorkerDetails
from yinling.people.workforce.domain.hours import NotHours, read_hours
from yinling.people.workforce.models import (
    AbsenceReason,
    IntegrityKind,
    Occupation,
    QualificationKind,
    QualificationLevel,
    SkillCode,
    Transport,
)
from yinling.people.workforce.queries.lists import Wanted

STATES = [("employed", _("在职")), ("left", _("已离职")), ("shared", _("两家机构同时登记")), ("all", _("全部"))]
WEEKDAYS = [_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日")]


class FilterForm(forms.Form):
    """Which workers to show."""

    q = forms.CharField(label=_("姓名或完整身份证号"), required=False)
    provider = forms.ChoiceField(label=_("机构"), required=False)
    occupation = forms.ChoiceField(label=_("岗位"), required=False, choices=[("", _("全部")), *Occupation.choices])
    area = forms.ChoiceField(label=_("区划"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.organisation_id is not None:
            del self.fields["provider"]
            del self.fields["area"]
            return
        firms = providers_visible(actor).exclude(kind="adaptation_firm").order_by("name").values_list("id", "name")
        offer(self, "provider", [("", _("全部")), *((str(pk), name) for pk, name in firms)])
        towns = [(town.code, town.name) for town in towns_in(actor.area)] if actor.area else []
        offer(self, "area", [("", _("全部")), *towns])

    def wanted(self, after: str) -> Wanted:
        """What was asked for; what does not fit is left out."""
        self.is_valid()
        given = self.cleaned_data
        provider = given.get("provider", "")
        return Wanted(
            text=given.get("q", ""), provider_id=int(provider) if provider else None,
            occupation=given.get("occupation", ""), area=given.get("area", ""), state=given.get("state") or "employed",
            after=number_in(after),
        )  # fmt: skip


class WorkerForm(forms.Form):
    """Who works for the provider."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    id_number = forms.CharField(label=_("身份证号"), max_length=24, help_text=_("性别和出生日期由身份证号得出"))
    phone = forms.CharField(label=_("手机号"), max_length=20, required=False)
    occupation = forms.ChoiceField(label=_("岗位"), choices=Occupation.choices)
    is_full_time = forms.BooleanField(label=_("专职"), required=False, initial=True)
    site_id = forms.TypedChoiceField(label=_("所在站点"), required=False, coerce=int, empty_value=None)
    area = forms.CharField(label=_("工作区划"), help_text=_("每天出发的地方：街镇和村居的名称，中间空一格；或区划代码"))
    transport = forms.ChoiceField(label=_("出行方式"), choices=Transport.choices, initial=Transport.EBIKE)
    languages = forms.CharField(label=_("语言"), required=False, help_text=_("如：普通话、上海话"), initial=_("普通话"))
    longitude = forms.DecimalField(label=_("出发点经度"), required=False, max_digits=8, decimal_places=5)
    latitude = forms.DecimalField(label=_("出发点纬度"), required=False, max_digits=8, decimal_places=5)
    employed_from = forms.DateField(label=_("入职日期"), initial=timezone.localdate)

    def __init__(self, *args: Any, actor: Actor, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = sites_visible(actor).order_by("name").values_list("id", "name")
        offer(self, "site_id", [("", _("不固定")), *sites])
        if not is_new:
            del self.fields["id_number"]
            self.fields["reason"] = forms.CharField(label=_("更正的理由"), max_length=200)

    def clean_area(self) -> str:
        """The code of what was written."""
        line = AreaNames().find(self.cleaned_data["area"])
        if line is None:
            raise forms.ValidationError(_("找不到这个区划"))
        return line.code

    def clean_phone(self) -> str:
        """Digits only."""
        phone = re.sub(r"[\s()-]", "", self.cleaned_data["phone"]).removeprefix("+86")
        if phone and not re.fullmatch(r"1\d{10}|0\d{9,11}|\d{7,8}", phone):
            raise forms.ValidationError(_("不是有效的电话号码"))
        return phone

    def details(self, id_number: str = "") -> WorkerDetails:
        """As the verb takes it."""
        given = self.cleaned_data
        names = ["name", "phone", "occupation", "is_full_time", "site_id", "area", "transport", "longitude",
                 "latitude", "employed_from"]  # fmt: skip
        spoken = tuple(part for part in re.split(r"[、,，;；\s]+", given["languages"]) if part)
        return WorkerDetails(
            id_number=given.get("id_number", id_number), languages=spoken, **{name: given[name] for name in names}
        )


class CertificateForm(forms.Form):
    """A certificate of a worker."""

    kind = forms.ChoiceField(label=_("证书"), choices=QualificationKind.choices)
    level = forms.ChoiceField(
        label=_("等级"), required=False, choices=[("", _("无")), *QualificationLevel.choices],
        help_text=_("只有养老护理员证书分等级"),
    )  # fmt: skip
    number = forms.CharField(label=_("证书编号"), max_length=60, required=False)
    issued_by = forms.CharField(label=_("发证机构"), max_length=120, required=False)
    issued_on = forms.DateField(label=_("发证日期"))
    valid_until = forms.DateField(label=_("有效期至"), required=False, help_text=_("长期有效的留空"))
    file = forms.FileField(label=_("扫描件"), required=False)

    def details(self) -> CertificateDetails:
        """As the verb takes it."""
        given = dict(self.cleaned_data)
        file = given.pop("file")
        return CertificateDetails(**given, **({"content": file.read(), "file_name": file.name} if file else {}))


class SkillsForm(forms.Form):
    """What a worker can do."""

    skills = forms.MultipleChoiceField(
        label=_("技能"), choices=SkillCode.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class HoursForm(forms.Form):
    """Agreed hours by weekday."""

    valid_from = forms.DateField(label=_("自哪一天起"), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = forms.CharField(
                label=name, required=False, max_length=60,
                help_text=_("如 08:00-12:00、13:00-17:00；休息日留空") if number == 0 else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Each day's text as stretches."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["hours"] = []
        for number in range(len(WEEKDAYS)):
            try:
                given["hours"] += [(number, *part) for part in read_hours(given.get(f"day_{number}", ""))]
            except NotHours as fault:
                self.add_error(f"day_{number}", str(fault))
        return given


class AbsenceForm(forms.Form):
    """A stretch of time away, whole days or part of one."""

    starts_on = forms.DateField(label=_("从哪一天"), initial=timezone.localdate)
    starts_at = forms.TimeField(label=_("几点起"), required=False, help_text=_("如 07:30；全天留空"))
    ends_on = forms.DateField(label=_("到哪一天（含）"), initial=timezone.localdate)
    ends_at = forms.TimeField(label=_("到几点"), required=False)
    reason = forms.ChoiceField(label=_("原因"), choices=AbsenceReason.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class LeavingForm(forms.Form):
    """The end of an employment."""

    until = forms.DateField(label=_("从哪一天起不在本机构"), initial=timezone.localdate)
    reason = forms.CharField(label=_("离职原因"), max_length=200)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class RevealForm(forms.Form):
    """Which masked value is to be seen, and why."""

    field = forms.ChoiceField(label=_("查看什么"), choices=[("phone", _("电话")), ("id_number", _("身份证号"))])
    reason = forms.CharField(label=_("查看的理由"), max_length=200, help_text=_("会记入查阅记录"))


class IntegrityForm(forms.Form):
    """An event of the integrity record."""

    kind = forms.ChoiceField(label=_("类别"), choices=IntegrityKind.choices)
    happened_on = forms.DateField(label=_("日期"), initial=timezone.localdate)
    facts = forms.CharField(label=_("事实"), max_length=400)
    source_document = forms.CharField(
        label=_("依据的文书"), max_length=200, required=False, help_text=_("表扬以外必须填写")
    )


class StarForm(forms.Form):
    """A star grade."""

    year = forms.IntegerField(label=_("年度"), min_value=2019, max_value=2100)
    stars = forms.TypedChoiceField(label=_("星级"), coerce=int, choices=[(n, "★" * n) for n in range(1, 6)])
    reason = forms.CharField(label=_("理由"), max_length=200)
