"""Forms of the totals: what is typed, nothing decided."""

from django import forms

from ..forms import reason_of_a_new_version


class GatherForm(forms.Form):
    """The reason, where the year's report is public already."""

    reason = reason_of_a_new_version()


class IncludeForm(forms.Form):
    """A dissolved organ, the one whose report holds its figures, and where that is said."""

    organ = forms.IntegerField()
    within = forms.IntegerField()
    note = forms.CharField(max_length=300)
