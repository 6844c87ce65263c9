"""What the pages of the room share: the version at an address, for who may see it."""

from django.shortcuts import get_object_or_404

from .. import today
from ..accounts.middleware import OfficeRequest
from . import versions
from .models import Version


def version_of(request: OfficeRequest, pk: int, act: str) -> Version:
    """A version, its organ named; 403 where the person may not do ``act`` there."""
    version = get_object_or_404(
        Version.objects.select_related("report__organ", "source", "made_by", "published_by").prefetch_related(
            "confirmations__by"
        ),
        pk=pk,
    )
    on = today.today()
    versions.require(request.user, act, version, on=on)
    version.report.organ.name = version.report.organ.name_on(on)
    return version
