"""Forms of the room; what they refuse, the acts would refuse too."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from gongkai.annual_report.reading import LIMIT, too_large

from ..organs.forms import YearFilter
from ..organs.models import Organ
from .doubts import Doubt
from .models import SECTION, SourceFile, Verdict, Version

if TYPE_CHECKING:
    from ..accounts.models import User

_LIMIT = settings.GONGKAI_UPLOAD_LIMIT // 1024 // 1024
FIRST_YEAR = 2008  # the Regulation of 2007 took effect on 2008-05-01


class ReportFilter(YearFilter):
    """What narrows the list of reports."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("published", _("已公布")), ("draft", _("有草稿")), ("nil", _("零报告"))],
    )


class BatchFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("person", _("有需要人工处理的文件"))],
    )


def reason_of_a_new_version() -> forms.CharField:
    """Asked wherever a draft begins, for it may come in place of what is public."""
    return forms.CharField(
        label=_("更正原因"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("这一年度已有公布的报告时填写，它会随新版本公布。"),
    )


class UploadForm(forms.Form):
    """A file and its year. A file once sent is kept, so that nobody has to choose it again."""

    year = forms.IntegerField(label=_("报告年度"), help_text=_("报告统计的公历年度，例如 2020。"))
    file = forms.FileField(
        label=_("报告文件"),
        help_text=_(
            "已公布的报告：网页（HTML）、DOCX、PDF、XLSX、XLS、纯文本，或本系统导出的JSON、CSV，"
            "不超过%(limit)s MB。请勿上传涉密文件。"
        )
        % {"limit": _LIMIT},
    )
    reason = reason_of_a_new_version()
    accept = forms.MultipleChoiceField(
        label=_("核对后仍按此上传"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organ: Organ, user: "User", this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ, self.user = organ, user
        self.source: SourceFile | None = None
        self.this_year = this_year
        self._offer([(code, code) for code in ("organ", "format", "year_unknown")])
        self.shows_accept = False
        self.fields["file"].required = not self.data.get("kept")

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= self.this_year:
            raise forms.ValidationError(
                _t("年度应在{first}年到{last}年之间").format(first=FIRST_YEAR, last=self.this_year)
            )
        return year

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > LIMIT:
            raise forms.ValidationError(too_large(file.size))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kept = cleaned.get("kept")
        if not cleaned.get("file") and kept:
            self.source = SourceFile.objects.filter(pk=kept, organ=self.organ, uploaded_by=self.user).first()
        if not cleaned.get("file") and self.source is None and "file" not in self.errors:
            self.add_error("file", _t("请选择文件"))
        return cleaned

    def keep(self, source: SourceFile) -> None:
        """Carry the file through the next try."""
        self.source = source
        self.fields["file"].required = False  # else the browser itself would ask for it again
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["kept"] = str(source.pk)
        self.data = data

    def doubt(self, doubts: Iterable[Doubt]) -> None:
        """Show what does not fit, and offer to accept what may be accepted."""
        told = list(doubts)
        for doubt in told:
            self.add_error(None, doubt.message)
        offered = [(doubt.code, doubt.message) for doubt in told]
        if not all(doubt.acceptable for doubt in told):
            offered = []  # a wrong year is put right first: form and name may fit then
        self._offer(offered)
        self.shows_accept = bool(offered)

    def _offer(self, choices: list[tuple[str, str]]) -> None:
        accept = self.fields["accept"]
        assert isinstance(accept, forms.MultipleChoiceField)
        accept.choices = choices


class CompileForm(forms.Form):
    """The year to compile."""

    year = forms.IntegerField(label=_("报告年度"), help_text=_("报告统计的公历年度，须已经结束。"))
    reason = reason_of_a_new_version()

    def __init__(self, *args: Any, first: int, last: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = first, last

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not self.first <= year <= self.last:
            raise forms.ValidationError(
                _t("年度应在{first}年到{last}年之间").format(first=self.first, last=self.last)
            )
        return year


class NilForm(CompileForm):
    """The year without any record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class Named(forms.Form):
    """The report that a form writes on: its draft may be another one when it is sent (replaced.py)."""

    report = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class SectionForm(forms.Form):
    """The text of a section, a paragraph a line; the mark of the text it began from goes with it."""

    report = forms.CharField(required=False, widget=forms.HiddenInput)

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("正文"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("一行是一段。“［待填写：…］”写好以后才能送审。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # May be saved half written, and is not optional for that.
        self.fields["text"].needed = _("（送审前写好）")  # type: ignore[attr-defined]


class CorrectCellForm(forms.Form):
    """What stands in the file for one cell, and why it is put right."""

    report = forms.CharField(required=False, widget=forms.HiddenInput)
    cell = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    value = forms.CharField(
        label=_("文件上的内容"),
        required=False,
        max_length=100,
        help_text=_("照文件原样填写：数字、空白、“/”或文字；可带单位，如 251000元。"),
    )
    reason = forms.CharField(label=_("更正原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, compiled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if compiled:
            self.fields["value"].label = _t("更正为")
            self.fields["value"].help_text = _t(
                "数字或者空白。编制的数留在更正表里；记录有误的，请改记录后重新编制。"
            )


class ReasonForm(forms.Form):
    """A reason, published with the version it begins."""

    reason = forms.CharField(
        label=_("更正原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("随新版本公布，例如：第三部分总计列填写有误。"),
    )


class StepForm(forms.Form):
    """What the person says who sends up, examines or signs; the digest goes beside it."""

    opinion = forms.CharField(
        label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class SendBackForm(forms.Form):
    """Why a version goes back: of the whole, and at single cells and sections."""

    digest = forms.CharField(widget=forms.HiddenInput)
    opinion = forms.CharField(
        label=_("总的意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    rows = range(1, 4)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report = version.reading
        cells: dict[str, list[tuple[str, str]]] = {}
        for id, cell in report.form.cells.items() if report.form else ():
            cells.setdefault(str(cell.table.title), []).append((id, cell.label))
        sections = [(f"{SECTION}{one.no}", one.title) for one in report.sections]
        choices = [("", _t("不针对某一处")), (_t("文字"), sections), *cells.items()]
        for row in self.rows:
            self.fields[f"place_{row}"] = forms.ChoiceField(
                label=_t("第{row}处").format(row=row), choices=choices, required=False
            )
            self.fields[f"text_{row}"] = forms.CharField(
                label=_t("第{row}处要改什么").format(row=row), max_length=300, required=False
            )

    def remarks(self) -> list[tuple[str, str]]:
        """(place, text) of the rows that say anything."""
        rows = [(self.cleaned_data[f"place_{row}"], self.cleaned_data[f"text_{row}"]) for row in self.rows]
        return [(place, text) for place, text in rows if place or text]


class JudgeForm(forms.Form):
    """A verdict on a finding; the finding goes with it by its fingerprint."""

    fingerprint = forms.CharField(max_length=20, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("处理意见"), choices=Verdict.Decision.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明核对了什么。数字改动之后，这条处理意见失效。"),
    )  # fmt: skip


class ReviewForm(forms.Form):
    """A cell beside its source: sent as it is, it agrees; with another value, it is put right."""

    cell = forms.CharField(max_length=80, widget=forms.HiddenInput)
    printed = forms.CharField(max_length=400, required=False, strip=False, widget=forms.HiddenInput)
    value = forms.CharField(
        label=_("来源上的内容"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "inputmode": "text"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("更正原因"), max_length=300, required=False, help_text=_("只在改了内容时填写。")
    )


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files of one input, each checked as a file of its own."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        check = super().clean
        return [check(file, initial) for file in data or [None]]


class HandInForm(forms.Form):
    """Files as the browser sends them; a zip is taken apart."""

    reports = _FilesField(
        label=_("文件"),
        widget=_ManyFiles(attrs={"multiple": True}),
        help_text=_("可以一次选多个报告文件，或一个ZIP压缩包，合计不超过%(limit)s MB。请勿上传涉密文件。")
        % {"limit": _LIMIT},
    )


class DecideForm(forms.Form):
    """Whose report it is, and that its doubts are accepted."""

    organ = forms.ModelChoiceField(label=_("机关"), queryset=Organ.objects.none(), to_field_name="slug")
    year = forms.IntegerField(label=_("报告年度"), min_value=FIRST_YEAR, max_value=2100)
    accepted = forms.BooleanField(label=_("已核对，确认是这个机关的报告"), required=False)
    reason = forms.CharField(
        label=_("更正原因"), max_length=300, required=False,
        help_text=_("这一年度已有公布的报告时填写。"),
    )  # fmt: skip


def renewed(form: forms.Form, field: str, value: str) -> None:
    """A bound form whose hidden ``field`` says ``value`` when it is shown again; the rest as typed."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data[form.add_prefix(field)] = value
    form.data = data
