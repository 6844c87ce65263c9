"""A finding 核验意见: what a check has to say of a report."""

import hashlib
from dataclasses import dataclass
from typing import Any

from gongkai.translation import _

from ..formats.relations import Number
from ..report import Report, figure

ERROR, WARNING, INFO = "error", "warning", "info"

SEVERITIES = {ERROR: _("错误"), WARNING: _("提醒"), INFO: _("提示")}

BASES = {
    "printed": _("表内印明的勾稽关系"),
    "arithmetic": _("合计与结转的算术关系"),
    "practice": _("通行的核验做法"),
    "derived": _("按表格含义推出"),
    "form": _("统一格式的要求"),
    "records": _("本机关的记录"),
}


TITLES = {
    "applications_balance": _("表三收支不平"),
    "applications_handled_total": _("表三办理结果加总不符"),
    "applications_row_total": _("表三一行合计不符"),
    "remedies_total": _("表四合计不符"),
    "applications_carry_over": _("与上年结转不衔接"),
    "remedies_pending_carry": _("上年未审结多于本年总数"),
    "in_force_chain": _("现行有效件数与上年不衔接"),
    "issued_in_force_or_repealed": _("制发件数多于有效和废止"),
    "items_chain": _("项目数量与上年不衔接"),
    "disclosed_total_chain": _("对外公开总数量与上年不衔接"),
    "disclosed_within_total": _("新公开多于公开总数"),
    "total_with_blanks": _("有空白的合计不符"),
    "local_row": _("格式以外的行"),
    "cell_not_a_number": _("单元格不是数"),
    "cell_unread": _("单元格没有读出"),
    "cell_doubtful": _("单元格读取存疑"),
    "negative_count": _("负数"),
    "unit_unknown": _("没有写明单位"),
    "unit_suspect": _("单位可能是元"),
    "jump": _("数据突变"),
    "normative_made_over_disclosed": _("新制作多于新公开"),
    "section_missing": _("缺少一节"),
    "section_empty": _("一节没有内容"),
    "section_too_short": _("一节过于简单"),
    "section_out_of_order": _("节的次序或编号不对"),
    "annual_comparison_word": _("误用环比"),
    "growth_without_base": _("增减没有基数"),
    "prose_differs": _("正文与表格不符"),
    "nothing_said_of_figures": _("正文说没有而表格有"),
    "percentage_differs": _("百分比算错"),
    "rate_without_base": _("比率没有基数"),
    "fee_differs": _("信息处理费前后不一"),
    "period_wrong": _("统计期限不对"),
    "year_wrong": _("年度不一致"),
    "format_wrong": _("格式版本不对"),
    "mixed_editions": _("混用两版格式"),
    "signed_outside": _("落款日期不在期限内"),
    "signed_on_missing": _("没有落款日期"),
    "signed_by_other": _("落款与标题的机关不同"),
    "name_other_place": _("出现其他地方的名称"),
    "name_other_organ": _("出现其他机关的名称"),
    "copied_from_previous": _("与上年报告雷同"),
    "copied_from_peer": _("与其他机关报告雷同"),
    "overridden": _("改过由记录计出的数"),
    "figure_stale": _("正文里的数已经变了"),
}
"""Code → what it is called in a list."""


@dataclass(frozen=True)
class Finding:
    """One finding. ``left`` and ``right`` are the two sides where numbers were compared.

    ``basis`` is a key of BASES; ``where`` is the place in the source in Chinese, or empty.
    ``subject`` is the passage it speaks of, ``values`` the numbers of its cells.
    """

    code: str
    severity: str
    message: str
    basis: str
    cells: tuple[str, ...] = ()
    left: Number | None = None
    right: Number | None = None
    where: str = ""
    subject: str = ""
    values: tuple[Number | None, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What the finding is about: its code, cells, numbers and sentence, not its wording or place.

        A person's verdict is kept by it: it holds while nothing it judged has changed.
        """
        parts = (self.code, *self.cells, *map(_number, (self.left, self.right, *self.values)), self.subject)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_FINGERPRINT]

    def as_dict(self) -> dict[str, Any]:
        """The object of ``gongkai report check --json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "cells": list(self.cells),
            "left": None if self.left is None else float(self.left) if self.left % 1 else int(self.left),
            "right": None if self.right is None else float(self.right) if self.right % 1 else int(self.right),
            "message": self.message,
            "basis": self.basis,
            "where": self.where,
            "fingerprint": self.fingerprint,
        }


_FINGERPRINT = 20
"""Hexadecimal digits."""


def _number(value: Number | None) -> str:
    """A number by its value: 5 and 5.00 are the same."""
    return "" if value is None else figure(value)


def where(report: Report, *cells: str) -> str:
    """The place in the source of the first of ``cells`` whose place is known."""
    return next((str(report.places[cell]) for cell in cells if cell in report.places), "")
