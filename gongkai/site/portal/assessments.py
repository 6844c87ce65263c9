"""考核结果 as a government decided to publish it: totals, grades, marks of each area; nothing of persons."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..organs.models import Organ
from ..supervision.assessment.league import published
from ..supervision.assessment.models import Assessment
from .around import around, find_organ, home_place, organ_place


def public(government: Organ) -> QuerySet[Assessment]:
    """The assessments that a government decided to publish."""
    return Assessment.objects.filter(government=government, published_at__isnull=False)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """A published assessment; 404 for any other."""
    rows = Assessment.objects.filter(published_at__isnull=False).select_related("scheme", "government")
    found = get_object_or_404(rows, pk=pk)
    organ = find_organ(found.government.slug)
    scheme = found.scheme.reading
    context = {
        **around(organ),
        "assessment": found,
        "areas": scheme.areas,
        "kinds": published(found),
        "grades": scheme.grades,
        "breadcrumb": [home_place(), organ_place(organ), {"title": found.title}],
    }
    return render(request, "portal/assessment.html", context)
