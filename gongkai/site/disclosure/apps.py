"""The room of proactive disclosure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "gongkai.site.disclosure"
    verbose_name = _("主动公开")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "column_added": _("设立栏目"),
        "drafted": _("起草"),
        "edited": _("修改"),
        "attached": _("添加附件"),
        "detached": _("移除附件"),
        "submitted": _("送审"),
        "leaks_explained": _("说明泄露检查结果"),
        "consulted": _("征求会商意见"),
        "consultation_answered": _("登记会商意见"),
        "step_passed": _("审核通过"),
        "step_returned": _("退回修改"),
        "scheduled": _("定时公布"),
        "schedule_cancelled": _("取消定时公布"),
        "release_refused": _("定时公布未成"),
        "published": _("公布"),
        "channel_recorded": _("登记渠道"),
        "revised": _("建立新版本"),
        "discarded": _("删除草稿"),
        "withdrawn": _("撤下"),
        "repealed": _("废止"),
        "reexamined": _("再审查"),
        "interpretation_bound": _("标明解读"),
        "counted": _("登记数量"),
        "adoption_recorded": _("登记采用"),
        "import_kept": _("留存收录文件"),
        "imported": _("收录"),
    }
