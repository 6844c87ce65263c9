"""Pages of schemes: list, one version to read, its file, drafting, copying, simulating."""

import json

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai import assessment as library

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Gathered, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from ...spans import Span
from . import computing, schemes, showing
from .forms import SchemeForm, SimulateForm
from .models import Assessment, AssessmentState, Scheme, Score
from .rows_form import RowsForm
from .tables import SIMULATED


@require_safe
def scheme_list(request: OfficeRequest) -> HttpResponse:
    """方案: all versions of the schemes of the governments one assesses for."""
    on = today.today()
    governments = _governments(request)
    rows = Scheme.objects.filter(owner__in=governments).select_related("owner", "made_by")
    names = {one.pk: one.name for one in governments}
    every = list(rows.order_by("owner__path", "title", "-number"))
    for one in every:
        one.owner.name = names[one.owner_id]
    context = {"schemes": every, "governments": governments, "on": on}
    return render(request, "supervision/assessment/schemes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """拟定方案, beginning with the example."""
    owner = _owner(request, slug)
    form = SchemeForm(request.POST or None, request.FILES or None, initial={"text": schemes.example()})
    if request.method == "POST" and form.is_valid():
        try:
            made = schemes.draft(owner, form.cleaned_data["text"], user=request.user, at=today.now())
        except Refused as refused:
            _add_errors(form, refused)
        else:
            messages.success(request, _("方案草稿已保存"))
            return redirect("supervision:scheme", made.pk)
    return _edit(request, form, owner, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改草稿."""
    scheme = _scheme(request, pk)
    text = library.to_toml(scheme.reading)
    form = SchemeForm(request.POST or None, request.FILES or None, initial={"text": text})
    if request.method == "POST" and form.is_valid():
        try:
            schemes.change(scheme, form.cleaned_data["text"], user=request.user, at=today.now())
        except Refused as refused:
            _add_errors(form, refused)
        else:
            messages.success(request, _("方案草稿已保存"))
            return redirect("supervision:scheme", pk)
    return _edit(request, form, scheme.owner, scheme)


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: OfficeRequest, pk: int) -> HttpResponse:
    """逐项修改 a draft: its indicators as rows."""
    found = _scheme(request, pk)
    form = RowsForm(request.POST or None, reading=found.reading)
    if request.method == "POST" and form.is_valid():
        text = json.dumps(form.changed_scheme(), ensure_ascii=False)
        try:
            schemes.change(found, text, user=request.user, at=today.now())
        except Refused as refused:
            _add_errors(form, refused)
        else:
            messages.success(request, _("方案草稿已保存"))
            return redirect("supervision:scheme", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "scheme": found}
    return render(request, "supervision/assessment/rows.html", context, status=status)


@require_safe
def scheme(request: OfficeRequest, pk: int) -> HttpResponse:
    """One version, to read; what it changes of the version before."""
    found = _scheme(request, pk)
    reading = found.reading
    before = Scheme.objects.filter(owner=found.owner, title=found.title, number__lt=found.number).first()
    context = {
        "scheme": found,
        "reading": reading,
        "areas": [
            (area, [(one, showing.how(one, reading)) for one in area.indicators]) for area in reading.areas
        ],
        "vetoes": [(one, showing.veto_how(one)) for one in reading.vetoes],
        "kinds": [str(library.scheme.KINDS[kind]) for kind in reading.kinds],
        "before": before,
        "changes": library.compare(before.reading, reading) if before else [],
        "versions": Scheme.objects.filter(owner=found.owner, title=found.title),
        "assessments": found.assessments.all(),
    }
    return render(request, "supervision/assessment/scheme.html", context)


@require_safe
def file(request: OfficeRequest, pk: int) -> HttpResponse:
    """方案文件 as TOML."""
    found = _scheme(request, pk)
    answer = HttpResponse(library.to_toml(found.reading), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="scheme-{found.pk}.toml"'
    return answer


@require_POST
def copy(request: OfficeRequest, pk: int) -> HttpResponse:
    """复制为新版."""
    found = _scheme(request, pk)
    try:
        made = schemes.copy(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("supervision:scheme", pk)
    messages.success(request, _("已复制为第{number}版草稿").format(number=made.number))
    return redirect("supervision:scheme_edit", made.pk)


@require_POST
def enact(request: OfficeRequest, pk: int) -> HttpResponse:
    """施行."""
    found = _scheme(request, pk)
    try:
        schemes.enact(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("方案已施行，可以用于考核"))
    return redirect("supervision:scheme", pk)


@require_POST
def drop(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除草稿."""
    found = _scheme(request, pk)
    try:
        schemes.drop(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("supervision:scheme", pk)
    messages.success(request, _("草稿已删除"))
    return redirect("supervision:schemes")


@reads_and_exports
def simulate(request: OfficeRequest) -> HttpResponseBase:
    """模拟: what a version would have given all organs over past days, beside what they were given."""
    on = today.today()
    governments = _governments(request)
    form = SimulateForm(request.GET or None, schemes=Scheme.objects.filter(owner__in=governments))
    context: dict[str, object] = {"form": form}
    status = 200
    if form.is_bound and form.is_valid():
        found: Scheme = form.cleaned_data["scheme"]
        span = Span(form.cleaned_data["first"], min(form.cleaned_data["last"], on))
        if span.first > on:
            form.add_error("first", _("还没有到这一天，没有可以计分的记录"))
        else:
            listing, real = _simulated(request, found, span)
            if listing.wanted:
                return listing.export(request.user)
            context |= {"list": listing, "scheme": found, "span": span, "real": real}
    if form.is_bound and form.errors:
        status = 422
    return render(request, "supervision/assessment/simulate.html", context, status=status)


def _simulated(request: OfficeRequest, found: Scheme, span: Span) -> tuple[Gathered, Assessment | None]:
    """The list, and the assessment of the same days that it is set beside."""
    same = Assessment.objects.filter(government=found.owner, first=span.first, last=span.last)
    real = same.exclude(state=AssessmentState.PREPARED).order_by("-pk").select_related("scheme").first()
    scores: list[Score] = []
    if real is not None:
        scores = list(real.scores.light())
        for score in scores:
            score.assessment = real
    organs = computing.assessed(found.reading, found.owner, span).named(span.last)
    rows = computing.simulate(found.reading, organs, span, scores)
    return Gathered(SIMULATED, request, rows, subject=Score), real


def _edit(request: OfficeRequest, form: SchemeForm, owner: Organ, scheme: Scheme | None) -> HttpResponse:
    context = {
        "form": form,
        "owner": owner,
        "scheme": scheme,
        "figures": schemes.catalogue(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/assessment/edit.html", context, status=status)


def _add_errors(form: SchemeForm | RowsForm, refused: Refused) -> None:
    for line in str(refused).splitlines():
        form.add_error(None, line)


def _governments(request: OfficeRequest) -> list[Organ]:
    found = list(showing.governments(request.user, today.today()))
    if not found:
        raise permissions.Forbidden(schemes.ASSESS)
    return found


def _owner(request: OfficeRequest, slug: str) -> Organ:
    on = today.today()
    owner: Organ = get_object_or_404(Organ.objects.named(on), slug=slug, kind="government")
    permissions.require(request.user, schemes.ASSESS, owner, on=on)
    return owner


def _scheme(request: OfficeRequest, pk: int) -> Scheme:
    on = today.today()
    found = get_object_or_404(Scheme.objects.select_related("owner", "made_by"), pk=pk)
    permissions.require(request.user, schemes.ASSESS, found.owner, on=on)
    found.owner.name = found.owner.name_on(on)
    return found
