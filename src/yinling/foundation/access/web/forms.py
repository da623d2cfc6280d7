"""Forms of access."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.actions import first_password
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.queries import choices_of
from yinling.foundation.access.web.passwords import MixedPasswordValidator
from yinling.kernel.area import NotAnArea, normalise


class PasswordForm(forms.Form):
    """A first password, shown in the open because it is handed over and then replaced."""

    password = forms.CharField(
        label=_("首次密码"), initial=first_password, max_length=128, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = MixedPasswordValidator().get_help_text()
        self.fields["password"].help_text = _("请当面交给本人；首次登录后必须更换。") + rule

    def clean_password(self) -> str:
        """Raises ValidationError."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class UserForm(PasswordForm):
    """A new log-in."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("登录名"),
        max_length=150,
        help_text=_("字母、数字和 @ . + - _"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["name", "username", "password"]


class PostForm(forms.Form):
    """A post to be given."""

    role = forms.ChoiceField(label=_("角色"), choices=[("", "——"), *((r.code, r.name) for r in ROLES.values())])
    area = forms.CharField(
        label=_("区划"), required=False, help_text=_("工作人员所管的区域；系统管理员和全区岗位可留空。")
    )
    organisation_id = forms.IntegerField(label=_("机构编号"), required=False, help_text=_("仅企业岗位填写。"))
    person_id = forms.IntegerField(label=_("老年人编号"), required=False, help_text=_("仅老年人本人登录填写。"))
    valid_from = forms.DateField(label=_("开始日期"), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose_from("area", "area", _("区划"))
        self._choose_from("organisation_id", "organisation", _("机构"))

    def _choose_from(self, field: str, directory: str, label: Any) -> None:
        """A list in place of a code to be typed, where an upper floor knows the names."""
        if found := choices_of(directory):
            help_text = self.fields[field].help_text
            choices = [("", "——"), *found]
            self.fields[field] = forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)

    def clean_area(self) -> str:
        """The code without padding. Raises ValidationError."""
        text = self.cleaned_data["area"]
        try:
            return normalise(text) if text else ""
        except NotAnArea as fault:
            raise forms.ValidationError(_("不是有效的区划代码")) from fault

    def clean_organisation_id(self) -> int | None:
        """The number of a firm, whichever field it came from."""
        value = self.cleaned_data["organisation_id"]
        return int(value) if value else None


class EndForm(forms.Form):
    """Why a post ends."""

    reason = forms.CharField(label=_("终止原因"), max_length=200)
