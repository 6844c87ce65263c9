"""The form of a decision: the words of its letter, filled in with what the case knows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.steps import Step

from ..organs.models import Organ
from . import composing, people
from .act_forms import ActForm, DayField, TextField
from .actions.foundations import Decision, words_of
from .letter_models import Letter, LetterState
from .letters.kinds import FIELDS, Field, Need
from .models import Application, Way
from .step_models import CaseFile, Consulted

_ORGAN, _CONTACT = "responsible_organ", "responsible_contact"


class OrganField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        organ: Organ = obj
        return organ.name


def field_of(field: Field, *, required: bool) -> forms.Field:
    """A field of the form for a field of a letter."""
    if field.name in composing.DATES:
        return DayField(label=field.meaning, required=required)
    if field.own:
        return TextField(label=field.meaning, required=required)
    return forms.CharField(label=field.meaning, required=required, max_length=200)


def enclosures(application: Application) -> list[tuple[int, str]]:
    """Files that may go out with a reply, for a form."""
    found = application.files.filter(kind__in=CaseFile.SENT_OUT, destroyed_on=None)
    return [(file.pk, f"{file.name}（{file.get_kind_display()}）") for file in found]


class EnclosuresField(forms.TypedMultipleChoiceField):
    def __init__(self, application: Application) -> None:
        super().__init__(
            label=gettext_lazy("随答复送出的材料"),
            choices=enclosures(application),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class ChoiceForm(forms.Form):
    """A choice at a step; the page draws the choices, each with its articles."""

    step = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=gettext_lazy("选择"), error_messages={"required": gettext_lazy("请选择一项")}
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("为什么这样选，审批的人看得到。"),
    )

    def __init__(self, data: Any, step: Step) -> None:
        super().__init__(data, initial={"step": step.code})
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, one.label) for one in step.choices]

    def clean_step(self) -> str:
        """The question the page asked: another is open where somebody chose in between."""
        if self.cleaned_data["step"] != self.initial["step"]:
            raise forms.ValidationError(gettext_lazy("这一步已经有人选过，请看过现在的问题再选"))
        return str(self.cleaned_data["step"])


class DecisionForm(ActForm):
    """Its fields are those that the answer's letter leaves to the officer."""

    laws = {
        "law_basis": gettext_lazy("写到条款，例如：《中华人民共和国档案法》第二十八条。"),
        "known_organ": gettext_lazy("选了机关，名称和联系方式留空的，自动填入。"),
    }

    def __init__(self, data: Any, application: Application, on: date, answer: str) -> None:
        self.answer = ANSWERS[answer]
        super().__init__(data, application, on)
        for name in words_of(answer):
            field = FIELDS[name]
            if name == _ORGAN:
                self.fields["known_organ"] = _organs(on)
            required = field.need is Need.MUST and name != "information"
            self.fields[name] = field_of(field, required=required)
        if enclosures(application):
            self.fields["files"] = EnclosuresField(application)

    def begun(self) -> dict[str, Any]:
        known = {
            "information": self.application.title,
            "manner": _manner(self.application),
            **_earlier(self.application),
        }
        files = _covered(self.application) if self.answer.needs_parts else []
        if self.answer.needs_third_party:
            known["reason"] = _third_party_reason(self.application)
        begun = {name: known[name] for name in words_of(self.answer.code) if known.get(name)}
        return {**begun, "files": files} if files else begun

    @property
    def decision(self) -> Decision:
        """What was written, as the act takes it."""
        given = self.cleaned_data
        words = {
            name: value.isoformat() if isinstance(value, date) else value or ""
            for name in words_of(self.answer.code)
            for value in [given.get(name)]
        }
        return Decision(self.answer.code, words, tuple(given.get("files") or ()))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        organ: Organ | None = found.get("known_organ")
        if organ is not None and not found.get(_ORGAN):
            found[_ORGAN] = organ.name
            found[_CONTACT] = found.get(_CONTACT) or "，".join(
                part for part in (organ.office, organ.phone) if part
            )
        return found


def _organs(on: date) -> OrganField:
    organs = Organ.objects.named(on).filter(dissolved_on=None)
    return OrganField(
        queryset=organs,
        label=gettext_lazy("负责公开的机关"),
        required=False,
        empty_label=gettext_lazy("不在列表里"),
    )


def _manner(application: Application) -> str:
    return {
        Way.IN_PERSON: _("复制件随本答复书一并当面交付。"),
        Way.POST: _("复制件随本答复书一并邮寄。"),
        Way.ELECTRONIC: _("电子文件随本答复书一并发送。"),
    }[Way(application.way)]


def _covered(application: Application) -> list[int]:
    """Files in which something is withheld already: what goes out where only a part is given."""
    found = application.files.filter(kind=CaseFile.Kind.REDACTED, destroyed_on=None)
    return list(found.values_list("pk", flat=True))


def _earlier(application: Application) -> dict[str, Any]:
    """The newest reply to the same applicant, for an application that repeats it."""
    letter = (
        Letter.objects.filter(application__in=people.same_applicant(application))
        .exclude(answer="")
        .exclude(state=LetterState.VOID)
        .exclude(signed_on=None)
        .order_by("-signed_on")
        .first()
    )
    return {"earlier_number": letter.number, "earlier_on": letter.signed_on} if letter else {}


def _third_party_reason(application: Application) -> str:
    asked = application.consultations.filter(kind=Consulted.THIRD_PARTY).exclude(reason="").first()
    return asked.reason if asked else ""
