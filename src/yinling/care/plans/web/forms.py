"""The forms of plans."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.catalogue.queries import packages, services
from yinling.care.plans.actions import Agreement, Content, ItemDetails
from yinling.care.plans.models import AgreedAs, AgreedHow, PlanItem, Version
from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.kernel.dates import clock_minutes
from yinling.people.providers.queries import providers_visible
from yinling.people.workforce.queries import workers_visible

WEEKDAYS = list(enumerate([_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]))
EVERY = [(1, _("每周")), (2, _("每两周一次")), (4, _("每四周一次"))]
CARERS = [(1, _("一人")), (2, _("两人同时"))]
GENDERS = [("", _("都可以")), ("female", _("女")), ("male", _("男"))]
PRIORITIES = [(1, _("必须保证")), (2, _("一般")), (3, _("可以调整"))]
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
REASON = forms.Textarea(attrs={"rows": 2})


def clock_of(minute: int) -> time:
    """The time on the clock, at the latest 23:59."""
    return time(min(minute, 1439) // 60, min(minute, 1439) % 60)


class OpenForm(forms.Form):
    """Who is to care for the person."""

    provider_id = forms.TypedChoiceField(label=_("服务机构"), coerce=int)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = providers_visible(actor).filter(kind="care_operator", status="active").order_by("name", "pk")
        offer(self, "provider_id", [(row.pk, row.name) for row in rows])


class PackageForm(forms.Form):
    """Services that are offered together."""

    package = forms.ChoiceField(label=_("服务包"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {code: line.name for code, line in services(with_withdrawn=True).items()}
        told = {
            code: "、".join(f"{names.get(item, item)}{times}次" for item, times in each.items.items())
            for code, each in packages().items()
        }
        offer(self, "package", [(code, f"{each.name}：{told[code]}") for code, each in packages().items()])


class ContentForm(forms.Form):
    """Goals and days of a version."""

    goals = forms.CharField(
        label=_("照护目标"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：每周洗一次澡，不跌倒，按时吃药。"),
    )
    in_force_from = forms.DateField(label=_("从哪天起"))
    review_due_on = forms.DateField(label=_("复核日"), help_text=_("最晚到评估结果到期那天。"))
    why = forms.CharField(label=_("这一版为什么改"), max_length=200, required=False)

    @classmethod
    def of(cls, version: Version | Any) -> "ContentForm":
        """Filled with what the version says now."""
        first = max(version.in_force_from, timezone.localdate())
        return cls(initial={**{name: getattr(version, name) for name in cls.base_fields}, "in_force_from": first})

    def content(self) -> Content:
        """The content, from clean data."""
        return Content(**self.cleaned_data)


class ItemForm(forms.Form):
    """One service: when, how often, by whom."""

    service_code = forms.ChoiceField(label=_("服务项目"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    every_weeks = forms.TypedChoiceField(label=_("多久一次"), choices=EVERY, coerce=int)
    window_from = forms.TimeField(label=_("最早几点开始"), widget=CLOCK, initial=time(8))
    window_until = forms.TimeField(label=_("最晚几点结束"), widget=CLOCK, initial=time(12))
    minutes = forms.IntegerField(
        label=_("每次多少分钟"), min_value=5, max_value=720, required=False, help_text=_("不填就按目录的时长。")
    )
    carers = forms.TypedChoiceField(
        label=_("护理人员"), choices=[("", _("按目录")), *CARERS], coerce=int, required=False, empty_value=None
    )
    wished_gender = forms.ChoiceField(label=_("希望护理员的性别"), choices=GENDERS, required=False)
    wished_worker_id = forms.TypedChoiceField(
        label=_("希望哪位护理员来"), coerce=int, required=False, empty_value=None
    )  # fmt: skip
    priority = forms.TypedChoiceField(label=_("优先级"), choices=PRIORITIES, coerce=int, initial=2)
    note = forms.CharField(label=_("要求"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, provider_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = services()
        offer(self, "service_code", [(code, f"{line.category_name}：{line.name}") for code, line in self.known.items()])
        workers = workers_visible(actor).filter(provider_id=provider_id, employed_until=None).order_by("name", "pk")
        offer(self, "wished_worker_id", [("", _("都可以")), *((row.pk, row.name) for row in workers)])

    @staticmethod
    def initial_of(item: PlanItem) -> dict[str, Any]:
        """What an item says now."""
        told = {name: getattr(item, name) for name in ItemDetails.__dataclass_fields__}
        return {**told, "window_from": clock_of(item.window_from), "window_until": clock_of(item.window_until)}

    def details(self) -> ItemDetails:
        """The item, from clean data; what was left open is as in the catalogue."""
        data = self.cleaned_data
        line = self.known[data["service_code"]]
        last = clock_minutes(data["window_until"])
        return ItemDetails(**{
            **data, "weekdays": tuple(data["weekdays"]), "window_from": clock_minutes(data["window_from"]),
            "window_until": 1440 if last in (0, 1439) else last, "minutes": data["minutes"] or line.minutes,
            "carers": data["carers"] or line.carers,
        })  # fmt: skip


class AgreementForm(forms.Form):
    """Somebody else writes down that the person agreed."""

    agreed_by = forms.CharField(label=_("谁同意的"), max_length=60, help_text=_("写姓名。"))
    agreed_as = forms.ChoiceField(label=_("是老人的什么人"), choices=AgreedAs.choices)
    agreed_how = forms.ChoiceField(
        label=_("怎样同意的"), choices=[pair for pair in AgreedHow.choices if pair[0] != AgreedHow.PAGE]
    )

    def agreement(self) -> Agreement:
        """The agreement, from clean data."""
        return Agreement(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=REASON)


class ChangeForm(forms.Form):
    """What the person wants otherwise."""

    reason = forms.CharField(
        label=_("您想怎样改？"), max_length=200, widget=REASON, help_text=_("例如：下午来，不要早上来；想请女护理员。")
    )


class EndForm(ReasonForm):
    """The plan ends."""

    on = forms.DateField(label=_("从哪天起结束"), initial=timezone.localdate)
