"""Pages of the office for organs: what an organ is, how to reach it, who does what in it."""

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..accounts.models import User
from ..lists import Listing, chosen, reads_and_exports
from . import actions, permissions
from .forms import AppointForm, ContactForm, DelegateForm, OrganFilter, RenameForm
from .models import Kind, Officer, Organ
from .tables import ORGANS


@reads_and_exports
def organ_list(request: OfficeRequest) -> HttpResponseBase:
    """机关: those one may see; the dissolved apart."""
    on = today.today()
    if not permissions.may_anywhere(request.user, "organs.view", on=on):
        raise permissions.Forbidden("organs.view")
    organs = permissions.organs_for(request.user, "organs.view", on=on).named(on)
    form = OrganFilter(request.GET)
    narrow = chosen(form)
    existing = organs.existing(on)
    if q := narrow.get("q"):
        existing = existing.filter(Q(name__contains=q) | Q(short_name__contains=q))
    if kind := narrow.get("kind"):
        existing = existing.filter(kind=kind)
    listing = Listing(ORGANS, request, existing)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "form": form,
        "list": listing,
        "dissolved": organs.dissolved(on),
        "within": permissions.organs_for(request.user, "organs.arrange", on=on).named(on).first(),
    }
    return render(request, "organs/list.html", context)


@require_safe
def organ_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """An organ: names, contact data, officers; the forms of what one may change."""
    return _shown(request, _organ(slug))


@require_POST
def edit_contact(request: OfficeRequest, slug: str) -> HttpResponse:
    """更新联系方式."""
    organ = _organ(slug)
    permissions.require(request.user, "organs.edit_contact", organ, on=today.today())
    form = ContactForm(request.POST, instance=Organ.objects.get(pk=organ.pk))
    if form.is_valid():
        actions.edit_contact(organ, contact=form.cleaned_data, user=request.user, on=today.today())
        return _done(request, organ, _("联系方式已更新"))
    return _shown(request, organ, contact_form=form)


@require_POST
def rename(request: OfficeRequest, slug: str) -> HttpResponse:
    """更名, from today."""
    organ = _organ(slug)
    permissions.require(request.user, "organs.rename", organ, on=today.today())
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            actions.rename(organ, **form.cleaned_data, user=request.user, on=today.today())
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, organ, _("名称已更改，网址不变"))
    return _shown(request, organ, rename_form=form)


@require_POST
def appoint(request: OfficeRequest, slug: str) -> HttpResponse:
    """任职, from today."""
    organ = _organ(slug)
    permissions.require(request.user, "organs.appoint", organ, on=today.today())
    form = AppointForm(request.POST)
    if form.is_valid():
        person = User.objects.filter(username=User.normalize_username(form.cleaned_data["username"])).first()
        if person is None:
            form.add_error("username", _("没有这个用户，请核对用户名"))
        else:
            try:
                actions.appoint(person, organ, form.cleaned_data["role"], on=today.today(), user=request.user)
            except actions.Refused as refused:
                form.add_error(None, str(refused))
            else:
                return _done(request, organ, _("已任职"))
    return _shown(request, organ, appoint_form=form)


@require_POST
def end_role(request: OfficeRequest, pk: int) -> HttpResponse:
    """离任, today being the last day."""
    officer = get_object_or_404(Officer.objects.select_related("organ", "user"), pk=pk)
    permissions.require(request.user, "organs.appoint", officer.organ, on=today.today())
    try:
        actions.end_role(officer, user=request.user, on=today.today())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("organs:organ", officer.organ.slug)
    return _done(request, officer.organ, _("已离任，今天是最后一天"))


@require_POST
def delegate(request: OfficeRequest, slug: str) -> HttpResponse:
    """请人代办, of one's own role."""
    organ = _organ(slug)
    on = today.today()
    permissions.require(request.user, "organs.view", organ, on=on)
    form = DelegateForm(request.POST, organ=organ, user=request.user, on=on)
    if form.is_valid():
        try:
            actions.delegate(**form.cleaned_data, user=request.user, on=on)
        except actions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, organ, _("已请人代办"))
    return _shown(request, organ, delegate_form=form)


@require_POST
def end_delegation(request: OfficeRequest, pk: int) -> HttpResponse:
    """收回代办."""
    stand_in = get_object_or_404(Officer.objects.select_related("organ"), pk=pk)
    organ = stand_in.organ
    try:
        actions.end_delegation(stand_in, user=request.user, on=today.today())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("organs:organ", organ.slug)
    return _done(request, organ, _("代办已收回"))


def _organ(slug: str) -> Organ:
    organ: Organ = get_object_or_404(Organ.objects.named(today.today()), slug=slug)
    return organ


def _done(request: OfficeRequest, organ: Organ, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("organs:organ", organ.slug)


def _shown(request: OfficeRequest, organ: Organ, **bound: forms.BaseForm) -> HttpResponse:
    on = today.today()
    permissions.require(request.user, "organs.view", organ, on=on)
    acts = ("edit_contact", "edit_site", "rename", "appoint", "registers", "arrange", "competent")
    found = permissions.may_each(request.user, [f"organs.{act}" for act in acts], organ, on=on)
    may = {act: found[f"organs.{act}"] for act in acts}
    parent = organ.parent_on(on)
    may["move"] = (
        parent is not None
        and not organ.dissolved_on
        and permissions.may(request.user, "organs.arrange", parent, on=on)
    )
    context = {
        "organ": organ,
        "parent": parent,
        "competent": organ.competent_office(on),
        "competences": organ.competent_offices.prefetch_related(
            Prefetch("office", queryset=Organ.objects.named(on))
        ),
        "is_government": organ.kind == Kind.GOVERNMENT,
        "succession": organ.successions.filter(direct=True).first() if organ.dissolved_on else None,
        "successors": Organ.objects.successors_of(organ).named(on) if organ.dissolved_on else [],
        "predecessors": Organ.objects.predecessors_of(organ).named(on),
        "names": organ.names.all(),
        "officers": organ.officers.on(on).select_related("user", "stands_for__user"),
        "stand_ins": organ.officers.filter(stands_for__user=request.user, until__gte=on).select_related(
            "user"
        ),
        "delegate_form": bound.get("delegate_form") or DelegateForm(organ=organ, user=request.user, on=on),
        "may": may,
        "contact_form": bound.get("contact_form") or ContactForm(instance=organ),
        "rename_form": bound.get("rename_form") or RenameForm(),
        "appoint_form": bound.get("appoint_form") or AppointForm(),
    }
    return render(request, "organs/organ.html", context, status=422 if bound else 200)
