"""Pages of scan tables: hand one in, its dry run, past ones."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Listing
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, Role
from . import offices, scan_actions, scans
from .forms import ScanForm
from .models import Scan
from .tables import SCANS


@require_http_methods(["GET", "HEAD", "POST"])
def scan_list(request: OfficeRequest) -> HttpResponseBase:
    """扫描表: hand one in; nothing is taken in yet."""
    on = today.today()
    own = offices.own(permissions.roles_in(request, on=on))
    if not own:
        raise permissions.Forbidden(offices.INSPECT)
    listing = Listing(SCANS, request, Scan.objects.filter(office__in=own).select_related("made_by"))
    if listing.wanted:
        return listing.export(request.user)
    hands_in = request.method == "POST"
    form = ScanForm(request.POST, request.FILES) if hands_in else ScanForm()
    if hands_in and form.is_valid():
        file = form.cleaned_data["file"]
        office = Organ.objects.get(pk=min(own))
        try:
            scan = scan_actions.keep(office, file.read(), file.name, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("supervision:scan", scan.pk)
    context = {"form": form, "names": list(scans.COLUMNS), "list": listing}
    return render(request, "supervision/orders/scans.html", context, status=422 if hands_in else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: OfficeRequest, pk: int) -> HttpResponse:
    """试运行 of a table; a POST takes it in."""
    on = today.today()
    kept = get_object_or_404(Scan.objects.select_related("office", "made_by"), pk=pk)
    if not permissions.holds(request.user, Role.SUPERVISOR, kept.office_id, on=on):
        raise permissions.Forbidden(offices.INSPECT)
    if request.method == "POST":
        try:
            count = scan_actions.take_in(kept, user=request.user, at=today.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已收入{count}行").format(count=count))
        return redirect("supervision:scan", pk)
    context: dict[str, Any] = {"kept": kept}
    if kept.done_at:
        rows = list(kept.rows.select_related("organ"))
        _name([row.organ for row in rows], on)
        context |= {"rows": rows, "gone": sum(row.gone_on is not None for row in rows)}
    else:
        plan = scan_actions.planned(kept, user=request.user, on=on)
        _name([row.organ for row in plan.rows], on)
        context |= {"plan": plan}
    return render(request, "supervision/orders/scan.html", context)


def _name(organs: list[Organ], on: date) -> None:
    """Organs with the names of the day."""
    names = dict(Organ.objects.named(on).filter(pk__in={one.pk for one in organs}).values_list("pk", "name"))
    for organ in organs:
        organ.name = names.get(organ.pk) or organ.slug
