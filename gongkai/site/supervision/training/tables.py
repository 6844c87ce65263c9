"""The lists of training: their columns, and what an export says of each row."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

TRAININGS = Table(
    name=_("培训"),
    columns=(
        Column(_("名称"), lambda one: one.title, "title", ("title",)),
        Column(_("举办机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("日期"), lambda one: one.on, "on", ("on",)),
        Column(_("地点"), lambda one: one.place),
        Column(_("学时"), lambda one: one.hours, "hours", ("hours",), figure=True),
        Column(_("状态"), lambda one: str(one.get_state_display()), "state", ("state",)),
        Column(_("签到人数"), lambda one: one.came + one.outside, "came", ("came",), figure=True),
    ),
    order=("-on",),
    filters=("year", "state"),
)

CERTIFICATES = Table(
    name=_("培训合格证书"),
    columns=(
        Column(_("证书编号"), lambda one: one.number, "number", ("number",)),
        Column(_("姓名"), lambda one: one.name, "name", ("name",)),
        Column(_("单位"), lambda one: one.of_name, "of", ("of__path",)),
        Column(_("培训名称"), lambda one: one.training.title),
        Column(_("学时"), lambda one: one.hours, figure=True),
        Column(_("测试成绩"), lambda one: one.score, "score", ("score",), figure=True),
        Column(_("发证日期"), lambda one: one.on, "on", ("on",)),
        Column(_("状态"), lambda one: _("有效") if one.is_valid else _("已撤销")),
    ),
    order=("-on",),
)

STANDINGS = Table(
    name=_("培训情况"),
    columns=(
        Column(_("机关"), lambda one: one.name, "organ", ("organ",)),
        Column(_("工作人员"), lambda one: one.people, "people", ("people",), figure=True),
        Column(_("参加培训"), lambda one: one.trained, "trained", ("trained",), figure=True),
        Column(_("通过测试"), lambda one: one.passed, "passed", ("passed",), figure=True),
        Column(_("参训率"), lambda one: one.share, "share", ("share",), figure=True),
        Column(_("没有参加的人员"), lambda one: one.untrained),
    ),
    order=(),
    filters=("year",),
)
