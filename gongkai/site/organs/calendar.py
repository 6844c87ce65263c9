"""工作日历 of an organ: the notices on file, what administrators add to them, and who computes again.

What is said for an organ holds for every organ below it. Of notices the later one prevails, of the
rest what is said nearest: a town's day over the county's, either over the State Council's notice.

A room that stores last days names a function in its apps.py (``calendar_follower``). It is called in
the transaction of the act, with the organ whose calendar changed: it computes the open terms of that
organ and of those below again, and says which days moved (docs/decisions/0030).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from secrets import token_hex
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from gongkai.law.working_days import Day, OutOfRange, WorkingDays
from gongkai.law.working_days.notice import LONGEST, BadNotice, Notice

from ..ledger import actions as ledger
from . import permissions
from .actions import Refused
from .calendar_models import LIVE, CalendarChange, CalendarEdition, HolidayNotice, LocalDay, MovedDay
from .models import Organ

if TYPE_CHECKING:
    from ..accounts.models import User

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moved:
    """A last day that moved. ``subject`` names what by its number, never by a person or a title."""

    organ: int
    subject: str
    old: date | None
    new: date | None


Follower = Callable[[Organ, date], Iterable[Moved]]
"""Called with the organ and the day of the act."""


@cache
def followers() -> tuple[Follower, ...]:
    """Those of all rooms, in the order of the rooms."""
    named = (getattr(room, "calendar_follower", "") for room in apps.get_app_configs())
    return tuple(import_string(name) for name in named if name)


@dataclass(frozen=True)
class Difference:
    """A day that is another kind of day than before."""

    before: Day
    after: Day


@dataclass(frozen=True)
class Trial:
    """试运行: what loading a notice would change."""

    days: list[Difference]
    moved: list[MovedDay]
    made_certain: bool
    """The year had no notice before."""


# Reading ------------------------------------------------------------------------------------------


def calendar_of(organ: Organ) -> WorkingDays:
    """The working days of an organ. One query, where nothing changed since it was last asked."""
    return _kept_now().of(organ)


def calendars(organs: Iterable[Organ]) -> dict[int, WorkingDays]:
    """The working days of many organs, by their keys; no more queries than for one."""
    kept = _kept_now()
    return {organ.pk: kept.of(organ) for organ in organs}


def edition() -> str:
    """The name of what holds now: another one after any act on a calendar."""
    name = CalendarEdition.objects.filter(id=CalendarEdition.ONLY).values_list("name", flat=True).first()
    return name or ""


class _Kept:
    """One edition of what administrators said, and the calendars that were made of it."""

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self._notices: dict[str, list[Notice]] = {}
        self._days: dict[str, list[Day]] = {}
        for notice in HolidayNotice.objects.filter(LIVE).select_related("organ"):
            self._notices.setdefault(notice.organ.path, []).append(notice.notice)
        for row in LocalDay.objects.filter(LIVE).select_related("organ"):
            self._days.setdefault(row.organ.path, []).append(row.day)
        self._made: dict[tuple[str, ...], WorkingDays] = {}

    def of(self, organ: Organ) -> WorkingDays:
        above = tuple(path for path in organ.paths_above if path in self._notices or path in self._days)
        if above not in self._made:
            self._made[above] = self._make(above)
        return self._made[above]

    def _make(self, above: tuple[str, ...]) -> WorkingDays:
        notices = [one for path in above for one in self._notices.get(path, ())]
        days = [one for path in above for one in self._days.get(path, ())]
        return WorkingDays.loaded().with_notices(notices).changed(days)


_last: list[_Kept] = []
"""The edition this process read last, if any."""


def _kept_now() -> _Kept:
    # The name before the rows: rows that are newer than their name are read again, never kept too long.
    name = edition()
    for kept in tuple(_last):
        if kept.edition == name:
            return kept
    kept = _Kept(name)
    _last[:] = [kept]
    return kept


def differences(before: WorkingDays, after: WorkingDays, first: date, last: date) -> list[Difference]:
    """The days from ``first`` to ``last`` on which organs work in one calendar and not in the other."""
    found = []
    on = first
    while on <= last:
        one = Difference(before.day(on), after.day(on))
        if one.before.works != one.after.works:
            found.append(one)
        on += _DAY
    return found


# Acts ---------------------------------------------------------------------------------------------


@transaction.atomic
def add_days(
    organ: Organ,
    *,
    first: date,
    last: date,
    works: bool,
    kind: str,
    name: str,
    document: str,
    user: "User",
    today: date,
) -> CalendarChange:
    """录入本地工作日: local holidays (全国年节及纪念日放假办法, Art. 4), or a correction of the notices.

    A row that the organ has for one of the days is ended by the new one.
    """
    permissions.require(user, "organs.calendar", organ, on=today)
    held = _hold()
    name, document = name.strip(), document.strip()
    if not name or not document:
        raise Refused(_("请写明事由和依据的文件"))
    if not first <= last < first + timedelta(days=LONGEST):
        raise Refused(_("最后一天应不早于第一天，一次最多{most}天").format(most=LONGEST))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    before = calendar_of(organ)
    try:
        same = all(before.works(day) == works for day in days)
    except OutOfRange as error:
        raise Refused(str(error)) from error
    if same:
        state = _("上班") if works else _("休息")
        raise Refused(_("日历上本来就是{state}，不用录入").format(state=state))
    old = {row.on: row for row in LocalDay.objects.filter(LIVE, organ=organ, on__in=days)}
    for row in old.values():
        _end(row, _("由新的一行更正"), user, today)
    made = LocalDay.objects.bulk_create(
        LocalDay(
            organ=organ, on=day, works=works, kind=kind, name=name,
            document=document, added_on=today, added_by=user,
        )
        for day in days
    )  # fmt: skip
    for row in made:
        if row.on in old:
            old[row.on].corrected_by = row
            old[row.on].save(update_fields=["corrected_by"])
    words = _("{days}上班：{name}（{document}）") if works else _("{days}放假：{name}（{document}）")
    what = words.format(days=_span(first, last), name=name, document=document)
    change = _changed(organ, what, held, user, today)
    ledger.record(
        change, "days_added", user=user, organ=organ.slug, first=first, last=last, works=works,
        document=document, moved=change.moved.count(),
    )  # fmt: skip
    return change


@transaction.atomic
def revoke_day(row: LocalDay, *, reason: str, user: "User", today: date) -> CalendarChange:
    """撤销本地工作日: the day is again what notices and organs above say of it."""
    permissions.require(user, "organs.calendar", row.organ, on=today)
    held = _hold()
    row = LocalDay.objects.select_related("organ").get(pk=row.pk)
    _end(row, reason, user, today)
    what = _("撤销“{row}”：{reason}").format(row=row, reason=row.end_reason)
    change = _changed(row.organ, what, held, user, today)
    ledger.record(
        change, "day_revoked", user=user, organ=row.organ.slug, day=row.on, moved=change.moved.count()
    )
    return change


@transaction.atomic
def load_notice(
    organ: Organ, notice: Notice, *, document: str, user: "User", today: date, seen: str | None = None
) -> CalendarChange:
    """录入节假日安排 of the State Council before a release has it; it prevails over those on file.

    One that changes some holidays is kept with those it leaves as they are. ``seen``: the edition
    on which it was tried; another one since is refused.
    """
    permissions.require(user, "organs.calendar", organ, on=today)
    held = _hold()
    if seen is not None and seen != held.name:
        raise Refused(_("试运行之后日历有变动，请重新录入，看清楚再确认"))
    document = document.strip()
    if not document:
        raise Refused(_("请写明通知的名称和文号"))
    before = calendar_of(organ)
    try:
        after = before.with_notices([notice])
    except BadNotice as error:
        raise Refused(str(error)) from error
    if notice.year in before.years and after.holidays(notice.year) == before.holidays(notice.year):
        raise Refused(_("日历上已经是这样安排的，不用录入"))
    whole = Notice(notice.year, after.holidays(notice.year), notice.number, notice.number_verified)
    HolidayNotice.objects.create(
        organ=organ, year=notice.year, holidays=whole.as_dict(), document=document,
        added_on=today, added_by=user,
    )  # fmt: skip
    what = _("录入{year}年节假日安排（{document}）").format(year=notice.year, document=document)
    change = _changed(organ, what, held, user, today)
    ledger.record(
        change, "notice_loaded", user=user, organ=organ.slug, year=notice.year, document=document,
        moved=change.moved.count(),
    )  # fmt: skip
    return change


@transaction.atomic
def revoke_notice(row: HolidayNotice, *, reason: str, user: "User", today: date) -> CalendarChange:
    """撤销录入的节假日安排: what was before it holds again."""
    permissions.require(user, "organs.calendar", row.organ, on=today)
    held = _hold()
    row = HolidayNotice.objects.select_related("organ").get(pk=row.pk)
    _end(row, reason, user, today)
    what = _("撤销{year}年节假日安排（{document}）：{reason}").format(
        year=row.year, document=row.document, reason=row.end_reason
    )
    change = _changed(row.organ, what, held, user, today)
    ledger.record(
        change, "notice_revoked", user=user, organ=row.organ.slug, year=row.year, moved=change.moved.count()
    )
    return change


def tried(organ: Organ, notice: Notice, *, document: str, user: "User", today: date) -> Trial:
    """试运行 of loading a notice: the act itself, undone. Refuses what the act refuses."""
    before = calendar_of(organ)
    with transaction.atomic():
        change = load_notice(organ, notice, document=document, user=user, today=today)
        after = calendar_of(organ)
        moved = list(change.moved.select_related("organ"))
        transaction.set_rollback(True)
    first, last = date(notice.year - 1, 12, 1), date(notice.year + 1, 1, 31)
    first = max(first, date(before.first_year, 1, 1))
    return Trial(differences(before, after, first, last), moved, made_certain=notice.year not in before.years)


def follow(organ: Organ, what: str, *, user: "User | None", today: date) -> CalendarChange | None:
    """Compute again where the calendar may be another one, as part of an act; None: no day moved."""
    _hold()
    moved = _asked(organ, today)
    return _recorded(organ, what, moved, user, today) if moved else None


@transaction.atomic
def follow_all(*, today: date) -> list[CalendarChange]:
    """核对期限 of every organ, after an upgrade that brought a notice, and nightly."""
    roots = Organ.objects.filter(depth=1)
    found = (follow(root, _("核对全部期限"), user=None, today=today) for root in roots)
    changes = [change for change in found if change]
    for change in changes:
        ledger.record(
            change, "terms_followed", user=None, organ=change.organ.slug, moved=change.moved.count()
        )
    return changes


def _hold() -> CalendarEdition:
    """Acts on calendars stand in line, so that each computes from what the one before left."""
    return CalendarEdition.objects.select_for_update().get_or_create(id=CalendarEdition.ONLY)[0]


def _end(row: LocalDay | HolidayNotice, reason: str, user: "User", today: date) -> None:
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明撤销的原因"))
    if row.ended_on:
        raise Refused(_("已于{on}撤销").format(on=row.ended_on))
    row.ended_on, row.ended_by, row.end_reason = today, user, reason
    row.save(update_fields=["ended_on", "ended_by", "end_reason"])


def _changed(organ: Organ, what: str, held: CalendarEdition, user: "User", today: date) -> CalendarChange:
    """A new edition; every room computes again, and what moved is kept."""
    held.name = token_hex(16)
    held.save(update_fields=["name"])
    return _recorded(organ, what, _asked(organ, today), user, today)


def _asked(organ: Organ, today: date) -> list[Moved]:
    return [one for follower in followers() for one in follower(organ, today)]


def _recorded(
    organ: Organ, what: str, moved: Iterable[Moved], user: "User | None", today: date
) -> CalendarChange:
    change = CalendarChange.objects.create(organ=organ, what=what[:300], on=today, by=user)
    rows = [
        MovedDay(change=change, organ_id=one.organ, subject=one.subject, old=one.old, new=one.new)
        for one in moved
    ]
    MovedDay.objects.bulk_create(rows, batch_size=500)
    return change


def _span(first: date, last: date) -> str:
    one = _("{day.year}年{day.month}月{day.day}日")
    if first == last:
        return one.format(day=first)
    return _("{first}至{last}").format(first=one.format(day=first), last=one.format(day=last))
