"""What the public reads of proactive disclosure: columns, lists, items and their tombstones."""

from collections.abc import Sequence
from io import BytesIO

import segno
from django.core.paginator import Page
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import today
from ..disclosure import files, guide, making
from ..disclosure.column_models import Column, Part, kept
from ..disclosure.matter_models import Matter
from ..disclosure.models import Item, ItemQuerySet, ItemVersion
from ..disclosure.serving import found, served
from ..organs.models import Organ
from ..paging import page_of
from .around import around, find_organ, home_place, organ_at, organ_place, part_place

PAGE = 20


@require_safe
def catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """法定主动公开内容: the columns with what stands in them, and the newest of all."""
    return _part(request, slug, Part.CATALOGUE)


@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """政府信息公开制度: the documents of the part, the newest first."""
    return _part(request, slug, Part.RULES)


@require_safe
def column_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A column: what stands in it and below it, by day of publication."""
    organ = find_organ(slug)
    tree = Column.objects.tree(organ)
    column = next((one for one in tree if one.pk == pk), None)
    if column is None:
        raise Http404
    below = [one for one in tree if one.parent_id == pk]
    items = Item.objects.filter(listed_in=column) if column.parent else Item.objects.filter(section=column)
    part = Part(column.part)
    places = [column.parent, column] if column.parent else [column]
    context = {
        **around(organ, part.value),
        "column": column,
        "below": kept(below),
        "page": _page(request, items, [column, *below]),
        "breadcrumb": [
            home_place(),
            organ_place(organ),
            part_place(organ, part),
            *({"title": one.name, "url": reverse("portal:column", args=[slug, one.pk])} for one in places),
        ],
    }
    return render(request, "portal/column.html", context)


@require_safe
def matters(request: HttpRequest, slug: str) -> HttpResponse:
    """政务公开标准目录: what the organ publishes, by when and where, each matter leading to its column."""
    organ = find_organ(slug)
    fields: dict[str, list[Matter]] = {}
    for matter in Matter.objects.active().filter(organ=organ).select_related("column"):
        fields.setdefault(matter.field, []).append(matter)
    part = Part.CATALOGUE
    context = {
        **around(organ, part.value),
        "fields": list(fields.items()),
        "breadcrumb": [
            home_place(),
            organ_place(organ),
            part_place(organ, part),
            {"title": _("政务公开标准目录")},
        ],
    }
    return render(request, "portal/matters.html", context)


@require_safe
def item_page(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """An item as the public reads it, or an earlier version; 410 with the reason once it is withdrawn."""
    item = get_object_or_404(_readable(), pk=pk)
    organ = organ_at(item.organ.path)
    if item.withdrawn_at:
        context = {**around(organ), "item": item, "breadcrumb": _places(organ, item)}
        return render(request, "portal/withdrawn.html", context, status=410)
    version = item.current
    assert version is not None
    if number is not None and number != version.number:
        version = get_object_or_404(ItemVersion.objects.published(), item=item, number=number)
    return _shown(request, organ, item, version)


@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """政府信息公开指南: the organ's guide at its own address; its contact data while it has none."""
    organ = find_organ(slug)
    written = guide.of(organ)
    item = _readable().filter(pk=written.pk).first() if written else None
    if item is None or item.current is None:
        context = {
            **around(organ, Part.GUIDE.value),
            "competent": organ.competent_office(today.today()),
            "breadcrumb": [home_place(), organ_place(organ), {"title": Part.GUIDE.label}],
        }
        return render(request, "portal/guide.html", context)
    return _shown(request, organ, item, item.current)


def _is_explained(item: Item) -> bool:
    return bool(getattr(item, "explained", False))


def _readable() -> ItemQuerySet:
    """Items that are public or were, with all that their page shows but for what few have."""
    explained = Item.objects.public_only().filter(interprets=OuterRef("pk"))
    items = Item.objects.select_related("organ", "current__stored_body", "column__parent")
    return items.filter(current__isnull=False).annotate(explained=Exists(explained))


def _shown(request: HttpRequest, organ: Organ, item: Item, version: ItemVersion) -> HttpResponse:
    versions = [version]
    if item.current and item.current.number > 1:
        versions = list(ItemVersion.objects.published().filter(item=item).order_by("-number"))
    context = {
        **around(organ, item.column.part if item.column else ""),
        "item": item,
        "version": version,
        "is_current": version.pk == item.current_id,
        "versions": versions,
        "validity": item.validity_on(today.today()),
        "original": making.original(version),
        "files": version.files() if version.attachments else [],
        "interpretations": Item.objects.public().filter(interprets=item) if _is_explained(item) else (),
        "breadcrumb": _places(organ, item),
    }
    return render(request, "portal/item.html", context)


@require_safe
def attachment(request: HttpRequest, pk: int, number: int, file: int) -> FileResponse:
    """下载附件 of a published version."""
    return served(_public_version(pk, number), file)


@require_safe
def twin(request: HttpRequest, pk: int, number: int, file: int) -> HttpResponse:
    """网页版 of an attachment that is a DOCX."""
    version = _public_version(pk, number)
    named = found(version, file)
    if named.stored.kind != "docx":
        raise Http404
    organ = organ_at(version.item.organ.path)
    with named.stored.file.open() as opened:
        body = files.twin("docx", opened.read())
    context = {
        **around(organ, version.item.column.part if version.item.column else ""),
        "version": version,
        "file": named,
        "body": body,
        "breadcrumb": [
            *_places(organ, version.item)[:-1],
            {"title": version.title, "url": reverse("portal:item", args=[pk])},
            {"title": named.name},
        ],
    }
    return render(request, "portal/twin.html", context)


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """张贴单 for the village board: the item in large type with its address as a square to scan."""
    item = get_object_or_404(
        Item.objects.public().select_related("organ", "current__stored_body", "column__parent"), pk=pk
    )
    organ = organ_at(item.organ.path)
    context = {
        **around(organ),
        "item": item,
        "version": item.current,
        "address": request.build_absolute_uri(reverse("portal:item", args=[pk])),
    }
    return render(request, "portal/sheet.html", context)


@require_safe
def square(request: HttpRequest, pk: int) -> HttpResponse:
    """二维码 of an item's address, drawn here: no picture comes from elsewhere."""
    get_object_or_404(Item.objects.public(), pk=pk)
    address = request.build_absolute_uri(reverse("portal:item", args=[pk]))
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _public_version(pk: int, number: int) -> ItemVersion:
    """A published version of an item that is not withdrawn; 404 for anything else."""
    versions = ItemVersion.objects.published().filter(item__withdrawn_at=None)
    return get_object_or_404(
        versions.select_related("item__organ", "item__column__parent"), item=pk, number=number
    )


def _part(request: HttpRequest, slug: str, part: Part) -> HttpResponse:
    organ = find_organ(slug)
    known = Matter.objects.active().filter(organ=organ)
    columns = [one for one in Column.objects.tree(organ) if one.part == part]
    context = {
        **around(organ, part.value),
        "title": part.label,
        "columns": kept(columns),
        "has_matters": part == Part.CATALOGUE and known.exists(),
        "page": _page(request, Item.objects.filter(organ=organ, part=part), columns),
        "breadcrumb": [home_place(), organ_place(organ), {"title": part.label}],
    }
    return render(request, "portal/catalogue.html", context)


def newest(items: ItemQuerySet, most: int) -> list[Item]:
    """The newest of some public items, with their validity, for a list without pages."""
    return _rows(_ordered(items)[:most])


def _page(request: HttpRequest, items: ItemQuerySet, columns: Sequence[Column]) -> Page[Item]:
    return page_of(
        _ordered(items),
        lambda keys: _rows(_ordered(Item.objects.filter(pk__in=keys))),
        size=PAGE,
        number=request.GET.get("page"),
        length=sum(column.count for column in columns),
    )


def _ordered(items: ItemQuerySet) -> ItemQuerySet:
    return items.order_by("-published_at", "-pk")


def _rows(items: ItemQuerySet) -> list[Item]:
    """What a list shows of items, each with its validity."""
    on = today.today()
    found = list(items.select_related("current").only(*_SHOWN))
    for item in found:
        item.validity = item.validity_on(on)
    return found


_SHOWN = (
    "organ",
    "published_at",
    "repealed_on",
    *(
        f"current__{name}"
        for name in "title document_number normative effective_on expires_on number".split()
    ),
)


def _places(organ: Organ, item: Item) -> list[dict[str, str]]:
    places = [home_place(), organ_place(organ)]
    column = item.column
    if column is None:
        return places
    part = Part(column.part)
    places.append(part_place(organ, part))
    for one in (column.parent, column):
        if one is not None and part != Part.GUIDE:
            places.append({"title": one.name, "url": reverse("portal:column", args=[organ.slug, one.pk])})
    places.append({"title": _("正文")})
    return places
