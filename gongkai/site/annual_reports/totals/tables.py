"""The lists of the totals: their columns, what they are sorted by, what an export says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

TOTALS = Table(
    name=_("汇总"),
    columns=(
        Column(_("机关"), lambda organ: organ.name, "organ", ("path",)),
        Column(_("年度"), lambda organ: organ.year, on_page=False),
        Column(_("计入的报告"), lambda organ: organ.counted or 0, "reports", ("counted",), figure=True),
        Column(_("办理")),
    ),
    order=("path",),
    filters=("year",),
)


def _standing(member: Any) -> str:
    return str(member.standing.label)


MEMBERS = Table(
    name=_("应报机关"),
    columns=(
        Column(_("机关"), lambda row: row.name, "organ", ("organ",)),
        Column(_("状态"), _standing, "standing", ("standing",)),
        Column(_("说明"), lambda row: row.note),
        Column(_("办理")),
    ),
    order=(),
    filters=("standing",),
)

CHILDREN = Table(
    name=_("下级机关"),
    columns=(
        Column(_("机关"), lambda row: row.name, "organ", ("organ",)),
        Column(_("状态"), _standing, "standing", ("standing",)),
        Column(_("已接收"), lambda row: row.accepted, "accepted", ("accepted",), figure=True),
        Column(_("应报"), lambda row: row.asked, "asked", ("asked",), figure=True),
    ),
    order=(),
)

SUMMANDS = Table(
    name=_("合计的构成"),
    columns=(
        Column(_("机关"), lambda row: row.name, "organ", ("organ",)),
        Column(_("状态"), _standing, "standing", ("standing",)),
        Column(_("数值"), lambda row: row.number, "number", ("number",), figure=True),
    ),
    order=(),
    filters=("every",),
)
