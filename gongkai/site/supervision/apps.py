"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "gongkai.site.supervision"
    verbose_name = _("监督")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "notice_drafted": _("起草通报"),
        "notice_written": _("修改通报的段落"),
        "notice_refreshed": _("按现在的数更新通报"),
        "notice_discarded": _("删除通报的草稿"),
        "notice_issued": _("印发通报"),
        "notice_read": _("登记通报已阅"),
        "notice_handed_over": _("由通报起草公开信息"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        "exported notice_drafted notice_written notice_refreshed notice_discarded notice_issued notice_read "
        "notice_handed_over".split()
    )
    hooks = {
        "daily": "gongkai.site.supervision.daily.run",
        "feed": "gongkai.site.supervision.daily.days",
    }
