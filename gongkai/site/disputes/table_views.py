"""Table four on screen, with the disputes behind each cell; the rule by which it counts."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.annual_report import formats
from gongkai.law.disputes.counting import FIRST_YEAR, UNITS, Unit

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from . import counting
from .forms import CountingForm
from .models import Counting, Dispute, DisputeQuerySet
from .tables import BEHIND, UNCOUNTED
from .views import organ_of


@reads_and_exports
def table_page(request: OfficeRequest, slug: str, year: int) -> HttpResponseBase:
    """Table four of an organ and a year; ``?cell=review.upheld`` lists what is behind a cell."""
    organ = organ_of(request, slug, "disputes.view")
    on = today.today()
    if not FIRST_YEAR <= year <= on.year:
        raise Http404
    table = counting.table(organ, year)
    row, _dot, name = request.GET.get("cell", "").partition(".")
    of = _("{name}{year}年").format(name=organ.name, year=year)
    behind = Listing(BEHIND, request, _those(table.behind(row, name)), of=of)

    def complete(batch: list[Dispute]) -> None:
        for dispute in batch:
            dispute.reason = table.uncounted[dispute.pk]

    uncounted = Listing(UNCOUNTED, request, _those(table.uncounted), of=of, complete=complete)
    for listing in (behind, uncounted):
        if listing.wanted:
            return listing.export(request.user)
    groups, heads = _words(year)
    cells = table.cells
    context = {
        "organ": organ,
        "year": year,
        "years": range(on.year, FIRST_YEAR - 1, -1),
        "unfinished": year == on.year,
        "heads": heads,
        "rows": [
            (row, groups[row], [(name, cells[row, name]) for name, _label in heads]) for row in counting.ROWS
        ],
        "cell": f"{row}.{name}" if (row, name) in cells else "",
        "cell_label": f"{groups[row]}　{dict(heads)[name]}" if (row, name) in cells else "",
        "behind": behind,
        "uncounted": uncounted if table.uncounted else None,
        "rule": table.rule,
        "unit": UNITS[table.rule.unit],
        "may_set": permissions.may(request.user, "disputes.counting", organ, on=on),
    }
    return render(request, "disputes/table.html", context)


def _those(keys: Iterable[int]) -> DisputeQuerySet:
    return Dispute.objects.filter(pk__in=list(keys)).select_related("application")


def _words(year: int) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Groups and columns as the form of the year prints them."""
    form = formats.for_year(year)
    (block,) = next(table for table in form.tables if table.id == "remedies").blocks
    return {row.id: "　".join(row.path) for row in block.rows}, [
        (one.id, one.path[-1]) for one in block.columns
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def counting_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """计数口径: what was set here and above, and a form to set it anew."""
    organ = organ_of(request, slug, "disputes.counting")
    on = today.today()
    rule = counting.rule_of(organ, on.year)
    initial: dict[str, Any] = {
        "since_year": on.year,
        "unit": rule.unit.value,
        "carried_over": rule.carried_over,
    }
    form = CountingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            counting.set_rule(
                organ,
                data["since_year"],
                Unit(data["unit"]),
                data["carried_over"],
                data["basis"],
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已设置"))
            return redirect("disputes:counting", slug)
    rows = Counting.objects.filter(organ__path__in=organ.paths_above).select_related("organ", "set_by")
    rows = rows.order_by("-organ__depth", "-since_year", "-pk")
    named = [(row.organ.name_on(on), row) for row in rows]
    context = {"form": form, "organ": organ, "rows": named, "year": on.year}
    return render(request, "disputes/counting.html", context, status=422 if request.method == "POST" else 200)
