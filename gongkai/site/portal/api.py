"""Open data: everything public as JSON with stable keys, under /api/v1/ with its OpenAPI description.

Read only, no key, no limit of fields. Lists page by a cursor that survives new items; every answer
has an ETag; a year's items leave as one file.
"""

import base64
import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from ninja import Field, NinjaAPI, Schema, Status
from ninja.decorators import decorate_view
from ninja.errors import ValidationError
from ninja.params.functions import Query

from gongkai.annual_report import kinds

from .. import today
from ..annual_reports.models import AnnualReport
from ..disclosure import content
from ..disclosure.column_models import Column
from ..disclosure.index import Filters, index
from ..disclosure.models import Item, ItemVersion
from ..organs.models import Organ, Succession
from . import data_api
from .around import find_organ

PAGE = 50
_FIRST, _LAST = 1990, 2999
_LARGEST = 2**63 - 1
_SLUG = r"^[-a-zA-Z0-9_]*$"

api = NinjaAPI(
    title="公开：政府信息公开开放数据",
    version="1",
    description="各机关主动公开的信息、栏目和年度报告。只读，不需要密钥；字段名稳定，只增不改。",
    urls_namespace="api",
    docs_url=None,
)


api.add_router("", data_api.router)


class OrganOut(Schema):
    slug: str = Field(description="机关的网址名，长期不变")
    name: str
    short_name: str
    kind: str = Field(description="government、department、town、subdistrict、vertical")
    parent: str | None = Field(description="上级机关的网址名")
    dissolved_on: date | None = Field(description="撤销日期；现有的机关为 null")
    successors: list[str] = Field(description="撤销后承继它职责的机关的网址名")


class ColumnOut(Schema):
    id: int
    part: str = Field(description="guide 指南、rules 制度、catalogue 法定主动公开内容")
    parent: int | None
    name: str
    category: str = Field(description="法定内容：条例第二十条、第二十一条的项，例如 20.1")
    items: int = Field(description="现在公开的条数")


class ItemOut(Schema):
    id: int
    url: str
    organ: str
    index_number: str
    title: str
    document_number: str
    column: int | None
    category: str
    genre: str
    formed_on: date
    effective_on: date | None
    published_at: datetime = Field(description="首次公布时间")
    changed_at: datetime = Field(description="现在这一版的公布时间")
    normative: bool = Field(description="是否行政规范性文件")
    validity: str | None = Field(description="in_force、revised、not_yet、lapsed、repealed")
    summary: str
    registration_number: str = Field(description="规范性文件的统一登记号")
    maker: str = Field(description="制作机关；空的是公开它的机关")
    co_makers: str = Field(description="联合制作机关，以、分开")


class AttachmentOut(Schema):
    name: str
    url: str
    sha256: str


class VersionOut(Schema):
    number: int
    url: str
    published_at: datetime
    change_note: str


class FullItemOut(ItemOut):
    body: str = Field(description="HTML")
    text: str = Field(description="纯文字")
    attachments: list[AttachmentOut]
    versions: list[VersionOut]
    interprets: int | None


class ItemsOut(Schema):
    items: list[ItemOut]
    next: str | None = Field(description="下一页的 cursor；没有下一页时为 null")


class ReportRow(Schema):
    organ: str
    year: int
    url: str
    published_at: datetime
    nil: bool = Field(description="零报告：机关声明这一年没有需要统计的事项；没有报告不等于零报告")


class Problem(Schema):
    detail: str


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = "、".join(sorted({str(one["loc"][-1]) for one in error.errors}))
    return api.create_response(request, {"detail": _("参数不对：{names}").format(names=names)}, status=422)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": _("没有找到")}, status=404)


@api.get("/organs", response=list[OrganOut], url_name="organs", summary="全部机关")
@decorate_view(conditional_page)
def organs(request: HttpRequest) -> list[dict[str, Any]]:
    found = list(Organ.objects.named(today.today()))
    slugs = {organ.path: organ.slug for organ in found}
    heirs: dict[int, list[str]] = {}
    for row in Succession.objects.filter(direct=True).select_related("successor"):
        heirs.setdefault(row.predecessor_id, []).append(row.successor.slug)
    return [
        {
            "slug": organ.slug,
            "name": organ.name,
            "short_name": organ.short_name,
            "kind": organ.kind,
            "parent": slugs.get(organ.path[: -organ.steplen]),
            "dissolved_on": organ.dissolved_on,
            "successors": heirs.get(organ.pk, []),
        }
        for organ in found
    ]


@api.get(
    "/catalogue/{slug:organ}",
    response={200: list[ColumnOut], 404: Problem},
    url_name="catalogue",
    summary="一个机关的栏目",
)
@decorate_view(conditional_page)
def catalogue(request: HttpRequest, organ: str) -> list[dict[str, Any]]:
    return [
        {
            "id": column.pk,
            "part": column.part,
            "parent": column.parent_id,
            "name": column.name,
            "category": column.category,
            "items": column.count,
        }
        for column in Column.objects.public_tree(find_organ(organ))
    ]


@api.get(
    "/items", response={200: ItemsOut, 404: Problem, 422: Problem}, url_name="items", summary="信息，新的在前"
)
@decorate_view(conditional_page)
def items(
    request: HttpRequest,
    organ: str = Query("", description="机关的网址名", max_length=40, pattern=_SLUG),
    q: str = Query("", description="检索词；有检索词时按相关程度排列", max_length=100),
    year: int | None = Query(None, description="公布年份", ge=_FIRST, le=_LAST),
    column: int | None = Query(None, ge=1, le=_LARGEST),
    cursor: str = Query("", description="上一页的 next", max_length=100),
) -> dict[str, Any]:
    place = find_organ(organ) if organ else None
    if q.strip():
        return _searched(request, q, Filters(place.pk if place else None, column, year), cursor)
    chosen = Item.objects.public().select_related("organ")
    if place:
        chosen = chosen.filter(organ=place)
    if year:
        chosen = chosen.filter(published_at__year=year)
    if column:
        chosen = chosen.filter(Q(listed_in=column) | Q(section=column))
    if cursor:
        at, pk = _opened(cursor)
        chosen = chosen.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))
    found = list(chosen.order_by("-published_at", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = _closed(f"{last.published_at.isoformat()}|{last.pk}") if last and last.published_at else None
    return {"items": [_row(request, item) for item in found[:PAGE]], "next": following}


@api.get(
    "/items/{int:pk}",
    response={200: FullItemOut, 404: Problem, 410: Problem},
    url_name="item",
    summary="一条信息；已撤下的答410",
)
@decorate_view(conditional_page)
def item(request: HttpRequest, pk: int) -> Any:
    if pk > _LARGEST:
        raise Http404
    found = get_object_or_404(
        Item.objects.select_related("current__stored_body", "organ").filter(current__isnull=False), pk=pk
    )
    if found.withdrawn_at:
        return Status(410, {"detail": _("已撤下：{reason}").format(reason=found.withdrawal_reason)})
    version = found.current
    assert version is not None
    versions = ItemVersion.objects.published().filter(item=found).order_by("-number")

    def address(name: str, *args: object) -> str:
        return request.build_absolute_uri(reverse(f"portal:{name}", args=[pk, *args]))

    return {
        **_row(request, found),
        "body": version.body,
        "text": content.plain(version.body),
        "attachments": [
            {
                "name": file.file_name,
                "url": address("attachment", version.number, file.number),
                "sha256": file.stored.sha256,
            }
            for file in (version.files() if version.attachments else [])
        ],
        "versions": [
            {
                "number": one.number,
                "url": address("item_version", one.number),
                "published_at": one.published_at,
                "change_note": one.change_note,
            }
            for one in versions
        ],
        "interprets": found.interprets_id,
    }


@api.get(
    "/items/{int:year}.{kind}",
    response={404: Problem},
    url_name="bulk",
    summary="一年公布的全部信息，jsonl 每行一条，csv 第一行为字段名",
    openapi_extra={"responses": {200: {"description": "文件"}}},
)
def bulk(request: HttpRequest, year: int, kind: str) -> StreamingHttpResponse:
    if kind not in ("jsonl", "csv") or not _FIRST <= year <= _LAST:
        raise Http404
    chosen = Item.objects.public().select_related("organ").filter(published_at__year=year).order_by("pk")
    rows = (_row(request, item) for item in chosen.iterator(2000))
    lines = _json_lines(rows) if kind == "jsonl" else _csv_lines(rows)
    types = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8"}
    answer = StreamingHttpResponse(lines, content_type=types[kind])
    answer["Content-Disposition"] = f'attachment; filename="items-{year}.{kind}"'
    return answer


@api.get(
    "/reports", response={200: list[ReportRow], 404: Problem}, url_name="reports", summary="已公布的年度报告"
)
@decorate_view(conditional_page)
def reports(
    request: HttpRequest,
    organ: str = Query("", max_length=40, pattern=_SLUG),
    year: int | None = Query(None, ge=_FIRST, le=_LAST),
) -> list[dict[str, Any]]:
    chosen = AnnualReport.objects.published().select_related("organ")
    if organ:
        chosen = chosen.filter(organ=find_organ(organ))
    if year:
        chosen = chosen.filter(year=year)
    return [
        {
            "organ": report.organ.slug,
            "year": report.year,
            "url": request.build_absolute_uri(reverse("api:report", args=[report.organ.slug, report.year])),
            "published_at": report.current.published_at if report.current else None,
            "nil": report.current is not None and report.current.nil,
        }
        for report in chosen.defer("current__content", "current__positions").order_by("-year", "organ__path")
    ]


@api.get(
    "/reports/{slug:organ}/{int:year}",
    response={404: Problem},
    url_name="report",
    summary="一份年度报告，与 gongkai report read --json 的对象相同",
    openapi_extra={"responses": {200: {"description": "年度报告"}}},
)
@decorate_view(conditional_page)
def report(request: HttpRequest, organ: str, year: int) -> HttpResponse:
    if not _FIRST <= year <= _LAST:
        raise Http404
    found = get_object_or_404(AnnualReport.objects.published(), organ=find_organ(organ), year=year)
    assert found.current is not None
    return HttpResponse(kinds.writer("json")(found.current.reading), content_type="application/json")


def _row(request: HttpRequest, item: Item) -> dict[str, Any]:
    version = item.current
    assert version is not None
    validity = item.validity_on(today.today())
    return {
        "id": item.pk,
        "url": request.build_absolute_uri(reverse("portal:item", args=[item.pk])),
        "organ": item.organ.slug,
        "index_number": item.index_number,
        "title": version.title,
        "document_number": version.document_number,
        "column": item.column_id,
        "category": version.category,
        "genre": version.genre,
        "formed_on": version.formed_on,
        "effective_on": version.effective_on,
        "published_at": item.published_at,
        "changed_at": version.published_at,
        "normative": version.normative,
        "validity": validity.value if validity else None,
        "summary": version.summary,
        "registration_number": version.registration_number,
        "maker": version.maker,
        "co_makers": version.co_makers,
    }


def _searched(request: HttpRequest, text: str, filters: Filters, cursor: str) -> dict[str, Any]:
    """Hits page by their place, which the cursor holds."""
    start = 0
    if cursor:
        start = _opened(cursor, at=False)[1]
    found = index().find(text, filters, start=start, most=PAGE)
    public = Item.objects.public().select_related("organ").in_bulk(found.items)
    more = start + PAGE < min(found.count, 10_000)
    return {
        "items": [_row(request, public[key]) for key in found.items if key in public],
        "next": _closed(f"|{start + PAGE}") if more else None,
    }


def _closed(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def _opened(cursor: str, *, at: bool = True) -> tuple[datetime | None, int]:
    """Time and number in a cursor. Raises ValidationError for one that is none of ours."""
    try:
        moment, _bar, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        found = (datetime.fromisoformat(moment) if at else None, int(number))
        if not 0 <= found[1] <= _LARGEST or not _is_ours(found[0]):
            raise ValueError
    except (ValueError, OverflowError):
        raise ValidationError([{"loc": ("query", "cursor")}]) from None
    return found


def _is_ours(at: datetime | None) -> bool:
    return at is None or (at.tzinfo is not None and _FIRST <= at.year <= _LAST)


def _json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n"


def _csv_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "\ufeff"
    names = list(ItemOut.model_fields)
    yield _csv_line(names, {name: name for name in names})
    for row in rows:
        yield _csv_line(names, row)


def _csv_line(names: list[str], row: dict[str, Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_cell(row[name]) for name in names])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return "" if value is None else value
