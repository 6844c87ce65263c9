"""Forms of letters: their words, their approval, how they go out and arrive."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.law.applications import service
from gongkai.law.applications.service import WAYS

from .act_forms import DayField
from .actions import letters as acts
from .actions.files import Upload
from .actions.words import fields_of
from .decision_form import EnclosuresField, enclosures, field_of
from .letter_models import Letter
from .letters.kinds import FIELDS, KINDS
from .step_models import CaseFile

LARGEST_PROOF = 20 * 1024 * 1024


class EditForm(forms.Form):
    """修改: the words of its own, and of a reply what goes out with it."""

    def __init__(self, data: Any, letter: Letter) -> None:
        super().__init__(data)
        self.letter, given = letter, fields_of(letter)
        obligatory = {field.name for field in KINDS[letter.kind].obligatory}
        for name in acts.editable(letter):
            required = name in obligatory and (name in given or name != "information")
            self.fields[name] = field_of(FIELDS[name], required=required)
            self.initial[name] = given.get(name, "")
        if letter.answer and enclosures(letter.application):
            self.fields["files"] = EnclosuresField(letter.application)
            self.initial["files"] = list(
                letter.files.exclude(kind=CaseFile.Kind.PROOF).values_list("pk", flat=True)
            )

    @property
    def words(self) -> dict[str, str]:
        given = self.cleaned_data
        return {
            name: given[name].isoformat() if isinstance(given[name], date) else given[name] or ""
            for name in acts.editable(self.letter)
        }

    @property
    def enclosing(self) -> list[int] | None:
        return list(self.cleaned_data["files"]) if "files" in self.fields else None


class ApproveForm(forms.Form):
    opinion = forms.CharField(
        label=_("意见"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回的必填，写明怎样修改。"),
    )


class ProofForm(forms.Form):
    """What proves a service: the receipt that was signed, the slip of the post."""

    proof = forms.FileField(
        label=_("送达证明"), required=False, help_text=_("签收单、邮寄凭证的扫描件或照片（PDF、JPG、PNG）。")
    )

    def clean_proof(self) -> Any:
        file = self.cleaned_data["proof"]
        if file and file.size > LARGEST_PROOF:
            raise forms.ValidationError(_("文件不能超过20MB"))
        return file

    @property
    def upload(self) -> Upload | None:
        file = self.cleaned_data.get("proof")
        return Upload(CaseFile.Kind.PROOF, file.name, file.read()) if file else None


class SendForm(ProofForm):
    way = forms.ChoiceField(label=_("送达方式"), widget=forms.RadioSelect)
    on = DayField(label=_("送出日期"))
    delivered_on = DayField(
        label=_("对方签收日期"), required=False, help_text=_("已经签收的填写；没有的，签收后再登记送达。")
    )
    tracking_number = forms.CharField(
        label=_("邮件编号"), max_length=40, required=False, help_text=_("邮寄的必填，作为送达的证明。")
    )
    field_order = ["way", "on", "delivered_on", "tracking_number", "proof"]

    def __init__(self, data: Any, files: Any, letter: Letter, on: date) -> None:
        super().__init__(data, files, initial={"on": on, "way": service.Way.IN_PERSON})
        self.day = on
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (way.value, f"{label}：{told}") for way, label in WAYS.items() if (told := legal_day(letter, way))
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("way") == service.Way.POST and not found.get("tracking_number"):
            self.add_error("tracking_number", _("邮寄的请写邮件编号，作为送达的证明"))
        if found.get("on") and found["on"] < self.day and not found.get("proof"):
            self.add_error("proof", _("送出日期早于今天的，请附上证明：邮寄收据、签收单或者发送记录"))
        return found


class DeliverForm(ProofForm):
    on = DayField(label=_("对方收到的日期"))
    field_order = ["on", "proof"]


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("作废的原因"), max_length=200)


def legal_day(letter: Letter, way: service.Way) -> str:
    """The day a letter counts as served by a way, in words; "" where it does not serve at all."""
    sets_a_term = acts.sets_a_term(letter)
    if way is service.Way.COURIER and not sets_a_term:
        return ""
    if way is service.Way.ELECTRONIC:
        return str(_("以发出之日为准"))
    if sets_a_term:
        return str(_("以对方收到之日为准"))
    return str(_("以交邮之日为准") if way is service.Way.POST else _("以签收之日为准"))
