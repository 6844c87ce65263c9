"""转办和催办: sections of the organ answer by an inner day."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...organs.actions import Refused
from ..models import Application
from ..step_models import Assignment
from . import base

if TYPE_CHECKING:
    from ...accounts.models import User


@transaction.atomic
def assign(
    application: Application,
    *,
    section: str,
    task: str,
    due_on: date,
    to: "User | None",
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Assignment:
    """转办 to a section, with what it is to do and by when."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "assign", at)
    if not section.strip() or not task.strip():
        raise Refused(_("请写承办科室和要求"))
    if due_on < localdate(at):
        raise Refused(_("内部时限不能在今天之前"))
    if application.due_on and due_on >= application.due_on:
        raise Refused(_("内部时限应早于答复期限{due}，留出起草和审批的时间").format(due=application.due_on))
    made = Assignment.objects.create(
        application=application,
        section=section.strip(),
        to=to,
        task=task.strip(),
        assigned_on=localdate(at),
        due_on=due_on,
    )
    base.done(application, "assigned", user=user, at=at, subject=made, section=made.section, by=due_on)
    return made


@transaction.atomic
def finish(
    made: Assignment, result: str, *, user: "User", at: datetime, seen: int | None = None
) -> Assignment:
    """反馈 of the section."""
    application, made = _locked(made, user=user, at=at, seen=seen)
    if not result.strip():
        raise Refused(_("请写反馈的内容"))
    made.done_on, made.result = localdate(at), result.strip()
    made.save()
    base.done(application, "assignment_finished", user=user, at=at, subject=made, section=made.section)
    return made


@transaction.atomic
def chase(made: Assignment, *, user: "User", at: datetime, seen: int | None = None) -> Assignment:
    """催办: once a day and section."""
    application, made = _locked(made, user=user, at=at, seen=seen)
    if made.chased_on == localdate(at):
        raise Refused(_("今天已经催办过"))
    made.chased_on, made.chased = localdate(at), made.chased + 1
    made.save()
    base.done(application, "assignment_chased", user=user, at=at, subject=made, section=made.section)
    return made


def _locked(
    made: Assignment, *, user: "User", at: datetime, seen: int | None
) -> tuple[Application, Assignment]:
    application = base.locked(made.application, "applications.handle", user=user, at=at, seen=seen)
    made = Assignment.objects.select_for_update().get(pk=made.pk)
    if made.done_on:
        raise Refused(_("科室已经反馈"))
    return application, made
