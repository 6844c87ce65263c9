"""Lists of assessment: their columns, and what an export says of each row."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

LEAGUE = Table(
    name=_("考核得分"),
    columns=(
        Column(_("机关"), lambda one: one.name, "organ", ("organ",)),
        Column(_("类别"), lambda one: one.kind, "kind", ("kind",)),
        Column(_("得分"), lambda one: one.score.total, "total", ("total",), figure=True),
        Column(_("等次"), lambda one: one.score.grade, "grade", ("grade",)),
        Column(_("同类名次"), lambda one: one.ranked, "rank"),
        Column(_("待人工评分"), lambda one: one.score.pending or None, "pending", ("pending",), figure=True),
        Column(_("待答复申诉"), lambda one: one.open_appeals or None, "appeals", ("appeals",), figure=True),
        Column(_("自评"), lambda one: one.score.self_at, "self", ("self",)),
    ),
    order=(),
)
SIMULATED = Table(
    name=_("模拟得分"),
    columns=(
        Column(_("机关"), lambda one: one.organ.name, "organ", ("organ",)),
        Column(_("类别"), lambda one: str(one.organ.get_kind_display()), "kind", ("kind",)),
        Column(_("模拟得分"), lambda one: one.result.total, "total", ("total",), figure=True),
        Column(_("模拟等次"), lambda one: one.result.grade, "grade", ("grade",)),
        Column(_("待人工评分"), lambda one: len(one.result.pending) or None, "pending", figure=True),
        Column(_("实际得分"), lambda one: one.real and one.real.total, "real", ("real",), figure=True),
        Column(_("相差"), lambda one: one.change, "change", ("change",), figure=True),
    ),
    order=(),
    filters=("scheme", "first", "last"),
)
