"""The lists of work points: plans, tasks, gaps."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

PLANS = Table(
    name=_("工作要点"),
    columns=(
        Column(_("年度"), lambda plan: plan.year, "year", ("year",), figure=True),
        Column(_("标题"), lambda plan: plan.title, "title", ("title",)),
        Column(_("制定机关"), lambda plan: plan.organ.name, "organ", ("organ__path",)),
        Column(_("文号"), lambda plan: plan.document_number, "number", ("document_number",)),
        Column(_("下达时间"), lambda plan: plan.issued_at, "issued", ("issued_at",)),
        Column(_("任务数"), lambda plan: plan.tasks, "tasks", ("tasks",), figure=True),
        Column(_("逾期"), lambda plan: plan.late or None, "late", ("late",), figure=True),
    ),
    order=("-year",),
    filters=("year",),
)

TASKS = Table(
    name=_("要点任务"),
    columns=(
        Column(_("年度"), lambda task: task.point.plan.year, "year", ("point__plan__year",), figure=True),
        Column(_("要点"), lambda task: task.point.text, on_page=False),
        Column(_("完成标准"), lambda task: task.done_when, "what", ("done_when",)),
        Column(_("承担机关"), lambda task: task.organ.name, "organ", ("organ__path",)),
        Column(_("科室"), lambda task: task.section, "section", ("section",)),
        Column(_("下达机关"), lambda task: task.giver.name, "giver", ("giver__path",)),
        Column(_("完成期限"), lambda task: task.due_on, "due", ("due_on",)),
        Column(_("状态"), lambda task: task.words, "state", ("state",)),
        Column(_("进度"), lambda task: task.percent, "percent", ("percent",), figure=True),
    ),
    order=("due_on",),
    filters=("year", "state", "organ", "plan", "point"),
)

GAPS = Table(
    name=_("要点落实的不足"),
    columns=(
        Column(_("承担机关"), lambda task: task.organ.name, "organ", ("organ",)),
        Column(_("完成标准"), lambda task: task.done_when, "what", ("what",)),
        Column(_("完成期限"), lambda task: task.due_on, "due", ("due",)),
        Column(_("不足"), lambda task: "；".join(task.gaps), "gaps", ("gaps",)),
    ),
    order=(),
)
