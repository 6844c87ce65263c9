"""The lists of the room: their columns, what they are sorted by, what an export of them says."""

from django.utils.translation import gettext_lazy as _

from ..lists import Column, Table

ORGANS = Table(
    name=_("机关名录"),
    columns=(
        Column(_("名称"), lambda organ: organ.name, "name", ("name",)),
        Column(_("网址名"), lambda organ: organ.slug, on_page=False),
        Column(_("类别"), lambda organ: organ.get_kind_display(), "kind", ("kind",)),
        Column(_("公开工作机构"), lambda organ: organ.office, "office", ("office",)),
        Column(_("联系电话"), lambda organ: organ.phone, "phone", ("phone",)),
        Column(_("办公地址"), lambda organ: organ.address, on_page=False),
        Column(_("邮政编码"), lambda organ: organ.postcode, on_page=False),
        Column(_("电子邮箱"), lambda organ: organ.email, on_page=False),
        Column(_("设立日期"), lambda organ: organ.established_on, on_page=False),
    ),
    order=("path",),
    filters=("q", "kind"),
)

GATHERINGS = Table(
    name=_("会议和培训"),
    columns=(
        Column(_("日期"), lambda one: one.on, "on", ("on",)),
        Column(_("种类"), lambda one: one.get_kind_display(), "kind", ("kind",)),
        Column(_("名称"), lambda one: one.title, "title", ("title",)),
        Column(_("人数"), lambda one: one.people, "people", ("people",), figure=True),
        Column(_("内容"), lambda one: one.content),
    ),
    order=("-on",),
    filters=("year", "kind"),
    prefix="gatherings-",
)

HAND_OVERS = Table(
    name=_("移送查阅场所"),
    columns=(
        Column(_("日期"), lambda one: one.on, "on", ("on",)),
        Column(_("查阅场所"), lambda one: one.place.name, "place", ("place__name",)),
        Column(_("件数"), lambda one: one.count, "count", ("count",), figure=True),
        Column(_("内容"), lambda one: one.note),
    ),
    order=("-on",),
    filters=("year",),
    prefix="hand-overs-",
)

MOVED_DAYS = Table(
    name=_("期限变动"),
    columns=(
        Column(_("机关"), lambda one: one.organ_name, "organ", ("organ__path",)),
        Column(_("事项"), lambda one: one.subject, "subject", ("subject",)),
        Column(_("原到期日"), lambda one: one.old, "old", ("old",)),
        Column(_("新到期日"), lambda one: one.new, "new", ("new",)),
    ),
    order=("pk",),
)
