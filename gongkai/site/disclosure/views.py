"""Pages of the office for items: the register, and the form."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from js_asset import Media

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Officer, Organ
from . import actions, content
from .column_models import Column
from .desk import SOON
from .forms import (
    FilterForm,
    ItemForm,
)
from .models import Item, ItemQuerySet, ItemVersion
from .tables import REGISTER
from .typed_views import Begun


@reads_and_exports
def item_list(request: OfficeRequest) -> HttpResponseBase:
    """信息: the newest version of every item of the organs one may see, drafts with them."""
    on = today.today()
    organs = permissions.organs_for(request.user, "disclosure.view", on=on).named(on)
    names = {organ.pk: organ.short_name for organ in organs}
    if not names:
        raise permissions.Forbidden("disclosure.view")
    form = FilterForm(request.GET)
    form.fields["organ"].queryset = organs  # type: ignore[attr-defined]
    many = len(names) > 1
    if not many:
        del form.fields["organ"]
    items = _narrowed(Item.objects.filter(organ__in=list(names)), chosen(form), on)

    def complete(batch: list[Item]) -> None:
        for item in batch:
            assert item.newest is not None
            item.newest.item, item.organ_name = item, names[item.organ_id]

    without = () if many else ("organ",)
    rows = items.select_related("newest", "column")
    register = Listing(REGISTER, request, rows, complete=complete, without=without)
    if register.wanted:
        return register.export(request.user)
    context = {
        "list": register,
        "form": form,
        "on": on,
        "soon": on + SOON,
        "many": many,
        "drafts": permissions.organs_for(request.user, "disclosure.draft", on=on).named(on),
        "own": Organ.objects.named(on)
        .filter(officers__in=Officer.objects.on(on).filter(user=request.user))
        .distinct(),
        "manages": permissions.organs_for(request.user, "disclosure.columns", on=on).named(on),
    }
    return render(request, "disclosure/list.html", context)


def _narrowed(items: ItemQuerySet, narrow: dict[str, Any], on: date) -> ItemQuerySet:
    if q := narrow.get("q"):
        number = content.document_number(q)
        items = items.filter(
            Q(newest__title__contains=q)
            | Q(newest__document_number__contains=number)
            | Q(index_number__contains=q)
        )
    if narrow.get("organ"):
        items = items.filter(organ=narrow["organ"])
    for name in ("stage", "klass"):
        if narrow.get(name):
            items = items.filter(**{f"newest__{name}": narrow[name]})
    if narrow.get("due") == "over":
        items = items.filter(newest__in=ItemVersion.objects.overdue(on).values("pk"))
    elif narrow.get("due") == "soon":
        soon = ItemVersion.objects.duty().filter(due_on__range=(on, on + SOON))
        items = items.filter(newest__in=soon.values("pk"))
    return items


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记信息."""
    organ = organ_of(request, slug, "disclosure.draft")
    begun = Begun(request, organ)
    initial = {"formed_on": today.today(), **_chosen_column(request, organ), **begun.initial}
    form = ItemForm(request.POST or None, organ=organ, initial=initial)
    alike: list[ItemVersion] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        alike = actions.alike(organ, form.content)
        if not alike or request.POST.get("not_alike"):
            try:
                version = actions.draft(
                    organ,
                    form.content,
                    column=data["column"],
                    user=request.user,
                    at=today.now(),
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                begun.sent()
                messages.success(request, _("已登记，公开期限从形成之日起算"))
                return redirect("disclosure:item", version.item_id)
    if request.method == "POST":
        begun.keep()
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "organ": organ,
        "alike": alike,
        "begun": begun,
        "media": editor_media(request, form),
    }
    return render(request, "disclosure/edit.html", context, status=status)


def _chosen_column(request: OfficeRequest, organ: Organ) -> dict[str, Any]:
    """The column that a page led here for, and what it is for."""
    asked = request.GET.get("column", "")
    pk = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    column = Column.objects.filter(organ=organ, pk=pk, closed_on=None).first()
    return {"column": column.pk, "category": column.category} if column else {}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改: the version that is open."""
    version = version_of(request, pk, "disclosure.edit")
    organ = version.item.organ
    begun = Begun(request, organ, version)
    form = ItemForm(request.POST or None, organ=organ, version=version, initial=begun.initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.edit(
                version,
                form.content,
                column=data["column"],
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            begun.sent()
            messages.success(request, _("已保存；内容有改动的，须重新送审"))
            return redirect("disclosure:item", pk)
    if request.method == "POST":
        begun.keep()
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "organ": organ,
        "version": version,
        "begun": begun,
        "media": editor_media(request, form),
    }
    return render(request, "disclosure/edit.html", context, status=status)


def editor_media(request: OfficeRequest, form: Form) -> Media:
    """The editor's own files, its import map allowed on this one page by the nonce of the answer."""
    return Media.from_media(form.media, nonce=request.csp_nonce)  # type: ignore[attr-defined]


def organ_of(request: OfficeRequest, slug: str, act: str) -> Organ:
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, act, organ, on=on)
    return organ


def version_of(request: OfficeRequest, pk: int, act: str, number: int | None = None) -> ItemVersion:
    """The newest version of an item, or the one of a number."""
    versions = ItemVersion.objects.filter(item__pk=pk).select_related(
        "item__organ",
        "item__column__parent",
        "item__current",
        "item__interprets__current",
        "original__current",
        "made_by",
        "published_by",
    )
    version = versions.order_by("-number").first() if number is None else None
    version = version or get_object_or_404(versions, number=number or 1)
    on = today.today()
    organ = version.item.organ
    permissions.require(request.user, act, organ, on=on)
    organ.name = organ.name_on(on)
    return version
