"""Forms of the room."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
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
    OrganQuerySet,
    ReadingPlace,
    Role,
    SiteData,
    Succession,
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


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """网站标识和页脚; a field says what it takes from above while it is empty."""

    class Meta:
        model = SiteData
        fields = SiteData.FIELDS

    def __init__(self, *args: Any, inherited: SiteData, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if value := getattr(inherited, name):
                above = format_html("{}{}", _("不填时沿用上级的："), value)
                field.help_text = format_html("{}。{}", field.help_text, above) if field.help_text else above


class EstablishForm(forms.Form):
    """设立机关 under another."""

    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("全称，例如望舒镇人民政府"))
    short_name = forms.CharField(label=_("简称"), max_length=40, help_text=_("例如望舒镇"))
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), *Kind.choices])
    slug = forms.CharField(
        label=_("网址名"),
        max_length=40,
        help_text=_(
            "写进网址，例如 /o/wangshu/。用拼音或英文的小写字母、数字和连字符；"
            "以后更名、合并也不改，请想好再定"
        ),
    )
    on = forms.DateField(label=_("设立日期"), widget=_day())


class MoveForm(forms.Form):
    """调整隶属."""

    parent = forms.ModelChoiceField(
        label=_("新的上级机关"), queryset=Organ.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, parents: OrganQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class DissolveForm(forms.Form):
    """撤销: how, who succeeds, from when, by what."""

    kind = forms.ChoiceField(label=_("方式"), choices=[("", _("请选择")), *Succession.Kind.choices])
    successors = forms.ModelMultipleChoiceField(
        label=_("承继职责的机关"),
        queryset=Organ.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("列出上级机关和同级机关；不在其中的，请先设立，或先调整隶属"),
    )
    on = forms.DateField(label=_("撤销日期"), widget=_day())
    note = forms.CharField(
        label=_("依据和说明"), max_length=300, help_text=_("会写在公开页面上，例如机构改革方案的名称和文号")
    )

    def __init__(self, *args: Any, heirs: OrganQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successors"].queryset = heirs  # type: ignore[attr-defined]


class CompetentOfficeForm(forms.Form):
    """确定公开工作主管部门."""

    office = forms.ModelChoiceField(
        label=_("主管部门"), queryset=Organ.objects.none(), empty_label=_("请选择")
    )
    since = forms.DateField(label=_("起始日期"), widget=_day())

    def __init__(self, *args: Any, offices: OrganQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


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
