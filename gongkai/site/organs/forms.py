"""Forms of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Organ, Role


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
