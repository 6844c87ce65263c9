"""A finding 核验意见: what a check has to say of a report."""

import hashlib
from dataclasses import dataclass
from typing import Any

from gongkai.translation import _

from ..formats.relations import Number
from ..report import Report, figure

ERROR, WARNING, INFO = "error", "warning", "info"

SEVERITIES = {ERROR: _("错误"), WARNING: _("提醒"), INFO: _("提示")}

BASES = {
    "printed": _("表内印明的勾稽关系"),
    "arithmetic": _("合计与结转的算术关系"),
    "practice": _("通行的核验做法"),
    "derived": _("按表格含义推出"),
    "form": _("统一格式的要求"),
}


@dataclass(frozen=True)
class Finding:
    """One finding. ``left`` and ``right`` are the two sides where numbers were compared.

    ``basis`` is a key of BASES; ``where`` is the place in the source in Chinese, or empty.
    ``subject`` is the passage it speaks of, ``values`` the numbers of its cells.
    """

    code: str
    severity: str
    message: str
    basis: str
    cells: tuple[str, ...] = ()
    left: Number | None = None
    right: Number | None = None
    where: str = ""
    subject: str = ""
    values: tuple[Number | None, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What the finding is about: its code, cells, numbers and sentence, not its wording or place.

        A person's verdict is kept by it: it holds while nothing it judged has changed.
        """
        parts = (self.code, *self.cells, *map(_number, (self.left, self.right, *self.values)), self.subject)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_FINGERPRINT]

    def as_dict(self) -> dict[str, Any]:
        """The object of ``gongkai report check --json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "cells": list(self.cells),
            "left": None if self.left is None else float(self.left) if self.left % 1 else int(self.left),
            "right": None if self.right is None else float(self.right) if self.right % 1 else int(self.right),
            "message": self.message,
            "basis": self.basis,
            "where": self.where,
            "fingerprint": self.fingerprint,
        }


_FINGERPRINT = 20
"""Hexadecimal digits."""


def _number(value: Number | None) -> str:
    """A number by its value: 5 and 5.00 are the same."""
    return "" if value is None else figure(value)


def where(report: Report, *cells: str) -> str:
    """The place in the source of the first of ``cells`` whose place is known."""
    return next((str(report.places[cell]) for cell in cells if cell in report.places), "")
