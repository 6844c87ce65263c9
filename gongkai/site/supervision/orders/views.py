"""Pages of orders: the list, one order, its paper, its files; choosing an organ and issuing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.annual_report import kinds

from ... import today
from ...accounts.middleware import OfficeRequest
from ...disclosure.files import MEDIA_TYPES
from ...lists import Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from ..patrol.checks import CHECKS
from . import actions, drafts, notice, offices, showing, terms
from .forms import OVERDUE, CloseForm, IssueForm, LookForm, OrderFilter
from .models import OPEN, OWED, Finding, Order, OrderQuerySet, Proof, ScanRow, State
from .tables import ORDERS

VIEW = "supervision.view"
MOST = 200
"""Open hits, and rows of scanners, offered on one page."""


@reads_and_exports
def order_list(request: OfficeRequest) -> HttpResponseBase:
    """整改: the orders to the organs one may see, the newest first; its export is 整改台账."""
    on = today.today()
    roles = permissions.roles_in(request, on=on)
    organs = permissions.organs_for(request.user, VIEW, on=on, roles=roles).named(on)
    names = {organ.pk: organ.short_name or organ.slug for organ in organs}
    if not names:
        raise permissions.Forbidden(VIEW)
    seen = Order.objects.filter(organ__in=list(names))
    form = OrderFilter(request.GET, names.items(), _checks(seen))
    found = _narrowed(seen, chosen(form), on)
    listing = Listing(
        ORDERS, request, found, complete=lambda batch: showing.complete(batch, names, on),
        without=() if len(names) > 1 else ("organ",),
    )  # fmt: skip
    if listing.wanted:
        return listing.export(request.user)
    counted = seen.aggregate(
        open=Count("pk", Q(state__in=OPEN)),
        overdue=Count("pk", Q(state__in=OWED, due_on__lt=on)),
        answered=Count("pk", Q(state=State.ANSWERED)),
        repeated=Count("pk", Q(state__in=OPEN, repeated__gt=0)),
    )
    context = {
        "list": listing,
        "form": form,
        "many": len(names) > 1,
        "counted": counted,
        "orders": bool(offices.own(roles)),
        "on": on,
    }
    return render(request, "supervision/orders/list.html", context)


def _checks(seen: OrderQuerySet) -> list[tuple[str, str]]:
    codes = Finding.objects.filter(order__in=seen).order_by("check_code").values_list("check_code", flat=True)
    return [(code, str(CHECKS[code].name) if code in CHECKS else code) for code in codes.distinct() if code]


def _narrowed(found: OrderQuerySet, narrow: dict[str, Any], on: date) -> OrderQuerySet:
    state = narrow.get("state")
    if state:
        found = found.overdue(on) if state == OVERDUE else found.filter(state=state)
    if organ := narrow.get("organ"):
        found = found.filter(organ=organ)
    if check := narrow.get("check"):
        found = found.filter(pk__in=Finding.objects.filter(check_code=check).values("order"))
    if narrow.get("repeated"):
        found = found.filter(repeated__gt=0)
    return found


@require_safe
def choose(request: OfficeRequest) -> HttpResponse:
    """下达整改: the organs below, with what is open and not ordered yet."""
    on = today.today()
    roles = permissions.roles_in(request, on=on)
    if not offices.own(roles):
        raise permissions.Forbidden(offices.INSPECT)
    organs = list(offices.below(request.user, on, roles).order_by("path"))
    keys = [organ.pk for organ in organs]
    hits = _counted(drafts.open_hits(keys))
    rows = _counted(drafts.open_rows(keys))
    lines = [(organ, hits.get(organ.pk, 0), rows.get(organ.pk, 0)) for organ in organs]
    return render(request, "supervision/orders/choose.html", {"lines": lines})


def _counted(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("organ").annotate(count=Count("pk")))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """下达整改通知 to an organ: choose, fill in, preview, issue."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, offices.INSPECT, organ, on=on)
    office = offices.over(request.user, organ, on)
    if office is None:
        raise permissions.Forbidden(offices.INSPECT)
    hits = list(drafts.open_hits([organ.pk])[:MOST])
    rows = list(drafts.open_rows([organ.pk]).select_related("item")[:MOST])
    initial = {"title": _("政府信息公开问题整改"), "hits": request.GET.getlist("hit")}
    form = IssueForm(request.POST or None, hits=hits, rows=rows, initial=initial)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            found = _drafts(form, organ, hits, rows)
            if "preview" in request.POST:
                preview = _preview(request, office, organ, found, form, on)
            else:
                order = _issued(request, office, organ, found, form)
                messages.success(request, _("已下达{number}").format(number=order))
                return redirect("supervision:order", order.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "organ": organ,
        "office": office,
        "form": form,
        "hand": [form[name] for name in IssueForm.HAND],
        "hand_open": form.is_bound and any(request.POST.get(name) for name in IssueForm.TYPED),
        "preview": preview,
        "offered": bool(hits or rows),
        "more": len(hits) == MOST or len(rows) == MOST,
        "grave": terms.term_of("veto", on).value,
        "ordinary": terms.term_of("deduct", on).value,
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "supervision/orders/new.html", context, status=status)


def _drafts(form: IssueForm, organ: Organ, hits: Any, rows: list[ScanRow]) -> list[drafts.Draft]:
    wanted, lines = form.chosen("hits"), form.chosen("rows")
    found = [drafts.of_hit(hit) for hit in hits if hit.pk in wanted]
    found += [drafts.of_row(row) for row in rows if row.pk in lines]
    if form.has_hand:
        data = form.cleaned_data
        said = {name.removeprefix("hand_"): data[name] for name in IssueForm.HAND}
        found.append(drafts.by_hand(organ, **said))
    if not found:
        raise Refused(_("请至少选择或者填写一个问题"))
    return found


def _issued(
    request: OfficeRequest, office: Organ, organ: Organ, found: list[drafts.Draft], form: IssueForm
) -> Order:
    data = form.cleaned_data
    return actions.issue(
        office, organ, found, title=data["title"], asked=data["asked"], due_on=data["due_on"],
        due_reason=data["due_reason"], user=request.user, at=today.now(),
    )  # fmt: skip


def _preview(
    request: OfficeRequest, office: Organ, organ: Organ, found: list[drafts.Draft], form: IssueForm, on: date
) -> notice.Notice:
    findings = [one.finding() for one in found]
    drafts.mark_repeated(organ, findings, on)
    data = form.cleaned_data
    severity = drafts.gravest(one.severity for one in findings)
    due_on = actions.last_day(organ, severity, on, data["due_on"], data["due_reason"])
    base = request.build_absolute_uri("/").rstrip("/")
    return notice.Notice(office.name, organ.name, "", findings, data["asked"], on, due_on, base)


@require_safe
def order_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """An order: problems with their places, term, what was answered, seen and remarked, what comes next."""
    return shown(request, order_of(request, pk))


def shown(
    request: OfficeRequest, order: Order, *, look_form: LookForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """``look_form``: the one that was refused."""
    on = today.today()
    findings, history = showing.told(order)
    decides = offices.decides(request.user, order, on)
    for one in findings:
        prefix = f"look-{one.finding.pk}"
        one.form = look_form if look_form and look_form.prefix == prefix else LookForm(prefix=prefix)
    order.words = showing.words(order, on)
    context: dict[str, Any] = {
        "order": order,
        "organ": order.organ,
        "office": order.office.name_on(on),
        "findings": findings,
        "history": history,
        "term": terms.running(order) if order.is_owed else None,
        "decides": decides,
        "answers": permissions.may(request.user, actions.ANSWER, order.organ, on=on),
        "unsure": sum(one.finding.found is not False for one in findings if not one.finding.settled),
        "close_form": CloseForm(),
        "on": on,
        **more,
    }
    return render(request, "supervision/orders/order.html", context, status=status)


def order_of(request: OfficeRequest, pk: int) -> Order:
    """The order of an address, its organ named, for who sees the organ or decides."""
    on = today.today()
    order = get_object_or_404(Order.objects.select_related("organ", "office", "by"), pk=pk)
    permissions.require(request.user, VIEW, order.organ, on=on)
    order.organ.name = order.organ.name_on(on)
    return order


@require_safe
def paper(request: OfficeRequest, pk: int, kind: str) -> HttpResponse:
    """整改通知书 as DOCX or PDF."""
    order = order_of(request, pk)
    told = showing.paper(order, request.build_absolute_uri("/").rstrip("/"))
    data = notice.pdf(told) if kind == "pdf" else notice.docx(told)
    answer = HttpResponse(data, content_type=kinds.MEDIA_TYPES[kind])
    name = _("{number}整改通知书.{kind}").format(number=order, kind=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@require_safe
def proof(request: OfficeRequest, pk: int, file: int) -> FileResponse:
    """佐证材料: always a download."""
    order = order_of(request, pk)
    kept = get_object_or_404(Proof, pk=file, event__order=order)
    return FileResponse(
        kept.file.open(), as_attachment=True, filename=kept.name, content_type=MEDIA_TYPES[kept.kind]
    )
