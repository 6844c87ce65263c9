"""Forms of work points; what they refuse, the acts would refuse too."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...organs.models import Organ
from . import tasks
from .models import LONGEST_TEXT, State, WorkPlan

OPEN, OVERDUE = "open", "overdue"
"""States that are none of the stored ones."""


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlanForm(forms.Form):
    """A plan; ``above`` only where a superior in this system gave the organ tasks."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("标题"), max_length=150)
    document_number = forms.CharField(label=_("发文字号"), max_length=60, required=False)
    dated_on = forms.DateField(label=_("成文日期"), required=False, widget=_day())
    maker = forms.CharField(
        label=_("承接自"), max_length=100, required=False,
        help_text=_("文本取自上级要点的，写上级机关的名称；本机关自己的要点不填。"),
    )  # fmt: skip
    source = forms.CharField(
        label=_("来源"), max_length=300, required=False, help_text=_("文件的网址，或者收文编号。")
    )
    above = forms.TypedChoiceField(
        label=_("上级要点"), required=False, coerce=int, empty_value=None,
        help_text=_("在本系统下达的上级要点：选上以后，两份要点一并自查。"),
    )  # fmt: skip

    def __init__(self, *args: Any, above: Iterable[WorkPlan] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["above"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("没有")), *((one.pk, f"{one.year}　{one.title}") for one in above)]
        if len(field.choices) == 1:
            del self.fields["above"]


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("要点文本"), max_length=100_000, widget=_area(16), strip=False,
        help_text=_("粘贴文件的正文。按“一、”“（一）”“1.”编号拆分，拆出的每一条由您逐条确认。"),
    )  # fmt: skip


class PointForm(forms.Form):
    number = forms.CharField(label=_("编号"), max_length=20, required=False)
    heading = forms.CharField(label=_("所在部分"), max_length=200, required=False)
    text = forms.CharField(label=_("内容"), max_length=LONGEST_TEXT, widget=_area(5))


class AmendForm(forms.Form):
    text = forms.CharField(label=_("调整后的内容"), max_length=LONGEST_TEXT, widget=_area(5))
    reason = forms.CharField(label=_("理由"), max_length=300, widget=_area(2))


class AssignForm(forms.Form):
    """Whom a point or a task is given to; a section only of one's own organ."""

    organs = forms.MultipleChoiceField(label=_("承担机关"), widget=forms.CheckboxSelectMultiple)
    section = forms.CharField(
        label=_("科室"), max_length=60, required=False, help_text=_("只选本机关的，可以写明科室。")
    )
    done_when = forms.CharField(
        label=_("完成标准"), max_length=500, widget=_area(), help_text=_("做到什么算完成，写得可以核对。")
    )
    due_on = forms.DateField(label=_("完成期限"), widget=_day())
    cycle = forms.ChoiceField(
        label=_("周期"),
        choices=[
            (tasks.ONCE, _("一次完成")),
            (tasks.QUARTERLY, _("每季度一项，到完成期限为止")),
            (tasks.MONTHLY, _("每月一项，到完成期限为止")),
        ],
        initial=tasks.ONCE,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, organs: Iterable[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organs"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.slug, one.name) for one in organs]


class _OneOfSeveral(forms.Form):
    """Stands on a page with others: its fields have ids of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s", **kwargs})


class ProgressForm(_OneOfSeveral):
    text = forms.CharField(label=_("进展"), max_length=1000, widget=_area())
    on = forms.DateField(label=_("日期"), required=False, widget=_day(), help_text=_("不填就是今天。"))
    percent = forms.IntegerField(label=_("进度（%）"), required=False, min_value=0, max_value=100)


class DoneForm(_OneOfSeveral):
    text = forms.CharField(label=_("完成情况"), max_length=1000, widget=_area())


class JudgeForm(_OneOfSeveral):
    remark = forms.CharField(
        label=_("意见"), max_length=300, required=False, widget=_area(2), help_text=_("退回必须写明意见。")
    )


class DayForm(_OneOfSeveral):
    due_on = forms.DateField(label=_("新的完成期限"), widget=_day())
    reason = forms.CharField(label=_("理由"), max_length=300)


class ReasonForm(_OneOfSeveral):
    reason = forms.CharField(label=_("理由"), max_length=300)


class ProofForm(forms.Form):
    """One piece of evidence of any kind: exactly one of the fields says which."""

    item = forms.TypedChoiceField(label=_("本机关公开的信息"), required=False, coerce=int, empty_value=None)
    address = forms.CharField(
        label=_("网站页面的网址"), max_length=300, required=False,
        help_text=_("公众看得到的页面，例如 /i/12/ 或者完整网址。"),
    )  # fmt: skip
    title = forms.CharField(label=_("页面名称"), max_length=150, required=False)
    gathering = forms.TypedChoiceField(label=_("会议、培训"), required=False, coerce=int, empty_value=None)
    question = forms.TypedChoiceField(
        label=_("已答复的公众提问"), required=False, coerce=int, empty_value=None
    )
    figure = forms.ChoiceField(
        label=_("系统数据"), required=False, help_text=_("取本年1月1日到今天的数，添加以后不再变。")
    )
    file = forms.FileField(
        label=_("文件"), required=False,
        help_text=_("PDF、DOCX、XLSX、JPG、PNG。作者等信息会被去掉；只供工作人员下载。"),
    )  # fmt: skip

    KINDS = ("item", "address", "gathering", "question", "figure", "file")

    def __init__(self, *args: Any, choices: dict[str, list[tuple[Any, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("不选")), *rows]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in self.KINDS if data.get(name)]
        if not self.errors and len(given) != 1:
            raise forms.ValidationError(_("请选择或填写一种佐证，一次添加一件"))
        data["kind"] = given[0] if given else ""
        return data


class ItemSearch(forms.Form):
    q = forms.CharField(label=_("查找公开的信息"), max_length=60, required=False)


class UrgeForm(forms.Form):
    """Overdue tasks, and what is said to their organs."""

    tasks = forms.TypedMultipleChoiceField(
        label=_("逾期的任务"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("催办内容"), max_length=300, widget=_area(), help_text=_("显示在承担机关工作人员的“今日”。")
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tasks"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = choices


class TextForm(forms.Form):
    opening = forms.CharField(
        label=_("总体情况"), max_length=LONGEST_TEXT, required=False, widget=_area(5),
        help_text=_("工作是怎样组织的。任务的数量由系统写在后面，这里不必写。"),
    )  # fmt: skip
    next_steps = forms.CharField(
        label=_("下一步安排"), max_length=LONGEST_TEXT, required=False, widget=_area(5),
        help_text=_("针对列出的不足写。"),
    )  # fmt: skip


class ColumnForm(forms.Form):
    column = forms.TypedChoiceField(label=_("栏目"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, columns: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["column"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("以后再选")), *columns]


def _state() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), *State.choices, (OPEN, _("没有报完成")), (OVERDUE, _("逾期"))],
    )


class TaskFilter(forms.Form):
    """``plan`` and ``point`` come with the address of a plan's page."""

    year = forms.IntegerField(label=_("年度"), required=False)
    state = _state()
    organ = forms.CharField(label=_("机关名称"), required=False, max_length=40)
    plan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    point = forms.IntegerField(required=False, widget=forms.HiddenInput)


class StateFilter(forms.Form):
    state = _state()


class YearFilter(forms.Form):
    year = forms.IntegerField(label=_("年度"), required=False)
