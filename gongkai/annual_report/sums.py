"""累计: a total that single reports are added to and taken from, always what ``aggregation.total`` gives.

Of each cell it keeps the sum, and how many reports printed a number, nothing, "/", or could not be
read there, so that taking a report out leaves exactly what was there before it came in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from functools import cache
from typing import Any

from gongkai.translation import _

from .aggregation import DifferentForms, value_of, whole
from .formats import load
from .formats.relations import Number
from .report import BLANK, NOT_APPLICABLE, NOTE, Report, Unread, figure

_EXACT = Context(prec=60)
"""A report holds fifteen digits before the point and fifteen after it: no sum of them is rounded."""

_NUMBERS, _BLANK, _NA, _MISSING = range(1, 5)
"""Places in a cell's record, after the sum itself."""
_ABSENT: Any = object()


@dataclass(frozen=True)
class Part:
    """What one report adds: its cells, and the whole rows that its split rows make up.

    A cell that it has and is no number is None; one that could not be read is absent.
    """

    format: str
    variant: str | None
    cells: Mapping[str, Number | None]
    na: frozenset[str] = frozenset()

    @classmethod
    def of(cls, report: Report) -> "Part":
        """Raises DifferentForms for a report without a form."""
        if report.format is None:
            raise DifferentForms("None")
        common = _whole(report.format)
        cells: dict[str, Number | None] = {}
        na = set()
        for id in _keys(report.format, report.variant):
            found = value_of(report, common, id)
            if found is not None:
                cells[id] = found[0]
                if found[0] is None and found[1] == NOT_APPLICABLE:
                    na.add(id)
        return cls(report.format, report.variant, cells, frozenset(na))

    def as_dict(self) -> dict[str, Any]:
        """An object for JSON; amounts as text."""
        return {
            "format": self.format,
            "variant": self.variant,
            "cells": {id: None if value is None else _plain(value) for id, value in self.cells.items()},
            "na": sorted(self.na),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Part":
        cells = {id: Decimal(v) if type(v) is str else v for id, v in data["cells"].items()}
        return cls(data["format"], data["variant"], cells, frozenset(data["na"]))


@dataclass
class Sums:
    """Reports of one form added up; empty to begin with."""

    format: str | None = None
    variants: dict[str, int] = field(default_factory=dict)
    """Variant (the plain form: an empty word) → how many reports printed it."""
    cells: dict[str, list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Sums":
        sums = cls()
        for part in parts:
            sums.add(part)
        return sums

    @property
    def count(self) -> int:
        """How many reports it holds."""
        return sum(self.variants.values())

    def add(self, part: Part, sign: int = 1) -> None:
        """Add a report, or with ``sign`` -1 take one out. Raises DifferentForms for one of another form."""
        self._take_form(part.format)
        _shift(self.variants, part.variant or "", sign)
        mine, theirs, na = self.cells, part.cells, part.na
        for id in _keys(part.format, part.variant):
            record = mine.get(id)
            if record is None:
                record = mine[id] = [0, 0, 0, 0, 0]
            value = theirs.get(id, _ABSENT)
            if value is _ABSENT:
                record[_MISSING] += sign
            elif value is None:
                record[_NA if id in na else _BLANK] += sign
            else:
                record[_NUMBERS] += sign
                total = record[0]
                if type(value) is int and type(total) is int:  # nearly all of them, and there are many
                    record[0] = total + sign * value
                else:
                    record[0] = _added(total, value, sign)
        if sign < 0:
            self._tidy()

    def merge(self, other: "Sums", sign: int = 1) -> None:
        """Add, or take out, all that another total holds."""
        if other.format is None:
            return
        self._take_form(other.format)
        for variant, count in other.variants.items():
            _shift(self.variants, variant, sign * count)
        for id, theirs in other.cells.items():
            record = self.cells.setdefault(id, [0, 0, 0, 0, 0])
            record[0] = _added(record[0], theirs[0], sign)
            for place in (_NUMBERS, _BLANK, _NA, _MISSING):
                record[place] += sign * theirs[place]
        if sign < 0:
            self._tidy()

    def report(self, year: int | None = None) -> Report | None:
        """The total as a report, as ``aggregation.total`` gives it; None where nothing was added."""
        if self.format is None:
            return None
        only = next(iter(self.variants)) if len(self.variants) == 1 else None
        form = _whole(self.format) if only is None else load(self.format, only or None)
        cells: dict[str, Number | None] = {}
        marks: dict[str, str] = {}
        unread = []
        for id, cell in form.cells.items():
            if missing := self.cells[id][_MISSING]:
                reason = _("有{count}份报告没有读出这一格，未作合计").format(count=missing)
                unread.append(Unread(cell.label, reason))
                continue
            cells[id] = self.number(id)
            if mark := self._mark(id):
                marks[id] = mark
        return Report(
            organ=_("{count}个机关合计").format(count=self.count),
            year=year,
            format=form.id,
            variant=form.variant,
            cells=cells,
            marks=marks,
            unread=tuple(unread),
        )

    def number(self, id: str) -> Number | None:
        """The sum in a cell; None where nobody printed a number, or somebody's could not be read."""
        record = self.cells.get(id)
        return record[0] if record and record[_NUMBERS] and not record[_MISSING] else None

    def _mark(self, id: str) -> str:
        total, numbers, blank, na, _missing = self.cells[id]
        if not numbers:
            return NOT_APPLICABLE if na and not blank else BLANK
        if not blank + na:
            return ""
        remark = _("（{count}份未填）").format(count=blank + na)
        return f"{NOTE}{figure(total)}{remark}"

    def as_dict(self) -> dict[str, Any]:
        """An object for JSON, the same for the same sums; amounts as text."""
        return {
            "format": self.format,
            "variants": dict(sorted(self.variants.items())),
            "cells": {id: [_plain(record[0]), *record[1:]] for id, record in sorted(self.cells.items())},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Sums":
        """The sums that ``as_dict`` wrote; an empty object is no sum yet."""
        if not data:
            return cls()
        cells = {id: [_number(record[0]), *record[1:]] for id, record in data["cells"].items()}
        return cls(data["format"], dict(data["variants"]), cells)

    def _take_form(self, format: str) -> None:
        if self.format not in (None, format):
            raise DifferentForms(f"{self.format}, {format}")
        self.format = format

    def _tidy(self) -> None:
        """Forget what nobody prints any more."""
        self.cells = {id: record for id, record in self.cells.items() if any(record[1:])}
        if not self.variants:
            self.format = None


@cache
def _whole(format: str) -> Any:
    return whole(load(format))


@cache
def _keys(format: str, variant: str | None) -> tuple[str, ...]:
    """The cells of a variant, and of the form with whole rows that all variants can be added up on."""
    return tuple(dict.fromkeys((*load(format, variant).cells, *_whole(format).cells)))


def _shift(counts: dict[str, int], key: str, by: int) -> None:
    counts[key] = counts.get(key, 0) + by
    if not counts[key]:
        del counts[key]


def _added(total: Number, value: Number, sign: int) -> Number:
    if isinstance(total, int) and isinstance(value, int):
        return total + sign * value
    found = _EXACT.add(Decimal(total), _EXACT.multiply(Decimal(value), Decimal(sign)))
    return int(found) if found == found.to_integral_value(context=_EXACT) else found


def _plain(value: Number) -> int | str:
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else str(_EXACT.normalize(value))


def _number(value: int | str | None) -> Any:
    return Decimal(value) if isinstance(value, str) else value
