"""The forms of the catalogue."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.catalogue import queries
from yinling.care.catalogue.actions import ServiceDetails
from yinling.care.catalogue.domain.items import ServiceLine
from yinling.care.catalogue.models import Unit
from yinling.design.choices import offer
from yinling.kernel.money import NotMoney, parse_yuan

GRADES = [
    (0, _("都可以")),
    (1, _("轻度失能及以上")),
    (2, _("中度失能及以上")),
    (3, _("重度失能及以上")),
    (4, _("完全失能")),
]
CARERS = [(1, _("一人")), (2, _("两人同时"))]


class ServiceForm(forms.Form):
    """An item of the catalogue."""

    name = forms.CharField(label=_("名称"), max_length=60)
    category = forms.ChoiceField(label=_("大类"))
    listed_under = forms.ChoiceField(label=_("属于目录里的哪个项目"), required=False)
    unit = forms.ChoiceField(label=_("计价单位"), choices=Unit.choices)
    minutes = forms.IntegerField(label=_("通常时长（分钟）"), min_value=5, max_value=1440)
    carers = forms.TypedChoiceField(label=_("护理人员"), choices=CARERS, coerce=int)
    skills = forms.MultipleChoiceField(
        label=_("需要的技能"), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    proof = forms.MultipleChoiceField(label=_("服务凭证"), required=False, widget=forms.CheckboxSelectMultiple)
    grade_min = forms.TypedChoiceField(label=_("适合的能力等级"), choices=GRADES, coerce=int)
    same_sex = forms.BooleanField(label=_("由同性护理人员服务"), required=False)
    is_offered = forms.BooleanField(label=_("现在提供"), required=False, initial=True)

    def __init__(self, *args: Any, line: ServiceLine | None = None, **kwargs: Any) -> None:
        if line is not None:
            kwargs["initial"] = {name: getattr(line, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        files = queries.files()
        offer(self, "category", queries.categories().items())
        listed = [pair for section in queries.sections() for pair in section.listed]
        offer(self, "listed_under", [("", _("不属于，单独一项")), *listed])
        offer(self, "skills", files.skills.items())
        offer(self, "proof", files.proofs.items())

    def details(self, code: str) -> ServiceDetails:
        """The item, from clean data."""
        return ServiceDetails(code=code, **self.cleaned_data)


class NewServiceForm(ServiceForm):
    """An item that the district adds."""

    code = forms.SlugField(
        label=_("编号"), max_length=40, help_text=_("英文小写字母、数字和下划线，例如 hair_cut；以后不能改。")
    )
    field_order = ("code",)

    def details(self, code: str = "") -> ServiceDetails:
        """The item, from clean data."""
        return ServiceDetails(**self.cleaned_data)


class PriceForm(forms.Form):
    """A price from a day on."""

    fen = forms.CharField(label=_("价格（元）"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    valid_from = forms.DateField(label=_("从哪天起"), initial=timezone.localdate)
    source = forms.CharField(label=_("依据"), max_length=120, required=False, help_text=_("文件名或会议，可以不填。"))

    def clean_fen(self) -> int:
        """Yuan as people write them, in fen; not below nothing."""
        try:
            fen = parse_yuan(self.cleaned_data["fen"])
        except NotMoney:
            fen = -1
        if fen < 0:
            raise forms.ValidationError(_("请填写金额，例如 60 或 35.50。"))
        return fen
