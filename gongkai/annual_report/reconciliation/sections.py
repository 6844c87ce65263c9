"""The six sections of the form: each must be there, and hold something."""

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
