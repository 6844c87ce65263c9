"""存疑: what in a file does not fit the organ and the year it was handed in for."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.annual_report.formats import UnknownFormat, for_year
from gongkai.annual_report.report import Report

from ..organs.actions import Refused
from ..organs.models import Organ, OrganName


@dataclass(frozen=True)
class Doubt:
    """Something in a file that does not fit; a person may say that it is right all the same."""

    code: str
    message: str
    acceptable: bool = True


class Doubtful(Refused):
    """The file does not fit; ``doubts`` are what a person may accept."""

    def __init__(self, doubts: Collection[Doubt]) -> None:
        super().__init__("\n".join(doubt.message for doubt in doubts))
        self.doubts = tuple(doubts)


def doubts(report: Report, organ: Organ, year: int) -> list[Doubt]:
    """What in ``report`` does not fit ``organ`` and ``year``."""
    found = []
    if report.year is None:
        found.append(Doubt("year_unknown", _("文件里没有读到报告年度")))
    elif report.year != year:
        found.append(
            Doubt(
                "year",
                _("文件里的报告年度是{found}年，您选的是{chosen}年：请改选年度，或换一份文件").format(
                    found=report.year, chosen=year
                ),
                acceptable=False,
            )
        )
    if not _is_named(report, organ):
        found.append(
            Doubt(
                "organ", _("文件里的机关是“{found}”，不是本机关").format(found=report.organ or _("没有写明"))
            )
        )
    try:
        form = for_year(year).id
    except UnknownFormat:
        form = None
    if report.format is not None and report.format != form:
        expected = _("{id}年版格式").format(id=form) if form else _("统一格式之前的格式")
        found.append(
            Doubt(
                "format",
                _("{year}年的报告应使用{expected}，文件用的是{found}年版格式").format(
                    year=year, expected=expected, found=report.format
                ),
            )
        )
    return found


def _is_named(report: Report, organ: Organ) -> bool:
    """The report's organ is one of the organ's names, with the place before it or without."""
    if not report.organ:
        return False
    names = OrganName.objects.filter(organ=organ).values_list("name", "short_name")
    return any(
        report.organ.endswith(name) or (name.endswith(report.organ) and short in report.organ)
        for name, short in names
    )
