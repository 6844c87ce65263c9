"""Pages of the office for applications: the register, finding an applicant, registering."""

import json
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.law.applications.case import Stage
from gongkai.law.working_days import WorkingDays

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from ..sealing import seal, unseal
from . import likeness, people, tasks, terms
from .actions import receipt
from .forms import FindForm, RegisterFilter, RegisterForm
from .lights import lights, soon
from .models import Applicant, Application, ApplicationQuerySet
from .tables import REGISTER

_HASHED = ("name", "identity", "contact")
_MOST_FOUND = 2000
"""Cases of one name that are looked up: more are no one person's."""
_CODES = "applications_codes"
"""Key of the session: check codes, sealed, until the page that shows one is opened."""


@reads_and_exports
def case_list(request: OfficeRequest) -> HttpResponseBase:
    """申请登记簿: the applications of the organs one may see, the newest first."""
    on = today.today()
    roles = permissions.roles_of(request.user, on=on)
    organs = permissions.organs_for(request.user, "applications.view", on=on, roles=roles).named(on)
    names = {organ.pk: organ.short_name for organ in organs}
    if not names:
        raise permissions.Forbidden("applications.view")
    form = RegisterFilter(request.GET, organs, on)
    many = len(names) > 1
    if not many:
        del form.fields["organ"]
    reveals = permissions.organs_for(request.user, "applications.reveal", on=on, roles=roles)
    rows = narrowed(Application.objects.filter(organ__in=list(names)), chosen(form), on)
    sought = request.GET.get("who", "")
    if sought:
        rows = _of_person(rows.filter(organ__in=reveals.values("pk")), sought, request)
    light_of = lights(on)

    def complete(batch: list[Application]) -> None:
        for one in batch:
            one.organ_name, one.light = names[one.organ_id], light_of(one)

    listing = Listing(
        REGISTER,
        request,
        rows.select_related("applicant", "handler"),
        of=_("按申请人查找") if sought else "",
        complete=complete,
        without=() if many else ("organ",),
    )
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "list": listing,
        "form": form,
        "many": many,
        "sought": sought,
        "find_form": FindForm() if reveals else None,
        "approves": any(role in permissions.ACTS["applications.approve"] for role, *_where in roles),
        "settles": any(role in permissions.ACTS["applications.settings"] for role, *_where in roles),
        "registers": permissions.organs_for(request.user, "applications.register", on=on, roles=roles).named(
            on
        ),
    }
    return render(request, "applications/list.html", context)


@require_POST
def find(request: OfficeRequest) -> HttpResponse:
    """按申请人查找: what was typed becomes hashes, sealed for this person alone; no address holds more."""
    if not permissions.may_anywhere(request.user, "applications.reveal", on=today.today()):
        raise permissions.Forbidden("applications.reveal")
    form = FindForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写申请人的姓名、证件号码或者联系方式，不超过100字"))
        return redirect("applications:list")
    hashes = {field: people.hashed(field, form.cleaned_data["who"]) for field in _HASHED}
    sealed = seal(json.dumps(hashes), _place_of(request))
    return redirect(f"{reverse('applications:list')}?{urlencode({'who': sealed})}")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记 what came on paper, in person, by fax or was spoken."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, "applications.register", organ, on=on)
    form = RegisterForm(request.POST or None, request.FILES or None, initial={"arrived_on": on})
    if request.method == "POST" and form.is_valid():
        try:
            application, code = receipt.register(
                organ,
                form.cleaned_data["kind"],
                form.person,
                form.request,
                form.arrival,
                user=request.user,
                at=today.now(),
                uploads=form.uploads,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            tasks.keep_going(today.now())
            sealed = seal(code, f"code:{application.pk}")
            request.session[_CODES] = {**request.session.get(_CODES, {}), str(application.pk): sealed}
            return redirect("applications:registered", application.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "organ": organ, "files": any(request.FILES.values())}
    return render(request, "applications/new.html", context, status=status)


@require_safe
def registered(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记好了: its number; the check code, once; the receipt to be printed; what may be the same."""
    rows = Application.objects.select_related("organ", "applicant")
    application = get_object_or_404(rows, pk=pk)
    on = today.today()
    permissions.require(request.user, "applications.handle", application.organ, on=on)
    application.organ.name = application.organ.name_on(on)
    codes = dict(request.session.get(_CODES, {}))
    if sealed := codes.pop(str(pk), ""):
        request.session[_CODES] = codes
    context = {
        "case": application,
        "organ": application.organ,
        "code": unseal(sealed, f"code:{pk}") if sealed else "",
        "receipt": application.letters.filter(kind="receipt").exclude(number="").last(),
        "alike": likeness.alike(application),
        "next": terms.next_step(terms.case_of(application, on), on),
        "unconfirmed": application.stage == Stage.UNCONFIRMED,
    }
    return render(request, "applications/registered.html", context)


def narrowed(rows: ApplicationQuerySet, narrow: dict[str, Any], on: date) -> ApplicationQuerySet:
    """The rows that a filter asks for."""
    if q := narrow.get("q"):
        rows = rows.filter(
            Q(title__contains=q)
            | Q(document_number__contains=q)
            | Q(tracking_number__contains=q)
            | Q(pk__in=list(Application.objects.numbered(q).values_list("pk", flat=True)))
        )
    for name in ("organ", "stage", "answer", "channel", "subject", "year"):
        if name in narrow:
            rows = rows.filter(**{name: narrow[name]})
    due = narrow.get("due")
    if due == "open":
        return rows.open()
    if due == "over":
        return rows.overdue(on)
    if due == "soon":
        # By the national calendar: the light of each row is its organ's own.
        return rows.open().filter(due_on__range=(on, soon(on, WorkingDays.loaded())))
    return rows


def _of_person(rows: ApplicationQuerySet, sealed: str, request: OfficeRequest) -> ApplicationQuerySet:
    try:
        hashes: dict[str, str] = json.loads(unseal(sealed, _place_of(request)))
    except (InvalidTag, ValueError):
        messages.warning(request, _("这次查找已经失效，请重新填写申请人"))
        return rows.none()
    same = Q(pk__in=[])
    for field, value in hashes.items():
        if value:
            same |= Q(**{f"{field}_hash": value})
    found = Applicant.objects.filter(same).order_by("-pk").values_list("pk", flat=True)
    return rows.filter(pk__in=list(found[:_MOST_FOUND]))


def _place_of(request: OfficeRequest) -> str:
    """A sealed search opens for who made it."""
    return f"applications:find:{request.user.pk}"
