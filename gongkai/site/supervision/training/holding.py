"""举办: who came, and the rows of 工作登记 by which section one of the annual report counts the session."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions, registers
from ...organs.actions import Refused
from ...organs.models import Gathering, Organ
from .models import Attendance, Training, TrainingCount
from .reach import TRAIN

if TYPE_CHECKING:
    from ...accounts.models import User

GIVEN, TAKEN = Gathering.Kind.TRAINING_GIVEN, Gathering.Kind.TRAINING_TAKEN
MOST_OUTSIDE = 10_000


@dataclass(frozen=True)
class Side:
    """For whom a session counts, and as what."""

    organ: int
    kind: str


@transaction.atomic
def hold(
    training: Training,
    came: Collection[int],
    *,
    outside: int = 0,
    apart: Collection[int] = (),
    reason: str = "",
    user: "User",
    at: datetime,
) -> Training:
    """登记签到: who of those asked came, and how many others; 更正签到 where it was entered before.

    ``came``: keys of attendances. ``apart``: keys of trainings that an organ entered by hand on the same
    day and that were others; any that is not named is taken for this one, and not counted again.
    Raises Refused before its day, for a session called off, where nobody came, for a correction
    without a reason, and where somebody who would be taken off the list holds a certificate.
    """
    permissions.require(user, TRAIN, training.organ, on=localdate(at))
    training = Training.objects.select_for_update(of=("self",)).select_related("organ").get(pk=training.pk)
    again = training.is_held
    rows = list(training.attendances.select_related("user"))
    _check(training, rows, came, outside, reason, localdate(at))
    for row in rows:
        row.came = row.pk in came
    training.attendances.bulk_update(rows, ["came"])
    training.state, training.outside, training.held_at = Training.State.HELD, outside, at
    training.save(update_fields=["state", "outside", "held_at"])
    _count(training, apart, user, at)
    act = "training_recounted" if again else "training_held"
    people = sum(bool(row.came) for row in rows)
    ledger.record(
        training, act, user=user, organ=training.organ.slug, on=training.on, people=people,
        outside=outside, reason=reason.strip(),
    )  # fmt: skip
    return training


def sides(training: Training) -> dict[Side, int]:
    """What the session counts as: given, once, with everyone; taken, of each other organ, with its people."""
    came = Counter(training.attendances.filter(came=True).order_by().values_list("organ", flat=True))
    wanted = {Side(training.organ_id, GIVEN.value): sum(came.values()) + training.outside}
    for organ, people in came.items():
        if organ != training.organ_id:
            wanted[Side(organ, TAKEN.value)] = people
    return wanted


def by_hand(training: Training) -> list[Gathering]:
    """Trainings of the same day that the organs concerned entered themselves, and no session counts."""
    organs = {training.organ_id, *training.attendances.values_list("organ", flat=True)}
    rows = Gathering.objects.filter(
        organ__in=organs, on=training.on, kind__in=(GIVEN, TAKEN), training__isnull=True
    ).select_related("organ")
    return [row for row in rows if (row.organ_id == training.organ_id) == (row.kind == GIVEN)]


def _check(
    training: Training, rows: list[Attendance], came: Collection[int], outside: int, reason: str, on: date
) -> None:
    if training.state == Training.State.CANCELLED:
        raise Refused(_("这次培训已经取消，不能登记签到"))
    if training.on > on:
        raise Refused(_("培训日期是{on}，还没有举办；举办日期有变的，请先修改计划").format(on=training.on))
    if training.is_held and not reason.strip():
        raise Refused(_("更正签到，请写明原因"))
    if not set(came) <= {row.pk for row in rows}:
        raise Refused(_("签到的人员不在名单上，请刷新页面"))
    if not 0 <= outside <= MOST_OUTSIDE:
        raise Refused(_("系统外人数应当在0到{most}之间").format(most=MOST_OUTSIDE))
    if not came and not outside:
        raise Refused(_("没有人签到，不能登记为已举办；没有举办的，请取消"))
    gone = [row.user_id for row in rows if row.came and row.pk not in came]
    if training.certificates.filter(user__in=gone, revoked_on=None).exists():
        raise Refused(_("取消签到的人员中有人已经领取证书，请先撤销证书"))


def _count(training: Training, apart: Collection[int], user: "User", at: datetime) -> None:
    """Bring the rows of 工作登记 in line with who came."""
    on = localdate(at)
    wanted = sides(training)
    for count in training.counts.select_related("gathering__organ"):
        gathering = count.gathering
        people = wanted.pop(Side(gathering.organ_id, gathering.kind), 0)
        if not people:
            count.delete()
        if count.own and people != gathering.people:
            registers.recount_training(gathering, people, holder=training.organ, user=user, today=on)
    known = {Side(row.organ_id, row.kind): row for row in by_hand(training) if row.pk not in apart}
    organs = Organ.objects.in_bulk([side.organ for side in wanted])
    for side, people in wanted.items():
        gathering = known.get(side) or registers.record_training(
            organs[side.organ], holder=training.organ, user=user, today=on, kind=side.kind, on=training.on,
            title=training.title, people=people, content=training.topic,
        )  # fmt: skip
        TrainingCount.objects.create(training=training, gathering=gathering, own=side not in known)
