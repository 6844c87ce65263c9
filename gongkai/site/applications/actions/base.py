"""What every act does first and last."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications import case as law

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from .. import terms
from ..letter_models import Letter
from ..models import Application

if TYPE_CHECKING:
    from ...accounts.models import User


class Stale(Refused):
    """Somebody else acted after the form was opened: nothing is overwritten, and what was typed is kept."""


def locked(
    application: Application,
    act: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Application:
    """The application as it is now, held until the end of the transaction, for who may act on it.

    ``seen``: the edition a form was made from; another officer's act in between is not overwritten.
    """
    permissions.require(user, act, application.organ, on=localdate(at))
    found = Application.objects.select_for_update().get(pk=application.pk)
    if seen is not None and seen != found.edition:
        raise Stale(_("这件申请刚刚由其他人办理过，请看过最新情况再继续；您填写的内容还在下面"))
    if found.is_answered_with_another:
        raise Refused(_("这件申请已经并案办理，请在并入的那件申请里办理"))
    return found


def require(application: Application, act: str, at: datetime) -> None:
    """Raise Refused, with the article, where the law does not allow an act on these facts."""
    require_on(application, act, localdate(at))


def require_on(application: Application, act: str, on: date, *, without: Letter | None = None) -> None:
    """The same for a day that may lie before; ``without``: the letter that is being sent."""
    try:
        law.refuse(act, terms.case_of(application, on, without=without), on, terms.days_of(application))
    except (law.NotAllowed, ValueError) as error:
        raise Refused(str(error)) from error


def done(
    application: Application,
    act: str,
    *,
    user: "User | None",
    at: datetime,
    subject: models.Model | None = None,
    **detail: object,
) -> None:
    """Write what follows from the new facts, and the line of the ledger."""
    terms.refresh(application, localdate(at))
    ledger.record(
        subject or application,
        act,
        user=user,
        organ=application.organ.slug,
        application=application.number,
        stage=application.stage,
        due=application.due_on,
        **detail,
    )
