"""The form of each step of a job."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.adaptation.domain import papers, quote
from yinling.care.adaptation.domain.photos import PHOTOS_MAX, Photo
from yinling.care.adaptation.models import Severity
from yinling.design.choices import offer
from yinling.design.fields import YuanField
from yinling.gateways.policy.reading import load_packages, load_risk_items
from yinling.kernel.money import format_yuan
from yinling.people.providers.queries import firms_serving

LONG = forms.Textarea(attrs={"rows": 3})
PHOTO_HELP = _("JPEG 或 PNG 照片，一次最多 12 张，每张不超过 8 MB。")


class ManyFilesInput(forms.ClearableFileInput):
    """Several files in one field; phones offer the camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos, cleaned to frozen values; what is a photo is judged by the rules."""

    def __init__(self, **kwargs: Any) -> None:
        widget = ManyFilesInput(attrs={"accept": "image/jpeg,image/png"})
        super().__init__(widget=widget, help_text=PHOTO_HELP, max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> tuple[Photo, ...]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > PHOTOS_MAX:
            raise forms.ValidationError(_("一次最多上传 12 张照片。"))
        kept = [super(PhotosField, self).clean(file, initial) for file in files]
        return tuple(Photo(file.name, file.read()) for file in kept)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, today unless told."""
    return forms.DateField(label=label, initial=timezone.localdate, **kwargs)


class AssignForm(forms.Form):
    """Which firm gets the job."""

    firm_id = forms.TypedChoiceField(label=_("改造企业"), coerce=int)
    reason = forms.CharField(label=_("说明"), help_text=_("改派时必须写明理由。"), required=False, widget=LONG)

    def __init__(self, *args: Any, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = [(firm.id, firm.name) for firm in firms_serving(area)]
        offer(self, "firm_id", [("", _("请选择")), *firms])


class SurveyForm(forms.Form):
    """One select for each risk item of the pack, room by room."""

    surveyed_on = day_field(_("评估日期"))
    remark = forms.CharField(label=_("评估说明"), required=False, widget=LONG)
    photos = PhotosField(label=_("现场照片"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = load_risk_items(settings.PACK)
        for item in self.items:
            self.fields[item.code] = forms.ChoiceField(
                label=item.name, choices=[("", _("未发现")), *Severity.choices], required=False
            )

    def rooms(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """Fields by room, each with the usual measure."""
        found: dict[str, list[tuple[Any, str]]] = {}
        for item in self.items:
            found.setdefault(item.room, []).append((self[item.code], item.measure))
        return list(found.items())

    def paper(self) -> papers.SurveyPaper:
        """The answers as the verb takes them."""
        data = self.cleaned_data
        found = (papers.Found(item.code, data[item.code]) for item in self.items if data[item.code])
        return papers.SurveyPaper(data["surveyed_on"], tuple(found), data["remark"], data["photos"])


class QuoteLineForm(forms.Form):
    """One line of a quote; a line left empty does not count."""

    package = forms.ChoiceField(label=_("服务包"))
    item = forms.CharField(label=_("项目"), max_length=120, widget=forms.TextInput(attrs={"size": 30}))
    unit = forms.CharField(label=_("单位"), max_length=10, required=False, widget=forms.TextInput(attrs={"size": 4}))
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=quote.QUANTITY_MAX, initial=1)
    unit_price_fen = YuanField(
        label=_("单价（元）"), widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packages = [(package.code, package.name) for package in load_packages(settings.PACK)]
        offer(self, "package", packages)
        if packages:
            self.fields["package"].initial = packages[0][0]


class LinesFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # only the stubs know it as generic
    """The lines of a quote."""

    def lines(self) -> tuple[quote.Line, ...]:
        """Filled lines as the verb takes them."""
        return tuple(quote.Line(**form.cleaned_data) for form in self.forms if form.has_changed())


# The stubs forget which formset was handed in.
QuoteLines = cast(
    type[LinesFormSet], forms.formset_factory(QuoteLineForm, formset=LinesFormSet, extra=4, max_num=quote.LINES_MAX)
)


class QuoteForm(forms.Form):
    """What goes with the lines."""

    note = forms.CharField(label=_("报价说明"), required=False, widget=LONG)


class OnBehalfForm(forms.Form):
    """A clerk answers for the older person and says why."""

    reason = forms.CharField(
        label=_("代为办理的理由"), widget=LONG, help_text=_("例如：老人来电口头同意，时间、通话人。")
    )


class ReasonForm(forms.Form):
    """What should be different."""

    reason = forms.CharField(label=_("希望怎样修改"), widget=LONG, max_length=500)


class ContractForm(forms.Form):
    """Dates of the contract and who signed."""

    signed_on = day_field(_("签订日期"))
    starts_on = day_field(_("计划开工日期"))
    ends_on = forms.DateField(label=_("计划完工日期"))
    signed_by = forms.CharField(label=_("老人或代办人签字姓名"), max_length=60)

    def terms(self) -> papers.ContractTerms:
        """The answers as the verb takes them."""
        return papers.ContractTerms(**self.cleaned_data)


class StartForm(forms.Form):
    """The works begin."""

    on = day_field(_("开工日期"))
    photos = PhotosField(label=_("施工前照片"), required=False)


class FinishForm(forms.Form):
    """The works are done."""

    on = day_field(_("完工日期"))
    photos = PhotosField(label=_("完工照片"))
    note = forms.CharField(label=_("施工说明"), required=False, widget=LONG)


class AcceptForm(forms.Form):
    """Satisfied: the name stands for the signature."""

    signature_name = forms.CharField(label=_("签名（写您的名字）"), max_length=60)
    remark = forms.CharField(label=_("想说的话"), required=False, widget=LONG, max_length=500)

    def verdict(self) -> papers.Verdict:
        """The answers as the verb takes them."""
        return papers.Verdict(self.cleaned_data["signature_name"], self.cleaned_data["remark"])


class ReworkForm(AcceptForm):
    """Not satisfied: what must be mended."""

    remark = forms.CharField(label=_("哪里不满意"), widget=LONG, max_length=500)


class ClerkVerdictForm(forms.Form):
    """A clerk records the household's answer."""

    satisfied = forms.ChoiceField(
        label=_("老人的意见"),
        choices=[("yes", _("满意，验收通过")), ("no", _("不满意，需要返工"))],
        widget=forms.RadioSelect,
    )
    signature_name = forms.CharField(label=_("老人或家属姓名"), max_length=60)
    remark = forms.CharField(
        label=_("老人的原话"),
        required=False,
        widget=LONG,
        max_length=500,
        help_text=_("需要返工时写明哪里不满意。"),
    )
    reason = forms.CharField(label=_("代为办理的理由"), widget=LONG)

    def verdict(self) -> papers.Verdict:
        """The answers as the verb takes them."""
        return papers.Verdict(self.cleaned_data["signature_name"], self.cleaned_data["remark"])


class AfterCheckForm(forms.Form):
    """A call or visit some time later."""

    visited_on = day_field(_("回访日期"))
    satisfied = forms.TypedChoiceField(
        label=_("老人是否满意"), choices=[("yes", _("满意")), ("no", _("不满意"))], widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
    )  # fmt: skip
    note = forms.CharField(label=_("回访记录"), widget=LONG)


class ContactForm(forms.Form):
    """Why the contact details are needed; the look is logged."""

    reason = forms.CharField(label=_("查看原因"), max_length=120, help_text=_("例如：预约上门评估。每次查看都会记录。"))


def quote_lines(data: Any = None, *, last: Sequence[Any] = ()) -> LinesFormSet:
    """The lines of a quote: those of the last offer to begin with; `more` in the answers adds four empty ones."""
    if data is None:
        names = ("package", "item", "unit", "quantity", "unit_price_fen")
        initial = [{name: getattr(line, name) for name in names} for line in last]
        for line in initial:
            line["unit_price_fen"] = format_yuan(line["unit_price_fen"])
        return QuoteLines(initial=initial)
    return QuoteLines(data)


def with_more_lines(data: Any) -> LinesFormSet:
    """The answers so far, unjudged, with four more empty lines."""
    more = data.copy()
    count = int(data.get("form-TOTAL_FORMS") or 0) if str(data.get("form-TOTAL_FORMS")).isdecimal() else 0
    names = ("package", "item", "unit", "quantity", "unit_price_fen")
    rows = [{name: more.get(f"form-{row}-{name}", "") for name in names} for row in range(min(count, quote.LINES_MAX))]
    return QuoteLines(initial=[row for row in rows if row["item"] or row["unit_price_fen"]])
