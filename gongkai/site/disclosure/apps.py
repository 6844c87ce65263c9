"""The room of proactive disclosure."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "gongkai.site.disclosure"
    verbose_name = _("主动公开")
    # Computes again what hangs on working days, when the calendar of an organ changed.
    calendar_follower = "gongkai.site.disclosure.terms.follow_calendar"
    # What each act of the room is called where the ledger is shown.
    acts = {
        "column_added": _("设立栏目"),
        "column_renamed": _("栏目更名"),
        "column_category_set": _("改栏目的法定内容"),
        "column_moved": _("调整栏目次序"),
        "column_placed": _("调整上级栏目"),
        "column_closed": _("停用栏目"),
        "column_reopened": _("恢复栏目"),
        "column_terms_set": _("设定更新要求"),
        "steps_set": _("调整审核环节"),
        "index_pattern_set": _("设定索引号编法"),
        "drafted": _("起草"),
        "edited": _("修改"),
        "moved": _("修改并调整栏目"),
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
        "asked": _("公众提问"),
        "covered": _("遮盖个人信息"),
        "question_transferred": _("转交问题"),
        "answer_drafted": _("起草答复"),
        "question_refused": _("不予答复"),
        "import_kept": _("留存收录文件"),
        "imported": _("收录"),
        "matter_added": _("添加公开事项"),
        "matter_changed": _("修改公开事项"),
        "matter_mapped": _("对应栏目"),
        "matter_retired": _("停用公开事项"),
        "matters_bound": _("对应事项"),
        "matters_imported": _("导入标准目录"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        "drafted edited attached detached submitted step_passed step_returned scheduled schedule_cancelled "
        "release_refused revised discarded reexamined counted adoption_recorded import_kept "
        "exported matters_bound answer_drafted leaks_explained consulted consultation_answered".split()
    )
