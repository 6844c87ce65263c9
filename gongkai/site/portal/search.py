"""检索: one field, filters, highlights; everything shown is what the database says is public."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import today
from ..disclosure import content, words
from ..disclosure.index import Filters, index
from ..disclosure.models import Item
from ..organs.models import Organ
from .around import home_place

PAGE = 20
MOST = 1000
"""Hits one may page through; further on, narrowing helps more than paging."""
_SNIPPET, _BEFORE = 110, 24


class _OrganField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, organ: Organ) -> str:
        if organ.is_dissolved(today.today()):
            return _("{name}（已撤销）").format(name=organ.name)
        return organ.name


class SearchForm(forms.Form):
    """A value that is none of the choices narrows nothing."""

    q = forms.CharField(label=_("检索词"), required=False, max_length=100)
    organ = _OrganField(
        label=_("机关"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=_("全部机关"),
        to_field_name="slug",
    )
    year = forms.IntegerField(label=_("公布年份"), required=False, min_value=1990, max_value=2999)
    valid = forms.BooleanField(label=_("只看现行有效的规范性文件"), required=False)
    sort = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("", _("最相关的在前")), ("time", _("最新的在前"))]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        organs = self.fields["organ"]
        assert isinstance(organs, forms.ModelChoiceField)
        organs.queryset = Organ.objects.named(today.today())

    def clean(self) -> dict[str, Any]:
        return super().clean() or {}


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


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """检索."""
    on = today.today()
    form = SearchForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    text = chosen.get("q", "")
    filters = Filters(
        organ=chosen["organ"].pk if chosen.get("organ") else None,
        year=chosen.get("year"),
        in_force_on=on if chosen.get("valid") else None,
    )
    page: Page[Hit] | None = None
    near: list[Hit] = []
    asked = bool(text) or filters != Filters()
    if asked:
        hits = _Hits(text, filters, chosen.get("sort") == "time" or not text)
        page = Paginator(hits, PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
        if not hits.count() and text:
            near = _hits(index().near(text, Filters()).items, text)
    context = {
        "organ": Organ.objects.named(on).filter(depth=1).first(),
        "form": form,
        "page": page,
        "total": hits.found.count if asked else 0,
        "near": near,
        "asked": asked,
        "most": MOST,
        "breadcrumb": [home_place(), {"title": _("检索")}],
    }
    return render(request, "portal/search.html", context)


def _hits(keys: tuple[int, ...], text: str) -> list[Hit]:
    """The items that the public may read, in the order of their hits, marked."""
    on = today.today()
    public = Item.objects.public().in_bulk(keys)
    found = [public[key] for key in keys if key in public]
    named = Organ.objects.named(on).in_bulk({item.organ_id for item in found})
    wanted = _pattern(text)
    hits = []
    for item in found:
        version = item.current
        assert version is not None
        item.organ = named[item.organ_id]
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
