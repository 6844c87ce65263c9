"""Pages of the standard catalogue in the office: coverage, a matter, its forms, import and export."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Max
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import PAGE, workbook
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import coverage, matter_workbooks, matters
from .forms import ReasonForm
from .matter_forms import CatalogueFileForm, MapForm, MatterForm, NewMatterForm, StateForm
from .matter_models import Matter
from .models import Item
from .views import organ_of


@require_safe
def matter_list(request: OfficeRequest, slug: str) -> HttpResponse:
    """覆盖情况: every matter with what the public finds of it, field by field."""
    organ = organ_of(request, slug, "disclosure.view")
    on = today.today()
    lines = coverage.lines(organ, on)
    form = StateForm(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    whole = coverage.by_field(lines)
    shown = [(group, [line for line in group.lines if not state or line.state == state]) for group in whole]
    others = permissions.organs_for(request.user, "disclosure.view", on=on).named(on)
    context = {
        "organ": organ,
        "total": coverage.Group("", lines),
        "groups": [(group, found) for group, found in shown if found],
        "state": coverage.State(state) if state else None,
        "others": others.filter(matters__retired_on__isnull=True, matters__isnull=False)
        .exclude(pk=organ.pk)
        .distinct(),
        "may": permissions.may(request.user, "disclosure.matters", organ, on=on),
    }
    return render(request, "disclosure/matters.html", context)


@require_POST
def catalogue_file(request: OfficeRequest, slug: str) -> HttpResponse:
    """The catalogue as a workbook: a form to fill in where it is empty."""
    organ = organ_of(request, slug, "disclosure.view")
    found = list(Matter.objects.active().filter(organ=organ).select_related("column__parent"))
    title = _("{name}政务公开标准目录").format(name=organ.name)
    data = matter_workbooks.catalogue(title, found)
    return _leaves(request, organ, data, title, _("政务公开标准目录"), len(found))


@require_POST
def coverage_file(request: OfficeRequest, slug: str) -> HttpResponse:
    """The coverage as a workbook."""
    organ = organ_of(request, slug, "disclosure.view")
    on = today.today()
    lines = coverage.lines(organ, on)
    title = _("{name}政务公开标准目录覆盖情况（{day}）").format(name=organ.name, day=on)
    data = matter_workbooks.coverage(title, coverage.by_field(lines))
    return _leaves(request, organ, data, title, _("政务公开标准目录覆盖情况"), len(lines))


def _leaves(
    request: OfficeRequest, organ: Organ, data: bytes, title: str, list_: str, rows: int
) -> HttpResponse:
    return workbook(data, title, list_=list_, of=organ.name, rows=rows, subject=Matter, user=request.user)


@require_safe
def matter_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """A matter: its line, what was understood of its time limit, the items that count for it."""
    return _shown(request, _matter(request, pk, "disclosure.view"))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """添加公开事项."""
    organ = organ_of(request, slug, "disclosure.matters")
    form = NewMatterForm(request.POST or None, organ=organ, initial={"position": _next_position(organ)})
    if request.method == "POST" and form.is_valid():
        try:
            matter = matters.add_matter(
                organ, form.entry, column=form.chosen, user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("事项已添加"))
            return redirect("disclosure:matter", matter.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/matter_form.html", {"form": form, "organ": organ}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改公开事项."""
    matter = _matter(request, pk, "disclosure.matters")
    form = MatterForm(request.POST or None, initial=matters.Entry.of(matter).as_dict())
    return _by_form(
        request,
        matter,
        form,
        lambda: matters.change_matter(matter, form.entry, user=request.user, at=today.now()),
        _("已保存"),
        {"title": _("修改公开事项"), "button": _("保存")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: OfficeRequest, pk: int) -> HttpResponse:
    """停用公开事项."""
    matter = _matter(request, pk, "disclosure.matters")
    form = ReasonForm(request.POST or None)
    return _by_form(
        request,
        matter,
        form,
        lambda: matters.retire_matter(
            matter, reason=form.cleaned_data["reason"], user=request.user, at=today.now()
        ),
        _("事项已停用，不再列入目录和覆盖情况"),
        {
            "title": _("停用公开事项"),
            "explanation": _("停用后不再列入目录和覆盖情况；已公开的信息不受影响，操作记录仍保留。"),
            "button": _("停用"),
        },
    )


@require_POST
def map_column(request: OfficeRequest, pk: int) -> HttpResponse:
    """对应栏目."""
    matter = _matter(request, pk, "disclosure.matters")
    form = MapForm(request.POST, organ=matter.organ)
    if form.is_valid():
        try:
            matters.map_matter(matter, form.cleaned_data["column"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存"))
            return redirect("disclosure:matter", pk)
    return _shown(request, matter, map_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: OfficeRequest, pk: int) -> HttpResponse:
    """对应事项: which matters an item meets."""
    item = get_object_or_404(Item.objects.select_related("organ"), pk=pk)
    on = today.today()
    permissions.require(request.user, "disclosure.edit", item.organ, on=on)
    item.organ.name = item.organ.name_on(on)
    known = list(Matter.objects.active().filter(organ=item.organ))
    if request.method == "POST":
        ticked = set(request.POST.getlist("matters"))
        chosen = [matter for matter in known if str(matter.pk) in ticked]
        try:
            matters.bind_matters(item, chosen, user=request.user, at=today.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("已保存"))
        return redirect("disclosure:item", pk)
    held = set(item.matters.values_list("pk", flat=True))
    version = item.versions.order_by("-number").first()
    groups: dict[str, list[tuple[Matter, bool]]] = {}
    for matter in known:
        groups.setdefault(matter.field, []).append((matter, matter.pk in held))
    near = {
        matter.field
        for matter in known
        if matter.pk in held or (item.column_id and matter.column_id == item.column_id)
    }
    context = {
        "organ": item.organ,
        "item": item,
        "version": version,
        "groups": [(field, rows, field in near) for field, rows in groups.items()],
    }
    return render(request, "disclosure/bind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_catalogue(request: OfficeRequest, slug: str) -> HttpResponse:
    """导入目录: a file is tried line by line, and taken over when that was seen and confirmed."""
    organ = organ_of(request, slug, "disclosure.matters")
    salt = f"matters {organ.pk} {request.user.pk}"
    form = CatalogueFileForm(request.POST or None, request.FILES or None)
    if "seen" in request.POST:
        return _confirmed(request, organ, salt)
    context: dict[str, Any] = {"organ": organ, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            rows = matter_workbooks.read(form.cleaned_data["file"].read())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            plan = matters.plan(organ, rows)
            seen = {"rows": [asdict(row) for row in rows], "digest": plan.digest}
            context |= {"plan": plan, "seen": signing.dumps(seen, salt=salt, compress=True)}
    status = 422 if request.method == "POST" and "plan" not in context else 200
    return render(request, "disclosure/matters_import.html", context, status=status)


def _confirmed(request: OfficeRequest, organ: Organ, salt: str) -> HttpResponse:
    try:
        seen = signing.loads(request.POST["seen"], salt=salt)
    except signing.BadSignature:
        messages.error(request, _("没有收到完整的内容，请重新上传"))
        return redirect("disclosure:matters_import", organ.slug)
    rows = [matters.Row(**row) for row in seen["rows"]]
    try:
        done = matters.import_matters(organ, rows, digest=seen["digest"], user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("disclosure:matters_import", organ.slug)
    counts = done.counts
    messages.success(
        request,
        _("已导入：新增{new}项，改动{changed}项").format(new=counts["new"], changed=counts["changed"]),
    )
    return redirect("disclosure:matters", organ.slug)


def _matter(request: OfficeRequest, pk: int, act: str) -> Matter:
    matter = get_object_or_404(Matter.objects.select_related("organ", "column__parent"), pk=pk)
    on = today.today()
    permissions.require(request.user, act, matter.organ, on=on)
    matter.organ.name = matter.organ.name_on(on)
    return matter


def _by_form(
    request: OfficeRequest,
    matter: Matter,
    form: Form,
    act: Callable[[], object],
    done: str,
    words: dict[str, str],
) -> HttpResponse:
    """A page with one form, for one act on a matter."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("disclosure:matter", matter.pk)
    context = {"form": form, "matter": matter, "organ": matter.organ, **words}
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/matter_form.html", context, status=status)


def _shown(
    request: OfficeRequest, matter: Matter, *, map_form: MapForm | None = None, status: int = 200
) -> HttpResponse:
    on = today.today()
    organ = matter.organ
    page = Paginator(coverage.items_of(matter), PAGE).get_page(request.GET.get("page"))
    context = {
        "organ": organ,
        "matter": matter,
        "line": coverage.line_of(matter, on),
        "limit": matter.limit,
        "page": page,
        "bound": set(matter.items.filter(pk__in=[item.pk for item in page]).values_list("pk", flat=True)),
        "map_form": map_form or MapForm(organ=organ, initial={"column": matter.column_id}),
        "may": not matter.retired_on and permissions.may(request.user, "disclosure.matters", organ, on=on),
    }
    return render(request, "disclosure/matter.html", context, status=status)


def _next_position(organ: Organ) -> int:
    last = Matter.objects.active().filter(organ=organ).aggregate(Max("position"))["position__max"]
    return (last or 0) + 1
