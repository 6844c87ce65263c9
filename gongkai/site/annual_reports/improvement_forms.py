"""Forms of the text of a report: improvements, what became of them, a word on a change, the day below."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .improvement_models import Improvement


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ImprovementForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """改进事项: one row."""

    class Meta:
        model = Improvement
        fields = ("problem", "evidence", "measure", "owner", "due")
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 2}),
            "evidence": forms.Textarea(attrs={"rows": 2}),
            "measure": forms.Textarea(attrs={"rows": 2}),
            "due": _day(),
        }
        help_texts = {
            "evidence": _("数据、检查结果或者公众反映，可以不填。"),
            "measure": _("具体、可核对；它是下一年度要报告落实情况的承诺。"),
        }


class OutcomeForm(forms.Form):
    """落实情况 of a commitment."""

    state = forms.ChoiceField(
        label=_("落实情况"), choices=Improvement.State.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("落实说明"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("做了什么；没有完成的，写明原因和下一步打算。"),
    )  # fmt: skip
    proof = forms.CharField(
        label=_("落实的凭据"), max_length=300, required=False,
        help_text=_("文号、网址或者登记号，可以不填；不写进报告。"),
    )  # fmt: skip


class ProgressForm(forms.Form):
    """进展 on a commitment."""

    on = forms.DateField(label=_("日期"), widget=_day())
    words = forms.CharField(
        label=_("做了什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写明做了什么、做了多少，可以核对。"),
    )  # fmt: skip
    index_number = forms.CharField(
        label=_("公开信息的索引号"),
        max_length=60,
        required=False,
        help_text=_("本机关的一份信息，可以不填。"),
    )
    address = forms.URLField(
        label=_("网址"), max_length=300, required=False, assume_scheme="https", help_text=_("可以不填。")
    )
    file = forms.FileField(
        label=_("文件"), required=False, help_text=_("PDF、DOCX、XLSX、JPG、PNG，可以不填；不公开。")
    )


class SignedOnForm(forms.Form):
    """成文日期."""

    day = forms.DateField(
        label=_("成文日期"), widget=_day(), help_text=_("不填的，以签发之日为准；不早于下一年1月1日。")
    )


class ExplainForm(forms.Form):
    """A word on a change."""

    cell = forms.CharField(max_length=80, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("变化的原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明数为什么变化、怎样核对的。数字改动之后，这一说明失效。"),
    )  # fmt: skip
