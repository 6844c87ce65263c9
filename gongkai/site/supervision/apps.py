"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "gongkai.site.supervision"
    verbose_name = _("监督")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "exported": _("导出"),
        "scheme_drafted": _("拟定考核方案"),
        "scheme_changed": _("修改考核方案"),
        "scheme_enacted": _("施行考核方案"),
        "scheme_dropped": _("删除考核方案草稿"),
        "assessment_prepared": _("建立考核"),
        "assessment_self_opened": _("开始自评"),
        "assessment_computed": _("取数初评"),
        "assessment_notified": _("告知得分"),
        "assessment_finalised": _("考核定稿"),
        "assessment_published": _("公布考核结果"),
        "assessment_discarded": _("删除考核"),
        "score_marked": _("人工评分"),
        "self_assessed": _("自评"),
        "self_handed_in": _("提交自评"),
        "score_appealed": _("考核申诉"),
        "appeal_answered": _("答复考核申诉"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        "exported scheme_drafted scheme_changed scheme_enacted scheme_dropped assessment_prepared "
        "assessment_self_opened assessment_computed assessment_notified assessment_finalised "
        "assessment_discarded score_marked self_assessed self_handed_in score_appealed "
        "appeal_answered".split()
    )
    hooks = {
        "daily": "gongkai.site.supervision.daily.run",
        "feed": "gongkai.site.supervision.daily.days",
    }

    def ready(self) -> None:
        # Models can be imported only now.
        from . import daily, desk, doors  # noqa: PLC0415
        from .assessment import desk as assessment  # noqa: PLC0415

        doors.DOORS += (assessment.door,)
        desk.PILES += (
            assessment.self_pile,
            assessment.appeal_pile,
            assessment.answer_pile,
            assessment.mark_pile,
        )
        daily.FEEDS += (assessment.days,)
