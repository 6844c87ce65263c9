"""The room of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "gongkai.site.supervision"
    verbose_name = _("监督")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "exported": _("导出"),
        "plan_made": _("建立工作要点"),
        "plan_edited": _("修改工作要点"),
        "plan_dropped": _("删除工作要点"),
        "points_added": _("增加要点"),
        "point_changed": _("修改要点"),
        "point_removed": _("删除要点"),
        "plan_issued": _("下达工作要点"),
        "point_amended": _("调整要点"),
        "tasks_assigned": _("下达要点任务"),
        "task_taken_back": _("收回要点任务"),
        "task_day_moved": _("调整任务期限"),
        "task_progress": _("记录任务进展"),
        "task_reported": _("报任务完成"),
        "task_confirmed": _("确认任务完成"),
        "task_returned": _("退回任务"),
        "tasks_urged": _("催办任务"),
        "evidence_added": _("添加佐证"),
        "evidence_removed": _("移除佐证"),
        "self_check_written": _("编写自查报告"),
        "self_check_sent": _("自查报告送核"),
        "self_check_returned": _("退回自查报告"),
        "self_check_final": _("自查报告定稿"),
        "self_check_drafted": _("起草公开自查报告"),
    }
    # Acts after which the public reads what it read before.
    # (Work points are read in the office alone; a self-check report becomes public as an item.)
    unseen = frozenset(
        (
            "exported plan_made plan_edited plan_dropped points_added point_changed point_removed "
            "plan_issued point_amended tasks_assigned task_taken_back task_day_moved task_progress "
            "task_reported task_confirmed task_returned tasks_urged evidence_added evidence_removed "
            "self_check_written self_check_sent self_check_returned self_check_final self_check_drafted"
        ).split()
    )
    hooks = {
        "daily": "gongkai.site.supervision.daily.run",
        "feed": "gongkai.site.supervision.daily.days",
        "told": "gongkai.site.supervision.telling.told",
    }
