"""What the page of an application shows of this room."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gongkai.law.disputes.outcomes import PROCEEDINGS

from ..applications.models import Application
from ..organs import permissions
from .models import Dispute

if TYPE_CHECKING:
    from ..accounts.models import User


def of_application(application: Application, user: "User", on: date) -> tuple[str, dict[str, Any]] | None:
    """The disputes about an application, and the one that ordered it done anew."""
    acts = ("disputes.view", "disputes.record")
    may = permissions.may_each(user, acts, application.organ, on=on)
    if not may["disputes.view"]:
        return None
    about = Q(application=application) | Q(redo=application)
    disputes = list(Dispute.objects.filter(about).select_related("application", "redo").order_by("pk"))
    if not disputes and not may["disputes.record"]:
        return None
    return "disputes/case_panel.html", {
        "application": application,
        "disputes": disputes,
        "may_record": may["disputes.record"],
        "proceedings": PROCEEDINGS.items(),
    }
