"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "gongkai.site.supervision"
    verbose_name = _("监督")
    reseal = "gongkai.site.supervision.voices.people.reseal"
    # Folder → the rows that name its files; what no row names was left by an act that failed.
    kept_files = {"voices": (("ComplaintFile", "file"),)}
    # What each act of the room is called where the ledger is shown.
    acts = {
        "complaint_entered": _("登记投诉举报"),
        "complaint_moved": _("转送投诉举报"),
        "complaint_accepted": _("受理投诉举报"),
        "complaint_declined": _("不予受理投诉举报"),
        "statement_asked": _("要求就投诉说明"),
        "statement_given": _("就投诉作出说明"),
        "complaint_decided": _("认定投诉举报"),
        "complaint_answered": _("答复投诉举报"),
        "complaint_withdrawn": _("撤回投诉举报"),
        "complaint_file_read": _("查看投诉证据"),
        "voice_revealed": _("查看投诉人、建议人"),
        "voice_terms_set": _("设定投诉建议办理期限"),
        "suggestion_entered": _("登记批评建议"),
        "suggestion_answered": _("答复批评建议"),
        "suggestion_drafted": _("起草公开的建议和答复"),
        "round_opened": _("登记社会评议"),
        "round_questions_set": _("设置评议问卷"),
        "round_answered": _("填写评议问卷"),
        "round_concluded": _("登记评议结果"),
        "accountability_recorded": _("登记责任追究"),
        "accountability_amended": _("更正责任追究"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before; the pages of voices are never kept.
    unseen = frozenset(
        """
        complaint_entered complaint_moved complaint_accepted complaint_declined statement_asked
        statement_given complaint_decided complaint_answered complaint_withdrawn complaint_file_read
        voice_revealed voice_terms_set suggestion_entered suggestion_answered suggestion_drafted
        round_opened round_questions_set round_answered round_concluded accountability_recorded
        accountability_amended exported
        """.split()
    )
    hooks = {
        "daily": "gongkai.site.supervision.daily.run",
        "feed": "gongkai.site.supervision.daily.days",
    }
