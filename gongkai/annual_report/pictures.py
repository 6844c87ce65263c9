"""图表: what reports say, as charts: requests and how they ended, what was not given, carry-over, remedies.

Pictures of several years take reports in any order; those before the uniform forms are left out.
What stands in no cell, or blank, is None and never 0.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from gongkai.charts import Chart, Number, Series
from gongkai.charts.chart import COLUMNS, ROWS, STACKED
from gongkai.translation import _

from .formats.form import Row
from .report import Report

SMALL = 30
"""Under so many no rate is given, the counts alone: one case more or less would move it by more than
three points (practice of those who compare reports)."""

Behind = Callable[[Report, str], str]
"""The address of the records that a cell of a report counts; empty where there is none."""


def nowhere(_report: Report, _cell: str) -> str:
    """For a page whose readers may not see the records."""
    return ""


REVIEW, SUITS = "review", ("suit_direct", "suit_after_review")
_NUMBERED = re.compile(r"^(（[一二三四五六七]）|\d+\.)")
_REMARK = re.compile(r"（[^）]*）$")
_GIVEN = (_("予以公开"), _("部分公开"))
_REFUSED = _("不予公开")
_OUTCOMES = (("upheld", _("结果维持"), 1), ("corrected", _("结果纠正"), 0))
_REST = (("other", _("其他结果"), 2), ("pending", _("尚未审结"), 3))
_WAYS = (
    (REVIEW, _("行政复议")),
    ("suit_direct", _("未经复议直接起诉")),
    ("suit_after_review", _("复议后起诉")),
)


def rate(part: Number | None, whole: Number | None) -> str:
    """A part of a whole, in per cent with one decimal; nothing where the whole is SMALL or unknown."""
    if part is None or whole is None or whole < SMALL:
        return ""
    return f"{(Decimal(part) * 100 / Decimal(whole)).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def total(report: Report, row: str) -> Number | None:
    """The column 总计 of a row of table three."""
    return report.cells.get(f"applications.{row}.total")


def added(values: Iterable[Number | None]) -> Number | None:
    """The sum; None where one of them is none, for the sum would be too small."""
    found = list(values)
    return None if any(value is None for value in found) else sum(value or 0 for value in found)


def yearly(reports: Iterable[Report]) -> list[Report]:
    """Those on a uniform form, oldest first."""
    return sorted((one for one in reports if one.year and one.form), key=lambda one: one.year or 0)


def groups(report: Report) -> dict[str, list[Row]]:
    """予以公开, 部分公开, 不予公开 …: the rows of table three that say how an application ended."""
    form = report.form
    found: dict[str, list[Row]] = {}
    for row in form.table("applications").rows if form else ():
        if row.role == "leaf":
            found.setdefault(_plain(row.path[1]), []).append(row)
    return found


def ended(report: Report, names: Sequence[str]) -> Number | None:
    """How many ended in the groups named."""
    rows = [row for name, of_group in groups(report).items() if name in names for row in of_group]
    return added(total(report, row.id) for row in rows)


def requests(reports: Iterable[Report], behind: Behind = nowhere) -> Chart:
    """新收与办结 of each year."""
    found = yearly(reports)
    return Chart(
        "requests",
        COLUMNS,
        _("历年新收与办结的申请"),
        _("年度"),
        tuple(str(one.year) for one in found),
        (
            _of_row(_("新收申请"), found, "received_new", 0, behind),
            _of_row(_("办结申请"), found, "handled_total", 1, behind),
        ),
        _("件"),
        _("来源：各年年度报告第三部分“本年新收政府信息公开申请数量”和“（七）总计”的总计列。"),
    )


def outcomes(reports: Iterable[Report]) -> Chart:
    """办理结果 of each year in four parts."""
    found = yearly(reports)
    rest = [[name for name in groups(one) if name not in (*_GIVEN, _REFUSED)] for one in found]
    parts = [(name, 2 * at, [[name]] * len(found)) for at, name in enumerate(_GIVEN)]
    parts += [(_REFUSED, 3, [[_REFUSED]] * len(found)), (_("其他结果"), 1, rest)]
    return Chart(
        "outcomes",
        STACKED,
        _("历年申请的办理结果"),
        _("年度"),
        tuple(str(one.year) for one in found),
        tuple(
            Series(name, tuple(ended(*pair) for pair in zip(found, wanted, strict=True)), tone)
            for name, tone, wanted in parts
        ),
        _("件"),
        _("来源：各年年度报告第三部分“本年度办理结果”的总计列。其他结果：无法提供、不予处理和其他处理。"),
    )


def _of_row(name: str, found: Sequence[Report], row: str, tone: int, behind: Behind) -> Series:
    """A row of table three over the years."""
    return Series(
        name,
        tuple(total(one, row) for one in found),
        tone,
        tuple(behind(one, f"applications.{row}.total") for one in found),
    )


def outcome(report: Report, behind: Behind = nowhere) -> Chart:
    """办理结果 of one year by the groups of table three, with their parts of all that ended."""
    handled = total(report, "handled_total")
    names = list(groups(report))
    values = tuple(ended(report, [name]) for name in names)
    given = added(ended(report, [name]) for name in _GIVEN)
    share = rate(given, handled)
    told = (
        _("予以公开和部分公开共{given}件，占办结的{rate}。").format(given=given, rate=share) if share else ""
    )
    return Chart(
        "outcome",
        ROWS,
        _("{year}年申请的办理结果").format(year=report.year),
        _("办理结果"),
        tuple(names),
        (
            Series(
                _("办结"),
                values,
                links=tuple(_alone(report, name, behind) for name in names),
                shares=tuple(rate(value, handled) for value in values),
            ),
        ),
        _("件"),
        _("来源：年度报告第三部分“本年度办理结果”的总计列。"),
        (*([told] if told else ()), *small_note(handled, _("办结"), _("件"))),
    )


def _alone(report: Report, name: str, behind: Behind) -> str:
    """The records of a group that is one row."""
    first, *others = groups(report)[name]
    return "" if others else behind(report, f"applications.{first.id}.total")


def refusals(report: Report, most: int | None = None, behind: Behind = nowhere) -> Chart:
    """没有公开的原因: each row of table three below 部分公开 that counts any, the commonest first.

    ``most``: the first so many, the others added up in a note.
    """
    handled = total(report, "handled_total")
    rows = [
        (f"{name}：{_plain(row.label)}" if len(of_group) > 1 else name, row.id, total(report, row.id))
        for name, of_group in groups(report).items()
        if name not in _GIVEN
        for row in of_group
    ]
    shown = [one for one in rows if one[2] != 0]
    shown.sort(key=lambda one: float(-1 if one[2] is None else one[2]), reverse=True)
    nought = len(rows) - len(shown)
    notes = [_("其余{count}项都是0件。").format(count=nought)] if nought and shown else []
    if most is not None and len(shown) > most:
        rest = sum(value or 0 for _label, _row, value in shown[most:])
        notes = [_("另有{count}项，共{rest}件。").format(count=len(shown) - most, rest=rest)]
        shown = shown[:most]
    reasons = Series(
        _("办结"),
        tuple(value for _label, _row, value in shown),
        3,
        tuple(behind(report, f"applications.{row}.total") for _label, row, _value in shown),
        tuple(rate(value, handled) for _label, _row, value in shown),
    )
    return Chart(
        "refusals",
        ROWS,
        _("{year}年没有公开的原因").format(year=report.year),
        _("办理结果"),
        tuple(label for label, _row, _value in shown),
        (reasons,),
        _("件"),
        _("来源：年度报告第三部分（三）至（六）各项的总计列；占比是占本年办结总数的比例。"),
        (*notes, *small_note(handled, _("办结"), _("件"))),
    )


def matters(report: Report, behind: Behind = nowhere) -> Chart:
    """主动公开 by the rows of table two that count documents and decisions."""
    form = report.form
    cells = [
        (f"{cell.row.label}：{cell.column.label}" if len(cell.block.columns) > 1 else cell.row.label, id)
        for id, cell in (form.table("disclosure").cells.items() if form else ())
        if cell.column.kind == "integer" and not cell.column.id.startswith("items_")
    ]
    return Chart(
        "matters",
        ROWS,
        _("{year}年主动公开的文件和决定").format(year=report.year),
        _("信息内容"),
        tuple(label for label, _id in cells),
        (
            Series(
                _("数量"),
                tuple(report.cells.get(id) for _label, id in cells),
                links=tuple(behind(report, id) for _label, id in cells),
            ),
        ),
        _("件"),
        _("来源：年度报告第二部分（条例第二十条第一、五、六项）。收费和采购的金额不是件数，不在图中。"),
    )


def carry_over(reports: Iterable[Report], behind: Behind = nowhere) -> Chart:
    """结转: what each year left over beside what the next says it took over."""
    found = yearly(reports)
    taken = {one.year: total(one, "carried_in") for one in found}
    left = {one.year: total(one, "carried_out") for one in found}
    apart = [
        _("{year}年结转下年{left}件，{next}年报告写上年结转{taken}件，两数不一致。").format(
            year=year, left=left[year], next=year + 1, taken=taken[year + 1]
        )
        for year in taken
        if year and None not in (left[year], taken.get(year + 1)) and left[year] != taken[year + 1]
    ]
    return Chart(
        "carry-over",
        COLUMNS,
        _("历年结转的申请"),
        _("年度"),
        tuple(str(one.year) for one in found),
        (
            _of_row(_("上年结转"), found, "carried_in", 1, behind),
            _of_row(_("结转下年度"), found, "carried_out", 0, behind),
        ),
        _("件"),
        _("来源：各年年度报告第三部分“上年结转”和“结转下年度继续办理”的总计列。"),
        tuple(apart),
    )


def remedies(report: Report, behind: Behind = nowhere) -> Chart:
    """行政复议、行政诉讼 by outcome, with the rate of those put right among those that ended."""
    return Chart(
        "remedies",
        STACKED,
        _("{year}年行政复议和行政诉讼的结果").format(year=report.year),
        _("途径"),
        tuple(label for _row, label in _WAYS),
        tuple(
            Series(
                name,
                tuple(report.cells.get(f"remedies.{row}.{column}") for row, _label in _WAYS),
                tone,
                tuple(behind(report, f"remedies.{row}.{column}") for row, _label in _WAYS),
            )
            for column, name, tone in (*_OUTCOMES, *_REST)
        ),
        _("件"),
        _("来源：年度报告第四部分。纠正率是结果纠正占已审结（维持、纠正和其他结果）的比例。"),
        tuple(_corrected(report, *way) for way in ((_("行政复议"), [REVIEW]), (_("行政诉讼"), [*SUITS]))),
    )


def _corrected(report: Report, name: str, rows: Sequence[str]) -> str:
    """纠正率 in words; only counts where too few have ended."""
    corrected, upheld, other = (
        added(report.cells.get(f"remedies.{row}.{column}") for row in rows)
        for column in ("corrected", "upheld", "other")
    )
    whole = added((corrected, upheld, other))
    if corrected is None or whole is None:
        return _("{name}：报告中有空白，不能计算。").format(name=name)
    if not whole:
        return _("{name}：没有已审结的。").format(name=name)
    told = _("{name}：已审结{whole}件，其中纠正{corrected}件").format(
        name=name, whole=whole, corrected=corrected
    )
    share = rate(corrected, whole)
    return (
        told + _("，纠正率{rate}。").format(rate=share)
        if share
        else told + _("（不足{small}件，不算比例）。").format(small=SMALL)
    )


def small_note(whole: Number | None, what: str, unit: str) -> tuple[str, ...]:
    """Why there are no rates, where there are none."""
    if whole is None or whole >= SMALL:
        return ()
    return (
        _("{what}{whole}{unit}，不足{small}{unit}，只列数量，不算比例。").format(
            what=what, whole=whole, unit=unit, small=SMALL
        ),
    )


def _plain(label: str) -> str:
    """A label without its number and the remark after it."""
    return _REMARK.sub("", _NUMBERED.sub("", label))
