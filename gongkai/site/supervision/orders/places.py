"""Where an address leads: to an item, a column or an organ, by our addresses and the old ones of items."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from ...disclosure.column_models import Column
from ...disclosure.models import Item
from ...disclosure.record_models import OldAddress
from ...organs.models import Organ

_ITEM = re.compile(r"^/i/(\d{1,18})/")
_COLUMN = re.compile(r"^/o/([\w-]{1,50})/catalogue/(\d{1,18})/")
_ORGAN = re.compile(r"^/(?:o|feeds)/([\w-]{1,50})(?:/|\.atom|$)")


@dataclass(frozen=True)
class Place:
    """``kind`` and ``key`` name it as the checks of the night do; ``address`` is within this site."""

    organ: Organ
    kind: str
    key: str
    title: str
    address: str
    item: Item | None = None


def places(links: Collection[str]) -> Mapping[str, Place]:
    """Link → place, for any number of links in four queries; those that lead nowhere here are left out.

    A link is a whole address or a path. An address of another host is one of ours only where it is
    known as an old address of an item.
    """
    paths = {link: path(link) for link in links}
    ours = {link: where for link, where in paths.items() if where and is_ours(link)}
    olds = dict(OldAddress.objects.filter(path__in=set(paths.values())).values_list("path", "item"))
    numbers = {int(at[1]) for where in ours.values() if (at := _ITEM.match(where))}
    items = {
        one.pk: one
        for one in Item.objects.filter(pk__in=numbers | set(olds.values())).select_related(
            "organ", "current", "newest"
        )
    }
    columns = _columns(ours.values())
    organs = _organs(ours.values())
    found: dict[str, Place] = {}
    for link, where in paths.items():
        mine = ours.get(link, "")
        number = _ITEM.match(mine)
        item = items.get(int(number[1])) if number else items.get(olds.get(where, 0))
        if item:
            found[link] = _of_item(item)
        elif (at := _COLUMN.match(mine)) and (column := columns.get(int(at[2]))):
            found[link] = Place(column.organ, "column", str(column.pk), column.name, mine)
        elif (at := _ORGAN.match(mine)) and (organ := organs.get(at[1])):
            found[link] = Place(organ, "address", mine[:200], mine[:200], mine)
    return found


def path(link: str) -> str:
    """The path of an address, with its query; nothing for what is none."""
    try:
        parts = urlsplit(
            link.strip() if "://" in link or link.strip().startswith("/") else f"//{link.strip()}"
        )
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https") or not parts.path.startswith("/"):
        return ""
    return (parts.path + (f"?{parts.query}" if parts.query else ""))[:300]


def is_ours(link: str) -> bool:
    """True for a path alone, and for an address of one of our hosts."""
    link = link.strip()
    if link.startswith("/") and not link.startswith("//"):
        return True
    host, _port = split_domain_port(urlsplit(link if "://" in link else f"//{link}").netloc)
    return bool(host) and validate_host(host, settings.ALLOWED_HOSTS)


def _of_item(item: Item) -> Place:
    title = item.shown.title if item.shown else str(item)
    # A draft is no item to hold on to: its organ may discard it.
    public = item if item.current_id else None
    return Place(item.organ, "item", str(item.pk), title, f"/i/{item.pk}/", public)


def _columns(paths: Collection[str]) -> Mapping[int, Column]:
    numbers = {int(at[2]) for where in paths if (at := _COLUMN.match(where))}
    return {one.pk: one for one in Column.objects.filter(pk__in=numbers).select_related("organ")}


def _organs(paths: Collection[str]) -> Mapping[str, Organ]:
    slugs = {at[1] for where in paths if (at := _ORGAN.match(where))}
    return {one.slug: one for one in Organ.objects.filter(slug__in=slugs)}
