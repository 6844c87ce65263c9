"""Forms of the office for complaints and suggestions; what they refuse, the acts would refuse too."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...disclosure.question_forms import OrganField
from ...organs.models import OrganQuerySet
from ..orders.models import LONGEST as MOST_SAID
from ..patrol.models import Severity
from .complaint_actions import Told
from .models import (
    LONGEST,
    Adopted,
    Channel,
    DeclineGround,
    Kind,
    Matter,
    Outcome,
    Result,
    State,
    SuggestionKind,
)
from .people import Person
from .suggestion_actions import Said
from .terms import LONGEST as LONGEST_TERM
from .terms import Terms


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def area(rows: int = 5) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OrganFilter(forms.Form):
    """Narrows a list to an organ; a value that is none of the choices narrows nothing."""

    organ = OrganField(label=_("机关"), required=False, empty_label=_("全部"))

    def __init__(self, data: Any, organs: OrganQuerySet) -> None:
        super().__init__(data)
        field = self.fields["organ"]
        assert isinstance(field, OrganField)
        field.queryset = organs


LATE = "late"


class ComplaintFilter(OrganFilter):
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), (LATE, _("逾期")), *State.choices]
    )
    result = forms.ChoiceField(label=_("认定"), required=False, choices=[("", _("全部")), *Result.choices])


class StatementFilter(OrganFilter):
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("waiting", _("待说明")), ("given", _("已说明"))],
    )


class SuggestionFilter(OrganFilter):
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("waiting", _("待答复")), (LATE, _("逾期")), ("answered", _("已答复"))],
    )
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *SuggestionKind.choices]
    )


class PersonForm(forms.Form):
    """Who speaks: all of it may be left empty."""

    name = forms.CharField(label=_("姓名或者名称"), required=False, max_length=60)
    phone = forms.CharField(
        label=_("联系电话"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False, max_length=120)
    address = forms.CharField(label=_("通信地址"), required=False, max_length=200)

    def person(self) -> Person:
        data = self.cleaned_data
        return Person(*(" ".join(data[name].split()) for name in ("name", "phone", "email", "address")))


class ToldForm(PersonForm):
    """What is complained of."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=Kind.choices,
        initial=Kind.COMPLAINT,
        widget=forms.RadioSelect,
        help_text=_("投诉要写姓名和一种联系方式；举报可以不写。"),
    )
    matter = forms.ChoiceField(label=_("事项"), choices=Matter.choices, widget=forms.RadioSelect)
    body = forms.CharField(
        label=_("发生了什么"),
        max_length=LONGEST,
        widget=area(7),
        help_text=_("写明什么信息、什么时候、机关怎样做的。不超过2000字。"),
    )
    since = forms.DateField(label=_("从哪天起"), required=False, widget=day())
    place = forms.CharField(
        label=_("网址或者信息名称"), required=False, max_length=300,
        help_text=_("应当公开而没有公开的，写信息的名称。"),
    )  # fmt: skip
    application_number = forms.CharField(label=_("公开申请的编号"), required=False, max_length=30)
    field_order = ["kind", "matter", "body", "since", "place", "application_number"]

    def told(self) -> Told:
        data = self.cleaned_data
        names = "kind matter body since place application_number".split()
        return Told(**{name: data[name] for name in names})


class SaidForm(PersonForm):
    """What is suggested."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=SuggestionKind.choices,
        initial=SuggestionKind.SUGGESTION,
        widget=forms.RadioSelect,
    )
    body = forms.CharField(
        label=_("批评或者建议"), max_length=LONGEST, widget=area(7), help_text=_("不超过2000字。")
    )
    may_publish = forms.BooleanField(
        label=_("同意把内容和答复一起公开（不公开姓名和联系方式）"), required=False
    )
    field_order = ["kind", "body", "may_publish"]

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(data["kind"], data["body"], data["may_publish"])


_CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.ONLINE]


class EnterComplaintForm(ToldForm):
    """A complaint that came otherwise than online."""

    organ = OrganField(label=_("被投诉的机关"), empty_label=_("请选择"))
    channel = forms.ChoiceField(label=_("渠道"), choices=_CHANNELS)
    received_on = forms.DateField(label=_("收到日期"), widget=day())
    field_order = ["organ", "channel", "received_on", *ToldForm.field_order]

    def __init__(self, data: Any, organs: OrganQuerySet, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["organ"]
        assert isinstance(field, OrganField)
        field.queryset = organs


class EnterSuggestionForm(SaidForm):
    channel = forms.ChoiceField(label=_("渠道"), choices=_CHANNELS)
    received_on = forms.DateField(label=_("收到日期"), widget=day())
    field_order = ["channel", "received_on", *SaidForm.field_order]


class MoveForm(forms.Form):
    to = OrganField(label=_("转送给"), empty_label=_("请选择"))
    note = forms.CharField(
        label=_("理由"), max_length=500, widget=area(3), help_text=_("投诉人凭编号和查询码看得到。")
    )

    def __init__(self, data: Any, organs: OrganQuerySet) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, OrganField)
        field.queryset = organs


class DeclineForm(forms.Form):
    ground = forms.ChoiceField(label=_("理由"), choices=DeclineGround.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("告知的内容"), max_length=LONGEST, widget=area(),
        help_text=_("写明为什么不予受理，应当向哪里提出，例如信访部门的名称和电话。"),
    )  # fmt: skip


class AskForm(forms.Form):
    asked = forms.CharField(
        label=_("转告机关的内容"), max_length=LONGEST, widget=area(7),
        help_text=_("机关只看到这里写的，看不到投诉原文。请不写能认出投诉人的内容。"),
    )  # fmt: skip
    names = forms.BooleanField(
        label=_("告知机关投诉人的身份"), required=False,
        help_text=_("只在不告知就无法查清的时候选，例如投诉对本人申请的答复。"),
    )  # fmt: skip


class StateForm(forms.Form):
    text = forms.CharField(
        label=_("说明"), max_length=LONGEST, widget=area(8),
        help_text=_("先写事实，再写依据；已经改正的，写明哪天、怎样改正。"),
    )  # fmt: skip


class DecideForm(forms.Form):
    result = forms.ChoiceField(label=_("认定"), choices=Result.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("查明的事实和理由"), max_length=LONGEST, widget=area(6))
    outcome = forms.ChoiceField(label=_("处理"), choices=Outcome.choices, widget=forms.RadioSelect)
    outcome_text = forms.CharField(
        label=_("处理内容"), required=False, max_length=500, widget=area(3),
        help_text=_("例如：责令在5个工作日内公开该项信息。属实的必须写。"),
    )  # fmt: skip
    order_number = forms.CharField(
        label=_("整改通知编号"), required=False, max_length=30, help_text=_("已经发出整改通知的写。")
    )


class OrderForm(forms.Form):
    """An order to put right what was complained of."""

    severity = forms.ChoiceField(label=_("程度"), choices=Severity.choices, initial=Severity.DEDUCT)
    ground = forms.CharField(
        label=_("问题"), max_length=MOST_SAID, widget=area(5),
        help_text=_("机关看得到。请不写能认出投诉人的内容。"),
    )  # fmt: skip
    asked = forms.CharField(label=_("整改要求"), max_length=MOST_SAID, widget=area(3))
    due_on = forms.DateField(
        label=_("整改期限"), required=False, widget=day(),
        help_text=_("不填的，按程度计算；自行设定的，写明理由。"),
    )  # fmt: skip
    due_reason = forms.CharField(label=_("期限的理由"), max_length=300, required=False)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("答复"), max_length=LONGEST, widget=area(8),
        help_text=_("写给投诉人：认定、理由、处理、不服怎么办。网上提出的，凭编号和查询码看到。"),
    )  # fmt: skip
    on = forms.DateField(
        label=_("答复日期"), widget=day(), help_text=_("来信、电话提出的，写送达或者告知的日期。")
    )


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=_("怎样提出撤回"), max_length=300, widget=area(3), help_text=_("例如：2021年3月2日电话提出。")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("查看的理由"), max_length=200, help_text=_("记入操作台账，例如：电话核实情况。")
    )


class ReplyForm(forms.Form):
    adopted = forms.ChoiceField(label=_("采纳情况"), choices=Adopted.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("答复"), max_length=LONGEST, widget=area(8),
        help_text=_("先写采纳什么、怎样做；没有采纳的，写明理由。"),
    )  # fmt: skip


class PublishForm(forms.Form):
    title = forms.CharField(
        label=_("标题"), max_length=100,
        help_text=_("起草后先遮去内容里能认出个人的文字，再送审。"),
    )  # fmt: skip


class TermsForm(forms.Form):
    """The office's own terms."""

    accept = forms.IntegerField(label=_("受理（工作日）"), min_value=1, max_value=LONGEST_TERM)
    finish = forms.IntegerField(label=_("受理以后办结（自然日）"), min_value=1, max_value=LONGEST_TERM)
    statement = forms.IntegerField(label=_("机关说明（工作日）"), min_value=1, max_value=LONGEST_TERM)
    answer = forms.IntegerField(label=_("答复批评建议（工作日）"), min_value=1, max_value=LONGEST_TERM)
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：本机关《公开工作投诉举报办理办法》第五条。")
    )

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)
