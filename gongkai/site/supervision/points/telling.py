"""What section one of the annual report tells of work points."""

from django.utils.translation import gettext as _

from ...organs.models import Organ
from .models import SelfCheck


def tellings(organ: Organ, year: int) -> list[tuple[str, int, str]]:
    """Self-check reports that became final in the year, by their titles."""
    final = SelfCheck.objects.filter(organ=organ, checked_at__year=year).order_by("checked_at")
    titles = [str(report) for report in final]
    if not titles:
        return []
    clause = _("完成自查报告{count}份（{titles}）").format(
        count=len(titles), titles="、".join(f"《{title}》" for title in titles)
    )
    return [("self_checks", len(titles), clause)]
