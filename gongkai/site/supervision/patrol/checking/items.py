"""Items: their days, their interpretation, whether the search knows them, what they tell of persons."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ....disclosure import content, leaks
from ....disclosure.gate_models import LeakReason
from ....disclosure.index import Filters, index
from ....disclosure.models import Body, Item, ItemVersion, Origin, StoredFile
from ..models import Reading
from ..scene import Found, Row, Scene, in_batches

_HITS = 50
"""How far down its list a search is read for a title."""
INTERPRETATION = "解读"


def undated(scene: Scene) -> Iterator[Found]:
    """Without a time of publication; or formed after it, which cannot be."""
    for pk, title in scene.items.filter(published_at__isnull=True).values_list("pk", "current__title"):
        yield scene.of_item(pk, title, _("没有公布时间"))
    odd = scene.items.filter(current__number=1, current__formed_on__gt=F("published_at__date"))
    rows = odd.values_list("pk", "current__title", "published_at", "current__formed_on")
    for pk, title, at, formed in rows:
        words = _("形成日期{formed}晚于公布日期{day}，请核对")
        yield scene.of_item(pk, title, words.format(formed=formed, day=localdate(at)))


def late(scene: Scene) -> Iterator[Found]:
    """Published after the last day of its term (Art. 26): first versions, for the months looked back on."""
    first = scene.recent.filter(versions__number=1, versions__due_on__isnull=False)
    rows = first.values_list("pk", "versions__title", "published_at", "versions__due_on")
    for pk, title, at, due in rows.iterator():
        if at and due and localdate(at) > due:
            words = _("应在{due}前公布，{day}才公布")
            yield scene.of_item(pk, title, words.format(due=due, day=localdate(at)))


def uninterpreted(scene: Scene) -> Iterator[Found]:
    """Normative documents of the organ's own, some working days after their publication."""
    explained = Item.objects.public_only().filter(interprets=OuterRef("pk"), published_at__lt=scene.end)
    documents = scene.recent.filter(~Exists(explained), current__normative=True, current__origin=Origin.MADE)
    count = scene.number("patrol_interpretation")
    last_days: dict[date, date | None] = {}
    rows = documents.values_list("pk", "current__title", "published_at")
    for row in map(Row._make, rows):
        day = row.published_on
        assert day is not None
        if day not in last_days:
            last_days[day] = scene.working_days_after(day, count)
        last = last_days[day]
        if last is not None and last < scene.on:
            words = _("{day}公布，过了{count}个工作日还没有关联解读")
            yield scene.of_item(row.pk, row.title, words.format(day=day, count=count))


def unbound(scene: Scene) -> Iterator[Found]:
    """What calls itself an interpretation and is bound to no document."""
    named = Q(current__title__contains=INTERPRETATION) | Q(listed_in__name__contains=INTERPRETATION)
    rows = scene.recent.filter(named, interprets__isnull=True).values_list(
        "pk", "current__title", "published_at"
    )
    for row in map(Row._make, rows):
        yield scene.of_item(row.pk, row.title, _("是解读，没有关联所解读的文件"))


def unknown_to_search(scene: Scene) -> Iterator[Found]:
    """Some titles of the organ, others every night, asked of the search as the public would."""
    wanted = _sample(scene, "search_misses", scene.number("patrol_search_sample"))
    titles = dict(scene.items.filter(pk__in=wanted).values_list("pk", "current__title"))
    for pk in wanted:
        if pk not in titles:
            continue
        found = index().find(titles[pk], Filters(organ=scene.organ.pk), most=_HITS).items
        same = pk in found or Item.objects.filter(pk__in=found, current__title=titles[pk]).exists()
        if not same:
            yield scene.of_item(pk, titles[pk], _("用标题检索，检索不到这条信息"))


def _sample(scene: Scene, check: str, count: int) -> list[int]:
    """Keys of items: the same for one day, others the next; and those that were hit before."""
    if scene.item is not None:
        return [scene.item]
    keys = scene.items.order_by("pk").values_list("pk", flat=True)
    total = keys.count()
    if not total:
        return []
    begin = scene.on.toordinal() * count
    places = {(begin + number) % total for number in range(count)}
    found = [key for place in sorted(places) for key in keys[place : place + 1]]
    return list(dict.fromkeys([*found, *scene.open_items(check)]))


# Personal data ------------------------------------------------------------------------------------


def personal(scene: Scene) -> Iterator[Found]:
    """Numbers of persons and accounts in what is public, beyond doubt and without a reason on record.

    Every night some items more, in the order of their keys, and then from the beginning.
    """
    keys = [scene.item] if scene.item is not None else next_to_read(scene)
    versions = {
        version.item_id: version
        for some in in_batches(keys)
        for version in ItemVersion.objects.filter(pk__in=scene.items.filter(pk__in=some).values("current"))
    }
    texts = _texts(scene, versions)
    own = (scene.organ.phone, scene.organ.fax, scene.organ.email)
    reasons = set(LeakReason.objects.filter(version__in=[v.pk for v in versions.values()]).values_list(
        "version", "digest", "key"
    ))  # fmt: skip
    for pk, version in versions.items():
        found = [
            one
            for one in leaks.check(texts[version.pk], own=own)
            if one.blocks and (version.pk, version.digest, one.key) not in reasons
        ]
        if found:
            listed = "；".join(
                _("{place}有{label}{count}处").format(place=one.place, label=one.label, count=one.count)
                for one in found
            )
            yield scene.of_item(pk, version.title, listed)


def next_to_read(scene: Scene) -> list[int]:
    """The items whose turn it is, with those that were hit before."""
    keys = scene.items.filter(pk__gt=_last_read(scene)).order_by("pk").values_list("pk", flat=True)
    found = list(keys[: scene.number("patrol_leak_batch")])
    return list(dict.fromkeys([*found, *scene.open_items("personal_data")]))


def read_on(scene: Scene) -> None:
    """Keep how far was read; from the beginning again after the last item."""
    keys = scene.items.filter(pk__gt=_last_read(scene)).order_by("pk").values_list("pk", flat=True)
    batch = scene.number("patrol_leak_batch")
    found = list(keys[:batch])
    last = found[-1] if len(found) == batch else 0
    Reading.objects.update_or_create(organ=scene.organ, defaults={"last": last})


def _last_read(scene: Scene) -> int:
    return Reading.objects.filter(organ=scene.organ).values_list("last", flat=True).first() or 0


def _texts(scene: Scene, versions: dict[int, ItemVersion]) -> dict[int, list[leaks.Part]]:
    """Version → what the public reads of it, in two queries for each batch."""
    bodies: dict[int, str] = {}
    for some in in_batches([version.pk for version in versions.values()]):
        bodies.update(Body.objects.filter(version__in=some).values_list("version", "text"))
    digests = [sha for version in versions.values() for _name, sha in version.attachments]
    files = dict(
        StoredFile.objects.filter(organ=scene.organ, sha256__in=digests).values_list("sha256", "text")
    )
    found = {}
    for version in versions.values():
        body = bodies.get(version.pk, "")
        found[version.pk] = [
            leaks.Part("title", _("标题"), version.title),
            leaks.Part("summary", _("内容概述"), version.summary),
            leaks.Part("body", _("正文"), content.rows(body)),
            *(
                leaks.Part(sha[:16], _("附件“{name}”").format(name=name), files.get(sha, ""), is_file=True)
                for name, sha in version.attachments
            ),
        ]
    return found
