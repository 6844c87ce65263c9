"""汇总: totals over the hierarchy of what the competent offices have accepted.

``take`` is how a report comes to count, or no longer does; the totals of every organ above it change
in the same transaction.
"""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import AnnualReport, Version


def take(report: "AnnualReport", version: "Version | None", *, at: datetime) -> None:
    """接收: ``version`` is what counts of ``report`` from now on; None: nothing does.

    Within the caller's act, after its permission and before its line in the ledger: the totals are
    locked before the ledger is, everywhere.
    """
    from .counting import take as counted  # the models of the room are read before their apps are ready

    counted(report, version, at=at)
