"""What a search is narrowed by; an organ is named as people name it, however many there are."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, Q, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.law.disclosure import CATEGORIES

from ..disclosure.column_models import Column
from ..disclosure.forms import ColumnField
from ..disclosure.models import Genre, Validity
from ..organs.models import Organ, OrganName

MOST_ALIKE = 8
_LONGEST = 100
_ADDRESS, _NAME, _PART = range(3)
"""How what was written fits an organ, the best first."""


@dataclass(frozen=True)
class Meant:
    """What was written for an organ, and the organ it means; or those it could mean."""

    text: str = ""
    organ: Organ | None = None
    called: str = ""
    """The organ's name, marked where it is dissolved."""
    alike: dict[str, str] = field(default_factory=dict)
    """Of those it could mean the address and what each is called."""
    more: bool = False
    """There are others alike that are not named."""

    @property
    def written(self) -> str:
        """As the field shows it: an address is told as a name."""
        return self.organ.name if self.organ else self.text

    @property
    def unknown(self) -> bool:
        return bool(self.text) and self.organ is None and not self.alike


def organ_meant(text: str, on: date) -> Meant:
    """The organ with this address, this name or short name; else with these characters in a name.

    Names of former times count like parts: whoever knows an organ by its old name finds it.
    """
    text = text.replace("\x00", "").strip()[:_LONGEST]
    if not text:
        return Meant()
    called = OrganName.objects.filter(Q(name__contains=text) | Q(short_name__contains=text))
    fit = Case(
        When(slug=text, then=_ADDRESS), When(Q(name=text) | Q(short_name=text), then=_NAME), default=_PART
    )
    rows = Organ.objects.named(on).filter(Q(slug=text) | Q(pk__in=called.values("organ"))).annotate(fit=fit)
    found = list(rows.order_by("fit", "path")[: MOST_ALIKE + 1])
    exact = [one for one in found if one.fit == found[0].fit != _PART]
    if len(exact) == 1 or len(found) == 1:
        return Meant(text, found[0], _called(found[0], on))
    alike = {one.slug: _called(one, on) for one in found[:MOST_ALIKE]}
    return Meant(text, alike=alike, more=len(found) > MOST_ALIKE)


def _called(organ: Organ, on: date) -> str:
    return str(_("{name}（已撤销）")).format(name=organ.name) if organ.is_dissolved(on) else organ.name


class SearchForm(forms.Form):
    """A value that is none of the choices narrows nothing."""

    q = forms.CharField(label=_("检索词"), required=False, max_length=100)
    organ = forms.CharField(label=_("机关名称"), required=False, max_length=100)
    column = ColumnField(
        label=_("栏目"), queryset=Column.objects.none(), required=False, empty_label=_("全部栏目")
    )
    year = forms.IntegerField(label=_("公布年份"), required=False, min_value=1990, max_value=2999)
    genre = forms.ChoiceField(label=_("体裁"), required=False, choices=[("", _("全部")), *Genre.choices])
    category = forms.ChoiceField(
        label=_("法定内容"),
        required=False,
        choices=[("", _("全部")), *((code, label) for code, (label, _article) in CATEGORIES.items())],
    )
    validity = forms.ChoiceField(
        label=_("规范性文件的有效性"),
        required=False,
        choices=[
            ("", _("不限")),
            (Validity.IN_FORCE.value, _("现行有效")),
            (Validity.LAPSED.value, _("已失效或废止")),
            (Validity.NOT_YET.value, _("尚未施行")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("", _("最相关的在前")), ("time", _("最新的在前"))]
    )

    def __init__(self, data: QueryDict, meant: Meant) -> None:
        super().__init__({**data.dict(), "organ": meant.written})
        self.meant = meant
        columns = self.fields["column"]
        assert isinstance(columns, forms.ModelChoiceField)
        columns.queryset = Column.objects.filter(organ=meant.organ).select_related("parent")

    def clean(self) -> dict[str, Any]:
        if self.meant.unknown:
            self.add_error("organ", _("没有名称里有这些字的机关，没有按机关筛选"))
        elif self.meant.alike:
            self.add_error("organ", _("不止一个机关的名称里有这些字，请在上面选一个；现在没有按机关筛选"))
        return super().clean() or {}
