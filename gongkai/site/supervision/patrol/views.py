"""Pages of patrol: all organs, one organ, one column, the checks, the hits, the runs, outside links."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    prefetch_related_objects,
)
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from ... import spans, today
from ...accounts.middleware import OfficeRequest
from ...disclosure import health
from ...disclosure.column_models import Column, Part
from ...lists import Gathered, Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.models import Organ, OrganQuerySet, Role
from . import tables
from .checks import CHECKS, name_of
from .desk import VIEW
from .figures import FIGURES
from .forms import HitFilterForm, LinkFilterForm
from .models import Hit, OutsideLink, Run, Severity, Spell, Visit
from .standing import in_words, kept, with_counts

_WEIGHTS = [When(severity=one, then=Value(weight)) for weight, one in enumerate(Severity)]


@reads_and_exports
def overview(request: OfficeRequest) -> HttpResponseBase:
    """巡检: every organ one may see, a row each."""
    organs = _seen(request)
    listing = Listing(tables.ORGANS, request, with_counts(organs))
    if listing.wanted:
        return listing.export(request.user)
    if len(listing.page.object_list) == 1 and not listing.page.has_other_pages():
        return redirect("supervision:patrol_organ", listing.page.object_list[0].slug)
    context = {"list": listing, "run": Run.objects.first(), "counts": _by_severity(organs)}
    return render(request, "supervision/patrol/overview.html", context)


@reads_and_exports
def organ_page(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """One organ: its hits, its columns with a quarter's history, its figures of the year."""
    organ, on = _organ(request, slug), today.today()
    listing = _hits(
        request, Hit.objects.open().filter(organ=organ), {organ.pk: organ.name}, without=("organ", "gone")
    )
    if listing.wanted:
        return listing.export(request.user)
    alone, span = Organ.objects.filter(pk=organ.pk), spans.year(on.year, on)
    may = permissions.may_each(request.user, ["disclosure.draft", "disclosure.columns"], organ, on=on)
    context = {
        "organ": organ,
        "list": listing,
        "counts": _by_severity(alone),
        "visit": Visit.objects.filter(organ=organ).select_related("run").order_by("-run__on").first(),
        "columns": kept(health.of_organ(organ, on), organ.pk, on),
        "guide": Part.GUIDE,
        "writes": may["disclosure.draft"],
        "manages": may["disclosure.columns"],
        "figures": [(figure, in_words(figure, figure.value(alone, span, organ.pk))) for figure in FIGURES],
        "year": on.year,
        "on": on,
    }
    return render(request, "supervision/patrol/organ.html", context)


@reads_and_exports
def figure_page(request: OfficeRequest, slug: str, code: str) -> HttpResponseBase:
    """One figure of an organ in this year, with the records behind it."""
    organ, on = _organ(request, slug), today.today()
    figure = next((one for one in FIGURES if one.code == code), None)
    if figure is None:
        raise Http404
    alone, span = Organ.objects.filter(pk=organ.pk), spans.year(on.year, on)
    records = sorted(figure.records(alone, span), key=lambda one: (one.day or on, one.key), reverse=True)
    listing = Gathered(tables.RECORDS, request, records, subject=Hit)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": organ,
        "figure": figure,
        "value": in_words(figure, figure.value(alone, span, organ.pk)),
        "list": listing,
        "year": on.year,
    }
    return render(request, "supervision/patrol/figure.html", context)


@reads_and_exports
def column_page(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """One column: what is asked of it, how it is today, and every state it was in."""
    column = get_object_or_404(Column.objects.select_related("organ", "parent"), pk=pk)
    organ, on = _organ(request, column.organ.slug), today.today()

    def lasting(batch: list[Spell]) -> None:
        for one in batch:
            one.lasted = one.days(on)

    listing = Listing(
        tables.SPELLS,
        request,
        Spell.objects.filter(column=column),
        of=column.path_name,
        complete=lasting,
    )
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": organ,
        "column": column,
        "list": listing,
        "health": next(one for one in health.of_organ(organ, on) if one.column == column),
        "manages": permissions.may(request.user, "disclosure.columns", organ, on=on),
    }
    return render(request, "supervision/patrol/column.html", context)


@reads_and_exports
def hit_list(request: OfficeRequest) -> HttpResponseBase:
    """巡检问题 of all organs one may see."""
    organs = _seen(request)
    form = HitFilterForm(request.GET)
    form.fields["organ"].queryset = organs  # type: ignore[attr-defined]
    names = {organ.pk: organ.short_name for organ in organs}
    if len(names) == 1:
        del form.fields["organ"]
    narrow = chosen(form)
    hits = Hit.objects.filter(organ__in=organs.values("pk"))
    if (standing := narrow.get("standing", "")) != "all":
        hits = hits.filter(gone_on__isnull=not standing)
    fields = {"check": "check_code", "severity": "severity", "organ": "organ"}
    hits = hits.filter(**{fields[name]: value for name, value in narrow.items() if name in fields})
    listing = _hits(request, hits, names, without=() if len(names) > 1 else ("organ",))
    if listing.wanted:
        return listing.export(request.user)
    context = {"list": listing, "form": form, "organs": len(names) > 1, "ended": True}
    return render(request, "supervision/patrol/hits.html", context)


@reads_and_exports
def check_list(request: OfficeRequest) -> HttpResponseBase:
    """检查项: what is looked at, on what ground, and how much of it stands."""
    hits = Hit.objects.open().filter(organ__in=_seen(request).values("pk"))
    counted = Counter(hits.values_list("check_code", flat=True))
    rows = [(check, counted[check.code], Severity(check.severity).label) for check in CHECKS.values()]
    listing = Gathered(tables.CHECKS, request, rows, subject=Hit)
    if listing.wanted:
        return listing.export(request.user)
    return render(request, "supervision/patrol/checks.html", {"list": listing})


@reads_and_exports
def check_page(request: OfficeRequest, code: str) -> HttpResponseBase:
    """One check: what it says, on what ground, what to do, and where it hit."""
    organs = _seen(request)
    check = CHECKS.get(code)
    if check is None:
        raise Http404
    names = {organ.pk: organ.short_name for organ in organs}
    hits = Hit.objects.open().filter(organ__in=organs.values("pk"), check_code=code)
    listing = _hits(request, hits, names, without=("check", "severity", "gone"))
    if listing.wanted:
        return listing.export(request.user)
    context = {"check": check, "severity": Severity(check.severity), "list": listing}
    return render(request, "supervision/patrol/check.html", context)


@reads_and_exports
def run_list(request: OfficeRequest) -> HttpResponseBase:
    """巡检记录: every night, and what of it concerns the organs one may see."""
    mine = Q(visits__organ__in=_seen(request).values("pk"))
    runs = Run.objects.annotate(
        done=Count("visits", filter=mine & Q(visits__state=Visit.State.DONE)),
        failed=Count("visits", filter=mine & Q(visits__state=Visit.State.FAILED)),
        found=Sum("visits__found", filter=mine, default=0),
        gone=Sum("visits__gone", filter=mine, default=0),
    )
    listing = Listing(tables.RUNS, request, runs)
    if listing.wanted:
        return listing.export(request.user)
    return render(request, "supervision/patrol/runs.html", {"list": listing})


@reads_and_exports
def run_page(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """One night: each organ's visit, and what failed."""
    organs = _seen(request)
    run = get_object_or_404(Run, pk=pk)
    names = {organ.pk: organ.name for organ in organs}
    listing = Listing(
        tables.VISITS,
        request,
        Visit.objects.filter(run=run, organ__in=organs.values("pk")).select_related("organ"),
        of=str(run),
        complete=_names(names),
    )
    if listing.wanted:
        return listing.export(request.user)
    return render(request, "supervision/patrol/run.html", {"run": run, "list": listing})


@reads_and_exports
def link_list(request: OfficeRequest) -> HttpResponseBase:
    """站外链接: every address elsewhere that public texts lead to."""
    organs = _seen(request)
    names = {organ.pk: organ.short_name for organ in organs}
    form = LinkFilterForm(request.GET)
    narrow = chosen(form)
    links = OutsideLink.objects.filter(organ__in=organs.values("pk"))
    if "host" in narrow:
        links = links.filter(host__contains=narrow["host"])
    listing = Listing(
        tables.LINKS,
        request,
        links.annotate(title=F("item__current__title")),
        complete=_names(names),
        without=() if len(names) > 1 else ("organ",),
    )
    if listing.wanted:
        return listing.export(request.user)
    context = {"list": listing, "form": form, "many": len(names) > 1}
    return render(request, "supervision/patrol/links.html", context)


def _seen(request: OfficeRequest) -> OrganQuerySet:
    """The organs one may see that exist today, named; 403 where there is none."""
    on = today.today()
    roles = permissions.roles_in(request, on=on)
    if not any(role in permissions.ACTS[VIEW] for role, *_where in roles):
        raise permissions.Forbidden(VIEW)
    return permissions.organs_for(request.user, VIEW, on=on, roles=roles).named(on).existing(on)


def _organ(request: OfficeRequest, slug: str) -> Organ:
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, VIEW, organ, on=on)
    return organ


def _names(names: dict[int, str]) -> Callable[[list[Any]], None]:
    """Gives the rows of a list the names of their organs."""

    def complete(batch: list[Any]) -> None:
        for one in batch:
            one.organ_name = names[one.organ_id]

    return complete


def _orderable(request: OfficeRequest, organs: set[int]) -> set[int]:
    """Those of some organs that the person may order: below an office of theirs, and none of these."""
    on = today.today()
    roles = permissions.roles_in(request, on=on)
    below = permissions.organs_for(request.user, "supervision.inspect", on=on, roles=roles)
    own = [where for role, where, *_rest in roles if role == Role.SUPERVISOR]
    return set(below.filter(pk__in=organs).exclude(pk__in=own).values_list("pk", flat=True))


def _by_severity(organs: OrganQuerySet) -> list[tuple[Severity, int]]:
    hits = Hit.objects.open().filter(organ__in=organs.values("pk")).order_by()
    counted = dict(hits.values_list("severity").annotate(n=Count("pk")))
    return [(one, counted.get(one.value, 0)) for one in Severity]


def _hits(
    request: OfficeRequest, hits: QuerySet[Hit], names: dict[int, str], *, without: tuple[str, ...] = ()
) -> Listing:
    def complete(batch: list[Any]) -> None:
        prefetch_related_objects(batch, "findings__order")
        below = _orderable(request, {hit.organ_id for hit in batch})
        for hit in batch:
            hit.organ_name = names[hit.organ_id]
            hit.check_name = name_of(hit.check_code)
            standing = [one.order for one in hit.findings.all() if one.order.state != "cancelled"]
            hit.order = standing[-1] if standing else None
            hit.may_order = hit.organ_id in below and not (hit.order or hit.gone_on)

    weight = Case(*_WEIGHTS, default=Value(len(_WEIGHTS)), output_field=IntegerField())
    rows = hits.annotate(weight=weight).select_related("organ")
    return Listing(tables.HITS, request, rows, complete=complete, without=without)
