"""Forms of the part: a notice, one of its paragraphs, a measure for a suggested problem, filters."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from ...annual_reports.compile_actions import FIRST_YEAR
from ...disclosure.column_models import Column
from ...organs.models import Organ
from ...spans import Span
from .commitments import STATES
from .parts import blaming, there

_YEARS = 2
_ENDS = {"1": (1, 1, 3, 31), "2": (4, 1, 6, 30), "3": (7, 1, 9, 30), "4": (10, 1, 12, 31)}
_HALVES = {"h1": (1, 1, 6, 30), "h2": (7, 1, 12, 31)}


def periods(on: date) -> list[tuple[str, str, Span]]:
    """Key, name and days of the quarters, halves and years that are over, the newest first."""
    found = []
    for year in range(on.year, on.year - _YEARS - 1, -1):
        spans = {
            **{key: (_g("{year}年第{number}季度").format(year=year, number="一二三四"[int(key) - 1]), days)
               for key, days in _ENDS.items()},
            "h1": (_g("{year}年上半年").format(year=year), _HALVES["h1"]),
            "h2": (_g("{year}年下半年").format(year=year), _HALVES["h2"]),
            "y": (_g("{year}年").format(year=year), (1, 1, 12, 31)),
        }  # fmt: skip
        for key, (name, (month, day, last_month, last_day)) in spans.items():
            span = Span(date(year, month, day), date(year, last_month, last_day))
            if span.last < on:
                found.append((f"{year}-{key}", name, span))
    return sorted(found, key=lambda one: one[2].last, reverse=True)


class NoticeForm(forms.Form):
    """起草通报."""

    period = forms.ChoiceField(label=_("期间"))
    title = forms.CharField(
        label=_("标题"), max_length=100, required=False, help_text=_("不填的，按期间拟定。")
    )
    mark = forms.CharField(
        label=_("发文字头"), max_length=20, initial=_("政务公开通报"),
        help_text=_("印发时按年度编号，例如“政务公开通报〔2026〕1号”。"),
    )  # fmt: skip
    sections = forms.MultipleChoiceField(label=_("内容"), widget=forms.CheckboxSelectMultiple)
    named_by = forms.MultipleChoiceField(
        label=_("点名依据"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("按所选各项的问题数合计：没有问题的予以表扬，达到下面的数的予以批评。不选的，不点名。"),
    )  # fmt: skip
    criticised_from = forms.IntegerField(label=_("点名批评的问题数"), initial=3, min_value=1, max_value=9999)

    def __init__(self, data: Any, on: date) -> None:
        super().__init__(data)
        self.known = {key: (name, span) for key, name, span in periods(on)}
        self._offer("period", [(key, name) for key, (name, _span) in self.known.items()])
        self._offer("sections", [(section.code, section.title) for section in there()])
        self._offer("named_by", [(figure.code, figure.name) for figure in blaming()])
        self.fields["sections"].initial = [section.code for section in there()]

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def act(self) -> tuple[Span, dict[str, Any]]:
        """The span, and what the act takes."""
        fields = dict(self.cleaned_data)
        name, span = self.known[fields.pop("period")]
        fields["title"] = fields["title"] or _g("关于{name}政府信息公开工作情况的通报").format(name=name)
        return span, fields


class PassageForm(forms.Form):
    """A paragraph of a notice."""

    text = forms.CharField(
        label=_("文字"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一段；空着的不写进通报。"),
    )  # fmt: skip


class ColumnForm(forms.Form):
    """In which column of the government the notice shall stand."""

    column = forms.ModelChoiceField(label=_("栏目"), queryset=Column.objects.none())

    def __init__(self, data: Any, government: Organ) -> None:
        super().__init__(data)
        field = self.fields["column"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Column.objects.filter(organ=government, closed_on__isnull=True)


class MeasureForm(forms.Form):
    """What is done about a suggested problem."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=30)
    measure = forms.CharField(
        label=_("改进措施"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("具体、可核对；它是下一年度要报告落实情况的承诺。"),
    )  # fmt: skip
    owner = forms.CharField(label=_("责任科室或责任人"), max_length=60, required=False)
    due = forms.DateField(
        label=_("完成时限"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class CommitmentFilter(forms.Form):
    organ = forms.ModelChoiceField(label=_("机关"), queryset=Organ.objects.none(), required=False)
    state = forms.ChoiceField(label=_("落实情况"), choices=[("", _("全部")), *STATES], required=False)
    year = forms.IntegerField(label=_("报告年度"), required=False, min_value=2000, max_value=9999)

    def __init__(self, data: Any, organs: Any) -> None:
        super().__init__(data)
        field = self.fields["organ"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.empty_label = organs, _g("全部")


class SpanForm(forms.Form):
    """The days of a figure."""

    first = forms.DateField(label=_("起始日期"), validators=[MinValueValidator(date(FIRST_YEAR, 1, 1))])
    last = forms.DateField(label=_("截止日期"))
