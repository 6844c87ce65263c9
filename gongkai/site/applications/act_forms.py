"""Forms of the acts on a case: what begins in them, and the law that stands beside their fields."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from gongkai.law import parameters
from gongkai.law.applications import abandonment
from gongkai.law.applications.records import OUTCOMES
from gongkai.law.applications.third_parties import Opinion
from gongkai.law.clock import Due

from ..accounts.models import User
from ..organs.models import Officer
from . import people, terms
from .models import Application
from .step_models import SAID

_REPLY_WITHIN = 10
"""Working days an organ is given to help, unless the officer writes another day."""
_ASSIGNED_FOR = 5
"""Days a section is given."""


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class TextField(forms.CharField):
    """Words of several lines."""

    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 5000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ActForm(forms.Form):
    """The form of one act. ``laws``: field → the law that governs it."""

    laws: ClassVar[dict[str, Any]] = {}

    def __init__(self, data: Any, application: Application, on: date) -> None:
        self.application, self.day = application, on
        super().__init__(data, initial=self.begun())

    def begun(self) -> dict[str, Any]:
        """What stands in the fields before anybody wrote."""
        return {}

    @property
    def rows(self) -> Iterator[tuple[BoundField, str]]:
        for field in self.visible_fields():
            yield field, str(self.laws.get(field.name, ""))

    @property
    def values(self) -> dict[str, Any]:
        """What is written and can be read; before that, what it begins with."""
        if not self.is_bound:
            return self.begun()
        self.is_valid()
        return self.cleaned_data


class PlainForm(ActForm):
    """Nothing to write: the act itself is confirmed."""


class ConfirmForm(ActForm):
    on = DayField(label=_("确认日期"))
    how = forms.CharField(
        label=_("怎样确认的"), max_length=200, help_text=_("例如：电话确认。不写个人信息。")
    )
    laws = {"on": _("网上、传真和平常信函提交的，双方确认之日为收到申请之日（第三十一条）。")}

    def begun(self) -> dict[str, Any]:
        return {"on": self.day}


class CorrectionForm(ActForm):
    what = TextField(rows=6, label=_("需要补正的事项和理由"), help_text=_("逐项写明哪里不明确、怎样补正。"))
    correct_by = DayField(label=_("补正期限"))
    laws = {
        "what": _("给予指导和释明，一次性告知需要补正的事项（第三十条）。"),
        "correct_by": _(
            "合理的补正期限，通常为告知之日起15个工作日；逾期不补正的，视为放弃申请（第三十条）。"
        ),
    }

    def begun(self) -> dict[str, Any]:
        return {"correct_by": abandonment.correction_due(self.day, terms.days_of(self.application)).on}


class CorrectedForm(ActForm):
    on = DayField(label=_("收到补正的日期"))
    corrected = TextField(label=_("补正后的描述"), help_text=_("原来的描述仍然保留。"))
    laws = {"on": _("答复期限自收到补正的申请之日起计算（第三十条）。")}

    def begun(self) -> dict[str, Any]:
        return {"on": self.day, "corrected": self.application.wanted}


class AskForm(ActForm):
    """征求意见: whom, where, about what."""

    name = forms.CharField(label=_("名称或姓名"), max_length=100)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    about = TextField(label=_("征求意见的内容"), max_length=300, help_text=_("所涉及的政府信息的名称。"))

    def begun(self) -> dict[str, Any]:
        return {"about": self.application.title}


class ThirdPartyForm(AskForm):
    laws = {
        "name": _("公开后可能损害其合法权益的，书面征求意见（第三十二条）。"),
        "phone": _("地址和电话至少写一项，加密保存，页面上遮盖显示。"),
        "about": _("第三方应自收到征求意见书之日起15个工作日内提出意见，逾期的由本机关决定（第三十二条）。"),
    }


class CoMakerForm(AskForm):
    proposal = TextField(label=_("本机关的初步意见"), required=False, max_length=500)
    laws = {
        "name": _("本机关牵头制作的，可以征求其他共同制作机关的意见（第三十四条）。"),
        "about": _("15个工作日内提出意见，逾期未提出的，视为同意公开（第三十四条）。"),
    }


class AssistanceForm(AskForm):
    reply_by = DayField(label=_("请对方回复的期限"))
    laws = {
        "name": _("征求其他机关意见所需时间不计入答复期限（第三十三条第三款）。"),
        "reply_by": _("法律没有规定对方的期限，由本机关在函中写明；到期未回复的，期限继续计算。"),
    }

    def begun(self) -> dict[str, Any]:
        days = terms.days_of(self.application)
        return {**super().begun(), "reply_by": Due.walked(self.day, _REPLY_WITHIN, days).on}


class ExtendForm(ActForm):
    days = forms.IntegerField(label=_("延长的工作日"), min_value=1)
    reason = TextField(label=_("延长的理由"))
    laws = {
        "days": _("经政府信息公开工作机构负责人同意，最多延长20个工作日，只能一次（第三十三条第二款）。"),
        "reason": _("理由告知申请人，应当在答复期限届满之前送出。"),
    }

    def begun(self) -> dict[str, Any]:
        return {"days": parameters.on("reply_extension", self.day).value}


class FeeForm(ActForm):
    mode = forms.ChoiceField(
        label=_("计收方式"),
        choices=[("items", _("按件计收")), ("pages", _("按量计收"))],
        widget=forms.RadioSelect,
    )
    quantity = forms.IntegerField(
        label=_("件数或者页数"),
        min_value=1,
        max_value=1_000_000,
        help_text=_("按件的写该申请人本自然月的申请件数，按量的写这件申请拟提供的页数（A4单面）。"),
    )
    reason = TextField(label=_("为什么明显超过合理范围"))
    laws = {
        "mode": _("两种方式选一种，不能同时使用（《政府信息公开信息处理费管理办法》）。"),
        "reason": _("申请的数量、频次明显超过合理范围的，可以收取信息处理费（第四十二条）。"),
    }

    def begun(self) -> dict[str, Any]:
        return {"mode": "items"}


class PaymentForm(ActForm):
    on = DayField(label=_("缴费日期"))
    laws = {"on": _("答复期限自缴费的次日起重新计算（第四十二条）。")}

    def begun(self) -> dict[str, Any]:
        return {"on": self.day}


class ReasonsForm(ActForm):
    why = TextField(label=_("为什么明显超过合理范围"), help_text=_("写明件数、频次和时间。"))
    reasons_by = DayField(label=_("说明理由的期限"))
    laws = {"why": _("数量、频次明显超过合理范围的，可以要求申请人说明理由（第三十五条）。")}

    def begun(self) -> dict[str, Any]:
        usual, last = abandonment.correction_due(self.day, terms.days_of(self.application)).on, None
        if self.application.due_on:
            last = self.application.due_on - timedelta(days=1)  # the term of reply runs on
        return {"reasons_by": min(day for day in (usual, last) if day)}


class ReasonsReceivedForm(ActForm):
    on = DayField(label=_("收到理由的日期"))
    sound = forms.TypedChoiceField(
        label=_("理由"),
        choices=[("yes", _("合理")), ("no", _("不合理"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    note = TextField(label=_("认为合理或者不合理的根据"), max_length=300)
    laws = {
        "sound": _(
            "不合理的，告知申请人不予处理；合理但无法按期答复的，可以确定延迟答复的合理期限（第三十五条）。"
        )
    }

    def begun(self) -> dict[str, Any]:
        return {"on": self.day}


class PostponeForm(ActForm):
    to = DayField(label=_("延迟答复至"))
    reason = TextField(label=_("不能按期答复的原因"))
    laws = {"to": _("确定延迟答复的合理期限并告知申请人（第三十五条）。")}


class SearchForm(ActForm):
    on = DayField(label=_("检索日期"))
    place = forms.CharField(
        label=_("检索范围"), max_length=200, help_text=_("例如：文书档案库、公文系统2019年至2020年的文件。")
    )
    words = forms.CharField(
        label=_("检索词和方法"), max_length=200, help_text=_("例如：“公路养护”，全文检索。")
    )
    by = forms.CharField(label=_("检索人"), max_length=40)
    found = forms.TypedChoiceField(
        label=_("结果"),
        choices=[("no", _("没有检索到")), ("yes", _("检索到"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    result = TextField(label=_("结果的说明"), required=False, max_length=300)
    laws = {"found": _("经检索没有的，告知该政府信息不存在（第三十六条第（四）项）；检索记录是答复的依据。")}

    def begun(self) -> dict[str, Any]:
        return {"on": self.day}


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        person: User = obj
        return person.name


class AssignForm(ActForm):
    section = forms.CharField(label=_("承办科室"), max_length=40)
    to = PersonField(label=_("经办人"), queryset=User.objects.none(), required=False, empty_label=_("不指定"))
    task = TextField(label=_("要求"), max_length=300)
    due_on = DayField(label=_("内部时限"))
    laws = {"due_on": _("早于答复期限，留出起草和审批的时间。")}

    def __init__(self, data: Any, application: Application, on: date) -> None:
        super().__init__(data, application, on)
        field = self.fields["to"]
        assert isinstance(field, PersonField)
        holders = Officer.objects.on(on).filter(organ=application.organ_id).values("user")
        field.queryset = User.objects.filter(pk__in=holders).order_by("name")

    def begun(self) -> dict[str, Any]:
        last = self.day + timedelta(days=_ASSIGNED_FOR)
        if self.application.due_on and last >= self.application.due_on:
            last = max(self.day, self.application.due_on - timedelta(days=1))
        return {"due_on": last}


class WithdrawForm(ActForm):
    on = DayField(label=_("撤回日期"))
    how = forms.CharField(label=_("怎样撤回的"), max_length=200, help_text=_("例如：提交书面撤回申请。"))
    laws = {"on": _("申请人撤回的，不再答复，计入其他处理。")}

    def begun(self) -> dict[str, Any]:
        return {"on": self.day}


class MergeForm(ActForm):
    into = forms.TypedChoiceField(label=_("并入哪一件"), coerce=int, empty_value=None)
    laws = {"into": _("只列出同一申请人在本机关办理中的申请；并案后一并答复，各自计数。")}

    def __init__(self, data: Any, application: Application, on: date) -> None:
        super().__init__(data, application, on)
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)
        same = people.same_applicant(application)
        found = Application.objects.filter(pk__in=same, merged_into=None).open().order_by("arrived_on", "pk")
        field.choices = [("", _("请选择")), *((one.pk, f"{one.number} {one.title}") for one in found)]


class PublicInterestForm(ActForm):
    disclosed = TextField(label=_("决定公开的内容"))
    reason = TextField(label=_("不公开会对公共利益造成怎样的重大影响"), max_length=500)
    laws = {"reason": _("可以决定公开，并将决定公开的内容和理由书面告知第三方（第三十二条）。")}


class RecordsForm(ActForm):
    """更正答复 (Art. 41)."""

    outcome = forms.ChoiceField(
        label=_("办理结果"),
        choices=[(code.value, one.label) for code, one in OUTCOMES.items()],
        widget=forms.RadioSelect,
    )
    text = TextField(
        label=_("更正的内容、说明或者理由"),
        required=False,
        help_text=_("予以更正的，写原来的记录和更正后的记录；不予更正的，写理由。"),
    )
    organ = forms.CharField(label=_("有权更正的机关"), max_length=100, required=False)
    contact = forms.CharField(label=_("该机关的联系方式"), max_length=100, required=False)
    laws = {
        "outcome": _(
            "有权更正并经审核属实的，予以更正并告知申请人；不属于本机关职能的，转送或者告知（第四十一条）。"
        )
    }


class OpinionForm(ActForm):
    on = DayField(label=_("意见收到日期"))
    opinion = forms.ChoiceField(
        label=_("意见"), choices=[(code, label) for code, label in SAID.items()], widget=forms.RadioSelect
    )
    reason = TextField(label=_("意见的理由"), required=False, help_text=_("不同意公开的必填。"))
    laws = {
        "opinion": _(
            "第三方不同意公开且有合理理由的，不予公开；逾期未提出意见的，由本机关依照条例决定（第三十二条）。"
        )
    }

    def begun(self) -> dict[str, Any]:
        return {"on": self.day}

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("opinion") not in (None, Opinion.AGREES) and not found.get("reason"):
            self.add_error("reason", _("不同意公开的，请写明其理由"))
        return found


class FinishForm(ActForm):
    result = TextField(label=_("反馈的内容"))
