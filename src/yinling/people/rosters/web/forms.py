"""Forms of rosters."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.people.rosters.actions.taker import taker
from yinling.people.rosters.queries import source_names


class UploadForm(forms.Form):
    """A roster to import."""

    source = forms.ChoiceField(label=_("来源"))
    reported_on = forms.DateField(
        label=_("报送日期"),
        initial=timezone.localdate,
        help_text=_("数据截至哪一天；行内有“报送日期”列的以列为准"),
    )
    file = forms.FileField(label=_("名册"), help_text=_(".xlsx 或 .csv，第一行为列名"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "source", [(name, name) for name in source_names()])
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"


class ColumnsForm(forms.Form):
    """Which field each column holds."""

    def __init__(self, *args: Any, headers: list[str], columns: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._headers = headers
        choices = [("", _("不导入")), *((field.name, field.label) for field in taker().fields().values())]
        for index, header in enumerate(headers):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=columns.get(header, "")
            )

    def columns(self) -> dict[str, str]:
        """Field by header, columns that are left out excepted."""
        given = {header: self.cleaned_data[f"column_{index}"] for index, header in enumerate(self._headers)}
        return {header: name for header, name in given.items() if name}
