"""Pages of the office that draw on several rooms: today's work, the ledger."""

from datetime import datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..annual_reports.desk import desk as reports_desk
from ..annual_reports.filing import desk as filing
from ..applications import desk as applications
from ..disclosure.desk import SOON, desk
from ..disputes.desk import waiting
from ..ledger.models import Entry, EntryQuerySet
from ..lists import Column, Listing, Table, chosen, reads_and_exports
from ..organs import permissions
from ..organs.models import OrganQuerySet
from ..supervision.desk import piles
from .forms import LedgerFilter

LEDGER = Table(
    name=_("操作台账"),
    columns=(
        Column(_("序号"), lambda line: line.number, "number", ("number",), figure=True),
        Column(_("时间"), lambda line: line.at, "at", ("at",)),
        Column(_("操作人"), lambda line: line.user_name, "person", ("user_name",)),
        Column(_("操作"), lambda line: line.act_name, "act", ("act",)),
        Column(_("对象"), lambda line: line.subject_text, "subject", ("subject_text",)),
        Column(_("详情"), lambda line: line.detail, on_page=False),
        Column(_("摘要"), lambda line: line.hash),
    ),
    order=("-number",),
    filters=("room", "act", "person", "since", "until"),
)


@require_safe
def today_page(request: OfficeRequest) -> HttpResponse:
    """今日: what waits for me, what waits for others."""
    on = today.today()
    roles = permissions.roles_in(request, on=on)

    def organs(act: str) -> OrganQuerySet:
        return permissions.organs_for(request.user, act, on=on, roles=roles).named(on)

    names = {organ.pk: organ.name for organ in organs("annual_reports.view")}
    disputes, disputes_count = waiting(request.user, on, roles)
    context = {
        "disputes": disputes,
        "disputes_count": disputes_count,
        "reports": reports_desk(request.user, on, names, roles),
        "uploads": organs("annual_reports.upload").reporting(on),
        "sees_reports": bool(names),
        "desk": desk(request.user, on, roles) if names else None,
        "filing": filing.desk(request.user, on, roles) if names else None,
        "cases": applications.desk(request.user, on, roles) if names else None,
        "supervision": piles(request.user, on, roles) if names else [],
        "soon": on + SOON,
        "on": on,
        "registers": organs("applications.register"),
        "drafts": organs("disclosure.draft"),
    }
    return render(request, "portal/today.html", context)


@reads_and_exports
def ledger_page(request: OfficeRequest) -> HttpResponseBase:
    """操作台账: every line, the newest first, for the audit administrator."""
    if not permissions.may_anywhere(request.user, "ledger.view", on=today.today()):
        raise permissions.Forbidden("ledger.view")
    form = LedgerFilter(request.GET)
    listing = Listing(LEDGER, request, _lines(chosen(form)), complete=_name_acts)
    if listing.wanted:
        return listing.export(request.user)
    return render(request, "portal/ledger.html", {"form": form, "list": listing})


def _lines(narrow: dict[str, Any]) -> EntryQuerySet:
    """The lines of a room, an act, a person, of whole days in China."""
    lines = Entry.objects.all()
    for name, field in (("room", "room"), ("act", "act"), ("person", "user_name__contains")):
        if name in narrow:
            lines = lines.filter(**{field: narrow[name]})
    if "since" in narrow:
        lines = lines.filter(at__gte=datetime.combine(narrow["since"], time(), today.CHINA))
    if "until" in narrow:
        after = narrow["until"] + timedelta(days=1)
        lines = lines.filter(at__lt=datetime.combine(after, time(), today.CHINA))
    return lines


def _name_acts(lines: list[Any]) -> None:
    for line in lines:
        line.act_name = _act(line)


def _act(line: Entry) -> str:
    """What the room of a line calls its act; the code where no room knows it any more."""
    acts = getattr(apps.app_configs.get(line.room), "acts", {})
    return str(acts.get(line.act, line.act))
