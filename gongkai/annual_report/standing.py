"""How a compiled report stands to its facts: cells put over the counted number, figures that are stale."""

from collections.abc import Iterable, Iterator

from gongkai.translation import _

from .live import Living
from .reconciliation.findings import INFO, WARNING, Finding
from .report import Report

_AROUND = 12
"""Characters told on each side of a figure."""


def overridden(report: Report, derived: Report) -> Iterator[Finding]:
    """Cells whose number is not the one of ``derived``, as it was counted; where that has none, none is."""
    form = report.form
    assert form is not None
    for id, cell in form.cells.items():
        was, is_now = derived.cells.get(id), report.cells.get(id)
        if was is None or (was == is_now and derived.printed(id) == report.printed(id)):
            continue
        words = _("“{cell}”由记录计出{was}，报告里改为{now}").format(
            cell=cell.label, was=derived.printed(id), now=report.printed(id) or _("空白")
        )
        yield Finding("overridden", INFO, words, "records", (id,), was, is_now)


def stale(report: Report, lives: Iterable[Living]) -> Iterator[Finding]:
    """Figures of the text that no longer agree."""
    form = report.form
    texts = {section.no: section for section in report.sections}
    for one in lives:
        if one.agrees:
            continue
        section, place = texts[one.binding.no], one.binding
        before = section.text[max(0, place.start - _AROUND) : place.start].rpartition("\n")[2]
        after = section.text[place.end : place.end + _AROUND].partition("\n")[0]
        sentence = f"{before}{one.said}{after}"
        words = _("{title}“…{sentence}…”里写的是“{said}”，现在的数是“{now}”，请改文字或者核对数").format(
            title=section.title, sentence=sentence, said=one.said, now=one.now or _("没有基数")
        )
        cells = (place.key,) if form and place.key in form.cells else ()
        yield Finding(
            "figure_stale", WARNING, words, "records", cells, subject=f"{place.key} {one.said} {one.now}"
        )
