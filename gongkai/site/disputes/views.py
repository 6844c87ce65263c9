"""Pages of the office for reviews and suits: the list, registration, one dispute."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.law.disputes.outcomes import PROCEEDINGS, Proceeding

from .. import today
from ..accounts.middleware import OfficeRequest
from ..applications.models import Application, CaseSettings
from ..disclosure.desk import SOON
from ..ledger.models import Entry
from ..lists import Listing, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import people, terms
from .actions import course, registration
from .forms import FilterForm, facts_form
from .models import Dispute
from .tables import DISPUTES


@reads_and_exports
def dispute_list(request: OfficeRequest) -> HttpResponseBase:
    """复议诉讼: the disputes of the organs one may see, the newest first."""
    on = today.today()
    roles = permissions.roles_of(request.user, on=on)
    organs = permissions.organs_for(request.user, "disputes.view", on=on, roles=roles).named(on)
    names = {organ.pk: organ.short_name for organ in organs}
    if not names:
        raise permissions.Forbidden("disputes.view")
    form = FilterForm(request.GET, organs, on)
    many = len(names) > 1
    if not many:
        del form.fields["organ"]
    found = _narrowed(chosen(form)).filter(organ__in=list(names)).select_related("application")

    def complete(batch: list[Dispute]) -> None:
        for dispute in batch:
            dispute.organ_name = names[dispute.organ_id]

    listing = Listing(DISPUTES, request, found, complete=complete, without=() if many else ("organ",))
    if listing.wanted:
        return listing.export(request.user)
    records = permissions.organs_for(request.user, "disputes.record", on=on, roles=roles).named(on)
    own = {organ for _role, organ, _path, _government in roles}
    context = {
        "list": listing,
        "form": form,
        "many": many,
        "records": list(records),
        "own": [organ for organ in organs if organ.pk in own],
        "proceedings": PROCEEDINGS.items(),
        "on": on,
        "soon": on + SOON,
    }
    return render(request, "disputes/list.html", context)


def _narrowed(narrow: dict[str, Any]) -> Any:
    found = Dispute.objects.all()
    if organ := narrow.get("organ"):
        found = found.filter(organ=organ)
    if proceeding := narrow.get("proceeding"):
        found = found.filter(proceeding=proceeding)
    if state := narrow.get("state"):
        found = found.in_state(state)
    if outcome := narrow.get("outcome"):
        way, _dash, code = outcome.partition("-")
        found = found.valid().filter(proceeding=way, outcome=code)
    if year := narrow.get("year"):
        found = found.filter(filed_on__year=year)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记; ``?application=`` the number of the case it is about, ``?proceeding=`` which way it takes."""
    organ = organ_of(request, slug, "disputes.record")
    asked = request.GET.get("proceeding", "")
    way = Proceeding(asked) if asked in PROCEEDINGS else Proceeding.REVIEW
    form = facts_form(way, request.POST or None, organ, initial=_initial(request, organ, way))
    if request.method == "POST" and form.is_valid():
        try:
            dispute = registration.register(
                organ, way, form.facts, form.claimant, user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记，编号{number}").format(number=dispute.number))
            return redirect("disputes:dispute", dispute.pk)
    context = {
        "form": form,
        "organ": organ,
        "way": way,
        "label": PROCEEDINGS[way],
        "ways": PROCEEDINGS.items(),
        "number": request.GET.get("application", ""),
    }
    return render(request, "disputes/new.html", context, status=422 if request.method == "POST" else 200)


def _initial(request: OfficeRequest, organ: Organ, way: Proceeding) -> dict[str, Any]:
    settings = CaseSettings.objects.filter(organ=organ).first() or CaseSettings()
    initial = {"body": settings.review_body if way is Proceeding.REVIEW else settings.court}
    about = Application.objects.numbered(request.GET.get("application", "")).filter(organ=organ).first()
    if about:
        initial |= {"application": about.number, "claimant_kind": about.applicant_kind}
    return initial


@require_safe
def dispute_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """A dispute: facts, clocks, instances, files, what was done, what comes next."""
    return shown(request, dispute_of(request, pk, "disputes.view"))


def shown(request: OfficeRequest, dispute: Dispute, *, revealed: Any = None, **more: Any) -> HttpResponse:
    on = today.today()
    instances = list(dispute.instances.all())
    for one in instances:
        one.dispute = dispute
    last = instances[-1]
    context: dict[str, Any] = {
        "dispute": dispute,
        "organ": dispute.organ,
        "claimant": revealed or people.masked(dispute),
        "revealed": revealed is not None,
        "instances": instances,
        "open": last if not last.outcome else None,
        "next_levels": course.levels_after(last),
        "clocks": terms.clocks(dispute, instances),
        "anew": terms.orders_anew(dispute),
        "files": list(dispute.files.select_related("added_by")),
        "after": list(dispute.followed_by.valid()),
        "may": permissions.may(request.user, "disputes.record", dispute.organ, on=on),
        "history": _history(dispute),
        "on": on,
        "soon": on + SOON,
        **more,
    }
    return render(request, "disputes/dispute.html", context)


def dispute_of(request: OfficeRequest, pk: int, act: str) -> Dispute:
    """The dispute of an address, for who may do ``act`` on it."""
    found = Dispute.objects.select_related(
        "organ", "application", "claimant", "follows__application", "redo", "registered_by"
    )
    dispute = get_object_or_404(found, pk=pk)
    on = today.today()
    permissions.require(request.user, act, dispute.organ, on=on)
    dispute.organ.name = dispute.organ.name_on(on)
    return dispute


def organ_of(request: OfficeRequest, slug: str, act: str) -> Organ:
    """The organ of an address, named as today, for who may do ``act`` there."""
    on = today.today()
    organ: Organ | None = Organ.objects.named(on).filter(slug=slug).first()
    if organ is None:
        raise Http404
    permissions.require(request.user, act, organ, on=on)
    return organ


def _history(dispute: Dispute) -> list[tuple[str, Entry]]:
    """办理经过: the lines of the ledger on the dispute, each with the name of its act."""
    acts = getattr(apps.get_app_config("disputes"), "acts", {})
    lines = Entry.objects.filter(room="disputes", subject_type="dispute", subject_id=str(dispute.pk))
    return [(str(acts.get(line.act, line.act)), line) for line in lines.order_by("number")]
