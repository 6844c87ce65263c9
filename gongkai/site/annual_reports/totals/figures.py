"""Numbers of a cell in the organs below a total, and whether what is added up agrees with it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from gongkai.annual_report.formats.form import Cell, Table
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import UNREAD, Report, figure
from gongkai.annual_report.sums import Part, Sums

from ...organs.models import Organ
from ..models import AnnualReport, Version
from ..total_models import Contribution, Total
from .contributing import own_part
from .members import Member, Members, Standing

_NAMED = 500
"""Up to so many organs a query names those it is about; beyond, it reads the whole year."""


@dataclass(frozen=True)
class Summand:
    """An organ's number in a cell; of one with others below, their sum."""

    member: Member
    number: Number | None
    printed: str
    inner: bool = False

    @property
    def pk(self) -> int:
        return self.member.pk

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def standing(self) -> Standing:
        return self.member.standing


def summands(members: Members, cell: Cell, *, every: bool) -> list[Summand]:
    """本级 first; then those right below, or with ``every`` all that report. Three queries more."""
    year = members.year
    counted = Contribution.objects.filter(year=year, state=Contribution.State.COUNTED)
    shown = members.below if every else members.right_below()
    if len(shown) < _NAMED:
        counted = counted.filter(organ__in=[members.own.pk, *(one.pk for one in shown)])
    numbers = dict(counted.values_list("organ", KT(f"part__cells__{cell.id}")))
    known = set(counted.filter(part__cells__has_key=cell.id).values_list("organ", flat=True))
    inner = frozenset() if every else members.inner
    sums = {
        total.organ_id: total.sums
        for total in Total.objects.filter(year=year, organ__in=[one.pk for one in shown if one.pk in inner])
    }
    found = []
    for one in (members.own, *shown):
        if one.pk in sums:
            number = sums[one.pk].number(cell.id)
            found.append(Summand(one, number, "" if number is None else figure(number, cell), inner=True))
            continue
        number = _number(numbers.get(one.pk))
        missing = one.pk in numbers and one.pk not in known
        printed = UNREAD if missing else "" if number is None else figure(number, cell)
        found.append(Summand(one, number, printed))
    return found


def _number(value: Any) -> Number | None:
    if value in (None, "null"):  # the word is what SQLite says of a JSON null
        return None
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else exact


@dataclass(frozen=True)
class Balance:
    """A table of the form: in how many cells own and lower make up the total."""

    table: Table
    agreeing: int
    differing: tuple["Line", ...]


@dataclass(frozen=True)
class Line:
    """A cell with the numbers that should agree, as printed."""

    cell: Cell
    own: str
    lower: str
    whole: str
    difference: str = ""


def balances(organ: Organ, members: Members) -> list[Balance]:
    """本级＋下级＝合计, cell by cell: what those right below add up to against the total that is kept."""
    year = members.year
    kept = Total.objects.filter(organ=organ, year=year).first()
    whole = kept.sums if kept else Sums()
    report = whole.report(year)
    if report is None or report.form is None:
        return []
    rows = {one.pk for one in members.right_below()}
    lower = Sums()
    for total in Total.objects.filter(year=year, organ__in=rows & members.inner):
        lower.merge(total.sums)
    leaves = rows - members.inner
    parts = Contribution.objects.filter(year=year, state=Contribution.State.COUNTED, organ__in=leaves)
    for one in parts:
        if part := one.adds:
            lower.add(part)
    own = Sums()
    mine = Contribution.objects.filter(organ=organ, year=year).first()
    if mine and (part := mine.adds):
        own.add(part)
    together = Sums.from_dict(lower.as_dict())
    together.merge(own)
    found = []
    for table in report.form.tables:
        lines = tuple(
            _line(cell, own.number(id), lower.number(id), whole.number(id))
            for id, cell in table.cells.items()
            if together.cells.get(id) != whole.cells.get(id)
        )
        found.append(Balance(table, len(table.cells) - len(lines), lines))
    return found


@dataclass(frozen=True)
class Published:
    """The government's own report beside what is added up (R15)."""

    version: Version
    own_known: bool
    """本级 can be told apart: the report was compiled here."""
    agreeing: int
    differing: tuple[Line, ...]


def published(organ: Organ, year: int, lower: Sums) -> Published | None:
    """The report the public reads against own figures and those below, cell by cell; None without one."""
    row = AnnualReport.objects.published().filter(organ=organ, year=year).first()
    if row is None or row.current is None or not lower.format:
        return None
    said = row.current.reading
    if said.format != lower.format or said.form is None:
        return None
    own = own_part(organ, row.current, said) if row.current.is_compiled else None
    added, mine = Sums.from_dict(lower.as_dict()), Sums()
    if own is not None:
        mine.add(Part.of(own))
        added.merge(mine)
    lines = [
        _line(cell, mine.number(id), lower.number(id), said.cells.get(id), added.number(id))
        for id, cell in said.form.cells.items()
        if said.cells.get(id) != added.number(id)
    ]
    if own is None:
        lines = [replace(line, own="") for line in lines]
    return Published(row.current, own is not None, len(said.form.cells) - len(lines), tuple(lines))


def _line(
    cell: Cell,
    own: Number | None,
    lower: Number | None,
    whole: Number | None,
    added: Number | None = None,
) -> Line:
    apart = "" if added is None or whole is None else figure(Decimal(whole) - Decimal(added), cell)
    return Line(cell, _told(cell, own), _told(cell, lower), _told(cell, whole), apart)


def _told(cell: Cell, number: Number | None) -> str:
    return _("（空白）") if number is None else figure(number, cell)


def shown(organ: str, year: int, sums: Sums) -> Report | None:
    """The total as a report with the name of its government."""
    found = sums.report(year)
    return replace(found, organ=organ) if found else None
