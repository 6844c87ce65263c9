"""指标字典: what every number of open data means, in every form and variant, under a version number.

The cells come from the forms themselves; what is derived from them is defined once, in ``metrics.toml``,
for the sums of a corpus as for the readers of open data.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.translation import _

from . import formats

SMALL = 30
"""A rate over fewer cases is not told (样本不足)."""


@dataclass(frozen=True)
class Metric:
    """A cell: its place and words in the form, its unit, and the forms that print it.

    ``forms`` are ids, with the variant after a stroke where only that variant prints it so.
    """

    id: str
    column: str
    table: str
    row: tuple[str, ...]
    heading: tuple[str, ...]
    unit: str
    whole: bool
    forms: tuple[str, ...]
    basis: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "column": self.column,
            "table": self.table,
            "row": list(self.row),
            "heading": list(self.heading),
            "unit": self.unit,
            "type": "integer" if self.whole else "decimal",
            "forms": list(self.forms),
            "basis": list(self.basis),
        }


@dataclass(frozen=True)
class Derived:
    """A rate: the cells ``plus`` over the cells ``base_plus`` less ``base_minus``, summed over reports."""

    id: str
    label: str
    words: str
    base: str
    plus: tuple[str, ...]
    base_plus: tuple[str, ...]
    base_minus: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "label": self.label,
            "definition": self.words,
            "numerator": list(self.plus),
            "denominator": list(self.base_plus),
            "denominator_less": list(self.base_minus),
            "smallest_denominator": SMALL,
        }


def column(cell: str) -> str:
    """The column of a cell: its id with underscores for dots, as engines want names."""
    return cell.replace(".", "__")


@cache
def cells() -> dict[str, bool]:
    """Every cell id of all forms and variants → True for an amount."""
    found: dict[str, bool] = {}
    for form in formats.every():
        for id, cell in form.cells.items():
            found.setdefault(id, not cell.column.whole)
    return found


@cache
def every() -> tuple[Metric, ...]:
    """The cells of all forms and variants; words as the form prints them that has the cell first."""
    first: dict[str, Any] = {}
    forms: dict[str, list[str]] = {}
    for form in formats.every():
        name = f"{form.id}/{form.variant}" if form.variant else form.id
        for id, cell in form.cells.items():
            first.setdefault(id, cell)
            forms.setdefault(id, []).append(name)
    return tuple(
        Metric(
            id=id,
            column=column(id),
            table=cell.table.title,
            row=cell.row.path,
            heading=cell.column.path,
            unit=_unit(id, cell.column.unit),
            whole=cell.column.whole,
            forms=tuple(forms[id]),
            basis=cell.row.basis,
        )
        for id, cell in first.items()
    )


@cache
def derived() -> tuple[Derived, ...]:
    """The derived metrics, the cells of their rows named one by one."""
    return tuple(
        Derived(
            one["id"],
            one["label"],
            one["words"],
            one["base"],
            *(_named(one.get(part, ())) for part in ("plus", "base_plus", "base_minus")),
        )
        for one in _file()["derived"]
    )


@cache
def version() -> str:
    """The version of the dictionary."""
    return str(_file()["version"])


def dictionary() -> dict[str, Any]:
    """The whole dictionary, as an object for JSON."""
    return {
        "name": _("政府信息公开工作年度报告指标字典"),
        "version": version(),
        "changes": [{**change, "on": change["on"].isoformat()} for change in _file()["changes"]],
        "forms": {form.id: f"{form.name}（{form.document}）" for form in formats.every() if not form.variant},
        "cells": [metric.as_dict() for metric in every()],
        "derived": [one.as_dict() for one in derived()],
    }


def _unit(cell: str, unit: str | None) -> str:
    """Amounts name theirs; of the rest, items of matter and projects are 项, all else is 件."""
    if unit:
        return unit
    return _("项") if cell.rpartition(".")[2] in ("items_last_year", "items_change", "projects") else _("件")


def _named(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        id
        for name in names
        for id in (
            (one for one in cells() if one.startswith(name[:-1]) and one.endswith(".total"))
            if name.endswith("*")
            else (name,)
        )
    )


@cache
def _file() -> Mapping[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)
