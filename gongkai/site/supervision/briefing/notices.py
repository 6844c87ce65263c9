"""Notices as people meet them: what a person may see of them, and what waits to be read."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...annual_reports.filing.offices import governments
from ...annual_reports.improvement_models import Improvement
from ...organs import permissions
from ...organs.models import Kind, Organ, OrganQuerySet
from ..desk import Pile, Waiting
from ..doors import Door
from .actions import NOTIFY, READ
from .models import Acknowledgement, Notice, NoticeQuerySet

if TYPE_CHECKING:
    from ...accounts.models import User

VIEW = "supervision.view"
_FIRST = 5


def notifying(user: "User", on: date, roles: list[permissions.Held] | None = None) -> OrganQuerySet:
    """The governments for which a person may notify, named."""
    found: OrganQuerySet = governments(user, on, roles)
    may = permissions.organs_for(user, NOTIFY, on=on, roles=roles)
    return found.filter(pk__in=may.filter(kind=Kind.GOVERNMENT).values("pk"))


def seen(user: "User", on: date, roles: list[permissions.Held] | None = None) -> NoticeQuerySet:
    """Those that a person writes, and those issued that went to an organ of theirs."""
    own = permissions.organs_for(user, VIEW, on=on, roles=roles)
    went = Acknowledgement.objects.filter(organ__in=own.values("pk"))
    writes = permissions.organs_for(user, NOTIFY, on=on, roles=roles).values("pk")
    return Notice.objects.filter(
        Q(government__in=writes) | Q(final_at__isnull=False, pk__in=went.values("notice"))
    )


def unread(user: "User", on: date, roles: list[permissions.Held] | None = None) -> Any:
    """Readings that wait for the person's own organs."""
    mine = permissions.organs_for(user, READ, on=on, roles=roles)
    return Acknowledgement.objects.filter(organ__in=mine.values("pk"), at__isnull=True)


def completed(rows: list[Any]) -> None:
    """The day of issue and who has read, in one query for any number of notices."""
    counted = Acknowledgement.objects.filter(notice__in=[row.pk for row in rows]).order_by().values("notice")
    found = {
        one["notice"]: (one["there"], one["read"])
        for one in counted.annotate(there=Count("pk"), read=Count("at"))
    }
    for row in rows:
        row.issued_on = localdate(row.final_at) if row.final_at else None
        there, read = found.get(row.pk, (0, 0))
        row.read_words = _("{read}/{there}家").format(read=read, there=there) if row.final_at else ""


def pile(user: "User", on: date, roles: list[permissions.Held]) -> Pile | None:
    """Notices that the person's organs have not read yet."""
    rows = unread(user, on, roles).select_related("notice").order_by("notice__final_at", "pk")
    first = list(rows[: _FIRST + 1])
    if not first:
        return None
    return Pile(
        "notices",
        _("待阅的通报"),
        [
            Waiting(
                one.notice.title,
                reverse("supervision:notice", args=[one.notice_id]),
                _("{number}，{day}印发").format(number=one.notice.number, day=localdate(one.notice.final_at)),
            )
            for one in first[:_FIRST]
        ],
        rows.count() if len(first) > _FIRST else len(first),
        reverse("supervision:notices"),
    )


def door(user: "User", on: date, roles: list[permissions.Held]) -> Door | None:
    """研判 on the first page of the room."""
    organs = permissions.organs_for(user, VIEW, on=on, roles=roles)
    rows = Improvement.objects.filter(report__organ__in=organs.values("pk"))
    running, late = rows.running().count(), rows.late(on).count()
    waiting = unread(user, on, roles).count()
    says = _("承诺事项在办{running}项，逾期{late}项；通报待阅{waiting}份").format(
        running=running, late=late, waiting=waiting
    )
    return Door(_("研判和通报"), reverse("supervision:briefing"), says, late + waiting)


def own_organs(user: "User", on: date, roles: list[permissions.Held]) -> list[Organ]:
    """The organs whose page a person is led to: where they have a role, and what they are competent for."""
    here = Q(pk__in=[organ for _role, organ, _path, _government in roles])
    over = Q(path__in=[government for *_where, government in roles if government])
    found = permissions.organs_for(user, VIEW, on=on, roles=roles)
    return list(found.filter(here | over).named(on))
