"""manage.py recount_totals YEAR: every total of a year from the accepted reports, each read anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from .... import today
from ...total_models import Total
from ...totals.counting import recount


class Command(BaseCommand):
    help = _("重新汇总一个年度已接收的年报，并说明与原来的汇总是否一致")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Says which totals were not what they should have been."""
        year = options["year"]
        before = _held(year)
        counted = recount(year, at=today.now(), anew=True)
        after = _held(year)
        changed = [pk for pk in after if before.get(pk, {}) != after[pk]]
        self.stdout.write(_("{year}年：计入{count}份报告").format(year=year, count=counted))
        if not changed:
            self.stdout.write(_("各级汇总与原来的一致"))
            return
        for total in Total.objects.filter(organ__in=changed, year=year).select_related("organ"):
            self.stdout.write(_("已改正：{organ}").format(organ=total.organ))


def _held(year: int) -> dict[int, Any]:
    return dict(Total.objects.filter(year=year).values_list("organ", "held"))
