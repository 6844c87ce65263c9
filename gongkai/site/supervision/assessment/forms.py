"""Forms of assessment; what they refuse, the acts would refuse too."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .actions import FIRST_YEAR
from .marks import Ground, Upload
from .models import LONGEST, Appeal, Outcome, Scheme

LARGEST_SCHEME = 200_000
"""Bytes of a scheme's file."""


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SchemeForm(forms.Form):
    """A scheme as text, or as a file that takes its place."""

    text = forms.CharField(
        label=_("方案"), required=False, widget=_area(28), max_length=LARGEST_SCHEME,
        help_text=_("TOML写法：[[areas]]是板块，[[areas.indicators]]是指标，[[vetoes]]是单项否决，[[grades]]是等次。"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("或者上传方案文件"),
        required=False,
        help_text=_("TOML或者JSON文件；上传了文件的，以文件为准。"),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        if file is not None:
            if file.size > LARGEST_SCHEME:
                raise forms.ValidationError(_now("方案文件太大，请检查是不是选错了文件"))
            try:
                data["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(_now("文件不是UTF-8文字，请另存为UTF-8再上传")) from None
        if not data.get("text", "").strip():
            raise forms.ValidationError(_now("请写方案，或者上传方案文件"))
        return data


class PrepareForm(forms.Form):
    scheme = forms.ModelChoiceField(label=_("方案"), queryset=Scheme.objects.none())
    title = forms.CharField(
        label=_("名称"), max_length=100, help_text=_("例如：2026年度政府信息公开工作考核。")
    )
    first = forms.DateField(label=_("考核期从"), widget=_day())
    last = forms.DateField(label=_("到"), widget=_day())

    def __init__(self, *args: Any, schemes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scheme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = schemes


class DayForm(forms.Form):
    """The last day of a step; what it is for stands beside it."""

    until = forms.DateField(label=_("期限"), widget=_day())

    def __init__(self, *args: Any, label: str, usual: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"until": usual}, **kwargs})
        self.fields["until"].label = label


class PublishForm(forms.Form):
    decision = forms.CharField(
        label=_("公布的决定"), max_length=200,
        help_text=_("例如：县政府办公室主任会议，日期；公布的内容是各机关的得分、等次和各板块得分。"),
    )  # fmt: skip


class GroundForm(forms.Form):
    """Words and what they rest on."""

    reason = forms.CharField(label=_("理由"), max_length=LONGEST, widget=_area())
    links = forms.CharField(label=_("材料名称或者网址"), max_length=LONGEST, required=False, widget=_area(2))
    file = forms.FileField(
        label=_("佐证材料"), required=False,
        help_text=_("PDF、DOCX、XLSX、JPG、PNG；作者、修订等信息会去掉。请勿上传涉密文件。"),
    )  # fmt: skip

    @property
    def ground(self) -> Ground:
        data = self.cleaned_data
        file = data["file"]
        upload = Upload(file.name, file.read()) if file else None
        return Ground(data["reason"], data["links"], upload)


class MarkForm(GroundForm):
    applies = forms.ChoiceField(
        label=_("是否适用"), choices=[("yes", _("评分")), ("no", _("不适用"))], widget=forms.RadioSelect,
        initial="yes", help_text=_("不适用的，分值折算到其他各项。"),
    )  # fmt: skip
    points = forms.DecimalField(label=_("分数"), required=False, max_digits=7, decimal_places=2)

    field_order = ("applies", "points", "reason", "links", "file")


class VetoForm(GroundForm):
    applies = forms.ChoiceField(
        label=_("是否否决"), choices=[("yes", _("有这种情形，否决")), ("no", _("没有这种情形"))],
        widget=forms.RadioSelect,
    )  # fmt: skip

    field_order = ("applies", "reason", "links", "file")


class SelfForm(GroundForm):
    points = forms.DecimalField(label=_("自评分"), max_digits=7, decimal_places=2)

    field_order = ("points", "reason", "links", "file")


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    points = forms.DecimalField(
        label=_("改定分数"), required=False, max_digits=7, decimal_places=2,
        help_text=_("部分成立的必填。对一条记录的申诉成立的，该记录不扣分；对整项的申诉成立的，给满分。"),
    )  # fmt: skip
    answer = forms.CharField(label=_("答复的理由"), max_length=LONGEST, widget=_area(4))

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if appeal.score.assessment.scheme.reading.indicator(appeal.code) is None:
            del self.fields["points"]


class SimulateForm(forms.Form):
    scheme = forms.ModelChoiceField(label=_("方案"), queryset=Scheme.objects.none())
    first = forms.DateField(label=_("从"), widget=_day())
    last = forms.DateField(label=_("到"), widget=_day())

    def __init__(self, *args: Any, schemes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scheme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = schemes

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("first") and data["first"].year < FIRST_YEAR:
            raise forms.ValidationError(_now("起始日太早，请核对年份"))
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            raise forms.ValidationError(_now("截止日不能早于起始日"))
        return data
