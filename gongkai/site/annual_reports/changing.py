"""变化和原因: the large changes of a version on last year, and the words that were kept on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report import yearly
from gongkai.annual_report.report import Report, figure
from gongkai.annual_report.yearly import Change

from ..organs import permissions
from ..organs.actions import Refused
from .actions import put_verdict
from .models import Verdict, Version
from .versions import previous_reading

if TYPE_CHECKING:
    from ..accounts.models import User

CODE = "jump"
"""A word on a change is a verdict on the finding 数据突变, whether or not the change is one."""


@dataclass(frozen=True)
class Explained:
    """A change that wants a word, and the last that was written."""

    change: Change
    verdict: Verdict | None


def explained(version: Version, previous: Report | None) -> list[Explained]:
    """The changes that want a word, in the order of the form."""
    wanting = [one for one in yearly.changes(version.reading, previous) if yearly.wants_word(one)]
    prints = {one.fingerprint for one in wanting}
    last: dict[str, Verdict] = {}
    for verdict in version.report.verdicts.filter(fingerprint__in=prints).select_related("by"):
        last.setdefault(verdict.fingerprint, verdict)
    return [Explained(one, last.get(one.fingerprint)) for one in wanting]


@transaction.atomic
def explain(version: Version, cell: str, words: str, *, user: "User", at: datetime) -> Verdict:
    """说明变化的原因: kept while both numbers stay as they are."""
    permissions.require(user, "annual_reports.judge", version.report.organ, on=localdate(at))
    found = yearly.changes(version.reading, previous_reading(version.report))
    change = next((one for one in found if one.cell.id == cell), None)
    if change is None:
        raise Refused(_("这一格没有可以对照的上年数"))
    if not words.strip():
        raise Refused(_("请写明变化的原因"))
    message = _("“{cell}”本年{now}，上年{before}").format(
        cell=change.cell.label, now=figure(change.now, change.cell), before=figure(change.before, change.cell)
    )
    decision = Verdict.Decision.RIGHT.value
    return put_verdict(version, change.fingerprint, CODE, message, decision, words, user=user, at=at)
