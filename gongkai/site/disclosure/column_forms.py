"""Forms of the columns and of the organ's settings for disclosure."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.law.disclosure import CATEGORIES

from ..organs.models import Organ, Role
from .column_models import Column, Part
from .forms import DayField, choices
from .health import State
from .models import REVIEWERS
from .steps import MOST


class ColumnForm(forms.Form):
    # 指南 is no place to put things: its one column comes with the guide.
    part = forms.ChoiceField(
        label=_("所属部分"),
        choices=[(part.value, part.label) for part in Part if part != Part.GUIDE],
        initial=Part.CATALOGUE,
    )
    parent = forms.ModelChoiceField(
        label=_("上级栏目"), queryset=Column.objects.none(), required=False, empty_label=_("无")
    )
    name = forms.CharField(label=_("名称"), max_length=40)
    category = forms.ChoiceField(label=_("法定内容"), choices=choices(CATEGORIES), required=False)

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ModelChoiceField)
        parents.queryset = Column.objects.filter(organ=organ, parent=None, closed_on=None).exclude(
            part=Part.GUIDE
        )


class NameForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("网址不变；同一位置的栏目不能同名。"))


class CategoryForm(forms.Form):
    category = forms.ChoiceField(
        label=_("法定内容"),
        choices=choices(CATEGORIES),
        required=False,
        help_text=_("在本栏目登记信息时自动带出；已有信息的法定内容不变。"),
    )


class PlaceForm(forms.Form):
    parent = forms.ModelChoiceField(
        label=_("上级栏目"),
        queryset=Column.objects.none(),
        required=False,
        empty_label=_("无（作为一级栏目）"),
        help_text=_("只能在同一部分内移动；栏目只分两级。"),
    )

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ModelChoiceField)
        parents.queryset = Column.objects.filter(
            organ=column.organ_id, part=column.part, parent=None, closed_on=None
        ).exclude(pk=column.pk)


class TermsForm(forms.Form):
    """What is left empty is not asked of the column."""

    longest_age = forms.IntegerField(
        label=_("更新周期（天）"),
        required=False,
        min_value=1,
        help_text=_(
            "最新一条首次公布后超过这些天数，即为“已超期”。国家没有统一的天数，请按本地要求填写；"
            "参考：某县对机构简介、规划、政策、预决算、收费为365天，政府采购180天，"
            "行政权力、重大项目、民生90天，社会保障、应急60天（地方做法，非国家规定）。"
        ),
    )
    warning_age = forms.IntegerField(
        label=_("预警（天）"),
        required=False,
        min_value=1,
        help_text=_("满这些天数即提醒“即将超期”。参考：某县周期365天、第335天起预警（地方做法）。"),
    )
    fewest_items = forms.IntegerField(
        label=_("最少条数"),
        required=False,
        min_value=1,
        help_text=_("参考：某县对基层事项要求每栏至少4条（地方做法）。"),
    )
    largest_gap = forms.IntegerField(
        label=_("最大间隔（天）"),
        required=False,
        min_value=1,
        help_text=_(
            "近一年内相邻两条（最新一条到今天也算）相隔超过这些天数，即为“间隔过长”。"
            "参考：某县对基层事项要求不超过90天（地方做法）。"
        ),
    )
    section = forms.CharField(label=_("责任科室"), max_length=40, required=False)
    exempt_reason = forms.CharField(
        label=_("豁免理由"),
        max_length=200,
        required=False,
        help_text=_("填写后本栏目不再判断，理由显示在栏目预警和巡检中；不豁免的，请留空。"),
    )


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("停用原因"), max_length=200, help_text=_("显示在栏目页上，例如改到哪个栏目。")
    )
    on = DayField(label=_("停用日期"))


class HealthFilterForm(forms.Form):
    """What narrows the list; a value that is none of the choices narrows nothing."""

    organ = forms.ModelChoiceField(
        label=_("机关"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=_("全部"),
        to_field_name="slug",
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *State.choices])


class StepsForm(forms.Form):
    """Rows of name and role; a row left empty is no step."""

    def __init__(self, *args: Any, held: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [*(held or []), *[("", "")] * MOST][:MOST]
        for number, (name, role) in enumerate(rows, start=1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("环节{number}名称").format(number=number),
                max_length=20,
                required=False,
                initial=name,
            )
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("环节{number}由谁办理").format(number=number),
                choices=[("", _("请选择")), *((one.value, Role(one).label) for one in REVIEWERS)],
                required=False,
                initial=role,
            )

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each row."""
        return [(self[f"name_{number}"], self[f"role_{number}"]) for number in range(1, MOST + 1)]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The rows that were filled in; valid forms only."""
        data = self.cleaned_data
        rows = [(data[f"name_{number}"], data[f"role_{number}"]) for number in range(1, MOST + 1)]
        return [row for row in rows if any(row)]


class PatternForm(forms.Form):
    pattern = forms.CharField(
        label=_("索引号编法"),
        max_length=60,
        help_text=_(
            "{organ} 机关网址名，{category} 法定内容代码，{year} 公布年份，{serial:5} 五位流水号；"
            "机构代码等固定部分直接写。例如 {organ}/{year}-{serial:5}。"
        ),
    )
