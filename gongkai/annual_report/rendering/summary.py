"""一图读懂: one page that says what a report says, for the board and the web; from the report alone.

``summarised`` picks figures, charts and changes; ``render`` sets them as one page A4 (summary.typ).
The page of the site shows the same object.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.charts import HALF, Chart, Number, alone
from gongkai.translation import _

from .. import pictures
from ..report import Report, figure
from .archive import written_on
from .layout import chinese_date, line
from .typesetting import typeset

REASONS = 5
"""Reasons shown; the others are added up."""
CHANGES = 4
"""Changes told, the greatest first."""
FONT = "Noto Sans SC"
_TEMPLATE = Path(__file__).with_name("summary.typ")

_DISCLOSED = (
    ("normative_documents.issued", _("制发规范性文件"), _("件")),
    ("normative_documents.made", _("新制作规范性文件"), _("件")),
    ("normative_documents.in_force", _("现行有效规范性文件"), _("件")),
    ("normative_documents.disclosed_total", _("对外公开规范性文件"), _("件")),
    ("licences.decisions", _("行政许可决定"), _("件")),
    ("other_services.decisions", _("其他管理服务决定"), _("件")),
    ("penalties.decisions", _("行政处罚决定"), _("件")),
    ("coercion.decisions", _("行政强制决定"), _("件")),
    ("fees.amount", _("行政事业性收费"), _("万元")),
)
_REQUESTS = (
    ("received_new", _("新收申请")),
    ("carried_in", _("上年结转")),
    ("handled_total", _("办结申请")),
    ("carried_out", _("结转下年度")),
)
_REMEDIES = (
    (_("行政复议"), (pictures.REVIEW,)),
    (_("行政诉讼"), pictures.SUITS),
)


@dataclass(frozen=True)
class Figure:
    """A number of the report and of the year before, None where there is none."""

    label: str
    now: Number | None
    before: Number | None
    unit: str

    @property
    def value(self) -> str:
        return _("未填") if self.now is None else figure(self.now)

    @property
    def change(self) -> str:
        """上年…，增加…: never without its base."""
        if self.now is None or self.before is None:
            return ""
        base = _("上年{before}{unit}").format(before=figure(self.before), unit=self.unit)
        more = self.now - self.before
        if not more:
            return _("{base}，持平").format(base=base)
        word = _("增加") if more > 0 else _("减少")
        return f"{base}，{word}{figure(more if more > 0 else -more)}{self.unit}"

    @property
    def told(self) -> str:
        """The number and its change, with a rate where the base is not too small."""
        assert self.now is not None and self.before is not None
        share = pictures.rate(max(self.now, self.before) - min(self.now, self.before), self.before)
        return f"{self.value}{self.unit}，{self.change}{f'（{share}）' if share else ''}"

    @property
    def weight(self) -> float:
        """How much it changed, small bases damped so that one more of two is no great change."""
        if self.now is None or self.before is None:
            return 0.0
        return abs(float(self.now - self.before)) / max(float(self.before), float(pictures.SMALL))


@dataclass(frozen=True)
class Part:
    """A part of the page; ``note`` is said where there is nothing to draw."""

    title: str
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Summary:
    organ: str
    year: int
    parts: tuple[Part, ...]
    changes: tuple[Figure, ...]
    compared: bool
    """Whether there was a report of the year before to compare with."""
    source: str

    @property
    def title(self) -> str:
        return _("一图读懂{organ}{year}年政府信息公开工作年度报告").format(organ=self.organ, year=self.year)


def summarised(report: Report, previous: Report | None = None) -> Summary:
    """The page of a report on a uniform form, with last year's where there is one.

    Raises ValueError for a report without form or year.
    """
    if report.form is None or report.year is None:
        raise ValueError("a report before the uniform forms")
    parts = (_disclosed(report, previous), _requests(report, previous), _remedies(report, previous))
    figures = [one for part in parts for one in part.figures]
    changed = sorted((one for one in figures if one.weight), key=lambda one: -one.weight)
    return Summary(
        line(report.organ or ""),
        report.year,
        parts,
        tuple(changed[:CHANGES]),
        previous is not None,
        _source(report),
    )


def render(report: Report, previous: Report | None = None) -> bytes:
    """One page A4, tagged; the same reports give the same bytes."""
    summary = summarised(report, previous)
    day = written_on(report)
    return typeset(
        _TEMPLATE,
        {
            "title": summary.title,
            "organ": summary.organ,
            "year": summary.year,
            "date": {"year": day.year, "month": day.month, "day": day.day},
            "parts": [_plain(part) for part in summary.parts],
            "changes": [{"label": one.label, "value": one.told} for one in summary.changes],
            "compared": summary.compared,
            "source": summary.source,
        },
    )


def _disclosed(report: Report, previous: Report | None) -> Part:
    assert report.form is not None
    figures = tuple(
        Figure(label, report.cells.get(cell), previous.cells.get(cell) if previous else None, unit)
        for id, label, unit in _DISCLOSED
        for cell in (f"disclosure.{id}",)
        if cell in report.form.cells
    )
    return Part(_("主动公开"), figures)


def _requests(report: Report, previous: Report | None) -> Part:
    figures = tuple(
        Figure(
            label, pictures.total(report, row), pictures.total(previous, row) if previous else None, _("件")
        )
        for row, label in _REQUESTS
    )
    charts = (pictures.outcome(report), pictures.refusals(report, REASONS))
    return Part(_("依申请公开"), figures, tuple(_drawable(charts)), _("本年没有办结的申请。"))


def _remedies(report: Report, previous: Report | None) -> Part:
    figures = tuple(
        Figure(label, _disputes(report, rows), _disputes(previous, rows) if previous else None, _("件"))
        for label, rows in _REMEDIES
    )
    charts = tuple(_drawable([pictures.remedies(report)]))
    nothing = _("本年没有因政府信息公开发生的行政复议和行政诉讼。")
    return Part(_("行政复议和行政诉讼"), figures, charts, nothing)


def _disputes(report: Report, rows: tuple[str, ...]) -> Number | None:
    return pictures.added(report.cells.get(f"remedies.{row}.total") for row in rows)


def _drawable(charts: Iterable[Chart]) -> Iterator[Chart]:
    """Charts that say something: one of noughts alone is told in words."""
    return (chart for chart in charts if any(value != 0 for one in chart.series for value in one.values))


def _source(report: Report) -> str:
    signed = _("（{day}）").format(day=chinese_date(report.signed_on)) if report.signed_on else ""
    return _(
        "数据来源：《{title}》{signed}，统计期限为{year}年1月1日至12月31日。本页与报告不一致的，以报告为准。"
    ).format(title=line(report.title), signed=signed, year=report.year)


def _plain(part: Part) -> dict[str, Any]:
    return {
        "title": part.title,
        "note": part.note,
        "figures": [
            {"label": one.label, "value": one.value, "unit": one.unit, "change": one.change}
            for one in part.figures
        ],
        "charts": [
            {
                "title": chart.title,
                "alt": chart.sentence,
                "notes": "".join(chart.notes),
                "svg": alone(chart, HALF, FONT),
            }
            for chart in part.charts
        ],
    }
