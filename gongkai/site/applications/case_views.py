"""Pages of one case: everything about it, who applied, the term as evidence."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from . import acting, likeness, panels, people, showing, terms
from .actions import conversion
from .forms import RevealForm
from .models import Application

_RIGHTS = ("view", "handle", "approve", "reveal", "archive")


@require_safe
def case_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """案卷: where the case stands, what may be done now, everything that was done."""
    application, may = case_of(request, pk)
    on = today.today()
    case = terms.case_of(application, on)
    days = terms.days_of(application)
    held = {f"applications.{name}": value for name, value in may.items()}
    acts, later = acting.possible(application, case, on, days, held)
    lines = showing.history(application)
    context = {
        **_shown(application, on),
        "may": may,
        "reads_files": may["handle"] or may["approve"] or may["reveal"],
        "acts": acts,
        "later": later,
        "lapsed": acting.lapsed(terms.waits(application, on)),
        "term": showing.term(application, case, on),
        "opinions": showing.opinions(application, on),
        "chosen": showing.chosen(application),
        "alike": likeness.alike(application),
        "related": likeness.related(application),
        "history": lines,
        "looks": showing.looks(lines),
        "converts": may["handle"] and application.answer in conversion.GIVEN,
        "panels": panels.shown(application, request.user, on=on),
    }
    return render(request, "applications/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """查看申请人: for a reason, once; who looked before stands beneath."""
    application, _may = case_of(request, pk, "reveal")
    form = RevealForm(request.POST or None)
    person: people.Person | None = None
    if request.method == "POST" and form.is_valid():
        try:
            person = people.reveal(
                application, form.cleaned_data["reason"], user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
    fields = [(people.LABELS[name], value) for name, value in vars(person).items() if value] if person else []
    context = {
        **_shown(application, today.today()),
        "form": form,
        "fields": fields,
        "looks": showing.looks(showing.history(application)),
    }
    status = 422 if request.method == "POST" and person is None else 200
    answer = render(request, "applications/reveal.html", context, status=status)
    patch_cache_control(answer, no_store=True)
    return answer


@require_safe
def evidence(request: OfficeRequest, pk: int) -> HttpResponse:
    """期限证明: the term day by day with its grounds, the facts, the letters; to be printed."""
    application, _may = case_of(request, pk)
    on = today.today()
    context = {
        **_shown(application, on),
        "term": showing.term(application, terms.case_of(application, on), on),
        "letters": [one for one in application.letters.all() if one.signed_on],
    }
    return render(request, "applications/evidence.html", context)


def case_of(request: OfficeRequest, pk: int, act: str = "view") -> tuple[Application, dict[str, bool]]:
    """A case for who may carry out an act on it, and what else they may."""
    application: Application = get_object_or_404(showing.found(pk))
    on = today.today()
    rights = [f"applications.{name}" for name in _RIGHTS]
    held = permissions.may_each(request.user, rights, application.organ, on=on)
    if not held[f"applications.{act}"]:
        raise permissions.Forbidden(f"applications.{act}")
    application.organ.name = application.organ.name_on(on)
    return application, {name: held[f"applications.{name}"] for name in _RIGHTS}


def _shown(application: Application, on: date) -> dict[str, Any]:
    organ: Model = application.organ
    return {
        "case": application,
        "organ": organ,
        "person": people.masked(application),
        "dates": showing.dates(application),
        "on": on,
    }
