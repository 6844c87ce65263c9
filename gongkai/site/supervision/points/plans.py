"""Acts on plans: make, add points, issue, amend. Each one ledger line."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from .models import LONGEST_TEXT, PointAmendment, Task, WorkPlan, WorkPoint
from .parsing import Found

if TYPE_CHECKING:
    from ...accounts.models import User

PLAN = "supervision.plan"
MOST_POINTS = 200


@transaction.atomic
def make(
    organ: Organ, *, user: "User", at: datetime, above: WorkPlan | None = None, **fields: Any
) -> WorkPlan:
    """建立要点 of a year; ``above``: the superior's plan in this system that it builds on.

    Raises Refused for a plan above that gave the organ nothing, and for a title there is already.
    """
    permissions.require(user, PLAN, organ, on=localdate(at))
    if WorkPlan.objects.filter(organ=organ, year=fields["year"], title=fields["title"]).exists():
        raise Refused(_("这一年已经有同名的要点，请改用其他标题"))
    if above is not None:
        if above.year != fields["year"]:
            raise Refused(_("上级要点是{year}年的，年度不一致").format(year=above.year))
        if not Task.objects.filter(point__plan=above, organ=organ).exists():
            raise Refused(_("上级的这份要点没有向本机关下达任务，不能作为上级要点"))
    plan = WorkPlan.objects.create(organ=organ, above=above, made_by=user, made_at=at, **fields)
    _line(plan, "plan_made", user, above=above and above.title)
    return plan


@transaction.atomic
def edit(plan: WorkPlan, *, user: "User", at: datetime, **fields: Any) -> WorkPlan:
    """修改要点的标题、文号、来源, before it is issued."""
    plan = _draft(plan, user, at)
    twins = WorkPlan.objects.filter(organ=plan.organ, year=fields["year"], title=fields["title"])
    if twins.exclude(pk=plan.pk).exists():
        raise Refused(_("这一年已经有同名的要点，请改用其他标题"))
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.save()
    _line(plan, "plan_edited", user)
    return plan


@transaction.atomic
def drop(plan: WorkPlan, *, user: "User", at: datetime) -> None:
    """删除 a plan that was not issued, with its points."""
    plan = _draft(plan, user, at)
    _line(plan, "plan_dropped", user, points=plan.points.count())
    plan.points.all().delete()
    plan.delete()


@transaction.atomic
def add_points(plan: WorkPlan, found: Sequence[Found], *, user: "User", at: datetime) -> list[WorkPoint]:
    """增加要点 at the end, as they were typed, or found in a text and looked through."""
    plan = _draft(plan, user, at)
    if not found:
        raise Refused(_("没有选中要加入的要点"))
    last = plan.points.order_by("-serial").values_list("serial", flat=True).first() or 0
    if last + len(found) > MOST_POINTS:
        raise Refused(_("一份要点最多{most}条，请分成几份").format(most=MOST_POINTS))
    for one in found:
        _refuse_text(one.text)
    made = WorkPoint.objects.bulk_create(
        WorkPoint(
            plan=plan, serial=serial, number=one.number, heading=one.heading[:200], text=one.text.strip()
        )
        for serial, one in enumerate(found, start=last + 1)
    )
    _line(plan, "points_added", user, points=len(made))
    return made


@transaction.atomic
def change_point(
    point: WorkPoint, *, number: str, heading: str, text: str, user: "User", at: datetime
) -> WorkPoint:
    """修改要点, before the plan is issued."""
    plan = _draft(point.plan, user, at)
    _refuse_text(text)
    point = WorkPoint.objects.get(pk=point.pk)
    point.number, point.heading, point.text = number, heading, text.strip()
    point.save()
    _line(plan, "point_changed", user, serial=point.serial)
    return point


@transaction.atomic
def remove_point(point: WorkPoint, *, user: "User", at: datetime) -> None:
    """删除要点, before the plan is issued."""
    plan = _draft(point.plan, user, at)
    _line(plan, "point_removed", user, serial=point.serial, text=point.text)
    point.delete()


@transaction.atomic
def issue(plan: WorkPlan, *, user: "User", at: datetime) -> WorkPlan:
    """下达要点: its points stand; from now on tasks are given, and a point is only amended with a reason."""
    plan = _draft(plan, user, at)
    if not plan.points.exists():
        raise Refused(_("还没有要点，请先加入要点再下达"))
    plan.issued_at = at
    plan.save(update_fields=["issued_at"])
    _line(plan, "plan_issued", user, points=plan.points.count())
    return plan


@transaction.atomic
def amend(point: WorkPoint, text: str, *, reason: str, user: "User", at: datetime) -> PointAmendment:
    """调整要点 of an issued plan; what it said before is kept."""
    plan = _locked(point.plan, user, at)
    if plan.issued_at is None:
        raise Refused(_("要点还没有下达，请直接修改"))
    _refuse_text(text)
    if not reason.strip():
        raise Refused(_("请写明调整的理由"))
    point = WorkPoint.objects.get(pk=point.pk)
    if point.text == text.strip():
        raise Refused(_("内容没有改动"))
    made = point.amendments.create(before=point.text, reason=reason.strip(), by=user, at=at)
    point.text = text.strip()
    point.save(update_fields=["text"])
    _line(plan, "point_amended", user, serial=point.serial, reason=made.reason)
    return made


def _refuse_text(text: str) -> None:
    if not text.strip():
        raise Refused(_("请写要点的内容"))
    if len(text) > LONGEST_TEXT:
        raise Refused(_("一条要点不超过{most}字，请拆成几条").format(most=LONGEST_TEXT))


def _locked(plan: WorkPlan, user: "User", at: datetime) -> WorkPlan:
    permissions.require(user, PLAN, plan.organ, on=localdate(at))
    return WorkPlan.objects.select_for_update(of=("self",)).select_related("organ").get(pk=plan.pk)


def _draft(plan: WorkPlan, user: "User", at: datetime) -> WorkPlan:
    plan = _locked(plan, user, at)
    if plan.issued_at:
        raise Refused(_("要点已经下达，不能再改；个别要点确需改动的，用“调整”并写明理由"))
    return plan


def _line(plan: WorkPlan, act: str, user: "User", **detail: object) -> None:
    ledger.record(plan, act, user=user, organ=plan.organ.slug, year=plan.year, title=plan.title, **detail)
