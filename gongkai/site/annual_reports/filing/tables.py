"""The list of filing: its columns, and what an export says of each organ."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

STANDINGS = Table(
    name=_("年报报送情况"),
    columns=(
        Column(_("机关"), lambda one: one.name, "organ", ("organ",)),
        Column(_("类别"), lambda one: str(one.organ.get_kind_display()), "kind", ("kind",)),
        Column(_("状态"), lambda one: one.words, "state", ("state",)),
        Column(_("报送期限"), lambda one: one.owed_on, "due", ("due",)),
        Column(_("超过天数"), lambda one: one.late or None, "late", ("late",), figure=True),
        Column(_("报送时间"), lambda one: one.submission and one.submission.at, "at", ("at",)),
        Column(_("回执号"), lambda one: one.submission and one.submission.number, "number", ("number",)),
    ),
    order=(),
    filters=("state",),
)
