"""Forms of the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .calendar_files import MOST
from .calendar_models import LocalDay


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AddDaysForm(forms.Form):
    """录入放假或上班的日子."""

    first = forms.DateField(label=_("第一天"), widget=_day())
    last = forms.DateField(
        label=_("最后一天"), widget=_day(), required=False, help_text=_("只有一天的，不用填")
    )
    works = forms.TypedChoiceField(
        label=_("这几天"),
        choices=[("no", _("放假")), ("yes", _("上班"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("种类"), choices=LocalDay.Kind.choices)
    name = forms.CharField(label=_("事由"), max_length=60, help_text=_("例如开斋节、调休"))
    document = forms.CharField(
        label=_("依据的文件"), max_length=200, help_text=_("文件名称和文号，写进期限计算的理由")
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["last"] = data.get("last") or data.get("first")
        return data


class RevokeForm(forms.Form):
    """撤销, with a reason."""

    reason = forms.CharField(label=_("撤销的原因"), max_length=200)


class NoticeForm(forms.Form):
    """录入节假日安排: pasted or as a file."""

    document = forms.CharField(label=_("通知的名称和文号"), max_length=200)
    words = forms.CharField(
        label=_("通知全文"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("从标题起粘贴，包括“一、元旦：……”各项；也可以粘贴TOML"),
    )
    file = forms.FileField(
        label=_("或者上传文件"),
        required=False,
        help_text=_("文字、TOML或工作簿；工作簿的四栏依次是节日、放假第一天、放假最后一天、调休上班"),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file, words = data.get("file"), data.get("words")
        if not self.errors and bool(file) == bool(words):
            raise forms.ValidationError(_("请粘贴通知全文，或者上传一个文件"))
        if file and file.size > MOST:
            self.add_error("file", _("文件太大，不像一份节假日安排"))
        return data

    @property
    def data_given(self) -> bytes:
        """What was pasted or uploaded."""
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file else str(self.cleaned_data["words"]).encode()
