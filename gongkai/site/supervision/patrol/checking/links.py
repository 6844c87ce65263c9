"""Links in public texts, and files that should be there."""

import hashlib
from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ....disclosure.models import StoredFile
from ..addresses import Link, outside, wrong
from ..models import LONGEST_ADDRESS, OutsideLink
from ..scene import Found, Scene, in_batches

_SHOWN = 120
"""Letters of an address that a ground repeats."""


def dead(scene: Scene) -> Iterator[Found]:
    """Links within this site that lead to nothing, or to what was withdrawn."""
    titles = {one.pk: one.title for one in scene.linking}
    for link, reason in wrong(links(scene)):
        yield _of(link, titles[link.item], reason)


def dead_outside(scene: Scene) -> Iterator[Found]:
    """Addresses elsewhere that did not answer for some nights."""
    nights = scene.number("patrol_dead_nights")
    rows = OutsideLink.objects.filter(organ=scene.organ, failures__gte=nights)
    rows = rows.filter(item__in=scene.items.values("pk")).select_related("item__current")
    standing = set(links(scene))
    for one in rows:
        if Link(one.item_id, one.address) in standing:  # not put right since
            assert one.item.current is not None
            words = _("站外链接连续{count}天打不开")
            yield _of(
                Link(one.item_id, one.address), one.item.current.title, words.format(count=one.failures)
            )


def missing_files(scene: Scene) -> Iterator[Found]:
    """Attachments whose file is gone from where files are kept."""
    held = scene.items.exclude(current__attachments=[])
    rows = list(held.values_list("pk", "current__title", "current__number", "current__attachments"))
    digests = sorted({sha for _pk, _title, _number, files in rows for _name, sha in files})
    stored: dict[str, StoredFile] = {}
    for some in in_batches(digests):
        files = StoredFile.objects.filter(organ=scene.organ, sha256__in=some).only("sha256", "file")
        stored |= {one.sha256: one for one in files}
    there = {sha: one.file.storage.exists(str(one.file.name)) for sha, one in stored.items()}
    for pk, _title, number, files_of in rows:
        for place, (name, sha) in enumerate(files_of, start=1):
            if not there.get(sha):
                address = reverse("disclosure:version", args=[pk, number])
                ground = _("附件文件已经丢失，公众下载不了")
                yield Found("file", f"{pk}:{place}:{sha[:16]}", name, address, ground)


def links(scene: Scene) -> list[Link]:
    """Every link in the bodies of public items, once an item."""
    return [Link(one.pk, address) for one in scene.linking for address in one.addresses]


@transaction.atomic
def take_stock(scene: Scene) -> None:
    """Keep the inventory of outside addresses as the texts have it now; what was tried stays."""
    wanted = {link: host for link in links(scene) if (host := outside(link.address)) and _fits(link)}
    held = {Link(one.item_id, one.address): one.pk for one in OutsideLink.objects.filter(organ=scene.organ)}
    gone = [pk for link, pk in held.items() if link not in wanted]
    for some in in_batches(gone):
        OutsideLink.objects.filter(pk__in=some).delete()
    OutsideLink.objects.bulk_create(
        (
            OutsideLink(item_id=link.item, organ=scene.organ, host=host[:100], address=link.address)
            for link, host in wanted.items()
            if link not in held
        ),
        batch_size=500,
    )


def _fits(link: Link) -> bool:
    """Longer ones are not tried."""
    return len(link.address) <= LONGEST_ADDRESS


def _of(link: Link, title: str, reason: str) -> Found:
    shown = link.address[:_SHOWN]
    digest = hashlib.sha256(link.address.encode()).hexdigest()[:16]
    address = reverse("disclosure:item", args=[link.item])
    return Found("link", f"{link.item}:{digest}", title, address, f"{reason}：{shown}")
