"""What a page of sheets is asked for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST_YEAR = 2008
"""The year the Regulation came into force."""


class YearForm(forms.Form):
    """A choice of the year; of the quarter too where the sheet is of one."""

    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    quarter = forms.TypedChoiceField(label=gettext_lazy("季度"), coerce=int)

    def __init__(self, data: Any, *, years: Sequence[int], quarters: bool) -> None:
        super().__init__(data)
        year, quarter = self.fields["year"], self.fields["quarter"]
        assert isinstance(year, forms.ChoiceField) and isinstance(quarter, forms.ChoiceField)
        year.choices = [(one, _("{year}年").format(year=one)) for one in years]
        quarter.choices = [(one, _("第{quarter}季度").format(quarter=one)) for one in range(1, 5)]
        if not quarters:
            del self.fields["quarter"]


class RecordsForm(forms.Form):
    """The period and the column of a figure, as our own links give them."""

    since = forms.DateField()
    until = forms.DateField()
    running = forms.BooleanField(required=False)
    column = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def clean_until(self) -> date:
        since, until = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if since and not since <= until <= date(2999, 12, 31):
            raise forms.ValidationError(_("截止日期早于开始日期"))
        found: date = until
        return found
