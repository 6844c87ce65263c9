"""工作登记 of an organ: four registers on one page, each with its form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, chosen
from . import permissions, registers
from .actions import Refused
from .forms import GatheringFilter, GatheringForm, HandOverForm, MemberForm, PlaceForm
from .models import GroupMember, HandOver, Organ, ReadingPlace
from .tables import GATHERINGS, HAND_OVERS

_FORMS: dict[str, type[forms.ModelForm]] = {  # type: ignore[type-arg]
    "member": MemberForm,
    "gathering": GatheringForm,
    "place": PlaceForm,
    "hand_over": HandOverForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def register_page(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """工作登记: what there is, and one more row of whichever register was sent."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    writes = "register" in request.POST
    permissions.require(request.user, "organs.register" if writes else "organs.registers", organ, on=on)
    sent = request.POST.get("register", "") if writes else ""
    found = {name: form(request.POST if name == sent else None, prefix=name) for name, form in _FORMS.items()}
    places = ReadingPlace.objects.filter(organ=organ)
    found["hand_over"].fields["place"].queryset = places  # type: ignore[attr-defined]
    if sent in found and found[sent].is_valid():
        try:
            _record(organ, sent, dict(found[sent].cleaned_data), request)
        except Refused as refused:
            found[sent].add_error(None, str(refused))
        else:
            messages.success(request, _("已登记"))
            return redirect("organs:registers", slug)
    narrow, gatherings, hand_overs = _listed(organ, request)
    for listing in (gatherings, hand_overs):
        if listing.wanted:
            return listing.export(request.user)
    context = {
        "organ": organ,
        "filter": narrow,
        "forms": found,
        "members": GroupMember.objects.filter(organ=organ),
        "gatherings": gatherings,
        "places": places,
        "hand_overs": hand_overs,
        "may": permissions.may(request.user, "organs.register", organ, on=on),
        "on": on,
    }
    return render(request, "organs/registers.html", context, status=422 if writes else 200)


@require_POST
def end_member(request: OfficeRequest, pk: int) -> HttpResponse:
    """退出领导小组, today being the last day."""
    member = get_object_or_404(GroupMember.objects.select_related("organ"), pk=pk)
    try:
        registers.end_member(member, user=request.user, on=today.today())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("organs:registers", member.organ.slug)


def _listed(organ: Organ, request: OfficeRequest) -> tuple[GatheringFilter, Listing, Listing]:
    """The two registers that grow with the years, narrowed by one form."""
    gatherings = organ.gatherings.all()
    hand_overs = HandOver.objects.filter(place__organ=organ).select_related("place")
    years = {day.year for rows in (gatherings, hand_overs) for day in rows.dates("on", "year")}
    form = GatheringFilter(request.GET, years=sorted(years, reverse=True))
    narrow = chosen(form)
    if year := narrow.get("year"):
        gatherings = gatherings.filter(on__year=year)
        hand_overs = hand_overs.filter(on__year=year)
    if kind := narrow.get("kind"):
        gatherings = gatherings.filter(kind=kind)
    return (
        form,
        Listing(GATHERINGS, request, gatherings, of=organ.name),
        Listing(HAND_OVERS, request, hand_overs, of=organ.name),
    )


def _record(organ: Organ, sent: str, data: dict[str, Any], request: OfficeRequest) -> None:
    on = today.today()
    if sent == "member":
        registers.add_member(organ, user=request.user, on=on, **data)
    elif sent == "gathering":
        registers.record_gathering(organ, user=request.user, today=on, **data)
    elif sent == "place":
        registers.open_place(organ, user=request.user, on=on, **data)
    else:
        registers.hand_over(data.pop("place"), user=request.user, today=on, **data)
