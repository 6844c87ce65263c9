"""Forms of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Gathering, GroupMember, HandOver, Organ, ReadingPlace, Role


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """联系方式: what the guide must name (第十二条)."""

    class Meta:
        model = Organ
        fields = Organ.CONTACT


class RenameForm(forms.Form):
    """更名, from the day chosen."""

    name = forms.CharField(label=_("新名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=40)


class AppointForm(forms.Form):
    """任职 by user name."""

    username = forms.CharField(label=_("用户名"), max_length=64)
    role = forms.ChoiceField(label=_("职责"), choices=Role.choices)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = GroupMember
        fields = ("body", "name", "post", "duty", "since")
        widgets = {"since": _day()}


class GatheringForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Gathering
        fields = ("kind", "on", "title", "people", "content")
        widgets = {"on": _day()}


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ReadingPlace
        fields = ("name", "address", "hours", "phone")


class HandOverForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = HandOver
        fields = ("place", "on", "count", "note")
        widgets = {"on": _day()}
