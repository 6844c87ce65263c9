"""工作日历 in the office: a year of an organ, what was said of its days, and what that moved."""

from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.law.working_days import Day, WorkingDays
from gongkai.law.working_days.notice import of_dict

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, reads_and_exports
from . import calendar, calendar_files, permissions
from .actions import Refused
from .calendar_forms import AddDaysForm, NoticeForm, RevokeForm
from .calendar_models import CalendarChange, HolidayNotice, LocalDay, MovedDay
from .models import Organ
from .tables import MOVED_DAYS

_asked = require_http_methods(["GET", "HEAD", "POST"])
_MOST_CHANGES = 20
_MOST_MOVED = 100
"""Of a trial: the act keeps them all."""
_MONTHS = 12


@dataclass(frozen=True)
class Square:
    """A day of the picture of a month."""

    day: Day
    said: bool
    """An organ said so, not a notice."""

    @property
    def classes(self) -> str:
        kind = "make-up" if self.day.made_up else "counted" if self.day.works else "rest"
        return f"{kind} is-local" if self.said else kind

    @property
    def sign(self) -> str:
        return _("班") if self.day.made_up else "" if self.day.works else _("休")


@_asked
def calendar_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """工作日历: the year that is asked for, and the form for one's own days."""
    on = today.today()
    organ = _organ(slug)
    permissions.require(request.user, "organs.view", organ, on=on)
    form = AddDaysForm(request.POST or None)
    if request.method == "POST":
        permissions.require(request.user, "organs.calendar", organ, on=on)
        if form.is_valid():
            try:
                change = calendar.add_days(organ, **form.cleaned_data, user=request.user, today=on)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return _done(request, change)
    context = _year(request, organ, on) | {
        "organ": organ,
        "form": form,
        "may": permissions.may(request.user, "organs.calendar", organ, on=on),
    }
    return render(request, "organs/calendar.html", context, status=422 if request.method == "POST" else 200)


@_asked
def load(request: OfficeRequest, slug: str) -> HttpResponse:
    """录入节假日安排: tried, seen, then done."""
    on = today.today()
    organ = _organ(slug)
    permissions.require(request.user, "organs.calendar", organ, on=on)
    salt = f"calendar {organ.pk} {request.user.pk}"
    if "seen" in request.POST:
        return _confirmed(request, organ, salt)
    form = NoticeForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"organ": organ, "form": form}
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        try:
            notice = calendar_files.read(form.data_given)
            trial = calendar.tried(organ, notice, document=document, user=request.user, today=on)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            seen = {"notice": notice.as_dict(), "document": document, "edition": calendar.edition()}
            context |= {
                "notice": notice,
                "trial": trial,
                "moved": _named(trial.moved[:_MOST_MOVED], on),
                "seen": signing.dumps(seen, salt=salt, compress=True),
            }
    status = 422 if request.method == "POST" and "trial" not in context else 200
    return render(request, "organs/calendar_load.html", context, status=status)


@_asked
def revoke_day(request: OfficeRequest, pk: int) -> HttpResponse:
    """撤销 a day."""
    row = get_object_or_404(LocalDay.objects.select_related("organ"), pk=pk)
    return _revoked(request, row, calendar.revoke_day, _("撤销{row}").format(row=row))


@_asked
def revoke_notice(request: OfficeRequest, pk: int) -> HttpResponse:
    """撤销 a notice that was loaded."""
    row = get_object_or_404(HolidayNotice.objects.select_related("organ"), pk=pk)
    return _revoked(request, row, calendar.revoke_notice, _("撤销{row}").format(row=row))


@reads_and_exports
def change_page(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """日历变动: which last days it moved, of the organs that one may see."""
    on = today.today()
    change = get_object_or_404(CalendarChange.objects.select_related("organ", "by"), pk=pk)
    permissions.require(request.user, "organs.view", change.organ, on=on)
    seen = permissions.organs_for(request.user, "organs.view", on=on)
    rows = change.moved.filter(organ__in=seen.values("pk"))
    change.organ.name = change.organ.name_on(on)
    listing = Listing(
        MOVED_DAYS, request, rows, of=change.organ.name, complete=lambda batch: _named(batch, on)
    )
    if listing.wanted:
        return listing.export(request.user)
    context = {"change": change, "organ": change.organ, "list": listing}
    return render(request, "organs/calendar_change.html", context)


def _organ(slug: str) -> Organ:
    organ: Organ = get_object_or_404(Organ.objects.named(today.today()), slug=slug)
    return organ


def _done(request: OfficeRequest, change: CalendarChange) -> HttpResponse:
    moved = change.moved.count()
    words = _("已办理，有{count}个未办结的期限随之改变") if moved else _("已办理，没有未办结的期限因此改变")
    messages.success(request, words.format(count=moved))
    return redirect("organs:calendar_change", change.pk)


def _confirmed(request: OfficeRequest, organ: Organ, salt: str) -> HttpResponse:
    try:
        seen = signing.loads(request.POST["seen"], salt=salt)
        change = calendar.load_notice(
            organ,
            of_dict(seen["notice"]),
            document=seen["document"],
            user=request.user,
            today=today.today(),
            seen=seen["edition"],
        )
    except signing.BadSignature:
        messages.error(request, _("没有收到完整的内容，请重新录入"))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        return _done(request, change)
    return redirect("organs:calendar_load", organ.slug)


def _revoked(
    request: OfficeRequest, row: LocalDay | HolidayNotice, act: Callable[..., CalendarChange], title: str
) -> HttpResponse:
    on = today.today()
    organ = row.organ
    permissions.require(request.user, "organs.calendar", organ, on=on)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change = act(row, reason=form.cleaned_data["reason"], user=request.user, today=on)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, change)
    organ.name = organ.name_on(on)
    context = {
        "form": form,
        "organ": organ,
        "title": title,
        "lead": organ.name,
        "explanation": _("依据：{document}。撤销后按通知和上级的日历计算；这一行留在记录里。").format(
            document=row.document
        ),
        "button": _("撤销"),
        "danger": True,
    }
    return render(request, "organs/act.html", context, status=422 if request.method == "POST" else 200)


def _year(request: OfficeRequest, organ: Organ, on: date) -> dict[str, Any]:
    """The year that is asked for: its months, and the rows of the organ and of those above it."""
    days = calendar.calendar_of(organ)
    years = range(days.first_year, max(days.last_year, on.year) + 2)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else on.year
    above = {one.pk: one for one in Organ.objects.above(organ).named(on)}
    own = list(LocalDay.objects.filter(organ__in=above, on__year=year).select_related("added_by", "ended_by"))
    notices = list(
        HolidayNotice.objects.filter(organ__in=above, year=year).select_related("added_by", "ended_by")
    )
    for row in (*own, *notices):
        row.organ = above[row.organ_id]
    changes = CalendarChange.objects.filter(organ__in=above).select_related("by")
    changes = changes.annotate(count=Count("moved", filter=Q(moved__organ__path__startswith=organ.path)))
    said = {row.on for row in own if not row.ended_on}
    return {
        "year": year,
        "years": years,
        "provisional": year not in days.years,
        "months": [_month(days, year, number, said) for number in range(1, _MONTHS + 1)],
        "rows": [row for row in own if not row.ended_on],
        "notices": [row for row in notices if not row.ended_on],
        "on_file": year in WorkingDays.loaded().years,
        "ended": [row for row in (*notices, *own) if row.ended_on],
        "changes": changes.order_by("-pk")[:_MOST_CHANGES],
    }


def _month(
    days: WorkingDays, year: int, number: int, said: set[date]
) -> tuple[int, list[list[Square | None]]]:
    """A month by weeks; None for days of its neighbours."""
    return number, [
        [Square(days.day(on), on in said) if on.month == number else None for on in week]
        for week in Calendar().monthdatescalendar(year, number)
    ]


def _named(rows: list[MovedDay], on: date) -> list[MovedDay]:
    """The rows with the names of their organs."""
    names = dict(
        Organ.objects.named(on).filter(pk__in={row.organ_id for row in rows}).values_list("pk", "name")
    )
    for row in rows:
        row.organ_name = names.get(row.organ_id) or ""
    return rows
