"""What of voices waits: piles on 今日, the door, days for a calendar, the counts of the part's own page."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ...organs import permissions
from ...organs.models import Organ
from ...organs.permissions import Held
from ..desk import Pile, Waiting
from ..doors import Door
from . import offices
from .models import Complaint, ComplaintQuerySet, State, Statement, Suggestion, SuggestionQuerySet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ...accounts.models import User

REPLY = "supervision.reply"
_MOST = 5


def complaints_of(user: "User", on: date, roles: list[Held]) -> ComplaintQuerySet:
    """Open complaints that a person's office hears."""
    heard = offices.heard_in(user, on, roles)
    return Complaint.objects.filter(office__in=heard).open() if heard else Complaint.objects.none()


def statements_of(user: "User", on: date, roles: list[Held]) -> "QuerySet[Statement]":
    """Statements that a person's organs are asked for."""
    organs = permissions.organs_for(user, REPLY, on=on, roles=roles)
    waiting = Statement.objects.filter(given_on=None, complaint__state=State.ACCEPTED)
    return waiting.filter(complaint__organ__in=organs)


def suggestions_of(user: "User", on: date, roles: list[Held]) -> SuggestionQuerySet:
    """Suggestions that wait for an answer of a person's organs."""
    organs = permissions.organs_for(user, REPLY, on=on, roles=roles)
    return Suggestion.objects.waiting().filter(organ__in=organs)


def complaint_pile(user: "User", on: date, roles: list[Held]) -> Pile | None:
    found = sorted(complaints_of(user, on, roles), key=lambda one: (one.due_on or on, one.pk))
    if not found:
        return None
    names = _names({one.organ_id for one in found[:_MOST]}, on)
    lines = [
        Waiting(
            _("{number} 投诉{name}").format(number=one.number, name=names[one.organ_id]),
            reverse("supervision:complaint", args=[one.pk]),
            _meta(
                _("{state}，期限{day}").format(state=one.get_state_display(), day=one.due_on), one.is_late(on)
            ),
            one.is_late(on),
        )
        for one in found[:_MOST]
    ]
    return Pile("complaints", _("待办的投诉举报"), lines, len(found), reverse("supervision:complaints"))


def statement_pile(user: "User", on: date, roles: list[Held]) -> Pile | None:
    found = list(statements_of(user, on, roles).select_related("complaint").order_by("due_on", "pk"))
    lines = [
        Waiting(
            _("就投诉{number}作出说明").format(number=one.complaint.number),
            reverse("supervision:statement", args=[one.pk]),
            _meta(_("期限{day}").format(day=one.due_on), one.due_on < on),
            one.due_on < on,
        )
        for one in found[:_MOST]
    ]
    address = f"{reverse('supervision:statements')}?state=waiting"
    return Pile("statements", _("待说明的投诉事项"), lines, len(found), address)


def suggestion_pile(user: "User", on: date, roles: list[Held]) -> Pile | None:
    found = list(suggestions_of(user, on, roles).order_by("answer_by", "pk"))
    lines = [
        Waiting(
            f"{one.number} {one.get_kind_display()}",
            reverse("supervision:suggestion", args=[one.pk]),
            _meta(_("答复时限{day}").format(day=one.answer_by), one.is_late(on)),
            one.is_late(on),
        )
        for one in found[:_MOST]
    ]
    address = f"{reverse('supervision:suggestions')}?state=waiting"
    return Pile("suggestions", _("待答复的批评建议"), lines, len(found), address)


def door(user: "User", on: date, roles: list[Held]) -> Door:
    """投诉建议 on the first page of the room."""
    open_ones = list(complaints_of(user, on, roles))
    asked = list(statements_of(user, on, roles).values_list("due_on", flat=True))
    suggested = list(suggestions_of(user, on, roles).values_list("answer_by", flat=True))
    late = sum(one.is_late(on) for one in open_ones) + sum(day < on for day in (*asked, *suggested))
    parts = [
        words.format(count=len(found))
        for words, found in (
            (_("在办的投诉举报{count}件"), open_ones),
            (_("待说明{count}件"), asked),
            (_("待答复的批评建议{count}条"), suggested),
        )
        if found
    ]
    says = _("，").join(parts) if parts else _("投诉举报、批评建议、社会评议和责任追究，现在没有待办的")
    return Door(_("投诉建议"), reverse("supervision:voices"), says, late)


def days(user: "User", on: date) -> Iterator[tuple[str, date, str]]:
    """Last days of what waits for a person."""
    roles = permissions.roles_of(user, on=on)
    for complaint in complaints_of(user, on, roles).order_by("pk"):
        assert complaint.due_on is not None
        words = _("受理投诉{number}") if complaint.state == State.RECEIVED else _("答复投诉{number}")
        key = f"complaint-{complaint.pk}-{complaint.state}"
        yield key, complaint.due_on, words.format(number=complaint.number)
    for statement in statements_of(user, on, roles).select_related("complaint"):
        number = statement.complaint.number
        yield f"statement-{statement.pk}", statement.due_on, _("就投诉{number}作出说明").format(number=number)
    for suggestion in suggestions_of(user, on, roles).order_by("pk"):
        words = _("答复批评建议{number}").format(number=suggestion.number)
        yield f"suggestion-{suggestion.pk}", suggestion.answer_by, words


def _meta(words: str, late: bool) -> str:
    return words + _("，已逾期") if late else words


def _names(organs: set[int], on: date) -> dict[int, str]:
    return dict(Organ.objects.named(on).filter(pk__in=organs).values_list("pk", "short_name"))
