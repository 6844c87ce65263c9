"""勾稽关系: every relation of the form, each instance one finding where it fails."""

from collections.abc import Iterator, Sequence

from gongkai.translation import _

from ..formats.relations import Instance, Number, Term
from ..report import Report, figure
from .findings import Finding, where

_WORDS = {"==": _("应等于"), "<=": _("不应大于"), ">=": _("不应小于")}
_MANY = 6
_BY_ROW, _BY_COLUMN = "row", "column"


def check(report: Report, previous: Report | None) -> Iterator[Finding]:
    """Failing instances; one with a cell that is no number is undecided, never false."""
    form = report.form
    assert form is not None
    values = _Values(report, previous)
    for instance in form.instances:
        relation = instance.relation
        across = relation.scope == "cross_year"
        if across and (previous is None or previous.format not in relation.prev_formats):
            continue
        finding = _failing(instance, values)
        if finding:
            yield finding


class _Values:
    """The numbers of both years; last year's row may be printed whole where this year's is split."""

    def __init__(self, report: Report, previous: Report | None) -> None:
        self.report, self.previous = report, previous

    def __call__(self, term: Term) -> Number | None:
        assert term.cell is not None
        if not term.prev:
            return self.report.cells.get(term.cell)
        assert self.previous is not None
        if term.cell in self.previous.cells:
            return self.previous.cells[term.cell]
        return self._of_parts(self.previous, term.cell)

    @staticmethod
    def _of_parts(report: Report, cell: str) -> Number | None:
        row, _dot, column = cell.rpartition(".")
        parts = report.form.parts.get(row, ()) if report.form else ()
        values = [report.cells.get(f"{part}.{column}") for part in parts]
        known = [value for value in values if value is not None]
        return sum(known) if known and len(known) == len(values) else None


def _failing(instance: Instance, values: _Values) -> Finding | None:
    sides = instance.sides(values)
    if sides is None or instance.holds(*sides):
        return None
    left, right = sides
    relation = instance.relation
    report = values.report
    return Finding(
        code=relation.id,
        severity=relation.severity,
        message=_message(instance, left, right, values),
        basis=relation.basis,
        cells=instance.cells,
        left=left,
        right=right,
        where=where(report, *reversed(instance.cells)),
    )


def _message(instance: Instance, left: Number, right: Number, values: _Values) -> str:
    shared, by = _shared(instance, values.report)
    difference: Number = left - right if left > right else right - left
    words = _("{left}，{should}{right}，相差{difference}").format(
        left=_side(instance.left, left, values, by),
        should=_WORDS[instance.relation.operator],
        right=_side(instance.right, right, values, by),
        difference=figure(difference),
    )
    return f"{shared}：{words}" if shared else words


def _side(terms: Sequence[Term], total: Number, values: _Values, by: str) -> str:
    """The addends with their numbers; in a long sum only those that are not 0."""
    told = [term for term in terms if len(terms) <= _MANY or values(term)]
    words = ""
    for term in told:
        sign = "－" if term.sign < 0 else "＋" if words else ""
        words += f"{sign}{_term(term, values, by)}"
    if len(told) < len(terms):
        words += _("（其余各项为0）") if told else _("各项之和")
    return words if len(told) == 1 and len(terms) == 1 else f"{words}＝{figure(total)}"


def _term(term: Term, values: _Values, by: str) -> str:
    if term.cell is None:
        return str(term.number)
    value = values(term)
    return _("{year}“{label}”{value}").format(
        year=_("上年") if term.prev else "",
        label=_label(term.cell, values, by),
        value="" if value is None else figure(value),
    )


def _label(cell: str, values: _Values, by: str) -> str:
    """What tells the cells of one relation apart: the row, the column or both."""
    for report in (values.report, values.previous):
        form = report.form if report else None
        if form and cell in form.cells:
            found = form.cells[cell]
            return {_BY_ROW: found.row.label, _BY_COLUMN: found.column.label}.get(by, found.label)
    return cell


def _shared(instance: Instance, report: Report) -> tuple[str, str]:
    """What all cells of the relation share, in words, and by what they are told apart."""
    form = report.form
    assert form is not None
    terms = [t for t in (*instance.left, *instance.right) if t.cell in form.cells]
    known = [form.cells[t.cell] for t in terms if t.cell]
    columns = {cell.column.label for cell in known}
    rows = {cell.row.label for cell in known}
    if len(rows) == 1 and len(columns) > 1:
        return _("“{label}”行").format(label=rows.pop()), _BY_COLUMN
    if len(columns) == 1 and len(rows) > 1:
        return _("“{label}”列").format(label=columns.pop()), _BY_ROW
    return "", ""
