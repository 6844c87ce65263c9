"""The home page, the footer, the labels of the site, the guide."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ....disclosure import guide
from ....disclosure.models import Item, ItemQuerySet, Origin
from ....organs.models import Kind
from ....spans import Span
from ..scene import Found, Row, Scene


def home_stale(scene: Scene) -> Iterator[Found]:
    """V3: nothing new on the site of a government, whoever of those below published it."""
    if scene.organ.kind == Kind.GOVERNMENT:
        items = Item.objects.public_only().filter(organ__path__startswith=scene.organ.path)
        yield from _stale(scene, items.exclude(published_at__gte=scene.end), reverse("portal:home"))


def organ_stale(scene: Scene) -> Iterator[Found]:
    """The same of the organ's own page; of a government the home page is looked at."""
    if scene.organ.kind != Kind.GOVERNMENT:
        yield from _stale(scene, scene.items, reverse("portal:organ", args=[scene.organ.slug]))


def _stale(scene: Scene, items: ItemQuerySet, address: str) -> Iterator[Found]:
    newest = items.order_by("-published_at").values_list("published_at", flat=True).first()
    days = scene.number("patrol_home_stale")
    if newest is None:
        ground = _("没有公开的信息")
    elif (scene.on - localdate(newest)).days > days:
        words = _("最新一条{day}公布，已有{count}天没有更新，应不超过{days}天")
        ground = words.format(day=localdate(newest), count=(scene.on - localdate(newest)).days, days=days)
    else:
        return
    yield scene.of_organ("home", scene.organ.name, ground, address)


def footer(scene: Scene) -> Iterator[Found]:
    """What the footer has to name; what an organ leaves empty is told by the one above it."""
    organ, site = scene.organ, scene.organ.site
    held = {
        "contact": (_("联系方式"), organ.phone or organ.address),
        "icp_number": (_("ICP备案号"), site.icp_number),
        "police_number": (_("公安备案号"), site.police_number),
        "fault": (_("网站找错"), site.fault_email or site.fault_phone),
    }
    for key, (name, value) in held.items():
        if not value:
            yield scene.of_organ(
                f"footer-{key}",
                name,
                _("页脚没有{name}").format(name=name),
                reverse("organs:organ", args=[organ.slug]),
            )


def labels(scene: Scene) -> Iterator[Found]:
    """网站标识码 of the site; the four of each column; ContentSource of what others made and nobody named.

    The other labels follow from what every item has.
    """
    if not scene.organ.site.id_code and scene.item is None:
        ground = _("没有网站标识码，网页标签SiteIDCode和页脚都缺")
        address = reverse("organs:organ", args=[scene.organ.slug])
        yield scene.of_organ("label-SiteIDCode", "SiteIDCode", ground, address)
    for column in (one.column for one in scene.health if not one.column.closed_on):
        if empty := [name for name, content in column.labels.items() if not content.strip()]:
            ground = _("网页标签{names}没有内容").format(names="、".join(empty))
            address = reverse("portal:column", args=[scene.organ.slug, column.pk])
            yield Found("column", str(column.pk), column.path_name or "—", address, ground)
    foreign = scene.items.exclude(current__origin=Origin.MADE).filter(current__maker="")
    rows = foreign.values_list("pk", "current__title", "published_at")
    for row in map(Row._make, rows.iterator()):
        yield scene.of_item(
            row.pk, row.title, _("不是本机关制作，又没有写制作机关，网页标签ContentSource写成了本机关")
        )


def guide_missing(scene: Scene) -> Iterator[Found]:
    if scene.guide is None:
        address = reverse("portal:guide", args=[scene.organ.slug])
        yield scene.of_organ("guide", _("政府信息公开指南"), _("还没有公布政府信息公开指南"), address)


def guide_stale(scene: Scene) -> Iterator[Found]:
    item = scene.guide
    if item is None or item.current is None or item.current.published_at is None:
        return
    version, months = item.current, scene.number("patrol_guide_months")
    if guide.outdated(scene.organ, Span(scene.on, scene.on).times[1]):
        ground = _("指南与现在登记的机构、联系方式和栏目不一致，请按现有资料更新")
    elif localdate(version.published_at) < scene.back("patrol_guide_months"):
        words = _("指南{day}公布，超过{months}个月没有更新，请核对")
        ground = words.format(day=localdate(version.published_at), months=months)
    else:
        return
    yield Found("item", str(item.pk), version.title, reverse("disclosure:item", args=[item.pk]), ground)
