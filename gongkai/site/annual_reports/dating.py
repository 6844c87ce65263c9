"""The day a compiled report bears where nobody set one: the day it is signed off."""

from dataclasses import replace
from datetime import date

from .models import Version


def date_it(version: Version, day: date) -> None:
    """Put the day below the report. The digest changes with it."""
    version.hold(replace(version.reading, signed_on=day))
    version.save(update_fields=["content", "positions", "digest"])


def date_if_undated(version: Version, day: date) -> None:
    """成文日期以签发之日为准: a compiled report without a day gets that of its signing off.

    Whoever signs off signs this, too: call it before the digest is taken down.
    """
    if version.is_compiled and version.reading.signed_on is None:
        date_it(version, max(day, date(version.report.year + 1, 1, 1)))
