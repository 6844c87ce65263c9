"""Pages of one score: explained to the record, marked by hand, assessed by the organ, appealed, answered."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import acting, today
from ...accounts.middleware import OfficeRequest
from ...disclosure.files import MEDIA_TYPES
from ...organs import permissions
from ...organs.actions import Refused
from . import marks, showing
from .forms import AnswerForm, GroundForm, MarkForm, SelfForm, VetoForm
from .models import Appeal, Evidence, HandMark, Score, SelfMark
from .schemes import ASSESS


@require_safe
def score(request: OfficeRequest, pk: int) -> HttpResponse:
    """得分: indicator by indicator, record by record, with what was said of it."""
    return _shown(request, _score(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: OfficeRequest, pk: int, code: str) -> HttpResponse:
    """人工评分, or 认定单项否决."""
    found = _score(request, pk)
    permissions.require(request.user, ASSESS, found.assessment.government, on=today.today())
    scheme = found.assessment.scheme.reading
    indicator = scheme.indicator(code)
    veto = next((one for one in scheme.vetoes if one.code == code), None)
    if indicator is None and veto is None:
        raise Http404
    old = HandMark.objects.filter(score=found, code=code).first()
    kind: type[GroundForm] = VetoForm if veto else MarkForm
    initial = _said(old) | ({"points": old.points, "applies": "yes" if old.applies else "no"} if old else {})
    form = kind(request.POST or None, request.FILES or None, initial=initial)

    def act() -> None:
        data = form.cleaned_data
        marks.give(
            found, code, data.get("points"), form.ground,
            applies=data["applies"] == "yes", user=request.user, at=today.now(),
        )  # fmt: skip

    if acting.done(request, form, act, _("评分已保存")):
        return redirect("supervision:score", pk)
    context = {"indicator": indicator, "veto": veto, "how": _how(found, code)}
    mine = SelfMark.objects.filter(score=found, code=code).select_related("by", "evidence").first()
    return _form(
        request, found, form, _("人工评分") if indicator else _("认定单项否决"), context | {"mine": mine}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assess_self(request: OfficeRequest, pk: int, code: str) -> HttpResponse:
    """自评 of an indicator."""
    found = _score(request, pk)
    permissions.require(request.user, marks.SELF_ASSESS, found.organ, on=today.today())
    indicator = found.assessment.scheme.reading.indicator(code)
    if indicator is None:
        raise Http404
    old = SelfMark.objects.filter(score=found, code=code).first()
    initial = _said(old) | ({"points": old.points} if old else {})
    form = SelfForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> None:
        points = form.cleaned_data["points"]
        marks.assess_self(found, code, points, form.ground, user=request.user, at=today.now())

    if acting.done(request, form, act, _("自评已保存")):
        return redirect("supervision:score", pk)
    return _form(request, found, form, _("自评"), {"indicator": indicator, "how": _how(found, code)})


@require_POST
def hand_in(request: OfficeRequest, pk: int) -> HttpResponse:
    """提交自评."""
    found = _score(request, pk)
    permissions.require(request.user, marks.SELF_ASSESS, found.organ, on=today.today())
    form = django_forms.Form(request.POST)
    done = _("自评已提交")
    if acting.done(request, form, lambda: marks.hand_in(found, user=request.user, at=today.now()), done):
        return redirect("supervision:score", pk)
    return _shown(request, found, refused=form)


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: OfficeRequest, pk: int, code: str) -> HttpResponse:
    """申诉 at an indicator, or at the record that ``hit`` names."""
    found = _score(request, pk)
    permissions.require(request.user, marks.APPEAL, found.organ, on=today.today())
    hit = request.GET.get("hit", "")
    try:
        title = marks.place_of(found, code, hit)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("supervision:score", pk)
    form = GroundForm(request.POST or None, request.FILES or None)

    def act() -> None:
        marks.appeal(found, code, hit, form.ground, user=request.user, at=today.now())

    if acting.done(request, form, act, _("申诉已提交，主管部门会逐件答复")):
        return redirect("supervision:score", pk)
    context = {
        "indicator": found.assessment.scheme.reading.indicator(code),
        "how": _how(found, code),
        "hit_title": title,
        "line": found.reading.line(code) if found.reading else None,
    }
    return _form(request, found, form, _("申诉"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: OfficeRequest, pk: int) -> HttpResponse:
    """答复申诉."""
    row = get_object_or_404(Appeal.objects.select_related("by", "evidence"), pk=pk)
    found = _score(request, row.score_id)
    permissions.require(request.user, ASSESS, found.assessment.government, on=today.today())
    row.score = found
    form = AnswerForm(request.POST or None, appeal=row)

    def act() -> None:
        data = form.cleaned_data
        marks.answer(
            row, data["outcome"], data["answer"], points=data.get("points"),
            user=request.user, at=today.now(),
        )  # fmt: skip

    if acting.done(request, form, act, _("申诉已答复，得分已重新计算")):
        return redirect("supervision:score", found.pk)
    context = {
        "indicator": found.assessment.scheme.reading.indicator(row.code),
        "how": _how(found, row.code),
        "appeal": row,
        "hit_title": row.hit_title,
        "line": found.reading.line(row.code) if found.reading else None,
    }
    return _form(request, found, form, _("答复申诉"), context)


@require_safe
def evidence(request: OfficeRequest, pk: int) -> HttpResponse:
    """佐证材料 as a download, never shown in a page."""
    kept = get_object_or_404(Evidence, pk=pk)
    found = _score(request, kept.score_id)
    rights = showing.rights(found, request.user, today.today())
    own = SelfMark.objects.filter(evidence=kept).exists() or Appeal.objects.filter(evidence=kept).exists()
    if not rights.sees and not own:
        raise permissions.Forbidden(showing.VIEW)
    with kept.file.open() as file:
        response = HttpResponse(file.read(), content_type=MEDIA_TYPES[kept.kind])
    response["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    return response


def _shown(request: OfficeRequest, found: Score, *, refused: django_forms.Form | None = None) -> HttpResponse:
    on = today.today()
    rights = showing.rights(found, request.user, on)
    context = {
        "score": found,
        "assessment": found.assessment,
        "organ": found.organ,
        "result": found.reading if rights.sees else None,
        "areas": showing.areas(found, sees=rights.sees),
        "vetoes": showing.vetoes(found) if rights.sees else [],
        "veto_appeals": [
            one for one in found.appeals.all() if found.assessment.scheme.reading.indicator(one.code) is None
        ],
        "rights": rights,
        "refused": refused,
        "on": on,
    }
    status = 422 if refused is not None else 200
    return render(request, "supervision/assessment/score.html", context, status=status)


def _form(
    request: OfficeRequest, found: Score, form: django_forms.Form, title: str, more: dict[str, Any]
) -> HttpResponse:
    context = {"score": found, "organ": found.organ, "form": form, "title": title, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/assessment/act.html", context, status=status)


def _how(found: Score, code: str) -> str:
    scheme = found.assessment.scheme.reading
    indicator = scheme.indicator(code)
    if indicator is not None:
        return showing.how(indicator, scheme)
    return next((showing.veto_how(one) for one in scheme.vetoes if one.code == code), "")


def _said(old: HandMark | SelfMark | None) -> dict[str, Any]:
    return {"reason": old.reason, "links": old.links} if old else {}


def _score(request: OfficeRequest, pk: int) -> Score:
    """The score of an address, for those of the organ and those who assess it."""
    on = today.today()
    rows = Score.objects.select_related("assessment__scheme", "assessment__government", "organ")
    found = get_object_or_404(rows, pk=pk)
    if not permissions.may(request.user, showing.VIEW, found.organ, on=on):
        permissions.require(request.user, ASSESS, found.assessment.government, on=on)
    found.organ.name = found.organ.name_on(on)
    return found
