"""勾稽关系: the relations a form's numbers obey, as its file states them, and their evaluation.

An expression has integers, cell ids, ``+ -`` and one of ``== <= >=``; ``{name}`` runs over the
list given in ``over``; ``prev.`` marks a cell of the same organ's report for the year before.
Here so that reading (sums as check digits) and checking may both use it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from operator import eq, ge, le
from typing import Any

Number = int | Decimal
OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {"==": eq, "<=": le, ">=": ge}
_TERM = re.compile(r"\s*([+-]?)\s*(\d+|[a-z_{][a-z0-9_.{}]*)")


@dataclass(frozen=True)
class Term:
    """One addend: ``sign`` (1 or -1) times a ``cell`` (last year's if ``prev``) or a ``number``."""

    sign: int
    cell: str | None = None
    prev: bool = False
    number: int = 0


@dataclass(frozen=True)
class Instance:
    """A relation with its names filled in: one equation or inequality between cells."""

    relation: "Relation"
    left: tuple[Term, ...]
    right: tuple[Term, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of this year's report it speaks of, in order."""
        terms = (*self.left, *self.right)
        return tuple(dict.fromkeys(t.cell for t in terms if t.cell and not t.prev))

    def sides(self, cell: Callable[[Term], Number | None]) -> tuple[Number, Number] | None:
        """Both sides' values, or None where a cell has no number (undecided, never false)."""
        left, right = _sum(self.left, cell), _sum(self.right, cell)
        return None if left is None or right is None else (left, right)

    def holds(self, left: Number, right: Number) -> bool:
        return OPERATORS[self.relation.operator](left, right)


@dataclass(frozen=True)
class Relation:
    """One relation of a form; ``over`` maps each running name to the ids it takes.

    ``basis``: printed, arithmetic, practice or derived; ``severity``: error, warning or info;
    ``scope``: report or cross_year; ``prev_formats``: formats of last year's report it may be
    compared with.
    """

    id: str
    expr: str
    over: Mapping[str, tuple[str, ...]]
    scope: str
    basis: str
    severity: str
    prev_formats: tuple[str, ...] = ()
    merges: Mapping[str, str] | None = None  # part row → merged row, both as ``table.row``

    @classmethod
    def from_toml(cls, data: Mapping[str, Any]) -> "Relation":
        return cls(
            id=data["id"],
            expr=data["expr"],
            over={name: tuple(ids) for name, ids in data["over"].items()},
            scope=data["scope"],
            basis=data["basis"],
            severity=data["severity"],
            prev_formats=tuple(data.get("prev_formats", ())),
        )

    @property
    def operator(self) -> str:
        return next(op for op in OPERATORS if op in self.expr)

    def split(self, row: str, parts: Sequence[str]) -> "Relation":
        """The relation runs over each part where it ran over the whole ``row`` (``table.row``)."""
        table, id = row.split(".")
        if not self._speaks_of(table):
            return self
        over = {
            name: tuple(new for old in ids for new in (parts if old == id else (old,)))
            for name, ids in self.over.items()
        }
        return replace(self, over=over)

    def merged(self, table: str, rows: Sequence[str], into: str) -> "Relation":
        """The merged row stands for its parts: once in a sum, once in a list run over."""
        if not self._speaks_of(table):
            return self
        over = {
            name: tuple(dict.fromkeys(into if id in rows else id for id in ids))
            for name, ids in self.over.items()
        }
        merges = {**(self.merges or {}), **{f"{table}.{row}": f"{table}.{into}" for row in rows}}
        return replace(self, over=over, merges=merges)

    def instances(self) -> Iterator[Instance]:
        left, right = self.expr.split(self.operator)
        for values in product(*self.over.values()):
            names = dict(zip(self.over, values, strict=True))
            yield Instance(self, self._terms(left, names), self._terms(right, names))

    def _speaks_of(self, table: str) -> bool:
        return f"{table}." in self.expr

    def _terms(self, side: str, names: Mapping[str, str]) -> tuple[Term, ...]:
        terms = []
        for sign, operand in _TERM.findall(side):
            factor = -1 if sign == "-" else 1
            if operand.isdigit():
                terms.append(Term(factor, number=int(operand)))
                continue
            cell = operand.format(**names)
            prev = cell.startswith("prev.")
            terms.append(Term(factor, self._standing(cell.removeprefix("prev.")), prev))
        return tuple(dict.fromkeys(terms))

    def _standing(self, cell: str) -> str:
        row, _, column = cell.rpartition(".")
        return f"{(self.merges or {}).get(row, row)}.{column}"


def _sum(terms: Sequence[Term], cell: Callable[[Term], Number | None]) -> Number | None:
    total: Number = 0
    for term in terms:
        value = term.number if term.cell is None else cell(term)
        if value is None:
            return None
        total += term.sign * value
    return total
