"""The lists of voices: their columns, and what an export says; never who speaks, nor what they wrote."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table
from .results import share

COMPLAINTS = Table(
    name=_("投诉举报登记簿"),
    columns=(
        Column(_("编号"), lambda one: one.number, "number", ("received_on", "pk")),
        Column(_("被投诉的机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("受理机关"), lambda one: one.office_name, on_page=False),
        Column(_("类别"), lambda one: one.get_kind_display(), "kind", ("kind",)),
        Column(_("事项"), lambda one: one.get_matter_display(), "matter", ("matter",)),
        Column(_("渠道"), lambda one: one.get_channel_display(), on_page=False),
        Column(_("收到日期"), lambda one: one.received_on, "received", ("received_on",)),
        Column(_("状态"), lambda one: one.get_state_display(), "state", ("state",)),
        Column(_("期限"), lambda one: one.due_on),
        Column(_("认定"), lambda one: one.get_result_display(), "result", ("result",)),
        Column(_("处理"), lambda one: one.get_outcome_display(), "outcome", ("outcome",)),
        Column(_("整改通知编号"), lambda one: one.order_number, on_page=False),
        Column(_("答复日期"), lambda one: one.answered_on, "answered", ("answered_on",)),
    ),
    order=("-received_on",),
    filters=("organ", "state", "result"),
)

STATEMENTS = Table(
    name=_("投诉事项说明"),
    columns=(
        Column(_("投诉编号"), lambda one: one.complaint.number, "number", ("complaint",)),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("complaint__organ__path",)),
        Column(_("要求日期"), lambda one: one.asked_on, "asked", ("asked_on",)),
        Column(_("说明期限"), lambda one: one.due_on, "due", ("due_on",)),
        Column(_("说明日期"), lambda one: one.given_on, "given", ("given_on",)),
    ),
    order=("-asked_on",),
    filters=("organ", "state"),
)

SUGGESTIONS = Table(
    name=_("批评建议登记簿"),
    columns=(
        Column(_("编号"), lambda one: one.number, "number", ("received_on", "pk")),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("类别"), lambda one: one.get_kind_display(), "kind", ("kind",)),
        Column(_("渠道"), lambda one: one.get_channel_display(), on_page=False),
        Column(_("收到日期"), lambda one: one.received_on, "received", ("received_on",)),
        Column(_("答复时限"), lambda one: one.answer_by, "due", ("answer_by",)),
        Column(_("答复日期"), lambda one: one.answered_on, "answered", ("answered_on",)),
        Column(_("采纳情况"), lambda one: one.get_adopted_display(), "adopted", ("adopted",)),
    ),
    order=("-received_on",),
    filters=("organ", "state", "kind"),
)

ROUNDS = Table(
    name=_("社会评议登记簿"),
    columns=(
        Column(_("名称"), lambda one: one.title, "title", ("title",)),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("方式"), lambda one: one.get_method_display(), "method", ("method",)),
        Column(_("开始日期"), lambda one: one.first, "first", ("first",)),
        Column(_("结束日期"), lambda one: one.last, "last", ("last",)),
        Column(_("发出或者邀请"), lambda one: one.asked, "asked", ("asked",), figure=True),
        Column(_("收回或者参加"), lambda one: one.answered, "replies", ("answered",), figure=True),
        Column(_("满意度"), lambda one: share(one.satisfied, one.answered), figure=True),
        Column(_("反映的问题"), lambda one: one.issues, on_page=False),
        Column(_("改进情况"), lambda one: one.done, on_page=False),
    ),
    order=("-first",),
    filters=("organ", "method"),
)

ACCOUNTABILITY = Table(
    name=_("责任追究登记簿"),
    columns=(
        Column(_("事项"), lambda one: one.matter, "matter", ("matter",)),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("决定日期"), lambda one: one.on, "on", ("on",)),
        Column(_("依据"), lambda one: one.get_ground_display(), "ground", ("ground",)),
        Column(_("追究方式"), lambda one: one.get_measure_display(), "measure", ("measure",)),
        Column(_("涉及人数"), lambda one: one.people, "people", ("people",), figure=True),
        Column(_("决定机关"), lambda one: one.decided_by, on_page=False),
        Column(_("线索来源"), lambda one: one.get_source_display(), "source", ("source",)),
        Column(_("改正情况"), lambda one: one.outcome, on_page=False),
    ),
    order=("-on",),
    filters=("organ", "measure"),
)
