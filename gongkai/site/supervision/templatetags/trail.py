"""The way back on every page of the room: 监督, the part, the thing; read from the address itself."""

from typing import Any

from django import template
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

PLACES: dict[str, str | Promise] = {
    "home": _("监督"),
    "points_plans": _("工作要点"),
    "points_plan": _("要点"),
    "points_tasks": _("要点任务"),
    "points_task": _("任务"),
    "points_point": _("一条要点"),
    "points_check": _("自查报告"),
    "points_gaps": _("落实的不足"),
    "patrol": _("巡检"),
    "patrol_hits": _("全部问题"),
    "patrol_checks": _("检查项"),
    "patrol_check": _("一项检查"),
    "patrol_links": _("站外链接"),
    "patrol_runs": _("巡检记录"),
    "patrol_run": _("一次巡检"),
    "patrol_organ": _("一家机关"),
    "patrol_figure": _("一项数据"),
    "patrol_column": _("一个栏目"),
    "orders": _("整改"),
    "order": _("整改通知"),
    "order_choose": _("下达整改通知"),
    "scans": _("扫描表"),
    "scan": _("一张扫描表"),
    "assessments": _("考核"),
    "assessment": _("一次考核"),
    "assessment_appeals": _("申诉"),
    "assessment_years": _("历次考核"),
    "schemes": _("考核方案"),
    "scheme": _("方案"),
    "score": _("得分"),
    "simulate": _("模拟"),
    "voices": _("投诉建议"),
    "complaints": _("投诉举报"),
    "complaint": _("一件投诉举报"),
    "statements": _("要求说明"),
    "statement": _("一件说明"),
    "suggestions": _("批评建议"),
    "suggestion": _("一件批评建议"),
    "rounds": _("社会评议"),
    "round": _("一次评议"),
    "accountability": _("责任追究"),
    "accountability_case": _("一件责任追究"),
    "trainings": _("培训"),
    "training": _("一次培训"),
    "training_certificates": _("证书"),
    "training_certificate": _("一张证书"),
    "training_check": _("证书查验"),
    "training_overview": _("培训情况"),
}
"""What stands on the way, by the name of its address: pages that whoever sees what is below may see."""


@register.inclusion_tag("supervision/trail.html", takes_context=True)
def trail(context: dict[str, Any]) -> dict[str, Any]:
    """The pages above this one, from the room down; the last is this page where it has a name."""
    path = context["request"].path
    parts = path.strip("/").split("/")
    places = []
    for depth in range(1, len(parts) + 1):
        above = f"/{'/'.join(parts[:depth])}/"
        try:
            match = resolve(above)
        except Resolver404:
            continue
        if match.namespace == "supervision" and match.url_name in PLACES:
            places.append({"title": PLACES[match.url_name], "url": above, "here": above == path})
    return {"places": places}
