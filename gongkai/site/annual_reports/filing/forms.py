"""Forms of filing; what they refuse, the acts would refuse too."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...organs.models import Kind
from ..filing_models import LONGEST_REMARK, Remark, State
from .standing import LATE, NIL, Standing


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RemarkForm(forms.Form):
    """A remark; its place goes with it."""

    place = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("审核意见"), max_length=LONGEST_REMARK, widget=_area())


class ReturnForm(forms.Form):
    again_by = forms.DateField(
        label=_("重新报送期限"), required=False, widget=_day(),
        help_text=_("到这一天还没有重新报送的，列为逾期。"),
    )  # fmt: skip


class UnlockForm(forms.Form):
    reason = forms.CharField(
        label=_("解除锁定的理由"), max_length=300, widget=_area(),
        help_text=_("解除以后，机关可以更正并重新报送；再次接收以前，汇总不计这份报告。"),
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("答复"), choices=Remark.Answer.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明"), max_length=LONGEST_REMARK, required=False, widget=_area(),
        help_text=_("没有改动的，须写明理由；已经改动的，系统会显示改动，可以不写。"),
    )  # fmt: skip


class DueForm(forms.Form):
    """The two days of a kind of organ, and what they rest on."""

    kind = forms.ChoiceField(label=_("机关类别"), choices=Kind.choices)
    submit_on = forms.DateField(label=_("报送期限"), widget=_day())
    publish_on = forms.DateField(label=_("公布期限"), widget=_day())
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：县政务公开办《关于做好年度报告工作的通知》。")
    )


class UrgeForm(forms.Form):
    """Late organs, and what is said to them."""

    organs = forms.MultipleChoiceField(label=_("逾期的机关"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("催报内容"), max_length=300, widget=_area(),
        help_text=_("显示在机关工作人员的“今日”；开启了邮件提醒的机关，次日早上随提醒发出。"),
    )  # fmt: skip

    def __init__(self, *args: Any, late: Iterable[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organs"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.organ.slug, f"{one.name}　{one.words}") for one in late]


class StateFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), *State.choices, (LATE, _("逾期")), (NIL, _("零报告"))],
    )
