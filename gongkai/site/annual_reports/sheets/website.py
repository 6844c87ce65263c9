"""政府网站工作年度报表 of an organ and a year; and of all organs, a line each.

The records fill what they can tell; every other cell is blank, to be typed, and counted as such.
"""

from typing import Any

from django.db.models import Avg, DurationField, F
from django.urls import reverse
from django.utils.translation import gettext as _

from ...disclosure.question_models import Question
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from . import figures
from .addresses import behind
from .figures import QUESTIONS
from .layout import Cell, Line, Part, Sheet
from .prescribed import read
from .self_check import opening, total

FILE = "website.toml"
_SITE = "site."


def words(year: int, span: Span) -> str:
    """The period as it is printed."""
    if span.running:
        return _("{year}年（截至{last}）").format(year=year, last=span.last)
    return _("{year}年").format(year=year)


def of_organ(organ: Organ, year: int, span: Span) -> Sheet:
    """The table of one organ, named."""
    form = read(FILE)
    found: dict[str, Any] = figures.of_organs(Organ.objects.filter(pk=organ.pk), span)[organ.pk]
    found["days"] = _days(organ, span)
    lines = tuple(
        Line((one["group"], one["label"]), (_cell(one.get("figure", ""), found, organ, span), _note(one)))
        for one in form["lines"]
    )
    blank = sum(line.cells[0].value is None for line in lines)
    said = _("{blank}格待填写。").format(blank=blank) if blank else ""
    part = Part(
        form["title"], (_("类别"), _("项目")), (_("数量或内容"), _("口径")), lines, said + form["note"]
    )
    return Sheet(form["title"], organ.name, words(year, span), [part], form["source"])


def of_organs(organs: OrganQuerySet, year: int, span: Span) -> Sheet:
    """One line an organ, the sums at the foot; only what the records tell. ``organs`` are named."""
    form = read(FILE)
    overview = tuple((id, label) for id, label in form["overview"])
    found = figures.of_organs(organs, span)
    lines = [
        Line(
            (organ.short_name,),
            opening(organ, span, found[organ.pk], overview),
            address=reverse("annual_reports:website", args=[organ.slug, year]),
        )
        for organ in organs
    ]
    if len(lines) > 1:
        lines.append(total(_("合计"), lines))
    heads = tuple(label for _id, label in overview)
    part = Part(_("各机关情况"), (_("机关"),), heads, tuple(lines), form["note"], _("没有机关"))
    title = _("{title}（汇总）").format(title=form["title"])
    return Sheet(title, "", words(year, span), [part], form["source"])


def _cell(figure: str, found: dict[str, Any], organ: Organ, span: Span) -> Cell:
    if figure.startswith(_SITE):
        return Cell(getattr(organ.site, figure.removeprefix(_SITE)) or None)
    if figure == "organ":
        return Cell(organ.name)
    if not figure:
        return Cell()
    value = found[figure]
    return Cell(value, behind(organ, figure, span) if value else "")


def _note(line: dict[str, str]) -> Cell:
    return Cell(line.get("note") or (None if line.get("figure") else _("待填写")))


def _days(organ: Organ, span: Span) -> int | None:
    """平均办理时间 of the questions answered in the period, in days begun; None where none was."""
    answered = Question.objects.filter(QUESTIONS["replied"](span), organ=organ)
    took = F("item__published_at") - F("asked_at")
    found = answered.aggregate(took=Avg(took, output_field=DurationField()))["took"]
    return None if found is None else max(1, -(-int(found.total_seconds()) // 86400))
