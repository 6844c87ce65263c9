"""The lists that figures open to."""

from django.utils.translation import gettext_lazy as _

from ...applications.models import RESULTS
from ...disclosure.models import Item
from ...lists import Column, Table


def _title(item: Item) -> str:
    return item.current.title if item.current else ""


_FILTERS = ("since", "until", "running", "column")

ITEMS = Table(
    name=_("报表所计的信息"),
    columns=(
        Column(_("标题"), _title, "title", ("current__title",)),
        Column(_("索引号"), lambda item: item.index_number, "number", ("index_number",)),
        Column(_("栏目"), lambda item: item.column.name if item.column else "", "column", ("column__name",)),
        Column(_("首次公布"), lambda item: item.published_at, "published", ("published_at",)),
        Column(_("撤下"), lambda item: item.withdrawn_at, "withdrawn", ("withdrawn_at",)),
    ),
    order=("-published_at",),
    filters=_FILTERS,
)

APPLICATIONS = Table(
    name=_("报表所计的申请"),
    columns=(
        Column(_("登记编号"), lambda one: one.number, "number", ("pk",)),
        Column(_("信息名称"), lambda one: one.title, "title", ("title",)),
        Column(_("收到日期"), lambda one: one.received_on, "received", ("received_on",)),
        Column(_("答复期限"), lambda one: one.due_on, "due", ("due_on",)),
        Column(_("办结日期"), lambda one: one.closed_on, "closed", ("closed_on",)),
        Column(_("办理结果"), lambda one: RESULTS.get(one.answer, "")),
    ),
    order=("received_on",),
    filters=_FILTERS,
)

ADOPTIONS = Table(
    name=_("报表所计的信息采用"),
    columns=(
        Column(_("标题"), lambda one: one.title, "title", ("title",)),
        Column(_("采用单位"), lambda one: one.adopter, "adopter", ("adopter",)),
        Column(_("采用日期"), lambda one: one.on, "on", ("on",)),
    ),
    order=("-on",),
    filters=_FILTERS,
)

CHANNELS = Table(
    name=_("报表所计的渠道记录"),
    columns=(
        Column(_("标题"), lambda one: _title(one.item), "title", ("item__current__title",)),
        Column(_("渠道"), lambda one: one.get_channel_display(), "channel", ("channel",)),
        Column(_("日期"), lambda one: one.on, "on", ("on",)),
    ),
    order=("-on",),
    filters=_FILTERS,
)

QUESTIONS = Table(
    name=_("报表所计的公众提问"),
    columns=(
        Column(_("编号"), lambda one: one.number, "number", ("pk",)),
        Column(_("标题"), lambda one: one.title, "title", ("title",)),
        Column(_("收到时间"), lambda one: one.asked_at, "asked", ("asked_at",)),
        Column(_("答复时限"), lambda one: one.due_on, "due", ("due_on",)),
    ),
    order=("-asked_at",),
    filters=_FILTERS,
)
