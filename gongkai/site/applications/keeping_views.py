"""归档、销毁、提醒、转主动: pages around a case that is over, or coming due."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import today
from ..accounts import actions as accounts
from ..accounts.middleware import OfficeRequest
from ..disclosure.column_models import Column, Part
from ..disclosure.forms import ColumnField
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import archiving, feeds, retention, urging
from .act_views import crumbs, register
from .actions import conversion
from .models import Application, CalendarFeed, Destruction

_REMINDED = ("applications.handle", "applications.approve")
"""Whoever may do one of these is told what comes due."""

both = require_http_methods(["GET", "HEAD", "POST"])


class DestroyForm(forms.Form):
    numbers = forms.MultipleChoiceField(label=gettext_lazy("到期的案卷"), widget=forms.CheckboxSelectMultiple)
    witness = forms.CharField(label=gettext_lazy("监销人"), max_length=40)
    reason = forms.CharField(
        label=gettext_lazy("销毁依据"),
        max_length=200,
        help_text=gettext_lazy("例如：档案鉴定小组的意见及其日期。"),
    )


class EmailForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False, max_length=254)


class ConvertForm(forms.Form):
    column = ColumnField(
        label=gettext_lazy("栏目"), queryset=Column.objects.none(), empty_label=gettext_lazy("请选择")
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        help_text=gettext_lazy("例如：多个申请人申请公开同一信息。"),
    )
    proposed_by_applicant = forms.BooleanField(label=gettext_lazy("申请人建议纳入主动公开"), required=False)


@require_POST
def folder(request: OfficeRequest, pk: int) -> HttpResponse:
    """案卷 as a ZIP file, with everything in it that is sealed here."""
    application = get_object_or_404(Application.objects.select_related("organ"), pk=pk)
    permissions.require(request.user, "applications.archive", application.organ, on=today.today())
    try:
        data = archiving.export(application, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("applications:case", pk)
    name = f"application-{application.number}.zip"
    return HttpResponse(
        data,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@both
def retention_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """保管期限和销毁 of an organ."""
    organ: Organ = get_object_or_404(Organ, slug=slug)
    on = today.today()
    permissions.require(request.user, "applications.destroy", organ, on=on)
    organ.name = organ.name_on(on)
    due = list(retention.due(organ, on))
    form = DestroyForm(request.POST or None)
    numbers = form.fields["numbers"]
    assert isinstance(numbers, forms.MultipleChoiceField)
    numbers.choices = [
        (
            one.number,
            _("{number}　{title}（{day}办结）").format(
                number=one.number, title=one.title, day=date_format(one.closed_on, "Y年n月j日")
            ),
        )
        for one in due
        if one.closed_on
    ]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = retention.destroy(organ, **form.cleaned_data, user=request.user, at=today.now())
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("已销毁，请打印销毁证明存档"))
                return redirect("applications:certificate", made.pk)
    context = {
        "organ": organ,
        "form": form,
        "due": due,
        "years": retention.years(),
        "certificates": Destruction.objects.filter(organ=organ).select_related("by"),
        "breadcrumb": [*register(), {"title": _("保管和销毁")}],
    }
    return render(request, "applications/retention.html", context, status=status)


@require_safe
def certificate(request: OfficeRequest, pk: int) -> HttpResponse:
    """销毁证明."""
    one = get_object_or_404(Destruction.objects.select_related("organ", "by"), pk=pk)
    permissions.require(request.user, "applications.destroy", one.organ, on=today.today())
    one.organ.name = one.organ.name_on(today.today())
    kept = {"title": _("保管和销毁"), "url": reverse("applications:retention", args=[one.organ.slug])}
    breadcrumb = [*register(), kept, {"title": str(one)}]
    context = {"one": one, "organ": one.organ, "breadcrumb": breadcrumb}
    return render(request, "applications/certificate.html", context)


@both
def reminders(request: OfficeRequest) -> HttpResponse:
    """到期提醒, and where else they go: mail, calendar."""
    user, address, on = request.user, "", today.today()
    if not any(permissions.may_anywhere(user, act, on=on) for act in _REMINDED):
        raise permissions.Forbidden(_REMINDED[0])
    form = EmailForm(initial={"email": user.email})
    if request.method == "POST" and request.POST.get("act") == "feed":
        token = feeds.renew(user, today.now())
        address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    elif request.method == "POST":
        form = EmailForm(request.POST)
        if form.is_valid():
            accounts.set_email(user, form.cleaned_data["email"])
            messages.success(request, _("已保存"))
            return redirect("applications:reminders")
    context: dict[str, Any] = {
        "reminders": urging.waiting_for(user, today.today()),
        "form": form,
        "feed": CalendarFeed.objects.filter(user=user).first(),
        "address": address,
        "breadcrumb": [*register(), {"title": _("到期提醒")}],
    }
    return render(request, "applications/reminders.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """日历订阅: to whoever has the address; a wrong one is told nothing."""
    feed = feeds.of(token)
    if feed is None:
        return HttpResponseNotFound()
    data = feeds.calendar(feed, today.today(), today.now())
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


@both
def convert(request: OfficeRequest, pk: int) -> HttpResponse:
    """依申请转主动."""
    application = get_object_or_404(Application.objects.select_related("organ"), pk=pk)
    for act in ("applications.handle", "disclosure.draft"):
        permissions.require(request.user, act, application.organ, on=today.today())
    application.organ.name = application.organ.name_on(today.today())
    form = ConvertForm(request.POST or None)
    columns = form.fields["column"]
    assert isinstance(columns, forms.ModelChoiceField)
    columns.queryset = Column.objects.filter(organ=application.organ, part=Part.CATALOGUE).select_related(
        "parent"
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = conversion.convert(application, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已起草，补充正文和附件后送审；审核通过并公布后，所有人都能看到"))
            return redirect("disclosure:item", made.item_id)
    context = {
        "title": _("转为主动公开"),
        "subject": f"{application.number}　{application.title}",
        "explanation": _(
            "起草一份主动公开的信息，标题沿用申请的信息名称。公开以前请去掉申请人和第三方的信息，并照常审核（条例第四十四条）。"
        ),
        "button": _("起草"),
        "back": reverse("applications:case", args=[pk]),
        "form": form,
        "organ": application.organ,
        "breadcrumb": crumbs(application, _("转为主动公开")),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/simple_act.html", context, status=status)
