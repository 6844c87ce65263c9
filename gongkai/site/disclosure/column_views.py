"""Pages of the columns: the tree, one column and what is asked of it, how fresh all of them are."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Gathered, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from . import column_actions, health
from .column_forms import (
    CategoryForm,
    CloseForm,
    ColumnForm,
    HealthFilterForm,
    NameForm,
    PlaceForm,
    TermsForm,
)
from .column_models import Column, Part
from .question_models import COLUMN_NAME
from .tables import HEALTH
from .views import organ_of


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: OfficeRequest, slug: str) -> HttpResponse:
    """栏目: the organ's tree in its order, what stands in it, and a new one."""
    organ = organ_of(request, slug, "disclosure.columns")
    form = ColumnForm(request.POST if "name" in request.POST else None, organ=organ)
    if moved := request.POST.get("up") or request.POST.get("down"):
        column = get_object_or_404(Column, organ=organ, pk=moved if moved.isdecimal() else 0)
        try:
            column_actions.move_column(column, up="up" in request.POST, user=request.user, at=today.now())
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("disclosure:columns", slug)
    if "usual" in request.POST:
        try:
            column_actions.add_usual_columns(organ, user=request.user, at=today.now())
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("disclosure:columns", slug)
    if request.method == "POST" and form.is_valid():
        try:
            column_actions.add_column(organ, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("栏目已设立"))
            return redirect("disclosure:columns", slug)
    tree = Column.objects.tree(organ)
    places = [(column.part, column.parent_id) for column in tree]
    context = {
        "organ": organ,
        "form": form,
        "first": {c.pk for n, c in enumerate(tree) if places[n] not in places[:n]},
        "last": {c.pk for n, c in enumerate(tree) if places[n] not in places[n + 1 :]},
        "parts": [(Part(part).label, [c for c in tree if c.part == part]) for part in Part.values],
        "empty": all(column.part == Part.GUIDE or column.name == str(COLUMN_NAME) for column in tree),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/columns.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def column_page(request: OfficeRequest, slug: str, pk: int) -> HttpResponse:
    """One column: its name, content and place, what is asked of it, closing it. A POST is one act."""
    organ = organ_of(request, slug, "disclosure.columns")
    column = get_object_or_404(Column.objects.select_related("organ", "parent"), organ=organ, pk=pk)
    typed = request.POST.get("act", "")
    forms: dict[str, Form] = {
        name: make(request.POST if typed == name else None, column) for name, make in _FORMS.items()
    }
    if request.method == "POST":
        try:
            if typed == "reopen":
                column_actions.reopen_column(column, user=request.user, at=today.now())
            elif typed in forms and forms[typed].is_valid():
                _ACTS[typed](column, **forms[typed].cleaned_data, user=request.user, at=today.now())
            else:
                raise Refused(_("请先更正下面的内容") if typed in forms else _("请选择要做什么"))
        except Refused as refused:
            if typed in forms and forms[typed].is_valid():
                forms[typed].add_error(None, str(refused))
            elif typed not in forms:
                messages.error(request, str(refused))
        else:
            messages.success(request, _("已保存"))
            return redirect("disclosure:column", slug, pk)
    context = {
        "organ": organ,
        "column": column,
        "forms": forms,
        "is_guide": column.part == Part.GUIDE,
        "health": next(one for one in health.of_organ(organ, today.today()) if one.column == column),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/column.html", context, status=status)


@reads_and_exports
def health_page(request: OfficeRequest) -> HttpResponseBase:
    """栏目预警: the state today of every column of the organs one may see."""
    on = today.today()
    organs = permissions.organs_for(request.user, "disclosure.view", on=on).named(on)
    names = {organ.pk: organ.short_name for organ in organs}
    if not names:
        raise permissions.Forbidden("disclosure.view")
    form = HealthFilterForm(request.GET)
    form.fields["organ"].queryset = organs  # type: ignore[attr-defined]
    many = len(names) > 1
    if not many:
        del form.fields["organ"]
    narrow = chosen(form)
    seen = organs.filter(pk=narrow["organ"].pk) if "organ" in narrow else organs
    found = health.of_organs(seen, on)
    counts = [(state, sum(one.state == state for one in found)) for state in health.State]
    rows = [(one, names[one.column.organ_id]) for one in found if narrow.get("state", one.state) == one.state]
    writes = set(permissions.organs_for(request.user, "disclosure.draft", on=on).values_list("pk", flat=True))
    without = tuple(key for key, shown in (("organ", many), ("act", writes)) if not shown)
    listing = Gathered(HEALTH, request, rows, subject=Column, without=without)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "list": listing,
        "form": form,
        "counts": counts,
        "many": many,
        "writes": writes,
        "manages": permissions.organs_for(request.user, "disclosure.columns", on=on).named(on),
        "on": on,
    }
    return render(request, "disclosure/health.html", context)


def _terms(data: Any, column: Column) -> Form:
    fields = ("longest_age", "warning_age", "fewest_items", "largest_gap", "section", "exempt_reason")
    return TermsForm(data, initial={name: getattr(column, name) for name in fields})


_FORMS: dict[str, Callable[[Any, Column], Form]] = {
    "terms": _terms,
    "name": lambda data, column: NameForm(data, initial={"name": column.name}),
    "category": lambda data, column: CategoryForm(data, initial={"category": column.category}),
    "place": lambda data, column: PlaceForm(data, column=column, initial={"parent": column.parent_id}),
    "close": lambda data, column: CloseForm(data, initial={"on": today.today()}),
}
_ACTS: dict[str, Callable[..., None]] = {
    "terms": column_actions.set_terms,
    "name": column_actions.rename_column,
    "category": column_actions.set_category,
    "place": column_actions.place_column,
    "close": column_actions.close_column,
}
