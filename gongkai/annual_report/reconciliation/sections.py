"""The six sections of the form: each must be there, and hold something."""

import re
from collections.abc import Iterator

from gongkai.translation import _

from ..formats.form import SectionForm
from ..report import Report
from .findings import ERROR, WARNING, Finding


def check(report: Report) -> Iterator[Finding]:
    form = report.form
    assert form is not None
    for section in form.sections:
        if report.section(section.no) is None:
            yield _missing(section)
        elif _is_empty(report, section):
            yield _empty(section)
    yield from section_out_of_order(report)
    yield from section_too_short(report)


def section_out_of_order(report: Report) -> Iterator[Finding]:
    """The sections stand in the order of the form, each once; their printed numbers are theirs."""
    numbers = [section.no for section in report.sections]
    if numbers != sorted(set(numbers)):
        yield Finding(
            "section_out_of_order", WARNING, _("各节没有按统一格式的次序排列，或有的节出现两次"), "form"
        )
    for section in report.sections:
        printed = _PRINTED.match(section.title)
        if printed and _NUMERALS.index(printed[1]) + 1 != section.no:
            words = _("“{title}”的节号不对，应为“{no}”").format(
                title=section.title, no=_NUMERALS[section.no - 1]
            )
            yield Finding(
                "section_out_of_order", WARNING, words, "form", where=section.title, subject=section.title
            )


def section_too_short(report: Report) -> Iterator[Finding]:
    """Section five tells of problems and improvements: "无" or a few words do not."""
    section = report.section(_PROBLEMS)
    if section is None or not section.text.strip():
        return
    if len("".join(section.text.split())) < LEAST_TEXT:
        words = _("“{title}”一节只写了“{text}”，应写明存在的主要问题和改进情况").format(
            title=section.title, text=section.text.strip()
        )
        yield Finding(
            "section_too_short", WARNING, words, "practice", where=section.title, subject=section.text
        )


_NUMERALS = "一二三四五六"
_PRINTED = re.compile(rf"(?:第)?([{_NUMERALS}])(?:、|部分)")
_PROBLEMS = 5
LEAST_TEXT = 10
"""Letters of section five below which it tells nothing (practice R11)."""


def _missing(section: SectionForm) -> Finding:
    words = _("缺少“{title}”一节，统一格式要求六节齐全；没有内容的应写明“无”").format(title=section.title)
    return Finding("section_missing", ERROR, words, "form")


def _empty(section: SectionForm) -> Finding:
    words = _("“{title}”一节没有内容").format(title=section.title)
    return Finding("section_empty", WARNING, words, "form", where=section.title)


def _is_empty(report: Report, section: SectionForm) -> bool:
    """No text, and no cell of its table."""
    found = report.section(section.no)
    has_table = section.table and any(id.startswith(f"{section.table}.") for id in report.cells)
    return found is not None and not found.text.strip() and not has_table
