"""Forms of orders; what they refuse, the acts would refuse too."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ...disclosure.files import clean
from ...disclosure.models import Item
from ...organs.actions import Refused
from ...organs.models import Organ
from ..patrol.models import Hit, Severity
from .actions import Said
from .models import LONGEST, Finding, Order, ScanRow, State
from .places import path

_ITEM = re.compile(r"^/i/(\d{1,18})/")
OVERDUE = "overdue"


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _Keys(forms.MultipleChoiceField):
    """Rows by their keys, each with what stands beside its box."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False)


class IssueForm(forms.Form):
    """Problems chosen from what is open and one by hand; what is asked; the day."""

    hits = _Keys(_("夜间巡检发现的问题"))
    rows = _Keys(_("扫描表里的问题"))
    hand_kind = forms.CharField(
        label=_("问题类型"),
        max_length=30,
        required=False,
        help_text=_("例如：更新不及时、错敏词。同一类型再次下达的，标明重复发生。"),
    )
    hand_severity = forms.ChoiceField(
        label=_("程度"), choices=Severity.choices, initial=Severity.DEDUCT, required=False
    )
    hand_address = forms.CharField(
        label=_("网址"), max_length=500, required=False, help_text=_("本站的网址会连到信息、栏目。")
    )
    hand_title = forms.CharField(
        label=_("位置"),
        max_length=300,
        required=False,
        help_text=_("栏目或者信息的名称；写了本站的网址，可以不写。"),
    )
    hand_ground = forms.CharField(label=_("问题"), max_length=LONGEST, required=False, widget=_area())
    title = forms.CharField(label=_("事由"), max_length=100)
    asked = forms.CharField(label=_("整改要求"), max_length=LONGEST, widget=_area())
    due_on = forms.DateField(
        label=_("整改期限"),
        required=False,
        widget=_day(),
        help_text=_("不填的，按程度计算；自行设定的，写明理由。"),
    )
    due_reason = forms.CharField(label=_("期限的理由"), max_length=300, required=False)

    TYPED = ("hand_kind", "hand_address", "hand_title", "hand_ground")
    HAND = ("hand_ground", "hand_kind", "hand_severity", "hand_address", "hand_title")

    def __init__(self, *args: Any, hits: Iterable[Hit], rows: Iterable[ScanRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._set(
            "hits",
            [(str(one.pk), f"{one.get_severity_display()}　{one.title}：{one.ground}") for one in hits],
        )
        self._set("rows", [(str(one.pk), _row(one)) for one in rows])

    def _set(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]

    @property
    def has_hand(self) -> bool:
        """Something was typed for a problem by hand."""
        return any(self.cleaned_data.get(name) for name in self.TYPED)

    def chosen(self, name: str) -> list[int]:
        return [int(key) for key in self.cleaned_data.get(name, [])]


def _row(row: ScanRow) -> str:
    advice = f"→{row.advice}" if row.advice else ""
    return f"{row.level or row.kind}　{row.title or row.link}：{row.words}{advice}"


class AnswerForm(forms.Form):
    """For each problem that is open: what was done, proof in words, items, a file."""

    def __init__(self, *args: Any, findings: list[Finding], organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings, self.organ = findings, organ
        for one in findings:
            self.fields[f"done_{one.pk}"] = forms.CharField(
                label=_now("整改情况"), max_length=LONGEST, widget=_area()
            )
            self.fields[f"proof_{one.pk}"] = forms.CharField(
                label=_now("佐证"), max_length=LONGEST, required=False, widget=_area(2)
            )
            self.fields[f"items_{one.pk}"] = forms.CharField(
                label=_now("有关信息"), max_length=500, required=False,
                help_text=_now("本机关已公布的信息，写网址或者编号，几条的用空格分开。"),
            )  # fmt: skip
            self.fields[f"file_{one.pk}"] = forms.FileField(
                label=_now("佐证材料"),
                required=False,
                help_text=_now("PDF、DOCX、XLSX、JPG、PNG，不超过20 MB。请勿上传涉密文件。"),
            )

    @property
    def parts(self) -> list[tuple[Finding, list[forms.BoundField]]]:
        names = ("done", "proof", "items", "file")
        return [(one, [self[f"{name}_{one.pk}"] for name in names]) for one in self.findings]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        numbers = {one.pk: self._numbers(one, data) for one in self.findings}
        wanted = {number for those in numbers.values() for number in those}
        known = Item.objects.filter(organ=self.organ, current__isnull=False).in_bulk(wanted)
        self.said: dict[int, Said] = {}
        for one in self.findings:
            if missing := [str(number) for number in numbers[one.pk] if number not in known]:
                words = _now("没有找到本机关已公布的信息：{numbers}").format(numbers="、".join(missing))
                self.add_error(f"items_{one.pk}", words)
                continue
            self.said[one.pk] = Said(
                data.get(f"done_{one.pk}", ""),
                data.get(f"proof_{one.pk}", ""),
                tuple(known[number] for number in numbers[one.pk]),
                self._file(one, data),
            )
        return data

    def _numbers(self, one: Finding, data: dict[str, Any]) -> list[int]:
        found: list[int] = []
        for word in data.get(f"items_{one.pk}", "").split():
            address = f"/i/{word}/" if word.isdecimal() else path(word)
            if number := _ITEM.match(address):
                found.append(int(number[1]))
            else:
                words = _now("“{word}”不是本站信息的网址或者编号").format(word=word[:60])
                self.add_error(f"items_{one.pk}", words)
        return found

    def _file(self, one: Finding, data: dict[str, Any]) -> Any:
        given = data.get(f"file_{one.pk}")
        if not given:
            return None
        try:
            return given.name, clean(given.read())
        except Refused as refused:
            self.add_error(f"file_{one.pk}", str(refused))
            return None


class ReturnForm(forms.Form):
    """A remark for each problem that is not put right."""

    due_on = forms.DateField(
        label=_("新的整改期限"), required=False, widget=_day(), help_text=_("不填的，自今天起重新计算。")
    )
    due_reason = forms.CharField(label=_("期限的理由"), max_length=300, required=False)

    def __init__(self, *args: Any, findings: list[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = findings
        for one in findings:
            self.fields[f"remark_{one.pk}"] = forms.CharField(
                label=_now("第{number}个问题的退回意见").format(number=one.number),
                max_length=LONGEST, required=False, widget=_area(),
                help_text=_now("没有整改到位的写明意见；不写的，视为认可。"),
            )  # fmt: skip

    @property
    def parts(self) -> list[tuple[Finding, forms.BoundField]]:
        return [(one, self[f"remark_{one.pk}"]) for one in self.findings]

    @property
    def remarks(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data.get(f"remark_{one.pk}", "") for one in self.findings}


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=_area(),
        help_text=_("复核仍有或者还没有复核的，须写明销号的理由。"),
    )  # fmt: skip


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("撤销的理由"), max_length=300, widget=_area(), help_text=_("撤销的不计入统计，编号不再使用。")
    )


class DueForm(forms.Form):
    due_on = forms.DateField(label=_("整改期限"), widget=_day())
    reason = forms.CharField(label=_("理由"), max_length=300)


class LookForm(forms.Form):
    found = forms.TypedChoiceField(
        label=_("复核结果"), choices=[("gone", _("已整改")), ("found", _("仍有"))],
        coerce=lambda value: value == "found", widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label=_("看到的情况"), max_length=300)


class UrgeForm(forms.Form):
    orders = forms.MultipleChoiceField(label=_("逾期的整改通知"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=_("催办内容"),
        max_length=300,
        widget=_area(),
        help_text=_("显示在机关工作人员的“今日”和整改通知的页面上。"),
    )

    def __init__(self, *args: Any, late: Iterable[Order], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["orders"]
        assert isinstance(field, forms.MultipleChoiceField)
        words = _now("{organ}　{number}　超过{days}天")
        field.choices = [
            (str(one.pk), words.format(organ=one.organ_name, number=one, days=one.days_late(on)))
            for one in late
        ]


class ScanForm(forms.Form):
    file = forms.FileField(
        label=_("扫描表"), help_text=_("XLSX或CSV（UTF-8、GBK），不超过20 MB。请勿上传涉密文件。")
    )


class OrderFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), (OVERDUE, _("已逾期")), *State.choices]
    )
    organ = forms.ChoiceField(label=_("机关"), required=False)
    check = forms.ChoiceField(label=_("检查项"), required=False)
    repeated = forms.ChoiceField(
        label=_("重复发生"), required=False, choices=[("", _("全部")), ("yes", _("有重复发生的"))]
    )

    def __init__(
        self, data: Any, organs: Iterable[tuple[int, str]], checks: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        for name, choices in (("organ", [(str(pk), label) for pk, label in organs]), ("check", list(checks))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", str(_("全部"))), *choices]
