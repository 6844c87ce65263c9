"""What of patrol waits for a person on 今日, and its line on the first page of the room."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ...organs import permissions
from ...organs.permissions import Held
from ..desk import Pile, Waiting
from ..doors import Door
from .checks import CHECKS
from .models import Hit, Severity

if TYPE_CHECKING:
    from ...accounts.models import User

_MOST = 5
VIEW, FULFIL = "supervision.view", "supervision.fulfil"


def hits(user: "User", on: date, roles: list[Held]) -> Pile | None:
    """巡检问题 of one's own organs that weigh; columns stand in a pile of their own (栏目预警)."""
    organs = permissions.organs_for(user, FULFIL, on=on, roles=roles)
    heavy = Hit.objects.open().filter(organ__in=organs.values("pk")).exclude(severity=Severity.HINT)
    waiting = heavy.exclude(place="column").order_by("-severity", "found_on", "pk")
    first = [_line(hit) for hit in waiting[:_MOST]]
    if not first:
        return None
    count = waiting.count() if len(first) == _MOST else len(first)
    return Pile("patrol", _("巡检问题"), first, count, reverse("supervision:patrol_hits"))


def door(user: "User", on: date, roles: list[Held]) -> Door | None:
    organs = permissions.organs_for(user, VIEW, on=on, roles=roles)
    counts = {f"{one.value}": Count("pk", filter=Q(severity=one)) for one in Severity}
    found = Hit.objects.open().filter(organ__in=organs.values("pk")).aggregate(
        organs=Count("organ", distinct=True), **counts
    )  # fmt: skip
    if any(found[one.value] for one in Severity):
        words = _("{organs}个机关有问题：单项否决{veto}个，扣分{deduct}个，提醒{hint}个")
        says = words.format(**found)
    else:
        says = _("每晚检查公众看到的页面和栏目；现在没有发现问题")
    return Door(_("巡检"), reverse("supervision:patrol"), says, found[Severity.VETO])


def _line(hit: Hit) -> Waiting:
    check = CHECKS.get(hit.check_code)
    title = _("{check}：{title}").format(check=check.name if check else hit.check_code, title=hit.title)
    return Waiting(title, hit.address, hit.ground, late=hit.severity == Severity.VETO)
