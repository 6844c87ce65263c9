"""Forms of the room; what they refuse, the acts would refuse too."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget

from gongkai.law.disclosure import CATEGORIES
from gongkai.law.makers import OUTCOMES
from gongkai.law.normative import QUESTIONS
from gongkai.law.scope import CLASSES, GROUNDS, Class

from ..organs.models import Organ
from . import content
from .column_models import Column, Part
from .content import Content
from .gate import Found
from .models import Genre, Item, ItemVersion, Origin, Stage
from .record_models import Channel, YearFigure

_LONG = {"rows": 3}
_EDITOR: dict[str, Any] = {
    "Bold": True,
    "Underline": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "History": True,
    "Menu": True,
}
"""What the editor offers; ``content.body`` lets no more through, whatever is sent."""


def choices(known: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", _("请选择")), *((code, f"{label}（{article}）") for code, (label, article) in known.items())]


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class ColumnField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        column: Column = obj
        return column.path_name


_NEEDED = {
    "ground": _("（不予公开的必填）"),
    "ground_note": _("（不主动公开的必填）"),
    "column": _("（主动公开的，送审前必填）"),
}
"""What is said beside a field that some items need and others must not have."""


class ItemForm(forms.Form):
    """What a version holds, the classification first: it is decided while drafting."""

    title = forms.CharField(label=_("标题"), max_length=300)
    document_number = forms.CharField(
        label=_("发文字号"),
        max_length=60,
        required=False,
        help_text=_("例如 云政办〔2020〕1号；方括号、圆括号会改成六角括号。"),
    )
    formed_on = DayField(
        label=_("形成或变更日期"),
        help_text=_("公开期限从这一天起算20个工作日（条例第二十六条）。"),
    )
    normative = forms.BooleanField(
        label=_("是行政规范性文件"),
        required=False,
        help_text=_(
            "除规章外，涉及公民、法人和其他组织权利义务，具有普遍约束力，在一定期限内反复适用的公文。"
        ),
    )
    registration_number = forms.CharField(
        label=_("统一登记号"),
        max_length=60,
        required=False,
        help_text=_("规范性文件实行统一登记、统一编号、统一印发的，填登记机构给的号。"),
    )
    effective_on = DayField(label=_("实施日期"), required=False)
    expires_on = DayField(label=_("有效期至"), required=False, help_text=_("期满自动显示为已失效。"))
    notice_until = DayField(
        label=_("公示期至"), required=False, help_text=_("公示类信息填写；期满自动撤下。")
    )
    klass = forms.ChoiceField(
        label=_("公开属性"),
        choices=list(CLASSES.items()),
        initial=Class.PUBLISH,
        help_text=_("以公开为常态、不公开为例外（条例第五条）。"),
    )
    ground = forms.ChoiceField(label=_("不公开的依据"), choices=choices(GROUNDS), required=False)
    ground_note = forms.CharField(
        label=_("理由"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text=_("不主动公开的，写明理由；定期评估审查时据此复核（条例第十八条）。"),
    )
    reexamine_on = DayField(
        label=_("再审查日期"), required=False, help_text=_("不主动公开的，到这一天再审查能否公开。")
    )
    column = ColumnField(
        label=_("栏目"), queryset=Column.objects.none(), required=False, empty_label=_("请选择")
    )
    category = forms.ChoiceField(label=_("法定内容"), choices=choices(CATEGORIES), required=False)
    genre = forms.ChoiceField(label=_("体裁"), choices=[("", _("请选择")), *Genre.choices], required=False)
    origin = forms.ChoiceField(label=_("来源"), choices=Origin.choices, initial=Origin.MADE)
    maker = forms.CharField(
        label=_("制作机关"),
        max_length=200,
        required=False,
        help_text=_("从其他机关获取的写明。"),
    )
    publish_basis = forms.CharField(
        label=_("由本机关公开的依据"),
        max_length=300,
        required=False,
        help_text=_(
            "从其他机关获取的，由制作机关公开（条例第十条）；法律、法规另有规定，或者该机关已经公开而转载的，在这里写明。"
        ),
    )
    original_id = forms.IntegerField(
        label=_("原件在本系统的编号"),
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text=_("网址中的数字。填了编号的，名称、文号和公开属性以登记的为准，下面不必再填。"),
    )
    original_title = forms.CharField(label=_("原件名称"), max_length=300, required=False)
    original_number = forms.CharField(label=_("原件文号"), max_length=60, required=False)
    original_class = forms.ChoiceField(
        label=_("原件的公开属性"),
        choices=[("", _("请选择")), *CLASSES.items()],
        required=False,
        help_text=_("转发的信息随原件的公开属性：原件不公开的，不能主动公开。"),
    )
    co_makers = forms.CharField(
        label=_("联合制作机关"),
        max_length=500,
        required=False,
        help_text=_("除本机关以外的，用顿号隔开。公布前须逐一协商、确认（条例第十一条）。"),
    )
    lead = forms.CharField(
        label=_("牵头机关"),
        max_length=100,
        required=False,
        help_text=_("本机关牵头的不填；其他机关牵头的，由牵头机关公开（条例第十条）。"),
    )
    summary = forms.CharField(
        label=_("内容概述"), max_length=500, required=False, widget=forms.Textarea(attrs=_LONG)
    )
    body = forms.CharField(
        label=_("正文"),
        required=False,
        widget=ProseEditorWidget(attrs={"rows": 18}, config={"extensions": _EDITOR}, preset="configurable"),
        help_text=_("可以从Word粘贴，表格会保留，字体和颜色会去掉。"),
    )
    change_note = forms.CharField(
        label=_("修改说明"),
        max_length=300,
        required=False,
        help_text=_("改什么、为什么；随新版本公布。"),
    )

    def __init__(self, *args: Any, organ: Organ, version: ItemVersion | None = None, **kwargs: Any) -> None:
        if version is not None:
            held = {**version.content.as_dict(), "column": version.item.column_id}
            kwargs["initial"] = {**held, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for name, needed in _NEEDED.items():
            self.fields[name].needed = needed  # type: ignore[attr-defined]
        columns = self.fields["column"]
        assert isinstance(columns, ColumnField)
        stands_in = version.item.column_id if version else None
        chosen = Column.objects.filter(Q(closed_on=None) & ~Q(part=Part.GUIDE) | Q(pk=stands_in), organ=organ)
        columns.queryset = chosen.select_related("parent")
        if version is None or version.number == 1:
            del self.fields["change_note"]

    def clean_document_number(self) -> str:
        return content.document_number(self.cleaned_data["document_number"])

    def clean_body(self) -> str:
        return content.body(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("klass") == Class.PUBLISH:
            data["ground"] = data["ground_note"] = ""
            data["reexamine_on"] = None
        return data

    _MAKING = ("original_id", "original_title", "original_number", "original_class", "co_makers", "lead")

    @property
    def shows_making(self) -> bool:
        """True where something of a forwarded or joint paper is typed, or wrong."""
        return any(self[name].value() or self[name].errors for name in (*self._MAKING, "publish_basis"))

    @property
    def content(self) -> Content:
        """The typed content; valid forms only."""
        known = Content.__dataclass_fields__
        return Content(**{name: value for name, value in self.cleaned_data.items() if name in known})


class FilterForm(forms.Form):
    """What narrows the register; a value that is none of the choices narrows nothing."""

    q = forms.CharField(label=_("标题、文号"), required=False, max_length=100)
    organ = forms.ModelChoiceField(
        label=_("机关"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=_("全部"),
        to_field_name="slug",
    )
    stage = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *Stage.choices])
    klass = forms.ChoiceField(
        label=_("公开属性"), required=False, choices=[("", _("全部")), *CLASSES.items()]
    )
    due = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[("", _("全部")), ("soon", _("5天内到期")), ("over", _("已超期"))],
    )


class NormativeFilter(forms.Form):
    """What narrows the list of normative documents."""

    q = forms.CharField(label=_("标题、文号"), required=False, max_length=100)
    validity = forms.ChoiceField(
        label=_("有效性"),
        required=False,
        choices=[
            ("", _("全部")),
            ("binding", _("现行有效（含已修改）")),
            ("not_yet", _("尚未施行")),
            ("ended", _("已废止、已失效")),
        ],
    )
    FIGURES = (
        ("made", _("本年制发")),
        ("disclosed", _("本年新公开")),
        ("ended", _("本年废止、失效或撤下")),
        ("in_force", _("年末公开总数（现行有效）")),
    )
    figure = forms.ChoiceField(label=_("各年件数中的"), required=False, choices=[("", _("全部")), *FIGURES])
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [("", _("全部")), *((one, str(one)) for one in years)]


class YearFiguresForm(forms.Form):
    """The numbers of a year, a field a kind; blank is no record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in YearFigure.Kind:
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label, required=False, min_value=0, max_value=99_999_999
            )


class WithheldFilter(forms.Form):
    """What narrows the register of what is withheld."""

    q = forms.CharField(label=_("标题、文号"), required=False, max_length=100)
    klass = forms.ChoiceField(
        label=_("公开属性"),
        required=False,
        choices=[("", _("全部")), *((code, word) for code, word in CLASSES.items() if code != Class.PUBLISH)],
    )
    ground = forms.ChoiceField(
        label=_("依据"),
        required=False,
        choices=[("", _("全部")), *((code, label) for code, (label, _article) in GROUNDS.items())],
    )
    due = forms.ChoiceField(
        label=_("再审查"), required=False, choices=[("", _("全部")), ("now", _("应当审查"))]
    )


class ImportFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("done", _("已收录")), ("open", _("没有收录"))],
    )


class ReviewForm(forms.Form):
    opinion = forms.CharField(
        label=_("意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text=_("退回时必须写明要改什么。"),
    )


class ConsultForm(forms.Form):
    organ_name = forms.CharField(label=_("机关"), max_length=100)
    asked_on = DayField(label=_("征求日期"))


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("答复"), choices=[("", _("请选择")), *OUTCOMES.items()])
    answered_on = DayField(label=_("答复日期"))
    note = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text=_("例如来函文号、电话记录；有不同意见的，写明是什么意见。"),
    )


class LeakReasonForm(forms.Form):
    """A reason for each finding that blocks; ``reasons`` has them by the key of the finding."""

    def __init__(self, *args: Any, found: Sequence[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys: dict[str, str] = {}
        for number, one in enumerate(found, start=1):
            finding = one.finding
            name = f"reason_{number}"
            self._keys[name] = finding.key
            self.fields[name] = forms.CharField(
                label=_("{place}：{label}{count}处").format(
                    place=finding.place, label=finding.label, count=finding.count
                ),
                max_length=300,
                error_messages={"required": _("请写明理由")},
                initial=one.reason.reason if one.reason else "",
                widget=forms.Textarea(attrs=_LONG),
                help_text=_("例如 {samples}").format(samples="、".join(finding.samples)),
            )

    @property
    def reasons(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self._keys.items()}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs=_LONG))


class PublicItemField(forms.IntegerField):
    """An item the public reads, by its number."""

    def clean(self, value: Any) -> Item | None:
        number = super().clean(value)
        if number is None:
            return None
        found = Item.objects.public().filter(pk=number).first() if 0 < number < 2**63 else None
        if found is None:
            raise forms.ValidationError(
                _("没有编号为%(number)s的公开信息，请核对网址 /i/编号/"), params={"number": number}
            )
        return found


class RepealForm(forms.Form):
    on = DayField(label=_("废止日期"))
    by = PublicItemField(
        label=_("废止它的文件"),
        required=False,
        help_text=_("该文件的编号，即公开网址 /i/编号/ 中的数字；没有则不填。"),
    )


class ReExamineForm(forms.Form):
    opinion = forms.CharField(label=_("仍不公开的理由"), max_length=300, widget=forms.Textarea(attrs=_LONG))
    next_on = DayField(label=_("下次审查日期"))


class InterpretsForm(forms.Form):
    document = PublicItemField(
        label=_("解读的文件"), help_text=_("该文件的编号，即公开网址 /i/编号/ 中的数字。")
    )


class AdoptionForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=300)
    adopter = forms.CharField(label=_("采用单位"), max_length=100)
    on = DayField(label=_("采用日期"))


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("收录文件"), help_text=_("XLSX工作簿（第一行为栏名）或JSON，不超过20 MB。请勿上传涉密文件。")
    )


class AttachForm(forms.Form):
    file = forms.FileField(
        label=_("添加附件"),
        help_text=_("PDF、DOCX、XLSX、JPG、PNG，不超过20 MB；作者、修订等信息会去掉。请勿上传涉密文件。"),
    )


class ScheduleForm(forms.Form):
    release_at = forms.DateTimeField(
        label=_("定时公布"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class ChannelForm(forms.Form):
    channel = forms.ChoiceField(label=_("渠道"), choices=Channel.choices)
    on = DayField(label=_("日期"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class NormativeForm(forms.Form):
    """One question after the other, each with yes or no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.code] = forms.TypedChoiceField(
                label=question.text,
                choices=[("yes", _("是")), ("no", _("否"))],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
            )
