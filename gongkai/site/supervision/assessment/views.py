"""Pages of assessments: which there are, one with its league, its steps, years beside each other."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Avg, Count, Max, Min, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Gathered, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import actions, league, showing
from .forms import DayForm, PrepareForm, PublishForm
from .models import Appeal, Assessment, AssessmentState, Scheme, Score
from .schemes import ASSESS
from .tables import LEAGUE


@require_safe
def start(request: OfficeRequest) -> HttpResponse:
    """考核: the assessments a person carries out, and the scores of their own organs."""
    on = today.today()
    if not permissions.may_anywhere(request.user, showing.VIEW, on=on):
        raise permissions.Forbidden(showing.VIEW)
    roles = permissions.roles_in(request, on=on)
    governments = showing.governments(request.user, on, roles)
    own = permissions.organs_for(request.user, showing.VIEW, on=on, roles=roles)
    assessments = Assessment.objects.filter(government__in=governments.values("pk")).annotate(
        organs=Count("scores"), waiting=Count("scores", filter=Q(scores__pending__gt=0))
    )
    held = [organ for _role, organ, *_rest in roles]
    scores = Score.objects.light().filter(organ__in=own.filter(pk__in=held).values("pk"))
    scores = scores.exclude(assessment__state=AssessmentState.PREPARED).select_related("assessment", "organ")
    mine = list(scores.order_by("-assessment__last", "organ__path")[:40])
    names = {one.pk: one for one in Organ.objects.named(on).filter(pk__in=[one.organ_id for one in mine])}
    for one in mine:
        one.organ = names[one.organ_id]
    context = {
        "governments": list(governments),
        "assessments": assessments.select_related("scheme", "government").order_by("-last", "-pk"),
        "mine": mine,
        "on": on,
    }
    return render(request, "supervision/assessment/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: OfficeRequest) -> HttpResponse:
    """建立考核."""
    on = today.today()
    governments = showing.governments(request.user, on)
    if not governments.exists():
        raise permissions.Forbidden(ASSESS)
    schemes = Scheme.objects.filter(owner__in=governments.values("pk"), state=Scheme.State.IN_FORCE)
    form = PrepareForm(request.POST or None, schemes=schemes, initial={"scheme": request.GET.get("scheme")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare(**form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("考核已建立"))
            return redirect("supervision:assessment", made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "has_schemes": schemes.exists()}
    return render(request, "supervision/assessment/prepare.html", context, status=status)


@reads_and_exports
def assessment(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """One assessment: where it stands, what comes next, the league."""
    found = _assessed(request, pk)
    listing = Gathered(LEAGUE, request, league.rows(found, today.today()), subject=Score)
    if listing.wanted:
        return listing.export(request.user)
    return _shown(request, found, listing)


@require_POST
def open_self(request: OfficeRequest, pk: int) -> HttpResponse:
    """开始自评."""
    found = _assessed(request, pk)
    form = DayForm(request.POST, label=_("自评期限"))
    return _stepped(
        request,
        found,
        form,
        lambda user, at: actions.open_self(found, form.cleaned_data["until"], user=user, at=at),
        _("自评已开始，机关可以在监督里看到"),
    )


@require_POST
def compute(request: OfficeRequest, pk: int) -> HttpResponse:
    """取数初评."""
    found = _assessed(request, pk)
    form = django_forms.Form(request.POST)
    done = _("已取数并计分")
    return _stepped(request, found, form, lambda user, at: actions.compute(found, user=user, at=at), done)


@require_POST
def notify(request: OfficeRequest, pk: int) -> HttpResponse:
    """告知."""
    found = _assessed(request, pk)
    form = DayForm(request.POST, label=_("申诉期限"))
    return _stepped(
        request,
        found,
        form,
        lambda user, at: actions.notify(found, form.cleaned_data["until"], user=user, at=at),
        _("得分已告知各机关"),
    )


@require_POST
def finalise(request: OfficeRequest, pk: int) -> HttpResponse:
    """定稿."""
    found = _assessed(request, pk)
    form = django_forms.Form(request.POST)
    done = _("考核已定稿")
    return _stepped(request, found, form, lambda user, at: actions.finalise(found, user=user, at=at), done)


@require_POST
def publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """公布."""
    found = _assessed(request, pk)
    form = PublishForm(request.POST)
    return _stepped(
        request,
        found,
        form,
        lambda user, at: actions.publish(found, form.cleaned_data["decision"], user=user, at=at),
        _("已公布"),
    )


@require_POST
def discard(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除."""
    found = _assessed(request, pk)
    try:
        actions.discard(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("supervision:assessment", pk)
    messages.success(request, _("考核已删除"))
    return redirect("supervision:assessments")


@require_safe
def years(request: OfficeRequest, slug: str) -> HttpResponse:
    """历次得分 of an organ; of a government, how those below it did."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, showing.VIEW, organ, on=on)
    found = showing.years(organ, permissions.organs_for(request.user, ASSESS, on=on))
    names = list(dict.fromkeys(name for one in found for name, _given, _full in one.areas))
    table = [
        (name, [next((row for row in one.areas if row[0] == name), None) for one in found]) for name in names
    ]
    below = Assessment.objects.filter(government=organ).select_related("scheme").order_by("last", "pk")
    if not permissions.may(request.user, ASSESS, organ, on=on):
        below = below.filter(state=AssessmentState.FINAL)
    counted = below.annotate(
        organs=Count("scores", filter=Q(scores__total__isnull=False)),
        mean=Avg("scores__total"),
        least=Min("scores__total"),
        most=Max("scores__total"),
    )
    context = {"organ": organ, "years": found, "table": table, "below": counted}
    return render(request, "supervision/assessment/years.html", context)


@require_safe
def appeals(request: OfficeRequest, pk: int) -> HttpResponse:
    """申诉 of an assessment, those that wait for an answer first."""
    found = _assessed(request, pk)
    rows = Appeal.objects.filter(score__assessment=found).select_related("score__organ", "by")
    rows = rows.defer("score__facts", "score__result", "score__differences").order_by("outcome", "pk")
    every = list(rows)
    names = {
        one.pk: one
        for one in Organ.objects.named(today.today()).filter(pk__in=[one.score.organ_id for one in every])
    }
    for one in every:
        one.score.organ = names[one.score.organ_id]
    return render(request, "supervision/assessment/appeals.html", {"assessment": found, "appeals": every})


def _stepped(
    request: OfficeRequest,
    found: Assessment,
    form: django_forms.Form,
    act: Callable[[Any, Any], object],
    done: str,
) -> HttpResponse:
    """Take a step; where it is refused, the page again with why."""
    if form.is_valid():
        try:
            act(request.user, today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("supervision:assessment", found.pk)
    found.refresh_from_db()
    listing = Gathered(LEAGUE, request, league.rows(found, today.today()), subject=Score)
    return _shown(request, found, listing, form=form)


def _shown(
    request: OfficeRequest, found: Assessment, listing: Gathered, *, form: django_forms.Form | None = None
) -> HttpResponse:
    on = today.today()
    rows = listing.rows
    next_form: django_forms.Form | None = None
    if found.state == AssessmentState.PREPARED:
        usual = actions.default_day("assessment_self", found.government, on)
        next_form = DayForm(label=_("自评期限"), usual=usual)
    elif found.state == AssessmentState.COMPUTED:
        usual = actions.default_day("assessment_appeal", found.government, on)
        next_form = DayForm(label=_("申诉期限"), usual=usual)
    elif found.state == AssessmentState.FINAL and not found.published_at:
        next_form = PublishForm()
    context = {
        "assessment": found,
        "list": listing,
        "grades": league.grades(found, rows),
        "pending": sum(bool(one.score.pending) for one in rows),
        "handed_in": sum(one.score.self_at is not None for one in rows),
        "open_appeals": sum(one.open_appeals for one in rows),
        "count": len(rows),
        "next_form": form if form is not None and form.fields else next_form,
        "refused": form,
        "on": on,
    }
    status = 422 if form is not None else 200
    return render(request, "supervision/assessment/assessment.html", context, status=status)


def _assessed(request: OfficeRequest, pk: int) -> Assessment:
    """The assessment of an address, for who assesses there."""
    on = today.today()
    rows = Assessment.objects.select_related("scheme", "government")
    found = get_object_or_404(rows, pk=pk)
    permissions.require(request.user, ASSESS, found.government, on=on)
    found.government.name = found.government.name_on(on)
    return found
