"""manage.py remind: what has come due, for a timetable of the system."""

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.site import hooks, sweeping, today
from gongkai.site.applications import urging


class Command(BaseCommand):
    help = "提醒将到期和逾期的申请。平时由后台任务每天早上自动提醒，也可以列入系统的定时任务。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        told = urging.run(today.now())
        for also in hooks.of("daily"):
            also(today.now())
        sweeping.run(today.now())
        self.stdout.write(f"已提醒{told.reminders}条，发出邮件{told.mails}封。")
