"""What an accepted version adds to the totals: all of it, the government's own part, or nothing."""

import json
from datetime import date

from gongkai.annual_report import formats
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.facts import Facts
from gongkai.annual_report.report import Report
from gongkai.annual_report.sums import Part

from ...organs.models import Kind, Organ
from ..models import COMPILED, GATHERED, Version
from ..total_models import Contribution

State = Contribution.State


def contribution(
    organ: Organ, year: int, version: Version, *, has_below: bool, included: bool
) -> Contribution:
    """Unsaved. ``has_below``: others stood below the organ; ``included``: declared to stand in another's."""
    report = version.reading
    made = Contribution(organ_id=organ.pk, year=year, version_id=version.pk, state=State.COUNTED)
    if report.format is None or report.format != prescribed(year):
        made.state = State.OTHER_FORM
        return made
    own = own_part(organ, version, report) if has_below else report
    if own is None:
        made.state = State.COMPREHENSIVE
    else:
        made.part = Part.of(own).as_dict()
    if included:
        made.state = State.INCLUDED
    if not exists_in(organ, year):
        made.state = State.ABSENT
    return made


def exists_in(organ: Organ, year: int) -> bool:
    """As ``OrganQuerySet.existing_in``."""
    return organ.established_on.year <= year and not organ.is_dissolved(date(year, 1, 1))


def own_part(organ: Organ, version: Version, report: Report) -> Report | None:
    """本级 in the report of an organ that has others below; None where nobody can tell it apart.

    A government's report is comprehensive 综合: what a file says of it holds those below, whose reports
    are counted already. What the site compiled says which figures are its own.
    """
    if version.source.kind == GATHERED:
        with version.source.file.open() as file:
            return compiled(Facts.from_dict(json.loads(file.read())), report.variant)
    if organ.kind != Kind.GOVERNMENT or version.source.kind == COMPILED:
        return report
    return None


def prescribed(year: int) -> str | None:
    """The form of a year; None before there was one."""
    try:
        return formats.for_year(year).id
    except formats.UnknownFormat:
        return None
