"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "gongkai.site.supervision"
    verbose_name = _("监督")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset("exported".split())
    hooks = {
        "daily": "gongkai.site.supervision.daily.run",
        "feed": "gongkai.site.supervision.daily.days",
        "told": "gongkai.site.supervision.telling.told",
    }
