"""Forms of the office for applications: what narrows the register, registering, files, looking."""

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongkai.law.applications.case import STAGES, SUBJECTS, Subject
from gongkai.law.applications.receipt import CHANNELS, Channel, ground

from ..organs.models import Organ, OrganQuerySet
from .actions.files import Upload
from .actions.receipt import Arrival, Request
from .models import LONGEST_WANTED, RESULTS, ApplicantKind, CaseFile, Form, Way
from .people import LABELS, Person
from .redaction import Box

_SINCE = 2019
"""The year since which the Regulation as it is has been in force: the first of the filter."""
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,4})?")
_TAKEN = _("PDF、DOCX、XLSX、JPG、PNG，不超过20 MB，加密保存。")
IDENTITIES = ("居民身份证", "统一社会信用代码", "护照", "港澳居民来往内地通行证", "其他证件")


def _all(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("全部")), *choices]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrganField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organ.objects.none(), to_field_name="slug", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        organ: Organ = obj
        return organ.name


class RegisterFilter(forms.Form):
    """What narrows the register; a value that is none of the choices narrows nothing."""

    q = forms.CharField(label=_("编号、信息名称、文号、邮件编号"), required=False, max_length=100)
    organ = OrganField(label=_("机关"), required=False, empty_label=_("全部"))
    stage = forms.ChoiceField(label=_("状态"), required=False, choices=_all(STAGES.items()))
    answer = forms.ChoiceField(label=_("办理结果"), required=False, choices=_all(RESULTS.items()))
    channel = forms.ChoiceField(label=_("渠道"), required=False, choices=_all(CHANNELS.items()))
    subject = forms.ChoiceField(label=_("申请事项"), required=False, choices=_all(SUBJECTS.items()))
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    due = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=_all([("open", _("未办结")), ("soon", _("5个工作日内到期")), ("over", _("已逾期"))]),
    )

    def __init__(self, data: Any, organs: OrganQuerySet, on: date) -> None:
        super().__init__(data)
        organ, year = self.fields["organ"], self.fields["year"]
        assert isinstance(organ, OrganField) and isinstance(year, forms.ChoiceField)
        organ.queryset = organs
        year.choices = _all((one, str(one)) for one in range(on.year, _SINCE - 1, -1))


class FindForm(forms.Form):
    """按申请人查找: sent as a form, so that no address and no log holds it."""

    who = forms.CharField(
        label=_("申请人的姓名、证件号码或者电话、邮箱"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RegisterForm(forms.Form):
    """登记: everything Art. 29 asks for, and how it came."""

    channel = forms.ChoiceField(label=_("渠道"), widget=forms.RadioSelect)
    arrived_on = forms.DateField(label=_("提交或送达日期"), widget=_day())
    carrier = forms.CharField(label=_("邮递单位"), required=False, max_length=40)
    tracking_number = forms.CharField(label=_("邮件编号"), required=False, max_length=40)
    taken_by = forms.CharField(label=_("签收人"), required=False, max_length=40)
    envelope = forms.FileField(label=_("信封图片"), required=False, help_text=_TAKEN)
    paper = forms.FileField(label=_("申请材料的扫描件"), required=False, help_text=_TAKEN)

    kind = forms.ChoiceField(label=_("申请人类别"), choices=[("", _("请选择")), *ApplicantKind.choices])
    name = forms.CharField(label=LABELS["name"], max_length=100)
    identity_kind = forms.ChoiceField(
        label=LABELS["identity_kind"],
        required=False,
        choices=[("", _("没有写")), *((one, one) for one in IDENTITIES)],
    )
    identity_number = forms.CharField(label=LABELS["identity_number"], required=False, max_length=40)
    phone = forms.CharField(label=LABELS["phone"], required=False, max_length=40)
    email = forms.EmailField(label=LABELS["email"], required=False, max_length=100)
    address = forms.CharField(label=LABELS["address"], required=False, max_length=200)
    postcode = forms.CharField(label=LABELS["postcode"], required=False, max_length=10)
    contact = forms.CharField(label=LABELS["contact"], required=False, max_length=60)
    identity = forms.FileField(label=_("身份证明"), required=False, help_text=_TAKEN)

    subject = forms.ChoiceField(
        label=_("申请事项"), choices=SUBJECTS.items(), initial=Subject.INFORMATION, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("信息名称"), max_length=100)
    document_number = forms.CharField(label=_("文号"), required=False, max_length=60)
    wanted = forms.CharField(
        label=_("所需信息的描述"),
        max_length=LONGEST_WANTED,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("照申请人的原话填写；口头提出的，念给申请人听过再保存。"),
    )
    form = forms.ChoiceField(label=_("公开形式"), choices=Form.choices, initial=Form.ELECTRONIC)
    way = forms.ChoiceField(label=_("获取方式"), choices=Way.choices, initial=Way.ELECTRONIC)
    help_wanted = forms.CharField(label=_("需要的帮助"), required=False, max_length=200)

    FILES = (("envelope", "envelope"), ("paper", "application"), ("identity", "identity"))
    """Field → kind of file."""
    CARRIED = ("carrier", "tracking_number", "taken_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = [
            (code.value, _("{channel}：{ground}").format(channel=label, ground=ground(code)))
            for code, label in CHANNELS.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") == Channel.REGISTERED_MAIL and not data.get("taken_by"):
            self.add_error("taken_by", _("挂号信、特快专递以签收之日为收到之日，请写明签收人"))
        if not any(data.get(name) or name in self.errors for name in ("phone", "email", "address")):
            self.add_error("phone", _("请至少写一种联系方式：电话、邮箱或者通信地址"))
        return data

    @property
    def person(self) -> Person:
        return Person(**{name: self.cleaned_data[name] for name in LABELS})

    @property
    def request(self) -> Request:
        names = ("title", "wanted", "document_number", "form", "way", "help_wanted", "subject")
        return Request(**{name: self.cleaned_data[name] for name in names})

    @property
    def arrival(self) -> Arrival:
        data = self.cleaned_data
        carried = {name: data[name] for name in self.CARRIED}
        return Arrival(Channel(data["channel"]), data["arrived_on"], **carried)

    @property
    def uploads(self) -> tuple[Upload, ...]:
        found = ((kind, self.cleaned_data.get(name)) for name, kind in self.FILES)
        return tuple(Upload(kind, file.name, file.read()) for kind, file in found if file)


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("查看的理由"),
        max_length=200,
        help_text=_("例如：电话确认收到申请、邮寄答复书。理由和您的姓名、时间一起记入操作台账，不能删除。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class FileForm(forms.Form):
    """添加材料."""

    kind = forms.ChoiceField(
        label=_("种类"),
        choices=[("", _("请选择")), *(one for one in CaseFile.Kind.choices if one[0] != "redacted")],
    )
    file = forms.FileField(label=_("文件"), help_text=_TAKEN)


class RedactForm(forms.Form):
    """遮盖: texts and places, one a line."""

    phrases = forms.CharField(
        label=_("要遮盖的文字"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一个，例如一个人名、一个号码。文件里所有这样的文字都遮盖。"),
    )
    boxes = forms.CharField(
        label=_("要遮盖的地方"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "inputmode": "decimal"}),
        help_text=_(
            "一行一处：页 左 上 右 下，后四个是页面宽、高的百分之几，照页面边上的刻度写，"
            "例如：1 10 20 50 25。也可以在页面上拖动鼠标画框。"
        ),
    )
    unfound = forms.CharField(
        label=_("没有找到的文字，为什么仍然保存"),
        required=False,
        max_length=200,
        help_text=_("上面写的文字都找到的，不用填写。"),
    )

    def clean_phrases(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["phrases"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean_boxes(self) -> list[Box]:
        lines = unicodedata.normalize("NFKC", self.cleaned_data["boxes"]).splitlines()
        return [_box(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _box(number: int, line: str) -> Box:
    """A line of five numbers. Raises ValidationError, naming the line."""
    parts = [part for part in re.split(r"[\s,;、]+", line) if part]
    wrong = ValidationError(
        _("第%(number)s行不对，请写：页 左 上 右 下，左小于右，上小于下，不超过100"),
        params={"number": number},
    )
    if len(parts) != 5 or not parts[0].isdecimal() or not all(_PERCENT.fullmatch(one) for one in parts[1:]):
        raise wrong
    page = int(parts[0][:6])
    left, top, right, bottom = (float(one) / 100 for one in parts[1:])
    if page < 1 or not (left < right <= 1 and top < bottom <= 1):
        raise wrong
    return Box(page, left, top, right, bottom)
