"""What narrows the lists of patrol."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ...organs.models import Organ
from .checks import CHECKS
from .models import Severity


class HitFilterForm(forms.Form):
    """A value that is none of the choices narrows nothing."""

    organ = forms.ModelChoiceField(
        label=_("机关"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=_("全部"),
        to_field_name="slug",
    )
    check = forms.ChoiceField(
        label=_("检查项"),
        required=False,
        choices=[("", _("全部")), *((check.code, check.name) for check in CHECKS.values())],
    )
    severity = forms.ChoiceField(
        label=_("程度"), required=False, choices=[("", _("全部")), *Severity.choices]
    )
    standing = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("没有消除的")), ("gone", _("已消除的")), ("all", _("全部"))],
    )


class LinkFilterForm(forms.Form):
    host = forms.CharField(label=_("主机"), required=False, max_length=100)
