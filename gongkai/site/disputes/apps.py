"""The room of reviews and suits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "gongkai.site.disputes"
    verbose_name = _("复议诉讼")
    reseal = "gongkai.site.disputes.rotation.reseal"  # what is kept sealed, under another key
    calendar_follower = "gongkai.site.disputes.terms.follow_calendar"
    case_destroyer = "gongkai.site.disputes.keeping.destroy"  # with a case, what names who brought it
    kept_files = {"disputes": (("DisputeFile", "file"),)}
    # What the page of an application shows of it.
    case_panel = "gongkai.site.disputes.panels.of_application"
    # What each act of the room is called where the ledger is shown.
    acts = {
        "registered": _("登记复议诉讼"),
        "corrected": _("更正登记"),
        "voided": _("作废登记"),
        "replied": _("登记答复或答辩"),
        "instance_added": _("登记审级"),
        "hearing_recorded": _("登记开庭或听证"),
        "concluded": _("登记结果"),
        "reopened": _("撤销结果登记"),
        "redo_ordered": _("按裁决重新办理"),
        "file_added": _("添加材料"),
        "file_read": _("查看材料"),
        "revealed": _("查看个人信息"),
        "counting_set": _("设置计数口径"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before: pages of the public say nothing of disputes.
    unseen = frozenset(acts)
