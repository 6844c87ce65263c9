"""The room of disclosure on application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "gongkai.site.applications"
    verbose_name = _("依申请公开")
    reseal = "gongkai.site.applications.rotation.reseal"  # what is kept sealed, under another key
    calendar_follower = "gongkai.site.applications.terms.follow_calendar"
    # Folder → the rows that name its files; what no row names was left by an act that failed.
    kept_files = {
        "cases": (("CaseFile", "file"),),
        "letters": (("Letter", "docx"), ("Letter", "pdf")),
    }
    # What each act of the room is called where the ledger is shown.
    acts = {
        "registered": _("登记申请"),
        "deflected": _("已公开的信息满足需求"),
        "confirmed": _("确认收到"),
        "correction_drafted": _("起草补正告知"),
        "corrected": _("收到补正"),
        "consultation_drafted": _("起草征求意见"),
        "opinion_recorded": _("登记意见"),
        "searched": _("登记检索"),
        "step_chosen": _("七步选择"),
        "separated": _("区分处理"),
        "extension_drafted": _("起草延期"),
        "reasons_drafted": _("起草说明理由告知"),
        "reasons_received": _("收到理由"),
        "postponement_drafted": _("起草延迟答复"),
        "fee_drafted": _("起草收费通知"),
        "fee_paid": _("登记缴费"),
        "decided": _("作出决定"),
        "public_interest_stated": _("说明公共利益"),
        "letter_edited": _("修改文书"),
        "letter_approved": _("审批通过"),
        "letter_returned": _("退回文书"),
        "letter_signed": _("签发文书"),
        "letter_sent": _("送出文书"),
        "letter_delivered": _("登记送达"),
        "letter_voided": _("作废文书"),
        "settings_changed": _("修改依申请公开设置"),
        "pattern_set": _("设定文号编法"),
        "template_added": _("启用文书模板"),
        "template_ended": _("停用文书模板"),
        "file_added": _("添加材料"),
        "assigned": _("转科室办理"),
        "assignment_finished": _("科室反馈"),
        "assignment_chased": _("催办"),
        "withdrawn": _("申请人撤回"),
        "split": _("拆分"),
        "merged": _("并案"),
        "redo_begun": _("重新办理"),
        "archived": _("归档"),
        "file_read": _("查看含有个人信息的材料"),
        "redacted": _("遮盖材料"),
        "revealed": _("查看个人信息"),
        "converted": _("转为主动公开"),
        "reminded": _("到期提醒"),
        "consultation_lapsed": _("征求意见期满"),
        "feed_renewed": _("更换日历地址"),
        "case_exported": _("导出案卷"),
        "destroyed": _("销毁"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before: all of them, pages of the public say
    # nothing of applications but to whoever has number and check code.
    unseen = frozenset(acts)
