"""Forms of the standard catalogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..organs.models import Organ
from .column_models import Column, Part
from .coverage import State
from .forms import ColumnField
from .matter_models import Audience, Level, Outlet, Way
from .matters import Entry

_FEW, _MORE = {"rows": 2}, {"rows": 4}


class MatterForm(forms.Form):
    """A line of the catalogue, in the order of its columns."""

    position = forms.IntegerField(label=_("序号"), min_value=1, max_value=99999)
    field = forms.CharField(label=_("领域"), max_length=60, help_text=_("例如 社会救助、财政预决算。"))
    name = forms.CharField(label=_("一级事项"), max_length=100)
    subname = forms.CharField(label=_("二级事项"), max_length=100, required=False)
    content = forms.CharField(
        label=_("公开内容（要素）"), max_length=5000, widget=forms.Textarea(attrs=_MORE)
    )
    basis = forms.CharField(
        label=_("公开依据"), max_length=5000, required=False, widget=forms.Textarea(attrs=_FEW)
    )
    time_limit = forms.CharField(
        label=_("公开时限"),
        max_length=300,
        required=False,
        help_text=_(
            "例如 信息形成或者变更之日起20个工作日内；每季度首月20日前。"
            "能认出的时限会自动比对是否按时，认不出的照原文保留。"
        ),
    )
    subject = forms.CharField(label=_("公开主体"), max_length=200, required=False)
    outlets = forms.MultipleChoiceField(
        label=_("公开渠道和载体"),
        choices=Outlet.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.ChoiceField(label=_("公开对象"), choices=Audience.choices, initial=Audience.ALL)
    way = forms.ChoiceField(
        label=_("公开方式"),
        choices=Way.choices,
        initial=Way.PROACTIVE,
        help_text=_("依申请的事项不计入覆盖情况。"),
    )
    levels = forms.MultipleChoiceField(
        label=_("公开层级"), choices=Level.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    section = forms.CharField(label=_("责任科室"), max_length=60, required=False)

    @property
    def entry(self) -> Entry:
        """The typed line; valid forms only."""
        data: dict[str, Any] = self.cleaned_data
        return Entry(**{**data, "outlets": tuple(data["outlets"]), "levels": tuple(data["levels"])})


class MapForm(forms.Form):
    column = ColumnField(
        label=_("网站栏目"),
        queryset=Column.objects.none(),
        required=False,
        empty_label=_("未对应"),
        help_text=_("公众在这个栏目里找到这一事项的内容。"),
    )

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column = self.fields["column"]
        assert isinstance(column, ColumnField)
        columns = Column.objects.filter(organ=organ).exclude(part=Part.GUIDE)
        column.queryset = columns.select_related("parent")


class NewMatterForm(MapForm, MatterForm):
    """A new line, with its column."""

    field_order = [*MatterForm.base_fields, "column"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.chosen: Column | None = data.pop("column", None)
        return data


class CatalogueFileForm(forms.Form):
    file = forms.FileField(
        label=_("目录文件"),
        help_text=_("XLSX、XLS或ODS工作簿；一次不超过2000行。上级下发的标准目录可以直接上传。"),
    )


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("情况"), required=False, choices=[("", _("全部")), *State.choices])
