"""What totals count of a report: the version that the competent office accepted."""

from datetime import datetime

from ..models import AnnualReport, Version


def take(report: AnnualReport, version: Version | None, *, at: datetime) -> None:
    """Count ``version`` from now on, or nothing; inside the transaction of the act."""
    report.accepted = version
    report.save(update_fields=["accepted"])
