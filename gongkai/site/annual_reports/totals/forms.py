"""Forms of the totals: what is typed, nothing decided."""

from django import forms
from django.utils.translation import gettext_lazy as _


class GatherForm(forms.Form):
    """The reason, where the year's report is public already."""

    reason = forms.CharField(
        label=_("更正原因"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("这一年度已有公布的报告时填写，它会随新版本公布。"),
    )


class IncludeForm(forms.Form):
    """A dissolved organ, the one whose report holds its figures, and where that is said."""

    organ = forms.IntegerField()
    within = forms.IntegerField()
    note = forms.CharField(max_length=300)
