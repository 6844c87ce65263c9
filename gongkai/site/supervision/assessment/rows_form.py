"""逐项修改: a draft's indicators as rows of a form, for who does not write files."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gongkai import assessment as library

from ..figures.registry import figures

_NUMBERS = {
    "each": _("每件"),
    "cap": _("扣分上限"),
    "zero_at": _("得0分的值"),
    "full_at": _("得满分的值"),
    "at_least": _("不低于"),
    "at_most": _("不高于"),
    "small_each": _("分母太小时每件扣"),
}
"""What a way of marking has beside the weight; the bands are changed in the text."""
_NEW = "new"
_METHODS = [
    ("", _("不增加")),
    ("deduction", _("逐件扣分")),
    ("hand", _("人工评分")),
    ("bonus", _("人工加分")),
]


@dataclass(frozen=True)
class Row:
    """The fields of one indicator."""

    title: str
    fields: list[BoundField]


class RowsForm(forms.Form):
    """Every indicator of a scheme, and a place for one more."""

    def __init__(self, *args: Any, reading: library.Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.data_before = library.to_data(reading)
        for number, (_area, one) in enumerate(self._indicators()):
            self._add_fields(number, one)
        self._add_new()

    def _indicators(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for area in self.data_before["areas"]:
            for one in area["indicators"]:
                yield area, one

    def _add_fields(self, number: int, one: dict[str, Any]) -> None:
        self.fields[f"{number}-name"] = forms.CharField(label=_("名称"), max_length=60, initial=one["name"])
        self.fields[f"{number}-weight"] = _number(_("分值"), one["weight"])
        for name, label in _NUMBERS.items():
            if name in one:
                self.fields[f"{number}-{name}"] = _number(label, one[name])
        if "criterion" in one:
            self.fields[f"{number}-criterion"] = _text(_("评分标准"), one["criterion"])
        self.fields[f"{number}-source"] = _text(_("依据和来源"), one.get("source", ""), required=False)
        self.fields[f"{number}-gone"] = forms.BooleanField(label=_("删去这一项"), required=False)

    def _add_new(self) -> None:
        areas = [(area["name"], area["name"]) for area in self.data_before["areas"]]
        counts = [(code, one.name) for code, one in figures().items() if one.share is None]
        self.fields[f"{_NEW}-method"] = forms.ChoiceField(
            label=_("计分方式"), choices=_METHODS, required=False
        )
        self.fields[f"{_NEW}-area"] = forms.ChoiceField(label=_("板块"), choices=areas, required=False)
        self.fields[f"{_NEW}-code"] = forms.CharField(label=_("代码"), max_length=20, required=False)
        self.fields[f"{_NEW}-name"] = forms.CharField(label=_("名称"), max_length=60, required=False)
        self.fields[f"{_NEW}-weight"] = _number(_("分值"), None, required=False)
        self.fields[f"{_NEW}-figure"] = forms.ChoiceField(
            label=_("取数（逐件扣分用）"), choices=[("", "—"), *counts], required=False
        )
        self.fields[f"{_NEW}-each"] = _number(_("每件扣（逐件扣分用）"), None, required=False)
        self.fields[f"{_NEW}-cap"] = _number(_("扣分上限（逐件扣分用）"), None, required=False)
        self.fields[f"{_NEW}-criterion"] = _text(_("评分标准（人工用）"), "", required=False)

    @property
    def rows(self) -> Iterator[Row]:
        for number, (area, one) in enumerate(self._indicators()):
            names = [name for name in self.fields if name.startswith(f"{number}-")]
            yield Row(f"{area['name']} {one['code']}", [self[name] for name in names])

    @property
    def new(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{_NEW}-")]

    def changed_scheme(self) -> dict[str, Any]:
        """The scheme as plain data, as the form now says."""
        said = self.cleaned_data
        number = 0
        areas = []
        for area in self.data_before["areas"]:
            kept = []
            for one in area["indicators"]:
                own = {
                    name.partition("-")[2]: value
                    for name, value in said.items()
                    if name.startswith(f"{number}-") and value not in (None, "")
                }
                if not own.pop("gone", False):
                    rest = {key: value for key, value in one.items() if key != "source"}
                    kept.append({**rest, **{key: _plain(value) for key, value in own.items()}})
                number += 1
            areas.append({"name": area["name"], "indicators": kept})
        new = {
            name.partition("-")[2]: _plain(value)
            for name, value in said.items()
            if name.startswith(f"{_NEW}-") and value not in (None, "")
        }
        if "method" in new:
            wanted = ("figure", "each", "cap") if new["method"] == "deduction" else ("criterion",)
            keys = ("code", "name", "weight", "method", *wanted)
            made = {key: new[key] for key in keys if key in new}
            where = next((area for area in areas if area["name"] == new.get("area")), areas[0])
            where["indicators"].append(made)
        return {**self.data_before, "areas": areas}


def _number(label: Any, initial: str | None, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, initial=initial, required=required, max_digits=10, decimal_places=4
    )


def _text(label: Any, initial: str, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, initial=initial, required=required, max_length=500, widget=widget)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value
