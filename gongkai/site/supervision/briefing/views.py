"""Pages of 研判: where it begins, a leader's minute, records of a figure, suggested problems, commitments."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ... import spans, today
from ...accounts.middleware import OfficeRequest
from ...annual_reports import overview, picture_views
from ...annual_reports.compile_actions import FIRST_YEAR
from ...annual_reports.improvement_models import Improvement
from ...charts import shown
from ...lists import Gathered, Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record
from ..figures.registry import figures
from . import commitments as promised
from . import minute as minutes
from . import notices, suggesting
from .forms import CommitmentFilter, MeasureForm, SpanForm
from .tables import RECORDS

VIEW = "supervision.view"
CORRECT = "annual_reports.correct"
_CHARTS = {True: ("filed", "months"), False: ("months", "publication")}
"""Of many organs, and of one: the drawings that a minute has time for."""


@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """研判: where the pages of the part begin."""
    on = today.today()
    _somewhere(request, on)
    roles = permissions.roles_in(request, on=on)
    organs = permissions.organs_for(request.user, VIEW, on=on, roles=roles)
    rows = Improvement.objects.filter(report__organ__in=organs.values("pk"))
    context = {
        "organs": notices.own_organs(request.user, on, roles),
        "year": on.year,
        "last": on.year - 1,
        "running": rows.running().count(),
        "late": rows.late(on).count(),
        "unread": notices.unread(request.user, on, roles).count(),
        "governments": notices.notifying(request.user, on, roles),
        "breadcrumb": [room(), {"title": _("研判和通报")}],
    }
    return render(request, "supervision/briefing/home.html", context)


@require_safe
def minute(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """一分钟: of an organ with all under it that the person may see, or of the organ alone."""
    organ, on = _organ(request, slug), today.today()
    if not FIRST_YEAR <= year <= on.year:
        raise Http404
    picture_views.organ_at(request, slug)
    scope = picture_views.scope_at(request, organ)
    if request.GET.get("only") == "1":
        scope = scope.filter(pk=organ.pk)
    organs = list(scope.named(on))
    many = len(organs) > 1
    made = overview.of(scope, organs, year, on)
    context = {
        "organ": organ,
        "year": year,
        "years": range(max(FIRST_YEAR, on.year - 2), on.year + 1),
        "on": on,
        "many": many,
        "count": len(organs),
        "made": made,
        "waiting": picture_views.waiting(request, organ, len(organs), made.waiting),
        "groups": minutes.groups(organ, organs, year, on),
        "charts": shown([one for one in made.charts if one.id in _CHARTS[many]], half=True),
        "breadcrumb": [room(), part(), {"title": _("一分钟")}],
    }
    return render(request, "supervision/briefing/minute.html", context)


@dataclass(frozen=True)
class _Row:
    organ_name: str
    title: str
    day: date | None
    address: str


@reads_and_exports
def figure(request: OfficeRequest, code: str, slug: str) -> HttpResponseBase:
    """The records that a figure counts, of an organ with all under it or of the organ alone."""
    found = figures().get(code)
    if found is None:
        raise Http404
    organ, on = _organ(request, slug), today.today()
    form = SpanForm(request.GET)
    span = spans.year(on.year, on)
    if form.is_valid():
        span = Span(form.cleaned_data["first"], min(form.cleaned_data["last"], on))
    scope: OrganQuerySet = permissions.organs_for(request.user, VIEW, on=on) & Organ.objects.below(organ)
    if request.GET.get("only") == "1":
        scope = scope.filter(pk=organ.pk)
    listing = Gathered(RECORDS, request, _rows(found, scope, span, on), subject=Organ)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "figure": found,
        "is_share": found.share is not None,
        "organ": organ,
        "span": suggesting.period(span),
        "list": listing,
        "breadcrumb": [room(), part(), {"title": found.name}],
    }
    return render(request, "supervision/briefing/figure.html", context)


def _rows(found: Figure, scope: OrganQuerySet, span: Span, on: date) -> list[_Row]:
    names = {organ.pk: organ.name for organ in scope.named(on)}
    # Asked for by their keys: what a person may see is a long condition, and a figure may repeat it.
    asked: OrganQuerySet = Organ.objects.filter(pk__in=list(names))
    records: list[Record] = list(found.records(asked, span))
    return [_Row(names[one.organ], one.title, one.day, one.address) for one in records]


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """问题提示 of a year; each can be taken over as a 改进事项."""
    organ, on = _organ(request, slug), today.today()
    writes = request.method == "POST"
    if writes:
        permissions.require(request.user, CORRECT, organ, on=on)
    if not FIRST_YEAR <= year <= on.year:
        raise Http404
    form = MeasureForm(request.POST if writes else None)
    if writes and form.is_valid():
        try:
            suggesting.take_over(organ, year, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记为{year}年的改进事项").format(year=year))
            return redirect("supervision:problems", slug, year)
    found = suggesting.suggested(organ, year, on)
    sent = form["code"].value() if writes else ""
    span = spans.year(year, on)
    open_ = {one.suggestion.rule.code for one in found if not one.taken}
    context = {
        "organ": organ,
        "year": year,
        "years": range(max(FIRST_YEAR, on.year - 2), on.year + 1),
        "span": span,
        "found": [
            (one, form if one.suggestion.rule.code == sent else _empty(one.suggestion.rule.code))
            for one in found
        ],
        "may": permissions.may(request.user, CORRECT, organ, on=on),
        "lost": form if writes and sent not in open_ else None,
        "breadcrumb": [room(), part(), {"title": _("问题提示")}],
    }
    status = 422 if writes else 200
    return render(request, "supervision/briefing/suggestions.html", context, status=status)


def _empty(code: str) -> MeasureForm:
    return MeasureForm(initial={"code": code}, auto_id=f"id_{code}_%s")


@reads_and_exports
def commitments(request: OfficeRequest) -> HttpResponseBase:
    """承诺事项 of the organs a person may see, over the years, with what became of each."""
    on = today.today()
    _somewhere(request, on)
    organs = permissions.organs_for(request.user, VIEW, on=on)
    form = CommitmentFilter(request.GET, organs.named(on))
    narrow = chosen(form)
    rows = Improvement.objects.filter(report__organ__in=organs.values("pk")).select_related("report__organ")
    if organ := narrow.get("organ"):
        rows = rows.filter(report__organ=organ)
    if year := narrow.get("year"):
        rows = rows.filter(report__year=year)
    rows = promised.narrowed(rows, narrow.get("state", ""), on)
    listing = Listing(
        promised.COMMITMENTS, request, rows, complete=lambda batch: promised.completed(batch, on)
    )
    if listing.wanted:
        return listing.export(request.user)
    keeps = set(permissions.organs_for(request.user, CORRECT, on=on).values_list("pk", flat=True))
    context = {
        "form": form,
        "list": listing,
        "keeps": keeps,
        "breadcrumb": [room(), part(), {"title": _("承诺事项")}],
    }
    return render(request, "supervision/briefing/commitments.html", context)


def _organ(request: OfficeRequest, slug: str) -> Organ:
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, VIEW, organ, on=on)
    return organ


def _somewhere(request: OfficeRequest, on: date) -> None:
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)


def room() -> dict[str, object]:
    return {"title": _("监督"), "url": reverse("supervision:home")}


def part() -> dict[str, object]:
    return {"title": _("研判和通报"), "url": reverse("supervision:briefing")}
