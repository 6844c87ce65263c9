"""The list of letters that wait for approval."""

from django.utils.translation import gettext_lazy as _

from ..lists import Column, Table

APPROVALS = Table(
    name=_("待我审批的文书"),
    columns=(
        Column(_("文书"), lambda one: one.get_kind_display(), "kind", ("kind",)),
        Column(_("申请"), lambda one: one.application.title, "title", ("application__title",)),
        Column(_("登记编号"), lambda one: one.application.number, "number", ("application",)),
        Column(_("机关"), lambda one: one.application.organ_name, "organ", ("application__organ__path",)),
        Column(_("环节"), lambda one: one.get_waits_for_display(), "layer", ("waits_for",)),
        Column(_("起草"), lambda one: one.drafted_at, "drafted", ("drafted_at",)),
        Column(_("答复期限"), lambda one: one.application.due_on, "due", ("application__due_on",)),
    ),
    order=("due",),
)
