"""Zipped office documents with nothing in them that depends on the moment they were written."""

from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ..report import Report

_FIRST_DAY = date(1980, 1, 1)
"""The earliest a zip file can say."""


def fixed(data: bytes) -> bytes:
    """The same zip file, each entry dated alike: the same content gives the same bytes."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w") as zipped:
        for name in source.namelist():
            entry = ZipInfo(name, _FIRST_DAY.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            zipped.writestr(entry, source.read(name))
    return target.getvalue()


def written_on(report: Report) -> datetime:
    """The moment a file's properties give: the day of signature, else the earliest there is."""
    return moment(report.signed_on)


def moment(day: date | None) -> datetime:
    """The moment a file dated to a day gives; the earliest there is for none."""
    return datetime.combine(day or _FIRST_DAY, time())
