"""检索: one field, filters, highlights; everything shown is what the database says is public."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import today
from ..disclosure import content, words
from ..disclosure.column_models import Column
from ..disclosure.index import Filters, index
from ..disclosure.models import Item, Validity
from ..organs.models import Organ
from .around import home_place
from .search_form import SearchForm, organ_meant

PAGE = 20
MOST = 1000
"""Hits one may page through; further on, narrowing helps more than paging."""
_SNIPPET, _BEFORE = 110, 24
_MOST_INSTEAD, _MOST_TRIED, _MOST_PLACES, _MOST_NEAR, _MOST_AMONG = 3, 6, 4, 5, 6
_LEAST_NAME = 2
"""Characters of a query that may be the name of an organ or a column."""
_NEAR = 0.4
"""Of the pairs of a query: what holds fewer is not near."""


@dataclass(frozen=True)
class Hit:
    item: Item
    title: SafeString
    snippet: SafeString


class _Hits:
    """The hits of a query as Paginator asks for them: counted, and cut."""

    def __init__(self, text: str, filters: Filters, by_time: bool) -> None:
        self.text, self.filters, self.by_time = text, filters, by_time
        self.found = index().find(text, filters, by_time=by_time, most=PAGE)

    def count(self) -> int:
        return min(self.found.count, MOST)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, cut: slice) -> list[Hit]:
        start, stop = cut.start or 0, cut.stop
        found = self.found
        if start:
            found = index().find(
                self.text, self.filters, by_time=self.by_time, start=start, most=stop - start
            )
        return _hits(found.items, self.text)


@never_cache  # the index may be a moment behind the ledger: what it says now is kept by nobody
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """检索."""
    on = today.today()
    meant = organ_meant(request.GET.get("organ", ""), on)
    form = SearchForm(request.GET, meant)
    form.is_valid()
    chosen = form.cleaned_data
    text = chosen.get("q", "")
    filters = Filters(
        organ=meant.organ.pk if meant.organ else None,
        column=chosen["column"].pk if chosen.get("column") else None,
        year=chosen.get("year"),
        genre=chosen.get("genre", ""),
        category=chosen.get("category", ""),
        validity=Validity(chosen["validity"]) if chosen.get("validity") else None,
        on=on,
    )
    page: Page[Hit] | None = None
    near: list[Hit] = []
    instead: list[Instead] = []
    asked = bool(text) or filters != Filters(on=on)
    if asked:
        hits = _Hits(text, filters, chosen.get("sort") == "time" or not text)
        page = Paginator(hits, PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
        if not hits.count() and text:
            near = _near(text)
            instead = _instead(text, filters)
    shown = [hit.item for hit in (*(page or ()), *near)]
    columns = _columns(text)
    organs = _organs({one.organ_id for one in (*shown, *columns)}, on)
    for item in shown:
        item.organ = organs[item.organ_id]
    highest = next((organ for organ in organs.values() if organ.depth == 1), None)
    context = {
        **({"sample": True} if highest and highest.sample else {}),  # else it is asked whether another one is
        "organ": highest,
        "form": form,
        "meant": meant,
        "page": page,
        "total": hits.found.count if asked else 0,
        "near": near,
        "instead": instead,
        "among": [] if meant.text else _among(shown, organs),
        "places": _places(text, columns, organs, on),
        "applies": meant.organ,
        "narrowed": filters != Filters(on=on) or bool(meant.text or chosen.get("sort")),
        "asked": asked,
        "most": MOST,
        "breadcrumb": [home_place(), {"title": _("检索")}],
    }
    return render(request, "portal/search.html", context)


def _organs(wanted: Iterable[int], on: date) -> dict[int, Organ]:
    """Those that the page speaks of, and the highest, whose site it is: however many others there are."""
    organs = Organ.objects.named(on).filter(Q(depth=1) | Q(pk__in=wanted))
    return {organ.pk: organ for organ in organs}


def _among(shown: Iterable[Item], organs: Mapping[int, Organ]) -> list[Organ]:
    """The organs of the hits, the fittest first, where there are several to choose from."""
    found = list(dict.fromkeys(item.organ_id for item in shown))
    return [organs[pk] for pk in found[:_MOST_AMONG]] if len(found) > 1 else []


def _near(text: str) -> list[Hit]:
    """Items with a good part of what was asked for, where none has all of it."""
    wanted = {pair for run in words.runs(text) for pair in words.pairs(run)}
    found = []
    for hit in _hits(index().near(text, Filters(), most=PAGE).items, text):
        version = hit.item.current
        assert version is not None
        held = words.folded(version.title + content.plain(version.body))
        if sum(pair in held for pair in wanted) >= _NEAR * len(wanted):
            found.append(hit)
    return found[:_MOST_NEAR]


@dataclass(frozen=True)
class Instead:
    """Another query that has hits."""

    query: str
    count: int


def _instead(text: str, filters: Filters) -> list[Instead]:
    """Queries near one that found nothing: the same without its filters, then with a word or an end less."""
    found = []
    if filters != Filters(on=filters.on) and (count := index().find(text, Filters(), most=1).count):
        found.append(Instead(text, count))
    for shorter in _shorter(text):
        if len(found) == _MOST_INSTEAD:
            break
        if any(shorter in one.query for one in found):
            continue  # it says less than what is offered already
        if count := index().find(shorter, Filters(), most=1).count:
            found.append(Instead(shorter, count))
    return found


def _shorter(text: str) -> list[str]:
    """Fewer words; of one word alone its two halves and its beginnings, the longest first."""
    parts = text.split()
    if len(parts) > 1:
        return [" ".join(part for part in parts if part is not left) for left in parts[:_MOST_TRIED]]
    word = text.strip()
    half = len(word) // 2
    ends = [word[:end] for end in range(len(word) - 1, max(half, 2), -1)][: _MOST_TRIED - 2]
    return [one for one in dict.fromkeys([*ends, word[:half], word[half:]]) if len(one) > 1]


def _columns(text: str) -> list[Column]:
    """Columns that are called so and hold something, the fullest first."""
    word = text.strip()
    if len(word) < _LEAST_NAME:
        return []
    return list(Column.objects.filter(name__contains=word, count__gt=0).order_by("-count")[:_MOST_PLACES])


def _places(
    text: str, columns: Iterable[Column], organs: Mapping[int, Organ], on: date
) -> list[dict[str, str]]:
    """Organs and columns that are called so: often it is they that are looked for."""
    word = text.strip()
    if len(word) < _LEAST_NAME:
        return []
    return [
        *(
            {"title": one.name, "url": reverse("portal:organ", args=[one.slug])}
            for one in Organ.objects.named(on).filter(name__contains=word)[:_MOST_PLACES]
        ),
        *(
            {
                "title": f"{organs[one.organ_id].name} · {one.name}",
                "url": reverse("portal:column", args=[organs[one.organ_id].slug, one.pk]),
            }
            for one in columns
        ),
    ]


def _hits(keys: tuple[int, ...], text: str) -> list[Hit]:
    """The items that the public may read, in the order of their hits, marked."""
    on = today.today()
    public = Item.objects.public().select_related("current__stored_body").in_bulk(keys)
    found = [public[key] for key in keys if key in public]
    wanted = _pattern(text)
    hits = []
    for item in found:
        version = item.current
        assert version is not None
        item.validity = item.validity_on(on)
        body = content.plain(version.body)
        hits.append(Hit(item, _marked(version.title, wanted), _snippet(version.summary, body, wanted)))
    return hits


def _pattern(text: str) -> re.Pattern[str] | None:
    """The runs of a query as they may stand in a text: half or full width, capital or small."""
    runs = sorted({"".join(run) for run in words.runs(text)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, runs)), re.IGNORECASE) if runs else None


def _marked(text: str, wanted: re.Pattern[str] | None) -> SafeString:
    if wanted is None:
        return escape(text)
    marked, end = [], 0
    for hit in wanted.finditer(text):
        marked += [escape(text[end : hit.start()]), "<mark>", escape(hit[0]), "</mark>"]
        end = hit.end()
    return mark_safe("".join([*marked, escape(text[end:])]))


def _snippet(summary: str, body: str, wanted: re.Pattern[str] | None) -> SafeString:
    """The words around the first hit; else the summary, or how the text begins."""
    text = body.replace("\n", " ")
    hit = wanted.search(text) if wanted else None
    if hit is None:
        return _marked((summary or text)[:_SNIPPET], wanted)
    start = max(0, hit.start() - _BEFORE)
    cut = text[start : start + _SNIPPET]
    return mark_safe(
        ("…" if start else "") + _marked(cut, wanted) + ("…" if start + _SNIPPET < len(text) else "")
    )
