"""Forms of the office for questions of the public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..organs.models import Organ, OrganQuerySet
from .question_models import LONGEST_BODY, LONGEST_TITLE, QuestionState, RefusalGround


class OrganField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organ.objects.none(), to_field_name="slug", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        organ: Organ = obj
        return organ.name


class QuestionFilterForm(forms.Form):
    """What narrows the register; a value that is none of the choices narrows nothing."""

    organ = OrganField(label=_("机关"), required=False, empty_label=_("全部"))
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *QuestionState.choices]
    )

    def __init__(self, data: Any, organs: OrganQuerySet) -> None:
        super().__init__(data)
        field = self.fields["organ"]
        assert isinstance(field, OrganField)
        field.queryset = organs


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("答复"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("先写结论，再写依据和办理办法。起草后可以在信息里加表格、附件，再送审。"),
    )


class CoverForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=_("问题"),
        max_length=2 * LONGEST_BODY,  # a browser sends the end of a line as two signs
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("把姓名、电话、证件号码、住址等换成■（用*也可以），其他文字保持原样。"),
    )


class TransferForm(forms.Form):
    to = OrganField(label=_("转交给"), empty_label=_("请选择"))

    def __init__(self, data: Any, organs: OrganQuerySet) -> None:
        super().__init__(data)
        field = self.fields["to"]
        assert isinstance(field, OrganField)
        field.queryset = organs


class RefusalForm(forms.Form):
    ground = forms.ChoiceField(label=_("原因"), choices=[("", _("请选择")), *RefusalGround.choices])
    note = forms.CharField(
        label=_("说明"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("提问人凭编号和查询码看到：为什么不答复，可以到哪里、怎样提出。不写个人信息。"),
    )
