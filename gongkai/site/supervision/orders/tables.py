"""Lists of orders: the register, and the tables of scanners."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

ORDERS = Table(
    name=_("整改台账"),
    columns=(
        Column(_("编号"), lambda one: one.number, "number", ("year", "serial")),
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("事由"), lambda one: one.title, "title", ("title",)),
        Column(_("问题"), lambda one: one.grounds, on_page=False),
        Column(_("整改要求"), lambda one: one.asked, on_page=False),
        Column(_("程度"), lambda one: one.get_severity_display(), "severity", ("severity",)),
        Column(_("重复发生"), lambda one: one.repeated or None, "repeated", ("repeated",), figure=True),
        Column(_("下达"), lambda one: one.issued_on, "issued", ("issued_on",)),
        Column(_("整改期限"), lambda one: one.due_on, "due", ("due_on",)),
        Column(_("状态"), lambda one: one.words, "state", ("state",)),
        Column(_("反馈"), lambda one: one.answered_on, "answered", ("answered_on",), on_page=False),
        Column(_("逾期反馈"), lambda one: _("是") if one.late else "", on_page=False),
        Column(_("销号或撤销"), lambda one: one.ended_on, "ended", ("ended_on",), on_page=False),
        Column(_("说明"), lambda one: one.end_reason, on_page=False),
    ),
    order=("-issued_on",),
    filters=("state", "organ", "check", "repeated"),
)

SCANS = Table(
    name=_("扫描表"),
    columns=(
        Column(_("文件"), lambda one: one.name, "name", ("name",)),
        Column(_("上传人"), lambda one: one.made_by.name, "person", ("made_by__name",)),
        Column(_("上传时间"), lambda one: one.made_at, "made", ("made_at",)),
        Column(_("收入时间"), lambda one: one.done_at, "done", ("done_at",)),
        Column(_("收入行数"), lambda one: one.count, "count", ("count",), figure=True),
    ),
    order=("-made_at",),
)
