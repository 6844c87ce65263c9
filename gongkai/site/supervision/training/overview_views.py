"""Certificates, and who was trained in each organ."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import spans, today
from ...accounts.middleware import OfficeRequest
from ...lists import Gathered, Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import certifying, standing
from .forms import CheckForm, ReasonForm, RuleForm, YearFilter
from .models import Training, TrainingCertificate, TrainingRule
from .reach import TRAIN, VIEW
from .tables import CERTIFICATES, STANDINGS
from .views import FIRST_YEAR


@require_POST
def certify(request: OfficeRequest, pk: int) -> HttpResponse:
    """发放证书."""
    found = get_object_or_404(Training.objects.select_related("organ"), pk=pk)
    permissions.require(request.user, TRAIN, found.organ, on=today.today())
    try:
        made = certifying.issue(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已发放{count}份证书").format(count=len(made)))
    return redirect("supervision:training", pk)


@reads_and_exports
def certificates(request: OfficeRequest) -> HttpResponseBase:
    """证书 that organs one may train gave or their people got, and one's own."""
    on = today.today()
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)
    organs = permissions.organs_for(request.user, TRAIN, on=on).values("pk")
    found = TrainingCertificate.objects.filter(
        Q(organ__in=organs) | Q(of__in=organs) | Q(user=request.user)
    ).select_related("training")
    listing = Listing(CERTIFICATES, request, found)
    if listing.wanted:
        return listing.export(request.user)
    return render(request, "supervision/training/certificates.html", {"list": listing})


@require_safe
def certificate(request: OfficeRequest, pk: int) -> HttpResponse:
    """A certificate, to print."""
    found = _certificate(request, pk)
    context = {
        "certificate": found,
        "title": certifying.title(),
        "lines": certifying.lines(found),
        "may": permissions.may(request.user, TRAIN, found.organ, on=today.today()),
    }
    return render(request, "supervision/training/certificate.html", context)


@require_safe
def certificate_pdf(request: OfficeRequest, pk: int) -> HttpResponse:
    """A certificate as a file."""
    found = _certificate(request, pk)
    name = quote(_("培训合格证书{number}.pdf").format(number=found.number))
    return HttpResponse(
        certifying.pdf(found),
        content_type="application/pdf",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: OfficeRequest, pk: int) -> HttpResponse:
    """撤销证书."""
    found = get_object_or_404(TrainingCertificate.objects.select_related("organ", "training"), pk=pk)
    permissions.require(request.user, TRAIN, found.organ, on=today.today())
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            certifying.revoke(found, form.cleaned_data["reason"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("证书已撤销"))
            return redirect("supervision:training_certificate", pk)
    context = {
        "form": form,
        "certificate": found,
        "title": _("撤销培训合格证书"),
        "explanation": _("撤销以后，按编号查验显示已撤销和原因；需要时可以重新发放，编号不同。"),
        "button": _("撤销"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/training/reason.html", context, status=status)


@require_safe
def check(request: OfficeRequest) -> HttpResponse:
    """证书查验: whether a number is of a certificate that holds, for everyone in the office."""
    if not permissions.may_anywhere(request.user, VIEW, on=today.today()):
        raise permissions.Forbidden(VIEW)
    form = CheckForm(request.GET or None)
    asked = form.is_valid()
    number = form.cleaned_data["number"].strip() if asked else ""
    found = TrainingCertificate.objects.select_related("training").filter(number=number).first()
    context = {"form": form, "asked": asked, "number": number, "certificate": found}
    return render(request, "supervision/training/check.html", context)


@dataclass
class Row:
    """An organ of the overview, for the page and the export."""

    name: str
    people: int
    trained: int
    passed: int
    share: Decimal | None
    """None where there is nobody, and where there are too few for a share to say anything."""
    untrained: str


@reads_and_exports
def overview(request: OfficeRequest) -> HttpResponseBase:
    """培训情况 of a year: of each organ who was trained; who is new and was not."""
    on = today.today()
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)
    roles = permissions.roles_in(request, on=on)
    years = range(on.year, FIRST_YEAR - 1, -1)
    form = YearFilter(request.GET, years=years)
    del form.fields["state"]
    form.fields["year"].choices = [(one, str(one)) for one in years]  # type: ignore[attr-defined]
    year = chosen(form).get("year") or on.year
    organs = permissions.organs_for(request.user, VIEW, on=on, roles=roles).existing(on)
    names = {organ.pk: organ for organ in organs.named(on).order_by("path")}
    told = standing.standings(organs, spans.year(year, on))
    rows = [_row(organ.short_name, told.get(pk) or standing.Standing(pk)) for pk, organ in names.items()]
    listing = Gathered(STANDINGS, request, rows, subject=Training)
    if listing.wanted:
        return listing.export(request.user)
    months = standing.months_of(names.values(), on)
    new = standing.newcomers(organs, on, months)
    context = {
        "list": listing,
        "form": form,
        "year": year,
        "on": on,
        "people": sum(row.people for row in rows),
        "trained": sum(row.trained for row in rows),
        "passed": sum(row.passed for row in rows),
        "newcomers": [(names[one.organ].short_name, one, one.is_late(on)) for one in new],
        "rules": _rules(request, names, months),
    }
    return render(request, "supervision/training/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: OfficeRequest, slug: str) -> HttpResponse:
    """设定培训时限 of newcomers."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, TRAIN, organ, on=on)
    set_ = TrainingRule.objects.filter(organ=organ).select_related("by").first()
    months = standing.months_of([organ], on)[organ.pk]
    initial = {"months": months, "source": set_.source if set_ else ""}
    form = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            standing.set_rule(organ, data["months"], data["source"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("培训时限已设定"))
            return redirect("supervision:training_overview")
    context = {"form": form, "organ": organ, "rule": set_, "months": months}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/training/rule.html", context, status=status)


def _certificate(request: OfficeRequest, pk: int) -> TrainingCertificate:
    """A certificate; 403 for who neither holds it nor trains for an organ it concerns."""
    rows = TrainingCertificate.objects.select_related("organ", "of", "training")
    found = get_object_or_404(rows, pk=pk)
    on = today.today()
    own = found.user_id == request.user.pk and permissions.may_anywhere(request.user, VIEW, on=on)
    if not own and not permissions.may(request.user, TRAIN, found.of, on=on):
        permissions.require(request.user, TRAIN, found.organ, on=on)
    return found


def _row(name: str, one: standing.Standing) -> Row:
    return Row(
        name, len(one.people), len(one.trained), len(one.passed), None if one.is_small else one.share,
        "、".join(one.untrained.values()),
    )  # fmt: skip


def _rules(
    request: OfficeRequest, names: dict[int, Any], months: dict[int, int]
) -> list[tuple[str, str, int]]:
    """Of one's own organs: name, slug, months in force."""
    on = today.today()
    roles = permissions.roles_in(request, on=on)
    own = {organ for _role, organ, _path, _government in roles}
    trains = permissions.organs_for(request.user, TRAIN, on=on, roles=roles).filter(pk__in=own)
    return [(names[one.pk].short_name, one.slug, months[one.pk]) for one in trains if one.pk in names]
