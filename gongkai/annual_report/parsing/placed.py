"""The cells placed so far: one number a cell, a second and different one refuses both."""

from collections.abc import Iterable

from gongkai.translation import _

from ..formats.form import Column, Format
from ..formats.relations import Number
from ..report import LocalRow, Place, Unread
from . import values


class Placed:
    """Collects cells with their marks and places, and what could not be placed.

    Two different contents for one cell mean that a table stands there twice (last year's, another
    report's): none of the table's cells is believed then, those seen once neither.
    """

    def __init__(self, form: Format) -> None:
        self.form = form
        self.cells: dict[str, Number | None] = {}
        self.marks: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.repairs: dict[str, str] = {}
        self.in_sequence: set[str] = set()
        """Cells of flat text: placed by the order of labels and counts of numbers."""
        self.local_rows: list[LocalRow] = []
        self.unread: list[Unread] = []
        self._disputed: set[str] = set()

    def put(
        self, id: str, column: Column, text: str, unit: str | None, place: Place, repair: str = ""
    ) -> None:
        """Read ``text`` into cell ``id``; ``repair`` says in Chinese what was not as the form has it."""
        value = values.read(text, column, unit)
        if self.form.cells[id].table.id in self._disputed:
            return
        if id in self.cells and (self.cells[id], self.marks.get(id)) != (value.number, value.mark):
            self._dispute(id, text, place)
            return
        self.cells[id] = value.number
        self.places.setdefault(id, place)
        if repair:
            self.repairs[id] = repair
        if value.mark:
            self.marks[id] = value.mark

    def take_back(self, ids: Iterable[str]) -> None:
        """Leave cells out again that were put too soon."""
        for id in ids:
            self.cells.pop(id, None)
            self.marks.pop(id, None)
            self.places.pop(id, None)
            self.repairs.pop(id, None)

    def refuse(self, text: str, reason: str, place: Place | None) -> None:
        self.unread.append(Unread(text, reason, place))

    def in_form_order(self) -> dict[str, Number | None]:
        return {id: self.cells[id] for id in self.form.cells if id in self.cells}

    def _dispute(self, id: str, text: str, place: Place) -> None:
        cell = self.form.cells[id]
        reason = _("“{cell}”读到两个不同的内容：同一张表格出现了两次，未采用其中任何一张").format(
            cell=cell.label
        )
        self.refuse(text, reason, place)
        self._disputed.add(cell.table.id)
        self.take_back(list(cell.table.cells))
