"""主动公开自查情况表 of an organ and a quarter; and of all organs, a line each."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count as Counting
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...disclosure import health
from ...disclosure.column_models import Column
from ...disclosure.matter_models import Matter
from ...disclosure.models import Item
from ...disclosure.record_models import Channel, Count
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from . import figures
from .addresses import behind
from .figures import Numbers
from .layout import Cell, Line, Part, Sheet
from .prescribed import Figures, Section, form_for, forms

FILE = "self_check.toml"
_DAYS = ("newest",)


def words(year: int, quarter: int, span: Span) -> str:
    """The period as it is printed."""
    if span.running:
        return _("{year}年第{quarter}季度（截至{last}）").format(year=year, quarter=quarter, last=span.last)
    return _("{year}年第{quarter}季度").format(year=year, quarter=quarter)


def of_organ(organ: Organ, year: int, quarter: int, span: Span) -> Sheet:
    """The form of one organ, named; each section a fixed number of queries."""
    form = form_for(FILE, organ)
    parts = [_PARTS[section.kind](section, organ, span) for section in form.sections]
    return Sheet(form.title, organ.name, words(year, quarter, span), parts, form.source)


def of_organs(organs: OrganQuerySet, year: int, quarter: int, span: Span) -> Sheet:
    """One line an organ, the sums at the foot. ``organs`` are named."""
    form = next(one for one in forms(FILE) if not one.of)
    found, problems = figures.of_organs(organs, span), _problems_of(organs, span)
    lines = []
    for organ in organs:
        numbers = {**found[organ.pk], "problems": problems.get(organ.pk, 0)}
        address = reverse("annual_reports:self_check", args=[organ.slug, year, quarter])
        cells = opening(organ, span, numbers, form.overview, problems=address)
        lines.append(Line((organ.short_name,), cells, address=address))
    if len(lines) > 1:
        lines.append(total(_("合计"), lines))
    heads = tuple(label for _id, label in form.overview)
    part = Part(_("各机关情况"), (_("机关"),), heads, tuple(lines), empty=_("没有机关"))
    title = _("{title}（汇总）").format(title=form.title)
    return Sheet(title, "", words(year, quarter, span), [part], form.source)


def opening(
    organ: Organ, span: Span, numbers: Numbers, wanted: Figures, **elsewhere: str
) -> tuple[Cell, ...]:
    """The figures of an organ, each with its records where it counts any, or with ``elsewhere``."""
    values = ((id, numbers[id]) for id, _label in wanted)
    return tuple(
        Cell(value, (elsewhere.get(id) or behind(organ, id, span)) if value else "") for id, value in values
    )


def total(label: str, lines: list[Line]) -> Line:
    """Numbers added up column by column; of days the newest; blank where all are."""
    cells = []
    for column in zip(*(line.cells for line in lines), strict=True):
        numbers = [cell.value for cell in column if isinstance(cell.value, int | Decimal)]
        days = [cell.value for cell in column if cell.is_day]
        cells.append(Cell(sum(numbers) if numbers else max(days, default=None)))
    return Line((label, *("" for _stub in lines[0].stubs[1:])), tuple(cells))


def _columns(section: Section, organ: Organ, span: Span) -> Part:
    held = figures.of_columns(organ, span)
    lines = []
    for column in Column.objects.tree(organ):
        if (column.closed_on and column.closed_on < span.first) and not _says(held.get(column.pk)):
            continue
        cells = _cells(section, held.get(column.pk), organ, span, column=column.pk)
        lines.append(Line((column.name,), cells, level=1 if column.parent_id else 0))
    if _says(held.get(None)):
        lines.append(Line((_("未列入栏目"),), _cells(section, held[None], organ, span, column=0)))
    if lines:
        lines.append(total(_("合计"), lines))
    return _part(section, (_("栏目"),), lines, _("还没有设栏目"))


def _matters(section: Section, organ: Organ, span: Span) -> Part:
    """An item counts for the matters it is bound to; else for those of its column and of the one above."""
    matters = list(Matter.objects.active().filter(organ=organ).select_related("column"))
    bound, free = _bound(organ, span), _free(organ, span)
    above = dict(Column.objects.filter(organ=organ).values_list("pk", "parent"))
    lines = []
    for matter in matters:
        found = [bound.get(matter.pk)]
        if matter.column_id is not None:
            found += [free.get(pk) for pk, top in above.items() if matter.column_id in (pk, top)]
        known = [one for one in found if one]
        numbers: Numbers = {
            "published": sum(one["published"] for one in known),
            "total": sum(one["total"] for one in known),
            "newest": max((one["newest"] for one in known if one["newest"]), default=None),
        }
        address = reverse("disclosure:matter", args=[matter.pk])
        cells = (Cell(numbers[id], address if numbers[id] else "") for id, _label in section.figures)
        lines.append(Line((matter.field, str(matter)), tuple(cells)))
    return _part(section, (_("领域"), _("公开事项")), lines, _("没有设标准目录"))


def _figures(section: Section, organ: Organ, span: Span) -> Part:
    found = figures.of_organs(Organ.objects.filter(pk=organ.pk), span)[organ.pk]
    lines = [
        Line((label,), (Cell(found[id], behind(organ, id, span) if found[id] else ""),))
        for id, label in section.figures
    ]
    return Part(section.title, (_("项目"),), (_("数量"),), tuple(lines), section.note)


def _channels(section: Section, organ: Organ, span: Span) -> Part:
    found, address = figures.by_channel(organ, span), behind(organ, "channels", span)
    counted = [(str(one.label), found.get(one.value, 0)) for one in Channel]
    lines = [Line((label,), (Cell(number, address if number else ""),)) for label, number in counted]
    lines.append(Line((_("合计"),), (Cell(sum(found.values()), address if found else ""),)))
    return Part(section.title, (_("渠道"),), (_("条次"),), tuple(lines), section.note)


def _adoptions(section: Section, organ: Organ, span: Span) -> Part:
    address = behind(organ, "adoptions", span)
    found = figures.by_adopter(organ, span)
    lines = [Line((adopter,), (Cell(number, address),)) for adopter, number in found]
    if len(lines) > 1:
        lines.append(total(_("合计"), lines))
    empty = _("本季度没有登记信息采用")
    return Part(section.title, (_("采用单位"),), (_("条数"),), tuple(lines), section.note, empty)


def _counts(section: Section, organ: Organ, span: Span) -> Part:
    """The count register by month; what nobody filled in is blank."""
    months = range(span.first.month, span.last.month + 1)
    rows = Count.objects.filter(organ=organ, year=span.first.year, month__in=months)
    found: dict[tuple[str, int], Decimal] = {}
    for kind, month, value in rows.values_list("kind", "month", "value"):
        found[kind, month] = found.get((kind, month), Decimal(0)) + value
    address = reverse("disclosure:counts", args=[organ.slug, span.first.year])
    lines = []
    for kind in Count.Kind:
        values = [found.get((kind.value, month)) for month in months]
        known = [value for value in values if value is not None]
        cells = [Cell(_tidy(value), "" if value is None else address) for value in values]
        lines.append(Line((str(kind.label),), (*cells, Cell(_tidy(sum(known)) if known else None))))
    heads = (*(_("{month}月").format(month=month) for month in months), _("合计"))
    return Part(section.title, (_("事项"),), heads, tuple(lines), section.note)


def _problems(section: Section, organ: Organ, span: Span) -> Part:
    """Columns that their own settings call empty, overdue, too few or nearly due, as of the last day."""
    lines = [
        Line(
            (one.column.path_name,),
            (
                Cell(str(one.state.label), reverse("portal:column", args=[organ.slug, one.column.pk])),
                Cell(one.newest),
                Cell(one.due),
                Cell(one.count),
                Cell(one.column.section or None),
            ),
        )
        for one in health.of_organ(organ, span.last)
        if one.state in health.PRESSING
    ]
    heads = (_("问题"), _("最新公开"), _("应更新至"), _("现有条数"), _("责任科室"))
    return _part(section, (_("栏目"),), lines, _("各栏目都符合本机关设定的更新要求"), heads)


_PARTS: Mapping[str, Callable[[Section, Organ, Span], Part]] = {
    "columns": _columns,
    "matters": _matters,
    "figures": _figures,
    "channels": _channels,
    "adoptions": _adoptions,
    "counts": _counts,
    "problems": _problems,
}
"""Kind of a section → what fills it."""


def _part(
    section: Section,
    stubs: tuple[str, ...],
    lines: list[Line],
    empty: str,
    heads: tuple[str, ...] = (),
) -> Part:
    heads = heads or tuple(label for _id, label in section.figures)
    return Part(section.title, stubs, heads, tuple(lines), section.note, empty)


def _cells(
    section: Section, numbers: Numbers | None, organ: Organ, span: Span, **more: int
) -> tuple[Cell, ...]:
    """Nought where a column holds nothing: the register of items is complete."""
    found = numbers or {}
    values = ((id, found.get(id, None if id in _DAYS else 0)) for id, _label in section.figures)
    return tuple(Cell(value, behind(organ, id, span, **more) if value else "") for id, value in values)


def _says(numbers: Numbers | None) -> bool:
    return any(numbers.values()) if numbers else False


def _bound(organ: Organ, span: Span) -> dict[int, Numbers]:
    """Matter → figures of the items bound to it."""
    through = Matter.items.through.objects.filter(matter__organ=organ, matter__retired_on__isnull=True)
    counted = {
        id: Q(item__in=Item.objects.filter(figures.ITEMS[id](span), organ=organ).values("pk"))
        for id in ("published", "total")
    }
    rows: Any = through.values("matter").order_by()
    found = rows.annotate(
        **{id: Counting("pk", filter=condition) for id, condition in counted.items()},
        newest=Max("item__published_at", filter=counted["total"]),
    )
    return {row.pop("matter"): _day(row) for row in found}


def _free(organ: Organ, span: Span) -> dict[int, Numbers]:
    """Column → figures of its items that are bound to no matter of the catalogue."""
    through = Matter.items.through.objects.filter(item=OuterRef("pk"), matter__retired_on__isnull=True)
    free = Item.objects.filter(~Exists(through), organ=organ, column__isnull=False)
    rows: Any = free.values("column").order_by()
    found = rows.annotate(
        **{id: Counting("pk", filter=figures.ITEMS[id](span)) for id in ("published", "total")},
        newest=Max("published_at", filter=figures.ITEMS["total"](span)),
    )
    return {row.pop("column"): _day(row) for row in found}


def _day(row: Numbers) -> Numbers:
    return {**row, "newest": localdate(row["newest"]) if row["newest"] else None}


def _problems_of(organs: OrganQuerySet, span: Span) -> dict[int, int]:
    """Organ → columns that call for something."""
    found: dict[int, int] = {}
    for one in health.of_organs(organs, span.last):
        if one.state in health.PRESSING:
            found[one.column.organ_id] = found.get(one.column.organ_id, 0) + 1
    return found


def _tidy(value: Decimal | int | None) -> Decimal | int | None:
    """Without noughts after the point."""
    if value is None:
        return None
    return int(value) if value == int(value) else Decimal(value).normalize()
