"""Forms of several pages of the room."""

from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LedgerFilter(forms.Form):
    """Which lines of the ledger: room, act, person, from day to day."""

    room = forms.ChoiceField(label=_("模块"), required=False)
    act = forms.ChoiceField(label=_("操作"), required=False)
    person = forms.CharField(label=_("操作人"), required=False, max_length=64)
    since = forms.DateField(label=_("从"), required=False, widget=_day())
    until = forms.DateField(label=_("到"), required=False, widget=_day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [config for config in apps.get_app_configs() if getattr(config, "acts", None)]
        room, act = self.fields["room"], self.fields["act"]
        assert isinstance(room, forms.ChoiceField) and isinstance(act, forms.ChoiceField)
        everything: list[Any] = [("", _("全部"))]
        room.choices = everything + [(config.label, config.verbose_name) for config in rooms]
        act.choices = everything + [
            (config.verbose_name, list(config.acts.items()))  # type: ignore[attr-defined]
            for config in rooms
        ]


class FollowForm(forms.Form):
    """What opens a question or an application to who sent it."""

    number = forms.CharField(
        label=_("编号"),
        max_length=30,
        # Letters before the number of a complaint or suggestion: no keyboard of digits alone.
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("提交时显示的8位字母和数字，大小写、中间的横线不影响。"),
    )
