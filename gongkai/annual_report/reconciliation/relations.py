"""勾稽关系: every relation of the form, each instance one finding where it fails."""

from collections.abc import Iterator, Sequence

from gongkai.translation import _

from ..formats.relations import Instance, Number, Term
from ..report import BLANK, DOUBTFUL, NOT_APPLICABLE, Report, figure
from .findings import ERROR, WARNING, Finding, where

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
        finding = _failing(instance, values) or _with_blanks(instance, values)
        if finding:
            yield finding
    yield from local_row(report)


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
    if left + _local(instance, report) == right and relation.operator == "==":
        return None
    doubtful = any(report.grades.get(cell) == DOUBTFUL for cell in instance.cells)
    message = _message(instance, left, right, values)
    return Finding(
        code=relation.id,
        severity=WARNING if doubtful and relation.severity == ERROR else relation.severity,
        message=_("{message}（其中有读取存疑的单元格，请先核对）").format(message=message)
        if doubtful
        else message,
        basis=relation.basis,
        cells=instance.cells,
        left=left,
        right=right,
        where=where(report, *reversed(instance.cells)),
        values=tuple(report.cells.get(cell) for cell in instance.cells),
    )


def _with_blanks(instance: Instance, values: _Values) -> Finding | None:
    """A sum with blanks among its addends: a blank may hide a number, but none below 0."""
    report, relation = values.report, instance.relation
    if relation.operator != "==" or relation.scope != "report" or len(instance.right) != 1:
        return None
    total = values(instance.right[0])
    known = [number for term in instance.left if (number := values(term)) is not None]
    unknown = [term.cell or "" for term in instance.left if values(term) is None]
    if total is None or not known or not unknown or not all(_is_blank(report, cell) for cell in unknown):
        return None
    added = sum(known)
    if added == total:
        return None
    surely = added > total
    words = _("{shared}：已填各项之和是{added}，{verdict}“{cell}”{total}").format(
        shared=_shared(instance, report)[0] or relation.id,
        added=figure(added),
        verdict=_("已大于") if surely else _("有空白，不等于"),
        cell=_label(instance.right[0].cell or "", values, ""),
        total=figure(total),
    )
    return Finding(
        relation.id if surely else "total_with_blanks",
        relation.severity if surely else WARNING,
        words,
        relation.basis,
        instance.cells,
        added,
        total,
        where(report, *reversed(instance.cells)),
    )


def _is_blank(report: Report, cell: str) -> bool:
    return cell in report.cells and report.marks.get(cell, BLANK) in (BLANK, NOT_APPLICABLE)


def _local(instance: Instance, report: Report) -> Number:
    """What the rows a place has put in add to a sum over the results of applications."""
    if not report.local_rows or instance.relation.id != _OVER_RESULTS:
        return 0
    column = (instance.right[0].cell or "").rpartition(".")[2]
    numbers = [row.values.get(column) for row in report.local_rows if row.table == "applications"]
    return sum(number for number in numbers if number is not None)


_OVER_RESULTS = "applications_handled_total"


def local_row(report: Report) -> Iterator[Finding]:
    """A row the form does not have: its numbers belong in one of the form's rows."""
    for row in report.local_rows:
        words = _("统一格式没有“{label}”这一行，其中的数应归入统一格式的行").format(label=row.label)
        yield Finding(
            "local_row", WARNING, words, "form", (), where=str(row.place or ""), subject=row.label,
            values=tuple(row.values.values()),
        )  # fmt: skip


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
