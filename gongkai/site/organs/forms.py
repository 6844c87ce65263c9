"""Forms of the room."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..accounts.models import User
from .models import (
    ADMINISTRATORS,
    Gathering,
    GroupMember,
    HandOver,
    Kind,
    Officer,
    Organ,
    ReadingPlace,
    Role,
)


class OrganFilter(forms.Form):
    """What narrows the list of organs."""

    q = forms.CharField(label=_("名称"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *Kind.choices])


class YearFilter(forms.Form):
    """One of the years there is something of."""

    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [("", _("全部")), *((one, str(one)) for one in years)]


class GatheringFilter(YearFilter):
    kind = forms.ChoiceField(
        label=_("种类"), required=False, choices=[("", _("全部")), *Gathering.Kind.choices]
    )


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


class DelegateForm(forms.Form):
    """请人代办: one of my roles, a colleague, from when to when."""

    officer = forms.ModelChoiceField(
        label=_("我的职责"), queryset=Officer.objects.none(), empty_label=_("请选择")
    )
    person = forms.ModelChoiceField(label=_("代办人"), queryset=User.objects.none(), empty_label=_("请选择"))
    since = forms.DateField(label=_("从"), widget=_day())
    until = forms.DateField(label=_("到"), widget=_day())

    def __init__(self, *args: Any, organ: Organ, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Officer.objects.on(on).filter(organ=organ)
        mine, people = self.fields["officer"], self.fields["person"]
        assert isinstance(mine, forms.ModelChoiceField) and isinstance(people, forms.ModelChoiceField)
        mine.queryset = here.filter(user=user, stands_for=None).exclude(role__in=ADMINISTRATORS)
        people.queryset = User.objects.filter(roles__in=here).exclude(pk=user.pk).distinct()


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
