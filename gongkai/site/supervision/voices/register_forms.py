"""Forms of the registers: evaluations, their questionnaires, accountability."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .forms import OrganFilter, area, day
from .register_actions import MOST_QUESTIONS, SCALE, Outcome, Question
from .register_models import Accountability, Measure, Method, QuestionKind, Round
from .results import scale

MOST_PEOPLE = 10_000_000


class RoundFilter(OrganFilter):
    method = forms.ChoiceField(label=_("方式"), required=False, choices=[("", _("全部")), *Method.choices])


class AccountabilityFilter(OrganFilter):
    measure = forms.ChoiceField(
        label=_("追究方式"), required=False, choices=[("", _("全部")), *Measure.choices]
    )


class RoundForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=100)
    method = forms.ChoiceField(
        label=_("方式"), choices=Method.choices, widget=forms.RadioSelect,
        help_text=_("网上问卷在登记以后设置题目，从开始日期到结束日期可以填写。"),
    )  # fmt: skip
    first = forms.DateField(label=_("开始日期"), widget=day())
    last = forms.DateField(label=_("结束日期"), widget=day())


class QuestionsForm(forms.Form):
    """Up to ten questions; those without a text are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_QUESTIONS + 1):
            self.fields[f"text_{number}"] = forms.CharField(label=_("题目"), required=False, max_length=200)
            self.fields[f"kind_{number}"] = forms.ChoiceField(label=_("题型"), choices=QuestionKind.choices)
            self.fields[f"options_{number}"] = forms.CharField(
                label=_("选项，一行一个"), required=False, max_length=1000, widget=area(3)
            )

    @classmethod
    def of(cls, found: Round) -> "QuestionsForm":
        """As they stand now."""
        initial: dict[str, str] = {}
        for number, one in enumerate(found.questions.all(), start=1):
            initial |= {
                f"text_{number}": one.text,
                f"kind_{number}": one.kind,
                f"options_{number}": one.options,
            }
        return cls(initial=initial)

    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        return [
            (number, self[f"text_{number}"], self[f"kind_{number}"], self[f"options_{number}"])
            for number in range(1, MOST_QUESTIONS + 1)
        ]

    def questions(self) -> list[Question]:
        data = self.cleaned_data
        return [
            Question(
                data[f"kind_{number}"],
                data[f"text_{number}"],
                tuple(line.strip() for line in data[f"options_{number}"].splitlines() if line.strip()),
            )
            for number in range(1, MOST_QUESTIONS + 1)
            if data[f"text_{number}"].strip()
        ]


class OutcomeForm(forms.Form):
    """What came of a round; an online one counts its answers itself."""

    asked = forms.IntegerField(
        label=_("发出份数或者邀请人数"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    answered = forms.IntegerField(
        label=_("收回份数或者参加人数"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    satisfied = forms.IntegerField(
        label=_("满意和比较满意的份数"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    issues = forms.CharField(label=_("反映的问题"), required=False, max_length=2000, widget=area(4))
    done = forms.CharField(label=_("改进情况"), required=False, max_length=2000, widget=area(4))
    document = forms.CharField(
        label=_("评议报告、文号"), required=False, max_length=200, help_text=_("报告的名称、文号或者网址。")
    )

    def __init__(self, data: Any, found: Round) -> None:
        names = ("asked", "answered", "satisfied", "issues", "done", "document")
        super().__init__(data, initial={name: getattr(found, name) for name in names})
        if found.is_online:
            for name in names[:3]:
                del self.fields[name]

    def outcome(self) -> Outcome:
        return Outcome(**self.cleaned_data)


class AccountabilityForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Accountability
        fields = (
            "on", "matter", "ground", "measure", "decided_by", "people", "source", "source_number", "outcome",
        )  # fmt: skip
        widgets = {"on": day(), "outcome": area(3)}


class AmendForm(AccountabilityForm):
    reason = forms.CharField(label=_("更正或者补充的原因"), max_length=200)


class ReplyForm(forms.Form):
    """A questionnaire, as the public fills it in."""

    remark = forms.CharField(label=_("请留空"), required=False)
    """A trap for programs: people neither see it nor come to it by keyboard."""

    def __init__(self, data: Any, found: Round) -> None:
        super().__init__(data)
        self.asked = list(found.questions.all())
        for one in self.asked:
            self.fields[f"q{one.pk}"] = self._field(one.kind, f"{one.position}. {one.text}", one.choices)

    @staticmethod
    def _field(kind: str, label: str, options: list[str]) -> forms.Field:
        if kind == QuestionKind.TEXT:
            return forms.CharField(
                label=label, required=False, max_length=500, widget=area(3),
                help_text=_("请不写姓名、电话等个人信息。"),
            )  # fmt: skip
        labels = scale() if kind == QuestionKind.SCALE else options
        numbered = list(enumerate(labels, start=1))
        if kind == QuestionKind.SCALE:
            assert len(labels) == SCALE
            numbered.reverse()
        return forms.TypedChoiceField(
            label=label, choices=numbered, coerce=int, widget=forms.RadioSelect,
            error_messages={"required": _("请选一项")},
        )  # fmt: skip

    def clean_remark(self) -> str:
        if self.cleaned_data["remark"]:
            raise forms.ValidationError(_t("这一项请留空，清空后再提交"))
        return ""

    def shown(self) -> list[Any]:
        return [self[f"q{one.pk}"] for one in self.asked]

    def answers(self) -> dict[int, int | str]:
        return {one.pk: self.cleaned_data[f"q{one.pk}"] for one in self.asked}
