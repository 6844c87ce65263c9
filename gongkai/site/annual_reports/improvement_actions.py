"""Acts on 改进事项: record, change, remove, say what became of it, begin section five with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report.drafting import figures, improvements
from gongkai.annual_report.live import bound, marked
from gongkai.annual_report.report import Section

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import editing
from .compile_actions import FIRST_YEAR, put_section
from .improvement_models import Improvement
from .models import SECTION, Version
from .telling import told_of
from .versions import locked, open_version

if TYPE_CHECKING:
    from ..accounts.models import User

FIELDS = ("problem", "evidence", "measure", "owner", "due")
MOST = 20
SECTION_FIVE = 5


@transaction.atomic
def record(organ: Organ, year: int, fields: Mapping[str, Any], *, user: "User", at: datetime) -> Improvement:
    """登记改进事项 of the report on ``year``: it becomes a commitment of the year after."""
    permissions.require(user, "annual_reports.correct", organ, on=localdate(at))
    if not FIRST_YEAR <= year <= localdate(at).year:
        raise Refused(
            _("请选{first}年到{last}年之间的年度").format(first=FIRST_YEAR, last=localdate(at).year)
        )
    report = locked(organ, year)
    if report.improvements.count() >= MOST:
        raise Refused(_("一个年度不超过{most}项，请合并相近的").format(most=MOST))
    row = Improvement(report=report, by=user, at=at, **_checked(fields, year))
    row.save()
    ledger.record(row, "improvement_recorded", user=user, organ=organ.slug, year=year, **_told(fields))
    return row


@transaction.atomic
def change(row: Improvement, fields: Mapping[str, Any], *, user: "User", at: datetime) -> None:
    """改改进事项; what went out with a published report stays as it was."""
    row = _open(row, user=user, at=at)
    for name, value in _checked(fields, row.report.year).items():
        setattr(row, name, value)
    row.by, row.at = user, at
    row.save()
    ledger.record(
        row,
        "improvement_recorded",
        user=user,
        organ=row.report.organ.slug,
        year=row.report.year,
        **_told(fields),
    )


@transaction.atomic
def remove(row: Improvement, *, user: "User", at: datetime) -> None:
    """删除改进事项 that has not gone out yet."""
    row = _open(row, user=user, at=at)
    if row.progress.exists():
        raise Refused(_("这一项已登记进展，不能删除；请登记它的落实情况"))
    ledger.record(
        row,
        "improvement_removed",
        user=user,
        organ=row.report.organ.slug,
        year=row.report.year,
        problem=row.problem,
    )
    row.delete()


@transaction.atomic
def say_outcome(
    row: Improvement, state: str, *, note: str, proof: str = "", user: "User", at: datetime
) -> None:
    """登记落实情况 of a commitment; the next year's section five tells it."""
    permissions.require(user, "annual_reports.correct", row.report.organ, on=localdate(at))
    if state not in Improvement.State.values:
        raise Refused(_("请选择落实情况"))
    if not note.strip():
        raise Refused(_("请写明做了什么；没有完成的，写明原因和下一步打算"))
    locked(row.report.organ, row.report.year)
    row = Improvement.objects.select_related("report__organ").get(pk=row.pk)
    row.state, row.note, row.proof = state, note.strip(), proof.strip()
    row.save(update_fields=["state", "note", "proof"])
    ledger.record(
        row,
        "commitment_judged",
        user=user,
        organ=row.report.organ.slug,
        year=row.report.year,
        state=state,
        note=row.note,
        proof=row.proof,
    )


@transaction.atomic
def draft_section_five(version: Version, *, user: "User", at: datetime, seen: str | None = None) -> None:
    """由改进事项起草第五部分: the rows of the year and the commitments take the place of its text.

    ``seen`` is the mark of the text given up for it; Overtaken where another wrote since.
    """
    permissions.require(user, "annual_reports.correct", version.report.organ, on=localdate(at))
    version = open_version(version)
    section = version.reading.section(SECTION_FIVE)
    if not version.is_compiled or section is None:
        raise Refused(_("这一版本是从文件读入的，文字以文件为准，请更正文件后重新上传"))
    editing.refuse_overtaken(
        version, f"{SECTION}{SECTION_FIVE}", seen, editing.mark(section.text), section.text
    )
    told = told_of(version.report.organ, version.report.year)
    if not told.problems and not any(one.state for one in told.commitments):
        raise Refused(_("还没有登记改进事项，也没有登记上年事项的落实情况"))
    known = figures(version.reading, told)
    text = improvements(told, lambda key: marked(key, known[key]))
    (written,), bindings = bound([Section(SECTION_FIVE, section.title, text)])
    put_section(version, SECTION_FIVE, written.text, bindings, reason=_("由改进事项起草"), user=user, at=at)


def _open(row: Improvement, *, user: "User", at: datetime) -> Improvement:
    """The row as it is now, its report locked. Refuses one that the public has read."""
    permissions.require(user, "annual_reports.correct", row.report.organ, on=localdate(at))
    report = locked(row.report.organ, row.report.year)
    fresh = Improvement.objects.select_related("report__organ").filter(pk=row.pk).first()
    if fresh is None:
        raise Refused(_("这一项已被删除"))
    current = report.current
    if current and current.published_at and fresh.at < current.published_at:
        raise Refused(_("这一项已随{year}年年报公布，不能再改；请登记它的落实情况").format(year=report.year))
    return fresh


def _checked(fields: Mapping[str, Any], year: int) -> dict[str, Any]:
    values = {name: fields.get(name) or "" for name in FIELDS if name != "due"}
    texts = {name: " ".join(str(value).split()) for name, value in values.items()}
    due = fields.get("due")
    if not texts["problem"] or not texts["measure"]:
        raise Refused(_("请写明存在的问题和改进措施"))
    if due and due.year < year:
        raise Refused(_("完成时限不能早于{year}年").format(year=year))
    return {**texts, "due": due}


def _told(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(fields.get(name) or "") for name in FIELDS}
