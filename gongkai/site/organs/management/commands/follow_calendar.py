"""manage.py follow_calendar: last days computed again, after an upgrade and nightly."""

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.site import today
from gongkai.site.organs import calendar


class Command(BaseCommand):
    help = "按现在的工作日历核对全部未办结的期限。升级之后运行一次，并列入系统每夜的定时任务。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        changes = calendar.follow_all(today=today.today())
        moved = sum(change.moved.count() for change in changes)
        self.stdout.write(f"已核对，改了{moved}个期限。")
