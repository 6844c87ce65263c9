"""Pages beside the items: guide, documents, what is withheld, adoptions, imports."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.law.normative import reasons_against
from gongkai.law.scope import GROUNDS

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.forms import YearFilter
from . import actions, content, guide, importing, stock
from .forms import (
    AdoptionForm,
    ImportFilter,
    ImportForm,
    NormativeFilter,
    NormativeForm,
    WithheldFilter,
)
from .models import Item, ItemVersion, Stage
from .record_models import Adoption, Import
from .tables import ADOPTIONS, IMPORTS, NORMATIVE, WITHHELD
from .views import organ_of

_REGULATIONS = 2008
"""The year in which the Regulations took effect."""
_OLDEST = 1949


@require_http_methods(["GET", "HEAD", "POST"])
def guide_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """指南: what it would say today; a POST makes a draft of it."""
    writes = request.method == "POST"
    organ = organ_of(request, slug, "disclosure.draft" if writes else "disclosure.view")
    at = today.now()
    if writes:
        try:
            version = guide.draft_guide(organ, user=request.user, at=at)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("disclosure:guide", slug)
        messages.success(request, _("已按现有资料写好，请核对后送审"))
        return redirect("disclosure:item", version.item_id)
    written = guide.written(organ, at)
    context = {
        "organ": organ,
        "title": written.title,
        "body": content.shown(written.body),
        "item": guide.of(organ),
        "outdated": guide.outdated(organ, at),
        "may_draft": permissions.may(request.user, "disclosure.draft", organ, on=today.today()),
    }
    return render(request, "disclosure/guide.html", context)


@reads_and_exports
def normative(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """规范性文件: what binds today, and how the stock came about year by year.

    ``?figure=made&year=2024`` lists what one figure counts, and counts that year alone.
    """
    organ = organ_of(request, slug, "disclosure.view")
    on = today.today()
    narrow = chosen(NormativeFilter(request.GET, years=_years(request, on)))
    counted = _counted(narrow)
    length = None
    if counted:
        figure, year = counted
        years = [stock.of_year(organ, year)]
        documents = stock.documents(organ, figure, year).select_related("current", "newest")
        length = None if {*narrow} & {"q", "validity"} else getattr(years[0], figure)
    else:
        years = stock.by_year(organ, on.year)
        documents = Item.objects.public().filter(organ=organ, current__normative=True)
    documents = documents.filter(_documents(narrow, on))
    form = NormativeFilter(request.GET, years=_years(request, on) if counted else [one.year for one in years])

    def complete(batch: list[Item]) -> None:
        for item in batch:
            item.validity = item.validity_on(on)

    listing = Listing(NORMATIVE, request, documents, of=organ.name, complete=complete, length=length)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": organ,
        "form": form,
        "list": listing,
        "years": years,
        "counted": counted and _told(years, *counted),
    }
    return render(request, "disclosure/normative.html", context)


def _years(request: OfficeRequest, on: date) -> list[int]:
    """Years to choose from without asking which have a document: an older one only where it is asked for."""
    asked = request.GET.get("year", "")
    older = [int(asked)] if asked.isdecimal() and int(asked) in range(_OLDEST, _REGULATIONS) else []
    return [*range(on.year, _REGULATIONS - 1, -1), *older]


def _counted(narrow: dict[str, Any]) -> tuple[str, int] | None:
    """The figure of a year whose documents are wanted; it takes both to name one."""
    figure, year = narrow.get("figure"), narrow.get("year")
    return (str(figure), int(year)) if figure and year else None


def _told(years: list[stock.Stock], figure: str, year: int) -> dict[str, Any]:
    """The figure in words, its year and its number."""
    words = dict(NormativeFilter.FIGURES)[figure]
    number = next(getattr(one, figure) for one in years if one.year == year)
    return {"words": words, "year": year, "number": number}


def _documents(narrow: dict[str, Any], on: date) -> Q:
    """Which documents: by words, and by whether they bind on a day."""
    ended = Q(repealed_on__lte=on) | Q(current__expires_on__lt=on)
    later = Q(current__effective_on__gt=on)
    wanted = _words(narrow, "current__")
    if validity := narrow.get("validity"):
        wanted &= {"binding": ~ended & ~later, "not_yet": ~ended & later, "ended": ended}[validity]
    return wanted


def _words(narrow: dict[str, Any], before: str = "") -> Q:
    """Title or number of a version that hold what was typed."""
    if not (q := narrow.get("q")):
        return Q()
    number = content.document_number(q)
    return Q(**{f"{before}title__contains": q}) | Q(**{f"{before}document_number__contains": number})


@require_safe
def is_normative(request: OfficeRequest) -> HttpResponse:
    """是不是规范性文件: questions, and what the answers say."""
    if not permissions.may_anywhere(request.user, "disclosure.view", on=today.today()):
        raise permissions.Forbidden("disclosure.view")
    form = NormativeForm(request.GET or None)
    answered = form.is_bound and form.is_valid()
    context = {
        "form": form,
        "answered": answered,
        "against": reasons_against(form.cleaned_data) if answered else [],
    }
    return render(request, "disclosure/is_normative.html", context)


@reads_and_exports
def withheld(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """不公开登记簿: what the organ does not publish, on which ground, and when it is looked at again."""
    organ = organ_of(request, slug, "disclosure.view")
    versions = ItemVersion.objects.newest().filter(item__organ=organ, stage=Stage.SETTLED)
    grounds = versions.values_list("ground").annotate(Count("pk")).order_by("ground")
    labels = {code: label for code, (label, _article) in GROUNDS.items()}
    on = today.today()
    form = WithheldFilter(request.GET)
    narrow = chosen(form)
    rows = versions.filter(_words(narrow)).select_related("item")
    for name in ("klass", "ground"):
        if name in narrow:
            rows = rows.filter(**{name: narrow[name]})
    if "due" in narrow:
        rows = rows.filter(item__reexamine_on__lte=on)
    listing = Listing(WITHHELD, request, rows, of=organ.name)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": organ,
        "form": form,
        "list": listing,
        "grounds": [(labels.get(code, _("依申请公开")), count) for code, count in grounds],
        "on": on,
    }
    return render(request, "disclosure/withheld.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def adoptions(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """采用: what superior bodies took over, apart from what the organ discloses."""
    records = request.method == "POST" and "export" not in request.POST
    organ = organ_of(request, slug, "disclosure.draft" if records else "disclosure.view")
    form = AdoptionForm(request.POST if records else None)
    if records and form.is_valid():
        try:
            actions.record_adoption(organ, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记"))
            return redirect("disclosure:adoptions", slug)
    rows = Adoption.objects.filter(organ=organ)
    years = list(rows.values_list("on__year").annotate(Count("pk")).order_by("-on__year"))
    narrow = YearFilter(request.GET, years=[year for year, _count in years])
    if year := chosen(narrow).get("year"):
        rows = rows.filter(on__year=year)
    listing = Listing(ADOPTIONS, request, rows, of=organ.name)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": organ,
        "form": form,
        "filter": narrow,
        "list": listing,
        "years": years,
        "may_record": permissions.may(request.user, "disclosure.draft", organ, on=today.today()),
    }
    status = 422 if records else 200
    return render(request, "disclosure/adoptions.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """收录: hand in a file; nothing is taken over yet."""
    organ = organ_of(request, slug, "disclosure.import")
    hands_in = request.method == "POST" and "export" not in request.POST
    form = ImportForm(request.POST, request.FILES) if hands_in else ImportForm()
    if hands_in and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = importing.keep(organ, file.read(), file.name, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("disclosure:import_plan", kept.pk)
    narrow = ImportFilter(request.GET)
    imports = Import.objects.filter(organ=organ).select_related("made_by")
    if state := chosen(narrow).get("state"):
        imports = imports.filter(done_at__isnull=state == "open")
    listing = Listing(IMPORTS, request, imports, of=organ.name)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": organ,
        "form": form,
        "names": list(importing.FIELDS),
        "filter": narrow,
        "list": listing,
    }
    status = 422 if hands_in else 200
    return render(request, "disclosure/import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: OfficeRequest, pk: int) -> HttpResponse:
    """试运行 of a file; a POST takes it over."""
    kept = get_object_or_404(Import.objects.select_related("organ", "made_by"), pk=pk)
    organ = kept.organ
    on = today.today()
    permissions.require(request.user, "disclosure.import", organ, on=on)
    organ.name = organ.name_on(on)
    if request.method == "POST":
        try:
            count = importing.import_items(kept, user=request.user, at=today.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已收录{count}条").format(count=count))
        return redirect("disclosure:import_plan", pk)
    plan = None
    if not kept.done_at:
        with kept.file.open() as file:
            plan = importing.plan(organ, importing.read(file.read()), at=today.now())
    context = {"organ": organ, "kept": kept, "plan": plan}
    return render(request, "disclosure/import_plan.html", context)
