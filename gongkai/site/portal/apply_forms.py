"""What the public form asks: what Art. 29 names, and nothing of purpose or employer."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ..applications import identity
from ..applications.actions.files import Upload
from ..applications.actions.receipt import Request
from ..applications.models import LONGEST_WANTED, ApplicantKind, CaseFile, Form, Way
from ..applications.people import Person
from ..disclosure import files
from ..organs.actions import Refused

MOST_FILES, LARGEST = 5, 5 * 1024 * 1024
_TOGETHER = settings.GONGKAI_UPLOAD_LIMIT // 1024 // 1024
_LIMITS = {"most": MOST_FILES, "each": LARGEST // 1024 // 1024, "all": _TOGETHER}
_ACCEPT = ",".join(f".{suffix}" for suffix in files.MEDIA_TYPES)
_PHONE = re.compile(r"\+?[0-9][0-9 ()（）\-－转]{4,24}")
_DEVICE = {"data-draft": ""}
"""Marks what a draft on the applicant's device may hold; the number of an identity card is not it."""


class LookForm(forms.Form):
    """What is looked for, before anything is asked of the person."""

    title = forms.CharField(
        label=_("想要什么信息"),
        max_length=100,
        widget=forms.TextInput(attrs=_DEVICE),
        help_text=_("写信息的名称或者一句话，例如：望舒镇2020年农村公路养护计划。"),
    )
    wanted = forms.CharField(
        label=_("具体描述"),
        required=False,
        max_length=LONGEST_WANTED,
        widget=forms.Textarea(attrs={"rows": 4, **_DEVICE}),
        help_text=_("便于查询的特征：年度、地点、项目、文件种类。现在可以不写，下一步再写。"),
    )


class _PersonForm(forms.Form):
    """Who applies, and how to be reached."""

    kind = forms.ChoiceField(
        label=_("申请人类别"),
        choices=ApplicantKind.choices,
        initial=ApplicantKind.NATURAL_PERSON.value,
        widget=forms.Select(attrs=_DEVICE),
        help_text=_("以个人名义申请的，是自然人。"),
    )
    name = forms.CharField(
        label=_("姓名或者名称"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name", **_DEVICE}),
        help_text=_("与证件一致；生僻字、间隔号都可以写。"),
    )
    identity_kind = forms.ChoiceField(
        label=_("证件种类"),
        choices=[
            (_("个人"), list(identity.OF_PERSONS.items())),
            (_("单位"), list(identity.OF_ORGANISATIONS.items())),
        ],
        initial=identity.IDENTITY_CARD,
        widget=forms.Select(attrs=_DEVICE),
    )
    identity_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("用来证明身份（条例第二十九条）。加密保存，不公开。"),
    )
    contact = forms.CharField(
        label=_("联系人"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_DEVICE),
        help_text=_("单位申请的请写；个人委托他人办理的写代理人。"),
    )
    phone = forms.CharField(
        label=_("联系电话"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", **_DEVICE}),
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", **_DEVICE}),
    )
    address = forms.CharField(
        label=_("通信地址"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address", **_DEVICE}),
    )
    postcode = forms.CharField(
        label=_("邮政编码"),
        required=False,
        max_length=10,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "short", "autocomplete": "postal-code", **_DEVICE}
        ),
    )
    remark = forms.CharField(label=_("请留空"), required=False)
    """A trap for programs: people neither see it nor come to it by keyboard."""

    def clean_remark(self) -> str:
        if self.cleaned_data["remark"]:
            raise ValidationError(_t("这一项请留空，清空后再提交"))
        return ""

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if name.isdecimal():
            raise ValidationError(_t("请写姓名或者名称，不要写号码"))
        return name

    def clean_identity_number(self) -> str:
        return identity.normalised(self.cleaned_data["identity_number"])

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not _PHONE.fullmatch(phone):
            raise ValidationError(_t("请写电话号码，例如：13800001234，或者 0571-8000123 转 8"))
        return phone

    def clean_postcode(self) -> str:
        postcode: str = self.cleaned_data["postcode"]
        if postcode and not re.fullmatch("[0-9]{6}", postcode):
            raise ValidationError(_t("邮政编码应为6位数字"))
        return postcode

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        natural = found.get("kind") == ApplicantKind.NATURAL_PERSON
        kind, number = found.get("identity_kind"), found.get("identity_number")
        if kind and (kind in identity.OF_PERSONS) != natural:
            self.add_error(
                "identity_kind",
                _t("个人申请请选个人的证件")
                if natural
                else _t("单位申请请选单位的证件，例如统一社会信用代码"),
            )
        elif kind and number and (fault := identity.fault(kind, number)):
            self.add_error("identity_number", fault)
        if not natural and "kind" in found and not found.get("contact"):
            self.add_error("contact", _t("单位申请的，请写联系人，机关好与您联系"))
        reached = ("phone", "email", "address")
        if not any(found.get(name) or self.has_error(name) for name in reached):
            self.add_error("phone", _t("电话、邮箱、通信地址请至少写一种，机关要与您确认收到申请"))
        return found

    def person(self) -> Person:
        found = self.cleaned_data
        names = "name identity_kind identity_number phone email address postcode contact".split()
        return Person(**{name: found[name] for name in names})

    def groups(self) -> Iterable[tuple[str, list[BoundField]]]:
        """Its fields as the page shows them, and once more before it is sent."""
        return [(title, [self[name] for name in names.split()]) for title, names in self.parts()]

    def parts(self) -> list[tuple[str, str]]:
        return [
            (_t("申请人"), "kind name identity_kind identity_number contact"),
            (_t("联系方式，至少写一种"), "phone email address postcode"),
        ]

    def shown(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Everything that was written, in words."""
        return [
            (title, [(str(field.label), text) for field in fields if (text := self._said(field))])
            for title, fields in self.groups()
        ]

    def _said(self, field: BoundField) -> str:
        value = str(self.cleaned_data[field.name])
        choices = getattr(field.field, "_choices", [])
        flat = [one for code, label in choices for one in _flat(code, label)]
        return str(dict(flat).get(value, value))


class ApplyForm(_PersonForm):
    """申请公开政府信息 (Art. 29)."""

    title = forms.CharField(
        label=_("信息名称"),
        max_length=100,
        widget=forms.TextInput(attrs=_DEVICE),
        help_text=_("文件、资料的名称；不知道准确名称的，写它是关于什么的。"),
    )
    wanted = forms.CharField(
        label=_("内容描述"),
        max_length=LONGEST_WANTED,
        widget=forms.Textarea(attrs={"rows": 6, **_DEVICE}),
        help_text=_("写明便于查询的其他特征：年度、地点、项目、事项。一份申请写一件事，办得更快。"),
    )
    document_number = forms.CharField(
        label=_("文号"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_DEVICE),
        help_text=_("知道的写，例如：望政发〔2020〕1号。"),
    )
    form = forms.ChoiceField(
        label=_("希望得到的形式"),
        choices=Form.choices,
        initial=Form.ELECTRONIC.value,
        widget=forms.Select(attrs=_DEVICE),
    )
    way = forms.ChoiceField(
        label=_("获取方式"),
        choices=Way.choices,
        initial=Way.ELECTRONIC.value,
        widget=forms.Select(attrs=_DEVICE),
    )
    help_wanted = forms.CharField(
        label=_("需要的帮助"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_DEVICE),
        help_text=_("阅读、听说、书写有困难的，写明需要什么帮助，机关会提供（条例第四十三条）。"),
    )
    field_order = ["title", "wanted", "document_number", "form", "way", "help_wanted"]

    def parts(self) -> list[tuple[str, str]]:
        return [(_t("所需信息"), "title wanted document_number form way help_wanted"), *super().parts()]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        form, way = found.get("form"), found.get("way")
        if form == Form.PAPER and way == Way.ELECTRONIC:
            self.add_error("way", _t("要纸质的，请选当面领取或者邮寄"))
        if form == Form.READING and way and way != Way.IN_PERSON:
            self.add_error("way", _t("查阅、抄录要到机关来，请选当面领取"))
        if way == Way.POST and not found.get("address") and not self.has_error("address"):
            self.add_error("address", _t("选了邮寄，请写通信地址"))
        return found

    def request(self) -> Request:
        found = self.cleaned_data
        names = "title wanted document_number form way help_wanted".split()
        return Request(**{name: found[name] for name in names})


class RecordsForm(_PersonForm):
    """申请更正与自己有关的政府信息记录 (Art. 41)."""

    title = forms.CharField(
        label=_("哪份信息、哪条记录"),
        max_length=100,
        widget=forms.TextInput(attrs=_DEVICE),
        help_text=_("例如：2020年农村公路养护补助名单中我的记录。"),
    )
    wanted = forms.CharField(
        label=_("哪里不准确，应当怎样更正，有什么证据"),
        max_length=LONGEST_WANTED,
        widget=forms.Textarea(attrs={"rows": 6, **_DEVICE}),
        help_text=_("证据的照片、扫描件在下一步上传；没有的，写明证据是什么，机关会与您联系。"),
    )
    help_wanted = forms.CharField(
        label=_("需要的帮助"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_DEVICE),
        help_text=_("阅读、听说、书写有困难的，写明需要什么帮助，机关会提供（条例第四十三条）。"),
    )
    field_order = ["title", "wanted", "help_wanted"]

    def parts(self) -> list[tuple[str, str]]:
        return [(_t("要更正的记录"), "title wanted help_wanted"), *super().parts()]

    def request(self) -> Request:
        found = self.cleaned_data
        return Request(found["title"], found["wanted"], help_wanted=found["help_wanted"], subject="records")


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Documents and pictures, each told by its content and small enough."""

    def __init__(self, *, label: Any, help_text: Any) -> None:
        widget = _ManyFiles(attrs={"multiple": True, "accept": _ACCEPT})
        super().__init__(label=label, help_text=help_text, required=False, widget=widget)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(sent) > MOST_FILES:
            raise ValidationError(
                _t("最多上传{most}份，现在是{count}份").format(most=MOST_FILES, count=len(sent))
            )
        for one in sent:
            if fault := _fault(one):
                raise ValidationError(_t("{name}：{fault}").format(name=one.name, fault=fault))
        return sent


FORMATS = _("PDF、DOCX、XLSX、JPG、PNG，最多{most}份，每份不超过{each}MB，合计不超过{all}MB。")


def limits() -> str:
    """Which files are taken, in words."""
    return str(FORMATS).format(**_LIMITS)


class FilesForm(forms.Form):
    """What goes along with an application: chosen last, so that nothing is kept that is not sent."""

    def __init__(self, *args: Any, evidence: bool, wants_identity: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField(
            label=_t("证据") if evidence else _t("随申请提交的材料"), help_text=limits()
        )
        if wants_identity:
            self.fields["identity"] = FilesField(
                label=_t("身份证明的照片或者扫描件"), help_text=_t("可以不传。加密保存，不公开。") + limits()
            )

    def uploads(self) -> tuple[Upload, ...]:
        found = self.cleaned_data
        return (
            *(_upload(CaseFile.Kind.APPLICATION, one) for one in found["files"]),
            *(_upload(CaseFile.Kind.IDENTITY, one) for one in found.get("identity", ())),
        )


def _fault(file: Any) -> str:
    if file.size > LARGEST:
        return _t("超过{each}MB，请压缩或者分开后再上传").format(each=_LIMITS["each"])
    try:
        files.clean(file.read())
    except Refused as refused:
        return str(refused)
    finally:
        file.seek(0)
    return ""


def _upload(kind: CaseFile.Kind, file: Any) -> Upload:
    return Upload(kind.value, file.name, file.read())


def _flat(code: Any, label: Any) -> list[tuple[Any, Any]]:
    """A choice, or the choices of a group."""
    return list(label) if isinstance(label, list | tuple) else [(code, label)]
