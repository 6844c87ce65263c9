"""Pages of the office that draw on several rooms: today's work, the ledger."""

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..annual_reports import actions
from ..annual_reports.models import Version
from ..disclosure.desk import SOON, desk
from ..ledger.models import Entry
from ..organs import permissions

LINES = 50
DRAFTS = 100


@require_safe
def today_page(request: OfficeRequest) -> HttpResponse:
    """今日: what waits for me, what waits for others."""
    on = today.today()
    organs = permissions.organs_for(request.user, "annual_reports.view", on=on).named(on)
    names = {organ.pk: organ.name for organ in organs}
    drafts = list(
        Version.objects.drafts()
        .filter(report__organ__in=list(names))
        .select_related("report__organ", "made_by")
        .prefetch_related("corrections", "confirmations")
        .defer("content", "positions")
        .order_by("-made_at")[:DRAFTS]
    )
    may = {
        act: set(
            permissions.organs_for(request.user, f"annual_reports.{act}", on=on).values_list("pk", flat=True)
        )
        for act in ("confirm", "publish")
    }
    mine: list[tuple[Version, bool]] = []
    others: list[tuple[Version, bool]] = []
    for version in drafts:
        version.report.organ.name = names[version.report.organ_id]
        confirmed = any(one.digest == version.digest for one in version.confirmations.all())
        waits = version.report.organ_id in may["publish" if confirmed else "confirm"] and (
            confirmed or request.user.pk not in actions.authors(version)
        )
        (mine if waits else others).append((version, confirmed))
    context = {
        "mine": mine,
        "others": others,
        "uploads": permissions.organs_for(request.user, "annual_reports.upload", on=on).named(on),
        "sees_reports": bool(names),
        "desk": desk(request.user, on) if names else None,
        "soon": on + SOON,
        "on": on,
        "drafts": permissions.organs_for(request.user, "disclosure.draft", on=on).named(on),
    }
    return render(request, "portal/today.html", context)


@require_safe
def ledger_page(request: OfficeRequest) -> HttpResponse:
    """操作台账: every line, the newest first, for the audit administrator."""
    if not permissions.may_anywhere(request.user, "ledger.view", on=today.today()):
        raise permissions.Forbidden("ledger.view")
    page = Paginator(Entry.objects.order_by("-number"), LINES).get_page(request.GET.get("page"))
    lines = [(_act(line), line) for line in page]
    return render(request, "portal/ledger.html", {"page": page, "lines": lines})


def _act(line: Entry) -> str:
    """What the room of a line calls its act; the code where no room knows it any more."""
    acts = getattr(apps.app_configs.get(line.room), "acts", {})
    return str(acts.get(line.act, line.act))
