"""Forms of the room; what they refuse, the acts would refuse too."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.law.disputes.counting import FIRST_YEAR, UNITS
from gongkai.law.disputes.outcomes import OUTCOMES, PROCEEDINGS, Proceeding

from ..applications.actions.files import Upload
from ..applications.models import ApplicantKind, Application
from ..applications.people import Person
from ..disclosure.forms import DayField
from ..disclosure.question_forms import OrganField
from ..organs.models import Organ, OrganQuerySet
from .actions.registration import Facts
from .models import Dispute, DisputeFile, Level, Procedure, State

ALL = ("", _("全部"))
CHOOSE = ("", _("请选择"))
_NO_NAMES = _("进入台账，不写姓名等个人信息。")
_ACCEPTED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"


class FilterForm(forms.Form):
    """What narrows the list; a value that is none of the choices narrows nothing."""

    organ = OrganField(label=_("机关"), required=False, empty_label=_("全部"))
    proceeding = forms.ChoiceField(label=_("种类"), required=False, choices=[ALL, *PROCEEDINGS.items()])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *State.choices])
    outcome = forms.ChoiceField(
        label=_("结果"),
        required=False,
        choices=[
            ALL,
            *(
                (PROCEEDINGS[way], [(f"{way}-{code}", one.label) for code, one in OUTCOMES[way].items()])
                for way in Proceeding
            ),
        ],
    )
    year = forms.TypedChoiceField(label=_("提出年度"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, organs: OrganQuerySet, on: date) -> None:
        super().__init__(data)
        organ, year = self.fields["organ"], self.fields["year"]
        assert isinstance(organ, OrganField) and isinstance(year, forms.TypedChoiceField)
        organ.queryset = organs
        year.choices = [ALL, *((str(one), str(one)) for one in range(on.year, FIRST_YEAR - 1, -1))]


class ReviewField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        review: Dispute = obj
        return f"{review.number}　{review.matter}"


class FactsForm(forms.Form):
    """The facts of a dispute, as they are registered and corrected."""

    application = forms.CharField(
        label=_("所涉申请的登记编号"),
        max_length=20,
        required=False,
        help_text=_("与本机关登记的申请有关的，填写编号；没有的，填写所涉事项。"),
    )
    title = forms.CharField(label=_("所涉事项"), max_length=100, required=False)
    claimant_kind = forms.ChoiceField(
        label=_("对方的类别"), choices=[CHOOSE, *ApplicantKind.choices], help_text=_("复议申请人或者原告。")
    )
    name = forms.CharField(label=_("对方的姓名或名称"), max_length=100, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    address = forms.CharField(label=_("通信地址"), max_length=200, required=False)
    contact = forms.CharField(label=_("代理人或联系人"), max_length=100, required=False)
    body = forms.CharField(label=_("审理机关"), max_length=100)
    case_number = forms.CharField(label=_("案号"), max_length=60, required=False)
    filed_on = DayField(label=_("提出日期"))
    accepted_on = DayField(label=_("受理日期"), required=False)
    notified_on = DayField(
        label=_("收到副本日期"), required=False, help_text=_("答复、答辩和举证的期限从这一天起算。")
    )
    procedure = forms.ChoiceField(label=_("审理程序"), choices=Procedure.choices)

    def __init__(self, data: Any, organ: Organ, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.organ = organ
        self.found: Application | None = None

    def clean_application(self) -> str:
        text: str = self.cleaned_data["application"]
        if text.strip():
            self.found = Application.objects.numbered(text).filter(organ=self.organ).first()
            if self.found is None:
                raise forms.ValidationError(gettext("本机关没有这个登记编号的申请，请核对"))
        return text

    @property
    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(
            claimant_kind=data["claimant_kind"],
            filed_on=data["filed_on"],
            body=data["body"],
            case_number=data["case_number"],
            application=self.found,
            title=data["title"],
            procedure=data["procedure"],
            accepted_on=data["accepted_on"],
            extended_by=data.get("extended_by"),
            notified_on=data["notified_on"],
            follows=data.get("follows"),
            reviewed_on=data.get("reviewed_on"),
        )

    @property
    def claimant(self) -> Person | None:
        data = self.cleaned_data
        if not data["name"].strip():
            return None
        return Person(
            name=data["name"], phone=data["phone"], address=data["address"], contact=data["contact"]
        )


class ReviewForm(FactsForm):
    extended_by = forms.IntegerField(label=_("复议机关延长的日数"), min_value=1, max_value=30, required=False)


class SuitForm(FactsForm):
    follows = ReviewField(
        label=_("先行的复议（本机关登记的）"),
        queryset=Dispute.objects.none(),
        required=False,
        empty_label=_("没有"),
        help_text=_("经过复议再起诉的选一件，年报计入“复议后起诉”。"),
    )
    reviewed_on = DayField(
        label=_("复议审结或期满日期"),
        required=False,
        help_text=_("选了已审结的复议的，可以不填；没有登记的复议，或者复议逾期未作决定的，在这里填写。"),
    )

    def __init__(self, data: Any, organ: Organ, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, organ, initial=initial)
        field = self.fields["follows"]
        assert isinstance(field, ReviewField)
        field.queryset = Dispute.objects.reviews_of(organ).select_related("application")


FORMS: dict[Proceeding, type[FactsForm]] = {Proceeding.REVIEW: ReviewForm, Proceeding.SUIT: SuitForm}
WORDS = {
    Proceeding.REVIEW: {
        "body": _("复议机关"),
        "filed_on": _("申请复议日期"),
        "name": _("复议申请人的姓名或名称"),
        "case_number": _("复议案号"),
    },
    Proceeding.SUIT: {
        "body": _("一审法院"),
        "filed_on": _("起诉日期"),
        "name": _("原告的姓名或名称"),
        "accepted_on": _("立案日期"),
    },
}
"""What a field is called in each way, where it has a word of its own."""


def facts_form(
    way: Proceeding, data: Any, organ: Organ, *, initial: dict[str, Any] | None = None, corrects: bool = False
) -> FactsForm:
    """The form of a way; one that corrects asks for the reason, and leaves who brought it as it is."""
    form = FORMS[way](data, organ, initial=initial)
    for name, label in WORDS[way].items():
        form.fields[name].label = label
    if corrects:
        form.fields["name"].help_text = _("不改的留空。")
        form.fields["reason"] = forms.CharField(label=_("更正的理由"), max_length=200, help_text=_NO_NAMES)
        form.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput)
    else:
        form.fields["name"].help_text = _(
            "就是所涉申请的申请人的，留空即可沿用其信息。密封保存，页面只显示姓氏。"
        )
    return form


class ActForm(forms.Form):
    """For one act on a dispute; ``seen`` is the edition it was opened at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class UploadField(forms.FileField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": _ACCEPTED}), **kwargs)


def upload(kind: str, file: Any) -> Upload | None:
    return Upload(kind, file.name, file.read()) if file else None


class ReplyForm(ActForm):
    on = DayField(label=_("答复或答辩日期"))
    file = UploadField(
        label=_("答复书、答辩状或者提交证明"), help_text=_("PDF、DOCX、XLSX、JPG、PNG，密封保存。")
    )


class InstanceForm(ActForm):
    level = forms.ChoiceField(label=_("审级"))
    body = forms.CharField(label=_("审理法院"), max_length=100)
    filed_on = DayField(
        label=_("提出日期"), help_text=_("上诉、申请再审的日期，或者发回重审后重新立案的日期。")
    )
    case_number = forms.CharField(label=_("案号"), max_length=60, required=False)

    def __init__(self, data: Any, levels: tuple[str, ...]) -> None:
        super().__init__(data)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(level, Level(level).label) for level in levels]


class HearingForm(ActForm):
    on = DayField(label=_("开庭或听证日期"))


class ConclusionForm(ActForm):
    outcome = forms.ChoiceField(label=_("结果"))
    concluded_on = DayField(label=_("审结日期"), help_text=_("决定书、裁判文书落款的日期。"))
    received_on = DayField(
        label=_("收到裁决日期"), required=False, help_text=_("起诉、上诉的期限从收到之日起算。")
    )
    file = UploadField(label=_("决定书、裁判文书"), required=False)

    def __init__(self, data: Any, files: Any, outcomes: dict[str, str]) -> None:
        super().__init__(data, files)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [CHOOSE, *outcomes.items()]


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_NO_NAMES)


class RedoForm(ActForm):
    on = DayField(label=_("收到决定或判决生效日期"), help_text=_("重新办理的期限从次日起算。"))
    days = forms.IntegerField(
        label=_("裁决规定的期限（工作日）"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("裁决没有写明的留空，按《条例》第三十三条的答复期限计算。"),
    )


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("查看的理由"), max_length=100, help_text=_("例如：寄送答辩状副本。记入台账。")
    )


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=[CHOOSE, *DisputeFile.Kind.choices])
    file = UploadField(label=_("文件"), help_text=_("PDF、DOCX、XLSX、JPG、PNG，密封保存。"))


class CountingForm(forms.Form):
    since_year = forms.IntegerField(label=_("从哪一年度的年报起"), min_value=FIRST_YEAR, max_value=2999)
    unit = forms.ChoiceField(label=_("件数"), choices=UNITS.items(), widget=forms.RadioSelect)
    carried_over = forms.BooleanField(label=_("上年未审结的，本年再计"), required=False)
    basis = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("例如：上级主管部门填报要求的名称和文号。")
    )
