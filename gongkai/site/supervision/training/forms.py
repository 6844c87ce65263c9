"""Forms of training; what they refuse, the acts would refuse too."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ...organs.models import Organ
from .models import MOST_QUESTIONS, ROLES, Attendance, Training, TrainingQuestion
from .questions import JUDGE, TRUTHS, Question

_LIMIT = settings.GONGKAI_UPLOAD_LIMIT // 1024 // 1024


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TrainingForm(forms.Form):
    """A session of the plan."""

    title = forms.CharField(label=_("名称"), max_length=100)
    topic = forms.CharField(label=_("内容"), max_length=300, widget=_area())
    on = forms.DateField(label=_("日期"), widget=_day())
    time = forms.CharField(label=_("时间"), max_length=20, required=False, help_text=_("例如：9:00—11:30。"))
    place = forms.CharField(
        label=_("地点"), max_length=100, help_text=_("线上举办的，填写会议平台和会议号。")
    )
    online = forms.BooleanField(label=_("线上举办"), required=False)
    teacher = forms.CharField(
        label=_("授课人"), max_length=60, required=False, help_text=_("只写姓名和单位，不写联系方式。")
    )
    hours = forms.DecimalField(label=_("学时"), min_value=0, max_value=200, max_digits=4, decimal_places=1)
    roles = forms.MultipleChoiceField(label=_("参加人员"), choices=ROLES, widget=forms.CheckboxSelectMultiple)
    scope = forms.ChoiceField(label=_("参加范围"), choices=Training.Scope.choices, widget=forms.RadioSelect)
    organs = forms.MultipleChoiceField(
        label=_("选定的机关"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("参加范围是“选定的机关”时勾选。"),
    )  # fmt: skip

    def __init__(self, *args: Any, organs: Iterable[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {organ.slug: organ for organ in organs}
        field = self.fields["organs"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(slug, organ.short_name) for slug, organ in self.known.items()]

    def clean(self) -> dict[str, Any]:
        """Organs only where they were asked for."""
        data: dict[str, Any] = super().clean() or {}
        chosen = data.get("scope") == Training.Scope.CHOSEN
        data["organs"] = [self.known[slug] for slug in data.get("organs", ())] if chosen else []
        return data


class ReasonForm(forms.Form):
    """Why something is called off or revoked."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=_area())


class AnswerForm(forms.Form):
    """回复 to being asked."""

    answer = forms.ChoiceField(
        label=_("回复"),
        choices=[choice for choice in Attendance.Answer.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("说明"), max_length=100, required=False, help_text=_("不能参加的，请写明原因。")
    )


class PersonForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"), max_length=64, help_text=_("范围以外的工作人员，按用户名逐个增加。")
    )


class MaterialForm(forms.Form):
    """A file or a link, one of them."""

    file = forms.FileField(
        label=_("文件"), required=False,
        help_text=_("PDF、DOCX、XLSX、JPG、PNG，不超过%(limit)s MB；课件请存为PDF。作者等信息自动去除。")
        % {"limit": _LIMIT},
    )  # fmt: skip
    name = forms.CharField(
        label=_("材料名称"), max_length=120, required=False, help_text=_("填写网址时必填。")
    )
    link = forms.URLField(label=_("或者网址"), max_length=300, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("file")) == bool(data.get("link")) and not self.errors:
            self.add_error(None, _("请选择一个文件，或者填写名称和网址"))
        return data


class HoldForm(forms.Form):
    """签到."""

    came = forms.TypedMultipleChoiceField(
        label=_("签到的人员"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    outside = forms.IntegerField(
        label=_("系统外人数"), min_value=0, max_value=10_000, initial=0,
        help_text=_("没有本系统账号的参加人员，只记人数。"),
    )  # fmt: skip
    apart = forms.TypedMultipleChoiceField(
        label=_("当天另外登记的培训"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("有关机关已在工作登记里手工登记了当天的培训。不勾选的，视为就是这次培训，只计一次；另一次培训请勾选，分别计数。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("更正的原因"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        people: Iterable[tuple[int, str]],
        by_hand: Iterable[tuple[int, str]],
        again: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("came", people), ("apart", by_hand)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = list(choices)
            if not field.choices:
                del self.fields[name]
        if again:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class TestForm(forms.Form):
    """设立测试."""

    __test__ = False

    title = forms.CharField(label=_("名称"), max_length=100)
    size = forms.IntegerField(
        label=_("题数"), min_value=1, max_value=MOST_QUESTIONS, help_text=_("每人每次从题库抽取，各不相同。")
    )
    pass_mark = forms.IntegerField(
        label=_("及格线"), min_value=1, max_value=100, help_text=_("答对的题占全部题数的百分比。")
    )
    attempts = forms.IntegerField(
        label=_("可测次数"), min_value=1, max_value=10,
        help_text=_("通过以后，或者用完次数以后，才显示正确答案和解析。"),
    )  # fmt: skip
    opens_on = forms.DateField(label=_("开始日期"), widget=_day())
    closes_on = forms.DateField(label=_("截止日期"), widget=_day())


class QuestionForm(forms.Form):
    """A question of the office's own: an option a line, the right ones with a star before them."""

    kind = forms.ChoiceField(label=_("题型"), choices=TrainingQuestion.Kind.choices)
    text = forms.CharField(label=_("题目"), max_length=300, widget=_area(2))
    options = forms.CharField(
        label=_("选项"), max_length=1000, widget=_area(5),
        help_text=_("每行一个选项，正确的在行首加*。判断题只写一行：对，或者错。"),
    )  # fmt: skip
    explanation = forms.CharField(label=_("解析"), max_length=300, widget=_area(2))
    article = forms.IntegerField(
        label=_("条例条文"), min_value=1, max_value=56, help_text=_("《政府信息公开条例》第几条。")
    )

    def clean(self) -> dict[str, Any]:
        """Options and the numbers of the right ones; the act says what is wrong with them."""
        data: dict[str, Any] = super().clean() or {}
        lines = [line.strip() for line in data.get("options", "").splitlines() if line.strip()]
        if data.get("kind") == JUDGE:
            said = [line.lstrip("*＊").strip() for line in lines]
            data["options"] = list(TRUTHS)
            data["right"] = [TRUTHS.index(said[0])] if len(said) == 1 and said[0] in TRUTHS else []
        else:
            data["options"] = [line.lstrip("*＊").strip() for line in lines]
            data["right"] = [number for number, line in enumerate(lines) if line[0] in "*＊"]
        return data


class PaperForm(forms.Form):
    """A paper: a field for each question; nothing is required, for answers may be saved half done."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds: list[str] = []
        for number, one in enumerate(questions):
            choices = [(str(at), option) for at, option in enumerate(one.options)]
            many = one.kind == TrainingQuestion.Kind.MULTIPLE
            label = f"{number + 1}. {one.text}（{TrainingQuestion.Kind(one.kind).label}）"
            if many:
                field: forms.Field = forms.MultipleChoiceField(
                    choices=choices, widget=forms.CheckboxSelectMultiple
                )
            else:
                field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
            field.label, field.required = label, False
            field.needed = " "  # type: ignore[attr-defined]  # not marked as one that may be left out
            self.fields[f"q{number}"] = field

    def answers(self) -> Iterator[list[int] | None]:
        """The numbers of the options chosen, question by question."""
        for name in self.fields:
            said = self.cleaned_data.get(name) or []
            chosen = [said] if isinstance(said, str) else said
            yield [int(number) for number in chosen] or None


class RuleForm(forms.Form):
    months = forms.IntegerField(label=_("月数"), min_value=1, max_value=36)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("例如：县政务公开办《培训制度》。"))


class CheckForm(forms.Form):
    number = forms.CharField(label=_("证书编号"), max_length=80)


class YearFilter(forms.Form):
    """Sessions of a year, in a state."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int, required=False)
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *Training.State.choices]
    )

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("全部")), *((year, str(year)) for year in years)]
