"""The places of a report that a remark may speak of: a cell, a section, the whole."""

from django.utils.translation import gettext as _

from gongkai.annual_report.report import Report

from .. import display
from ..filing_models import Remark
from ..models import SECTION, Version

WHOLE = ""


def is_place(report: Report, place: str) -> bool:
    """True for a cell of the report's form, one of its sections, and the whole."""
    form = report.form
    return place == WHOLE or bool(form and place in form.cells) or _section(report, place) is not None


def words(report: Report, place: str) -> str:
    """The place as people call it."""
    return display.place(report, place) if place else _("整份报告")


def changed(remark: Remark, was: Version, now: Version) -> bool:
    """True where ``now`` differs from ``was``, which the remark was made on, at its place."""
    if remark.place == WHOLE:
        return was.content != now.content
    return _told(was.reading, remark.place) != _told(now.reading, remark.place)


def _told(report: Report, place: str) -> tuple[object, str]:
    """What stands there; a blank is not a cell that was not read."""
    section = _section(report, place)
    if section is not None:
        return True, section
    form = report.form
    return place in report.cells, report.printed(place) if form and place in form.cells else ""


def _section(report: Report, place: str) -> str | None:
    found = (one for one in report.sections if place == f"{SECTION}{one.no}")
    return next((one.text for one in found), None)
