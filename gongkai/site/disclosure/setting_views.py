"""Settings of an organ for disclosure: the steps of its review, the pattern of its index numbers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Role
from . import actions, numbering, steps
from .column_forms import PatternForm, StepsForm
from .views import organ_of


@require_http_methods(["GET", "HEAD", "POST"])
def steps_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """审核环节: what they are, for whoever sees the organ; the security administrator changes them."""
    organ = organ_of(request, slug, "disclosure.steps" if request.method == "POST" else "organs.view")
    held = actions.steps_of(organ)
    form = StepsForm(request.POST or None, held=[(step.name, step.role) for step in held])
    if request.method == "POST" and form.is_valid():
        try:
            begun = steps.set_steps(organ, form.chosen, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("审核环节已调整，{begun}份在途的信息从第一个环节重新审核").format(begun=begun)
            )
            return redirect("disclosure:steps", slug)
    context = {
        "organ": organ,
        "steps": [(step, Role(step.role).label) for step in held],
        "form": form if permissions.may(request.user, "disclosure.steps", organ, on=today.today()) else None,
        "on_their_way": steps.on_their_way(organ).count(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/steps.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def numbering_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """索引号编法: tried first, then set. Numbers that are given stay as they are."""
    organ = organ_of(request, slug, "disclosure.index_pattern")
    held = numbering.pattern_of(organ)
    form = PatternForm(request.POST or None, initial={"pattern": held})
    preview: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                pattern = form.cleaned_data["pattern"]
                if "try" in request.POST:
                    numbering.check_pattern(organ, pattern)
                    preview, status = numbering.preview(organ, pattern, today.today().year), 200
                else:
                    numbering.set_index_pattern(organ, pattern, user=request.user, at=today.now())
                    messages.success(request, _("编法已设定，从下一条公布的信息起使用"))
                    return redirect("disclosure:numbering", slug)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "organ": organ,
        "held": held,
        "form": form,
        "preview": preview,
        "next": numbering.preview(organ, held, today.today().year),
    }
    return render(request, "disclosure/numbering.html", context, status=status)
