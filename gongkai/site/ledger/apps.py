"""The room of the ledger."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "gongkai.site.ledger"
    verbose_name = _("操作台账")
    # What each act of the room is called where the ledger is shown.
    acts = {"exported": _("导出")}
    unseen = frozenset(acts)
