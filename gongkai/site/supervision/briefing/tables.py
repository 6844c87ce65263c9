"""Lists of the part."""

from django.utils.translation import gettext_lazy as _

from ...lists import Column, Table

RECORDS = Table(
    name=_("所计的记录"),
    columns=(
        Column(_("机关"), lambda row: row.organ_name, "organ"),
        Column(_("名称"), lambda row: row.title, "title"),
        Column(_("日期"), lambda row: row.day, "day"),
    ),
    order=(),
    filters=("first", "last", "only"),
)
NOTICES = Table(
    name=_("通报"),
    columns=(
        Column(_("标题"), lambda row: row.title, "title", ("title",)),
        Column(_("发文字号"), lambda row: row.number, "number", ("year", "serial")),
        Column(_("期间"), lambda row: f"{row.first} - {row.last}", "first", ("first",)),
        Column(_("印发日期"), lambda row: row.issued_on, "issued", ("final_at",)),
        Column(_("已阅"), lambda row: row.read_words),
    ),
    order=(),
)
