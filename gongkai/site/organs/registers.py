"""工作登记: who leads the work, meetings, training, reading places and what was handed to them.

Section one of the annual report and the guide are written from these rows.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from . import permissions
from .actions import Refused
from .models import Gathering, GroupMember, HandOver, Organ, ReadingPlace

if TYPE_CHECKING:
    from ..accounts.models import User


@transaction.atomic
def add_member(organ: Organ, *, user: "User", on: date, **fields: Any) -> GroupMember:
    """列入公开工作领导小组 or its office, from ``since``."""
    permissions.require(user, "organs.register", organ, on=on)
    member = GroupMember.objects.create(organ=organ, **fields)
    ledger.record(member, "member_added", user=user, organ=organ.slug, since=member.since)
    return member


@transaction.atomic
def end_member(member: GroupMember, *, user: "User", on: date) -> None:
    """退出领导小组; ``on`` is the last day."""
    permissions.require(user, "organs.register", member.organ, on=on)
    member = GroupMember.objects.select_for_update(of=("self",)).select_related("organ").get(pk=member.pk)
    if member.until and member.until <= on:
        raise Refused(_("已于{until}退出").format(until=member.until))
    member.until = max(on, member.since)
    member.save(update_fields=["until"])
    ledger.record(member, "member_ended", user=user, organ=member.organ.slug, on=member.until)


@transaction.atomic
def record_gathering(organ: Organ, *, user: "User", today: date, **fields: Any) -> Gathering:
    """登记会议、培训, after it was held."""
    permissions.require(user, "organs.register", organ, on=today)
    if fields["on"] > today:
        raise Refused(_("还没有开的会议、培训，开过以后再登记"))
    gathering = Gathering.objects.create(organ=organ, **fields)
    ledger.record(gathering, "gathering_recorded", user=user, organ=organ.slug, kind=gathering.kind)
    return gathering


@transaction.atomic
def record_training(organ: Organ, *, holder: Organ, user: "User", today: date, **fields: Any) -> Gathering:
    """登记培训 of ``organ``, by who trains for ``holder``: given by it, or taken by an organ that came."""
    permissions.require(user, "supervision.train", holder, on=today)
    gathering = Gathering.objects.create(organ=organ, **fields)
    ledger.record(gathering, "gathering_recorded", user=user, organ=organ.slug, kind=gathering.kind)
    return gathering


@transaction.atomic
def recount_training(gathering: Gathering, people: int, *, holder: Organ, user: "User", today: date) -> None:
    """更正人数 of a training; with nobody left the row goes."""
    permissions.require(user, "supervision.train", holder, on=today)
    before, key = gathering.people, gathering.pk
    if people:
        gathering.people = people
        gathering.save(update_fields=["people"])
    else:
        gathering.delete()
        gathering.pk = key
    ledger.record(
        gathering, "gathering_recounted", user=user, organ=gathering.organ.slug, before=before, people=people
    )


@transaction.atomic
def open_place(organ: Organ, *, user: "User", on: date, **fields: Any) -> ReadingPlace:
    """设立查阅场所（第二十五条）."""
    permissions.require(user, "organs.register", organ, on=on)
    place = ReadingPlace.objects.create(organ=organ, since=on, **fields)
    ledger.record(place, "place_opened", user=user, organ=organ.slug)
    return place


@transaction.atomic
def hand_over(place: ReadingPlace, *, user: "User", today: date, **fields: Any) -> HandOver:
    """移送 documents to a reading place."""
    permissions.require(user, "organs.register", place.organ, on=today)
    if fields["on"] > today:
        raise Refused(_("移送日期不能在今天之后"))
    row = HandOver.objects.create(place=place, **fields)
    ledger.record(row, "handed_over", user=user, organ=place.organ.slug, count=row.count)
    return row
