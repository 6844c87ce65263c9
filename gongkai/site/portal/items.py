"""What the public reads of proactive disclosure: columns, lists, items and their tombstones."""

from collections.abc import Iterable
from io import BytesIO

import segno
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import today
from ..disclosure import files, guide, making
from ..disclosure.models import Column, Item, ItemQuerySet, ItemVersion, Part
from ..disclosure.serving import found, served
from ..organs.models import Organ
from .around import around, find_organ, home_place, organ_place, part_place

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
    column = get_object_or_404(Column.objects.select_related("parent"), pk=pk, organ=organ)
    items = Item.objects.public().filter(Q(column=column) | Q(column__parent=column))
    part = Part(column.part)
    places = [column.parent, column] if column.parent else [column]
    context = {
        **around(organ, part.value),
        "column": column,
        "below": [one for one in Column.objects.tree(organ) if one.parent_id == column.pk],
        "page": _page(request, items),
        "breadcrumb": [
            home_place(),
            organ_place(organ),
            part_place(organ, part),
            *({"title": one.name, "url": reverse("portal:column", args=[slug, one.pk])} for one in places),
        ],
    }
    return render(request, "portal/column.html", context)


@require_safe
def item_page(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """An item as the public reads it, or an earlier version; 410 with the reason once it is withdrawn."""
    item = get_object_or_404(
        Item.objects.select_related(
            "current__original__current", "column__parent", "interprets__current", "repealed_by__current"
        ).filter(current__isnull=False),
        pk=pk,
    )
    organ: Organ = Organ.objects.named(today.today()).get(pk=item.organ_id)
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
    item = guide.of(organ)
    if item is None or item.current is None:
        context = {
            **around(organ, Part.GUIDE.value),
            "breadcrumb": [home_place(), organ_place(organ), {"title": Part.GUIDE.label}],
        }
        return render(request, "portal/guide.html", context)
    return _shown(request, organ, item, item.current)


def _shown(request: HttpRequest, organ: Organ, item: Item, version: ItemVersion) -> HttpResponse:
    versions = list(ItemVersion.objects.published().filter(item=item).defer("body").order_by("-number"))
    context = {
        **around(organ, item.column.part if item.column else ""),
        "item": item,
        "version": version,
        "is_current": version.pk == item.current_id,
        "versions": versions,
        "validity": item.validity_on(today.today()),
        "original": making.original(version),
        "files": version.files() if version.attachments else [],
        "interpretations": Item.objects.public().filter(interprets=item).defer("current__body"),
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
    organ: Organ = Organ.objects.named(today.today()).get(pk=version.item.organ_id)
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
    item = get_object_or_404(Item.objects.public().select_related("current", "column__parent"), pk=pk)
    organ: Organ = Organ.objects.named(today.today()).get(pk=item.organ_id)
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
    return get_object_or_404(versions.select_related("item__column__parent"), item=pk, number=number)


def _part(request: HttpRequest, slug: str, part: Part) -> HttpResponse:
    organ = find_organ(slug)
    items = Item.objects.public().filter(organ=organ, column__part=part)
    context = {
        **around(organ, part.value),
        "title": part.label,
        "columns": [one for one in Column.objects.tree(organ) if one.part == part],
        "page": _page(request, items),
        "breadcrumb": [home_place(), organ_place(organ), {"title": part.label}],
    }
    return render(request, "portal/catalogue.html", context)


def newest(items: ItemQuerySet, most: int) -> list[Item]:
    """The newest of some items, with their validity, for a list without pages."""
    return _with_validity(_ordered(items)[:most])


def _page(request: HttpRequest, items: ItemQuerySet) -> Page[Item]:
    page = Paginator(_ordered(items), PAGE).get_page(request.GET.get("page"))
    _with_validity(page.object_list)
    return page


def _ordered(items: ItemQuerySet) -> ItemQuerySet:
    return items.defer("current__body").order_by("-published_at", "-pk")


def _with_validity(items: Iterable[Item]) -> list[Item]:
    on = today.today()
    found = list(items)
    for item in found:
        item.validity = item.validity_on(on)
    return found


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
