"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "gongkai.site.supervision"
    verbose_name = _("监督")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "exported": _("导出"),
        "scan_kept": _("留存扫描表"),
        "scan_taken_in": _("收入扫描表"),
        "order_issued": _("下达整改通知"),
        "order_answered": _("反馈整改情况"),
        "order_looked": _("复核整改"),
        "order_returned": _("退回整改"),
        "order_closed": _("整改销号"),
        "order_cancelled": _("撤销整改通知"),
        "order_due_set": _("改定整改期限"),
        "order_urged": _("催办整改"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        "exported scan_kept scan_taken_in order_issued order_answered order_looked order_returned "
        "order_closed order_cancelled order_due_set order_urged".split()
    )
    calendar_follower = "gongkai.site.supervision.orders.terms.follow_calendar"
    hooks = {
        "daily": "gongkai.site.supervision.daily.run",
        "feed": "gongkai.site.supervision.daily.days",
    }
