"""How sure a cell is: sums serve as check digits 校验.

A cell whose labels are the form's and over which a sum agrees is certain. One whose labels had to
be repaired is believed where every sum over it agrees, and is doubtful where none settles it.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from gongkai.translation import _

from ..formats.form import Format
from ..formats.relations import Instance, Number, Term
from ..report import CERTAIN, DOUBTFUL, READ
from .placed import Placed

_UNSURE = frozenset({"ocr"})
"""Kinds of file whose very figures are a guess."""


def graded(placed: Placed, kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """The grade of every cell placed, and for those that need it the reason in Chinese."""
    agreeing, failing = _sums(placed.form, placed.cells)
    grades, reasons = {}, dict(placed.repairs)
    shifted = _shifted(placed, failing)
    for id in placed.cells:
        agrees, fails = id in agreeing, id in failing
        if kind in _UNSURE or id in placed.repairs:
            settled = agrees and not fails
            grades[id] = READ if settled else DOUBTFUL
            if kind in _UNSURE:
                reasons.setdefault(id, _("文字识别所得"))
            reasons[id] += _("；与合计相符") if settled else _("；没有合计可以印证")
        elif id in shifted:
            grades[id] = DOUBTFUL
            reasons[id] = _("纯文本中这一行有几个数与合计都不相符，可能错行")
        else:
            grades[id] = CERTAIN if agrees and not fails else READ
    return grades, reasons


def _sums(form: Format, cells: Mapping[str, Number | None]) -> tuple[set[str], dict[str, int]]:
    """Cells over which a sum agrees, and cells with how many sums over them that do not."""
    agreeing: set[str] = set()
    failing: dict[str, int] = {}

    def value(term: Term) -> Number | None:
        return cells.get(term.cell or "")

    for instance in _equations(form):
        sides = instance.sides(value)
        if sides is None:
            continue
        if instance.holds(*sides):
            agreeing.update(instance.cells)
        else:
            for id in instance.cells:
                failing[id] = failing.get(id, 0) + 1
    return agreeing, failing


def _shifted(placed: Placed, failing: Mapping[str, int]) -> set[str]:
    """Cells of rows of flat text that agree with nothing: in several columns and along the row."""
    rows: dict[str, list[str]] = {}
    for id in placed.in_sequence:
        rows.setdefault(id.rpartition(".")[0], []).append(id)
    return {id for ids in rows.values() if _disagrees(ids, failing) for id in ids}


_BOTH_WAYS, _SEVERAL = 2, 2


def _disagrees(ids: Iterable[str], failing: Mapping[str, int]) -> bool:
    return sum(failing.get(id, 0) >= _BOTH_WAYS for id in ids) >= _SEVERAL


@cache
def _equations(form: Format) -> tuple[Instance, ...]:
    return tuple(
        one for one in form.instances if one.relation.scope == "report" and one.relation.operator == "=="
    )
