"""Pages of 通报: the list, a draft and its paragraphs, the issued notice, its DOCX."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...disclosure.column_models import Column
from ...lists import Listing, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import actions, notices, printing
from .forms import ColumnForm, NoticeForm, PassageForm
from .models import Acknowledgement, Notice, Passage
from .tables import NOTICES
from .views import VIEW, part, room

DRAFT = "disclosure.draft"


@reads_and_exports
def notice_list(request: OfficeRequest) -> HttpResponseBase:
    """通报: those that a person writes, and those that went to their organs."""
    on = today.today()
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)
    roles = permissions.roles_in(request, on=on)
    rows = notices.seen(request.user, on, roles)
    listing = Listing(NOTICES, request, rows, complete=notices.completed)
    if listing.wanted:
        return listing.export(request.user)
    waiting = notices.unread(request.user, on, roles).values_list("notice", flat=True)
    context = {
        "list": listing,
        "unread": set(waiting),
        "governments": notices.notifying(request.user, on, roles),
        "breadcrumb": [room(), part(), {"title": _("通报")}],
    }
    return render(request, "supervision/briefing/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """起草通报."""
    on, writes = today.today(), request.method == "POST"
    government = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, actions.NOTIFY, government, on=on)
    form = NoticeForm(request.POST if writes else None, on)
    if writes and form.is_valid():
        span, fields = form.act()
        try:
            made = actions.draft(government, span, **fields, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("supervision:notice", made.pk)
    context = {"form": form, "organ": government, "breadcrumb": _trail(_("起草通报"))}
    return render(request, "supervision/briefing/new.html", context, status=422 if writes else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: OfficeRequest, pk: int) -> HttpResponse:
    """A notice: as it will be or was issued; POST: update, issue, discard, hand over."""
    found, on = _seen(request, pk), today.today()
    government = found.government
    government.name = government.name_on(on)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    publishes = bool(found.final_at) and permissions.may(request.user, DRAFT, government, on=on)
    column = ColumnForm(request.POST if act == "hand_over" else None, government)
    refusal = ""
    if request.method == "POST":
        try:
            done = _done(request, found, act, column)
        except Refused as refused:
            refusal = str(refused)
        else:
            if done:
                return done
    mine = permissions.organs_for(request.user, actions.READ, on=on).values_list("pk", flat=True)
    readings = list(found.readings.select_related("organ", "by"))
    names = {
        one.pk: one.name for one in Organ.objects.named(on).filter(pk__in=[r.organ_id for r in readings])
    }
    for one in readings:
        one.organ.name = names[one.organ_id]
    writes = permissions.may(request.user, actions.NOTIFY, government, on=on)
    passages = list(found.passages.all())
    stale = actions.stale(found) if writes and not found.final_at else {}
    context = {
        "notice": found,
        "government": government,
        "writes": writes and not found.final_at,
        "supervises": writes,
        "passages": passages,
        "printed": list(printing.printed(passages)),
        "stale": [(one, stale[one.key]) for one in passages if one.key in stale],
        "readings": readings if writes else [],
        "read": sum(one.at is not None for one in readings),
        "to_read": [one for one in readings if one.organ_id in set(mine) and one.at is None],
        "publishes": publishes and found.item_id is None,
        "column": column,
        "refusal": refusal,
        "breadcrumb": _trail(found.number or _("草稿")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/briefing/notice.html", context, status=status)


def _done(request: OfficeRequest, found: Notice, act: str, column: ColumnForm) -> HttpResponse | None:
    user, at = request.user, today.now()
    if act == "refresh":
        count = actions.refresh(found, user=user, at=at)
        messages.success(request, _("已按现在的数更新，{count}处有变化").format(count=count))
    elif act == "issue":
        made = actions.issue(found, user=user, at=at)
        messages.success(request, _("已印发，{number}").format(number=made.number))
    elif act == "discard":
        actions.discard(found, user=user, at=at)
        messages.success(request, _("草稿已删除"))
        return redirect("supervision:notices")
    elif act == "hand_over":
        if not column.is_valid():
            return None
        where: Column = column.cleaned_data["column"]
        version = actions.hand_over(found, where, user=user, at=at)
        messages.success(request, _("已起草为公开信息，请送审"))
        return redirect("disclosure:item", version.item_id)
    else:
        raise Http404
    return redirect("supervision:notice", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: OfficeRequest, pk: int) -> HttpResponse:
    """One paragraph of a draft; what the figures say now stands beside it."""
    one = get_object_or_404(Passage.objects.select_related("notice__government"), pk=pk)
    permissions.require(request.user, actions.NOTIFY, one.notice.government, on=today.today())
    if one.notice.final_at or one.kind == Passage.Kind.TABLE:
        raise Http404
    writes = request.method == "POST"
    form = PassageForm(request.POST if writes else None, initial={"text": one.text})
    if writes and form.is_valid():
        try:
            actions.write(one, form.cleaned_data["text"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存"))
            return redirect("supervision:notice", one.notice_id)
    context = {
        "passage": one,
        "form": form,
        "breadcrumb": [
            *_trail(_("草稿"), reverse("supervision:notice", args=[one.notice_id])),
            {"title": _("修改段落")},
        ],
    }
    return render(request, "supervision/briefing/passage.html", context, status=422 if writes else 200)


@require_POST
def read(request: OfficeRequest, pk: int) -> HttpResponse:
    """已阅."""
    reading = get_object_or_404(Acknowledgement.objects.select_related("notice", "organ"), pk=pk)
    try:
        actions.read(reading, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已登记已阅"))
    return redirect("supervision:notice", reading.notice_id)


@require_safe
def document(request: OfficeRequest, pk: int) -> HttpResponse:
    """The notice as DOCX."""
    found = _seen(request, pk)
    day = today.today() if found.final_at is None else localdate(found.final_at)
    data = printing.document(found, found.passages.all(), found.government.name_on(day))
    response = HttpResponse(data, content_type=printing.MEDIA_TYPE)
    name = quote(f"{found.title}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _seen(request: OfficeRequest, pk: int) -> Notice:
    """A notice that the person may see; 403 for others."""
    found = get_object_or_404(Notice.objects.select_related("government", "final_by", "item"), pk=pk)
    on = today.today()
    roles = permissions.roles_in(request, on=on)
    writes = permissions.may(request.user, actions.NOTIFY, found.government, on=on)
    publishes = found.final_at and permissions.may(request.user, VIEW, found.government, on=on)
    if not writes and not publishes and not notices.seen(request.user, on, roles).filter(pk=pk).exists():
        raise permissions.Forbidden(VIEW)
    return found


def _trail(title: str, address: str = "") -> list[dict[str, object]]:
    last: dict[str, object] = {"title": title, **({"url": address} if address else {})}
    return [room(), part(), {"title": _("通报"), "url": reverse("supervision:notices")}, last]
