"""可能重复: cases of the same applicant, or of nearly the same words; shown, never decided by the machine."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from . import people
from .models import Application

NEAR = 80
"""Of a hundred: how near two texts are to be shown."""
RECENT = 300
"""The newest cases of an organ that are compared."""
MOST = 12
_LONGEST = 300
"""Letters of a text that are compared: the rest of a long one changes little."""


@dataclass(frozen=True)
class Alike:
    """A case that may be the same: ``same``: its applicant is; ``near``: of a hundred, or None."""

    case: Application
    same: bool
    near: int | None

    @property
    def answered(self) -> bool:
        """Its answer stands: what Art. 36 (6) asks about."""
        return bool(self.case.answer)


def alike(application: Application) -> list[Alike]:
    """Cases of the organ that may be this one, the same applicant's nearest first."""
    same = set(people.same_applicant(application))
    parted = {application.pk, application.split_from_id, application.redo_of_id}
    rows = Application.objects.filter(organ=application.organ_id).exclude(pk=application.pk)
    recent = rows.order_by("-arrived_on", "-pk").values_list("pk", "title", "wanted")[:RECENT]
    texts = {pk: _text(title, wanted) for pk, title, wanted in recent}
    missing = sorted(same - texts.keys(), reverse=True)[:RECENT]
    older = rows.filter(pk__in=missing).values_list("pk", "title", "wanted")
    texts |= {pk: _text(title, wanted) for pk, title, wanted in older}
    found = process.extract(
        _text(application.title, application.wants),
        texts,
        scorer=fuzz.ratio,
        processor=None,
        score_cutoff=NEAR,
        limit=2 * MOST,
    )
    near = {pk: int(score) for _text_, score, pk in found if pk not in parted}
    ranked = sorted({*near, *(same & texts.keys())} - parted, key=lambda pk: _rank(pk, same, near))
    cases = rows.in_bulk(ranked[:MOST])
    return [Alike(cases[pk], pk in same, near.get(pk)) for pk in ranked if pk in cases]


def related(application: Application) -> list[tuple[str, Application]]:
    """拆分、并案、重办: cases bound to this one, each with how."""
    ahead = (
        (_("拆分自"), application.split_from),
        (_("并入"), application.merged_into),
        (_("重新办理的原申请"), application.redo_of),
    )
    behind = (
        (_("拆分为"), application.parts_of),
        (_("一并办理"), application.merged),
        (_("依决定或者判决重新办理"), application.redone),
    )
    return [
        *((how, one) for how, one in ahead if one),
        *((how, one) for how, rows in behind for one in rows.order_by("pk")),
    ]


def _rank(pk: int, same: set[int], near: dict[int, int]) -> tuple[bool, int, int]:
    return pk not in same, -near.get(pk, 0), -pk


def _text(title: str, wanted: str) -> str:
    """Without what two writings of one wish differ in: width, marks, spaces."""
    signs = unicodedata.normalize("NFKC", f"{title}{wanted}"[:_LONGEST])
    return re.sub(r"[\W_]", "", signs).lower()
