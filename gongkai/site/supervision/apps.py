"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "gongkai.site.supervision"
    verbose_name = _("监督")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "exported": _("导出"),
        "training_planned": _("列入培训计划"),
        "training_changed": _("修改培训计划"),
        "training_cancelled": _("取消培训"),
        "training_invited": _("通知参训"),
        "training_answered": _("回复参训"),
        "training_material_added": _("添加培训材料"),
        "training_material_dropped": _("删除培训材料"),
        "training_held": _("登记培训签到"),
        "training_recounted": _("更正培训签到"),
        "training_question_added": _("添加试题"),
        "training_question_retired": _("停用试题"),
        "training_test_set": _("设立培训测试"),
        "training_paper_begun": _("开始测试"),
        "training_paper_saved": _("保存答案"),
        "training_paper_handed_in": _("交卷"),
        "training_certified": _("发放培训证书"),
        "training_certificate_revoked": _("撤销培训证书"),
        "training_rule_set": _("设定培训时限"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        """
        exported
        training_planned
        training_changed
        training_cancelled
        training_invited
        training_answered
        training_material_added
        training_material_dropped
        training_held
        training_recounted
        training_question_added
        training_question_retired
        training_test_set
        training_paper_begun
        training_paper_saved
        training_paper_handed_in
        training_certified
        training_certificate_revoked
        training_rule_set
        """.split()
    )
    hooks = {
        "daily": "gongkai.site.supervision.daily.run",
        "feed": "gongkai.site.supervision.daily.days",
    }
