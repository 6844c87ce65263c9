"""CSV for programs and spreadsheets: one line per cell of the form, in printed order.

UTF-8 with a byte order mark, so that Excel reads the Chinese. Organ, year and form stand in
every line; an absent cell has no value and the mark 未读出.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from gongkai.translation import _

from ..formats.form import Cell
from ..report import Report, figure
from .layout import line

_FORMULA = ("=", "+", "-", "@")


def render(report: Report) -> bytes:
    """A header line, then the cells; only the header for a report that follows no form."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(_header())
    form = report.form
    writer.writerows(_line(report, cell) for cell in (form.cells.values() if form else ()))
    return target.getvalue().encode("utf-8-sig")


def _header() -> tuple[str, ...]:
    return (
        _("机关"),
        _("年度"),
        _("格式"),
        _("变体"),
        _("单元格"),
        _("表"),
        _("行"),
        _("列"),
        _("数值"),
        _("标注"),
    )


def _line(report: Report, cell: Cell) -> tuple[str, ...]:
    place = (report.organ, report.year, report.format, report.variant, cell.id, cell.table.title)
    paths = (" / ".join(cell.row.path), " / ".join(cell.column.path))
    return (*_texts(*place, *paths), _value(report, cell), *_texts(_mark(report, cell)))


def _value(report: Report, cell: Cell) -> str:
    value = report.cells.get(cell.id)
    return "" if value is None else figure(value, cell)


def _mark(report: Report, cell: Cell) -> str:
    return report.marks.get(cell.id, "") if cell.id in report.cells else _("未读出")


def _texts(*texts: object) -> Iterator[str]:
    """Texts on one line, made harmless where a spreadsheet would take them for a formula."""
    for text in texts:
        plain = "" if text is None else line(str(text))
        yield f"'{plain}" if plain.startswith(_FORMULA) else plain
