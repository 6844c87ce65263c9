"""The lists of the room: their columns, what they are sorted by, what an export of them says."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..lists import Column, Table
from . import people


def _applicant(one: Any) -> str:
    """Masked, as everywhere: what leaves in a file is not taken back."""
    person = people.masked(one)
    return person.name if person else ""


def _handler(one: Any) -> str:
    return one.handler.name if one.handler else ""


REGISTER = Table(
    name=_("申请登记簿"),
    columns=(
        Column(_("编号"), lambda one: one.number, "number", ("year", "pk")),
        Column(_("信息名称"), lambda one: one.title, "title", ("title",)),
        Column(_("申请事项"), lambda one: one.get_subject_display(), on_page=False),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("申请人"), _applicant, on_page=False),
        Column(_("申请人类别"), lambda one: one.get_applicant_kind_display(), "kind", ("applicant_kind",)),
        Column(_("渠道"), lambda one: one.get_channel_display(), "channel", ("channel",)),
        Column(_("提交或送达"), lambda one: one.arrived_on, on_page=False),
        Column(_("收到"), lambda one: one.received_on, "received", ("received_on",)),
        Column(_("答复期限"), lambda one: one.due_on, "due", ("due_on",)),
        Column(_("期限暂定"), lambda one: _("是") if one.provisional else "", on_page=False),
        Column(_("状态"), lambda one: one.stage_label),
        Column(_("办理结果"), lambda one: one.get_answer_display(), "answer", ("answer",)),
        Column(_("办结"), lambda one: one.closed_on, on_page=False),
        Column(_("用时（工作日）"), lambda one: one.used_days, on_page=False),
        Column(_("承办人"), _handler, "handler", ("handler__name",)),
    ),
    order=("-arrived_on",),
    filters=("q", "organ", "stage", "answer", "channel", "subject", "year", "due"),
)
