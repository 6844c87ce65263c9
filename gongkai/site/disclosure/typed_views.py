"""随写随存: what the form of an item says about what was typed into it, and where that is sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import typed
from .forms import ItemForm
from .models import ItemVersion
from .record_models import Typed

_MARK = "typed"
"""The field of a form whose content is being kept: the digest of the version it began from."""


class Begun:
    """A form as somebody comes to it: what they typed before and did not send, offered or restored.

    While an offer stands, nothing is kept: it would be written over what is offered.
    """

    def __init__(self, request: OfficeRequest, organ: Organ, version: ItemVersion | None = None) -> None:
        self.request, self.organ, self.version = request, organ, version
        self.kept = typed.kept_by(request.user, organ, version)
        self.marked = _MARK in request.POST
        self.restored = self.kept is not None and "restore" in request.GET and request.method != "POST"
        self.offered = self.kept is not None and not self.restored and not self.marked
        self.mark = version.digest if version else "-"

    @property
    def initial(self) -> dict[str, Any]:
        """What the form begins with; a field that was not sent was an empty one."""
        if self.kept is None or not self.restored:
            return {}
        return {name: self.kept.data.get(name, "") for name in ItemForm.base_fields}

    @property
    def changed(self) -> bool:
        """The item is another one since it was typed."""
        return bool(self.kept and self.version and self.kept.digest != self.version.digest)

    @property
    def address(self) -> str:
        if self.version:
            return reverse("disclosure:typed", args=[self.version.item_id])
        return reverse("disclosure:typed_new", args=[self.organ.slug])

    def keep(self) -> None:
        """What was sent and not accepted is kept like what was only typed."""
        if self.marked:
            try:
                _keep(self.request, self.organ, self.version)
            except Refused as refused:
                messages.warning(self.request, str(refused))

    def sent(self) -> None:
        if self.marked:
            typed.discard(self.request.user, self.organ, self.version)


@require_POST
def typed_new(request: OfficeRequest, slug: str) -> HttpResponse:
    """Of the form for a new item."""
    organ: Organ = get_object_or_404(Organ, slug=slug)
    return _answer(request, organ, None, reverse("disclosure:new", args=[slug]))


@require_POST
def typed_item(request: OfficeRequest, pk: int) -> HttpResponse:
    """Of the form for an item that is there."""
    version = (
        ItemVersion.objects.filter(item__pk=pk).select_related("item__organ").order_by("-number").first()
    )
    if version is None:
        raise Http404
    return _answer(request, version.item.organ, version, reverse("disclosure:edit", args=[pk]))


def _answer(request: OfficeRequest, organ: Organ, version: ItemVersion | None, form: str) -> HttpResponse:
    permissions.require(request.user, typed.act_for(version), organ, on=today.today())
    if "discard" in request.POST:
        typed.discard(request.user, organ, version)
        messages.success(request, _("已丢弃，表单回到原来的内容"))
        return redirect(form)
    try:
        kept = _keep(request, organ, version)
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=422)
    return JsonResponse({"at": localtime(kept.at).strftime("%H:%M")})


def _keep(request: OfficeRequest, organ: Organ, version: ItemVersion | None) -> Typed:
    data = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    mark = data.get(_MARK, "")
    return typed.keep(
        organ, version, data, ItemForm.base_fields, digest=mark, user=request.user, at=today.now()
    )
