"""依申请转主动 (Art. 44): what many ask for, or what an applicant proposes, is published for everyone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from gongkai.law.scope import Class

from ...disclosure import actions as disclosure
from ...disclosure.column_models import Column
from ...disclosure.content import Content
from ...organs import permissions
from ...organs.actions import Refused
from ..models import Application, Conversion
from . import base

if TYPE_CHECKING:
    from ...accounts.models import User

_LIKE = 85
"""Of 100: titles that ask for the same thing."""
_OFTEN = 2
_LOOKED_AT = 1000
GIVEN = ("granted", "partly_granted")
"""Answers that gave something."""


@dataclass(frozen=True)
class Often:
    """Applications that ask for the same, the newest first."""

    title: str
    applications: Sequence[Application]
    converted: bool


def often(organ: int, since: date) -> list[Often]:
    """What was asked for several times and given, since a day; what to publish is for people to decide."""
    found = Application.objects.filter(organ=organ, answer__in=GIVEN, closed_on__gte=since)
    groups: list[list[Application]] = []
    for one in found.prefetch_related("conversions").order_by("-closed_on", "-pk")[:_LOOKED_AT]:
        group = next((g for g in groups if fuzz.token_set_ratio(g[0].title, one.title) >= _LIKE), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [
        Often(group[0].title, group, any(one.conversions.all() for one in group))
        for group in sorted(groups, key=len, reverse=True)
        if len(group) >= _OFTEN
    ]


@transaction.atomic
def convert(
    application: Application,
    column: Column,
    reason: str,
    *,
    proposed_by_applicant: bool,
    user: "User",
    at: datetime,
) -> Conversion:
    """转主动公开: an item is drafted, which becomes public once it has passed the review like any other."""
    application = base.locked(application, "applications.handle", user=user, at=at)
    permissions.require(user, "disclosure.draft", application.organ, on=localdate(at))
    if application.answer not in GIVEN:
        raise Refused(_("只有予以公开、部分公开的信息可以转为主动公开"))
    if application.conversions.exclude(item=None).exists():
        raise Refused(_("这件申请的信息已经转为主动公开"))
    if not reason.strip():
        raise Refused(_("请写明理由，例如：多个申请人申请公开同一信息"))
    assert application.served_on is not None
    content = Content(
        title=application.title, formed_on=application.served_on, klass=Class.PUBLISH, genre="other"
    )
    version = disclosure.draft(application.organ, content, column=column, user=user, at=at)
    made = Conversion.objects.create(
        application=application,
        item=version.item,
        reason=reason.strip(),
        proposed_by_applicant=proposed_by_applicant,
        at=at,
        by=user,
    )
    base.done(application, "converted", user=user, at=at, item=version.item_id)
    return made
